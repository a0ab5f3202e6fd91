"""Units: exact conversion, whatever the spelling; never between what only looks alike."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoju.kernel.catalog import Unit, UnitMismatch, UnknownUnit, convert, find_unit, get_unit, units

UNITS = units()
FAMILIES = {family: [unit for unit in UNITS if unit.family == family] for family in {u.family for u in UNITS}}
values = st.decimals(min_value="-1e12", max_value="1e12", places=6, allow_nan=False, allow_infinity=False)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Unit, Unit]:
    family = draw(st.sampled_from(sorted(FAMILIES)))
    return draw(st.sampled_from(FAMILIES[family])), draw(st.sampled_from(FAMILIES[family]))


@given(values, pairs())
def test_there_and_back_gives_exactly_the_same_number(value: Decimal, pair: tuple[Unit, Unit]) -> None:
    there, back = pair
    assert convert(convert(value, there, back), back, there) == value


@pytest.mark.parametrize(
    ("value", "unit", "result", "wanted"),
    [
        ("1", "亿元", "10000", "万元"),
        ("435.3", "亿元", "43530000000", "元"),
        ("1.5", "万人", "15000", "人"),
        ("3", "平方公里", "4500", "亩"),
        ("15", "亩", "1", "公顷"),
        ("0.5", "吨标准煤/万元", "50", "千克标准煤/千元"),
        ("8.5", "%", "0.085", "1"),
        ("5", "‰", "0.5", "%"),
        ("2", "万户", "20000", "户"),
        ("1.2", "万亿元", "12000", "亿元"),
        ("36", "亿千瓦时", "3600000000", "度"),
        ("50", "基点", "0.5", "个百分点"),
    ],
)
def test_conversion_is_exact(value: str, unit: str, result: str, wanted: str) -> None:
    assert convert(Decimal(value), unit, wanted) == Decimal(result)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("%", "个百分点"),
        ("亿元", "亿美元"),
        ("人", "人次"),
        ("天", "工作日"),
        ("千瓦", "千瓦时"),
        ("个", "%"),
        ("倍", "%"),
    ],
)
def test_what_only_looks_alike_never_converts(left: str, right: str) -> None:
    with pytest.raises(UnitMismatch) as told:
        convert(Decimal(1), left, right)
    assert left in told.value.in_language("zh")


@pytest.mark.parametrize("spelling", ["亿元", "亿 元", "亿元人民币", "100 million yuan", "亿人民币"])
def test_one_unit_has_many_spellings(spelling: str) -> None:
    unit = find_unit(spelling)
    assert unit is not None
    assert (unit.family, unit.factor) == ("money_cny", 10**8)


def test_every_id_name_and_alias_finds_its_unit() -> None:
    for unit in UNITS:
        for name in (unit.id, unit.name_en, *unit.aliases):
            assert find_unit(name) == unit, name


def test_every_family_has_a_base_and_positive_factors() -> None:
    for family, members in FAMILIES.items():
        assert all(unit.factor > 0 for unit in members), family
    assert all(len({unit.id for unit in members}) == len(members) for members in FAMILIES.values())


@pytest.mark.parametrize(
    ("printed", "family"),
    [
        ("元/人", "money_cny/person"),
        ("吨标准煤／万元", "coal_equivalent/money_cny"),
        ("微克/立方米", "mass/volume"),
        ("人/平方公里", "person/area"),
        ("件/万人", "count/person"),
        ("万标准箱", "count"),
    ],
)
def test_prefixes_and_per_units_are_composed(printed: str, family: str) -> None:
    assert get_unit(printed).family == family


@pytest.mark.parametrize("text", ["", "元元", "万", "/", "每", "亩均", "万%", "千亿个百分点"])
def test_what_is_no_unit_is_not_found(text: str) -> None:
    assert find_unit(text) is None


def test_an_unknown_unit_is_told_in_both_languages() -> None:
    with pytest.raises(UnknownUnit) as told:
        get_unit("斛")
    assert "斛" in told.value.in_language("zh")
    assert "斛" in told.value.in_language("en")


def test_bigger_chinese_units_of_money_are_bigger() -> None:
    order = ["元", "千元", "万元", "百万元", "千万元", "亿元", "千亿元", "万亿元"]
    assert all(get_unit(small).factor < get_unit(big).factor for small, big in pairwise(order))
