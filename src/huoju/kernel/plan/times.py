"""Times in a plan: the period a token names, and the frame (past, situation, future) a passage stands in.

Pure functions; the document's own planning period is the only clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from huoju.kernel.plan.numerals import parse_number
from huoju.kernel.plan.tokens import Token

FIRST_FIVE_YEAR_PLAN = 1953  # 一五: 1953-1957; from 六五 (1981) on every plan takes five years
SIXTH_FIVE_YEAR_PLAN = 1981


class Tense(StrEnum):
    """What a passage speaks of: what was reached, how things stand, what is to come."""

    PAST = "past"
    SITUATION = "situation"
    FUTURE = "future"


class Reach(StrEnum):
    """How a time binds: at the point (到2025年), during the span (“十四五”期间), every year (每年)."""

    POINT = "point"
    SPAN = "span"
    ANNUAL = "annual"


@dataclass(frozen=True, slots=True)
class Time:
    """Years `start` to `end` as a token names them, and how they bind."""

    start: int
    end: int
    reach: Reach
    is_deadline: bool = False
    is_past: bool = False

    def text(self) -> str:
        if self.reach is Reach.ANNUAL:
            return "annual"
        return str(self.end) if self.start == self.end else f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Frame:
    """The time a passage stands in: `span` years, the year levels refer to, and how it is known.

    `is_goals` marks the section of aims, where an undated level means the end of the period. `now` is the year
    that a yearly document calls 今年 (None in others); `is_told` says that a heading told the tense, `is_headed`
    that one without a number did, `is_review` that the whole document looks back. `dated` is the deadline
    and `nature` the nature (binding, expected) that a lead-in gives to the list below it.
    """

    tense: Tense
    start: int
    end: int
    is_goals: bool = False
    dated: Time | None = None
    now: int | None = None
    is_told: bool = False
    is_headed: bool = False
    is_review: bool = False
    nature: str | None = None

    @property
    def span(self) -> str:
        return str(self.end) if self.start == self.end else f"{self.start}-{self.end}"


YEAR_IN_TEXT = re.compile(r"(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2}")
ERA_IN_TEXT = re.compile(r"十[一二三四五六七八九]五|[一二三四五六七八九十]五")


def year_of(text: str) -> int | None:
    """The year a text names in Arabic or Chinese digits; None if it names none."""
    found = YEAR_IN_TEXT.search(text)
    if not found:
        return None
    value = parse_number(found.group().replace("○", "〇"))
    return None if value is None else int(value)


def era_years(text: str) -> tuple[int, int] | None:
    """First and last year of a five-year plan: 十四五 is 2021 to 2025."""
    found = ERA_IN_TEXT.search(text)
    number = parse_number(found.group()[:-1]) if found else None
    if number is None:
        return None
    n = int(number)
    start = SIXTH_FIVE_YEAR_PLAN + 5 * (n - 6) if n >= 6 else FIRST_FIVE_YEAR_PLAN + 5 * (n - 1)
    return start, start + 4


def time_of(token: Token, before: str, frame: Frame) -> Time | None:
    """The time a token names; `before` is the text just before it (到, 截至, 每)."""
    if token.way == "era":
        return era_time(token.text, max(frame.end, frame.start))
    if token.way == "word":
        return word_time(token.text, before, frame)
    years = [
        int(v) for m in YEAR_IN_TEXT.finditer(token.text) if (v := parse_number(m.group().replace("○", "〇")))
    ]
    if not years:
        return None
    if token.way == "range" and len(years) == 2:
        return Time(years[0], years[1], Reach.SPAN)
    deadline = bool(re.search(r"(?:到|至|截至|截止|截止到|争取|力争)$", before)) or "前" in token.text
    return Time(years[0], years[0], Reach.POINT, deadline, bool(re.search(r"截[至止]到?$", before)))


def era_time(text: str, latest: int) -> Time | None:
    years = era_years(text)
    if years is None:
        return None
    if text.endswith("以来"):
        return Time(years[0], min(years[1], latest), Reach.SPAN, is_past=True)
    if text.endswith(("末", "末期")):
        return Time(years[1], years[1], Reach.POINT, True)
    return Time(years[0], years[1], Reach.SPAN)


WISHED = re.compile(r"力争|确保|争取|计划|将|拟|要")
SO_FAR = re.compile(r"上半年|前三季度|[一二三]季度|前[^年]{1,2}个月|\d{1,2}[-—~至]\d{1,2}月")


def word_time(text: str, before: str, frame: Frame) -> Time | None:
    if text in ("每年", "逐年"):
        return Time(frame.start, frame.end, Reach.ANNUAL)
    if text in ("今年", "去年") and frame.now is not None and not frame.is_told:
        year = frame.now - (text == "去年")
        return Time(year, year, Reach.POINT)
    if text in ("全年", "今年", "本年", "当年"):
        return Time(frame.end, frame.end, Reach.POINT) if frame.start == frame.end else None
    if text in ("去年", "上年"):
        return Time(frame.start - 1, frame.start - 1, Reach.POINT) if frame.start == frame.end else None
    if SO_FAR.match(text):
        ahead = ((frame.is_told or frame.is_headed) and frame.tense is Tense.FUTURE) or bool(
            WISHED.search(before)
        )
        return (
            Time(frame.end, frame.end, Reach.POINT, is_past=not ahead) if frame.start == frame.end else None
        )
    if text.startswith(("五年", "这五年", "过去五年")):
        return Time(frame.end - 4, frame.end, Reach.SPAN)
    return None
