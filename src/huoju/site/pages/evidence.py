"""Evidence: what is known about a plan's area, what is missing and who is asked; imports; series; the Excel form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render

from huoju.kernel.evidence import SeriesKey, Snapshot, queries
from huoju.kernel.evidence.models import ImportBatch
from huoju.kernel.evidence.templates import needs_template
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.subjects.models import Kind, Subject
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.pages.charting import snapshot
from huoju.site.pages.frame import plan_of
from huoju.site.pages.names import Names, names_of
from huoju.site.pages.needs import Wanted, form_needs, wanted_of
from huoju.site.pages.standing import standing_of
from huoju.site.pages.wording import MEASURES
from huoju.site.requests import Request
from huoju.site.texts import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_MISSING, SHOWN_IMPORTS, SHOWN_SERIES = 12, 6, 200
NOBODY = "none"
PACK = Text("数据包装载", "Loaded with a pack")
FORM_TITLE = Text("{plan} 数据填报表", "{plan}: figures asked for")


@needs("evidence.view")
def evidence(request: Request, code: str) -> HttpResponse:
    """What is known, what is missing with the one next step, the latest imports."""
    plan = plan_of(request, code)
    known = snapshot(request.as_of)
    wanted, names = _wanted(plan, request, known)
    lacking = [each for each in wanted if each.is_lacking]
    judged = [each for each in wanted if each.due]
    context = {
        "plan": plan,
        "count": count_about(known, plan.area.code),
        "series_count": len(keys_about(known, plan.area.code)),
        "lacking": lacking[:SHOWN_MISSING],
        "lacking_count": len(lacking),
        "judged_count": len(judged),
        "years": sorted({each.due[-1] for each in lacking}),
        "by_bureau": by_bureau(lacking, request.language),
        "history": history(SHOWN_IMPORTS),
        "open_imports": list(ImportBatch.objects.filter(state=ImportBatch.State.PREVIEWED)[:5]),
        "may_add": may(request.user, "evidence.add"),
        "names": names,
    }
    return render(request, "pages/evidence.html", context)


def is_about(subject: str, area: str) -> bool:
    """Whether a subject is the area or one of what lies in it."""
    return subject == area or subject.startswith(f"{area}/")


def keys_about(known: Snapshot, area: str) -> list[SeriesKey]:
    """The series about an area and what lies in it."""
    keys = list(known.keys())
    return [key for key in keys if is_about(key.subject, area)]


def count_about(known: Snapshot, area: str) -> int:
    """How many observations there are about an area and what lies in it."""
    import pyarrow.compute as pc

    subjects = known.rows["subject"]
    inside = pc.or_(pc.equal(subjects, area), pc.starts_with(subjects, f"{area}/"))
    return int(pc.sum(inside).as_py() or 0)


def _wanted(plan: PlanVersion, request: Request, known: Snapshot) -> tuple[list[Wanted], Names]:
    rows = standing_of(plan, request.as_of).rows
    names = names_of((row.commitment.subject for row in rows), plan)
    return wanted_of(rows, known, names, request.as_of), names


@dataclass(frozen=True, slots=True)
class Asked:
    """A bureau and how many series it is asked for."""

    code: str
    name: str
    count: int


def by_bureau(lacking: Iterable[Wanted], language: str) -> list[Asked]:
    """Whom to ask, the most first; those nobody answers for under "none"."""
    counts: dict[str, int] = {}
    bureaus: dict[str, str] = {}
    for each in lacking:
        for row in each.rows[:1]:
            code = row.bureau or NOBODY
            counts[code] = counts.get(code, 0) + 1
            bureaus[code] = row.statement.lead.name_in(language) if row.statement.lead else ""
    found = [Asked(code, bureaus[code], count) for code, count in counts.items()]
    return sorted(found, key=lambda asked: (asked.code == NOBODY, -asked.count))


# -- history -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch in the history: of a person (then `batch` has its page), or of a pack."""

    at: datetime
    by: str
    rows: int
    code: str
    batch: ImportBatch | None = None

    @property
    def pack(self) -> str:
        return self.code.split(":")[1] if self.code.startswith("pack:") else ""


def history(limit: int | None = None) -> list[Entry]:
    """Everything that went into the store and every preview, the newest first."""
    own = list(ImportBatch.objects.select_related("undoes")[: limit or 1000])
    stated = {each.code for each in own}
    entries = [
        Entry(each.decided_at or each.created_at, each.by, each.rows_committed, each.code, each)
        for each in own
    ]
    entries += [
        Entry(link.at, f"pack:{link.batch.split(':')[1]}", link.rows, link.batch)
        for link in queries.store().batches()
        if link.batch not in stated and link.batch.startswith("pack:")
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


@needs("evidence.view")
def imports(request: Request, code: str) -> HttpResponse:
    """Every batch with who and when."""
    plan = plan_of(request, code)
    return render(request, "pages/evidence_imports.html", {"plan": plan, "history": history()})


# -- series --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One series in the list: its names, its span, its newest figure."""

    key: SeriesKey
    name: str
    subject: str
    measure: Text | None
    observations: tuple

    @property
    def last(self):  # type: ignore[no-untyped-def]
        return self.observations[-1]

    @property
    def first(self):  # type: ignore[no-untyped-def]
        return self.observations[0]


@needs("evidence.view")
def series(request: Request, code: str) -> HttpResponse:
    """What there is about the plan's area, searched by indicator or subject."""
    plan = plan_of(request, code)
    known = snapshot(request.as_of)
    q = request.GET.get("q", "").strip()
    keys = keys_about(known, plan.area.code)
    names = names_of((key.subject for key in keys), plan)
    language = request.language
    found = [key for key in keys if _fits(key, q, names)]
    lines = [
        SeriesLine(
            key, names.indicator(key.indicator, language), names.subject(key.subject, language),
            MEASURES.get(key.measure) if key.measure != "level" else None, known.series(*key),
        )
        for key in found[:SHOWN_SERIES]
    ]  # fmt: skip
    lines.sort(
        key=lambda line: (line.subject != names.subject(plan.area.code, language), line.subject, line.name)
    )
    context = {"plan": plan, "q": q, "lines": lines, "found": len(found), "total": len(keys)}
    return render(request, "pages/evidence_series.html", context)


def _fits(key: SeriesKey, q: str, names: Names) -> bool:
    texts = [names.indicator(key.indicator, each) + names.subject(key.subject, each) for each in ("zh", "en")]
    return not q or any(q.lower() in text.lower() for text in texts)


# -- the form ------------------------------------------------------------------------------------------


@needs("evidence.view")
def template(request: Request, code: str) -> HttpResponse:
    """Choose what the Excel form asks for: which bureau's series, only what is missing or every year."""
    plan = plan_of(request, code)
    wanted, names = _wanted(plan, request, snapshot(request.as_of))
    chosen = _chosen(request, wanted)
    asked = form_needs(chosen, names, _years(request, plan), request.language)
    context = {
        "plan": plan, "bureau": request.GET.get("bureau", ""), "what": request.GET.get("what", "missing"),
        "bureaus": _bureaus(wanted, request.language), "nobody": NOBODY,
        "needs": asked[:40], "series_count": len(asked), "cell_count": sum(len(n.periods) for n in asked),
        "left_out": sum(1 for each in wanted if not each.due),
    }  # fmt: skip
    return render(request, "pages/evidence_template.html", context)


@needs("evidence.view")
def template_file(request: Request, code: str) -> HttpResponse:
    """The Excel form itself; it arrives with what is known filled in and is read back without a question."""
    plan = plan_of(request, code)
    wanted, names = _wanted(plan, request, snapshot(request.as_of))
    language = request.language
    asked = form_needs(_chosen(request, wanted), names, _years(request, plan), language)
    title = FORM_TITLE.in_language(language, plan=plan.title_in(language))
    response = HttpResponse(needs_template(asked, title=title, language=language), content_type=XLSX)
    bureau = request.GET.get("bureau", "").rpartition("/")[2]
    name = "-".join(part for part in (plan.code, bureau, "form.xlsx") if part)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _chosen(request: Request, wanted: list[Wanted]) -> list[Wanted]:
    """Series of the chosen bureau; those lacking their last figure, or all of them."""
    bureau = request.GET.get("bureau", "")
    code = "" if bureau == NOBODY else bureau
    return [each for each in wanted if not bureau or code in each.bureaus]


def _years(request: Request, plan: PlanVersion) -> tuple[int, ...]:
    """Every year of the plan that is over, from its base year on, when the form is to ask for all; else ()."""
    if request.GET.get("what") != "all":
        return ()
    last = min(plan.end_year, request.as_of.year - 1)
    return tuple(range(plan.start_year - 1, last + 1))


def _bureaus(wanted: list[Wanted], language: str) -> list[tuple[str, str, int]]:
    counts: dict[str, int] = {}
    for each in wanted:
        for code in each.bureaus:
            counts[code or NOBODY] = counts.get(code or NOBODY, 0) + 1
    named = {s.code: s.name_in(language) for s in Subject.objects.filter(kind=Kind.BUREAU, code__in=counts)}
    found = [(code, named.get(code, ""), count) for code, count in counts.items()]
    return sorted(found, key=lambda entry: (entry[0] == NOBODY, -entry[2]))
