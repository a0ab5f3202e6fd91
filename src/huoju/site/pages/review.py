"""The review page: what the reader took from a plan, least certain first; accept, correct, reject, undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huoju.errors import Conflict, InputError
from huoju.kernel.catalog import BadPeriod
from huoju.kernel.packs.queries import catalog_of
from huoju.kernel.plan import queries as plans
from huoju.kernel.plan import review_actions, review_queries
from huoju.kernel.plan.models import PlanVersion, Review, Statement
from huoju.kernel.plan.review_queries import QueueChoice
from huoju.kernel.subjects.models import Subject
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.pages import review_fields, wording
from huoju.site.pages.frame import headings_in, plan_of
from huoju.site.pages.review_form import changes_from, given_of
from huoju.site.requests import Request
from huoju.site.texts import Text

SHOWN = 30  # entries of the list before and after the present one
SUGGESTIONS = 8
DECISIONS = {"accept": "accepted", "reject": "rejected"}  # what a form says: the review it makes
DONE = {
    "accept": Text("已采纳：{name}。", "Accepted: {name}."),
    "reject": Text("已驳回：{name}。", "Rejected: {name}."),
    "correct": Text("已更正：{name}。", "Corrected: {name}."),
    "undo": Text("已撤销对“{name}”的决定。", "Your decision about {name} is undone."),
    "gone": Text("已撤销补录的表述。", "The statement you added is taken back."),
}
CHANGED_MEANWHILE = Text(
    "这条表述刚被他人处理，请看现在的内容。",
    "Somebody has just decided about this one; here is how it stands.",
)
CONFIDENCES = {
    "low": Text("低（不到 60%）", "Low (under 60%)"),
    "middle": Text("中（60%–85%）", "Middle (60–85%)"),
    "high": Text("高（85% 以上）", "High (85% and more)"),
}
STATES = {
    "waiting": Text("待复核", "Waiting"),
    "all": Text("全部", "All"),
    "accepted": Text("已采纳", "Accepted"),
    "corrected": Text("已更正", "Corrected"),
    "rejected": Text("已驳回", "Rejected"),
    "gone": Text("已不在文本中", "No longer in the text"),
    "hand": Text("人工补录", "Added by hand"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the present statement stands in the queue; numbers count from 1, 0 when it is not in it."""

    number: int
    total: int
    before: str
    after: str


@needs("plan.view")
def review(request: Request, code: str) -> HttpResponse:
    """The queue as the address says, with one statement open; for htmx only the panel."""
    plan = plan_of(request, code)
    return _panel(request, plan, key=request.GET.get("at", ""), edits="edit" in request.GET)


@needs("plan.review")
@require_POST
def decide(request: Request, code: str, key: str) -> HttpResponse:
    """Accept or reject, then go to the next one of the queue."""
    plan = plan_of(request, code)
    statement = plans.statement(plan, key)
    decision = request.POST.get("decision", "")
    if decision not in DECISIONS:
        raise UnknownDecision(text=decision[:20])
    after = _next_key(plan, QueueChoice.of(request.GET), key)
    try:
        review_actions.check_seen(statement, request.POST.get("seen", ""))
    except Conflict:
        messages.warning(request, CHANGED_MEANWHILE.in_language(request.language))
        return _to(request, code, key)
    review_actions.review_statement(
        statement, review=Review(DECISIONS[decision]), by=request.user, at=timezone.now()
    )  # fmt: skip
    _say(request, decision, statement)
    return _to(request, code, after)


@needs("plan.review")
@require_POST
def correct(request: Request, code: str, key: str) -> HttpResponse:
    """Replace fields of a statement; what could not be used is shown again with the reason."""
    plan = plan_of(request, code)
    statement = plans.statement(plan, key)
    after = _next_key(plan, QueueChoice.of(request.GET), key)
    try:
        review_actions.check_seen(statement, request.POST.get("seen", ""))
        changes = changes_from(request.POST, catalog_of(plan), lambda name: subject_named(plan, name))
    except (Conflict, InputError, BadPeriod) as error:
        return _panel(request, plan, key=key, edits=True, given=request.POST.dict(), error=error)
    review_actions.correct_statement(statement, changes=changes, by=request.user, at=timezone.now())
    _say(request, "correct", statement)
    return _to(request, code, after)


@needs("plan.review")
@require_POST
def undo(request: Request, code: str) -> HttpResponse:
    """Take back one's own last decision and show that statement."""
    plan = plan_of(request, code)
    verb, key = review_actions.undo_last_decision(plan, by=request.user, at=timezone.now())
    if verb == "statement.add":
        messages.success(request, DONE["gone"].in_language(request.language))
        return _to(request, code, "")
    _say(request, "undo", plans.statement(plan, key))
    return _to(request, code, key)


@needs("plan.view")
def suggestions(request: Request, code: str) -> HttpResponse:
    """Catalog indicators whose names are like what was typed, as options of the form's list."""
    plan = plan_of(request, code)
    typed = request.GET.get("concept", "") or request.GET.get("indicator", "")
    return render(request, "parts/indicator_options.html", {"options": options_for(plan, typed)})


def options_for(plan: PlanVersion, typed: str) -> list[Any]:
    """The catalog's indicators nearest to a name: those that begin with what was typed, then the most alike."""
    typed = typed.strip()[:100]
    if not typed:
        return []
    found = catalog_of(plan).search(typed, 10 * SUGGESTIONS)
    ranked = sorted(found, key=lambda pair: not any(name.startswith(typed) for name in pair[0].names))
    return [indicator for indicator, _ in ranked[:SUGGESTIONS]]


def subject_named(plan: PlanVersion, name: str) -> Subject | None:
    """The plan's own area for words that mean the whole of it; else a subject of the area by its name."""
    if name in ("", "全区", "全市", "全县", "全省", plan.area.name):
        return plan.area
    own = Q(code=plan.area.code) | Q(code__startswith=f"{plan.area.code}/")
    if plan.pack:
        own |= Q(pack=plan.pack)
    found: Subject | None = Subject.objects.filter(own, name=name).first()
    return found


class UnknownDecision(InputError):
    code = "unknown-decision"
    zh = "没有“{text}”这种复核决定。可以采纳、更正或驳回。"
    en = "There is no decision {text}. Accept, correct or reject."


# -- the panel


def _panel(
    request: Request, plan: PlanVersion, *, key: str, edits: bool, given: Any = None, error: Any = None
) -> HttpResponse:
    choice, language = QueueChoice.of(request.GET), request.language
    rows = list(review_queries.queue(plan, choice))
    statement = _present(plan, rows, key)
    place = place_of([row.key for row in rows], statement.key if statement else "")
    may_review = may(request.user, "plan.review")
    catalog = catalog_of(plan)
    context: dict[str, Any] = {
        "plan": plan, "choice": choice, "statement": statement, "place": place, "may_review": may_review,
        "progress": review_queries.review_progress(plan), "rows": window(rows, place.number),
        "edits": edits and may_review and statement is not None, "error": error,
        "roles": wording.ROLES.items(), "states": STATES.items(), "confidences": CONFIDENCES.items(),
        "chapters": review_queries.chapters(plan), "titles": headings_in(plan, language),
        "query": _query(request),
        "may_undo": may_review and review_actions.last_decision(plan, request.user) is not None,
    }  # fmt: skip
    if statement is not None:
        context |= {
            "pieces": review_fields.around(statement),
            "fields": review_fields.fields_of(statement, catalog, language),
            "seen": review_actions.fingerprint(statement),
        }
    if statement is not None and context["edits"]:
        context |= form_context(plan, given or given_of(statement, catalog, language))
    template = "pages/review_panel.html" if request.htmx else "pages/review.html"
    return render(request, template, context, status=400 if error else 200)


def form_context(plan: PlanVersion, given: Any) -> dict[str, Any]:
    """What the statement form needs: its values, lists to choose from, names to suggest."""
    subjects = (
        Statement.objects.filter(plan=plan).exclude(subject_text="").values_list("subject_text", flat=True)
    )
    return {
        "given": given, "role_choices": wording.ROLES.items(), "measure_choices": wording.MEASURES.items(),
        "comparator_choices": wording.COMPARATOR_NAMES.items(), "nature_choices": wording.NATURES.items(),
        "labels": wording.FIELDS, "subject_names": sorted(set(subjects)),
        "options": options_for(plan, given.get("indicator", "")),
    }  # fmt: skip


def _present(plan: PlanVersion, rows: list[Statement], key: str) -> Statement | None:
    """The statement asked for, else the first of the queue, with clause and subject at hand."""
    if not key and not rows:
        return None
    return plans.statement(plan, key or rows[0].key)


def place_of(keys: list[str], key: str) -> Place:
    """Where `key` stands among `keys`, with its neighbours; one outside the queue leads to its first."""
    if key not in keys:
        return Place(0, len(keys), "", keys[0] if keys else "")
    at = keys.index(key)
    return Place(at + 1, len(keys), keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else "")


def window(rows: list[Statement], number: int) -> list[Statement]:
    """The entries of the list around the present one."""
    first = max(0, number - 1 - SHOWN)
    return rows[first : first + 2 * SHOWN + 1]


def _next_key(plan: PlanVersion, choice: QueueChoice, key: str) -> str:
    """The one after `key` in the queue, the one before it at the end, "" when it is the last."""
    place = place_of(list(review_queries.queue(plan, choice).values_list("key", flat=True)), key)
    return place.after or place.before


def _query(request: Request) -> str:
    """The address's filters without the statement, for links and forms."""
    kept = request.GET.copy()
    for name in ("at", "edit"):
        kept.pop(name, None)
    return kept.urlencode()


def _to(request: Request, code: str, key: str) -> HttpResponse:
    kept = request.GET.copy()
    kept.pop("edit", None)
    kept.pop("at", None)
    if key:
        kept["at"] = key
    return redirect(f"{reverse('review', args=[code])}?{kept.urlencode()}")


def _say(request: Request, what: str, statement: Statement) -> None:
    name = f"{statement.indicator_in(request.language)} {statement.value_text}".strip()
    messages.success(request, DONE[what].in_language(request.language, name=name))
