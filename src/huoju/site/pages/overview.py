"""The overview: one sentence, one bar, what needs attention, by chapter, by bureau."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.pages import charting, wording
from huoju.site.pages.frame import headings_in, plan_of
from huoju.site.pages.standing import Row, Standing, standing_of
from huoju.site.requests import Request

URGENCY = {"missed": 0, "behind": 1, "no_evidence": 3}
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Concern:
    """One line of "needs attention"."""

    row: Row
    why: str


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
        "concerns": concerns(standing, language),
        "more": max(0, sum(1 for row in standing.rows if row.state in URGENCY) - SHOWN),
        "chapters": standing.by_chapter(headings_in(plan, language)),
        "bureaus": standing.by_bureau(language),
        "unowned": sum(1 for row in standing.rows if not row.bureau),
        "may_assign": may(request.user, "plan.assign"),
        "chart": charting.headline(standing, language),
    }
    return render(request, "pages/overview.html", context)


def concerns(standing: Standing, language: str) -> list[Concern]:
    """What needs a decision, most urgent first: missed, behind, then what lacks evidence though some exists."""

    def urgency(row: Row) -> tuple[int, int, int, int]:
        lacks_last_step = row.state == "no_evidence" and row.assessment.current is not None
        return (
            2 if lacks_last_step else URGENCY[row.state],
            0 if row.statement.nature == "binding" else 1,
            1 if row.assessment.is_stretch else 0,
            row.statement.line or 0,
        )

    urgent = sorted((row for row in standing.rows if row.state in URGENCY), key=urgency)[:SHOWN]
    somebody = any(row.bureau for row in standing.rows)
    return [
        Concern(row, wording.why(row.statement, row.assessment, language, says_nobody=somebody))
        for row in urgent
    ]
