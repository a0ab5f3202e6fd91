"""Sentences and phrases: where a passage is cut, and which tokens stand in each piece. No meaning yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huoju.kernel.plan.tokens import Kind, Token
from huoju.kernel.plan.words import COMPARATOR_AFTER, COMPARATOR_BEFORE, WHERE_IT_COUNTS

SENTENCE_END = re.compile(r"[。！？]")
PHRASE_END = re.compile(r"[，；：]|——|--")
LONGEST_SENTENCE = 900  # the longest sentences of work reports have about 600 characters
HAN = re.compile(r"[\u4e00-\u9fff“A-Za-z]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a passage up to a full stop, with its tokens (positions are those of the passage)."""

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a sentence up to a comma, semicolon or colon; `whole` is the passage it is cut from."""

    start: int
    end: int
    whole: str
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        return self.whole[self.start : self.end]

    @property
    def numbers(self) -> list[Token]:
        return [t for t in self.tokens if t.is_number]


def sentences(text: str, tokens: list[Token]) -> Iterator[Sentence]:
    """The sentences of a passage, in order; the last one may lack its full stop."""
    start, at = 0, 0
    for end in sentence_ends(text):
        if end <= start:
            continue
        mine = []
        while at < len(tokens) and tokens[at].start < end:
            mine.append(tokens[at])
            at += 1
        yield Sentence(start, end, text[start:end], tuple(mine))
        start = end


def sentence_ends(text: str) -> Iterator[int]:
    """Where sentences end; one longer than anybody writes is cut at a semicolon or comma, so that time is bounded."""
    start = 0
    for end in [m.end() for m in SENTENCE_END.finditer(text)] + [len(text)]:
        while end - start > LONGEST_SENTENCE:
            cut = max(text.rfind(mark, start, start + LONGEST_SENTENCE) for mark in "；")
            if cut <= start:
                cut = text.rfind("，", start, start + LONGEST_SENTENCE)
            start = cut + 1 if cut > start else start + LONGEST_SENTENCE
            yield start
        yield end
        start = end


def phrases(sentence: Sentence, whole: str) -> Iterator[Phrase]:
    """The phrases of a sentence. A bracket that holds a number is a phrase of its own."""
    cuts = {m.start(): m.end() for m in PHRASE_END.finditer(whole, sentence.start, sentence.end)}
    for opening, closing in numbered_brackets(sentence, whole):
        cuts[opening] = opening + 1
        cuts[closing] = closing + 1
    inside = {i for t in sentence.tokens for i in range(t.start + 1, t.end)}
    start = sentence.start
    for cut in sorted(cuts):
        if cut in inside:
            continue
        if cut > start:
            yield phrase_of(sentence, whole, start, cut)
        start = max(start, cuts[cut])
    if start < sentence.end:
        yield phrase_of(sentence, whole, start, sentence.end)


def phrase_of(sentence: Sentence, whole: str, start: int, end: int) -> Phrase:
    while end > start and whole[end - 1] in "。；！？，：":
        end -= 1
    return Phrase(start, end, whole, tuple(t for t in sentence.tokens if start <= t.start < end))


def numbered_brackets(sentence: Sentence, whole: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"（[^（）]{1,80}）", sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end() - 1
        if (
            any(start < t.start < end and t.is_number for t in sentence.tokens)
            and whole[start : end + 1] != "（含）"
        ):
            yield start, end


def comparator_before(text: str) -> tuple[str | None, str]:
    """The comparator that ends `text`, and `text` without its words (超过, 达到, 约 ...)."""
    found: str | None = None
    while True:
        for pattern, name in COMPARATOR_BEFORE:
            match = pattern.search(text)
            if match:
                found = found if found and found != "reach" else name
                text = text[: match.start()]
                break
        else:
            return found, text


def comparator_after(text: str) -> tuple[str | None, int]:
    """The comparator that begins `text`, and how many characters it takes (以上, 左右, 以内)."""
    for pattern, name in COMPARATOR_AFTER:
        match = pattern.match(text)
        if match:
            return name, match.end()
    return None, 0


COMPARED_WITH = re.compile(r"(?:分别|均|都)?(?:(?<![占同环对])比|较|相比|相较)于?$")


def words_between(phrase: Phrase, start: int, end: int) -> str:
    """The text of a phrase from `start` to `end` without its times (从2020年的X is 从X, 比2015年提高 is 提高)."""
    text, at = "", start
    for token in phrase.tokens:
        if token.kind is Kind.TIME and start <= token.start and token.end <= end:
            text += COMPARED_WITH.sub("", phrase.whole[at : token.start])
            at = token.end + (phrase.whole[token.end : token.end + 1] == "的")
    return text + phrase.whole[at:end]


def begins_with_noun(text: str) -> bool:
    """Whether a noun can follow the number directly: 10家行业特色领军企业, not 10家，or 10家以上."""
    return bool(HAN.match(text)) and (not NO_NOUN.match(text) or bool(WHERE_IT_COUNTS.match(text)))


NO_NOUN = re.compile(
    r"以上|以下|以内|左右|上下|等(?!级)|和|与|及|或|以及|全部|分别|实现|达到|开工|建成|落户|入选|位列|其中|"
    r"降(?![雨水噪碳])|每(?!个)|累计|同比|扩大|缩小|拓展|延长|缩短|压缩|优化|调整|上升|回落|跃升|增至|提高到|增长|下降|增加|"
    r"提升|降低"
    r"|的(?:目标|标准|要求|速度|基础上?|水平)|均(?!衡)|都(?!市)|进入(?!者)|居(?!民|住|家)|列|"
    r"在(?![建线校孵职岗册])|比(?!例)|较|是|为|已|将|被|由|并(?!购)|至|到(?!位)|以(?!上)|后(?!备)"
    r"|前(?!沿|瞻)|内(?!陆|资|河|贸)|起|来|有(?![国影竞效色限机产需])|突破|超过|超(?!算|级|高|大|低|市)|余|"
    r"多(?![式元层功晶种能媒维云用双])|作为|需|不(?!锈|动产)|也|成(?!果|品|长|套|人|立)|高于|低于|占(?!地)"
    r"|能(?!源|耗)|可(?!再|信|视|穿|复制|推广|支配|持续|用)|台阶|大关|关口|水平|目标|规模(?!以|的)|同时|"
    r"再(?!生)|还|仅|约|近(?![海岸零])|[、，。；：）]"
)
LIST_GLUE = re.compile(r"^[、和与及以或]{0,2}(?:以及)?$")


def is_glue(text: str) -> bool:
    """Whether two numbers are joined as a list (3.9%和5.7%)."""
    return bool(LIST_GLUE.match(text))


def kind_of_list(tokens: list[Token]) -> bool:
    """Whether several numbers are alike enough to be shared out over several heads."""
    return len({(t.kind, t.kind is Kind.AMOUNT and t.unit) for t in tokens}) <= 2
