"""One's own account: name, password, language, tokens; and for administrators everybody's accounts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huoju.errors import HuojuError, InputError, NotFound
from huoju.kernel.subjects.models import Kind, Subject
from huoju.site.access import needs
from huoju.site.accounts import actions, queries
from huoju.site.accounts.models import User
from huoju.site.accounts.permissions import GRANTS, may
from huoju.site.accounts.wording import ROLES
from huoju.site.errors import status_of
from huoju.site.middleware import parse_day
from huoju.site.requests import Request
from huoju.site.setting_up import forget_first_password
from huoju.site.texts import Text

RENAMED = Text("姓名已更改。", "The name is changed.")
PASSWORD_CHANGED = Text(
    "密码已更改，其他设备上的登录已结束。", "The password is changed; sessions on other devices have ended."
)
REVOKED = Text("令牌“{name}”已撤销，立即失效。", 'The token "{name}" is revoked and no longer works.')
ADDED = Text("账号“{name}”已建立。", "The account {name} is made.")
CHANGED = Text("账号“{name}”已更改。", "The account {name} is changed.")
UNCHANGED = Text("没有改动。", "Nothing was changed.")
SEEN = "new-secret"  # session key: a secret to be shown on the next page, once


class ExpiredBefore(InputError):
    code = "token-expired-before"
    zh = "到期日 {day} 已过。请选今天以后的日期，或留空表示长期有效。"
    en = "The day {day} has passed. Choose a later one, or leave it empty for a token that does not expire."


# -- one's own account


@needs("account.view")
def account(request: Request) -> HttpResponse:
    """Who one is here, what one may, one's tokens."""
    return _account_page(request)


def _account_page(request: Request, **more: Any) -> HttpResponse:
    secret = request.session.pop(SEEN, None)
    context = {
        "rights": [text for name, (text, _) in GRANTS.items() if may(request.user, name)],
        "role": ROLES[request.user.role],
        "tokens": queries.tokens_of(request.user),
        "may_hold_tokens": may(request.user, "account.token"),
        "secret": secret if secret and secret.get("for") == "token" else None,
        **more,
    }
    status = status_of(more["error"]) if "error" in more else 200
    return render(request, "accounts/account.html", context, status=status)


@needs("account.view")
@require_POST
def rename(request: Request) -> HttpResponse:
    """Change one's own name."""
    if actions.rename(request.user, display_name=request.POST.get("display_name", ""), at=timezone.now()):
        messages.success(request, RENAMED.in_language(request.language))
    return redirect("account")


@needs("account.view")
@require_POST
def change_password(request: Request) -> HttpResponse:
    """Change one's own password; this session stays, the others end."""
    given = request.POST
    try:
        actions.change_password(
            request.user, old=given.get("old", ""), new=given.get("new", ""), again=given.get("again", ""),
            at=timezone.now(),
        )  # fmt: skip
    except InputError as error:
        return _account_page(request, error=error, at="password")
    update_session_auth_hash(request, request.user)
    forget_first_password(request.user.username)
    messages.success(request, PASSWORD_CHANGED.in_language(request.language))
    return redirect("account")


@needs("account.token")
@require_POST
def add_token(request: Request) -> HttpResponse:
    """A new token; its text is on the next page and nowhere else."""
    try:
        expires_at = _end_of(request.POST.get("expires", "").strip())
        row, text = actions.add_token(
            request.user, name=request.POST.get("name", ""), at=timezone.now(), expires_at=expires_at
        )
    except InputError as error:
        return _account_page(request, error=error, at="tokens")
    request.session[SEEN] = {"for": "token", "name": row.name, "text": text}
    return redirect("account")


@needs("account.token")
@require_POST
def revoke_token(request: Request, number: int) -> HttpResponse:
    """End one of one's own tokens."""
    row = actions.revoke_token(request.user, number, at=timezone.now())
    messages.success(request, REVOKED.in_language(request.language, name=row.name))
    return redirect("account")


def _end_of(text: str) -> datetime | None:
    """The end of a day in China, None for a blank. Raises NotADay, ExpiredBefore."""
    if not text:
        return None
    day: date = parse_day(text)
    if day < timezone.localdate():
        raise ExpiredBefore(day=day.isoformat())
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


# -- everybody's accounts


@needs("accounts.manage")
def users(request: Request) -> HttpResponse:
    """All accounts, and the form for another."""
    if request.method != "POST":
        return _users_page(request)
    return _trying(request, _add)


def _users_page(request: Request, **more: Any) -> HttpResponse:
    secret = request.session.pop(SEEN, None)
    context = {
        "people": list(queries.users()),
        "roles": ROLES,
        "bureaus": bureaus(),
        "given": request.POST,
        "secret": secret if secret and secret.get("for") == "user" else None,
        **more,
    }
    status = status_of(more["error"]) if "error" in more else 200
    return render(request, "accounts/users.html", context, status=status)


def _add(request: Request) -> HttpResponse:
    given, password = request.POST, new_password()
    row = actions.add_user(
        username=given.get("username", "").strip(), password=password, role=given.get("role", ""),
        display_name=given.get("display_name", "").strip()[:100], bureau=_bureau(given.get("bureau", "")),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    request.session[SEEN] = {"for": "user", "name": row.username, "text": password}
    messages.success(request, ADDED.in_language(request.language, name=row.username))
    return redirect("users")


@needs("accounts.manage")
def user(request: Request, number: int) -> HttpResponse:
    """One account: role, bureau, whether it is open; what it did is in the audit trail."""
    row = queries.user(number)
    if request.method != "POST":
        return _user_page(request, row)
    given = request.POST
    try:
        is_changed = actions.change_user(
            row, role=given.get("role", ""), bureau=_bureau(given.get("bureau", "")),
            display_name=given.get("display_name", "").strip()[:100], is_active=given.get("is_active") == "yes",
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except HuojuError as error:
        return _user_page(request, row, error=error)
    text = CHANGED if is_changed else UNCHANGED
    messages.success(
        request, text.in_language(request.language, **({"name": row.username} if is_changed else {}))
    )
    return redirect("users")


def _user_page(request: Request, row: User, **more: Any) -> HttpResponse:
    context = {"person": row, "roles": ROLES, "bureaus": bureaus(), "tokens": queries.tokens_of(row), **more}
    status = status_of(more["error"]) if "error" in more else 200
    return render(request, "accounts/user.html", context, status=status)


@needs("accounts.manage")
@require_POST
def reset_password(request: Request, number: int) -> HttpResponse:
    """Another password for an account, made here and shown once."""
    row, password = queries.user(number), new_password()
    actions.reset_password(row, password=password, by=request.user, at=timezone.now())
    if row.pk == request.user.pk:
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
    forget_first_password(row.username)
    request.session[SEEN] = {"for": "user", "name": row.username, "text": password}
    return redirect("users")


def _trying(request: Request, act: Callable[[Request], HttpResponse]) -> HttpResponse:
    try:
        return act(request)
    except HuojuError as error:
        return _users_page(request, error=error)


def bureaus() -> list[Subject]:
    """Every bureau there is, by name."""
    return list(Subject.objects.filter(kind=Kind.BUREAU).select_related("parent").order_by("pack", "name"))


def _bureau(code: str) -> Subject | None:
    """The bureau of this code, None for a blank. Raises NotFound."""
    if not code:
        return None
    found: Subject | None = Subject.objects.filter(kind=Kind.BUREAU, code=code).first()
    if found is None:
        raise NotFound(what=code)
    return found


def new_password() -> str:
    """A password to hand over: 96 random bits."""
    return secrets.token_urlsafe(12)
