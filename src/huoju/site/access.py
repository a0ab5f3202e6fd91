"""Permission on every view: a view says what it needs, and one that says nothing is closed to everybody.

    @needs("plan.view")          a permission of huoju.site.accounts.permissions.GRANTS
    @public                      open without signing in: sign-in, language, error pages

`RequirePermission` (middleware) holds every request against the mark; a test walks the URL map.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from huoju.errors import NotAllowed
from huoju.site.accounts.models import Role
from huoju.site.accounts.permissions import GRANTS, may, roles_for

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
BY_TOKEN = "api"  # noqa: S105 - the API checks token and permission of each operation by itself


def needs(permission: str) -> Callable[[View], View]:
    """Mark a view with the permission it needs."""
    if permission not in GRANTS:
        raise ValueError(f"unknown permission {permission!r}")

    def mark(view: View) -> View:
        view.permission = permission
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to everybody."""
    view.permission = PUBLIC
    return view


def permission_of(view: Any) -> str | None:
    """The mark of a view (function, or class based), None when it has none."""
    return getattr(view, "permission", None) or getattr(getattr(view, "view_class", None), "permission", None)


class NoPermission(NotAllowed):
    """A signed-in account lacks a permission; carries what the page tells: what, which roles."""

    code = "no-permission"

    def __init__(self, permission: str) -> None:
        self.permission = permission
        action = GRANTS[permission][0]
        self.roles = roles_for(permission)
        super().__init__(
            action=f"{action.zh}({action.en})", role="、".join(Role(role).label for role in self.roles)
        )


def require(user: Any, permission: str) -> None:
    """Raise NoPermission unless `user` holds `permission`."""
    if not may(user, permission):
        raise NoPermission(permission)
