"""One evaluation while it runs: its limits, its warnings and the moment that `now()` tells.

Code compiled from FEEL is a function of two arguments, the names in scope and a `Run`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from huoju.kernel.rules.errors import RecursionTooDeep, TooManySteps
from huoju.kernel.rules.feel.values import NoValue, Value, kind_of
from huoju.kernel.rules.feel.warnings import RuleWarning, make_warning

if TYPE_CHECKING:
    from huoju.kernel.rules.feel.calendar import DateTime
    from huoju.kernel.rules.feel.types import FeelType

Names = dict[str, Any]
Code = Callable[[Names, "Run"], Value]

# Compiled code nests one Python frame a level of an expression and about five a function call. Python 3.11
# and later keep such frames on the heap, so a higher limit is safe; it is only ever raised.
_FRAMES = 6_000
_LONG = 1_000
MAX_VALUE_DEPTH = 300


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one evaluation: rounds of loops and filters, nested function calls, warnings kept."""

    steps: int = 2_000_000
    calls: int = 400
    warnings: int = 50


class Run:
    """The state of one evaluation."""

    __slots__ = ("_calls", "_steps", "limits", "now", "trace", "warnings", "where")

    def __init__(self, limits: Limits, now: DateTime | None = None, where: str = "FEEL") -> None:
        self.limits = limits
        self.now = now
        self.where = where
        self.warnings: list[RuleWarning] = []
        self.trace: list[Any] | None = None
        self._steps = limits.steps
        self._calls = 0

    def warn(self, code: str, **fields: object) -> None:
        if len(self.warnings) < self.limits.warnings:
            self.warnings.append(make_warning(code, self.where, fields))

    def nothing(self, problem: NoValue) -> None:
        self.warn(problem.code, **problem.fields)

    def step(self, count: int = 1) -> None:
        """Count rounds of a loop. Raises TooManySteps."""
        self._steps -= count
        if self._steps < 0:
            raise TooManySteps(where=self.where, limit=self.limits.steps)

    def grow(self, size: int) -> None:
        """Count a long list or text that was made, four items a step. Raises TooManySteps."""
        if size > _LONG:
            self.step(size // 4)

    def enter(self, name: str) -> None:
        """Count a nested function call. Raises RecursionTooDeep."""
        self._calls += 1
        if self._calls > self.limits.calls:
            raise RecursionTooDeep(where=f"{self.where} > {name}", limit=self.limits.calls)

    def leave(self) -> None:
        self._calls -= 1

    def conform(self, value: Value, expected: FeelType, name: str) -> Value:
        """The value converted to a type, or None with a warning when it does not fit."""
        converted, fits = expected.convert(value)
        if fits:
            return converted
        self.warn("type", name=name, expected=str(expected), kind=kind_of(value))
        return None


def guarded(code: Code, names: Names, run: Run) -> Value:
    """Run compiled code; running out of Python frames is told as RecursionTooDeep."""
    if sys.getrecursionlimit() < _FRAMES:
        sys.setrecursionlimit(_FRAMES)
    try:
        value = code(names, run)
    except RecursionError:
        raise RecursionTooDeep(where=run.where, limit=run.limits.calls) from None
    if isinstance(value, list | dict):
        _refuse_deep(value, run)
    return value


def _refuse_deep(value: Value, run: Run) -> None:
    """Raises RecursionTooDeep for lists in lists that no one could write, print or store."""
    level = [value]
    for _ in range(MAX_VALUE_DEPTH):
        inner: list[Value] = []
        for one in level:
            if isinstance(one, list | dict):
                inner.extend(one if isinstance(one, list) else one.values())
        if not inner:
            return
        level = [one for one in inner if isinstance(one, list | dict)]
    raise RecursionTooDeep(where=run.where, limit=MAX_VALUE_DEPTH)
