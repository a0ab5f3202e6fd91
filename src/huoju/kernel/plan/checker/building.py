"""Building: the model of a plan, and the one who makes it piece by piece.

A `Model` is unknowns, facts and relations by number. Every fact and every relation that could be given up
names its element; what is pure definition (level x growth = level) names none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

from huoju.kernel.catalog import Catalog, Indicator, find_unit
from huoju.kernel.plan.checker import identities, scopes
from huoju.kernel.plan.checker.assumptions import Assumptions
from huoju.kernel.plan.checker.elements import Element, Ground
from huoju.kernel.plan.checker.intervals import Interval
from huoju.kernel.plan.checker.own_terms import is_told_again
from huoju.kernel.plan.checker.quoting import concept_of, in_words
from huoju.kernel.plan.checker.relations import Fact, Relation
from huoju.kernel.plan.checker.unknowns import Kind, Shown, Unknown
from huoju.kernel.plan.statements import Measure, Role, Statement

if TYPE_CHECKING:
    from huoju.kernel.catalog.identities import Identity

AMOUNTS = frozenset({Measure.LEVEL, Measure.COUNT, Measure.SHARE, Measure.RATIO, Measure.INCREMENT})
FIRM_ROLES = frozenset({Role.BASELINE, Role.TARGET})
# A reader that is less sure than this of what a number measures does not make an error of it.
FIRM_CONFIDENCE = 0.5


@dataclass(slots=True)
class Model:
    """Everything the engine works on. Lists are in the order of making; numbers are positions in them."""

    unknowns: list[Unknown] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    domain: list[float] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    number_of: dict[Unknown, int] = field(default_factory=dict)
    # of an element, those that say the same elsewhere in the plan
    twins: dict[int, list[int]] = field(default_factory=dict)


class Builder:
    """Makes a model step by step; `unknown` gives the number of an unknown, making it when new."""

    def __init__(self, catalog: Catalog, assumptions: Assumptions) -> None:
        self.catalog, self.assumptions = catalog, assumptions
        self.model = Model()
        self.said: dict[tuple[int, float, float], int] = {}
        self.stated: set[int] = set()
        self.new_levels: list[int] = []
        self.years_of: dict[tuple[str, str], set[int]] = {}
        self.made: set[tuple[str, str, int]] = set()
        self.families: dict[tuple[str, str], set[str]] = {}
        self._index: identities.Index | None = None

    def unknown(self, unknown: Unknown, shown: Shown | None = None) -> int:
        """The number of an unknown; a new one gets a name and a domain."""
        model = self.model
        number = model.number_of.get(unknown)
        if number is not None:
            return number
        number = model.number_of[unknown] = len(model.unknowns)
        model.unknowns.append(unknown)
        model.shown.append(shown or self._shown(unknown))
        may_be_negative = unknown.kind is Kind.ADDED or not scopes.cannot_be_negative(unknown.concept)
        model.domain.append(-inf if may_be_negative else 0.0)
        if unknown.kind is Kind.LEVEL and not unknown.note:
            self.years_of.setdefault((unknown.concept, unknown.subject), set()).add(unknown.last)
            self.new_levels.append(number)
        return number

    def level(self, concept: str, subject: str, year: int, note: str = "") -> int:
        """The level of a concept in a year."""
        return self.unknown(Unknown(Kind.LEVEL, concept, subject, 0, year, note))

    def has_level(self, concept: str, subject: str, year: int) -> bool:
        """Whether anything speaks of this level yet."""
        return year in self.years_of.get((concept, subject), ())

    def entry(self, concept: str) -> Indicator | None:
        """The catalog's entry for a concept."""
        return self.catalog.get(concept) if concept in self.catalog else None

    def _shown(self, unknown: Unknown) -> Shown:
        entry = self.entry(unknown.concept)
        zh, en = (entry.zh, entry.en) if entry else (unknown.concept, unknown.concept)
        if unknown.subject not in ("", scopes.WHOLE):
            zh, en = f"{unknown.subject}{zh}", f"{en} of {unknown.subject}"
        if unknown.kind is Kind.PRICES:
            return Shown("价格总水平", "price level", "", "", 1.0)
        unit = find_unit(entry.unit) if entry else None
        if unit is None:
            return Shown(zh, en, "", "", 1.0)
        return Shown(zh, en, unit.id, unit.name_en, float(unit.factor))

    def in_words(self, statement: Statement) -> tuple[str, str]:
        """A statement in a few words with its line."""
        return in_words(statement, self.entry(concept_of(statement)))

    def element(self, element: Element) -> int:
        """The number of a new element."""
        self.model.elements.append(element)
        return len(self.model.elements) - 1

    def say(
        self, statement: Statement, unknown: int, interval: Interval, center: float,
        element: int | None = None,
    ) -> int:  # fmt: skip
        """A fact that a statement states; what was said already in the same words is not said twice."""
        if element is None:  # also where it repeats another: numbers must not move when a value does
            zh, en = self.in_words(statement)
            firm = self.is_firm(statement)
            element = self.element(Element(Ground.STATEMENT, zh, en, statement, unknown, firm))
        key = (unknown, interval.low, interval.high)
        if key in self.said:
            self.model.twins.setdefault(self.said[key], []).append(element)
            return self.said[key]
        self.said[key] = element
        self.stated.add(unknown)
        self.model.facts.append(Fact(unknown, interval.low, interval.high, element, center))
        return element

    def has_a_home(self, statement: Statement) -> bool:
        """Whether two such statements can be told to be about the same: by the catalog, their name or their owner."""
        known = statement.concept is not None and statement.concept in self.catalog
        return known or is_told_again(statement) or scopes.whole(statement.subject) != scopes.WHOLE

    def hear_units(self, statements: Iterable[Statement]) -> None:
        """Take note in which units the plan's own terms are counted."""
        for statement in statements:
            if statement.concept is None and statement.measure in AMOUNTS and statement.unit:
                key = (statement.indicator, scopes.whole(statement.subject))
                self.families.setdefault(key, set()).add(family_of(statement.unit))

    def is_counted_in_two_ways(self, statement: Statement) -> bool:
        """Whether a term stands for things of two kinds: 12家 and 30亿元 of 规模以上企业."""
        key = (statement.indicator, scopes.whole(statement.subject))
        return len(self.families.get(key, ())) > 1

    def is_firm(self, statement: Statement) -> bool:
        """Whether it is sure what the statement measures, so that a conflict may be called an error."""
        known = statement.concept is not None and statement.concept in self.catalog
        is_sure = statement.role in FIRM_ROLES and statement.confidence >= FIRM_CONFIDENCE
        return is_sure and (known or is_told_again(statement))

    def link_indicators(self) -> None:
        """Catalog identities, for each subject and year in which all but at most one member is spoken of."""
        if self._index is None:
            self._index = index_of(self.catalog.identities)
        while self.new_levels:
            number = self.new_levels.pop()
            unknown = self.model.unknowns[number]
            for identity, terms, lag in self._index.naming(unknown.concept):
                identities.instantiate(self, identity, terms, unknown.subject, unknown.last + lag)


def family_of(unit: str | None) -> str:
    """The kind of unit: money, people, area; a unit that the catalog does not know is a kind of its own."""
    known = find_unit(unit) if unit else None
    return known.family if known else unit or ""


@lru_cache(maxsize=8)
def index_of(of: tuple[Identity, ...]) -> identities.Index:
    """The index of a catalog's identities, made once."""
    return identities.Index(of)
