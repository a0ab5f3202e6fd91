"""What holds for every expression: printing and parsing, arithmetic of 34 digits, ranges, calendars."""

from __future__ import annotations

import contextlib
import datetime
import decimal
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from huoju.errors import HuojuError
from huoju.kernel.rules import compile_text
from huoju.kernel.rules.dmn.inputs import feel_value
from huoju.kernel.rules.feel import base_names, tree
from huoju.kernel.rules.feel.calendar import date_of_number, day_number
from huoju.kernel.rules.feel.numbers import CONTEXT
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests
from huoju.kernel.rules.feel.printing import print_node
from huoju.kernel.rules.feel.running import Limits
from huoju.kernel.rules.feel.texts import literal_text

NAMES = ("a", "研发占比", "unit price", "profit-loss")
SCOPE = base_names().plus(NAMES)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**9)
operators = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])

leaves = st.one_of(
    st.builds(tree.Literal, numbers.map(lambda value: CONTEXT.create_decimal(value))),
    st.builds(tree.Literal, st.text(max_size=5)),
    st.sampled_from([tree.Literal(True), tree.Literal(None)]),
    st.builds(tree.Name, st.sampled_from(NAMES)),
    st.builds(tree.AtLiteral, st.sampled_from(["2025-06-30", "PT1H"])),
)


def branches(inner: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    iterations = st.builds(tree.Iteration, st.just("i"), inner, st.none() | inner)
    return st.one_of(
        st.builds(tree.Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(tree.Compare, operators, inner, inner),
        st.builds(tree.Between, inner, inner, inner),
        st.builds(tree.In, inner, several),
        st.builds(tree.Interval, inner, inner, st.booleans(), st.booleans()),
        st.builds(tree.Comparing, operators, inner),
        st.builds(tree.And, several),
        st.builds(tree.Or, several),
        st.builds(tree.Negate, inner),
        st.builds(tree.If, inner, inner, inner),
        st.builds(tree.For, iterations.map(lambda one: (one,)), inner),
        st.builds(
            tree.Quantified, st.sampled_from(["some", "every"]), iterations.map(lambda one: (one,)), inner
        ),
        st.builds(tree.ListOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(tree.ContextOf, st.tuples(st.tuples(st.sampled_from(["k", "x y"]), inner))),
        st.builds(tree.Path, inner, st.sampled_from(NAMES)),
        st.builds(tree.Filter, inner, inner),
        st.builds(tree.Call, st.just(tree.Name("sum")), several),
        st.builds(tree.FunctionOf, st.just((("p", None),)), inner),
        st.builds(tree.InstanceOf, inner, st.just(tree.ListType(tree.NamedType("number")))),
    )


expressions = st.recursive(leaves, branches, max_leaves=8)


def flat(node: tree.Node) -> bool:
    """No "and" directly in an "and": the parser makes one of both."""
    return not any(
        isinstance(child, type(here))
        for here, _ in tree.walk(node)
        if isinstance(here, tree.And | tree.Or)
        for child in here.operands
    )


@settings(max_examples=300, deadline=None)
@given(expressions.filter(flat))
def test_what_is_printed_parses_to_the_same_tree(node: tree.Node) -> None:
    assert parse_expression(print_node(node), SCOPE) == node


@settings(max_examples=200, deadline=None)
@given(expressions)
def test_no_expression_crashes_and_its_value_prints(node: tree.Node) -> None:
    names = {"a": 1, "研发占比": 0.5, "unit price": [1, 2], "profit-loss": {"k": None}}
    try:
        value, _ = compile_text(print_node(node), NAMES).evaluate(
            feel_value(names), limits=Limits(steps=10_000)
        )
    except HuojuError:
        return
    literal_text(value)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='1a.-+*/ ()[]{}<>=!,:"@?in不or 为', max_size=30))
def test_any_text_gives_a_tree_or_an_error_for_people(text: str) -> None:
    for parse in (parse_expression, parse_tests):
        with contextlib.suppress(HuojuError):
            parse(text, SCOPE)


@given(numbers, numbers)
def test_arithmetic_agrees_with_ieee_decimal128(left: Decimal, right: Decimal) -> None:
    exact = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN)
    for sign, expected in (("+", exact.add), ("-", exact.subtract), ("*", exact.multiply)):
        assert compile_text(f"({left}) {sign} ({right})").evaluate()[0] == expected(left, right)
    if right:
        assert compile_text(f"{left} / {right}").evaluate()[0] == exact.divide(left, right)


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(-50, 50), st.booleans(), st.booleans())
def test_a_range_contains_what_lies_between_its_ends(
    x: int, low: int, high: int, opens: bool, closes: bool
) -> None:
    text = f"{x} in {'[' if opens else '('}{low}..{high}{']' if closes else ')'}"
    inside = (low <= x if opens else low < x) and (x <= high if closes else x < high)
    assert compile_text(text).evaluate()[0] is inside


@given(st.dates(), st.integers(-2000, 2000))
def test_the_calendar_agrees_with_python_where_python_has_one(day: datetime.date, more: int) -> None:
    number = day_number(day.year, day.month, day.day)
    assert number == (day - datetime.date(1970, 1, 1)).days
    ours = date_of_number(number)
    assert (ours.weekday, ours.week_of_year) == (day.isoweekday(), day.isocalendar().week)
    assert date_of_number(number + more).number == number + more


@given(st.recursive(st.none() | st.booleans() | numbers | st.text(max_size=8), lambda inner: st.lists(inner) |
                    st.dictionaries(st.text(min_size=1, max_size=4), inner), max_leaves=6))  # fmt: skip
def test_a_value_written_as_a_literal_reads_back(value: object) -> None:
    ours = feel_value(value)
    assert compile_text(literal_text(ours)).evaluate()[0] == ours
