"""Findings over the tables: checked plans, accepting with a reason, scenarios and what they change."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from huoju.errors import NotFound
from huoju.kernel.audit.models import Event
from huoju.kernel.audit.queries import verify
from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan import finding_actions as actions
from huoju.kernel.plan import finding_queries as queries
from huoju.kernel.plan.checker.assumptions import UnknownAssumption
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.plan.scenarios import Changes, differences
from huoju.kernel.subjects.models import Kind, Subject

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """GDP, population and GDP per head of 2025 that cannot go together; two counts of the same firms."""
    area = Subject.objects.create(code="qinghe", kind=Kind.AREA, name="青禾新区")
    version = PlanVersion.objects.create(code="qinghe-14", title="规划", area=area, start_year=2021, end_year=2025)
    say(version, "gdp20", "gdp", "地区生产总值", "100", "亿元", role="baseline", period="2020", line=3)
    say(version, "gdp25", "gdp", "地区生产总值", "150", "亿元", line=12)
    say(version, "growth", "gdp", "地区生产总值", "50", "%", line=13, measure="annual_average_growth",
        comparator="eq", period="2021-2025")  # fmt: skip
    say(version, "firms-a", "hightech_enterprises", "高新技术企业", "260", "家", line=20, measure="count")
    say(version, "firms-b", "hightech_enterprises", "高新技术企业", "240", "家", line=90, measure="count")
    return version


def say(plan, key, concept, name, value, unit, *, line, role="target", period="2025", measure="level",
        comparator="reach"):  # fmt: skip
    return Statement.objects.create(
        plan=plan, key=key, role=role, indicator=name, concept=concept, subject=plan.area, measure=measure,
        comparator=comparator, value=[value], unit=unit, value_text=value + unit, chapter="2.1", line=line,
        end_line=line, col=0, period=period,
    )  # fmt: skip


def twice(plan):
    return next(f for f in queries.checked(plan, load_catalog()).findings if f.code == "promised-twice")


def accept(plan, reason="两处口径不同"):
    checked = queries.checked(plan, load_catalog())
    return actions.accept_finding(
        plan=plan, checked=checked, finding=twice(plan), reason=reason, by="li", at=NOW
    )


def test_the_checker_reads_the_tables(plan):
    found = twice(plan)
    assert found.statements == ("firms-a", "firms-b")
    assert found.lines == (20, 90)


def test_a_changed_row_is_checked_again_at_once(plan):
    assert twice(plan)
    Statement.objects.filter(key="firms-b").update(value=["260"], value_text="260家")
    assert [f for f in queries.checked(plan, load_catalog()).findings if f.code == "promised-twice"] == []


def test_a_rejected_statement_is_not_checked(plan):
    Statement.objects.filter(key="firms-b").update(review="rejected")
    assert [f for f in queries.checked(plan, load_catalog()).findings if f.code == "promised-twice"] == []


def test_an_accepted_finding_carries_its_reason_and_counts_apart(plan):
    before = queries.checked(plan, load_catalog())
    accept(plan)
    after = queries.checked(plan, load_catalog())
    assert twice(plan).accepted == "两处口径不同"
    assert after.accepted == before.accepted + 1
    assert sum(after.counts.values()) == sum(before.counts.values()) - 1


def test_it_stays_accepted_when_something_else_changes(plan):
    accept(plan)
    Statement.objects.filter(key="gdp25").update(value=["160"], value_text="160亿元")
    assert twice(plan).accepted == "两处口径不同"


def test_it_is_open_again_when_one_of_its_numbers_changes(plan):
    accept(plan)
    Statement.objects.filter(key="firms-b").update(value=["250"], value_text="250家")
    assert twice(plan).accepted is None


def test_accepting_without_a_reason_is_refused_and_writes_nothing(plan):
    with pytest.raises(actions.NoReason):
        accept(plan, "  ")
    assert Event.objects.count() == 0


def test_every_decision_is_in_the_unbroken_trail(plan):
    accept(plan)
    accept(plan, "会议议定保留")
    actions.withdraw_acceptance(plan=plan, identity=twice(plan).identity, by="li", at=NOW)
    assert list(Event.objects.order_by("sequence").values_list("verb", flat=True)) == [
        "finding.accept", "finding.accept", "finding.reopen",
    ]  # fmt: skip
    assert Event.objects.get(sequence=2).before == {"reason": "两处口径不同"}
    assert verify().is_intact
    assert twice(plan).accepted is None


def test_only_an_accepted_finding_can_be_opened_again(plan):
    with pytest.raises(NotFound):
        actions.withdraw_acceptance(plan=plan, identity="000000000000", by="li", at=NOW)


# -- scenarios


def test_a_changed_number_makes_its_finding_disappear(plan):
    before = queries.checked(plan, load_catalog())
    after = queries.checked_with(plan, load_catalog(), Changes({"firms-b": (Decimal(260),)}))
    told = differences(before.findings, after.findings)
    assert [f.code for f in told.disappears] == ["promised-twice"]
    assert not told.appears


def test_another_number_makes_it_say_something_else(plan):
    before = queries.checked(plan, load_catalog())
    after = queries.checked_with(plan, load_catalog(), Changes({"firms-b": (Decimal(250),)}))
    (pair,) = differences(before.findings, after.findings).changed
    assert "240家" in pair[0].message_zh
    assert "250家" in pair[1].message_zh


def test_no_change_makes_no_difference(plan):
    checked = queries.checked(plan, load_catalog())
    assert not differences(checked.findings, queries.checked_with(plan, load_catalog(), Changes()).findings)


def test_the_plan_itself_stays_as_it_is(plan):
    queries.checked_with(plan, load_catalog(), Changes({"firms-b": (Decimal(1),)}))
    assert Statement.objects.get(key="firms-b").value == ["240"]
    assert twice(plan).statements == ("firms-a", "firms-b")


def test_an_unknown_assumption_is_told(plan):
    with pytest.raises(UnknownAssumption):
        queries.checked_with(plan, load_catalog(), Changes(assumptions={"weather": 1}))


def test_a_scenario_comes_back_as_it_was_saved(plan):
    changes = Changes({"gdp25": (Decimal("150.50"),)}, {"deflator_high": 0.06})
    row = actions.save_scenario(plan=plan, name="高价格", changes=changes, by="li", at=NOW)
    again = Changes.from_json(queries.scenario(plan, row.pk).changes)
    assert again.values == {"gdp25": (Decimal("150.5"),)}
    assert again.assumptions == {"deflator_high": 0.06}
    assert Event.objects.get().verb == "scenario.save"


@pytest.mark.parametrize(
    ("name", "changes", "error"),
    [
        ("", Changes({"gdp25": (Decimal(1),)}), actions.NoName),
        ("长" * 101, Changes({"gdp25": (Decimal(1),)}), actions.NoName),
        ("空", Changes(), actions.NothingChanged),
    ],
)
def test_a_scenario_needs_a_name_and_a_change(plan, name, changes, error):
    with pytest.raises(error):
        actions.save_scenario(plan=plan, name=name, changes=changes, by="li", at=NOW)
    assert Event.objects.count() == 0


def test_a_name_is_taken_once_and_free_again_after_deletion(plan):
    changes = Changes({"gdp25": (Decimal(1),)})
    row = actions.save_scenario(plan=plan, name="甲", changes=changes, by="li", at=NOW)
    with pytest.raises(actions.ScenarioExists):
        actions.save_scenario(plan=plan, name="甲", changes=changes, by="li", at=NOW)
    actions.delete_scenario(row, by="li", at=NOW)
    assert queries.scenarios(plan) == []
    assert actions.save_scenario(plan=plan, name="甲", changes=changes, by="li", at=NOW).pk
