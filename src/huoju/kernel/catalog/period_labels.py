"""How a period is shown to people, in Chinese and in English. Pure."""

from __future__ import annotations

from calendar import month_name
from datetime import date

from .periods import Frequency, Period

_QUARTERS = "一二三四"


def label_period(period: Period, language: str = "zh") -> str:
    """2024年1—9月 in Chinese ("zh"), January-September 2024 in English (any language that begins "en")."""
    if period.start is None or period.end is None:
        return "each year" if language.startswith("en") else "每年"
    label = _english if language.startswith("en") else _chinese
    return label(period, period.start, period.end)


def _chinese(period: Period, start: date, end: date) -> str:
    year = f"{start.year}年"
    match period.frequency:
        case Frequency.YEAR:
            return year
        case Frequency.HALF:
            return year + ("上半年" if start.month == 1 else "下半年")
        case Frequency.QUARTER:
            return f"{year}{_QUARTERS[start.month // 3]}季度"
        case Frequency.MONTH:
            return f"{year}{start.month}月"
        case Frequency.DAY:
            return _chinese_day(start)
    if period.is_whole_years:
        return f"{start.year}—{end.year}年"
    if not _is_months(period):
        return f"{_chinese_day(start)}—{_chinese_day(end)}"
    if start.year == end.year:
        return f"{year}{start.month}—{end.month}月"
    return f"{year}{start.month}月—{end.year}年{end.month}月"


def _english(period: Period, start: date, end: date) -> str:
    match period.frequency:
        case Frequency.YEAR:
            return f"{start.year}"
        case Frequency.HALF:
            return f"{'first' if start.month == 1 else 'second'} half of {start.year}"
        case Frequency.QUARTER:
            return f"Q{start.month // 3 + 1} {start.year}"
        case Frequency.MONTH:
            return f"{month_name[start.month]} {start.year}"
        case Frequency.DAY:
            return _english_day(start)
    if period.is_whole_years:
        return f"{start.year}–{end.year}"
    if not _is_months(period):
        return f"{_english_day(start)} – {_english_day(end)}"
    if start.year == end.year:
        return f"{month_name[start.month]}–{month_name[end.month]} {start.year}"
    return f"{month_name[start.month]} {start.year} – {month_name[end.month]} {end.year}"


def _is_months(period: Period) -> bool:
    return len(str(period)) == len("2024-01..2024-09")


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _english_day(day: date) -> str:
    return f"{day.day} {month_name[day.month]} {day.year}"
