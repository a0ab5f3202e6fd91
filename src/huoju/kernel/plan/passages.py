"""Reading one passage: its sentences in order, the discourse carried along, drafts with time and stretch."""

from __future__ import annotations

import re

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Discourse, Draft
from huoju.kernel.plan.interpret import read_phrase
from huoju.kernel.plan.phrases import Phrase, Sentence, phrases, sentences
from huoju.kernel.plan.slogans import BUILDS, read_slogans
from huoju.kernel.plan.statements import Measure
from huoju.kernel.plan.times import Frame, Reach, Time, time_of
from huoju.kernel.plan.tokens import Kind, Token, lex
from huoju.kernel.plan.voices import DATELINE, heard

STRETCH = re.compile(r"力争|争取(?!了)|努力实现|力求")
TOPIC = re.compile(
    r"^(.{2,30}?)(?:显著|明显|大幅|进一步|不断|稳步|持续|首次|基本|全面|逐步|稳定|有效|更加|较快|快速|加快|"
    r"得到|迈上|实现|取得|再创|跃上|再上|继续|保持|稳居|突破|位居|连续)"
)
SUBJECT = re.compile(
    r"^(?:——|--|[一二三四五六七八九十]是|\d{1,2}[.、．]|[①-⑳])?“?(.{2,24}?)”?(?:[。：]|--|——|，即)"
)


def read_passage(
    text: str, frame: Frame, slogans: frozenset[str] = frozenset()
) -> list[tuple[Sentence, Draft, Frame]]:
    """All drafts of a passage with their sentences and the frames these stand in, in order of place."""
    tokens = list(lex(text))
    if not any(t.kind not in (Kind.TIME, Kind.IGNORED) for t in tokens):
        return []
    found: list[tuple[Sentence, Draft, Frame]] = []
    talk = Discourse(slogans=slogans)
    for sentence in sentences(text, tokens):
        begin_sentence(talk, sentence)
        if frame.dated is not None:
            talk.time, talk.is_time_here, talk.is_range = frame.dated, True, False
        spoken = heard(frame, sentence.text)
        if (spoken.tense, spoken.end) != (frame.tense, frame.end):
            talk.time = None
        frame = spoken
        if DATELINE.search(sentence.text[:60]):
            continue
        for draft in read_sentence(sentence, text, frame, talk):
            found.append((sentence, draft, frame))
    return found


def begin_sentence(talk: Discourse, sentence: Sentence) -> None:
    """A new sentence forgets hedges and heads; a date (到2025年, “十三五”期间) stays for the paragraph."""
    talk.is_stretch = talk.is_time_here = talk.is_annual = False
    talk.prior = talk.last or talk.prior
    talk.builder, talk.from_year, talk.recent, talk.several = "", None, [], []
    if talk.is_range:
        talk.time, talk.is_spanned = None, False
    talk.running = None
    talk.head = talk.verb = talk.topic = talk.owner = ""
    talk.last = None


def read_sentence(sentence: Sentence, whole: str, frame: Frame, talk: Discourse) -> list[Draft]:
    drafts: list[Draft] = []
    for phrase in phrases(sentence, whole):
        if whole[phrase.start - 1 : phrase.start] == "；":
            talk.running = None
        if STRETCH.search(phrase.text):
            talk.is_stretch = True
        spoken = times_of(phrase, frame)
        if builds := BUILDS.search(phrase.text):
            talk.builder = builds.group()
        made = read_phrase(phrase, talk)
        is_change = any(draft.is_from for draft in made)
        several = [time for _, time in spoken] if len(spoken) > 1 else talk.several
        for draft in made:
            place_in_time(draft, spoken, talk, phrase)
            settle_from(draft, talk)
            draft.is_spanned = draft.is_spanned and not is_change
            done_here = DONE_ALREADY.search(whole, phrase.start, draft.token.start)
            draft.is_done = bool(done_here or NOW_OPENS.match(sentence.text))
            draft.holds = draft.holds or (talk.is_annual and draft.measure is Measure.SHARE)
        share_times(made, several, phrase)
        talk.several = [time for _, time in spoken]
        carry_time(spoken, talk, phrase)
        if not made:
            talk.topic = topic_of(phrase)
            talk.owner = talk.topic if STEADY.match(naming.strip_lead(phrase.text)) else ""
        else:
            talk.topic = ""
        drafts += made + read_slogans(phrase, talk)
    return sorted(drafts, key=lambda d: d.token.start)


def times_of(phrase: Phrase, frame: Frame) -> list[tuple[Token, Time]]:
    found = []
    for token in phrase.tokens:
        if token.kind is Kind.TIME:
            if token.text == "每年" and re.search(
                r"每[人户亩]$", phrase.whole[max(0, token.start - 2) : token.start]
            ):
                continue
            if token.way == "era" and PLAN_NAME.match(
                token.text[-2:] + phrase.whole[token.end : token.end + 12]
            ):
                continue
            time = time_of(token, phrase.whole[max(phrase.start, token.start - 6) : token.start], frame)
            if time is not None:
                found.append((token, time))
    return found


PLAN_NAME = re.compile(r"规划|.”[^，。时期末以]{0,8}(?:规划|计划|纲要)|.?(?:纲要|规划)")
BASE_OF_CHANGE = re.compile(r"(?:比|较|与|相比)(?:于)?$")
DONE_ALREADY = re.compile(
    r"目前(?!为止.{0,4}将)|截至目前|现已|已(?:经)?(?:建成|形成|拥有|达到|完成|突破|聚集|集聚|有|引进|培育)|现有"
)
NOW_OPENS = re.compile(r"^(?:目前|截至目前|当前)，")
START_OF_CHANGE = re.compile(r"(?:从|由)$")


def is_base_year(token: Token, phrase: Phrase) -> bool:
    """在2020年基础上, 以2020年为基数: the year is what a change starts from."""
    return bool(
        re.match(r"的?(?:实绩)?(?:基础上|基础之上|的基础|为基[数期年])", phrase.whole[token.end : phrase.end])
    )


def carry_time(spoken: list[tuple[Token, Time]], talk: Discourse, phrase: Phrase) -> None:
    """What a phrase says of time holds on, but for bases of comparison and 每年, which hold for their phrase."""
    for token, time in spoken:
        before = phrase.whole[phrase.start : token.start]
        if time.reach is Reach.ANNUAL:
            talk.is_annual = True
        if (
            is_base_year(token, phrase)
            or time.reach is Reach.ANNUAL
            or re.search(r"(?:[为是]|相当于)$", before)
            or BASE_OF_CHANGE.search(before)
            or START_OF_CHANGE.search(before)
        ):
            continue
        talk.time, talk.is_time_here, talk.is_range = time, True, token.way == "range"
        talk.is_spanned = spans(token, before)


def place_in_time(draft: Draft, spoken: list[tuple[Token, Time]], talk: Discourse, phrase: Phrase) -> None:
    """The time nearest before the number; a year after 比 or 较 is the base of the change instead."""
    draft.time, draft.is_dated_here, draft.is_spanned = talk.time, talk.is_time_here, talk.is_spanned
    for token, time in spoken:
        if token.start >= draft.token.start:
            break
        before = phrase.whole[phrase.start : token.start]
        if (
            is_base_year(token, phrase)
            or BASE_OF_CHANGE.search(before)
            or (draft.token.kind is Kind.MULTIPLE and re.search(r"[为是]$", before))
        ):
            draft.base_year = time.end
        elif not START_OF_CHANGE.search(before) or is_next_number(draft, token, phrase):
            draft.time, draft.is_dated_here, draft.is_spanned = time, True, spans(token, before)


def spans(token: Token, before: str) -> bool:
    """Whether a token names years that hold from first to last (2012—2015年), not a change between two."""
    return (
        token.way == "range" and not START_OF_CHANGE.search(before) and not re.search("年[到至]", token.text)
    )


def share_times(made: list[Draft], times: list[Time], phrase: Phrase) -> None:
    """到2025年和2035年，X分别达到70%和78%: one year for each value of one head."""
    same = len(made) > 1 and len({d.name for d in made}) == 1 and len(made) == len(times)
    if same and "分别" in phrase.text:
        for draft, time in zip(made, times, strict=True):
            draft.time, draft.is_dated_here = time, True


def settle_from(draft: Draft, talk: Discourse) -> None:
    """由X提高到Y without a year of its own starts where the sentence's last such change started."""
    if not draft.is_from:
        return
    if (
        draft.time is not None
        and draft.is_dated_here
        and draft.time.reach is Reach.POINT
        and draft.time is not talk.time
    ):
        talk.from_year = draft.time.end
    draft.from_year = talk.from_year


def is_next_number(draft: Draft, token: Token, phrase: Phrase) -> bool:
    """Whether no change (提高到) stands between a year and the number: 从2020年的645元、4318元."""
    return not re.search(r"[到至](?:\d{4}年)?的?$|[到至]", phrase.whole[token.end : draft.token.start])


STEADY = re.compile(
    r"^(.{2,12}?)(?:总体|基本|同比|保持)*(?:持平|平稳|不变|稳定运行|运行平稳|稳中有[升进降]|温和上涨|有所[升降上下回][升降落涨]?)$"
)


def topic_of(phrase: Phrase) -> str:
    """What a phrase without a number is about: 产业集群集聚度显著提升 is about 产业集群集聚度."""
    text = naming.strip_lead(phrase.text)
    if re.match(r"^(?:在|为|以|把|对|将|通过|按照|围绕|其中)", text):
        return ""
    if steady := STEADY.match(text):
        return steady.group(1)
    found = TOPIC.match(text)
    noun = found.group(1) if found else text
    _, noun = naming.strip_action(noun)
    noun = re.sub(r"(?:控制|管理)$", "", noun)
    return noun if naming.measures(noun) and len(noun) <= 40 else ""
