"""Tables of what a plan holds beyond numbers: initiatives (what is to be done) and the projects it names.

Both are found by the reader and followed by people: state, lead and note are theirs, and no later reading undoes
them. Their tables belong to the plan room; `models` hands them on.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class InitiativeState(models.TextChoices):  # type: ignore[misc]
    """How far a promise without a number has come. "untracked" is said by nobody yet, not "not begun"."""

    UNTRACKED = "untracked", "未登记进展"
    NOT_STARTED = "not_started", "未启动"
    UNDER_WAY = "under_way", "推进中"
    DONE = "done", "已完成"
    STUCK = "stuck", "受阻"
    GIVEN_UP = "given_up", "已取消"


class ProjectState(models.TextChoices):  # type: ignore[misc]
    """Stages of a project (谋划、储备、开工、在建、竣工), and what nobody has said yet."""

    UNTRACKED = "untracked", "未登记进展"
    CONCEIVED = "conceived", "谋划"
    RESERVE = "reserve", "储备"
    STARTED = "started", "开工"
    UNDER_CONSTRUCTION = "under_construction", "在建"
    COMPLETED = "completed", "竣工"
    STUCK = "stuck", "受阻"
    GIVEN_UP = "given_up", "已取消"


class Followed(models.Model):  # type: ignore[misc]
    """What both registers share: the place in the text, and what people say about it."""

    plan = models.ForeignKey("plan.PlanVersion", on_delete=models.CASCADE, related_name="%(class)ss")
    key = models.CharField(max_length=64)  # stable identity by content and place
    clause = models.ForeignKey(
        "plan.Clause", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    chapter = models.CharField(max_length=300, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    end_line = models.PositiveIntegerField(null=True, blank=True)
    col = models.PositiveIntegerField(null=True, blank=True)
    sentence = models.TextField(blank=True)
    lead = models.ForeignKey(
        "subjects.Subject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    is_gone = models.BooleanField(default=False)  # followed by somebody, but no longer in the text

    class Meta:
        abstract = True
        ordering: ClassVar = ["plan", "line", "col", "id"]


class Initiative(Followed):
    """What is to be done, by verb and object: a promise without a number."""

    verb = models.CharField(max_length=20)
    object = models.CharField(max_length=200)
    state = models.CharField(
        max_length=20, choices=InitiativeState.choices, default=InitiativeState.UNTRACKED
    )

    class Meta(Followed.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "key"], name="initiative_key_once")]

    def __str__(self) -> str:
        return f"{self.verb}{self.object}"


class PlannedProject(Followed):
    """A project that the plan names, with what the text says of it; blank where it says nothing."""

    name = models.CharField(max_length=200)
    investment = models.CharField(max_length=100, blank=True)
    size = models.CharField(max_length=100, blank=True)
    period = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20, choices=ProjectState.choices, default=ProjectState.UNTRACKED)

    class Meta(Followed.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="planned_project_key_once")
        ]

    def __str__(self) -> str:
        return str(self.name)
