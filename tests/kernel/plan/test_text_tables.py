"""Tables of main indicators in every form that documents give them."""

from __future__ import annotations

import pytest

from huoju.kernel.plan import Plan, compile_plan, read_document
from kernel.plan.papers import docx_of, html_of

LEAD = ["某市国民经济和社会发展第十四个五年规划纲要", "第三章 主要目标", "“十四五”时期经济社会发展主要指标"]
TABLE = [
    ["序号", "指标名称", "单位", "2020年", "2025年目标", "年均增长[累计]", "指标属性"],
    ["1", "地区生产总值", "亿元", "435.3", "610", "7%", "预期性"],
    ["2", "全员劳动生产率", "万元/人", "18.2", "24", "6%左右", "预期性"],
    ["3", "常住人口城镇化率", "%", "65.2", "70", "[4.8]", "预期性"],
    ["4", "森林覆盖率", "%", "32.1", "≥33", "—", "约束性"],
]
TAIL = ["第四章 创新", "到2025年，建成实验室5个。"]


def as_lines(rows: list[list[str]], kind: str) -> list[str]:
    if kind == "bars":
        return ["| " + " | ".join(row) + " |" for row in rows]
    if kind == "markdown":
        lines = as_lines(rows, "bars")
        return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]
    if kind == "blanks":
        return ["  ".join(row) for row in rows]
    if kind == "one cell a line":
        return [cell for row in rows for cell in row]
    return [part for row in rows for part in ("  ".join(row[:3]), "  ".join(row[3:]))]


def cells(plan: Plan) -> list[tuple[str, str, str, str, str | None]]:
    return [
        (s.role.value, s.indicator, f"{s.comparator.value} {s.value[0]}{s.unit}", s.period, s.nature)
        for s in plan.statements
        if s.nature
    ]


EXPECTED = [
    ("baseline", "地区生产总值", "eq 435.3亿元", "2020", "expected"),
    ("target", "地区生产总值", "eq 610亿元", "2025", "expected"),
    ("target", "地区生产总值", "eq 7%", "2021-2025", "expected"),
    ("baseline", "全员劳动生产率", "eq 182000元/人", "2020", "expected"),
    ("target", "全员劳动生产率", "eq 240000元/人", "2025", "expected"),
    ("target", "全员劳动生产率", "approx 6%", "2021-2025", "expected"),
    ("baseline", "常住人口城镇化率", "eq 65.2%", "2020", "expected"),
    ("target", "常住人口城镇化率", "eq 70%", "2025", "expected"),
    ("target", "常住人口城镇化率", "eq 4.8%", "2021-2025", "expected"),
    ("baseline", "森林覆盖率", "eq 32.1%", "2020", "binding"),
    ("target", "森林覆盖率", "ge 33%", "2025", "binding"),
]


@pytest.mark.parametrize("kind", ["bars", "markdown", "blanks", "one cell a line", "wrapped rows"])
def test_a_table_in_text_becomes_commitments(kind: str) -> None:
    plan = compile_plan("\n".join([*LEAD, *as_lines(TABLE, kind), *TAIL]))
    assert cells(plan) == EXPECTED
    assert [s.indicator for s in plan.statements if not s.nature] == ["建成实验室数"]
    assert plan.notes == ()


@pytest.mark.parametrize("make", [docx_of, html_of])
def test_a_table_of_a_format_becomes_commitments(make) -> None:
    assert cells(compile_plan(read_document(make(LEAD, TABLE), "plan"))) == EXPECTED


def test_a_row_that_does_not_fit_is_noted_and_not_guessed() -> None:
    damaged = [*TABLE[:2], ["2", "全员劳动生产率", "万元/人", "18.2", "预期性"], *TABLE[3:]]
    plan = compile_plan("\n".join([*LEAD, *as_lines(damaged, "blanks"), *TAIL]))
    assert [note.code for note in plan.notes] == ["table-row-unclear"]
    assert not [s for s in plan.statements if s.indicator == "全员劳动生产率"]
    assert len(cells(plan)) == len(EXPECTED) - 3


def test_the_last_plan_gives_targets_and_what_was_reached() -> None:
    table = [
        ["指标", "“十三五”规划目标", "2020年完成值", "年均增速"],
        ["地区生产总值（亿元）", "400", "435.3", "8.1%"],
    ]
    plan = compile_plan(read_document(docx_of([LEAD[0], "第一章 发展基础"], table), "plan.docx"))
    assert [(s.role.value, str(s.value[0]), s.period) for s in plan.statements] == [
        ("target", "400", "2020"),
        ("baseline", "435.3", "2020"),
        ("baseline", "8.1", "2016-2020"),
    ]


def test_a_head_of_two_rows_is_understood() -> None:
    table = [
        ["类别", "指标", "2020年", "2025年", "", "属性"],
        ["", "", "", "绝对值", "年均增长", ""],
        ["经济", "地区生产总值（亿元）", "2130", "3130", "8%", "预期性"],
    ]
    plan = compile_plan(read_document(docx_of(LEAD, table), "plan.docx"))
    assert [(str(s.value[0]), s.period) for s in plan.statements] == [
        ("2130", "2020"),
        ("3130", "2025"),
        ("8", "2021-2025"),
    ]


def test_structures_projects_and_initiatives_are_registered() -> None:
    text = (
        "第三章 主要任务\n实施“1152”战略，构建“1+4+N”体系，统筹政府、社会、市民三大主体。"
        "加快建设总投资35亿元的滨海旅游度假区项目，持续优化营商环境。"
    )
    plan = compile_plan(LEAD[0] + "\n" + text)
    assert {s.name: s.value for s in plan.structures}["1+4+N"] == ("1", "4", "N")
    assert {s.name: s.parts for s in plan.structures}["三大主体"] == ("政府", "社会", "市民")
    assert [(p.name, p.investment) for p in plan.projects] == [("滨海旅游度假区项目", "总投资35亿元")]
    assert ("优化", "营商环境") in [(i.verb, i.object) for i in plan.initiatives]
