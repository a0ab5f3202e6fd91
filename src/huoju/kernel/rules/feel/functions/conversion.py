"""Built-in functions that convert (DMN 1.5, 10.3.4.1): string, number, range, and `is`."""

from __future__ import annotations

import re
from decimal import Decimal

from huoju.kernel.rules.errors import ExpressionTooDeep, FeelSyntaxError
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.comparing import compare, identical
from huoju.kernel.rules.feel.functions.registry import FUNCTIONS, built_in, no_result
from huoju.kernel.rules.feel.numbers import CONTEXT
from huoju.kernel.rules.feel.parsing import parse_expression
from huoju.kernel.rules.feel.running import Run
from huoju.kernel.rules.feel.scanner import Names
from huoju.kernel.rules.feel.texts import text_of
from huoju.kernel.rules.feel.values import Range, Value

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_POINT_FUNCTIONS = {"date", "time", "date and time", "duration"}
_POINT_NAMES = Names(_POINT_FUNCTIONS)


@built_in("string", "from: Any")
def string(value: Value) -> str | None:
    return None if value is None else text_of(value)


@built_in("number", "from: string, grouping separator?: string?, decimal separator?: string?")
def number(text: str, grouping: str | None = None, decimal: str | None = None) -> Decimal:
    if grouping not in (None, " ", ",", ".") or decimal not in (None, ".", ","):
        raise no_result(
            "number", "分隔符只能是空格、逗号或句点", "separators are a space, a comma or a period"
        )
    if grouping is not None and grouping == decimal:
        raise no_result("number", "两个分隔符相同", "both separators are the same")
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(decimal, ".") if decimal else plain
    if not _NUMBER.fullmatch(plain):
        raise no_result("number", f"“{text}”不是数", f"'{text}' is not a number")
    result = CONTEXT.create_decimal(plain)
    if not result.is_finite():
        raise no_result("number", f"“{text}”超出范围", f"'{text}' is out of range")
    return result


@built_in("number", "from: number")
def number_itself(value: Decimal) -> Decimal:
    return value


@built_in("is", "value1: Any, value2: Any")
def is_(left: Value, right: Value) -> bool:
    return identical(left, right)


@built_in("range", "from: string", wants_run=True)
def range_(run: Run, text: str) -> Range:
    """The range a text such as "[1..3]" writes; its ends are literals of one kind, in order."""
    wrong = no_result("range", f"“{text}”不是区间", f"'{text}' is not a range")
    try:
        node = parse_expression(text, _POINT_NAMES)
    except (FeelSyntaxError, ExpressionTooDeep):
        raise wrong from None
    if not isinstance(node, tree.Interval):
        raise wrong
    start, end = _point(node.start, run), _point(node.end, run)
    if start is None and end is None:
        raise wrong
    if start is not None and end is not None:
        order = compare(start, end)
        if order is None or order > 0:
            raise wrong
    return Range(start, end, node.start_included and start is not None, node.end_included and end is not None)


def _point(node: tree.Node, run: Run) -> Value:
    """An end of a range: a literal, a negative number, or a call of date, time or duration on a literal."""
    from huoju.kernel.rules.feel.compiling import Scope, compile_expression

    literal = node.operand if isinstance(node, tree.Negate) else node
    if isinstance(literal, tree.Call) and isinstance(literal.function, tree.Name):
        is_allowed = literal.function.name in _POINT_FUNCTIONS and all(
            isinstance(argument, tree.Literal | tree.AtLiteral) for argument in literal.arguments
        )
    else:
        is_allowed = isinstance(literal, tree.Literal | tree.AtLiteral)
    is_null = isinstance(node, tree.Literal) and node.value is None
    value = compile_expression(node, Scope(functions=FUNCTIONS))({}, run) if is_allowed else None
    if not is_allowed or (value is None and not is_null) or isinstance(value, bool):
        raise no_result("range", "两端须为字面值", "the ends must be literals")
    return value
