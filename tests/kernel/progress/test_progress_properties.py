"""Properties: better evidence never gives a worse state, steps recompute, order does not matter."""

from __future__ import annotations

import ast
import operator
from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st
from progress_builders import assessed, make_commitment, seen

from huoju.kernel.progress import State

RANK = {State.MISSED: 0, State.BEHIND: 1, State.ON_TRACK: 2, State.AHEAD: 3, State.MET: 4}
VALUES = st.decimals(min_value=1, max_value=900, places=1)
RATES = st.decimals(min_value=-9, max_value=20, places=1)
DAYS = st.sampled_from(["2022-03-01", "2023-12-31", "2024-06-30", "2026-06-30"])

OPERATORS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow, ast.USub: operator.neg,
}  # fmt: skip


def recompute(formula: str) -> D:
    """What the arithmetic of a step comes to, done again from its printed numbers."""

    def value(node: ast.expr) -> D:
        match node:
            case ast.Constant():
                return D(ast.get_source_segment(formula, node))
            case ast.UnaryOp():
                return OPERATORS[type(node.op)](value(node.operand))
            case ast.BinOp():
                return OPERATORS[type(node.op)](value(node.left), value(node.right))
            case ast.Call(args=[argument]):
                return abs(value(argument))
        raise AssertionError(formula)

    return value(ast.parse(formula, mode="eval").body)


def kinds(base, target):
    """One promise of each kind of level, with how an observation of it is made."""
    up = sorted((base, target))
    yield make_commitment("firms", up[1], base=up[0]), lambda y, v: seen(y, v), 1
    yield (make_commitment("ranking", up[0], unit="位", measure="rank", base=up[1]),
           lambda y, v: seen(y, v, "位", indicator="ranking", measure="rank"), -1)  # fmt: skip
    yield (make_commitment("unemployment", target, unit="%", measure="share", comparator="le", base=base),
           lambda y, v: seen(y, v, "%", indicator="unemployment", measure="share"), -1)  # fmt: skip
    yield (make_commitment("revenue", 2, unit="倍", measure="multiple", base=f"{base} 亿元"),
           lambda y, v: seen(y, v, "亿元", indicator="revenue", measure="level"), 1)  # fmt: skip
    yield (make_commitment("new_firms", target, measure="increment", period="2021-2025"),
           lambda y, v: seen(f"2021-{y}", v, indicator="new_firms", measure="increment"), 1)  # fmt: skip


@settings(deadline=None)
@given(VALUES, VALUES, VALUES, VALUES, DAYS, st.sampled_from([2022, 2025]))
def test_better_evidence_never_gives_a_worse_state(base, target, first, second, on, year):
    for commitment, observe, better in kinds(base, target):
        worse, good = sorted((first, second), reverse=better < 0)
        lower = assessed(commitment, observe(year, worse), on=on)
        upper = assessed(commitment, observe(year, good), on=on)
        if State.NO_EVIDENCE not in (lower.state, upper.state):
            assert RANK[upper.state] >= RANK[lower.state]


@settings(deadline=None)
@given(RATES, st.lists(RATES, min_size=5, max_size=5), st.integers(1, 5), RATES, DAYS)
def test_a_better_year_never_makes_average_growth_worse(target, rates, known, more, on):
    commitment = make_commitment(
        "gdp", target, unit="%", measure="annual_average_growth", period="2021-2025", comparator="ge"
    )

    def at(values):
        years = zip(range(2021, 2021 + known), values, strict=False)
        return assessed(
            commitment, *(seen(y, r, "%", indicator="gdp", measure="growth_rate") for y, r in years), on=on
        )

    better = [max(rates[0], more), *rates[1:]]
    lower, upper = at(rates), at(better)
    if State.NO_EVIDENCE not in (lower.state, upper.state):
        assert RANK[upper.state] >= RANK[lower.state]


@given(VALUES, VALUES, VALUES, DAYS)
@settings(max_examples=60, deadline=None)
def test_every_step_recomputes_to_its_value(base, target, value, on):
    for commitment, observe, _ in kinds(base, target):
        for step in assessed(commitment, observe(2022, value), on=on).steps:
            if step.formula is not None:
                assert abs(recompute(step.formula) - step.value) <= abs(step.value) * D("1e-20") + D("1e-20")


@given(st.lists(RATES, min_size=1, max_size=5), DAYS)
@settings(max_examples=60, deadline=None)
def test_the_steps_of_growth_recompute(rates, on):
    commitment = make_commitment("gdp", 6, unit="%", measure="annual_average_growth", period="2021-2025")
    evidence = [seen(2021 + n, r, "%", indicator="gdp", measure="growth_rate") for n, r in enumerate(rates)]
    for step in assessed(commitment, *evidence, on=on).steps:
        if step.formula is not None:
            assert abs(recompute(step.formula) - step.value) <= abs(step.value) * D("1e-20") + D("1e-20")


@settings(deadline=None)
@given(VALUES, st.permutations([(2021, 150), (2022, 170), (2023, 220), (2024, 240)]), DAYS)
def test_the_order_of_the_evidence_changes_nothing(base, rows, on):
    commitment = make_commitment("firms", 300, base=base)
    ordered = [seen(y, v) for y, v in sorted(rows)]
    assert assessed(commitment, *(seen(y, v) for y, v in rows), on=on) == assessed(
        commitment, *ordered, on=on
    )


@settings(deadline=None)
@given(VALUES, VALUES, DAYS)
def test_without_evidence_nothing_is_claimed(base, target, on):
    for commitment, _, _ in kinds(base, target):
        found = assessed(commitment, on=on)
        assert found.state is State.NO_EVIDENCE
        assert found.current is None
        assert found.current_value is None
        assert found.attainment is None
        assert found.missing
