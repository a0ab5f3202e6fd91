"""Slogans and few-words: “1152”, 1+4+N, 一城三园, 三大领域, 一个园区, and promises without digits (全覆盖).

Most name parts and become structures; 打造三大平台 and 建设一个园区 promise things one can count.
"""

from __future__ import annotations

import re
from decimal import Decimal

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse, Draft
from huoju.kernel.plan.phrases import Phrase
from huoju.kernel.plan.statements import Comparator, Measure, Role
from huoju.kernel.plan.tokens import Kind, Token, structure_values
from huoju.kernel.plan.words import ABSTRACT_NOUNS, CONCRETE_NOUNS, CONSTRUCTION, NATIONAL_SLOGANS

SHORT_NAME = re.compile(
    r"(?<![\d.])\d{3,6}(?![\d.%])|[一二两三四五六七八九十][\u4e00-\u9fff](?=[、，。；的”]|$|[\u4e00-\u9fff]{2})"
)
BUILDS = re.compile(rf"(?:{CONSTRUCTION})")
THING = re.compile(rf"(?:{CONCRETE_NOUNS})$")
IDEA = re.compile(rf"(?:{ABSTRACT_NOUNS})$")
PURPOSE = re.compile(
    r"战略|工程|体系|目标|模式|布局|行动|计划|机制|格局|产业|创新|招商|发展|框架|定位|思路|工作|政策|专项|改革|"
    r"平台|保障|任务"
)
ALL = {
    "全覆盖": ("覆盖率", Decimal(100), "%"),
    "全摘帽": ("摘帽比例", Decimal(100), "%"),
    "全脱贫": ("脱贫比例", Decimal(100), "%"),
    "全部达标": ("达标率", Decimal(100), "%"),
    "全部脱贫": ("脱贫比例", Decimal(100), "%"),
    "全部摘帽": ("摘帽比例", Decimal(100), "%"),
    "全部入网": ("入网率", Decimal(100), "%"),
    "全部覆盖": ("覆盖率", Decimal(100), "%"),
}


def read_slogans(phrase: Phrase, talk: Discourse) -> list[Draft]:
    """Structures, few-word counts and promises without digits of a phrase."""
    found: list[Draft] = []
    for token in [*phrase.tokens, *unmarked(phrase, talk)]:
        if token.kind is Kind.STRUCTURE:
            draft = few(token, phrase, talk) if token.way == "few" else slogan(token, phrase)
        elif token.kind is Kind.IMPLICIT:
            draft = implicit(token, phrase)
        else:
            continue
        if draft is not None:
            found.append(draft)
            found += doublings(token, phrase)
    for draft in found:
        draft.is_stretch, draft.time = talk.is_stretch, talk.time
    return found


def unmarked(phrase: Phrase, talk: Discourse) -> list[Token]:
    """Slogans that stand in quotation marks elsewhere and here without (563, 三园)."""
    if not talk.slogans:
        return []
    taken = [(t.start, t.end) for t in phrase.tokens]
    found = []
    for match in SHORT_NAME.finditer(phrase.text):
        start, end = phrase.start + match.start(), phrase.start + match.end()
        way = "digits" if match.group().isdigit() else "count"
        values, unit = structure_values(way, match.group())
        if match.group() in talk.slogans and values and all(end <= a or start >= b for a, b in taken):
            found.append(Token(Kind.STRUCTURE, way, start, end, match.group(), values, unit))
    return found


def doublings(token: Token, phrase: Phrase) -> list[Draft]:
    """X和Y“两个倍增” promises a doubling of each."""
    if not re.search(r"(?:倍增|翻番)$", token.text) or token.kind is not Kind.STRUCTURE:
        return []
    _, noun = naming.head_before(phrase.whole[phrase.start : token.start].rstrip("“"))
    heads = naming.split_heads(noun)
    if len(heads) != token.values[0]:
        return []
    made = [Draft(token, head, Measure.MULTIPLE, Comparator.EQ, (Decimal(2),), "倍") for head in heads]
    for draft in made:
        draft.holds = True
        draft.clues |= {"listed", "doubling"}
    return made


def slogan(token: Token, phrase: Phrase) -> Draft | None:
    name = token.text.strip("“”、，")
    if name in NATIONAL_SLOGANS or not token.values or "届" in name:
        return None
    if token.way == "count" and token.values == (Decimal(1),) and len(name) > 2:
        return None
    around = phrase.whole[max(0, token.start - 10) : token.end + 14]
    if token.way == "digits" and not PURPOSE.search(around):
        return None
    measure = Measure.COUNT if token.way == "count" else Measure.COMPOSITION
    draft = Draft(token, name, measure, Comparator.EQ, token.values, token.unit, role=Role.STRUCTURE)
    draft.clues.add("slogan")
    return draft


def few(token: Token, phrase: Phrase, talk: Discourse) -> Draft | None:
    """三大X and 两个X: a promise to build things, else a structure that names parts."""
    after = phrase.whole[token.end : phrase.end]
    noun = naming.head_after(after)
    if not noun or token.text + noun in NATIONAL_SLOGANS:
        return None
    before = phrase.whole[phrase.start : token.start]
    draft = Draft(token, token.text + noun, Measure.COUNT, Comparator.EQ, token.values, "个")
    draft.clues.add("few")
    if token.text.endswith("级"):  # 三级网络: grades, never things to build
        draft.role = Role.STRUCTURE
        return draft
    if (
        THING.search(noun)
        and not IDEA.search(noun)
        and (BUILDS.search(before[-60:]) or (before[:2] in ("以及", "和") and talk.builder))
        and token.values != (Decimal(1),)
    ):
        draft.name = naming.count_name("", noun)
        draft.clues.add("builds")
        if "大" in token.text and re.search(r"产业集群$|产品基地$|创新平台$", noun) and "级" not in noun:
            draft.role = Role.STRUCTURE
        return draft
    if token.values == (Decimal(1),):
        return single(draft, noun, before)
    draft.role = Role.STRUCTURE
    return draft


def single(draft: Draft, noun: str, before: str) -> Draft | None:
    """建设一个园区 promises one; 一个 of anything else says nothing."""
    if not THING.search(noun) or not re.search(rf"(?:{CONSTRUCTION})(?:一)?$", before):
        return None
    draft.name = naming.count_name("", noun)
    draft.clues.add("single")
    return draft


def every(token: Token, phrase: Phrase) -> Draft | None:
    """所有行政村通硬化路 promises a share of 100."""
    whom = re.sub("^(?:所有|全部)(?:具备条件的)?", "", token.text)
    done = re.sub("^(?:都|均|实现|基本)+", "", phrase.whole[token.end : phrase.end])
    if not 2 <= len(done) <= 20 or re.search(r"\d", done):
        return None
    draft = Draft(
        token, f"{whom}{naming.bare(done)}比例", Measure.SHARE, Comparator.EQ, (Decimal(100),), "%"
    )
    draft.is_implicit = True
    draft.clues.add("implicit")
    return draft


def implicit(token: Token, phrase: Phrase) -> Draft | None:
    """全覆盖 is a share of 100, 同步 a ratio of 1, 清零 a count of nought: promises without digits."""
    if token.way == "every":
        return every(token, phrase)
    before = phrase.whole[phrase.start : token.start].split("、")[-1]
    noun = re.sub(r"(?:实现|全面|基本|动态|推进|推动|的|达到|保持)+$", "", before)
    _, noun = naming.strip_action(naming.bare(noun))
    if not noun or (token.text.startswith("全部") and re.search(r"\d", noun)):
        return None
    if token.text in ALL:
        suffix, value, unit = ALL[token.text]
        draft = Draft(token, noun + suffix, Measure.SHARE, Comparator.EQ, (value,), unit)
    elif token.text == "同步":
        if not re.search(r"[和与同].{2,}", noun):
            return None
        draft = Draft(token, noun + "同步", Measure.RATIO, Comparator.EQ, (Decimal(1),), "倍")
    else:
        draft = Draft(token, noun + "数", Measure.COUNT, Comparator.EQ, (Decimal(0),), "个")
    draft.is_implicit = True
    draft.clues.add("implicit")
    return draft
