"""Code of boolean logic and of tests: and, or, if, in, and the cells of decision tables.

Logic is three-valued (DMN 1.5, table 50): what is not boolean counts as null. A test is run with the tested
value as the name "?".
"""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from decimal import Decimal

from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.comparing import compare_with, equal, is_in
from huoju.kernel.rules.feel.compiling import Scope, compile_expression, compiles, constant
from huoju.kernel.rules.feel.running import Code, Names, Run
from huoju.kernel.rules.feel.values import Range, Value, kind_of

INPUT = "?"


@compiles(tree.And)
def _and(node: tree.And, scope: Scope) -> Code:
    return _junction(node.operands, scope, decisive=False)


@compiles(tree.Or)
def _or(node: tree.Or, scope: Scope) -> Code:
    return _junction(node.operands, scope, decisive=True)


def _junction(operands: tuple[tree.Node, ...], scope: Scope, decisive: bool) -> Code:
    codes = tuple(compile_expression(operand, scope) for operand in operands)

    def run_junction(names: Names, run: Run) -> Value:
        result: bool | None = not decisive
        for code in codes:
            value = code(names, run)
            if value is decisive:
                return decisive
            if not isinstance(value, bool):
                result = None
        if result is None:
            run.warn("not-boolean", kind="null")
        return result

    return run_junction


@compiles(tree.If)
def _if(node: tree.If, scope: Scope) -> Code:
    parts = (node.condition, node.then, node.otherwise)
    condition, then, otherwise = (compile_expression(part, scope) for part in parts)

    def run_if(names: Names, run: Run) -> Value:
        value = condition(names, run)
        if value is True:
            return then(names, run)
        if value is not False and value is not None:
            run.warn("not-boolean", kind=kind_of(value))
        return otherwise(names, run)

    return run_if


@compiles(tree.In)
def _in(node: tree.In, scope: Scope) -> Code:
    value = compile_expression(node.value, scope)
    tests = tuple(_membership(test, scope) for test in node.tests)

    def run_in(names: Names, run: Run) -> Value:
        here = value(names, run)
        result: bool | None = False
        for test in tests:
            answer = test(here, names, run)
            if answer is True:
                return True
            if answer is None:
                result = None
        if result is None:
            run.warn("operand", operator="in", kind=kind_of(here))
        return result

    return run_in


Test = Callable[[Value, Names, Run], bool | None]


def _membership(test: tree.Node, scope: Scope) -> Test:
    if isinstance(test, tree.Comparing):
        return _comparison(test, scope)
    code = compile_expression(test, scope)
    if tree.mentions(test, INPUT):
        return _membership_of_input(code)

    def run_membership(value: Value, names: Names, run: Run) -> bool | None:
        other = code(names, run)
        if other is None and value is not None:
            return None
        return is_in(value, other)

    return run_membership


def _membership_of_input(code: Code) -> Test:
    """`value in (? > 5)`: the test speaks of the value as "?"."""

    def run_membership(value: Value, names: Names, run: Run) -> bool | None:
        other = code({**names, INPUT: value}, run)
        return other if isinstance(other, bool) else is_in(value, other)

    return run_membership


def _comparison(test: tree.Comparing, scope: Scope) -> Test:
    code, operator = compile_expression(test.end, scope), test.operator
    return lambda value, names, run: compare_with(operator, value, code(names, run))


@compiles(tree.AnyTest)
def _any(node: tree.AnyTest, scope: Scope) -> Code:
    return constant(True)


@compiles(tree.Tests)
def compile_tests(node: tree.Tests, scope: Scope) -> Code:
    """Code that says whether the value named "?" passes the cell: True, or False for anything else."""
    tests = [_test(test, scope) for test in node.tests]
    wanted = not node.is_negated
    if len(tests) == 1:
        only = tests[0]
        return lambda names, run: (only(names, run) is True) is wanted

    def run_tests(names: Names, run: Run) -> Value:
        return any(test(names, run) is True for test in tests) is wanted

    return run_tests


def _test(test: tree.Node, scope: Scope) -> Code:
    """One test of a cell, on `names["?"]`; the frequent forms get code of their own."""
    if isinstance(test, tree.Literal):
        return _equals_literal(test.value)
    if isinstance(test, tree.Comparing):
        return _compares(test, scope)
    if isinstance(test, tree.Interval) and _is_number(test.start) and _is_number(test.end):
        return _inside_numbers(test)
    code = compile_expression(test, scope)
    if isinstance(test, tree.AnyTest):
        return code
    speaks_of_input = tree.mentions(test, INPUT)

    def run_test(names: Names, run: Run) -> Value:
        other, value = code(names, run), names[INPUT]
        if isinstance(other, bool) and (speaks_of_input or not isinstance(value, bool | list)):
            return other
        return is_in(value, other)

    return run_test


def _equals_literal(constant_value: Value) -> Code:
    if isinstance(constant_value, bool) or constant_value is None:
        return lambda names, run: names[INPUT] is constant_value
    kind = type(constant_value)

    def run_literal(names: Names, run: Run) -> Value:
        value = names[INPUT]
        return value == constant_value if type(value) is kind else equal(value, constant_value)

    return run_literal


def _is_number(node: tree.Node) -> bool:
    return isinstance(node, tree.Literal) and isinstance(node.value, Decimal)


def _inside_numbers(test: tree.Interval) -> Code:
    """`[low..high]` with numbers at both ends."""
    low, high = test.start.value, test.end.value  # type: ignore[attr-defined]
    above = operators.ge if test.start_included else operators.gt
    below = operators.le if test.end_included else operators.lt

    def run_inside(names: Names, run: Run) -> Value:
        value = names[INPUT]
        if type(value) is not Decimal:
            return is_in(value, Range(low, high, test.start_included, test.end_included))
        return above(value, low) and below(value, high)

    return run_inside


_NUMBER_TESTS: dict[str, Callable[[Decimal], Code]] = {
    "<": lambda end: lambda names, run: names[INPUT] < end if type(names[INPUT]) is Decimal else None,
    "<=": lambda end: lambda names, run: names[INPUT] <= end if type(names[INPUT]) is Decimal else None,
    ">": lambda end: lambda names, run: names[INPUT] > end if type(names[INPUT]) is Decimal else None,
    ">=": lambda end: lambda names, run: names[INPUT] >= end if type(names[INPUT]) is Decimal else None,
}


def _compares(test: tree.Comparing, scope: Scope) -> Code:
    operator = test.operator
    if (
        isinstance(test.end, tree.Literal)
        and isinstance(test.end.value, Decimal)
        and operator in _NUMBER_TESTS
    ):
        return _NUMBER_TESTS[operator](test.end.value)
    code = compile_expression(test.end, scope)
    return lambda names, run: compare_with(operator, names[INPUT], code(names, run))
