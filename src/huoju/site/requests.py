"""The request as views see it: what the middleware has put on it, with types."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from huoju.kernel.plan.models import PlanVersion
    from huoju.site.accounts.models import User


class Request(HttpRequest):
    """`language` is "zh" or "en"; `as_of` the day whose knowledge is shown; `plan` is set by plan pages."""

    language: str
    as_of: date
    is_as_of_chosen: bool
    plan: PlanVersion
    htmx: HtmxDetails
    user: User
