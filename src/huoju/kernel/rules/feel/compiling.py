"""From the tree of an expression to code: one Python closure a node, made once and run many times.

`compile_expression(node, scope)` gives a function of the names (a dict) and the `Run`. Names are looked up
when the code runs, so a filter can bring the entries of its items into scope; those of the built-in functions
are the last resort. Each node class has one line in `COMPILERS`; boolean logic, lists and calls live in
their own modules beside this one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.arithmetic import OPERATORS, negate
from huoju.kernel.rules.feel.comparing import compare, compare_with, equal
from huoju.kernel.rules.feel.properties import property_of
from huoju.kernel.rules.feel.running import Code, Names, Run
from huoju.kernel.rules.feel.temporal_text import read_temporal
from huoju.kernel.rules.feel.types import FeelType, UnknownType, type_of_tree
from huoju.kernel.rules.feel.values import NoValue, Range, Value, kind_of

_MISSING: Any = object()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a compiler knows: the defined types, the built-in functions and what to call this place."""

    types: Mapping[str, FeelType] = field(default_factory=dict)
    functions: Mapping[str, Value] = field(default_factory=dict)
    where: str = "FEEL"


Compiler = Callable[[Any, Scope], Code]
COMPILERS: dict[type[tree.Node], Compiler] = {}


def compiles(kind: type[tree.Node]) -> Callable[[Compiler], Compiler]:
    """Register the compiler of one class of nodes."""

    def register(compiler: Compiler) -> Compiler:
        COMPILERS[kind] = compiler
        return compiler

    return register


def compile_expression(node: tree.Node, scope: Scope) -> Code:
    """Code of one expression; the parser has bounded its depth."""
    return COMPILERS[type(node)](node, scope)


def constant(value: Value) -> Code:
    return lambda names, run: value


def failing(code: str, **fields: object) -> Code:
    """Code that always gives null and says why."""

    def warn(names: Names, run: Run) -> Value:
        run.warn(code, **fields)
        return None

    return warn


@compiles(tree.Literal)
def _literal(node: tree.Literal, scope: Scope) -> Code:
    return constant(node.value)


@compiles(tree.AtLiteral)
def _at_literal(node: tree.AtLiteral, scope: Scope) -> Code:
    try:
        return constant(read_temporal(node.text))
    except ValueError:
        return failing("literal", text=node.text)


@compiles(tree.Name)
def _name(node: tree.Name, scope: Scope) -> Code:
    name = node.name
    fallback = scope.functions.get(name, _MISSING)

    def look_up(names: Names, run: Run) -> Value:
        value = names.get(name, fallback)
        if value is _MISSING:
            run.warn("unknown-name", name=name)
            return None
        return value

    return look_up


@compiles(tree.Path)
def _path(node: tree.Path, scope: Scope) -> Code:
    source, name = compile_expression(node.source, scope), node.name
    return lambda names, run: property_of(source(names, run), name, run)


@compiles(tree.Negate)
def _negate(node: tree.Negate, scope: Scope) -> Code:
    if isinstance(node.operand, tree.Literal) and isinstance(node.operand.value, Decimal):
        return constant(negate(node.operand.value))
    operand = compile_expression(node.operand, scope)

    def run_negate(names: Names, run: Run) -> Value:
        try:
            return negate(operand(names, run))
        except NoValue as problem:
            return run.nothing(problem)

    return run_negate


@compiles(tree.Arithmetic)
def _arithmetic(node: tree.Arithmetic, scope: Scope) -> Code:
    left, right = compile_expression(node.left, scope), compile_expression(node.right, scope)
    operate = OPERATORS[node.operator]

    def run_arithmetic(names: Names, run: Run) -> Value:
        try:
            result = operate(left(names, run), right(names, run))
        except NoValue as problem:
            return run.nothing(problem)
        if type(result) is str:
            run.grow(len(result))
        return result

    return run_arithmetic


@compiles(tree.Compare)
def _compare(node: tree.Compare, scope: Scope) -> Code:
    left, right = compile_expression(node.left, scope), compile_expression(node.right, scope)
    operator = node.operator

    def run_compare(names: Names, run: Run) -> Value:
        first, second = left(names, run), right(names, run)
        answer = compare_with(operator, first, second)
        if answer is None:
            run.warn("operands", operator=operator, left=kind_of(first), right=kind_of(second))
        return answer

    return run_compare


@compiles(tree.Between)
def _between(node: tree.Between, scope: Scope) -> Code:
    value, low, high = (compile_expression(part, scope) for part in (node.value, node.low, node.high))

    def run_between(names: Names, run: Run) -> Value:
        here = value(names, run)
        above, below = compare(here, low(names, run)), compare(here, high(names, run))
        if above is None or below is None:
            run.warn("operand", operator="between", kind=kind_of(here))
            return None
        return above >= 0 and below <= 0

    return run_between


@compiles(tree.Interval)
def _interval(node: tree.Interval, scope: Scope) -> Code:
    start, end = compile_expression(node.start, scope), compile_expression(node.end, scope)
    inclusions = node.start_included, node.end_included

    def run_interval(names: Names, run: Run) -> Value:
        first, last = start(names, run), end(names, run)
        if compare(first, last) is None:
            run.warn("range")
            return None
        return Range(first, last, *inclusions)

    if all(isinstance(part, tree.Literal) for part in (node.start, node.end)):
        first, last = start({}, _NOBODY), end({}, _NOBODY)
        if compare(first, last) is not None:
            return constant(Range(first, last, *inclusions))
    return run_interval


@compiles(tree.Comparing)
def _comparing(node: tree.Comparing, scope: Scope) -> Code:
    end, operator = compile_expression(node.end, scope), node.operator

    def run_comparing(names: Names, run: Run) -> Value:
        value = end(names, run)
        if operator not in ("=", "!=") and compare(value, value) is None:
            run.warn("range")
            return None
        return half_open(operator, value)

    return run_comparing


def half_open(operator: str, value: Value) -> Range:
    """The range that `(operator value)` means."""
    if operator in (">", ">="):
        return Range(value, None, operator == ">=", False, operator)
    if operator in ("<", "<="):
        return Range(None, value, False, operator == "<=", operator)
    return Range(value, value, True, True, operator)


@compiles(tree.InstanceOf)
def _instance_of(node: tree.InstanceOf, scope: Scope) -> Code:
    value = compile_expression(node.value, scope)
    try:
        expected = type_of_tree(node.type, scope.types)
    except UnknownType as problem:
        return failing("unknown-name", name=str(problem))

    def run_instance(names: Names, run: Run) -> Value:
        here = value(names, run)
        return expected.is_instance(here)

    return run_instance


def equals(left: Value, right: Value) -> bool:
    return equal(left, right) is True


_NOBODY: Any = None
