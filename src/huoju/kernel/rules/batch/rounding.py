"""Rounding of exact numbers and of quotients, in whole numbers only.

A number of scale s is the integer `steps` of 10**-s; rounding to k digits is rounding the integer to multiples
of `size` = 10**(s-k). A quotient is first cut to its whole part with the help of doubles, corrected exactly.
Every step is kept as a column, so that the expression stays short.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.batch.cells import NULL, Cell, Column, Ratio, as_column, made, scalar_kind
from huoju.kernel.rules.batch.kinds import INTEGER, Kind
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.batch.stages import Stages

_INT_DIGITS = 17
_Rounding = Callable[[Column, int, Stages], Column]


def _down(steps: Any, size: int) -> Any:
    """The multiple of `size` at or below; `%` has the sign of the dividend in SQL."""
    return steps - (steps % size + size) % size


def _up(steps: Any, size: int) -> Any:
    return -_down(-steps, size)


def _half_even(magnitude: Any, low: Any, size: int) -> Any:
    """`low` is the multiple of `size` below the magnitude."""
    import ibis

    twice = (magnitude - low) * 2
    is_odd = (low % (2 * size)) != 0
    return ibis.ifelse((twice > size) | ((twice == size) & is_odd), low + size, low)


def _whole(round_: Callable[[Any, int], Any]) -> _Rounding:
    """A rounding of the number itself."""
    return lambda steps, size, stages: made(INTEGER, lambda value: round_(value, size), steps)


def _away(round_: Callable[[Any, int], Any]) -> _Rounding:
    """A rounding of the magnitude, with the sign put back."""

    def apply(steps: Column, size: int, stages: Stages) -> Column:
        magnitude = stages.keep(made(INTEGER, lambda value: round_(value.abs(), size), steps))
        return _signed(steps, magnitude)

    return apply


def _signed(steps: Column, magnitude: Column) -> Column:
    import ibis

    return made(INTEGER, lambda value, size: ibis.ifelse(value < 0, -size, size), steps, magnitude)


def _to_even(steps: Column, size: int, stages: Stages) -> Column:
    magnitude = stages.keep(made(INTEGER, lambda value: value.abs(), steps))
    low = stages.keep(made(INTEGER, lambda value: _down(value, size), magnitude))
    even = stages.keep(made(INTEGER, lambda value, below: _half_even(value, below, size), magnitude, low))
    return _signed(steps, even)


ROUNDINGS: dict[str, _Rounding] = {
    "floor": _whole(_down),
    "ceiling": _whole(_up),
    "decimal": _to_even,
    "round up": _away(_up),
    "round down": _away(_down),
    "round half up": _away(lambda one, size: _down(one + size // 2, size)),
    "round half down": _away(lambda one, size: _up(one - size // 2, size)),
}


def rounded(name: str, cell: Cell, digits: int, stages: Stages) -> Cell:
    """The number rounded to so many digits after the point."""
    if isinstance(cell, Ratio):
        return _rounded_ratio(name, cell, digits, stages)
    kind = scalar_kind(cell)
    if kind is None or kind.name != "number":
        if kind is not None and kind.name == "float":
            raise NotBatch("float")
        return NULL
    column = as_column(cell, kind)
    if digits < 0:
        raise NotBatch("arguments", name=name)
    if kind.scale <= digits:
        return column
    if kind.digits > _INT_DIGITS:
        raise NotBatch("digits", what=f"{name}()", digits=kind.digits, limit=_INT_DIGITS)
    steps = stages.keep(made(INTEGER, lambda value: _steps(value, kind), column))
    result = Kind("number", kind.whole + 1, digits)
    whole = stages.keep(ROUNDINGS[name](steps, 10 ** (kind.scale - digits), stages))
    return made(result, lambda value: _from_steps(value, kind.scale, result), whole)


def _steps(value: Any, kind: Kind) -> Any:
    """The number as an integer of its smallest steps."""
    import ibis

    wide = _INT_DIGITS + 1
    factor = ibis.literal(Decimal(10**kind.scale), f"decimal({wide}, 0)")
    return (value.cast(f"decimal({wide}, {kind.scale})") * factor).cast("int64")


def _from_steps(steps: Any, scale: int, result: Kind) -> Any:
    """Steps of 10**-scale as a number again; exact because the digits that go are zeros."""
    import ibis

    step = ibis.literal(Decimal(1).scaleb(-scale), f"decimal({_INT_DIGITS + 1}, {scale})")
    return (steps.cast(f"decimal({_INT_DIGITS + 1}, 0)") * step).cast(result.dtype)


def _rounded_ratio(name: str, ratio: Ratio, digits: int, stages: Stages) -> Cell:
    """A quotient rounded: cut one digit further than asked, with a mark that something remains below."""
    top, bottom = ratio.top.kind, ratio.bottom.kind
    lift = digits + 1 + bottom.scale - top.scale
    whole = top.whole + bottom.scale + digits + 1
    if ratio.is_shifted or digits < 0 or whole > 15 or max(lift, 0) + top.digits > _INT_DIGITS:
        raise NotBatch(
            "digits", what=f"{name}(a / b)", digits=max(whole, top.digits + max(lift, 0)), limit=15
        )
    if bottom.digits + max(-lift, 0) > _INT_DIGITS:
        raise NotBatch("digits", what=f"{name}(a / b)", digits=bottom.digits - lift, limit=_INT_DIGITS)
    upper = _lifted(ratio.top, 10 ** max(lift, 0), stages)
    lower = _lifted(ratio.bottom, 10 ** max(-lift, 0), stages)
    size = 20  # a tenth of a step, doubled for the mark
    steps = stages.keep(ROUNDINGS[name](_cut(upper, lower, stages), size, stages))
    result = Kind("number", whole - digits, digits)
    return made(
        result, lambda value: _from_steps((value / size).round().cast("int64"), digits, result), steps
    )


def _lifted(column: Column, factor: int, stages: Stages) -> Column:
    return stages.keep(made(INTEGER, lambda value: _steps(value, column.kind) * factor, column))


def _cut(upper: Column, lower: Column, stages: Stages) -> Column:
    """Twice the whole part of upper / lower, plus one when something remains.

    Halves and wholes stay what they are, everything else lies between them, so that rounding decides rightly.
    """
    import ibis

    guess = stages.keep(
        made(
            INTEGER,
            lambda one, other: (one.cast("float64") / other.cast("float64")).floor().cast("int64"),
            upper,
            lower,
        )
    )
    rest = stages.keep(made(INTEGER, lambda one, other, count: one - count * other, upper, lower, guess))

    def mark(count: Any, left: Any, other: Any) -> Any:
        count = ibis.cases((left < 0, count - 1), (left >= other, count + 1), else_=count)
        return count * 2 + ((left != 0) & (left != other) & (left != -other)).cast("int64")

    return stages.keep(made(INTEGER, mark, guess, rest, lower))
