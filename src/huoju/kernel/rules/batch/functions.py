"""Built-in functions by columns: one compiler each in `BUILT_INS`; all others are refused by name.

Arguments are cells; a null or wrong argument gives null, as in the row engine (`feel/functions`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.batch.arithmetic import calculate, months_between
from huoju.kernel.rules.batch.cells import (
    NULL,
    Array,
    Cell,
    Column,
    Constant,
    Items,
    Ratio,
    as_column,
    made,
    same_kind,
    scalar_kind,
)
from huoju.kernel.rules.batch.comparing import equals, is_true, negated
from huoju.kernel.rules.batch.kinds import BOOLEAN, DATE, INTEGER, STRING, Kind
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.batch.rounding import rounded
from huoju.kernel.rules.batch.stages import Stages
from huoju.kernel.rules.batch.texts import TEXT_FUNCTIONS, text_of
from huoju.kernel.rules.feel.functions import FUNCTIONS
from huoju.kernel.rules.feel.functions.registry import OMITTED

_Compiler = Callable[[list[Cell]], Cell]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def named_arguments(name: str, given: dict[str, Cell]) -> list[Cell] | None:
    """Positional arguments from named ones; None when no variant of the function has these names."""
    for variant in FUNCTIONS[name].variants:
        found = variant.from_names(dict(given))
        if found is not None:
            while found and found[-1] is OMITTED:
                found.pop()
            return [NULL if one is OMITTED else one for one in found]
    return None


def listed(name: str, arguments: Sequence[Cell]) -> tuple[Cell, ...]:
    """The items a function of a list is called with: one list, or the items one by one."""
    if len(arguments) == 1:
        only = arguments[0]
        if isinstance(only, Items):
            return only.cells
        if isinstance(only, Constant) and isinstance(only.value, list):
            return tuple(Constant(one) for one in only.value)
        if isinstance(only, Array):
            raise NotBatch("arguments", name=name)
    return tuple(arguments)


def _count(arguments: list[Cell]) -> Cell:
    (only,) = arguments
    if isinstance(only, Array):
        return Column(INTEGER, lambda table: only.expr(table).length().cast("int64"), only.level)
    if isinstance(only, Items):
        return Constant(Decimal(len(only.cells)))
    raise NotBatch("arguments", name="count")


def _extreme(name: str) -> _Compiler:
    def compile_extreme(arguments: list[Cell]) -> Cell:
        return extreme(name, listed(name, arguments))

    return compile_extreme


def extreme(name: str, cells: Sequence[Cell]) -> Cell:
    """The smallest or largest of some cells; null when one of them is null."""
    import ibis

    kinds = {None if (kind := scalar_kind(one)) is None else kind.feel for one in cells}
    if len(kinds) != 1 or None in kinds or scalar_kind(cells[0]) == BOOLEAN:
        return NULL
    columns = same_kind(*cells)

    def build(*values: Any) -> Any:
        missing = values[0].isnull()
        for value in values[1:]:
            missing = missing | value.isnull()
        best = ibis.least(*values) if name == "min" else ibis.greatest(*values)
        return ibis.ifelse(missing, ibis.null(columns[0].kind.dtype), best)

    return made(columns[0].kind, build, *columns)


def _sum(arguments: list[Cell]) -> Cell:
    cells = listed("sum", arguments)
    if not cells:
        return NULL
    result = cells[0]
    for cell in cells[1:]:
        result = calculate("+", result, cell)
    kind = scalar_kind(result)
    if kind is None:
        return NULL
    return result if kind.name == "number" else _refuse("sum")


def _mean(arguments: list[Cell]) -> Cell:
    cells = listed("mean", arguments)
    return calculate("/", _sum(arguments), Constant(Decimal(len(cells))))


def _product(arguments: list[Cell]) -> Cell:
    cells = listed("product", arguments)
    result: Cell = Constant(Decimal(1))
    for cell in cells:
        result = calculate("*", result, cell)
    return result


def _refuse(name: str) -> Cell:
    raise NotBatch("arguments", name=name)


def _list_contains(arguments: list[Cell]) -> Cell:
    from huoju.kernel.rules.batch.expressions import contained, junction

    items, element = arguments
    if isinstance(items, Array):
        return contained(items, element)
    cells = listed("list contains", [items])
    truths: list[Cell] = [is_true(equals(element, one)) for one in cells if not _both_constant(element, one)]
    return junction(truths, decisive=True) if len(truths) == len(cells) else _refuse("list contains")


def _both_constant(left: Cell, right: Cell) -> bool:
    return isinstance(left, Constant) and isinstance(right, Constant)


def _all(arguments: list[Cell]) -> Cell:
    from huoju.kernel.rules.batch.expressions import junction

    return junction(list(listed("all", arguments)), decisive=False)


def _any(arguments: list[Cell]) -> Cell:
    from huoju.kernel.rules.batch.expressions import junction

    return junction(list(listed("any", arguments)), decisive=True)


def rounding(name: str, arguments: list[Cell], stages: Stages) -> Cell:
    """A rounding function; the number of digits is a constant."""
    if not 1 <= len(arguments) <= 2 or (len(arguments) == 1 and name not in ("floor", "ceiling")):
        return NULL
    scale = arguments[1] if len(arguments) > 1 else Constant(Decimal(0))
    if not isinstance(scale, Constant):
        raise NotBatch("arguments", name=name)
    if scale.value is None and name in ("floor", "ceiling"):
        scale = Constant(Decimal(0))
    if not isinstance(scale.value, Decimal):
        return NULL
    return rounded(name, arguments[0], int(scale.value), stages)


def _abs(arguments: list[Cell]) -> Cell:
    (cell,) = arguments
    if isinstance(cell, Ratio):
        return replace(cell, top=made(cell.top.kind, lambda value: value.abs(), cell.top))
    kind = scalar_kind(cell)
    if kind is None or kind.name not in ("number", "days", "months"):
        return NULL if kind is None or kind.name != "float" else _refuse("abs")
    return made(kind, lambda value: value.abs(), as_column(cell, kind))


def _parity(name: str, rest: int) -> _Compiler:
    def compile_parity(arguments: list[Cell]) -> Cell:
        (cell,) = arguments
        if not isinstance(cell, Column) or not cell.kind.is_integer:
            raise NotBatch("arguments", name=name)
        return made(BOOLEAN, lambda value: (value % 2).abs() == rest, cell)

    return compile_parity


def _day(cell: Cell) -> Column | None:
    """The date of a date or moment; None for what has none."""
    kind = scalar_kind(cell)
    if kind is None or kind.name not in ("date", "moment"):
        return None
    return made(DATE, lambda value: value.cast("date"), as_column(cell, kind))


def _of_day(kind: Kind, read: Callable[[Any], Any]) -> _Compiler:
    def compile_day(arguments: list[Cell]) -> Cell:
        day = _day(arguments[0]) if len(arguments) == 1 else None
        return NULL if day is None else made(kind, lambda value: read(value).cast(kind.dtype), day)

    return compile_day


def _name_of(names: Sequence[str], place: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        import ibis

        return ibis.cases(*((place(value) == number, name) for number, name in enumerate(names)))

    return read


def _date(arguments: list[Cell]) -> Cell:
    if len(arguments) != 1:
        raise NotBatch("arguments", name="date")
    day = _day(arguments[0])
    if day is None and scalar_kind(arguments[0]) == STRING:
        raise NotBatch("arguments", name="date")
    return NULL if day is None else day


def _months(arguments: list[Cell]) -> Cell:
    if len(arguments) != 2:
        return NULL
    first, second = arguments
    one, other = scalar_kind(first), scalar_kind(second)
    start, end = _day(first), _day(second)
    if start is None or end is None or one != other:
        return NULL
    return months_between(start, end)


def _string(arguments: list[Cell]) -> Cell:

    return text_of(arguments[0]) if len(arguments) == 1 else NULL


BUILT_INS: dict[str, _Compiler] = {
    "not": lambda arguments: negated(arguments[0]) if len(arguments) == 1 else NULL,
    "count": _count,
    "min": _extreme("min"),
    "max": _extreme("max"),
    "sum": _sum,
    "mean": _mean,
    "product": _product,
    "list contains": _list_contains,
    "all": _all,
    "any": _any,
    "abs": _abs,
    "odd": _parity("odd", 1),
    "even": _parity("even", 0),
    "date": _date,
    "years and months duration": _months,
    "day of year": _of_day(Kind("number", 3), lambda day: day.day_of_year()),
    "week of year": _of_day(Kind("number", 2), lambda day: day.week_of_year()),
    "day of week": _of_day(STRING, _name_of(_DAYS, lambda day: day.day_of_week.index())),
    "month of year": _of_day(STRING, _name_of(_MONTHS, lambda day: day.month() - 1)),
    "string": _string,
    **TEXT_FUNCTIONS,
}
