"""What every page test may ask for: clients by role, a plan of four commitments, an evidence store of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from site_builders import make_bureau, make_heading, make_observation, make_plan, make_statement, make_user

from huoju.kernel.evidence import EvidenceStore, Observation
from huoju.kernel.plan.models import PlanVersion
from huoju.site.accounts.models import Role, User


@pytest.fixture(autouse=True)
def evidence_root(tmp_path, monkeypatch):
    """A store of its own for each test."""
    monkeypatch.setattr(settings, "EVIDENCE_ROOT", tmp_path / "evidence")
    return tmp_path / "evidence"


@pytest.fixture
def observe(evidence_root) -> Callable[[Iterable[Observation]], None]:
    """Append observations in one batch."""

    def append(*observations: Observation, batch: str = "test-1") -> None:
        EvidenceStore.open(evidence_root).append(
            observations, batch=batch, at=datetime(2026, 1, 1, tzinfo=UTC)
        )

    return append


@pytest.fixture
def plan(db) -> PlanVersion:
    """Two chapters; one commitment with a base, one stretch, one binding, one led by a bureau."""
    version = make_plan()
    make_heading(version, "2", "目标任务", "Goals", 0)
    make_heading(version, "2.3", "主要指标", "Main indicators", 1)
    make_heading(version, "4", "现代产业", "Industry", 2)
    make_statement(version, "htfe", lead=make_bureau())
    make_statement(
        version, "htfe-base", role="baseline", value=["100"], value_text="100家", period="2020", line=5
    )
    make_statement(
        version, "revenue", indicator="一般公共预算收入", indicator_en="General public budget revenue",
        measure="annual_average_growth", comparator="eq", value=["6"], unit="%", value_text="6%",
        period="2021-2025", line=14, nature="binding",
    )  # fmt: skip
    make_statement(
        version, "revenue-base", role="baseline", indicator="一般公共预算收入", indicator_en="Revenue",
        measure="level", value=["29"], unit="亿元", value_text="29亿元", period="2020", line=6,
    )  # fmt: skip
    make_statement(
        version, "listed", indicator="上市企业数", indicator_en="Listed firms", value=["4"], value_text="4家",
        stretch=True, chapter="4.1", line=30,
    )  # fmt: skip
    make_statement(
        version, "unicorn-base", role="baseline", indicator="独角兽企业数", value=["1"], period="2020", line=7
    )
    return version


@pytest.fixture
def evidence(observe) -> None:
    """High-tech enterprises: on the way in 2023, with one value revised later."""
    observe(
        make_observation("2022", "140"),
        make_observation("2023", "160"),
        make_observation("2023", "171", vintage=datetime(2025, 2, 1, tzinfo=UTC), source="统计年鉴"),
    )


@pytest.fixture
def user_of(db) -> Callable[[str], User]:
    """The account of a role, made when first asked for."""
    return lambda role: User.objects.filter(username=role).first() or make_user(role)


@pytest.fixture
def client_of(user_of) -> Callable[..., Client]:
    """A signed-in client: `client_of("planner", language="en")`."""

    def sign_in(role: str = Role.PLANNER, language: str = "zh") -> Client:
        client = Client()
        client.force_login(user_of(role), backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["huoju_language"] = language
        return client

    return sign_in
