"""What every page's frame needs, whatever the view: language, day, navigation, the plans one can switch to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from huoju.kernel.plan.models import PlanVersion
from huoju.site.accounts.models import Role
from huoju.site.accounts.permissions import may
from huoju.site.navigation import ASIDE, MAIN, Item
from huoju.site.setting_up import has_first_password
from huoju.site.texts import ZH, Text


@dataclass(frozen=True, slots=True)
class Link:
    """A navigation entry as the frame draws it."""

    url: str
    text: Text
    is_current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame. One query (the plans), and none for who is not signed in."""
    user = getattr(request, "user", None)
    frame: dict[str, Any] = {
        "language": getattr(request, "language", ZH),
        "as_of": getattr(request, "as_of", None),
        "is_as_of_chosen": getattr(request, "is_as_of_chosen", False),
    }
    if user is None or not user.is_authenticated:
        return frame
    plans = list(PlanVersion.objects.select_related("area"))
    plan = getattr(request, "plan", None) or remembered_plan(request, plans)
    return frame | {
        "plans": plans,
        "frame_plan": plan,
        "has_first_password": user.role == Role.ADMINISTRATOR and has_first_password(user.username),
        "main_links": _links(request, MAIN, plan),
        "aside_links": _links(request, ASIDE, plan),
    }


def remembered_plan(request: HttpRequest, plans: list[PlanVersion]) -> PlanVersion | None:
    """The plan last looked at in this session, else the first: a real zone's before an invented one's."""
    code = request.session.get("plan")
    return next((plan for plan in plans if plan.code == code), plans[0] if plans else None)


def _links(request: HttpRequest, items: tuple[Item, ...], plan: PlanVersion | None) -> list[Link]:
    current = request.resolver_match.url_name if request.resolver_match else None
    links = []
    for item in items:
        if not may(request.user, item.permission) or (item.has_plan and plan is None):
            continue
        try:
            url = reverse(item.name, args=[plan.code] if item.has_plan and plan else [])
        except NoReverseMatch:  # a page that is not built yet
            continue
        links.append(Link(url, item.text, current == item.name or current in item.also))
    return links
