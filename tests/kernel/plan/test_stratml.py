"""StratML: every plan gives a valid document, and nothing promised is lost on the way."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from compare_builders import CATALOG, make_baseline, make_clause, make_growth, make_plan, make_statement
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from stratml_structure import NAMESPACE, schema

from huoju.kernel.plan.compiled import Initiative
from huoju.kernel.plan.outline import ClauseKind
from huoju.kernel.plan.statements import Place
from huoju.kernel.plan.stratml import write_stratml

IN = {"s": NAMESPACE}


@pytest.fixture(scope="session")
def schemas():
    """Our schema of the structure, and the published one where HUOJU_STRATML_XSD says where it lies."""
    published = os.environ.get("HUOJU_STRATML_XSD")
    return [schema(), *([etree.XMLSchema(etree.parse(Path(published)))] if published else [])]


def read(plan, schemas, **options):
    """The written document, checked against the schemas."""
    root = etree.fromstring(write_stratml(plan, CATALOG, **options))
    for one in schemas:
        one.assertValid(root)
    return root


def texts(root, path: str) -> list[str]:
    return [element.text or "" for element in root.iterfind(path, IN)]


def chapters(*statements, **fields):
    """A plan of two chapters; the statements stand in the clause c0002 of the first."""
    clauses = (
        make_clause("第一章 发展基础和目标", ClauseKind.HEADING, id="c0001", level=1, chapter="1"),
        make_clause("到2025年再上台阶。", id="c0002", chapter="1.2", heading="主要目标"),
        make_clause("第二章 重点任务", ClauseKind.HEADING, id="c0003", level=1, chapter="2"),
        make_clause("做好各项工作。", id="c0004", chapter="2", heading="重点任务", first_line=9, last_line=9),
    )
    return make_plan(*statements, title="青禾新区“十四五”发展规划", clauses=clauses, **fields)


def test_chapters_are_goals_and_promising_clauses_objectives(schemas):
    root = read(chapters(make_statement("firms", 300, clause="c0002")), schemas)
    assert texts(root, ".//s:Goal/s:Name") == ["第一章 发展基础和目标", "第二章 重点任务"]
    assert texts(root, ".//s:Objective/s:Name") == ["主要目标"]
    assert texts(root, ".//s:Organization/s:Name") == ["青禾新区"]


def test_a_commitment_is_an_indicator_with_target_and_actual_result(schemas):
    statements = (make_baseline("firms", 200), make_statement("firms", 300, clause="c0002", comparator="ge"))
    root = read(chapters(*statements), schemas)
    assert texts(root, ".//s:MeasurementDimension") == ["高新技术企业数 / firms (全区)"]
    assert texts(root, ".//s:TargetResult/s:NumberOfUnits") == ["300"]
    assert texts(root, ".//s:TargetResult/s:EndDate") == ["2025-12-31"]
    assert texts(root, ".//s:TargetResult//s:DescriptorValue") == ["≥300家"]
    assert texts(root, ".//s:ActualResult/s:NumberOfUnits") == ["200"]
    assert texts(root, ".//s:ActualResult/s:StartDate") == ["2020-01-01"]


def test_two_years_of_one_indicator_are_two_results_of_one(schemas):
    statements = [
        make_statement("firms", value, clause="c0002", period=year)
        for year, value in (("2023", 250), ("2025", 300))
    ]
    root = read(chapters(*statements), schemas)
    assert len(root.findall(".//s:PerformanceIndicator", IN)) == 1
    assert texts(root, ".//s:TargetResult/s:NumberOfUnits") == ["250", "300"]


def test_a_growth_rate_is_not_the_result_of_a_level(schemas):
    statements = (make_statement("gdp", 500, clause="c0002"), make_growth("gdp", 6, clause="c0002"))
    root = read(chapters(*statements), schemas)
    assert texts(root, ".//s:UnitOfMeasurement") == ["亿元 (100 million yuan)", "% (percent)"]


def test_a_range_and_a_composition_are_described_not_cut_to_one_number(schemas):
    statements = (
        make_statement("firms", (300, 500), comparator="range", clause="c0002"),
        make_statement("gdp", (1, 48, 51), measure="composition", unit=None, clause="c0002"),
    )
    root = read(chapters(*statements), schemas)
    assert root.find(".//s:NumberOfUnits", IN) is None
    assert texts(root, ".//s:DescriptorValue") == ["300—500家", "1:48:51"]


def test_a_promise_without_a_number_is_qualitative(schemas):
    one = Initiative("建设", "公共服务平台", Place("a.txt", "2", 9, 9, 0), "建设公共服务平台。")
    plan = chapters(make_statement("firms", None, clause="c0002", implicit=True, value_text="全覆盖"))
    plan = replace(plan, initiatives=(one,))
    root = read(plan, schemas)
    kinds = [
        element.get("PerformanceIndicatorType") for element in root.iterfind(".//s:PerformanceIndicator", IN)
    ]
    assert kinds == ["Qualitative", "Qualitative"]
    assert texts(root, ".//s:MeasurementDimension")[1] == "建设公共服务平台"


def test_an_initiative_stands_once_even_where_all_clauses_share_a_line(schemas):
    one = Initiative("建设", "公共服务平台", Place("a.txt", "1", 7, 7, 0), "建设公共服务平台。")
    clauses = [
        make_clause(text, id=f"c{n}")
        for n, text in enumerate(("先做好规划。", "建设公共服务平台。", "再看。"))
    ]
    plan = replace(make_plan(clauses=tuple(clauses)), initiatives=(one,))
    assert texts(read(plan, schemas), ".//s:Objective/s:Description") == ["建设公共服务平台。"]


def test_a_plan_without_chapters_is_one_goal(schemas):
    plan = make_plan(make_statement("firms", 300), clauses=(make_clause("到2025年达到300家。", chapter="0"),))
    assert texts(read(plan, schemas), ".//s:Goal/s:Name") == ["a.txt"]


def test_an_empty_plan_is_still_valid(schemas):
    read(make_plan(), schemas)


def test_equal_keys_get_identifiers_of_their_own(schemas):
    statements = [make_statement(c, 3, clause="c0002", key="same") for c in ("firms", "gdp", "population")]
    found = texts(read(chapters(*statements), schemas), ".//s:PerformanceIndicator/s:Identifier")
    assert len(set(found)) == 3


def test_the_administrative_information_says_from_when_to_when_and_where_from(schemas):
    root = read(chapters(), schemas, source="https://example.org/plan")
    assert texts(root, "s:AdministrativeInformation/s:StartDate") == ["2021-01-01"]
    assert texts(root, "s:AdministrativeInformation/s:Source") == ["https://example.org/plan"]


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=40), value=st.decimals(allow_nan=False, allow_infinity=False))
def test_any_text_and_any_number_give_a_valid_document(text, value):
    statement = make_statement(
        "firms", value, clause="c0002", sentence=text, indicator=text, subject=text, unit=text
    )
    schema().assertValid(etree.fromstring(write_stratml(chapters(statement), CATALOG)))


def test_the_structure_refuses_what_the_standard_refuses():
    root = etree.fromstring(write_stratml(chapters(make_statement("firms", 3, clause="c0002")), CATALOG))
    goal = root.find(".//s:Goal", IN)
    goal.insert(0, goal.find("s:Description", IN))
    assert not schema().validate(root)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["weihai-torch-14fyp", "suzhou_15fyp_outline", "national_envprot_12fyp"])
def test_real_plans_are_valid_and_keep_every_commitment(shared, schemas, name):
    from huoju.kernel.catalog import load_catalog
    from huoju.kernel.plan.compiler import compile_plan

    plan = compile_plan((shared / "plans" / f"{name}.txt").read_text(encoding="utf-8"), load_catalog())
    root = etree.fromstring(write_stratml(plan, load_catalog()))
    for one in schemas:
        one.assertValid(root)
    assert len(root.findall(".//s:TargetResult", IN)) == len(plan.commitments)
    qualitative = root.findall(".//s:PerformanceIndicator[@PerformanceIndicatorType='Qualitative']", IN)
    assert len(qualitative) >= len(plan.initiatives)
