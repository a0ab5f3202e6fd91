"""Writes of the plan room: a document attached, a plan taken from a document, people's decisions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huoju.kernel.audit.models import Event
from huoju.kernel.plan import actions, queries, read_document
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.subjects.models import Subject

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = """\
小区国民经济和社会发展第十四个五年规划纲要
第一章 主要目标
到2025年，地区生产总值达到300亿元，常住人口达到18万人。
"""


@pytest.fixture
def area():
    return Subject.objects.create(code="small", kind="area", name="小区")


def document(text: str = TEXT):
    return read_document(text.encode(), "plan.txt")


def create(area, text: str = TEXT, **other) -> PlanVersion:
    given = {"code": "small-14fyp", "area": area, "by": "li", "at": NOW, **other}
    return actions.create_plan_from_document(document(text), **given)


class TestAPlanFromItsDocument:
    def test_title_years_and_statements_come_from_the_text(self, area):
        plan = create(area)
        assert (plan.start_year, plan.end_year, plan.has_document) == (2021, 2025, True)
        assert "第十四个五年规划纲要" in plan.title
        assert [each.value for each in queries.commitments(plan)] == [["300"], ["180000"]]
        assert {each.source for each in queries.statements(plan)} == {"reader"}
        assert queries.headings(plan)["1"] == "主要目标"

    def test_a_person_may_say_what_the_document_does_not(self, area):
        text = "目标\n地区生产总值达到300亿元。\n"
        with pytest.raises(actions.NoPeriod):
            create(area, text)
        plan = create(area, text, title="小区规划", start_year=2021, end_year=2025)
        assert (plan.title, plan.end_year) == ("小区规划", 2025)

    def test_a_text_that_promises_nothing_makes_no_plan(self, area):
        with pytest.raises(actions.NothingPromised):
            create(area, "小区国民经济和社会发展第十四个五年规划纲要\n今天天气很好，我们去公园散步。\n")
        assert not PlanVersion.objects.exists()

    def test_a_code_is_given_once(self, area):
        create(area)
        with pytest.raises(actions.PlanExists):
            create(area)
        assert PlanVersion.objects.count() == 1

    def test_one_event_tells_who_made_it(self, area):
        create(area)
        (event,) = Event.objects.filter(verb="plan.create")
        assert (event.actor, event.target) == ("li", "plan:small-14fyp")


def test_a_document_attached_again_replaces_its_clauses(area):
    plan = create(area)
    before = queries.clauses(plan).count()
    found = actions.attach_document(plan, document(), by="li", at=NOW)
    assert found.is_same_edition
    assert queries.clauses(plan).count() == before
    assert found.unmatched == ()


def test_another_edition_moves_the_statements_to_its_lines(area):
    plan = create(area)
    found = actions.attach_document(plan, document("封面\n" + TEXT), by="li", at=NOW)
    assert not found.is_same_edition
    assert [each.line for each in queries.commitments(plan)] == [4, 4]


OTHER = "邻县第十四个五年规划纲要\n第一章 目标\n到2025年，森林覆盖率达到45%，公路里程达到900公里。\n"


@pytest.mark.parametrize("act", [actions.attach_document, actions.reread_document])
def test_the_text_of_another_plan_is_refused_and_nothing_changes(area, act):
    plan = create(area)
    before = list(queries.statements(plan).values("line", "col", "sentence", "value")), plan.document_sha256
    with pytest.raises(actions.AnotherPlan):
        act(plan, document(OTHER), by="li", at=NOW)
    plan.refresh_from_db()
    after = list(queries.statements(plan).values("line", "col", "sentence", "value")), plan.document_sha256
    assert after == before
    assert queries.headings(plan)["1"] == "主要目标"


def test_a_heading_keeps_its_english_title_when_a_document_is_attached(area):
    plan = create(area)
    queries.clauses(plan).filter(kind="heading", heading="主要目标").update(heading_en="Main goals")
    actions.attach_document(plan, document("封面\n" + TEXT), by="li", at=NOW)
    heading = queries.clauses(plan).get(kind="heading", heading="主要目标")
    assert heading.heading_en == "Main goals"


def test_only_a_bureau_may_lead(area):
    plan = create(area)
    keys = [each.key for each in queries.commitments(plan)]
    with pytest.raises(actions.NotABureau):
        actions.assign_lead(plan=plan, keys=keys, bureau=area, by="li", at=NOW)
    assert not Statement.objects.exclude(lead=None).exists()


def test_a_lead_is_given_to_many_at_once_with_one_event(area):
    plan = create(area)
    bureau = Subject.objects.create(code="small/bureau", kind="bureau", name="经济局")
    keys = [each.key for each in queries.commitments(plan)]
    assert actions.assign_lead(plan=plan, keys=keys, bureau=bureau, by="li", at=NOW) == 2
    assert actions.assign_lead(plan=plan, keys=keys, bureau=bureau, by="li", at=NOW) == 0
    (event,) = Event.objects.filter(verb="statement.lead")
    assert event.after == dict.fromkeys(keys, "small/bureau")


def test_a_page_of_commitments_needs_one_query(area, django_assert_num_queries):
    plan = create(area)
    with django_assert_num_queries(1):
        assert [(each.subject, each.lead, each.clause.chapter) for each in queries.commitments(plan)]
