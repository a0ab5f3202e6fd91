"""Which years a document plans, and what time each of its sections speaks of."""

from __future__ import annotations

import pytest

from huoju.kernel.plan import compile_plan

SAYS = "地区生产总值增长6%。"


def spoken(text: str) -> list[tuple[str, str]]:
    return [(s.role.value, s.period) for s in compile_plan(text).statements]


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("某市国民经济和社会发展第十一个五年规划纲要", (2006, 2010)),
        ("某省“十二五”综合交通运输发展规划", (2011, 2015)),
        ("某区数字经济三年行动计划（2023—2025年）", (2023, 2025)),
        ("某县2024年政府工作报告\n2024年1月20日", (2024, 2024)),
        ("某市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", (2021, 2025)),
        ("政府工作报告\n——2022年12月28日在某县人民代表大会上\n二、2023年工作安排", (2023, 2023)),
        ("某市卫生事业发展规划\n一、“十一五”发展回顾\n“十二五”时期加快发展，“十二五”末全面达标。", (2011, 2015)),
        ("某市“十三五”环境保护规划\n到2020年全面达标，“十二五”期间成效显著。", (2016, 2020)),
        ("关于某市2023年国民经济和社会发展计划执行情况与2024年计划草案的报告", (2024, 2024)),
    ],
)
def test_the_title_says_which_years_are_planned(title: str, years: tuple[int, int]) -> None:
    plan = compile_plan(title + "\n一、工作\n深入推进各项工作。")
    assert (plan.start_year, plan.end_year) == years


def test_a_work_report_reviews_the_year_before() -> None:
    report = f"政府工作报告\n一、2023年工作回顾\n{SAYS}\n二、2024年工作安排\n{SAYS}"
    assert spoken(report) == [("baseline", "2023"), ("target", "2024")]


def test_a_report_at_the_end_of_an_office_reviews_five_years() -> None:
    report = (
        "政府工作报告\n（2022年1月）\n一、过去五年工作回顾\n地区生产总值年均增长6%，达到300亿元。\n"
        "二、今后五年主要目标\n地区生产总值年均增长5.5%左右，突破500亿元。\n三、2022年工作\n地区生产总值增长6%。"
    )
    assert spoken(report) == [
        ("baseline", "2017-2021"),
        ("baseline", "2021"),
        ("target", "2022-2026"),
        ("target", "2026"),
        ("target", "2022"),
    ]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("第一章 发展基础", "baseline"),
        ("第一章 “十三五”时期取得的主要成就", "baseline"),
        ("第二章 面临形势", "context"),
        ("第三章 夯实发展基础", "target"),
        ("第四章 优化发展环境", "target"),
        ("第五章 补齐民生短板", "target"),
    ],
)
def test_a_heading_says_whether_it_was_or_is_to_be(heading: str, role: str) -> None:
    plan = f"某市国民经济和社会发展第十四个五年规划纲要\n{heading}\n高新技术企业达到300家。"
    assert [r for r, _ in spoken(plan)] == [role]


def test_a_year_in_the_sentence_wins_over_the_section() -> None:
    plan = "某市国民经济和社会发展第十四个五年规划纲要\n第三章 主要任务\n2020年，高新技术企业达到156家。"
    assert spoken(plan) == [("baseline", "2020")]


def test_a_run_together_table_is_noted_and_not_read() -> None:
    text = (
        "某市国民经济和社会发展第十四个五年规划纲要\n第三章 目标\n表1 主要指标序号指标2020年2025年属性"
        "1地区生产总值（亿元）435.3610预期性2人均生产总值（万元）14.918预期性3城镇化率（%）65.270预期性"
        "4研发投入强度（%）2.83.5约束性5森林覆盖率（%）32.133约束性\n到2025年，高新技术企业达到30家。"
    )
    plan = compile_plan(text)
    assert [note.code for note in plan.notes] == ["table-run-together"]
    assert [s.indicator for s in plan.statements] == ["高新技术企业数"]


def test_wrapped_lines_page_numbers_and_addresses_are_no_obstacle() -> None:
    text = (
        "某市国民经济和社会发展第十四个五年规划纲要\n第三章 主要目标\n"
        "坚持创新在现代化建设全局中的核心地位，深入实施创新驱动战略，到 2025\n— 14 —\nhttp://www.example.org/news/\n"
        "年，高新技术企业达到 300\n\n家，研发投入强度达到 3.5\n%以上，科技创新能力走在全国同类地区前列。\n"
    )
    statements = compile_plan(text).statements
    assert [(s.indicator, s.place.line, s.place.col, s.period) for s in statements] == [
        ("高新技术企业数", 6, 11, "2025"),
        ("研发投入强度", 8, 11, "2025"),
    ]


def test_reading_twice_gives_the_same() -> None:
    text = f"某市国民经济和社会发展第十四个五年规划纲要\n第三章 主要目标\n{SAYS}建设5G基站500座。"
    assert compile_plan(text) == compile_plan(text)


def test_keys_hold_when_other_paragraphs_change() -> None:
    head = "某市国民经济和社会发展第十四个五年规划纲要\n第三章 主要目标\n"
    before = compile_plan(head + "建设5G基站500座。").statements[0]
    after = compile_plan(head + "全面推进各项工作。\n新建学校3所。\n建设5G基站500座。").statements[-1]
    assert before.key == after.key
    assert len(before.key) == 12
