"""Unknowns: the quantities that statements are about, and how they are named and shown.

A level is in base units of its unit family (yuan, persons, a share of 1); a factor is end over base.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import NamedTuple

from huoju.kernel.catalog.wording import ENGLISH, plain
from huoju.kernel.catalog.wording import written as official

# Units of things that come whole: no decimals from a hundred on.
WHOLE_THINGS = frozenset({"人", "家", "个", "项", "条", "所", "座", "处", "户", "元", "平方米", "台", "辆"})
WHOLE_FROM = 100
# In an unknown's note: what was added, not counting what left.
GROSS = "gross"


class Kind(StrEnum):
    """What an unknown measures."""

    LEVEL = "level"  # of one year
    FACTOR = "factor"  # level of the last year over level of the first, at current prices
    REAL_FACTOR = "real"  # the same at constant prices
    PRICES = "prices"  # the price factor between the two
    ADDED = "added"  # level of the last year minus level of the first
    TOTAL = "total"  # sum of the years after the first up to the last
    HELPER = "helper"  # a part of an identity that has no name of its own


class Unknown(NamedTuple):
    """One quantity. `first` is the base year of a factor, an increment or a total; `note` sets apart what
    shares a concept but not a definition: a size class, a share of something, a span."""

    kind: Kind
    concept: str
    subject: str
    first: int
    last: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """How values of an unknown are written: its names, a unit, and base units per unit."""

    zh: str
    en: str
    unit: str
    unit_en: str
    scale: float


def digits(value: float, places: int = 4, towards: int = 0) -> str:
    """A number in reading form: about `places` significant digits, no exponent, no trailing zeros.

    `towards` rounds up (1), down (-1) or to the nearest (0).
    """
    if value == 0:
        return "0"
    number = Decimal(repr(value))
    exponent = number.adjusted()
    keep = max(places - exponent - 1, 2) if exponent >= 0 else places - exponent - 1
    rounding = {1: ROUND_CEILING, -1: ROUND_FLOOR}.get(towards, ROUND_HALF_EVEN)
    text = format(number.quantize(Decimal(1).scaleb(-min(keep, 12)), rounding), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def year_words(unknown: Unknown, language: str) -> str:
    """The time an unknown is about, in words: 2025年, 2020→2025年."""
    first, last = unknown.first, unknown.last
    if unknown.kind in (Kind.LEVEL, Kind.HELPER):
        return (f"{last}年" if language == "zh" else str(last)) if last else ""
    if unknown.kind in (Kind.TOTAL, Kind.ADDED):
        return f"{first + 1}—{last}年" if language == "zh" else f"{first + 1}-{last}"
    return f"{first}→{last}年" if language == "zh" else f"{first}→{last}"


class Value(NamedTuple):
    """A number written in both languages."""

    zh: str
    en: str


def written(value: float, shown: Shown, kind: Kind, towards: int = 0) -> Value:
    """A value of an unknown with its unit; factors as a multiple, whole things without decimals."""
    if kind in (Kind.FACTOR, Kind.REAL_FACTOR, Kind.PRICES):
        text = digits(value, 5, towards)
        return Value(f"{text}倍", f"{text} times")
    number = Decimal(digits(value / shown.scale, 4, towards))
    if shown.unit in WHOLE_THINGS and abs(number) >= WHOLE_FROM:
        rounding = {1: ROUND_CEILING, -1: ROUND_FLOOR}.get(towards, ROUND_HALF_EVEN)
        number = number.quantize(Decimal(1), rounding)
    return Value(amount(number, shown.unit, "zh"), amount(number, shown.unit, "en", shown.unit_en))


def amount(number: Decimal, unit: str, language: str, unit_en: str = "") -> str:
    """A number with its unit as people write it; a unit without an English habit keeps its catalog name."""
    if language == "en" and unit not in ENGLISH and unit_en:
        return f"{plain(number, 4)} {unit_en}"
    return official(number, unit or None, language, 4)
