"""Usual: what is taken as usual about populations, money, scopes, parts and steps back.

Each assumption is an element of its own, so that a tension can name it and a person can change it.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.checker.elements import Element, Ground
from huoju.kernel.plan.checker.quoting import percent_words
from huoju.kernel.plan.checker.relations import Fact, Total, Within
from huoju.kernel.plan.checker.unknowns import Kind, Unknown
from huoju.kernel.plan.statements import Role, Statement

if TYPE_CHECKING:
    from huoju.kernel.plan.checker.building import Builder


def assume(builder: Builder) -> None:
    """Assumptions about populations, money, scopes, parts and steps back, then the identities again."""
    _assume_scopes(builder)
    _assume_population(builder)
    builder.link_indicators()
    _assume_money_growth(builder)
    _assume_parts(builder)
    _assume_no_step_back(builder)


def _assume_population(builder: Builder) -> None:
    a = builder.assumptions
    active: dict[str, set[int]] = {}
    for (_, subject), years in builder.years_of.items():
        active.setdefault(subject, set()).update(years)
    for (concept, subject), years in list(builder.years_of.items()):
        if not _is_population(builder, concept):
            continue
        stated = sorted(y for y in years if builder.level(concept, subject, y) in builder.stated)
        for year in sorted(active[subject]):
            base = max((y for y in stated if y < year), default=None)
            if base is None:
                continue
            _band(builder, 
                Ground.POPULATION, concept, subject, (base, year),
                (a.population_growth_low, a.population_growth_high),
                ("常住人口年均变动", "resident population moves"),
            )  # fmt: skip


def _is_population(builder: Builder, concept: str) -> bool:
    """Populations of an area; townsmen and countrymen change places, so each alone may move faster."""
    entry = builder.entry(concept)
    return concept == "resident_population" or (
        entry is not None and entry.kind == "stock" and entry.unit_family == "person"
        and concept.endswith("population") and concept not in ("urban_population", "rural_population")
    )  # fmt: skip


def _assume_money_growth(builder: Builder) -> None:
    """Between a stated base and a stated target of a money total."""
    a = builder.assumptions
    for (concept, subject), years in list(builder.years_of.items()):
        entry = builder.entry(concept)
        if entry is None or entry.kind != "flow" or entry.unit_family != scopes.MONEY:
            continue
        stated = sorted(y for y in years if builder.level(concept, subject, y) in builder.stated)
        for base, year in pairwise(stated):
            _band(builder, 
                Ground.MONEY_GROWTH, concept, subject, (base, year),
                (a.money_growth_low, a.money_growth_high), (f"{entry.zh}年均增长", f"{entry.en} grows"),
            )  # fmt: skip


def _band(builder: Builder, ground: Ground, concept: str, subject: str, span: tuple[int, int],
    band: tuple[float, float], words: tuple[str, str],
) -> None:  # fmt: skip
    years = span[1] - span[0]
    first, last = builder.level(concept, subject, span[0]), builder.level(concept, subject, span[1])
    low, high = percent_words(band[0]), percent_words(band[1])
    element = builder.element(
        Element(
            ground,
            f"假设{span[0] + 1}—{span[1]}年{words[0]}在{low}至{high}之间",
            f"{words[1]} by {low} to {high} a year in {span[0] + 1}-{span[1]}",
            about=last,
        )
    )
    builder.model.relations.append(
        Within(last, first, (1 + band[0]) ** years, (1 + band[1]) ** years, element, about=ground)
    )


def _assume_scopes(builder: Builder) -> None:
    """Where only the narrower of two scopes has a base, it stands for the wider within a range."""
    a = builder.assumptions
    for wider, narrower in scopes.NARROWER:
        _assume_scope_levels(builder, wider, narrower, a.scope_share)
        _assume_scope_factors(builder, wider, narrower, a.scope_gap)


def _assume_scope_levels(builder: Builder, wider: str, narrower: str, share: float) -> None:
    for (concept, subject), years in list(builder.years_of.items()):
        if concept != wider:
            continue
        for year in sorted(years & builder.years_of.get((narrower, subject), set())):
            number = builder.level(wider, subject, year)
            if number in builder.stated:
                continue
            element = builder.element(
                Element(
                    Ground.SCOPE,
                    f"假设{year}年规模以上部分占全部的{percent_words(share)}以上",
                    f"the above-scale part is at least {percent_words(share)} of the whole in {year}",
                    about=number,
                )
            )
            builder.model.relations.append(
                Within(number, builder.level(narrower, subject, year), 1.0, 1 / share, element, about="scope")
            )


def _assume_scope_factors(builder: Builder, wider: str, narrower: str, gap: float) -> None:
    for unknown in list(builder.model.unknowns):
        if unknown.concept != wider or unknown.kind is not Kind.FACTOR:
            continue
        other = builder.model.number_of.get(unknown._replace(concept=narrower))
        if other is None:
            continue
        number, years = builder.model.number_of[unknown], unknown.last - unknown.first
        element = builder.element(
            Element(
                Ground.SCOPE,
                f"假设规模以上部分与全部的增速每年相差不超过{percent_words(gap)}",
                f"the above-scale part grows as the whole within {percent_words(gap)} a year",
                about=number,
            )
        )
        builder.model.relations.append(
            Within(number, other, (1 - gap) ** years, (1 + gap) ** years, element, about="scope")
        )


def _assume_parts(builder: Builder) -> None:
    """Revenue of the clusters is part of the area's industrial revenue."""
    by_year: dict[int, list[int]] = {}
    for number, unknown in enumerate(builder.model.unknowns):
        if unknown.kind is Kind.LEVEL and _is_part(unknown) and number in builder.stated:
            by_year.setdefault(unknown.last, []).append(number)
    for year, parts in sorted(by_year.items()):
        total = next((c for c in scopes.WHOLES_OF_PARTS if builder.has_level(c, scopes.WHOLE, year)), None)
        if total is None or len(parts) < 2:
            continue
        number = builder.level(total, scopes.WHOLE, year)
        element = builder.element(
            Element(
                Ground.PARTS,
                f"假设{year}年各产业集群的收入都计入工业营业收入，且互不重复",
                f"the clusters' revenue in {year} is all industrial revenue, none counted twice",
                about=number,
            )
        )
        terms = (*((1.0, part) for part in parts), (-1.0, number))
        builder.model.relations.append(Total(terms, at_most=True, element=element, about="parts"))


def _assume_no_step_back(builder: Builder) -> None:
    """A target for what should rise lies above a base that the plan leaves unsaid."""
    for fact in list(builder.model.facts):
        element = builder.model.elements[fact.element]
        statement, unknown = element.statement, builder.model.unknowns[fact.variable]
        if not element.is_statement or statement is None or statement.role is not Role.TARGET:
            continue
        entry = builder.entry(unknown.concept)
        if unknown.kind is not Kind.LEVEL or entry is None or entry.direction != "higher":
            continue
        years = sorted(
            y for y in builder.years_of.get((unknown.concept, unknown.subject), ()) if y < unknown.last
        )
        value = float(statement.value[-1]) * builder.model.shown[fact.variable].scale
        for year in years[-1:]:
            base = builder.level(unknown.concept, unknown.subject, year)
            if base not in builder.stated and value > 0:
                _no_step_back(builder, base, year, value, statement)


def _no_step_back(builder: Builder, base: int, year: int, value: float, statement: Statement) -> None:
    zh, en = builder.in_words(statement)
    element = Element(
        Ground.NO_STEP_BACK, f"假设{zh}不低于{year}年的水平", f"{en} is no step back from {year}",
        statement, base,
    )  # fmt: skip
    builder.model.facts.append(Fact(base, -inf, value, builder.element(element)))


def _is_part(unknown: Unknown) -> bool:
    name = unknown.concept.removeprefix("term:")
    return (
        name in scopes.PART_CONCEPTS
        and unknown.subject != scopes.WHOLE
        and any(word in unknown.subject for word in scopes.PART_SUBJECT_WORDS)
    )
