"""One of several cells, row by row: the column side of `if` and of a table's outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.batch.cells import (
    NULL,
    Array,
    Cell,
    Column,
    Constant,
    Context,
    Expr,
    Items,
    Ratio,
    array_type,
    as_column,
    made,
    scalar_kind,
)
from huoju.kernel.rules.batch.kinds import BOOLEAN, INTEGER, Kind, joined, stored
from huoju.kernel.rules.batch.refusals import NotBatch

ONE = Constant(Decimal(1))


def choose(index: Column, options: Sequence[Cell]) -> Cell:
    """`options[index]`; the index is never null and always one of the options."""
    if all(isinstance(one, Constant) for one in options) and len({_key(one) for one in options}) == 1:
        return options[0]
    if any(isinstance(one, Context) or _is_dict(one) for one in options):
        return _context(index, options)
    if any(isinstance(one, Ratio) for one in options):
        return _ratio(index, options)
    if any(isinstance(one, Array | Items) or _is_list(one) for one in options):
        return _array(index, options)
    return _scalar(index, options)


def _key(cell: Cell) -> Any:
    assert isinstance(cell, Constant)
    return type(cell.value), repr(cell.value)


def _is_dict(cell: Cell) -> bool:
    return isinstance(cell, Constant) and isinstance(cell.value, dict)


def _is_list(cell: Cell) -> bool:
    return isinstance(cell, Constant) and isinstance(cell.value, list)


def _is_null(cell: Cell) -> bool:
    return isinstance(cell, Constant) and cell.value is None


def _scalar(index: Column, options: Sequence[Cell]) -> Cell:
    kind: Kind | None = None
    for one in options:
        here = scalar_kind(one)
        if here is not None:
            kind = here if kind is None else joined(kind, here)
    assert kind is not None
    columns = [as_column(one, kind) for one in options]
    if all(isinstance(one, Constant) for one in options):
        values = [stored(one.value, kind) for one in options if isinstance(one, Constant)]
        column = made(kind, lambda place: looked_up(values, kind.dtype, place), index)
        return replace(
            column, choices=(index, tuple(one.value for one in options if isinstance(one, Constant)))
        )
    constants = [_key(one) if isinstance(one, Constant) else number for number, one in enumerate(options)]
    expr = _cases(index, [column.expr for column in columns], constants, kind.dtype)
    return Column(kind, expr, max(index.level, *(one.level for one in columns)))


def looked_up(values: Sequence[Any], dtype: Any, place: Any) -> Any:
    """The value at a place (from 0) of a constant list: faster than a chain of conditions."""
    import ibis

    return ibis.literal(list(values), array_type(dtype))[place]


def _cases(index: Column, exprs: Sequence[Expr], keys: Sequence[Any], dtype: str) -> Expr:
    """A CASE on the index; options with the same key share a branch, null needs none."""
    groups: dict[Any, list[int]] = {}
    for number, key in enumerate(keys):
        groups.setdefault(key, []).append(number)

    def build(table: Any) -> Any:
        import ibis

        place = index.expr(table)
        branches = [
            (
                place.isin(numbers) if len(numbers) > 1 else place == numbers[0],
                exprs[numbers[0]](table).cast(dtype),
            )
            for key, numbers in groups.items()
            if key != (type(None), "None")
        ]
        return ibis.cases(*branches, else_=ibis.null(dtype))

    return build


def _context(index: Column, options: Sequence[Cell]) -> Cell:
    whole = [one for one in options if not _is_null(one)]
    contexts = [_as_context(one) for one in whole]
    names = list(contexts[0].entries)
    if any(list(one.entries) != names for one in contexts):
        raise NotBatch("mixed", left=", ".join(names), right="context")
    by_option = iter(contexts)
    aligned = [None if _is_null(one) else next(by_option) for one in options]
    entries = {
        name: choose(index, [NULL if one is None else one.entries[name] for one in aligned]) for name in names
    }
    absences: list[Cell] = [
        Constant(True) if one is None else one.absent or Constant(False) for one in aligned
    ]
    absent = choose(index, absences)
    return Context(entries, absent if isinstance(absent, Column) else None)


def _as_context(cell: Cell) -> Context:
    if isinstance(cell, Context):
        return cell
    if isinstance(cell, Constant) and isinstance(cell.value, dict):
        return Context({name: Constant(value) for name, value in cell.value.items()})
    raise NotBatch("mixed", left="context", right=type(cell).__name__.lower())


def _ratio(index: Column, options: Sequence[Cell]) -> Cell:
    """Quotients and numbers: tops and bottoms are chosen one by one, a number counts as over 1."""
    ratios = [one for one in options if isinstance(one, Ratio)]
    tops: list[Cell] = [one.top if isinstance(one, Ratio) else one for one in options]
    bottoms: list[Cell] = [
        one.bottom if isinstance(one, Ratio) else NULL if _is_null(one) else ONE for one in options
    ]
    top, bottom = _scalar(index, tops), _scalar(index, bottoms)
    if not isinstance(top, Column) or top.kind.name != "number":
        raise NotBatch("ratio", what="if")
    return Ratio(
        top,
        as_column(bottom, bottom.kind if isinstance(bottom, Column) else INTEGER),
        any(one.is_shifted for one in ratios),
        all(one.is_plain for one in ratios),
    )


def _array(index: Column, options: Sequence[Cell]) -> Cell:
    arrays = [None if _is_null(one) else as_array(one) for one in options]
    shapes = [one for one in arrays if one is not None]
    model = _widest(shapes)
    if any((one.kind is None) != (model.kind is None) or one.entries != model.entries for one in shapes):
        raise NotBatch("mixed", left="list", right="list")
    nothing = Column(BOOLEAN, lambda table: None, 0)
    exprs = [nothing.expr if one is None else one.expr for one in arrays]
    keys = [(type(None), "None") if one is None else number for number, one in enumerate(arrays)]
    expr = _cases(index, exprs, keys, model.dtype)
    return Array(model.kind, model.entries, expr, max(index.level, *(one.level for one in shapes)))


def _widest(shapes: Sequence[Array]) -> Array:
    model = shapes[0]
    for one in shapes[1:]:
        if model.kind is not None and one.kind is not None:
            model = Array(joined(model.kind, one.kind), (), model.expr, model.level)
    return model


def as_array(cell: Cell) -> Array:
    """A list as an array column. Raises NotBatch for lists of mixed kinds or of lists."""
    if isinstance(cell, Array):
        return cell
    items: Sequence[Cell] = ()
    if isinstance(cell, Items):
        items = cell.cells
    elif isinstance(cell, Constant) and isinstance(cell.value, list):
        items = [Constant(one) for one in cell.value]
    else:
        raise NotBatch("mixed", left="list", right="scalar")
    kind: Kind | None = None
    for one in items:
        here = scalar_kind(one)
        if here is not None:
            kind = here if kind is None else joined(kind, here)
    kind = kind or BOOLEAN
    columns = [as_column(one, kind) for one in items]
    dtype = f"array<{kind.dtype}>"

    def build(table: Any) -> Any:
        import ibis

        if not columns:
            return ibis.literal([], dtype)
        return ibis.array([one.expr(table) for one in columns]).cast(dtype)

    return Array(kind, (), build, max((one.level for one in columns), default=0))


def first_true(conditions: Sequence[Column]) -> Column:
    """The number of the first condition that holds, or as many as there are conditions."""

    def build(*values: Any) -> Any:
        import ibis

        return ibis.cases(*((value, number) for number, value in enumerate(values)), else_=len(values)).cast(
            "int32"
        )

    return made(INTEGER, build, *conditions)
