"""Reading periods as people, sheets and other systems write them.

One rule a spelling: a pattern over the cleaned text and what it makes. The first that fits the whole text
wins. Start reading at `RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from .periods import EACH_YEAR, BadPeriod, Period
from .surfaces import half_width

_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_QUOTES = re.compile(r"[\"'“”‘’「」『』]")
_DASHES = re.compile(r"[‐‑‒–—―−~至到]+|--+")
_WRITTEN_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年|$|-)")
_LEAD = re.compile(r"^(?:by(?:the)?endof|by|endof|截至|截止|到|至)(?=\d|十|[一二三四五六七八九]五)")

_Y = r"((?:19|20|21)\d\d)"
_M = r"(0?[1-9]|1[0-2])"
_D = r"(0?[1-9]|[12]\d|3[01])"
_Q = r"([1-4一二三四])"
_N = r"([一二三四五六七八九十]+?|\d+)"


def read_period(text: str) -> Period:
    """The period that `text` names; raises `BadPeriod` (also for None-like and impossible days)."""
    cleaned = _clean(text)
    for pattern, make in RULES:
        if found := pattern.fullmatch(cleaned):
            try:
                return make(*found.groups())
            except ValueError:  # 31 June and the like
                break
    raise BadPeriod(text=text)


def _clean(text: str) -> str:
    """Half width, no quotes, one kind of dash, years in digits, no "by the end of" in front."""
    cleaned = _QUOTES.sub("", half_width(text)).lower()
    cleaned = _LEAD.sub("", cleaned)
    cleaned = _WRITTEN_YEAR.sub(lambda found: found.group().translate(_CHINESE_DIGITS), cleaned)
    return _DASHES.sub("-", cleaned)


def _half(year: str, half: str) -> Period:
    return Period.of_months(int(year), 1, 6) if half in "1上" else Period.of_months(int(year), 7, 12)


def _quarter(year: str, quarter: str) -> Period:
    last = 3 * _number(quarter)
    return Period.of_months(int(year), last - 2, last)


def _first_quarters(year: str, quarters: str) -> Period:
    return Period.of_months(int(year), 1, 3 * _number(quarters))


def _month(year: str, month: str) -> Period:
    return Period.of_months(int(year), int(month), int(month))


def _months(year: str, first: str, last: str) -> Period:
    return Period.of_months(int(year), int(first), int(last))


def _months_of_years(year: str, month: str, last_year: str, last_month: str) -> Period:
    last = Period.of_months(int(last_year), int(last_month), int(last_month))
    assert last.end is not None
    return Period.between(date(int(year), int(month), 1), last.end)


def _day(year: str, month: str, day: str) -> Period:
    only = date(int(year), int(month), int(day))
    return Period.between(only, only)


def _days(year: str, month: str, day: str, last_year: str, last_month: str, last_day: str) -> Period:
    return Period.between(
        date(int(year), int(month), int(day)), date(int(last_year), int(last_month), int(last_day))
    )


def _plan(number: str) -> Period:
    return Period.five_year_plan(_number(number))


def _plan_end(number: str) -> Period:
    year = _plan(number).year
    assert year is not None
    return Period.of_year(year)


def _number(text: str) -> int:
    """A whole number below one hundred in digits or Chinese numerals: 十四 is 14."""
    if text.isdigit():
        return int(text)
    tens, has_ten, ones = text.rpartition("十")
    digits = (tens or ("1" if has_ten else "0")) + (ones or "0")
    written = digits.translate(_CHINESE_DIGITS)
    if not written.isdigit():
        raise BadPeriod(text=text)
    return int(written)


def _rule(pattern: str, make: Callable[..., Period]) -> tuple[re.Pattern[str], Callable[..., Period]]:
    return re.compile(pattern), make


RULES: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = (
    _rule(r"annual|annually|eachyear|everyyear|yearly|每年|逐年|各年|每一年|年度", lambda: EACH_YEAR),
    # years
    _rule(rf"{_Y}年?(?:度|全年|全年度)?[末底]?(?:之?前)?", lambda year: Period.of_year(int(year))),
    _rule(rf"{_Y}年?[-/]{_Y}年?(?:间|期间)?", lambda a, b: Period.of_years(int(a), int(b))),
    _rule(rf"{_Y}(?:年年?末|年年?底)", lambda year: Period.of_year(int(year))),
    # halves and quarters
    _rule(rf"{_Y}-?[hs]([12])", _half),
    _rule(rf"{_Y}年?([上下])半年", _half),
    _rule(rf"{_Y}-?q{_Q}", _quarter),
    _rule(rf"q{_Q}{_Y}", lambda quarter, year: _quarter(year, quarter)),
    _rule(rf"{_Y}年?第?{_Q}季度?", _quarter),
    _rule(rf"{_Y}年?(?:前|1-){_Q}个?季度", _first_quarters),
    # months
    _rule(rf"{_Y}-{_M}", _month),
    _rule(rf"{_Y}(?:/|\.)(0[1-9]|1[0-2])", _month),
    _rule(rf"{_Y}/([1-9])", _month),
    _rule(rf"{_Y}(0[1-9]|1[0-2])", _month),
    _rule(rf"{_Y}年{_M}月份?[末底]?", _month),
    _rule(rf"{_Y}年{_M}月?(?:份)?-{_M}月份?", _months),
    _rule(rf"{_Y}年前([1-9]|1[0-2])个月", lambda year, last: _months(year, "1", last)),
    _rule(rf"{_Y}-{_M}(?:\.\.|/){_Y}-{_M}", _months_of_years),
    _rule(rf"{_Y}年{_M}月-{_Y}年{_M}月", _months_of_years),
    # days
    _rule(rf"{_Y}([-/.]){_M}\2{_D}", lambda year, _, month, day: _day(year, month, day)),
    _rule(rf"{_Y}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", _day),
    _rule(rf"{_Y}年{_M}月{_D}日", _day),
    _rule(rf"{_Y}-{_M}-{_D}(?:\.\.|/){_Y}-{_M}-{_D}", _days),
    _rule(rf"{_Y}年{_M}月{_D}日-{_Y}年{_M}月{_D}日", _days),
    # five-year plans
    _rule(rf"{_N}五(?:规划|计划)?(?:时期|期间|期|以来)?", _plan),
    _rule(rf"{_N}五(?:规划|计划)?(?:期|时期)?[末底](?:年)?", _plan_end),
    _rule(r"(?:the)?(\d+)(?:st|nd|rd|th)five-?yearplan(?:period)?", _plan),
    _rule(r"(?:the)?(\d+)(?:st|nd|rd|th)fyp", _plan),
)
