"""The catalog of indicators: complete, free of contradictions, and found by the names people use."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from huoju.errors import NotFound
from huoju.kernel.catalog import BadCatalog, Catalog, Indicator, find_unit, load_catalog, plain

CATALOG = load_catalog()
THEMES = {
    "national_accounts", "industry", "trade", "investment", "budget_finance", "innovation", "enterprises", "talent",
    "openness", "population", "education", "health", "employment_security", "housing_renewal", "environment",
    "energy_carbon", "land", "services", "digital", "culture_tourism", "safety", "agriculture", "transport",
}  # fmt: skip


def test_it_has_what_plans_and_communiques_of_zones_and_cities_use() -> None:
    assert len(CATALOG.indicators) >= 400
    by_theme = Counter(indicator.theme for indicator in CATALOG.indicators)
    assert set(by_theme) == THEMES
    assert min(by_theme.values()) >= 8


def test_ids_are_unique_and_no_name_is_shared() -> None:
    ids = [indicator.id for indicator in CATALOG.indicators]
    assert len(set(ids)) == len(ids)
    owners: dict[str, str] = {}
    for name, indicator_id in CATALOG.names():
        assert owners.setdefault(plain(name), indicator_id) == indicator_id, name


def test_every_name_finds_its_indicator_however_it_is_typed() -> None:
    for name, indicator_id in CATALOG.names():
        for typed in (name, f" {name} ", " ".join(name), f"“{name}”", f"（{name}）", _full_width(name)):
            found = CATALOG.find(typed)
            assert found, typed
            assert found.id == indicator_id, typed


@pytest.mark.parametrize(
    ("typed", "indicator_id"),
    [
        ("GDP", "gdp"),
        ("gdp", "gdp"),
        ("人均GDP", "gdp_per_capita"),
        ("R＆D经费投入强度", "rd_intensity"),
        ("全社会研发经费支出占地区生产总值比重", "rd_intensity"),
        ("规上工业营业收入", "industrial_revenue_above_scale"),
        ("细颗粒物(PM2.5)年均浓度", "pm25_concentration"),
        ("其中：第一产业增加值（亿元）", "primary_value_added"),
        ("一、地区生产总值（单位：亿元）", "gdp"),
        ("单位ＧＤＰ能耗", "energy_per_gdp"),
        ("Retail sales", None),
        ("Total retail sales of consumer goods", "retail_sales"),
        ("专精特新“小巨人”企业数", "little_giants"),
    ],
)
def test_names_from_tables_and_texts_are_found(typed: str, indicator_id: str | None) -> None:
    found = CATALOG.find(typed)
    assert (found.id if found else None) == indicator_id


def test_no_chinese_name_is_shorter_than_three_characters() -> None:
    for indicator in CATALOG.indicators:
        for name in (indicator.zh, *indicator.aliases):
            assert len(plain(name)) >= 3 or name == "固投", name


@pytest.mark.parametrize(
    "word", ["企业", "项目", "人才", "投资", "总投资", "面积", "收入", "产值", "增长", "比重", "利润"]
)
def test_an_everyday_word_names_no_indicator(word: str) -> None:
    assert CATALOG.find(word) is None


@pytest.mark.parametrize("indicator", CATALOG.indicators, ids=lambda indicator: indicator.id)
def test_each_is_whole(indicator: Indicator) -> None:
    unit = find_unit(indicator.unit)
    assert unit is not None
    assert unit.family == indicator.unit_family
    assert indicator.fits(indicator.unit)
    assert indicator.definition.endswith(("。", "）"))
    assert indicator.definition_en.endswith(".")
    assert indicator.source
    assert indicator.en.isascii() or "“" in indicator.en


def test_money_says_at_which_prices() -> None:
    lacking = [
        i.id for i in CATALOG.indicators if i.unit_family.startswith("money_") and i.price_basis is None
    ]
    assert lacking == []


def test_value_added_and_what_is_per_gdp_grow_at_constant_prices() -> None:
    for indicator_id in (
        "gdp",
        "tertiary_value_added",
        "industrial_value_added_above_scale",
        "energy_per_gdp",
    ):
        assert CATALOG.get(indicator_id).growth_at_constant_prices
    assert not CATALOG.get("general_public_budget_revenue").growth_at_constant_prices


def test_less_is_better_where_it_is() -> None:
    for indicator_id in ("pm25_concentration", "energy_per_gdp", "surveyed_urban_unemployment", "gdp_rank"):
        assert CATALOG.get(indicator_id).direction == "lower"


@pytest.mark.parametrize(
    ("indicator_id", "printed", "unit"),
    [
        ("gdp_per_capita", "万元", "万元/人"),
        ("physicians_per_1000", "人", "人/千人"),
        ("gdp", "万亿元", "万亿元"),
        ("gdp", "%", None),
        ("rd_intensity", "亿元", None),
        ("hightech_enterprises", "家", "家"),
    ],
)
def test_a_printed_unit_is_completed_from_the_name(indicator_id: str, printed: str, unit: str | None) -> None:
    resolved = CATALOG.get(indicator_id).resolve_unit(printed)
    assert (resolved.id if resolved else None) == unit


def test_foreign_capital_may_be_published_in_yuan_but_is_never_taken_for_dollars() -> None:
    capital = CATALOG.get("actual_foreign_capital")
    assert capital.fits("亿元")
    assert capital.fits("亿美元")
    assert capital.resolve_unit("亿元") is None
    assert not capital.fits("%")


def test_search_forgives_what_find_does_not() -> None:
    first = [
        CATALOG.search(text, 3)[0][0].id
        for text in ("研发强度", "空气质量优良", "total retail sale", "城镇化率常住")
    ]
    assert first == ["rd_intensity", "good_air_days_ratio", "retail_sales", "urbanization_rate"]
    scores = [score for _, score in CATALOG.search("工业增加值", 10)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 10
    assert all(0 <= score <= 1 for score in scores)


def test_an_unknown_id_is_told() -> None:
    with pytest.raises(NotFound):
        CATALOG.get("no_such_indicator")
    assert "no_such_indicator" not in CATALOG


def test_a_pack_adds_and_replaces_indicators_and_may_not_take_a_name() -> None:
    own = replace(CATALOG.get("gdp"), id="zone_output", zh="本区总产出", en="Output of the zone", aliases=())
    assert CATALOG.with_indicators([own]).find("本区总产出") == own
    assert CATALOG.find("本区总产出") is None
    renamed = replace(CATALOG.get("gdp"), aliases=("全区GDP",))
    merged = CATALOG.with_indicators([renamed])
    assert merged.find("全区GDP") == renamed
    assert len(merged.indicators) == len(CATALOG.indicators)
    with pytest.raises(BadCatalog):
        CATALOG.with_indicators([replace(own, aliases=("GDP",))])


def test_two_indicators_of_one_id_are_refused() -> None:
    gdp = CATALOG.get("gdp")
    with pytest.raises(BadCatalog):
        Catalog((gdp, gdp.__class__(**{**_fields(gdp), "zh": "别名", "en": "Other", "aliases": ()})), (), ())


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "speed"}, {"direction": "up"}, {"price_basis": "2020"}, {"unit": "家"}, {"id": "No Id"}],
)
def test_a_wrong_indicator_cannot_exist(wrong: dict[str, str]) -> None:
    with pytest.raises(BadCatalog):
        Indicator(**{**_fields(CATALOG.get("gdp")), **wrong})


def test_general_indicators_of_a_real_plan_are_known_by_name(shared: Path) -> None:
    """At least a third of all names the annotators gave; the rest are the zone's own (slogans, works, products)."""
    names = {
        row["indicator"]
        for row in _jsonl(shared / "gold" / "weihai-torch.jsonl")
        if row["role"] != "structure"
    }
    found = {name for name in names if CATALOG.find(name)}
    assert len(found) / len(names) >= 0.4


def test_a_name_of_the_plan_has_the_id_the_annotators_gave_it(shared: Path) -> None:
    for row in _jsonl(shared / "gold" / "weihai-torch.jsonl"):
        found = CATALOG.find(row["indicator"])
        assert found is None or found.id == row["indicator_en"], row["indicator"]


def test_published_figures_are_known_by_name(shared: Path) -> None:
    """Without the words for growth and share of a bigger area, which readers set apart before they look up."""
    with (shared / "data" / "observed.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["indicator"] for row in csv.DictReader(file)}
    apart = ("增速", "占全市比重", "排名", "累计")
    plain_names = {name for name in names if not name.endswith(apart)}
    assert sum(CATALOG.find(name) is not None for name in plain_names) / len(plain_names) >= 0.75


def _jsonl(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _fields(indicator: Indicator) -> dict[str, object]:
    return {name: getattr(indicator, name) for name in indicator.__dataclass_fields__}


def _full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
