"""Regions of a column: what every test on it with constants can tell apart, computed once.

A test such as `[5..10)` or `not("a", "b")` only asks where the value lies among a few constants. All such tests
of one column, in whatever table, share one integer column: the class of the value. For each class the row
engine's own code of the test is run on one representative, and the answers become a constant list that the
class looks up. So the meaning of a test is not written a second time. Start reading at `Regions.answers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from huoju.kernel.rules.batch.cells import Column, Expr, Ratio
from huoju.kernel.rules.batch.choosing import looked_up
from huoju.kernel.rules.batch.comparing import column_compared, stored_compared
from huoju.kernel.rules.batch.kinds import BOOLEAN, INTEGER, Kind
from huoju.kernel.rules.batch.stages import Stages, named
from huoju.kernel.rules.feel.calendar import (
    SECOND,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    date_of_number,
    date_time_of,
)
from huoju.kernel.rules.feel.comparing import compare
from huoju.kernel.rules.feel.values import Range, Value

Judge = Callable[[Value], Any]
_CHAIN = 12  # up to so many regions are told apart one after the other, more by halving


@dataclass(frozen=True, slots=True)
class _Region:
    """Values up to `end` (None: without end), and one of them. `is_point` when `end` is the only one."""

    end: Value
    is_point: bool
    sample: Value


class Regions:
    """All tests on one column. Judges are added while compiling, the classes made when a table is bound."""

    def __init__(self, column: Column | Ratio, stages: Stages) -> None:
        self.column = column
        self._kind = column.top.kind if isinstance(column, Ratio) else column.kind
        self._points: list[Value] = []
        self._judges: list[Judge] = []
        self._found: tuple[list[_Region], list[int], list[tuple[Any, ...]]] | None = None
        level = max(column.top.level, column.bottom.level) if isinstance(column, Ratio) else column.level
        self.index = named(INTEGER, stages.add(self._class_of, level), level + 1)

    def answers(self, points: Sequence[Value], judge: Judge, dtype: str) -> tuple[Expr, int]:
        """What `judge` says of each row's value, as an expression and its level.

        `points` are the constants at which its answer may change; null is asked about too.
        """
        mine = [one for one in points if self._is_mine(one)]
        for one in mine:
            self._check(one)
        self._points += mine
        self._judges.append(judge)
        self._found = None
        number = len(self._judges) - 1
        index = self.index

        def build(table: Any) -> Any:
            _, _, answers = self._classes()
            return looked_up([row[number] for row in answers], dtype, index.expr(table))

        return build, index.level

    def _is_mine(self, value: Value) -> bool:
        if self._kind.name == "moment":
            return isinstance(value, DateTime)
        return type(value) is _PYTHON[str(self._kind)]

    # -- classes -----------------------------------------------------------------------------------

    def _classes(self) -> tuple[list[_Region], list[int], list[tuple[Any, ...]]]:
        """The regions, the class of each (null last), and what every judge says of each class."""
        if self._found is None:
            regions = self._regions()
            rows = [tuple(judge(one.sample) for judge in self._judges) for one in regions]
            rows.append(tuple(judge(None) for judge in self._judges))
            numbers: dict[Any, int] = {}
            classes = [numbers.setdefault(repr(row), len(numbers)) for row in rows]
            answers = [rows[classes.index(number)] for number in range(len(numbers))]
            self._found = (regions, classes, answers)
        return self._found

    def _regions(self) -> list[_Region]:
        if self._kind == BOOLEAN:
            return [_Region(False, True, False), _Region(True, True, True)]
        points = _sorted(self._with_seconds())
        result: list[_Region] = []
        before: Value = None
        for point in points:
            sample = between(before, point, self._kind)
            if sample is not None:
                result.append(_Region(point, False, sample))
            result.append(_Region(point, True, point))
            before = point
        last = between(before, None, self._kind)
        if last is not None:
            result.append(_Region(None, False, last))
        return result

    def _with_seconds(self) -> list[Value]:
        """Moments are equal by the second, so tests may change at both ends of it."""
        if self._kind.name != "moment":
            return self._points
        result: list[Value] = []
        for one in self._points:
            start = one.local // SECOND * SECOND
            result += [date_time_of(start, None), one, date_time_of(start + SECOND, None)]
        return result

    # -- the class of a value ----------------------------------------------------------------------

    def _class_of(self, table: Any) -> Any:
        import ibis

        regions, classes, _ = self._classes()
        null_class = classes[-1]
        if len(set(classes)) == 1:
            return ibis.literal(0, "int32")
        if self._kind == BOOLEAN:
            assert isinstance(self.column, Column)
            value = self.column.expr(table)
            return ibis.cases((value, classes[1]), (~value, classes[0]), else_=_number(null_class)).cast(
                "int32"
            )
        steps = _steps(regions, classes)
        last = _number(steps[-1][2])
        if null_class != steps[-1][2]:
            last = ibis.ifelse(self._is_null(table), _number(null_class), last)
        found = self._by_points(regions, classes, last, table)
        return self._halved(steps, last, table) if found is None else found

    def _is_null(self, table: Any) -> Any:
        if isinstance(self.column, Ratio):
            return self.column.top.expr(table).isnull() | self.column.bottom.expr(table).isnull()
        return self.column.expr(table).isnull()

    def _by_points(self, regions: Sequence[_Region], classes: Sequence[int], last: Any, table: Any) -> Any:
        """Where only single values stand out (names, codes), they are looked for directly."""
        import ibis

        open_classes = {number for one, number in zip(regions, classes, strict=False) if not one.is_point}
        if len(open_classes) != 1 or not isinstance(self.column, Column) or self.column.kind.name == "moment":
            return None
        (rest,) = open_classes
        groups: dict[int, list[Value]] = {}
        for one, number in zip(regions, classes, strict=False):
            if one.is_point and number != rest:
                groups.setdefault(number, []).append(one.end)
        branches = [(self._any_of(values, table), _number(number)) for number, values in groups.items()]
        return ibis.cases(*branches, else_=last) if branches else last

    def _any_of(self, values: Sequence[Value], table: Any) -> Any:
        assert isinstance(self.column, Column)
        if self.column.kind.name == "string":
            text = self.column.expr(table)
            return text.isin(list(values)) if len(values) > 1 else text == values[0]
        condition = self._compared("=", values[0], table)
        for value in values[1:]:
            condition = condition | self._compared("=", value, table)
        return condition

    def _halved(self, steps: Sequence[tuple[str, Value, int]], last: Any, table: Any) -> Any:
        """A CASE over regions in order; null falls through to `last`, which tells it from the last region."""
        import ibis

        if len(steps) <= _CHAIN:
            branches = [
                (self._compared(operator, end, table), _number(number))
                for operator, end, number in steps[:-1]
            ]
            return ibis.cases(*branches, else_=last) if branches else last
        middle = len(steps) // 2
        operator, end, between = steps[middle - 1]
        lower = self._halved(steps[:middle], _number(between), table)
        upper = self._halved(steps[middle:], last, table)
        return ibis.ifelse(self._compared(operator, end, table), lower, upper)

    def _compared(self, operator: str, value: Value, table: Any) -> Any:
        if isinstance(self.column, Ratio):
            condition = column_compared(operator, self.column, value)
            assert isinstance(condition, Column)
            return condition.expr(table)
        return stored_compared(operator, self.column, value).expr(table)

    def _check(self, value: Value) -> None:
        """Refuse, before a table is bound, a constant that this column cannot be compared with exactly."""
        column_compared("<", self.column, value)


_PYTHON: dict[str, type] = {
    "number": Decimal, "string": str, "boolean": bool, "date": Date,
    "days and time duration": DaysDuration, "years and months duration": MonthsDuration,
}  # fmt: skip


def _number(value: int) -> Any:
    import ibis

    return ibis.literal(value, "int32")


def _steps(regions: Sequence[_Region], classes: Sequence[int]) -> list[tuple[str, Value, int]]:
    """The regions as (operator, end, class), neighbours of one class joined."""
    result: list[tuple[str, Value, int]] = []
    for one, number in zip(regions, classes, strict=False):
        if result and result[-1][2] == number:
            result.pop()
        result.append(("<=" if one.is_point else "<", one.end, number))
    return result


def _sorted(values: Sequence[Value]) -> list[Value]:
    ordered = sorted(values, key=cmp_to_key(lambda left, right: compare(left, right) or 0))
    result: list[Value] = []
    for one in ordered:
        if not result or compare(result[-1], one) != 0:
            result.append(one)
    return result


def between(low: Value, high: Value, kind: Kind) -> Value:
    """A value strictly between two (None: without end), or None when the kind has none."""
    if kind.name == "string":
        return _text_between(low, high)
    first, last = _position(low), _position(high)
    step = Decimal(1)
    if first is None:
        place = Decimal(0) if last is None else last - step
    elif last is None:
        place = first + step
    else:
        place = (first + last) / 2
        if kind.name not in ("number", "float"):
            place = Decimal(int((first + last) // 2))
        if not first < place < last:
            return None
    return _value_at(place, kind)


def _text_between(low: str | None, high: str | None) -> str | None:
    sample = "" if low is None else low + "\0"
    return sample if high is None or sample < high else None


def _position(value: Value) -> Decimal | None:
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, Date):
        return Decimal(value.number)
    if isinstance(value, DateTime):
        return Decimal(value.local)
    return Decimal(value.months if isinstance(value, MonthsDuration) else value.nanoseconds)


def _value_at(place: Decimal, kind: Kind) -> Value:
    if kind.is_numeric:
        return place
    if kind.name == "date":
        return date_of_number(int(place))
    if kind.name == "moment":
        return date_time_of(int(place), None)
    return MonthsDuration(int(place)) if kind.name == "months" else DaysDuration(int(place))


def leaves(value: Value) -> list[Value] | None:
    """The scalars inside a constant test value; None for values whose tests are not about places."""
    if isinstance(value, Range):
        return [end for end in (value.start, value.end) if end is not None]
    if isinstance(value, list):
        found: list[Value] = []
        for one in value:
            inner = leaves(one)
            if inner is None:
                return None
            found += inner
        return found
    if isinstance(value, Time) or callable(getattr(value, "run", None)):
        return None
    return [] if value is None or isinstance(value, bool | dict) else [value]
