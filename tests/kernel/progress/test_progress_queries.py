"""A plan's commitments from the tables, and what is remembered of their assessment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
from progress_builders import seen

from huoju.kernel.catalog import load_catalog
from huoju.kernel.evidence import EvidenceStore
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.progress import State
from huoju.kernel.progress.queries import assess_plan, commitments_of
from huoju.kernel.subjects.models import Subject

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def plan():
    area = Subject.objects.create(code="zone", kind="area", name="某某区")
    return PlanVersion.objects.create(code="p", title="规划", area=area, start_year=2021, end_year=2025)


def write(plan, key, role, value, **fields):
    defaults = {
        "indicator": "地区生产总值", "concept": "gdp", "subject_text": "全区", "measure": "level",
        "comparator": "reach", "unit": "亿元", "period": "2020" if role == "baseline" else "2025", "line": 1,
    }  # fmt: skip
    return Statement.objects.create(plan=plan, key=key, role=role, value=[value], **(defaults | fields))


def test_a_promise_finds_its_base_in_the_same_plan_and_the_firmer_one(plan):
    write(plan, "b1", "baseline", "400", comparator="ge")
    write(plan, "b2", "baseline", "435.3")
    write(plan, "t", "target", "2", measure="multiple", unit="倍", baseline_period="2020")
    (commitment,) = commitments_of(plan)
    assert commitment.baseline.value == D("435.3")
    assert commitment.base_year == 2020
    assert commitment.subject == "zone"


def test_a_subject_only_the_text_names_is_not_the_whole_area(plan):
    write(plan, "t", "target", "1000", subject_text="电子信息产业集群")
    assert commitments_of(plan)[0].subject == "text:电子信息产业集群"


def test_what_is_lacking_is_said_in_english_by_the_english_name(plan, tmp_path):
    write(plan, "t", "target", "600")
    write(plan, "own", "target", "5", indicator="自编指标", concept="", indicator_en="Figure of our own")
    store = EvidenceStore.open(tmp_path / "evidence")
    said = [note.en for one in assess_plan(plan, date(2024, 1, 1), store=store) for note in one.missing]
    assert "No observation of Gross domestic product since the base year" in said
    assert "No observation of Figure of our own since the base year" in said


def test_repeats_and_rejected_statements_do_not_count(plan):
    write(plan, "t", "target", "900")
    write(plan, "again", "target", "900", same_as="t")
    write(plan, "wrong", "target", "9", review="rejected")
    assert [c.key for c in commitments_of(plan)] == ["t"]


def test_an_assessment_is_remembered_until_something_it_rests_on_changes(plan, tmp_path):
    write(plan, "b", "baseline", "435.3")
    row = write(plan, "t", "target", "600")
    store = EvidenceStore.open(tmp_path / "evidence")
    day = date(2026, 6, 30)
    first = assess_plan(plan, day, store=store)
    assert first[0].state is State.NO_EVIDENCE
    assert assess_plan(plan, day, store=store)[0] is first[0]
    store.append(
        [seen(2025, 610, "亿元", indicator="gdp", measure="level")],
        batch="b1",
        at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    assert assess_plan(plan, day, store=store)[0].state is State.MET
    row.value = ["620"]
    row.save()
    assert assess_plan(plan, day, store=store)[0].state is State.MISSED


def test_the_plan_is_read_in_two_queries(plan, django_assert_num_queries):
    for n in range(20):
        write(plan, f"t{n}", "target", "600")
    fresh = PlanVersion.objects.get(pk=plan.pk)
    with django_assert_num_queries(2):
        commitments_of(fresh, load_catalog())
