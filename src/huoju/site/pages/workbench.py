"""The workbench: change a number or an assumption, see the findings change, keep it as a scenario, compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huoju.errors import HuojuError, InputError
from huoju.kernel.packs.queries import catalog_of
from huoju.kernel.plan import finding_actions as actions
from huoju.kernel.plan import finding_queries as queries
from huoju.kernel.plan.finding_queries import Checked
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.plan.scenarios import Changes, differences
from huoju.kernel.reports.papers import write_docx
from huoju.kernel.reports.sheets import write_xlsx
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.pages import finding_words as words
from huoju.site.pages import knobs, scenario_files
from huoju.site.pages.files import DOCX, XLSX, file_answer
from huoju.site.pages.finding_table import Line, lines_of
from huoju.site.pages.findings import checked_plan, notes_of, rows_of
from huoju.site.pages.frame import plan_of
from huoju.site.requests import Request
from huoju.site.texts import Text

SAVED = Text("情景“{name}”已保存。", 'The scenario "{name}" is saved.')
DELETED = Text("情景“{name}”已删除。", 'The scenario "{name}" is deleted.')
MOST_COMPARED = 4


@dataclass(frozen=True)
class Outcome:
    """What a change does: lines by what becomes of them, and how long it took to work out."""

    changes: Changes
    before: Checked
    after: Checked
    appears: list[Line]
    disappears: list[Line]
    changed: list[tuple[Line, Line]]
    stays: list[Line]
    milliseconds: int

    @property
    def counts(self) -> list[tuple[Severity, Text, int, int]]:
        """Severity, its word, how many before and after."""
        return [(s, words.SEVERITIES[s], self.before.counts[s], self.after.counts[s]) for s in Severity]


@needs("findings.view")
def workbench(request: Request, code: str) -> HttpResponse:
    """The form and what it does; for htmx only what it does. Writes nothing, by GET or POST."""
    plan = plan_of(request, code)
    given = request.POST if request.method == "POST" else request.GET
    checked = checked_plan(plan)
    context: dict[str, object] = {"plan": plan, "severity_words": words.SEVERITIES}
    try:
        changes = _changes(plan, checked, given.dict())
        context["outcome"] = outcome_of(plan, checked, changes, request.language)
    except InputError as error:
        changes = Changes()
        context["error"] = error
    if request.htmx:
        return render(request, "pages/workbench_outcome.html", context)
    status = 400 if "error" in context else 200
    return render(
        request, "pages/workbench.html", context | _form(request, plan, checked, changes), status=status
    )


def _changes(plan: PlanVersion, checked: Checked, given: Mapping[str, str]) -> Changes:
    """What the form says, over the scenario it was opened with."""
    number = given.get("scenario", "")
    if number.isascii() and number.isdigit() and not any(name.startswith(knobs.VALUE) for name in given):
        return Changes.from_json(queries.scenario(plan, int(number)).changes)
    return knobs.changes_of(given, checked)


def _form(request: Request, plan: PlanVersion, checked: Checked, changes: Changes) -> dict[str, object]:
    given = request.POST if request.method == "POST" else request.GET
    shown = given.getlist("show")
    rows = {row.key: row for row in Statement.objects.filter(plan=plan).select_related("subject")}
    turned = knobs.knobs_of(checked, rows, changes, shown, request.language)
    return {
        "knobs": turned,
        "bands": knobs.bands_of(changes),
        "others": [(s, words.name_of(s, rows.get(s.key), request.language)) for s in knobs.others_of(checked, turned)],
        "shown": [key for key in shown if key in checked.statements],
        "scenarios": queries.scenarios(plan),
        "opened": given.get("scenario", ""),
        "name": given.get("name", ""),
        "may_save": may(request.user, "scenario.save"),
    }


def outcome_of(plan: PlanVersion, before: Checked, changes: Changes, language: str) -> Outcome:
    """The findings with these changes against those without."""
    start = perf_counter()
    after = queries.checked_with(plan, catalog_of(plan), changes, known=before)
    milliseconds = round((perf_counter() - start) * 1000)
    told = differences(before.findings, after.findings)
    changed_pairs = told.changed
    stays = tuple(f for f in told.stays if f.severity is not Severity.NOTE)
    everything = (*told.appears, *told.disappears, *stays, *(f for pair in changed_pairs for f in pair))
    rows = rows_of(plan, everything)

    def lines(checked: Checked, findings: tuple[Finding, ...]) -> list[Line]:
        return lines_of(checked, rows, language, findings)

    return Outcome(
        changes, before, after,
        appears=lines(after, told.appears),
        disappears=lines(before, told.disappears),
        changed=list(zip(lines(before, tuple(was for was, _ in changed_pairs)),
                         lines(after, tuple(now for _, now in changed_pairs)), strict=True)),
        stays=lines(after, stays),
        milliseconds=milliseconds,
    )  # fmt: skip


@needs("scenario.save")
@require_POST
def save(request: Request, code: str) -> HttpResponse:
    """Keep what the form says under a name."""
    plan = plan_of(request, code)
    checked = checked_plan(plan)
    changes = Changes()
    try:
        changes = knobs.changes_of(request.POST.dict(), checked)
        row = actions.save_scenario(
            plan=plan, name=request.POST.get("name", ""), changes=changes, by=request.user, at=timezone.now()
        )
    except HuojuError as error:
        context = {
            "plan": plan,
            "save_error": error,
            "outcome": outcome_of(plan, checked, changes, request.language),
        }
        page = context | _form(request, plan, checked, changes)
        return render(request, "pages/workbench.html", page, status=400)
    messages.success(request, SAVED.in_language(request.language, name=row.name))
    return redirect(f"{reverse('workbench', args=[code])}?scenario={row.pk}")


@needs("findings.view")
@require_POST
def workbench_file(request: Request, code: str, kind: str) -> HttpResponse:
    """What the form does, as a paper or a workbook for the drafting meeting."""
    plan, language = plan_of(request, code), request.language
    checked = checked_plan(plan)
    outcome = outcome_of(plan, checked, knobs.changes_of(request.POST.dict(), checked), language)
    rows = rows_of_changes(plan, outcome.changes)
    name = request.POST.get("name", "").strip()
    if kind == "docx":
        paper = scenario_files.paper_of(
            plan.title_in(language), name, notes_of(plan, language), outcome, rows, language
        )
        return file_answer(write_docx(paper), DOCX, f"{plan.code}-scenario.docx")
    headings, body = scenario_files.as_table(outcome, language)
    notes = [
        *notes_of(plan, language),
        *scenario_files.changes_in_words(outcome.changes, checked, rows, language),
    ]
    return file_answer(
        write_xlsx(headings, body, title=plan.code, notes=notes), XLSX, f"{plan.code}-scenario.xlsx"
    )


@needs("scenario.save")
@require_POST
def delete(request: Request, code: str, number: int) -> HttpResponse:
    """Drop a scenario."""
    plan = plan_of(request, code)
    row = queries.scenario(plan, number)
    name = row.name
    actions.delete_scenario(row, by=request.user, at=timezone.now())
    messages.success(request, DELETED.in_language(request.language, name=name))
    return redirect("scenarios", code)


# -- comparing


@needs("findings.view")
def scenarios(request: Request, code: str) -> HttpResponse:
    """The plan's scenarios, and the chosen ones side by side."""
    plan, language = plan_of(request, code), request.language
    every = queries.scenarios(plan)
    wanted = request.GET.getlist("with")
    chosen = [row for row in every if str(row.pk) in wanted][:MOST_COMPARED] or every[:MOST_COMPARED]
    compared = scenario_files.compare(plan, chosen, language) if chosen else None
    context = {
        "plan": plan,
        "scenarios": every,
        "chosen": chosen,
        "compared": compared,
        "severity_words": words.SEVERITIES,
        "may_save": may(request.user, "scenario.save"),
    }
    return render(request, "pages/scenarios.html", context)


@needs("findings.view")
def scenarios_file(request: Request, code: str) -> HttpResponse:
    """The comparison as a workbook."""
    plan, language = plan_of(request, code), request.language
    wanted = request.GET.getlist("with")
    every = queries.scenarios(plan)
    chosen = [row for row in every if str(row.pk) in wanted][:MOST_COMPARED] or every[:MOST_COMPARED]
    headings, body = scenario_files.compare(plan, chosen, language).as_table(language)
    content = write_xlsx(headings, body, title=plan.code, notes=notes_of(plan, language))
    return file_answer(content, XLSX, f"{plan.code}-scenarios.xlsx")


def rows_of_changes(plan: PlanVersion, changes: Changes) -> dict[str, Statement]:
    """The rows of changed statements by key."""
    rows = Statement.objects.filter(plan=plan, key__in=list(changes.values)).select_related("lead", "subject")
    return {row.key: row for row in rows}
