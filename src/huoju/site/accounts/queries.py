"""Reads of accounts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huoju.errors import NotFound
from huoju.site.accounts.models import ApiToken, Role, User
from huoju.site.accounts.tokens import MARK, digest_of


def administrators() -> list[User]:
    """Active administrators, whom a person without permission can ask; at most five."""
    return list(User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("date_joined")[:5])


def token_of(text: str, at: datetime) -> ApiToken | None:
    """The token of this text with its account, if it still counts on `at`: not revoked, not expired, account open."""
    if not text.startswith(MARK):
        return None
    found: ApiToken | None = (
        ApiToken.objects.select_related("user").filter(digest=digest_of(text), revoked_at=None).first()
    )
    if found is None or not found.user.is_active or (found.expires_at is not None and found.expires_at <= at):
        return None
    return found


def tokens_of(user: User) -> list[ApiToken]:
    """An account's tokens that are not revoked, newest first."""
    return list(ApiToken.objects.filter(user=user, revoked_at=None))


def users() -> QuerySet[User]:
    """All accounts, open ones first, by name."""
    return User.objects.select_related("bureau").order_by("-is_active", "username")


def user(number: int) -> User:
    """One account. Raises NotFound."""
    found: User | None = users().filter(pk=number).first()
    if found is None:
        raise NotFound(what=str(number))
    return found
