"""What plan pages share: finding the plan of the address, and remembering it."""

from __future__ import annotations

from django.http import HttpRequest

from huoju.errors import NotFound
from huoju.kernel.plan.models import PlanVersion


def plan_of(request: HttpRequest, code: str) -> PlanVersion:
    """The plan that the address names, noted for the frame and the session. Raises NotFound."""
    plan = PlanVersion.objects.select_related("area").filter(code=code).first()
    if plan is None:
        raise NotFound(what=code)
    request.plan = plan  # type: ignore[attr-defined]
    if request.session.get("plan") != code:
        request.session["plan"] = code
    return plan
