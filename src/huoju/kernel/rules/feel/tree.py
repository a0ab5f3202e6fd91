"""The syntax tree of FEEL: what an expression says, without what it means.

Every node is a frozen dataclass; `children` gives its sub-expressions in reading order and `walk` visits all
of them without recursion. Unary tests are trees too: `Tests` of `AnyTest`, `Comparing`, `Interval` or any
expression, in which `Name("?")` is the tested value. A compiler to another target walks exactly these nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


class Node:
    """Base of all nodes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number (Decimal), string, boolean or null."""

    value: Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """`@"2025-01-01"`: a date, time, date and time or duration."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.name`"""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`, also an index."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(arguments)`; `names` is empty for positional arguments, else one name an argument."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negate(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left operator right`; operator is one of + - * / **"""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left operator right`; operator is one of = != < <= > >="""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in (tests)`"""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparing(Node):
    """`< end` as a unary test, `(< end)` as a range; operator as in `Compare`."""

    operator: str
    end: Node


@dataclass(frozen=True, slots=True)
class Interval(Node):
    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class And(Node):
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """`name in source`, or `name in source .. end`."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every` (the kind) `iterations satisfies condition`."""

    kind: str
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: TypeNode


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(parameters) body`; an external one names Java or PMML code in its body."""

    parameters: tuple[tuple[str, TypeNode | None], ...]
    body: Node
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class AnyTest(Node):
    """The unary test `-`."""


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """A cell of a decision table: matches when one of the tests does, or with `is_negated` when none does."""

    tests: tuple[Node, ...]
    is_negated: bool = False


class TypeNode:
    """Base of the type expressions."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class NamedType(TypeNode):
    """A built-in or defined type; an imported one is written `import.name`."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType(TypeNode):
    item: TypeNode


@dataclass(frozen=True, slots=True)
class RangeType(TypeNode):
    item: TypeNode


@dataclass(frozen=True, slots=True)
class ContextType(TypeNode):
    entries: tuple[tuple[str, TypeNode], ...]


@dataclass(frozen=True, slots=True)
class FunctionType(TypeNode):
    parameters: tuple[TypeNode, ...]
    result: TypeNode


def children(node: Node) -> tuple[Node, ...]:
    """The direct sub-expressions of a node, in reading order."""
    match node:
        case Path(source=one) | Negate(operand=one) | Comparing(end=one) | InstanceOf(value=one):
            return (one,)
        case FunctionOf(body=one):
            return (one,)
        case Filter(source=a, condition=b) | Interval(start=a, end=b):
            return (a, b)
        case Arithmetic(left=a, right=b) | Compare(left=a, right=b):
            return (a, b)
        case Between(value=a, low=b, high=c) | If(condition=a, then=b, otherwise=c):
            return (a, b, c)
        case Call(function=function, arguments=arguments):
            return (function, *arguments)
        case In(value=value, tests=tests):
            return (value, *tests)
        case And(operands=many) | Or(operands=many) | ListOf(items=many) | Tests(tests=many):
            return many
        case ContextOf(entries=entries):
            return tuple(value for _, value in entries)
        case Iteration(source=source, end=end):
            return (source,) if end is None else (source, end)
        case For(iterations=iterations, body=body) | Quantified(iterations=iterations, condition=body):
            return (*iterations, body)
    return ()


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """The node and all below it, each with its depth (the root has 1)."""
    pending = [(node, 1)]
    while pending:
        here, depth = pending.pop()
        yield here, depth
        pending.extend((child, depth + 1) for child in reversed(children(here)))


def mentions(node: Node, name: str) -> bool:
    """Is `name` used anywhere below the node? (`?` says whether a test speaks of its input.)"""
    return any(isinstance(here, Name) and here.name == name for here, _ in walk(node))
