"""The plan as files: reviewed values, formulas neutralised, StratML that keeps its schema's structure."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from site_builders import make_statement

from huoju.kernel.plan import review_actions
from huoju.kernel.plan.stratml import NAMESPACE

KINDS = ("xlsx", "csv", "jsonl", "stratml.xml")


@pytest.fixture
def reviewed(plan, user_of):
    """One corrected, one rejected, one whose name a spreadsheet would run."""
    from django.utils import timezone

    def at():
        return {"by": user_of("planner"), "at": timezone.now()}

    review_actions.correct_statement(plan.statements.get(key="htfe"), changes={"value": ["220"]}, **at())
    review_actions.review_statement(plan.statements.get(key="listed"), review="rejected", **at())
    make_statement(plan, "evil", indicator="=cmd|'/c calc'!A1", line=40, value_text="@1", note="+1")
    return plan


def file(client, plan, kind):
    response = client.get(f"/plans/{plan.code}/export/plan.{kind}")
    assert response.status_code == 200
    assert f'filename="{plan.code}.{kind}"' in response["Content-Disposition"]
    return response.content


def test_jsonl_holds_every_statement_with_what_was_decided(client_of, reviewed):
    rows = [json.loads(line) for line in file(client_of(), reviewed, "jsonl").decode().splitlines()]
    by_id = {row["id"]: row for row in rows}
    assert len(rows) == 7
    assert (by_id["htfe"]["value"], by_id["htfe"]["as_read"]["value"]) == (220, ["200"])
    assert by_id["htfe"]["lead"] == "经济发展局"
    assert by_id["listed"]["review"] == "rejected"


def test_tables_hold_no_formula(client_of, reviewed):
    text = file(client_of(), reviewed, "csv").decode("utf-8-sig")
    assert "'=cmd|'/c calc'!A1" in text
    assert ",=cmd" not in text
    assert "'@1" in text
    sheet = openpyxl.load_workbook(io.BytesIO(file(client_of(), reviewed, "xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert 220 in [cell.value for cell in cells]


def test_stratml_has_the_reviewed_values_and_leaves_rejected_ones_out(client_of, reviewed):
    root = ET.fromstring(file(client_of(), reviewed, "stratml.xml"))
    assert root.tag == f"{{{NAMESPACE}}}PerformancePlanOrReport"
    units = [node.text for node in root.iter(f"{{{NAMESPACE}}}NumberOfUnits")]
    assert "220" in units
    assert "4" not in units
    names = [node.text for node in root.iter(f"{{{NAMESPACE}}}Name")]
    assert {"青岚高新区", "目标任务"} <= set(names)


def test_the_page_says_what_each_file_is_for(client_of, reviewed):
    text = client_of("leader", "en").get(f"/plans/{reviewed.code}/export/").content.decode()
    assert "All 7 quantified statements" in text
    assert all(f"/export/plan.{kind}" in text for kind in KINDS)


def test_an_unknown_kind_is_not_found(client_of, plan):
    assert client_of().get(f"/plans/{plan.code}/export/plan.exe").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_of_queries_does_not_grow(client_of, reviewed, django_assert_max_num_queries, kind):
    for number in range(40):
        make_statement(reviewed, f"more-{number}", line=50 + number)
    client = client_of()
    with django_assert_max_num_queries(14):
        file(client, reviewed, kind)
