"""Attaching: which sentence of a document a known statement stands in. Pure: values in, matches out.

A pack holds facts without sentences. When the document comes, each fact is matched to what the reader found:
in the edition the facts were taken from by line and value, in any other by value and nearness of the words.
What matches nothing stays without a sentence; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.documents import Document
from huoju.kernel.plan.outline import Clause
from huoju.kernel.plan.statements import Statement

LINES_OF_LEEWAY = 2
"""A number torn by a line break may be reported on either line; the scorer of the annotation allows two."""

NEAR_ENOUGH = 50.0
"""Of 100. Measured on the sample plan reflowed into long lines: right pairs score 51 or more. Of 297 pairs above
it 14 name another sentence than they should, all of them slogans that the plan repeats."""

SAME_PLACE = 10.0
"""What standing at the same part of the document weighs: it decides between repeats of one slogan."""

SAME_EDITION = 0.9
"""Share of the printed values that must stand at their lines; a line more at the top leaves next to none."""

SENTENCE = re.compile(r"[^。；！？;!?\n]*[。；！？;!?\n]?")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Fact:
    """A known statement as far as matching needs it."""

    key: str
    line: int | None
    col: int | None
    value: tuple[Decimal, ...]
    value_text: str
    indicator: str
    subject: str
    measure: str
    role: str


@dataclass(frozen=True, slots=True)
class Match:
    """Where a fact stands in the document: its sentence, the value's offset in it, the clause and the lines."""

    key: str
    sentence: str
    offset: tuple[int, int]
    clause: str
    chapter: str
    line: int
    end_line: int
    col: int


def is_edition_of(facts: Sequence[Fact], document: Document) -> bool:
    """Whether the facts' lines and columns are those of `document`; a document without facts is its own."""
    lines = {line.number: line.text for line in document.lines}
    placed = [fact for fact in facts if fact.line is not None and fact.value_text]
    standing = [fact for fact in placed if _stands(fact, lines)]
    return len(standing) >= SAME_EDITION * len(placed)


def _stands(fact: Fact, lines: Mapping[int, str]) -> bool:
    """A value may be torn by the line's end, so its first character decides there."""
    rest = lines.get(fact.line or 0, "")[fact.col or 0 :].rstrip()
    return bool(rest) and (rest.startswith(fact.value_text) or fact.value_text.startswith(rest))


def match_by_place(facts: Iterable[Fact], plan: Plan) -> dict[str, Match]:
    """Matches in the edition that the facts' lines and columns were taken from."""
    by_line: dict[int, list[Statement]] = {}
    for statement in plan.statements:
        by_line.setdefault(statement.place.line, []).append(statement)
    found: dict[str, Match] = {}
    for fact in facts:
        match = _read_at(fact, by_line) or _text_at(fact, plan.clauses)
        if match is not None:
            found[fact.key] = match
    return found


def match_by_words(facts: Sequence[Fact], plan: Plan) -> dict[str, Match]:
    """Matches in another edition: equal values, then the nearest words; each statement is used once."""
    by_value: dict[tuple[Decimal, ...], list[Statement]] = {}
    for statement in plan.statements:
        by_value.setdefault(statement.value, []).append(statement)
    ends = _last_line(fact.line for fact in facts), _last_line(each.place.line for each in plan.statements)
    pairs = [
        (_nearness(fact, statement) - SAME_PLACE * _places_apart(fact, statement, ends), fact, statement)
        for fact in facts
        for statement in by_value.get(fact.value, ())
    ]
    found: dict[str, Match] = {}
    used: set[str] = set()
    for score, fact, statement in sorted(pairs, key=lambda pair: -pair[0]):
        if score >= NEAR_ENOUGH and fact.key not in found and statement.key not in used:
            found[fact.key] = _match(fact, statement)
            used.add(statement.key)
    return found


# -- by place


def _read_at(fact: Fact, by_line: dict[int, list[Statement]]) -> Match | None:
    """The reader's statement of the same value nearest to the fact's place."""
    if fact.line is None:
        return None
    near = [
        statement
        for line in range(fact.line - LINES_OF_LEEWAY, fact.line + LINES_OF_LEEWAY + 1)
        for statement in by_line.get(line, ())
        if statement.value == fact.value and statement.sentence
    ]
    if not near:
        return None
    line, col = fact.line, fact.col or 0
    best = min(near, key=lambda each: (abs(each.place.line - line), abs(each.place.col - col)))
    return _match(fact, best)


def _text_at(fact: Fact, clauses: Iterable[Clause]) -> Match | None:
    """The printed value in the clause of the fact's line, where the reader saw no statement."""
    if fact.line is None or not fact.value_text:
        return None
    for clause in clauses:
        if clause.first_line <= fact.line <= clause.last_line:
            return _printed_in(fact, clause)
    return None


def _printed_in(fact: Fact, clause: Clause) -> Match | None:
    """The sentence of `clause` that prints the value; of several the one nearest to the fact's place."""
    assert fact.line is not None
    spots = [spot.span() for spot in printed(fact.value_text).finditer(clause.text)]
    if not spots:
        return None
    lines = max(clause.last_line - clause.first_line, 1)
    expected = len(clause.text) * (fact.line - clause.first_line) / lines
    start, end = min(spots, key=lambda span: abs(span[0] - expected))
    for sentence in SENTENCE.finditer(clause.text):
        if sentence.start() <= start < sentence.end():
            text = sentence.group().lstrip()
            shift = sentence.end() - len(text)
            offset = (start - shift, min(end - shift, len(text)))
            return Match(
                fact.key, text, offset, clause.id, clause.chapter, fact.line, fact.line, fact.col or 0
            )
    return None


# -- by words


def _nearness(fact: Fact, statement: Statement) -> float:
    """From 0 to 100: the indicator's words in the name or the sentence, then measure, role and subject."""
    from rapidfuzz import fuzz

    named = max(
        fuzz.ratio(fact.indicator, statement.indicator),
        fuzz.partial_ratio(fact.indicator, statement.sentence),
    )
    agree = (
        fact.measure == statement.measure.value,
        fact.role == statement.role.value,
        SPACES.sub("", fact.value_text) == SPACES.sub("", statement.value_text),
        fact.subject in (statement.subject, "") or fact.subject in statement.sentence,
    )
    return 0.6 * named + 10 * sum(agree)


def _last_line(lines: Iterable[int | None]) -> int:
    return max((line for line in lines if line is not None), default=1)


def _places_apart(fact: Fact, statement: Statement, ends: tuple[int, int]) -> float:
    """From 0 to 1: how far apart the two stand, each measured by the length of its own document."""
    return abs((fact.line or 0) / ends[0] - statement.place.line / ends[1])


def _match(fact: Fact, statement: Statement) -> Match:
    place = statement.place
    return Match(
        fact.key,
        statement.sentence,
        _offset(fact, statement),
        statement.clause,
        place.chapter,
        place.line,
        place.end_line,
        place.col,
    )


def _offset(fact: Fact, statement: Statement) -> tuple[int, int]:
    """Where the sentence prints the fact's own words around the reader's number ("7%以上" for "7%")."""
    start, end = statement.offset
    wanted = printed(fact.value_text)
    for spot in wanted.finditer(statement.sentence) if fact.value_text else ():
        if spot.start() < end and start < spot.end():
            return spot.span()
    return start, end


def printed(text: str) -> re.Pattern[str]:
    """The text however spaces were torn into it."""
    return re.compile(r"\s*".join(map(re.escape, SPACES.sub("", text))))
