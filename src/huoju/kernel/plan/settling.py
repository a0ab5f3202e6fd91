"""Settling: the role and the period of a draft, from the frame of its passage, its time and its words. Pure."""

from __future__ import annotations

import re

from huoju.kernel.plan.drafts import Draft
from huoju.kernel.plan.frames import Period
from huoju.kernel.plan.statements import Measure, Role
from huoju.kernel.plan.times import Frame, Reach, Tense
from huoju.kernel.plan.tokens import Kind
from huoju.kernel.plan.units import FLOOR_UNITS, LAND_UNITS, TIME_UNITS

ABOUT_PROJECT = re.compile(r"总投资|概算|估算投资|投资额|建筑面积|总建筑面积|建面")
EXTENT = re.compile(r"^(?:规划|总|总占地|占地|用地|辖区|行政区域|土地|核心区|起步区)?(?:面积|占地|规划面积)$|海岸线|岸线|总面积|占地面积|规划面积")
POWER_RATING = re.compile(r"千伏|kV|KV")
SPANNING = frozenset((Measure.INCREMENT, Measure.CUMULATIVE, Measure.ANNUAL_AVERAGE_GROWTH))


def settle_role(draft: Draft, frame: Frame, period: Period, sentence: str) -> Role:
    """Baseline, target, project or context of a draft that has no role yet."""
    if draft.role is not None:
        return draft.role
    unit = draft.unit or ""
    if EXTENT.search(draft.name) and any(unit.endswith(u) for u in LAND_UNITS):
        return Role.CONTEXT
    if is_duration(draft):
        return Role.CONTEXT
    past = speaks_of_past(draft, frame, period)
    if POWER_RATING.search(unit):
        return Role.PROJECT
    if "single" in draft.clues and past:
        return Role.CONTEXT
    if is_project(draft, sentence, past):
        return Role.PROJECT
    if past:
        return Role.BASELINE
    return Role.CONTEXT if frame.tense is Tense.SITUATION and draft.time is None else Role.TARGET


def speaks_of_past(draft: Draft, frame: Frame, period: Period) -> bool:
    time = draft.time
    if time is not None and time.reach is not Reach.ANNUAL:
        if time.end < period.start:
            return True
        return frame.tense is Tense.PAST and time.end <= frame.end
    return frame.tense is Tense.PAST


def is_duration(draft: Draft) -> bool:
    """A stretch of time that measures nothing promised (三年行动, 连续9年)."""
    if draft.unit not in TIME_UNITS or draft.token.kind is not Kind.AMOUNT:
        return False
    return not re.search(r"年限|寿命|时间|时长|时限|圈|办结|周期|工期|通勤|时效|龄|天数|日数", draft.name + draft.subject)


def is_project(draft: Draft, sentence: str, past: bool) -> bool:
    if past and not (any((draft.unit or "").endswith(u) for u in FLOOR_UNITS) and "noun-after" in draft.clues and re.search("建设", draft.verb)):
        return False
    if ABOUT_PROJECT.search(draft.name) and not re.search(r"固定资产|产业投资", draft.name):
        return True
    listed = bool(re.search(r"(?:等|重点|重大|在建|续建)", sentence[max(0, draft.token.start - 0) :][:0])) or "listed-project" in draft.clues
    return draft.name.endswith(("项目数", "项目", "重点工程数")) and listed


def settle_period(draft: Draft, frame: Frame, period: Period, role: Role) -> tuple[str, str | None]:
    """The period a statement holds for and the base year it is relative to, as the contract spells them."""
    time, measure = draft.time, draft.measure
    if time is not None and time.reach is Reach.ANNUAL:
        return "annual", None
    start, end = span_of(draft, frame, period, role)
    base = str(draft.base_year) if draft.base_year else None
    if measure in SPANNING:
        text = str(end) if start == end else f"{start}-{end}"
        return text, base or (str(start - 1) if measure is not Measure.CUMULATIVE and start != end else None)
    if draft.base_year:
        return str(end), base
    if time is not None and time.reach is Reach.POINT:
        return str(end), base
    if role is Role.STRUCTURE or draft.holds:
        return (str(end) if start == end else f"{start}-{end}"), base
    if role in (Role.BASELINE, Role.CONTEXT) and frame.tense is not Tense.FUTURE:
        if is_flow(draft) and start != end:
            return f"{start}-{end}", base
        return str(end), base
    if frame.is_goals:
        return str(end), base
    return (str(end) if start == end else f"{start}-{end}"), base


def is_flow(draft: Draft) -> bool:
    """Whether a count or amount of the past was done over the years rather than found at the end."""
    return bool(FLOW.search(draft.verb))


FLOW = re.compile(r"引进|实施|完成|改造|新增|培育|开工|投入|打造|创建|获批|支持|帮扶|治理|举办|培训|安置|解决|推进")


def span_of(draft: Draft, frame: Frame, period: Period, role: Role) -> tuple[int, int]:
    """First and last year: the time named, completed by the frame where it names only a deadline."""
    time = draft.time
    if time is None:
        return frame.start, frame.end
    if time.reach is Reach.POINT and draft.measure in SPANNING:
        if time.end >= period.start and role is not Role.BASELINE:
            return (period.start if time.end <= period.end or period.is_report else period.start), time.end
        return (frame.start if frame.end == time.end else time.end), time.end
    return time.start, time.end
