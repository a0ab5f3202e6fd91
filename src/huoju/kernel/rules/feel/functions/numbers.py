"""Built-in functions on numbers (DMN 1.5, 10.3.4.5) and on boolean values."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal

from huoju.kernel.rules.feel.calendar import DaysDuration, MonthsDuration
from huoju.kernel.rules.feel.functions.registry import built_in, no_result
from huoju.kernel.rules.feel.numbers import CONTEXT, as_integer
from huoju.kernel.rules.feel.values import Value

_MIN_SCALE, _MAX_SCALE = -6111, 6176  # DMN 1.5, table 75


def _rounded(name: str, value: Decimal, scale: Decimal, rounding: str) -> Decimal:
    digits = int(scale)
    if not _MIN_SCALE <= digits <= _MAX_SCALE:
        raise no_result(name, f"小数位数{digits}超出范围", f"scale {digits} is out of range")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= digits:
        return value
    wide = decimal.Context(prec=7000, rounding=rounding, Emin=-9999, Emax=9999)
    return CONTEXT.plus(wide.quantize(value, Decimal(1).scaleb(-digits, wide)))


@built_in("decimal", "n: number, scale: number")
def decimal_(value: Decimal, scale: Decimal) -> Decimal:
    return _rounded("decimal", value, scale, decimal.ROUND_HALF_EVEN)


@built_in("floor", "n: number, scale?: number")
def floor(value: Decimal, scale: Decimal | None = None) -> Decimal:
    return _rounded("floor", value, scale or Decimal(0), decimal.ROUND_FLOOR)


@built_in("ceiling", "n: number, scale?: number")
def ceiling(value: Decimal, scale: Decimal | None = None) -> Decimal:
    return _rounded("ceiling", value, scale or Decimal(0), decimal.ROUND_CEILING)


def _declare_rounding(name: str, rounding: str) -> None:
    @built_in(name, "n: number, scale: number")
    def round_(value: Decimal, scale: Decimal) -> Decimal:
        return _rounded(name, value, scale, rounding)


_declare_rounding("round up", decimal.ROUND_UP)
_declare_rounding("round down", decimal.ROUND_DOWN)
_declare_rounding("round half up", decimal.ROUND_HALF_UP)
_declare_rounding("round half down", decimal.ROUND_HALF_DOWN)


@built_in("abs", "n: number")
def absolute(value: Decimal) -> Decimal:
    return CONTEXT.abs(value)


@built_in("abs", "n: days and time duration")
def absolute_days(value: DaysDuration) -> DaysDuration:
    return DaysDuration(abs(value.nanoseconds))


@built_in("abs", "n: years and months duration")
def absolute_months(value: MonthsDuration) -> MonthsDuration:
    return MonthsDuration(abs(value.months))


@built_in("modulo", "dividend: number, divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """`dividend - divisor * floor(dividend / divisor)`, with the sign of the divisor."""
    if not divisor:
        raise no_result("modulo", "除数为零", "the divisor is zero")
    rest = decimal.Context(prec=7000, Emin=-9999, Emax=9999).remainder(dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest += divisor
    return CONTEXT.plus(rest)


def _finite(name: str, compute: Callable[[], Decimal]) -> Decimal:
    result = compute()
    if not result.is_finite():
        raise no_result(name, "没有有限的结果", "there is no finite result")
    return result


@built_in("sqrt", "number: number")
def sqrt(value: Decimal) -> Decimal:
    if value < 0:
        raise no_result("sqrt", "负数没有平方根", "a negative number has no square root")
    return CONTEXT.sqrt(value)


@built_in("log", "number: number")
def log(value: Decimal) -> Decimal:
    if value <= 0:
        raise no_result("log", "对数要求正数", "a logarithm needs a positive number")
    return CONTEXT.ln(value)


@built_in("exp", "number: number")
def exp(value: Decimal) -> Decimal:
    return _finite("exp", lambda: CONTEXT.exp(value))


@built_in("odd", "number: number")
def odd(value: Decimal) -> bool:
    whole = as_integer(value)
    return whole is not None and whole % 2 == 1


@built_in("even", "number: number")
def even(value: Decimal) -> bool:
    whole = as_integer(value)
    return whole is not None and whole % 2 == 0


@built_in("not", "negand: Any")
def not_(value: Value) -> bool | None:
    return (not value) if isinstance(value, bool) else None
