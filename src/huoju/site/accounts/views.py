"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse

from huoju.site.access import public
from huoju.site.accounts.models import User
from huoju.site.errors import error_page


class Signin(LoginView):
    """The sign-in page; on a machine where nobody has an account yet it says how to make the first."""

    template_name = "accounts/signin.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"has_accounts": User.objects.exists()}


signin = public(Signin.as_view())
signout = public(LogoutView.as_view())


def locked_out(request: HttpRequest, credentials: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer of the sign-in page after too many wrong passwords (django-axes calls it)."""
    return error_page(request, 429, {"code": "locked-out"})
