"""The plan as files: jsonl, csv, xlsx and StratML Part 2, with the values as people reviewed them."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from huoju.kernel.packs.queries import catalog_of
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.plan.stored import records, stored_plan
from huoju.kernel.plan.stratml import write_stratml
from huoju.kernel.reports.sheets import Value, write_csv, write_xlsx
from huoju.site.access import needs
from huoju.site.pages.commitments import CSV, INVENTED, XLSX
from huoju.site.pages.frame import plan_of
from huoju.site.requests import Request
from huoju.site.texts import Text

KINDS = ("xlsx", "csv", "jsonl", "stratml.xml")
COLUMNS = (
    "id", "line", "chapter", "role", "indicator", "indicator_en", "concept", "subject", "measure", "comparator",
    "value", "unit", "value_text", "period", "baseline_period", "stretch", "nature", "threshold", "implicit",
    "confidence", "source", "review", "is_gone", "lead", "note", "sentence",
)  # fmt: skip
WHAT = Text("{plan}；共 {n} 条量化表述。", "{plan}; {n} quantified statements.")


@needs("plan.view")
def exports(request: Request, code: str) -> HttpResponse:
    """The files one can take away, and what each is for."""
    plan = plan_of(request, code)
    return render(request, "pages/exports.html", {"plan": plan, "total": plan.statements.count()})


@needs("plan.view")
def plan_file(request: Request, code: str, kind: str) -> HttpResponse:
    """One file of the plan."""
    plan = plan_of(request, code)
    writer = {"jsonl": as_jsonl, "csv": as_csv, "xlsx": as_xlsx, "stratml.xml": as_stratml}[kind]
    content, media = writer(plan, request.language)
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{plan.code}.{kind}"'
    return response


def as_jsonl(plan: PlanVersion, language: str) -> tuple[bytes, str]:
    """One statement a line."""
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records(plan))
    return "".join(lines).encode("utf-8"), "application/x-ndjson; charset=utf-8"


def as_csv(plan: PlanVersion, language: str) -> tuple[bytes, str]:
    """One statement a row; formulas neutralised."""
    return write_csv(COLUMNS, table(plan)), CSV


def as_xlsx(plan: PlanVersion, language: str) -> tuple[bytes, str]:
    """One statement a row, numbers as numbers; texts are never formulas."""
    rows = table(plan)
    notes = [WHAT.in_language(language, plan=plan.title_in(language), n=len(rows))]
    notes += [INVENTED.in_language(language)] if plan.is_invented else []
    return write_xlsx(COLUMNS, rows, title=plan.code, notes=notes), XLSX


def as_stratml(plan: PlanVersion, language: str) -> tuple[bytes, str]:
    """A PerformancePlanOrReport document (ISO 17469-2)."""
    document = write_stratml(stored_plan(plan), catalog_of(plan), organization=plan.area.name)
    return document + b"\n", "application/xml; charset=utf-8"


def table(plan: PlanVersion) -> list[list[Value]]:
    """Rows of COLUMNS."""
    return [[cell(record[name]) for name in COLUMNS] for record in records(plan)]


def cell(value: Any) -> Value:
    """A value as one cell: several numbers as 80:20, a threshold with its unit, yes as 1, unknown empty."""
    if isinstance(value, bool):
        return 1 if value else None
    if isinstance(value, list):
        return ":".join(map(str, value))
    if isinstance(value, dict):
        return f"{value.get('value')}{value.get('unit') or ''}"
    return None if value in ("", None) else value


__all__ = ["KINDS", "exports", "plan_file"]
