"""Interpretation: from the tokens of a phrase to drafts, each with a name, a measure and a comparator.

`read_phrase` tries a list of constructions in order (thresholds first, which belong to the thing counted; then
from-to pairs, heads that share out several values, and single numbers). Pure functions over one phrase and the
discourse before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse, Draft
from huoju.kernel.plan.measures import amount_measure, is_attribute, percent_measure
from huoju.kernel.plan.phrases import Phrase, begins_with_noun, comparator_after, comparator_before, is_glue
from huoju.kernel.plan.statements import Comparator, Measure
from huoju.kernel.plan.tokens import Kind, Token
from huoju.kernel.plan.units import FLOOR_UNITS, LAND_UNITS, MONEY_UNITS, TIME_UNITS
from huoju.kernel.plan.words import CONCRETE_NOUNS, CONSTRUCTION

SIZED = re.compile(
    r"^(?:（含）)?(?:级别?|以上|以下|及以上|及以下)?(?:（含）)?的?(?=[\u4e00-\u9fffA-Za-z“])(?!以|左右|左|的(?:目标|水平|速度)|和|、)"
)
SIZING = re.compile(r"(?:过|超|超过|突破|上|达|达到|单机容量|海拔|不低于|不少于)$")
SIZED_NOUN = re.compile(
    r"^(?:的)?(?:[^，。、]{0,8}?)(?:企业|产业|集群|项目|园区|城市|县|市场|平台|基地|乡镇|村|镇|品牌|单品|机组|锅炉|学校|中小学|车间|开发区|公司|商圈|银行|老人|老年人|儿童|人口|婴幼儿|村寨|大县|强县|产业链|赛道|桥梁|船舶|泊位|地标)"
)
FROM = re.compile(r"(?:由|从)(?:[^，。]{0,12}?的)?$")
OWN_LIST = re.compile(r"(?:均|都|皆)")


def read_phrase(phrase: Phrase, talk: Discourse) -> list[Draft]:
    """All drafts of a phrase, in order of place; updates the discourse."""
    numbers = [t for t in phrase.numbers if t.kind is not Kind.IMPLICIT]
    thresholds = [t for t in numbers if is_threshold(t, phrase)]
    plain = [t for t in numbers if t not in thresholds]
    drafts: list[Draft] = []
    groups = grouped(plain, phrase)
    edge = phrase.start
    for n, group in enumerate(groups):
        until = groups[n + 1][0].start if n + 1 < len(groups) else phrase.end
        made = read_group(group, phrase, edge, until, talk)
        for draft in made:
            remember(draft, talk)
        drafts += made
        edge = end_of_value(group[-1], phrase)
        if made and made[-1].clues & {"noun-after"}:
            edge = max(edge, phrase.whole.find(made[-1].name[:4], edge) + 1 or edge)
    give_thresholds(thresholds, drafts, phrase)
    return drafts


def remember(draft: Draft, talk: Discourse) -> None:
    talk.head = draft.name if not draft.clues & {"share-of-head", "difference"} else talk.head
    talk.verb = draft.verb or talk.verb
    talk.last = draft


def end_of_value(token: Token, phrase: Phrase) -> int:
    _, taken = comparator_after(phrase.whole[token.end : phrase.end])
    return token.end + taken


def is_threshold(token: Token, phrase: Phrase) -> bool:
    """Whether a number sizes the thing counted (过100亿元企业, 30亿元以上项目, 百亿级) and is no value of its own."""
    if token.kind is not Kind.AMOUNT or token.way == "plain":
        return False
    after, before = phrase.whole[token.end : phrase.end], phrase.whole[phrase.start : token.start]
    if token.way == "class":
        return True
    if after.startswith("级") and not after.startswith("级别"):
        return True
    sized = SIZED.match(after)
    if not sized or token.unit in ("个", "家", "项", "所", "座", "条", "处", "件", "套", "台", "辆", "种", "支", "次", "栋"):
        return False
    explicit = bool(re.match(r"^(?:（含）)?(?:以上|以下|及以上|及以下)(?:（含）)?的?[\u4e00-\u9fff]", after))
    if explicit and token.unit not in ("%",):
        return True
    noun = after[sized.end() :] if sized else after
    if SIZING.search(before) and SIZED_NOUN.match(noun) and not after.startswith("的"):
        return True
    if SIZING.search(before) and after.startswith("的") and SIZED_NOUN.match(after) and token.unit and "元" in token.unit:
        return True
    return token.way in ("words", "vague") and bool(SIZED_NOUN.match(after)) and not re.search(r"(?:达到|达|为)$", before)


def give_thresholds(thresholds: list[Token], drafts: list[Draft], phrase: Phrase) -> None:
    """A size class goes to the count next to it: the first value after it, else the last one before."""
    for token in thresholds:
        after = [d for d in drafts if d.token.start > token.end and d.threshold is None]
        before = [d for d in drafts if d.token.end <= token.start]
        owner = before[-1] if before and "noun-after" in before[-1].clues else (after[0] if after else None)
        if owner is not None and owner.threshold is None:
            owner.threshold = token


def grouped(numbers: list[Token], phrase: Phrase) -> list[list[Token]]:
    """Numbers joined by nothing but list glue form one group (分别增长3.9%和5.7%)."""
    groups: list[list[Token]] = []
    for token in numbers:
        if groups and is_glue(phrase.whole[end_of_value(groups[-1][-1], phrase) : token.start]):
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def read_group(group: list[Token], phrase: Phrase, edge: int, until: int, talk: Discourse) -> list[Draft]:
    before = phrase.whole[edge : group[0].start]
    after = phrase.whole[end_of_value(group[-1], phrase) : until]
    if len(group) == 1:
        return read_single(group[0], before, after, phrase, talk)
    heads = shared_heads(before, len(group), talk)
    drafts = []
    for token, head in zip(group, heads, strict=True):
        for draft in read_single(token, "", after if token is group[-1] else "", phrase, talk, forced=(before, head)):
            drafts.append(draft)
    share_comparator(drafts)
    return drafts


def shared_heads(before: str, count: int, talk: Discourse) -> list[str]:
    """One head for each of `count` values, from the list before them; a lone head serves all."""
    text = before.split("其中")[-1] if "其中" in before else before
    sectors = re.search(r"(?:第?一二三(?:次)?产业?)(.*)", text)
    if sectors and count == 3:
        _, tail = naming.head_before(sectors.group(1))
        return [f"第{c}产业{tail}" for c in "一二三"]
    _, noun = naming.head_before(text)
    parts = naming.split_heads(noun) if noun else []
    if len(parts) < count and talk.topic and not noun:
        parts = naming.split_heads(talk.topic)
    if len(parts) > count:
        parts = parts[-count:]
    if len(parts) == count:
        return parts
    return [noun or talk.head] * count


def share_comparator(drafts: list[Draft]) -> None:
    """分别增长10%、35%以上: what follows the last value holds for all that have none of their own."""
    if len(drafts) > 1 and "after" in drafts[-1].clues and all("after" not in d.clues for d in drafts[:-1]):
        for draft in drafts[:-1]:
            if draft.comparator in (Comparator.EQ, Comparator.REACH):
                draft.comparator = drafts[-1].comparator


def read_single(
    token: Token, before: str, after: str, phrase: Phrase, talk: Discourse, forced: tuple[str, str] | None = None
) -> list[Draft]:
    """The draft(s) of one number: a head list with 均 or a shared suffix gives one for each head."""
    context = forced[0] if forced else before
    comparator, core = comparator_before(context.rstrip())
    behind, _ = comparator_after(phrase.whole[token.end : phrase.end])
    reader = READERS.get(token.kind)
    if reader is None:
        return []
    draft = reader(token, core, after, forced[1] if forced else None, talk)
    if draft is None:
        return []
    settle_comparator(draft, token, comparator, behind)
    draft.holds = bool(re.search(r"(?:保持|控制|稳定|维持)(?:在|为)?$", core.rstrip("在")) or re.search(r"(?:保持|控制|稳定|维持)", context[-6:]))
    draft.is_stretch = talk.is_stretch
    if forced is None:
        return repeated(draft, before)
    return [draft]


def settle_comparator(draft: Draft, token: Token, before: str | None, behind: str | None) -> None:
    chosen = behind or before
    if behind:
        draft.clues.add("after")
    if (token.kind is Kind.AMOUNT and token.way == "range") or (token.kind is Kind.PERCENT and token.way == "range"):
        chosen = "range"
    elif token.has_more and chosen in (None, "reach"):
        chosen = "gt"
    if draft.comparator is Comparator.EQ and chosen:
        draft.comparator = Comparator(chosen)


def repeated(draft: Draft, before: str) -> list[Draft]:
    """One number for several heads: A、B数量均位居首位; 入学率、巩固率保持100%; A、B分别较2020年翻番."""
    parts = naming.split_heads(draft.name)
    if len(parts) < 2 or draft.clues & {"noun-after"}:
        return [draft]
    own = OWN_LIST.search(before) or "分别" in before
    alike = all(p.endswith("率") for p in parts)
    if not own and not alike:
        return [draft]
    if own and not all(len(p) >= 2 for p in parts):
        return [draft]
    return [clone(draft, name) for name in parts]


def clone(draft: Draft, name: str) -> Draft:
    from dataclasses import replace

    return replace(draft, name=name, clues=set(draft.clues))


# ---- one reader for each kind of token: (token, words before, words after, forced head, discourse) -> draft

def blank(token: Token, name: str, measure: Measure, verb: str = "") -> Draft:
    return Draft(token, name, measure, Comparator.EQ, token.values, token.unit, verb)


def inherited(talk: Discourse) -> tuple[str, str]:
    """The head that an unnamed number is about, and the clue that says where it came from."""
    if talk.topic:
        return talk.topic, "topic"
    return talk.head, "inherited"


def name_before(core: str, forced: str | None, talk: Discourse) -> tuple[str, str, str]:
    """Verb, name and clue of a number whose head stands before it."""
    if forced:
        return naming.head_before(core)[0], forced, "listed"
    verb, noun = naming.head_before(core)
    if naming.is_modifier(noun) or (not noun and naming.is_modifier(core)):
        head, _ = inherited(talk)
        return verb, naming.modifier_of(noun or core) + re.sub(r"数$", "", head), "modifier"
    if noun and not naming.OTHER_FRAME.match(noun):
        return verb, noun, "named"
    head, clue = inherited(talk)
    return verb, head, clue


def read_percent(token: Token, core: str, after: str, forced: str | None, talk: Discourse) -> Draft | None:
    measure, clue = percent_measure(core, after, talk)
    if clue == "whole-after":
        draft = blank(token, naming.share_name(re.split(r"[，；。]", after)[0]), Measure.SHARE)
        draft.clues |= {clue, "noun-after"}
        return draft
    verb, name, how = name_before(naming.before_relation(core), forced, talk)
    draft = blank(token, name, measure, verb)
    draft.clues |= {clue, how}
    if clue == "share-of" and how != "named":
        draft.clues.add("share-of-head")
    return draft if name else None


def read_points(token: Token, core: str, after: str, forced: str | None, talk: Discourse) -> Draft | None:
    to_other = re.search(r"(?:高于|低于|快于|高出|低|高|领先|好于)(?:全[国省市区县]|[^，]{1,8}?)?(?:平均(?:水平)?|水平)?$", core)
    changes = re.search(r"(?:提高|提升|增加|上升|下降|降低|减少|回落|增长|缩小|扩大|收窄)$", core)
    measure = Measure.DIFFERENCE if to_other and not changes else Measure.INCREMENT
    verb, name, how = name_before(naming.before_relation(core), forced, talk)
    draft = blank(token, name, measure, verb)
    draft.clues |= {how} | ({"difference"} if how != "named" else set())
    return draft if name else None


def read_ratio(token: Token, core: str, after: str, forced: str | None, talk: Discourse) -> Draft | None:
    verb, name, how = name_before(core, forced, talk)
    composed = len(token.values) > 2 or "结构" in core
    draft = blank(token, name, Measure.COMPOSITION if composed else Measure.RATIO, verb)
    draft.clues.add(how)
    return draft if name else None


def read_multiple(token: Token, core: str, after: str, forced: str | None, talk: Discourse) -> Draft | None:
    verb, name, how = name_before(naming.before_relation(core), forced, talk)
    draft = blank(token, name, Measure.MULTIPLE, verb)
    draft.clues.add(how)
    return draft if name else None


def read_rank(token: Token, core: str, after: str, forced: str | None, talk: Discourse) -> Draft | None:
    if token.way == "top":
        draft = blank(token, "", Measure.RANK)
        draft.comparator = Comparator.LE
    else:
        draft = blank(token, "", Measure.RANK)
    stripped = re.sub(
        r"(?:稳居|位居|位列|名列|列|居|排名|排|跃居|跻身|进入|升至|上升至|上升到|保持|连续[^，]{0,5})?(?:在)?(?:于)?(?:全[国省市区县球]|世界|同类|国家|省级|[^，]{0,10}?(?:城市|高新区|开发区|经开区))?(?:的)?$",
        "", core,
    )
    verb, name, how = name_before(stripped, forced, talk)
    draft.verb, draft.name = verb, name if name.endswith("排名") or not name else name + "排名"
    draft.clues.add(how)
    return draft if name else None


def read_amount(token: Token, core: str, after: str, forced: str | None, talk: Discourse) -> Draft | None:
    unit = token.unit or ""
    following = begins_with_noun(after) or after.startswith("的")
    noun_after = naming.head_after(after) if following and forced is None else ""
    if forced is None and len(noun_after) >= 2 and not is_attribute(core, unit):
        return counted_after(token, core, noun_after, talk)
    verb, name, how = name_before(core, forced, talk)
    if not name and noun_after:
        return counted_after(token, core, noun_after, talk)
    if not name:
        return None
    measure = amount_measure(core if not forced else core, unit, talk)
    draft = blank(token, name, measure, verb)
    draft.clues.add(how)
    if how == "named" and not is_measured(unit):
        draft.name = naming.count_name(verb, name)
    if measure is Measure.INCREMENT and how == "named":
        draft.name = with_increase(verb, draft.name)
    if noun_after:
        draft.subject = noun_after
    return draft


def counted_after(token: Token, core: str, noun: str, talk: Discourse) -> Draft:
    unit = token.unit or ""
    verb, owner = naming.head_before(core)
    measure = amount_measure(core, unit, talk)
    name = attribute_name(noun, unit) if is_measured(unit) else naming.count_name(verb, noun)
    if measure is Measure.INCREMENT:
        name = with_increase(verb, name)
    draft = blank(token, name, measure, verb)
    draft.clues |= {"noun-after", "named"}
    draft.subject = owner if owner and len(owner) <= 14 else ""
    return draft


def attribute_name(noun: str, unit: str) -> str:
    """63平方公里的科技创新城 is about its area; 350亿元的项目 about its investment."""
    if any(unit.endswith(u) for u in FLOOR_UNITS | LAND_UNITS) and not noun.endswith("面积"):
        return noun + "面积"
    if any(unit.endswith(u) for u in MONEY_UNITS) and not naming.measures(noun):
        return noun + "投资"
    return noun


def with_increase(verb: str, name: str) -> str:
    found = re.search(r"(新增|新建|新培育|新引进|新认定|新打造|新入库|净增|增加|新改扩建|新[一-龥]{1,2})", verb)
    if found and not name.startswith(found.group(1)) and found.group(1) not in name:
        return found.group(1) + name
    return name if found else "新增" + name if "新增" not in name else name


def is_measured(unit: str) -> bool:
    from huoju.kernel.plan.units import MEASURING

    base = unit.split("/")[0].lstrip("万亿千百")
    return base in MEASURING or unit in MEASURING or bool(re.search(r"[A-Za-z]", unit)) or base in ("亩次",)


READERS: dict[Kind, Callable[[Token, str, str, str | None, Discourse], Draft | None]] = {
    Kind.PERCENT: read_percent,
    Kind.POINTS: read_points,
    Kind.RATIO: read_ratio,
    Kind.MULTIPLE: read_multiple,
    Kind.RANK: read_rank,
    Kind.AMOUNT: read_amount,
}
UNUSED = (CONCRETE_NOUNS, CONSTRUCTION, TIME_UNITS, Decimal, FROM)
