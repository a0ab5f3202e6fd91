"""The national rule sets: every expectation was worked out by hand from the provisions named in the tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from huoju.kernel.packs.rule_sets import read_rule_sets
from huoju.kernel.rules import RuleSet, compare_models, find_moves
from huoju.kernel.rules.errors import NoVersion

Y2010, Y2015, Y2016, Y2020 = date(2010, 6, 30), date(2015, 12, 31), date(2016, 1, 1), date(2020, 3, 1)


@pytest.fixture(scope="module")
def sets(root) -> dict[str, RuleSet]:
    found, problems = read_rule_sets(root / "packs" / "national-rules")
    assert [one.in_language("zh") for one in problems] == []
    return {one.code: one for one in found}


def number(text: str) -> Decimal:
    return Decimal(text)


def make_high_tech(**changes: Any) -> dict[str, Any]:
    """A firm that just meets every condition of both versions, in the middle class of revenue."""
    firm: dict[str, Any] = {
        "最近一年销售收入": 8000, "研发费用占比": number("0.04"), "境内研发费用占比": number("0.6"),
        "高新收入占比": number("0.6"), "创新能力得分": 71, "境内居民企业": True, "拥有核心知识产权": True,
        "属于重点支持领域": True, "五年以上独占许可": False, "大专以上科技人员占比": number("0.3"),
        "研发人员占比": number("0.1"), "注册天数": 365, "科技人员占比": number("0.1"),
        "一年内有重大事故或违法": False,
    }  # fmt: skip
    assert changes.keys() <= firm.keys()
    return firm | changes


QUALIFIES, FAILS = "符合", "不符合"
HIGH_TECH = [
    # what differs from the firm above; by the rules of 2008; by the rules of 2016
    ({}, QUALIFIES, QUALIFIES),
    ({"研发费用占比": number("0.0399")}, FAILS, FAILS),
    # up to 50 million yuan: 6 % in 2008, 5 % in 2016
    ({"最近一年销售收入": 4999, "研发费用占比": number("0.05")}, FAILS, QUALIFIES),
    ({"最近一年销售收入": 4999, "研发费用占比": number("0.06")}, QUALIFIES, QUALIFIES),
    ({"最近一年销售收入": 4999, "研发费用占比": number("0.0499")}, FAILS, FAILS),
    # exactly 50 million yuan: the middle class (4 %) in 2008, the small one (5 %) in 2016
    ({"最近一年销售收入": 5000, "研发费用占比": number("0.045")}, QUALIFIES, FAILS),
    ({"最近一年销售收入": 5001, "研发费用占比": number("0.045")}, QUALIFIES, QUALIFIES),
    # exactly 200 million yuan: 4 % in both; above it 3 %
    ({"最近一年销售收入": 20000, "研发费用占比": number("0.035")}, FAILS, FAILS),
    ({"最近一年销售收入": number("20000.01"), "研发费用占比": number("0.03")}, QUALIFIES, QUALIFIES),
    # a score of exactly 70 does not do
    ({"创新能力得分": 70}, FAILS, FAILS),
    # staff: 30 % with a degree and 10 % in R&D then, 10 % science and technology staff now
    ({"大专以上科技人员占比": number("0.29")}, FAILS, QUALIFIES),
    ({"科技人员占比": number("0.0999")}, QUALIFIES, FAILS),
    # an exclusive licence counted then, ownership is needed now
    ({"拥有核心知识产权": False, "五年以上独占许可": True}, QUALIFIES, FAILS),
    ({"注册天数": 364}, QUALIFIES, FAILS),
    ({"高新收入占比": number("0.5999")}, FAILS, FAILS),
    ({"一年内有重大事故或违法": True}, QUALIFIES, FAILS),
    # what is not given counts as not met
    ({"创新能力得分": None}, FAILS, FAILS),
]


@pytest.mark.parametrize(("changes", "in_2008", "in_2016"), HIGH_TECH)
def test_a_high_tech_enterprise_by_the_rules_of_its_day(sets, changes, in_2008, in_2016):
    firm = make_high_tech(**changes)
    assert sets["high-tech-enterprise"].evaluate(firm, on=Y2015)[1].value == in_2008
    assert sets["high-tech-enterprise"].evaluate(firm, on=Y2016)[1].value == in_2016


def test_all_conditions_that_are_not_met_are_listed(sets):
    firm = make_high_tech(注册天数=100, 科技人员占比=number("0.05"), 境内研发费用占比=number("0.5"))
    result = sets["high-tech-enterprise"].evaluate(firm, on=Y2020, decision="未满足条件")[1]
    assert result.value == ["须注册成立一年以上", "科技人员占比不足", "境内研发费用占比不足"]


def test_before_the_first_version_there_is_no_answer_and_the_versions_are_named(sets):
    with pytest.raises(NoVersion, match=r"2008-01-01\.\.2015-12-31"):
        sets["high-tech-enterprise"].on(date(2007, 12, 31))


def make_sme(**changes: Any) -> dict[str, Any]:
    """20 + 30 + 12 = 62 points; basic conditions met at their limits; no ground for direct recognition."""
    firm: dict[str, Any] = {
        "境内居民企业": True, "职工总数": 500, "年销售收入": 20000, "资产总额": 20000, "产品属禁止限制淘汰类": False,
        "有重大事故或失信行为": False, "列入异常或严重违法名单": False, "科技人员占比": number("0.3"),
        "研发费用占销售收入比": number("0.04"), "研发费用占成本费用比": number("0.05"), "Ⅰ类知识产权数": 0,
        "Ⅱ类知识产权数": 2, "高企证书有效": False, "近五年国家科技奖前三": False, "省部级以上研发机构": False,
        "近五年主导制定标准": False,
    }  # fmt: skip
    assert changes.keys() <= firm.keys()
    return firm | changes


BY_SCORE, DIRECTLY, UNKNOWN = "符合，综合评分", "符合，直接确认", "资料不足"
TECHNOLOGY_SME = [
    # what differs; staff, R&D and achievements; verdict
    ({}, (20, 30, 12), BY_SCORE),
    ({"科技人员占比": number("0.25")}, (16, 30, 12), FAILS),  # 58
    ({"科技人员占比": number("0.25"), "Ⅱ类知识产权数": 3}, (16, 30, 18), BY_SCORE),  # 64
    (
        {"科技人员占比": number("0.1"), "研发费用占销售收入比": number("0.06"), "Ⅱ类知识产权数": 1},
        (4, 50, 6),
        BY_SCORE,
    ),  # 60
    (
        {"科技人员占比": number("0.0999"), "研发费用占销售收入比": number("0.06"), "Ⅰ类知识产权数": 1},
        (0, 50, 30),
        FAILS,
    ),
    (
        {"研发费用占销售收入比": number("0.0199"), "研发费用占成本费用比": number("0.3")},
        (20, 50, 12),
        BY_SCORE,
    ),
    ({"研发费用占销售收入比": number("0.02"), "研发费用占成本费用比": number("0.0999")}, (20, 10, 12), FAILS),
    ({"研发费用占成本费用比": None}, (20, 30, 12), BY_SCORE),
    ({"Ⅰ类知识产权数": 1, "Ⅱ类知识产权数": 0}, (20, 30, 30), BY_SCORE),
    ({"Ⅱ类知识产权数": 4}, (20, 30, 24), BY_SCORE),
    ({"Ⅱ类知识产权数": 0, "高企证书有效": True}, (20, 30, 0), DIRECTLY),
    ({"职工总数": 501}, (20, 30, 12), FAILS),
    ({"年销售收入": number("20000.01")}, (20, 30, 12), FAILS),
    ({"资产总额": 20001, "高企证书有效": True}, (20, 30, 12), FAILS),
    ({"列入异常或严重违法名单": True}, (20, 30, 12), FAILS),
    ({"科技人员占比": None}, (None, 30, 12), UNKNOWN),
]


@pytest.mark.parametrize(("changes", "points", "verdict"), TECHNOLOGY_SME)
def test_a_technology_sme_is_scored_and_judged(sets, changes, points, verdict):
    version = sets["technology-sme"].on(Y2020)
    values = version.compiled.evaluate(make_sme(**changes)).values
    assert tuple(values[name] for name in ("科技人员得分", "研发投入得分", "科技成果得分")) == points
    assert values["评价结论"] == verdict


UP, DOWN = "规模以上", "规模以下"
INDUSTRY = [
    (date(2000, 1, 1), 1, True, UP),  # all state-owned ones
    (date(2000, 1, 1), 499, False, DOWN),
    (date(2006, 12, 31), 500, False, UP),
    (date(2007, 1, 1), 1, True, DOWN),
    (date(2010, 12, 31), 500, False, UP),
    (date(2011, 1, 1), 500, False, DOWN),
    (date(2011, 1, 1), number("1999.99"), False, DOWN),
    (date(2026, 1, 1), 2000, False, UP),
]


@pytest.mark.parametrize(("day", "revenue", "state_owned", "size"), INDUSTRY)
def test_industry_above_designated_size(sets, day, revenue, state_owned, size):
    unit = {"年主营业务收入": revenue, "国有企业": state_owned}
    assert sets["above-scale-industry"].evaluate(unit, on=day)[1].value == size


TRADE = [
    (Y2010, "批发业", 2000, 20, False, UP),
    (Y2010, "批发业", 2000, 19, False, DOWN),
    (Y2010, "零售业", 500, 59, False, DOWN),
    (Y2010, "住宿业", 10, 5, True, UP),
    (Y2010, "餐饮业", 200, 40, False, UP),
    (Y2020, "批发业", 2000, 1, False, UP),
    (Y2020, "批发业", 1999, 100, False, DOWN),
    (Y2020, "零售业", 500, 1, False, UP),
    (Y2020, "住宿业", 199, 50, True, DOWN),
    (Y2020, "餐饮业", 200, 1, False, UP),
]


@pytest.mark.parametrize(("day", "industry", "revenue", "staff", "star", "size"), TRADE)
def test_trade_and_catering_above_designated_size(sets, day, industry, revenue, staff, star, size):
    unit = {"行业": industry, "年主营业务收入": revenue, "年末从业人员": staff, "星级或旅游饭店": star}
    assert sets["above-scale-trade"].evaluate(unit, on=day)[1].value == size


SERVICES = [
    (date(2019, 12, 31), "信息传输、软件和信息技术服务业", 1000, 5, UP),
    (date(2019, 12, 31), "信息传输、软件和信息技术服务业", 999, 50, UP),
    (date(2019, 12, 31), "文化、体育和娱乐业", 499, 49, DOWN),
    (date(2019, 12, 31), "社会工作", 500, 5, DOWN),
    (Y2020, "信息传输、软件和信息技术服务业", 1999, 500, DOWN),
    (Y2020, "信息传输、软件和信息技术服务业", 2000, 5, UP),
    (Y2020, "教育", 1000, 5, UP),
    (Y2020, "社会工作", 500, 5, UP),
    (Y2020, "居民服务、修理和其他服务业", 499, 60, DOWN),
]


@pytest.mark.parametrize(("day", "industry", "revenue", "staff", "size"), SERVICES)
def test_services_above_designated_size(sets, day, industry, revenue, staff, size):
    unit = {"行业": industry, "年营业收入": revenue, "年末从业人员": staff}
    assert sets["above-scale-services"].evaluate(unit, on=day)[1].value == size


def test_the_change_of_2016_is_told_in_both_languages(sets):
    high_tech = sets["high-tech-enterprise"]
    old, new = high_tech.versions
    found = compare_models(old.model, new.model, subject=("企业", "firms"), terms=high_tech.terms)
    assert "最近一年销售收入不超过5000万元的企业，“研发费用占比要求”由6%降为5%" in "".join(
        found.sentences("zh")
    )
    assert (
        "required R&D share for firms with revenue of the last year up to 50 million yuan falls from 6% to 5%"
        in found.sentences("en")
    )


def test_who_moved_in_2016_and_by_which_rule(sets):
    high_tech = sets["high-tech-enterprise"]
    old, new = high_tech.versions
    found = compare_models(old.model, new.model, subject=("企业", "firms"), terms=high_tech.terms)
    firms = [
        {"企业": name, **make_high_tech(**changes)}
        for name, changes in (
            ("甲", {"最近一年销售收入": 4000, "研发费用占比": number("0.05")}),
            ("乙", {"注册天数": 100}),
            ("丙", {}),
            ("丁", {"最近一年销售收入": 5000, "研发费用占比": number("0.045")}),
        )
    ]
    moves = find_moves(old.compiled, new.compiled, firms, found, decision="认定结论", name="企业")
    assert [(one.subject, one.old, one.new) for one in moves.moves] == [
        ("甲", FAILS, QUALIFIES), ("乙", QUALIFIES, FAILS), ("丁", QUALIFIES, FAILS),
    ]  # fmt: skip
    told = [[cause.zh for cause in one.causes] for one in moves.moves]
    assert told[0] == [
        "最近一年销售收入不超过5000万元的企业，“研发费用占比要求”由6%降为5%",
        "未满足条件：不再命中规则6（“研发费用占比不足”）",
    ]
    assert told[1] == ["未满足条件：新增规则2：注册天数低于365天或未提供 → “须注册成立一年以上”"]
    assert told[2][0].startswith("研发费用占比要求：由规则2（4%）改为规则1（5%）")
    assert moves.total == 4
    assert moves.counts[('"符合"', '"符合"')] == 1


def test_every_rule_names_its_provision(sets):
    tables = [
        (version, rule) for one in sets.values() for version in one.versions
        for decision in version.model.decisions
        if hasattr(decision.logic, "rules") for rule in decision.logic.rules
    ]  # fmt: skip
    assert len(tables) > 100
    assert [rule.id for _, rule in tables if not rule.annotations or not rule.annotations[0]] == []


def test_every_name_and_text_has_its_english(sets):
    """So that the English page shows no Chinese but the names of documents."""
    missing = set()
    for one in sets.values():
        for version in one.versions:
            names = {each.name for each in version.model.elements}
            for decision in version.model.decisions:
                if hasattr(decision.logic, "rules"):
                    names |= {clause.label or clause.expression for clause in decision.logic.inputs}
                    names |= {
                        t.strip('"') for r in decision.logic.rules for t in r.outputs if t.startswith('"')
                    }
            missing |= {(one.code, name) for name in names if name not in one.terms}
    assert sorted(missing) == []
