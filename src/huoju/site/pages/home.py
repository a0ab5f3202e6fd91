"""The way in: home leads to the overview of the plan last looked at; the language switch."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huoju.kernel.plan.models import PlanVersion
from huoju.site.access import needs, public
from huoju.site.accounts.permissions import may
from huoju.site.context import remembered_plan
from huoju.site.middleware import LANGUAGE_COOKIE
from huoju.site.requests import Request
from huoju.site.texts import EN, ZH


@needs("plan.view")
def home(request: Request) -> HttpResponse:
    """To the overview; without any plan, a page that says what to do first."""
    plan = remembered_plan(request, list(PlanVersion.objects.all()))
    if plan is None:
        return render(request, "pages/empty.html", {"may_load": may(request.user, "plan.load")})
    return redirect("overview", plan.code)


@public
@require_POST
def set_language(request: Request) -> HttpResponse:
    """Remember the language for a year and go back to the page it was asked on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    chosen = EN if request.POST.get("to") == EN else ZH
    response.set_cookie(
        LANGUAGE_COOKIE,
        chosen,
        max_age=365 * 86400,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response
