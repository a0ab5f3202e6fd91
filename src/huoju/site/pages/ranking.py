"""Ranking tracker (PLN-05): the yearly place in each list, the field, the percentile, and what "first echelon" means.

A place is an observation of measure "rank"; the size of its field one of measure "count" of the same indicator
(so many places, unit 位). Both are entered through the evidence actions. What the plan leaves open, how far the
first echelon (第一方阵) reaches, is a note on the series that a person writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huoju.errors import InputError, NotFound
from huoju.kernel.catalog.wording import plain
from huoju.kernel.evidence import Observation, Snapshot, actions
from huoju.kernel.evidence.hand_entry import HandCell
from huoju.kernel.evidence.models import SeriesNote
from huoju.kernel.packs.queries import catalog
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.reports.charts import Mark, PathChart, path_chart
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.middleware import parse_day
from huoju.site.pages.charting import snapshot
from huoju.site.pages.frame import plan_of
from huoju.site.pages.imports import end_of_day
from huoju.site.pages.names import Names, names_of
from huoju.site.pages.standing import Row, standing_of
from huoju.site.requests import Request
from huoju.site.texts import Text

RANK, FIELD = "rank", "count"
STANDS = Text("{year}年列第 {place} 位", "Place {place} in {year}")
OF_FIELD = Text("（{size} 家中，居前 {share}）", " of {size} (in the first {share})")
ADVANCED = Text("，比 {year} 年前进 {n} 位", ", {n} up on {year}")
FELL = Text("，比 {year} 年后退 {n} 位", ", {n} down on {year}")
UNCHANGED = Text("，与 {year} 年相同", ", the same as in {year}")
STOP = Text("。", ".")
NO_PLACE = Text("还没有名次。", "No place is known yet.")
TARGET = Text("目标 {place}", "target {place}")
DEFINED = Text("已记下第一方阵的范围。", "The reach of the first echelon is recorded.")
ECHELONS = {
    "places": Text("第一方阵：前{n}名", "First echelon: the first {n} places"),
    "percent": Text("第一方阵：前{n}%", "First echelon: the first {n}%"),
}
ECHELON = re.compile(r"^第一方阵：前(\d+(?:\.\d+)?)(名|%)$")


class BadPlace(InputError):
    code = "ranking-place"
    zh = "名次应是从 1 起的整数，且不大于参评数；填的是“{place}”和“{size}”。"
    en = "A place is a whole number from 1 up to the size of the field; given were “{place}” and “{size}”."


class BadYear(InputError):
    code = "ranking-year"
    zh = "“{text}”不是年份。请写成 2025 的样子。"
    en = "“{text}” is not a year. Write it like 2025."


class BadEchelon(InputError):
    code = "ranking-echelon"
    zh = "“{text}”不能作为第一方阵的范围。请填前多少名（整数），或前百分之几（0 到 100）。"
    en = "“{text}” cannot be the reach of the first echelon. Enter a number of places, or a percentage up to 100."


@dataclass(frozen=True, slots=True)
class Echelon:
    """How far the first echelon reaches, as a person defined it. `number` counts places or per cent."""

    kind: str
    number: Decimal

    def __post_init__(self) -> None:
        is_right = (
            self.number == int(self.number) if self.kind == "places" else self.number <= 100
        ) and self.number > 0
        if self.kind not in ECHELONS or not is_right:
            raise ValueError(f"not an echelon: {self.kind} {self.number}")

    @property
    def text(self) -> Text:
        return Text(*(ECHELONS[self.kind].in_language(each, n=plain(self.number)) for each in ("zh", "en")))

    @classmethod
    def of_text(cls, text: str) -> Echelon | None:
        """The echelon that a note defines, None for any other note."""
        found = ECHELON.match(text)
        return cls("places" if found[2] == "名" else "percent", Decimal(found[1])) if found else None

    def holds(self, place: int, size: int | None) -> bool | None:
        """Whether a place lies in it; None where that takes the size of the field and it is unknown."""
        if self.kind == "places":
            return place <= self.number
        return None if not size else Decimal(place) * 100 <= self.number * size


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a list. `size` is how many were ranked, None where nobody said."""

    year: int
    place: int
    size: int | None
    observation: Observation
    is_within: bool | None

    @property
    def share(self) -> str:
        """The place as a share of the field, "" where the field is unknown: 6.3%."""
        return plain(Decimal(self.place) * 100 / self.size, 1) + "%" if self.size else ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """One list: its years since the base year, what was promised, how the first echelon is defined."""

    indicator: str
    name: str
    definition: str
    years: tuple[Year, ...]
    promises: tuple[Row, ...]
    echelon: Echelon | None
    note: SeriesNote | None
    sentence: str
    spec: dict[str, Any] | None

    @property
    def script_id(self) -> str:
        return "chart-" + re.sub(r"\W", "-", self.indicator)

    @property
    def last(self) -> Year | None:
        return self.years[-1] if self.years else None


@needs("plan.view")
def ranking(request: Request, code: str) -> HttpResponse:
    """Every list that ranks the plan's area."""
    return _page(request, plan_of(request, code))


def _page(request: Request, plan: PlanVersion, error: InputError | None = None) -> HttpResponse:
    context = {
        "plan": plan, "rankings": rankings_of(plan, request), "error": error, "given": request.POST,
        "may_add": may(request.user, "evidence.add"), "year": request.as_of.year - 1,
    }  # fmt: skip
    return render(request, "pages/ranking.html", context, status=400 if error else 200)


def rankings_of(plan: PlanVersion, request: Request) -> list[Ranking]:
    """The lists in order of the newest place known; those without any last."""
    known, language = snapshot(request.as_of), request.language
    names = names_of([plan.area.code], plan)
    rows = [row for row in standing_of(plan, request.as_of).rows if row.commitment.measure == RANK]
    notes = _echelon_notes(plan)
    found = [
        _ranking(
            name,
            plan,
            known,
            names,
            [r for r in rows if r.commitment.series == name],
            notes.get(name),
            language,
        )
        for name in lists_of(plan, known, names)
    ]
    return sorted(found, key=lambda each: -(each.last.year if each.last else 0))


def lists_of(plan: PlanVersion, known: Snapshot, names: Names) -> list[str]:
    """Indicators that rank the area: those the plan speaks of, and those with a place in the evidence."""
    spoken = (
        Statement.objects.filter(plan=plan, measure=RANK)
        .exclude(concept="")
        .values_list("concept", flat=True)
    )
    of_plan = [name for name in dict.fromkeys(spoken) if _is_list(names, name)]
    keys = list(known.keys())
    of_evidence = [
        key.indicator for key in keys
        if key.measure == RANK and key.subject == plan.area.code and not key.breakdown
    ]  # fmt: skip
    return list(dict.fromkeys([*of_plan, *of_evidence]))


def _is_list(names: Names, name: str) -> bool:
    entry = names.entry(name)
    return entry is not None and entry.kind == RANK and entry.has_evidence_source


def _ranking(
    name: str, plan: PlanVersion, known: Snapshot, names: Names, rows: list[Row], note: SeriesNote | None,
    language: str,
) -> Ranking:  # fmt: skip
    echelon = Echelon.of_text(note.text) if note else None
    years = years_of(known, name, plan.area.code, plan.start_year - 1, echelon)
    definition = names.definition(name, language)
    title = names.indicator(name, language)
    return Ranking(
        name, title, definition, years, tuple(rows), echelon, note, sentence_of(years, language),
        path_chart(_chart(title, years, rows, language), height=200) if years else None,
    )  # fmt: skip


def years_of(
    known: Snapshot, indicator: str, subject: str, first: int, echelon: Echelon | None = None
) -> tuple[Year, ...]:
    """Places by year from `first` on, with the field of the same year."""
    sizes = {o.period: o.value for o in known.series(indicator, subject, FIELD) if o.value is not None}
    years = []
    for each in known.series(indicator, subject, RANK):
        if each.value is None or each.period.end is None or each.period.end.year < first:
            continue
        place, size = int(each.value), sizes.get(each.period)
        fitting = int(size) if size and size >= place else None
        within = echelon.holds(place, fitting) if echelon else None
        years.append(Year(each.period.end.year, place, fitting, each, within))
    return tuple(years)


def sentence_of(years: tuple[Year, ...], language: str) -> str:
    """Where the area stands, of how many, and how that moved since the first year."""
    if not years:
        return NO_PLACE.in_language(language)
    first, last = years[0], years[-1]
    text = STANDS.in_language(language, year=last.year, place=last.place)
    if last.size:
        text += OF_FIELD.in_language(language, size=last.size, share=last.share)
    if first.year != last.year:
        moved = first.place - last.place
        words = ADVANCED if moved > 0 else FELL if moved < 0 else UNCHANGED
        text += words.in_language(language, year=first.year, **({"n": abs(moved)} if moved else {}))
    return text + STOP.in_language(language)


def _chart(title: str, years: tuple[Year, ...], rows: Iterable[Row], language: str) -> PathChart:
    marks = tuple(
        Mark(y.year, y.place, f"{y.place}/{y.size}" if y.size else str(y.place), y.observation.source)
        for y in years
    )
    promised = next((row for row in rows if row.assessment.target is not None), None)
    target = None
    if promised is not None:
        place = promised.assessment.target or Decimal(1)
        target = Mark(
            promised.commitment.years[1], float(place), TARGET.in_language(language, place=plain(place))
        )
    return PathChart(title=title, unit="", observed=marks, target=target, is_rank=True)


def _echelon_notes(plan: PlanVersion) -> dict[str, SeriesNote]:
    """The newest definition of the first echelon for each list."""
    notes = SeriesNote.objects.filter(subject_code=plan.area.code, measure=RANK).order_by("at", "id")
    return {note.indicator: note for note in notes if Echelon.of_text(note.text)}


# -- entry ---------------------------------------------------------------------------------------------


@needs("evidence.add")
@require_POST
def enter_place(request: Request, code: str) -> HttpResponse:
    """This year's place; it becomes a preview like any other figure."""
    plan = plan_of(request, code)
    try:
        day = request.POST.get("known_on", "").strip()
        batch = actions.enter_by_hand(
            cells=place_cells(request.POST, plan.area.code), by=request.user, at=timezone.now(),
            source=request.POST.get("source", "").strip(), known_at=end_of_day(parse_day(day)) if day else None,
            catalog=catalog(),
        )  # fmt: skip
    except InputError as error:
        return _page(request, plan, error)
    return redirect("evidence-batch", code, batch.code)


def place_cells(form: Mapping[str, str], area: str) -> list[HandCell]:
    """The place and, where given, the size of the field. Raises BadYear, BadPlace."""
    given = {
        name: form.get(name, "").strip() for name in ("list", "new_list", "year", "place", "size", "note")
    }
    year, place, size = given["year"], given["place"], given["size"]
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise BadYear(text=year[:20])
    is_whole = all(text.isascii() and text.isdigit() and len(text) < 7 for text in (place, size or "1"))
    if not is_whole or int(place) < 1 or (size and int(size) < int(place)):
        raise BadPlace(place=place[:20], size=size[:20])
    name = given["list"] or given["new_list"]
    cells = [HandCell(name, area, year, place, "位", RANK, note=given["note"])]
    return [*cells, HandCell(name, area, year, size, "位", FIELD, note=given["note"])] if size else cells


@needs("evidence.add")
@require_POST
def define_echelon(request: Request, code: str) -> HttpResponse:
    """Say how far the first echelon of a list reaches; the newest definition holds, earlier ones stay on record."""
    plan = plan_of(request, code)
    given = request.POST
    number, name = given.get("number", "").strip(), given.get("list", "")
    if name not in lists_of(plan, snapshot(request.as_of), names_of([], plan)):
        raise NotFound(what=name[:100])
    try:
        echelon = Echelon(given.get("kind", "places"), Decimal(number))
    except (InvalidOperation, ValueError, OverflowError):
        return _page(request, plan, BadEchelon(text=number[:20]))
    actions.note_series(
        indicator=name, subject=plan.area.code, measure=RANK, text=echelon.text.zh,
        text_en=echelon.text.en, source=given.get("source", "").strip()[:500], by=request.user, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, DEFINED.in_language(request.language))
    return redirect("ranking", code)
