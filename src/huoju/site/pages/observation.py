"""One observation: every vintage, its source, notes, who brought it in and with which batch; and how to reach it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from huoju.errors import NotFound
from huoju.kernel.catalog import Period
from huoju.kernel.catalog.periods import BadPeriod
from huoju.kernel.evidence import Observation, ObservationKey, queries
from huoju.kernel.evidence.models import ImportBatch
from huoju.kernel.plan import queries as plans
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.site.access import needs
from huoju.site.pages.charting import snapshot
from huoju.site.pages.frame import plan_of
from huoju.site.pages.names import names_of
from huoju.site.pages.wording import MEASURES
from huoju.site.requests import Request

PARAMETERS = {
    "i": "indicator", "s": "subject", "m": "measure", "b": "breakdown", "pb": "price_basis", "c": "coverage",
    "p": "period",
}  # fmt: skip
"""Short names in the address of an observation."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """One vintage and the import it came with, if a person brought it in."""

    observation: Observation
    batch: ImportBatch | None
    is_current: bool
    is_later: bool  # not yet known on the day shown


@needs("evidence.view")
def observation(request: Request, code: str) -> HttpResponse:
    """Every vintage of one cell, and the commitments that it speaks to."""
    plan = plan_of(request, code)
    key = key_of(request)
    said = queries.store().vintages(key)
    if not said:
        raise NotFound(what=f"{key.indicator} {key.period}")
    batches = {b.code: b for b in ImportBatch.objects.filter(code__in={o.batch for o in said})}
    known = [o for o in said if o.vintage.astimezone().date() <= request.as_of]
    current = known[-1] if known and not known[-1].is_withdrawn else None
    names = names_of([key.subject], plan)
    language = request.language
    context = {
        "plan": plan, "key": key, "current": current, "name": names.indicator(key.indicator, language),
        "subject": names.subject(key.subject, language), "period": Period.parse(key.period),
        "measure": MEASURES.get(key.measure) if key.measure != "level" else None,
        "vintages": [
            Vintage(o, batches.get(o.batch), o is current, o not in known) for o in reversed(said)
        ],
        "notes": list(queries.series_notes(key.indicator, key.subject)),
        "series": snapshot(request.as_of).series(*key.series),
        "commitments": commitments_about(plan, key),
        "definition": names.definition(key.indicator, language),
    }  # fmt: skip
    return render(request, "pages/observation.html", context)


def key_of(request: Request) -> ObservationKey:
    """The cell that the address names. Raises NotFound for a period that is none."""
    given = {name: request.GET.get(short, "") for short, name in PARAMETERS.items()}
    given["measure"] = given["measure"] or "level"
    try:
        given["period"] = str(Period.parse(given["period"]))
    except BadPeriod:
        raise NotFound(what=given["period"] or "?") from None
    return ObservationKey(**given)


def address_of(plan: PlanVersion, each: Observation) -> str:
    """The page of an observation."""
    key = each.key._asdict()
    query = {short: key[name] for short, name in PARAMETERS.items() if key[name]}
    if query.get("m") == "level":
        query.pop("m")
    return f"{reverse('observation', args=[plan.code])}?{urlencode(query)}"


def commitments_about(plan: PlanVersion, key: ObservationKey) -> list[Statement]:
    """The plan's commitments about this indicator and subject."""
    return [
        s for s in plans.commitments(plan)
        if (s.concept or f"term:{s.indicator}") == key.indicator
        and (s.subject.code if s.subject else plan.area.code) == key.subject
    ]  # fmt: skip
