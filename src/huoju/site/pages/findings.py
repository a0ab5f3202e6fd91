"""Findings: what in the plan cannot all be true, is doubtful or lacking; each with its derivation and a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huoju.kernel.packs.queries import catalog_of
from huoju.kernel.plan import finding_actions as actions
from huoju.kernel.plan import finding_queries as queries
from huoju.kernel.plan.finding_queries import Checked
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.reports.papers import write_docx
from huoju.kernel.reports.sheets import write_xlsx
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.pages import finding_words as words
from huoju.site.pages.derivations import derivation_of
from huoju.site.pages.files import DOCX, XLSX, file_answer
from huoju.site.pages.finding_files import paper_of
from huoju.site.pages.finding_table import Choice, Line, as_table, lines_of
from huoju.site.pages.frame import headings_in, plan_of
from huoju.site.pages.mending import trials_of
from huoju.site.requests import Request
from huoju.site.texts import Text

ACCEPTED = Text("已接受，理由已记入操作记录。", "Accepted; the reason is in the audit trail.")
REOPENED = Text(
    "已撤回接受，该发现重新列为待处理。", "The acceptance is taken back; the finding is open again."
)
CHECKED_ON = Text("{plan}；按 {day} 的规划数据校核。", "{plan}; checked on {day}.")
INVENTED = Text("虚构的演示数据，不对应任何真实地区。", "Invented data for demonstration: no real place.")


@needs("findings.view")
def findings(request: Request, code: str) -> HttpResponse:
    """The list, filtered as the address says; for htmx only the table."""
    plan = plan_of(request, code)
    checked = checked_plan(plan)
    rows = rows_of(plan, checked.findings)
    lines = lines_of(checked, rows, request.language)
    choice = Choice.of(request.GET.dict())
    context = {
        "plan": plan,
        "checked": checked,
        "choice": choice,
        "lines": [line for line in lines if choice.fits(line)],
        "total": len(lines),
        "severities": [(s, words.SEVERITIES[s], checked.counts[s]) for s in Severity],
        "severity_words": words.SEVERITIES,
        **_lists(plan, lines, request.language),
    }
    return render(request, "pages/findings_table.html" if request.htmx else "pages/findings.html", context)


def _lists(plan: PlanVersion, lines: list[Line], language: str) -> dict[str, object]:
    """What the filters offer: only what occurs, with how often."""
    kinds = Counter(line.finding.code for line in lines)
    chapters = Counter(top for line in lines for top in line.tops)
    titles = headings_in(plan, language)
    bureaus: dict[str, str] = {}
    for line in lines:
        bureaus |= line.bureaus
    known = {line.finding.code: words.kind_of(line.finding) for line in lines}
    return {
        "kinds": [(code, known[code], count) for code, count in kinds.most_common()],
        "chapters": [
            (top, titles.get(top, ""), chapters[top]) for top in sorted(chapters, key=lambda c: (len(c), c))
        ],
        "bureaus": sorted(bureaus.items()),
    }


@needs("findings.view")
def findings_file(request: Request, code: str, kind: str) -> HttpResponse:
    """What the list shows, as a workbook or as a paper for the drafting meeting."""
    plan, language = plan_of(request, code), request.language
    checked = checked_plan(plan)
    rows = rows_of(plan, checked.findings)
    choice = Choice.of(request.GET.dict())
    lines = [line for line in lines_of(checked, rows, language) if choice.fits(line)]
    notes = notes_of(plan, language)
    if kind == "docx":
        paper = paper_of(plan.title_in(language), notes, lines, checked, rows, language)
        return file_answer(write_docx(paper), DOCX, f"{plan.code}-findings.docx")
    headings, body = as_table(lines, language)
    return file_answer(
        write_xlsx(headings, body, title=plan.code, notes=notes), XLSX, f"{plan.code}-findings.xlsx"
    )


@needs("findings.view")
def finding(request: Request, code: str, identity: str) -> HttpResponse:
    """One finding: its statements, its arithmetic drawn, what would mend it, who let it stand."""
    return _finding_page(request, plan_of(request, code), identity)


def _finding_page(request: Request, plan: PlanVersion, identity: str, **more: object) -> HttpResponse:
    language = request.language
    checked = checked_plan(plan)
    found = checked.finding(identity)
    rows = rows_of(plan, [found])
    (line,) = lines_of(checked, rows, language, [found])
    context = {
        "plan": plan,
        "line": line,
        "finding": found,
        "message": words.message(found, language),
        "kind": words.kind_of(found),
        "severity_words": words.SEVERITIES,
        "statements": [
            (said := checked.statements[key], rows.get(key), words.name_of(said, rows.get(key), language))
            for key in found.statements
        ],
        "derivation": derivation_of(found, checked.statements, language),
        "steps": found.steps(language),
        "trials": trials_of(found, checked.statements, language),
        "assumptions": found.fields.get(f"assumptions_{'en' if language == 'en' else 'zh'}", ()),
        "accepted": queries.accepted_row(plan, identity) if found.accepted is not None else None,
        "may_accept": may(request.user, "findings.accept"),
        **more,
    }
    return render(request, "pages/finding.html", context, status=400 if "error" in more else 200)


@needs("findings.accept")
@require_POST
def accept(request: Request, code: str, identity: str) -> HttpResponse:
    """Let a finding stand for the reason given."""
    plan = plan_of(request, code)
    checked = checked_plan(plan)
    found = checked.finding(identity)
    try:
        actions.accept_finding(
            plan=plan, checked=checked, finding=found, reason=request.POST.get("reason", ""),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except actions.NoReason as error:
        return _finding_page(request, plan, identity, error=error)
    messages.success(request, ACCEPTED.in_language(request.language))
    return redirect("finding", code, identity)


@needs("findings.accept")
@require_POST
def reopen(request: Request, code: str, identity: str) -> HttpResponse:
    """Take an acceptance back."""
    plan = plan_of(request, code)
    actions.withdraw_acceptance(plan=plan, identity=identity, by=request.user, at=timezone.now())
    messages.success(request, REOPENED.in_language(request.language))
    return redirect("finding", code, identity)


# -- shared with the overview, the workbench and the API


def checked_plan(plan: PlanVersion) -> Checked:
    """The plan checked against its own catalog."""
    return queries.checked(plan, catalog_of(plan))


def rows_of(plan: PlanVersion, findings: Iterable[Finding]) -> dict[str, Statement]:
    """The rows of the findings' statements by key, with those who answer for them; one query."""
    keys = {key for found in findings for key in found.statements}
    rows = Statement.objects.filter(plan=plan, key__in=keys).select_related("lead", "subject")
    return {row.key: row for row in rows}


def notes_of(plan: PlanVersion, language: str) -> list[str]:
    """What stands under every file: which plan, which day, and that it is invented where it is."""
    day = timezone.localdate().isoformat()
    notes = [CHECKED_ON.in_language(language, plan=plan.title_in(language), day=day)]
    return notes + ([INVENTED.in_language(language)] if plan.is_invented else [])
