"""The rules that match as bits: one integer a rule set, or several for tables of more than 62 rules.

Bit n stands for the n-th rule in the order the hit policy wants (`order`), so that the lowest bit set is the
rule that decides. A column of the table gives a mask of the rules whose cell passes; the masks are joined by
"and".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from huoju.kernel.rules.batch.cells import Column, Constant, made
from huoju.kernel.rules.batch.choosing import looked_up
from huoju.kernel.rules.batch.kinds import BOOLEAN, INTEGER, Kind

_FEW = 3
WORD = 62  # bits of an int64 that leave sign and carry alone


def words(count: int) -> int:
    return max(-(-count // WORD), 1)


def full(count: int, word: int) -> int:
    """All bits of a word that stand for rules."""
    return (1 << max(min(count - word * WORD, WORD), 0)) - 1


def split(mask: int, count: int) -> tuple[int, ...]:
    """A mask of any length as words."""
    return tuple((mask >> (word * WORD)) & ((1 << WORD) - 1) for word in range(words(count)))


@cache
def bit_count() -> Any:
    """The function that counts bits, which DuckDB and Spark both have."""
    import ibis
    import ibis.expr.datatypes as types

    def count(bits: int) -> int:
        raise NotImplementedError

    return ibis.udf.scalar.builtin(count, name="bit_count", signature=((types.int64,), types.int8))


def joined(masks: Sequence[Column | int]) -> Column | int:
    """The bits that all masks have."""
    constant = -1
    columns: list[Column] = []
    for one in masks:
        if isinstance(one, int):
            constant &= one
        else:
            columns.append(one)
    if not columns or constant == 0:
        return constant

    def build(*values: Any) -> Any:
        result = values[0]
        for value in values[1:]:
            result = result & value
        return result if constant == -1 else result & constant

    return made(INTEGER, build, *columns)


def without_bit(truth: Column | Constant, bit: int, every: int) -> Column | int:
    """All bits of a word, but this one only where `truth` holds."""
    import ibis

    if isinstance(truth, Constant):
        return every if truth.value else every & ~bit
    return made(INTEGER, lambda value: ibis.ifelse(value, every, every & ~bit).cast("int64"), truth)


def as_column(mask: Column | int) -> Column:
    import ibis

    if isinstance(mask, Column):
        return mask
    return Column(INTEGER, lambda table: ibis.literal(mask, "int64"), 0)


def place_of(found: Sequence[Column], count: int) -> Column:
    """The place of the lowest bit set, from 0; `count` where none is."""
    import ibis

    def build(*values: Any) -> Any:
        branches = [
            (value != 0, lowest_bit(value) + word * WORD if word else lowest_bit(value))
            for word, value in enumerate(values)
        ]
        return ibis.cases(*branches, else_=count).cast("int64")

    return made(INTEGER, build, *found)


def is_many(found: Sequence[Column]) -> Column:
    """More than one bit set."""

    def build(*values: Any) -> Any:
        result = (values[0] & (values[0] - 1)) != 0
        for index, value in enumerate(values[1:], start=1):
            result = result | ((value & (value - 1)) != 0)
            for other in values[:index]:
                result = result | ((value != 0) & (other != 0))
        return result

    return made(BOOLEAN, build, *found)


def counted(found: Sequence[Column], mask: int, count: int) -> Column:
    """How many bits of a mask are set."""
    parts = split(mask, count)

    def build(*values: Any) -> Any:
        result: Any = None
        for value, part in zip(values, parts, strict=True):
            if part:
                one = bit_count()(value & part).cast("int64")
                result = one if result is None else result + one
        return result

    return made(Kind("number", len(str(count))), build, *found)


def meets(found: Sequence[Column], mask: int, count: int) -> Column:
    """Is any bit of a mask set?"""
    parts = split(mask, count)

    def build(*values: Any) -> Any:
        result: Any = None
        for value, part in zip(values, parts, strict=True):
            if part:
                one = (value & part) != 0
                result = one if result is None else result | one
        return result

    return made(BOOLEAN, build, *found)


def gathered(found: Sequence[Column], items: Sequence[Any], dtype: str) -> Callable[[Any], Any]:
    """The items whose bits are set, as an array in the order of the bits.

    Few rules match in most rows: up to `_FEW` bits are taken one by one, which is many times faster than to
    filter all items of the table in every row.
    """

    def build(table: Any) -> Any:
        import ibis

        if not items:
            return ibis.literal([], f"array<{dtype}>")
        values = [column.expr(table) for column in found]
        everything = [
            _filtered(value, items[word * WORD : (word + 1) * WORD], dtype)
            for word, value in enumerate(values)
        ]
        if len(values) > 1:
            return ibis.array(everything).flatten()
        return _few(values[0], items, dtype, everything[0])

    return build


def _filtered(value: Any, items: Sequence[Any], dtype: str) -> Any:
    import ibis

    return ibis.literal(list(items), f"array<{dtype}>").filter(lambda item, bit: ((value >> bit) & 1) == 1)


def _few(value: Any, items: Sequence[Any], dtype: str, everything: Any) -> Any:
    """Up to `_FEW` bits one by one, more by filtering."""
    import ibis

    branches = []
    found: list[Any] = []
    rest = value
    for _ in range(min(_FEW, len(items))):
        found.append(_item(rest, items, dtype))
        rest = rest & (rest - 1)
        branches.append((rest == 0, ibis.array(list(found))))
    return ibis.cases((value == 0, ibis.literal([], f"array<{dtype}>")), *branches, else_=everything)


def _item(value: Any, items: Sequence[Any], dtype: str) -> Any:
    """The item of the lowest bit."""
    place = lowest_bit(value)
    if is_run(items):
        return (place + items[0]).cast(dtype)
    return looked_up(items, dtype, place)


def is_run(items: Sequence[Any]) -> bool:
    """Whole numbers one after the other."""
    return isinstance(items[0], int) and list(items) == list(range(items[0], items[0] + len(items)))


def lowest_bit(value: Any) -> Any:
    """The number of the lowest bit set of an Ibis integer that is not zero."""
    return bit_count()((value & -value) - 1).cast("int64")
