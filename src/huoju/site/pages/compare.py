"""The comparison page: this plan beside another one, or beside a document uploaded for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huoju.errors import InputError, NotFound
from huoju.kernel.packs.queries import catalog_of
from huoju.kernel.plan import Plan
from huoju.kernel.plan.compare import Comparison
from huoju.kernel.plan.compare import compare as compare_plans
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.plan.stored import stored_plan
from huoju.kernel.reports.sheets import write_csv, write_xlsx
from huoju.site.access import needs
from huoju.site.pages.commitments import CSV, XLSX
from huoju.site.pages.compare_table import (
    RELATIONS,
    Relation,
    as_table,
    choose,
    line_of,
    sentence,
    verdict_word,
)
from huoju.site.pages.compare_uploads import keep, uploaded_plan, uploads
from huoju.site.pages.documents import uploaded_bytes
from huoju.site.pages.frame import plan_of
from huoju.site.requests import Request

UPLOADED = "file:"


@dataclass(frozen=True, slots=True)
class Beside:
    """What is compared: the address's `other`, its title, the relation, and the outcome."""

    other: str
    title: str
    relation_name: str
    relation: Relation
    comparison: Comparison
    left_code: str  # plan codes for links to lines; "" for an uploaded document
    right_code: str


@needs("plan.view")
def compare(request: Request, code: str) -> HttpResponse:
    """Choose another document; with one chosen, the sentence and the table. A post uploads one."""
    plan = plan_of(request, code)
    error = None
    if request.method == "POST":
        try:
            return _keep(request, plan)
        except InputError as problem:
            error = problem
    found = None if error else beside(request, plan)
    context: dict[str, Any] = {
        "plan": plan, "others": others_of(plan), "uploads": uploads(request), "relations": RELATIONS.items(),
        "found": found, "error": error, "q": request.GET.get("q", ""), "verdict": request.GET.get("verdict", ""),
    }  # fmt: skip
    if found is not None:
        rows = choose(found.comparison, request.GET)
        context |= {
            "lines": [line_of(row, request.language, catalog_of(plan)) for row in rows],
            "sentence": sentence(found.comparison, request.language),
            "verdicts": [
                (verdict.value, verdict_word(verdict, request.language), n)
                for verdict, n in found.comparison.counts().items()
            ],
            "total": len(found.comparison.rows),
        }
    return render(request, "pages/compare.html", context, status=400 if error else 200)


@needs("plan.view")
def comparison_file(request: Request, code: str, kind: str) -> HttpResponse:
    """The rows shown, as xlsx or csv."""
    plan = plan_of(request, code)
    found = beside(request, plan)
    if found is None:
        raise NotFound(what=request.GET.get("other", ""))
    headings, body = as_table(choose(found.comparison, request.GET), request.language, catalog_of(plan))
    if kind == "csv":
        content, media = write_csv(headings, body), CSV
    else:
        notes = [
            found.comparison.left_title,
            found.comparison.right_title,
            sentence(found.comparison, request.language),
        ]
        content, media = write_xlsx(headings, body, title=plan.code, notes=notes), XLSX
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{plan.code}-compared.{kind}"'
    return response


def beside(request: Request, plan: PlanVersion) -> Beside | None:
    """The comparison that the address asks for, None when it names no other document. Raises NotFound."""
    other = request.GET.get("other", "")
    if not other:
        return None
    theirs, code, guess = _other_side(request, plan, other)
    name = request.GET.get("relation", "")
    name = name if name in RELATIONS else guess
    relation = RELATIONS[name]
    mine = stored_plan(plan)
    left, right = (theirs, mine) if relation.is_other_left else (mine, theirs)
    comparison = compare_plans(left, right, catalog_of(plan), kind=relation.kind)
    codes = (code, plan.code) if relation.is_other_left else (plan.code, code)
    return Beside(other, theirs.title or theirs.file, name, relation, comparison, *codes)


def others_of(plan: PlanVersion) -> list[PlanVersion]:
    """The plans one can compare with: of the same area first."""
    rows = PlanVersion.objects.select_related("area").exclude(pk=plan.pk)
    return sorted(
        rows, key=lambda row: (row.area_id != plan.area_id, row.is_invented, -row.start_year, row.code)
    )


def _other_side(request: Request, plan: PlanVersion, other: str) -> tuple[Plan, str, str]:
    """The other document, its code and what it most likely is to this plan."""
    if other.startswith(UPLOADED):
        theirs = uploaded_plan(request, other.removeprefix(UPLOADED))
        return theirs, "", relation_by_years(plan, theirs.start_year, theirs.end_year, is_same_area=True)
    row = PlanVersion.objects.select_related("area").filter(code=other).first()
    if row is None:
        raise NotFound(what=other[:100])
    guess = relation_by_years(plan, row.start_year, row.end_year, is_same_area=row.area_id == plan.area_id)
    return stored_plan(row), row.code, guess


def relation_by_years(plan: PlanVersion, start: int | None, end: int | None, *, is_same_area: bool) -> str:
    """The last plan ended before, the next begins later; of the same years it is a draft or the upper level's."""
    if end is not None and end <= plan.start_year:
        return "last"
    if start is not None and start >= plan.end_year:
        return "next"
    return "draft" if is_same_area else "upper"


def _keep(request: Request, plan: PlanVersion) -> HttpResponse:
    document, data = uploaded_bytes(request)
    digest = keep(request, document, data)
    relation = request.POST.get("relation", "")
    tail = f"&relation={relation}" if relation in RELATIONS else ""
    return redirect(f"{reverse('compare', args=[plan.code])}?other={UPLOADED}{digest}{tail}")
