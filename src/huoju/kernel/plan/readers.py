"""Readers of single numbers, one for each kind of token: its name, measure and clues from the words around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse, Draft
from huoju.kernel.plan.measures import CHANGED_BY, INCREASE, amount_measure, is_attribute, percent_measure
from huoju.kernel.plan.phrases import begins_with_noun
from huoju.kernel.plan.statements import Comparator, Measure
from huoju.kernel.plan.tokens import Kind, Token
from huoju.kernel.plan.units import FLOOR_UNITS, LAND_UNITS, MEASURING, MONEY_UNITS


@dataclass(frozen=True, slots=True)
class Situation:
    """A number among its words: `core` is `before` without the comparator, `rest` runs to the phrase's end."""

    token: Token
    core: str
    before: str
    after: str
    rest: str
    head: str | None
    talk: Discourse
    is_first: bool = True


def draft_of(at: Situation, name: str, measure: Measure, verb: str = "", *clues: str) -> Draft:
    token = at.token
    return Draft(token, name, measure, Comparator.EQ, token.values, token.unit, verb, clues=set(clues))


def name_before(at: Situation, core: str) -> tuple[str, str, str]:
    """Verb, name and clue of a number whose head stands before it, or is carried over from earlier."""
    if at.head:
        return naming.head_before(core)[0], at.head, "listed"
    verb, noun = naming.head_before(core)
    if naming.is_modifier(noun) or (not noun and naming.is_modifier(core)):
        whole = at.talk.head or at.talk.topic
        return verb, naming.modifier_of(noun or core) + re.sub(r"数$", "", whole), "modifier"
    if noun and not naming.OTHER_FRAME.match(noun):
        return verb, noun, "named"
    if at.talk.topic:
        return verb, at.talk.topic, "topic"
    return verb, at.talk.head, "inherited"


def read_percent(at: Situation) -> Draft | None:
    measure, clue = percent_measure(naming.before_change(at.before), at.core, at.after)
    if clue == "whole-after":
        return draft_of(at, naming.share_name(re.split(r"[，；。]", at.after)[0]), Measure.SHARE, "", clue)
    verb, name, how = name_before(at, naming.before_relation(at.core))
    draft = draft_of(at, name, measure, verb, clue, how)
    if clue == "share-of" and how != "named":
        draft.clues.add("share-of-head")
    if re.search(r"与.{2,}的比[率例值]$", name):
        draft.measure = Measure.RATIO
    elif name.endswith("指数") and measure is Measure.SHARE:
        draft.measure = Measure.LEVEL
    if clue == "of-thing":
        found = re.match(r"(.*?)(?:要|应|须|需)?(?:安装|建设|采用|达到|配备)?([^的]{2,3})$", name)
        draft.name = f"{found.group(1)}{naming.head_after(at.after)}{found.group(2)}" if found else name
    return draft


TO_OTHER = re.compile(r"(?:高于|低于|快于|高出|领先|好于|优于|高|低)(?:全[国省市区县]|[^，]{1,8}?)?(?:平均(?:水平)?|水平)?$")
CHANGES = re.compile(r"(?:提高|提升|增加|上升|下降|降低|减少|回落|增长|缩小|扩大|收窄)(?:了|约|近)?$")


def read_points(at: Situation) -> Draft | None:
    other = TO_OTHER.search(at.before) and not CHANGES.search(at.before)
    verb, name, how = name_before(at, naming.before_relation(at.before if other else at.core))
    draft = draft_of(at, name, Measure.DIFFERENCE if other else Measure.INCREMENT, verb, how)
    if how != "named":
        draft.clues.add("difference")
    return draft


def read_ratio(at: Situation) -> Draft | None:
    verb, name, how = name_before(at, at.core)
    composed = len(at.token.values) > 2 or "结构" in at.core
    return draft_of(at, name, Measure.COMPOSITION if composed else Measure.RATIO, verb, how)


def read_multiple(at: Situation) -> Draft | None:
    verb, name, how = name_before(at, naming.before_relation(at.core))
    return draft_of(at, name, Measure.MULTIPLE, verb, how)


STANDING_START = re.compile(
    r"(?:均|都)?(?:稳居|位居|位列|名列|跃居|跻身|排名|居(?![民住家])|升至|蝉联|连续\d*|列|排|在全|全[国省市区县球])"
)
STANDING_WORDS = re.compile(r"(?:稳居|位居|位列|名列|跃居|跻身|居(?![民住家])|升至|蝉联|连续|列|均|都|在|年|中)+")
SPECIFIC_LIST = 6  # characters from which the list someone stands in is a name of its own


def read_rank(at: Situation) -> Draft | None:
    """A rank is named by what is ranked and by the list it stands in (全国百强县市首位)."""
    start = STANDING_START.search(at.before)
    verb, name, how = name_before(at, at.before[: start.start()] if start else at.core)
    scope = ""
    if start:
        scope = naming.bare(STANDING_WORDS.sub("", re.sub(r"\d+[年次届个家]?", "", at.before[start.start() :])))
        scope = re.sub(r"排名$", "", scope)
    if len(scope) >= SPECIFIC_LIST and how not in ("listed",):
        name = scope
    elif "均" not in at.before and "都" not in at.before:
        name = name.split("、")[-1] + scope
    draft = draft_of(at, re.sub(r"(?:排名)?$", "排名", name, count=1) if name else "", Measure.RANK, verb, how, "rank")
    if at.token.way == "top":
        draft.comparator = Comparator.LE
    return draft


def read_amount(at: Situation) -> Draft | None:
    unit = at.token.unit or ""
    sized = re.match(r"^(?:[\d.]+(?:万|亿)*(?:元|人|吨|亩|羽|千瓦|平方米)?|[百千万亿]+元?)(?:及?以上|级)?(?:的)?", at.rest)
    after = at.rest if sized and sized.group() and at.rest[:1] in "0123456789百千万亿" else at.after
    follows = begins_with_noun(after) or after.startswith("的") or after is not at.after
    noun = "" if at.head or not follows else noun_after(at, after, sized)
    if len(noun) >= (1 if at.rest[len(noun) : len(noun) + 1] == "、" else 2) and not is_attribute(at.core, unit):
        return counted_after(at, noun)
    verb, name, how = name_before(at, at.core)
    if not name:
        return counted_after(at, noun) if noun else None
    if at.before.startswith(("、", "和", "及")) and not verb:
        verb = at.talk.verb
    measure = Measure.INCREMENT if CHANGED_BY.search(at.before) else amount_measure(at.before, name, unit, at.talk)
    draft = draft_of(at, name, measure, verb, how)
    if how == "named" and is_floor(unit) and not naming.measures(name):
        draft.name, draft.clues = name + "建筑面积", draft.clues | {"floor"}
    if not is_measured(unit):
        draft.name = naming.count_name(verb, name, unit)
    if draft.measure is Measure.INCREMENT and how in ("named", "listed") and not CHANGED_BY.search(at.before):
        draft.name = with_increase(verb, draft.name, at.talk)
    draft.subject = noun
    if CIRCLE.search(at.rest[:14]):
        draft.clues.add("circle")
    return draft


def noun_after(at: Situation, after: str, sized: re.Match[str] | None) -> str:
    """The noun that a number counts; behind a size class (12个百亿元、70个30亿元以上项目) it comes later."""
    if sized and after is not at.after:
        tail = after[sized.end() :]
        found = naming.head_after(tail) or naming.head_after(re.split(r"以上|级", tail)[-1])
        return sized.group().rstrip("的") + found if found else ""
    return naming.head_after(after)


def counted_after(at: Situation, noun: str) -> Draft:
    unit = at.token.unit or ""
    verb, owner = naming.head_before(at.core)
    if at.core.strip() == "其中" and at.talk.head:
        noun = f"{noun}的{re.sub('数$', '', at.talk.head)}"
    in_list = at.before.startswith(("、", "和", "与", "及"))
    if at.is_first and not in_list and not INCREASE.search(at.before):
        at.talk.running = None
    if in_list and not verb:
        verb = at.talk.verb
    if is_measured(unit):
        name = attribute_name(noun, unit)
    elif len(noun) <= 2 and (rest := rest_after(at, noun)):
        name = f"{rest}{noun}数" if at.rest[1:2] == "、" else f"{rest}的{noun}数"
    else:
        name = naming.count_name(verb, household_name(noun, unit), unit)
    draft = draft_of(at, name, amount_measure(at.before, name, unit, at.talk), verb, "named")
    draft.counted = naming.head_after(at.after) if at.core.strip() == "其中" else noun
    if CIRCLE.search(at.rest[:14]):
        draft.clues.add("circle")
    if draft.measure is Measure.INCREMENT:
        draft.name = with_increase(verb, name, at.talk)
    if is_floor(unit):
        draft.clues.add("floor")
    if at.core.rstrip().endswith("等") or re.search(r"推进|推动|加快", at.core) or re.search(r"重点|重大|在建|续建", noun) or noun[:1].isdigit() or noun[:1] in "百千万":
        draft.clues.add("listed-project")
    draft.subject = owner if owner and len(owner) <= 14 else ""
    return draft


CIRCLE = re.compile(r"圈|到达|可达|响应|救援|办结|送达|打烊|在线")


def rest_after(at: Situation, noun: str) -> str:
    """What a very short noun does: 260家企业与X国家实现贸易往来 is 与X国家实现贸易往来的企业."""
    shared = re.match(rf"{re.escape(noun)}、[\d.,]+[多余]?[万亿]?(?:户|个|家|人|栋|套)([\u4e00-\u9fff]{{3,16}})(?=[，。；、]|$)", at.rest)
    if shared:
        return shared.group(1)
    rest = naming.bare(re.sub(r"\d[\d.]*[多余]?[个家]?", "", at.rest.partition(noun)[2]))
    rest = re.sub(r"^（[^）]*）", "", rest)
    return rest if 4 <= len(rest) <= 30 and "、" not in rest[:1] else ""


def household_name(noun: str, unit: str) -> str:
    """5000户棚户区改造 counts households."""
    return noun if re.search(r"户|家庭|居民", noun) or unit not in ("户", "户次") else noun + "户数"


def attribute_name(noun: str, unit: str) -> str:
    """63平方公里的科技创新城 is about its area; 350亿元的项目 about its investment."""
    if "千伏" in unit:
        return noun + "电压等级"
    if is_floor(unit) and not noun.endswith("面积"):
        return noun + "建筑面积"
    if any(unit.endswith(u) for u in LAND_UNITS) and not noun.endswith("面积"):
        return noun + "面积"
    if any(unit.endswith(u) for u in MONEY_UNITS) and not naming.measures(noun):
        return noun + "投资"
    return noun


INCREASING = re.compile(r"新增|净增|再建成|再建|增加|新[一-龥]{1,3}")


def with_increase(verb: str, name: str, talk: Discourse) -> str:
    """新增 (or the verb that says so) stands in the name of an increment."""
    if INCREASING.search(name):
        return name
    found = INCREASING.search(verb)
    return (found.group() if found else talk.increase) + name


def is_floor(unit: str) -> bool:
    return unit in FLOOR_UNITS or unit.lstrip("万亿") in FLOOR_UNITS


def is_measured(unit: str) -> bool:
    base = unit.split("/")[0].lstrip("万亿")
    return base in MEASURING or unit in MEASURING or bool(re.search(r"[A-Za-z]", unit))


READERS: dict[Kind, Callable[[Situation], Draft | None]] = {
    Kind.PERCENT: read_percent,
    Kind.POINTS: read_points,
    Kind.RATIO: read_ratio,
    Kind.MULTIPLE: read_multiple,
    Kind.RANK: read_rank,
    Kind.AMOUNT: read_amount,
}
