"""Relations between unknowns, and how each narrows the bounds of its members. Interval arithmetic, pure.

A bound remembers what forced it: the fact, or the relation and the bounds it was computed from. Rounding
errors of floats are pushed outwards, so a relation never cuts off a true value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Literal, TypeAlias

Side: TypeAlias = Literal["low", "high"]
OUTWARDS = 1e-13


@dataclass(frozen=True, slots=True)
class Operand:
    """One input of a computed bound: `sign` joins it (× ÷ + −), `factor` multiplies it."""

    sign: str
    factor: float
    variable: int
    value: float
    bound: Bound | None


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """One side of an unknown's interval, and its reason: a fact, or a relation and its operands."""

    variable: int
    side: Side
    value: float
    fact: Fact | None = None
    relation: Relation | None = None
    operands: tuple[Operand, ...] = ()
    constant: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """What one element (a statement, an assumption) says about one unknown; `center` is the printed value."""

    variable: int
    low: float
    high: float
    element: int
    center: float | None = None


# unknown, side, value, operands, constant added to them
Narrowed: TypeAlias = tuple[int, Side, float, tuple[Operand, ...], float]


class Box:
    """The bounds of all unknowns: values and reasons. Unknowns without a bound have their domain's."""

    __slots__ = ("domain", "high", "high_reason", "low", "low_reason")

    def __init__(self, domain: list[float]) -> None:
        self.domain = domain
        self.low: dict[int, float] = {}
        self.high: dict[int, float] = {}
        self.low_reason: dict[int, Bound] = {}
        self.high_reason: dict[int, Bound] = {}

    def lower(self, variable: int) -> float:
        """Lower bound; the domain's (0 or minus infinity) where nothing is known."""
        found = self.low.get(variable)
        return self.domain[variable] if found is None else found

    def upper(self, variable: int) -> float:
        """Upper bound; infinity where nothing is known."""
        return self.high.get(variable, inf)


class _Ends:
    """Both sides of one unknown with their reasons, read at one moment."""

    __slots__ = ("high", "high_reason", "low", "low_reason", "variable")

    def __init__(self, box: Box, variable: int) -> None:
        self.variable = variable
        self.low, self.high = box.lower(variable), box.upper(variable)
        self.low_reason, self.high_reason = box.low_reason.get(variable), box.high_reason.get(variable)

    def at_low(self, sign: str, factor: float = 1.0) -> Operand:
        """The lower side as an operand."""
        return Operand(sign, factor, self.variable, self.low, self.low_reason)

    def at_high(self, sign: str, factor: float = 1.0) -> Operand:
        """The upper side as an operand."""
        return Operand(sign, factor, self.variable, self.high, self.high_reason)


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """result = left × right × s, with s between `least` and `most` (both 1 for an exact relation).

    Narrows only where the factors cannot be negative, which holds for levels, shares and growth factors.
    """

    result: int
    left: int
    right: int
    element: int | None = None
    least: float = 1.0
    most: float = 1.0
    about: object = field(default=None)

    @property
    def members(self) -> tuple[int, ...]:
        return self.result, self.left, self.right

    def narrow(self, box: Box) -> Iterator[Narrowed]:
        """Bounds that follow from the other two members."""
        left, right = _Ends(box, self.left), _Ends(box, self.right)
        if left.low < 0 or right.low < 0:
            return
        result = _Ends(box, self.result)
        least, most = self.least, self.most
        if left.low > 0 and right.low > 0:
            operands = (left.at_low("", least), right.at_low("×"))
            yield self.result, "low", left.low * right.low * least, operands, 0.0
        if left.high < inf and right.high < inf:
            operands = (left.at_high("", most), right.at_high("×"))
            yield self.result, "high", left.high * right.high * most, operands, 0.0
        for factor, other in ((self.left, right), (self.right, left)):
            if result.low > 0 and 0 < other.high < inf:
                operands = (result.at_low("", 1 / most), other.at_high("÷"))
                yield factor, "low", result.low / (other.high * most), operands, 0.0
            if result.high < inf and other.low > 0:
                operands = (result.at_high("", 1 / least), other.at_low("÷"))
                yield factor, "high", max(result.high, 0.0) / (other.low * least), operands, 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """sum of factor × member, plus `constant`, equals zero (or, with `at_most`, does not exceed zero)."""

    terms: tuple[tuple[float, int], ...]
    constant: float = 0.0
    at_most: bool = False
    element: int | None = None
    about: object = field(default=None)

    @property
    def members(self) -> tuple[int, ...]:
        return tuple(variable for _, variable in self.terms)

    def narrow(self, box: Box) -> Iterator[Narrowed]:
        """Bounds of each member from those of the others."""
        if not self.at_most:
            yield from self._one_side(box, least=False)
        yield from self._one_side(box, least=True)

    def _one_side(self, box: Box, *, least: bool) -> Iterator[Narrowed]:
        """With `least`: every other term as small as it can be, so this one is at most the rest."""
        ends: list[tuple[float, Operand, bool]] = []
        total, unbounded = self.constant, 0
        for factor, variable in self.terms:
            low_end = (factor > 0) == least
            both = _Ends(box, variable)
            operand = both.at_low("") if low_end else both.at_high("")
            ends.append((factor, operand, low_end))
            if operand.value in (inf, -inf):
                unbounded += 1
            else:
                total += factor * operand.value
        if unbounded > 1:
            return
        for factor, operand, low_end in ends:
            endless = operand.value in (inf, -inf)
            if unbounded and not endless:
                continue
            rest = total if endless else total - factor * operand.value
            side: Side = "high" if low_end else "low"
            yield (
                operand.variable,
                side,
                -rest / factor,
                _others(ends, operand, factor),
                -self.constant / factor,
            )


def _others(ends: list[tuple[float, Operand, bool]], one: Operand, factor: float) -> tuple[Operand, ...]:
    return tuple(
        Operand("−" if f / factor > 0 else "+", abs(f / factor), other.variable, other.value, other.bound)
        for f, other, _ in ends
        if other is not one
    )


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """result lies between `least` and `most` times base (neither can be negative)."""

    result: int
    base: int
    least: float
    most: float
    element: int | None = None
    about: object = field(default=None)

    @property
    def members(self) -> tuple[int, ...]:
        return self.result, self.base

    def narrow(self, box: Box) -> Iterator[Narrowed]:
        """Bounds of each from the other."""
        result, base = _Ends(box, self.result), _Ends(box, self.base)
        if base.low < 0:
            return
        least, most = self.least, self.most
        if base.low > 0:
            yield self.result, "low", base.low * least, (base.at_low("", least),), 0.0
        if base.high < inf and most < inf:
            yield self.result, "high", base.high * most, (base.at_high("", most),), 0.0
        if result.low > 0 and 0 < most < inf:
            yield self.base, "low", result.low / most, (result.at_low("", 1 / most),), 0.0
        if result.high < inf and least > 0:
            yield self.base, "high", result.high / least, (result.at_high("", 1 / least),), 0.0


Relation: TypeAlias = Product | Total | Within
