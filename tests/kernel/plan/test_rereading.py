"""Reading the same or a revised document again: what people decided stays, wherever the lines went."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huoju.kernel.audit.models import Event
from huoju.kernel.plan import actions, queries, read_document, register_actions, review_actions
from huoju.kernel.plan.models import Initiative, PlanVersion, Review, Statement
from huoju.kernel.plan.review_actions import state_of
from huoju.kernel.subjects.models import Subject

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = ["小区国民经济和社会发展第十四个五年规划纲要", "第一章 主要目标"]
BODY = [
    "到2025年，地区生产总值达到300亿元，常住人口达到18万人。",
    "规模以上工业增加值年均增长7%以上，社会消费品零售总额年均增长7%。",
    "加快建设智慧园区，完善公共服务平台。",
    "到2025年，新建学校6所，建成口袋公园6个。",
    "到2025年，城镇化率达到80%。",
    "力争到2025年，高新技术企业达到200家。",
    "到2025年，城镇化率达到80%。",
]
UNRELATED = [
    "坚持以人民为中心的发展思想，走高质量发展之路。", "营商环境持续优化，服务效能不断提升。",
    "到2025年，港口吞吐量达到900万吨。", "深化改革开放，激发市场活力。", "森林覆盖率达到41%。",
]  # fmt: skip


@pytest.fixture
def area(db):
    return Subject.objects.create(code="small", kind="area", name="小区")


def document(*lines: str):
    return read_document("\n".join((*HEAD, *lines)).encode(), "plan.txt")


def create(area, *lines: str) -> PlanVersion:
    return actions.create_plan_from_document(document(*lines), code="small", area=area, by="li", at=NOW)


def reread(plan, *lines: str) -> actions.Rereading:
    return actions.reread_document(plan, document(*lines), by="li", at=NOW)


def one(plan, text: str) -> Statement:
    return queries.statements(plan).filter(value_text=text).first()


def decisions(plan) -> dict[str, object]:
    return {row.key: state_of(row) for row in queries.statements(plan) if row.review != Review.UNREVIEWED}


def correct(statement, **changes):
    review_actions.correct_statement(statement, changes=changes, by="li", at=NOW)


def test_the_same_document_changes_nothing(area):
    plan = create(area, *BODY)
    before = [state_of(row) | {"line": row.line, "key": row.key} for row in queries.statements(plan)]
    found = reread(plan, *BODY)
    assert (found.added, found.removed, found.gone) == (0, 0, ())
    assert [state_of(row) | {"line": row.line, "key": row.key} for row in queries.statements(plan)] == before


def test_corrected_fields_stay_and_lines_move(area):
    plan = create(area, *BODY)
    correct(one(plan, "300亿元"), value=["310"], indicator="生产总值（修订）")
    found = reread(plan, UNRELATED[0], UNRELATED[2], *BODY)
    row = one(plan, "300亿元")
    assert (row.value, row.indicator, row.review, row.is_gone) == (
        ["310"],
        "生产总值（修订）",
        "corrected",
        False,
    )
    assert (row.line, row.as_read["value"]) == (5, ["300"])
    assert (found.added, found.gone) == (1, ())


def test_a_decided_statement_that_left_the_text_is_kept_and_marked(area):
    plan = create(area, *BODY)
    review_actions.review_statement(one(plan, "200家"), review=Review.ACCEPTED, by="li", at=NOW)
    found = reread(plan, *BODY[:5])
    row = one(plan, "200家")
    assert found.gone == (row.key,)
    assert (row.is_gone, row.review, row.sentence) == (True, "accepted", BODY[5])
    assert found.removed == 1  # the second mention of urbanisation, which nobody had looked at
    reread(plan, *BODY)
    assert not one(plan, "200家").is_gone


def test_settling_a_lost_statement_ends_the_question(area):
    plan = create(area, *BODY)
    review_actions.review_statement(one(plan, "200家"), review=Review.ACCEPTED, by="li", at=NOW)
    reread(plan, *BODY[:5])
    review_actions.review_statement(one(plan, "200家"), review=Review.ACCEPTED, by="li", at=NOW)
    assert reread(plan, *BODY[:5]).gone == ()
    assert not one(plan, "200家").is_gone


def test_a_changed_value_is_a_new_statement_and_the_old_review_waits(area):
    plan = create(area, *BODY)
    review_actions.review_statement(one(plan, "300亿元"), review=Review.ACCEPTED, by="li", at=NOW)
    reread(plan, BODY[0].replace("300", "320"), *BODY[1:])
    assert one(plan, "300亿元").is_gone
    assert one(plan, "320亿元").review == Review.UNREVIEWED


def test_a_sentence_reworded_a_little_keeps_its_review_unless_it_promises_otherwise(area):
    plan = create(area, *BODY)
    review_actions.review_statement(
        one(plan, "7%以上") or one(plan, "7%"), review=Review.ACCEPTED, by="li", at=NOW
    )
    reworded = BODY[1].replace("社会消费品", "全区社会消费品")
    assert reread(plan, BODY[0], reworded, *BODY[2:]).gone == ()
    review_actions.review_statement(one(plan, "18万人"), review=Review.ACCEPTED, by="li", at=NOW)
    softer = BODY[0].replace("常住人口达到", "常住人口力争达到")
    assert len(reread(plan, softer, *BODY[1:]).gone) == 1


def test_a_rejected_reading_does_not_come_back(area):
    plan = create(area, *BODY)
    review_actions.review_statement(one(plan, "6所"), review=Review.REJECTED, by="li", at=NOW)
    reread(plan, UNRELATED[1], *BODY)
    assert one(plan, "6所").review == Review.REJECTED
    assert queries.statements(plan).filter(value_text="6所").count() == 1


def test_a_statement_added_by_hand_is_found_again_by_its_sentence(area):
    plan = create(area, *BODY)
    clause = queries.clauses(plan).get(text__contains=BODY[2])
    fields = {"role": "target", "indicator": "公共服务平台", "measure": "count", "comparator": "eq", "value": ["1"],
              "period": "2025"}  # fmt: skip
    review_actions.add_statement(
        plan, clause=clause, sentence=BODY[2], value_text="公共服务平台", fields=fields, by="li", at=NOW
    )
    assert reread(plan, *UNRELATED[:2], *BODY).gone == ()
    row = one(plan, "公共服务平台")
    assert (row.sentence, BODY[2] in row.clause.text) == (BODY[2], True)
    assert row.line in (6, 7)  # by the share of the paragraph before it


def test_a_lead_is_a_decision_too(area):
    plan = create(area, *BODY)
    bureau = Subject.objects.create(code="small/bureau", kind="bureau", name="经济局")
    key = one(plan, "200家").key
    actions.assign_lead(plan=plan, keys=[key], bureau=bureau, by="li", at=NOW)
    assert reread(plan, *BODY[:5]).gone == (key,)


def test_an_initiative_that_is_followed_keeps_what_was_said(area):
    plan = create(area, *BODY)
    initiative = Initiative.objects.get(plan=plan, verb="建设")
    register_actions.follow(initiative, state="under_way", note="已招标", lead=None, by="li", at=NOW)
    reread(plan, UNRELATED[0], *BODY)
    again = Initiative.objects.get(plan=plan, key=initiative.key)
    assert (again.state, again.note, again.is_gone, again.line) == ("under_way", "已招标", False, 6)
    reread(plan, BODY[0])
    assert [row.is_gone for row in Initiative.objects.filter(plan=plan)] == [True]


def test_one_event_tells_what_a_rereading_did(area):
    plan = create(area, *BODY)
    reread(plan, *BODY[:5])
    (event,) = Event.objects.filter(verb="plan.reread")
    assert (event.after["removed"], event.after["gone"], event.actor) == (2, [], "li")


@given(data=st.data())
@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_unrelated_paragraphs_coming_and_going_change_no_review(area, data):
    PlanVersion.objects.all().delete()
    first = with_some_unrelated(data)
    plan = create(area, *first)
    for row in queries.statements(plan):
        if row.value_text in ("900万吨", "41%"):
            continue
        verdict = data.draw(st.sampled_from(["leave", "accepted", "rejected", "corrected"]))
        if verdict == "corrected":
            correct(row, value=["1"], indicator="改名", unit="个", period="2024")
        elif verdict != "leave":
            review_actions.review_statement(row, review=Review(verdict), by="li", at=NOW)
    before = decisions(plan)
    for _ in range(2):
        found = reread(plan, *with_some_unrelated(data))
        assert found.gone == ()
        assert decisions(plan) == before


def with_some_unrelated(data) -> list[str]:
    """The body in order, any unrelated paragraphs before, between and behind."""
    lines = list(BODY)
    for extra in data.draw(st.lists(st.sampled_from(UNRELATED), max_size=5)):
        lines.insert(data.draw(st.integers(0, len(lines))), extra)
    return lines
