"""Pairing: which statement of one document speaks of the same thing as which of another, and why.

Takes statements and the catalog, returns pairs; one-to-one and the same at every run. First by catalog concept, then
by name, then by similar names, last by similar sentences; always within one subject, one kind of measure
and one size class. Start reading at `pair_statements`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huoju.kernel.catalog import Catalog
from huoju.kernel.plan.contrasts import contrast
from huoju.kernel.plan.facets import Facets, facets_of
from huoju.kernel.plan.figures import common_figures, indicator_of
from huoju.kernel.plan.statements import Statement

SIMILAR_NAMES = 82.0  # of 100; measured: 城镇/农村 pairs reach 82 but are held apart by `contrasts`
SIMILAR_SUBJECTS = 80.0
SIMILAR_SENTENCES = 88.0
NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Basis(StrEnum):
    """Why two statements are taken for the same, the surest first."""

    CONCEPT = "concept"
    NAME = "name"
    SIMILAR_NAME = "similar_name"
    SENTENCE = "sentence"


SURENESS = {basis: rank for rank, basis in enumerate(Basis)}
BASIS_TEXTS = {
    Basis.CONCEPT: ("同一目录指标", "same catalog indicator"),
    Basis.NAME: ("同名指标", "same name"),
    Basis.SIMILAR_NAME: ("名称相近", "similar names"),
    Basis.SENTENCE: ("语句相近", "similar sentences"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two statements were paired; `score` is 0 to 100, `same_period` False when only the rest agrees."""

    basis: Basis
    score: float
    same_period: bool

    def text(self, language: str = "zh") -> str:
        """The reason in words."""
        is_english = language.startswith("en")
        text = BASIS_TEXTS[self.basis][is_english]
        if self.score < 100:
            text += f" ({self.score:.0f}/100)" if is_english else f"（{self.score:.0f}/100）"
        if not self.same_period:
            text += ", other period" if is_english else "，期间不同"
        return text


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements about the same thing."""

    left: Statement
    right: Statement
    reason: Reason


@dataclass(frozen=True, slots=True)
class Pairing:
    """Every left statement in order with its pair or None, and the right ones that found no partner."""

    lefts: tuple[tuple[Statement, Pair | None], ...]
    only_right: tuple[Statement, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(pair for _, pair in self.lefts if pair is not None)

    @property
    def only_left(self) -> tuple[Statement, ...]:
        return tuple(one for one, pair in self.lefts if pair is None)


def pair_statements(
    left: Sequence[Statement],
    right: Sequence[Statement],
    catalog: Catalog,
    *,
    titles: tuple[str, str] = ("", ""),
    by_sentence: bool = False,
) -> Pairing:
    """The one-to-one pairing of two lists of statements.

    Best reasons are served first (surest basis, same period, same value, nearest score, order), so no
    statement is used twice and the order of equal ones decides. `titles` name the documents, so that each
    one's own area counts as the whole (全区). `by_sentence` also pairs by wording: for two versions of one text.
    """
    lefts, rights = facets_of(left, catalog, titles[0]), facets_of(right, catalog, titles[1])
    taken: dict[int, tuple[int, Reason]] = {}
    for stage in (_by_concept_or_name, _by_similar_name, _by_sentence)[: 3 if by_sentence else 2]:
        open_left = [one for one in lefts if one.index not in taken]
        used = {index for index, _ in taken.values()}
        open_right = [one for one in rights if one.index not in used]
        taken.update(_best_first(stage(open_left, open_right), catalog))
    used = {index for index, _ in taken.values()}
    pairs = {i: Pair(left[i], right[j], reason) for i, (j, reason) in taken.items()}
    return Pairing(
        tuple((one, pairs.get(i)) for i, one in enumerate(left)),
        tuple(one for j, one in enumerate(right) if j not in used),
    )


Candidate = tuple[Facets, Facets, Reason]


def _by_concept_or_name(lefts: list[Facets], rights: list[Facets]) -> Iterator[Candidate]:
    by_concept = _grouped(rights, lambda one: (one.measure, one.threshold, one.concept))
    by_name = _grouped(rights, lambda one: (one.measure, one.threshold, one.name))
    for left in lefts:
        kind = (left.measure, left.threshold)
        same = by_concept.get((*kind, left.concept), []) if left.concept else []
        named = by_name.get((*kind, left.name), []) if left.name else []
        others = [one for one in named if one not in same and not _concepts_differ(left, one)]
        for basis, group in ((Basis.CONCEPT, same), (Basis.NAME, others)):
            for right in group:
                closeness = _subject_score(left, right)
                if closeness:
                    yield left, right, Reason(basis, closeness, _period_gap(left, right) < 2)


def _by_similar_name(lefts: list[Facets], rights: list[Facets]) -> Iterator[Candidate]:
    groups = _grouped(rights, lambda one: (one.measure, one.threshold, one.subject, one.family))
    for left in lefts:
        group = groups.get((left.measure, left.threshold, left.subject, left.family), [])
        for right, score in _similar(left.name, group, [one.name for one in group], SIMILAR_NAMES):
            if _period_gap(left, right) < 2 and _may_be_same(left, right):
                yield left, right, Reason(Basis.SIMILAR_NAME, score, True)


def _by_sentence(lefts: list[Facets], rights: list[Facets]) -> Iterator[Candidate]:
    from rapidfuzz import fuzz

    groups = _grouped(rights, lambda one: (one.measure, one.threshold, one.family))
    for left in lefts:
        group = groups.get((left.measure, left.threshold, left.family), [])
        sentence = left.statement.sentence if len(left.statement.sentence) >= 8 else ""
        sentences = [one.statement.sentence for one in group]
        for right, _ in _similar(sentence, group, sentences, SIMILAR_SENTENCES):
            around = (_around(one.statement) for one in (left, right))
            score = fuzz.ratio(*around, score_cutoff=SIMILAR_SENTENCES)
            if score and _may_be_same(left, right):
                yield left, right, Reason(Basis.SENTENCE, score, _period_gap(left, right) < 2)


def _grouped(
    facets: Iterable[Facets], key: Callable[[Facets], tuple[object, ...]]
) -> dict[tuple[object, ...], list[Facets]]:
    groups: dict[tuple[object, ...], list[Facets]] = {}
    for one in facets:
        groups.setdefault(key(one), []).append(one)
    return groups


def _similar(
    text: str, group: Sequence[Facets], texts: Sequence[str], least: float
) -> Iterator[tuple[Facets, float]]:
    """Those of the group whose text is at least so similar, in the group's order."""
    from rapidfuzz import fuzz, process

    if text and group:
        found = process.extract_iter(text, texts, scorer=fuzz.ratio, score_cutoff=least)
        yield from ((group[index], score) for _, score, index in found)


def _may_be_same(left: Facets, right: Facets) -> bool:
    return not _concepts_differ(left, right) and not contrast(left.name, right.name)


def _concepts_differ(left: Facets, right: Facets) -> bool:
    return left.concept is not None and right.concept is not None and left.concept != right.concept


def _subject_score(left: Facets, right: Facets) -> float:
    """100 for one subject, 80 and more for spellings of one, 0 for two; the whole is never a part."""
    if left.subject == right.subject:
        return 100.0
    if not left.subject or not right.subject or contrast(left.subject, right.subject):
        return 0.0
    from rapidfuzz import fuzz

    short, long = sorted((left.subject, right.subject), key=len)
    if len(short) >= 4 and short in long:
        return 90.0
    return fuzz.ratio(short, long, score_cutoff=SIMILAR_SUBJECTS)


def _period_gap(left: Facets, right: Facets) -> int:
    """0 the same period, 1 the same last year, 2 another."""
    if left.period == right.period:
        return 0
    return 1 if left.end_year is not None and left.end_year == right.end_year else 2


def _wording(one: Statement) -> str:
    """The sentence without its numbers: tells two mentions of one promise apart when a number was changed."""
    return NUMBER.sub("□", one.sentence)


def _around(one: Statement) -> str:
    """The words around the value, the value itself left out."""
    start, end = one.offset
    return one.sentence[max(0, start - 20) : start] + "□" + one.sentence[end : end + 10]


def _best_first(candidates: Iterable[Candidate], catalog: Catalog) -> dict[int, tuple[int, Reason]]:
    """Greedy: the best candidate takes its two statements, the rest must do without them."""
    ranked = sorted(candidates, key=lambda c: _rank(c, catalog))
    chosen: dict[int, tuple[int, Reason]] = {}
    used: set[int] = set()
    for left, right, reason in ranked:
        if left.index not in chosen and right.index not in used:
            chosen[left.index] = (right.index, reason)
            used.add(right.index)
    return chosen


def _rank(candidate: Candidate, catalog: Catalog) -> tuple[object, ...]:
    left, right, reason = candidate
    one, other = left.statement, right.statement
    figures = common_figures(one, other, indicator_of(one, catalog))
    return (
        -reason.score if reason.basis in (Basis.CONCEPT, Basis.NAME) else 0,
        _period_gap(left, right),
        SURENESS[reason.basis],
        -reason.score,
        left.name != right.name,
        _wording(one) != _wording(other),
        figures is None or figures.left != figures.right,
        one.place.chapter != other.place.chapter,
        left.index,
        right.index,
    )
