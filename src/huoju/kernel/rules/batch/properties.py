"""Entries of contexts and parts of dates and durations, as `feel/properties.py` has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huoju.kernel.rules.batch.cells import NULL, Array, Cell, Column, Constant, Context, Items, made
from huoju.kernel.rules.batch.kinds import Kind
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.feel.calendar import DAY, HOUR, MINUTE, SECOND
from huoju.kernel.rules.feel.properties import property_of as row_property
from huoju.kernel.rules.feel.running import Limits, Run

_SMALL = Kind("number", 9)
_CALENDAR: dict[str, Callable[[Any], Any]] = {
    "year": lambda day: day.year(),
    "month": lambda day: day.month(),
    "day": lambda day: day.day(),
    "weekday": lambda day: day.day_of_week.index() + 1,
}
_CLOCK: dict[str, Callable[[Any], Any]] = {
    "hour": lambda moment: moment.hour(),
    "minute": lambda moment: moment.minute(),
    "second": lambda moment: moment.second(),
}
_PARTS = {"days": (DAY, 10**7), "hours": (HOUR, 24), "minutes": (MINUTE, 60), "seconds": (SECOND, 60)}


def property_of(source: Cell, name: str) -> Cell:
    """`source.name`; null where there is no such property."""
    if isinstance(source, Constant):
        return Constant(row_property(source.value, name, Run(Limits())))
    if isinstance(source, Context):
        return source.entries.get(name, NULL)
    if isinstance(source, Items | Array):
        raise NotBatch("node", kind="path", text=f"list.{name}")
    if not isinstance(source, Column):
        raise NotBatch("node", kind="path", text=name)
    read = _reader(source, name)
    return NULL if read is None else made(_SMALL, lambda value: read(value).cast(_SMALL.dtype), source)


def _reader(source: Column, name: str) -> Callable[[Any], Any] | None:
    kind = source.kind.name
    if kind in ("date", "moment") and name in _CALENDAR:
        return _CALENDAR[name]
    if kind == "moment" and name in _CLOCK:
        return _CLOCK[name]
    if kind == "months" and name in ("years", "months"):
        return lambda value: _signed(value, 12, 10**9) if name == "years" else _signed(value, 1, 12)
    if kind == "days" and name in _PARTS:
        size, modulus = _PARTS[name]
        return _days_part(source.kind.unit, size, modulus)
    return None


def _days_part(unit: int, size: int, modulus: int) -> Callable[[Any], Any]:
    if size <= unit:
        factor = unit // size
        return lambda value: _signed(value * factor, 1, modulus)
    return lambda value: _signed(value, size // unit, modulus)


def _signed(value: Any, size: int, modulus: int) -> Any:
    """`abs(value) // size % modulus` with the sign of the value, in whole numbers only."""
    magnitude = value.abs()
    count = (magnitude - magnitude % size) % (size * modulus)
    return value.sign().cast("int64") * (count / size).round().cast("int64")
