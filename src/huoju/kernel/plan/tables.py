"""Tables of indicators: columns understood from their heads, rows become cells with role, measure and period.

Works on rows of cells, wherever they come from (Word, HTML, PDF, text). A row whose cells do not fit the columns
is not guessed at: it becomes a note. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from huoju.kernel.plan.flow import fold
from huoju.kernel.plan.frames import Period
from huoju.kernel.plan.numerals import parse_number
from huoju.kernel.plan.statements import Comparator, Measure, Role
from huoju.kernel.plan.times import era_years
from huoju.kernel.plan.units import scaled


class ColumnKind(StrEnum):
    """What a column of a table of indicators holds."""

    INDEX = "index"
    GROUP = "group"
    NAME = "name"
    UNIT = "unit"
    VALUE = "value"
    GROWTH = "growth"
    TOTAL = "total"
    NATURE = "nature"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its kind, the year of its values, whether they are aims, and the base year of a growth.

    `has_round_totals`: its head says （累计）, so that a value in round brackets is a running total.
    """

    kind: ColumnKind
    year: int | None = None
    is_aim: bool | None = None
    base_year: int | None = None
    is_yearly: bool = False
    has_round_totals: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A value read from a row: what a statement needs but its place."""

    name: str
    unit: str | None
    measure: Measure
    comparator: Comparator
    values: tuple[Decimal, ...]
    text: str
    role: Role
    period: str
    baseline_period: str | None
    nature: str | None


NATURES = {
    "预期性": "expected",
    "约束性": "binding",
    "预期": "expected",
    "约束": "binding",
    "指导性": "expected",
}
YEAR = re.compile(r"(?:19|20)\d\d")
AIM = re.compile(r"目标|规划|预期|预计|计划|末期|期末")
REACHED = re.compile(r"实际|完成|现状|基期|基数|基准|达到值|实现|实绩|初值")
NUMBER = (
    r"(?P<open>[\[【〔［（(])?(?P<before>>=|<=|[<>≥≤＞＜]|不低于|不少于|不高于|不超过|高于|超过|大于|小于|"
    r"低于|达到?|约|提高|下降|降低|增加|减少|累计|新增)?"
    r"(?P<low>[-—]?\d[\d,]*(?:\.\d+)?)(?:(?:[-~至—])(?P<high>\d[\d,]*(?:\.\d+)?))?(?P<scale>万亿|亿|万)?"
    r"(?P<unit>%|‰|个?百分点|(?!左右|以上|以内|以下|及以上)[\u4e00-\u9fffA-Za-z/]{1,8}?)?(?P<after>左右|"
    r"以上|以内|以下|及以上)?[\]】〕］）)]?(?P<tail>左右|以上|以内|以下)?"
)
VALUE = re.compile(rf"^{NUMBER}$")
SIGNS = {
    ">": "gt",
    "＞": "gt",
    ">=": "ge",
    "≥": "ge",
    "<": "lt",
    "＜": "lt",
    "<=": "le",
    "≤": "le",
    "不低于": "ge",
    "不少于": "ge",
    "不高于": "le",
    "不超过": "le",
    "高于": "gt",
    "超过": "ge",
    "大于": "gt",
    "小于": "lt",
    "低于": "lt",
    "达到": "reach",
    "达": "reach",
    "约": "approx",
    "左右": "approx",
    "以上": "ge",
    "及以上": "ge",
    "以内": "le",
    "以下": "le",
}
UNIT_BRACKET = re.compile(r"[（(\[]([^（）()\[\]]{1,14})[)）\]]$")
UNIT_WORD = re.compile(
    r"%|‰|元|吨|人|个|家|件|公里|米|亩|公顷|岁|年|分|张|户|次|万|亿|克|升|千瓦|标煤|篇|辆|天|套|项|所|座|册|比|"
    r"倍|GB|美元|名|平方|立方|/"
)
GROWTH_NAME = re.compile(r"增长|增速|增幅|下降|降低|减少|削减|涨幅")
SHARE_NAME = re.compile(r"率|比重|占比|比例|份额|程度|覆盖面|贡献|浓度下降")


def column_of(head: str, period: Period) -> Column:
    """What a column holds, by its head."""
    head = fold(head).replace(" ", "").replace("\n", "")
    years = [int(y) for y in YEAR.findall(head)]
    if re.search(r"^序号|^编号|^No", head):
        return Column(ColumnKind.INDEX)
    if re.search(r"属性|性质|指标类型|类型$|约束性|预期性", head):
        return Column(ColumnKind.NATURE)
    if re.search(r"单位(?!G|地)|计量", head) and not years:
        return Column(ColumnKind.UNIT)
    if re.search(r"^(?:类别|分类|领域|一级指标|大类|维度)", head):
        return Column(ColumnKind.GROUP)
    if re.search(r"年均|增速|增长|增幅|变化|比.{0,6}年", head) and "目标值" not in head:
        base = years[-1] if len(years) == 2 and re.search(r"[比较]", head) else None
        return Column(
            ColumnKind.GROWTH,
            years[0] if base else None,
            True,
            base,
            "年均" in head or "年增" in head,
            bool(re.search(r"（[^（）]{0,4}累计[^（）]{0,4}）", head)),
        )
    if re.search(r"累计|五年", head):
        return Column(ColumnKind.TOTAL, is_aim=not REACHED.search(head))
    if years or AIM.search(head) or REACHED.search(head):
        return value_column(head, years, period)
    if re.search(r"指标|项目|名称|内容", head):
        return Column(ColumnKind.NAME)
    return Column(ColumnKind.OTHER)


def value_column(head: str, years: list[int], period: Period) -> Column:
    """A column of levels: of a year, of the period's end, or of the base year."""
    era = era_years(head)
    year = years[-1] if years else era[1] if era else None
    is_aim = bool(AIM.search(head)) and not re.search(r"完成|实现|达到|实际", head)
    if year is None:
        year = period.end if is_aim or not REACHED.search(head) else period.base
    return Column(ColumnKind.VALUE, year, is_aim or year >= period.start)


def columns_of(head: list[str], period: Period) -> list[Column] | None:
    """All columns of a table; None unless it has a column of names and one of values."""
    columns = [column_of(text, period) for text in head]
    kinds = {c.kind for c in columns}
    if ColumnKind.NAME not in kinds or not kinds & {ColumnKind.VALUE, ColumnKind.GROWTH, ColumnKind.TOTAL}:
        return None
    return about_last_plan(columns, period)


def about_last_plan(columns: list[Column], period: Period) -> list[Column]:
    """Where every year lies before the plan, the growth column tells what was reached, too."""
    years = [c.year for c in columns if c.kind is ColumnKind.VALUE and c.year]
    if not years or max(years) >= period.start:
        return columns
    return [
        replace(c, year=max(years), is_aim=False) if c.kind in (ColumnKind.GROWTH, ColumnKind.TOTAL) else c
        for c in columns
    ]


def cells_of(row: list[str], columns: list[Column], period: Period, parent: str = "") -> Iterator[Cell]:
    """The values of one row. Cells that hold no number (稳中有升, 完成省定目标) give nothing."""
    by_kind = {
        c.kind: fold(text).replace(" ", "") for c, text in zip(columns, row, strict=False) if text.strip()
    }
    name, unit = name_and_unit(by_kind.get(ColumnKind.NAME, ""), by_kind.get(ColumnKind.UNIT, ""))
    if not is_name(name):
        return
    name = parent + name if parent else name
    nature = next((v for k, v in NATURES.items() if k in by_kind.get(ColumnKind.NATURE, "")), None)
    for column, text in zip(columns, row, strict=False):
        if column.kind in (ColumnKind.VALUE, ColumnKind.GROWTH, ColumnKind.TOTAL) and text.strip():
            cell = cell_of(name, unit, column, text.strip(), nature, period)
            if cell is not None:
                yield cell


LATIN_NAME = re.compile(r"^(?:人均)?(?:GDP|R&D|PM2\.5|PM10|CPI|COD|AQI|SO2|NOx|VOCs|ODA|GEP)(?![A-Za-z])")


def is_name(name: str) -> bool:
    """Whether a cell can name an indicator: Chinese, or one of the few known by Latin letters; noise is neither."""
    return len(re.findall(r"[\u4e00-\u9fff]", name)) >= 2 or bool(LATIN_NAME.match(name))


def name_and_unit(name: str, unit: str) -> tuple[str, str]:
    """细颗粒物（PM2.5）年均浓度（微克/立方米） has its unit in the last brackets."""
    name = re.sub(r"^[#＃★●◆■\-—\d.、]*(?:其中[：:])?", "", name) if not name[:1].isdigit() else name
    found = UNIT_BRACKET.search(name)
    if found and UNIT_WORD.search(found.group(1)) and not unit:
        return name[: found.start()], found.group(1)
    return name, unit


def cell_of(
    name: str, unit: str, column: Column, text: str, nature: str | None, period: Period
) -> Cell | None:
    """One value with measure, comparator, role and period; None where the cell holds no single value."""
    printed = fold(text).replace(" ", "").replace("—", "-")
    match = VALUE.match(printed)
    if not match or match.group("unit") in ("年", "月"):
        return None
    values = [signed_number(match.group(k)) for k in ("low", "high") if match.group(k)]
    if any(v is None for v in values):
        return None
    own_unit = match.group("unit") or unit
    measure = measure_of(name, own_unit, column, match)
    numbers, final = resolved([v for v in values if v is not None], match.group("scale") or "", own_unit)
    sign = match.group("before") or match.group("tail") or match.group("after") or ""
    comparator = (
        Comparator.RANGE
        if len(numbers) == 2
        else Comparator(SIGNS.get(match.group("tail") or match.group("after") or sign, "eq"))
    )
    span, base = period_of(measure, column, period, "百分点" in own_unit)
    role = Role.BASELINE if column.is_aim is False else Role.TARGET
    return Cell(name, final, measure, comparator, tuple(numbers), text, role, span, base, nature)


def signed_number(text: str) -> Decimal | None:
    value = parse_number(text.lstrip("-"))
    return -value if value is not None and text.startswith("-") else value


def resolved(values: list[Decimal], scale: str, unit: str) -> tuple[list[Decimal], str | None]:
    """Values with scale words in the unit taken as in running text: 175 (万人) is 1750000 人."""
    unit = re.sub(r"^百分点$", "个百分点", unit.strip("（）()"))
    found = re.match(r"(万亿|千亿|百亿|亿|千万|百万|万)(.+)$", unit)
    if found:
        scale, unit = found.group(1), found.group(2)
    out = [scaled(v, scale, unit) for v in values]
    return [v for v, _ in out], out[0][1] or None


def measure_of(name: str, unit: str, column: Column, match: re.Match[str]) -> Measure:
    if "百分点" in unit:
        return Measure.INCREMENT
    is_round = column.has_round_totals and match.group("open") in ("（", "(")
    if is_round or column.kind is ColumnKind.TOTAL or match.group("open") in ("[", "【", "〔", "［"):
        if unit in ("%", "‰"):
            return Measure.GROWTH_RATE if GROWTH_NAME.search(name) else Measure.INCREMENT
        return Measure.INCREMENT if "新增" in name else Measure.CUMULATIVE
    if column.kind is ColumnKind.GROWTH:
        return Measure.ANNUAL_AVERAGE_GROWTH if column.is_yearly else Measure.GROWTH_RATE
    if "年均增" in name or "年均增速" in name:
        return Measure.ANNUAL_AVERAGE_GROWTH
    if GROWTH_NAME.search(name) and unit in ("%", "‰"):
        return Measure.GROWTH_RATE
    if unit in ("%", "‰"):
        return Measure.SHARE
    return Measure.INCREMENT if name.startswith("新增") or "新增" in name else Measure.LEVEL


def period_of(
    measure: Measure, column: Column, period: Period, is_points: bool = False
) -> tuple[str, str | None]:
    """The period of a cell and its base year."""
    end = column.year or period.end
    if column.base_year:
        return str(end), str(column.base_year)
    if is_points:
        return str(end), None
    spans = measure in (Measure.CUMULATIVE, Measure.INCREMENT, Measure.ANNUAL_AVERAGE_GROWTH)
    if (
        spans or (measure is Measure.GROWTH_RATE and column.kind is not ColumnKind.VALUE)
    ) and end == period.end:
        years = str(end) if period.start == end else f"{period.start}-{end}"
        return years, str(period.base)
    if measure is Measure.ANNUAL_AVERAGE_GROWTH and end == period.base and not period.is_report:
        return f"{end - 4}-{end}", str(end - 5)
    return str(end), None
