"""Settling: the role and the period of a draft, from the frame of its passage, its time and its words. Pure."""

from __future__ import annotations

import re

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Draft
from huoju.kernel.plan.frames import Period
from huoju.kernel.plan.statements import Comparator, Measure, Role
from huoju.kernel.plan.times import Frame, Reach, Tense
from huoju.kernel.plan.tokens import Kind
from huoju.kernel.plan.units import LAND_UNITS, TIME_UNITS

ABOUT_PROJECT = re.compile(r"总投资|概算|估算投资|投资额|建筑面积|总建筑面积|建面")
EXTENT = re.compile(
    r"^[一二三四首]期$|"
    r"^(?:规划|总|总占地|占地|用地|辖区|行政区域|土地|核心区|起步区)?(?:面积|占地|规划面积)$|海岸线|岸线|"
    r"总面积|占地面积|规划面积"
)
POWER_RATING = re.compile(r"千伏|kV|KV")
SPANNING = frozenset((Measure.INCREMENT, Measure.CUMULATIVE, Measure.ANNUAL_AVERAGE_GROWTH))


WORKS = re.compile(
    r"改造|完成|实施|整治|治理|修复|投入|上缴|征收|收缴|减免|培训|承担|批准|改扩建|淘汰|关停|搬迁|植树|造林"
)
FLOWS = re.compile(r"外资|进出口(?!企业|商品)|投资(?!项目|基金)|投入|融资|到位资金|减税|贸易额|交易额|销售额")
RESULTS = re.compile(r"(?:成果|专利|标准|授权).{0,4}$")


PUBLIC_WORKS = re.compile(
    r"公园|卫生间|公厕|厕所|道路|公路|路|桥|学校|小学|中学|幼儿园|停车|住房|小区|书房|广场|充电桩|管网|厂房|绿地|步道|食堂|卫生室"
)


SUMMED = re.compile(r"(?<!公)共(?:[计募投发培接引销救资])")


def settle_measure(draft: Draft, frame: Frame, role: Role) -> Measure:
    """Work and money of several years add up: a count or level of them is a running total."""
    if "each-year" in draft.clues:
        return draft.measure
    if draft.measure not in (Measure.COUNT, Measure.LEVEL) or role not in (Role.BASELINE, Role.TARGET):
        return draft.measure
    reached = draft.comparator is Comparator.REACH and (role is Role.TARGET or not FLOWS.search(draft.name))
    if reached or not runs_over_years(draft, frame, role):
        return draft.measure
    if SUMMED.search(draft.verb) or is_money_flow(draft, role) or works_done(draft, role):
        return Measure.CUMULATIVE
    if RESULTS.search(draft.name) and "获得" in draft.verb:
        return Measure.CUMULATIVE
    built = (
        role is Role.BASELINE
        and draft.measure is Measure.COUNT
        and "建成" in draft.verb
        and PUBLIC_WORKS.search(draft.name)
    )
    return Measure.CUMULATIVE if built else draft.measure


def runs_over_years(draft: Draft, frame: Frame, role: Role) -> bool:
    """Whether the time that holds for a draft is longer than a year and not just a deadline."""
    time = draft.time
    if time is None or not draft.is_dated_here:
        return frame.start != frame.end
    if time.reach is Reach.ANNUAL:
        return False
    if time.reach is Reach.POINT and role is Role.TARGET and time.is_deadline:
        return frame.start != frame.end and "完成" in draft.verb
    return time.start != time.end


def is_money_flow(draft: Draft, role: Role) -> bool:
    """Money that flows (投入, 外资, 进出口): over a span named, or promised, it is the sum."""
    if (
        not (draft.unit or "").endswith("元")
        or not FLOWS.search(draft.name)
        or ABOUT_PROJECT.match(draft.name)
    ):
        return False
    spanned = draft.time is not None and draft.time.reach is Reach.SPAN
    spent = bool(re.search(r"投资$|投入|融资|投资需求", draft.name)) and draft.comparator is not Comparator.GE
    return (role is Role.BASELINE and (spanned or "投入" in draft.name)) or (
        role is Role.TARGET and (spanned or spent)
    )


def works_done(draft: Draft, role: Role) -> bool:
    """Whether a count or level tells of work done (改造, 完成, 实施), not of things found."""
    words = draft.verb + draft.name[:4] + (draft.name[-6:] if role is Role.BASELINE else "")
    if re.search(r"项目数$", draft.name) and "承担" not in words and "批准" not in words:
        return False
    return bool(WORKS.search(words)) and not re.search(r"政策|措施|举措", draft.name)


GIVEN = re.compile(r"给予|奖励|补贴|补助|奖补")


def settle_role(draft: Draft, frame: Frame, period: Period) -> Role:
    """Baseline, target, project or context of a draft that has no role yet."""
    if draft.role is not None:
        return draft.role
    unit = draft.unit or ""
    if EXTENT.search(draft.name) and any(unit.endswith(u) for u in LAND_UNITS):
        return Role.CONTEXT
    if is_duration(draft):
        return Role.CONTEXT
    if GIVEN.search(draft.verb + draft.subject) and (draft.unit or "").endswith("元"):
        return Role.CONTEXT
    if re.search(r"(?:政策|措施|举措|条例|意见)数?$", draft.name) and draft.unit in ("条", "项"):
        return Role.CONTEXT
    if re.search(r"(?:主要|规划|约束性|预期性)指标数$", draft.name):
        return Role.CONTEXT
    past = speaks_of_past(draft, frame, period)
    if POWER_RATING.search(unit):
        return Role.PROJECT
    if "single" in draft.clues and past:
        return Role.CONTEXT
    if is_project(draft, past):
        return Role.PROJECT
    if past:
        return Role.BASELINE
    return Role.CONTEXT if frame.tense is Tense.SITUATION and draft.time is None else Role.TARGET


def speaks_of_past(draft: Draft, frame: Frame, period: Period) -> bool:
    """Whether a draft tells what was reached: by its own time, else by the frame of its passage."""
    if draft.is_from:
        return True
    if draft.is_done and frame.tense is Tense.FUTURE and (draft.time is None or not draft.is_dated_here):
        return True
    time = draft.time
    if time is not None and time.reach is not Reach.ANNUAL:
        if time.end < period.start or time.is_past:
            return True
        return frame.tense is Tense.PAST and time.end <= frame.end
    return frame.tense is Tense.PAST


def is_duration(draft: Draft) -> bool:
    """A stretch of time that measures nothing promised (三年行动, 连续9年)."""
    if draft.unit not in TIME_UNITS or draft.token.kind is not Kind.AMOUNT:
        return False
    if "circle" in draft.clues:
        return not draft.token.text[0].isdigit()
    if not draft.token.text[0].isdigit():
        return True
    return not re.search(
        r"年限|寿命|住院日|工作日|用时|时间|时长|时限|圈|办结|周期|工期|通勤|时效|龄|天数|日数|到达|响应|救援",
        draft.name + draft.subject + draft.counted,
    )


BUILDING = re.compile(r"(?:中心|大楼|大厦|[一二三四]期|综合体|馆|院|项目|基地|园|校区|枢纽)(?:建筑面积)?$")


def is_project(draft: Draft, past: bool) -> bool:
    """Whether a number is about one named project (its investment, its floor area) or a list of projects."""
    if "floor" in draft.clues and BUILDING.search(draft.name):
        return not past or bool(draft.counted and re.search("建设", draft.verb))
    if past:
        return False
    if (
        "floor" not in draft.clues
        and ABOUT_PROJECT.search(draft.name)
        and not re.search(r"固定资产|产业投资", draft.name)
    ):
        return True
    return "listed-project" in draft.clues and bool(re.search(r"(?:项目|重点工程)数$", draft.name))


def settle_period(draft: Draft, frame: Frame, period: Period, role: Role) -> tuple[str, str | None]:
    """The period a statement holds for and the base year it is relative to, as the contract spells them."""
    time, measure = draft.time, draft.measure
    if time is not None and time.reach is Reach.ANNUAL:
        return "annual", None
    if draft.is_from:
        return from_year(draft, frame, period), None
    if draft.is_done and role is Role.BASELINE and frame.tense is Tense.FUTURE and not draft.is_dated_here:
        return years(period.base, period.base), None
    start, end = span_of(draft, frame, period, role)
    if "doubling" in draft.clues and start != end:
        return years(start, end), str(draft.base_year or start - 1)
    base = str(draft.base_year) if draft.base_year else None
    if "each-year" in draft.clues and measure in (Measure.LEVEL, Measure.COUNT) and (time is None or start != end):
        return years(start, end), base
    if measure in (Measure.INCREMENT, Measure.ANNUAL_AVERAGE_GROWTH):
        if measure is Measure.INCREMENT and draft.token.kind is Kind.POINTS and end >= period.start:
            return years(end, end), base
        return years(start, end), base or (years(start - 1, start - 1) or None if start != end else None)
    point = time is not None and time.reach is Reach.POINT
    stands = measure in (Measure.RANK, Measure.DIFFERENCE)
    if draft.is_spanned and not stands and time is not None and time.reach is Reach.SPAN:
        return years(time.start, time.end), base
    if point and role in (Role.BASELINE, Role.PROJECT) and not draft.is_dated_here and is_flow(draft):
        return years(frame.start, frame.end), base
    if measure is Measure.CUMULATIVE:
        return (
            years(end, end)
            if point and draft.is_dated_here and role is Role.TARGET and "total" in draft.clues
            else years(start, end)
        ), base
    if point and (draft.is_dated_here or not (draft.holds or measure is Measure.GROWTH_RATE)):
        return years(end, end), base
    if draft.base_year:
        return (
            years(start, end) if time is not None and draft.is_dated_here and not point else years(end, end)
        ), base
    if (
        role is Role.TARGET
        and draft.is_dated_here
        and time is not None
        and not acts(draft)
        and not draft.holds
    ):
        return years(end, end), base
    if role in (Role.STRUCTURE, Role.PROJECT) or draft.holds or measure is Measure.GROWTH_RATE:
        return years(start, end), base
    if role in (Role.BASELINE, Role.CONTEXT) and frame.tense is not Tense.FUTURE:
        return (years(start, end) if is_flow(draft) else years(end, end)), base
    return (years(end, end) if frame.is_goals else years(start, end)), base


def years(start: int, end: int) -> str:
    """Years as the contract spells them; a document that names none leaves them open ("")."""
    if end < FIRST_YEAR:
        return ""
    start = max(start, end) if start < FIRST_YEAR else start
    return str(end) if start == end else f"{start}-{end}"


def from_year(draft: Draft, frame: Frame, period: Period) -> str:
    """The year of the first value of a change (由X提高到Y): as named, else the base year."""
    time = draft.time
    if draft.from_year is not None:
        return str(draft.from_year)
    if time is not None and time.reach is Reach.POINT and draft.is_dated_here and time.end < frame.end:
        return str(time.end)
    if time is not None and time.reach is Reach.SPAN and draft.is_dated_here:
        return str(time.start if time.start <= frame.start - 1 else time.start - 1)
    return str(min(frame.start, period.start) - 1 if frame.tense is Tense.PAST else period.base)


FIRST_YEAR = 1900
FLOW = re.compile(
    r"引进(?!建设)|实施|完成|改造|新增|培育|开工|投入|打造|创建|支持|帮扶|治理|举办|培训|安置|解决|推进|启动"
)


def acts(draft: Draft) -> bool:
    return naming.leading_action(draft.verb)


def is_flow(draft: Draft) -> bool:
    """Whether a count or amount of the past was done over the years rather than found at the end."""
    return bool(FLOW.search(draft.verb)) or draft.name.startswith(("项目总投资", "总投资"))


def span_of(draft: Draft, frame: Frame, period: Period, role: Role) -> tuple[int, int]:
    """First and last year: the time named, completed by the frame where it names only a deadline."""
    time = draft.time
    if time is None:
        return frame.start, frame.end
    if time.reach is Reach.POINT and (draft.measure in SPANNING or not draft.is_dated_here):
        if time.end >= period.start and role is not Role.BASELINE:
            return period.start, time.end
        return (frame.start if frame.end == time.end else time.end), time.end
    return time.start, time.end
