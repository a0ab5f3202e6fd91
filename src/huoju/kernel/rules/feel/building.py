"""The tree of FEEL from what lark reduces: one method a rule of `grammar.lark`, and string literals."""

from __future__ import annotations

import re
from typing import Any

from lark import Transformer

from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.numbers import number_of_text

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


def read_string(literal: str) -> str:
    """The text of a string literal with its quotes; escapes as in DMN 1.5, 10.3.1.5."""

    def replace(found: re.Match[str]) -> str:
        digits = found.group(1) or found.group(2)
        if digits:
            code = int(digits, 16)
            return chr(code) if code < 0x110000 else found.group()
        return _PLAIN_ESCAPES.get(found.group(3), found.group())

    text = literal[1:-1]
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(replace, text)
    return _PAIR.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)


class Build(Transformer[Any, Any]):
    """One method a rule of the grammar, each returning the node."""

    def whole_expression(self, parts: list[Any]) -> tree.Node:
        return parts[0]  # type: ignore[no-any-return]

    whole_type = whole_expression
    parenthesis = lambda self, parts: parts[1]  # noqa: E731

    def any_test(self, parts: list[Any]) -> tree.Tests:
        return tree.Tests((tree.AnyTest(),))

    def all_tests(self, parts: list[Any]) -> tree.Tests:
        return tree.Tests(_as_tests(parts[0]))

    def negated_tests(self, parts: list[Any]) -> tree.Tests:
        return tree.Tests(_as_tests(parts[2]), is_negated=True)

    def test_list(self, parts: list[Any]) -> tuple[tree.Node, ...]:
        return _nodes(parts)

    def comparator(self, parts: list[Any]) -> str:
        return str(parts[0])

    def comparing(self, parts: list[Any]) -> tree.Comparing:
        return tree.Comparing(parts[0], parts[1])

    def comparing_range(self, parts: list[Any]) -> tree.Comparing:
        return tree.Comparing(parts[1], parts[2])

    def any_of(self, parts: list[Any]) -> tree.Or:
        return tree.Or(_nodes(parts))

    def all_of(self, parts: list[Any]) -> tree.And:
        return tree.And(_nodes(parts))

    def compare(self, parts: list[Any]) -> tree.Compare:
        return tree.Compare(parts[1], parts[0], parts[2])

    def between(self, parts: list[Any]) -> tree.Between:
        return tree.Between(*_nodes(parts))

    def in_one(self, parts: list[Any]) -> tree.In:
        return tree.In(parts[0], (parts[2],))

    def in_comparing(self, parts: list[Any]) -> tree.In:
        return tree.In(parts[0], (tree.Comparing(parts[2], parts[3]),))

    def in_many(self, parts: list[Any]) -> tree.In:
        value, *tests = _nodes(parts)
        return tree.In(value, tuple(tests))

    def arithmetic(self, parts: list[Any]) -> tree.Arithmetic:
        return tree.Arithmetic(str(parts[1]), parts[0], parts[2])

    def instance_of(self, parts: list[Any]) -> tree.InstanceOf:
        return tree.InstanceOf(parts[0], parts[2])

    def negate(self, parts: list[Any]) -> tree.Negate:
        return tree.Negate(parts[1])

    def path(self, parts: list[Any]) -> tree.Path:
        return tree.Path(parts[0], str(parts[2]))

    def filter(self, parts: list[Any]) -> tree.Filter:
        return tree.Filter(parts[0], parts[2])

    def call_nothing(self, parts: list[Any]) -> tree.Call:
        return tree.Call(parts[0], ())

    def call(self, parts: list[Any]) -> tree.Call:
        function, *arguments = _nodes(parts)
        return tree.Call(function, tuple(arguments))

    def named(self, parts: list[Any]) -> tuple[str, tree.Node]:
        return str(parts[0]), parts[2]

    field = named

    def call_named(self, parts: list[Any]) -> tree.Call:
        named = _pairs(parts)
        return tree.Call(parts[0], tuple(value for _, value in named), tuple(name for name, _ in named))

    def number(self, parts: list[Any]) -> tree.Literal:
        return tree.Literal(number_of_text(parts[0]))

    def string(self, parts: list[Any]) -> tree.Literal:
        return tree.Literal(read_string(parts[0]))

    def at_literal(self, parts: list[Any]) -> tree.AtLiteral:
        return tree.AtLiteral(read_string(parts[0]))

    def true(self, parts: list[Any]) -> tree.Literal:
        return tree.Literal(True)

    def false(self, parts: list[Any]) -> tree.Literal:
        return tree.Literal(False)

    def null(self, parts: list[Any]) -> tree.Literal:
        return tree.Literal(None)

    def name(self, parts: list[Any]) -> tree.Name:
        return tree.Name(str(parts[0]))

    def interval(self, parts: list[Any]) -> tree.Interval:
        opener, start, _, end, closer = parts
        return tree.Interval(start, end, str(opener) == "[", str(closer) == "]")

    def empty_list(self, parts: list[Any]) -> tree.ListOf:
        return tree.ListOf(())

    def list_of(self, parts: list[Any]) -> tree.ListOf:
        return tree.ListOf(_nodes(parts))

    def empty_context(self, parts: list[Any]) -> tree.ContextOf:
        return tree.ContextOf(())

    def entry(self, parts: list[Any]) -> tuple[str, tree.Node]:
        key = read_string(parts[0]) if parts[0].type == "STRING" else str(parts[0])
        return key, parts[2]

    def context_of(self, parts: list[Any]) -> tree.ContextOf:
        return tree.ContextOf(tuple(_pairs(parts)))

    def if_else(self, parts: list[Any]) -> tree.If:
        return tree.If(*_nodes(parts))

    def iteration(self, parts: list[Any]) -> tree.Iteration:
        nodes = _nodes(parts)
        return tree.Iteration(str(parts[0]), nodes[0], nodes[1] if len(nodes) > 1 else None)

    def for_loop(self, parts: list[Any]) -> tree.For:
        *iterations, body = _nodes(parts)
        return tree.For(tuple(iterations), body)

    def some(self, parts: list[Any]) -> tree.Quantified:
        *iterations, condition = _nodes(parts)
        return tree.Quantified("some", tuple(iterations), condition)

    def every(self, parts: list[Any]) -> tree.Quantified:
        *iterations, condition = _nodes(parts)
        return tree.Quantified("every", tuple(iterations), condition)

    def parameter(self, parts: list[Any]) -> tuple[str, tree.TypeNode | None]:
        return str(parts[0]), parts[2] if len(parts) > 1 else None

    def function_of(self, parts: list[Any]) -> tree.FunctionOf:
        return tree.FunctionOf(tuple(_pairs(parts)), parts[-1])

    def external_function(self, parts: list[Any]) -> tree.FunctionOf:
        return tree.FunctionOf(tuple(_pairs(parts)), parts[-1], is_external=True)

    def named_type(self, parts: list[Any]) -> tree.TypeNode:
        return tree.NamedType(str(parts[0]))

    def imported_type(self, parts: list[Any]) -> tree.TypeNode:
        return tree.NamedType(f"{parts[0]}.{parts[2]}")

    def generic_type(self, parts: list[Any]) -> tree.TypeNode:
        if parts[0] not in ("list", "range"):
            raise ValueError(f"no such type: {parts[0]}<>")
        return tree.ListType(parts[2]) if parts[0] == "list" else tree.RangeType(parts[2])

    def context_type(self, parts: list[Any]) -> tree.TypeNode:
        return tree.ContextType(tuple(_pairs(parts)))

    def function_type(self, parts: list[Any]) -> tree.TypeNode:
        *parameters, result = (part for part in parts if isinstance(part, tree.TypeNode))
        return tree.FunctionType(tuple(parameters), result)


def _nodes(parts: list[Any]) -> tuple[Any, ...]:
    return tuple(part for part in parts if isinstance(part, tree.Node))


def _pairs(parts: list[Any]) -> list[tuple[str, Any]]:
    return [part for part in parts if isinstance(part, tuple)]


def _as_tests(part: Any) -> tuple[tree.Node, ...]:
    return part if isinstance(part, tuple) else (part,)
