"""Decision tables by columns: which rules match, as bits. Start reading at `compile_table`.

Tests with constants become masks looked up by the class of the input (`regions.py`), any other test takes its
own bit away where it fails. What the hit policy makes of the matching rules is in `policies.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huoju.kernel.rules.batch import masks
from huoju.kernel.rules.batch.cells import NULL, Cell, Column, Constant, Ratio, made
from huoju.kernel.rules.batch.comparing import equals
from huoju.kernel.rules.batch.conforming import conform
from huoju.kernel.rules.batch.kinds import BOOLEAN, INTEGER
from huoju.kernel.rules.batch.places import INPUT, Place
from huoju.kernel.rules.batch.policies import Matched, fired_of, in_order, result_of
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.batch.regions import Judge
from huoju.kernel.rules.batch.testing import breakpoints, chosen, passes
from huoju.kernel.rules.batch.tracing import TableWhy
from huoju.kernel.rules.dmn.model import DecisionTable, HitPolicy, OutputClause, Rule
from huoju.kernel.rules.feel import tree

MAX_RULES = 1000
_ANYTHING = ("", "-")


def compile_table(table: DecisionTable, place: Place) -> Cell:
    """The cell of a decision table; what it did is added to `place.traces`. Raises NotBatch."""
    if len(table.rules) > MAX_RULES:
        raise NotBatch("size", count=len(table.rules))
    inputs = tuple(_input(table, index, place) for index in range(len(table.inputs)))
    position = len(place.traces)
    outputs = [
        [_output(clause, rule, index, place) for index, clause in enumerate(table.outputs)]
        for rule in table.rules
    ]
    used = _used(table, inputs, place)
    natural, order = tuple(range(1, len(table.rules) + 1)), in_order(table, outputs, place)
    met = tuple(_column_masks(table, index, inputs[index], natural, place) for index in range(len(inputs)))
    found = _matched(table, met, place)
    ranked = found
    if order != natural:
        others = [_column_masks(table, index, inputs[index], order, place) for index in range(len(inputs))]
        ranked = _matched(table, others, place)
    matched = Matched(table, order, tuple(ranked), used, tuple(map(tuple, outputs)), _defaults(table, place))
    fired = fired_of(matched, found, place)
    counting = _counting(table, found, place)
    place.traces.insert(position, TableWhy(place.where, table, inputs, met, counting, fired, used))
    return result_of(matched, place)


def _input(table: DecisionTable, index: int, place: Place) -> Cell:
    """An input as kept columns, converted to the type of its clause."""
    clause = table.inputs[index]
    cell = place.kept(clause.expression)
    fitted = conform(cell, place.scope.type(clause.type_ref, table.line), place)
    return fitted if fitted is cell else place.shop.stages.keep_cell(fitted)


def _output(clause: OutputClause, rule: Rule, index: int, place: Place) -> Cell:
    text = rule.outputs[index]
    if text in _ANYTHING:
        return NULL
    return conform(place.expression(text), place.scope.type(clause.type_ref, rule.line), place)


def _defaults(table: DecisionTable, place: Place) -> tuple[Cell, ...] | None:
    """The outputs when no rule matches; None when no column has one."""
    if all(not clause.default for clause in table.outputs):
        return None
    return tuple(place.expression(one.default) if one.default else NULL for one in table.outputs)


def _used(table: DecisionTable, inputs: Sequence[Cell], place: Place) -> Column | Constant:
    """False where an input has a value outside those its column allows: then there is no result at all."""
    truths: list[Column] = []
    for clause, cell in zip(table.inputs, inputs, strict=True):
        if not clause.values:
            continue
        allowed = passes(place.parsed_tests(clause.values), cell, place)
        missing = equals(cell, NULL) if not isinstance(cell, Constant) else Constant(cell.value is None)
        if isinstance(allowed, Constant) and isinstance(missing, Constant):
            if not allowed.value and not missing.value:
                return Constant(False)
            continue
        truths.append(_either(allowed, missing))
    if not truths:
        return Constant(True)
    return place.shop.stages.keep(made(BOOLEAN, _all, *truths))


def _either(*cells: Cell) -> Column:
    from huoju.kernel.rules.batch.expressions import junction

    result = junction(list(cells), decisive=True)
    if isinstance(result, Constant):
        import ibis

        value = bool(result.value)
        return Column(BOOLEAN, lambda table: ibis.literal(value), 0)
    assert isinstance(result, Column)
    return result


def _all(*values: Any) -> Any:
    result = values[0]
    for value in values[1:]:
        result = result & value
    return result


# -- masks -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Test:
    """The test of one cell, as the bit of its rule."""

    bit: int
    node: tree.Node


def _column_masks(
    table: DecisionTable, index: int, value: Cell, order: Sequence[int], place: Place
) -> tuple[Column | int, ...]:
    """The rules whose cell in one column passes: one mask a word."""
    tests = _tests(table, index, order, place)
    count = len(order)
    inside = place.plus({INPUT: value})
    points: list[Any] = []
    placed: list[_Test] = []
    others: list[_Test] = []
    for test in tests:
        mine = _points(test.node, value, inside)
        if mine is None:
            others.append(test)
        else:
            points += mine
            placed.append(test)
    judges = [(test.bit, inside.judge(test.node)) for test in placed]
    every = (1 << count) - 1

    def mask(sample: Any) -> int:
        return every & ~sum(1 << bit for bit, judge in judges if judge(sample) is not True)

    truths = [(test.bit, passes(test.node, value, place)) for test in others]
    judge = mask if judges else None
    return tuple(
        _word(word, count, value, points, judge, truths, place) for word in range(masks.words(count))
    )


def _word(
    word: int, count: int, value: Cell, points: Sequence[Any], mask: Any, truths: Sequence[Any], place: Place
) -> Column | int:
    """One word of a column's mask, kept."""
    every = masks.full(count, word)
    parts: list[Column | int] = []
    if mask is not None:
        if isinstance(value, Constant):
            parts.append(masks.split(mask(value.value), count)[word])
        else:
            assert isinstance(value, Column | Ratio)
            parts.append(_looked_up(value, points, lambda one: masks.split(mask(one), count)[word], place))
    for bit, truth in truths:
        if bit // masks.WORD == word:
            parts.append(masks.without_bit(truth, 1 << (bit % masks.WORD), every))
    joined = masks.joined(parts) if parts else every
    return joined if isinstance(joined, int) else place.shop.stages.keep(joined)


def _points(node: tree.Node, value: Cell, place: Place) -> list[Any] | None:
    """The constants a test compares its input with; None when it must be written out."""
    if isinstance(value, Column) and value.choices is not None and place.is_about_input(node):
        return []
    return breakpoints(node, place) if isinstance(value, Column | Ratio | Constant) else None


def _looked_up(value: Column | Ratio, points: Sequence[Any], judge: Judge, place: Place) -> Column:
    if isinstance(value, Column) and value.choices is not None:
        return chosen(value, judge, INTEGER)
    return Column(INTEGER, *place.shop.regions(value).answers(points, judge, "int64"))


def _tests(table: DecisionTable, index: int, order: Sequence[int], place: Place) -> list[_Test]:
    texts = {number: table.rules[number - 1].inputs[index] for number in order}
    return [
        _Test(bit, place.parsed_tests(texts[number]))
        for bit, number in enumerate(order)
        if texts[number] not in _ANYTHING
    ]


def _matched(table: DecisionTable, met: Sequence[Sequence[Column | int]], place: Place) -> list[Column]:
    """The rules whose cells all pass, kept, one column a word."""
    count = len(table.rules)
    result = []
    for word in range(masks.words(count)):
        every = masks.full(count, word)
        one = masks.joined([column[word] for column in met if column[word] != every]) if met else every
        if one == -1:
            one = every
        result.append(place.shop.stages.keep(masks.as_column(one)))
    return result


def _counting(table: DecisionTable, found: Sequence[Column], place: Place) -> tuple[Column, ...]:
    """The rules that count for the trace: under FIRST those behind the first match are not reached."""
    if table.hit_policy is not HitPolicy.FIRST:
        return tuple(found)
    first = [made(INTEGER, lambda value: value & -value, one) for one in found]
    lowest = [first[0], *(_unless_before(first[word], found[:word]) for word in range(1, len(first)))]
    return tuple(place.shop.stages.keep(one) for one in lowest)


def _unless_before(mask: Column, before: Sequence[Column]) -> Column:
    import ibis

    def build(value: Any, *others: Any) -> Any:
        result = value
        for other in others:
            result = ibis.ifelse(other != 0, 0, result)
        return result.cast("int64")

    return made(INTEGER, build, mask, *before)
