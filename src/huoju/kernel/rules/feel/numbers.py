"""Numbers of FEEL: IEEE 754 decimal128, 34 digits, half-even (DMN 1.5, 10.3.2.3.1).

The context traps nothing: an operation that has no number for an answer gives NaN or Infinity, which
`finite` turns into None; the caller records the warning.
"""

from __future__ import annotations

import decimal
from decimal import Decimal

PRECISION = 34
CONTEXT = decimal.Context(
    prec=PRECISION, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=1, traps=[]
)
_PLAIN_EXPONENTS = 40


def number_of_text(text: str) -> Decimal:
    """The number a literal writes, rounded to 34 digits."""
    return CONTEXT.create_decimal(text)


def finite(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None


def as_number(value: object) -> Decimal | None:
    """A Python number as FEEL's; None for anything else and for NaN. Floats are read by their shortest text."""
    if isinstance(value, Decimal):
        return finite(CONTEXT.plus(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return finite(CONTEXT.create_decimal(repr(value) if isinstance(value, float) else value))


def as_integer(value: object) -> int | None:
    """A FEEL number that is whole, as an int; else None."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return None


def number_text(value: Decimal) -> str:
    """The shortest plain text of a number: no exponent, no trailing zeros after the point."""
    if not value:
        return "0"
    digits = value.normalize(CONTEXT)
    return format(digits, "f") if abs(digits.adjusted()) <= 6144 else str(digits)
