"""A commitment as the assessment needs it: a promised value, by when, from which base.

Values are kept in the unit the plan printed (a share of 46 % is `Decimal("46")`, unit "%"), because every
step is shown to people in that unit. Pure; may import the catalog.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huoju.kernel.catalog import Quantity

ANNUAL = "annual"


@lru_cache(maxsize=1024)
def _years_in(period: str) -> tuple[int, int] | None:
    """First and last calendar year that a canonical period names; None for "annual"."""
    years = [int(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", period)]
    return (years[0], years[-1]) if years else None


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise of a plan.

    `measure` and `comparator` are the words of `plan.Measure` and `plan.Comparator`; `period` is canonical
    text ("2025", "2021-2025", "annual"); `reference` is the other area of a `difference`; `chapter` and
    `bureau` only group. An unknown base is None, never zero.
    """

    key: str
    indicator: str
    concept: str | None
    subject: str
    measure: str
    comparator: str
    value: tuple[Decimal, ...]
    unit: str | None
    period: str
    plan_start: int
    plan_end: int
    baseline_period: str | None = None
    stretch: bool = False
    nature: str | None = None
    threshold: Quantity | None = None
    direction: str = "higher"
    baseline: Quantity | None = None
    baseline_year: int | None = None
    reference: str | None = None
    chapter: str = ""
    bureau: str = ""
    indicator_en: str = ""

    def __post_init__(self) -> None:
        if not self.value:
            raise ValueError(f"commitment {self.key} promises no value")
        if self.plan_end < self.plan_start:
            raise ValueError(f"commitment {self.key}: the plan ends before it starts")

    @property
    def name_en(self) -> str:
        """The indicator in English; the plan's own words where they have no English yet."""
        return self.indicator_en or self.indicator

    @property
    def series(self) -> str:
        """The evidence store's name of the indicator: the concept, or `term:` and the plan's own words."""
        return self.concept or f"term:{self.indicator}"

    @property
    def is_annual(self) -> bool:
        """Whether the promise is repeated every year of the plan."""
        return self.period == ANNUAL

    @property
    def years(self) -> tuple[int, int]:
        """First and last year that the promise is about: (2025, 2025), (2021, 2025)."""
        return _years_in(self.period) or (self.plan_start, self.plan_end)

    @property
    def base_year(self) -> int:
        """The year the promise is counted from: its own base, the baseline's, else the year before the plan."""
        if self.baseline_period and self.baseline_period[:4].isdigit():
            return int(self.baseline_period[:4])
        if self.baseline_year is not None:
            return self.baseline_year
        first, last = self.years
        return (first if last > first else self.plan_start) - 1

    @property
    def due(self) -> date:
        """The day the promise falls due: the last day of its last year."""
        return date(self.years[1], 12, 31)

    @property
    def start(self) -> date:
        """The day its clock starts: the last day of the base year, never after the plan's first day."""
        return date(min(self.base_year, self.plan_start - 1), 12, 31)
