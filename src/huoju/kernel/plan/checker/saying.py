"""Saying: what each kind of statement states about which unknown. Levels, growth, multiples, compositions, changes.

Takes a builder and a statement; adds facts. What has no place in the arithmetic (ranks, differences) adds none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoju.kernel.catalog import Indicator, find_unit
from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.checker.building import family_of
from huoju.kernel.plan.checker.intervals import (
    growth_factor,
    interval_of,
    part_interval,
    widest,
)
from huoju.kernel.plan.checker.meaning import mean_growth, mean_level, mean_multiple
from huoju.kernel.plan.checker.own_terms import is_gross
from huoju.kernel.plan.checker.quoting import concept_of, years_of
from huoju.kernel.plan.checker.unknowns import GROSS, Kind, Shown, Unknown
from huoju.kernel.plan.statements import Measure, Role, Statement

if TYPE_CHECKING:
    from huoju.kernel.plan.checker.building import Builder

GROWTH = frozenset({Measure.ANNUAL_AVERAGE_GROWTH, Measure.GROWTH_RATE})
NEED_A_SPAN = frozenset({Measure.MULTIPLE, Measure.ANNUAL_AVERAGE_GROWTH})
# From so many percent on, growth against a base years ago is not meant for each year; own choice.
NOT_YEARLY = 20.0
LEVELS = frozenset({Measure.LEVEL, Measure.COUNT, Measure.SHARE, Measure.RATIO})


def add_statement(builder: Builder, statement: Statement) -> None:
    """Facts from one statement; what has no place in the arithmetic (ranks, differences) adds none."""
    if statement.measure in LEVELS:
        _add_level(builder, statement)
    elif statement.measure in GROWTH:
        _add_growth(builder, statement)
    elif statement.measure is Measure.MULTIPLE:
        _add_multiple(builder, statement)
    elif statement.measure is Measure.COMPOSITION:
        _add_composition(builder, statement)
    elif statement.measure in (Measure.INCREMENT, Measure.CUMULATIVE):
        _add_change(builder, statement)


def _add_level(builder: Builder, statement: Statement) -> None:
    concept, subject = concept_of(statement), scopes.whole(statement.subject)
    entry, years = builder.entry(concept), years_of(statement)
    scale = _scale(builder, statement, entry)
    if years is None or scale is None:
        return
    note = _note(builder, statement, entry, years)
    shown = _printed(builder, statement, scale)
    number = builder.unknown(Unknown(Kind.LEVEL, concept, subject, 0, years[1], note), shown)
    if number not in builder.stated:
        builder.model.shown[number] = shown
    lower = entry is not None and entry.direction == "lower"
    interval = interval_of(statement, builder.assumptions, lower_is_better=lower).scaled(scale)
    builder.say(statement, number, interval, float(statement.value[-1]) * scale)
    mean_level(builder, statement, number, scale, lower_is_better=lower)


def _note(builder: Builder, statement: Statement, entry: Indicator | None, years: tuple[int, int]) -> str:
    """What sets this level apart from the plain one of its concept."""
    parts = []
    if statement.threshold is not None:
        parts.append(f">={statement.threshold.value}{statement.threshold.unit}")
    if statement.measure is Measure.SHARE and (entry is None or entry.unit_family != "share"):
        parts.append("share")
    if entry is None and builder.is_counted_in_two_ways(statement):
        parts.append(family_of(statement.unit))
    if years[0] != years[1] and (entry is None or entry.kind == "flow"):
        parts.append(statement.period)
    return " ".join(p for p in parts if p)


def _scale(builder: Builder, statement: Statement, entry: Indicator | None) -> float | None:
    """Base units per printed unit; None where the unit does not fit the indicator."""
    if statement.unit is None:
        return 1.0 if entry is None else None
    own_share = statement.measure is Measure.SHARE and (entry is None or entry.unit_family != "share")
    unit = find_unit(statement.unit) if entry is None or own_share else entry.resolve_unit(statement.unit)
    if unit is None:
        return 1.0 if entry is None else None
    return float(unit.factor)


def _printed(builder: Builder, statement: Statement, scale: float) -> Shown:
    subject = scopes.whole(statement.subject)
    entry = builder.entry(concept_of(statement))
    is_own = subject == scopes.WHOLE or statement.indicator.startswith(subject)
    zh = statement.indicator if is_own else f"{subject}{statement.indicator}"
    en = entry.en if entry else statement.indicator
    unit = find_unit(statement.unit)
    if subject != scopes.WHOLE:
        en = f"{en} of {subject}"
    return Shown(zh, en, statement.unit or "", unit.name_en if unit else statement.unit or "", scale)


def _add_growth(builder: Builder, statement: Statement) -> None:
    span = span_of(builder, statement)
    if span is None:
        return
    years, rate = span[1] - span[0], float(statement.value[-1])
    said = interval_of(statement, builder.assumptions)
    number = _factor(builder, statement, span)
    if statement.measure is Measure.GROWTH_RATE and years > 1 and abs(rate) >= NOT_YEARLY:
        builder.say(statement, number, growth_factor(said, 1), 1 + rate / 100)
        return
    if statement.measure is Measure.GROWTH_RATE and years > 1:
        # 比2020年增长8% is the change over all years, yet some write it for each year: either may hold.
        builder.say(
            statement,
            number,
            widest((growth_factor(said, 1), growth_factor(said, years))),
            1 + rate / 100,
        )
        return
    builder.say(statement, number, growth_factor(said, years), (1 + rate / 100) ** years)
    mean_growth(builder, statement, number, years)


def _add_multiple(builder: Builder, statement: Statement) -> None:
    span = span_of(builder, statement)
    if span is None:
        return
    number = _factor(builder, statement, span)
    builder.say(statement, number, interval_of(statement, builder.assumptions), float(statement.value[-1]))
    mean_multiple(builder, statement, number)


def span_of(builder: Builder, statement: Statement) -> tuple[int, int] | None:
    """Base year and last year of a growth statement; None when a year is not known.

    A rate for a span without 年均 may be each year's or the last year's, and 年均 of one year alone says not
    from when: neither links to anything.
    """
    years = years_of(statement)
    if years is None:
        return None
    base = statement.baseline_period or ""
    if base[:4].isdigit():
        return (int(base[:4]), years[1]) if int(base[:4]) < years[1] else None
    if statement.measure is Measure.GROWTH_RATE and years[0] != years[1]:
        return None
    if statement.measure in NEED_A_SPAN and years[0] == years[1]:
        return None
    return years[0] - 1, years[1]


def _factor(builder: Builder, statement: Statement, span: tuple[int, int]) -> int:
    concept, subject = concept_of(statement), scopes.whole(statement.subject)
    entry = builder.entry(concept)
    kind = Kind.REAL_FACTOR if entry and entry.growth_at_constant_prices else Kind.FACTOR
    shown = _printed(builder, statement, 1.0)
    return builder.unknown(Unknown(kind, concept, subject, *span, _size_class(builder, statement)), shown)


def _size_class(builder: Builder, statement: Statement) -> str:
    threshold = statement.threshold
    return f">={threshold.value}{threshold.unit}" if threshold else ""


def _add_composition(builder: Builder, statement: Statement) -> None:
    parts = scopes.COMPOSITION_PARTS.get(concept_of(statement), ())
    years = years_of(statement)
    if years is None or len(parts) != len(statement.value) or any(p not in builder.catalog for p in parts):
        return
    subject, element = scopes.whole(statement.subject), None
    for part, value in zip(parts, statement.value, strict=True):
        number = builder.level(part, subject, years[1])
        interval = part_interval(statement, value).scaled(0.01)
        element = builder.say(statement, number, interval, float(value) / 100, element)


def _add_change(builder: Builder, statement: Statement) -> None:
    """新增 and 累计 over several years: linked to a stock's levels, or to a flow's years."""
    entry, years = builder.entry(concept_of(statement)), years_of(statement)
    scale = _scale(builder, statement, entry)
    if years is None or scale is None:
        return
    is_stock = statement.measure is Measure.INCREMENT and (entry is None or entry.kind == "stock")
    first = _year_before(statement, years, is_stock=is_stock)
    if first is None or not (is_stock or (entry is not None and entry.kind == "flow")):
        return
    note = _note(builder, statement, entry, (years[1], years[1]))
    unknown = Unknown(
        Kind.ADDED if is_stock else Kind.TOTAL, concept_of(statement), scopes.whole(statement.subject),
        first, years[1], f"{note} {GROSS}".strip() if is_stock and is_gross(statement) else note,
    )  # fmt: skip
    number = builder.unknown(unknown, _printed(builder, statement, scale))
    interval = interval_of(statement, builder.assumptions).scaled(scale)
    builder.say(statement, number, interval, float(statement.value[-1]) * scale)


def _year_before(statement: Statement, years: tuple[int, int], *, is_stock: bool) -> int | None:
    """The year whose end the change starts from; None where it is not sure.

    What was added to a stock "in 2025" counts from the end of 2024; what is to be added "by 2025" may count
    from the plan's base.
    """
    base = statement.baseline_period or ""
    if base[:4].isdigit():
        return int(base[:4]) if int(base[:4]) < years[1] else None
    if years[0] == years[1] and not (is_stock and statement.role is Role.BASELINE):
        return None
    return years[0] - 1
