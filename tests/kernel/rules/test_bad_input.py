"""What strangers send: every case ends with a clear message in both languages, none with a crash or a hang."""

from __future__ import annotations

import sys
import time

import pytest
from dmn_builder import decision, definitions, function, input_data, literal, table

from huoju.errors import InputError
from huoju.kernel.rules import Limits, compile_model, compile_text, errors, read_model
from huoju.kernel.rules.errors import (
    BadElement,
    CyclicRequirements,
    ExpressionTooDeep,
    FeelSyntaxError,
    MalformedXml,
    MissingReference,
    NotDmn,
    RecursionTooDeep,
    TooManySteps,
    UnknownDecision,
    UnsafeXml,
    XmlTooLarge,
)


def test_malformed_xml_names_line_and_element() -> None:
    with pytest.raises(MalformedXml) as caught:
        read_model("<definitions>\n<decision>\n<text>1</txt></decision></definitions>", "a.dmn")
    assert caught.value.fields["line"] == 3
    assert caught.value.fields["element"] == "text"
    assert "a.dmn" in str(caught.value)


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><definitions>&b;</definitions>'


@pytest.mark.parametrize("text", [BOMB, '<!DOCTYPE d SYSTEM "file:///etc/passwd"><definitions/>'])
def test_entities_and_document_types_are_refused(text: str) -> None:
    with pytest.raises(UnsafeXml):
        read_model(text)
    with pytest.raises(UnsafeXml):
        read_model(text.encode("utf-16"))


def test_a_deep_tree_of_elements_is_refused() -> None:
    with pytest.raises((XmlTooLarge, MalformedXml)):
        read_model(definitions("<a>" * 5000 + "</a>" * 5000))


@pytest.mark.parametrize("text", ["<svg xmlns='http://www.w3.org/2000/svg'/>", "<definitions/>"])
def test_what_is_no_model_is_called_by_its_name(text: str) -> None:
    with pytest.raises(NotDmn):
        read_model(text)


BAD_ELEMENTS = [
    decision("d", table(["1"], ["r"], (("1", "2"),), policy="BEST")),
    decision("d", "<decisionTable><input/></decisionTable>"),
    decision("d", table(["1"], ["r"], (("1",),))),
    "<decision id='x'/>",
    decision("d", literal("1")) * 2,
    "<decision name='d'><relation><column name='a'/><row/></relation></decision>",
]


@pytest.mark.parametrize("element", BAD_ELEMENTS)
def test_wrong_elements_are_told_with_their_line(element: str) -> None:
    with pytest.raises(BadElement) as caught:
        read_model(definitions(element), "a.dmn")
    assert caught.value.fields["line"] == 2


def test_a_cycle_of_requirements_is_shown() -> None:
    text = definitions(*(decision(a, literal("1"), [f"!{b}"]) for a, b in ("ab", "bc", "ca")))
    with pytest.raises(CyclicRequirements) as caught:
        compile_model(read_model(text))
    assert caught.value.fields["cycle"] == "a → b → c → a"


def test_references_that_lead_nowhere() -> None:
    compiled = compile_model(read_model(definitions(decision("d", literal("x"), ["x"]))))
    assert [(one.code, one.severity) for one in compiled.problems] == [("missing-reference", "error")]
    service = '<decisionService id="s" name="s"><outputDecision href="#no"/></decisionService>'
    with pytest.raises(MissingReference):
        compile_model(read_model(definitions(service))).evaluate({}, service="s")


def test_unknown_decisions_are_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownDecision) as caught:
        compile_model(read_model(definitions(decision("d", literal("1"))))).evaluate({}, decision="e")
    assert caught.value.fields["known"] == "d"


def test_unknown_functions_types_and_syntax_errors_are_problems_with_their_lines() -> None:
    text = definitions(
        decision("a", literal("no such thing(1)")),
        decision("b", literal("1 +")),
        input_data("x", "tNowhere"),
        decision("c", literal("1")),
    )
    compiled = compile_model(read_model(text))
    assert [(one.code, one.where, one.line) for one in compiled.problems] == [
        ("unknown-type", "DMN", 4),
        ("unknown-function", "a", 2),
        ("feel-syntax", "b", 3),
    ]
    assert compiled.evaluate({}).values == {"a": None, "b": None, "c": 1}


SYNTAX = [
    "1 +",
    "(1",
    "[1, 2",
    '"open',
    "1..2",
    "if 1 then 2",
    "{a 1}",
    "a ? b : c",
    "#",
    "function(",
    "1 2",
    "",
    "@",
]


@pytest.mark.parametrize("text", SYNTAX)
def test_syntax_errors_point_at_the_place(text: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_text(text, where="决策“甲”")
    error = caught.value
    assert "决策“甲”" in error.in_language("zh")
    assert error.fields["line"] == 1
    assert 1 <= error.fields["column"] <= len(text) + 1


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "+".join(["1"] * 5000),
        "-" * 3000 + "1",
        "[" * 3000,
        "if true then " * 900 + "1",
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises((ExpressionTooDeep, FeelSyntaxError)):
        compile_text(text)


def test_deep_but_allowed_nesting_runs() -> None:
    assert compile_text("(" * 200 + "1" + ")" * 200).evaluate()[0] == 1
    assert compile_text("+".join(["1"] * 200)).evaluate()[0] == 200
    assert compile_text(" or ".join(["false"] * 5000)).evaluate()[0] is False


ENDLESS = ["{f: function(n) f(n + 1), r: f(0)}.r", "{f: function(n) [f(n)], r: f(0)}.r",
           "{f: function(n) sort([1, 2], function(a, b) f(a)), r: f(0)}.r"]  # fmt: skip


@pytest.mark.parametrize("text", ENDLESS)
def test_endless_recursion_is_stopped_and_told(text: str) -> None:
    with pytest.raises(RecursionTooDeep) as caught:
        compile_text(text).evaluate()
    assert caught.value.fields["limit"] == Limits().calls


def test_endless_recursion_of_knowledge_models() -> None:
    loop = function("f", ["n"], literal("1 + f(n + 1)"))
    compiled = compile_model(read_model(definitions(loop, decision("d", literal("f(1)"), knows=["f"]))))
    with pytest.raises(RecursionTooDeep):
        compiled.evaluate({})


LONG = [
    "for i in 1..1000000000 return i",
    "some x in 1..1000000000 satisfies x < 0",
    "for a in 1..10000, b in 1..10000 return 1",
    "count([1..2][item in [1..3]]) + count(for i in 1..999999999 return i)",
]


def test_values_that_nest_without_end_are_refused() -> None:
    for text in ("for i in 1..20000 return [partial[-1]]", "string(for i in 1..20000 return [partial[-1]])"):
        with pytest.raises(RecursionTooDeep):
            compile_text(text).evaluate()


GROWING = [
    'for i in 1..60 return if i = 1 then "a" else partial[-1] + partial[-1]',
    "for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
]


@pytest.mark.parametrize("text", GROWING)
def test_values_that_grow_without_end_are_stopped_and_told(text: str) -> None:
    with pytest.raises(TooManySteps):
        compile_text(text).evaluate()


@pytest.mark.parametrize("text", LONG)
def test_long_loops_are_stopped_and_told(text: str) -> None:
    with pytest.raises(TooManySteps):
        compile_text(text).evaluate(limits=Limits(steps=20_000))


def test_a_pattern_that_takes_for_ever_is_given_up() -> None:
    start = time.monotonic()
    value, warnings = compile_text(f'matches("{"a" * 40}!", "^(a|a|aa)+$")').evaluate()
    assert value is None or value is False
    assert time.monotonic() - start < 10
    assert warnings or value is False


def test_a_table_of_ten_thousand_rules() -> None:
    rules = [(f"[{n}..{n + 1})", "<= 500", str(n)) for n in range(10_000)]
    elements = input_data("x", "number"), input_data("y", "number")
    compiled = compile_model(
        read_model(definitions(*elements, decision("d", table(["x", "y"], ["r"], rules), ["x", "y"])))
    )
    start = time.monotonic()
    assert compiled.evaluate({"x": 9_999.5, "y": 3}).value == 9_999
    assert time.monotonic() - start < 1


def test_every_error_speaks_both_languages_with_the_same_facts() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, InputError)]
    codes = [one.code for one in kinds if one is not InputError]
    assert len(set(codes)) == len(codes)
    for one in kinds:
        for name in one.field_names():
            assert f"{{{name}" in one.zh or name == "en_detail"
            assert f"{{{name}" in one.en or name == "zh_detail"


def test_the_recursion_limit_is_only_ever_raised() -> None:
    before = sys.getrecursionlimit()
    compile_text("1").evaluate()
    assert sys.getrecursionlimit() >= before
