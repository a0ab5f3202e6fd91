"""Errors as JSON: a code for programs, a message in both languages for people. One shape for all of them.

{"code": "bad-parameters", "message_zh": "...", "message_en": "...", "details": [{"parameter": "limit", ...}]}
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from huoju.errors import HuojuError
from huoju.site.errors import as_json, status_of
from huoju.site.texts import Text

NO_TOKEN = Text(
    "没有有效的令牌。请在请求头写 Authorization: Bearer <令牌>；令牌可在“我的账号”生成。",
    "No valid token. Send the header Authorization: Bearer <token>; make a token under My account.",
)
TOO_MANY = Text("请求过于频繁，请在 {wait} 秒后再试。", "Too many requests; try again in {wait} seconds.")
BAD = Text("有参数不符合要求，见 details。", "Some parameters do not do; see details.")
NOT_THERE = Text(
    "没有这个地址。接口清单见 {docs}。", "There is no such address. The operations are listed at {docs}."
)
ONLY_GET = Text("接口只供读取，请用 GET。", "The API only reads; use GET.")
DOCS = "/api/v1/openapi.json"
# What pydantic says of a value, by the beginning of its type.
REASONS: tuple[tuple[str, Text], ...] = (
    ("int_", Text("须为整数", "must be a whole number")),
    ("greater_than_equal", Text("不能小于 {ge}", "must be at least {ge}")),
    ("less_than_equal", Text("不能大于 {le}", "must be at most {le}")),
    ("date_", Text("须为日期，写成 2026-01-31", "must be a date such as 2026-01-31")),
    ("bool_", Text("须为 true 或 false", "must be true or false")),
    ("literal_error", Text("只能是 {expected}", "must be one of {expected}")),
    ("enum", Text("只能是 {expected}", "must be one of {expected}")),
    ("string_too_long", Text("不能超过 {max_length} 个字符", "must be at most {max_length} characters")),
    ("missing", Text("必须给出", "is required")),
)
OTHERWISE = Text("不符合要求", "does not do")


def register(api: NinjaAPI) -> None:
    """Let `api` answer every error in the one shape."""
    api.add_exception_handler(HuojuError, _of_tree)
    api.add_exception_handler(ValidationError, _bad_parameters)
    api.add_exception_handler(AuthenticationError, _no_token)
    api.add_exception_handler(Throttled, _throttled)
    api.add_exception_handler(HttpError, _other)


def _of_tree(request: HttpRequest, error: Any) -> HttpResponse:
    """An error of our tree."""
    return as_json(error, status_of(error))


def shape(
    code: str, text: Text, status: int, details: list[Any] | None = None, **fields: Any
) -> HttpResponse:
    """The one shape."""
    body = {
        "code": code,
        "message_zh": text.in_language("zh", **fields),
        "message_en": text.in_language("en", **fields),
        "details": details or [],
    }
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def not_found(request: HttpRequest) -> HttpResponse:
    """Any address below /api/v1 that is none."""
    return shape("not-found", NOT_THERE, 404, docs=DOCS)


def only_get() -> HttpResponse:
    """Any method but GET."""
    response = shape("only-get", ONLY_GET, 405)
    response["Allow"] = "GET"
    return response


def _bad_parameters(request: HttpRequest, error: Any) -> HttpResponse:
    return shape("bad-parameters", BAD, 422, [_detail(one) for one in error.errors])


def _detail(one: dict[str, Any]) -> dict[str, str]:
    kind, facts = str(one.get("type", "")), one.get("ctx") or {}
    text = next((text for start, text in REASONS if kind.startswith(start)), OTHERWISE)
    try:
        zh, en = text.in_language("zh", **facts), text.in_language("en", **facts)
    except KeyError:
        zh, en = OTHERWISE.zh, OTHERWISE.en
    return {"parameter": str(one["loc"][-1]), "code": kind, "message_zh": zh, "message_en": en}


def _no_token(request: HttpRequest, error: Any) -> HttpResponse:
    response = shape("no-token", NO_TOKEN, 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _throttled(request: HttpRequest, error: Any) -> HttpResponse:
    wait = int(error.wait or 60)
    response = shape("too-many-requests", TOO_MANY, 429, wait=wait)
    response["Retry-After"] = str(wait)
    return response


def _other(request: HttpRequest, error: Any) -> HttpResponse:
    return shape(
        "http-error", Text(str(error).replace("{", "{{"), str(error).replace("{", "{{")), error.status_code
    )
