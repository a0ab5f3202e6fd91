"""Built-in functions that relate points and ranges (DMN 1.5, table 78, after Allen's intervals)."""

from __future__ import annotations

from typing import Any

from huoju.kernel.rules.feel.comparing import compare, equal
from huoju.kernel.rules.feel.functions.registry import built_in, no_result
from huoju.kernel.rules.feel.values import Range, Value


def _order(left: Value, right: Value) -> int:
    order = compare(left, right)
    if order is None:
        raise no_result("range", "两个值不能比较", "the two values cannot be compared")
    return order


def _is_point(value: Value) -> bool:
    return not isinstance(value, Range)


def _checked(*values: Value) -> None:
    if any(value is None or isinstance(value, bool | list | dict) for value in values):
        raise no_result("range", "须为可比较的值或区间", "comparable values or ranges are needed")


def _starts_before(left: Range, right: Range) -> bool:
    if left.start is None or right.start is None:
        return left.start is None and right.start is not None
    order = _order(left.start, right.start)
    return order < 0 or (order == 0 and left.start_included and not right.start_included)


def _ends_before(left: Range, right: Range) -> bool:
    if left.end is None or right.end is None:
        return left.end is not None and right.end is None
    order = _order(left.end, right.end)
    return order < 0 or (order == 0 and not left.end_included and right.end_included)


def _wholly_before(left: Range, right: Range) -> bool:
    if left.end is None or right.start is None:
        return False
    order = _order(left.end, right.start)
    return order < 0 or (order == 0 and not (left.end_included and right.start_included))


def _as_range(value: Value) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)


@built_in("before", "point1: Any, point2: Any")
@built_in("before", "point: Any, range: range")
@built_in("before", "range: range, point: Any")
@built_in("before", "range1: range, range2: range")
def before(left: Value, right: Value) -> bool:
    _checked(left, right)
    if _is_point(left) and _is_point(right):
        return _order(left, right) < 0
    return _wholly_before(_as_range(left), _as_range(right))


@built_in("after", "point1: Any, point2: Any")
@built_in("after", "point: Any, range: range")
@built_in("after", "range: range, point: Any")
@built_in("after", "range1: range, range2: range")
def after(left: Value, right: Value) -> bool:
    return before(right, left)


@built_in("meets", "range1: range, range2: range")
def meets(left: Range, right: Range) -> bool:
    _checked(left.end, right.start)
    return left.end_included and right.start_included and _order(left.end, right.start) == 0


@built_in("met by", "range1: range, range2: range")
def met_by(left: Range, right: Range) -> bool:
    return meets(right, left)


@built_in("overlaps", "range1: range, range2: range")
def overlaps(left: Range, right: Range) -> bool:
    return not _wholly_before(left, right) and not _wholly_before(right, left)


@built_in("overlaps before", "range1: range, range2: range")
def overlaps_before(left: Range, right: Range) -> bool:
    if _wholly_before(left, right) or not _starts_before(left, right):
        return False
    return _ends_before(left, right) or _same_end(left, right)


@built_in("overlaps after", "range1: range, range2: range")
def overlaps_after(left: Range, right: Range) -> bool:
    return overlaps_before(right, left)


def _same_start(left: Range, right: Range) -> bool:
    return left.start_included == right.start_included and equal(left.start, right.start) is True


def _same_end(left: Range, right: Range) -> bool:
    return left.end_included == right.end_included and equal(left.end, right.end) is True


@built_in("finishes", "point: Any, range: range")
@built_in("finishes", "range1: range, range2: range")
def finishes(left: Value, right: Range) -> bool:
    _checked(left)
    if _is_point(left):
        return right.end_included and right.end is not None and _order(left, right.end) == 0
    return _same_end(left, right) and not _starts_before(left, right)


@built_in("finished by", "range: range, point: Any")
@built_in("finished by", "range1: range, range2: range")
def finished_by(left: Range, right: Value) -> bool:
    return finishes(right, left)


@built_in("includes", "range: range, point: Any")
@built_in("includes", "range1: range, range2: range")
def includes(left: Range, right: Value) -> bool:
    _checked(right)
    inner = _as_range(right)
    if inner.start is not None and left.start is not None:
        _order(inner.start, left.start)
    return not _starts_before(inner, left) and not _ends_before(left, inner)


@built_in("during", "point: Any, range: range")
@built_in("during", "range1: range, range2: range")
def during(left: Value, right: Range) -> bool:
    return includes(right, left)


@built_in("starts", "point: Any, range: range")
@built_in("starts", "range1: range, range2: range")
def starts(left: Value, right: Range) -> bool:
    _checked(left)
    if _is_point(left):
        return right.start_included and right.start is not None and _order(left, right.start) == 0
    return _same_start(left, right) and not _ends_before(right, left)


@built_in("started by", "range: range, point: Any")
@built_in("started by", "range1: range, range2: range")
def started_by(left: Range, right: Value) -> bool:
    return starts(right, left)


@built_in("coincides", "point1: Any, point2: Any")
@built_in("coincides", "range1: range, range2: range")
def coincides(left: Any, right: Any) -> bool:
    _checked(left, right)
    if _is_point(left) and _is_point(right):
        return _order(left, right) == 0
    left, right = _as_range(left), _as_range(right)
    return _same_start(left, right) and _same_end(left, right)
