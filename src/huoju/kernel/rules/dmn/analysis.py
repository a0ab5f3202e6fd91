"""Analysis of a decision table before use: gaps, overlaps, conflicts, rules that cannot fire or are masked.

Exact for columns of numbers, dates, times, durations, texts and booleans whose cells test constants; a column
that computes is named (`not-analysed`), taken to let everything through for gaps, and its cells to meet only
where they are the same or "-". Null is left aside. Start reading at `analyse_table`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huoju.kernel.rules.dmn.domains import (
    Masks,
    Opaque,
    Segment,
    compile_cell,
    constants,
    describe,
    passes,
    segments_of,
)
from huoju.kernel.rules.dmn.model import DecisionTable, HitPolicy
from huoju.kernel.rules.errors import ExpressionTooDeep, FeelSyntaxError
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.expression import base_names
from huoju.kernel.rules.feel.parsing import parse_tests
from huoju.kernel.rules.feel.texts import literal_text
from huoju.kernel.rules.feel.types import Constrained, FeelType, Simple
from huoju.kernel.rules.feel.values import Value

MOST = 100  # findings of one kind; that there are more is told
_MOST_STEPS = 2_000_000

TEXTS = {
    "gap": (
        "没有规则适用于：{where}（例：{example}）",
        "no rule applies to: {where} (for example {example})",
    ),
    "overlap": (
        "规则{rules}可同时命中（例：{example}）",
        "rules {rules} can match together (for example {example})",
    ),
    "conflict": (
        "规则{rules}可同时命中，但命中策略{policy}不允许（例：{example}）",
        "rules {rules} can match together, which {policy} does not allow (for example {example})",
    ),
    "never-fires": (
        "规则{rules}永远不会命中：“{where}”无值可满足",
        "rule {rules} can never match: nothing meets '{where}'",
    ),
    "masked": ("规则{rules}被前面的规则完全遮住", "rule {rules} is hidden by the rules before it"),
    "not-analysed": ("列“{where}”含有计算，未作分析", "the column '{where}' computes and was not analysed"),
    "more": ("另有“{where}”未逐一列出", "there are more findings of the kind '{where}' than are listed"),
    "stopped": (
        "表太大，{where}的分析未做完",
        "the table is too large; the analysis of {where} was not finished",
    ),
}


@dataclass(frozen=True, slots=True)
class TableFinding:
    """One finding: the rules concerned (numbers from 1), an example input, and both texts."""

    code: str
    severity: str
    rules: tuple[int, ...]
    example: tuple[tuple[str, Value], ...]
    zh: str
    en: str

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "severity": self.severity,
            "rules": list(self.rules),
            "example": {name: literal_text(value) for name, value in self.example},
            "zh": self.zh,
            "en": self.en,
        }


@dataclass(frozen=True, slots=True)
class Column:
    """A condition column: its segments, and for each rule the set of those it lets through, as bits.

    `texts` has the cells of a column that computes, which is not analysed; its only segment is any value.
    """

    name: str
    segments: tuple[Segment, ...]
    masks: tuple[int, ...]
    by_segment: tuple[int, ...]
    texts: tuple[str, ...] = ()

    @property
    def is_analysed(self) -> bool:
        return not self.texts

    def may_meet(self, first: int, second: int) -> bool:
        """In a column that computes: only the same cell twice, or any cell and "-", surely meet."""
        if self.is_analysed:
            return True
        left, right = self.texts[first], self.texts[second]
        return left == right or "-" in (left, right)

    @property
    def full(self) -> int:
        return (1 << len(self.segments)) - 1


def analyse_table(table: DecisionTable, types: tuple[FeelType | None, ...] = ()) -> list[TableFinding]:
    """All findings on a table, by kind and then by rule.

    Parameters
    ----------
    table : the table.
    types : the type of each input column where known (with allowed values, if any).
    """
    kinds = (*types, *(None,) * (len(table.inputs) - len(types)))
    columns = [_column(table, index, kinds[index]) for index in range(len(table.inputs))]
    return [
        *_not_analysed(columns),
        *_never(table, columns),
        *_gaps(table, columns),
        *_overlaps(table, columns),
        *(_masked(columns, len(table.rules)) if table.hit_policy is HitPolicy.FIRST else ()),
    ]


def _finding(
    code: str,
    severity: str,
    rules: tuple[int, ...] = (),
    example: dict[str, Value] | None = None,
    **fields: str,
) -> TableFinding:
    zh, en = TEXTS[code]
    shown = ", ".join(f"{name} = {literal_text(value)}" for name, value in (example or {}).items())
    facts = {"rules": ", ".join(map(str, rules)), "example": shown, **fields}
    return TableFinding(
        code, severity, rules, tuple((example or {}).items()), zh.format_map(facts), en.format_map(facts)
    )


# -- columns ---------------------------------------------------------------------------------------


def _column(table: DecisionTable, index: int, declared: FeelType | None) -> Column:
    clause = table.inputs[index]
    try:
        cells = [parse_tests(rule.inputs[index], base_names()) for rule in table.rules]
        allowed = [parse_tests(text, base_names()) for text in _allowed(clause.values, declared)]
        named = [value for tests in (*cells, *allowed) for value in constants(tests)]
        ordered_text = any(map(_orders_texts, (*cells, *allowed)))
        segments = segments_of(named, _python_kind(declared), ordered_text)
    except (Opaque, FeelSyntaxError, ExpressionTooDeep):
        everything = tuple(1 for _ in table.rules)
        texts = tuple(rule.inputs[index] or "-" for rule in table.rules)
        return Column(clause.expression, (Segment(None),), everything, ((1 << len(table.rules)) - 1,), texts)
    limits = [compile_cell(tests) for tests in allowed]
    segments = [one for one in segments if all(passes(code, one.example) for code in limits)]
    return _with_masks(clause.expression, segments, cells)


def _with_masks(name: str, segments: list[Segment], cells: list[tree.Tests]) -> Column:
    let_through = Masks(segments)
    masks = tuple(let_through.of(tests) for tests in cells)
    by_segment = [0] * len(segments)
    everywhere = 0
    for rule, mask in enumerate(masks):
        if mask == let_through.full:
            everywhere |= 1 << rule
            continue
        for at in _bits(mask):
            by_segment[at] |= 1 << rule
    return Column(name, tuple(segments), masks, tuple(rules | everywhere for rules in by_segment))


def _allowed(values: str | None, declared: FeelType | None) -> list[str]:
    inner = [declared.text] if isinstance(declared, Constrained) else []
    return [*([values] if values else []), *inner]


def _python_kind(declared: FeelType | None) -> type | None:
    plain = declared.plain() if declared is not None else None
    return plain.python if isinstance(plain, Simple) else None


def _orders_texts(tests: tree.Tests) -> bool:
    return any(
        isinstance(test, tree.Interval | tree.Comparing)
        and any(isinstance(one, tree.Literal) and isinstance(one.value, str) for one in tree.children(test))
        for test in tests.tests
    )


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


# -- findings --------------------------------------------------------------------------------------


def _not_analysed(columns: list[Column]) -> Iterator[TableFinding]:
    for column in columns:
        if not column.is_analysed:
            yield _finding("not-analysed", "note", where=column.name)


def _never(table: DecisionTable, columns: list[Column]) -> Iterator[TableFinding]:
    for number, rule in enumerate(table.rules, start=1):
        for column, text in zip(columns, rule.inputs, strict=True):
            if not column.masks[number - 1]:
                yield _finding("never-fires", "error", (number,), where=f"{column.name} {text}")
                break


def _gaps(table: DecisionTable, columns: list[Column]) -> Iterator[TableFinding]:
    """Inputs without a rule; only a note where every result column has a default for them."""
    severity = "note" if all(output.default for output in table.outputs) else "warning"
    search = _Search(columns)
    boxes = search.uncovered((1 << len(table.rules)) - 1, [column.full for column in columns])
    for found, box in enumerate(boxes):
        if found == MOST:
            yield _finding("more", "note", where="gap")
            break
        where = [(column, list(_bits(mask))) for column, mask in zip(columns, box, strict=True)]
        told = [
            f"{one.name}: {describe(list(one.segments), at)}"
            for one, at in where
            if len(at) < len(one.segments)
        ]
        example = {one.name: one.segments[at[0]].example for one, at in where if at and one.is_analysed}
        yield _finding("gap", severity, example=example, where="; ".join(told) or "-")
    if search.is_stopped:
        yield _finding("stopped", "note", where="gaps")


def _overlaps(table: DecisionTable, columns: list[Column]) -> Iterator[TableFinding]:
    """Pairs of rules that can match together; not under COLLECT, which is made for them."""
    listed = 0
    if table.hit_policy is HitPolicy.COLLECT:
        return
    for first in range(len(table.rules)):
        meeting = (1 << len(table.rules)) - (1 << (first + 1))
        for column in columns:
            meeting &= _meets(column, column.masks[first])
        for second in _bits(meeting):
            found = _overlap(table, columns, first, second)
            if found is not None:
                yield found
                listed += 1
            if listed == MOST:
                yield _finding("more", "note", where="overlap")
                return


def _meets(column: Column, mask: int) -> int:
    """The rules that share a segment with a set of segments."""
    if mask == column.full:
        return -1
    result = 0
    for at in _bits(mask):
        result |= column.by_segment[at]
    return result


def _overlap(table: DecisionTable, columns: list[Column], first: int, second: int) -> TableFinding | None:
    shared = [column.masks[first] & column.masks[second] for column in columns]
    if not all(shared) or not all(column.may_meet(first, second) for column in columns):
        return None
    example = {
        column.name: column.segments[next(_bits(mask))].example
        for column, mask in zip(columns, shared, strict=True)
        if column.is_analysed
    }
    policy = table.hit_policy
    same = table.rules[first].outputs == table.rules[second].outputs
    clashes = policy is HitPolicy.UNIQUE or (policy is HitPolicy.ANY and not same)
    numbers = (first + 1, second + 1)
    if clashes:
        return _finding("conflict", "error", numbers, example, policy=str(policy))
    return _finding("overlap", "note", numbers, example)


def _masked(columns: list[Column], rules: int) -> Iterator[TableFinding]:
    for number in range(1, rules):
        box = [column.masks[number] for column in columns]
        if not all(box):
            continue
        search = _Search(columns)
        rest = next(search.uncovered((1 << number) - 1, box), None)
        if rest is None and not search.is_stopped and all(column.is_analysed for column in columns):
            yield _finding("masked", "warning", (number + 1,))


class _Search:
    """Boxes that no rule covers, found column by column; segments with the same rules go together."""

    def __init__(self, columns: list[Column]) -> None:
        self.columns = columns
        self.steps = 0

    @property
    def is_stopped(self) -> bool:
        return self.steps > _MOST_STEPS

    def uncovered(self, active: int, box: list[int], at: int = 0) -> Iterator[list[int]]:
        """Boxes inside `box` (a set of segments a column) that none of the active rules covers."""
        self.steps += 1
        if self.is_stopped or self._is_covered(active, box, at):
            return
        if not active or at == len(self.columns):
            yield list(box)
            return
        for rules, mask in self._parts(active, box[at], at).items():
            yield from self.uncovered(rules, [*box[:at], mask, *box[at + 1 :]], at + 1)

    def _is_covered(self, active: int, box: list[int], at: int) -> bool:
        """Does one active rule let through all that is left of the box?"""
        if at == len(self.columns):
            return active != 0
        for rule in _bits(active):
            self.steps += 1
            rest = zip(self.columns[at:], box[at:], strict=True)
            if all(mask & ~column.masks[rule] == 0 for column, mask in rest):
                return True
        return False

    def _parts(self, active: int, mask: int, at: int) -> dict[int, int]:
        parts: dict[int, int] = {}
        for segment in _bits(mask):
            rules = active & self.columns[at].by_segment[segment]
            parts[rules] = parts.get(rules, 0) | (1 << segment)
        return parts
