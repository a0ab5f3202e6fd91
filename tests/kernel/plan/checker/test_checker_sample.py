"""The real plan, from its annotation and as the reader reads it: what must be found, and no error."""

from __future__ import annotations

import json
from decimal import Decimal as D

import pytest

from huoju.kernel.catalog import Quantity, load_catalog
from huoju.kernel.plan import compile_plan, read_document
from huoju.kernel.plan.checker import check
from huoju.kernel.plan.findings import Severity
from huoju.kernel.plan.statements import Comparator, Measure, Place, Role, Statement

pytestmark = pytest.mark.shared

# code -> source lines of the contradictions that are there; gold lines name where the numbers stand
EXPECTED = {
    ("tension-population-growth", (50, 201, 423, 435)),  # 870.6亿元 / 18万元 = 48.4万人
    ("tension-parts", (50, 423, 906, 926, 944, 975, 996)),  # 2800 against 2 x 1105.4
    ("tension-no-step-back", (50, 423, 463)),  # R&D at 5 % after 10 % a year was 6.2 % in 2020
    ("tension-scope", (48, 52)),  # doubled, yet 12.7 % a year is 1.82 times
    ("promised-twice", (439, 1256)),  # retail sales 7 % and 8 %
    ("met-by-baseline", (201, 439)),  # urbanisation 96.9 %, target 96 %
    ("less-than-before", (207, 2288)),  # infrastructure 85 in one part before, 60 in all now
    ("parts-exceed-whole", (1224, 1228, 1230)),  # 2 + 1 + 2 chains, 4 named
}


def annotated(shared):
    catalog = load_catalog()
    statements = []
    for line in (shared / "gold" / "weihai-torch.jsonl").read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        value = fields["value"] if isinstance(fields["value"], list) else [fields["value"]]
        if all(isinstance(v, int | float) for v in value):
            statements.append(_statement(fields, value, catalog))
    return statements


def _statement(fields, value, catalog):
    hint = fields["indicator_en"]
    entry = catalog.find(fields["indicator"]) or (catalog.get(hint) if hint in catalog else None)
    threshold = fields.get("threshold")
    return Statement(
        key=fields["id"], place=Place("plan", fields["chapter"], fields["line"], fields["line"], fields["col"]),
        clause=f"c{fields['line']}", role=Role(fields["role"]), indicator=fields["indicator"],
        concept=entry.id if entry else None, subject=fields["subject"], measure=Measure(fields["measure"]),
        comparator=Comparator(fields["comparator"]), value=tuple(D(str(v)) for v in value), unit=fields["unit"],
        value_text=fields["value_text"], period=fields["period"] or "", baseline_period=fields["baseline_period"],
        stretch=fields["stretch"], same_as=fields.get("same_as"), implicit=bool(fields.get("implicit")),
        threshold=Quantity(D(str(threshold["value"])), threshold["unit"]) if threshold else None,
    )  # fmt: skip


def test_every_known_contradiction_of_the_sample_is_found(shared):
    findings = check(annotated(shared), load_catalog())
    found = {(f.code, f.lines) for f in findings if f.severity is not Severity.NOTE}
    assert found >= EXPECTED


def test_the_sample_holds_nothing_that_is_arithmetically_impossible(shared):
    assert [
        f.message_zh for f in check(annotated(shared), load_catalog()) if f.severity is Severity.ERROR
    ] == []


@pytest.mark.parametrize(
    "name", ["weihai-torch-14fyp", "suzhou_15fyp_outline", "guizhou_gwr_2026", "national_envprot_12fyp"]
)
def test_no_real_plan_is_accused_of_an_error(shared, name):
    plan = compile_plan(read_document(shared / "plans" / f"{name}.txt"), load_catalog())
    assert [f.message_zh for f in check(plan, load_catalog()) if f.severity is Severity.ERROR] == []


def test_the_main_contradictions_are_found_by_reading_the_document(shared):
    plan = compile_plan(read_document(shared / "plans" / "weihai-torch-14fyp.txt"), load_catalog())
    found = {f.code for f in check(plan, load_catalog()) if f.severity is not Severity.NOTE}
    assert found >= {code for code, _ in EXPECTED} - {"tension-scope"}  # 两个倍增 is read as a slogan
