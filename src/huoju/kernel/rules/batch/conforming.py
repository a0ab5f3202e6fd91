"""Types applied to cells: what fits stays, what does not is null (`FeelType.convert` is the row engine's side)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from huoju.kernel.rules.batch.cells import (
    NULL,
    Array,
    Cell,
    Column,
    Constant,
    Context,
    Items,
    Ratio,
    as_column,
    made,
    scalar_kind,
)
from huoju.kernel.rules.batch.choosing import as_array
from huoju.kernel.rules.batch.kinds import BOOLEAN
from huoju.kernel.rules.batch.places import Place
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.batch.testing import passes
from huoju.kernel.rules.feel.types import ANY, DATE_TIME, UNKNOWN, Constrained, ContextOf, FeelType, ListOf


def conform(cell: Cell, expected: FeelType, place: Place) -> Cell:
    """The cell converted to a type. Raises NotBatch when the columns cannot tell."""
    if expected is ANY or expected is UNKNOWN:
        return cell
    if isinstance(cell, Constant):
        value, fits = expected.convert(cell.value)
        return Constant(value if fits else None)
    if isinstance(expected, Constrained):
        return _constrained(cell, expected, place)
    if isinstance(expected, ListOf):
        return _list(cell, expected, place)
    if isinstance(expected, ContextOf):
        return _context(cell, expected, place)
    return _simple(cell, expected)


def _simple(cell: Cell, expected: FeelType) -> Cell:
    if isinstance(cell, Ratio):
        return cell if expected.is_instance(Decimal(1)) else NULL
    if isinstance(cell, Context):
        return NULL
    if isinstance(cell, Array):
        return _only_item(cell, expected)
    if isinstance(cell, Items):
        return _simple(cell.cells[0], expected) if len(cell.cells) == 1 else NULL
    kind = scalar_kind(cell)
    if kind is not None and kind.feel == expected:
        return cell
    if kind is not None and kind.name == "date" and expected == DATE_TIME:
        raise NotBatch("zone")  # a date becomes its midnight in UTC
    return NULL


def _only_item(array: Array, expected: FeelType) -> Cell:
    """A list of one item gives the item, any other null."""
    import ibis

    if array.kind is None or array.kind.feel != expected:
        return NULL
    kind = array.kind

    def build(table: Any) -> Any:
        items = array.expr(table)
        return ibis.ifelse(items.length() == 1, items[0], ibis.null(kind.dtype))

    return Column(kind, build, array.level)


def _constrained(cell: Cell, expected: Constrained, place: Place) -> Cell:
    """The value where it is among the allowed ones, else null."""
    import ibis

    base = conform(cell, expected.base, place)
    if isinstance(base, Constant):
        return conform(base, expected, place)
    if not isinstance(base, Column):
        raise NotBatch("type", expected=str(expected))
    kept = place.shop.stages.keep(base)
    allowed = passes(place.parsed_tests(expected.text), kept, place)
    if isinstance(allowed, Constant):
        return kept if allowed.value else NULL
    none = kept.kind.dtype
    return made(kept.kind, lambda value, fits: ibis.ifelse(fits, value, ibis.null(none)), kept, allowed)


def _list(cell: Cell, expected: ListOf, place: Place) -> Cell:
    if isinstance(cell, Array | Items):
        return _items(cell, expected, place)
    item = conform(cell, expected.item, place)
    if isinstance(item, Constant) or not isinstance(item, Column) or isinstance(expected.item, Constrained):
        raise NotBatch("type", expected=str(expected))
    return as_array(Items((item,))) if not isinstance(cell, Column) else _wrapped(item)


def _wrapped(item: Column) -> Array:
    """A scalar as a list of one; null stays null."""
    import ibis

    def build(table: Any) -> Any:
        value = item.expr(table)
        dtype = f"array<{item.kind.dtype}>"
        return ibis.ifelse(value.isnull(), ibis.null(dtype), ibis.array([value]).cast(dtype))

    return Array(item.kind, (), build, item.level)


def _items(cell: Array | Items, expected: ListOf, place: Place) -> Cell:
    if isinstance(cell, Items):
        items = tuple(conform(one, expected.item, place) for one in cell.cells)
        if all(one is before for one, before in zip(items, cell.cells, strict=True)):
            return cell
        raise NotBatch("type", expected=str(expected))
    if cell.kind is not None and expected.item in (ANY, cell.kind.feel):
        return cell
    if cell.kind is None and isinstance(expected.item, ContextOf):
        kinds = {name: kind.feel for name, kind in cell.entries}
        if all(kind in (ANY, kinds.get(name)) for name, kind in expected.item.entries):
            return cell
    if cell.kind is None and expected.item is ANY:
        return cell
    raise NotBatch("type", expected=str(expected))


def _context(cell: Cell, expected: ContextOf, place: Place) -> Cell:
    """A context whose entries fit; entries that may be refused row by row make the whole null there."""
    if not isinstance(cell, Context):
        return NULL if isinstance(cell, Column | Ratio) else _refuse(expected)
    if any(name not in cell.entries for name, _ in expected.entries):
        return NULL
    entries = dict(cell.entries)
    unfit: list[Column] = [] if cell.absent is None else [cell.absent]
    for name, kind in expected.entries:
        before = entries[name]
        entries[name] = after = conform(before, kind, place)
        if after is before:
            continue
        if isinstance(after, Constant) or not isinstance(before, Column) or not isinstance(after, Column):
            return _refuse(expected)
        unfit.append(made(BOOLEAN, lambda one, other: one.notnull() & other.isnull(), before, after))
    if not unfit:
        return cell
    absent = made(BOOLEAN, _or, *unfit)
    return nulled(Context(entries, absent))


def _or(*values: Any) -> Any:
    result = values[0]
    for value in values[1:]:
        result = result | value
    return result


def nulled(context: Context) -> Context:
    """A context whose entries are null where it is absent."""
    import ibis

    absent = context.absent
    if absent is None:
        return context
    entries: dict[str, Cell] = {}
    for name, entry in context.entries.items():
        kind = scalar_kind(entry)
        if kind is None:
            entries[name] = entry
            continue
        column = as_column(entry, kind)
        none = kind.dtype
        entries[name] = made(
            kind, lambda gone, value, none=none: ibis.ifelse(gone, ibis.null(none), value), absent, column
        )
    return Context(entries, absent)


def _refuse(expected: FeelType) -> Cell:
    raise NotBatch("type", expected=str(expected))
