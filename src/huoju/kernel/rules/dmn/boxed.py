"""Code of boxed expressions: one compiler a kind, listed in `COMPILERS`. Start reading at `compile_box`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from huoju.kernel.rules.dmn import model
from huoju.kernel.rules.dmn.problems import Problem
from huoju.kernel.rules.dmn.scopes import BoxScope
from huoju.kernel.rules.dmn.tables import compile_table
from huoju.kernel.rules.feel.compiling import constant, failing
from huoju.kernel.rules.feel.compiling_calls import closure, external_function
from huoju.kernel.rules.feel.compiling_lists import filtered, for_each, quantify, rounds
from huoju.kernel.rules.feel.running import Code, Names, Run
from huoju.kernel.rules.feel.types import ANY, UNKNOWN, FeelType, FunctionOf
from huoju.kernel.rules.feel.values import Function, Parameter, Value, kind_of

_NOT_FEEL = ("java", "pmml", "javascript", "groovy", "juel", "python")


def compile_box(box: model.Boxed | None, scope: BoxScope) -> Code:
    """Code of any boxed expression; its declared type is applied to the result."""
    if box is None:
        return failing("no-logic", name=scope.where)
    code = COMPILERS[type(box)](box, scope)
    expected = scope.type(box.type_ref, box.line)
    if expected is ANY or isinstance(box, model.FunctionDefinition):
        return code
    return conforming(code, expected, scope.where)


def conforming(code: Code, expected: FeelType, name: str) -> Code:
    """The code with its result converted to a type."""
    if expected is ANY or expected is UNKNOWN:
        return code
    accepts = expected.accepts

    def run_conforming(names: Names, run: Run) -> Value:
        value = code(names, run)
        return value if accepts(value) else run.conform(value, expected, name)

    return run_conforming


def _literal(box: model.LiteralExpression, scope: BoxScope) -> Code:
    language = (box.language or "").rsplit(":", 1)[-1].lower()
    if language in _NOT_FEEL:
        scope.problems.append(Problem.make("unsupported", box.language or "", scope.where, box.line))
        return failing("unsupported", what=box.language)
    if not box.text:
        return constant(None)
    return scope.expression(box.text, box.line)


def _context(box: model.BoxedContext, scope: BoxScope) -> Code:
    entries: list[tuple[str | None, Code]] = []
    inner = scope
    for entry in box.entries:
        if entry.variable is None:
            entries.append((None, compile_box(entry.value, inner)))
            continue
        name = entry.variable.name
        inner = inner.plus([name])
        expected = scope.type(entry.variable.type_ref, box.line)
        place = replace(inner, where=f"{scope.where}.{name}", result=expected)
        code = compile_box(entry.value, place)
        entries.append((name, conforming(code, expected, place.where)))

    def run_context(names: Names, run: Run) -> Value:
        result: dict[str, Value] = {}
        here = dict(names)
        for name, code in entries:
            if name is None:
                return code(here, run)
            here[name] = result[name] = code(here, run)
        return result

    return run_context


def _invocation(box: model.Invocation, scope: BoxScope) -> Code:
    function = compile_box(box.function, scope)
    bindings = {name: compile_box(value, scope) for name, value in box.bindings}

    def run_invocation(names: Names, run: Run) -> Value:
        here = function(names, run)
        if not isinstance(here, Function):
            run.warn("not-function", kind=kind_of(here))
            return None
        return here.invoke_named({name: code(names, run) for name, code in bindings.items()}, run)

    return run_invocation


def _function(box: model.FunctionDefinition, scope: BoxScope) -> Code:
    make = function_maker(box, scope)
    return lambda names, run: make(names)


def function_maker(
    box: model.FunctionDefinition, scope: BoxScope, result: FeelType = UNKNOWN
) -> Callable[[Names], Function]:
    """Makes the function of a definition from the names it sees; `result` is what an invocation must give."""
    parameters = tuple(Parameter(one.name, scope.type(one.type_ref, box.line)) for one in box.parameters)
    if box.kind.upper() != "FEEL":
        scope.problems.append(Problem.make("unsupported", f"{box.kind}", scope.where, box.line, "warning"))
        return lambda names: external_function(scope.where, parameters)
    body = compile_box(box.body, scope.plus(one.name for one in box.parameters))
    declared = result_type(scope.type(box.type_ref, box.line))
    checked = conforming(body, declared, scope.where)
    expected = declared if result is UNKNOWN else result
    return lambda names: closure(scope.where, parameters, expected, checked, names)


def result_type(declared: FeelType) -> FeelType:
    """What an invocation must give; a declared function type speaks of its result, none says nothing."""
    if declared is ANY:
        return UNKNOWN
    plain = declared.plain()
    return plain.result if isinstance(plain, FunctionOf) else declared


def _list(box: model.BoxedList, scope: BoxScope) -> Code:
    items = tuple(compile_box(item, scope) for item in box.items)
    return lambda names, run: [item(names, run) for item in items]


def _relation(box: model.Relation, scope: BoxScope) -> Code:
    columns = [(one.name, scope.type(one.type_ref, box.line)) for one in box.columns]
    rows = [
        [
            (name, conforming(compile_box(cell, scope), expected, f"{scope.where}.{name}"))
            for (name, expected), cell in zip(columns, row, strict=True)
        ]
        for row in box.rows
    ]
    return lambda names, run: [{name: code(names, run) for name, code in row} for row in rows]


def _filter(box: model.BoxedFilter, scope: BoxScope) -> Code:
    source, match = compile_box(box.source, scope), compile_box(box.match, scope.plus(["item"]))
    return lambda names, run: filtered(source(names, run), match, names, run, is_strict=True)


def _conditional(box: model.Conditional, scope: BoxScope) -> Code:
    condition, then, otherwise = (compile_box(one, scope) for one in (box.condition, box.then, box.otherwise))

    def run_conditional(names: Names, run: Run) -> Value:
        value = condition(names, run)
        if value is not None and not isinstance(value, bool):
            run.warn("not-boolean", kind=kind_of(value))
            return None
        return then(names, run) if value is True else otherwise(names, run)

    return run_conditional


def _iterator(box: model.BoxedIterator, scope: BoxScope) -> Code:
    source = compile_box(box.source, scope)
    body = compile_box(box.body, scope.plus([box.variable, "partial"]))

    def values(names: Names, run: Run) -> Any:
        return rounds(source(names, run))

    loops = ((box.variable, values),)
    return for_each(loops, body) if box.kind == "for" else quantify(box.kind, loops, body, is_strict=True)


COMPILERS: dict[type[model.Boxed], Callable[[Any, BoxScope], Code]] = {
    model.LiteralExpression: _literal,
    model.BoxedContext: _context,
    model.Invocation: _invocation,
    model.FunctionDefinition: _function,
    model.BoxedList: _list,
    model.Relation: _relation,
    model.BoxedFilter: _filter,
    model.Conditional: _conditional,
    model.BoxedIterator: _iterator,
    model.DecisionTable: compile_table,
}
