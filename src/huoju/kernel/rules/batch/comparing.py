"""Equality and order of cells, with the nulls of FEEL (`feel/comparing.py` says what they mean).

Start reading at `ordered` and `equals`. Quotients compare by cross multiplication, which is exact; constants
are first brought to the grid of the column, so that a comparison is one of two stored values.
"""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from huoju.kernel.rules.batch.cells import (
    NULL,
    Cell,
    Column,
    Constant,
    Ratio,
    as_column,
    constant_column,
    is_null,
    made,
    same_kind,
    scalar_kind,
)
from huoju.kernel.rules.batch.kinds import BOOLEAN, EXACT_DIGITS, Kind, kind_of_constant
from huoju.kernel.rules.batch.multiplying import product
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.feel.calendar import SECOND, DateTime, DaysDuration, date_time_of
from huoju.kernel.rules.feel.comparing import compare_with
from huoju.kernel.rules.feel.values import Value

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operators.lt, "<=": operators.le, ">": operators.gt, ">=": operators.ge, "=": operators.eq,
}  # fmt: skip
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_FLOAT_DIGITS = 15  # every decimal of so many digits is told apart by a double
_MARGIN = EXACT_DIGITS - 2  # digits within which the rounding of a quotient cannot reach the other side
_INT64_MAX = 2**63 - 1


def compared(operator: str, left: Cell, right: Cell) -> Cell:
    """`left operator right` as FEEL has it: a boolean column, or null where the two cannot be compared."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        return Constant(compare_with(operator, left.value, right.value))
    if operator == "=":
        return equals(left, right)
    if operator == "!=":
        return negated(equals(left, right))
    return ordered(operator, left, right)


def negated(cell: Cell) -> Cell:
    """`not(cell)`; what is not boolean gives null."""
    if isinstance(cell, Constant):
        return Constant(not cell.value if isinstance(cell.value, bool) else None)
    if isinstance(cell, Column) and cell.kind == BOOLEAN:
        return made(BOOLEAN, lambda value: ~value, cell)
    return NULL


def ordered(operator: str, left: Cell, right: Cell) -> Cell:
    if isinstance(left, Constant) and not isinstance(right, Constant):
        return ordered(_MIRRORED[operator], right, left)
    if isinstance(left, Ratio) or isinstance(right, Ratio):
        return _ratio_compared(operator, left, right)
    first, second = scalar_kind(left), scalar_kind(right)
    if first is None or second is None or first.feel != second.feel or first == BOOLEAN:
        return NULL
    assert isinstance(left, Column)
    if isinstance(right, Constant):
        return column_compared(operator, left, right.value)
    pair = same_kind(left, right)
    return made(BOOLEAN, OPERATORS[operator], *pair)


def equals(left: Cell, right: Cell) -> Cell:
    """FEEL's `=`: null equals null only, values of two kinds give null."""
    if isinstance(left, Constant) and not isinstance(right, Constant):
        left, right = right, left
    if isinstance(left, Ratio) or isinstance(right, Ratio):
        return _ratio_equals(left, right)
    first, second = scalar_kind(left), scalar_kind(right)
    if not isinstance(left, Column):
        raise NotBatch("mixed", left="list", right="list")
    if second is None:
        return is_null(left)
    if first is not None and first.feel != second.feel:
        return _of_two_kinds(left, right, second)
    if isinstance(right, Constant):
        same = column_compared("=", left, right.value)
        assert isinstance(same, Column)
        return made(BOOLEAN, lambda value: value.fill_null(False), same)
    return _columns_equal(left, right)


def _of_two_kinds(left: Column, right: Cell, kind: Kind) -> Cell:
    """Two kinds: null, but false where one side is null, and true where both are."""
    import ibis

    if isinstance(right, Constant):
        return made(BOOLEAN, lambda value: ibis.ifelse(value.isnull(), False, ibis.null("boolean")), left)

    def answer(one: Any, other: Any) -> Any:
        return ibis.cases(
            (one.isnull() & other.isnull(), True),
            (one.isnull() | other.isnull(), False),
            else_=ibis.null("boolean"),
        )

    return made(BOOLEAN, answer, left, as_column(right, kind))


def _columns_equal(left: Cell, right: Cell) -> Column:
    first, second = same_kind(left, right)
    if first.kind.name == "moment":
        return made(BOOLEAN, lambda a, b: a.truncate("s").identical_to(b.truncate("s")), first, second)
    return made(BOOLEAN, lambda a, b: a.identical_to(b), first, second)


def column_compared(operator: str, column: Column | Ratio, value: Value) -> Cell:
    """A column against a constant of its own FEEL type; null where the column is null."""
    if isinstance(column, Ratio):
        return _ratio_compared(operator, column, Constant(value))
    if column.kind.name == "moment" and operator == "=":
        return _same_second(column, value)
    return stored_compared(operator, column, value)


def _same_second(column: Column, value: DateTime) -> Column:
    if value.time.zone is not None:
        raise NotBatch("zone")
    start = value.local // SECOND * SECOND
    first, last = date_time_of(start, None), date_time_of(start + SECOND, None)
    low, high = stored_compared(">=", column, first), stored_compared("<", column, last)
    return made(BOOLEAN, operators.and_, low, high)


def stored_compared(operator: str, column: Column, value: Value) -> Column:
    """One comparison of stored values; exact although the constant may lie between two steps of the column."""
    kind = column.kind
    if kind.name == "float":
        double = exact_float(value)
        return made(BOOLEAN, lambda one: OPERATORS[operator](one, double), column)
    if kind.name not in ("number", "days"):
        if kind_of_constant(value) != kind:
            raise NotBatch("zone")
        end = constant_column(value, kind)
        return made(BOOLEAN, OPERATORS[operator], column, end)
    step, is_exact = _on_grid(value, kind)
    if not is_exact:
        operator = {"<": "<=", ">=": ">"}.get(operator, operator)
    limit = _INT64_MAX if kind.is_integer or kind.name == "days" else 10 ** (kind.digits) - 1
    if abs(step) > limit or (operator == "=" and not is_exact):
        holds = operator in ("<", "<=") if step > limit else operator in (">", ">=") and abs(step) > limit
        return made(BOOLEAN, lambda one: (one == one) if holds else (one != one), column)
    if kind.name == "days":
        return made(BOOLEAN, lambda one: OPERATORS[operator](one, step), column)
    number = constant_column(Decimal(step).scaleb(-kind.scale), kind)
    return made(BOOLEAN, OPERATORS[operator], column, number)


def exact_float(value: Decimal) -> float:
    """A constant as the double that compares as it does. Raises NotBatch when it has too many digits."""
    if len(value.normalize().as_tuple().digits) > _FLOAT_DIGITS or abs(value.adjusted()) > 300:
        raise NotBatch("float-constant", value=value)
    return float(value)


def _on_grid(value: Value, kind: Kind) -> tuple[int, bool]:
    """The last step of the column's grid at or below a value, and whether it is the value itself."""
    if isinstance(value, DaysDuration):
        step, rest = divmod(value.nanoseconds, kind.unit)
        return step, not rest
    scaled = value.scaleb(kind.scale)
    step = int(scaled.to_integral_value(ROUND_FLOOR))
    return step, scaled == step


def _ratio_compared(operator: str, left: Cell, right: Cell) -> Cell:
    """A quotient against a number, or against another quotient, multiplied out."""
    if isinstance(right, Ratio) and not isinstance(left, Ratio):
        return _ratio_compared(_MIRRORED[operator], right, left)
    assert isinstance(left, Ratio)
    if isinstance(right, Ratio):
        return _ratios_compared(operator, left, right)
    kind = scalar_kind(right)
    if kind is None or kind.name != "number":
        if kind is not None and kind.name == "float":
            raise NotBatch("float")
        return NULL
    end = as_column(right, kind)
    _require_margin(left, kind)
    other = product(end, left.bottom, EXACT_DIGITS + 3)
    first, second = same_kind(left.top, other)
    return made(BOOLEAN, OPERATORS[operator], first, second)


def _require_margin(ratio: Ratio, kind: Kind) -> None:
    """Refuse numbers so long that the 34-digit rounding of the quotient could decide the comparison."""
    bottom = ratio.bottom.kind
    scale = max(ratio.top.kind.scale, kind.scale + bottom.scale)
    digits = scale + bottom.whole + kind.whole
    if ratio.is_shifted:
        digits = max(digits, scale + bottom.whole + ratio.top.kind.whole + bottom.scale)
    if digits > _MARGIN:
        raise NotBatch("digits", what="a / b < c", digits=digits, limit=_MARGIN)


def _ratios_compared(operator: str, left: Ratio, right: Ratio) -> Cell:
    if not (left.is_plain and right.is_plain):
        raise NotBatch("ratio", what="a / b < c / d")
    first, second = product(left.top, right.bottom, _MARGIN), product(right.top, left.bottom, _MARGIN)
    if first.kind.digits + second.kind.digits > 2 * _MARGIN:
        raise NotBatch("digits", what="a / b < c / d", digits=first.kind.digits, limit=_MARGIN)
    return made(BOOLEAN, OPERATORS[operator], *same_kind(first, second))


def _ratio_equals(left: Cell, right: Cell) -> Cell:
    if not isinstance(left, Ratio):
        left, right = right, left
    assert isinstance(left, Ratio)
    absent = made(BOOLEAN, lambda a, b: a.isnull() | b.isnull(), left.top, left.bottom)
    if isinstance(right, Constant):
        if right.value is None:
            return absent
        if not isinstance(right.value, Decimal):
            return NULL
        same = _ratio_compared("=", left, right)
        assert isinstance(same, Column)
        return made(BOOLEAN, lambda value: value.fill_null(False), same)
    raise NotBatch("ratio", what="a / b = c")


def is_true(cell: Cell) -> Column | Constant:
    """Whether a cell is true: never null. What is not boolean is not true."""
    if isinstance(cell, Constant):
        return Constant(cell.value is True)
    if isinstance(cell, Column) and cell.kind == BOOLEAN:
        return made(BOOLEAN, lambda value: value.fill_null(False), cell)
    return Constant(False)
