"""Tables of the plan room: titles, and what the tables refuse."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huoju.kernel.plan.models import Clause, PlanVersion, Statement
from huoju.kernel.subjects.models import Kind, Subject


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (1981, 1985, "“六五”规划", "6th Five-Year Plan"),
        (2001, 2005, "“十五”规划", "10th Five-Year Plan"),
        (2021, 2025, "“十四五”规划", "14th Five-Year Plan"),
        (2026, 2030, "“十五五”规划", "15th Five-Year Plan"),
        (2022, 2026, "甲规划", "Plan A"),
        (2021, 2035, "甲规划", "Plan A"),
        (1976, 1980, "甲规划", "Plan A"),
    ],
)
def test_a_five_year_plan_is_called_by_its_number(start, end, zh, en):
    plan = PlanVersion(title="甲规划", title_en="Plan A", start_year=start, end_year=end)
    assert (plan.short_title_in("zh"), plan.short_title_in("en")) == (zh, en)


@pytest.fixture
def plan(db):
    area = Subject.objects.create(code="qinglan", kind=Kind.AREA, name="青岚高新区")
    return PlanVersion.objects.create(code="q", title="甲", area=area, start_year=2021, end_year=2025)


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_a_plan_ends_after_it_begins(plan):
    refused(lambda: PlanVersion.objects.filter(pk=plan.pk).update(end_year=2020))


def test_a_statement_has_one_key_in_a_plan_and_a_confidence_between_nought_and_one(plan):
    fields = {
        "plan": plan,
        "key": "a",
        "role": "target",
        "indicator": "甲",
        "measure": "level",
        "comparator": "eq",
    }
    Statement.objects.create(**fields)
    refused(lambda: Statement.objects.create(**fields))
    refused(lambda: Statement.objects.create(**(fields | {"key": "b", "confidence": 1.5})))


def test_a_clause_ends_after_it_begins(plan):
    refused(lambda: Clause.objects.create(plan=plan, order=1, first_line=9, last_line=8))
