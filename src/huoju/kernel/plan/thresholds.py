"""Thresholds: numbers that size the thing counted (过100亿元企业, 30亿元以上项目, 百亿级) and are no values."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Draft
from huoju.kernel.plan.phrases import Phrase
from huoju.kernel.plan.statements import Comparator, Measure, Role
from huoju.kernel.plan.tokens import Kind, Token
from huoju.kernel.plan.units import TIME_UNITS
from huoju.kernel.plan.words import ACTIONS

if TYPE_CHECKING:
    from huoju.kernel.catalog.quantities import Quantity

COUNTED = frozenset(
    [
        "个",
        "家",
        "项",
        "所",
        "座",
        "条",
        "处",
        "件",
        "套",
        "台",
        "辆",
        "种",
        "支",
        "次",
        "栋",
        "场",
        "人次",
        "期",
        "例",
    ]
)
SIZED = re.compile(
    r"^(?:（含）)?(?:级|及?以上|及?以下)?(?:（含）)?的?(?=[\u4e00-\u9fffA-Za-z“])(?!以|左右|和|、|与)"
)
EXPLICIT = re.compile(
    r"^(?:（含）)?(?:及?以上|及?以下)(?:（含）)?的?(?=[\u4e00-\u9fffA-Za-z“])"
    r"(?!，|。|、|提高|提升|增加|增长|降|下降|减少|扩大|缩小|缩短|压缩|上升|增至|达到|调整)"
)
# 2万名学生以上的镇: the noun stands between the number and 以上.
NOUN_BETWEEN = re.compile(r"^[^，。；、\d]{1,5}(?:及?以上|及?以下)的(?=[\u4e00-\u9fff])")
SIZED_COUNT = re.compile(r"^(?:（含）)?(?:及?以上|及?以下)(?=\d+(?:余|多)?[个家项户座所台])")
THE_COUNTED = re.compile(r"^的(?=\d+(?:余|多)?[个家])")
SIZING = re.compile(r"(?:收入|过|超|超过|突破|上|达|达到|不低于|不少于|营收|收入|产值|规模|投资)$")
SIZED_NOUN = re.compile(
    r"^的?(?:[^，。、\d]{0,8}?)(?:企业|产业|集群|项目|园区|城市|县|市场|平台|基地|乡镇|村|镇|品牌|单品|"
    r"机组|锅炉|学校|中小学|车间|开发区|公司|商圈|银行|老人|老年人|儿童|"
    r"婴幼儿|村寨|产业链|赛道|桥梁|船舶|泊位|地标|产业园|群体|人群|家庭)"
)
ENDS_IN_ACTION = re.compile(rf"(?:{ACTIONS}|达到?|为|至|到|超过?|突破)了?$")
GROWS = re.compile(r"(?:培育|打造|形成|力争|争取|诞生|产生|建成|孵化)[^，。]{0,12}$")


def is_threshold(token: Token, phrase: Phrase) -> bool:
    """Whether a number sizes the thing counted and is no value of its own."""
    if token.kind is not Kind.AMOUNT or token.way == "plain":
        return False
    after, before = phrase.whole[token.end : phrase.end], phrase.whole[phrase.start : token.start]
    if token.way == "class" or re.match(r"级(?!别|地震)", after):
        return True
    if NOUN_BETWEEN.match(after) and not ENDS_IN_ACTION.search(before):
        return True
    if token.unit in COUNTED or (token.unit in TIME_UNITS and "岁" not in token.unit):
        return False
    if any(t.end == token.start and t.is_number for t in phrase.tokens):
        return True
    if (token.unit or "").endswith("元") and CLASS_OF.match(after):
        return True
    if REACH_OF.match(after) or OF_COUNTED.search(before):
        return True
    if token.unit in ("岁", "周岁") and EXPLICIT.match(after):
        return True
    if (
        SIZED_COUNT.match(after)
        or (SIZING.search(before) and THE_COUNTED.match(after))
        or (EXPLICIT.match(after) and sizes_a_count(token, phrase))
    ):
        return True
    if EXPLICIT.match(after):
        return not ENDS_IN_ACTION.search(before)
    sized = SIZED.match(after)
    if not sized:
        return False
    if (
        SIZING.search(before)
        and SIZED_NOUN.match(after)
        and is_big(token)
        and (after[0] != "的" or not token.unit or "元" in token.unit)
    ):
        return after[0] != "的" or bool(re.search(r"(?:过|超|超过|突破|上|达|达到)$", before))
    sized_noun = token.way in ("words", "vague") and bool(SIZED_NOUN.match(after))
    return sized_noun and (not ENDS_IN_ACTION.search(before) or sizes_a_count(token, phrase))


# 10亿元企业, and the earlier classes of a list that ends so: 超100亿元、50亿元、10亿元企业.
CLASS_OF = re.compile(r"^(?:、[\d.]+[亿万]*元)*(?:及?以上)?(?:企业|项目|产业|集群|园区)")
REACH_OF = re.compile(r"^(?:以内|范围内?)?(?:服务)?(?:半径)?(?:全?覆盖)")
OF_COUNTED = re.compile(
    r"\d[家个](?:企业|产业|集群|园区|开发区|镇|村|县|项目)[^，、。\d]{0,8}(?:突破|超过?|达到|过)$"
    r"|\d[家个](?:及?以上)?[^，、。\d]{0,6}(?:产值|收入|营收|销售额|税收|规模|利润)(?:突破|超过?|达到?|过)$"
)


def sizes_a_count(token: Token, phrase: Phrase) -> bool:
    """亿元以上项目268个: money without digits, or money before a count in the same phrase."""
    if not (token.unit or "").endswith("元"):
        return False
    counted = any(token.end < t.start <= token.end + 24 and t.unit in COUNTED for t in phrase.tokens)
    return counted or not token.text[0].isdigit()


def is_big(token: Token) -> bool:
    """A unit, or a bare 500亿: sums of money are often printed without 元."""
    return bool(token.unit) or token.values[0] >= 10**8


def give_thresholds(sizes: list[Token], drafts: list[Draft], phrase: Phrase) -> list[Draft]:
    """Each size class goes to the count it sizes; one that sizes none becomes a draft of its own."""
    left: list[Draft] = []
    for token in sizes:
        owner = named_by(token, drafts) or owner_of(token, drafts)
        if owner is None:
            left += alone(token, phrase)
        elif owner.threshold is None:
            owner.threshold = token
    return left


def quantity_of(token: Token | None) -> Quantity | None:
    """The size as a quantity; sums of money printed without 元 (千亿级) get it back. None for unknown units."""
    from huoju.kernel.catalog.quantities import Quantity
    from huoju.kernel.catalog.units import find_unit

    if token is None or not token.values:
        return None
    value, unit = token.values[0], token.unit
    if unit is None:
        if value < 10**7:
            return None
        value, unit = value / 10**8, "亿元"
    if find_unit(unit) is None:
        return None
    return Quantity(value, unit)


def named_by(token: Token, drafts: list[Draft]) -> Draft | None:
    """30亿元企业、5亿元企业分别不少于2家、3家: the count whose name prints the size."""
    named = [d for d in drafts if token.text in d.name and d.threshold is None]
    exact = [d for d in named if re.search(rf"(?<![\d.]){re.escape(token.text)}", d.name)]
    return exact[0] if len(exact) == 1 else None


def owner_of(token: Token, drafts: list[Draft]) -> Draft | None:
    before = [d for d in drafts if d.token.end <= token.start and d.counted]
    if before and token.start - before[-1].token.end <= 24:
        return before[-1]
    after = [d for d in drafts if d.token.start >= token.end and d.token.start - token.end <= 40]
    return after[0] if after else None


def alone(token: Token, phrase: Phrase) -> list[Draft]:
    """A class without a count: 力争培育千亿级企业 promises one; anything else is context."""
    after = phrase.whole[token.end : phrase.end]
    if token.unit in TIME_UNITS and token.unit not in ("岁", "周岁"):
        return []
    noun = naming.head_after(re.sub(r"^(?:级|（含）|及?以上|及?以下|的)+", "", after))
    if not noun:
        return []
    name = token.text + ("级" if after.startswith("级") else "") + noun
    if after.startswith("级") and GROWS.search(phrase.whole[phrase.start : token.start]):
        draft = Draft(
            token, name + "数", Measure.COUNT, Comparator.GE, (Decimal(1),), "家" if "企业" in noun else "个"
        )
        draft.is_implicit = True
        draft.threshold = token
        return [draft]
    draft = Draft(
        token, noun + "门槛", Measure.LEVEL, Comparator.GE, token.values, token.unit, role=Role.CONTEXT
    )
    return [draft]
