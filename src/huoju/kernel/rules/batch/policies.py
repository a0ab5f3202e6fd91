"""What a hit policy makes of the rules that match, in bits. Start reading at `result_of`.

The order of the bits does most of the work: under FIRST and UNIQUE it is that of the rules, under PRIORITY and
OUTPUT ORDER that of the ranks of their outputs, under MIN and MAX that of their values. So one rule that
decides is always the lowest bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from huoju.kernel.rules.batch import masks
from huoju.kernel.rules.batch.arithmetic import calculate
from huoju.kernel.rules.batch.cells import (
    NULL,
    Array,
    Cell,
    Column,
    Constant,
    Context,
    Expr,
    as_column,
    made,
    same_kind,
    scalar_kind,
)
from huoju.kernel.rules.batch.choosing import choose, first_true, looked_up
from huoju.kernel.rules.batch.comparing import equals, is_true
from huoju.kernel.rules.batch.kinds import BOOLEAN, INTEGER, Kind, joined, stored
from huoju.kernel.rules.batch.places import Place
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.dmn.model import Aggregation, DecisionTable, HitPolicy
from huoju.kernel.rules.dmn.tables import split_values
from huoju.kernel.rules.feel.comparing import compare, equal
from huoju.kernel.rules.feel.values import Value


@dataclass(frozen=True, slots=True)
class Matched:
    """A table with its matching rules: `order` has the rule numbers by bit, `outputs` the cells by rule."""

    table: DecisionTable
    order: tuple[int, ...]
    found: tuple[Column, ...]
    used: Column | Constant
    outputs: tuple[tuple[Cell, ...], ...]
    defaults: tuple[Cell, ...] | None

    @property
    def names(self) -> list[str]:
        """The names of the output columns."""
        return [
            clause.name or clause.label or f"output {index + 1}"
            for index, clause in enumerate(self.table.outputs)
        ]

    def by_bit(self, column: int) -> list[Cell]:
        """The outputs of one column in the order of the bits."""
        return [self.outputs[number - 1][column] for number in self.order]


@dataclass(frozen=True, slots=True)
class Fired:
    """The numbers of the rules that count, as one number a row or an array."""

    is_array: bool
    expr: Expr


# -- the order of the bits -------------------------------------------------------------------------


def in_order(table: DecisionTable, outputs: Sequence[Sequence[Cell]], place: Place) -> tuple[int, ...]:
    """The rule numbers in the order the hit policy wants."""
    numbers = range(1, len(table.rules) + 1)
    if table.hit_policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
        judges = [_judges(clause.values or "", place) for clause in table.outputs]
        return tuple(sorted(numbers, key=lambda number: _rank(outputs[number - 1], judges)))
    if table.aggregation in (Aggregation.MIN, Aggregation.MAX) and _ranked_by_value(table, outputs):
        return _by_value(numbers, [row[0] for row in outputs], table.aggregation)
    return tuple(numbers)


def _judges(values: str, place: Place) -> list[Callable[[Value], Any]]:
    return [place.judge(place.parsed_tests(one)) for one in split_values(values)]


def _rank(outputs: Sequence[Cell], judges: Sequence[Sequence[Callable[[Value], Any]]]) -> tuple[int, ...]:
    """The place of each output among the values of its column, as the row engine ranks it."""
    ranks = []
    for cell, tests in zip(outputs, judges, strict=True):
        if not tests:
            ranks.append(0)
            continue
        if not isinstance(cell, Constant):
            raise NotBatch("rank")
        value = cell.value
        ranks.append(next((place for place, test in enumerate(tests) if test(value) is True), len(tests)))
    return tuple(ranks)


def _ranked_by_value(table: DecisionTable, outputs: Sequence[Sequence[Cell]]) -> bool:
    if table.hit_policy is not HitPolicy.COLLECT or len(table.outputs) > 1:
        return False
    values = [row[0].value for row in outputs if isinstance(row[0], Constant)]
    kinds = {type(one) for one in values if one is not None}
    return len(values) == len(outputs) and len(kinds) <= 1


def _by_value(numbers: Sequence[int], cells: Sequence[Cell], aggregation: Aggregation) -> tuple[int, ...]:
    sign = 1 if aggregation is Aggregation.MIN else -1
    values = {
        number: cell.value for number, cell in zip(numbers, cells, strict=True) if isinstance(cell, Constant)
    }

    def order(left: int, right: int) -> int:
        return sign * (compare(values[left], values[right]) or 0)

    known = [number for number in numbers if values[number] is not None]
    return (*sorted(known, key=cmp_to_key(order)), *(number for number in numbers if values[number] is None))


# -- results ---------------------------------------------------------------------------------------


def result_of(matched: Matched, place: Place) -> Cell:
    """The cell of a table's result."""
    return POLICIES[matched.table.hit_policy](matched, place)


def fired_of(matched: Matched, found: Sequence[Column], place: Place) -> Fired:
    """The numbers of the rules that count; `found` are the matching rules in the order of their numbers."""
    count = len(matched.order)
    if matched.table.hit_policy not in SINGLE:
        expr, _ = masks.gathered(found, range(1, count + 1), "int16", place.shop)
        return Fired(True, expr)
    numbers = [*matched.order, 0, None]
    deciding = deciding_place(matched, place)
    return Fired(False, lambda table: looked_up(numbers, "int16", deciding.expr(table)))


def _single(matched: Matched, place: Place) -> Cell:
    """The outputs of the lowest bit; the defaults without a match; null where there is a conflict."""
    deciding = deciding_place(matched, place)
    defaults = matched.defaults or (NULL,) * len(matched.table.outputs)
    columns = [[*matched.by_bit(index), default, NULL] for index, default in enumerate(defaults)]
    if len(columns) == 1:
        return choose(deciding, columns[0])
    count = len(matched.order)
    absent = made(BOOLEAN, lambda one: one >= count + (matched.defaults is not None), deciding)
    return Context(
        {name: choose(deciding, cells) for name, cells in zip(matched.names, columns, strict=True)}, absent
    )


def deciding_place(matched: Matched, place: Place) -> Column:
    """The bit that decides; the number of rules where none matches, one more where there is no result."""
    kept = place.shop.kept(
        ("deciding", *map(id, matched.found)), lambda: _deciding(matched, place), matched.found
    )
    assert isinstance(kept, Column)
    return kept


def _deciding(matched: Matched, place: Place) -> Column:
    import ibis

    count = len(matched.order)
    lowest = masks.place_of(matched.found, count)
    conflict = CONFLICTS.get(matched.table.hit_policy, _no_conflict)(matched, place)
    stops = [one for one in (_not_used(matched), conflict) if one is not None]

    def build(where: Any, *values: Any) -> Any:
        return (
            ibis.cases(*((value, count + 1) for value in values), else_=where).cast("int32")
            if values
            else where
        )

    return made(INTEGER, build, lowest, *stops)


def _no_conflict(matched: Matched, place: Place) -> Column | None:
    return None


def _several(matched: Matched, place: Place) -> Column:
    return masks.is_many(matched.found)


def _not_used(matched: Matched) -> Column | None:
    import ibis

    used = matched.used
    if isinstance(used, Constant):
        return None if used.value else Column(BOOLEAN, lambda table: ibis.literal(True), 0)
    return made(BOOLEAN, lambda value: ~value, used)


def _differ(matched: Matched, place: Place) -> Column:
    """Two matching rules with different results, which ANY does not allow."""
    rows = [tuple(matched.outputs[number - 1]) for number in matched.order]
    if all(isinstance(cell, Constant) for row in rows for cell in row):
        return _constants_differ(matched, rows, place)
    return _cells_differ(matched, rows)


def _constants_differ(matched: Matched, rows: Sequence[tuple[Cell, ...]], place: Place) -> Column:
    """Bits beside those of rules with the same results as the lowest bit."""
    count = len(rows)
    values = [[cell.value for cell in row if isinstance(cell, Constant)] for row in rows]
    same = [sum(1 << other for other in range(count) if _all_equal(values[other], one)) for one in values]
    lowest = place.shop.stages.keep(masks.place_of(matched.found, count))
    every = (1 << count) - 1
    differ = []
    for word, bits in enumerate(matched.found):
        others = [*(masks.split(every & ~mask, count)[word] for mask in same), 0]
        differ.append(made(BOOLEAN, _elsewhere(others), bits, lowest))
    return made(BOOLEAN, _or, *differ)


def _elsewhere(others: Sequence[int]) -> Callable[[Any, Any], Any]:
    return lambda bits, lowest: (bits & looked_up(others, "int64", lowest)) != 0


def _all_equal(left: Sequence[Value], right: Sequence[Value]) -> bool:
    return all(equal(one, other) is True for one, other in zip(left, right, strict=True))


def _cells_differ(matched: Matched, rows: Sequence[tuple[Cell, ...]]) -> Column:
    """A pair of matching rules with unequal results."""
    count = len(rows)
    found: list[Column] = []
    for second in range(count):
        for first in range(second):
            unequal = _unequal(rows[first], rows[second])
            if unequal is None:
                continue
            both = [masks.meets(matched.found, 1 << bit, count) for bit in (first, second)]
            found.append(made(BOOLEAN, lambda one, two, three: one & two & three, *both, unequal))
    import ibis

    return made(BOOLEAN, _or, *found) if found else Column(BOOLEAN, lambda table: ibis.literal(False), 0)


def _unequal(left: Sequence[Cell], right: Sequence[Cell]) -> Column | None:
    """Where two rules' results differ; None when they never do."""
    import ibis

    unequal: list[Column] = []
    for one, other in zip(left, right, strict=True):
        if isinstance(one, Constant) and isinstance(other, Constant):
            if equal(one.value, other.value) is not True:
                return Column(BOOLEAN, lambda table: ibis.literal(True), 0)
            continue
        same = is_true(equals(one, other))
        assert isinstance(same, Column)
        unequal.append(made(BOOLEAN, lambda value: ~value, same))
    return made(BOOLEAN, _or, *unequal) if unequal else None


def _or(*values: Any) -> Any:
    result = values[0]
    for value in values[1:]:
        result = result | value
    return result


# -- many hits -------------------------------------------------------------------------------------


def _list(matched: Matched, place: Place) -> Cell:
    """The outputs of all matching rules, in the order of the bits."""
    if matched.defaults is not None:
        raise NotBatch("default")
    columns = [_output_columns(matched, index) for index in range(len(matched.table.outputs))]
    entries = tuple((name, cells[0].kind) for name, cells in zip(matched.names, columns, strict=True))
    shape = Array(entries[0][1], (), _no_expr, 0) if len(columns) == 1 else Array(None, entries, _no_expr, 0)
    if not matched.order:
        return NULL
    every, level = _all_items(matched, columns, shape, place)
    deciding = place.shop.stages.keep(masks.place_of(matched.found, len(matched.order)))
    stop = _not_used(matched)

    def build(table: Any) -> Any:
        import ibis

        nothing = ibis.null(shape.dtype)
        branches = [(deciding.expr(table) == len(matched.order), nothing)]
        if stop is not None:
            branches.insert(0, (stop.expr(table), nothing))
        return ibis.cases(*branches, else_=every(table).cast(shape.dtype))

    levels = [level, deciding.level, *([] if stop is None else [stop.level])]
    return Array(shape.kind, shape.entries, build, max(levels))


def _no_expr(table: Any) -> Any:
    raise NotImplementedError


def _all_items(
    matched: Matched, columns: Sequence[tuple[Column, ...]], shape: Array, place: Place
) -> tuple[Expr, int]:
    """The outputs of the matching rules as an array: constants gathered at once, others by their places."""
    kinds = [cells[0].kind for cells in columns]
    count = len(matched.order)
    if all(_are_constant(matched.by_bit(index)) for index in range(len(columns))):
        rows = [
            [stored(one.value, kind) for one in matched.by_bit(index) if isinstance(one, Constant)]
            for index, kind in enumerate(kinds)
        ]
        items = (
            rows[0]
            if len(rows) == 1
            else [dict(zip(matched.names, row, strict=True)) for row in zip(*rows, strict=True)]
        )
        return masks.gathered(matched.found, items, shape.item_dtype, place.shop)
    places, level = masks.gathered(matched.found, range(count), "int32", place.shop)

    def build(table: Any) -> Any:
        import ibis

        sources = [ibis.array([one.expr(table).cast(one.kind.dtype) for one in cells]) for cells in columns]

        def item(bit: Any) -> Any:
            found = [source[bit] for source in sources]
            return found[0] if len(found) == 1 else ibis.struct(dict(zip(matched.names, found, strict=True)))

        return places(table).map(item)

    return build, max(level, *(one.level for cells in columns for one in cells))


def _output_columns(matched: Matched, index: int) -> tuple[Column, ...]:
    cells = matched.by_bit(index)
    kind: Kind | None = None
    for one in cells:
        here = scalar_kind(one)
        if here is not None:
            kind = here if kind is None else joined(kind, here)
    return tuple(as_column(one, kind or BOOLEAN) for one in cells)


def _collect(matched: Matched, place: Place) -> Cell:
    aggregation = matched.table.aggregation
    if aggregation is None:
        return _list(matched, place)
    columns = [_aggregate(matched, index, aggregation, place) for index in range(len(matched.table.outputs))]
    count = len(matched.order)
    lowest = deciding_place(matched, place)
    state = made(INTEGER, lambda one: _state(one, count), lowest)
    if len(columns) == 1:
        default = NULL if matched.defaults is None else matched.defaults[0]
        return choose(state, [columns[0], default, NULL])
    defaults = matched.defaults or (NULL,) * len(columns)
    entries = {
        name: choose(state, [cell, default, NULL])
        for name, cell, default in zip(matched.names, columns, defaults, strict=True)
    }
    absent = made(BOOLEAN, lambda one: one >= 1 + (matched.defaults is not None), state)
    return Context(entries, absent)


def _state(place: Any, count: int) -> Any:
    """0 where rules match, 1 where none does, 2 where there is no result."""
    import ibis

    return ibis.cases((place < count, 0), (place == count, 1), else_=2).cast("int32")


def _aggregate(matched: Matched, index: int, aggregation: Aggregation, place: Place) -> Cell:
    cells = matched.by_bit(index)
    count = len(cells)
    if not cells:
        return NULL
    if aggregation is Aggregation.COUNT:
        return masks.counted(matched.found, (1 << count) - 1, count)
    kinds = [scalar_kind(one) for one in cells]
    if aggregation is Aggregation.SUM:
        if any(kind is not None and kind.name != "number" for kind in kinds):
            raise NotBatch("aggregate", operator=aggregation)
        total = _weighted(matched, cells) if _are_constant(cells) else _added(matched, cells)
    else:
        if len({kind.feel for kind in kinds if kind is not None}) > 1 or BOOLEAN in kinds:
            raise NotBatch("aggregate", operator=aggregation)
        total = _least(matched, index, cells, aggregation, place)
    nulls = sum(
        1 << bit for bit, cell in enumerate(cells) if isinstance(cell, Constant) and cell.value is None
    )
    if not nulls:
        return total
    has_null = masks.meets(matched.found, nulls, count)
    return choose(first_true([has_null]), [NULL, total])


def _are_constant(cells: Sequence[Cell]) -> bool:
    return all(isinstance(one, Constant) for one in cells)


def _weighted(matched: Matched, cells: Sequence[Cell]) -> Cell:
    """The sum of constants: how many rules of each value match, times the value."""
    by_value: dict[Decimal, int] = {}
    for bit, cell in enumerate(cells):
        if isinstance(cell, Constant) and cell.value:
            by_value[cell.value] = by_value.get(cell.value, 0) | 1 << bit
    total: Cell = Constant(Decimal(0))
    for value, mask in by_value.items():
        number = masks.counted(matched.found, mask, len(cells))
        total = calculate("+", total, calculate("*", number, Constant(value)))
    return total


def _added(matched: Matched, cells: Sequence[Cell]) -> Cell:
    """The sum of what the matching rules give; null in one of them makes it null."""
    total: Cell = Constant(Decimal(0))
    for bit, cell in enumerate(cells):
        if isinstance(cell, Constant) and not cell.value:
            continue
        matches = masks.meets(matched.found, 1 << bit, len(cells))
        total = calculate("+", total, choose(first_true([matches]), [cell, Constant(Decimal(0))]))
    return total


def _least(
    matched: Matched, index: int, cells: Sequence[Cell], aggregation: Aggregation, place: Place
) -> Cell:
    count = len(cells)
    if _are_constant(cells) and len(matched.table.outputs) == 1:
        return choose(masks.place_of(matched.found, count), [*cells, NULL])
    columns = same_kind(*cells)
    hits = [masks.meets(matched.found, 1 << bit, count) for bit in range(count)]
    kind = columns[0].kind

    def build(*values: Any) -> Any:
        import ibis

        pairs = list(zip(values[:count], values[count:], strict=True))
        shown = [ibis.ifelse(hit, value, ibis.null(kind.dtype)) for hit, value in pairs]
        missing = _or(*(hit & value.isnull() for hit, value in pairs))
        best = ibis.least(*shown) if aggregation is Aggregation.MIN else ibis.greatest(*shown)
        return ibis.ifelse(missing, ibis.null(kind.dtype), best)

    return made(kind, build, *hits, *columns)


SINGLE = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST)
CONFLICTS: dict[HitPolicy, Callable[[Matched, Place], Column | None]] = {
    HitPolicy.UNIQUE: _several,
    HitPolicy.ANY: _differ,
}
POLICIES: dict[HitPolicy, Callable[[Matched, Place], Cell]] = {
    **dict.fromkeys(SINGLE, _single),
    HitPolicy.RULE_ORDER: _list,
    HitPolicy.OUTPUT_ORDER: _list,
    HitPolicy.COLLECT: _collect,
}
