"""Reads of accounts."""

from __future__ import annotations

from huoju.site.accounts.models import Role, User


def administrators() -> list[User]:
    """Active administrators, whom a person without permission can ask; at most five."""
    return list(User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("date_joined")[:5])
