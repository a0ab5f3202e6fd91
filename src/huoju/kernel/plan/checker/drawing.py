"""Drawing: a clash as steps that know their causes, so that a page can draw which number forces which. Pure.

Each step is a plain dictionary (it travels in a finding's `fields`):

    kind       "said" by a statement, "assumed", "computed", or "natural" (cannot be below zero)
    statement  key of the statement, None otherwise
    limit_zh, limit_en   what it forces: 2025年地区生产总值不小于 807.14亿元
    why_zh, why_en       who says so, or the arithmetic
    causes     numbers of the steps it was computed from, all earlier ones
"""

from __future__ import annotations

from typing import Any

from huoju.kernel.plan.checker.conflicts import Conflict
from huoju.kernel.plan.checker.elements import Ground
from huoju.kernel.plan.checker.propagation import chain_of
from huoju.kernel.plan.checker.relations import Bound
from huoju.kernel.plan.checker.telling import Teller

# What a statement says, and how its printed value is usually taken.
SPOKEN = (Ground.STATEMENT, Ground.PLAIN, Ground.AS_PRINTED)


def drawing_of(conflict: Conflict, teller: Teller) -> dict[str, Any]:
    """{"steps": causes first, "at_least": number, "at_most": number, "about_zh", "low", "high", ...}.

    `low` and `high` are the two sides of the clash in base units: the first is the larger.
    """
    clash = conflict.clash
    bounds = chain_of(clash.low, clash.high)
    numbers = {id(bound): number for number, bound in enumerate(bounds)}
    about, gap = teller.name(clash.variable), teller.gap(clash.variable, clash.gap)
    least, most = (
        teller.value(clash.variable, clash.low.value),
        teller.value(clash.variable, clash.high.value),
    )
    return {
        "steps": [_step(bound, numbers, teller) for bound in bounds],
        "at_least": numbers[id(clash.low)],
        "at_most": numbers[id(clash.high)],
        "about_zh": about.zh, "about_en": about.en,
        "least_zh": least.zh, "least_en": least.en,
        "most_zh": most.zh, "most_en": most.en,
        "gap_zh": gap.zh, "gap_en": gap.en,
        "low": clash.low.value, "high": clash.high.value,
    }  # fmt: skip


def _step(bound: Bound, numbers: dict[int, int], teller: Teller) -> dict[str, Any]:
    said, limit = teller.step(bound), teller.limit(bound.variable, bound.side, bound.value)
    kind, statement = _kind(bound, teller)
    return {
        "kind": kind,
        "statement": statement,
        "limit_zh": limit.zh if kind != "natural" else said.zh,
        "limit_en": limit.en if kind != "natural" else said.en,
        "why_zh": _rest(said.zh, limit.zh, "："),
        "why_en": _rest(said.en, limit.en, ": "),
        "causes": [numbers[id(o.bound)] for o in bound.operands if o.bound is not None],
    }


def _kind(bound: Bound, teller: Teller) -> tuple[str, str | None]:
    if bound.fact is not None:
        element = teller.model.elements[bound.fact.element]
        key = element.statement.key if element.statement is not None else None
        return ("said" if key is not None and element.ground in SPOKEN else "assumed"), key
    return ("computed" if bound.relation is not None else "natural"), None


def _rest(step: str, limit: str, colon: str) -> str:
    """The step without the limit it ends or begins with: who says so, and the arithmetic behind."""
    before, found, after = step.partition(limit)
    if not found:
        return ""
    return f"{before.removesuffix(colon)}{after.removeprefix(colon) if not before else after}"
