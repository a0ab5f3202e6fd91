"""The rules that match as bits: one integer a rule set, or several for tables of more than 62 rules.

Bit n stands for the n-th rule in the order the hit policy wants (`order`), so that the lowest bit set is the
rule that decides. A column of the table gives a mask of the rules whose cell passes; the masks are joined by
"and".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from huoju.kernel.rules.batch.cells import Column, Constant, Expr, array_type, made
from huoju.kernel.rules.batch.choosing import looked_up
from huoju.kernel.rules.batch.kinds import BOOLEAN, INTEGER, Kind

if TYPE_CHECKING:
    from huoju.kernel.rules.batch.places import Workshop

_FEW = 6
_GROUP = 4
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
        return ibis.cases(*branches, else_=count).cast("int32")

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


def gathered(found: Sequence[Column], items: Sequence[Any], dtype: Any, shop: Workshop) -> tuple[Expr, int]:
    """The items whose bits are set, as an array in the order of the bits: an expression and its level.

    Few rules match in most rows: the first `_FEW` bits are taken one by one and the array cut to their number,
    which is several times faster than to filter all items of the table in every row.
    """
    level = max((one.level for one in found), default=0)
    if len(found) == 1 and items:
        return _few(found[0], items, dtype, shop)

    def build(table: Any) -> Any:
        import ibis

        parts = [
            _filtered(column.expr(table), items[word * WORD : (word + 1) * WORD], dtype)
            for word, column in enumerate(found)
        ]
        return ibis.array(parts).flatten() if items else ibis.literal([], array_type(dtype))

    return build, level


def _few(column: Column, items: Sequence[Any], dtype: Any, shop: Workshop) -> tuple[Expr, int]:
    import ibis

    number = min(_FEW, len(items))
    rests = _rests(column, number, shop)
    level = max(one.level for one in rests)
    name = shop.stages.add(
        lambda table: ibis.array([_item(one.expr(table), items, dtype) for one in rests]), level
    )
    count = _kept("count", column, lambda value: bit_count()(value).cast("int32"), shop)

    def build(table: Any) -> Any:
        first = table[name][: count.expr(table)]
        if len(items) <= number:
            return first
        return ibis.ifelse(count.expr(table) > number, _filtered(column.expr(table), items, dtype), first)

    return build, level + 1


def _rests(column: Column, number: int, shop: Workshop) -> list[Column]:
    """The bits, without the lowest, without the two lowest and so on; every second one is kept."""
    rests = [column]
    while len(rests) < number:
        last = rests[-1]
        if len(rests) % 2:
            rests.append(made(INTEGER, _without_lowest, last))
        else:
            rests.append(
                _kept("rest", rests[-2], lambda value: _without_lowest(_without_lowest(value)), shop)
            )
    return rests


def _without_lowest(value: Any) -> Any:
    return value & (value - 1)


def _kept(what: str, column: Column, make: Callable[[Any], Any], shop: Workshop) -> Column:
    """A column computed from another, once for all that ask for it."""
    kept = shop.kept((what, id(column)), lambda: made(INTEGER, make, column), [column])
    assert isinstance(kept, Column)
    return kept


def _item(value: Any, items: Sequence[Any], dtype: Any) -> Any:
    """The item of the lowest bit; anything where no bit is set."""
    import ibis

    if is_run(items):
        return bit_count()((value & -value) - 1).cast(dtype) + ibis.literal(items[0], dtype)
    return looked_up([*items, *[None] * (65 - len(items))], dtype, lowest_bit(value))


def _filtered(value: Any, items: Sequence[Any], dtype: Any) -> Any:
    """All items whose bits are set; what is no run of numbers is looked up four bits at a time."""
    import ibis

    if is_run(items):
        first = items[0]
        run = ibis.literal(list(items), array_type(dtype))
        return run.filter(lambda item: ((value >> (item - first)) & 1) == 1)
    parts = []
    for start in range(0, len(items), _GROUP):
        lists = ibis.literal(_subsets(items[start : start + _GROUP]), array_type(array_type(dtype)))
        parts.append(lists[(value >> start) & ((1 << _GROUP) - 1)])
    return ibis.array(parts).flatten()


def _subsets(items: Sequence[Any]) -> list[list[Any]]:
    """For every number of so many bits the items whose bits are set."""
    return [
        [item for bit, item in enumerate(items) if number >> bit & 1] for number in range(1 << len(items))
    ]


def is_run(items: Sequence[Any]) -> bool:
    """Whole numbers one after the other."""
    return isinstance(items[0], int) and list(items) == list(range(items[0], items[0] + len(items)))


def lowest_bit(value: Any) -> Any:
    """The number of the lowest bit set of an Ibis integer ; 64 when it is zero."""
    return bit_count()((value & -value) - 1).cast("int32")
