"""Readers of single numbers, one for each kind of token: its name, measure and clues from the words around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse, Draft
from huoju.kernel.plan.measures import CHANGED_BY, INCREASE, amount_measure, is_attribute, percent_measure
from huoju.kernel.plan.phrases import begins_with_noun
from huoju.kernel.plan.statements import Comparator, Measure, Role
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
        return verb, naming.part_of(noun or core, at.talk.head or at.talk.topic), "modifier"
    if noun in TOTALS and at.talk.head:
        return verb, re.sub(r"^(?:新增|净增)|数$", "", at.talk.head) + noun, "named"
    if noun and not naming.OTHER_FRAME.match(noun):
        return verb, noun, "named"
    if at.talk.topic:
        return verb, at.talk.topic, "topic"
    return verb, carried_head(at), "inherited"


def carried_head(at: Situation) -> str:
    """The head spoken of last; for a count, the thing counted last (项目300个，完成投资650亿元，开工100个)."""
    counts = at.token.kind is Kind.AMOUNT and not is_measured(at.token.unit or "")
    if counts and at.talk.last is not None and is_measured(at.talk.last.unit or ""):
        return next((n for n in reversed(at.talk.recent) if n.endswith("数")), at.talk.head)
    return at.talk.head


TOTALS = frozenset(["总数", "总量", "总额", "总规模", "总人数", "总长", "总长度", "总里程"])


def read_percent(at: Situation) -> Draft | None:
    measure, clue = percent_measure(naming.before_change(at.before), at.core, at.after)
    if clue == "whole-after":
        return draft_of(at, naming.share_name(re.split(r"[，；。]", at.after)[0]), Measure.SHARE, "", clue)
    verb, name, how = name_before(at, naming.before_relation(at.core))
    last = at.talk.last
    if (
        clue == "share"
        and how == "inherited"
        and last is not None
        and last.measure in GROWTHS
        and len(at.core) <= 4
    ):
        measure = last.measure
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


GROWTHS = (Measure.GROWTH_RATE, Measure.ANNUAL_AVERAGE_GROWTH)
TO_OTHER = re.compile(
    r"(?:高于|低于|快于|高出|领先|好于|优于|高|低)(?:全[国省市区县]|[^，]{1,8}?)?(?:平均(?:水平)?|水平)?$"
)
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
    draft = draft_of(at, name, Measure.COMPOSITION if composed else Measure.RATIO, verb, how)
    draft.unit = "%" if composed else None
    return draft


OF_OTHER = re.compile(r"(?:分别)?(?:是|为|相当于)[^，、]{1,14}的?$")


def read_multiple(at: Situation) -> Draft | None:
    verb, name, how = name_before(at, OF_OTHER.sub("", naming.before_relation(at.core)))
    return draft_of(at, name, Measure.MULTIPLE, verb, how)


STANDING_START = re.compile(
    r"(?:均|都)?(?:稳居|位居|位列|名列|跃居|跻身|进入|迈[入进]|挺进|排名|居(?![民住家])|升至|蝉联|连续\d*|"
    r"列|排|在全|全[国省市区县球])"
)
STANDING_WORDS = re.compile(
    r"(?:稳居|位居|位列|名列|跃居|跻身|进入|迈[入进]|挺进|居(?![民住家])|升至|蝉联|连续|列|均|都|在|年|中)+"
)
RISE = re.compile(r"(?:从|由)(?:全[国省市区])?第.{1,4}?(?:位)?(?:提升|上升|跃升|升)(?:到|至)?$")
SPECIFIC_LIST = 6  # characters from which the list someone stands in is a name of its own


def read_rank(at: Situation) -> Draft | None:
    """A rank is named by what is ranked and by the list it stands in (全国百强县市首位)."""
    before = RISE.sub("", at.before)
    start = STANDING_START.search(before)
    verb, name, how = name_before(at, before[: start.start()] if start else RISE.sub("", at.core))
    if not name and at.talk.last is not None and at.talk.last.measure is Measure.RANK:
        name = at.talk.last.name.removesuffix("排名")
    scope = ""
    if start:
        scope = naming.bare(STANDING_WORDS.sub("", re.sub(r"\d+[年次届个家]?", "", before[start.start() :])))
        scope = re.sub(r"排名$", "", scope)
    if len(scope) >= SPECIFIC_LIST and how not in ("listed",):
        name = scope
    elif "均" not in at.before and "都" not in at.before:
        name = re.sub(r"(?<!总)数$", "", name.split("、")[-1]) + scope
    draft = draft_of(
        at, re.sub(r"(?:排名)?$", "排名", name, count=1) if name else "", Measure.RANK, verb, how, "rank"
    )
    if at.token.way == "top":
        draft.comparator = Comparator.LE
    return draft


def read_amount(at: Situation) -> Draft | None:
    unit = at.token.unit or ""
    sized = re.match(
        r"^(?:[\d.]+(?:万|亿)*(?:元|人|吨|亩|羽|千瓦|平方米)?|[百千万亿]+元?)(?:及?以上|级)?(?:的)?", at.rest
    )
    after = at.rest if sized and sized.group() and at.rest[:1] in "0123456789百千万亿" else at.after
    follows = begins_with_noun(after) or after.startswith("的") or after is not at.after
    noun = "" if at.head or not follows else noun_after(at, after, sized)
    if (attribute := ATTRIBUTE.search(at.core)) and not at.head and OF_THING.match(at.rest):
        draft = draft_of(at, attribute.group(), Measure.LEVEL, at.core[: attribute.start()], "named")
        draft.name = "总投资" if draft.name == "投资" else draft.name
        draft.subject = noun
        return draft
    if len(noun) >= (1 if at.rest[len(noun) : len(noun) + 1] == "、" else 2) and not is_attribute(
        at.core, unit
    ):
        return None if noun.endswith(("台阶", "大关")) else counted_after(at, noun)
    verb, name, how = name_before(at, at.core)
    if not name:
        return counted_after(at, noun) if noun else None
    if unit == "位" and re.search(r"(?:前移|上升|提升|进|升|下降|后移)(?:了)?$", at.core):
        return draft_of(at, at.talk.head or name, Measure.INCREMENT, verb, "rank")
    if how in ("inherited", "topic") and (done := DONE.search(at.core)):
        name = done.group() + re.sub(r"^(?:新增|新开工|开工|竣工|实施|推进)", "", name)
    if len(name) <= 2 and how == "named" and is_measured(unit):
        name = naming.bare(naming.strip_adverbs(verb)) + name
    if at.before.startswith(("、", "和", "及")):
        verb = verb or at.talk.verb
        name = per_head(at.talk.head) + name if how == "named" else name
    measure = (
        Measure.INCREMENT if CHANGED_BY.search(at.before) else amount_measure(at.before, name, unit, at.talk)
    )
    draft = draft_of(at, name, measure, verb, how)
    if not unit and RATIO_NAME.search(name):
        draft.measure = Measure.RATIO
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


DONE = re.compile(r"(?:建成投产|新开工|开工|竣工|投产|达产|签约|落地|入库|续建|退出|脱贫|摘帽|建成|投用)$")


OF_THING = re.compile(r"^(?:的|、(?:占地|总?建筑面积|用地|总?投资|装机)[^，。]{0,6}\d[\d.]*[^，。的]{1,6}的)")
ATTRIBUTE = re.compile(
    r"(?:总投资|投资额?|占地(?:面积)?|总?建筑面积|规划面积|总面积|总规模|装机(?:容量)?|总?库容|全长|总长)$"
)
PER_HEAD = re.compile(r"^每(?:[百千万]|百万|十万)?(?:名|户)?[^，、]{0,6}?(?:拥有|人口|人)(?:拥有)?")


def per_head(head: str) -> str:
    """每千人口拥有 stands for a whole list."""
    found = PER_HEAD.match(head)
    return found.group() if found else ""


RATIO_NAME = re.compile(r"(?:倍差|收入比|之比|比值|比)$")


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
    in_list = at.before.startswith(("、", "和", "与", "及")) or at.before.endswith("、")
    if in_list and unit.endswith("元") and at.talk.last is not None and at.talk.last.name.endswith("总投资"):
        return draft_of(at, "总投资", Measure.LEVEL, at.talk.verb, "named")
    if at.is_first and not in_list and not INCREASE.search(at.before):
        at.talk.running = None
    if in_list and not verb:
        verb = at.talk.verb
    reaching = REACHING_FIRMS.match(at.rest)
    if reaching and at.token.unit in ("个", "家"):
        name, noun = f"{reaching.group(2)}{reaching.group(1)}数", reaching.group(1)
    elif is_measured(unit):
        name = attribute_name(noun, unit)
    elif len(noun) <= 2 and (rest := rest_after(at, noun)):
        name = f"{rest}{noun}数" if at.rest[1:2] == "、" else f"{rest}的{noun}数"
    else:
        name = naming.count_name(verb, household_name(noun, unit), unit)
    draft = draft_of(at, name, amount_measure(at.before, name, unit, at.talk), verb, "named")
    draft.counted = naming.head_after(at.after) if at.core.strip() == "其中" else noun
    if at.after[len(noun) : len(noun) + 2].startswith("中") and at.after[len(noun) : len(noun) + 3] != "中心":
        draft.role = Role.CONTEXT
    if CIRCLE.search(at.rest[:14]):
        draft.clues.add("circle")
    if draft.measure is Measure.INCREMENT:
        draft.name = with_increase(verb, name, at.talk)
    if draft.unit is None and PEOPLE_AFTER.search(noun):
        draft.unit = "人"
    if is_floor(unit):
        draft.clues.add("floor")
    if (
        at.core.rstrip().endswith("等")
        or re.search(r"推进|推动|加快", at.core)
        or re.search(r"重点|重大|在建|续建", noun)
        or noun[:1].isdigit()
        or noun[:1] in "百千万"
    ):
        draft.clues.add("listed-project")
    draft.subject = owner if owner and len(owner) <= 14 else ""
    return draft


CIRCLE = re.compile(r"圈|到达|可达|响应|救援|办结|送达|打烊|在线")


def rest_after(at: Situation, noun: str) -> str:
    """What a very short noun does: 260家企业与X国家实现贸易往来 is 与X国家实现贸易往来的企业."""
    shared = re.match(
        rf"{re.escape(noun)}、[\d.,]+[多余]?[万亿]?(?:户|个|家|人|栋|套)([\u4e00-\u9fff]{{3,16}})(?=[，。；、]|"
        rf"$)",
        at.rest,
    )
    if shared:
        return shared.group(1)
    rest = naming.bare(re.sub(r"\d[\d.]*[多余]?[个家]?(?![A-Za-z])", "", at.rest.partition(noun)[2]))
    rest = re.sub(r"^（[^）]*）", "", rest)
    return rest if 4 <= len(rest) <= 30 and "、" not in rest[:1] else ""


REACHING_FIRMS = re.compile(
    r"(企业|产业|集群|园区|镇|村|县|项目)([^，、。\d]{0,8}(?:突破|超过?|达到|过)\d[\d.]*[亿万]*元?)"
)
PEOPLE_AFTER = re.compile(r"(?:人口|群众|农民|居民|职工|学生|市民|旅客|游客|移民)")


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
        return noun + ("规模" if noun.endswith("基金") else "投资")
    return noun


INCREASING = re.compile(
    r"新增|净增|再建成|再建|增加|新(?:建|培育|引进|认定|打造|入库|创建|开工|改建|改扩建|签约|签|设立|设|"
    r"开通|投产|造|发展)"
)


def with_increase(verb: str, name: str, talk: Discourse) -> str:
    """新增 (or the verb that says so) stands in the name of an increment."""
    if INCREASING.search(name):
        return name
    found = INCREASING.search(verb)
    return (found.group() if found else talk.increase) + name


def is_floor(unit: str) -> bool:
    return unit in FLOOR_UNITS or unit.lstrip("万亿") in FLOOR_UNITS


def is_measured(unit: str) -> bool:
    """Whether a unit measures (or is missing, as in 收入倍差1.94) rather than counts."""
    if not unit:
        return True
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
