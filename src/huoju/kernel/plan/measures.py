"""Measures: growth or share, level or increment or running total, from the words around a number. Pure."""

from __future__ import annotations

import re

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse
from huoju.kernel.plan.phrases import begins_with_noun
from huoju.kernel.plan.statements import Measure
from huoju.kernel.plan.units import FLOOR_UNITS, LAND_UNITS, MONEY_UNITS, is_measured
from huoju.kernel.plan.words import one_of

CHANGE = one_of(
    "增长 增速 增幅 涨幅 递增 增加 提高 提升 上升 上涨 下降 降低 减少 削减 压减 回落 缩小 降幅 下降率 "
    "增长率 增长速度 增长幅度 增 降 放缓 压缩 压降 精简 缩短 减排 节约"
    " 增收 削减比例 下降比例 减少比例 涨跌幅"
)
LINKS = one_of(
    "低于 分别 均 都 力争 预计 保持 稳定 控制 实现 达到 达 为 在 到 了 约 超过 不低于 不超过 不高于 高于 提高 提升 "
    "上升 下降 突破 超 近 左右 要"
)
AT_RATE = re.compile(r"^(?:以上|左右)?的(?:平均)?(?:增长)?(?:速度|增速|增幅|速率)")
RATE_OF_CHANGE = re.compile(r"(?:增速|增幅|涨幅|增长率)(?:提高|提升|降|下降|回落|上升)*(?:到|至)$")
YEARLY = re.compile(r"年均(?!浓度|值|气温|降)|年平均(?!浓度|值|气温)|年递增|年复合|平均每年|年增长|年增速")
GROWTH_END = re.compile(rf"(?:{CHANGE})(?:幅度|速度|率|比例)?(?:{LINKS})*$")
TO_VALUE = re.compile(
    r"(?:提高|提升|上升|下降|降低|减少|增加|增长|压减|回落|跃升|降|增|升|扩大|缩小|提|减)(?:到|至)(?:约|近|了)?$"
)
SHARE_OF = re.compile(
    rf"占(?![地用有道])[^，；。]{{0,30}}?的?(?:比重|比例|份额|比|总量|总数)?(?:{LINKS}|至)*$"
)
CHANGED_THING = re.compile(r"(?:压减|削减|减少|降低|压缩|缩短|下调|精简)[^，、]{2,10}(?<!率)(?<!重)(?<!例)$")
INCREASE = re.compile(
    r"新增(?!劳动力)|净增|新建|再建|新培育|新打造|新认定|新入库|新引进|新创建|新签|新开工|新开|新设|新造|"
    r"新投|新改|增设|(?<!增)增加(?!值|到|至)|增建"
)
RUNNING_TOTAL = re.compile(r"累计(?!聚集|集聚|拥有)|五年共|总计|合计投入")
REACHED = re.compile(r"(?:达到|达|为|至|到|突破|超过|超|稳定在|保持在|控制在)(?:约|近)?$")
CHANGED_BY = re.compile(r"(?:提高|增加|延长|缩短|减少|下降|增长|降低|压减|提升|增强|缩小|扩大)(?:了|约|近)?$")
WORKS_TOO = re.compile(r"改扩建|改造|维修|整治|修缮")
AREA_WORDS = re.compile(
    r"(?:面积|占地|建面|投资额?|总投|投入|产值|收入|长度|全长|里程|容量|能力|装机|库容|资金|体量|总长|利润|"
    r"税收|营收|产能)"
    r"(?:约|近|达|达到|为|共|超过|超|\d)*$"
)


def percent_measure(before: str, core: str, after: str) -> tuple[Measure, str]:
    """Growth, average growth or share, and the clue: 年均增长 X%, 占全市X%, X%的企业, 达到X%."""
    text = before.rstrip()
    growth, share = GROWTH_END.search(text), SHARE_OF.search(text)
    to_value = TO_VALUE.search(text)
    if AT_RATE.match(after):
        yearly = YEARLY.search(text)
        return (Measure.ANNUAL_AVERAGE_GROWTH, "yearly") if yearly else (Measure.GROWTH_RATE, "growth")
    if begins_with_noun(after.removeprefix("的")) and not (growth or share or to_value):
        if after.startswith("的") and naming.measures(naming.head_before(core)[1]):
            return Measure.SHARE, "of-thing"
        if not naming.measures(core.rstrip("为达到在")):
            return Measure.SHARE, "whole-after"
    if to_value:
        if RATE_OF_CHANGE.search(text):
            return Measure.GROWTH_RATE, "growth"
        return Measure.SHARE, "to-value"
    if growth:
        yearly = YEARLY.search(text)
        return (Measure.ANNUAL_AVERAGE_GROWTH, "yearly") if yearly else (Measure.GROWTH_RATE, "growth")
    if CHANGED_THING.search(text):
        return Measure.GROWTH_RATE, "growth"
    return Measure.SHARE, "share-of" if share else "share"


def amount_measure(before: str, name: str, unit: str, talk: Discourse) -> Measure:
    """Increment (新增), running total (累计), else count for what is counted and level for what is measured.

    新增 and 累计 hold for the rest of a list until another verb or 达到 takes over.
    """
    if YEARLY.search(before) and not INCREASE.search(before):
        talk.running = None
    elif RUNNING_TOTAL.search(before):
        talk.running = Measure.CUMULATIVE
    elif TO_VALUE.search(before) or (WORKS_TOO.search(before) and INCREASE.search(before)):
        talk.running = None
    elif found := INCREASE.search(before):
        talk.running, talk.increase = Measure.INCREMENT, found.group()
    elif naming.leading_action(before) or is_new_theme(before, unit, talk):
        talk.running = None
    if "千伏" in unit:
        return Measure.LEVEL
    if talk.running is not None:
        return talk.running
    return Measure.LEVEL if is_measured(unit) else Measure.COUNT


def is_new_theme(before: str, unit: str, talk: Discourse) -> bool:
    """Whether a number begins something else than the list that 新增 or 累计 opened."""
    in_list = before.startswith(("、", "和", "与", "及"))
    if REACHED.search(before) and (
        talk.running is Measure.INCREMENT or (not in_list and naming.head_before(before)[1])
    ):
        return True
    if before.startswith(("为", "向", "对", "给")):
        return True
    other_kind = (
        talk.last is not None
        and "千伏" not in (talk.last.unit or "")
        and is_measured(unit) != is_measured(talk.last.unit or "")
    )
    return other_kind and talk.running is Measure.INCREMENT and not in_list


def is_attribute(core: str, unit: str) -> bool:
    """Whether the words before name an attribute of what follows: 总投资350亿元的项目, 占地6000亩的基地."""
    measured = any(unit.endswith(u) for u in MONEY_UNITS | FLOOR_UNITS | LAND_UNITS) or not unit
    return measured and bool(AREA_WORDS.search(core.rstrip()))
