"""Which packs there are and what they say outside the tables: rules, indicators, the document's digest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from small_pack import FILES

from huoju.kernel.evidence import EvidenceStore
from huoju.kernel.packs import queries
from huoju.kernel.packs.actions import load
from huoju.kernel.plan.models import PlanVersion

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DIGEST = "0" * 64
LATER_RULING = """\
- from: 2024-01-01
  reference: 新办法
  reference_en: New rules
  values:
    on_track_from_expected: 0.95
"""
INDICATOR = """\
- id: {id}
  zh: {zh}
  en: {en}
  unit: 台
  kind: stock
  definition: 定义
  definition_en: Definition
  source: 小区规划
"""


@pytest.fixture
def shelf(make_pack, tmp_path, monkeypatch):
    """Packs by name in the packs' folder, loaded."""
    monkeypatch.setenv("HUOJU_PACKS", str(tmp_path))

    def put(name: str = "small", **files: str) -> PlanVersion:
        head = (
            FILES["pack.yaml"].replace("name: small", f"name: {name}").replace("small-14fyp", f"{name}-14fyp")
        )
        folder = make_pack({"pack.yaml": f"{head}  document_sha256: '{DIGEST}'\n", **files}, name=name)
        load(folder, by="system", at=NOW, store=EvidenceStore.open(tmp_path / "evidence"))
        return PlanVersion.objects.get(code=f"{name}-14fyp")

    return put


def test_the_list_tells_what_is_loaded(shelf, make_pack):
    shelf()
    make_pack(name="other")
    assert [(each.folder.name, each.is_loaded) for each in queries.packs()] == [
        ("other", True),
        ("small", True),
    ]
    # "other" holds the same pack under another folder: a pack is known by the name it gives itself


def test_rules_are_those_in_force_on_the_day(shelf):
    plan = shelf(**{"thresholds.yaml": FILES["thresholds.yaml"] + LATER_RULING})
    early, late = queries.rules_of(plan, date(2023, 1, 1)), queries.rules_of(plan, date(2024, 1, 1))
    assert (early.ahead_from, early.on_track_from_expected) == (Decimal("1.2"), Decimal("0.9"))
    assert (late.ahead_from, late.on_track_from_expected) == (Decimal("1.1"), Decimal("0.95"))


def test_a_plan_without_a_pack_has_the_default_rules(shelf):
    plan = shelf()
    plan.pack = ""
    assert queries.rules_of(plan, date(2025, 1, 1)).ahead_from == Decimal("1.1")


def test_figures_are_entered_against_the_indicators_of_every_loaded_pack(shelf):
    shelf(**{"indicators.yaml": INDICATOR.format(id="printers", zh="打印机产能", en="Printers")})
    shelf("tall", **{"indicators.yaml": INDICATOR.format(id="plotters", zh="绘图机产能", en="Plotters")})
    known = queries.catalog()
    assert {"printers", "plotters", "gdp"} <= {each.id for each in known.indicators}
    assert known.find("打印机产能").id == "printers"


def test_one_name_in_two_packs_is_no_error(shelf):
    shelf(**{"indicators.yaml": INDICATOR.format(id="printers", zh="打印机产能", en="Printers")})
    shelf("tall", **{"indicators.yaml": INDICATOR.format(id="printing", zh="打印机产能", en="Printing")})
    assert queries.catalog().find("打印机产能").id == "printers"


def test_a_document_is_recognised_by_its_digest(shelf):
    plan = shelf()
    assert queries.plan_recognised(DIGEST) == plan
    assert queries.plan_recognised("1" * 64) is None
