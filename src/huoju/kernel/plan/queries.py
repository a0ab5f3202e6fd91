"""Reads of the plan room, shared by pages, the API and reports. Every query names its relations at once."""

from __future__ import annotations

from django.db.models import QuerySet

from huoju.errors import NotFound
from huoju.kernel.plan.models import (
    Clause,
    ClauseKind,
    Initiative,
    PlannedProject,
    PlanVersion,
    Review,
    Statement,
    Structure,
)
from huoju.kernel.plan.statements import Role


def plans() -> QuerySet[PlanVersion]:
    """All plans with their areas: real ones first, newest period first."""
    return PlanVersion.objects.select_related("area")


def plan(code: str) -> PlanVersion:
    """The plan of this code. Raises NotFound."""
    found: PlanVersion | None = plans().filter(code=code).first()
    if found is None:
        raise NotFound(what=code)
    return found


def plan_of_document(sha256: str) -> PlanVersion | None:
    """The plan whose document has this digest, None for a document nobody knows."""
    return plans().filter(document_sha256=sha256).first() if sha256 else None


def clauses(plan: PlanVersion) -> QuerySet[Clause]:
    """The plan's paragraphs and headings in the order of the text."""
    return Clause.objects.filter(plan=plan).order_by("order")


def headings(plan: PlanVersion) -> dict[str, str]:
    """Title of each chapter and section by its outline number: {"2": ..., "2.3": ...}."""
    rows = Clause.objects.filter(plan=plan, kind=ClauseKind.HEADING).order_by("order")
    titles: dict[str, str] = {}
    for chapter, title in rows.values_list("chapter", "heading"):
        titles.setdefault(chapter, title)
    return titles


def statements(plan: PlanVersion, role: Role | None = None) -> QuerySet[Statement]:
    """Statements in the order of the text, with clause, subject and lead; all roles, or one."""
    rows = Statement.objects.filter(plan=plan).select_related("clause", "subject", "lead")
    if role is not None:
        rows = rows.filter(role=role.value)
    return rows.order_by("line", "col", "id")


def commitments(plan: PlanVersion) -> QuerySet[Statement]:
    """What the plan promises; what a person has rejected is left out."""
    return statements(plan, Role.TARGET).exclude(review=Review.REJECTED)


def baselines(plan: PlanVersion) -> QuerySet[Statement]:
    """What had been achieved before; what a person has rejected is left out."""
    return statements(plan, Role.BASELINE).exclude(review=Review.REJECTED)


def statement(plan: PlanVersion, key: str) -> Statement:
    """One statement of the plan. Raises NotFound."""
    found: Statement | None = statements(plan).filter(key=key).first()
    if found is None:
        raise NotFound(what=key)
    return found


def structures(plan: PlanVersion) -> QuerySet[Structure]:
    """The plan's named structures (“1152”) with their parts, in the order of the text."""
    return Structure.objects.filter(plan=plan).order_by("line", "id")


def initiatives(plan: PlanVersion) -> QuerySet[Initiative]:
    """What is to be done, in the order of the text, with the leads."""
    return Initiative.objects.filter(plan=plan).select_related("lead").order_by("line", "col", "id")


def projects(plan: PlanVersion) -> QuerySet[PlannedProject]:
    """The projects the plan names, in the order of the text, with the leads."""
    return PlannedProject.objects.filter(plan=plan).select_related("lead").order_by("line", "col", "id")


def statements_in(clause: Clause) -> QuerySet[Statement]:
    """The statements whose sentence stands in this paragraph."""
    return (
        Statement.objects.filter(clause=clause)
        .select_related("subject", "lead")
        .order_by("line", "col", "id")
    )
