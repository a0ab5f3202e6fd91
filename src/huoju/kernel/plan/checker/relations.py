"""Relations between unknowns, and how each narrows the bounds of its members. Interval arithmetic, pure.

A bound remembers what forced it: the fact, or the relation and the bounds it was computed from. Rounding
errors of floats are pushed outwards, so a relation never cuts off a true value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Literal, NamedTuple, TypeAlias

Side: TypeAlias = Literal["low", "high"]
OUTWARDS = 1e-13
# A bound must move by this share of its size to be worth passing on.
WORTH = 1e-8


class Operand(NamedTuple):
    """One input of a computed bound: `sign` joins it (× ÷ + −), `factor` multiplies it."""

    sign: str
    factor: float
    variable: int
    value: float
    bound: Bound | None


@dataclass(slots=True, eq=False)
class Bound:
    """One side of an unknown's interval, and its reason: a fact, or a relation and its operands.

    Never changed once made; not frozen, since making frozen ones took a fifth of a check's time.
    """

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
    """The bounds of all unknowns, values and reasons, by number. A reason of None is the domain itself."""

    __slots__ = ("domain", "high", "high_reason", "low", "low_reason")

    def __init__(self, domain: list[float]) -> None:
        self.domain = domain
        self.low = domain.copy()
        self.high = [inf] * len(domain)
        self.low_reason: list[Bound | None] = [None] * len(domain)
        self.high_reason: list[Bound | None] = [None] * len(domain)

    def copy(self) -> Box:
        """The same bounds, to be narrowed further."""
        other = Box.__new__(Box)
        other.domain = self.domain
        other.low, other.high = self.low.copy(), self.high.copy()
        other.low_reason, other.high_reason = self.low_reason.copy(), self.high_reason.copy()
        return other

    def at_low(self, variable: int, sign: str, factor: float = 1.0) -> Operand:
        """The lower side of an unknown as an operand."""
        return Operand(sign, factor, variable, self.low[variable], self.low_reason[variable])

    def at_high(self, variable: int, sign: str, factor: float = 1.0) -> Operand:
        """The upper side of an unknown as an operand."""
        return Operand(sign, factor, variable, self.high[variable], self.high_reason[variable])


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """result = left × right, exactly.

    Narrows only where the factors cannot be negative, which holds for levels, shares and growth factors.
    """

    result: int
    left: int
    right: int
    element: int | None = None
    about: object = field(default=None)

    @property
    def members(self) -> tuple[int, ...]:
        return self.result, self.left, self.right

    def narrow(self, box: Box) -> Iterator[Narrowed]:
        """Tighter bounds that follow from the other two members."""
        result, left, right = self.result, self.left, self.right
        low, high = box.low, box.high
        if low[left] < 0 or low[right] < 0:
            return
        value = low[left] * low[right]
        if value > low[result]:
            yield result, "low", value, (box.at_low(left, ""), box.at_low(right, "×")), 0.0
        if high[left] < inf and high[right] < inf:
            value = high[left] * high[right]
            if value < high[result]:
                yield result, "high", value, (box.at_high(left, ""), box.at_high(right, "×")), 0.0
        for factor, other in ((left, right), (right, left)):
            if low[result] > 0 and 0 < high[other] < inf:
                value = low[result] / high[other]
                if value > low[factor]:
                    yield factor, "low", value, (box.at_low(result, ""), box.at_high(other, "÷")), 0.0
            if high[result] < inf and low[other] > 0:
                value = max(high[result], 0.0) / low[other]
                if value < high[factor]:
                    yield factor, "high", value, (box.at_high(result, ""), box.at_low(other, "÷")), 0.0


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
        """Tighter bounds of each member from those of the others."""
        if not self.at_most:
            yield from self._one_side(box, least=False)
        yield from self._one_side(box, least=True)

    def _one_side(self, box: Box, *, least: bool) -> Iterator[Narrowed]:
        """With `least`: every other term as small as it can be, so this one is at most the rest."""
        low, high = box.low, box.high
        total, endless = self.constant, -1
        for factor, variable in self.terms:
            value = low[variable] if (factor > 0) == least else high[variable]
            if value in (inf, -inf):
                if endless >= 0:
                    return
                endless = variable
            else:
                total += factor * value
        for factor, variable in self.terms:
            if endless >= 0 and variable != endless:
                continue
            at_low = (factor > 0) == least
            rest = total if endless >= 0 else total - factor * (low[variable] if at_low else high[variable])
            value = -rest / factor
            leeway = WORTH * abs(value)
            if at_low:
                if value < high[variable] - leeway:
                    yield (
                        variable,
                        "high",
                        value,
                        self._others(box, variable, factor, least),
                        -self.constant / factor,
                    )
            elif value > low[variable]:
                yield (
                    variable,
                    "low",
                    value,
                    self._others(box, variable, factor, least),
                    -self.constant / factor,
                )

    def _others(self, box: Box, one: int, factor: float, least: bool) -> tuple[Operand, ...]:
        """The other terms, as they stand on their side of the equation."""
        operands = []
        for f, variable in self.terms:
            if variable == one:
                continue
            side = box.at_low if (f > 0) == least else box.at_high
            operands.append(side(variable, "−" if f / factor > 0 else "+", abs(f / factor)))
        return tuple(operands)


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
        """Tighter bounds of each from the other."""
        result, base, least, most = self.result, self.base, self.least, self.most
        low, high = box.low, box.high
        if low[base] < 0:
            return
        if low[base] * least > low[result]:
            yield result, "low", low[base] * least, (box.at_low(base, "", least),), 0.0
        if high[base] < inf and most < inf and high[base] * most < high[result]:
            yield result, "high", high[base] * most, (box.at_high(base, "", most),), 0.0
        if low[result] > 0 and 0 < most < inf and low[result] / most > low[base]:
            yield base, "low", low[result] / most, (box.at_low(result, "", 1 / most),), 0.0
        if high[result] < inf and least > 0 and high[result] / least < high[base]:
            yield base, "high", high[result] / least, (box.at_high(result, "", 1 / least),), 0.0


Relation: TypeAlias = Product | Total | Within
