"""Confidence: how likely a statement is right in role, measure, comparator, period and name together.

A sum of weights over what the reading rested on, laid down once from annotated documents (shared and blind) and
lowered for documents not seen yet; no data is loaded. `bench/` plots how well it holds.
"""

from __future__ import annotations

from huoju.kernel.plan.drafts import Draft
from huoju.kernel.plan.statements import Measure, Role
from huoju.kernel.plan.tokens import Kind

BASE = 0.87
WEIGHTS = {
    "listed": -0.02,
    "inherited": -0.06,
    "topic": -0.10,
    "modifier": -0.05,
    "listed-project": -0.10,
    "whole-after": -0.08,
    "circle": -0.15,
    "few": -0.25,
    "single": -0.20,
    "implicit": -0.15,
    "yearly": 0.06,
    "share-of": 0.04,
    "to-value": 0.03,
    "after": 0.02,
}
BY_MEASURE = {
    Measure.COUNT: -0.05,
    Measure.CUMULATIVE: -0.08,
    Measure.LEVEL: -0.01,
    Measure.SHARE: 0.03,
    Measure.GROWTH_RATE: 0.03,
    Measure.RANK: -0.05,
}
SHORT, LONG = 3, 20


def confidence_of(draft: Draft, role: Role, is_known: bool) -> float:
    """A number between 0.05 and 0.98; `is_known` says whether the catalog knows the indicator."""
    score = BASE + sum(WEIGHTS.get(clue, 0.0) for clue in draft.clues) + BY_MEASURE.get(draft.measure, 0.0)
    score += 0.04 if is_known else 0.0
    if len(draft.name) <= SHORT and not is_known:
        score -= 0.22
    elif len(draft.name) > LONG:
        score -= 0.08
    if draft.unit is None and draft.token.kind is Kind.AMOUNT:
        score -= 0.25
    if role is Role.CONTEXT:
        score -= 0.15
    if draft.is_dated_here:
        score += 0.02
    return max(0.05, min(0.98, score))
