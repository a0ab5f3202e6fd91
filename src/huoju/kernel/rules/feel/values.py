"""Values of FEEL in Python, and what they are called.

number: Decimal; string: str; boolean: bool; null: None; list: list; context: dict with string keys; date,
time, date and time and the two durations: `calendar.py`; range: `Range`; function: `Function`.
Lists and contexts are never changed once made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huoju.kernel.rules.feel.calendar import Date, DateTime, DaysDuration, MonthsDuration, Time

if TYPE_CHECKING:
    from huoju.kernel.rules.feel.running import Run
    from huoju.kernel.rules.feel.types import FeelType

Value = Any


class NoValue(Exception):
    """Raised by built-in functions and operators when there is no answer: the result is null.

    `code` is a key of `warnings.TEXTS`; the fields fill its text.
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Range:
    """An interval. `operator` is kept for `(< end)` and its kin, which equal no interval in brackets.

    An open side (from `(> 5)`) has None and is not included.
    """

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: FeelType


class Function:
    """Anything that can be invoked: a function of an expression, a business knowledge model, a service."""

    __slots__ = ("name", "parameters", "result", "run")

    def __init__(
        self,
        name: str,
        parameters: tuple[Parameter, ...],
        result: FeelType,
        run: Callable[[list[Value], Run], Value],
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.result = result
        self.run = run

    def invoke(self, arguments: list[Value], run: Run) -> Value:
        """The result for positional arguments; None with a warning when they do not fit."""
        if len(arguments) != len(self.parameters):
            run.warn("arguments", function=self.name, expected=len(self.parameters), got=len(arguments))
            return None
        checked: list[Value] = []
        for parameter, argument in zip(self.parameters, arguments, strict=True):
            value, fits = parameter.type.convert(argument)
            if not fits:
                run.warn(
                    "argument-type", function=self.name, parameter=parameter.name, kind=kind_of(argument)
                )
                return None
            checked.append(value)
        run.enter(self.name)
        try:
            return run.conform(self.run(checked, run), self.result, self.name)
        finally:
            run.leave()

    def invoke_named(self, arguments: dict[str, Value], run: Run) -> Value:
        """The result for named arguments; those not given are null (DMN 1.5, 10.3.2.13.5)."""
        names = [parameter.name for parameter in self.parameters]
        if not arguments.keys() <= set(names):
            run.warn("argument-names", function=self.name, names=", ".join(arguments))
            return None
        return self.invoke([arguments.get(name) for name in names], run)


_KINDS: dict[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    type(None): "null",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysDuration: "days and time duration",
    MonthsDuration: "years and months duration",
    Range: "range",
}


def kind_of(value: Value) -> str:
    """The FEEL name of a value's kind, as used in warnings."""
    return _KINDS.get(type(value), "function")


def as_list(value: Value) -> list[Value]:
    """A list as it is, anything else as a list of itself."""
    return value if isinstance(value, list) else [value]
