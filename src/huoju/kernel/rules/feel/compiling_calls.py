"""Code of function definitions and invocations."""

from __future__ import annotations

from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.compiling import Scope, compile_expression, compiles, failing
from huoju.kernel.rules.feel.inferring import infer
from huoju.kernel.rules.feel.running import Code, Names, Run
from huoju.kernel.rules.feel.types import ANY, FeelType, UnknownType, type_of_tree
from huoju.kernel.rules.feel.values import Function, Parameter, Value, kind_of


@compiles(tree.FunctionOf)
def _function(node: tree.FunctionOf, scope: Scope) -> Code:
    try:
        parameters = tuple(
            Parameter(name, ANY if kind is None else type_of_tree(kind, scope.types))
            for name, kind in node.parameters
        )
    except UnknownType as problem:
        return failing("unknown-name", name=str(problem))
    if node.is_external:
        return lambda names, run: external_function("external", parameters)
    body, result = compile_expression(node.body, scope), infer(node.body)
    return lambda names, run: closure("function", parameters, result, body, names)


def closure(
    name: str, parameters: tuple[Parameter, ...], result: FeelType, body: Code, captured: Names
) -> Function:
    """A function whose body sees the names where it was made, and its arguments before them."""
    keys = [parameter.name for parameter in parameters]

    def run_body(arguments: list[Value], run: Run) -> Value:
        return body({**captured, **dict(zip(keys, arguments, strict=True))}, run)

    return Function(name, parameters, result, run_body)


def external_function(name: str, parameters: tuple[Parameter, ...]) -> Function:
    """A function in Java or PMML, which we do not run: null with a warning."""

    def refuse(arguments: list[Value], run: Run) -> Value:
        run.warn("external")
        return None

    return Function(name, parameters, ANY, refuse)


@compiles(tree.Call)
def _call(node: tree.Call, scope: Scope) -> Code:
    function = compile_expression(node.function, scope)
    arguments = tuple(compile_expression(argument, scope) for argument in node.arguments)
    if node.names:
        return _call_named(function, dict(zip(node.names, arguments, strict=True)), len(arguments))

    def run_call(names: Names, run: Run) -> Value:
        here = function(names, run)
        if not isinstance(here, Function):
            run.warn("not-function", kind=kind_of(here))
            return None
        return here.invoke([argument(names, run) for argument in arguments], run)

    return run_call


def _call_named(function: Code, arguments: dict[str, Code], count: int) -> Code:
    if len(arguments) != count:
        return failing("argument-names", function="", names=", ".join(arguments))

    def run_call(names: Names, run: Run) -> Value:
        here = function(names, run)
        if not isinstance(here, Function):
            run.warn("not-function", kind=kind_of(here))
            return None
        return here.invoke_named({name: code(names, run) for name, code in arguments.items()}, run)

    return run_call
