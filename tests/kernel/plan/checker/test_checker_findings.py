"""What is found, row by row, on small plans written for the purpose; the numbers are redone by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal as D

import pytest
from checker_builders import grows, had, say

from huoju.kernel.catalog import Quantity, load_catalog
from huoju.kernel.plan.checker import Assumptions, check
from huoju.kernel.plan.findings import Acceptance, Finding, Severity, has_errors


def found(*statements, assumptions=None, **options) -> list[Finding]:
    return check(statements, load_catalog(), assumptions or Assumptions(), **options)


def codes(*statements, **options) -> set[str]:
    return {f.code for f in found(*statements, **options) if f.severity is not Severity.NOTE}


def only(code: str, *statements, **options) -> Finding:
    (finding,) = (f for f in found(*statements, **options) if f.code == code)
    return finding


TRADE = "foreign_trade_total"
RETAIL = "retail_sales"
BUDGET = "general_public_budget_revenue"

ERRORS = [
    # 29 x 1.06^5 = 38.81, far from 60
    ("growth and level", "growth-and-level",
     [had(BUDGET, 29), grows(BUDGET, 6), had(BUDGET, 60, period="2025")]),
    # growth of exactly 6.0 % cannot reach a target of at least 60
    ("a growth target that does not reach the level target", "growth-and-level",
     [had(BUDGET, 29), grows(BUDGET, "6.0"), say(BUDGET, 60)]),
    # exports 60 + imports 30 = 90, not 120
    ("parts and whole", "conflict",
     [had("exports", 60), had("imports", 30), had(TRADE, 120)]),
    # 4.3 / 435.3 = 0.99 %, not 3.5 %
    ("a ratio, its numerator and its denominator", "conflict",
     [had("gdp", "435.3"), had("rd_expenditure", "4.3"), had("rd_intensity", "3.5", unit="%", measure="share")]),
    ("a baseline stated twice", "stated-twice", [had("gdp", "435.3"), had("gdp", "440.3")]),
    ("shares that do not add up", "parts-and-whole",
     [had("industry_structure", ("0.5", "55.8", "33.7"), unit="%", measure="composition")]),
    ("two targets that each state a value", "promised-twice",
     [say("hightech_enterprises", 300, unit="家", measure="count"),
      say("hightech_enterprises", 400, unit="家", measure="count")]),
    ("growth stated twice", "promised-twice", [grows(BUDGET, "6.0"), grows(BUDGET, "8.0")]),
    # 100 + 50 = 150, not 300
    ("a stock and what is added to it", "conflict",
     [had("hightech_enterprises", 100, unit="家", measure="count"),
      say("hightech_enterprises", 50, unit="家", measure="increment", period="2021-2025", comparator="eq",
          baseline_period="2020"),
      had("hightech_enterprises", 300, unit="家", measure="count", period="2025")]),
    # five yearly rates of 5 % make 27.6 %, not 50 %
    ("yearly rates and the rate of the whole period", "growth-and-level",
     [*(say(BUDGET, "5.0", unit="%", measure="growth_rate", period=y, role="baseline", comparator="eq")
        for y in range(2021, 2026)),
      had(BUDGET, 100), had(BUDGET, 150, period="2025")]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "code", "statements"), ERRORS, ids=[row[0] for row in ERRORS])
def test_contradictions_are_errors_with_exactly_their_statements(what, code, statements):
    errors = [f for f in found(*statements) if f.severity is Severity.ERROR]
    assert [f.code for f in errors] == [code]
    assert set(errors[0].statements) == {s.key for s in statements}
    assert errors[0].derivation


QUIET = [
    ("a bound and a value that keeps it", [say(RETAIL, 7, measure="growth_rate", comparator="ge", unit="%"),
                                           say(RETAIL, 8, measure="growth_rate", comparator="eq", unit="%")]),
    ("reaching a level by growing faster than asked", [had(BUDGET, 29), grows(BUDGET, 6, comparator="ge"),
                                                       say(BUDGET, 60)]),
    ("a milestone and the figure", [had("gdp", 400, comparator="ge"), had("gdp", "435.3")]),
    ("the same figure printed in two ways", [had("gdp", "435.3"), had("gdp", 435)]),
    ("shares that miss a hundred by rounding",
     [had("industry_structure", (1, 56, 44), unit="%", measure="composition")]),
    ("the same indicator of two owners", [had("gdp", 435), had("gdp", 40, subject="某园区")]),
    ("different years", [had("gdp", 435), had("gdp", 400, period="2019")]),
    ("size classes are different things",
     [had("industrial_firms_above_scale", 14, unit="家", measure="count", threshold=Quantity(D(10), "亿元")),
      had("industrial_firms_above_scale", 3, unit="家", measure="count", threshold=Quantity(D(100), "亿元"))]),
    ("what no catalog knows, of the whole area",
     [had(None, 5, indicator="总面积"), had(None, 10, indicator="总面积")]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "statements"), QUIET, ids=[row[0] for row in QUIET])
def test_what_can_be_true_is_no_error(what, statements):
    assert [f.code for f in found(*statements) if f.severity is Severity.ERROR] == []


# -- tensions


def doubled_gdp(per_head="180000"):
    return [
        had("gdp", "435.3"),
        had("resident_population", "29.12", unit="万人", measure="count"),
        say("gdp", 2, measure="multiple", unit="倍", comparator="eq", baseline_period="2020", printed="翻番"),
        say("gdp_per_capita", per_head, unit="元", printed="18万元"),
    ]


def test_a_tension_names_the_unusual_condition():
    # 870.6亿元 / 18万元 = 48.37万人, from 29.12: 10.7 % a year
    tension = only("tension-population-growth", *doubled_gdp())
    assert tension.severity is Severity.WARNING
    assert len(tension.statements) == 4
    assert "48.37万人" in tension.message_zh
    assert "29.12万人" in tension.message_zh
    assert "483,700 people" in tension.message_en
    assert round(tension.fields["needed"]) == 483667


def test_a_wider_assumption_dissolves_the_tension():
    assert "tension-population-growth" not in codes(
        *doubled_gdp(), assumptions=Assumptions(population_growth_high=0.12)
    )


def test_no_tension_where_the_numbers_fit():
    # 870.6亿元 / 29.12万人 = 29.9万元
    statements = doubled_gdp("290000")
    statements[-1] = replace(statements[-1], value_text="29万元")
    assert "tension-population-growth" not in codes(*statements)


def test_clusters_that_exceed_a_doubled_industry():
    # 1000 + 1000 + 500 + 200 + 100 = 2800 against 2 x 1105.4 = 2210.8
    clusters = [
        say(None, value, comparator="ge", indicator="产业收入", subject=f"{name}产业集群")
        for name, value in (
            ("医疗器械", 1000),
            ("电子信息", 1000),
            ("时尚", 500),
            ("新材料", 200),
            ("装备", 100),
        )
    ]
    base = had("industrial_revenue_above_scale", "1105.4")
    double = say("industrial_revenue", 2, measure="multiple", unit="倍", comparator="eq", baseline_period="2020",
                 printed="翻番")  # fmt: skip
    tension = only("tension-parts", base, double, *clusters)
    assert "2800亿元" in tension.message_zh
    assert "2210.8亿元" in tension.message_zh
    assert len(tension.statements) == 7


# -- mending


def test_each_statement_of_a_conflict_gets_its_smallest_change():
    # exports 60 (59.5 to 60.5) + imports 30 (29.5 to 30.5) = 89 to 91; printed 120 stands for 119.5 to 120.5
    said = [had("exports", 60), had("imports", 30), had(TRADE, 120)]
    error = only("conflict", *said)
    mends = {m["statement"]: (m["to"], round(m["value"] / 1e8, 4)) for m in error.fields["mends"]}
    assert mends == {
        said[0].key: ("at least", 89.0),  # 119.5 - 30.5
        said[1].key: ("at least", 59.0),  # 119.5 - 60.5
        said[2].key: ("at most", 91.0),
    }


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_mend_mends(index):
    said = [had("exports", 60), had("imports", 30), had(TRADE, 120)]
    mend = next(m for m in only("conflict", *said).fields["mends"] if m["statement"] == said[index].key)
    value = D(str(mend["value"])) / D(10) ** 8
    said[index] = replace(said[index], value=(value,), value_text=f"{value}")
    assert codes(*said) == set()


# -- against the base, twice, by size, by unit


def test_a_target_that_the_base_already_meets():
    rate = "urbanization_rate"
    base = had(rate, "96.9", unit="%", measure="share")
    target = say(rate, 96, unit="%", measure="share", comparator="ge", printed="96%以上")
    finding = only("met-by-baseline", base, target)
    assert finding.severity is Severity.WARNING
    assert finding.fields == {"base": "96.9", "target": "96"}


def test_a_target_behind_the_base():
    assert "behind-baseline" in codes(had("hightech_output_share", "74.7", unit="%", measure="share"),
                                      say("hightech_output_share", 70, unit="%", measure="share"))  # fmt: skip


def test_less_over_the_period_than_over_the_one_before():
    # 85亿元 for one part of the area in 2016-2020, 60亿元 for all of it in 2021-2025
    spent = "infrastructure_investment"
    before = had(spent, 85, measure="cumulative", period="2016-2020", subject="一城三园")
    planned = say(spent, 60, measure="cumulative", period="2021-2025")
    assert only("less-than-before", before, planned).fields == {"before": "85", "target": "60"}
    assert "less-than-before" not in codes(before, replace(planned, subject="另一园区"))


def test_the_same_promise_in_text_and_table_is_told_once():
    rate = "urbanization_rate"
    base = had(rate, "96.9", unit="%", measure="share")
    twice = [say(rate, 96, unit="%", measure="share", comparator="ge") for _ in range(2)]
    assert len([f for f in found(base, *twice) if f.code == "met-by-baseline"]) == 1


def test_an_approximate_identity_tells_both_sides():
    # 21.0万元 x 18.0万人 = 378亿元, stated 355: more than 3 % apart, less than 9 %
    tension = only(
        "tension-approximate-identity",
        had("gdp_per_capita", "21.0", unit="万元"), had("resident_population", "18.0", unit="万人", measure="count"),
        had("gdp", "355.0"),
    )  # fmt: skip
    assert "378亿元" in tension.message_zh
    assert "355亿元" in tension.message_zh
    assert "6.479%" in tension.message_zh


def test_lower_is_better_turns_the_comparison():
    rate = "registered_urban_unemployment_rate"
    finding = only("met-by-baseline", had(rate, "0.7", unit="%", measure="share", comparator="le"),
                   say(rate, "4.5", unit="%", measure="share", comparator="le"))  # fmt: skip
    assert finding.severity is Severity.NOTE


def test_two_bounds_for_one_target_are_a_warning():
    bounds = [
        say(RETAIL, v, measure="growth_rate", comparator="ge", unit="%", period=p)
        for v, p in ((7, "2021-2025"), (8, "2025"))
    ]
    assert only("promised-twice", *bounds).severity is Severity.WARNING


def test_a_firm_and_a_stretch_value_in_one_breath_are_fine():
    firm = say("hightech_enterprises", 300, unit="家", measure="count", line=10)
    stretch = say("hightech_enterprises", 350, unit="家", measure="count", line=11, stretch=True)
    assert "promised-twice" not in codes(firm, stretch)


def test_size_classes_that_exceed_what_is_named():
    def chains(name, value, line):
        return say(None, value, indicator=name, unit="条", measure="count", comparator="eq", line=line)

    named = chains("具备影响力的产业链条数", 4, 1224)
    classes = [
        chains(f"过{size}的产业链数", n, 1228) for size, n in (("千亿", 2), ("500亿", 1), ("100亿", 2))
    ]
    finding = only("parts-exceed-whole", named, *classes)
    assert (finding.fields["total"], finding.fields["whole"]) == (5, 4)


def test_nested_size_classes_do_not_add():
    def firms(name, value):
        return say(None, value, indicator=name, unit="家", measure="count", comparator="eq", line=5)

    assert "parts-exceed-whole" not in codes(
        firms("过百亿企业数", 3), firms("过10亿企业数", 14), firms("重点企业数", 14)
    )


def test_a_unit_that_cannot_measure_the_indicator():
    assert "unit-does-not-fit" in codes(say("hightech_enterprises", 300, unit="亿元", measure="count"))


NOTES = [
    ("deadline-missing", say("hightech_enterprises", 300, unit="家", measure="count", period="2021-2025")),
    ("base-undefined", grows("fixed_asset_investment", 6)),
    ("base-undefined", say("new_economy_share_gdp", 50, unit="%", measure="share", comparator="ge")),
    ("growth-unclear", say(RETAIL, 7, measure="growth_rate", comparator="ge", unit="%", period="2021-2025")),
    ("no-evidence-source", say(None, 10, indicator="标杆网络数", unit="个", measure="count")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "statement"), NOTES)
def test_what_a_target_lacks_is_a_note(code, statement):
    assert only(code, statement).severity is Severity.NOTE


# -- acceptance


def test_an_accepted_finding_stays_accepted_and_lapses_when_a_number_changes():
    said = [had("gdp", "435.3", key="a"), had("gdp", "440.3", key="b")]
    error = only("stated-twice", *said)
    accepted = Acceptance(error.identity, "初步数与核定数", "li", datetime(2026, 1, 1, tzinfo=UTC))
    again = found(*said, acceptances=[accepted])
    assert not has_errors(again)
    assert any(f.accepted == "初步数与核定数" for f in again)
    changed = [said[0], replace(said[1], key="c", value=(D("450.3"),), value_text="450.3")]
    assert has_errors(found(*changed, acceptances=[accepted]))


def test_one_wrong_character_in_a_name_still_makes_a_warning_but_no_error():
    base = had("urbanization_rate", "96.9", unit="%", measure="share")
    target = say(None, 96, indicator="常驻人口城镇化率", unit="%", measure="share", comparator="ge")
    assert "met-by-baseline" in codes(base, target)
    twice = [had(None, v, indicator="常驻人口城镇化率", unit="%", measure="share") for v in (96, 80)]
    assert [f for f in found(*twice) if f.severity is Severity.ERROR] == []


def test_the_zone_and_the_city_it_lies_in_are_two():
    said = [had("gdp", 435, subject="全区"), had("gdp", 3018, subject="全市"), had("gdp", 435, subject="")]
    assert [f for f in found(*said) if f.severity is Severity.ERROR] == []


def test_values_far_apart_are_more_likely_of_two_things():
    findings = found(had("gdp", "435.3"), had("gdp", 40))
    assert {f.severity for f in findings} == {Severity.WARNING}


def test_in_a_city_plan_the_words_for_the_city_are_one():
    said = [had("gdp", 3018, subject="全市"), had("gdp", 2500, subject="")]
    assert [f.code for f in found(*said) if f.severity is Severity.ERROR] == ["stated-twice"]


def test_real_growth_and_a_nominal_level_are_linked_only_through_prices():
    # 435.3 x 1.06^5 = 582.5 at constant prices; 1000 needs prices up by 11 % a year
    tension = only(
        "tension-deflator", had("gdp", "435.3"), grows("gdp", "6.0"), had("gdp", 1000, period="2025")
    )
    assert tension.severity is Severity.WARNING
