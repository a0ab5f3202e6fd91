"""Models by columns: requirement graphs, contexts, functions, types, large tables; what is refused, and why."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import ibis
import pytest
from batch_builder import COLUMNS, assert_same, memory_table, model, one_decision, run
from dmn_builder import decision, definitions, function, input_data, literal, table

from huoju.kernel.rules import compile_batch, compile_model, fit_columns, read_model
from huoju.kernel.rules.batch import WrongColumns

ROWS: list[dict[str, Any]] = [
    {"x": x, "y": y, "n": n, "s": s}
    for x in (None, Decimal(1), Decimal("2.5"), Decimal(60))
    for y in (None, Decimal(0), Decimal(4))
    for n, s in ((1, "a"), (None, None), (70, "b"))
]
ALL = list(COLUMNS)


def test_twelve_tables_that_need_each_other() -> None:
    tables = [
        decision(
            "r0", table(["x", "s"], ["o"], [("> 2", "-", '"a"'), ("-", '"a", "b"', '"b"')], "FIRST"), ALL
        )
    ]
    for number in range(1, 12):
        before = f"r{number - 1}"
        rules = [('"a"', "< 4", '"b"'), ('"a"', "-", '"a"'), ("null", "-", '"a"'), ("-", "> 1", "s")]
        tables.append(
            decision(f"r{number}", table([before, "y"], ["o"], rules, "FIRST"), [*ALL, f"!{before}"])
        )
    batch = assert_same(model(*tables), ROWS)
    assert batch.decisions == tuple(f"r{number}" for number in range(12))


def test_several_outputs_are_a_struct_and_their_entries_can_be_used() -> None:
    rules = [("> 2", '"甲"', "1.5"), ("<= 2", '"乙"', "-")]
    first = decision("等级", table(["x"], ["名称", "分数"], rules), ALL)
    second = decision("合计", literal('if 等级.名称 = "甲" then 等级.分数 * 2 else 0'), ["!等级"])
    batch = assert_same(model(first, second), ROWS)
    assert run(batch, [{"x": Decimal(3)}])[0]["等级"] == {"名称": "甲", "分数": Decimal("1.5")}


@pytest.mark.parametrize("policy", ["RULE ORDER", "OUTPUT ORDER", "COLLECT"])
def test_lists_of_several_outputs(policy: str) -> None:
    rules = [("> 2", '"b"', "x"), ("-", '"a"', "2"), ("null", '"c"', "null"), ("< 50", '"b"', "y")]
    values = {"class": '"a", "b", "c"'} if policy == "OUTPUT ORDER" else None
    assert_same(one_decision(table(["x"], ["class", "rank"], rules, policy, values=values)), ROWS)


@pytest.mark.parametrize("aggregation", ["SUM", "MIN", "MAX", "COUNT"])
def test_aggregators_of_several_outputs(aggregation: str) -> None:
    rules = [("> 2", "1", "x"), ("-", "2.5", "y"), ("< 50", "-4", "7")]
    assert_same(one_decision(table(["x"], ["p", "q"], rules, "COLLECT", aggregation)), ROWS)


@pytest.mark.parametrize("count", [62, 63, 130])
@pytest.mark.parametrize(
    ("policy", "aggregation"),
    [("FIRST", ""), ("UNIQUE", ""), ("COLLECT", "SUM"), ("RULE ORDER", ""), ("ANY", "")],
)
def test_tables_longer_than_a_word(count: int, policy: str, aggregation: str) -> None:
    rules = [(f"[{number}..{number + 3})", f"{number // 50}") for number in range(count)]
    rows = [{"x": Decimal(number) / 2} for number in range(-2, 2 * count + 8, 7)]
    assert_same(one_decision(table(["x"], ["o"], rules, policy, aggregation)), rows)


def test_inputs_and_outputs_with_allowed_values() -> None:
    logic = """<decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="string"><text>s</text></inputExpression>
        <inputValues><text>"a", "c"</text></inputValues></input>
      <output typeRef="tGrade"/>
      <rule><inputEntry><text>"a"</text></inputEntry><outputEntry><text>"good"</text></outputEntry></rule>
      <rule><inputEntry><text>"c"</text></inputEntry><outputEntry><text>"none"</text></outputEntry></rule>
    </decisionTable>"""
    types = (
        '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"good", "bad"</text>'
        "</allowedValues></itemDefinition>"
        '<itemDefinition name="tSmall"><typeRef>number</typeRef><allowedValues><text>[0..10]</text>'
        "</allowedValues></itemDefinition>"
    )
    text = definitions(
        types, input_data("s", "string"), input_data("x", "tSmall"),
        decision("grade", logic, ["s"]), decision("twice", literal("x * 2"), ["x"], type_ref="tSmall"),
    )  # fmt: skip
    rules = compile_model(read_model(text))
    columns = {"s": "string", "x": "decimal(9,2)"}
    rows = [
        {"s": s, "x": x} for s in (None, "a", "b", "c") for x in (None, Decimal(3), Decimal(6), Decimal(60))
    ]
    assert_same(rules, rows, columns)


def test_business_knowledge_is_written_out_where_it_is_called() -> None:
    grade = function(
        "grade", ["v", "limit"], table(["v"], ["o"], [("> limit", '"高"'), ("-", '"低"')], "FIRST")
    )
    invocation = (
        "<invocation><literalExpression><text>grade</text></literalExpression>"
        '<binding><parameter name="v"/><literalExpression><text>x + 1</text></literalExpression></binding>'
        '<binding><parameter name="limit"/><literalExpression><text>y</text></literalExpression></binding></invocation>'
    )
    called = decision("called", invocation, ALL, ["grade"])
    inline = decision(
        "inline", literal("if n > 3 then grade(x, 2) else grade(limit: 3, v: y)"), ALL, ["grade"]
    )
    assert_same(model(grade, called, inline), ROWS)


def test_boxed_contexts_lists_and_conditionals() -> None:
    entry = '<contextEntry><variable name="{}"/>{}</contextEntry>'
    context = (
        "<context>" + entry.format("a", literal("x + 1"))
        + entry.format("t", table(["a"], ["o"], [("> 3", '"m"'), ("<= 3", '"k"')]))
        + f"<contextEntry>{literal('t + s')}</contextEntry></context>"
    )  # fmt: skip
    whole = "<context>" + entry.format("a", literal("x")) + entry.format("b", literal("a * 2")) + "</context>"
    boxed_list = f"<list>{literal('x')}{literal('y')}</list>"
    chosen = (
        f"<conditional><if>{literal('x > y')}</if><then>{literal('x')}</then>"
        f"<else>{table(['y'], ['o'], [('> 1', '1'), ('-', '2')], 'FIRST')}</else></conditional>"
    )
    assert_same(
        model(decision("c", context, ALL), decision("w", whole, ALL), decision("l", boxed_list, ALL),
              decision("i", chosen, ALL), decision("use", literal("w.b + 1"), ["!w"])),
        ROWS,
    )  # fmt: skip


FIRM_RULES = [("> 5", '"a"', "1"), ("-", "-", "2")]


def test_a_struct_column_is_a_context() -> None:
    text = definitions(
        '<itemDefinition name="tFirm"><itemComponent name="size"><typeRef>number</typeRef></itemComponent>'
        '<itemComponent name="kind"><typeRef>string</typeRef></itemComponent></itemDefinition>',
        input_data("firm", "tFirm"),
        decision(
            "o",
            table(["firm.size", "firm.kind"], ["o"], [("> 5", '"a"', "1"), ("-", "-", "2")], "FIRST"),
            ["firm"],
        ),
    )
    rules = compile_model(read_model(text))
    rows: list[dict[str, Any]] = [
        {"firm": None},
        {"firm": {"size": 6, "kind": "a"}},
        {"firm": {"size": None, "kind": "b"}},
    ]
    assert_same(rules, rows, {"firm": "struct<size: int32, kind: string>"})


def test_today_is_the_day_that_is_given() -> None:
    from huoju.kernel.rules.dmn.inputs import moment_of

    rules = one_decision(
        table(["d"], ["o"], [('< today() - duration("P1Y")', '"old"'), ("-", '"new"')], "FIRST")
    )
    now = moment_of(datetime.datetime(2026, 1, 1))
    batch = compile_batch(rules, columns=COLUMNS, now=now)
    rows = [{"d": datetime.date(2024, 12, 31)}, {"d": datetime.date(2025, 1, 1)}]
    assert [row["out"] for row in run(batch, rows)] == ["old", "new"]


REFUSED = [
    ("f + 1", "float"), ("replace(s, t, s)", "function"), ("sqrt(x)", "function"), ("for v in 1..n return v", "node"),
    ("x / y * y", "ratio"), ("if b then x else s", "mixed"), ("[x, y][item > 1]", "node"),
    ("substring(s, n)", "arguments"),
    ("f > 0.1234567890123456", "float-constant"), ("x * x * x * x * x", "digits"), ("date(s)", "arguments"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_refused_says_why_in_both_languages(text: str, code: str) -> None:
    batch = compile_batch(one_decision(literal(text)), columns=COLUMNS)
    (refused,) = batch.refused
    assert (refused.decision, refused.code) == ("out", code)
    assert refused.zh
    assert refused.en != refused.zh
    assert not batch.is_whole


def test_one_refusal_leaves_the_rest_and_is_passed_on_to_what_needs_it() -> None:
    rules = model(
        decision("bad", literal("sqrt(x)"), ALL), decision("good", literal("x + 1"), ALL),
        decision("worse", literal("bad + 1"), ["!bad"]),
    )  # fmt: skip
    batch = compile_batch(rules, columns=COLUMNS)
    assert batch.decisions == ("good",)
    assert [(one.decision, one.code) for one in batch.refused] == [("bad", "function"), ("worse", "needs")]


def test_only_what_is_asked_for_is_put_out() -> None:
    rules = model(
        decision("first", literal("x + 1"), ALL), decision("second", literal("first * 2"), ["!first"])
    )
    batch = compile_batch(rules, columns=COLUMNS, decision="second")
    result = batch.apply(memory_table(ROWS), keep=["s"])
    assert result.columns == ("s", "second")


def test_a_missing_column_is_null_and_noted() -> None:
    rules = one_decision(literal("x + 1"), {"x": "decimal(9,2)"})
    batch = compile_batch(rules, columns={"z": "int64"})
    assert [one.code for one in batch.notes] == ["missing-column"]
    assert run(batch, [{"z": 1}], {"z": "int64"})[0]["out"] is None


def test_a_column_of_the_wrong_type_is_refused_by_name() -> None:
    batch = compile_batch(one_decision(literal("x + 1")), columns={**COLUMNS, "x": "string"})
    assert [one.code for one in batch.refused] == ["column-type"]
    assert "“x”" in batch.refused[0].zh


def test_a_table_without_the_columns_is_told() -> None:
    batch = compile_batch(one_decision(literal("x + 1")), columns=COLUMNS)
    with pytest.raises(WrongColumns, match="x, y"):
        batch.apply(ibis.memtable({"q": [1]}))


def test_fitted_columns_make_floats_exact() -> None:
    found = fit_columns(ibis.memtable({"a": [0.1, 0.2, None], "b": [0.1, 1 / 3, 2.0], "c": [12, -500, 3]}))
    assert str(found["a"]) == "decimal(2, 1)"
    assert str(found["b"]) == "float64"
    assert str(found["c"]) == "decimal(3, 0)"
    rules = one_decision(literal("a + 0.2 = 0.3"), {"a": "float64"})
    batch = compile_batch(rules, columns={"a": found["a"]})
    assert [row["out"] for row in run(batch, [{"a": 0.1}, {"a": 0.2}], {"a": "float64"})] == [True, False]


def test_the_expression_is_sql_of_any_backend() -> None:
    batch = compile_batch(one_decision(table(["x"], ["o"], [("> 1", '"a"')])), columns=COLUMNS)
    for dialect in ("duckdb", "postgres"):
        assert "SELECT" in str(ibis.to_sql(batch.expression, dialect=dialect))
