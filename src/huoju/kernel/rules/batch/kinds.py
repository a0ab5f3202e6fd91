"""The kinds of columns: what FEEL type they hold, how they are stored, and how many digits are exact.

Numbers are integers or DECIMAL; a kind knows how many digits stand before (`whole`) and after (`scale`) the
point at most, so that every operation can tell beforehand whether its result is exact. Floats only compare.
"""

from __future__ import annotations

import datetime as python_time
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.feel import types
from huoju.kernel.rules.feel.calendar import DAY, Date, DateTime, DaysDuration, MonthsDuration
from huoju.kernel.rules.feel.values import Value

EXACT_DIGITS = 34  # FEEL's own precision (numbers.PRECISION)
MAX_DIGITS = 38  # DECIMAL of DuckDB and Spark
MICROSECOND = 1000
_INT64_DIGITS = 19


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is number, float, string, boolean, date, moment, days or months.

    `unit` is for days (a days and time duration): how many nanoseconds one step of the integer column is.
    """

    name: str
    whole: int = 0
    scale: int = 0
    unit: int = 0

    @property
    def digits(self) -> int:
        return self.whole + self.scale

    @property
    def is_integer(self) -> bool:
        """A number that int64 holds; 19 digits are those of an int64 column itself."""
        return self.name == "number" and self.scale == 0 and self.whole <= _INT64_DIGITS

    @property
    def is_numeric(self) -> bool:
        return self.name in ("number", "float")

    @property
    def dtype(self) -> str:
        """The Ibis type columns of this kind have."""
        if self.name == "number":
            if self.is_integer:
                return "int64"
            return f"decimal({max(self.digits, 1)}, {self.scale})"
        return _DTYPES[self.name]

    @property
    def feel(self) -> types.FeelType:
        return _FEEL[self.name]

    def __str__(self) -> str:
        return str(self.feel)


_DTYPES = {
    "float": "float64", "string": "string", "boolean": "boolean", "date": "date", "moment": "timestamp(6)",
    "days": "int64", "months": "int64",
}  # fmt: skip
_FEEL = {
    "number": types.NUMBER, "float": types.NUMBER, "string": types.STRING, "boolean": types.BOOLEAN,
    "date": types.DATE, "moment": types.DATE_TIME, "days": types.DAYS, "months": types.MONTHS,
}  # fmt: skip

FLOAT, STRING, BOOLEAN, DATE = Kind("float"), Kind("string"), Kind("boolean"), Kind("date")
MOMENT, MONTHS, INTEGER = Kind("moment"), Kind("months"), Kind("number", 18)
DAYS = Kind("days", unit=DAY)
MICROSECONDS = Kind("days", unit=MICROSECOND)


def number(whole: int, scale: int, what: str, limit: int = EXACT_DIGITS) -> Kind:
    """The kind of an exact number. Raises NotBatch when it has too many digits."""
    if whole + scale > limit:
        raise NotBatch("digits", what=what, digits=whole + scale, limit=limit)
    if scale == 0 and whole == _INT64_DIGITS:
        whole += 1  # 19 nines are more than int64 holds
    return Kind("number", whole, scale)


def kind_of_constant(value: Value) -> Kind:
    """The kind that holds a FEEL value. Raises NotBatch for values no column holds."""
    if isinstance(value, Decimal):
        whole, scale = digits_of(value)
        return number(whole, scale, str(value))
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, str):
        return STRING
    if isinstance(value, Date) and 1 <= value.year <= 9999:
        return DATE
    if isinstance(value, DateTime) and value.time.zone is None and 1 <= value.date.year <= 9999:
        return MOMENT
    if isinstance(value, DaysDuration) and value.nanoseconds % MICROSECOND == 0:
        return DAYS if value.nanoseconds % DAY == 0 else MICROSECONDS
    if isinstance(value, MonthsDuration):
        return MONTHS
    raise NotBatch("type", expected=type(value).__name__)


def digits_of(value: Decimal) -> tuple[int, int]:
    """Digits before and after the point, without trailing zeros."""
    if not value:
        return 1, 0
    _, digits, exponent = value.normalize().as_tuple()
    assert isinstance(exponent, int)
    return max(len(digits) + exponent, 0), max(-exponent, 0)


def kind_of_dtype(dtype: Any, name: str) -> Kind:
    """The kind of an Ibis column type. Raises NotBatch for types without a counterpart."""
    if dtype.is_boolean():
        return BOOLEAN
    if dtype.is_integer():
        return Kind("number", {8: 3, 16: 5, 32: 10, 64: 19}[dtype.nbytes * 8] + dtype.is_unsigned_integer())
    if dtype.is_decimal() and dtype.precision is not None and dtype.scale is not None:
        return Kind("number", dtype.precision - dtype.scale, dtype.scale)
    if dtype.is_floating():
        return FLOAT
    if dtype.is_string():
        return STRING
    if dtype.is_date():
        return DATE
    if dtype.is_timestamp() and dtype.timezone is None and (dtype.scale or 6) <= 6:
        return MOMENT
    raise NotBatch("column-kind", name=name, got=str(dtype))


def stored(value: Value, kind: Kind) -> Any:
    """A FEEL value as the Python value a column of the kind holds; None stays."""
    if value is None or kind.name in ("string", "boolean"):
        return value
    if kind.name == "number":
        return int(value) if kind.is_integer else value.quantize(Decimal(1).scaleb(-kind.scale))
    if kind.name == "float":
        return float(value)
    if kind.name == "date":
        return python_time.date(value.year, value.month, value.day)
    if kind.name == "moment":
        midnight = python_time.datetime(value.date.year, value.date.month, value.date.day)  # noqa: DTZ001
        return midnight + python_time.timedelta(microseconds=value.time.nanoseconds // MICROSECOND)
    return value.months if kind.name == "months" else value.nanoseconds // kind.unit


def joined(left: Kind, right: Kind) -> Kind:
    """The kind that holds the values of both. Raises NotBatch when there is none."""
    if left == right:
        return left
    if left.name == right.name == "number":
        return number(
            max(left.whole, right.whole),
            max(left.scale, right.scale),
            f"{left.dtype} | {right.dtype}",
            MAX_DIGITS,
        )
    if left.name == right.name == "days":
        return Kind("days", unit=min(left.unit, right.unit))
    if left.is_numeric and right.is_numeric:
        other = left if right.name == "float" else right
        if other.digits <= 15:
            return FLOAT
        raise NotBatch("float-constant", value=other.dtype)
    raise NotBatch("mixed", left=str(left), right=str(right))
