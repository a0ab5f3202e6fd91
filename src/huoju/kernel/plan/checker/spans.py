"""Spans: levels of two years, and the growth, increase or total between them. Prices where growth is real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoju.kernel.plan.checker.elements import Element, Ground
from huoju.kernel.plan.checker.quoting import percent_words
from huoju.kernel.plan.checker.relations import Fact, Product, Total
from huoju.kernel.plan.checker.unknowns import GROSS, Kind, Unknown

if TYPE_CHECKING:
    from huoju.kernel.plan.checker.building import Builder


def link_years(builder: Builder) -> None:
    """Levels of two years and the factor or increment between them."""
    for number, unknown in enumerate(list(builder.model.unknowns)):
        if unknown.kind is Kind.REAL_FACTOR:
            _link_real(builder, number, unknown)
        elif unknown.kind is Kind.FACTOR:
            _link_factor(builder, number, unknown)
        elif unknown.kind is Kind.ADDED:
            _link_added(builder, number, unknown)
        elif unknown.kind is Kind.TOTAL and not unknown.note:
            _link_total(builder, number, unknown)
    _link_chains(builder)


def _link_real(builder: Builder, number: int, unknown: Unknown) -> None:
    """Nominal factor = real factor x prices; prices only within the assumed range."""
    span = (unknown.first, unknown.last)
    factor_unknown = unknown._replace(kind=Kind.FACTOR)
    is_new = factor_unknown not in builder.model.number_of
    factor = builder.unknown(factor_unknown, builder.model.shown[number])
    prices = _prices(builder, span)
    builder.model.relations.append(Product(factor, number, prices, about="prices"))
    if is_new:
        _link_factor(builder, factor, factor_unknown)


def _prices(builder: Builder, span: tuple[int, int]) -> int:
    unknown = Unknown(Kind.PRICES, "prices", "", *span)
    is_new = unknown not in builder.model.number_of
    number = builder.unknown(unknown)
    if is_new:
        a, years = builder.assumptions, span[1] - span[0]
        low, high = percent_words(a.deflator_low), percent_words(a.deflator_high)
        element = builder.element(
            Element(
                Ground.DEFLATOR,
                f"假设{span[0] + 1}—{span[1]}年价格总水平年均变动在{low}至{high}之间",
                f"prices move by {low} to {high} a year in {span[0] + 1}-{span[1]}",
                about=number,
            )
        )
        builder.model.facts.append(
            Fact(number, (1 + a.deflator_low) ** years, (1 + a.deflator_high) ** years, element, 1.0)
        )
    return number


def _link_factor(builder: Builder, number: int, unknown: Unknown) -> None:
    first = builder.level(unknown.concept, unknown.subject, unknown.first, unknown.note)
    last = builder.level(unknown.concept, unknown.subject, unknown.last, unknown.note)
    builder.model.relations.append(Product(last, first, number, about="growth"))


def _link_added(builder: Builder, number: int, unknown: Unknown) -> None:
    """Last = first + added; of what was newly added (新增, not 净增) some may have left again."""
    note = unknown.note.removesuffix(GROSS).strip()
    first = builder.level(unknown.concept, unknown.subject, unknown.first, note)
    last = builder.level(unknown.concept, unknown.subject, unknown.last, note)
    terms = ((1.0, last), (-1.0, first), (-1.0, number))
    if note == unknown.note:
        builder.model.relations.append(Total(terms, about="added"))
        return
    element = builder.element(
        Element(
            Ground.NO_EXITS,
            f"假设{unknown.first + 1}—{unknown.last}年没有退出或减少",
            f"none left or was taken away in {unknown.first + 1}-{unknown.last}",
            about=last,
        )
    )
    builder.model.relations.append(Total(terms, at_most=True, about="added"))
    builder.model.relations.append(
        Total(tuple((-f, v) for f, v in terms), at_most=True, element=element, about="added")
    )


def _link_total(builder: Builder, number: int, unknown: Unknown) -> None:
    years = range(unknown.first + 1, unknown.last + 1)
    known = [y for y in years if builder.has_level(unknown.concept, unknown.subject, y)]
    if len(known) < len(years) - 1 or not known:
        return
    terms = tuple((1.0, builder.level(unknown.concept, unknown.subject, y)) for y in years)
    builder.model.relations.append(Total((*terms, (-1.0, number)), about="total"))


def _link_chains(builder: Builder) -> None:
    """A factor over several years is the product of the yearly ones, where all are spoken of."""
    for number, unknown in enumerate(list(builder.model.unknowns)):
        if unknown.kind not in (Kind.FACTOR, Kind.REAL_FACTOR) or unknown.last - unknown.first < 2:
            continue
        years = [unknown._replace(first=y, last=y + 1) for y in range(unknown.first, unknown.last)]
        if any(u not in builder.model.number_of for u in years):
            continue
        made = builder.model.number_of[years[0]]
        for step in years[1:-1]:
            longer = builder.unknown(unknown._replace(last=step.last), builder.model.shown[number])
            builder.model.relations.append(
                Product(longer, made, builder.model.number_of[step], about="chain")
            )
            made = longer
        builder.model.relations.append(
            Product(number, made, builder.model.number_of[years[-1]], about="chain")
        )
