"""Meaning: how far beyond its number a promise to "reach" (达到, 翻番) may be taken to go.

Two readings, each an element of its own. As printed: hardly more than `overshoot` beyond, an assumption, so that
a breach is a tension. Plain: no more than `plain_overshoot` beyond, which is what the words say, so that a
breach by statements alone is an error. A stretch target (力争) has no plain reading.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from huoju.kernel.plan.checker.elements import Element, Ground
from huoju.kernel.plan.checker.intervals import growth_factor, leaves_room_beyond, printed_interval
from huoju.kernel.plan.checker.relations import Fact
from huoju.kernel.plan.statements import Statement

if TYPE_CHECKING:
    from huoju.kernel.plan.checker.building import Builder

# Percentage points of growth that are beyond nobody's meaning, however low the rate.
LEAST_GROWTH_BEYOND, LEAST_PLAIN_GROWTH_BEYOND = 0.5, 0.1


def mean_level(
    builder: Builder, statement: Statement, unknown: int, scale: float, *, lower_is_better: bool
) -> None:
    """A level of so much: hardly further in the direction that is better."""
    if not leaves_room_beyond(statement) or min(statement.value) <= 0:
        return
    a, printed, value = builder.assumptions, printed_interval(statement).scaled(scale), statement.value[-1]
    if lower_is_better:
        _plain(builder, statement, unknown, printed.low * (1 - a.plain_overshoot), inf)
        return
    _as_printed(builder, statement, unknown, float(value) * scale, float(value) * scale * (1 + a.overshoot))
    _plain(builder, statement, unknown, -inf, printed.high * (1 + a.plain_overshoot))


def mean_growth(builder: Builder, statement: Statement, unknown: int, years: int) -> None:
    """Growth of so much a year."""
    if not leaves_room_beyond(statement) or statement.value[-1] <= 0:
        return
    a, rate = builder.assumptions, float(statement.value[-1])
    printed = printed_interval(statement)
    beyond = rate + max(rate * a.overshoot, LEAST_GROWTH_BEYOND)
    plainly = printed.high + max(rate * a.plain_overshoot, LEAST_PLAIN_GROWTH_BEYOND)
    _as_printed(builder, statement, unknown, (1 + rate / 100) ** years, (1 + beyond / 100) ** years)
    _plain(builder, statement, unknown, -inf, growth_factor(type(printed)(0.0, plainly), years).high)


def mean_multiple(builder: Builder, statement: Statement, unknown: int) -> None:
    """Doubled, tripled: nobody prints 翻番 for 2.00 exactly, so both readings have the same width."""
    if not leaves_room_beyond(statement):
        return
    value = float(statement.value[-1])
    most = value * (1 + builder.assumptions.overshoot)
    _as_printed(builder, statement, unknown, value, most)
    _plain(builder, statement, unknown, -inf, most)


def _as_printed(builder: Builder, statement: Statement, unknown: int, value: float, most: float) -> None:
    zh, en = builder.in_words(statement)
    element = Element(
        Ground.AS_PRINTED, f"按字面理解{zh}，不会大幅超过", f"taking {en} as printed, not far exceeded",
        statement, unknown,
    )  # fmt: skip
    builder.model.facts.append(Fact(unknown, -inf, most, builder.element(element), value))


def _plain(builder: Builder, statement: Statement, unknown: int, low: float, high: float) -> None:
    if statement.stretch:
        return
    zh, en = builder.in_words(statement)
    element = Element(
        Ground.PLAIN, f"{zh}即为该数", f"{en} means that number",
        statement, unknown, builder.is_firm(statement),
    )  # fmt: skip
    builder.model.facts.append(Fact(unknown, low, high, builder.element(element)))
