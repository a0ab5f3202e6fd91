"""Interpretation: from the tokens of a phrase to drafts, each with a name, a measure and a comparator.

`read_phrase` takes out the numbers that only size what is counted (过100亿元企业), groups the rest, and reads
each group: heads that share out several values (分别), values that share a head, single numbers. The readers of
single numbers stand in `numbers.py`. Pure functions over one phrase and the discourse before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse, Draft
from huoju.kernel.plan.measures import YEARLY
from huoju.kernel.plan.phrases import Phrase, comparator_after, comparator_before, is_glue, words_between
from huoju.kernel.plan.readers import CIRCLE, READERS, Situation
from huoju.kernel.plan.statements import Comparator, Measure
from huoju.kernel.plan.thresholds import give_thresholds, is_threshold
from huoju.kernel.plan.tokens import Kind, Token
from huoju.kernel.plan.units import TIME_UNITS

FROM = re.compile(r"(?:由|从)(?:原来的|之前的|最初的|全[国省市区])?$")
OWN_LIST = re.compile(r"(?<![年人平])均(?!衡)|都(?!市)|皆|分别")
HOLDS = re.compile(r"(?:保持|控制|稳定|维持)[^，；]{0,4}$")
OF_WHOLE = re.compile(r"(不低于|不少于|不超过|不高于|超过|达到)[^，、]{2,10}的$")
SECTORS = re.compile(r"(?:第?一二三(?:次)?产业?|一产、二产、三产|一二三产)(.*)")


def read_phrase(phrase: Phrase, talk: Discourse) -> list[Draft]:
    """All drafts of a phrase, in order of place; updates the discourse."""
    numbers = phrase.numbers
    sizes = [t for t in numbers if is_threshold(t, phrase)]
    plain = [t for t in numbers if t not in sizes and not is_mere_duration(t, phrase)]
    groups = grouped(plain, phrase)
    heads = heads_apart(groups, phrase, talk)
    drafts: list[Draft] = []
    edge = phrase.start
    for n, group in enumerate(groups):
        until = groups[n + 1][0].start if n + 1 < len(groups) else phrase.end
        made = read_group(group, phrase, edge, until, talk, heads[n] if heads else None)
        for draft in made:
            remember(draft, talk)
        drafts += made
        edge = edge_after(group[-1], made, phrase)
    return drafts + give_thresholds(sizes, drafts, phrase)


def remember(draft: Draft, talk: Discourse) -> None:
    if not draft.clues & {"share-of-head", "difference", "rank"}:
        talk.head = draft.counted + "数" if "电压等级" in draft.name and draft.counted else draft.name
        if draft.name not in talk.recent:
            talk.recent.append(draft.name)
    talk.verb = draft.verb or talk.verb
    talk.last = draft


def end_of_value(token: Token, phrase: Phrase) -> int:
    _, taken = comparator_after(phrase.whole[token.end : phrase.end])
    return token.end + taken


def edge_after(token: Token, made: list[Draft], phrase: Phrase) -> int:
    """Where the words of the next number begin: after this value, and after the noun that it counts."""
    edge = end_of_value(token, phrase)
    noun = made[-1].counted if made else ""
    at = phrase.whole.find(noun, edge, phrase.end) if noun else -1
    if noun and at < 0:
        noun = noun[-4:]
        at = phrase.whole.find(noun, edge, phrase.end)
    return at + len(noun) if at >= 0 else edge


def grouped(numbers: list[Token], phrase: Phrase) -> list[list[Token]]:
    """Numbers joined by nothing but list glue form one group (分别增长3.9%和5.7%)."""
    groups: list[list[Token]] = []
    for token in numbers:
        if groups and is_glue(phrase.whole[end_of_value(groups[-1][-1], phrase) : token.start]):
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def read_group(
    group: list[Token], phrase: Phrase, edge: int, until: int, talk: Discourse, head: str | None
) -> list[Draft]:
    before = words_between(phrase, edge, group[0].start)
    after = words_between(phrase, end_of_value(group[-1], phrase), until)
    if len(group) == 1:
        return read_one(group[0], before, after, phrase, talk, head)
    drafts: list[Draft] = []
    for token, head in zip(group, shared_heads(before, len(group), talk), strict=True):
        drafts += read_one(token, before, after if token is group[-1] else "", phrase, talk, head)
    share_comparator(drafts)
    return drafts


def heads_apart(groups: list[list[Token]], phrase: Phrase, talk: Discourse) -> list[str] | None:
    """X、Y，分别增加6万人、提高8个百分点: the heads named before, one for each value, where none has its own."""
    if len(groups) < 2 or len(talk.recent) < len(groups) or any(len(group) > 1 for group in groups):
        return None
    first = words_between(phrase, phrase.start, groups[0][0].start)
    if "分别" not in first or naming.head_before(naming.before_relation(comparator_before(first)[1]))[1]:
        return None
    return talk.recent[-len(groups) :]


TAIL_OF_RATE = re.compile(r"(?:综合)?机械化(?:水平|率)$|[\u4e00-\u9fff]{2,3}率$|(?:占比|比重|面积|产量)$")


def of_the_whole(part: str, whole: str) -> str:
    """综合机械化率达到75%，其中小麦、玉米分别达到: the parts of a rate are rates of the same kind."""
    tail = TAIL_OF_RATE.search(whole)
    return part + tail.group() if tail and len(part) <= 4 and not naming.measures(part) else part


STANDS_AT = re.compile(r"(?:分别)?(?:分居|分列|位居|位列|列|居|排名|排)(?:全?[省国市区县球州][^，、]{0,6})?$")


def shared_heads(before: str, count: int, talk: Discourse) -> list[str]:
    """One head for each of `count` values, from the list before them; a lone head serves all."""
    text = naming.before_relation(comparator_before(before.split("其中")[-1])[1])
    text = STANDS_AT.sub("", text)
    sectors = SECTORS.search(text)
    if sectors and count == 3:
        _, tail = naming.head_before(sectors.group(1))
        return [f"第{c}产业{tail}" for c in "一二三"]
    _, noun = naming.head_before(text)
    if not noun and len(talk.recent) >= count and "分别" in before:
        return talk.recent[-count:]
    if noun.startswith("城乡") and count == 2:
        return ["城镇" + noun[2:], "农村" + noun[2:]]
    parts = naming.split_heads(noun or talk.topic)
    if "其中" in before and len(parts) == count:
        parts = [of_the_whole(part, talk.head) for part in parts]
    if len(parts) > count:
        parts = parts[-count:]
    if len(parts) == count:
        return parts
    return [noun or talk.topic or talk.head] * count


def share_comparator(drafts: list[Draft]) -> None:
    """分别增长10%、35%以上: what follows the last value holds for all that have none of their own."""
    if len(drafts) > 1 and "after" in drafts[-1].clues and all("after" not in d.clues for d in drafts[:-1]):
        for draft in drafts[:-1]:
            if draft.comparator in (Comparator.EQ, Comparator.REACH):
                draft.comparator = drafts[-1].comparator


def read_one(
    token: Token, before: str, after: str, phrase: Phrase, talk: Discourse, head: str | None
) -> list[Draft]:
    """The draft(s) of one number; several where one number holds for a list of heads (均, 率、率)."""
    comparator, core = comparator_before(before.rstrip())
    rest = words_between(phrase, end_of_value(token, phrase), phrase.end)
    situation = Situation(token, core, before, after, rest, head, talk, token is phrase.numbers[0])
    draft = READERS[token.kind](situation)
    if draft is None or not draft.name:
        return []
    if talk.running is Measure.CUMULATIVE and draft.measure is Measure.CUMULATIVE:
        draft.clues.add("total")
    behind, _ = comparator_after(phrase.whole[token.end : phrase.end])
    settle_comparator(draft, token, comparator, behind)
    plain = comparator is None and not behind
    if plain and token.kind is Kind.PERCENT and (found := OF_WHOLE.search(before)):
        draft.comparator = Comparator(comparator_before(found.group(1))[0] or "eq")
    draft.is_from = bool(FROM.search(before))
    if YEARLY.search(before):
        draft.clues.add("each-year")
    draft.holds = bool(HOLDS.search(before))
    draft.is_stretch = talk.is_stretch
    return repeated(draft, before) if head is None else [draft]


def is_mere_duration(token: Token, phrase: Phrase) -> bool:
    """五年规划, 三年行动, 用3—5年时间: how long, and no measure of anything."""
    if token.kind is not Kind.AMOUNT or token.unit not in TIME_UNITS:
        return False
    after = phrase.whole[token.end : phrase.end]
    if token.way == "words":
        return not CIRCLE.search(after[:14])
    return bool(re.match(r"(?:左右)?(?:的)?时间|内(?![部在])|行动|计划|规划|任期", after))


def settle_comparator(draft: Draft, token: Token, before: str | None, behind: str | None) -> None:
    chosen = behind or before
    if behind:
        draft.clues.add("after")
    if token.way == "range" and token.kind in (Kind.AMOUNT, Kind.PERCENT):
        chosen = "range"
    elif token.has_more and chosen in (None, "reach"):
        chosen = "gt"
    if draft.comparator is Comparator.EQ and chosen:
        draft.comparator = Comparator(chosen)


def repeated(draft: Draft, before: str) -> list[Draft]:
    """One number for several heads: A、B数量均位居首位; 入学率、巩固率保持100%; A、B分别较2020年翻番."""
    parts = naming.split_heads(draft.name)
    if len(parts) < 2 or draft.counted:
        return [draft]
    alike = all(p.endswith("率") for p in parts)
    doubled = draft.measure is Measure.MULTIPLE and all(len(p) >= 4 for p in parts)
    if not (alike or doubled or OWN_LIST.search(before)):
        return [draft]
    return [replace(draft, name=name, clues=set(draft.clues)) for name in parts]
