"""Compiling: statements, identities and assumptions become unknowns, facts and relations.

Takes statements, the catalog and the assumptions; returns a `Model`. Every fact and every relation that
could be given up names its element; relations that are pure definition (level x growth = level) name none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from huoju.kernel.catalog import Catalog, Indicator, find_unit
from huoju.kernel.plan.checker import identities, scopes
from huoju.kernel.plan.checker.assumptions import Assumptions
from huoju.kernel.plan.checker.elements import Element, Ground
from huoju.kernel.plan.checker.intervals import (
    Interval,
    growth_factor,
    interval_of,
    leaves_room_beyond,
    part_interval,
    widest,
)
from huoju.kernel.plan.checker.relations import Fact, Product, Relation, Total, Within
from huoju.kernel.plan.checker.unknowns import Kind, Shown, Unknown
from huoju.kernel.plan.statements import Measure, Role, Statement

if TYPE_CHECKING:
    from huoju.kernel.catalog.identities import Identity

FIRM_ROLES = frozenset({Role.BASELINE, Role.TARGET})
# A reader that is less sure than this of what a number measures does not make an error of it.
FIRM_CONFIDENCE = 0.5
USED_ROLES = frozenset({Role.BASELINE, Role.TARGET, Role.CONTEXT})
GROWTH = frozenset({Measure.ANNUAL_AVERAGE_GROWTH, Measure.GROWTH_RATE})
LEVELS = frozenset({Measure.LEVEL, Measure.COUNT, Measure.SHARE, Measure.RATIO})
MONEY = "money_cny"


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


def compile_model(statements: Iterable[Statement], catalog: Catalog, assumptions: Assumptions) -> Model:
    """The model of a plan, in four steps: what is said, how it hangs together over years and between
    indicators, and what is taken as usual."""
    builder = Builder(catalog, assumptions)
    for statement in statements:
        if statement.role in USED_ROLES and statement.value and builder.has_a_home(statement):
            builder.add_statement(statement)
    builder.link_years()
    builder.link_indicators()
    builder.assume()
    return builder.model


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
        self._index: identities.Index | None = None

    # -- unknowns

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

    # -- elements

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
            return self.said[key]
        self.said[key] = element
        self.stated.add(unknown)
        self.model.facts.append(Fact(unknown, interval.low, interval.high, element, center))
        return element

    def has_a_home(self, statement: Statement) -> bool:
        """Whether two such statements can be told to be about the same: by the catalog, or by their owner."""
        known = statement.concept is not None and statement.concept in self.catalog
        return known or scopes.whole(statement.subject) != scopes.WHOLE

    def is_firm(self, statement: Statement) -> bool:
        """Whether it is sure what the statement measures, so that a conflict may be called an error."""
        known = statement.concept is not None and statement.concept in self.catalog
        return known and statement.role in FIRM_ROLES and statement.confidence >= FIRM_CONFIDENCE

    # -- statements

    def add_statement(self, statement: Statement) -> None:
        """Facts from one statement; what has no place in the arithmetic (ranks, differences) adds none."""
        if statement.measure in LEVELS:
            self._add_level(statement)
        elif statement.measure in GROWTH:
            self._add_growth(statement)
        elif statement.measure is Measure.MULTIPLE:
            self._add_multiple(statement)
        elif statement.measure is Measure.COMPOSITION:
            self._add_composition(statement)
        elif statement.measure in (Measure.INCREMENT, Measure.CUMULATIVE):
            self._add_change(statement)

    def _add_level(self, statement: Statement) -> None:
        concept, subject = concept_of(statement), scopes.whole(statement.subject)
        entry, years = self.entry(concept), years_of(statement)
        scale = self._scale(statement, entry)
        if years is None or scale is None:
            return
        note = self._note(statement, entry, years)
        shown = self._printed(statement, scale)
        number = self.unknown(Unknown(Kind.LEVEL, concept, subject, 0, years[1], note), shown)
        if number not in self.stated:
            self.model.shown[number] = shown
        lower = entry is not None and entry.direction == "lower"
        interval = interval_of(statement, self.assumptions, lower_is_better=lower).scaled(scale)
        self.say(statement, number, interval, float(statement.value[-1]) * scale)
        if not lower:
            self._as_printed(statement, number, float(statement.value[-1]) * scale)

    def _note(self, statement: Statement, entry: Indicator | None, years: tuple[int, int]) -> str:
        """What sets this level apart from the plain one of its concept."""
        parts = []
        if statement.threshold is not None:
            parts.append(f">={statement.threshold.value}{statement.threshold.unit}")
        if statement.measure is Measure.SHARE and (entry is None or entry.unit_family != "share"):
            parts.append("share")
        if entry is None:
            unit = find_unit(statement.unit)
            parts.append(unit.family if unit else statement.unit or "")
        if years[0] != years[1] and (entry is None or entry.kind == "flow"):
            parts.append(statement.period)
        return " ".join(p for p in parts if p)

    def _scale(self, statement: Statement, entry: Indicator | None) -> float | None:
        """Base units per printed unit; None where the unit does not fit the indicator."""
        if statement.unit is None:
            return 1.0 if entry is None else None
        own_share = statement.measure is Measure.SHARE and (entry is None or entry.unit_family != "share")
        unit = find_unit(statement.unit) if entry is None or own_share else entry.resolve_unit(statement.unit)
        if unit is None:
            return 1.0 if entry is None else None
        return float(unit.factor)

    def _printed(self, statement: Statement, scale: float) -> Shown:
        subject = scopes.whole(statement.subject)
        entry = self.entry(concept_of(statement))
        is_own = subject == scopes.WHOLE or statement.indicator.startswith(subject)
        zh = statement.indicator if is_own else f"{subject}{statement.indicator}"
        en = entry.en if entry else statement.indicator
        unit = find_unit(statement.unit)
        if subject != scopes.WHOLE:
            en = f"{en} of {subject}"
        return Shown(zh, en, statement.unit or "", unit.name_en if unit else statement.unit or "", scale)

    def _add_growth(self, statement: Statement) -> None:
        span = self.span_of(statement)
        if span is None:
            return
        years, rate = span[1] - span[0], float(statement.value[-1])
        said = interval_of(statement, self.assumptions)
        number = self._factor(statement, span)
        if statement.measure is Measure.GROWTH_RATE and years > 1:
            # 比2020年增长8% is the change over all years, yet some write it for each year: either may hold.
            self.say(
                statement,
                number,
                widest((growth_factor(said, 1), growth_factor(said, years))),
                1 + rate / 100,
            )
            return
        self.say(statement, number, growth_factor(said, years), (1 + rate / 100) ** years)
        beyond = rate + max(abs(rate) * self.assumptions.overshoot, 0.5)
        self._as_printed(statement, number, (1 + rate / 100) ** years, (1 + beyond / 100) ** years)

    def _add_multiple(self, statement: Statement) -> None:
        span = self.span_of(statement)
        if span is None:
            return
        number = self._factor(statement, span)
        self.say(statement, number, interval_of(statement, self.assumptions), float(statement.value[-1]))
        self._as_printed(statement, number, float(statement.value[-1]))

    def span_of(self, statement: Statement) -> tuple[int, int] | None:
        """Base year and last year of a growth statement; None when a year is not known.

        A rate for a span without 年均 may be each year's or the last year's: it links to nothing.
        """
        years = years_of(statement)
        if years is None:
            return None
        base = statement.baseline_period or ""
        if base[:4].isdigit():
            return (int(base[:4]), years[1]) if int(base[:4]) < years[1] else None
        if statement.measure is Measure.GROWTH_RATE and years[0] != years[1]:
            return None
        if statement.measure is Measure.MULTIPLE and years[0] == years[1]:
            return None
        return years[0] - 1, years[1]

    def _factor(self, statement: Statement, span: tuple[int, int]) -> int:
        concept, subject = concept_of(statement), scopes.whole(statement.subject)
        entry = self.entry(concept)
        kind = Kind.REAL_FACTOR if entry and entry.growth_at_constant_prices else Kind.FACTOR
        shown = self._printed(statement, 1.0)
        return self.unknown(Unknown(kind, concept, subject, *span, self._size_class(statement)), shown)

    @staticmethod
    def _size_class(statement: Statement) -> str:
        threshold = statement.threshold
        return f">={threshold.value}{threshold.unit}" if threshold else ""

    def _add_composition(self, statement: Statement) -> None:
        parts = scopes.COMPOSITION_PARTS.get(concept_of(statement), ())
        years = years_of(statement)
        if years is None or len(parts) != len(statement.value) or any(p not in self.catalog for p in parts):
            return
        subject, element = scopes.whole(statement.subject), None
        for part, value in zip(parts, statement.value, strict=True):
            number = self.level(part, subject, years[1])
            interval = part_interval(statement, value).scaled(0.01)
            element = self.say(statement, number, interval, float(value) / 100, element)

    def _add_change(self, statement: Statement) -> None:
        """新增 and 累计 over several years: linked to a stock's levels, or to a flow's years."""
        concept, years = concept_of(statement), years_of(statement)
        entry = self.entry(concept)
        scale = self._scale(statement, entry)
        if years is None or scale is None or entry is None:
            return
        base = statement.baseline_period or ""
        first = int(base[:4]) if base[:4].isdigit() else years[0] - 1
        is_stock = entry.kind == "stock" and statement.measure is Measure.INCREMENT
        if (
            first >= years[1]
            or (years[0] == years[1] and not base)
            or (entry.kind != "flow" and not is_stock)
        ):
            return
        unknown = Unknown(
            Kind.ADDED if is_stock else Kind.TOTAL, concept, scopes.whole(statement.subject), first, years[1],
            self._note(statement, entry, (years[1], years[1])),
        )  # fmt: skip
        number = self.unknown(unknown, self._printed(statement, scale))
        interval = interval_of(statement, self.assumptions).scaled(scale)
        self.say(statement, number, interval, float(statement.value[-1]) * scale)

    def _as_printed(
        self, statement: Statement, unknown: int, value: float, most: float | None = None
    ) -> None:
        """A target to be reached is usually meant as printed: not far beyond."""
        if not leaves_room_beyond(statement) or value <= 0:
            return
        most = most if most is not None else value * (1 + self.assumptions.overshoot)
        zh, en = self.in_words(statement)
        element = Element(
            Ground.AS_PRINTED, f"按字面理解{zh}，不会大幅超过", f"taking {en} as printed, not far exceeded",
            statement, unknown,
        )  # fmt: skip
        self.model.facts.append(Fact(unknown, -inf, most, self.element(element), value))

    # -- over the years

    def link_years(self) -> None:
        """Levels of two years and the factor or increment between them."""
        for number, unknown in enumerate(list(self.model.unknowns)):
            if unknown.kind is Kind.REAL_FACTOR:
                self._link_real(number, unknown)
            elif unknown.kind is Kind.FACTOR:
                self._link_factor(number, unknown)
            elif unknown.kind is Kind.ADDED:
                self._link_added(number, unknown)
            elif unknown.kind is Kind.TOTAL and not unknown.note:
                self._link_total(number, unknown)
        self._link_chains()

    def _link_real(self, number: int, unknown: Unknown) -> None:
        """Nominal factor = real factor x prices; prices only within the assumed range."""
        span = (unknown.first, unknown.last)
        factor_unknown = unknown._replace(kind=Kind.FACTOR)
        is_new = factor_unknown not in self.model.number_of
        factor = self.unknown(factor_unknown, self.model.shown[number])
        prices = self._prices(span)
        self.model.relations.append(Product(factor, number, prices, about="prices"))
        if is_new:
            self._link_factor(factor, factor_unknown)

    def _prices(self, span: tuple[int, int]) -> int:
        unknown = Unknown(Kind.PRICES, "prices", "", *span)
        is_new = unknown not in self.model.number_of
        number = self.unknown(unknown)
        if is_new:
            a, years = self.assumptions, span[1] - span[0]
            low, high = percent_words(a.deflator_low), percent_words(a.deflator_high)
            element = self.element(
                Element(
                    Ground.DEFLATOR,
                    f"假设{span[0] + 1}—{span[1]}年价格总水平年均变动在{low}至{high}之间",
                    f"prices move by {low} to {high} a year in {span[0] + 1}-{span[1]}",
                    about=number,
                )
            )
            self.model.facts.append(
                Fact(number, (1 + a.deflator_low) ** years, (1 + a.deflator_high) ** years, element, 1.0)
            )
        return number

    def _link_factor(self, number: int, unknown: Unknown) -> None:
        first = self.level(unknown.concept, unknown.subject, unknown.first, unknown.note)
        last = self.level(unknown.concept, unknown.subject, unknown.last, unknown.note)
        self.model.relations.append(Product(last, first, number, about="growth"))

    def _link_added(self, number: int, unknown: Unknown) -> None:
        first = self.level(unknown.concept, unknown.subject, unknown.first, unknown.note)
        last = self.level(unknown.concept, unknown.subject, unknown.last, unknown.note)
        self.model.relations.append(Total(((1.0, last), (-1.0, first), (-1.0, number)), about="added"))

    def _link_total(self, number: int, unknown: Unknown) -> None:
        years = range(unknown.first + 1, unknown.last + 1)
        known = [y for y in years if self.has_level(unknown.concept, unknown.subject, y)]
        if len(known) < len(years) - 1 or not known:
            return
        terms = tuple((1.0, self.level(unknown.concept, unknown.subject, y)) for y in years)
        self.model.relations.append(Total((*terms, (-1.0, number)), about="total"))

    def _link_chains(self) -> None:
        """A factor over several years is the product of the yearly ones, where all are spoken of."""
        for number, unknown in enumerate(list(self.model.unknowns)):
            if unknown.kind not in (Kind.FACTOR, Kind.REAL_FACTOR) or unknown.last - unknown.first < 2:
                continue
            years = [unknown._replace(first=y, last=y + 1) for y in range(unknown.first, unknown.last)]
            if any(u not in self.model.number_of for u in years):
                continue
            made = self.model.number_of[years[0]]
            for step in years[1:-1]:
                longer = self.unknown(unknown._replace(last=step.last), self.model.shown[number])
                self.model.relations.append(Product(longer, made, self.model.number_of[step], about="chain"))
                made = longer
            self.model.relations.append(Product(number, made, self.model.number_of[years[-1]], about="chain"))

    # -- between indicators

    def link_indicators(self) -> None:
        """Catalog identities, for each subject and year in which all but at most one member is spoken of."""
        if self._index is None:
            self._index = index_of(self.catalog.identities)
        while self.new_levels:
            number = self.new_levels.pop()
            unknown = self.model.unknowns[number]
            for identity, terms, lag in self._index.naming(unknown.concept):
                identities.instantiate(self, identity, terms, unknown.subject, unknown.last + lag)

    # -- what is taken as usual

    def assume(self) -> None:
        """Assumptions about populations, money, scopes, parts and steps back, then the identities again."""
        self._assume_scopes()
        self._assume_population()
        self.link_indicators()
        self._assume_money_growth()
        self._assume_parts()
        self._assume_no_step_back()

    def _assume_population(self) -> None:
        a = self.assumptions
        active: dict[str, set[int]] = {}
        for (_, subject), years in self.years_of.items():
            active.setdefault(subject, set()).update(years)
        for (concept, subject), years in list(self.years_of.items()):
            if not self._is_population(concept):
                continue
            stated = sorted(y for y in years if self.level(concept, subject, y) in self.stated)
            for year in sorted(active[subject]):
                base = max((y for y in stated if y < year), default=None)
                if base is None:
                    continue
                self._band(
                    Ground.POPULATION, concept, subject, (base, year),
                    (a.population_growth_low, a.population_growth_high),
                    ("常住人口年均变动", "resident population moves"),
                )  # fmt: skip

    def _is_population(self, concept: str) -> bool:
        entry = self.entry(concept)
        return concept == "resident_population" or (
            entry is not None and entry.kind == "stock" and entry.unit_family == "person"
            and concept.endswith("population")
        )  # fmt: skip

    def _assume_money_growth(self) -> None:
        """Between a stated base and a stated target of a money total."""
        a = self.assumptions
        for (concept, subject), years in list(self.years_of.items()):
            entry = self.entry(concept)
            if entry is None or entry.kind != "flow" or entry.unit_family != MONEY:
                continue
            stated = sorted(y for y in years if self.level(concept, subject, y) in self.stated)
            for base, year in pairwise(stated):
                self._band(
                    Ground.MONEY_GROWTH, concept, subject, (base, year),
                    (a.money_growth_low, a.money_growth_high), (f"{entry.zh}年均增长", f"{entry.en} grows"),
                )  # fmt: skip

    def _band(
        self, ground: Ground, concept: str, subject: str, span: tuple[int, int],
        band: tuple[float, float], words: tuple[str, str],
    ) -> None:  # fmt: skip
        years = span[1] - span[0]
        first, last = self.level(concept, subject, span[0]), self.level(concept, subject, span[1])
        low, high = percent_words(band[0]), percent_words(band[1])
        element = self.element(
            Element(
                ground,
                f"假设{span[0] + 1}—{span[1]}年{words[0]}在{low}至{high}之间",
                f"{words[1]} by {low} to {high} a year in {span[0] + 1}-{span[1]}",
                about=last,
            )
        )
        self.model.relations.append(
            Within(last, first, (1 + band[0]) ** years, (1 + band[1]) ** years, element, about=ground)
        )

    def _assume_scopes(self) -> None:
        """Where only the narrower of two scopes has a base, it stands for the wider within a range."""
        a = self.assumptions
        for wider, narrower in scopes.NARROWER:
            self._assume_scope_levels(wider, narrower, a.scope_share)
            self._assume_scope_factors(wider, narrower, a.scope_gap)

    def _assume_scope_levels(self, wider: str, narrower: str, share: float) -> None:
        for (concept, subject), years in list(self.years_of.items()):
            if concept != wider:
                continue
            for year in sorted(years & self.years_of.get((narrower, subject), set())):
                number = self.level(wider, subject, year)
                if number in self.stated:
                    continue
                element = self.element(
                    Element(
                        Ground.SCOPE,
                        f"假设{year}年规模以上部分占全部的{percent_words(share)}以上",
                        f"the above-scale part is at least {percent_words(share)} of the whole in {year}",
                        about=number,
                    )
                )
                self.model.relations.append(
                    Within(
                        number, self.level(narrower, subject, year), 1.0, 1 / share, element, about="scope"
                    )
                )

    def _assume_scope_factors(self, wider: str, narrower: str, gap: float) -> None:
        for unknown in list(self.model.unknowns):
            if unknown.concept != wider or unknown.kind is not Kind.FACTOR:
                continue
            other = self.model.number_of.get(unknown._replace(concept=narrower))
            if other is None:
                continue
            number, years = self.model.number_of[unknown], unknown.last - unknown.first
            element = self.element(
                Element(
                    Ground.SCOPE,
                    f"假设规模以上部分与全部的增速每年相差不超过{percent_words(gap)}",
                    f"the above-scale part grows as the whole within {percent_words(gap)} a year",
                    about=number,
                )
            )
            self.model.relations.append(
                Within(number, other, (1 - gap) ** years, (1 + gap) ** years, element, about="scope")
            )

    def _assume_parts(self) -> None:
        """Revenue of the clusters is part of the area's industrial revenue."""
        by_year: dict[int, list[int]] = {}
        for number, unknown in enumerate(self.model.unknowns):
            if unknown.kind is Kind.LEVEL and _is_part(unknown) and number in self.stated:
                by_year.setdefault(unknown.last, []).append(number)
        for year, parts in sorted(by_year.items()):
            total = next((c for c in scopes.WHOLES_OF_PARTS if self.has_level(c, scopes.WHOLE, year)), None)
            if total is None or len(parts) < 2:
                continue
            number = self.level(total, scopes.WHOLE, year)
            element = self.element(
                Element(
                    Ground.PARTS,
                    f"假设{year}年各产业集群的收入都计入工业营业收入，且互不重复",
                    f"the clusters' revenue in {year} is all industrial revenue, none counted twice",
                    about=number,
                )
            )
            terms = (*((1.0, part) for part in parts), (-1.0, number))
            self.model.relations.append(Total(terms, at_most=True, element=element, about="parts"))

    def _assume_no_step_back(self) -> None:
        """A target for what should rise lies above a base that the plan leaves unsaid."""
        for fact in list(self.model.facts):
            element = self.model.elements[fact.element]
            statement, unknown = element.statement, self.model.unknowns[fact.variable]
            if not element.is_statement or statement is None or statement.role is not Role.TARGET:
                continue
            entry = self.entry(unknown.concept)
            if unknown.kind is not Kind.LEVEL or entry is None or entry.direction != "higher":
                continue
            years = sorted(
                y for y in self.years_of.get((unknown.concept, unknown.subject), ()) if y < unknown.last
            )
            value = float(statement.value[-1]) * self.model.shown[fact.variable].scale
            for year in years[-1:]:
                base = self.level(unknown.concept, unknown.subject, year)
                if base not in self.stated and value > 0:
                    self._no_step_back(base, year, value, statement)

    def _no_step_back(self, base: int, year: int, value: float, statement: Statement) -> None:
        zh, en = self.in_words(statement)
        element = Element(
            Ground.NO_STEP_BACK, f"假设{zh}不低于{year}年的水平", f"{en} is no step back from {year}",
            statement, base,
        )  # fmt: skip
        self.model.facts.append(Fact(base, -inf, value, self.element(element)))


@lru_cache(maxsize=8)
def index_of(of: tuple[Identity, ...]) -> identities.Index:
    """The index of a catalog's identities, made once."""
    return identities.Index(of)


def _is_part(unknown: Unknown) -> bool:
    name = unknown.concept.removeprefix("term:")
    return (
        name in scopes.PART_CONCEPTS
        and unknown.subject != scopes.WHOLE
        and any(word in unknown.subject for word in scopes.PART_SUBJECT_WORDS)
    )


# -- reading a statement


def concept_of(statement: Statement) -> str:
    """Catalog id, or the plan's own name marked as such."""
    return statement.concept or f"term:{statement.indicator}"


def years_of(statement: Statement) -> tuple[int, int] | None:
    """First and last year of the statement's period; None for "annual" and for no period."""
    years = [
        int(part[:4]) for part in (statement.period or "").split("-") if len(part) >= 4 and part[:4].isdigit()
    ]
    return (years[0], years[-1]) if years else None


def in_words(statement: Statement, entry: Indicator | None) -> tuple[str, str]:
    """A statement in a few words with its line, in both languages."""
    zh, en = quoted(statement, entry)
    return f"第{statement.place.line}行{zh}", f"line {statement.place.line} {en}"


def quoted(statement: Statement, entry: Indicator | None) -> tuple[str, str]:
    """Indicator and printed value: “人均GDP”18万元, "GDP per capita" 18万元."""
    value = statement.value_text or "、".join(str(v) for v in statement.value)
    subject, zh = scopes.whole(statement.subject), statement.indicator
    en = entry.en if entry else zh
    if subject != scopes.WHOLE and not zh.startswith(subject):
        zh, en = f"{subject}{zh}", f"{en} ({subject})"
    return f"“{zh}”{value}", f'"{en}" {value}'


def percent_words(fraction: float) -> str:
    """A fraction as percent: 0.055 -> 5.5%, -0.01 -> −1%."""
    return f"{fraction * 100:.4g}%".replace("-", "−")
