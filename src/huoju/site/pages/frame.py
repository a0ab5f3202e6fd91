"""What plan pages share: finding the plan of the address, and remembering it."""

from __future__ import annotations

from huoju.errors import NotFound
from huoju.kernel.plan.models import Clause, ClauseKind, PlanVersion
from huoju.site.requests import Request


def plan_of(request: Request, code: str) -> PlanVersion:
    """The plan that the address names, noted for the frame and the session. Raises NotFound."""
    plan = PlanVersion.objects.select_related("area").filter(code=code).first()
    if plan is None:
        raise NotFound(what=code)
    request.plan = plan
    if request.session.get("plan") != code:
        request.session["plan"] = code
    return plan


def headings_in(plan: PlanVersion, language: str) -> dict[str, str]:
    """Title of each chapter and section by its outline number, in `language` where it is known."""
    titles: dict[str, str] = {}
    for clause in Clause.objects.filter(plan=plan, kind=ClauseKind.HEADING).order_by("order"):
        titles.setdefault(clause.chapter, clause.heading_in(language))
    return titles
