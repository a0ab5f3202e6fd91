"""The lexer: from a folded passage to tokens (amounts, shares, ratios, ranks, multiples, times, structures)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from huoju.kernel.plan.numerals import DIGITS, parse_number
from huoju.kernel.plan.patterns import MASTER
from huoju.kernel.plan.units import LATIN_NAMES, scaled, tidy


class Kind(StrEnum):
    """What a token is; the values are the first halves of the pattern names."""

    AMOUNT = "amount"
    PERCENT = "percent"
    POINTS = "points"
    RATIO = "ratio"
    MULTIPLE = "multiple"
    RANK = "rank"
    TIME = "time"
    STRUCTURE = "structure"
    IMPLICIT = "implicit"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a passage with its resolved values; `way` says which pattern of its kind it is."""

    kind: Kind
    way: str
    start: int
    end: int
    text: str
    values: tuple[Decimal, ...] = ()
    unit: str | None = None
    has_more: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind not in (Kind.TIME, Kind.IGNORED, Kind.STRUCTURE, Kind.IMPLICIT)


NUMERAL = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|"
    r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
)
ARABIC_NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
SCALE_AND_UNIT = re.compile(
    r"(?:多|余)?(万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![瓦米克伏卡])|百)?(?:多|余)?(.*)", re.S
)


def lex(text: str) -> Iterator[Token]:
    """All tokens of a folded passage, in order and without overlap."""
    for match in MASTER.finditer(text):
        kind, _, way = (match.lastgroup or "").partition("__")
        if is_only_a_word(way, match, text):
            continue
        token = token_of(Kind(kind), way, match.start(), match.end(), match.group())
        if token is not None:
            yield token


STANDING = re.compile(r"居|列|排|位|考评|评价|考核|排名|评估|全国|全省|全市|全区|世界|全球|蝉联|名次")
RANKED = re.compile(r"的(?:[为是作]|[^，。；]{0,4}(?:单位|部门|候选人|企业|人)(?:[为是作]|$|[，。；]))")
BEFORE_VAGUE = re.compile(r"(?:过|超|突破|近|达到?|逾|上|为|数)$")
AFTER_VAGUE = re.compile(r"[，。；、）]|以上|左右|级|$")
BEFORE_PLAIN = re.compile(
    r"(?:达到?|为|至|到|从|由|突破|超过?|不低于|不超过|不高于|>|<|≥|≤|=|约|近|以内|在)$"
)
AFTER_PLAIN = re.compile(r"[，。；、）]|以上|左右|以下|以内|提高|提升|缩小|下降|降|上升|增|减|扩大|$")


def is_only_a_word(way: str, match: re.Match[str], text: str) -> bool:
    """Whether digits or numerals only name something: 第一 of an order, 千户苗寨, 专栏5, “银龄18”."""
    before, text_of = text[max(0, match.start() - 16) : match.start()], match.group()
    if way == "number" and text_of[0] == "第" and RANKED.match(text, match.end()):
        return True
    if way == "number" and text_of[0] == "第" and text_of[-1] not in "位名":
        return not STANDING.search(before) and not re.match("提升|上升|跃升|升", text[match.end() :])
    if way == "words" and text_of in ("万元", "亿元"):
        return bool(re.match("GDP|地区|生产总值|国内|工业|产值|增加值|农业|规上|规模", text[match.end() :]))
    if match.lastgroup == "amount__words" and before.endswith("“"):
        return True
    if way == "vague":
        if before.endswith("每") or text[match.start() - 1 : match.start()].isdigit():
            return True
        return not (BEFORE_VAGUE.search(before) or AFTER_VAGUE.match(text, match.end()))
    if text_of.endswith("年") and text[match.end() : match.end() + 1] in tuple("代级轻龄报画货味夜"):
        return True
    if way == "plain":
        return not (BEFORE_PLAIN.search(before) and AFTER_PLAIN.match(text, match.end()))
    return False


def token_of(kind: Kind, way: str, start: int, end: int, text: str) -> Token | None:
    """The token of a match, with its values resolved; None where the digits make no number."""
    if kind in (Kind.TIME, Kind.IGNORED, Kind.IMPLICIT):
        return Token(kind, way, start, end, text)
    values, unit = VALUES[kind](way, text)
    if values is None:
        return None
    more = kind is not Kind.RANK and ("多" in text or "余" in text)
    return Token(kind, way, start, end, text, values, unit, more)


Valued = tuple[tuple[Decimal, ...] | None, str | None]


def amount_values(way: str, text: str) -> Valued:
    """Number(s) and unit of an amount: 1.6万余个 is 16000 个; 10亿-20亿元 is (10, 20) 亿元."""
    found = list((ARABIC_NUMERAL if way == "range" and text[0].isdigit() else NUMERAL).finditer(text))
    if not found:
        return None, None
    if way == "range" and len(found) >= 2:
        return range_values(text, found[0], found[1])
    numeral = found[0]
    if not numeral.group()[0].isdigit():
        return chinese_amount(text[: numeral.end()], text[numeral.end() :].lstrip("多余"))
    value = parse_number(numeral.group())
    if value is None:
        return None, None
    parts = SCALE_AND_UNIT.match(text, numeral.end())
    scale, unit = (parts.group(1) or "", parts.group(2) or None) if parts else ("", None)
    unit = LATIN_NAMES.get(unit or "", unit)
    number, unit = scaled(value, scale, unit)
    return (number,), unit


def range_values(text: str, first: re.Match[str], second: re.Match[str]) -> Valued:
    low, high = parse_number(first.group()), parse_number(second.group())
    parts = SCALE_AND_UNIT.match(text, second.end())
    if low is None or high is None or parts is None:
        return None, None
    scale, unit = parts.group(1) or "", parts.group(2) or None
    own = SCALE_AND_UNIT.match(text[first.end() : second.start()])
    own_scale = own.group(1) if own and own.group(1) else scale
    high, printed = scaled(high, scale, unit)
    low, _ = scaled(low, own_scale, unit)
    return (low, high), printed


def chinese_amount(numeral: str, unit: str) -> Valued:
    """百亿元 is 100 亿元; 十五年 is 15 年; 千家 is 1000 家; a trailing 亿 or 万 goes where the unit wants it."""
    for large in ("万亿", "亿", "万"):
        head = numeral.removesuffix(large)
        if numeral.endswith(large) and unit:
            value = parse_number(head) if head else Decimal(1)
            if value is not None:
                number, printed = scaled(value, large, unit)
                return (number,), printed
    value = parse_number(numeral)
    return (None if value is None else (value,)), unit or None


UNITS_OF_PARTS = {"千": "‰", "万": "/万", "十万": "/10万"}


def percent_values(way: str, text: str) -> Valued:
    """Percent, also from 百分之八十, 九成 and 三分之一 (rounded to four places)."""
    if way == "tenths":
        half = Decimal(5) if "半" in text else Decimal(0)
        tenths = parse_number(text.rstrip("半").removesuffix("成"))
        return (None if tenths is None else (tenths * 10 + half,)), "%"
    if way == "slash":
        above, _, below = text.partition("/")
        part = Decimal(above) / Decimal(below)
        share = tidy(round(part * 100, 4))
        return ((share.normalize() if share % 1 else share,) if part < 1 else None), "%"
    if way == "fraction":
        below, _, above = text.partition("分之")
        a, b = parse_number(above), parse_number(below)
        return ((round(a / b * 100, 4),) if a and b else None), "%"
    if way == "words":
        below, _, above = text.partition("分之")
        value = parse_number(above)
        if value is None:
            return None, None
        return (value,), UNITS_OF_PARTS.get(below, "%")
    if way == "per":
        number, _, below = text.partition("/")
        return (Decimal(number.replace(",", "")),), "/" + below
    unit = "‰" if "‰" in text else "%"
    return tuple(Decimal(m.group().replace(",", "")) for m in NUMERAL.finditer(text)), unit


def points_values(way: str, text: str) -> Valued:
    found = NUMERAL.search(text)
    value = parse_number(found.group()) if found else None
    return (None if value is None else (value,)), "个百分点"


def ratio_values(way: str, text: str) -> Valued:
    return tuple(Decimal(part.replace(",", "")) for part in text.split(":")), "%"


def multiple_values(way: str, text: str) -> Valued:
    """Times the base: 翻一番 and 倍增 are 2 倍, 翻两番 is 4 倍, 2.2倍 is 2.2 倍."""
    if "番" in text:
        digit = text[1:-1]
        times = int(digit) if digit.isdigit() else DIGITS.get(digit, 1)
        return (Decimal(2**times),), "倍"
    if "倍增" in text or (text.endswith("一倍") and len(text) > 2):
        return (Decimal(2),), "倍"
    value = parse_number(text.rstrip("倍").rstrip("多余"))
    return (None if value is None else (value,)), "倍"


def rank_values(way: str, text: str) -> Valued:
    if way == "first" and "第" not in text:
        return (Decimal(1),), "位"
    value = parse_number(text.strip("前第位名强方阵梯队"))
    unit = text[-2:] if text.endswith(("方阵", "梯队")) else "位"
    return (None if value is None else (value,)), unit


def structure_values(way: str, text: str) -> Valued:
    """The digits of a slogan: 1152 is 1, 1, 5, 2; 1+4+N is 1, 4; 一城三园 is 1, 3; 三大领域 is 3."""
    if way == "plus":
        return tuple(Decimal(p) for p in text.split("+") if p.isdigit()), None
    if way == "digits":
        return tuple(Decimal(c) for c in re.findall("[1-9]0*", text)), None
    if way in ("count", "few"):
        found = NUMERAL.match(text)
        value = parse_number(found.group()) if found else None
        return (None if value is None else (value,)), "个"
    if way == "mixed":
        first, _, second = text.rstrip("%").partition("个")
        pair = (parse_number(first), parse_number(second))
        return tuple(n for n in pair if n is not None), None
    numbers = tuple(parse_number(m.group()) for m in re.finditer(r"\d+|[一二两三四五六七八九十]+", text))
    return tuple(n for n in numbers if n is not None), None


VALUES = {
    Kind.AMOUNT: amount_values,
    Kind.PERCENT: percent_values,
    Kind.POINTS: points_values,
    Kind.RATIO: ratio_values,
    Kind.MULTIPLE: multiple_values,
    Kind.RANK: rank_values,
    Kind.STRUCTURE: structure_values,
}
