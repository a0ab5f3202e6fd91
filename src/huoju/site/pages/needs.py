"""What a plan needs to be known: for each series the years that its commitments are judged by, and those missing.

Joins commitments with a snapshot; no request, no database beyond the rows it is handed. Start at `wanted_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huoju.kernel.catalog import Period
from huoju.kernel.evidence import Observation, Snapshot
from huoju.kernel.evidence.templates import Need
from huoju.kernel.progress import Commitment
from huoju.kernel.progress.compositions import PART_INDICATORS
from huoju.kernel.progress.levels import ANSWERS
from huoju.site.pages.names import Names
from huoju.site.pages.standing import Row
from huoju.site.texts import LANGUAGES, Text

RATES = ("growth_rate", "annual_average_growth")
BY_YEAR = (*RATES, "cumulative", "increment")
OTHERWISE: dict[str, tuple[str, ...]] = {
    "growth_rate": ("growth_rate",),
    "annual_average_growth": ("growth_rate", "annual_average_growth"),
    "difference": ("level", "count"),
    "multiple": ("level", "count"),
    "cumulative": ("cumulative", "level", "count"),
    "increment": ("increment", "level", "count"),
}


@dataclass(frozen=True, slots=True)
class Series:
    """One series: indicator, subject and measure as the evidence store names them."""

    indicator: str
    subject: str
    measure: str
    unit: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A series that commitments ask for. `due` are the years they are judged by that are over on the day."""

    series: Series
    due: tuple[int, ...]
    known: tuple[Observation, ...]
    rows: tuple[Row, ...]
    name: Text

    @property
    def missing(self) -> tuple[int, ...]:
        """The years due without a figure."""
        known = {o.period.end.year for o in self.known if o.period.end and o.value is not None}
        return tuple(year for year in self.due if year not in known)

    @property
    def is_lacking(self) -> bool:
        """Whether a figure is missing for the last year due: no verdict can be given."""
        return bool(self.due) and self.due[-1] in self.missing

    @property
    def bureaus(self) -> set[str]:
        """Codes of the bureaus that answer for it; "" where nobody does."""
        return {row.bureau for row in self.rows}

    def name_in(self, language: str) -> str:
        """As the plan calls it; parts of a composition as the catalog does."""
        return self.name.in_language(language)


def wanted_of(rows: Iterable[Row], known: Snapshot, names: Names, as_of: date) -> list[Wanted]:
    """The series that commitments ask for, once each: those lacking the last figure first, then as in the text.

    What cannot be asked for by name is left out: parts of a composition without indicators of their own,
    and subjects that only the text names.
    """
    found: dict[Series, Wanted] = {}
    for row in rows:
        due = due_years(row.commitment, as_of)
        for series in series_asked(row.commitment, known, names):
            wanted = found.get(series)
            if wanted is None:
                observed = _year_ends(known, row.commitment, series)
                found[series] = Wanted(series, due, observed, (row,), _name(row, series, names))
            else:
                years = tuple(sorted({*wanted.due, *due}))
                found[series] = replace(wanted, due=years, rows=(*wanted.rows, row))
    return sorted(found.values(), key=lambda each: not each.is_lacking)


def _name(row: Row, series: Series, names: Names) -> Text:
    if row.commitment.measure == "composition":
        return Text(*(names.indicator(series.indicator, language) for language in LANGUAGES))
    return Text(*(row.statement.indicator_in(language) for language in LANGUAGES))


def due_years(commitment: Commitment, as_of: date) -> tuple[int, ...]:
    """The years a commitment is judged by, as far as they are over: the last, or each year of its span."""
    first, last = commitment.years
    years = range(first, last + 1) if commitment.measure in BY_YEAR or commitment.is_annual else (last,)
    return tuple(year for year in years if date(year, 12, 31) <= as_of)


def series_asked(commitment: Commitment, known: Snapshot, names: Names) -> list[Series]:
    """The series to ask for: of those that would answer, the one that the store has already."""
    subject = commitment.subject
    if subject.startswith("text:"):
        return []
    if commitment.measure == "composition":
        parts = PART_INDICATORS.get(commitment.concept or "", ())
        shares = ("share", "level", "ratio")
        return [Series(name, subject, _held(known, name, subject, shares), "%") for name in parts]
    answers = answers_to(commitment.measure)
    measure = (
        "growth_rate" if commitment.measure in RATES else _held(known, commitment.series, subject, answers)
    )
    return [Series(commitment.series, subject, measure, _unit(commitment, measure, names))]


def answers_to(measure: str) -> tuple[str, ...]:
    """The measures of evidence that answer for a promise, the usual one first."""
    return OTHERWISE.get(measure) or ANSWERS.get(measure) or (measure,)


def _held(known: Snapshot, indicator: str, subject: str, answers: Sequence[str]) -> str:
    return next((each for each in answers if known.series(indicator, subject, each)), answers[0])


def _unit(commitment: Commitment, measure: str, names: Names) -> str:
    if measure in RATES:
        return "%"
    if commitment.measure in ("multiple", *RATES):  # promised in 倍 or %, observed in the unit of the base
        if commitment.baseline is not None:
            return commitment.baseline.unit
        entry = names.entry(commitment.concept or "")
        return entry.unit if entry else ""
    return commitment.unit or ""


def _year_ends(known: Snapshot, commitment: Commitment, series: Series) -> tuple[Observation, ...]:
    """Figures that stand for a whole year or its end, of every measure that would answer."""
    if commitment.measure == "composition":
        measures: tuple[str, ...] = (series.measure,)
    elif commitment.measure == "annual_average_growth":  # levels at both ends prove it too
        measures = ("growth_rate", "level", "count")
    else:
        measures = answers_to(commitment.measure)
    observed = [o for measure in measures for o in known.series(series.indicator, series.subject, measure)]
    return tuple(o for o in observed if o.period.end and (o.period.end.month, o.period.end.day) == (12, 31))


def form_needs(
    wanted: Iterable[Wanted], names: Names, years: Sequence[int] = (), language: str = "zh"
) -> list[Need]:
    """The rows of a form: for each series the years due and not known, or `years` with what is known filled in."""
    needs = []
    for each in wanted:
        asked = years or each.missing
        if not asked:
            continue
        series = each.series
        own = [o for o in each.known if o.measure == series.measure and o.unit == series.unit]
        known = tuple((str(o.period), str(o.value), o.status) for o in own if o.value is not None)
        needs.append(
            Need(
                series.indicator, series.subject, series.unit, tuple(Period.of_year(year) for year in asked),
                name=names.indicator(series.indicator, language),
                subject_name=names.subject(series.subject, language), measure=series.measure, known=known,
            )
        )  # fmt: skip
    return needs
