"""Reading one passage: its sentences in order, the discourse carried along, drafts with time and stretch."""

from __future__ import annotations

import re

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse, Draft
from huoju.kernel.plan.interpret import read_phrase
from huoju.kernel.plan.phrases import Phrase, Sentence, phrases, sentences
from huoju.kernel.plan.slogans import read_slogans
from huoju.kernel.plan.times import Frame, Reach, Time, time_of
from huoju.kernel.plan.tokens import Kind, Token, lex

STRETCH = re.compile(r"力争|争取(?!了)|努力实现|力求")
TOPIC = re.compile(
    r"^(.{2,30}?)(?:显著|明显|大幅|进一步|不断|稳步|持续|首次|基本|全面|逐步|稳定|有效|更加|较快|快速|加快|得到|迈上|实现|取得|再创|跃上|再上|继续|保持|稳居|突破|位居|连续)"
)
SUBJECT = re.compile(
    r"^(?:——|--|[一二三四五六七八九十]是|\d{1,2}[.、．]|[①-⑳])?“?(.{2,24}?)”?(?:[。：]|--|——|，即)"
)


def read_passage(text: str, frame: Frame) -> list[tuple[Sentence, Draft]]:
    """All drafts of a passage with their sentences, in order of place."""
    tokens = list(lex(text))
    if not any(t.kind not in (Kind.TIME, Kind.IGNORED) for t in tokens):
        return []
    found: list[tuple[Sentence, Draft]] = []
    talk = Discourse()
    for sentence in sentences(text, tokens):
        begin_sentence(talk, sentence)
        for draft in read_sentence(sentence, text, frame, talk):
            found.append((sentence, draft))
    return found


def begin_sentence(talk: Discourse, sentence: Sentence) -> None:
    """A new sentence forgets hedges, heads and yearly times; a date (到2025年) stays for the paragraph."""
    talk.is_stretch = talk.is_annual = talk.is_increment = False
    talk.head = talk.verb = talk.topic = ""
    talk.last = None
    if talk.time is not None and talk.time.reach is not Reach.POINT:
        talk.time = None


def read_sentence(sentence: Sentence, whole: str, frame: Frame, talk: Discourse) -> list[Draft]:
    drafts: list[Draft] = []
    for phrase in phrases(sentence, whole):
        if STRETCH.search(phrase.text):
            talk.is_stretch = True
        spoken = times_of(phrase, frame)
        if spoken and not phrase.numbers:
            talk.time = spoken[-1][1]
        made = read_phrase(phrase, talk)
        for draft in made:
            place_in_time(draft, spoken, talk, phrase)
        if spoken:
            talk.time = spoken[-1][1]
        if not made:
            talk.topic = topic_of(phrase)
        else:
            talk.topic = ""
        drafts += made + read_slogans(phrase, talk)
    return sorted(drafts, key=lambda d: d.token.start)


def times_of(phrase: Phrase, frame: Frame) -> list[tuple[Token, Time]]:
    found = []
    for token in phrase.tokens:
        if token.kind is Kind.TIME:
            time = time_of(token, phrase.whole[max(phrase.start, token.start - 6) : token.start], frame)
            if time is not None:
                found.append((token, time))
    return found


BASE_OF_CHANGE = re.compile(r"(?:比|较|与|相比|在)(?:于)?$")


def place_in_time(draft: Draft, spoken: list[tuple[Token, Time]], talk: Discourse, phrase: Phrase) -> None:
    """The time nearest before the number; a year after 比 or 较 is the base of the change instead."""
    draft.time = talk.time
    for token, time in spoken:
        if token.start >= draft.token.start:
            break
        if BASE_OF_CHANGE.search(phrase.whole[phrase.start : token.start]):
            draft.base_year = time.end
        else:
            draft.time = time


def topic_of(phrase: Phrase) -> str:
    """What a phrase without a number is about: 产业集群集聚度显著提升 is about 产业集群集聚度."""
    text = naming.strip_lead(phrase.text)
    if re.match(r"^(?:在|为|以|把|对|将|通过|按照|围绕|其中)", text):
        return ""
    found = TOPIC.match(text)
    noun = found.group(1) if found else text
    _, noun = naming.strip_action(noun)
    return noun if naming.measures(noun) and len(noun) <= 24 else ""
