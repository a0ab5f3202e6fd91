"""A stored plan as a value again: corrected figures, no rejected ones, StratML valid with and without the text."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from lxml import etree
from stratml_structure import schema

from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan import actions, queries, read_document, review_actions
from huoju.kernel.plan.models import Clause, Initiative, PlannedProject, PlanVersion, Review
from huoju.kernel.plan.stored import records, stored_plan
from huoju.kernel.plan.stratml import write_stratml
from huoju.kernel.subjects.models import Subject

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = """\
小区国民经济和社会发展第十四个五年规划纲要
第一章 主要目标
到2025年，地区生产总值达到300亿元，常住人口达到18万人。
第二章 重点任务
加快建设智慧园区，完善公共服务平台。推进城市展览馆项目、滨海污水处理厂二期等建设。
"""


@pytest.fixture
def plan() -> PlanVersion:
    area = Subject.objects.create(code="small", kind="area", name="小区")
    document = read_document(TEXT.encode(), "plan.txt")
    return actions.create_plan_from_document(document, code="small", area=area, by="li", at=NOW)


def test_the_value_has_what_people_decided(plan):
    gdp, people = queries.commitments(plan)
    review_actions.correct_statement(gdp, changes={"value": ["310"]}, by="li", at=NOW)
    review_actions.review_statement(people, review=Review.REJECTED, by="li", at=NOW)
    stored = stored_plan(plan)
    assert [one.value for one in stored.commitments] == [(Decimal(310),)]
    assert {one.id for one in stored.clauses} >= {one.clause for one in stored.statements}
    assert [record["review"] for record in records(plan)] == ["corrected", "rejected"]


def test_initiatives_and_projects_are_stored_with_the_plan(plan):
    assert "智慧园区" in [row.object for row in Initiative.objects.filter(plan=plan)]
    assert [row.clause.chapter for row in PlannedProject.objects.filter(plan=plan)] == ["2", "2"]
    stored = stored_plan(plan)
    assert (len(stored.initiatives), len(stored.projects)) == (
        plan.initiatives.count(), plan.plannedprojects.count(),
    )  # fmt: skip


@pytest.mark.parametrize("has_text", [True, False])
def test_stratml_of_a_stored_plan_is_valid(plan, has_text):
    if not has_text:
        Clause.objects.filter(plan=plan).exclude(kind="heading").delete()
        Clause.objects.filter(plan=plan).update(text="")
    document = write_stratml(stored_plan(plan), load_catalog(), organization=plan.area.name)
    root = etree.fromstring(document)
    schema().assertValid(root)
    assert [node.text for node in root.iterfind(".//{*}NumberOfUnits")] == ["300", "180000"]
