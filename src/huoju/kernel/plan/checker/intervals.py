"""Intervals: what a printed number leaves open. 435.3 is 435.25 to 435.35, 以上 has no upper end.

Numbers are rounded when printed, so a plain number stands for half a unit of its last digit either way; a
count of things printed in full, and a number in words (翻番, 两个), is exact. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from huoju.kernel.plan.checker.assumptions import Assumptions
from huoju.kernel.plan.statements import Comparator, Measure, Role, Statement

NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
# Doubling in words is no rounded number, but nobody prints 翻番 for 2.00 exactly; own choice.
WORDED_MULTIPLE_SLACK = Decimal("0.025")
HALF = Decimal("0.5")
COUNTED = frozenset("家个项条所座处户栋台辆人名位种次批")


@dataclass(frozen=True, slots=True)
class Interval:
    """Closed; in the unit the statement prints."""

    low: float
    high: float

    def scaled(self, factor: float) -> Interval:
        """The interval in another unit."""
        return Interval(self.low * factor, self.high * factor)


def half_step(statement: Statement, value: Decimal) -> Decimal:
    """Half a unit of the last printed digit, in the statement's unit; 0 for words and whole counts."""
    printed = _printed_number(statement, value)
    if printed is None:
        return Decimal(0)
    decimals = -int(printed.as_tuple().exponent)
    multiplier = value / printed if printed else Decimal(1)
    if decimals <= 0 and multiplier == 1 and statement.measure is Measure.COUNT and _is_counted(statement):
        return Decimal(0)
    return HALF * Decimal(1).scaleb(-decimals) * abs(multiplier)


def _is_counted(statement: Statement) -> bool:
    return bool(statement.unit) and statement.unit[-1:] in COUNTED  # type: ignore[index]


def _printed_number(statement: Statement, value: Decimal) -> Decimal | None:
    """The number as printed that stands for `value`: 1.6 for 16000 in "1.6万余个"; None without digits."""
    text = unicodedata.normalize("NFKC", statement.value_text).replace(" ", "")
    best: Decimal | None = None
    for match in NUMBER.finditer(text):
        number = Decimal(match[0].replace(",", ""))
        if number == abs(value):
            return number
        if number and best is None and _is_power_of_ten(abs(value) / number):
            best = number
    return best


def _is_power_of_ten(ratio: Decimal) -> bool:
    return ratio > 0 and ratio == Decimal(1).scaleb(ratio.adjusted())


def interval_of(statement: Statement, assumptions: Assumptions, *, lower_is_better: bool = False) -> Interval:
    """The values that a statement with one number or a range leaves possible.

    A promise to "reach" (达到, 翻番) leaves room beyond; a fact that "reached" does not. 多 and 余 are lower
    bounds, 约 and 近 leave the width of the assumptions.
    """
    low, high = min(statement.value), max(statement.value)
    below, above = low - half_step(statement, low), high + half_step(statement, high)
    match statement.comparator:
        case Comparator.GE | Comparator.GT:
            return Interval(float(low), inf)
        case Comparator.LE | Comparator.LT:
            return Interval(-inf, float(high))
        case Comparator.APPROX:
            width = Decimal(str(assumptions.about))
            return Interval(float(below - abs(low) * width), float(above + abs(high) * width))
    if _is_worded_multiple(statement):
        below, above = low * (1 - WORDED_MULTIPLE_SLACK), high * (1 + WORDED_MULTIPLE_SLACK)
    if leaves_room_beyond(statement):
        return Interval(-inf, float(above)) if lower_is_better else Interval(float(below), inf)
    return Interval(float(below), float(above))


def printed_interval(statement: Statement) -> Interval:
    """The printed number with its rounding alone; 翻番 in words with a little leeway."""
    low, high = min(statement.value), max(statement.value)
    if _is_worded_multiple(statement):
        return Interval(float(low * (1 - WORDED_MULTIPLE_SLACK)), float(high * (1 + WORDED_MULTIPLE_SLACK)))
    return Interval(float(low - half_step(statement, low)), float(high + half_step(statement, high)))


def leaves_room_beyond(statement: Statement) -> bool:
    """Whether more than the printed number keeps the promise: 达到 and 翻番 of a target."""
    if statement.role is not Role.TARGET or statement.measure is Measure.COMPOSITION:
        return False
    return statement.comparator is Comparator.REACH or _is_worded_multiple(statement)


def _is_worded_multiple(statement: Statement) -> bool:
    if statement.measure is not Measure.MULTIPLE:
        return False
    return not any(ch.isdigit() for ch in statement.value_text)


def part_interval(statement: Statement, value: Decimal) -> Interval:
    """One part of a composition with its rounding."""
    half = half_step(statement, value)
    return Interval(float(value - half), float(value + half))


def growth_factor(interval: Interval, years: int) -> Interval:
    """The factor that yearly growth (percent) within `interval` makes over `years`."""
    return Interval(_compound(interval.low, years), _compound(interval.high, years))


def _compound(percent: float, years: int) -> float:
    if percent == inf:
        return inf
    return max(1 + percent / 100, 0.0) ** years if percent != -inf else 0.0


def widest(intervals: Iterable[Interval]) -> Interval:
    """The smallest interval that holds all of these."""
    known = list(intervals)
    return Interval(min(i.low for i in known), max(i.high for i in known))
