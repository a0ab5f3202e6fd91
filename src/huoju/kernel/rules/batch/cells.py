"""What an expression becomes: a constant, a column, or something made of columns.

A column's `expr` makes an Ibis value from the table as it stands after `level` stages (see `stages.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from huoju.kernel.rules.batch.kinds import BOOLEAN, Kind, joined, kind_of_constant, stored
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.feel.types import FeelType
from huoju.kernel.rules.feel.values import Value

Expr = Callable[[Any], Any]


class Cell:
    """Base of what an expression can be."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Cell):
    """The same FEEL value in every row."""

    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Column(Cell):
    """A value a row, or null. `name` when a column of the table already holds it.

    `choices` when it is one of some constants: the column of their places (never null) and the constants.
    """

    kind: Kind
    expr: Expr
    level: int
    name: str | None = None
    choices: tuple[Column, tuple[Value, ...]] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ratio(Cell):
    """A quotient kept as its two numbers: `bottom` is above zero or null, then the quotient is null.

    `is_shifted` when something was added to a quotient: rounding errors are then absolute, not relative.
    """

    top: Column
    bottom: Column
    is_shifted: bool = False
    is_plain: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Context(Cell):
    """Named cells; `absent` is true where the whole context is null."""

    entries: Mapping[str, Cell]
    absent: Column | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Items(Cell):
    """A list of as many items in every row."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Array(Cell):
    """A list of its own length in every row; `entries` when the items are contexts, else `kind`."""

    kind: Kind | None
    entries: tuple[tuple[str, Kind], ...]
    expr: Expr
    level: int

    @property
    def item_dtype(self) -> Any:
        """The Ibis type of the items."""
        import ibis.expr.datatypes as types

        if self.kind is not None:
            return types.dtype(self.kind.dtype)
        return types.Struct({name: types.dtype(kind.dtype) for name, kind in self.entries})

    @property
    def dtype(self) -> Any:
        return array_type(self.item_dtype)


@dataclass(frozen=True, slots=True, eq=False)
class Span(Cell):
    """A range whose ends are columns."""

    start: Cell
    end: Cell
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True, eq=False)
class Routine(Cell):
    """A function that is written out where it is called."""

    name: str
    parameters: tuple[tuple[str, FeelType], ...]
    body: Callable[[Mapping[str, Cell], int], Cell]


NULL = Constant(None)


def array_type(item: Any) -> Any:
    """The Ibis type of arrays of a type."""
    import ibis.expr.datatypes as types

    return types.Array(types.dtype(item))


def literal(value: Value, kind: Kind) -> Any:
    """An Ibis literal of a FEEL value."""
    import ibis

    return ibis.null(kind.dtype) if value is None else ibis.literal(stored(value, kind), kind.dtype)


def made(kind: Kind, make: Callable[..., Any], *parts: Column) -> Column:
    """A column computed from others by `make`, which takes their Ibis values."""
    exprs = tuple(part.expr for part in parts)
    level = max((part.level for part in parts), default=0)
    return Column(kind, lambda table: make(*(expr(table) for expr in exprs)), level)


def constant_column(value: Value, kind: Kind) -> Column:
    return Column(kind, lambda table: literal(value, kind), 0)


def scalar_kind(cell: Cell) -> Kind | None:
    """The kind of a scalar; None for null. Raises NotBatch for lists, contexts and quotients."""
    if isinstance(cell, Column):
        return cell.kind
    if isinstance(cell, Constant):
        return None if cell.value is None else kind_of_constant(cell.value)
    raise NotBatch("mixed", left="scalar", right=type(cell).__name__.lower())


def as_column(cell: Cell, kind: Kind) -> Column:
    """The cell as a column of a kind that holds its values."""
    if isinstance(cell, Constant):
        return constant_column(cell.value, kind)
    if not isinstance(cell, Column):
        raise NotBatch("mixed", left=str(kind), right=type(cell).__name__.lower())
    if cell.kind == kind or (cell.kind.dtype == kind.dtype and cell.kind.name != "days"):
        return Column(kind, cell.expr, cell.level, cell.name)
    if cell.kind.name == "days":
        factor = cell.kind.unit // kind.unit
        return made(kind, lambda value: value if factor == 1 else value * factor, cell)
    return made(kind, lambda value: value.cast(kind.dtype), cell)


def same_kind(*cells: Cell) -> tuple[Column, ...]:
    """Scalars as columns of one kind. Raises NotBatch when there is none."""
    kind: Kind | None = None
    for cell in cells:
        here = scalar_kind(cell)
        if here is not None:
            kind = here if kind is None else joined(kind, here)
    return tuple(as_column(cell, kind or BOOLEAN) for cell in cells)


def is_null(cell: Column) -> Column:
    return made(BOOLEAN, lambda value: value.isnull(), cell)
