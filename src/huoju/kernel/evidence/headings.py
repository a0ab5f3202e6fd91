"""Headings: what the heading of a column, the name of a row or a title says.

"规模以上工业营业收入（亿元）" is an indicator and its unit; "比上年增长（±%）" a measure of whatever stands
beside it; "2024年1-9月增速" a period and a measure. Pure; may import the catalog.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from huoju.kernel.catalog import Period, find_unit, half_width
from huoju.kernel.catalog.periods import BadPeriod

_BRACKETS = re.compile(r"[(（【\[]([^()（）【】\[\]]*)[)）】\]]")
_UNIT_LABEL = re.compile(r"(?:计量)?单位[:：]\s*([^\s,，;；)）]+)")
_SOURCE_LABEL = re.compile(r"(?:数据|资料)?来源[:：]\s*(.+)")
_FOOTNOTE = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079\u2460-\u2473*※#]+$|\[\d{1,2}\]$|^#")
_ENUMERATION = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d{1,2}[、.．](?!\d)|\(\d{1,2}\)|（[一二三四五六七八九十\d]+）)"
)

_GROWTH = re.compile(
    r"(?:比?上年(?:同期)?|较?上年(?:同期)?|同比|与上年(?:同期)?相?比)?\s*"
    r"(?:实际|名义)?(?:增长率|增长速度|增长|增速|增幅|增减率|增减)(?:率)?\s*[±+\-]?%?$|^同比[±+\-]?%?$|[±]%?$|^比上年[±+\-]?%?$"
)
_AVERAGE = re.compile(r"(?:年均|年平均)(?:增长率|增长速度|增长|增速|递增)(?:率)?$")
_LEVEL = re.compile(
    r"(?:绝对量|绝对数|绝对值|总量|数值|数量|累计|累计数|累计值|实际|实际值|完成|完成值|完成数"
    r"|本期|本期数|指标值|金额|值|value|level)$",
    re.IGNORECASE,
)
_PERIOD_HEAD = re.compile(
    r"^((?:19|20)\d\d年?(?:度)?(?:上半年|下半年|第?[一二三四1-4]季度|前[一二三]季度"
    r"|\d{1,2}(?:[-—–~至]\d{1,2})?月(?:份)?)?(?:末|底)?)"
)
_PERIOD_INSIDE = re.compile(
    r"(?:19|20)\d\d年?度?(?:上半年|下半年|第?[一二三四1-4]季度|前[一二三]季度|\d{1,2}(?:[-—–~至]\d{1,2})?月(?:份)?)?|"
    r"[〇○零一二三四五六七八九]{4}年|(?:19|20)\d\d"
)
_PERIOD_WITHOUT_YEAR = re.compile(
    r"^(\d{1,2}(?:[-—–~至]\d{1,2})?月(?:份)?|[一二三四]季度|前[一二三]季度|上半年|下半年|全年)(?:累计)?$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The parts of a heading; "" where it does not speak of them. `period` is as written."""

    name: str = ""
    unit: str = ""
    measure: str = ""
    period: str = ""
    source: str = ""

    def under(self, upper: Heading) -> Heading:
        """This heading below another: what it leaves open, the upper one says."""
        name = self.name if not upper.name or self.name == upper.name else upper.name + self.name
        return Heading(
            name=name if self.name else upper.name,
            unit=self.unit or upper.unit,
            measure=self.measure or upper.measure,
            period=_joined(upper.period, self.period),
        )


def _joined(upper: str, lower: str) -> str:
    """ "2024年" above "1-9月" is "2024年1-9月"; otherwise the lower one, when it speaks."""
    if upper and lower and is_period(upper + lower) and not is_period(lower):
        return upper + lower
    return lower or upper


@lru_cache(maxsize=65_536)
def read_heading(text: str) -> Heading:
    """Take a heading apart.

    >>> read_heading("规模以上工业营业收入（亿元）")
    Heading(name='规模以上工业营业收入', unit='亿元', measure='', period='', source='')
    >>> read_heading("2024年1-9月增速(±%)")
    Heading(name='', unit='%', measure='growth_rate', period='2024年1-9月', source='')
    """
    bare = _FOOTNOTE.sub("", " ".join(text.split())).strip()
    if label := _UNIT_LABEL.fullmatch(bare):
        return Heading(unit=label[1])
    if is_period(bare):
        return Heading(period=bare)
    bare, unit = _split_unit(_ENUMERATION.sub("", bare))
    bare, period = _split_period(bare)
    found = _split_measure(bare)
    return replace(found, unit=unit or found.unit, period=period)


def _split_unit(text: str) -> tuple[str, str]:
    """The text without the bracket that holds a unit, and the unit; other brackets stay."""
    for bracket in reversed(list(_BRACKETS.finditer(text))):
        inside = half_width(bracket[1]).lstrip("±+-")
        inside = inside.removeprefix("单位:").removeprefix("单位")
        if inside and find_unit(inside):
            return (text[: bracket.start()] + text[bracket.end() :]).strip(), inside
    return text, ""


def _split_period(text: str) -> tuple[str, str]:
    found = _PERIOD_HEAD.match(text)
    if found and is_period(found[1]) and len(found[1]) < len(text):
        return text[found.end() :].strip(), found[1]
    if found := _PERIOD_WITHOUT_YEAR.match(text):
        return "", found[1]
    return text, ""


def _split_measure(text: str) -> Heading:
    if _LEVEL.match(text):
        return Heading(measure="level")
    if found := _AVERAGE.search(text):
        return Heading(name=text[: found.start()].strip(), measure="annual_average_growth", unit="%")
    if (found := _GROWTH.search(text)) and found[0]:
        return Heading(name=text[: found.start()].strip(), measure="growth_rate", unit="%")
    return Heading(name=text)


@lru_cache(maxsize=65_536)
def is_period(text: str) -> bool:
    """Whether the text names a period; a bare number must look like a year (1949 to 2099) or a month of one."""
    bare = text.strip()
    if (
        not bare
        or len(bare) > 40
        or (bare.isdigit() and not re.fullmatch(r"(19[5-9]|20\d)\d(?:0[1-9]|1[0-2])?", bare))
    ):
        return False
    try:
        Period.parse(bare)
    except BadPeriod:
        return False
    return True


def is_part_of_year(text: str) -> bool:
    """Whether the text is a period that lacks its year: 1-9月, 三季度, 上半年."""
    return _PERIOD_WITHOUT_YEAR.match(text.strip()) is not None


def labels_in(text: str) -> Heading:
    """What a title or a line of remarks says aside: unit ("单位：亿元"), source, period."""
    unit, source = _UNIT_LABEL.search(text), _SOURCE_LABEL.search(text)
    rest = _UNIT_LABEL.sub("", text)
    periods = [found[0] for found in _PERIOD_INSIDE.finditer(rest) if is_period(found[0])]
    return Heading(
        unit=unit[1] if unit and find_unit(unit[1]) else "",
        source=source[1].strip() if source else "",
        period=periods[0] if periods else "",
    )
