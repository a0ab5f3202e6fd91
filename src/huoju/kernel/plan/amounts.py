"""Readers of amounts: what a number with a unit counts or measures, before it (企业达到30家) or after (30家企业)."""

from __future__ import annotations

import re

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse, Draft
from huoju.kernel.plan.measures import CHANGED_BY, INCREASE, amount_measure, is_attribute
from huoju.kernel.plan.phrases import begins_with_noun
from huoju.kernel.plan.situations import Situation, draft_of, name_before
from huoju.kernel.plan.statements import Measure, Role
from huoju.kernel.plan.units import LAND_UNITS, MONEY_UNITS, is_floor, is_measured

DONE = re.compile(r"(?:建成投产|新开工|开工|竣工|投产|达产|签约|落地|入库|续建|退出|脱贫|摘帽|建成|投用)$")


OF_THING = re.compile(r"^(?:的|、(?:占地|总?建筑面积|用地|总?投资|装机)[^，。]{0,6}\d[\d.]*[^，。的]{1,6}的)")
ATTRIBUTE = re.compile(
    r"(?:总投资|投资额?|占地(?:面积)?|总?建筑面积|规划面积|总面积|总规模|装机(?:容量)?|总?库容|全长|总长)$"
)
PER_HEAD = re.compile(r"^每(?:[百千万]|百万|十万)?(?:名|户)?[^，、]{0,6}?(?:拥有|人口|人)(?:拥有)?")


def read_amount(at: Situation) -> Draft | None:
    unit = at.token.unit or ""
    sized = re.match(
        r"^(?:[\d.]+(?:万|亿)*(?:元|人|吨|亩|羽|千瓦|平方米)?|[百千万亿]+元?)(?:及?以上|级)?(?:的)?", at.rest
    )
    if at.rest.startswith(tuple("0123456789")) and (sizing := NOUN_SIZED.match(at.rest)):
        sized = sizing
    after = at.rest if sized and sized.group() and at.rest[:1] in "0123456789百千万亿" else at.after
    follows = begins_with_noun(after) or after.startswith("的") or after is not at.after
    noun = "" if at.head or not follows else noun_after(at, after, sized)
    if (attribute := ATTRIBUTE.search(at.core)) and not at.head and OF_THING.match(at.rest):
        draft = draft_of(at, attribute.group(), Measure.LEVEL, at.core[: attribute.start()], "named")
        draft.name = "总投资" if draft.name == "投资" else draft.name
        draft.subject = noun
        return draft
    if (classed := SIZED_CLASS.match(at.rest)) and not at.head:
        return classed_after(at, classed)
    noun = with_shared_noun(noun, at.rest)
    if len(noun) >= (1 if at.rest[len(noun) : len(noun) + 1] == "、" else 2) and not is_attribute(
        at.core, unit
    ):
        return None if noun.endswith(("台阶", "大关")) else counted_after(at, noun)
    verb, name, how = name_before(at, at.core)
    if not name and not noun:
        return like_the_last(at, verb)
    if not name:
        return counted_after(at, noun)
    if unit == "位" and re.search(r"(?:前移|上升|提升|进|升|下降|后移)(?:了)?$", at.core):
        return draft_of(at, at.talk.head or name, Measure.INCREMENT, verb, "rank")
    if how in ("inherited", "topic") and (done := DONE.search(at.core)):
        name = done.group() + re.sub(r"^(?:新增|新开工|开工|竣工|实施|推进)", "", name)
    if len(name) <= 2 and how == "named" and is_measured(unit):
        name = re.sub("^(?:完成|实现)了?", "", naming.bare(naming.strip_lead(verb))) + name
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
    if draft.unit is None and PEOPLE_NAME.search(draft.name):
        draft.unit = "人"
    if CIRCLE.search(at.rest[:14]):
        draft.clues.add("circle")
    return draft


def like_the_last(at: Situation, verb: str) -> Draft | None:
    """引进项目不少于8个。上半年，引进5个: a count that names nothing counts what the sentence before did."""
    prior, unit = at.talk.prior, at.token.unit or ""
    if prior is None or is_measured(unit) or prior.unit != unit or prior.measure is Measure.RANK:
        return None
    if naming.bare(naming.strip_lead(at.core)) not in ("", naming.bare(naming.strip_lead(verb))):
        return None
    return draft_of(at, prior.name, prior.measure, verb, "inherited")


# 4家以上年产值过百亿元、1家以上年产值达300亿元的企业: size classes stand between the count and its noun.
SIZED_CLASS = re.compile(
    r"(?:及?以上)?[^，。；、\d]{0,6}(?:产值|收入|营收|销售额|税收|规模|利润)(?:突破|超过?|达到?|过)"
    r"[\d.]*[一二三四五六七八九十百千万亿]+元(?:及?以上)?"
    r"(?:[、和及][^，。；]{0,6}?(?:\d{1,4}[家个](?:及?以上)?[^，。；、\d]{0,6})?[产收营销税规利][^，。；、\d]{0,6}"
    r"[\d.]*[一二三四五六七八九十百千万亿]+元(?:及?以上)?){0,3}的([\u4e00-\u9fff]{2,12})"
)
# 1所100张床位以上的医院
NOUN_SIZED = re.compile(r"^[\d.]+(?:万|亿)*[张人名个亩吨户台套公里平方米]{1,3}[^，。；、\d]{0,5}(?:及?以上|及?以下)的")


SHARED_NOUN = re.compile(
    r"(?:[、和]\d{1,5}[个家所座处项](?:国家|省|市|区|县|州)级){0,2}"
    r"[、和]\d{1,5}[个家所座处项](?:国家|省|市|区|县|州)级([\u4e00-\u9fff]{2,20})"
)


def with_shared_noun(noun: str, rest: str) -> str:
    """1个国家级、3个省级医疗中心: a rank alone counts what stands behind the last of the list."""
    if not re.fullmatch("(?:国家|省|市|区|县|州)级", noun):
        return noun
    shared = SHARED_NOUN.match(rest, len(noun))
    return noun + naming.head_after(shared.group(1)) if shared else noun


def classed_after(at: Situation, classed: re.Match[str]) -> Draft:
    noun = naming.head_after(classed.group(1)) or classed.group(1)
    verb, _ = naming.head_before(at.core)
    size = re.match(r"(?:及?以上)?([^，。；、]*?元(?:及?以上)?)", classed.group())
    name = naming.count_name("", (size.group(1) if size else "") + noun, at.token.unit or "")
    draft = draft_of(at, name, amount_measure(at.before, name, at.token.unit or "", at.talk), verb, "named")
    draft.counted = noun
    if draft.measure is Measure.INCREMENT:
        draft.name = with_increase(verb, name, at.talk)
    return draft


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
PEOPLE_NAME = re.compile(r"(?:人数|人口|学生数|职工数|从业人员|就业|学员数|居民数)$")
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
