"""Voices: how a report of one year speaks, sentence by sentence: of the year it looks back on, or of the year ahead.

A work report, a summary of it in a newspaper or a report on how a yearly plan was carried out often has no
headings that tell; a year at the opening of a sentence, 过去一年, 据统计 or 主要预期目标 tells instead, and holds
until another does. Pure; only documents of one year are heard so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from huoju.kernel.plan.times import Frame, Tense, year_of

OPENING_YEAR = re.compile(
    r"^[^，。；：\d]{0,14}?((?:19|20)\d\d)年(?!规划|远景|[^，。；：]{0,6}(?:前|以前|以来|相比|基础上))"
)
DATELINE = re.compile(
    r"^[^，。；：]{0,12}(?:日期|时间|发布|来源|印发)："
    r"|^(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?[。，]?$"
)
LAST_YEAR = re.compile(r"过去(?:的)?一年|一年来|^[^，。；：\d]{0,6}(?:去年|上年)(?!同期|相比|末|底)")
SO_FAR = re.compile(
    r"^[^，。；：\d]{0,6}(?:今年以来|上半年|前三季度|[一二三]季度|前[一二三四五六七八九十\d]{1,2}个月|截至目前|"
    r"\d{1,2}[-—~至]\d{1,2}月)"
)
TOLD_BY_FIGURES = re.compile(r"据[^，。；：]{0,8}(?:统计|测算|核算|初步)|统计(?:数据)?(?:显示|表明)|报告显示")
ESTIMATED = re.compile(r"(?<!期)预计(?:[^，。；：\d]{0,6}(?:完成|实现|达到?|可达|增长|突破))")
AIMS = re.compile(
    r"预期目标|(?:主要|工作|总体|发展|全年)目标(?:是|为|：)|下一步|下半年|明年|来年|新的一年|"
    r"今年[^，。；]{0,12}(?:将|要|计划|目标|预期|拟|力争|确保|着力|重点|继续)|(?:全年|年内)(?:计划|预期|力争|确保|要|目标)"
)
WISHED = re.compile(r"力争|确保|争取|计划(?!执行|完成)|将|拟|目标(?:是|为|：)|预期|要求")


def heard(frame: Frame, sentence: str) -> Frame:
    """The frame a sentence of a yearly document stands in, given that of the sentence before it."""
    if frame.now is None or frame.is_told:
        return frame
    now, opening = frame.now, sentence[:60]
    if DATELINE.search(opening):
        return frame
    opens = OPENING_YEAR.match(opening)
    year = year_of(opens.group(1)) if opens else None
    if year is not None:
        frame = of_year(frame, year, opening)
    elif LAST_YEAR.search(opening):
        frame = past(frame, now if frame.is_review else now - 1)
    elif SO_FAR.search(opening):
        ahead = frame.is_headed and frame.tense is Tense.FUTURE
        frame = frame if ahead or WISHED.search(opening) else past(frame, frame.end)
    elif TOLD_BY_FIGURES.search(opening):
        frame = past(frame, frame.end if frame.tense is Tense.PAST else now if frame.is_review else now - 1)
    elif AIMS.search(opening):
        frame = replace(frame, tense=Tense.FUTURE, start=now, end=now)
    if ESTIMATED.search(opening) and frame.tense is Tense.FUTURE and frame.end <= now:
        frame = past(frame, frame.end)
    return frame


def of_year(frame: Frame, year: int, opening: str) -> Frame:
    """A sentence that opens with a year: an earlier one was, the document's own is to be (or was, in a review)."""
    now = frame.now or year
    is_past = year < now or (year == now and frame.is_review and not WISHED.search(opening))
    tense = Tense.PAST if is_past else Tense.FUTURE
    return replace(frame, tense=tense, start=year, end=year)


def past(frame: Frame, year: int) -> Frame:
    return replace(frame, tense=Tense.PAST, start=year, end=year)
