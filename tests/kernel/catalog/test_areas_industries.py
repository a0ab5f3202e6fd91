"""Areas and industries: codes of the standards, found by code, full name or short name."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from huoju.kernel.catalog import areas, find_area, find_industry, industries


def test_all_provinces_and_prefectures_are_there() -> None:
    levels = Counter(area.level for area in areas())
    assert levels["province"] == 34
    assert levels["prefecture"] == 333
    assert levels["county"] > 2800


def test_codes_are_unique_six_digits_and_lead_to_the_area_above() -> None:
    by_code = {area.code: area for area in areas()}
    assert len(by_code) == len(areas())
    for area in areas():
        assert re.fullmatch(r"[1-8]\d{5}", area.code)
        if area.level == "province":
            assert area.parent is None
            assert area.code.endswith("0000")
        else:
            assert area.parent in by_code
            assert area.code[:2] == by_code[str(area.parent)].code[:2]
        if area.level == "prefecture":
            assert area.code.endswith("00")


@pytest.mark.parametrize(("province", "prefectures", "counties"), [("山东", 16, 136), ("江苏", 13, 95)])
def test_two_provinces_are_whole_with_english_names(province: str, prefectures: int, counties: int) -> None:
    above = find_area(province)
    assert above is not None
    below = [area for area in areas() if area.code[:2] == above.code[:2]]
    assert Counter(area.level for area in below) == {
        "province": 1,
        "prefecture": prefectures,
        "county": counties,
    }
    assert all(area.name_en for area in below)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("威海市", "371000"), ("威海", "371000"), ("Weihai", "371000"), ("371000", "371000"), ("环翠区", "371002"),
        ("吉林", "220000"), ("吉林市", "220200"), ("内蒙古", "150000"), ("延边", "222400"), ("莒县", "371122"),
        ("泰安", "370900"), ("Tai'an", "370900"), ("香港", "810000"), ("苏州", "320500"), ("漯河", "411100"),
    ],
)  # fmt: skip
def test_an_area_is_found_by_its_names(name: str, code: str) -> None:
    area = find_area(name)
    assert area is not None
    assert area.code == code


def test_a_name_shared_by_two_needs_the_area_above() -> None:
    assert find_area("鼓楼区") is None
    nanjing = find_area("鼓楼区", within="320100")
    assert nanjing is not None
    assert nanjing.code == "320106"
    assert find_area("市中区", within="370000") is None


def test_a_development_zone_is_no_area_of_the_standard() -> None:
    assert find_area("威海火炬高技术产业开发区") is None


def test_a_label_falls_back_to_chinese() -> None:
    area = find_area("环翠区")
    assert area is not None
    assert (area.label("en"), area.label("zh")) == ("Huancui", "环翠区")


def test_there_are_twenty_sections_and_ninety_seven_divisions() -> None:
    levels = Counter(industry.level for industry in industries())
    assert levels == {"section": 20, "division": 97}
    divisions = [industry.code for industry in industries() if industry.level == "division"]
    assert divisions == [f"{number:02}" for number in range(1, 98)]
    sections = [industry.code for industry in industries() if industry.level == "section"]
    assert sections == list("ABCDEFGHIJKLMNOPQRST")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C", "C"),
        ("27", "27"),
        ("C27", "27"),
        ("医药制造业", "27"),
        ("Ｃ39", "39"),
        ("教育", "P"),
        ("制造业", "C"),
        ("XX", None),
    ],
)
def test_an_industry_is_found_by_code_or_name(text: str, code: str | None) -> None:
    industry = find_industry(text)
    assert (industry.code if industry else None) == code
