"""The audit chain: any change, gap or cut of past events shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huoju.kernel.audit import queries
from huoju.kernel.audit.actions import record
from huoju.kernel.audit.chain import FIRST, Entry, digest, plain, walk
from huoju.kernel.audit.models import ChainEnd, Event

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def make_chain(count: int) -> list[Entry]:
    entries, previous = [], FIRST
    for sequence in range(1, count + 1):
        entry = Entry(sequence, AT, "li", "plan.assign", f"plan:{sequence}", None, {"n": sequence}, previous)
        entries.append(replace(entry, hash=digest(entry)))
        previous = entries[-1].hash
    return entries


def verify(entries: list[Entry], end: Entry):
    return walk(entries, last_sequence=end.sequence, last_hash=end.hash)


def test_an_untouched_chain_is_intact():
    entries = make_chain(5)
    assert verify(entries, entries[-1]).is_intact


def test_an_empty_chain_is_intact():
    assert walk([], last_sequence=0, last_hash=FIRST).is_intact


@pytest.mark.parametrize(
    "change",
    [{"actor": "wang"}, {"after": {"n": 9}}, {"target": "plan:9"}, {"at": datetime(2026, 3, 2, tzinfo=UTC)}],
)
def test_a_changed_event_is_named(change):
    entries = make_chain(5)
    entries[2] = replace(entries[2], **change)
    assert verify(entries, entries[-1]).broken_at == 3


def test_a_changed_event_with_its_hash_made_new_shows_at_the_next():
    entries = make_chain(5)
    forged = replace(entries[2], actor="wang")
    entries[2] = replace(forged, hash=digest(forged))
    assert verify(entries, entries[-1]).broken_at == 4


def test_a_missing_event_and_a_cut_tail_show():
    entries = make_chain(5)
    assert verify(entries[:2] + entries[3:], entries[-1]).broken_at == 3
    assert verify(entries[:3], entries[-1]).reason_en == "events at the end were removed"


@given(JSON)
def test_plain_values_stay_as_they_are(value):
    assert plain(value) == value


def test_numbers_days_and_sets_become_text_and_lists():
    assert plain({"a": Decimal("1.50"), "b": date(2025, 1, 2), "c": {2, 1}, "d": (1,), "e": 0.1}) == {
        "a": "1.50", "b": "2025-01-02", "c": [1, 2], "d": [1], "e": "0.1",
    }  # fmt: skip


@pytest.mark.django_db
def test_recorded_events_form_a_chain_that_the_database_gives_back_unchanged():
    for number in range(3):
        record(
            actor="li", verb="plan.assign", target=f"plan:{number}", at=AT,
            before=None, after={"value": Decimal("0.10"), "名称": ["甲", None, True]},
        )  # fmt: skip
    found = queries.verify()
    assert (found.is_intact, found.count) == (True, 3)


@pytest.mark.django_db
def test_a_change_in_the_table_is_found():
    for number in range(3):
        record(actor="li", verb="plan.assign", target=f"plan:{number}", at=AT)
    Event.objects.filter(sequence=2).update(actor="wang")
    assert queries.verify().broken_at == 2
    Event.objects.filter(sequence=3).delete()
    assert not queries.verify().is_intact


@pytest.mark.django_db
def test_an_action_that_fails_leaves_no_event():
    @transaction.atomic
    def action():
        record(actor="li", verb="plan.assign", target="plan:1", at=AT)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        action()
    assert not Event.objects.exists()
    assert queries.verify().is_intact


@pytest.mark.django_db
def test_events_can_be_narrowed_and_come_newest_first():
    for actor, verb in (("li", "plan.assign"), ("wang", "evidence.import"), ("li", "evidence.undo")):
        record(actor=actor, verb=verb, target="x:1", at=AT)
    assert [event.sequence for event in queries.events()] == [3, 2, 1]
    assert [event.sequence for event in queries.events(actor="li", verb="evidence")] == [3]


@pytest.mark.django_db
def test_there_is_one_chain():
    with pytest.raises(IntegrityError), transaction.atomic():
        ChainEnd.objects.create(id=2)
