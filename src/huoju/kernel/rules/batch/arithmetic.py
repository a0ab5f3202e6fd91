"""Arithmetic of cells: exact decimals, quotients, strings, dates and durations.

Each operation gives what the row engine gives (`feel/arithmetic.py`), or null where it gives null for every
row, or raises NotBatch. Start reading at `calculate`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from huoju.kernel.rules.batch.cells import (
    NULL,
    Cell,
    Column,
    Constant,
    Ratio,
    as_column,
    constant_column,
    made,
    same_kind,
    scalar_kind,
)
from huoju.kernel.rules.batch.kinds import (
    DATE,
    DAYS,
    INTEGER,
    MAX_DIGITS,
    MONTHS,
    STRING,
    Kind,
    digits_of,
    number,
)
from huoju.kernel.rules.batch.multiplying import decimal_column, product
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.feel.arithmetic import OPERATORS
from huoju.kernel.rules.feel.calendar import DAY, DaysDuration, MonthsDuration
from huoju.kernel.rules.feel.values import NoValue

ONE = Decimal(1)


def calculate(operator: str, left: Cell, right: Cell) -> Cell:
    """`left operator right`"""
    if isinstance(left, Constant) and isinstance(right, Constant):
        try:
            return Constant(OPERATORS[operator](left.value, right.value))
        except NoValue:
            return NULL
    if isinstance(left, Ratio) or isinstance(right, Ratio):
        return _with_ratio(operator, left, right)
    first, second = scalar_kind(left), scalar_kind(right)
    if first is None or second is None:
        return NULL
    if "float" in (first.name, second.name):
        if first.feel == second.feel:
            raise NotBatch("float")
        return NULL
    kinds = (first.name, second.name)
    if kinds == ("number", "number"):
        return _NUMBERS[operator](as_column(left, first), as_column(right, second), right)
    if kinds == ("string", "string"):
        return made(STRING, lambda a, b: a + b, *same_kind(left, right)) if operator == "+" else NULL
    return _temporal(operator, left, right, kinds)


def minus(cell: Cell) -> Cell:
    """`-cell`"""
    if isinstance(cell, Ratio):
        return replace(cell, top=_negative(cell.top))
    kind = scalar_kind(cell)
    if kind is None or kind.name not in ("number", "float", "days", "months"):
        return NULL
    return _negative(as_column(cell, kind))


def _negative(column: Column) -> Column:
    return made(column.kind, lambda value: -value, column)


# -- numbers ---------------------------------------------------------------------------------------


def add(left: Column, right: Column, sign: int = 1) -> Column:
    """The exact sum of two number columns, or with sign -1 their difference."""
    kind = number(
        max(left.kind.whole, right.kind.whole) + 1,
        max(left.kind.scale, right.kind.scale),
        "a + b",
        MAX_DIGITS - 1,
    )
    first, second = (
        as_column(one if kind.is_integer else decimal_column(one), kind) for one in (left, right)
    )
    return made(kind, lambda a, b: (a + b if sign > 0 else a - b).cast(kind.dtype), first, second)


def _sum(left: Column, right: Column, _: Cell) -> Cell:
    return _within_exact(add(left, right))


def _difference(left: Column, right: Column, _: Cell) -> Cell:
    return _within_exact(add(left, right, -1))


def _within_exact(column: Column) -> Column:
    number(column.kind.whole, column.kind.scale, "a + b")
    return column


def _product(left: Column, right: Column, _: Cell) -> Cell:
    return product(left, right)


def _quotient(left: Column, right: Column, divisor: Cell) -> Cell:
    if isinstance(divisor, Constant):
        reciprocal = _reciprocal(divisor.value)
        if divisor.value == 0:
            return NULL
        if reciprocal is not None:
            try:
                return product(left, _constant(reciprocal))
            except NotBatch:
                pass  # too long when multiplied out; kept as a quotient
    return _ratio(left, right)


def _ratio(top: Column, bottom: Column) -> Ratio:
    """A quotient with a positive divisor, null where it is zero."""
    import ibis

    flipped = made(top.kind, lambda a, b: ibis.ifelse(b < 0, -a, a), top, bottom)
    positive = made(
        bottom.kind, lambda b: ibis.cases((b > 0, b), (b < 0, -b)).cast(bottom.kind.dtype), bottom
    )
    return Ratio(flipped, positive)


def _power(left: Column, right: Column, exponent: Cell) -> Cell:
    """`left ** n` for a whole constant n from 0 to 8, multiplied out."""
    count = exponent.value if isinstance(exponent, Constant) else None
    if not isinstance(count, Decimal) or count != count.to_integral_value() or not 0 <= count <= 8:
        raise NotBatch("function", name="**")
    if not count:
        return made(INTEGER, lambda value: value.notnull().cast("int64").nullif(0), left)
    result = left
    for _ in range(int(count) - 1):
        result = product(result, left)
    return result


def _constant(value: Decimal) -> Column:
    whole, scale = digits_of(value)
    return constant_column(value, number(whole, scale, str(value)))


def _reciprocal(value: Decimal) -> Decimal | None:
    """1 / value when it is a short decimal."""
    if not value:
        return None
    fraction = 1 / Fraction(value)
    bottom, twos, fives = fraction.denominator, 0, 0
    while bottom % 2 == 0:
        bottom, twos = bottom // 2, twos + 1
    while bottom % 5 == 0:
        bottom, fives = bottom // 5, fives + 1
    scale = max(twos, fives)
    if bottom != 1 or scale > 12:
        return None
    return Decimal(int(fraction * 10**scale)).scaleb(-scale)


_NUMBERS: dict[str, Callable[[Column, Column, Cell], Cell]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
    "**": _power,
}


# -- quotients -------------------------------------------------------------------------------------


def _with_ratio(operator: str, left: Cell, right: Cell) -> Cell:
    """A quotient shifted or scaled; exact where the row engine's 34 digits cannot tell the difference."""
    ratio, other = (left, right) if isinstance(left, Ratio) else (right, left)
    assert isinstance(ratio, Ratio)
    if isinstance(other, Ratio):
        raise NotBatch("ratio", what=f"a / b {operator} c / d")
    kind = scalar_kind(other)
    if kind is None or kind.name != "number":
        if kind is not None and kind.name == "float":
            raise NotBatch("float")
        return NULL
    shift = as_column(other, kind)
    if operator in "+-":
        if operator == "-" and ratio is right:
            ratio = replace(ratio, top=_negative(ratio.top))
            operator = "+"
        moved = add(ratio.top, product(shift, ratio.bottom, MAX_DIGITS - 2), 1 if operator == "+" else -1)
        return Ratio(moved, ratio.bottom, is_shifted=True, is_plain=False)
    if isinstance(other, Constant) and other.value != 0 and not ratio.is_shifted:
        if operator == "*" and _reciprocal(other.value) is not None:
            return Ratio(product(ratio.top, shift), ratio.bottom, is_plain=_is_power_of_ten(other.value))
        if operator == "/" and ratio is left:
            scaled = product(ratio.bottom, _constant(abs(other.value)))
            top = ratio.top if other.value > 0 else _negative(ratio.top)
            return Ratio(top, scaled, is_plain=_is_power_of_ten(other.value))
    raise NotBatch("ratio", what=f"a / b {operator} c")


def _is_power_of_ten(value: Decimal) -> bool:
    return len(value.normalize().as_tuple().digits) == 1 and value.normalize().as_tuple().digits[0] == 1


# -- dates and durations ---------------------------------------------------------------------------


def _temporal(operator: str, left: Cell, right: Cell, kinds: tuple[str, str]) -> Cell:
    if operator == "+" and kinds[0] in ("days", "months") and kinds[1] not in ("days", "months"):
        left, right, kinds = right, left, (kinds[1], kinds[0])
    if operator in "+-":
        if kinds in (("days", "days"), ("months", "months")):
            first, second = same_kind(left, right)
            return made(first.kind, lambda a, b: a + b if operator == "+" else a - b, first, second)
        if kinds == ("date", "date") and operator == "-":
            return made(DAYS, lambda a, b: a.delta(b, unit="day"), *same_kind(left, right))
        if kinds[0] in ("date", "moment") and kinds[1] in ("days", "months"):
            return _moved(operator, left, right)
        if kinds[0] in ("date", "moment") and kinds[1] in ("date", "moment") and operator == "-":
            raise NotBatch("node", kind="-", text="date and time - date and time")
    if operator == "/" and kinds == ("days", "days") and isinstance(right, Constant):
        return _days_ratio(left, right.value)
    if "number" in kinds and (kinds[0] in ("days", "months") or kinds[1] in ("days", "months")):
        raise NotBatch("node", kind=operator, text=" ".join(kinds))
    return NULL


def _moved(operator: str, left: Cell, right: Cell) -> Cell:
    """A date some constant days or months on."""
    import ibis

    sign = 1 if operator == "+" else -1
    if not isinstance(right, Constant) or not isinstance(left, Column) or left.kind != DATE:
        raise NotBatch("node", kind=operator, text="date and time +/- duration")
    if isinstance(right.value, MonthsDuration):
        months = sign * right.value.months
        step: Callable[[], Any] = lambda: ibis.interval(months=months)  # noqa: E731
    else:
        assert isinstance(right.value, DaysDuration)
        days = sign * right.value.nanoseconds // DAY  # a date keeps its day: downwards, as the row engine
        step = lambda: ibis.interval(days=days)  # noqa: E731
    return made(DATE, lambda value: (value + step()).cast("date"), left)


def _days_ratio(left: Cell, right: DaysDuration) -> Cell:
    column = as_column(left, scalar_kind(left) or DAYS)
    if not right.nanoseconds:
        return NULL
    fraction = Fraction(column.kind.unit, right.nanoseconds)
    count = Column(Kind("number", 16), column.expr, column.level, column.name)
    scaled = calculate("*", count, Constant(Decimal(fraction.numerator)))
    return calculate("/", scaled, Constant(Decimal(fraction.denominator)))


def months_between(start: Column, end: Column) -> Column:
    """`years and months duration(start, end)` of two dates."""
    import ibis

    def months(first: Any, last: Any) -> Any:
        count = (last.year() - first.year()) * 12 + last.month() - first.month()
        return ibis.cases(
            ((count > 0) & (last.day() < first.day()), count - 1),
            ((count < 0) & (last.day() > first.day()), count + 1),
            else_=count,
        ).cast("int64")

    return made(MONTHS, months, start, end)
