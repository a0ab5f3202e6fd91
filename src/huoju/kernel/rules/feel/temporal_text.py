"""Reading dates, times and durations as the standard writes them (XML Schema, plus `@` and a region).

Each reader returns the value or raises ValueError; FEEL turns that into null with a warning.
"""

from __future__ import annotations

import re

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
    Zone,
    date_of_number,
    find_region,
)

Temporal = Date | Time | DateTime | DaysDuration | MonthsDuration

_DATE = re.compile(r"(-?)([1-9]\d{4,8}|\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:(Z|z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z][\w+/-]*))?",
    re.ASCII,
)
_DAYS = re.compile(r"(-?)P(?:(\d+)D)?(?:(T)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_HAS_DATE_AND_TIME = re.compile(r"-?\d+-\d\d-\d\dT", re.ASCII)
_MAX_OFFSET = 18 * 3600  # as java.time, which the compatibility kit was recorded with
_MAX_DIGITS = 18


def read_date(text: str) -> Date:
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"not a date: {text!r}")
    sign, year, month, day = found.groups()
    return Date(-int(year) if sign else int(year), int(month), int(day))


def read_time(text: str) -> Time:
    nanoseconds, zone = _read_clock(text)
    return Time(nanoseconds % DAY, zone)


def read_date_time(text: str) -> DateTime:
    """A date and time; a date alone is its midnight, 24:00:00 is the next midnight."""
    date_text, separator, time_text = text.partition("T")
    date = read_date(date_text)
    if not separator:
        return DateTime(date, Time(0))
    nanoseconds, zone = _read_clock(time_text)
    if nanoseconds == DAY:
        return DateTime(date_of_number(date.number + 1), Time(0, zone))
    return DateTime(date, Time(nanoseconds, zone))


def _read_clock(text: str) -> tuple[int, Zone]:
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError(f"not a time: {text!r}")
    hour, minute, second, fraction = found.group(1, 2, 3, 4)
    nanoseconds = int(hour) * HOUR + int(minute) * MINUTE + int(second) * SECOND
    nanoseconds += int((fraction or "0")[:9].ljust(9, "0"))
    if int(minute) > 59 or int(second) > 59 or nanoseconds > DAY:
        raise ValueError(f"no such time: {text!r}")
    return nanoseconds, _zone_of(found)


def _zone_of(found: re.Match[str]) -> Zone:
    utc, sign, hours, minutes, seconds, region = found.group(5, 6, 7, 8, 9, 10)
    if utc:
        return 0
    if region:
        find_region(region)
        return region
    if not sign:
        return None
    offset = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    if offset > _MAX_OFFSET or int(minutes) > 59 or int(seconds or 0) > 59:
        raise ValueError("no such offset")
    return -offset if sign == "-" else offset


def read_days_duration(text: str) -> DaysDuration:
    found = _DAYS.fullmatch(text)
    if not found or not (any(found.group(2, 4, 5, 6))) or (found.group(3) and not any(found.group(4, 5, 6))):
        raise ValueError(f"not a days and time duration: {text!r}")
    if max(len(part or "") for part in found.groups()) > _MAX_DIGITS:
        raise ValueError("duration out of range")
    days, hours, minutes, seconds = (int(part or 0) for part in found.group(2, 4, 5, 6))
    total = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
    total += int((found.group(7) or "0")[:9].ljust(9, "0"))
    return DaysDuration(-total if found.group(1) else total)


def read_months_duration(text: str) -> MonthsDuration:
    found = _MONTHS.fullmatch(text)
    if not found or not any(found.group(2, 3)):
        raise ValueError(f"not a years and months duration: {text!r}")
    if max(len(part or "") for part in found.groups()) > _MAX_DIGITS:
        raise ValueError("duration out of range")
    total = int(found.group(2) or 0) * 12 + int(found.group(3) or 0)
    return MonthsDuration(-total if found.group(1) else total)


def read_duration(text: str) -> DaysDuration | MonthsDuration:
    try:
        return read_days_duration(text)
    except ValueError:
        return read_months_duration(text)


def read_temporal(text: str) -> Temporal:
    """What an `@` literal means."""
    if text.lstrip("-").startswith("P"):
        return read_duration(text)
    if _HAS_DATE_AND_TIME.match(text):
        return read_date_time(text)
    return read_time(text) if ":" in text else read_date(text)
