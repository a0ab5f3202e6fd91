"""Equality, order and membership of FEEL values (DMN 1.5, tables 53 to 55).

Each answer is True, False or None (null: the two cannot be compared). Nothing here records warnings. Nested
values are walked by list comprehensions: unlike `all` and `map` these need no C stack, however deep they are.
"""

from __future__ import annotations

from decimal import Decimal

from huoju.kernel.rules.feel.calendar import SECOND, Date, DateTime, DaysDuration, MonthsDuration, Time
from huoju.kernel.rules.feel.values import Function, Range, Value


def equal(left: Value, right: Value) -> bool | None:
    """`left = right`. Times are equal when they agree to the second, as the compatibility kit has it."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return None
    if kind in (Decimal, str, bool, Date, DaysDuration, MonthsDuration):
        return bool(left == right)
    if kind is Time or kind is DateTime:
        return _same_moment(left, right)
    if kind is list:
        return len(left) == len(right) and False not in [
            _is_equal(*pair) for pair in zip(left, right, strict=True)
        ]
    if kind is dict:
        return left.keys() == right.keys() and False not in [
            _is_equal(left[name], right[name]) for name in left
        ]
    if kind is Range:
        return _same_range(left, right)
    return bool(left is right)


def _is_equal(left: Value, right: Value) -> bool:
    return equal(left, right) is True


def _same_moment(left: Time | DateTime, right: Time | DateTime) -> bool:
    if (left.offset is None) != (right.offset is None):
        return False
    return left.instant // SECOND == right.instant // SECOND


def _same_range(left: Range, right: Range) -> bool:
    if left.operator != right.operator:
        return False
    if (left.start_included, left.end_included) != (right.start_included, right.end_included):
        return False
    return _is_equal(left.start, right.start) and _is_equal(left.end, right.end)


def compare(left: Value, right: Value) -> int | None:
    """Negative, 0 or positive as left is below, at or above right; None when they have no order."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind is Decimal or kind is str:
        return -1 if left < right else int(left > right)
    if kind is Date:
        return int(left.number - right.number)
    if kind is DaysDuration:
        return int(left.nanoseconds - right.nanoseconds)
    if kind is MonthsDuration:
        return int(left.months - right.months)
    if kind is Time or kind is DateTime:
        return _moment_order(left, right)
    return None


def _moment_order(left: Time | DateTime, right: Time | DateTime) -> int:
    """The order of two times; one without a zone is read in the zone of the other (DMN 1.5, table 54)."""
    if (left.offset is None) == (right.offset is None):
        return left.instant - right.instant
    return _clock_of(left) - _clock_of(right)


def _clock_of(value: Time | DateTime) -> int:
    return value.nanoseconds if isinstance(value, Time) else value.local


def identical(left: Value, right: Value) -> bool:
    """The function `is`: the same value and the same kind, zones included."""
    if type(left) is not type(right):
        return False
    if isinstance(left, Function):
        return left is right
    if isinstance(left, Time | DateTime):
        return _zone_of(left) == _zone_of(right) and _is_equal(left, right)
    if isinstance(left, list):
        return len(left) == len(right) and False not in [
            identical(*pair) for pair in zip(left, right, strict=True)
        ]
    if isinstance(left, dict):
        return left.keys() == right.keys() and False not in [
            identical(left[name], right[name]) for name in left
        ]
    return equal(left, right) is True


def _zone_of(value: Time | DateTime) -> int | str | None:
    return value.zone if isinstance(value, Time) else value.time.zone


def compare_with(operator: str, left: Value, right: Value) -> bool | None:
    """`left operator right` for = != < <= > >=."""
    if operator == "=":
        return equal(left, right)
    if operator == "!=":
        same = equal(left, right)
        return None if same is None else not same
    order = compare(left, right)
    if order is None:
        return None
    if operator == "<":
        return order < 0
    if operator == "<=":
        return order <= 0
    return order > 0 if operator == ">" else order >= 0


def range_contains(span: Range, value: Value) -> bool | None:
    """Is the value inside? None when it cannot be compared with the ends."""
    if span.operator in ("=", "!="):
        return compare_with(span.operator, value, span.start)
    if span.start is not None:
        order = compare(value, span.start)
        if order is None:
            return None
        if order < 0 or (order == 0 and not span.start_included):
            return False
    if span.end is not None:
        order = compare(value, span.end)
        if order is None:
            return None
        if order > 0 or (order == 0 and not span.end_included):
            return False
    return True


def is_in(value: Value, test: Value) -> bool | None:
    """`value in test` for one test: a range, a list of values and ranges, or an equal value."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return range_contains(test, value)
    if isinstance(test, list):
        return _is_one_of(value, test) or (isinstance(value, list) and _is_equal(value, test))
    return equal(value, test)


def _is_one_of(value: Value, tests: list[Value]) -> bool:
    for one in tests:
        spans = isinstance(one, Range) and not isinstance(value, Range)
        if (range_contains(one, value) if spans else equal(value, one)) is True:
            return True
    return False
