"""What arrives is looked over: each doubt is told with its reason, and stops nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from evidence_builders import CATALOG, indicator, observed, proposed

from huoju.kernel.catalog import Catalog, Identity
from huoju.kernel.evidence.quality import MOST_FIGURES

HEAD = "指标,年份,数值,单位\n"
SECTORS = ("第一产业增加值", "第二产业增加值", "第三产业增加值")
WITH_PARTS = Catalog(
    (*CATALOG.indicators, *(indicator(f"sector_{n}", name, "亿元") for n, name in enumerate(SECTORS))),
    (Identity("three", "gdp = sector_0 + sector_1 + sector_2", "总量等于三次产业之和", "GDP is the sum of sectors"),
     Identity("per_head", "gdp = gdp_per_capita * population", "人均", "per head", "approximate", 0.03)),
    CATALOG.units,
)  # fmt: skip


def doubts(text: str, *held: Any, **over: Any) -> list[tuple[str, int]]:
    found = proposed(HEAD + text, *held, **over)
    return [(each.code, each.row) for each in found.messages if each.severity in ("warning", "note")]


def years(*values: str, first: int = 2020, **over: Any) -> Sequence[Any]:
    return [observed(value, year=first + at, **over) for at, value in enumerate(values)]


def test_an_ordinary_figure_raises_no_doubt() -> None:
    assert doubts("GDP,2023,450,亿元\n", *years("400", "420", "435")) == []


def test_a_negative_value_in_a_series_that_never_was() -> None:
    assert doubts("固定资产投资,2022,-5,亿元\n", *years("4", "5", indicator="fixed_investment")) == [
        ("negative-value", 2)
    ]


@pytest.mark.parametrize("value", ["1400", "100"])
def test_a_level_three_times_or_a_third_of_last_year(value: str) -> None:
    assert doubts(f"GDP,2023,{value},亿元\n", *years("400", "420", "435")) == [("jump", 2)]


def test_a_month_is_compared_with_the_same_month_a_year_before() -> None:
    held = [observed("30", year="2023-01"), observed("200", year="2023-12")]
    assert doubts("GDP,2024年1月,31,亿元\n", *held) == []
    assert doubts("GDP,2024年1月,200,亿元\n", *held) == [("jump", 2)]


def test_missing_years_in_between_are_named() -> None:
    found = proposed(HEAD + "GDP,2024,450,亿元\nGDP,2025,460,亿元\n", *years("400", "420"))
    (message,) = found.messages
    assert (message.code, message.row, message.fields["years"]) == ("gap", 2, "2022、2023")


def test_growth_that_contradicts_its_levels() -> None:
    held = years("100", indicator="budget_revenue", first=2023)
    text = "一般公共预算收入,2024,110,亿元\n一般公共预算收入增速,2024,{},%\n"
    assert doubts(text.format("10"), *held) == []
    found = proposed(HEAD + text.format("15"), *held)
    (message,) = found.messages
    assert (message.code, message.row) == ("growth-against-levels", 3)
    assert "15%" in message.text("zh")
    assert "10%" in message.text("zh")


def test_growth_at_constant_prices_is_not_held_against_levels_at_current_prices() -> None:
    gdp = replace(CATALOG.get("gdp"), growth_at_constant_prices=True)
    text = "GDP,2024,110,亿元\nGDP增速,2024,15,%\n"
    held = years("100", first=2023)
    assert doubts(text, *held, catalog=CATALOG.with_indicators([gdp])) == []
    assert doubts(text, *held) == [("growth-against-levels", 3)]


def test_parts_that_do_not_make_the_whole_are_told_once() -> None:
    parts = "".join(f"{name},2024,{value},亿元\n" for name, value in zip(SECTORS, (10, 40, 50), strict=True))
    assert doubts(f"GDP,2024,100,亿元\n{parts}", catalog=WITH_PARTS) == []
    found = proposed(f"{HEAD}GDP,2024,104,亿元\n{parts}", catalog=WITH_PARTS)
    (message,) = found.messages
    assert (message.code, message.row) == ("identity-breach", 2)
    assert "地区生产总值 = 第一产业增加值 + 第二产业增加值 + 第三产业增加值" in message.text("zh")


def test_units_make_no_difference_to_an_identity_and_slack_is_allowed() -> None:
    text = "GDP,2024,{},亿元\n人均GDP,2024,10,万元\n常住人口,2024,43.5,万人\n"
    assert doubts(text.format("435"), catalog=WITH_PARTS) == []
    assert doubts(text.format("445"), catalog=WITH_PARTS) == []
    assert doubts(text.format("535"), catalog=WITH_PARTS) == [("identity-breach", 2)]


def test_what_the_store_holds_already_is_not_doubted_again() -> None:
    held = [*years("100", "1000")]
    assert doubts("GDP,2021,1000,亿元\n", *held) == []


def test_a_doubt_stops_nothing() -> None:
    assert proposed(HEAD + "GDP,2023,1400,亿元\n", *years("400", "420", "435")).counts["new"] == 1


def test_a_large_file_says_that_it_was_looked_over_in_part() -> None:
    rows = "".join(f"GDP,{1950 + n % 70},5,亿元,组{n // 70}\n" for n in range(MOST_FIGURES + 1))
    found = proposed("指标,年份,数值,单位,分组\n" + rows)
    assert [each.code for each in found.messages] == ["looked-over-in-part"]
