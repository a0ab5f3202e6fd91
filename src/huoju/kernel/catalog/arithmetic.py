"""Arithmetic text of identities, parsed into a tree that a reader can walk with numbers or intervals.

`gdp = gdp_per_capita * resident_population` becomes an `Equation` of `Term`, `Number` and `Operation`.
`prev(x)` is the term one period earlier, `sum_over(x)` its sum over the parts of the subject, which the
one who evaluates supplies. Python's own parser reads the text; anything but the four operations is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, TypeVar

from huoju.errors import InputError

N = TypeVar("N")


class BadArithmetic(InputError):
    """Arithmetic text that is not an equation of the four operations."""

    code = "bad-arithmetic"
    zh = "恒等式“{text}”无法识别：{problem}。请写成“a = b * c”这样的四则运算等式。"
    en = "Cannot read the identity “{text}”: {problem}. Write an equation such as “a = b * c”."


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """An indicator of the identity's subject: `lag` periods earlier, or summed over the subject's parts."""

    indicator: str
    lag: int = 0
    is_over_parts: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """`left sign right` with sign one of + - * /."""

    sign: str
    left: Expression
    right: Expression


Expression: TypeAlias = Number | Term | Operation


@dataclass(frozen=True, slots=True)
class Equation:
    """`left = right`, in base units."""

    left: Expression
    right: Expression

    def terms(self) -> tuple[Term, ...]:
        """Every term once, in order of appearance."""
        return tuple(dict.fromkeys([*walk_terms(self.left), *walk_terms(self.right)]))


_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def parse_equation(text: str) -> Equation:
    """The equation that `text` spells; raises `BadArithmetic`."""
    left, equals, right = text.partition("=")
    if not equals or "=" in right:
        raise BadArithmetic(text=text, problem="需要恰好一个等号 / exactly one equals sign is needed")
    return Equation(_parse_side(left, text), _parse_side(right, text))


def _parse_side(side: str, text: str) -> Expression:
    try:
        tree = ast.parse(side.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadArithmetic(text=text, problem=f"“{side.strip()[:40]}”") from None
    return _convert(tree.body, text)


def _convert(node: ast.expr, text: str) -> Expression:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            return Operation(_SIGNS[type(op)], _convert(left, text), _convert(right, text))
        case ast.Name(id=name):
            return Term(name)
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as value):
            return Number(Decimal(str(value)))
        case ast.Call(func=ast.Name(id="prev"), args=[ast.Name(id=name)], keywords=[]):
            return Term(name, lag=1)
        case ast.Call(func=ast.Name(id="sum_over"), args=[ast.Name(id=name)], keywords=[]):
            return Term(name, is_over_parts=True)
    raise BadArithmetic(text=text, problem=f"“{ast.unparse(node)[:40]}”")


def walk_terms(expression: Expression) -> Iterator[Term]:
    """The terms of an expression from left to right, repeats included."""
    if isinstance(expression, Term):
        yield expression
    elif isinstance(expression, Operation):
        yield from walk_terms(expression.left)
        yield from walk_terms(expression.right)


def evaluate(
    expression: Expression,
    value_of: Callable[[Term], N],
    number: Callable[[Decimal], N],
    operate: Callable[[str, N, N], N],
) -> N:
    """The expression's value in whatever numbers the caller uses: decimals, intervals, text.

    `value_of` gives a term's value, `number` turns a constant into one, `operate(sign, left, right)` joins two.
    """
    if isinstance(expression, Number):
        return number(expression.value)
    if isinstance(expression, Term):
        return value_of(expression)
    left = evaluate(expression.left, value_of, number, operate)
    return operate(expression.sign, left, evaluate(expression.right, value_of, number, operate))


_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}


def spell(expression: Expression, name: Callable[[Term], str]) -> str:
    """The expression as text with `name` for each term, with no more brackets than it needs."""
    if isinstance(expression, Number):
        return str(expression.value)
    if isinstance(expression, Term):
        return name(expression)
    rank = _PRECEDENCE[expression.sign]
    left, right = spell(expression.left, name), spell(expression.right, name)
    if isinstance(expression.left, Operation) and _PRECEDENCE[expression.left.sign] < rank:
        left = f"({left})"
    if isinstance(expression.right, Operation) and _PRECEDENCE[expression.right.sign] <= rank:
        right = f"({right})"
    return f"{left} {expression.sign} {right}"
