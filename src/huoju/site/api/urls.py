"""Addresses of the API. Its views are marked as checked by themselves: token, then permission of the operation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from huoju.site.access import BY_TOKEN, PUBLIC, needs
from huoju.site.api import documentation, errors
from huoju.site.api.build import api

OPEN = ("api-health",)


def _marked(pattern: URLPattern) -> URLPattern:
    """The pattern with its view marked; every method but GET is answered in the API's own shape."""
    view: Callable[..., HttpResponse] = pattern.callback

    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return errors.only_get()
        return view(request, *args, **kwargs)

    if hasattr(view, "__name__"):
        handle = wraps(view)(handle)
    handle.permission = PUBLIC if pattern.name in OPEN else BY_TOKEN
    handle.csrf_exempt = True
    return URLPattern(pattern.pattern, handle, pattern.default_args, pattern.name)


def _nowhere(request: HttpRequest, **_: Any) -> HttpResponse:
    return errors.not_found(request)


_nowhere.permission = BY_TOKEN

_patterns, _, _ = api.urls
urlpatterns = [
    path("docs/", needs("api.read")(documentation.documentation), name="api-docs"),
    _marked(path("openapi.json", documentation.openapi, name="api-openapi")),
    *(_marked(pattern) for pattern in _patterns if pattern.name != "api-root"),
    re_path(r"^.*$", _nowhere, name="api-nowhere"),
]
