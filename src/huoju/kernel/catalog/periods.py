"""Periods: spans of time with a frequency, as statistics and plans use them.

A `Period` is a value: the span decides the frequency, so that 2024年1-3月 and 2024年一季度 are one and the
same thing. Pure; what people write is read in `period_spellings`. Start reading at `Period`.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import total_ordering

from huoju.errors import InputError

FIRST_YEAR, LAST_YEAR = 1900, 2199


class BadPeriod(InputError):
    """A text that names no span of time, or one that ends before it begins."""

    code = "bad-period"
    zh = "“{text}”不是可识别的期间。可写作：2025、2025年上半年、2024年三季度、2024年1-9月、2021-2025、“十四五”。"
    en = "“{text}” is not a period. Write for example 2025, 2025-H1, 2024-Q3, 2024-01..2024-09 or 2021-2025."


class Frequency(StrEnum):
    """How long a period is. The letters are those of SDMX CL_FREQ as far as it has them."""

    YEAR = "A"
    HALF = "S"
    QUARTER = "Q"
    MONTH = "M"
    DAY = "D"
    RANGE = "R"
    EACH_YEAR = "X"


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole days, or "each year" (每年), which has no span.

    `str(period)` is the canonical text: 2025, 2025-H1, 2025-Q3, 2025-06, 2025-06-30, 2021-2025,
    2024-01..2024-09, annual. Make one with `parse`, `of_year`, `between` or `five_year_plan`.
    Periods are ordered by start, then by end; "each year" comes first.
    """

    frequency: Frequency
    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.frequency is Frequency.EACH_YEAR:
            if self.start is not None or self.end is not None:
                raise BadPeriod(text=f"annual {self.start}..{self.end}")
        elif self.start is None or self.end is None or self.frequency is not _frequency(self.start, self.end):
            raise BadPeriod(text=f"{self.frequency.value} {self.start}..{self.end}")

    # -- making one

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period as people and programs write it; raises `BadPeriod`."""
        from .period_spellings import read_period

        return read_period(text)

    @classmethod
    def between(cls, start: date, end: date) -> Period:
        """The period from `start` to `end`, both included; raises `BadPeriod` when it ends before it begins."""
        return cls(_frequency(start, end), start, end)

    @classmethod
    def of_year(cls, year: int) -> Period:
        """The calendar year."""
        return cls.of_years(year, year)

    @classmethod
    def of_years(cls, first: int, last: int) -> Period:
        """The calendar years from `first` to `last`, both included."""
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            raise BadPeriod(text=f"{first}-{last}")
        return cls.between(date(first, 1, 1), date(last, 12, 31))

    @classmethod
    def of_months(cls, year: int, first: int, last: int) -> Period:
        """Months `first` to `last` (1 to 12) of one year: 1 to 3 is the first quarter, 1 to 12 the year."""
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= first <= last <= 12):
            raise BadPeriod(text=f"{year}-{first:02}..{year}-{last:02}")
        return cls.between(date(year, first, 1), _month_end(year, last))

    @classmethod
    def five_year_plan(cls, number: int) -> Period:
        """The span of China's nth five-year plan: 14 gives 2021-2025.

        The first ran 1953-1957 and the second 1958-1962; after three years of adjustment the third began
        in 1966, and every fifth year since a new one.
        """
        if number < 1:
            raise BadPeriod(text=str(number))
        first = 1953 + 5 * (number - 1) if number <= 2 else 1966 + 5 * (number - 3)
        return cls.of_years(first, first + 4)

    # -- asking one

    @property
    def year(self) -> int | None:
        """Calendar year of the last day: 2025 for 2021-2025; None for "each year"."""
        return self.end.year if self.end else None

    @property
    def is_each_year(self) -> bool:
        """Whether this is "each year" (每年), without a span of its own."""
        return self.frequency is Frequency.EACH_YEAR

    @property
    def is_whole_years(self) -> bool:
        """Whether it runs from a 1 January to a 31 December."""
        return bool(self.start and self.end and _whole_years(self.start, self.end))

    @property
    def calendar_years(self) -> tuple[int, ...]:
        """The calendar years it touches, in order; empty for "each year"."""
        return tuple(range(self.start.year, self.end.year + 1)) if self.start and self.end else ()

    def length_in_years(self) -> Fraction | None:
        """Length in years: 5 for 2021-2025, 1/4 for a quarter, days over 365 otherwise; None for "each year"."""
        if self.start is None or self.end is None:
            return None
        if _whole_months(self.start, self.end):
            return Fraction(_months(self.start, self.end), 12)
        return Fraction((self.end - self.start).days + 1, 365)

    def contains(self, other: Period | date) -> bool:
        """Whether all of `other` lies inside. "Each year" neither contains nor is contained."""
        if isinstance(other, date):
            return bool(self.start and self.end and self.start <= other <= self.end)
        if other.start is None or other.end is None:
            return False
        return self.contains(other.start) and self.contains(other.end)

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day. "Each year" overlaps nothing."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return False
        return self.start <= other.end and other.start <= self.end

    def shifted_years(self, years: int) -> Period:
        """The same part of the calendar `years` later (earlier when negative): what 同比 compares with."""
        if self.start is None or self.end is None:
            return self
        start, end = _add_years(self.start, years), _add_years(self.end, years)
        if _whole_months(self.start, self.end):
            end = _month_end(end.year, end.month)
        return Period.between(start, end)

    def each_year(self) -> tuple[Period, ...]:
        """The calendar years it touches, as periods."""
        return tuple(Period.of_year(year) for year in self.calendar_years)

    # -- writing one

    def __str__(self) -> str:
        if self.start is None or self.end is None:
            return "annual"
        start, end = self.start, self.end
        match self.frequency:
            case Frequency.YEAR:
                return f"{start.year}"
            case Frequency.HALF:
                return f"{start.year}-H{1 + start.month // 7}"
            case Frequency.QUARTER:
                return f"{start.year}-Q{(start.month + 2) // 3}"
            case Frequency.MONTH:
                return f"{start:%Y-%m}"
            case Frequency.DAY:
                return start.isoformat()
        if _whole_years(start, end):
            return f"{start.year}-{end.year}"
        if _whole_months(start, end):
            return f"{start:%Y-%m}..{end:%Y-%m}"
        return f"{start}..{end}"

    def label(self, language: str = "zh") -> str:
        """What a page shows: 2024年1—9月, or January-September 2024."""
        from .period_labels import label_period

        return label_period(self, language)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[date, date]:
        return self.start or date.min, self.end or date.min


EACH_YEAR = Period(Frequency.EACH_YEAR, None, None)


def _frequency(start: date, end: date) -> Frequency:
    """The frequency that a span has; raises `BadPeriod` when it ends before it begins."""
    if end < start:
        raise BadPeriod(text=f"{start}..{end}")
    if start == end:
        return Frequency.DAY
    if not _whole_months(start, end):
        return Frequency.RANGE
    months, month = _months(start, end), start.month
    if months == 12 and month == 1:
        return Frequency.YEAR
    if months == 6 and month in (1, 7):
        return Frequency.HALF
    if months == 3 and month in (1, 4, 7, 10):
        return Frequency.QUARTER
    return Frequency.MONTH if months == 1 else Frequency.RANGE


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and (end + timedelta(days=1)).day == 1


def _whole_years(start: date, end: date) -> bool:
    return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _add_years(day: date, years: int) -> date:
    last = monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))
