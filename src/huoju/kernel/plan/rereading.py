"""Rereading: which statement of a new reading is one that we know already. Pure: values in, matches out.

A statement is known again by its sentence and by where in it the value stands, not by lines or numbering: those
move when somebody adds a paragraph. A sentence that stands twice is told apart by the order of everything around
it. Where the words changed a little, the value and what the reader makes of it must have stayed the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TypeVar

from huoju.kernel.plan.attaching import Match, printed
from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.outline import Clause, ClauseKind
from huoju.kernel.plan.statements import Statement

T = TypeVar("T")
SPACES = re.compile(r"\s+")
SAME_WORDS = 88.0
"""Of 100. Two sentences at least so near are one sentence reworded; below it they often are two of one pattern."""


@dataclass(frozen=True, slots=True)
class Known:
    """A statement we have, as the reader (not a person) last said it; `group` tells its paragraph from others."""

    key: str
    group: object
    sentence: str
    offset: tuple[int, int]
    value_text: str
    value: tuple[Decimal, ...]
    indicator: str
    measure: str
    comparator: str
    period: str
    stretch: bool


@dataclass(frozen=True, slots=True)
class Again:
    """Where a known statement stands now; `reading` is what the reader says of it, None where it says nothing."""

    match: Match
    reading: Statement | None


def find_again(known: Sequence[Known], plan: Plan) -> dict[str, Again]:
    """The known statements that the new reading still holds, by key; each reading is used once.

    `known` comes in the order of the text. A statement that the reader overlooks now but whose sentence still
    stands in the text is found too, without a reading.
    """
    placed = [one for one in known if one.sentence]
    before = _occurrences(placed, lambda one: (one.group, squeezed(one.sentence)))
    after = _occurrences(plan.statements, lambda one: (one.clause, squeezed(one.sentence)))
    found: dict[str, Again] = {}
    used: set[str] = set()
    for is_exact, left, right in _paired(before, after):
        for one, reading in _match_within(left, right, used, is_exact=is_exact):
            found[one.key] = Again(match_of(one, reading, is_exact=is_exact), reading)
            used.add(reading.key)
    for key, match in _standing(placed, found, plan.clauses).items():
        found[key] = Again(match, None)
    return found


def squeezed(text: str) -> str:
    """`text` without the spaces and line breaks that a layout tears into it."""
    return SPACES.sub("", text)


# -- sentences with sentences


def _occurrences(items: Iterable[T], key_of: Callable[[T], tuple[object, str]]) -> list[tuple[str, list[T]]]:
    """Statements by the sentence they stand in, in order of the text: [(sentence, statements)]."""
    groups: dict[tuple[object, str], list[T]] = {}
    for item in items:
        groups.setdefault(key_of(item), []).append(item)
    return [(sentence, members) for (_, sentence), members in groups.items()]


def _paired(
    before: list[tuple[str, list[Known]]], after: list[tuple[str, list[Statement]]]
) -> Iterator[tuple[bool, list[Known], list[Statement]]]:
    """Pairs (is the same sentence, known, read): in order, then moved ones, then reworded ones."""
    left, right = dict(enumerate(before)), dict(enumerate(after))
    blocks = SequenceMatcher(None, [s for s, _ in before], [s for s, _ in after], autojunk=False)
    for block in blocks.get_matching_blocks():
        for step in range(block.size):
            yield True, left.pop(block.a + step)[1], right.pop(block.b + step)[1]
    for at in list(left):
        moved = next((other for other, (sentence, _) in right.items() if sentence == left[at][0]), None)
        if moved is not None:
            yield True, left.pop(at)[1], right.pop(moved)[1]
    for at, other in _reworded(left, right):
        yield False, left.pop(at)[1], right.pop(other)[1]


def _reworded(
    left: dict[int, tuple[str, list[Known]]], right: dict[int, tuple[str, list[Statement]]]
) -> list[tuple[int, int]]:
    """The nearest sentences that share a printed value, best first, each once."""
    from rapidfuzz import fuzz

    by_value: dict[str, list[int]] = {}
    for other, (_, readings) in right.items():
        for value in {squeezed(reading.value_text) for reading in readings}:
            by_value.setdefault(value, []).append(other)
    scored = []
    for at, (sentence, known) in left.items():
        near = {other for one in known for other in by_value.get(squeezed(one.value_text), ())}
        scored += [(fuzz.ratio(sentence, right[other][0]), at, other) for other in near]
    pairs: list[tuple[int, int]] = []
    for score, at, other in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if score >= SAME_WORDS and all(at != a and other != b for a, b in pairs):
            pairs.append((at, other))
    return pairs


# -- values within a sentence


def _match_within(
    known: list[Known], readings: list[Statement], used: set[str], *, is_exact: bool
) -> list[tuple[Known, Statement]]:
    scored = sorted(
        (
            (-score, n, m)
            for n, one in enumerate(known)
            for m, reading in enumerate(readings)
            if reading.key not in used and (score := _likeness(one, reading, is_exact=is_exact))
        ),
    )
    pairs: dict[int, int] = {}
    for _, n, m in scored:
        if n not in pairs and m not in pairs.values():
            pairs[n] = m
    return [(known[n], readings[m]) for n, m in pairs.items()]


def _likeness(one: Known, reading: Statement, *, is_exact: bool) -> float:
    """0 where the two cannot be the same; else more the more they agree, nearest place last."""
    same_text = squeezed(one.value_text) == squeezed(reading.value_text)
    overlap = is_exact and one.offset[0] < reading.offset[1] and reading.offset[0] < one.offset[1]
    if not (same_text or overlap):
        return 0.0
    said = (
        one.measure == reading.measure.value, one.comparator == reading.comparator.value,
        one.period == reading.period, one.stretch == reading.stretch, one.value == reading.value,
    )  # fmt: skip
    if not is_exact and not all(said):
        return 0.0
    agreed = 16 * overlap + 8 * same_text + 4 * (one.indicator == reading.indicator) + sum(said)
    return agreed - min(abs(one.offset[0] - reading.offset[0]), 999) / 1000


def match_of(one: Known, reading: Statement, *, is_exact: bool = True) -> Match:
    """The reading's place, with the known statement's own value marked where the sentence is the same."""
    offset = reading.offset
    if is_exact:
        start, end = reading.offset
        spots = printed(one.value_text).finditer(reading.sentence) if one.value_text else ()
        offset = next((s.span() for s in spots if s.start() < end and start < s.end()), offset)
    place = reading.place
    return Match(
        one.key,
        reading.sentence,
        offset,
        reading.clause,
        place.chapter,
        place.line,
        place.end_line,
        place.col,
    )


# -- sentences the reader says nothing about


def _standing(known: Iterable[Known], found: dict[str, Again], clauses: Sequence[Clause]) -> dict[str, Match]:
    """Statements not found yet whose sentence stands in some paragraph, though nothing was read in it.

    A sentence goes where others of it went; else to a paragraph that no known sentence has taken.
    """
    texts = [(squeezed(clause.text), clause) for clause in clauses if clause.kind is not ClauseKind.HEADING]
    homes = {
        (one.group, squeezed(one.sentence)): found[one.key].match.clause for one in known if one.key in found
    }
    taken = {(home, sentence) for (_, sentence), home in homes.items()}
    standing: dict[str, Match] = {}
    for one in known:
        wanted = squeezed(one.sentence)
        if one.key in found:
            continue
        home = homes.get((one.group, wanted))
        free = (
            clause for text, clause in texts
            if wanted in text and (clause.id == home if home else (clause.id, wanted) not in taken)
        )  # fmt: skip
        clause = next(free, None)
        match = place_in(clause, one) if clause is not None else None
        if clause is not None and match is not None:
            standing[one.key] = match
            homes[one.group, wanted] = clause.id
            taken.add((clause.id, wanted))
    return standing


def place_in(clause: Clause, one: Known) -> Match | None:
    """Where the sentence and its value stand in the paragraph; lines by the share of text before them."""
    sentence = printed(one.sentence).search(clause.text)
    if sentence is None:
        return None
    text = sentence.group()
    spots = [spot.span() for spot in printed(one.value_text).finditer(text)] if one.value_text else []
    offset = min(spots, key=lambda span: abs(span[0] - one.offset[0]), default=(0, 0))
    at = sentence.start() + offset[0]
    lines = clause.last_line - clause.first_line
    line = clause.first_line + (lines * at // max(len(clause.text), 1))
    col = at if lines == 0 else 0
    return Match(one.key, text, offset, clause.id, clause.chapter, line, line, col)
