"""The jsonl contract read back: what was written is what is read, and a bad line is named."""

from __future__ import annotations

import json

import pytest
from compare_builders import make_growth, make_statement

from huoju.kernel.plan.records import BadRecord, read_statements
from huoju.kernel.plan.statements import Role


@pytest.mark.parametrize(
    "statement",
    [
        make_statement(
            "firms", "300.5", threshold=100, stretch=True, nature="binding", sentence="达到300家。"
        ),
        make_statement("gdp", ("0.5", "53.5", "46"), measure="composition", unit=None),
        make_growth("gdp", "8.5", baseline_period="2020", confidence=0.25),
        make_statement(None, None, implicit=True, indicator="供水普及"),
    ],
)
def test_written_and_read_again_a_statement_says_the_same(statement):
    line = json.dumps(statement.as_json(), ensure_ascii=False)
    (again,) = read_statements(line + "\n\n", "a.txt")
    assert again.as_json() == statement.as_json()
    assert again.value == statement.value


def test_annotation_with_fewer_fields_is_read_too():
    line = '{"line": 3, "role": "structure", "indicator": "1+4+N", "measure": "composition", "value": [1, 4, "N"]}'
    (one,) = read_statements(line, "gold.jsonl")
    assert (one.role, [int(v) for v in one.value], one.place.line) == (Role.STRUCTURE, [1, 4], 3)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting"),
        ("[]", "list"),
        ('{"line": 3}', "role"),
        ('{"line": 3, "role": "dream", "indicator": "x", "measure": "level"}', "dream"),
        ('{"line": 3, "role": "target", "indicator": "x", "measure": "level", "value": "many"}', "Decimal"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(line, reason):
    good = json.dumps(make_statement().as_json())
    with pytest.raises(BadRecord) as caught:
        list(read_statements(f"{good}\n{line}\n", "b.jsonl"))
    assert "b.jsonl:2" in str(caught.value)
    assert reason.lower() in str(caught.value).lower()
