"""The overview: one sentence, one bar, what needs attention, by chapter, by bureau."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from huoju.kernel.plan.findings import Severity
from huoju.kernel.plan.models import PlanVersion
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.pages import charting, wording
from huoju.site.pages.finding_table import Line, lines_of
from huoju.site.pages.findings import checked_plan, rows_of
from huoju.site.pages.frame import headings_in, plan_of
from huoju.site.pages.standing import Row, Standing, standing_of
from huoju.site.requests import Request

URGENCY = {"missed": 0, "behind": 1, "no_evidence": 3}
SHOWN = 6
CLASHES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Concern:
    """One line of "needs attention": a commitment, with why."""

    row: Row
    why: str


@dataclass(frozen=True, slots=True)
class Attention:
    """What needs a decision: commitments missed or behind, then what cannot all be true, then what lacks evidence."""

    late: list[Concern]
    clashes: list[Line]
    lacking: list[Concern]
    more: int
    more_clashes: int

    def __bool__(self) -> bool:
        return bool(self.late or self.clashes or self.lacking)


@needs("plan.view")
def overview(request: Request, code: str) -> HttpResponse:
    """How one plan stands on the chosen day."""
    plan = plan_of(request, code)
    language = request.language
    standing = standing_of(plan, request.as_of)
    context = {
        "plan": plan,
        "standing": standing,
        "sentence": standing.sentence(language),
        "attention": attention(standing, clashes_of(plan, language), language),
        "chapters": standing.by_chapter(headings_in(plan, language)),
        "bureaus": standing.by_bureau(language),
        "unowned": sum(1 for row in standing.rows if not row.bureau),
        "may_assign": may(request.user, "plan.assign"),
        "chart": charting.headline(standing, language),
    }
    return render(request, "pages/overview.html", context)


def clashes_of(plan: PlanVersion, language: str) -> list[Line]:
    """Contradictions and tensions of the plan that nobody accepted, worst first."""
    checked = checked_plan(plan)
    found = [f for f in checked.findings if f.accepted is None and f.severity is not Severity.NOTE]
    return lines_of(checked, rows_of(plan, found), language, found)


def attention(standing: Standing, clashes: list[Line], language: str) -> Attention:
    """As much of each kind as there is room for; what is late comes first, and leaves room for clashes."""
    every = urgent(standing)
    late = [row for row in every if row.state != "no_evidence"]
    lacking = [row for row in every if row.state == "no_evidence"]
    shown = clashes[:CLASHES_SHOWN]
    late = late[: SHOWN - len(shown)]
    lacking = lacking[: SHOWN - len(shown) - len(late)]
    somebody = any(row.bureau for row in standing.rows)

    def told(rows: list[Row]) -> list[Concern]:
        return [
            Concern(row, wording.why(row.statement, row.assessment, language, says_nobody=somebody))
            for row in rows
        ]

    more = len(every) - len(late) - len(lacking)
    return Attention(told(late), shown, told(lacking), more, len(clashes) - len(shown))


def urgent(standing: Standing) -> list[Row]:
    """Commitments that need a decision, most urgent first: missed, behind, then what lacks evidence though some
    exists."""

    def urgency(row: Row) -> tuple[int, int, int, int]:
        lacks_last_step = row.state == "no_evidence" and row.assessment.current is not None
        return (
            2 if lacks_last_step else URGENCY[row.state],
            0 if row.statement.nature == "binding" else 1,
            1 if row.assessment.is_stretch else 0,
            row.statement.line or 0,
        )

    return sorted((row for row in standing.rows if row.state in URGENCY), key=urgency)
