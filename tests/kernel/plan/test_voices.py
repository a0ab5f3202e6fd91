"""How yearly reports, their summaries and plans with odd titles are placed in time. Every text is invented."""

from __future__ import annotations

import pytest

from huoju.kernel.plan import compile_plan


def said(text: str) -> list[str]:
    """Role, value, period and name of every statement."""
    return [
        f"{s.role} {':'.join(map(str, s.value))} {s.period} {s.indicator}"
        for s in compile_plan(text).statements
    ]


REPORTS = [
    (
        "某县人民政府关于2021年工作情况的摘要：2021年全县目标完成。日期：2022年1月。据统计预测，全县生产总值增长9.5%达80亿元。",
        ["baseline 9.5 2021 生产总值", "baseline 80 2021 生产总值"],
    ),
    (
        "2023年某县政府工作报告摘要\n过去一年，全县实现地区生产总值120亿元。今年预期增长7%。",
        ["baseline 120 2022 地区生产总值", "target 7 2023 地区生产总值"],
    ),
    (
        "某县两会开幕\n2023年1月12日\n政府工作报告显示，去年全县实现地区生产总值120亿元。一年来，新建学校5所。"
        "今年预期增长7%左右，新增城镇就业3000人。",
        [
            "baseline 120 2022 地区生产总值",
            "baseline 5 2022 新建学校数",
            "target 7 2023 地区生产总值",
            "target 3000 2023 新增城镇就业",
        ],
    ),
    (
        "某园区2024年工作规划\n为做好全年工作，制定本规划。\n全年主要预期目标是：地区生产总值增长7%，固定资产投资增长10%。",
        ["target 7 2024 地区生产总值", "target 10 2024 固定资产投资"],
    ),
    (
        "某园区工作情况\n2023年，园区生产总值预计完成310亿元，增长8%。",
        ["baseline 310 2023 园区生产总值", "baseline 8 2023 园区生产总值"],
    ),
    (
        "某区招商引资工作推进情况\n2022年，全区计划引进10亿元以上项目不少于8个。上半年，引进5个。",
        ["target 8 2022 10亿元以上项目数", "baseline 5 2022 10亿元以上项目数"],
    ),
    (
        "某市2025年重点任务推进情况\n年初计划新建充电桩500个，1-6月建成260个。下半年，建成240个。",
        [
            "baseline 500 2025 新建充电桩数",
            "baseline 260 2025 建成新建充电桩数",
            "target 240 2025 建成新建充电桩数",
        ],
    ),
    (
        "某市2012年国民经济和社会发展计划执行情况及2013年国民经济和社会发展计划（草案）的报告\n"
        "全市生产总值完成1200亿元，增长12%。\n2013年，全市主要预期目标：全市生产总值增长11%，粮食产量达到200万吨。",
        [
            "baseline 1200 2012 生产总值",
            "baseline 12 2012 生产总值",
            "target 11 2013 生产总值",
            "target 200 2013 粮食产量",
        ],
    ),
    (
        "某镇2023年工作总结及2024年工作打算\n2023年，全镇完成税收3亿元。\n2024年，全镇计划完成税收3.5亿元。",
        ["baseline 3 2023 完成税收", "target 3.5 2024 完成税收"],
    ),
    (
        "政府工作报告\n——2024年1月15日在某县人民代表大会上\n2023年工作回顾\n粮食总产量达到29万吨。\n"
        "2024年工作安排\n粮食总产量稳定在30万吨以上。上半年开工建设项目20个。",
        ["baseline 29 2023 粮食总产量", "target 30 2024 粮食总产量", "target 20 2024 开工建设项目数"],
    ),
    (
        "某县政府工作报告（摘要）\n过去一年，地区生产总值增长6.2%。完成固定资产投资120亿元。\n"
        "今年的主要预期目标是：地区生产总值增长6.5%左右。新增规上企业20家。",
        [
            "baseline 6.2  地区生产总值",
            "baseline 120  固定资产投资",
            "target 6.5  地区生产总值",
            "target 20  新增规上企业数",
        ],
    ),
    (
        "关于某市2023年国民经济和社会发展计划执行情况与2024年计划草案的报告\n初步核算，全市生产总值增长6%左右。\n"
        "（一）产业升级步伐加快。高新技术企业达到580家。\n二、2024年主要目标\n力争高新技术企业突破650家。",
        ["baseline 6 2023 生产总值", "baseline 580 2023 高新技术企业数", "target 650 2024 高新技术企业数"],
    ),
    (
        "某开发区2022年上半年工作总结和下半年工作计划\n一、上半年工作\n1-6月，引进项目12个。\n"
        "二、下半年工作计划\n下半年，力争引进项目15个。",
        ["baseline 12 2022 引进项目数", "target 15 2022 引进项目数"],
    ),
    ("某区2023年统计公报\n全区生产总值500亿元。", ["baseline 500 2023 生产总值"]),
]


@pytest.mark.parametrize(("text", "expected"), REPORTS, ids=[t[:20] for t, _ in REPORTS])
def test_a_yearly_document_tells_by_its_sentences_what_was_and_what_is_to_be(
    text: str, expected: list[str]
) -> None:
    assert said(text) == expected


PLANS = [
    (
        "某市医疗服务体系规划（2016—2020年）\n到2020年将实现：\n1、千人床位数达到5.1张。\n2、千人医师数达到2.5人。",
        ["target 5.1 2020 千人床位数", "target 2.5 2020 千人医师数"],
    ),
    (
        "某市体育发展规划（2016—2020年）\n一、发展回顾\n2012~2015年，年均销售体育彩票2亿元以上。2006—2010年，婴儿死亡率9.5‰，"
        "孕产妇死亡率15‰。",
        [
            "baseline 2 2012-2015 销售体育彩票",
            "baseline 9.5 2006-2010 婴儿死亡率",
            "baseline 15 2006-2010 孕产妇死亡率",
        ],
    ),
    (
        "某省农业机械化规划（2016-2025年）\n到2025年，农机总动力稳定在11亿千瓦左右。",
        ["target 11 2025 农机总动力"],
    ),
    (
        "某市人口发展“十二五”规划\n2006—2010年，计划生育率达到95%。\n总人口控制在340万人以内。",
        ["baseline 95 2006-2010 计划生育率", "target 3400000 2011-2015 总人口"],
    ),
    (
        "某市卫生事业发展十二五规划\n到2015年，每千人口床位达到4张。",
        ["target 4 2015 每千人口床位"],
    ),
    (
        "某市“十四五”规划实施中期评估报告\n2021—2023年，全市地区生产总值年均增长5.5%。",
        ["baseline 5.5 2021-2023 地区生产总值"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PLANS, ids=[t[:20] for t, _ in PLANS])
def test_the_title_a_lead_in_and_a_range_of_years_hold(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text", ["入驻企业300家，税收增长6%。", "园区年均增长8%。\n|指标|目标|\n|绿地率（%）|35|"]
)
def test_a_text_without_any_year_has_no_year_nought(text: str) -> None:
    for statement in compile_plan(text).statements:
        assert statement.period == ""
        assert statement.baseline_period is None


@pytest.mark.parametrize(
    ("text", "natures"),
    [
        (
            "约束性指标：\n1．单位能耗下降13%。\n2．森林覆盖率达到33%。\n（二）就业\n新增就业5万人。",
            ["binding", "binding", None],
        ),
        ("约束性指标：单位能耗下降13%；森林覆盖率达到33%。", ["binding", "binding"]),
        ("预期性指标包括地区生产总值年均增长6%，城镇化率达到70%。", ["expected", "expected"]),
        ("（一）约束性指标\n单位能耗下降13%。\n（二）预期性指标\n城镇化率达到70%。", ["binding", "expected"]),
        ("单位能耗下降13%（约束性），城镇化率达到70%（预期性）。", ["binding", "expected"]),
        ("规划确定了一批约束性指标。新增就业5万人。", [None]),
    ],
)
def test_a_list_under_binding_indicators_is_binding(text: str, natures: list[str | None]) -> None:
    plan = compile_plan(f"某市国民经济和社会发展第十四个五年规划纲要\n第三章 主要目标\n{text}")
    assert [s.nature for s in plan.statements] == natures
