"""Rounding of exact numbers and of quotients, in whole numbers only.

A number of scale s is the integer `steps` of 10**-s; rounding to k digits is rounding the integer to multiples
of `size` = 10**(s-k). A quotient is first cut to its whole part with the help of doubles, corrected exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.batch.cells import NULL, Cell, Ratio, as_column, made, scalar_kind
from huoju.kernel.rules.batch.kinds import Kind
from huoju.kernel.rules.batch.refusals import NotBatch

_INT_DIGITS = 17


def _down(steps: Any, size: int) -> Any:
    """The multiple of `size` at or below; `%` has the sign of the dividend in SQL."""
    return steps - (steps % size + size) % size


def _up(steps: Any, size: int) -> Any:
    return -_down(-steps, size)


def _away(steps: Any, on_magnitude: Callable[[Any], Any]) -> Any:
    """A rounding of the magnitude, with the sign put back."""
    import ibis

    return ibis.ifelse(steps < 0, -on_magnitude(steps.abs()), on_magnitude(steps.abs()))


def _half_even(magnitude: Any, size: int) -> Any:
    import ibis

    low = _down(magnitude, size)
    twice = (magnitude - low) * 2
    is_odd = (low % (2 * size)) != 0
    return ibis.ifelse((twice > size) | ((twice == size) & is_odd), low + size, low)


ROUNDINGS: dict[str, Callable[[Any, int], Any]] = {
    "floor": _down,
    "ceiling": _up,
    "decimal": lambda steps, size: _away(steps, lambda one: _half_even(one, size)),
    "round up": lambda steps, size: _away(steps, lambda one: _up(one, size)),
    "round down": lambda steps, size: _away(steps, lambda one: _down(one, size)),
    "round half up": lambda steps, size: _away(steps, lambda one: _down(one + size // 2, size)),
    "round half down": lambda steps, size: _away(steps, lambda one: _up(one - size // 2, size)),
}


def rounded(name: str, cell: Cell, digits: int) -> Cell:
    """The number rounded to so many digits after the point."""
    if isinstance(cell, Ratio):
        return _rounded_ratio(name, cell, digits)
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
    result = Kind("number", kind.whole + 1, digits)
    size = 10 ** (kind.scale - digits)
    return made(
        result,
        lambda value: _from_steps(ROUNDINGS[name](_steps(value, kind), size), kind.scale, result),
        column,
    )


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


def _rounded_ratio(name: str, ratio: Ratio, digits: int) -> Cell:
    """A quotient rounded: its floor in steps of a tenth of what is asked, and a last digit that is never lost."""
    top, bottom = ratio.top, ratio.bottom
    size = 10
    lift = digits + 1 + bottom.kind.scale - top.kind.scale
    whole = top.kind.whole + bottom.kind.scale + digits + 1
    if ratio.is_shifted or digits < 0 or max(lift, 0) + top.kind.digits > _INT_DIGITS or whole > 15:
        raise NotBatch("digits", what=f"{name}(a / b)", digits=whole, limit=15)
    extra = 10 ** max(-lift, 0)
    if bottom.kind.digits + max(-lift, 0) > _INT_DIGITS:
        raise NotBatch("digits", what=f"{name}(a / b)", digits=bottom.kind.digits, limit=_INT_DIGITS)
    result = Kind("number", whole - digits, digits)

    def build(one: Any, other: Any) -> Any:
        upper = _steps(one, top.kind) * 10 ** max(lift, 0)
        lower = _steps(other, bottom.kind) * extra
        steps = ROUNDINGS[name](_sticky_floor(upper, lower), 2 * size)
        return _from_steps((steps / (2 * size)).round().cast("int64"), digits, result)

    return made(result, build, top, bottom)


def _sticky_floor(upper: Any, lower: Any) -> Any:
    """Twice the whole part of upper / lower, plus one when something remains.

    Halves and wholes stay what they are, everything else lies between them, so that rounding decides rightly.
    """
    import ibis

    guess = (upper.cast("float64") / lower.cast("float64")).floor().cast("int64")
    rest = upper - guess * lower
    guess = ibis.cases((rest < 0, guess - 1), (rest >= lower, guess + 1), else_=guess)
    return guess * 2 + ((upper - guess * lower) != 0).cast("int64")
