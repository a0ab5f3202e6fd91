"""Charts of pages: which series a commitment's chart draws, and the specification ready for the template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from huoju.kernel.evidence import Observation, Snapshot
from huoju.kernel.evidence import queries as evidence
from huoju.kernel.progress import Commitment
from huoju.kernel.progress.compositions import PART_INDICATORS
from huoju.kernel.reports.charts import PathChart, path_chart
from huoju.kernel.reports.paths import chart_of
from huoju.site.pages.standing import Row, Standing
from huoju.site.texts import Text

LEVELS = ("level", "count", "share", "ratio", "rank", "cumulative", "increment", "multiple", "difference")
RATES = ("growth_rate", "annual_average_growth")
MEASURES = (*LEVELS, *RATES)
SOURCES = Text("来源：{names}。", "Sources: {names}.")
NO_SOURCE = Text("尚无观测值。", "No observations yet.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready for a page: what it shows, its specification, the line under it."""

    row: Row
    chart: PathChart
    spec: dict[str, Any]

    @property
    def script_id(self) -> str:
        return f"chart-{self.row.key}"


def snapshot(as_of: date) -> Snapshot:
    """What was known on a day; kept in memory between requests."""
    return evidence.snapshot(as_of=as_of)


def series_of(commitment: Commitment, known: Snapshot) -> dict[str, tuple[Observation, ...]]:
    """Measure -> observations of the commitment's indicator and subject, those that exist."""
    found = {measure: known.series(commitment.series, commitment.subject, measure) for measure in MEASURES}
    if commitment.measure == "composition":
        found["composition"] = tuple(_parts(commitment, known))
    return {measure: observations for measure, observations in found.items() if observations}


def _parts(commitment: Commitment, known: Snapshot) -> Iterator[Observation]:
    """The parts of a composition, kept under "1", "2", "3" or under indicators of their own."""
    for measure in ("composition", "share", "level", "ratio"):
        for number in range(1, len(commitment.value) + 1):
            yield from known.series(commitment.series, commitment.subject, measure, str(number))
        for name in PART_INDICATORS.get(commitment.concept or "", ()):
            yield from known.series(name, commitment.subject, measure)


def drawn(row: Row, as_of: date, language: str, *, height: int = 260) -> Drawn | None:
    """The chart of one commitment, None when there is nothing to draw."""
    commitment = row.commitment
    series = series_of(commitment, snapshot(as_of))
    observations = _to_draw(commitment, series)
    names = list(dict.fromkeys(observation.source for observation in observations))
    joined = ("; " if language == "en" else "；").join(names)
    source = SOURCES.in_language(language, names=joined) if names else NO_SOURCE.in_language(language)
    title = row.statement.indicator_in(language)
    chart = chart_of(commitment, row.assessment, observations, language=language, title=title, source=source)
    return Drawn(row, chart, path_chart(chart, height=height)) if chart else None


def _to_draw(commitment: Commitment, series: dict[str, tuple[Observation, ...]]) -> tuple[Observation, ...]:
    """Levels for a promise drawn in levels; rates for a promise of a rate that has no base in levels."""
    is_rate = commitment.measure in RATES and commitment.baseline is None
    wanted = RATES if is_rate else (commitment.measure, *LEVELS)
    first = commitment.base_year
    for measure in wanted:
        kept = tuple(o for o in series.get(measure, ()) if o.period.end and o.period.end.year >= first)
        if kept:
            return kept
    return ()


def headline(standing: Standing, language: str) -> Drawn | None:
    """The chart of the overview: GDP where the plan promises it, else the commitment with the newest evidence."""
    for row in sorted(standing.rows, key=_prominence)[:3]:
        found = drawn(row, standing.as_of, language)
        if found:
            return found
    return None


def _prominence(row: Row) -> tuple[bool, bool, int]:
    return (row.statement.concept != "gdp", row.assessment.current is None, row.statement.line or 0)
