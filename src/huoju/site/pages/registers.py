"""The registers: initiatives and projects the plan names, followed by state, lead and note."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from huoju.errors import InputError, NotFound
from huoju.kernel.audit.models import Event
from huoju.kernel.plan import register_actions
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.reports.sheets import write_csv, write_xlsx
from huoju.kernel.subjects.models import Kind, Subject
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.pages.commitments import CSV, XLSX
from huoju.site.pages.frame import headings_in, plan_of
from huoju.site.pages.register_table import (
    INITIATIVES,
    PROJECTS,
    STATES,
    Entry,
    RegisterChoice,
    RegisterKind,
    as_table,
    choose,
    sentence,
    shown_page,
)
from huoju.site.requests import Request
from huoju.site.texts import Text

SAVED = Text("已保存“{name}”的进展。", "Saved how far {name} is.")
UNCHANGED = Text("没有改动。", "Nothing was changed.")
UPDATED = Text("已更新 {n} 项。", "{n} entries updated.")
KINDS = {kind.name: kind for kind in (INITIATIVES, PROJECTS)}


class NothingTicked(InputError):
    code = "nothing-ticked"
    zh = "没有选中任何条目。请先勾选。"
    en = "No entry is ticked. Tick some first."


@needs("plan.view")
def register(request: Request, code: str, kind: RegisterKind) -> HttpResponse:
    """The register, filtered, a hundred entries a page; a post sets state or lead of ticked ones."""
    plan = plan_of(request, code)
    if request.method == "POST":
        return _follow_ticked(request, plan, kind)
    language = request.language
    rows = rows_of(plan, kind)
    choice = RegisterChoice.of(request.GET)
    found = choose(rows, choice)
    shown, number, pages = shown_page(found, choice)
    may_follow = may(request.user, "plan.follow")
    context: dict[str, Any] = {
        "plan": plan, "kind": kind, "choice": choice, "rows": shown, "found": len(found), "total": len(rows),
        "page": number, "pages": pages, "sentence": sentence(kind, rows, language), "may_follow": may_follow,
        "states": kind.states.items(), "gone": sum(row.is_gone for row in rows),
        "chapters": sorted({row.chapter.partition(".")[0] for row in rows}, key=lambda c: (len(c), c)),
        "titles": headings_in(plan, language), "leads": leads_of(rows, language), "verbs": verbs_of(rows),
        "bureaus": bureaus_of(plan) if may_follow else [],
    }  # fmt: skip
    return render(request, "pages/register.html", context)


@needs("plan.view")
def register_file(request: Request, code: str, kind: RegisterKind, form: str) -> HttpResponse:
    """The entries that fit the filters, all pages, as xlsx or csv."""
    plan = plan_of(request, code)
    rows = choose(rows_of(plan, kind), RegisterChoice.of(request.GET))
    headings, body = as_table(kind, rows, request.language)
    if form == "csv":
        content, media = write_csv(headings, body), CSV
    else:
        notes = [plan.title_in(request.language)]
        content, media = write_xlsx(headings, body, title=plan.code, notes=notes), XLSX
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{plan.code}-{kind.name}.{form}"'
    return response


@needs("plan.view")
def entry(request: Request, code: str, key: str, kind: RegisterKind) -> HttpResponse:
    """One entry with its sentence, what was said of it and when; a post says where it stands."""
    plan = plan_of(request, code)
    row = kind.table.objects.filter(plan=plan, key=key).select_related("lead", "clause", "plan").first()
    if row is None:
        raise NotFound(what=key)
    error = None
    if request.method == "POST":
        try:
            return _follow(request, plan, row, kind)
        except InputError as problem:
            error = problem
            row.refresh_from_db()
    target = register_actions.target_of(row)
    context = {
        "plan": plan, "kind": kind, "row": row, "error": error, "states": kind.states.items(),
        "may_follow": may(request.user, "plan.follow"), "bureaus": bureaus_of(plan), "state_words": STATES,
        "given_note": request.POST.get("note", row.note), "titles": headings_in(plan, request.language),
        "events": [step for event in Event.objects.filter(target=target) if (step := step_of(event))],
        "names": {bureau.code: bureau.name_in(request.language) for bureau in bureaus_of(plan)},
    }  # fmt: skip
    return render(request, "pages/register_entry.html", context, status=400 if error else 200)


# -- rows


def rows_of(plan: PlanVersion, kind: RegisterKind) -> list[Entry]:
    """Every entry of the register, in the order of the text."""
    return list(kind.table.objects.filter(plan=plan).select_related("lead").order_by("line", "col", "id"))


def leads_of(rows: list[Entry], language: str) -> list[tuple[str, str]]:
    """The bureaus that lead some entry, by name."""
    return sorted(
        {(row.lead.code, row.lead.name_in(language)) for row in rows if row.lead}, key=lambda p: p[1]
    )


def verbs_of(rows: list[Entry]) -> list[str]:
    """Verbs of initiatives, in the order of their first use."""
    return list(dict.fromkeys(verb for row in rows if (verb := getattr(row, "verb", ""))))


def bureaus_of(plan: PlanVersion) -> list[Subject]:
    """Bureaus of the plan's pack, else of its area."""
    bureaus = Subject.objects.filter(kind=Kind.BUREAU)
    own = (
        bureaus.filter(pack=plan.pack) if plan.pack else bureaus.filter(code__startswith=f"{plan.area.code}/")
    )
    return list(own.order_by("code"))


def step_of(event: Event) -> dict[str, Any] | None:
    """What one event changed: when, who, and the fields that differ."""
    before, after = event.before or {}, event.after or {}
    changed = [
        (name, before.get(name) or "", value or "")
        for name, value in after.items()
        if before.get(name) != value
    ]
    return {"at": event.at, "actor": event.actor, "changed": changed} if changed else None


# -- writes


def _follow(request: Request, plan: PlanVersion, row: Entry, kind: RegisterKind) -> HttpResponse:
    require_follow(request)
    changed = register_actions.follow(
        row, state=request.POST.get("state", ""), lead=_bureau(request.POST.get("lead", "")),
        note=request.POST.get("note", "").strip(), by=request.user, at=timezone.now(),
    )  # fmt: skip
    text = (
        SAVED.in_language(request.language, name=str(row))
        if changed
        else UNCHANGED.in_language(request.language)
    )
    messages.success(request, text)
    return redirect(kind.entry_url, plan.code, row.key)


def _follow_ticked(request: Request, plan: PlanVersion, kind: RegisterKind) -> HttpResponse:
    require_follow(request)
    keys = request.POST.getlist("key")
    if not keys:
        raise NothingTicked()
    lead = request.POST.get("lead", "keep")
    count = register_actions.follow_many(
        kind.table, plan, keys, by=request.user, at=timezone.now(), state=request.POST.get("state") or None,
        lead=_bureau("" if lead == "keep" else lead), sets_lead=lead != "keep",
    )  # fmt: skip
    messages.success(request, UPDATED.in_language(request.language, n=count))
    query = request.GET.urlencode()
    return redirect(reverse(kind.list_url, args=[plan.code]) + (f"?{query}" if query else ""))


def require_follow(request: Request) -> None:
    from huoju.site.access import require

    require(request.user, "plan.follow")


def _bureau(code: str) -> Subject | None:
    if not code:
        return None
    found: Subject | None = Subject.objects.filter(code=code).first()
    if found is None:
        raise NotFound(what=code)
    return found
