"""The audit trail: who, what, when; the difference; the chain; the files; who may not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huoju.kernel.audit.actions import record
from huoju.kernel.audit.models import Event
from huoju.site.pages.audit import Change, changes_of

JUNE, JULY = datetime(2026, 6, 1, 2, tzinfo=UTC), datetime(2026, 7, 1, 2, tzinfo=UTC)


@pytest.fixture
def events(db):
    record(
        actor="wang",
        verb="statement.lead",
        target="plan:qinglan-14fyp",
        before={"htfe": None},
        after={"htfe": "a/b"},
        at=JUNE,
    )
    record(
        actor="li",
        verb="evidence.commit",
        target="evidence:imp-1",
        after={"rows": 3, "file": "=1+1"},
        at=JULY,
    )


def page(client, tail="", **query):
    return client.get(f"/audit/{tail}", query)


def test_the_trail_shows_who_did_what_and_the_difference(client_of, events):
    text = page(client_of("auditor")).content.decode()
    for words in ("wang", "指定责任部门", "plan:qinglan-14fyp", "htfe", "<ins>a/b</ins>", "未发现改动"):
        assert words in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"actor": "li"}, ["evidence:imp-1"]),
        ({"verb": "statement.lead"}, ["plan:qinglan-14fyp"]),
        ({"target": "imp-1"}, ["evidence:imp-1"]),
        ({"since": "2026-06-15"}, ["evidence:imp-1"]),
        ({"until": "2026-06-01"}, ["plan:qinglan-14fyp"]),
        ({"actor": "nobody"}, []),
    ],
)
def test_it_can_be_narrowed(client_of, events, query, shown):
    response = page(client_of("auditor"), **query)
    assert [line.event.target for line in response.context["lines"]] == shown


def test_a_changed_event_breaks_the_chain_and_the_page_says_so(client_of, events):
    Event.objects.filter(actor="wang").update(after={"htfe": "somebody-else"})
    assert "校验不通过" in page(client_of("auditor")).content.decode()
    assert "its content was changed" in page(client_of("auditor", "en")).content.decode()


def test_a_long_chain_is_walked_when_asked(client_of, events, monkeypatch):
    monkeypatch.setattr("huoju.site.pages.audit.VERIFIED_AT_ONCE", 1)
    assert "尚未校验" in page(client_of("auditor")).content.decode()
    assert "未发现改动" in page(client_of("auditor"), verify="1").content.decode()


def test_the_files_hold_what_is_shown_and_nothing_runs_as_a_formula(client_of, events):
    text = page(client_of("auditor"), "audit.csv", actor="li").content.decode("utf-8-sig")
    assert text.count("\n") == 2
    assert "evidence:imp-1" in text
    assert "\n=" not in text.replace("\r", "")
    assert page(client_of("auditor"), "audit.xlsx").content.startswith(b"PK")


def test_a_day_that_is_none_is_told(client_of, events):
    assert page(client_of("auditor"), since="gestern").status_code == 400


@pytest.mark.parametrize("role", ["planner", "leader", "statistician", "bureau_officer"])
def test_only_the_auditor_looks(client_of, db, role):
    assert page(client_of(role)).status_code == 403
    assert page(client_of(role), "audit.csv").status_code == 403


def test_its_queries_do_not_grow(client_of, db, django_assert_max_num_queries):
    for number in range(120):
        record(actor="li", verb="evidence.commit", target=f"evidence:{number}", at=JUNE)
    client = client_of("auditor")
    with django_assert_max_num_queries(12):
        assert "第 1 页，共 3 页" in page(client).content.decode()


def test_differences_are_told_field_by_field():
    before, after = {"a": 1, "b": {"c": "x"}, "d": None}, {"a": 1, "b": {"c": "y"}, "e": [1]}
    assert changes_of(before, after) == (Change("b.c", "x", "y"), Change("e", None, "[1]"))
    assert changes_of(None, None) == ()
