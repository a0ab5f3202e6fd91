"""Builders with valid defaults for the tests of progress: a commitment, an observation, one assessment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal as D

from huoju.kernel.catalog import Catalog, Period, Quantity, make_indicator
from huoju.kernel.evidence import Observation, Snapshot
from huoju.kernel.progress import Assessment, Commitment, ProgressRules, assess

KNOWN = datetime(2021, 1, 1, tzinfo=UTC)


def make_entry(indicator_id: str, kind: str, unit: str, direction: str = "higher", *, real: bool = False):
    """A catalog entry with just what progress asks for."""
    from huoju.kernel.catalog import find_unit

    return make_indicator(
        {
            "id": indicator_id, "zh": indicator_id, "en": indicator_id.replace("_", " "), "aliases": [],
            "unit_family": find_unit(unit).family, "unit": unit, "kind": kind, "direction": direction,
            "price_basis": "current" if unit.endswith("元") else None, "growth_at_constant_prices": real,
            "definition": "试", "definition_en": "test", "source": "test", "has_evidence_source": True,
        },
        theme="test",
    )  # fmt: skip


CATALOG = Catalog(
    (
        make_entry("gdp", "flow", "亿元", real=True),
        make_entry("revenue", "flow", "亿元"),
        make_entry("firms", "stock", "家"),
        make_entry("urbanisation", "ratio", "%"),
        make_entry("unemployment", "ratio", "%", "lower"),
        make_entry("population", "stock", "万人", "neither"),
        make_entry("ranking", "rank", "位", "lower"),
        make_entry("new_firms", "flow", "家"),
        make_entry("disposable_income_residents", "flow", "元", real=True),
    ),
    (),
    (),
)


def make_commitment(concept: str | None = "firms", value: object = 300, **fields: object) -> Commitment:
    """A promise for 2025 in the plan of 2021-2025; `value` may be one number or several."""
    values = value if isinstance(value, tuple) else (value,)
    base = fields.pop("base", None)
    unit = fields.pop("unit", "家")
    defaults = {
        "key": "c1", "indicator": concept or "某指标", "subject": "zone", "measure": "count",
        "comparator": "reach", "period": "2025", "plan_start": 2021, "plan_end": 2025,
        "direction": CATALOG.get(concept).direction if concept in CATALOG else "higher",
    }  # fmt: skip
    commitment = Commitment(
        **(defaults | fields), concept=concept, value=tuple(D(str(v)) for v in values), unit=unit
    )
    if base is None:
        return commitment
    base_value, _, base_unit = str(base).partition(" ")
    return replace(commitment, baseline=Quantity(D(base_value), base_unit or unit), baseline_year=2020)


def seen(
    period: object, value: object, unit: str = "家", *, indicator: str = "firms", measure: str = "count",
    status: str = "A", subject: str = "zone", breakdown: str = "",
) -> Observation:  # fmt: skip
    """One observation; `value` None is known to be missing."""
    return Observation(
        indicator=indicator, subject=subject, period=Period.parse(str(period)),
        value=None if value is None else D(str(value)), unit=unit, source="公报", vintage=KNOWN,
        recorder="test", measure=measure, status=status, breakdown=breakdown,
    )  # fmt: skip


def assessed(
    commitment: Commitment, *observations: Observation, on: str = "2026-06-30",
    rules: ProgressRules | None = None,
) -> Assessment:  # fmt: skip
    """The assessment of one commitment on a day."""
    day = date.fromisoformat(on)
    found = assess([commitment], Snapshot.of(*observations), day, CATALOG, rules or ProgressRules())
    return found[0]
