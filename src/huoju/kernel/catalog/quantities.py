"""Quantities: a number with its unit, and with its price basis where money is concerned.

Pure values. What cannot be compared or added raises `UnitMismatch`, never a wrong number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering

from .units import Unit, UnitMismatch, convert, find_unit, get_unit

Scalar = Decimal | int


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """`value` in `unit`, kept in the form it was published in.

    Two quantities are equal when they are the same amount (1 亿元 and 10000 万元) at the same price basis.

    Parameters
    ----------
    unit : a text `find_unit` knows; raises `UnknownUnit`.
    price_basis : "current", "constant:2020" (prices of 2020), or None where it does not matter or is not known.
    """

    value: Decimal
    unit: str
    price_basis: str | None = None

    def __post_init__(self) -> None:
        get_unit(self.unit)
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            raise TypeError(f"a quantity needs a finite Decimal, not {self.value!r}")

    @property
    def family(self) -> str:
        """Unit family, for example "money_cny" or "money_cny/person"."""
        return self._unit().family

    def in_base(self) -> Fraction:
        """The amount in the base unit of its family, exactly."""
        return Fraction(self.value) * self._unit().factor

    def to(self, unit: str) -> Quantity:
        """The same amount in another unit of the family; raises `UnitMismatch`."""
        return replace(self, value=convert(self.value, self.unit, unit), unit=unit)

    def is_compatible(self, other: Quantity) -> bool:
        """Whether the two may be compared: one family, and no two different price bases."""
        same_prices = None in (self.price_basis, other.price_basis) or self.price_basis == other.price_basis
        return same_prices and self.family == other.family

    def __add__(self, other: Quantity) -> Quantity:
        """Sum in the unit of the left side; a share plus percentage points is a share."""
        if (self.family, other.family) == ("share", "percentage_point"):
            return replace(self.to("%"), value=self.to("%").value + other.to("个百分点").value)
        self._must_fit(other)
        return replace(self, value=self.value + other.to(self.unit).value)

    def __sub__(self, other: Quantity) -> Quantity:
        """Difference in the unit of the left side; the difference of two shares is in percentage points."""
        if (self.family, other.family) == ("share", "percentage_point"):
            return self + -other
        self._must_fit(other)
        if self.family == "share":
            return Quantity(self.to("%").value - other.to("%").value, "个百分点")
        return replace(self, value=self.value - other.to(self.unit).value)

    def __neg__(self) -> Quantity:
        return replace(self, value=-self.value)

    def __mul__(self, factor: Scalar) -> Quantity:
        return replace(self, value=self.value * factor)

    __rmul__ = __mul__

    def __truediv__(self, divisor: Scalar) -> Quantity:
        return replace(self, value=self.value / divisor)

    def ratio_to(self, other: Quantity) -> Fraction:
        """How many times `other`, exactly; raises `UnitMismatch`, and `ZeroDivisionError` for nothing."""
        self._must_fit(other)
        return self.in_base() / other.in_base()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __lt__(self, other: Quantity) -> bool:
        self._must_fit(other)
        return self.in_base() < other.in_base()

    def __str__(self) -> str:
        return f"{self.value}{self.unit}"

    def _identity(self) -> tuple[str, Fraction, str | None]:
        return self.family, self.in_base(), self.price_basis

    def _unit(self) -> Unit:
        unit = find_unit(self.unit)
        assert unit is not None
        return unit

    def _must_fit(self, other: Quantity) -> None:
        if not self.is_compatible(other):
            raise UnitMismatch(where=str(self), expected=_described(self), got=_described(other))


def _described(quantity: Quantity) -> str:
    return f"{quantity.unit} ({quantity.price_basis})" if quantity.price_basis else quantity.unit
