"""Soundness on the real catalog: a zone whose every figure follows from a hidden truth, prices included."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP
from decimal import Decimal as D

import pytest
from checker_builders import grows, had, say
from hypothesis import given, settings
from hypothesis import strategies as st

from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan.checker import Assumptions, check
from huoju.kernel.plan.findings import Severity


def rounded(value: D, digits: int) -> D:
    return value.quantize(D(1).scaleb(-digits), ROUND_HALF_UP)


def true_plan(rng: random.Random):
    """Base and target figures of GDP, sectors, population, R&D, budget and firms, all from one truth."""
    real, prices = D(rng.randint(-2, 15)) / 100, D(rng.randint(-4, 9)) / 100
    people_growth = D(rng.randint(-6, 9)) / 100
    gdp0, people0 = D(rng.randint(5000, 90000)) / 100, D(rng.randint(500, 9000)) / 100  # 亿元, 万人
    gdp1 = gdp0 * ((1 + real) * (1 + prices)) ** 5
    people1 = people0 * (1 + people_growth) ** 5
    primary, secondary = D(rng.randint(1, 90)) / 10, D(rng.randint(200, 600)) / 10
    rd_growth = D(rng.randint(-5, 20)) / 100
    rd0 = gdp0 * D(rng.randint(5, 60)) / 1000
    rd1 = rd0 * (1 + rd_growth) ** 5
    firms0, added = rng.randint(10, 400), rng.randint(0, 300)
    digits = rng.choice([0, 1, 2])
    everything = [
        had("gdp", rounded(gdp0, digits)),
        say("gdp", rounded(gdp1, digits)),
        grows("gdp", rounded(real * 100, 1)),
        had("resident_population", rounded(people0, 2), unit="万人", measure="count"),
        say("resident_population", rounded(people1, 1), unit="万人", measure="count"),
        had("gdp_per_capita", rounded(gdp0 / people0, 2), unit="万元", measure="level"),
        say("gdp_per_capita", rounded(gdp1 / people1, 1), unit="万元", measure="level"),
        had("industry_structure", (primary, secondary, 100 - primary - secondary), unit="%", measure="composition"),
        had("secondary_value_added", rounded(gdp0 * secondary / 100, 1)),
        had("tertiary_share_gdp", 100 - primary - secondary, unit="%", measure="share"),
        had("rd_expenditure", rounded(rd0, 2)),
        grows("rd_expenditure", rounded(rd_growth * 100, 1)),
        had("rd_intensity", rounded(rd0 / gdp0 * 100, 2), unit="%", measure="share"),
        say("rd_intensity", rounded(rd1 / gdp1 * 100, 2), unit="%", measure="share"),
        had("hightech_enterprises", firms0, unit="家", measure="count"),
        say("hightech_enterprises", firms0 + added, unit="家", measure="count"),
        say("hightech_enterprises", added, unit="家", measure="increment", period="2021-2025", comparator="eq",
            baseline_period="2020"),
        say("gdp", rounded(gdp1 / gdp0, 1), measure="multiple", unit="倍", comparator="eq", role="baseline",
            baseline_period="2020", indicator="现价"),
    ]  # fmt: skip
    return rng.sample(everything[:-1], rng.randint(3, len(everything) - 1))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=150, deadline=None)
def test_no_error_whatever_prices_and_people_do(seed):
    statements = true_plan(random.Random(seed))
    errors = [f for f in check(statements, load_catalog()) if f.severity is Severity.ERROR]
    assert [(f.code, f.message_zh, f.derivation) for f in errors] == []


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_wider_assumptions_never_add_a_tension(seed):
    statements = true_plan(random.Random(seed))
    wide = Assumptions(
        deflator_low=-0.2, deflator_high=0.3, population_growth_low=-0.2, population_growth_high=0.3,
        money_growth_low=-0.5, money_growth_high=1.0, overshoot=5.0,
    )  # fmt: skip
    catalog = load_catalog()
    narrow = {f.statements for f in check(statements, catalog) if f.code.startswith("tension")}
    for finding in check(statements, catalog, wide):
        if finding.code.startswith("tension"):
            assert any(set(one) <= set(finding.statements) for one in narrow)


def test_a_pack_may_add_an_identity():
    from dataclasses import replace

    from huoju.kernel.catalog.identities import Identity

    catalog = load_catalog()
    catalog = replace(
        catalog,
        identities=(
            *catalog.identities,
            Identity("own", "exports = imports", "本区进出口平衡。", "Trade balances."),
        ),
    )
    said = [had("exports", 100), had("imports", 150)]
    (error,) = (f for f in check(said, catalog) if f.severity is Severity.ERROR)
    assert set(error.statements) == {s.key for s in said}
    assert "本区进出口平衡" in " ".join(error.derivation)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_error_can_be_put_before_a_meeting_in_both_languages(language):
    said = [had("gdp", "435.3"), say("gdp", 1000), had("gdp", "400.1")]
    (error,) = (f for f in check(said, load_catalog()) if f.severity is Severity.ERROR)
    assert error.message(language)
    assert all(error.steps(language))
    assert "435.3" in error.message_zh or "435.3" in " ".join(error.derivation)
