"""The values a column of a decision table can tell apart, cut into segments.

All values of a segment pass the same cells, so one of them stands for all. For numbers, dates, times and
durations the segments are the points that cells name and the gaps between; for texts the values named and
"any other"; for booleans the two. Cells that compute are opaque: their column is not analysed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key

from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.calendar import DAY, Date, DaysDuration, MonthsDuration, Time, date_of_number
from huoju.kernel.rules.feel.comparing import compare
from huoju.kernel.rules.feel.compiling import Scope, compile_expression
from huoju.kernel.rules.feel.functions import FUNCTIONS
from huoju.kernel.rules.feel.running import Code, Limits, Run
from huoju.kernel.rules.feel.texts import literal_text, quoted
from huoju.kernel.rules.feel.values import Value

_MAKERS = {"date", "time", "date and time", "duration"}
_LIMITS = Limits()
OTHER_TEXT = "\u2026"  # stands for any text that no cell names


class Opaque(Exception):
    """A cell that is more than a test on constants; its text is the message."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One class of values. `low` and `high` are the points around a gap; a point has itself as both."""

    example: Value
    low: Value = None
    high: Value = None
    is_point: bool = False


def passes(code: Code, value: Value) -> bool:
    """Does a value pass a compiled cell of constants?"""
    return code({"?": value}, Run(_LIMITS)) is True


def compile_cell(tests: tree.Tests) -> Code:
    return compile_expression(tests, Scope(functions=FUNCTIONS))


def constants(tests: tree.Tests) -> Iterator[Value]:
    """The values a cell names. Raises Opaque when it does more than compare with constants."""
    for test in tests.tests:
        match test:
            case tree.AnyTest():
                continue
            case tree.Comparing(end=end):
                yield _constant(end)
            case tree.Interval(start=start, end=end):
                yield _constant(start)
                yield _constant(end)
            case tree.ListOf(items=items):
                yield from constants(tree.Tests(items))
            case _:
                yield _constant(test)


def _constant(node: tree.Node) -> Value:
    inner = node.operand if isinstance(node, tree.Negate) else node
    is_made = (
        isinstance(inner, tree.Call)
        and isinstance(inner.function, tree.Name)
        and inner.function.name in _MAKERS
    )
    literals = inner.arguments if isinstance(inner, tree.Call) and is_made else (inner,)
    if not all(isinstance(one, tree.Literal | tree.AtLiteral) for one in literals):
        raise Opaque
    return compile_expression(node, Scope(functions=FUNCTIONS))({}, Run(_LIMITS))


def segments_of(named: Iterable[Value], kind: type | None, is_ordered_text: bool) -> list[Segment]:
    """The segments of a column whose cells and allowed values name these constants.

    Parameters
    ----------
    named : all constants; those of another kind than the column's cannot match and are left out.
    kind : the Python class of the column's values, or None to take that of the first constant.
    is_ordered_text : some cell compares texts by order, which is not analysed.

    Raises
    ------
    Opaque : texts compared by order, or values without an order.
    """
    values = [value for value in named if value is not None]
    kind = kind or (type(values[0]) if values else None)
    values = [value for value in values if type(value) is kind]
    if kind is None:
        return [Segment(None)]
    if kind is bool:
        return [Segment(True, is_point=True), Segment(False, is_point=True)]
    if kind is str:
        if is_ordered_text:
            raise Opaque
        points = [Segment(value, value, value, is_point=True) for value in dict.fromkeys(values)]
        return [*points, Segment(OTHER_TEXT)]
    if kind not in _STEPS:
        raise Opaque
    return _ordered(values, _STEPS[kind])


class Masks:
    """The sets of segments, as bits, that cells let through. Ordered segments are found by bisection."""

    def __init__(self, segments: list[Segment]) -> None:
        self.segments = segments
        self.full = (1 << len(segments)) - 1
        self.kind = type(segments[0].example) if segments else None
        self.is_ordered = self.kind in _STEPS
        self._keys = [_KEY(one.example) for one in segments] if self.is_ordered else []
        self._known: dict[tree.Tests, int] = {}

    def of(self, tests: tree.Tests) -> int:
        if tests not in self._known:
            self._known[tests] = self._cell(tests)
        return self._known[tests]

    def _cell(self, tests: tree.Tests) -> int:
        if not self.is_ordered:
            code = compile_cell(tests)
            return sum(1 << at for at, one in enumerate(self.segments) if passes(code, one.example))
        mask = 0
        for test in tests.tests:
            mask |= self._test(test)
        return self.full ^ mask if tests.is_negated else mask

    def _test(self, test: tree.Node) -> int:
        match test:
            case tree.AnyTest():
                return self.full
            case tree.Comparing(operator=operator, end=end):
                return self._compared(operator, _constant(end))
            case tree.Interval(start=start, end=end, start_included=opens, end_included=closes):
                above = self._compared(">=" if opens else ">", _constant(start))
                return above & self._compared("<=" if closes else "<", _constant(end))
            case tree.ListOf(items=items):
                return self._cell(tree.Tests(items))
        return self._compared("=", _constant(test))

    def _compared(self, operator: str, value: Value) -> int:
        if type(value) is not self.kind:
            return 0
        below = (1 << bisect_left(self._keys, _KEY(value))) - 1
        not_above = (1 << bisect_right(self._keys, _KEY(value))) - 1
        answers = {"<": below, "<=": not_above, "=": not_above ^ below}
        opposites = {">=": "<", ">": "<=", "!=": "="}
        return answers[operator] if operator in answers else self.full ^ answers[opposites[operator]]


_KEY = cmp_to_key(lambda left, right: compare(left, right) or 0)


@dataclass(frozen=True, slots=True)
class _Steps:
    """How to find values of an ordered kind: one for no points, between two, below and above (or None)."""

    sample: Value
    between: Callable[[Value, Value], Value]
    below: Callable[[Value], Value]
    above: Callable[[Value], Value]


def _ordered(values: list[Value], steps: _Steps) -> list[Segment]:
    points: list[Value] = []
    for value in sorted(values, key=_KEY):
        if not points or compare(points[-1], value) != 0:
            points.append(value)
    if not points:
        return [Segment(steps.sample)]
    found = [Segment(steps.below(points[0]), None, points[0])]
    for index, point in enumerate(points):
        found.append(Segment(point, point, point, is_point=True))
        following = points[index + 1] if index + 1 < len(points) else None
        example = steps.above(point) if following is None else steps.between(point, following)
        found.append(Segment(example, point, following))
    return [segment for segment in found if segment.example is not None]


def _whole(
    make: Callable[[int], Value], count: Callable[[Value], int], low: int, high: int, sample: int
) -> _Steps:
    """Steps of a kind that counts in whole units (days, nanoseconds, months) from low to high."""

    def at(number: int, first: int, last: int) -> Value:
        return make(number) if first <= number <= last else None

    return _Steps(
        make(sample),
        lambda a, b: at(count(a) + 1, count(a) + 1, count(b) - 1),
        lambda a: at(count(a) - 1, low, high),
        lambda a: at(count(a) + 1, low, high),
    )


_FAR = 10**18
_STEPS: dict[type, _Steps] = {
    Decimal: _Steps(Decimal(0), lambda a, b: (a + b) / 2, lambda a: a - 1, lambda a: a + 1),
    Date: _whole(date_of_number, lambda date: date.number, -_FAR, _FAR, 20_000),
    Time: _whole(Time, lambda time: time.nanoseconds, 0, DAY - 1, DAY // 2),
    DaysDuration: _whole(DaysDuration, lambda value: value.nanoseconds, -_FAR * DAY, _FAR * DAY, DAY),
    MonthsDuration: _whole(MonthsDuration, lambda value: value.months, -_FAR, _FAR, 12),
}


def describe(segments: list[Segment], chosen: list[int]) -> str:
    """FEEL unary tests for some segments of a column: "[10..20), > 30"; "-" for all of them."""
    if len(chosen) == len(segments):
        return "-"
    if isinstance(segments[0].example, str):
        return _describe_texts(segments, chosen)
    runs: list[list[int]] = []
    for index in sorted(chosen):
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return ", ".join(_describe_run(segments[run[0]], segments[run[-1]]) for run in runs)


def _describe_run(first: Segment, last: Segment) -> str:
    if isinstance(first.example, bool):
        return literal_text(first.example)
    if first is last and first.is_point:
        return literal_text(first.example)
    if first.low is None:
        return f"{'<=' if last.is_point else '<'} {literal_text(last.high)}"
    if last.high is None:
        return f"{'>=' if first.is_point else '>'} {literal_text(first.low)}"
    opener, closer = "[" if first.is_point else "(", "]" if last.is_point else ")"
    return f"{opener}{literal_text(first.low)}..{literal_text(last.high)}{closer}"


def _describe_texts(segments: list[Segment], chosen: list[int]) -> str:
    if segments[-1].example == OTHER_TEXT and len(segments) - 1 in chosen:
        rest = [one.example for index, one in enumerate(segments) if index not in chosen]
        return "not(" + ", ".join(map(quoted, rest)) + ")"
    return ", ".join(quoted(segments[index].example) for index in chosen)
