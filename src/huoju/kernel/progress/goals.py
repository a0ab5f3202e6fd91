"""Goals: which values keep a promise, read from its comparator and the indicator's direction. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from huoju.kernel.progress.commitments import Commitment
from huoju.kernel.progress.thresholds import ProgressRules

ZERO = Decimal(0)


class Sense(StrEnum):
    """At least (以上), at most (以内), or between two bounds."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Goal:
    """The values that keep the promise. `strict` excludes the bound itself (超过, 低于)."""

    sense: Sense
    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False

    @property
    def mark(self) -> Decimal:
        """The bound to be reached: the lower one, or the upper one of an at-most goal."""
        bound = self.high if self.sense is Sense.AT_MOST else self.low
        assert bound is not None
        return bound

    def is_met_by(self, value: Decimal) -> bool:
        """Whether `value` keeps the promise."""
        if self.low is not None and (value < self.low or (self.strict and value == self.low)):
            return False
        return not (self.high is not None and (value > self.high or (self.strict and value == self.high)))

    def distance(self, value: Decimal) -> Decimal:
        """How far `value` lies outside the bounds; zero inside."""
        if self.low is not None and value < self.low:
            return self.low - value
        if self.high is not None and value > self.high:
            return value - self.high
        return ZERO


def goal_of(commitment: Commitment, rules: ProgressRules) -> Goal:
    """The goal of a commitment with one value or a range, in the unit it was printed in.

    The comparator decides; a plain number or 达到 follows the indicator's direction (a rank of 5, an
    unemployment rate of 4.5 are at most), and otherwise means "at least".
    """
    low, high = commitment.value[0], commitment.value[-1]
    comparator, lower = commitment.comparator, lower_is_better(commitment)
    if comparator in ("ge", "gt"):
        return Goal(Sense.AT_LEAST, low=low, strict=comparator == "gt")
    if comparator in ("le", "lt"):
        return Goal(Sense.AT_MOST, high=high, strict=comparator == "lt")
    if comparator == "approx":
        slack = abs(low) * rules.approx_tolerance
        low, high = low - slack, high + slack
    if lower:
        return Goal(Sense.AT_MOST, high=high)
    if comparator == "range" and commitment.direction == "neither":
        return Goal(Sense.WITHIN, low=low, high=high)
    return Goal(Sense.AT_LEAST, low=low)


def lower_is_better(commitment: Commitment) -> bool:
    """Whether a smaller value is the better one: ranks, what must go to zero, indicators marked so."""
    if commitment.measure == "rank":
        return True
    if commitment.value == (ZERO,) and commitment.direction != "higher":
        return True
    return commitment.direction == "lower" and commitment.measure not in ("increment", "multiple")
