"""Promises in plain words, parts in one sentence, terms of the plan's own: what is found, and what is let be."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from checker_builders import grows, had, say

from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan import compile_plan
from huoju.kernel.plan.checker import Assumptions, check
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Statement


def found(*statements, **options) -> list[Finding]:
    return [f for f in check(statements, load_catalog(), **options) if f.severity is not Severity.NOTE]


def errors(*statements, **options) -> list[Finding]:
    return [f for f in found(*statements, **options) if f.severity is Severity.ERROR]


def sentence(text: str, *parts: tuple[str, str, dict], line: int = 10) -> list[Statement]:
    """Statements of one sentence: (indicator, value as printed in the text, other fields)."""
    made, start = [], 0
    for indicator, printed, fields in parts:
        at = text.index(printed, start)
        start = at + len(printed)
        number = "".join(c for c in printed if c.isdigit() or c == ".")
        concept = fields.pop("concept", None)
        made.append(
            say(concept, number, indicator=indicator, printed=printed, sentence=text, offset=(at, start), line=line,
                clause="c1", confidence=0.9, **({"comparator": "eq"} | fields))
        )  # fmt: skip
    return made


FIRMS = {"unit": "家", "measure": "count"}
PEOPLE = {"unit": "万人", "measure": "count"}
RESIDENTS, URBAN, RURAL = "resident_population", "urban_population", "rural_population"
OUTPUT = "新能源产业产值"
SURE = {"confidence": 0.9}

ERRORS = [
    # 26.5 + 18.9 = 45.4, hardly 47 even when each is a little exceeded
    ("targets to be reached that do not add up", "conflict",
     [say(RESIDENTS, "47", **PEOPLE), say(URBAN, "26.5", **PEOPLE), say(RURAL, "18.9", **PEOPLE)]),
    # 4800 + 3000 = 7800, more than 7500
    ("parts to be reached that exceed their whole", "conflict",
     [say("exports", 4800), say("imports", 3000), say("foreign_trade_total", 7500)]),
    # 15.6 x 1.08^5 = 22.9, more than 20
    ("growth that overshoots its level", "growth-and-level",
     [had("general_public_budget_revenue", "15.6"), grows("general_public_budget_revenue", "8.0"),
      say("general_public_budget_revenue", "20.0")]),
    # 150 x 1.15^5 = 301.7
    ("a term of the plan's own", "growth-and-level",
     [had(None, 150, indicator=OUTPUT, **SURE), grows(None, 15, indicator=OUTPUT, **SURE),
      say(None, 400, indicator=OUTPUT, **SURE)]),
    # 1.08^5 = 1.47, not 2
    ("doubling against average growth", "growth-and-level",
     [grows(None, 8, indicator=OUTPUT, **SURE),
      say(None, 2, indicator=OUTPUT, measure="multiple", unit="倍", comparator="eq", baseline_period="2020",
          printed="翻一番", **SURE)]),
    # 980 + 75 = 1055
    ("net additions of one year", "conflict",
     [had("industrial_firms_above_scale", 980, period=2024, **FIRMS),
      say(None, 75, indicator="净增规模以上工业企业数", measure="increment", comparator="eq", unit="家",
          role="baseline", period=2025, **SURE),
      had("industrial_firms_above_scale", 1105, period=2025, **FIRMS)]),
    # 8000 + 12000 = 20000
    ("a stock by two names", "conflict",
     [had(None, 8000, indicator="建成充电桩数", unit="个", measure="count", **SURE),
      say(None, 12000, indicator="新增充电桩数", measure="increment", comparator="eq", unit="个", period="2021-2025",
          baseline_period="2020", **SURE),
      say("charging_piles", 25000, unit="个", measure="count")]),
    # 560 x 1.3 = 728
    ("growth against a base years ago", "growth-and-level",
     [had("general_public_budget_revenue", 560),
      say("general_public_budget_revenue", 30, measure="growth_rate", comparator="eq", unit="%",
          baseline_period="2020"),
      say("general_public_budget_revenue", 780)]),
    # 300万亩 x 450公斤 = 135万吨
    ("area times yield", "conflict",
     [had("grain_sown_area", 300, unit="万亩"), had("grain_yield", 450, unit="千克/亩"),
      had("grain_output", 155, unit="万吨")]),
    # 435.3亿元 / 29.12万人 = 14.95万元: more than definitions can differ
    ("an approximate identity far off", "conflict",
     [had("gdp", "435.3"), had(RESIDENTS, "29.12", **PEOPLE), had("gdp_per_capita", 186000, unit="元")]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "code", "statements"), ERRORS, ids=[row[0] for row in ERRORS])
def test_contradictions_in_plain_words_are_errors(what, code, statements):
    told = errors(*statements)
    assert [f.code for f in told] == [code]
    assert set(told[0].statements) == {s.key for s in statements}
    assert told[0].derivation


QUIET = [
    # 112 + 60 = 172, a little more than 170
    ("a target a little exceeded",
     [had("industrial_firms_above_scale", 112, **FIRMS),
      say("industrial_firms_above_scale", 60, measure="increment", comparator="eq", unit="家", period="2021-2025",
          baseline_period="2020"), say("industrial_firms_above_scale", 170, **FIRMS)]),
    ("a stretch target beyond what firm growth gives",
     [had("general_public_budget_revenue", 100), grows("general_public_budget_revenue", 5),
      say("general_public_budget_revenue", 180, stretch=True)]),
    ("a firm and a stretch value", [say("gdp", 300), say("gdp", 350, stretch=True)]),
    ("an average of one year says not from when",
     [had("gdp", "5.6", measure="growth_rate", unit="%", comparator="eq", period=2025),
      had("gdp", "5.9", measure="annual_average_growth", unit="%", comparator="eq", period=2025)]),
    ("general words are of anything",
     [had(None, 150, indicator="总投资", **SURE), grows(None, 15, indicator="总投资", **SURE),
      say(None, 400, indicator="总投资", **SURE)]),
    ("a term read with doubt",
     [had(None, 150, indicator=OUTPUT, confidence=0.6), grows(None, 15, indicator=OUTPUT, confidence=0.6),
      say(None, 400, indicator=OUTPUT, confidence=0.6)]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "statements"), QUIET, ids=[row[0] for row in QUIET])
def test_what_plain_words_leave_open_is_no_error(what, statements):
    assert [f.message_zh for f in errors(*statements)] == []


def test_a_wider_plain_reading_dissolves_the_error():
    statements = [say("exports", 4800), say("imports", 3000), say("foreign_trade_total", 7500)]
    assert errors(*statements, assumptions=Assumptions(plain_overshoot=0.05)) == []


def test_firms_newly_added_may_leave_again():
    base, added, end = (
        had("hightech_enterprises", 400, **FIRMS),
        *sentence("2021—2025年新增高新技术企业310家。", ("新增高新技术企业数", "310家", {
            "measure": "increment", "unit": "家", "role": "baseline", "period": "2021-2025",
            "baseline_period": "2020"})),
        had("hightech_enterprises", 600, period=2025, **FIRMS),
    )  # fmt: skip
    (tension,) = found(base, added, end)
    assert tension.severity is Severity.WARNING
    assert tension.code == "tension-no-exits"
    (error,) = errors(base, added, had("hightech_enterprises", 800, period=2025, **FIRMS))
    assert len(error.statements) == 3


# -- lists in one sentence

MONEY = {"unit": "亿元", "period": "2021-2025"}


def test_parts_of_a_sentence_that_exceed_their_whole():
    text = "总投资360亿元，其中电源项目150亿元、电网项目120亿元、储能项目100亿元。"
    said = sentence(text, ("总投资", "360亿元", {**MONEY}), ("电源项目", "150亿元", {**MONEY}),
                    ("电网项目", "120亿元", {**MONEY}), ("储能项目", "100亿元", {**MONEY}))  # fmt: skip
    (error,) = errors(*said)
    assert error.code == "parts-and-whole"
    assert "370亿元" in error.message_zh
    assert "370亿元" in error.message_en
    assert len(error.statements) == 4


def test_a_list_goes_on_with_its_comma_though_the_whole_is_reached():
    text = "产业园4个，其中国家级1个、省级3个、市级2个。"
    fields = {"unit": "个", "measure": "count", "period": "2020", "role": "baseline"}
    said = sentence(text, ("产业园数", "4个", {**fields}), ("国家级园数", "1个", {**fields}),
                    ("省级园数", "3个", {**fields}), ("市级园数", "2个", {**fields}))  # fmt: skip
    (warning,) = (f for f in found(*said) if f.code == "parts-exceed-whole")
    assert "合计 6个" in warning.message_zh


def test_parts_with_a_rest_that_fall_short_of_their_whole():
    text = "总投资360亿元，其中电源项目150亿元、电网项目120亿元、其他40亿元。"
    said = sentence(text, ("总投资", "360亿元", {**MONEY}), ("电源项目", "150亿元", {**MONEY}),
                    ("电网项目", "120亿元", {**MONEY}), ("其他", "40亿元", {**MONEY}))  # fmt: skip
    (error,) = errors(*said)
    assert "少 50亿元" in error.message_zh
    assert "50亿元 less" in error.message_en


def test_a_plain_contradiction_is_not_hidden_by_an_assumption():
    # 8.23万元 x 481.3万人 = 396亿元, not 660; a population that grew would fit no better
    error, *_ = errors(
        had("resident_population", "475.6", **PEOPLE), say("gdp", 6604), say("resident_population", "481.3", **PEOPLE),
        say("gdp_per_capita", "8.23", unit="万元"),
    )  # fmt: skip
    assert len(error.statements) == 3


def test_bare_parts_beside_their_whole():
    text = "进出口总额1650.6亿元，其中出口792.7亿元、进口386.3亿元。"
    fact = {"role": "baseline", "period": "2020"}
    said = sentence(text, ("进出口总额", "1650.6亿元", {"concept": "foreign_trade_total", **fact}),
                    ("出口", "792.7亿元", {**fact}), ("进口", "386.3亿元", {**fact}))  # fmt: skip
    (error,) = errors(*said)
    assert error.code == "conflict"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("总投资360亿元，其中电源项目150亿元、电网项目120亿元。", ("360", "150", "120")),
        ("总投资360亿元以上，其中电源项目250亿元、电网项目120亿元。", ("360", "250", "120")),
        # the first three are the whole; what follows is another thing
        ("投资360亿元，其中电源200亿元、电网160亿元，储能项目100亿元。", ("360", "200", "160", "100")),
    ],
)
def test_parts_that_leave_room_are_let_be(text, values):
    parts = [(f"甲乙{n}项目", f"{v}亿元", {**MONEY}) for n, v in enumerate(values)]
    if "以上" in text:
        parts[0][2]["comparator"] = "ge"
    assert [f for f in found(*sentence(text, *parts)) if f.code.startswith("parts")] == []


def test_things_that_may_be_counted_twice_are_a_warning():
    text = "企业100家，其中高新技术企业80家、规模以上企业60家。"
    fields = {**FIRMS, "period": "2020", "role": "baseline"}
    said = sentence(text, ("企业数", "100家", {**fields}), ("高新技术企业数", "80家", {**fields}),
                    ("规模以上企业数", "60家", {**fields}))  # fmt: skip
    assert [f.severity for f in found(*said) if f.code == "parts-exceed-whole"] == [Severity.WARNING]


@pytest.mark.parametrize(("names", "severity"), [
    (("煤炭比重", "石油比重", "非化石能源比重"), Severity.ERROR),
    (("高新技术产业比重", "战略性新兴产业比重", "数字经济比重"), Severity.WARNING),
])  # fmt: skip
def test_shares_of_one_whole_beyond_a_hundred(names, severity):
    text = "比重分别为60%、30%、25%。"
    share = {"unit": "%", "measure": "share", "period": "2025"}
    said = sentence(text, *((n, v, {**share}) for n, v in zip(names, ("60%", "30%", "25%"), strict=True)))
    (finding,) = (f for f in found(*said) if "115" in f.message_zh)
    assert finding.severity is severity


def test_parks_larger_than_the_zone():
    text = "科创园20平方公里，智造园18平方公里，港产园30平方公里。"
    area = {"unit": "平方公里", "period": "2025"}
    parks = sentence(text, ("科创园", "20平方公里", {**area}), ("智造园", "18平方公里", {**area}),
                     ("港产园", "30平方公里", {**area}))  # fmt: skip
    zone = had(None, 60, indicator="规划面积", unit="平方公里", line=2)
    (warning,) = (f for f in found(zone, *parks) if f.code == "parts-exceed-whole")
    assert warning.lines == (2, 10)


def test_a_yearly_average_and_its_total():
    years = {"unit": "万吨", "period": "2021-2025"}
    name = "减排二氧化碳"
    total = sentence("五年累计减排二氧化碳50万吨。", (name, "50万吨", {**years, "measure": "cumulative"}))
    each = sentence("年均减排二氧化碳15万吨。", (name, "15万吨", {**years}), line=12)
    (error,) = errors(*total, *each)
    assert error.code == "average-and-total"
    assert error.lines == (10, 12)
    fits = sentence("年均减排二氧化碳10万吨。", (name, "10万吨", {**years}), line=12)
    assert errors(*total, *fits) == []


def test_a_share_of_a_whole_that_the_sentence_names():
    # 520 / 1260 = 41.3 %
    text = "规模以上工业总产值1260亿元，高新技术产业产值520亿元，占规模以上工业总产值的比重为46.8%。"
    fact = {"role": "baseline", "period": "2020"}
    output, share = {"concept": "hightech_output", **fact}, {"unit": "%", "measure": "share"}
    said = sentence(
        text,
        ("规模以上工业总产值", "1260亿元", {"concept": "industrial_output_above_scale", **fact}),
        ("高新技术产业产值", "520亿元", {**output}),
        ("高新技术产业产值", "46.8%", {**output, **share}),
    )
    (error,) = errors(*said)
    assert len(error.statements) == 3


# -- text and table


def test_of_a_value_said_twice_the_nearer_one_is_told():
    # 26,000 doctors for 8 million people are 3.25 for a thousand, not 4.2
    per_thousand = {"unit": "人", "measure": "count"}
    table = say("physicians_per_1000", "4.2", comparator="eq", line=26, **per_thousand)
    text = [
        say("licensed_doctors", "2.6", line=35, **PEOPLE),
        say(RESIDENTS, "800", line=35, **PEOPLE),
        say("physicians_per_1000", "4.2", line=35, **per_thousand),
    ]
    assert [f.lines for f in errors(table, *text)] == [(35,)]


def test_a_base_restated_is_told_once_not_again_by_the_growth_from_it():
    first = had("retail_sales", 3860, line=7)
    table = [
        had("retail_sales", 3680, line=22),
        say("retail_sales", 5000, comparator="eq", line=22),
        grows("retail_sales", "6.3", line=22),
    ]
    assert [(f.code, f.lines) for f in errors(first, *table)] == [("stated-twice", (7, 22))]


def test_coarse_rounding_of_a_promise_is_doubtful():
    share = {"unit": "%", "measure": "share"}
    (doubt,) = found(say("rd_intensity", "3.5", **share), say("rd_intensity", "4", **share))
    assert (doubt.code, doubt.severity) == ("promised-twice", Severity.WARNING)


def test_what_is_to_be_kept_is_not_called_met():
    text = "粮食产量稳定在168万吨以上。"
    (kept,) = sentence(text, ("粮食产量", "168万吨", {"concept": "grain_output", "unit": "万吨", "comparator": "ge",
                                                   "period": "2026"}))  # fmt: skip
    assert found(had("grain_output", "168.4", unit="万吨", period=2025), kept) == []


def test_a_term_whose_ending_says_its_unit():
    (doubt,) = found(say(None, 480, indicator="单位增加值能耗", unit="万元"))
    assert doubt.code == "unit-does-not-fit"
    assert found(say(None, D("0.5"), indicator="单位增加值能耗", unit="吨标准煤/万元")) == []


# -- structures that the text spells out

PLAN = """某某市2026年政府工作报告

一、2026年工作安排

（一）推进创新。实施创新能力提升“五大行动”，即{actions}。

（二）优化布局。构建“1+4+N”格局。“1”即市级调度中心，“4”即{bases}，“N”即分布式站点。
"""
FIVE = "企业研发提升行动、平台建设行动、成果转化行动、人才集聚行动、开放合作行动"
FOUR = "北部基地、东部基地、南部基地、西部基地"


@pytest.mark.parametrize(
    ("actions", "bases", "lines"),
    [
        (FIVE, FOUR, []),
        (FIVE.rpartition("、")[0], FOUR, [(5,)]),
        (FIVE, FOUR.rpartition("、")[0], [(7,)]),
        (FIVE.replace("、开", "和开"), FOUR.replace("、西", "和西"), []),
        (FIVE.rpartition("、")[0] + "等", FOUR, []),
    ],
)
def test_structures_count_what_their_sentence_spells_out(actions, bases, lines):
    plan = compile_plan(PLAN.format(actions=actions, bases=bases), load_catalog())
    findings = check(plan, load_catalog())
    assert [f.lines for f in findings if f.code == "structure-parts"] == lines
