"""Arithmetic of FEEL (DMN 1.5, tables 56 to 60): numbers, strings, dates, times and durations.

Each operator returns a value or raises NoValue.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from huoju.kernel.rules.feel.calendar import (
    DAY,
    SECOND,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    date_of_number,
)
from huoju.kernel.rules.feel.numbers import CONTEXT
from huoju.kernel.rules.feel.values import NoValue, Value, kind_of


def _number(operator: str, value: Decimal) -> Decimal:
    if value.is_finite():
        return value
    raise NoValue("arithmetic", operator=operator)


def _wrong(operator: str, left: Value, right: Value) -> NoValue:
    return NoValue("operands", operator=operator, left=kind_of(left), right=kind_of(right))


def _in_range(operator: str, make: Callable[[], Value]) -> Value:
    try:
        return make()
    except (ValueError, OverflowError):
        raise NoValue("arithmetic", operator=operator) from None


def add(left: Value, right: Value) -> Value:
    kinds = (type(left), type(right))
    if kinds == (Decimal, Decimal):
        return _number("+", CONTEXT.add(left, right))
    if kinds == (str, str):
        return left + right
    if isinstance(left, DaysDuration | MonthsDuration) and not isinstance(
        right, DaysDuration | MonthsDuration
    ):
        left, right = right, left
    if isinstance(right, DaysDuration):
        return _in_range("+", lambda: _shift("+", left, right.nanoseconds))
    if isinstance(right, MonthsDuration):
        return _in_range("+", lambda: _shift_months("+", left, right.months))
    raise _wrong("+", left, right)


def subtract(left: Value, right: Value) -> Value:
    if type(left) is Decimal and type(right) is Decimal:
        return _number("-", CONTEXT.subtract(left, right))
    if isinstance(right, DaysDuration):
        return _in_range("-", lambda: _shift("-", left, -right.nanoseconds))
    if isinstance(right, MonthsDuration):
        return _in_range("-", lambda: _shift_months("-", left, -right.months))
    if isinstance(left, Time) and isinstance(right, Time):
        if (left.offset is None) == (right.offset is None):
            return DaysDuration(left.instant - right.instant)
    elif isinstance(left, Date | DateTime) and isinstance(right, Date | DateTime):
        return _span(left, right)
    raise _wrong("-", left, right)


def _span(left: Date | DateTime, right: Date | DateTime) -> DaysDuration:
    """Between two days or moments; a date counts as its midnight in UTC."""
    if isinstance(left, Date) and isinstance(right, Date):
        return DaysDuration((left.number - right.number) * DAY)
    first, second = (one if isinstance(one, DateTime) else DateTime(one, Time(0, 0)) for one in (left, right))
    if (first.offset is None) != (second.offset is None):
        raise _wrong("-", left, right)
    return DaysDuration(first.instant - second.instant)


def _shift(operator: str, value: Value, nanoseconds: int) -> Value:
    if isinstance(value, DateTime):
        return value.plus(nanoseconds)
    if isinstance(value, Date):
        return date_of_number((value.number * DAY + nanoseconds) // DAY)
    if isinstance(value, Time):
        return Time((value.nanoseconds + nanoseconds) % DAY, value.zone)
    if isinstance(value, DaysDuration):
        return DaysDuration(value.nanoseconds + nanoseconds)
    raise _wrong(operator, value, DaysDuration(0))


def _shift_months(operator: str, value: Value, months: int) -> Value:
    if isinstance(value, DateTime | Date):
        return value.plus_months(months)
    if isinstance(value, MonthsDuration):
        return MonthsDuration(value.months + months)
    raise _wrong(operator, value, MonthsDuration(0))


def multiply(left: Value, right: Value) -> Value:
    if type(left) is Decimal and type(right) is Decimal:
        return _number("*", CONTEXT.multiply(left, right))
    if isinstance(left, Decimal):
        left, right = right, left
    if isinstance(right, Decimal) and isinstance(left, DaysDuration | MonthsDuration):
        return _in_range("*", lambda: _scaled(left, right))
    raise _wrong("*", left, right)


def _scaled(duration: DaysDuration | MonthsDuration, factor: Decimal) -> DaysDuration | MonthsDuration:
    if isinstance(duration, MonthsDuration):
        return MonthsDuration(int(duration.months * factor))
    return DaysDuration(int(CONTEXT.multiply(Decimal(duration.nanoseconds), factor)))


def divide(left: Value, right: Value) -> Value:
    if isinstance(right, Decimal) and not right:
        raise NoValue("arithmetic", operator="/")
    if type(left) is Decimal and type(right) is Decimal:
        return _number("/", CONTEXT.divide(left, right))
    if isinstance(right, Decimal) and isinstance(left, DaysDuration | MonthsDuration):
        return _in_range("/", lambda: _parted(left, right))
    if type(left) is type(right) and isinstance(left, DaysDuration | MonthsDuration):
        return _ratio(left, right)
    raise _wrong("/", left, right)


def _parted(duration: DaysDuration | MonthsDuration, by: Decimal) -> DaysDuration | MonthsDuration:
    if isinstance(duration, MonthsDuration):
        return MonthsDuration(int(CONTEXT.divide(Decimal(duration.months), by)))
    return DaysDuration(int(CONTEXT.divide(Decimal(duration.nanoseconds), by)))


def _ratio(left: Value, right: Value) -> Decimal:
    if isinstance(left, DaysDuration):
        top, bottom = Decimal(left.nanoseconds) / SECOND, Decimal(right.nanoseconds) / SECOND
    else:
        top, bottom = Decimal(left.months), Decimal(right.months)
    if not bottom:
        raise NoValue("arithmetic", operator="/")
    return _number("/", CONTEXT.divide(top, bottom))


def power(left: Value, right: Value) -> Value:
    if type(left) is Decimal and type(right) is Decimal:
        return Decimal(1) if not right else _number("**", CONTEXT.power(left, right))
    raise _wrong("**", left, right)


def negate(value: Value) -> Value:
    if type(value) is Decimal:
        return CONTEXT.minus(value)
    if isinstance(value, DaysDuration):
        return DaysDuration(-value.nanoseconds)
    if isinstance(value, MonthsDuration):
        return MonthsDuration(-value.months)
    raise NoValue("operand", operator="-", kind=kind_of(value))


OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}
