"""What is not known is not zero, not good and not bad: it is named."""

from __future__ import annotations

from decimal import Decimal as D

from progress_builders import assessed, make_commitment, seen

from huoju.kernel.progress import State


def rate(year, value, indicator="gdp", **more):
    return seen(year, value, "%", indicator=indicator, measure="growth_rate", **more)


def codes(notes):
    return {note.code for note in notes}


def test_no_observation_at_all():
    found = assessed(make_commitment("firms", 300, base="100"))
    assert found.state is State.NO_EVIDENCE
    assert found.current is None
    assert found.attainment is None
    assert "no-observation" in codes(found.missing)


def test_a_value_known_to_be_missing_is_not_a_zero():
    found = assessed(make_commitment("firms", 300, base="100"), seen(2025, None))
    assert found.state is State.NO_EVIDENCE
    assert found.current_value is None


def test_earlier_evidence_is_shown_when_the_end_is_unknown():
    found = assessed(make_commitment("firms", 300, base="100"), seen(2023, 220))
    assert found.state is State.NO_EVIDENCE
    assert found.current_value == 220
    assert found.attainment == D("0.6")
    assert "end-of-period" in codes(found.missing)


def test_a_target_reached_earlier_is_said_but_not_called_met():
    found = assessed(make_commitment("firms", 300, base="100"), seen(2023, 310))
    assert found.state is State.NO_EVIDENCE
    assert found.is_proven_early
    assert "reached-earlier" in codes(found.caveats)


def test_a_total_reached_early_stays_reached_though_the_end_is_unknown():
    commitment = make_commitment("new_firms", 5, measure="increment", period="2021-2025")
    found = assessed(commitment, seen("2021-2023", 5, indicator="new_firms", measure="increment"))
    assert found.state is State.MET
    assert found.is_proven_early


def test_a_missing_year_breaks_a_sum_and_is_not_a_zero():
    commitment = make_commitment("new_firms", 50, measure="cumulative", period="2021-2025", comparator="ge")
    years = [(2021, 9), (2022, 9), (2024, 9), (2025, 9)]
    found = assessed(commitment, *(seen(y, n, indicator="new_firms", measure="cumulative") for y, n in years))
    assert found.state is State.NO_EVIDENCE
    assert found.current_value == 18
    assert "gap" in codes(found.missing)
    assert "lower-bound" in codes(found.caveats)


def test_the_known_years_alone_may_prove_at_least():
    commitment = make_commitment("new_firms", 50, measure="cumulative", period="2021-2025", comparator="ge")
    years = [(2021, 20), (2022, 20), (2024, 20)]
    found = assessed(commitment, *(seen(y, n, indicator="new_firms", measure="cumulative") for y, n in years))
    assert found.state is State.MET
    assert found.current_value == 60


def test_a_missing_rate_breaks_the_chain():
    commitment = make_commitment("gdp", 6, unit="%", measure="annual_average_growth", period="2021-2025")
    found = assessed(commitment, rate(2021, 7), rate(2023, 7), rate(2024, 7), rate(2025, 7))
    assert found.state is State.NO_EVIDENCE
    assert found.current_year == 2021
    assert "yearly-rates" in codes(found.missing)


def test_nominal_levels_prove_no_growth_at_constant_prices():
    # (600 / 435.3) ^ (1/5) - 1 = 6.6 % nominal
    commitment = make_commitment(
        "gdp", 6, unit="%", measure="annual_average_growth", period="2021-2025", base="435.3 亿元"
    )
    found = assessed(commitment, seen(2025, 600, "亿元", indicator="gdp", measure="level"))
    assert found.state is State.NO_EVIDENCE
    assert found.current_value == D("6.6")
    assert "nominal-levels" in codes(found.caveats)


def test_nominal_levels_give_an_indication_before_the_end_with_the_caveat():
    commitment = make_commitment(
        "gdp", 6, unit="%", measure="annual_average_growth", period="2021-2025", base="435.3 亿元"
    )
    found = assessed(
        commitment, seen(2022, "547.8", "亿元", indicator="gdp", measure="level"), on="2023-12-31"
    )
    assert found.state is State.AHEAD
    assert "nominal-levels" in codes(found.caveats)


def test_a_provisional_figure_is_marked():
    found = assessed(make_commitment("firms", 300, base="100"), seen(2025, 300, status="P"))
    assert found.state is State.MET
    assert found.is_provisional
    assert "provisional" in codes(found.caveats)


def test_the_firmer_of_two_figures_for_one_year_is_used():
    found = assessed(
        make_commitment("firms", 300, base="100"),
        seen(2025, 310, status="E", measure="level"),
        seen(2025, 290, status="A"),
    )
    assert found.current_value == 290


def test_a_forecast_is_not_evidence():
    found = assessed(make_commitment("firms", 300, base="100"), seen(2025, 300, status="F"))
    assert found.state is State.NO_EVIDENCE


def test_a_period_that_is_not_over_on_the_day_does_not_count():
    found = assessed(make_commitment("firms", 300, base="100"), seen(2023, 220), on="2023-12-30")
    assert found.state is State.NO_EVIDENCE
    assert found.current_value is None


def test_half_a_year_of_a_flow_is_no_level_to_compare():
    commitment = make_commitment("revenue", 960, unit="亿元", measure="level", base="800")
    found = assessed(
        commitment, seen("2023-H1", 480, "亿元", indicator="revenue", measure="level"), on="2023-12-31"
    )
    assert found.state is State.NO_EVIDENCE


def test_a_foreign_unit_is_left_out_and_named():
    found = assessed(make_commitment("firms", 300, base="100"), seen(2025, 300, "亿元"))
    assert found.state is State.NO_EVIDENCE
    assert "foreign-unit" in codes(found.caveats)


def test_a_size_class_is_never_answered_by_the_whole():
    from huoju.kernel.catalog import Quantity

    commitment = make_commitment("firms", 8, threshold=Quantity(D(100), "亿元"), base="3")
    assert assessed(commitment, seen(2025, 500)).state is State.NO_EVIDENCE


def test_an_unknown_part_makes_no_composition():
    commitment = make_commitment("mix", ("0.5", "53.5", 46), unit="%", measure="composition")
    parts = [seen(2025, 46, "%", indicator="mix", measure="composition", breakdown="3")]
    assert assessed(commitment, *parts).state is State.NO_EVIDENCE


# -- promises of every year


def yearly(*values, value=20):
    commitment = make_commitment("new_firms", value, period="annual", comparator="ge")
    years = range(2021, 2021 + len(values))
    pairs = [(y, v) for y, v in zip(years, values, strict=True) if v is not None]
    return commitment, [seen(y, v, indicator="new_firms") for y, v in pairs]


def test_every_year_kept():
    commitment, evidence = yearly(20, 21, 25, 20, 30)
    found = assessed(commitment, *evidence)
    assert found.state is State.MET
    assert found.attainment == 1


def test_one_broken_year_breaks_the_promise():
    commitment, evidence = yearly(20, 19, 25, 20, 30)
    assert assessed(commitment, *evidence).state is State.MISSED
    assert assessed(commitment, *evidence, on="2023-06-30").state is State.BEHIND


def test_an_unknown_year_leaves_it_open():
    commitment, evidence = yearly(20, None, 25, 20, 30)
    found = assessed(commitment, *evidence)
    assert found.state is State.NO_EVIDENCE
    assert found.attainment == D("0.8")
    assert "years-unknown" in codes(found.missing)


def test_a_year_under_way_is_not_judged():
    commitment, evidence = yearly(20, 20, 5)
    assert assessed(commitment, *evidence, on="2023-06-30").state is State.ON_TRACK


# -- two series in step


def in_step(on="2024-06-30", income=(), gdp=()):
    commitment = make_commitment(
        "income_growth_to_gdp_growth", 1, unit="倍", measure="ratio", period="2021-2025"
    )
    evidence = [rate(y, v, "disposable_income_residents") for y, v in income]
    return assessed(commitment, *evidence, *(rate(y, v) for y, v in gdp), on=on)


def test_growth_in_step_compares_year_by_year():
    # 2021: 8 - 8.5 = -0.5; 2022: 5 - 4 = 1; 2023: 6 - 6 = 0; average +0.17 points
    found = in_step(income=[(2021, 8), (2022, 5), (2023, 6)], gdp=[(2021, "8.5"), (2022, 4), (2023, 6)])
    assert found.state is State.ON_TRACK
    assert round(found.current_value, 2) == D("0.17")


def test_a_year_without_one_side_is_not_provable():
    found = in_step(income=[(2021, 8), (2023, 6)], gdp=[(2021, "8.5"), (2022, 4), (2023, 6)])
    assert found.state is State.BEHIND
    assert "not-provable" in codes(found.missing)


def test_in_step_needs_every_year_to_conclude():
    found = in_step("2026-06-30", income=[(2021, 9)], gdp=[(2021, 8)])
    assert found.state is State.NO_EVIDENCE
