"""Pages of the rule book: all rule sets, one set with an example tried, the difference of versions, editing."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huoju.errors import InputError, NotFound
from huoju.kernel.rules import (
    DecisionTable,
    Difference,
    RuleSet,
    RuleVersion,
    Words,
    compare_models,
    find_moves,
    write_model,
)
from huoju.kernel.rules.dmn.inputs import moment_of
from huoju.kernel.rules.errors import BadRuleData
from huoju.kernel.rules.sheets import write_sheets
from huoju.kernel.rules.wording import head_of
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.middleware import parse_day
from huoju.site.requests import Request
from huoju.site.rulebook import actions, queries
from huoju.site.rulebook.editing import Draft, draft_of, editable, table_from, table_of_workbook
from huoju.site.rulebook.showing import (
    example_of,
    fields_of,
    steps_of,
    table_views,
    value_in_words,
    words_of,
)
from huoju.site.rulebook.subjects import rows_of
from huoju.site.texts import Text

MOST_SHOWN = 500
SLIM = 4  # columns of a table that leave room for the analysis at its side
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DocumentMissing(InputError):
    code = "rules-document-missing"
    zh = "没有写明依据的文件。请写文件名称，如《……办法》。"
    en = "No document is named. Name the document the new version rests on."


class NotATable(InputError):
    code = "rules-not-a-table"
    zh = "“{name}”不是可在网页上编辑的决策表。超过300条规则的表请用Excel编辑。"
    en = "'{name}' is no table that can be edited on a page. Tables above 300 rules are edited in Excel."


@needs("rules.view")
def index(request: Request) -> HttpResponse:
    """Every rule set, with the version in force on the day of knowledge."""
    sets = [(one, one.current(request.as_of)) for one in queries.rule_sets()]
    context = {
        "sets": sets,
        "versions": sum(len(one.versions) for one, _ in sets),
        "in_force": sum(version is not None for _, version in sets),
    }
    return render(request, "rulebook/index.html", context)


@needs("rules.view")
def rule_set(request: Request, code: str) -> HttpResponse:
    """One rule set: its versions, the tables of one, and an example judged by it."""
    found = queries.rule_set(code)
    version = _chosen(request, found, "version")
    words = words_of(found, request.language)
    fields = fields_of(version, words, request.GET)
    result = None
    if any(field.typed for field in fields):
        result = version.compiled.evaluate(
            example_of(fields), with_trace=True, now=moment_of(timezone.localtime())
        )
    views = table_views(version, words, result.trace if result else None)
    steps = steps_of(version, result, words, found.decision) if result else []
    context = {
        "found": found, "title": _title(found), "version": version, "source": _source(version),
        "lines": _version_lines(request, found, version), "fields": fields, "tables": views, "steps": steps,
        "verdict": next((step for step in steps if step.is_class), None),
        "warnings": [Text(_safe(one.zh), _safe(one.en)) for one in result.warnings] if result else [],
        "rules": sum(len(view.rows) for view in views),
        "open_findings": sum(one.severity != "note" for view in views for one in view.findings),
        "note": Text(_safe(found.note), _safe(found.note_en or found.note)) if found.note else None,
    }  # fmt: skip
    template = "rulebook/tried.html" if request.htmx else "rulebook/rule_set.html"
    return render(request, template, context)


@needs("rules.view")
def difference(request: Request, code: str) -> HttpResponse:
    """What changed between two versions, in words; with a table of subjects sent, who moves and why."""
    found = queries.rule_set(code)
    new = _chosen(request, found, "to")
    earlier = [one for one in found.versions if one.valid_from < new.valid_from]
    old = _chosen(request, found, "from") if request.GET.get("from") else (earlier[-1] if earlier else new)
    compared = compare_models(
        old.model, new.model, subject=(found.subject, found.subject_en), terms=found.terms
    )
    moves, error = None, None
    if request.method == "POST":
        try:
            moves = _moves(request, found, (old, new), compared)
        except InputError as problem:
            error = problem
    context = {
        "found": found, "title": _title(found), "old": old, "new": new, "error": error, "moves": moves,
        "sentences": compared.sentences(request.language),
        "old_source": _source(old), "new_source": _source(new),
        "columns": sorted({one.name for version in (old, new) for one in version.model.inputs}),
    }  # fmt: skip
    return render(request, "rulebook/difference.html", context)


def _moves(
    request: Request, found: RuleSet, versions: tuple[RuleVersion, RuleVersion], compared: Difference
) -> dict[str, Any]:
    """Who of the table sent changes class, for the page. Raises BadRuleData, TooManySubjects."""
    file = request.FILES.get("subjects")
    if file is None:
        raise BadRuleData(where="CSV / xlsx", detail="没有选择文件 / no file was chosen")
    words = words_of(found, request.language)
    rows = rows_of(file.read(), file.name or "")
    told = find_moves(
        versions[0].compiled, versions[1].compiled, rows, compared, decision=found.decision, terms=found.terms,
        from_text=True, now=moment_of(timezone.localtime()),
    )  # fmt: skip
    return {
        "total": told.total,
        "moved": len(told.moves),
        "lines": [
            {
                "row": one.row, "subject": one.subject, "old": value_in_words(one.old, words),
                "new": value_in_words(one.new, words),
                "causes": [cause.in_language(request.language) for cause in one.causes],
            }
            for one in told.moves[:MOST_SHOWN]
        ],
        "more": max(0, len(told.moves) - MOST_SHOWN),
    }  # fmt: skip


@needs("rules.view")
def rules_file(request: Request, code: str, kind: str) -> HttpResponse:
    """A version as an Excel workbook or as DMN."""
    version = _chosen(request, queries.rule_set(code), "version")
    content = write_sheets(version.model) if kind == "xlsx" else write_model(version.model)
    response = HttpResponse(content, content_type=XLSX if kind == "xlsx" else "application/xml")
    name = quote(f"{code}-{version.valid_from}.{kind}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


# -- editing


@needs("rules.edit")
def edit(request: Request, code: str) -> HttpResponse:
    """The grid of one table. POST checks, adds and drops rows, or saves the table as a new dated version."""
    found = queries.rule_set(code)
    version = _chosen(request, found, "version")
    decisions = editable(version.model)
    name = request.GET.get("table") or (decisions[0].name if decisions else "")
    decision = next((one for one in decisions if one.name == name), None)
    if decision is None or not isinstance(decision.logic, DecisionTable):
        raise NotATable(name=name)
    posted = request.method == "POST"
    table, error = _sent_table(request, decision.name, decision.logic)
    draft = draft_of(version, decision, table)
    if posted and request.POST.get("do") == "save":
        try:
            return _save(request, found, version, draft)
        except InputError as problem:
            error = problem
    context = _edit_context(request, found, version, draft) | {
        "decisions": [(one.name, words_of(found, request.language).term(one.name)) for one in decisions],
        "name": name, "quoted": '"批发业"', "error": error, "given": request.POST,
    }  # fmt: skip
    is_check = request.htmx and request.POST.get("do", "check") == "check"
    return render(request, "rulebook/said.html" if is_check else "rulebook/edit.html", context)


def _sent_table(request: Request, name: str, table: DecisionTable) -> tuple[DecisionTable, InputError | None]:
    """The table as the form or a workbook has it, and why the workbook could not be used."""
    if request.method != "POST":
        return table, None
    file = request.FILES.get("workbook")
    if file is None:
        return (
            (table, None)
            if request.POST.get("do") == "upload"
            else (table_from(request.POST.dict(), table), None)
        )
    try:
        return table_of_workbook(file.read(), file.name or "xlsx", name, table), None
    except InputError as problem:
        return table, problem


def _edit_context(request: Request, found: RuleSet, version: RuleVersion, draft: Draft) -> dict[str, Any]:
    words = words_of(found, request.language)
    table = draft.table
    compared = compare_models(
        version.model, draft.model, subject=(found.subject, found.subject_en), terms=found.terms
    )
    errors = [
        (row.number, words.term(cell.column), cell.error.in_language(request.language))
        for row in draft.rows for cell in row.cells if cell.error
    ]  # fmt: skip
    return {
        "found": found, "title": _title(found), "version": version, "draft": draft,
        "heads": [words.term(head_of(one)) for one in table.inputs],
        "results": [words.term(one.name or "") for one in table.outputs],
        "notes": [words.term(one) for one in table.annotations],
        "is_slim": len(table.inputs) + len(table.outputs) + len(table.annotations) <= SLIM,
        "errors": errors, "problems": [Text(_safe(zh), _safe(en)) for zh, en in draft.problems],
        "sentences": compared.sentences(request.language) if draft.is_sound else (),
        "as_said": _as_said(words, draft),
    }  # fmt: skip


def _as_said(words: Words, draft: Draft) -> list[tuple[int, str]]:
    """Each rule in words, so that one reads what one typed."""
    return [
        (place + 1, f"{words.conditions(draft.table, rule) or words.choose('不限条件', 'no condition')} → "
                    f"{words.outputs(draft.table, rule)}")
        for place, rule in enumerate(draft.table.rules)
    ]  # fmt: skip


def _save(request: Request, found: RuleSet, version: RuleVersion, draft: Draft) -> HttpResponse:
    wrong = [cell.error for row in draft.rows for cell in row.cells if cell.error]
    if wrong:
        raise actions.NotSound(count=len(wrong), first=wrong[0].in_language(request.language))
    document = request.POST.get("document", "").strip()[:300]
    if not document:
        raise DocumentMissing()
    row = actions.save_version(
        found.code, version.label, draft.model, document=document, by=request.user, at=timezone.now(),
        valid_from=parse_day(request.POST.get("valid_from", "").strip()),
        number=request.POST.get("number", "").strip()[:100], published=_day(request.POST.get("published", "")),
        note=request.POST.get("note", "").strip()[:2000],
    )  # fmt: skip
    said = Text("已存为自{day}起施行的新版本。", "Saved as a new version in force from {day}.")
    messages.success(request, said.in_language(request.language, day=str(row.valid_from)))
    return redirect(f"{reverse('rule-set', args=[found.code])}?version={quote(f'{row.valid_from}..')}")


def _day(text: str) -> date | None:
    return parse_day(text.strip()) if text.strip() else None


@needs("rules.edit")
@require_POST
def withdraw(request: Request, code: str) -> HttpResponse:
    """Take a version made on the page out of force."""
    found = queries.rule_set(code)
    version = queries.version_of(found, request.POST.get("version", ""))
    row = queries.stored_at(found, version)
    if row is None:
        raise NotFound(what=version.label)
    actions.withdraw(row, by=request.user, at=timezone.now())
    said = Text("该版本已撤回，记录保留。", "The version is withdrawn; its record stays.")
    messages.success(request, said.in_language(request.language))
    return redirect("rule-set", code)


# -- what several pages need


def _chosen(request: Request, found: RuleSet, parameter: str) -> RuleVersion:
    """The version the address names; else the one in force on the day of knowledge, else the newest."""
    label = request.GET.get(parameter, "")
    if label:
        return queries.version_of(found, label)
    version = found.current(request.as_of)
    if version is None and not found.versions:
        raise NotFound(what=found.code)
    return version or found.versions[-1]


def _version_lines(request: Request, found: RuleSet, shown: RuleVersion) -> list[dict[str, Any]]:
    today = found.current(request.as_of)
    lines = []
    for version in reversed(found.versions):
        row = queries.stored_at(found, version)
        lines.append(
            {
                "version": version, "source": _source(version), "row": row, "is_shown": version is shown,
                "is_current": version is today, "is_first": version is found.versions[0],
                "may_withdraw": row is not None and may(request.user, "rules.edit"),
            }
        )  # fmt: skip
    return lines


def _title(found: RuleSet) -> Text:
    return Text(_safe(found.title), _safe(found.title_en))


def _source(version: RuleVersion) -> dict[str, Any]:
    source = version.source
    note = Text(_safe(source.note), _safe(source.note_en or source.note)) if source.note else None
    return {
        "document": Text(_safe(source.title), _safe(source.title_en or source.title)),
        "issuer": Text(_safe(source.issuer), _safe(source.issuer_en or source.issuer)) if source.issuer else None,
        "number": source.number, "published": source.published, "url": source.url, "note": note,
    }  # fmt: skip


def _safe(text: str) -> str:
    """A fact as the text of a `Text`, whose braces are fields."""
    return text.replace("{", "{{").replace("}", "}}")
