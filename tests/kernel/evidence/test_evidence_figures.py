"""One cell of a table as bureaus type it, and what headings say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoju.kernel.evidence.figures import Figure, read_figure
from huoju.kernel.evidence.headings import Heading, is_period, labels_in, read_heading


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("435.3", "435.3", ""),
        ("1,234.50", "1234.50", ""),
        ("1，234", "1234", ""),
        ("４３５．３", "435.3", ""),
        ("+3.2", "3.2", ""),
        ("－3.2", "-3.2", ""),
        ("—3.2", "-3.2", ""),
        ("435.3①", "435.3", ""),
        ("435.3 [2]", "435.3", ""),
        ("435.3*", "435.3", ""),
        ("435.3²", "435.3", ""),
        ("#435.3", "435.3", ""),
        ("12.5%", "12.5", "%"),
        ("3.5‰", "3.5", "‰"),
        ("43.5万", "43.5", "万"),
        ("43.5万人", "43.5", "万人"),
        ("435.3亿元", "435.3", "亿元"),
        ("15.2万元/人", "15.2", "万元/人"),
        ("28 位", "28", "位"),
        ("1.5E+3", "1.5E+3", ""),
        ("1 234.5", "1234.5", ""),
    ],
)
def test_a_number_is_read_as_it_is_typed(text: str, value: str, unit: str) -> None:
    assert read_figure(text) == Figure(Decimal(value), unit)


@pytest.mark.parametrize("text", ["—", "-", "–", "－", "/", "无", "n/a", "N/A", "--", "一"])
def test_a_dash_is_a_value_known_to_be_missing(text: str) -> None:
    assert read_figure(text) == Figure(status="M")


@pytest.mark.parametrize(("text", "note"), [("…", "…"), ("...", "…"), ("＜0.1", "＜0.1"), ("不足1", "不足1")])
def test_what_lies_below_the_smallest_unit_is_not_significant(text: str, note: str) -> None:
    assert read_figure(text) == Figure(status="N", note=note)


@pytest.mark.parametrize(
    ("text", "status"), [("约29", "E"), ("29p", "P"), ("29(p)", "P"), ("29左右", "E"), ("29快报数", "P")]
)
def test_a_hedged_number_says_so_in_its_status(text: str, status: str) -> None:
    assert read_figure(text) == Figure(Decimal(29), "", status, text)


@pytest.mark.parametrize("text", ["abc", "12,34", "12.3.4", "五百", "1,23,456", "12-34", "2024年1-9月"])
def test_what_is_no_number_is_a_problem(text: str) -> None:
    assert read_figure(text).problem == "bad-number"


@pytest.mark.parametrize("text", ["#DIV/0!", "#REF!", "#N/A"])
def test_an_error_of_excel_is_a_problem_of_its_own(text: str) -> None:
    assert read_figure(text).problem == "cell-error"


@given(st.decimals(-(10**15), 10**15, places=3))
def test_print_then_read_gives_it_back(value: Decimal) -> None:
    assert read_figure(f"{value:,}").value == value
    assert read_figure(f"{value:f}").value == value


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    figure = read_figure(text)
    assert figure.problem or figure.value is not None or figure.status != "A"
    assert isinstance(read_heading(text), Heading)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("规模以上工业营业收入（亿元）", Heading("规模以上工业营业收入", "亿元")),
        ("地区生产总值(亿元)", Heading("地区生产总值", "亿元")),
        ("常住人口【万人】", Heading("常住人口", "万人")),
        ("一、地区生产总值（亿元）", Heading("地区生产总值", "亿元")),
        ("2024年", Heading(period="2024年")),
        ("2024", Heading(period="2024")),
        ("2024年1-9月", Heading(period="2024年1-9月")),
        ("202406", Heading(period="202406")),
        ("1-9月累计", Heading(period="1-9月")),
        ("同比增长（±%）", Heading("", "%", "growth_rate")),
        ("比上年增长（%）", Heading("", "%", "growth_rate")),
        ("±%", Heading("", "%", "growth_rate")),
        ("同比±%", Heading("", "%", "growth_rate")),
        ("增速(%)", Heading("", "%", "growth_rate")),
        ("年均增长（%）", Heading("", "%", "annual_average_growth")),
        ("固定资产投资增速", Heading("固定资产投资", "%", "growth_rate")),
        ("2024年1-9月增速(±%)", Heading("", "%", "growth_rate", "2024年1-9月")),
        ("绝对量", Heading(measure="level")),
        ("2023年 总量", Heading(measure="level", period="2023年")),
        ("单位：亿元", Heading(unit="亿元")),
        ("全社会R&D经费投入占GDP比重（%）", Heading("全社会R&D经费投入占GDP比重", "%")),
        ("企业数（规上）", Heading("企业数（规上）")),
    ],
)
def test_a_heading_is_taken_apart(text: str, heading: Heading) -> None:
    assert read_heading(text) == heading


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2024", True),
        ("1105", False),
        ("435.3", False),
        ("202413", False),
        ("2024年三季度", True),
        ("", False),
    ],
)
def test_a_bare_number_is_a_period_only_when_it_looks_like_a_year_or_month(text: str, is_one: bool) -> None:
    assert is_period(text) is is_one


def test_a_title_gives_unit_and_period_aside() -> None:
    assert labels_in("2024年各区市主要经济指标  单位：亿元") == Heading(unit="亿元", period="2024年")
    assert labels_in("资料来源：威海统计年鉴") == Heading(source="威海统计年鉴")
