"""Errors as pages: the one table of HTTP statuses, and what each page says. Engines know nothing of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from huoju.errors import Conflict, HuojuError, InputError, NotAllowed, NotFound, StoreError
from huoju.site.access import NoPermission, public
from huoju.site.texts import ZH, Text

STATUSES: tuple[tuple[type[HuojuError], int], ...] = (
    (InputError, 400),
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (StoreError, 503),
)
API = "/api/"
TITLES = {
    400: Text("这次请求无法处理", "This request could not be used"),
    403: Text("没有权限", "Not permitted"),
    404: Text("没有找到这一页", "Page not found"),
    409: Text("内容已被他人修改", "Somebody changed this first"),
    413: Text("上传的内容太大", "The upload is too large"),
    429: Text("尝试次数过多", "Too many attempts"),
    500: Text("系统出错", "Something went wrong here"),
    503: Text("数据存储暂不可用", "The data store is not available"),
}


def status_of(error: HuojuError) -> int:
    """The HTTP status for an error of the tree."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 500)


def as_json(error: HuojuError, status: int) -> HttpResponse:
    """The answer of the API to an error of the tree."""
    body = {
        "code": error.code,
        "message_zh": error.in_language("zh"),
        "message_en": error.in_language("en"),
        "details": [],
    }
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def answer(request: HttpRequest, error: HuojuError) -> HttpResponse:
    """The page (or htmx fragment) for an error of the tree; JSON below the address of the API."""
    if request.path.startswith(API):
        return as_json(error, status_of(error))
    message = error.in_language(getattr(request, "language", ZH))
    context: dict[str, Any] = {"message": message, "code": error.code}
    if isinstance(error, NoPermission):
        context |= _who_can_grant(error)
    return error_page(request, status_of(error), context)


def _who_can_grant(error: NoPermission) -> dict[str, Any]:
    from huoju.site.accounts.queries import administrators
    from huoju.site.accounts.wording import ROLES

    return {
        "action": error_action(error),
        "roles": [ROLES[role] for role in error.roles],
        "administrators": administrators(),
        "message": "",
    }


def error_action(error: NoPermission) -> Text:
    """What the account may not do, in both languages."""
    from huoju.site.accounts.permissions import GRANTS

    return GRANTS[error.permission][0]


def error_page(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    """Render the error page; for htmx only the message, put where messages stand."""
    context = {**context, "status": status, "title": TITLES.get(status, TITLES[500])}
    if getattr(request, "htmx", False):
        response = render(request, "errors/fragment.html", context, status=status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "errors/page.html", context, status=status)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400, {"code": "bad-request"})


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403, {"code": "forbidden"})


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404, {"code": "not-found"})


@public
def broken(request: HttpRequest) -> HttpResponse:
    """The 500 page: no database, no session, no context processor, so that it cannot fail itself."""
    language = getattr(request, "language", ZH)
    return HttpResponse(
        render_to_string("errors/500.html", {"language": language, "title": TITLES[500]}), status=500
    )


@public
def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token (CSRF): usually a page left open over a sign-out."""
    return error_page(request, 403, {"code": "csrf"})
