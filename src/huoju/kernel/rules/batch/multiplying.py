"""Exact products of number columns, which arithmetic and the comparison of quotients both need."""

from __future__ import annotations

import operator

from huoju.kernel.rules.batch.cells import Column, made
from huoju.kernel.rules.batch.kinds import EXACT_DIGITS, Kind, number
from huoju.kernel.rules.batch.refusals import NotBatch


def product(left: Column, right: Column, limit: int = EXACT_DIGITS) -> Column:
    """`left * right` with all digits. Raises NotBatch when there may be more than `limit`."""
    if "float" in (left.kind.name, right.kind.name):
        raise NotBatch("float")
    kind = number(left.kind.whole + right.kind.whole, left.kind.scale + right.kind.scale, "a * b", limit)
    first, second = (one if kind.is_integer else decimal_column(one) for one in (left, right))
    return made(kind, lambda a, b: operator.mul(a, b).cast(kind.dtype), first, second)


def decimal_column(column: Column) -> Column:
    """The column as DECIMAL, where int64 could overflow."""
    kind = column.kind
    if not kind.is_integer:
        return column
    wide = Kind("number", kind.whole, 0)
    return made(wide, lambda value: value.cast(f"decimal({max(kind.whole, 1)}, 0)"), column)
