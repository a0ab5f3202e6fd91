"""Builders of the site's tests: a small plan in tables, evidence for it, an account for each role."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from huoju.kernel.catalog import Period
from huoju.kernel.evidence import Observation
from huoju.kernel.plan.models import Clause, PlanVersion, Statement
from huoju.kernel.subjects.models import Kind, Subject
from huoju.site.accounts.models import User

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)


def make_area(code: str = "qinglan", **fields: Any) -> Subject:
    """The zone a test's plan is about."""
    defaults = {
        "kind": Kind.AREA,
        "name": "青岚高新区",
        "name_en": "Qinglan High-tech Zone",
        "pack": "qinglan",
    }
    return Subject.objects.get_or_create(code=code, defaults=defaults | fields)[0]


def make_bureau(code: str = "qinglan/bureau/economy", name: str = "经济发展局", **fields: Any) -> Subject:
    defaults = {"kind": Kind.BUREAU, "name": name, "name_en": "Economic Bureau", "pack": "qinglan"}
    return Subject.objects.get_or_create(code=code, defaults=defaults | fields)[0]


def make_plan(code: str = "qinglan-14fyp", **fields: Any) -> PlanVersion:
    """A plan without statements; its document is not loaded."""
    defaults = {
        "title": "青岚高新区第十四个五年规划",
        "title_en": "Fourteenth plan of Qinglan",
        "area": make_area(),
        "pack": "qinglan",
        "start_year": 2021,
        "end_year": 2025,
    }
    return PlanVersion.objects.create(code=code, **(defaults | fields))


def make_statement(plan: PlanVersion, key: str, **fields: Any) -> Statement:
    """A commitment to 200 high-tech enterprises in 2025, unless the test says otherwise."""
    defaults: dict[str, Any] = {
        "role": "target",
        "indicator": "高新技术企业数",
        "indicator_en": "High-tech enterprises",
        "subject": plan.area,
        "measure": "count",
        "comparator": "reach",
        "value": ["200"],
        "unit": "家",
        "value_text": "200家",
        "chapter": "2.3",
        "line": 12,
        "end_line": 12,
        "col": 8,
        "period": "2025",
    }
    return Statement.objects.create(plan=plan, key=key, **(defaults | fields))


def make_heading(
    plan: PlanVersion, chapter: str, heading: str, heading_en: str = "", order: int = 0
) -> Clause:
    return Clause.objects.create(
        plan=plan, order=order, chapter=chapter, heading=heading, heading_en=heading_en, level=1 + chapter.count("."),
        kind="heading", text=heading, first_line=order + 1, last_line=order + 1,
    )  # fmt: skip


def make_observation(period: str, value: str, **fields: Any) -> Observation:
    """A yearly count of high-tech enterprises of the zone."""
    defaults: dict[str, Any] = {
        "indicator": "term:高新技术企业数",
        "subject": "qinglan",
        "measure": "count",
        "unit": "家",
        "source": "统计公报",
        "vintage": NOON,
        "recorder": "chen",
    }
    return Observation(period=Period.parse(period), value=Decimal(value), **(defaults | fields))


def make_user(role: str, **fields: Any) -> User:
    return User.objects.create_user(username=role, password="long-enough-1", role=role, **fields)
