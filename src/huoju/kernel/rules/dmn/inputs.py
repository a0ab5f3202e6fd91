"""Python, JSON and CSV values as FEEL values, and back."""

from __future__ import annotations

import datetime as python_time
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.feel import temporal_text, types
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
)
from huoju.kernel.rules.feel.numbers import as_number, number_of_text
from huoju.kernel.rules.feel.texts import literal_text
from huoju.kernel.rules.feel.types import FeelType
from huoju.kernel.rules.feel.values import Function, Range, Value

NUMBER_TEXT = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_BOOLEANS = {"true": True, "false": False, "是": True, "否": False, "1": True, "0": False}
_FEEL = (str, bool, type(None), Date, Time, DateTime, DaysDuration, MonthsDuration, Range, Function)
_READERS: dict[FeelType, Any] = {
    types.DATE: temporal_text.read_date,
    types.TIME: temporal_text.read_time,
    types.DATE_TIME: temporal_text.read_date_time,
    types.DAYS: temporal_text.read_days_duration,
    types.MONTHS: temporal_text.read_months_duration,
}


def cell_value(text: str, expected: FeelType) -> Value:
    """The text of a table cell (CSV, Excel) as the type that is expected; a list is cut at semicolons."""
    plain = expected.plain()
    if isinstance(plain, types.ListOf):
        return [cell_value(part.strip(), plain.item) for part in re.split("[;；]", text) if part.strip()]
    if plain == types.NUMBER:
        number = text.strip().replace(",", "")
        return number_of_text(number) if NUMBER_TEXT.fullmatch(number) else text
    if plain == types.BOOLEAN:
        return _BOOLEANS.get(text.strip().lower(), text)
    return feel_value(text, expected)


def feel_value(value: Any, expected: FeelType = types.ANY) -> Value:
    """A Python value as FEEL value.

    Text is read as a date, time or duration where one is expected (JSON has no other way to write it).
    What has no FEEL form becomes its text; NaN and infinity become None.
    """
    if isinstance(value, str):
        return _from_text(value, expected) if expected is not types.STRING else value
    if isinstance(value, _FEEL):
        return value
    if isinstance(value, Decimal | int | float):
        return as_number(value)
    if isinstance(value, Mapping):
        return _context(value, expected.plain())
    if isinstance(value, list | tuple):
        plain = expected.plain()
        item = plain.item if isinstance(plain, types.ListOf) else expected
        return [feel_value(one, item) for one in value]
    return _temporal(value)


def _context(value: Mapping[Any, Any], expected: FeelType) -> dict[str, Value]:
    kinds = dict(expected.entries) if isinstance(expected, types.ContextOf) else {}
    return {str(name): feel_value(one, kinds.get(str(name), types.ANY)) for name, one in value.items()}


def _from_text(text: str, expected: FeelType) -> Value:
    plain = expected.plain()
    reader = _READERS.get(plain) if isinstance(plain, types.Simple | type(types.DATE_TIME)) else None
    if reader is None:
        return text
    try:
        return reader(text)
    except ValueError:
        return text


def _temporal(value: Any) -> Value:
    if isinstance(value, python_time.datetime):
        return moment_of(value)
    if isinstance(value, python_time.date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, python_time.time):
        return Time(_clock(value), _zone(value))
    if isinstance(value, python_time.timedelta):
        return DaysDuration(value.days * DAY + value.seconds * SECOND + value.microseconds * 1000)
    return str(value)


def moment_of(value: python_time.datetime) -> DateTime:
    """A Python datetime as FEEL date and time; its zone becomes an offset or a region."""
    return DateTime(Date(value.year, value.month, value.day), Time(_clock(value), _zone(value)))


def _clock(value: python_time.datetime | python_time.time) -> int:
    return value.hour * HOUR + value.minute * MINUTE + value.second * SECOND + value.microsecond * 1000


def _zone(value: python_time.datetime | python_time.time) -> Zone:
    key = getattr(value.tzinfo, "key", None)
    if isinstance(key, str):
        return key
    offset = value.utcoffset()
    return None if offset is None else int(offset.total_seconds())


def plain_value(value: Value) -> Any:
    """A FEEL value for JSON: numbers as int where whole, else float where exact, else text."""
    if isinstance(value, Decimal):
        return _plain_number(value)
    if isinstance(value, list):
        return [plain_value(one) for one in value]
    if isinstance(value, dict):
        return {name: plain_value(one) for name, one in value.items()}
    if value is None or isinstance(value, str | bool):
        return value
    return literal_text(value, quote_dates=False)


def _plain_number(value: Decimal) -> int | float | str:
    if value == value.to_integral_value() and abs(value) < 2**53:
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else literal_text(value)
