"""The page of one commitment: chart, table, steps, sentence; every number with its source and vintage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render

from huoju.errors import NotFound
from huoju.kernel.catalog import Period, load_catalog
from huoju.kernel.evidence import Observation
from huoju.kernel.evidence.queries import store
from huoju.kernel.evidence.schema import observation_of
from huoju.kernel.plan import queries as plans
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.progress import Commitment
from huoju.kernel.reports.paths import Levels, levels_of
from huoju.site.access import needs
from huoju.site.pages import charting, wording
from huoju.site.pages.frame import plan_of
from huoju.site.pages.standing import Row, standing_of
from huoju.site.requests import Request


@dataclass(frozen=True, slots=True)
class YearRow:
    """One line of the table beside the chart: what the path asks for, what was observed."""

    period: Period
    required: Decimal | None = None
    required_unit: str = ""
    observation: Observation | None = None

    def part_in(self, language: str) -> str:
        """Which part of a whole the observation is about: its indicator's name, or its number; "" for a whole."""
        if self.observation is None:
            return ""
        if self.observation.breakdown:
            return self.observation.breakdown
        catalog = load_catalog()
        name = self.observation.indicator
        entry = catalog.get(name) if name in catalog else None
        return "" if entry is None else entry.en if language.startswith("en") else entry.zh


@needs("plan.view")
def indicator(request: Request, code: str, key: str) -> HttpResponse:
    """Where one commitment stands, and by which steps we know."""
    plan = plan_of(request, code)
    language, as_of = request.language, request.as_of
    standing = standing_of(plan, as_of)
    row = standing.by_key.get(key)
    if row is None:
        raise NotFound(what=key)
    commitment = row.commitment
    known = charting.series_of(commitment, charting.snapshot(as_of))
    drawn = charting.drawn(row, as_of, language, height=300)
    levels = levels_of(commitment, row.assessment)
    is_rate = commitment.measure in charting.RATES and not levels.path
    context = {
        "plan": plan,
        "row": row,
        "statement": row.statement,
        "assessment": row.assessment,
        "promise": wording.promised_value(row.statement, language),
        "why": wording.why(row.statement, row.assessment, language),
        "due": wording.due(row.statement, language),
        "attained": wording.attained(row.assessment),
        "elapsed": wording.percent(row.assessment.time_progress, 0),
        "chart": drawn,
        "years": year_rows(
            levels, (o for m, found in known.items() if (m in charting.RATES) is is_rate for o in found)
        ),
        "rates": [o for m, found in known.items() if m in charting.RATES and not is_rate for o in found],
        "vintages": earlier_vintages(commitment, [o for found in known.values() for o in found]),
        "siblings": siblings(standing.rows, row),
        "base": base_statement(plan, commitment),
        "is_composition": commitment.measure == "composition",
        "commitment": commitment,
    }
    return render(request, "pages/indicator.html", context)


def year_rows(levels: Levels, known: Iterable[Observation]) -> list[YearRow]:
    """Required values and observations side by side, in order of time, a whole year after its parts."""
    required = dict(levels.path)
    rows: list[tuple[tuple[date, int], YearRow]] = []
    for item in known:
        if item.period.end is None:
            continue
        year = item.period.end.year
        need = (
            required.pop(year, None)
            if str(item.period) == str(year) and item.measure not in charting.RATES
            else None
        )
        rows.append(
            ((item.period.end, len(str(item.period)) == 4), YearRow(item.period, need, levels.unit, item))
        )
    for year, value in required.items():
        rows.append(((date(year, 12, 31), True), YearRow(Period.parse(str(year)), value, levels.unit)))
    return [line for _, line in sorted(rows, key=lambda pair: pair[0])]


def base_statement(plan: PlanVersion, commitment: Commitment) -> Statement | None:
    """The statement of the plan that gives the commitment's base, for its line."""
    if commitment.baseline is None:
        return None
    base = commitment.baseline
    return next(
        (
            s
            for s in plans.baselines(plan)
            if (s.concept or s.indicator) == (commitment.concept or commitment.indicator)
            and s.unit == base.unit
            and [Decimal(str(value)) for value in s.value] == [base.value]
        ),
        None,
    )


def earlier_vintages(commitment: Commitment, known: Iterable[Observation]) -> list[Observation]:
    """What had been published before for the same cells, by period, oldest first; one read of the store."""
    current = {item.key: item.vintage for item in known}
    if not current:
        return []
    rows = store().rows(indicator=commitment.series, subject=commitment.subject)
    said = [observation_of(row) for row in rows.to_pylist()]
    earlier = [item for item in said if item.key in current and item.vintage < current[item.key]]
    return sorted(earlier, key=lambda item: (item.period.end or date.min, item.measure, item.vintage))


def siblings(rows: tuple[Row, ...], row: Row) -> list[Row]:
    """Other commitments about the same indicator of the same subject."""
    mine = row.statement
    return [
        other
        for other in rows
        if other.key != row.key
        and other.statement.subject_id == mine.subject_id
        and (other.statement.concept or other.statement.indicator) == (mine.concept or mine.indicator)
    ]
