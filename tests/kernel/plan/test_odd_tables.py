"""Tables of indicators in odd or damaged forms: read where every cell is sure, noted where one is not."""

from __future__ import annotations

import pytest

from huoju.kernel.plan import Plan, compile_plan

HEAD = "某市国民经济和社会发展第十三个五年规划纲要\n第三章 主要目标\n主要指标\n"
TAIL = "\n第四章 创新\n全面推进创新。"
TABLE = [
    ["序号", "指标", "单位", "2015年", "2020年", "年均增长", "〔累计〕", "属性"],
    ["1", "地区生产总值", "亿元", "500", "750", "8.5%", "〔250〕", "预期性"],
    ["2", "城镇化率", "%", "50", "58", "", "〔8〕", "预期性"],
    ["3", "森林覆盖率", "%", "30", "33", "2%", "〔3〕", "约束性"],
]
FULL = [[cell or "3%" for cell in row] for row in TABLE]


def plan_of(rows: list[list[str]], before: str = "", behind: str = "\n") -> Plan:
    table = "\n".join(before + behind.join(row) + behind.rstrip("\n") for row in rows)
    return compile_plan(HEAD + table + TAIL)


def read(plan: Plan) -> list[str]:
    return [f"{s.indicator} {s.value[0]} {s.period}" for s in plan.statements]


def test_one_cell_a_line_with_a_bar_behind_each_is_read_with_its_empty_cells() -> None:
    plan = plan_of(TABLE, behind=" |\n")
    assert read(plan) == [
        "地区生产总值 500 2015",
        "地区生产总值 750 2020",
        "地区生产总值 8.5 2016-2020",
        "地区生产总值 250 2016-2020",
        "城镇化率 50 2015",
        "城镇化率 58 2020",
        "城镇化率 8 2016-2020",
        "森林覆盖率 30 2015",
        "森林覆盖率 33 2020",
        "森林覆盖率 2 2016-2020",
        "森林覆盖率 3 2016-2020",
    ]
    assert plan.notes == ()


@pytest.mark.parametrize("behind", ["\n", "|\n", " |\n"])
def test_every_way_to_stack_a_table_gives_what_bars_give(behind: str) -> None:
    assert read(plan_of(FULL, behind=behind)) == read(plan_of(FULL, before="|", behind="|"))


def test_headings_of_groups_are_no_rows() -> None:
    rows = [
        ["指标", "2015年实际", "2020年目标", "年均增长"],
        ["一、经济发展"],
        ["地区生产总值（亿元）", "500", "750", "8.5%"],
        ["城镇化率（%）", "50", "58", ""],
        ["二、资源环境"],
        ["森林覆盖率（%）", "30", "33", ""],
    ]
    plan = plan_of(rows, behind=" |\n")
    assert len(plan.statements) == 7
    assert plan.notes == ()


DAMAGED = [
    ["序号", "指标", "2015年", "2020年", "属性"],
    ["1", "空气质量优良率（%）", "89。1", "91。2", "约束性"],
    ["2", "养老保险参保率（%）", "92。5", "15。74", "预期性"],
    ["3", "k6 U&", "60", ">70", "预期性"],
    ["4", "GDP（亿元）", "500", "700", "预期性"],
]


@pytest.mark.parametrize(("before", "behind"), [("|", "|"), ("", "\n"), ("", "|\n")])
def test_a_full_stop_for_a_point_is_read_and_noise_is_not(before: str, behind: str) -> None:
    plan = plan_of(DAMAGED, before, behind)
    assert read(plan) == [
        "空气质量优良率 89.1 2015",
        "空气质量优良率 91.2 2020",
        "养老保险参保率 92.5 2015",
        "GDP 500 2015",
        "GDP 700 2020",
    ]
    assert len(plan.notes) == 2


def test_round_brackets_hold_a_total_where_the_head_says_so() -> None:
    rows = [
        ["序号", "指标", "2015年", "2020年", "年均增长（累计）", "属性"],
        ["1", "地区生产总值（亿元）", "500", "750", "8.5%", "预期性"],
        ["2", "单位能耗降低（%）", "—", "—", "（14%）", "约束性"],
    ]
    measures = [(s.indicator, s.measure.value) for s in plan_of(rows, behind="  ").statements]
    assert measures[2:] == [("地区生产总值", "annual_average_growth"), ("单位能耗降低", "growth_rate")]
