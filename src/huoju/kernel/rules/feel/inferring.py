"""The type of an expression as far as its text alone tells it; UNKNOWN otherwise.

Used for the result of a function that an expression defines, which `instance of` asks about.
"""

from __future__ import annotations

from decimal import Decimal

from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.calendar import Date, DateTime, DaysDuration, MonthsDuration, Time
from huoju.kernel.rules.feel.temporal_text import read_temporal
from huoju.kernel.rules.feel.types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS,
    MONTHS,
    NUMBER,
    STRING,
    TIME,
    UNKNOWN,
    ContextOf,
    FeelType,
    ListOf,
)

_KINDS: dict[type, FeelType] = {
    Decimal: NUMBER,
    str: STRING,
    bool: BOOLEAN,
    Date: DATE,
    Time: TIME,
    DateTime: DATE_TIME,
    DaysDuration: DAYS,
    MonthsDuration: MONTHS,
}


def infer(node: tree.Node) -> FeelType:
    """The type every value of the expression has, or UNKNOWN."""
    match node:
        case tree.Literal(value=value):
            return _KINDS.get(type(value), UNKNOWN)
        case tree.AtLiteral(text=text):
            return _of_at_literal(text)
        case tree.Compare() | tree.Between() | tree.In() | tree.InstanceOf() | tree.Quantified():
            return BOOLEAN
        case tree.And() | tree.Or():
            return BOOLEAN
        case tree.Negate(operand=operand):
            return infer(operand)
        case tree.Arithmetic(left=left, right=right):
            return infer(left) if infer(left) == infer(right) and infer(left) in (NUMBER, STRING) else UNKNOWN
        case tree.If(then=then, otherwise=otherwise):
            return infer(then) if infer(then) == infer(otherwise) else UNKNOWN
        case tree.ListOf(items=items):
            kinds = {infer(item) for item in items}
            return ListOf(kinds.pop()) if len(kinds) == 1 else ListOf(UNKNOWN)
        case tree.ContextOf(entries=entries):
            return ContextOf(tuple((name, infer(value)) for name, value in entries))
    return UNKNOWN


def _of_at_literal(text: str) -> FeelType:
    try:
        return _KINDS[type(read_temporal(text))]
    except ValueError:
        return UNKNOWN
