"""Tracks: base, target and observed points of one commitment, on one scale, ready to be judged.

Every measure (level, growth, doubling, increment ...) becomes a track; `verdicts` judges all of them alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import WIDE
from huoju.kernel.progress.assessments import Note, Step
from huoju.kernel.progress.goals import Goal

if TYPE_CHECKING:
    from huoju.kernel.evidence import Observation

ONE = Decimal(1)


class Shape(StrEnum):
    """How the path runs from base to target: evenly, by a constant rate, or at a level to be held."""

    LINEAR = "linear"
    GEOMETRIC = "geometric"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Point:
    """One known value. `shown` is what people compare with the promise (6.3 %), `value` the track's scale."""

    day: date
    value: Decimal
    observation: Observation | None = None
    shown: Decimal | None = None
    is_whole_year: bool = True
    steps: tuple[Step, ...] = ()

    @property
    def compared(self) -> Decimal:
        """The value that the goal is asked about."""
        return self.value if self.shown is None else self.shown

    @property
    def at(self) -> Decimal:
        """The day as a year count: 2023 for 31 December 2023, 2023.5 in the middle of 2024."""
        if self.day.month == 12 and self.day.day == 31:
            return Decimal(self.day.year)
        days = 366 if self.day.year % 4 == 0 else 365
        return WIDE.divide(Decimal(self.day.timetuple().tm_yday), Decimal(days)) + self.day.year - 1


@dataclass(frozen=True, slots=True)
class Track:
    """What is known of one commitment.

    `mark` is the target on the track's scale, `shown_target` as printed; `unit` is that of shown values,
    `scale_unit` that of the track. `base` None: unknown. `is_monotone`: the value can only grow, so a goal
    once reached stays reached. `is_pace`: what is shown is a yearly pace, so reaching it under way is being
    on track, not ahead. `cannot_conclude`: a reason why even the last point proves nothing.
    """

    goal: Goal
    mark: Decimal | None
    base: Point | None
    points: tuple[Point, ...]
    shape: Shape
    unit: str | None
    scale_unit: str | None
    steps: tuple[Step, ...] = ()
    caveats: tuple[Note, ...] = ()
    missing: tuple[Note, ...] = ()
    is_monotone: bool = False
    cannot_conclude: Note | None = None
    shown_target: Decimal | None = None
    is_pace: bool = False


def share_of_path(shape: Shape, base: Decimal, mark: Decimal, elapsed: Decimal) -> Decimal:
    """Attainment that the path asks for after `elapsed` (0 to 1) of the way."""
    if shape is not Shape.GEOMETRIC or base <= 0 or mark <= 0 or mark == base:
        return elapsed
    ratio = WIDE.divide(mark, base)
    return WIDE.divide(power(ratio, elapsed) - 1, ratio - 1)


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """`base` to a whole or broken power, 28 digits."""
    if exponent == exponent.to_integral_value():
        return WIDE.power(base, int(exponent))
    return WIDE.exp(WIDE.multiply(exponent, WIDE.ln(base)))


def path_of(track: Track, first: int, last: int) -> tuple[tuple[int, Decimal], ...]:
    """(year, value) from base to due year on the track's scale; empty without base and target."""
    if track.base is None or track.mark is None or last <= first or track.shape is Shape.HOLD:
        return ()
    base, mark, years = track.base.value, track.mark, last - first
    if track.shape is Shape.GEOMETRIC and base > 0 and mark > 0:
        factor = power(WIDE.divide(mark, base), WIDE.divide(ONE, Decimal(years)))
        inner = [WIDE.multiply(base, WIDE.power(factor, n)) for n in range(1, years)]
    else:
        step = WIDE.divide(mark - base, Decimal(years))
        inner = [base + step * n for n in range(1, years)]
    return tuple(zip(range(first, last + 1), [base, *inner, mark], strict=True))
