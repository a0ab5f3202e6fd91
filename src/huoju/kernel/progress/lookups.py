"""Look-ups: what the evidence holds for a commitment, in the commitment's unit, as points in time.

Takes a snapshot (anything with `series`), never a store or a clock. A forecast, an observation of a period
that is not over on the day, and a value in a foreign unit are left out; the last is reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from huoju.kernel.catalog import UnitMismatch, UnknownUnit, convert
from huoju.kernel.progress.assessments import Note
from huoju.kernel.progress.tracks import Point

if TYPE_CHECKING:
    from huoju.kernel.catalog import Catalog, Indicator
    from huoju.kernel.evidence import Observation
    from huoju.kernel.progress.commitments import Commitment

FORECAST = "F"
PROVISIONAL = frozenset({"P", "E", "V", "U"})
# Of two figures for one period the firmer one is used: SDMX status, best first.
FIRMNESS = {"A": 0, "B": 1, "D": 2, "W": 3, "K": 3, "P": 4, "V": 5, "U": 6, "E": 7, "I": 8, "G": 9}


class SeriesSource(Protocol):
    """What progress needs of a snapshot: a series by its key in constant time."""

    def series(
        self, indicator: str, subject: str, measure: str = "level", breakdown: str = ""
    ) -> tuple[Observation, ...]: ...


class Lookup:
    """The evidence as known on one day. Keeps what it found, so that many commitments ask once."""

    def __init__(self, snapshot: SeriesSource, as_of: date, catalog: Catalog) -> None:
        self.snapshot, self.as_of, self.catalog = snapshot, as_of, catalog
        self._indicators: dict[str, Indicator | None] = {}

    def indicator(self, concept: str | None) -> Indicator | None:
        """The catalog's entry, or None for what only the plan names."""
        if concept is None:
            return None
        if concept not in self._indicators:
            self._indicators[concept] = self.catalog.find(concept)
        return self._indicators[concept]

    def kind(self, commitment: Commitment) -> str | None:
        """stock, flow, ratio ... of the commitment's indicator; None when the catalog does not know it."""
        entry = self.indicator(commitment.concept)
        return str(entry.kind) if entry else None

    def observed(
        self, commitment: Commitment, measures: Iterable[str], *, subject: str | None = None,
        breakdown: str = "", indicator: str | None = None,
    ) -> tuple[Observation, ...]:  # fmt: skip
        """Usable observations of the commitment's series, the firmest for each period, by period end.

        The measures are asked in order; an earlier one wins where both have a period.
        """
        found: dict[object, Observation] = {}
        name, who = indicator or commitment.series, subject or commitment.subject
        for measure in measures:
            of_measure: dict[object, Observation] = {}
            for observation in self.snapshot.series(name, who, measure, breakdown):
                if self._is_usable(observation):
                    period = observation.period
                    rival = of_measure.get(period)
                    if rival is None or _firmness(observation) < _firmness(rival):
                        of_measure[period] = observation
            found = of_measure | found
        return tuple(sorted(found.values(), key=_by_end))

    def _is_usable(self, observation: Observation) -> bool:
        end = observation.period.end
        return (
            observation.value is not None
            and observation.status != FORECAST
            and end is not None
            and end <= self.as_of
        )


def _by_end(observation: Observation) -> tuple[date, date]:
    return observation.period.end or date.min, observation.period.start or date.min


def _firmness(observation: Observation) -> tuple[int, float]:
    return FIRMNESS.get(observation.status, 10), -observation.vintage.timestamp()


def in_unit(observation: Observation, unit: str | None) -> Decimal | None:
    """The observation's value in `unit`; None when the two do not convert."""
    assert observation.value is not None
    if unit is None or observation.unit == unit or not observation.unit:
        return observation.value
    try:
        return convert(observation.value, observation.unit, unit)
    except (UnitMismatch, UnknownUnit):
        return None


def points_of(
    observations: Iterable[Observation], unit: str | None
) -> tuple[tuple[Point, ...], tuple[Note, ...]]:
    """Points in `unit`, and a note for each observation whose unit does not convert."""
    points, notes = [], []
    for observation in observations:
        value = in_unit(observation, unit)
        if value is None:
            notes.append(_foreign_unit(observation, unit))
        elif observation.period.end is not None:
            whole = observation.period.is_whole_years
            points.append(Point(observation.period.end, value, observation, is_whole_year=whole))
    return tuple(points), tuple(notes)


def _foreign_unit(observation: Observation, unit: str | None) -> Note:
    return Note(
        "foreign-unit",
        f"{observation.period.label('zh')}的观测值单位为“{observation.unit}”，不能换算为“{unit}”，未采用",
        f"The value for {observation.period.label('en')} is in {observation.unit}, "
        f"which does not convert to {unit}: not used",
    )


def years_as_text(years: Iterable[int]) -> str:
    """2021, 2022, 2024 as "2021、2022、2024年"."""
    return "、".join(str(year) for year in years) + "年"
