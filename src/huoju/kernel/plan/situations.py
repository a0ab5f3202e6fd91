"""A number among its words, and the name it has from them or from what was said before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse, Draft
from huoju.kernel.plan.statements import Comparator, Measure
from huoju.kernel.plan.tokens import Kind, Token
from huoju.kernel.plan.units import is_measured

PER_HEAD = frozenset(["人均", "户均", "亩均", "地均"])
TOTALS = frozenset(["总数", "总量", "总额", "总规模", "总人数", "总长", "总长度", "总里程"])


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
    if noun in PER_HEAD and at.talk.head:
        return verb, noun + re.sub(r"(?:总量|总额|总数|数)$", "", at.talk.head), "modifier"
    if noun in TOTALS and at.talk.head:
        return verb, re.sub(r"^(?:新增|净增)|数$", "", at.talk.head) + noun, "named"
    if noun and not naming.OTHER_FRAME.match(noun):
        return verb, owned(noun, at.talk), "named"
    if at.talk.topic:
        return verb, at.talk.topic, "topic"
    return verb, carried_head(at), "inherited"


PARTS = frozenset(["涨幅", "增幅", "增速", "降幅", "总产", "单产", "总产量", "亩产", "均价"])
OF_CROP = re.compile(r"(?:种植|播种|栽培|养殖|总)*(?:面积|产量|总产|单产|规模|数量|数)$")


def owned(noun: str, talk: Discourse) -> str:
    """涨幅, 总产 are of what was spoken of: 物价同比持平，涨幅收窄 is about 物价涨幅."""
    if noun not in PARTS:
        return noun
    owner = talk.owner or OF_CROP.sub("", talk.head)
    return owner + noun if owner and owner not in noun and len(owner) <= 12 else noun


def carried_head(at: Situation) -> str:
    """The head spoken of last; for a count, the thing counted last (项目300个，完成投资650亿元，开工100个)."""
    counts = at.token.kind is Kind.AMOUNT and not is_measured(at.token.unit or "")
    if counts and at.talk.last is not None and is_measured(at.talk.last.unit or ""):
        return next((n for n in reversed(at.talk.recent) if n.endswith("数")), at.talk.head)
    return at.talk.head
