"""People's decisions about statements: each audited with what stood before, the last one can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huoju.errors import Conflict
from huoju.kernel.audit.models import Event
from huoju.kernel.plan import actions, queries, read_document, review_actions
from huoju.kernel.plan.models import Review
from huoju.kernel.subjects.models import Subject

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCE = "到2025年，地区生产总值达到300亿元，常住人口达到18万人。"
TEXT = f"小区国民经济和社会发展第十四个五年规划纲要\n第一章 主要目标\n{SENTENCE}\n"


@pytest.fixture
def plan():
    area = Subject.objects.create(code="small", kind="area", name="小区")
    document = read_document(TEXT.encode(), "plan.txt")
    return actions.create_plan_from_document(document, code="small", area=area, by="li", at=NOW)


@pytest.fixture
def gdp(plan):
    return queries.statements(plan).get(value_text="300亿元")


def accept(statement, by="li"):
    return review_actions.review_statement(statement, review=Review.ACCEPTED, by=by, at=NOW)


def undo(plan, by="li"):
    return review_actions.undo_last_decision(plan, by=by, at=NOW)


def add(plan, **other):
    fields = {
        "role": "target",
        "indicator": "新指标",
        "measure": "count",
        "comparator": "eq",
        "value": ["18"],
    }
    given = {"clause": queries.clauses(plan).get(kind="paragraph", text=SENTENCE), "sentence": SENTENCE,
             "value_text": "18", "fields": fields, "by": "li", "at": NOW} | other  # fmt: skip
    return review_actions.add_statement(plan, **given)


def test_a_decision_is_audited_with_before_and_after(gdp):
    accept(gdp)
    event = Event.objects.get(verb="statement.review")
    assert (event.before["review"], event.after["review"]) == ("unreviewed", "accepted")
    assert event.target == f"plan.statement:small/{gdp.key}"


def test_a_correction_remembers_what_was_read(gdp):
    review_actions.correct_statement(gdp, changes={"value": ["310"]}, by="li", at=NOW)
    review_actions.correct_statement(gdp, changes={"value": ["320"]}, by="li", at=NOW)
    gdp.refresh_from_db()
    assert (gdp.value, gdp.as_read["value"], gdp.review) == (["320"], ["300"], "corrected")


def test_the_last_decision_is_undone_and_then_the_one_before(plan, gdp):
    accept(gdp)
    review_actions.correct_statement(gdp, changes={"value": ["310"], "subject": plan.area}, by="li", at=NOW)
    assert undo(plan) == ("statement.correct", gdp.key)
    gdp.refresh_from_db()
    assert (gdp.review, gdp.value, gdp.as_read, gdp.subject) == ("accepted", ["300"], {}, None)
    undo(plan)
    gdp.refresh_from_db()
    assert gdp.review == "unreviewed"
    with pytest.raises(review_actions.NothingToUndo):
        undo(plan)


def test_nobody_undoes_what_another_decided(plan, gdp):
    accept(gdp, by="wang")
    with pytest.raises(review_actions.NothingToUndo):
        undo(plan)


def test_a_statement_changed_since_is_not_overwritten(plan, gdp):
    accept(gdp)
    review_actions.correct_statement(gdp, changes={"value": ["1"]}, by="wang", at=NOW)
    with pytest.raises(Conflict):
        undo(plan)


def test_a_statement_is_added_from_the_words_of_its_sentence_and_taken_back(plan):
    row = add(plan)
    assert (row.source, row.review, row.line, row.sentence[row.offset_start : row.offset_end]) == (
        "hand", "accepted", 3, "18",
    )  # fmt: skip
    undo(plan)
    assert not queries.statements(plan).filter(key=row.key).exists()


def test_words_that_do_not_stand_there_and_what_is_there_already_are_refused(plan, gdp):
    with pytest.raises(review_actions.ValueNotInSentence):
        add(plan, value_text="19")
    fields = {
        "role": "target",
        "indicator": gdp.indicator,
        "measure": "level",
        "comparator": "eq",
        "value": ["300"],
    }
    with pytest.raises(review_actions.AlreadyRead):
        add(plan, value_text="300亿元", fields=fields)
