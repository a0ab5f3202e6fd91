"""Commitments: the working table, its files, and naming who is responsible."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huoju.errors import InputError, NotFound
from huoju.kernel.plan import actions as plan_actions
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.reports.sheets import write_csv, write_xlsx
from huoju.kernel.subjects.models import Kind, Subject
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.marks import MARKS
from huoju.site.pages.commitment_table import COLUMNS, Cell, Choice, Column, as_table, choose
from huoju.site.pages.frame import headings_in, plan_of
from huoju.site.pages.standing import Row, Standing, standing_of
from huoju.site.requests import Request
from huoju.site.texts import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ASSIGNED = Text("已更新 {count} 项目标的责任部门。", "Responsible bureau updated for {count} commitments.")
NOTHING_PROPOSED = Text(
    "数据包没有提出部门分工，或已全部指定。", "The pack proposes no bureau, or all are named already."
)
KNOWN_AS = Text("{plan}；截至 {day} 已知数据。", "{plan}; as known on {day}.")
INVENTED = Text("虚构的演示数据，不对应任何真实地区。", "Invented data for demonstration: no real place.")


class NothingChosen(InputError):
    """An action on ticked rows was asked for without any row."""

    code = "nothing-chosen"
    zh = "没有选中任何目标。请先勾选，再指定部门。"
    en = "No commitment is ticked. Tick some first, then name the bureau."


@needs("plan.view")
def commitments(request: Request, code: str) -> HttpResponse:
    """The table, filtered and sorted as the address says; for htmx only the table."""
    plan = plan_of(request, code)
    choice = _choice(request)
    standing = standing_of(plan, request.as_of)
    rows = choose(standing.rows, choice)
    language = request.language
    context = {
        "plan": plan,
        "choice": choice,
        "columns": choice.shown,
        "lines": lines(rows, choice, addresses_of(request, plan), language),
        "total": len(standing.rows),
        "may_assign": may(request.user, "plan.assign"),
        **_lists(plan, standing, language),
    }
    template = "pages/commitments_table.html" if request.htmx else "pages/commitments.html"
    return render(request, template, context)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell as the table draws it; `heading` names it where a row is a block."""

    column: Column
    cell: Cell
    heading: str
    url: str


def lines(
    rows: list[Row], choice: Choice, addresses: tuple[str, str], language: str
) -> list[tuple[Row, list[Drawn]]]:
    """Rows with their cells; a figure leads to its reasons, a line number to the text."""
    headings = [(column, column.text.in_language(language)) for column in choice.shown]
    return [
        (row, [Drawn(column, cell := column.show(row, language), words, _url(row, column, cell, addresses))
               for column, words in headings])
        for row in rows
    ]  # fmt: skip


def _url(row: Row, column: Column, cell: Cell, addresses: tuple[str, str]) -> str:
    indicator, text = addresses
    if column.kind == "link" or (column.kind == "number" and cell.text != "—"):
        return indicator.replace("KEY", quote(row.key))
    return (
        text.replace("LINE", str(row.statement.line)) if column.kind == "place" and row.statement.line else ""
    )


def addresses_of(request: Request, plan: PlanVersion) -> tuple[str, str]:
    """Addresses of a commitment and of a line, with KEY and LINE to be filled in; both keep the day."""
    day = f"as_of={request.as_of.isoformat()}" if request.is_as_of_chosen else ""
    indicator = reverse("indicator", args=[plan.code, "KEY"]) + (f"?{day}" if day else "")
    text = reverse("plan", args=[plan.code]) + f"?{day}{'&' if day else ''}line=LINE#line-LINE"
    return indicator, text


@needs("plan.view")
def commitments_file(request: Request, code: str, kind: str) -> HttpResponse:
    """Exactly what the table shows, as xlsx or csv."""
    plan = plan_of(request, code)
    choice, language = _choice(request), request.language
    rows = choose(standing_of(plan, request.as_of).rows, choice)
    headings, body = as_table(rows, choice.shown, language)
    notes = [KNOWN_AS.in_language(language, plan=plan.title_in(language), day=request.as_of.isoformat())]
    notes += [INVENTED.in_language(language)] if plan.is_invented else []
    if kind == "csv":
        return _file(write_csv(headings, body), CSV, f"{plan.code}-commitments.csv")
    return _file(
        write_xlsx(headings, body, title=plan.code, notes=notes), XLSX, f"{plan.code}-commitments.xlsx"
    )


@needs("plan.assign")
@require_POST
def assign(request: Request, code: str) -> HttpResponse:
    """Name the bureau responsible for the ticked commitments."""
    plan = plan_of(request, code)
    named = request.POST.get("bureau", "")
    bureau = Subject.objects.filter(code=named).first() if named else None
    if named and bureau is None:
        raise NotFound(what=named)
    keys = request.POST.getlist("key")
    if not keys:
        raise NothingChosen()
    count = plan_actions.assign_lead(plan=plan, keys=keys, bureau=bureau, by=request.user, at=timezone.now())
    messages.success(request, ASSIGNED.in_language(request.language, count=count))
    response = redirect("commitments", code)
    if request.GET:
        response["Location"] += f"?{request.GET.urlencode()}"
    return response


@needs("plan.assign")
@require_POST
def adopt_leads(request: Request, code: str) -> HttpResponse:
    """Let the bureaus that the pack proposes by chapter lead what nobody leads yet."""
    plan = plan_of(request, code)
    count = plan_actions.adopt_proposed_leads(plan=plan, by=request.user, at=timezone.now())
    if count:
        messages.success(request, ASSIGNED.in_language(request.language, count=count))
    else:
        messages.warning(request, NOTHING_PROPOSED.in_language(request.language))
    return redirect("overview", code)


def _choice(request: Request) -> Choice:
    return Choice.of(request.GET.dict(), request.GET.getlist("column"))


def _lists(plan: PlanVersion, standing: Standing, language: str) -> dict[str, object]:
    """What the filters offer: only what occurs, with the number of commitments."""
    bureaus = list(Subject.objects.filter(kind=Kind.BUREAU, pack=plan.area.pack).order_by("name"))
    return {
        "all_columns": COLUMNS,
        "states": [
            (mark, standing.counts_all[mark.state]) for mark in MARKS if standing.counts_all[mark.state]
        ],
        "chapters": standing.by_chapter(headings_in(plan, language)),
        "leads": standing.by_bureau(language),
        "bureaus": bureaus,
    }


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
