"""Decision tables: the seven hit policies, defaults, priorities, and the reasons they give."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from dmn_builder import decision, definitions, input_data, table

from huoju.kernel.rules import CompiledModel, compile_model, read_model

RULES = (("< 10", '"low"'), ("< 20", '"middle"'), ("< 20", '"middle"'), (">= 15", '"high"'))
ORDER = {"grade": '"high", "middle", "low"'}


def make(*arguments: Any, **more: Any) -> CompiledModel:
    logic = table(*arguments, **more)
    return compile_model(read_model(definitions(input_data("x", "number"), decision("grade", logic, ["x"]))))


CASES = [
    ("UNIQUE", 25, "high"),
    ("UNIQUE", 5, None),  # three rules match
    ("ANY", 12, "middle"),
    ("ANY", 16, None),
    ("PRIORITY", 5, "middle"),
    ("PRIORITY", 16, "high"),
    ("FIRST", 5, "low"),
    ("RULE ORDER", 16, ["middle", "middle", "high"]),
    ("OUTPUT ORDER", 16, ["high", "middle", "middle"]),
    ("COLLECT", 5, ["low", "middle", "middle"]),
]


@pytest.mark.parametrize(("policy", "x", "expected"), CASES)
def test_hit_policies(policy: str, x: int, expected: Any) -> None:
    assert make(["x"], ["grade"], RULES, policy, values=ORDER).evaluate({"x": x}).value == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 60), ("MIN", 10), ("MAX", 30), ("COUNT", 3)])
def test_collect_with_an_operator(aggregation: str, expected: int) -> None:
    rules = (("> 0", "10"), ("> 1", "20"), ("> 2", "30"))
    rule_set = make(["x"], ["grade"], rules, "COLLECT", aggregation)
    assert rule_set.evaluate({"x": 5}).value == Decimal(expected)
    assert rule_set.evaluate({"x": -5}).value is None


@pytest.mark.parametrize(
    "policy", ["UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
)
def test_without_a_match_the_default_counts_else_null(policy: str) -> None:
    rules = (("> 100", '"low"'),)
    assert (
        make(["x"], ["grade"], rules, policy, defaults={"grade": '"none"'}).evaluate({"x": 1}).value == "none"
    )
    result = make(["x"], ["grade"], rules, policy).evaluate({"x": 1})
    assert result.value is None
    assert [one.code for one in result.warnings] == ["no-rule"]


def test_several_outputs_make_a_context_ranked_by_the_first_column_first() -> None:
    rules = (("-", '"b"', "1"), ("-", '"a"', "2"), ("-", '"a"', "1"))
    rule_set = make(
        ["x"], ["class", "rank"], rules, "OUTPUT ORDER", values={"class": '"a", "b"', "rank": "1, 2"}
    )
    expected = [("a", 1), ("a", 2), ("b", 1)]
    assert [(one["class"], one["rank"]) for one in rule_set.evaluate({"x": 0}).value] == expected


def test_priorities_come_from_the_allowed_values_of_the_type_when_the_table_lists_none() -> None:
    kind = (
        '<itemDefinition name="tClass"><typeRef>string</typeRef><allowedValues><text>"high", "middle", "low"</text>'
        "</allowedValues></itemDefinition>"
    )
    logic = table(["x"], ["grade"], RULES, "PRIORITY")
    text = definitions(kind, input_data("x", "number"), decision("grade", logic, ["x"], type_ref="tClass"))
    assert compile_model(read_model(text)).evaluate({"x": 16}).value == "high"


CELLS = [
    ("5", 5, True), ("-", 5, True), ("not(5, 6)", 6, False), ("[1..5), > 7", 8, True), ("? * 2 > 9", 5, True),
    ("-5", -5, True), ("null", None, True), ("not(null)", 3, True), ("[1, 2, 3]", 3, True), ("(< 5)", 4, True),
    ("if ? > 3 then true else false", 5, True), ('"5"', 5, False), ("> 3 ", None, False), ("x", 7, True),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "x", "matches"), CELLS)
def test_cells(cell: str, x: Any, matches: bool) -> None:
    rule_set = make(["x"], ["grade"], ((cell, "true"),))
    assert (rule_set.evaluate({"x": x}).value is True) is matches


def test_the_trace_names_matching_rules_and_what_the_others_lack() -> None:
    result = make(["x"], ["grade"], RULES, "FIRST").evaluate({"x": 12}, with_trace=True)
    assert result.trace is not None
    stored = json.loads(json.dumps(result.trace.as_json(), ensure_ascii=False))
    (made,) = stored
    assert made["value"] == '"middle"'
    assert made["tables"][0]["matched"] == [2]
    assert [rule["matched"] for rule in made["tables"][0]["rules"]] == [False, True, False, False]
    assert result.trace.as_text("zh").splitlines() == [
        '决策“grade” = "middle"',
        "  决策表“grade”（FIRST）：x = 12；命中规则：2",
        "    规则1未命中：不满足 x < 10",
        '    规则2命中 → "middle"',
        "    规则3未轮到",
        "    规则4未命中：不满足 x >= 15",
    ]
    assert "rule 1 does not match: not met x < 10" in result.trace.as_text("en")


def test_the_fast_path_agrees_with_the_traced_one() -> None:
    rule_set = make(["x"], ["grade"], RULES, "OUTPUT ORDER", values=ORDER)
    for x in range(-5, 30):
        assert rule_set.evaluate({"x": x}).values == rule_set.evaluate({"x": x}, with_trace=True).values
