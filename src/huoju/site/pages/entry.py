"""Entry by hand: a grid of the figures a plan lacks, and lines for anything else; each goes through a preview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from huoju.errors import InputError
from huoju.kernel.evidence import Observation, actions
from huoju.kernel.evidence.hand_entry import HandCell
from huoju.kernel.packs.queries import catalog
from huoju.kernel.plan.models import PlanVersion
from huoju.site.access import needs
from huoju.site.middleware import parse_day
from huoju.site.pages.charting import snapshot
from huoju.site.pages.evidence import NOBODY, _bureaus, _wanted
from huoju.site.pages.frame import plan_of
from huoju.site.pages.imports import end_of_day
from huoju.site.pages.needs import Wanted
from huoju.site.requests import Request
from huoju.site.texts import Text

FREE_LINES = 5
MOST_LINES = 60
NO_UNIT = Text("单位未定", "no unit")


class NothingTyped(InputError):
    code = "nothing-typed"
    zh = "没有填写任何数值。请在格中填数，或从 Excel 粘贴。"
    en = "No figure was entered. Type into the cells, or paste from Excel."


class SourceMissing(InputError):
    code = "source-missing"
    zh = "没有写明来源。请写公报、年鉴、台账或文件的名称。"
    en = "No source is named. Name the bulletin, yearbook, register or document."


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its form field, what the store has, what was typed, whether the plan waits for it."""

    field: str
    known: Observation | None
    typed: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class GridLine:
    """One series across the years."""

    number: int
    wanted: Wanted
    cells: tuple[GridCell, ...]


@needs("evidence.add")
def enter(request: Request, code: str) -> HttpResponse:
    """The grid; sent, it becomes a preview with the same checks as a file."""
    plan = plan_of(request, code)
    lines = _wanted_lines(request, plan)
    years = _years(request, plan)
    error = None
    if request.method == "POST":
        try:
            batch = _enter(request, lines, years)
            return redirect("evidence-batch", code, batch.code)
        except InputError as problem:
            error = problem
    wanted, _ = lines
    context = {
        "plan": plan, "years": years, "lines": grid(wanted[:MOST_LINES], years, request.POST),
        "more": max(0, len(wanted) - MOST_LINES), "free": _free(request.POST), "error": error,
        "given": request.POST, "bureau": request.GET.get("bureau", ""), "q": request.GET.get("q", ""),
        "bureaus": lines[1], "nobody": NOBODY,
        "indicators": [each.name(request.language) for each in catalog().indicators],
    }  # fmt: skip
    return render(request, "pages/evidence_enter.html", context, status=400 if error else 200)


Lines = tuple[list[Wanted], list[tuple[str, str, int]]]


def _wanted_lines(request: Request, plan: PlanVersion) -> Lines:
    """The series of the chosen bureau or words, those that lack a figure first; and the bureaus to choose from."""
    everything, _ = _wanted(plan, request, snapshot(request.as_of))
    bureau, q = request.GET.get("bureau", ""), request.GET.get("q", "").strip().lower()
    code = "" if bureau == NOBODY else bureau
    key = request.GET.get("key", "")
    chosen = [
        each for each in everything
        if (not bureau or code in each.bureaus)
        and (not q or any(q in each.name_in(language).lower() for language in ("zh", "en")))
        and (not key or any(row.key == key for row in each.rows))
    ]  # fmt: skip
    return chosen, _bureaus(everything, request.language)


def _years(request: Request, plan: PlanVersion) -> list[int]:
    """The years across: from the base year to the last one that is over, the newest six of them."""
    last = max(plan.start_year, min(plan.end_year, request.as_of.year - 1))
    return list(range(max(plan.start_year - 1, last - 5), last + 1))


def grid(wanted: list[Wanted], years: list[int], typed: Mapping[str, str]) -> list[GridLine]:
    """One line a series, one cell a year."""
    return [
        GridLine(number, each, tuple(_cell(number, each, year, typed) for year in years))
        for number, each in enumerate(wanted)
    ]


def _cell(number: int, wanted: Wanted, year: int, typed: Mapping[str, str]) -> GridCell:
    known = next(
        (o for o in wanted.known if str(o.period) == str(year) and o.measure == wanted.series.measure), None
    )
    field = f"v{number}-{year}"
    return GridCell(field, known, typed.get(field, ""), year in wanted.missing)


def _free(typed: Mapping[str, str]) -> list[dict[str, str]]:
    names = ("indicator", "subject", "period", "value", "unit", "note")
    return [
        {"number": str(n), **{name: typed.get(f"free{n}-{name}", "") for name in names}}
        for n in range(FREE_LINES)
    ]


def _enter(request: Request, lines: Lines, years: list[int]):  # type: ignore[no-untyped-def]
    cells = list(cells_typed(request.POST.dict(), lines[0][:MOST_LINES], years, request.plan.area.code))
    source = request.POST.get("source", "").strip()
    if not cells:
        raise NothingTyped()
    if not source:
        raise SourceMissing()
    day = request.POST.get("known_on", "").strip()
    return actions.enter_by_hand(
        cells=cells, by=request.user, at=timezone.now(), source=source,
        known_at=end_of_day(parse_day(day)) if day else None, catalog=catalog(),
    )  # fmt: skip


def cells_typed(
    form: Mapping[str, str], wanted: list[Wanted], years: list[int], area: str
) -> Iterator[HandCell]:
    """The filled cells of the grid, named by the series that the form itself carries, then the free lines.

    The form repeats its series, so that a grid sent late still means what it said.
    """
    status = form.get("status", "A")
    known = {series_name(each): each for each in wanted}
    for name, value in form.items():
        number, _, year = name.removeprefix("v").partition("-")
        if not (name.startswith("v") and number.isdecimal() and year.isdecimal() and value.strip()):
            continue
        each = known.get(form.get(f"series{number}", ""))
        if each is not None:
            series = each.series
            yield HandCell(
                series.indicator,
                series.subject,
                year,
                value.strip(),
                series.unit,
                series.measure,
                status=status,
            )
    for n in range(FREE_LINES):
        given = {
            name: form.get(f"free{n}-{name}", "").strip()
            for name in ("indicator", "subject", "period", "value", "unit", "note")
        }
        if given["value"]:
            yield HandCell(**{**given, "subject": given["subject"] or area}, status=status)


def series_name(wanted: Wanted) -> str:
    """How the form names a series."""
    series = wanted.series
    return "|".join((series.indicator, series.subject, series.measure))
