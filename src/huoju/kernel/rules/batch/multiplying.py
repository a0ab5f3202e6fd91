"""Exact products of number columns, which arithmetic and the comparison of quotients both need."""

from __future__ import annotations

from dataclasses import replace

from huoju.kernel.rules.batch.cells import Column, as_column, made
from huoju.kernel.rules.batch.kinds import EXACT_DIGITS, MAX_DIGITS, Kind, number
from huoju.kernel.rules.batch.refusals import NotBatch


def product(left: Column, right: Column, limit: int = EXACT_DIGITS) -> Column:
    """`left * right` with all digits. Raises NotBatch when there may be more than `limit`."""
    if "float" in (left.kind.name, right.kind.name):
        raise NotBatch("float")
    kind = number(left.kind.whole + right.kind.whole, left.kind.scale + right.kind.scale, "a * b", limit)
    if kind.is_integer:
        return made(kind, lambda a, b: a * b, left, right)
    first, second = _comparable(decimal_column(left), decimal_column(right))
    return made(kind, lambda a, b: (a * b).cast(kind.dtype), first, second)


def _comparable(left: Column, right: Column) -> tuple[Column, Column]:
    """Both with shapes Ibis can relate: the one with more digits after the point has no fewer in all."""
    if left.kind.scale > right.kind.scale:
        second, first = _comparable(right, left)
        return first, second
    wide = replace(right.kind, whole=max(right.kind.whole, left.kind.digits - right.kind.scale))
    digits = left.kind.digits + wide.digits + 1  # Spark's product has one digit more
    if digits > MAX_DIGITS:
        raise NotBatch("digits", what="a * b", digits=digits, limit=MAX_DIGITS)
    return left, as_column(right, wide)


def decimal_column(column: Column) -> Column:
    """The column as DECIMAL, where int64 could overflow."""
    kind = column.kind
    if not kind.is_integer:
        return column
    dtype = f"decimal({max(kind.whole, 1)}, 0)"
    return Column(
        _AsDecimal("number", kind.whole), lambda table: column.expr(table).cast(dtype), column.level
    )


class _AsDecimal(Kind):
    """The kind of a whole number that is stored as DECIMAL although int64 would hold it."""

    __slots__ = ()

    @property
    def is_integer(self) -> bool:
        return False
