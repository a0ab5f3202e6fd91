"""Each kind of promise on a chosen day, row by row; the numbers are redone by hand in the comments."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from progress_builders import assessed, make_commitment, seen

from huoju.kernel.catalog import Quantity
from huoju.kernel.progress import State

MET, AHEAD, ON, BEHIND, MISSED, NONE = State

OVER, MID = "2026-06-30", "2023-12-31"


def count(value, base=None, **more):
    return make_commitment("firms", value, base=base, **more)


def share(value, base=None, concept="urbanisation", **more):
    return make_commitment(concept, value, base=base, **{"unit": "%", "measure": "share"} | more)


def rate(year, value, indicator="gdp", **more):
    return seen(year, value, "%", indicator=indicator, measure="growth_rate", **more)


def money(year, value, indicator="gdp", **more):
    return seen(year, value, "亿元", indicator=indicator, measure="level", **more)


def percent(year, value, indicator="urbanisation", **more):
    return seen(year, value, "%", indicator=indicator, measure="share", **more)


def growth(value, concept="gdp", comparator="eq", **more):
    return make_commitment(
        concept, value, unit="%", measure="annual_average_growth", comparator=comparator,
        **{"period": "2021-2025"} | more,
    )  # fmt: skip


FINAL = [
    # at the end of the period: met or missed, and nothing else
    ("a count reached", count(300, 100), [seen(2025, 300)], MET, "1"),
    ("a count one short", count(300, 100), [seen(2025, 299)], MISSED, "0.995"),  # 199/200
    ("more than: the bound itself is not enough", count(300, 100, comparator="gt"), [seen(2025, 300)], MISSED, "1"),
    ("an at-most target kept", share("4.5", concept="unemployment", comparator="le"),
     [percent(2025, "4.5", "unemployment")], MET, None),
    ("an at-most target broken", share("4.5", concept="unemployment", comparator="le"),
     [percent(2025, "4.6", "unemployment")], MISSED, None),
    ("a plain number of a lower-is-better indicator is at most", share("4.5", concept="unemployment"),
     [percent(2025, "0.7", "unemployment")], MET, None),
    ("a rank: lower is better", make_commitment("ranking", 20, unit="位", measure="rank", base="28"),
     [seen(2025, 18, "位", indicator="ranking", measure="rank")], MET, "1.25"),  # (18-28)/(20-28)
    ("a rank that fell back", make_commitment("ranking", 20, unit="位", measure="rank", base="28"),
     [seen(2025, 52, "位", indicator="ranking", measure="rank")], MISSED, "-3"),  # 24/-8
    ("a range counts from its lower end", count((3, 5), 1, comparator="range"), [seen(2025, 7)], MET, "3"),
    ("a range of what should be neither high nor low",
     make_commitment("population", (30, 35), unit="万人", measure="level", comparator="range", base="29.12",
                     direction="neither"),
     [seen(2025, 36, "万人", indicator="population", measure="level")], MISSED, None),
    ("about: five per cent short is still about", count(100, 50, comparator="approx"), [seen(2025, 95)], MET, None),
    ("doubling: 435.3 x 2 = 870.6",
     make_commitment("gdp", 2, unit="倍", measure="multiple", base="435.3 亿元", baseline_period="2020"),
     [money(2025, "870.6")], MET, "1"),
    ("doubling missed by a tenth",
     make_commitment("gdp", 2, unit="倍", measure="multiple", base="435.3 亿元", baseline_period="2020"),
     [money(2025, "870.5")], MISSED, None),
    ("an increment summed over five years: 1+2+0+1+1", make_commitment("new_firms", 5, measure="increment",
     period="2021-2025"),
     [seen(2021 + n, v, indicator="new_firms", measure="increment") for n, v in enumerate((1, 2, 0, 1, 1))],
     MET, "1"),
    ("an increment of a stock: 25 - 14",
     make_commitment("firms", 11, measure="increment", period="2021-2025", base="14"),
     [seen(2025, 25)], MET, "1"),
    ("a cumulative total published as such", make_commitment("new_firms", 200, measure="cumulative", comparator="ge",
     period="2021-2025"), [seen("2021-2025", 180, indicator="new_firms", measure="cumulative")], MISSED, "0.9"),
    # 1.05 * 1.09 * 1.04 * 1.06 * 1.06 = 1.33739..., fifth root 1.0599...: 6.0 % to one decimal, as published
    ("average growth from yearly rates, compared to one decimal", growth(6),
     [rate(2021, 5), rate(2022, 9), rate(2023, 4), rate(2024, 6), rate(2025, 6)], MET, None),
    ("average growth missed", growth(6), [rate(y, 5) for y in range(2021, 2026)], MISSED, None),
    ("average growth published for the whole period", growth("5.5"),
     [seen("2021-2025", "5.9", "%", indicator="gdp", measure="annual_average_growth")], MET, None),
    ("average growth from levels where prices do not matter: (38.81/29)^(1/5) = 1.06002",
     growth(6, "revenue", base="29 亿元"), [money(2025, "38.81", "revenue")], MET, None),
    ("the growth of one year", make_commitment("gdp", 7, unit="%", measure="growth_rate", comparator="ge"),
     [rate(2025, "7.0")], MET, None),
    ("the growth of one year from two levels: 107/100", make_commitment("revenue", 7, unit="%", measure="growth_rate"),
     [money(2024, 100, "revenue"), money(2025, 107, "revenue")], MET, None),
    ("a threshold count has a series of its own",
     make_commitment("firms", 8, threshold=Quantity(D(100), "亿元"), base="3"),
     [seen(2025, 8, breakdown=">=100亿元"), seen(2025, 500)], MET, "1"),
    ("a composition: every part within half a point",
     make_commitment("mix", ("0.5", "53.5", 46), unit="%", measure="composition"),
     [seen(2025, v, "%", indicator="mix", measure="composition", breakdown=str(n))
      for n, v in enumerate(("0.4", "53.4", "46.2"), 1)], MET, None),
    ("a composition off by two points",
     make_commitment("mix", ("0.5", "53.5", 46), unit="%", measure="composition"),
     [seen(2025, v, "%", indicator="mix", measure="composition", breakdown=str(n))
      for n, v in enumerate(("0.5", "55.5", "44"), 1)], MISSED, None),
    ("thirteen points above the city: 74.7 - 61.0 = 13.7",
     share(13, measure="difference", comparator="ge", reference="city"),
     [percent(2025, "74.7"), percent(2025, 61, subject="city")], MET, None),
    ("in another unit: 18万元 is 180000元", make_commitment("revenue", 180000, unit="元", measure="level"),
     [seen(2025, 18, "万元", indicator="revenue", measure="level")], MET, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "commitment", "evidence", "state", "attainment"), FINAL, ids=[r[0] for r in FINAL]
)
def test_when_the_period_is_over(what, commitment, evidence, state, attainment):
    found = assessed(commitment, *evidence, on=OVER)
    assert found.state is state
    assert found.is_over
    if attainment is not None:
        assert found.attainment == D(attainment)


UNDER_WAY = [
    # 2023: three of five years; the straight path asks for 60 %
    ("on the path: 120/200 = 60 %", count(300, 100), [seen(2023, 220)], ON, "0.6"),
    ("a tenth faster: 132/200 = 66 %", count(300, 100), [seen(2023, 232)], AHEAD, "0.66"),
    ("a tenth slower is still on track: 108/200", count(300, 100), [seen(2023, 208)], ON, "0.54"),
    ("slower than that", count(300, 100), [seen(2023, 207)], BEHIND, "0.535"),
    ("a binding indicator has no allowance", count(300, 100, nature="binding"), [seen(2023, 219)], BEHIND, "0.595"),
    ("already there: ahead, but not met before the end", count(300, 100), [seen(2023, 300)], AHEAD, "1"),
    ("old evidence is judged at its own date: 2022, 40 %", count(300, 100), [seen(2022, 180)], ON, "0.4"),
    ("an at-most target is held", share("4.5", "0.7", "unemployment", comparator="le"),
     [percent(2023, "2.1", "unemployment")], ON, None),
    ("an at-most target is overstepped", share("4.5", "0.7", "unemployment", comparator="le"),
     [percent(2023, "4.6", "unemployment")], BEHIND, None),
    ("an at-most target that the base does not meet: (7-8)/(4-8) = 25 %",
     share(4, 8, "unemployment", comparator="le"), [percent(2023, 7, "unemployment")], BEHIND, "0.25"),
    ("a target the base already meets is to be held", share(96, "96.9", comparator="ge"),
     [percent(2023, "96.5")], ON, None),
    ("and is lost below it", share(96, "96.9", comparator="ge"), [percent(2023, "95.9")], BEHIND, None),
    ("a rank on its way: (22-28)/(18-28) = 60 %",
     make_commitment("ranking", 18, unit="位", measure="rank", base="28"),
     [seen(2023, 22, "位", indicator="ranking", measure="rank")], ON, "0.6"),
    # doubling asks for 2^(2/5) = 1.3195 after two years: 435.3 -> 574.4; 547.8 is (547.8-435.3)/435.3 = 25.8 %
    # against 32.0 %: 0.809
    ("doubling runs on a curve", make_commitment("gdp", 2, unit="倍", measure="multiple", base="435.3 亿元"),
     [money(2022, "547.8")], BEHIND, None),
    ("growth on its path exactly", growth(6), [rate(y, 6) for y in (2021, 2022, 2023)], ON, None),
    # 1.053^3 = 1.16758; path 1.19102: 16.76/19.10 = 0.877
    ("growth below the path", growth(6), [rate(y, "5.3") for y in (2021, 2022, 2023)], BEHIND, None),
    ("a year's rate before the year is over: the latest stands in",
     make_commitment("gdp", 7, unit="%", measure="growth_rate", comparator="ge"), [rate(2023, 5)], BEHIND, None),
    ("part of a year's growth counts as the latest",
     make_commitment("gdp", 7, unit="%", measure="growth_rate", comparator="ge"),
     [rate(2022, 5), rate("2023-H1", "7.5")], ON, None),
    ("an increment reached early is done: it cannot shrink",
     make_commitment("new_firms", 5, measure="increment", period="2021-2025"),
     [seen("2021-2022", 6, indicator="new_firms", measure="increment")], MET, "1.2"),
    ("no base and not there yet: no pace can be told", count(300), [seen(2023, 220)], NONE, None),
    ("no base but two values: counted from the first. (200-100)/(300-100)", count(300),
     [seen(2021, 100), seen(2023, 200)], ON, "0.5"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "commitment", "evidence", "state", "attainment"), UNDER_WAY, ids=[r[0] for r in UNDER_WAY]
)
def test_while_the_period_runs(what, commitment, evidence, state, attainment):
    found = assessed(commitment, *evidence, on=MID)
    assert found.state is state
    assert not found.is_over
    if attainment is not None:
        assert found.attainment == D(attainment)


def test_the_required_pace_of_a_count_is_what_is_left_by_the_years_left():
    # (300 - 220) / 2
    found = assessed(count(300, 100), seen(2023, 220), on=MID)
    assert found.required_pace.kind == "change"
    assert found.required_pace.value == 40


def test_the_required_pace_of_a_doubling_is_a_rate():
    # (870.6 / 547.8) ^ (1/3) - 1 = 16.69 %
    commitment = make_commitment("gdp", 2, unit="倍", measure="multiple", base="435.3 亿元")
    found = assessed(commitment, money(2022, "547.8"), on=MID)
    assert round(found.required_pace.value, 2) == D("16.70")
    assert round(found.attainment, 4) == D("0.2584")
    assert round(found.expected_attainment, 4) == D("0.3195")


def test_the_path_of_a_doubling_grows_by_a_constant_rate():
    # 2 ^ (1/5) = 1.148698: 500.03, 574.38, 659.79, 757.90
    commitment = make_commitment("gdp", 2, unit="倍", measure="multiple", base="435.3 亿元")
    path = assessed(commitment, money(2022, "547.8"), on=MID).path
    assert [(year, round(value, 2)) for year, value in path] == [
        (2020, D("435.3")), (2021, D("500.03")), (2022, D("574.38")),
        (2023, D("659.79")), (2024, D("757.90")), (2025, D("870.6")),
    ]  # fmt: skip


def test_time_progress_is_days_over_days():
    # 31 December 2020 to 30 June 2023: 911 of 1826 days
    found = assessed(count(300, 100), seen(2022, 180), on="2023-06-30")
    assert found.time_progress == D(911) / D(1826)


def test_the_last_day_of_the_period_is_not_yet_over():
    found = assessed(count(300, 100), seen(2025, 300), on="2025-12-31")
    assert not found.is_over
    assert found.state is State.AHEAD
