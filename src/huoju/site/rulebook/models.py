"""The table of the rule book: versions made on the page. Those of the packs stay in their files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class StoredVersion(models.Model):
    """One version of a rule set, in force from a day on (and to a day). Written once; withdrawn, never changed."""

    rule_set = models.CharField(max_length=100, db_index=True)  # its code
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=300)
    number = models.CharField(max_length=100, blank=True)
    published = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    based_on = models.CharField(max_length=30)  # label of the version it was made from
    dmn = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["rule_set", "valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="rulebook_days_in_order",
            ),
            models.UniqueConstraint(
                fields=["rule_set", "valid_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="rulebook_one_version_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_set} {self.valid_from}"
