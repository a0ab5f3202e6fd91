"""Measures: growth or share, level or increment or running total, from the words around a number. Pure."""

from __future__ import annotations

import re

from huoju.kernel.plan.drafts import Discourse
from huoju.kernel.plan.naming import measures as ends_in_measure
from huoju.kernel.plan.phrases import begins_with_noun
from huoju.kernel.plan.statements import Measure
from huoju.kernel.plan.units import FLOOR_UNITS, LAND_UNITS, MONEY_UNITS

CHANGE = (
    r"(?:增长|增速|增幅|涨幅|递增|增加|提高|提升|上升|上涨|下降|降低|减少|削减|压减|回落|缩小|降幅|下降率|增长率|增长速度|增长幅度|增|降|放缓|缩短|减排|节约|增收|削减比例|下降比例|减少比例)"
)
YEARLY = re.compile(r"年均|年平均|年递增|年复合|年均复合|平均每年|年增长|年增速")
GROWTH_END = re.compile(rf"{CHANGE}(?:幅度|速度|率|比例)?(?:分别|均|都|力争|预计|保持|稳定|控制|实现|达到|达|为|在|到|了|约|超过|不低于|高于|\s)*$")
TO_VALUE = re.compile(r"(?:提高|提升|上升|下降|降低|减少|增加|增长|压减|回落|降|增|升|扩大|缩小)(?:到|至)(?:约|近|了)?$")
SHARE_OF = re.compile(r"占(?!地|用|比|有|道)[^，；。]{0,30}?(?:的)?(?:比重|比例|份额|比|总量|总数)?(?:分别|力争|均|超过|超|提高|提升|上升|下降|达到|达|为|到|至|约|近|在|稳定|保持|\s)*$")
INCREASE = re.compile(r"新增|净增|新建|再建|新培育|新打造|新认定|新入库|新引进|新创建|新签|新开工|新开|新设|新造|新投|新改|增设|新投产|新投用|(?<!增)增加(?!值|到|至)|增建")
RUNNING_TOTAL = re.compile(r"累计|五年共|共完成|总计|合计投入|计划投资|完成投资|(?:完成|实现).{0,8}投[资入]|总额达")
AREA_WORDS = re.compile(r"(?:面积|占地|规模|建面|投资额?|总投|投入|产值|收入|长度|全长|里程|容量|能力|装机|库容|资金|规划|体量|总长|建筑|用地|利润|税收|营收|产能|工程)(?:约|近|达|达到|为|共|超过|超|\d)*$")


def percent_measure(core: str, after: str, talk: Discourse) -> tuple[Measure, str]:
    """Growth, average growth or share, and the clue: 年均增长 X%, 占全市X%, X%的企业, 达到X%."""
    text = core.rstrip()
    if begins_with_noun(after.removeprefix("的")) and not ends_in_measure(text) and not GROWTH_END.search(text) and not SHARE_OF.search(text):
        return Measure.SHARE, "whole-after"
    if TO_VALUE.search(text):
        return Measure.SHARE, "to-value"
    if GROWTH_END.search(text):
        if YEARLY.search(text):
            return Measure.ANNUAL_AVERAGE_GROWTH, "yearly"
        return Measure.GROWTH_RATE, "growth"
    if SHARE_OF.search(text):
        return Measure.SHARE, "share-of"
    if re.search(r"(?:涨幅|增幅|增速|涨跌幅)(?:控制|保持|稳定)?(?:在|为)?$", text):
        return Measure.GROWTH_RATE, "growth"
    return Measure.SHARE, "share"


def amount_measure(core: str, unit: str, talk: Discourse) -> Measure:
    """Increment (新增), running total (累计), else count for what is counted and level for what is measured."""
    if INCREASE.search(core):
        talk.is_increment = True
        return Measure.INCREMENT
    if core.strip("、，和与及") and not re.match(r"^[、和与及]", core):
        talk.is_increment = talk.is_increment and not re.search(r"[\u4e00-\u9fff]{2}(?:达到|达|为)$|建成|引进|培育|打造|完成|实施", core)
    if talk.is_increment:
        return Measure.INCREMENT
    if RUNNING_TOTAL.search(core):
        return Measure.CUMULATIVE
    return Measure.LEVEL


def is_attribute(core: str, unit: str) -> bool:
    """Whether the words before name an attribute of what follows: 总投资350亿元的项目, 占地6000亩的基地."""
    measured = any(unit.endswith(u) for u in MONEY_UNITS | FLOOR_UNITS | LAND_UNITS) or not unit
    return measured and bool(AREA_WORDS.search(core.rstrip()))
