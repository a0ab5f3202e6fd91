"""The properties of values (DMN 1.5, table 65): entries of contexts, parts of dates, times, ranges."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from huoju.kernel.rules.feel.calendar import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
)
from huoju.kernel.rules.feel.running import Run
from huoju.kernel.rules.feel.values import Range, Value, kind_of


def property_of(value: Value, name: str, run: Run) -> Value:
    """`value.name`; a list gives the list of its items' properties. None with a warning when there is none."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
    elif isinstance(value, list):
        return [property_of(one, name, run) for one in value]
    else:
        reader = _READERS.get(type(value), {}).get(name)
        if reader is not None:
            return reader(value)
    run.warn("no-entry", kind=kind_of(value), name=name)
    return None


def _offset(value: Time | DateTime) -> DaysDuration | None:
    return None if value.offset is None else DaysDuration(value.offset * SECOND)


def _region(zone: int | str | None) -> str | None:
    return zone if isinstance(zone, str) else None


def _part(nanoseconds: int, unit: int, modulus: int) -> Decimal:
    size = abs(nanoseconds) // unit % modulus
    return Decimal(-size if nanoseconds < 0 else size)


def _months_part(months: int, is_years: bool) -> Decimal:
    size = abs(months) // 12 if is_years else abs(months) % 12
    return Decimal(-size if months < 0 else size)


def _through(part: str, read: Callable[[Value], Value]) -> Callable[[Value], Value]:
    """A reader of the date or the time inside a date and time."""
    return lambda value: read(getattr(value, part))


_Reader = Callable[[Value], Value]
_DATE: dict[str, _Reader] = {
    "year": lambda date: Decimal(date.year),
    "month": lambda date: Decimal(date.month),
    "day": lambda date: Decimal(date.day),
    "weekday": lambda date: Decimal(date.weekday),
}
_TIME: dict[str, _Reader] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": lambda time: Decimal(time.second),
    "time offset": _offset,
    "timezone": lambda time: _region(time.zone),
}
_READERS: dict[type, dict[str, _Reader]] = {
    Date: _DATE,
    Time: _TIME,
    DateTime: {
        **{name: _through("date", read) for name, read in _DATE.items()},
        **{name: _through("time", read) for name, read in _TIME.items()},
        "time offset": _offset,
    },
    DaysDuration: {
        "days": lambda value: _part(value.nanoseconds, DAY, 10**30),
        "hours": lambda value: _part(value.nanoseconds, HOUR, 24),
        "minutes": lambda value: _part(value.nanoseconds, MINUTE, 60),
        "seconds": lambda value: _part(value.nanoseconds, SECOND, 60),
    },
    MonthsDuration: {
        "years": lambda value: _months_part(value.months, is_years=True),
        "months": lambda value: _months_part(value.months, is_years=False),
    },
    Range: {
        "start": lambda span: span.start,
        "end": lambda span: span.end,
        "start included": lambda span: span.start_included,
        "end included": lambda span: span.end_included,
    },
}
