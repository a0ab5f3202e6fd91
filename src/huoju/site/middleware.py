"""What happens around every request: security policy, language, the day of knowledge, permission, errors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from huoju.errors import HuojuError, InputError
from huoju.site.access import BY_TOKEN, PUBLIC, permission_of, require
from huoju.site.errors import answer
from huoju.site.texts import EN, ZH

Handler = Callable[[HttpRequest], HttpResponse]

LANGUAGE_COOKIE = "huoju_language"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def content_security_policy(get_response: Handler) -> Handler:
    """Send the one policy with every answer: scripts and styles from files of our own, nothing inline."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return handle


def language(get_response: Handler) -> Handler:
    """Set `request.language` from the cookie; Chinese unless English was chosen."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.language = EN if request.COOKIES.get(LANGUAGE_COOKIE) == EN else ZH
        with translation.override("en" if request.language == EN else "zh-hans"):
            response = get_response(request)
            response.setdefault("Content-Language", "en" if request.language == EN else "zh-CN")
        return response

    return handle


class NotADay(InputError):
    """The day asked for is not a date."""

    code = "not-a-day"
    zh = "“{text}”不是日期。请写成 2026-01-31 的样子。"
    en = '"{text}" is not a date. Write it like 2026-01-31.'


def as_of(get_response: Handler) -> Handler:
    """Set `request.as_of` (the day whose knowledge is shown) and `request.is_as_of_chosen`.

    Today in China unless the address says `as_of=2026-01-31`; the choice travels through every link.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        text = request.GET.get("as_of", "").strip()
        today = timezone.localdate()
        try:
            request.as_of = parse_day(text) if text else today
        except NotADay as error:
            request.as_of, request.is_as_of_chosen = today, False
            return answer(request, error)
        request.is_as_of_chosen = request.as_of != today
        return get_response(request)

    return handle


def parse_day(text: str) -> date:
    """An ISO date. Raises NotADay."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADay(text=text[:40]) from None


class RequirePermission:
    """Hold every view against its mark; an unmarked view is closed to everybody."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let the request through (None), send it to sign-in, or answer that it may not."""
        permission = permission_of(view)
        if permission in (PUBLIC, BY_TOKEN):
            return None
        if permission is None:
            raise RuntimeError(f"view {view.__module__}.{view.__name__} says no permission")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        try:
            require(request.user, permission)
        except HuojuError as error:
            return answer(request, error)
        return None


class AnswerErrors:
    """Turn any HuojuError that a view raises into its page; everything else stays a 500."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request, error) if isinstance(error, HuojuError) else None
