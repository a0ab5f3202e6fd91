"""The queue of a review: which statements wait, least certain first, and how far the review has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huoju.kernel.plan.models import PlanVersion, Review, Source, Statement
from huoju.kernel.plan.statements import Role

LOW, HIGH = 0.6, 0.85  # the reader's confidence is calibrated: of those given 0.6, six in ten are right
CONFIDENCES = {
    "low": Q(confidence__lt=LOW),
    "middle": Q(confidence__gte=LOW, confidence__lt=HIGH),
    "high": Q(confidence__gte=HIGH),
}
WAITING = Q(review=Review.UNREVIEWED) | Q(is_gone=True)
STATES = {
    "waiting": WAITING,
    "all": Q(),
    "accepted": Q(review=Review.ACCEPTED),
    "corrected": Q(review=Review.CORRECTED),
    "rejected": Q(review=Review.REJECTED),
    "gone": Q(is_gone=True),
    "hand": Q(source=Source.HAND),
}


@dataclass(frozen=True, slots=True)
class QueueChoice:
    """Which statements to show. Unknown words are ignored, never an error."""

    state: str = "waiting"
    role: str = ""
    chapter: str = ""
    confidence: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> QueueChoice:
        """From an address's parameters."""
        state, role = query.get("state", ""), query.get("role", "")
        return cls(
            state=state if state in STATES else "waiting",
            role=role if role in list(Role) else "",
            chapter=query.get("chapter", "")[:40],
            confidence=query.get("confidence", "") if query.get("confidence") in CONFIDENCES else "",
        )


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far the review of a plan has come; `gone` ones were decided but left the text, and wait again."""

    total: int
    reviewed: int
    waiting: int
    low: int
    gone: int


def queue(plan: PlanVersion, choice: QueueChoice) -> QuerySet[Statement]:
    """The statements chosen: those that left the text first, then the least certain, then by place."""
    rows = Statement.objects.filter(STATES[choice.state], plan=plan)
    if choice.role:
        rows = rows.filter(role=choice.role)
    if choice.confidence:
        rows = rows.filter(CONFIDENCES[choice.confidence])
    if choice.chapter:
        rows = rows.filter(Q(chapter=choice.chapter) | Q(chapter__startswith=f"{choice.chapter}."))
    return rows.order_by("-is_gone", "confidence", "line", "col", "id")


def review_progress(plan: PlanVersion) -> ReviewProgress:
    """The figures of the review's first sentence; one query."""
    rows = list(Statement.objects.filter(plan=plan).values_list("review", "is_gone", "confidence"))
    waiting = [(gone, confidence) for review, gone, confidence in rows if gone or review == Review.UNREVIEWED]
    return ReviewProgress(
        total=len(rows), reviewed=len(rows) - len(waiting), waiting=len(waiting),
        low=sum(not gone and confidence < LOW for gone, confidence in waiting),
        gone=sum(gone for gone, _ in waiting),
    )  # fmt: skip


def chapters(plan: PlanVersion) -> list[str]:
    """Numbers of the chapters that hold statements, in order."""
    found = {
        c.partition(".")[0] for c in Statement.objects.filter(plan=plan).values_list("chapter", flat=True)
    }
    return sorted(found, key=lambda chapter: (len(chapter), chapter))
