"""Frames: which period a document plans, and what time each section and paragraph of it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from huoju.kernel.plan.natures import nature_led
from huoju.kernel.plan.outline import ClauseKind, Placed
from huoju.kernel.plan.times import (
    ERA_IN_TEXT,
    YEAR_IN_TEXT,
    Frame,
    Reach,
    Tense,
    Time,
    era_years,
    year_of,
)
from huoju.kernel.plan.voices import heard

PAST_HEADING = re.compile(
    r"回顾|发展基础|发展成就|主要成就|成就|取得.{0,8}成[就效绩]|工作总结|发展现状|现状|建设成效|发展成效|"
    r"完成情况|实施情况|执行情况"
    r"|进展情况|基本情况|过去(?:五|一|的)[年五一]|五年来"
)
SITUATION_HEADING = re.compile(
    r"形势|机遇|面临|挑战|背景|发展环境|存在.{0,6}问题|主要问题|困难和问题|问题和困难|问题与|短板|必要性|"
    r"重要意义|发展阶段"
)
# 夯实发展基础, 优化发展环境, 补齐民生短板 are tasks, though their nouns are those of reviews.
TASK_OPENING = re.compile(
    r"^(?:夯实|筑牢|强化|厚植|打牢|巩固|优化|改善|营造|补齐|抢抓|应对|化解|破解|加强|帮扶|解决|提升|完善|"
    r"健全|推进|推动|加快|打造|构建|建设)"
)
GOALS_HEADING = re.compile(r"目标|指标")
FUTURE_HEADING = re.compile(
    r"任务|工作(?:安排|重点|部署)|总体要求|思路|布局|建设|推进|加快|打造|构建|提升|保障|实施"
)
FIVE_YEARS_BACK = re.compile(r"(?:回望|回顾|回首)?(?:过去|这)(?:的)?五年|五年来|五年间|五年多来")
YEAR_BACK = re.compile(r"一年来|过去一年|过去的一年|过去(?:的)?一年")
TITLE_RANGE = re.compile(r"((?:19|20)\d\d)年?[-—~至]((?:19|20)\d\d)年?")
REPORT = re.compile(r"政府工作报告|工作报告")
ORDINAL_PLAN = re.compile(r"第(十[一二三四五六七八九]?|[六七八九])个五年(?:规划|计划)")
HEAD_LENGTH = 3000


@dataclass(frozen=True, slots=True)
class Period:
    """The years a document plans; a work report plans one (`is_report`).

    `is_review`: the document only looks back on them; `begins_back`: it first tells how the last year's plan went.
    """

    start: int
    end: int
    is_report: bool = False
    is_review: bool = False
    begins_back: bool = False

    @property
    def base(self) -> int:
        return self.start - 1


def planned_period(texts: list[str]) -> Period | None:
    """The years a document plans (or reviews): from its first lines, else from what it speaks of most."""
    head = ""
    for text in texts:
        head += text + "\n"
        if len(head) > HEAD_LENGTH:
            break
    first = head[:400]
    year = report_year(first, head)
    if year is not None:
        return Period(year, year, True, begins_back=bool(CARRIED_OUT.search(SPACE.sub("", first))))
    return period_in_title(first) or period_in_title(head) or most_spoken_of("".join(texts)[:200_000], first)


LATE_IN_YEAR = re.compile(r"((?:20|19)\d\d)年1[12]月")
DATED = re.compile(r"((?:20|19)\d\d)年\d{1,2}月")
PLANS_YEAR = re.compile(
    r"((?:20|19)\d\d)年(?:度)?(?:政府|重点|主要|工作)*(?:工作)?(?:安排|任务|部署|打算|重点|目标|思路)"
)
REVIEWS_YEAR = re.compile(r"((?:20|19)\d\d)年(?:度)?(?:政府)?工作(?:回顾|总结|情况)")
SPACE = re.compile(r"\s")
CARRIED_OUT = re.compile(
    r"(?:20|19)\d\d年[^。]{0,40}(?:执行|完成|实施|发展|工作|预算)(?:的)?(?:情况|总结|回顾)[^。]{0,16}?"
    r"((?:20|19)\d\d)年[^。]{0,30}(?:计划|预算|安排|思路|打算|重点|任务)"
)


def unknown_period(texts: list[str]) -> Period:
    """What is known of a document that names no year: whether it is a report of one."""
    return Period(0, 0, is_report=bool(REPORT.search("".join(texts[:8])[:400])))


def report_year(first: str, head: str) -> int | None:
    """The year a work report (or yearly plan) is for: by its date, by what it plans, by what it reviews."""
    carried_out = CARRIED_OUT.search(SPACE.sub("", first))
    if carried_out:
        return int(carried_out.group(1))
    if not REPORT.search(first):
        return None
    late, ahead = LATE_IN_YEAR.search(first), PLANS_YEAR.search(head)
    if late and ahead and int(ahead.group(1)) == int(late.group(1)) + 1:
        return int(ahead.group(1))  # a congress that meets in December hears the report for the year to come
    for pattern, shift in ((DATED, 0), (PLANS_YEAR, 0), (REVIEWS_YEAR, 1)):
        found = pattern.search(first if pattern is DATED else head)
        if found:
            return int(found.group(1)) + shift
    found = re.search(r"((?:20|19)\d\d)年", head)
    return int(found.group(1)) if found else None


YEARLY = re.compile(
    r"((?:20|19)\d\d)年(?:国民经济|(?:度|全年|政府|全[区市县省])*(?:重点|主要)?(?:工作|目标|任务)*"
    r"(?:要点|计划|安排|规划|思路|打算|任务|目标|部署)|.{0,12}计划(?!生育|（))"
)
REVIEW_TITLE = re.compile(
    r"总结|(?:执行|完成|进展|推进|工作|运行|实施|落实)情况|统计公报|成效|评估|回顾|摘要|概况"
)
PLANS = re.compile(r"规划|计划(?!生育)|方案|纲要|要点|目标|意见|安排|打算|思路|任务")


HEADING_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十]{1,3}[章节篇部]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]）)"
)


def period_in_title(text: str) -> Period | None:
    """The period that one of the first lines names, as titles do; the first line that tells wins."""
    for line in text.split("\n")[:4]:
        if HEADING_NUMBER.match(line):
            break
        title = re.split("[。：]", line)[0]
        if "。" in line and not (PLANS.search(title) or REVIEW_TITLE.search(title)):
            continue
        if (
            len(title) <= 60
            and not any(mark in title for mark in "，；")
            and (found := period_of_title(title))
        ):
            return found
    ordinal = ORDINAL_PLAN.search(text)
    if ordinal:
        years = era_years(ordinal.group(1) + "五")
        if years:
            return Period(*years)
    year = YEARLY.search(text[:200])
    if year:
        return Period(int(year.group(1)), int(year.group(1)), True)
    named = re.search(rf"“?({ERA_IN_TEXT.pattern})”?[^。，；]{{0,20}}(?:规划|计划|纲要)", text[:300])
    years = era_years(named.group(1)) if named else None
    return Period(*years) if years else None


ERA_NAME = ERA_IN_TEXT.pattern
ERA_IN_TITLE = re.compile(
    rf"“({ERA_NAME})”|(?<![\d一-龥])({ERA_NAME})|({ERA_NAME})(?:规划|计划|时期|期间)"
)


def period_of_title(line: str) -> Period | None:
    """A range of years, a five-year plan by its number, or a yearly plan, in one line that is a title."""
    is_review = bool(REVIEW_TITLE.search(line)) and not re.search(r"草案|纲要", line)
    ranges = TITLE_RANGE.search(line)
    if ranges and 0 < int(ranges.group(2)) - int(ranges.group(1)) <= 20:
        return Period(int(ranges.group(1)), int(ranges.group(2)), is_review=is_review)
    ordinal = ORDINAL_PLAN.search(line)
    era = ERA_IN_TITLE.search(line)
    name = ordinal.group(1) + "五" if ordinal else next((g for g in era.groups() if g), "") if era else ""
    years = era_years(name) if name else None
    if years:
        return Period(*years, is_review=is_review)
    yearly = YEARLY.search(line)
    if yearly and not is_review:
        return Period(int(yearly.group(1)), int(yearly.group(1)), True)
    year = re.search(r"((?:20|19)\d\d)年", line)
    if year and is_review:
        return Period(int(year.group(1)), int(year.group(1)), True, True)
    return None


def most_spoken_of(text: str, first: str) -> Period | None:
    """Without a telling title: the five-year plan, the deadline or, last, the single year spoken of most."""
    eras = Counter(
        m.group()
        for m in re.finditer(r"(?<=“)(?:十[一二三四五六七八九]|[一二三四五六七八九十])五(?=”)", text)
    )
    if eras:
        years = era_years(eras.most_common(1)[0][0])
        return Period(*years) if years else None
    deadlines = Counter(m.group(1) for m in re.finditer(r"到((?:20|19)\d\d)年", text))
    if deadlines:
        end = int(deadlines.most_common(1)[0][0])
        return Period(end - 4 if end % 5 == 0 else end, end)
    spoken = Counter(m.group(1) for m in re.finditer(r"(?<!\d)((?:20|19)\d\d)年", text))
    if not spoken:
        return None
    most = spoken.most_common(1)[0][1]
    year = max(int(y) for y, n in spoken.items() if n == most)
    return Period(year, year, True, is_review=not PLANS.search(first.split("。")[0]))


def heading_frame(heading: str, period: Period) -> Frame | None:
    """The frame a heading opens; None if it says nothing about time."""
    years = years_in(heading)
    is_task = bool(TASK_OPENING.match(heading))
    if PAST_HEADING.search(heading) and not is_task:
        return past_frame(years if years and years[1] < period.start else None, heading, period)
    if SITUATION_HEADING.search(heading) and not is_task:
        return Frame(Tense.SITUATION, period.base, period.base)
    if re.search(r"(?:今后|未来)五年", heading) and period.is_report:
        return Frame(
            Tense.FUTURE, period.start, period.start + 4, is_goals=bool(GOALS_HEADING.search(heading))
        )
    goals = bool(GOALS_HEADING.search(heading))
    if years and years[1] < period.start:
        return Frame(Tense.PAST, *years)
    if years:
        return Frame(Tense.FUTURE, *years, is_goals=goals)
    if goals or FUTURE_HEADING.search(heading):
        return Frame(Tense.FUTURE, period.start, period.end, is_goals=goals)
    return None


def past_frame(years: tuple[int, int] | None, heading: str, period: Period) -> Frame:
    """The frame of a review: the years it names, the last five of an office, the last year, the last plan."""
    if years:
        return Frame(Tense.PAST, *years)
    if re.search(r"五年", heading) and "五年规划" not in heading:
        return Frame(Tense.PAST, period.base - 4, period.base)
    if period.is_report:
        return Frame(Tense.PAST, period.base, period.base)
    return Frame(Tense.PAST, period.start - 5, period.base)


def years_in(text: str) -> tuple[int, int] | None:
    """The first period a heading names: a year, or a five-year plan."""
    year, era = re.search(r"(?:19|20)\d\d年", text), ERA_IN_TEXT.search(text)
    if year and (era is None or year.start() < era.start()):
        value = year_of(year.group())
        return (value, value) if value else None
    return era_years(era.group()) if era else None


def frames(placed: list[Placed], period: Period) -> list[Frame]:
    """One frame for every passage: from the nearest telling heading, then from how the passages before it speak."""
    out: list[Frame] = []
    path: tuple[str, ...] = ()
    now = period.start if period.is_report else None
    current = opening = opening_frame(period)
    led: Time | None = None
    nature: str | None = None
    for one in placed:
        if one.headings != path:
            path, led = one.headings, None
            told = frame_of_path(path, period)
            if told and goes_on(current, told, one):
                told = None
            current = (
                replace(told, now=now, is_told=True, is_review=period.is_review)
                if told
                else current
                if now and not current.is_told
                else opening
            )
            current = keep_five_years(current, out[-1] if out else None)
        if now and not current.is_told and PLAIN_HEADING.fullmatch(one.passage.text[:30]):
            plain = heading_frame(one.passage.text, period) or past_frame(None, "", period)
            current = replace(plain, now=now, is_review=period.is_review, is_headed=True)
        current = shifted(current, one.passage.text, period)
        is_item = bool(LIST_ITEM.match(one.passage.text))
        led = led if is_item else None
        nature = nature if is_item else None
        in_list = nature or (nature_led(one.headings[-1]) if one.headings else None)
        out.append(replace(current, dated=led, nature=in_list))
        led = deadline_of_list(one.passage.text) or led
        nature = nature_led(one.passage.text) or nature
        if now and not current.is_told and one.kind is not ClauseKind.HEADING:
            for sentence in re.split(r"(?<=[。！？])", one.passage.text):
                current = heard(current, sentence)
    return out


# A heading without a number, as reports print them; it tells, but a sentence may still tell otherwise.
PLAIN_HEADING = re.compile(
    r"(?:(?:19|20)\d\d年|今年|去年)(?:政府|重点|主要)*(?:工作)?(?:的)?(?:回顾|总结|安排|部署|打算|任务|思路|目标|"
    r"总体要求|主要目标)(?:和[\u4e00-\u9fff]{2,8})?"
    r"|(?:发展|主要)?(?:成绩单?|成就)|(?:工作|年度)?回[顾眸]"
)


def goes_on(current: Frame, told: Frame, one: Placed) -> bool:
    """Whether a first （一） only divides what a yearly report was telling (产业升级步伐加快 in a review)."""
    vague = told.tense is Tense.FUTURE and not told.is_goals and not re.search(r"\d{4}年", one.passage.text[:40])
    is_back = current.now is not None and not current.is_told and current.tense is Tense.PAST
    return vague and is_back and len(one.headings) == 1 and one.passage.text.startswith("（")


def opening_frame(period: Period) -> Frame:
    """The frame before anything tells: what is planned; in a review, or where one comes first, what was."""
    now = period.start if period.is_report else None
    if period.begins_back:
        return Frame(Tense.PAST, period.base, period.base, now=now)
    tense = Tense.PAST if period.is_review else Tense.FUTURE
    return Frame(tense, period.start, period.end, now=now, is_review=period.is_review)


LIST_ITEM = re.compile(r"\d{1,2}[.、．](?!\d)|（\d{1,2}）|[①-⑳]|——|[一二三四五六七八九十]是")
DEADLINE = re.compile(rf"到(?:{YEAR_IN_TEXT.pattern})年(?:底|末)?[^，。；]{{0,30}}[：:]$")


def deadline_of_list(text: str) -> Time | None:
    """The end year that a lead-in gives to the list below it (到2020年将实现：)."""
    found = DEADLINE.search(text[-60:])
    year = year_of(found.group()) if found else None
    return Time(year, year, Reach.POINT, True) if year else None


def keep_five_years(fresh: Frame, before: Frame | None) -> Frame:
    """Sections below a review of five years stay in it."""
    if before and fresh.tense is Tense.PAST and before.tense is Tense.PAST and before.end == fresh.end:
        return before
    return fresh


def frame_of_path(path: tuple[str, ...], period: Period) -> Frame | None:
    for heading in reversed(path):
        frame = heading_frame(heading, period)
        if frame is not None and (frame.tense is not Tense.FUTURE or frame.is_goals or len(path) == 1):
            return frame
    for heading in path:
        frame = heading_frame(heading, period)
        if frame is not None:
            return frame
    return None


def shifted(frame: Frame, text: str, period: Period) -> Frame:
    """The frame after the paragraph's own opening words (五年来, 过去一年)."""
    opening = text[:60]
    if (
        frame.tense is Tense.PAST
        and frame.start == frame.end
        and FIVE_YEARS_BACK.search(opening + text[60:200])
    ):
        return replace(frame, start=frame.end - 4)
    return frame
