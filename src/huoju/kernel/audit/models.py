"""Tables of the audit room: events, and the noted end of their chain."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huoju.kernel.audit.chain import FIRST, Entry


class Event(models.Model):
    """One change: who did what to which thing, what stood before and after. Written once, never changed."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=150, db_index=True)  # user name, or "system"
    verb = models.CharField(max_length=60, db_index=True)  # "plan.load", "evidence.import", "account.add"
    target = models.CharField(max_length=300, db_index=True)  # "plan.statement:demo-14fyp/3f2a..."
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["-sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.target}"

    def entry(self) -> Entry:
        """The event as the chain sees it."""
        return Entry(
            self.sequence, self.at, self.actor, self.verb, self.target,
            self.before, self.after, self.previous, self.hash,
        )  # fmt: skip


class ChainEnd(models.Model):
    """The last event's number and hash, one row. Writers queue on it; cutting the tail off shows against it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=FIRST)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_chain")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
