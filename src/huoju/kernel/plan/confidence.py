"""Confidence: how likely a statement is right in every attribute, from what the reading rested on."""

from __future__ import annotations

from huoju.kernel.plan.drafts import Draft
from huoju.kernel.plan.statements import Role


def confidence_of(draft: Draft, role: Role) -> float:
    """A number between 0 and 1."""
    return 0.5
