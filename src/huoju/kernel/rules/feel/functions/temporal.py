"""Built-in functions on dates, times and durations (DMN 1.5, 10.3.4.1, 10.3.4.7), and the clock."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from huoju.kernel.rules.feel import temporal_text
from huoju.kernel.rules.feel.calendar import (
    HOUR,
    MINUTE,
    SECOND,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
)
from huoju.kernel.rules.feel.functions.registry import built_in, no_result
from huoju.kernel.rules.feel.numbers import as_integer
from huoju.kernel.rules.feel.running import Run
from huoju.kernel.rules.feel.values import NoValue, Value

_MAX_OFFSET = 18 * 3600
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


Read = TypeVar("Read")


def _read(function: str, reader: Callable[[str], Read], text: str) -> Read:
    try:
        return reader(text)
    except ValueError:
        raise no_result(function, f"“{text}”不能读取", f"'{text}' cannot be read") from None


@built_in("date", "from: string")
def date_of_text(text: str) -> Date:
    return _read("date", temporal_text.read_date, text)


@built_in("date", "from: date")
def date_of_date(value: Date) -> Date:
    return value


@built_in("date", "from: date and time")
def date_of_moment(value: DateTime) -> Date:
    return value.date


@built_in("date", "year: number, month: number, day: number")
def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> Date:
    parts = [as_integer(part) for part in (year, month, day)]
    try:
        return Date(*parts)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise no_result(
            "date", f"没有{year}-{month}-{day}这一天", f"no such day: {year}-{month}-{day}"
        ) from None


@built_in("date and time", "from: string")
def moment_of_text(text: str) -> DateTime:
    return _read("date and time", temporal_text.read_date_time, text)


@built_in("date and time", "date: date, time: time")
def moment_of_date(date: Date, time: Time) -> DateTime:
    return DateTime(date, time)


@built_in("date and time", "date: date and time, time: time")
def moment_of_moment(date: DateTime, time: Time) -> DateTime:
    return DateTime(date.date, time)


@built_in("date and time", "from: date and time")
def moment_itself(value: DateTime) -> DateTime:
    return value


@built_in("time", "from: string")
def time_of_text(text: str) -> Time:
    return _read("time", temporal_text.read_time, text)


@built_in("time", "from: time")
def time_of_time(value: Time) -> Time:
    return value


@built_in("time", "from: date and time")
def time_of_moment(value: DateTime) -> Time:
    return value.time


@built_in("time", "hour: number, minute: number, second: number, offset?: days and time duration?")
def time_of_parts(
    hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None
) -> Time:
    whole_hour, whole_minute = as_integer(hour), as_integer(minute)
    if whole_hour is None or whole_minute is None or not 0 <= whole_hour < 24:
        raise no_result("time", "没有这个时刻", "no such time")
    if not 0 <= whole_minute < 60 or not 0 <= second < 60:
        raise no_result("time", "没有这个时刻", "no such time")
    zone = None if offset is None else offset.nanoseconds // SECOND
    if zone is not None and abs(zone) > _MAX_OFFSET:
        raise no_result("time", "时区偏移超出范围", "the offset is out of range")
    return Time(whole_hour * HOUR + whole_minute * MINUTE + int(second * SECOND), zone)


@built_in("duration", "from: string")
def duration(text: str) -> DaysDuration | MonthsDuration:
    return _read("duration", temporal_text.read_duration, text)


@built_in("duration", "from: days and time duration")
def duration_of_days(value: DaysDuration) -> DaysDuration:
    return value


@built_in("duration", "from: years and months duration")
def duration_of_months(value: MonthsDuration) -> MonthsDuration:
    return value


@built_in("years and months duration", "from: date, to: date")
def months_between_dates(start: Date, end: Date) -> MonthsDuration:
    return _months_between(start, end)


@built_in("years and months duration", "from: date and time, to: date and time")
def months_between(start: DateTime, end: DateTime) -> MonthsDuration:
    return _months_between(start.date, end.date)


def _months_between(start: Date, end: Date) -> MonthsDuration:
    """Whole months between two days; clocks are not looked at, as the compatibility kit has it."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return MonthsDuration(months)


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


def _declare_on_days(name: str, compute: Callable[[Date], Value]) -> None:
    for kind in ("date", "date and time"):
        built_in(name, f"date: {kind}")(lambda value: compute(_day(value)))


_declare_on_days("day of year", lambda day: Decimal(day.day_of_year))
_declare_on_days("day of week", lambda day: _DAYS[day.weekday - 1])
_declare_on_days("month of year", lambda day: _MONTHS[day.month - 1])
_declare_on_days("week of year", lambda day: Decimal(day.week_of_year))


@built_in("now", "", wants_run=True)
def now(run: Run) -> DateTime:
    if run.now is None:
        raise NoValue("no-moment")
    return run.now


@built_in("today", "", wants_run=True)
def today(run: Run) -> Date:
    return now(run).date
