"""Models: requirements, functions, services, imports, types, boxed expressions, writing without loss."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

import pytest
from dmn_builder import decision, definitions, function, input_data, literal, table
from lxml import etree

from huoju.kernel.rules import compile_model, read_model, with_table, write_model
from huoju.kernel.rules.dmn.model import DecisionTable
from huoju.kernel.rules.dmn.reading import VERSIONS


def value_of(logic: str, *elements: str, inputs: dict[str, Any] | None = None, **more: Any) -> Any:
    text = definitions(*elements, decision("d", logic, **more))
    return compile_model(read_model(text)).evaluate(inputs or {}, decision="d").value


def test_decisions_are_made_once_in_the_order_they_need_each_other() -> None:
    text = definitions(
        decision("c", literal("a + b"), ["!a", "!b"]),
        decision("b", literal("a * 2"), ["!a"]),
        decision("a", literal("x + 1"), ["x"]),
        input_data("x", "number"),
    )
    result = compile_model(read_model(text)).evaluate({"x": 1}, with_trace=True)
    assert result.values == {"c": 6, "b": 4, "a": 2}
    assert result.trace is not None
    assert [one.name for one in result.trace.decisions] == ["a", "b", "c"]


def test_a_decision_sees_only_what_it_requires() -> None:
    assert value_of(literal("x"), input_data("x", "number"), inputs={"x": 1}) is None


def test_a_business_knowledge_model_may_call_itself() -> None:
    factorial = function("fact", ["n"], literal("if n <= 1 then 1 else n * fact(n - 1)"))
    assert value_of(literal("fact(5)"), factorial, knows=["fact"]) == 120


def test_a_compiler_to_another_target_gets_steps_names_and_types() -> None:
    from huoju.kernel.rules.feel import tree
    from huoju.kernel.rules.feel.parsing import parse_tests

    logic = table(["研发-占比"], ["r"], (("> 研发-占比 - 1", "1"),))
    compiled = compile_model(
        read_model(definitions(input_data("研发-占比", "number"), decision("d", logic, ["研发-占比"])))
    )
    (step,) = compiled.steps("d")
    assert isinstance(step.element.logic, DecisionTable)
    place = compiled.place(step.element)
    cell = parse_tests(step.element.logic.rules[0].inputs[0], place.names)
    assert any(node == tree.Name("研发-占比") for node, _ in tree.walk(cell))
    assert str(compiled.type_of(compiled.model.inputs[0])) == "number"


def test_a_decision_may_be_a_function_of_a_declared_type() -> None:
    types = (
        '<itemDefinition name="tFn"><functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/>'
        "</functionItem></itemDefinition>"
    )
    logic = (
        '<functionDefinition><formalParameter name="n" typeRef="number"/><literalExpression><text>n + 1</text>'
        "</literalExpression></functionDefinition>"
    )
    assert value_of(literal("f(1)"), types, decision("f", logic, type_ref="tFn"), needs=["!f"]) == 2


def test_a_function_can_be_invoked_by_itself() -> None:
    compiled = compile_model(read_model(definitions(function("twice", ["n"], literal("n * 2")))))
    assert compiled.invoke("twice", {"n": 4}).value == 8
    assert compiled.invoke("twice", {"m": 4}).value is None


def test_a_service_is_a_function_of_its_inputs_and_overrides_decisions() -> None:
    service = (
        '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#out"/>'
        '<inputDecision href="#mid"/><inputData href="#x"/></decisionService>'
    )
    elements = (
        input_data("x", "number"), decision("mid", literal("100")),
        decision("out", literal("x + mid"), ["x", "!mid"]), service,
    )  # fmt: skip
    assert value_of(literal("s(1, 2)"), *elements, knows=["s"]) == 3
    assert value_of(literal("s(mid: 5, x: 1)"), *elements, knows=["s"]) == 6
    compiled = compile_model(read_model(definitions(*elements)))
    assert compiled.evaluate({"x": 1, "mid": 2}, service="s").values == {"out": 3}
    assert compiled.evaluate({"x": 1}, decision="out").value == 101


def test_imports_by_name_and_without_a_name() -> None:
    other = read_model(
        definitions(
            '<itemDefinition name="tAge"><typeRef>number</typeRef></itemDefinition>',
            function("greet", ["who"], literal('"Hello " + who')),
            decision("base", literal("40")),
            namespace="urn:other",
        )
    )
    kind = "https://www.omg.org/spec/DMN/20230324/MODEL/"
    for name, call in (("lib", "lib.greet"), ("", "greet")):
        prefix = f"{name}." if name else ""
        text = definitions(
            f'<import name="{name}" namespace="urn:other" importType="{kind}"/>',
            input_data("age", f"{prefix}tAge"),
            decision("d", literal(f'{call}("Li") + string(age + {prefix}base)'), ["age", "!urn:other#base"]).replace(
                "</variable>", ""
            ).replace("<informationRequirement>", '<knowledgeRequirement><requiredKnowledge href="urn:other#greet"/>'
                      "</knowledgeRequirement><informationRequirement>", 1),
        )  # fmt: skip
        assert compile_model(read_model(text), [other]).evaluate({"age": 2}).value == "Hello Li42"


BOXES = [
    ('<list><literalExpression><text>1</text></literalExpression><literalExpression><text>2</text>'
     "</literalExpression></list>", [1, 2]),
    ('<relation><column name="a"/><column name="b"/><row><literalExpression><text>1</text></literalExpression>'
     "<literalExpression><text>2</text></literalExpression></row></relation>", [{"a": 1, "b": 2}]),
    ("<conditional><if><literalExpression><text>1 > 2</text></literalExpression></if><then><literalExpression>"
     "<text>1</text></literalExpression></then><else><literalExpression><text>2</text></literalExpression></else>"
     "</conditional>", 2),
    ("<filter><in><literalExpression><text>[1,2,3]</text></literalExpression></in><match><literalExpression>"
     "<text>item > 1</text></literalExpression></match></filter>", [2, 3]),
    ('<for iteratorVariable="i"><in><literalExpression><text>[1,2]</text></literalExpression></in><return>'
     "<literalExpression><text>i * 10</text></literalExpression></return></for>", [10, 20]),
    ('<every iteratorVariable="i"><in><literalExpression><text>[1,2]</text></literalExpression></in><satisfies>'
     "<literalExpression><text>i > 1</text></literalExpression></satisfies></every>", False),
    ('<context><contextEntry><variable name="a b"/><literalExpression><text>2</text></literalExpression>'
     "</contextEntry><contextEntry><literalExpression><text>a b + 1</text></literalExpression></contextEntry>"
     "</context>", 3),
    ('<context><contextEntry><variable name="f"/><functionDefinition><formalParameter name="n" typeRef="number"/>'
     "<literalExpression><text>if n = 0 then 0 else n + f(n - 1)</text></literalExpression></functionDefinition>"
     "</contextEntry><contextEntry><invocation><literalExpression><text>f</text></literalExpression><binding>"
     '<parameter name="n"/><literalExpression><text>4</text></literalExpression></binding></invocation>'
     "</contextEntry></context>", 10),
]  # fmt: skip


@pytest.mark.parametrize(("box", "expected"), BOXES)
def test_boxed_expressions(box: str, expected: Any) -> None:
    assert value_of(box) == expected


TYPES = (
    '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues>'
    "</itemDefinition>"
    '<itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef><typeConstraint><text>'
    "count(?) &lt; 3</text></typeConstraint></itemDefinition>"
    '<itemDefinition name="tFirm"><itemComponent name="first year"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="opened"><typeRef>date</typeRef></itemComponent></itemDefinition>'
)
INPUTS = [
    ("tGrade", "A", '"A"'),
    ("tGrade", "C", "null"),
    ("tGrade", ["A"], '"A"'),
    ("tGrades", ["A", "B"], '["A", "B"]'),
    ("tGrades", ["A", "A", "A"], "null"),
    ("tGrades", ["C"], "null"),
    ("tGrades", "A", '["A"]'),
    ("number", "1", "null"),
    ("number", 1.5, "1.5"),
    ("date", "2025-06-30", '@"2025-06-30"'),
    ("date", datetime.date(2025, 6, 30), '@"2025-06-30"'),
    ("date and time", datetime.date(2025, 6, 30), '@"2025-06-30T00:00:00Z"'),
    ("list<number>", [1, 2], "[1, 2]"),
    ("tFirm", {"first year": 2020, "opened": "2020-01-01"}, '{"first year": 2020, opened: @"2020-01-01"}'),
    ("tFirm", {"first year": 2020}, "null"),
]


@pytest.mark.parametrize(("type_ref", "given", "meaning"), INPUTS)
def test_inputs_are_held_to_their_types(type_ref: str, given: Any, meaning: str) -> None:
    from huoju.kernel.rules.feel.texts import literal_text

    kind = type_ref.replace("<", "&lt;")
    value = value_of(literal("x"), TYPES, input_data("x", kind), inputs={"x": given}, needs=["x"])
    assert literal_text(value) == meaning


def test_every_version_of_the_standard_is_read() -> None:
    for namespace, version in VERSIONS.items():
        model = read_model(definitions(decision("d", literal("1")), dmn=namespace))
        assert model.version == version
        assert compile_model(model).evaluate({}).value == 1


LAYOUT = """<?xml version="1.0" encoding="UTF-8"?>
<!-- kept --><definitions xmlns="https://www.omg.org/spec/DMN/20211108/MODEL/" xmlns:v="urn:vendor" namespace="urn:t"
 name="t" v:tool="7"><extensionElements><v:extra a="1"> <v:b/> </v:extra></extensionElements>
<decision name="d" id="d"><variable name="d"/><decisionTable><input><inputExpression><text>1</text></inputExpression>
</input><output/><rule v:color="red"><inputEntry><text><![CDATA[> 0]]></text></inputEntry><outputEntry><text>1</text>
</outputEntry></rule></decisionTable></decision><dmndi:DMNDI xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
><dmndi:DMNDiagram/></dmndi:DMNDI></definitions>"""


def canonical(data: bytes | str) -> bytes:
    return etree.tostring(etree.fromstring(data if isinstance(data, bytes) else data.encode()), method="c14n")


def test_writing_loses_nothing_and_vendor_extensions_are_named() -> None:
    model = read_model(LAYOUT)
    assert canonical(write_model(model)) == canonical(LAYOUT)
    assert model.vendor_namespaces == ("urn:vendor",)
    assert [one.code for one in compile_model(model).problems] == ["vendor-extension"]


def test_a_changed_table_leaves_the_rest_of_the_file_alone() -> None:
    model = read_model(LAYOUT)
    (found,) = model.decisions
    assert isinstance(found.logic, DecisionTable)
    rule = dataclasses.replace(found.logic.rules[0], outputs=("2",), inputs=("< 5",))
    changed = with_table(model, found, dataclasses.replace(found.logic, rules=(rule,)))
    assert compile_model(changed).evaluate({}).value == 2
    assert b"DMNDiagram" in write_model(changed)
    assert b'v:tool="7"' in write_model(changed)


def test_floats_are_read_by_their_shortest_text() -> None:
    assert value_of(literal("x + 0.2"), input_data("x", "number"), inputs={"x": 0.1}, needs=["x"]) == Decimal(
        "0.3"
    )


def test_the_moment_is_an_argument() -> None:
    from huoju.kernel.rules.dmn.inputs import moment_of

    compiled = compile_model(read_model(definitions(decision("d", literal('today() - @"2025-01-01"')))))
    now = moment_of(datetime.datetime(2025, 1, 31, tzinfo=datetime.UTC))
    assert str(compiled.evaluate({}, now=now).value) == "P30D"
    assert compiled.evaluate({}).value is None


def test_rows_of_text_are_read_as_the_types_of_the_inputs() -> None:
    compiled = compile_model(
        read_model(
            definitions(
                input_data("n", "number"), input_data("b", "boolean"), input_data("l", "list&lt;number&gt;"),
                decision("d", table(["n", "b", "count(l)"], ["r"], (("> 1", "true", "2", '"yes"'),)), ["n", "b", "l"]),
            )
        )
    )  # fmt: skip
    assert compiled.evaluate({"n": "1,000.5", "b": "是", "l": "1; 2"}, from_text=True).value == "yes"
