"""Dates, times and durations of FEEL: values without a clock, any year from -999999999 to 999999999.

Python's own `datetime` ends at year 9999 and has no time with a named zone, so FEEL needs its own.
A zone is `None` (local), an `int` (offset in seconds) or a `str` (a region of the IANA database).
Fractions of a second are whole nanoseconds. Start reading at `DateTime`.
"""

from __future__ import annotations

import datetime as python_time
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

Zone = int | str | None

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MAX_YEAR = 999_999_999
MAX_DURATION = 10**34  # nanoseconds or months; no two dates are as far apart
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CYCLE_YEARS = 400  # the Gregorian calendar, weekdays included, repeats after 400 years


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar.

    References: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
    """
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468


def date_of_number(number: int) -> Date:
    """The inverse of `day_number`. Raises ValueError beyond `MAX_YEAR`."""
    era, day_of_era = divmod(number + 719468, 146097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    return Date(year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1)


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the calendar. Raises ValueError when there is no such day."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not -MAX_YEAR <= self.year <= MAX_YEAR or not 1 <= self.month <= 12:
            raise ValueError(f"no such date: {self.year}-{self.month}-{self.day}")
        if not 1 <= self.day <= days_in_month(self.year, self.month):
            raise ValueError(f"no such date: {self.year}-{self.month}-{self.day}")

    @property
    def number(self) -> int:
        return day_number(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday (ISO 8601)."""
        return (self.number + 3) % 7 + 1

    @property
    def day_of_year(self) -> int:
        return self.number - day_number(self.year, 1, 1) + 1

    @property
    def week_of_year(self) -> int:
        """ISO 8601 week number."""
        thursday = date_of_number(self.number - self.weekday + 4)
        return (thursday.day_of_year - 1) // 7 + 1

    def plus_months(self, months: int) -> Date:
        """The same day some months on, or the last day of a shorter month."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        if not -MAX_YEAR <= year <= MAX_YEAR:
            raise ValueError("year out of range")
        return Date(year, month + 1, min(self.day, days_in_month(year, month + 1)))

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day: nanoseconds since midnight, below 24 hours, and a zone."""

    nanoseconds: int
    zone: Zone = None

    def __post_init__(self) -> None:
        if not 0 <= self.nanoseconds < DAY:
            raise ValueError("no such time of day")

    @property
    def hour(self) -> int:
        return self.nanoseconds // HOUR

    @property
    def minute(self) -> int:
        return self.nanoseconds // MINUTE % 60

    @property
    def second(self) -> int:
        """Whole seconds of the minute."""
        return self.nanoseconds // SECOND % 60

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC; a region counts with its standard offset of 1970 to 2037 (year 2000)."""
        if isinstance(self.zone, str):
            return region_offset(self.zone, day_number(2000, 1, 1) * DAY + self.nanoseconds)
        return self.zone

    @property
    def instant(self) -> int:
        """Nanoseconds since midnight UTC, or since local midnight without a zone."""
        return self.nanoseconds - (self.offset or 0) * SECOND

    def __str__(self) -> str:
        return clock_text(self.nanoseconds) + zone_text(self.zone)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date with a time of day."""

    date: Date
    time: Time

    @property
    def local(self) -> int:
        """Nanoseconds since 1970-01-01T00:00 on the clock of its own zone."""
        return self.date.number * DAY + self.time.nanoseconds

    @property
    def offset(self) -> int | None:
        zone = self.time.zone
        return region_offset(zone, self.local) if isinstance(zone, str) else zone

    @property
    def instant(self) -> int:
        """Nanoseconds since the epoch, in UTC; without a zone, on the local clock."""
        return self.local - (self.offset or 0) * SECOND

    def plus(self, nanoseconds: int) -> DateTime:
        """This moment some nanoseconds later, in the same zone."""
        zone = self.time.zone
        instant = self.instant + nanoseconds
        shift = region_offset_at(zone, instant) if isinstance(zone, str) else zone or 0
        return date_time_of(instant + shift * SECOND, zone)

    def plus_months(self, months: int) -> DateTime:
        return DateTime(self.date.plus_months(months), self.time)

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def date_time_of(local: int, zone: Zone) -> DateTime:
    """The date and time that a clock in `zone` shows `local` nanoseconds after 1970-01-01T00:00."""
    days, rest = divmod(local, DAY)
    return DateTime(date_of_number(days), Time(rest, zone))


@dataclass(frozen=True, slots=True)
class DaysDuration:
    """A duration in days and time (FEEL: days and time duration), in nanoseconds."""

    nanoseconds: int

    def __post_init__(self) -> None:
        if abs(self.nanoseconds) > MAX_DURATION:
            raise ValueError("duration out of range")

    def __str__(self) -> str:
        if not self.nanoseconds:
            return "PT0S"
        days, rest = divmod(abs(self.nanoseconds), DAY)
        hours, rest = divmod(rest, HOUR)
        minutes, rest = divmod(rest, MINUTE)
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        clock += f"{seconds_text(rest)}S" if rest else ""
        sign = "-" if self.nanoseconds < 0 else ""
        return f"{sign}P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


@dataclass(frozen=True, slots=True)
class MonthsDuration:
    """A duration in years and months (FEEL: years and months duration), in months."""

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) > MAX_DURATION:
            raise ValueError("duration out of range")

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (text or "0M")


def seconds_text(nanoseconds: int) -> str:
    """Seconds with their fraction, without trailing zeros: "1", "0.5"."""
    seconds, fraction = divmod(nanoseconds, SECOND)
    return f"{seconds}.{fraction:09d}".rstrip("0") if fraction else str(seconds)


def clock_text(nanoseconds: int) -> str:
    seconds, fraction = divmod(nanoseconds, SECOND)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{fraction:09d}".rstrip("0") if fraction else text


def zone_text(zone: Zone) -> str:
    if zone is None:
        return ""
    if isinstance(zone, str):
        return f"@{zone}"
    if zone == 0:
        return "Z"
    size = abs(zone)
    seconds = f":{size % 60:02d}" if size % 60 else ""
    return f"{'-' if zone < 0 else '+'}{size // 3600:02d}:{size // 60 % 60:02d}{seconds}"


@lru_cache(maxsize=512)
def find_region(name: str) -> ZoneInfo:
    """The rules of an IANA region. Raises ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (OSError, KeyError, ValueError) as problem:
        raise ValueError(f"no such time zone: {name}") from problem


def _python_moment(nanoseconds: int) -> python_time.datetime:
    """A Python datetime with the same place in the 400-year cycle, inside Python's range."""
    days, rest = divmod(nanoseconds, DAY)
    date = date_of_number(days)
    year = date.year if 1900 <= date.year <= 2400 else 2000 + date.year % _CYCLE_YEARS
    return python_time.datetime(year, date.month, date.day) + python_time.timedelta(microseconds=rest // 1000)  # noqa: DTZ001


def region_offset(region: str, local: int) -> int:
    """Seconds east of UTC when clocks in `region` show `local` nanoseconds since 1970."""
    shift = _python_moment(local).replace(tzinfo=find_region(region)).utcoffset()
    return 0 if shift is None else int(shift.total_seconds())


def region_offset_at(region: str, instant: int) -> int:
    """Seconds east of UTC in `region` at `instant` nanoseconds since 1970 UTC."""
    moment = _python_moment(instant).replace(tzinfo=python_time.UTC)
    shift = moment.astimezone(find_region(region)).utcoffset()
    return 0 if shift is None else int(shift.total_seconds())
