"""Analysis of tables before use; exactness is checked against all combinations of a small grid."""

from __future__ import annotations

from typing import Any

import pytest
from dmn_builder import decision, definitions, input_data, table
from hypothesis import given, settings
from hypothesis import strategies as st

from huoju.kernel.rules import compile_model, read_model
from huoju.kernel.rules.dmn.analysis import TableFinding, analyse_table
from huoju.kernel.rules.dmn.model import DecisionTable, HitPolicy, InputClause, OutputClause, Rule


def make(
    rules: list[tuple[str, ...]], policy: HitPolicy = HitPolicy.UNIQUE, values: str | None = None
) -> DecisionTable:
    names = ("x", "y")[: len(rules[0]) - 1]
    return DecisionTable(
        tuple(InputClause(name, values=values) for name in names),
        (OutputClause(),),
        tuple(Rule(rule[:-1], rule[-1:]) for rule in rules),
        policy,
    )


def told(findings: list[TableFinding]) -> list[tuple[str, Any]]:
    return [(one.code, one.rules or one.en.split(" (for")[0].split("to: ")[-1]) for one in findings]


CASES = [
    ([("< 10", "1"), (">= 10", "2")], "UNIQUE", []),
    ([("< 10", "1"), ("> 10", "2")], "UNIQUE", [("gap", "x: 10")]),
    ([("[0..10)", "1"), ("[20..30]", "2")], "UNIQUE", [("gap", "x: < 0, [10..20), > 30")]),
    ([("<= 10", "1"), (">= 10", "2")], "UNIQUE", [("conflict", (1, 2))]),
    ([("<= 10", "1"), (">= 10", "1")], "ANY", [("overlap", (1, 2))]),
    ([("<= 10", "1"), (">= 10", "2")], "ANY", [("conflict", (1, 2))]),
    ([("-", "1"), ("> 5", "2")], "FIRST", [("overlap", (1, 2)), ("masked", (2,))]),
    ([("< 5", "1"), (">= 5", "2"), ("[1..9]", "3")], "FIRST",
     [("overlap", (1, 3)), ("overlap", (2, 3)), ("masked", (3,))]),
    ([('"a"', "1"), ('not("a", "b")', "2")], "UNIQUE", [("gap", 'x: "b"')]),
    ([("true", "1")], "UNIQUE", [("gap", "x: false")]),
    ([('< @"2025-01-01"', "1"), ('> @"2025-01-02"', "2")], "UNIQUE", [("gap", 'x: [@"2025-01-01"..@"2025-01-02"]')]),
    ([("> 5", "1"), ('"five"', "2"), ("<= 5", "3")], "UNIQUE", [("never-fires", (2,))]),
    ([("? * 2 > 4", "1")], "UNIQUE", [("not-analysed", "the column 'x' computes and was not analysed")]),
    ([("< 1", '"a"', "1"), (">= 1", "-", "2")], "UNIQUE", [("gap", 'x: < 1; y: not("a")')]),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "policy", "expected"), CASES)
def test_findings(rules: list[tuple[str, ...]], policy: str, expected: list[tuple[str, Any]]) -> None:
    assert told(analyse_table(make(rules, HitPolicy(policy)))) == expected


def test_allowed_values_close_the_domain() -> None:
    assert told(analyse_table(make([('"a"', "1")], values='"a", "b"'))) == [("gap", 'x: "b"')]
    assert told(analyse_table(make([('"a"', "1"), ('"c"', "2")], values='"a", "b"'))) == [
        ("never-fires", (2,)),
        ("gap", 'x: "b"'),
    ]


cells = st.sampled_from(["-", "< 1", ">= 1", "[0..2)", "1", "not(1)", "> 2", "(0..2]", "0, 2"])
tables = st.lists(st.tuples(cells, cells, st.sampled_from(["1", "2"])), min_size=1, max_size=5)
GRID = [-1, 0, 0.5, 1, 1.5, 2, 3]


@settings(max_examples=60, deadline=None)
@given(tables)
def test_gaps_and_overlaps_agree_with_running_the_table_on_a_grid(rules: list[tuple[str, ...]]) -> None:
    findings = analyse_table(make(rules))
    logic = table(["x", "y"], ["r"], rules, "RULE ORDER")
    elements = input_data("x", "number"), input_data("y", "number")
    compiled = compile_model(read_model(definitions(*elements, decision("d", logic, ["x", "y"]))))
    counts = [
        compiled.evaluate({"x": x, "y": y}, with_trace=True).trace.decisions[0].tables[0].matched
        for x in GRID
        for y in GRID
    ]
    assert any(one.code == "gap" for one in findings) == any(not matched for matched in counts)
    pairs = {(a, b) for matched in counts for a in matched for b in matched if a < b}
    assert {one.rules for one in findings if one.code == "conflict"} == pairs
    for one in findings:
        if one.code in ("gap", "conflict"):
            given_ = {"x": dict(one.example)["x"], "y": dict(one.example)["y"]}
            matched = compiled.evaluate(given_, with_trace=True).trace.decisions[0].tables[0].matched
            assert set(one.rules) <= set(matched) if one.code == "conflict" else not matched


def test_a_thousand_rules_are_analysed_in_seconds() -> None:
    rules = [(f"[{n}..{n + 1})", "<= 500" if n % 2 else "-", str(n)) for n in range(1000)]
    codes = {one.code for one in analyse_table(make(rules))}
    assert codes == {"gap", "more"}
