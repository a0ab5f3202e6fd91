"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse

from huoju.site.access import public
from huoju.site.errors import error_page

signin = public(LoginView.as_view(template_name="accounts/signin.html", redirect_authenticated_user=True))
signout = public(LogoutView.as_view())


def locked_out(request: HttpRequest, credentials: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer of the sign-in page after too many wrong passwords (django-axes calls it)."""
    return error_page(request, 429, {"code": "locked-out"})
