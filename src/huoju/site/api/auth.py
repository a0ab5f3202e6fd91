"""Who asks: a token in the header, or the session of the browser. Then the permission of each operation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.security.base import AuthBase
from ninja.throttling import AuthRateThrottle

from huoju.site.access import require
from huoju.site.accounts.actions import note_use
from huoju.site.accounts.queries import token_of

Operation = TypeVar("Operation", bound=Callable[..., Any])
A_MINUTE = "600/min"


class ByToken(HttpBearer):
    """`Authorization: Bearer huoju_...`; the account of the token is who asks."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        now = timezone.now()
        found = token_of(token.strip(), now)
        if found is None:
            return None
        note_use(found, at=now)
        request.user = found.user
        return f"token-{found.pk}"


class BySession(AuthBase):
    """Who is signed in on the site may read the same in the browser; the operations only read."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Any:
        user = request.user
        return f"user-{user.pk}" if user.is_authenticated and user.is_active else None


class PerAccount(AuthRateThrottle):
    """So many requests a minute for each token or account."""

    scope = "api"

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api-throttle-{request.auth}"


def may_read(permission: str) -> Callable[[Operation], Operation]:
    """An operation that needs `permission` beside `api.read`; says so in its description too."""

    def mark(operation: Operation) -> Operation:
        @wraps(operation)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            require(request.user, "api.read")
            require(request.user, permission)
            return operation(request, *args, **kwargs)

        return checked  # type: ignore[return-value]

    return mark
