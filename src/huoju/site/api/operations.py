"""The operations, in the order of the document. Each asks one query of the rooms and shows what it gives.

A summary is "中文 / English"; the documentation page splits it. Annotations are read when the module is
imported (django-ninja does), so they are no postponed texts here.
"""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

import huoju
from huoju.errors import NotFound
from huoju.kernel.evidence import Observation
from huoju.kernel.evidence.queries import snapshot
from huoju.kernel.packs.queries import catalog
from huoju.kernel.plan import queries as plans
from huoju.site.api import shapes, showing
from huoju.site.api.auth import may_read
from huoju.site.api.paging import MOST, USUAL, Limit, Offset, Page, page_of
from huoju.site.pages.findings import checked_plan, rows_of
from huoju.site.pages.standing import standing_of

ERRORS = dict.fromkeys((400, 401, 403, 404, 422, 429), shapes.ErrorShape)
FREE = "F"  # SDMX CL_CONF_STATUS: what is not free does not leave through the API


def word(description: str) -> Any:
    """A short text to narrow a list by."""
    return Query(max_length=200, description=description)


Area = Annotated[str, word("地区编码 / code of the area")]
Concept = Annotated[str, word("指标目录编码，如 gdp / id in the catalog, such as gdp")]
Chapter = Annotated[
    str, word("章节号，如 2 或 2.3，含其下各节 / chapter such as 2 or 2.3, with its sections")
]
Lead = Annotated[str, word("责任部门编码 / code of the responsible bureau")]
Kind = Annotated[str, word("类别编码，如 promised-twice / code of the kind, such as promised-twice")]
IndicatorId = Annotated[str, word("指标编码 / id of the indicator")]
SubjectCode = Annotated[str, word("对象编码 / code of the subject")]
MeasureWord = Annotated[str, word("度量方式，如 level、growth_rate / measure, such as level or growth_rate")]
Words = Annotated[str, word("按名称查找 / search by name")]
Theme = Annotated[str, word("主题 / theme")]
EntryKind = Annotated[
    str, word("性质：stock、flow、ratio、rate、index、rank、composition / nature of the measure")
]
FromYear = Annotated[int | None, Query(ge=1900, le=2200, description="起始年 / first year")]
ToYear = Annotated[int | None, Query(ge=1900, le=2200, description="终止年 / last year")]
AsOf = Annotated[
    date | None, Query(description="按这一天已知的数据，缺省为今天 / as known on this day; today by default")
]
Role = Annotated[
    Literal["", "baseline", "target", "project", "context", "structure"],
    Query(description="用途 / what it is for"),
]
Review = Annotated[
    Literal["", "unreviewed", "accepted", "corrected", "rejected"], Query(description="复核情况 / review")
]
State = Annotated[
    Literal["", "met", "ahead", "on_track", "behind", "missed", "no_evidence"],
    Query(description="状态 / state"),
]
SeverityWord = Annotated[Literal["", "error", "warning", "note"], Query(description="严重程度 / severity")]
IsAccepted = Annotated[bool | None, Query(description="是否已接受 / whether accepted")]

router = Router()
open_router = Router()


@open_router.get(
    "/health", response=shapes.HealthShape, auth=None, throttle=[], summary="服务是否正常 / Whether the service is up",
    url_name="api-health", tags=["service"],
)  # fmt: skip
def health(request: HttpRequest) -> dict[str, str]:
    return {"status": "ok", "version": huoju.__version__}


# -- plans


@router.get(
    "/plans", response={200: Page[shapes.PlanShape], **ERRORS}, summary="规划列表 / Plans", tags=["plans"]
)
@may_read("plan.view")
def list_plans(request: HttpRequest, area: Area = "", limit: Limit = USUAL, offset: Offset = 0) -> Any:
    found = plans.plans()
    if area:
        found = found.filter(area__code=area)
    return page_of(request, found, limit, offset, showing.plan)


@router.get(
    "/plans/{code}", response={200: shapes.PlanShape, **ERRORS}, summary="一份规划 / One plan", tags=["plans"]
)
@may_read("plan.view")
def one_plan(request: HttpRequest, code: str) -> Any:
    return showing.plan(plans.plan(code))


# -- statements


@router.get(
    "/plans/{code}/statements", response={200: Page[shapes.StatementShape], **ERRORS},
    summary="量化表述 / Quantified statements", tags=["statements"],
)  # fmt: skip
@may_read("plan.view")
def list_statements(
    request: HttpRequest, code: str, role: Role = "", concept: Concept = "", chapter: Chapter = "", lead: Lead = "",
    review: Review = "", limit: Limit = USUAL, offset: Offset = 0,
) -> Any:  # fmt: skip
    found = plans.statements(plans.plan(code))
    if role:
        found = found.filter(role=role)
    return page_of(
        request, _narrowed(found, concept, chapter, lead, review), limit, offset, showing.statement
    )


@router.get(
    "/plans/{code}/commitments", response={200: Page[shapes.StatementShape], **ERRORS},
    summary="目标承诺 / Commitments", tags=["statements"],
)  # fmt: skip
@may_read("plan.view")
def list_commitments(
    request: HttpRequest, code: str, concept: Concept = "", chapter: Chapter = "", lead: Lead = "", review: Review = "",
    limit: Limit = USUAL, offset: Offset = 0,
) -> Any:  # fmt: skip
    found = plans.commitments(plans.plan(code))
    return page_of(
        request, _narrowed(found, concept, chapter, lead, review), limit, offset, showing.statement
    )


@router.get(
    "/plans/{code}/statements/{key}", response={200: shapes.StatementShape, **ERRORS},
    summary="一条表述 / One statement", tags=["statements"],
)  # fmt: skip
@may_read("plan.view")
def one_statement(request: HttpRequest, code: str, key: str) -> Any:
    return showing.statement(plans.statement(plans.plan(code), key))


def _narrowed(found: Any, concept: str, chapter: str, lead: str, review: str) -> Any:
    """Statements that fit; a chapter brings its sections along."""
    if concept:
        found = found.filter(concept=concept)
    if chapter:
        found = found.filter(chapter=chapter) | found.filter(chapter__startswith=f"{chapter}.")
    if lead:
        found = found.filter(lead__code=lead)
    if review:
        found = found.filter(review=review)
    return found


# -- assessments


@router.get(
    "/plans/{code}/assessments", response={200: Page[shapes.AssessmentShape], **ERRORS},
    summary="进度评价 / Assessments", tags=["assessments"],
)  # fmt: skip
@may_read("plan.view")
def list_assessments(
    request: HttpRequest, code: str, as_of: AsOf = None, state: State = "", chapter: Chapter = "", lead: Lead = "",
    limit: Limit = USUAL, offset: Offset = 0,
) -> Any:  # fmt: skip
    standing = standing_of(plans.plan(code), request.as_of)
    rows = [
        row for row in standing.rows
        if state in ("", row.state) and lead in ("", row.bureau)
        and (not chapter or f"{row.statement.chapter}.".startswith(f"{chapter}."))
    ]  # fmt: skip
    return page_of(request, rows, limit, offset, lambda row: showing.assessment(row, standing.as_of))


@router.get(
    "/plans/{code}/assessments/{key}", response={200: shapes.AssessmentInFull, **ERRORS},
    summary="一项目标的评价和步骤 / One assessment with its steps", tags=["assessments"],
)  # fmt: skip
@may_read("plan.view")
def one_assessment(request: HttpRequest, code: str, key: str, as_of: AsOf = None) -> Any:
    standing = standing_of(plans.plan(code), request.as_of)
    if key not in standing.by_key:
        raise NotFound(what=key)
    return showing.assessment_in_full(standing.by_key[key], standing.as_of)


# -- findings


@router.get(
    "/plans/{code}/findings", response={200: Page[shapes.FindingShape], **ERRORS},
    summary="校核发现 / Findings", tags=["findings"],
)  # fmt: skip
@may_read("findings.view")
def list_findings(
    request: HttpRequest, code: str, severity: SeverityWord = "", kind: Kind = "", chapter: Chapter = "",
    accepted: IsAccepted = None, limit: Limit = USUAL, offset: Offset = 0,
) -> Any:  # fmt: skip
    plan = plans.plan(code)
    found = [
        f for f in checked_plan(plan).findings
        if severity in ("", f.severity.value) and kind in ("", f.code)
        and accepted in (None, f.accepted is not None)
        and (not chapter or any(f"{place.chapter}.".startswith(f"{chapter}.") for place in f.places))
    ]  # fmt: skip
    rows = rows_of(plan, found[offset : offset + limit])
    return page_of(request, found, limit, offset, lambda f: showing.finding(f, rows))


@router.get(
    "/plans/{code}/findings/{identity}", response={200: shapes.FindingShape, **ERRORS},
    summary="一项校核发现 / One finding", tags=["findings"],
)  # fmt: skip
@may_read("findings.view")
def one_finding(request: HttpRequest, code: str, identity: str) -> Any:
    plan = plans.plan(code)
    found = checked_plan(plan).finding(identity)
    return showing.finding(found, rows_of(plan, [found]))


# -- evidence


@router.get(
    "/observations", response={200: Page[shapes.ObservationShape], **ERRORS},
    summary="观测值（只含可公开的） / Observations (those free to publish)", tags=["observations"],
)  # fmt: skip
@may_read("evidence.view")
def list_observations(
    request: HttpRequest, as_of: AsOf = None, indicator: IndicatorId = "", subject: SubjectCode = "",
    measure: MeasureWord = "",
    from_year: FromYear = None, to_year: ToYear = None, limit: Limit = USUAL, offset: Offset = 0,
) -> Any:  # fmt: skip
    known = snapshot(request.as_of)
    keys = [
        key for key in known.keys()  # noqa: SIM118  (a snapshot's keys are series, not its items)
        if indicator in ("", key.indicator) and subject in ("", key.subject) and measure in ("", key.measure)
    ]  # fmt: skip
    found = [item for key in keys for item in known.series(*key) if _is_wanted(item, from_year, to_year)]
    return page_of(request, found, limit, offset, showing.observation)


def _is_wanted(item: Observation, from_year: int | None, to_year: int | None) -> bool:
    if item.confidentiality != FREE or item.is_withdrawn:
        return False
    year = item.period.end.year if item.period.end else None
    if year is None:
        return from_year is None and to_year is None
    return (from_year is None or year >= from_year) and (to_year is None or year <= to_year)


# -- catalog


@router.get(
    "/catalog/indicators", response={200: Page[shapes.IndicatorShape], **ERRORS},
    summary="指标目录 / Indicators of the catalog", tags=["catalog"],
)  # fmt: skip
@may_read("plan.view")
def list_indicators(
    request: HttpRequest,
    q: Words = "",
    theme: Theme = "",
    kind: EntryKind = "",
    limit: Limit = USUAL,
    offset: Offset = 0,
) -> Any:
    known = catalog()
    entries = [entry for entry, _ in known.search(q, MOST)] if q else list(known.indicators)
    found = [entry for entry in entries if theme in ("", entry.theme) and kind in ("", entry.kind)]
    return page_of(request, found, limit, offset, showing.indicator)


@router.get(
    "/catalog/indicators/{identity}", response={200: shapes.IndicatorShape, **ERRORS},
    summary="一个指标 / One indicator", tags=["catalog"],
)  # fmt: skip
@may_read("plan.view")
def one_indicator(request: HttpRequest, identity: str) -> Any:
    known = catalog()
    if identity not in known:
        raise NotFound(what=identity)
    return showing.indicator(known.get(identity))
