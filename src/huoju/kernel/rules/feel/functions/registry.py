"""How a built-in function is declared and invoked.

`@built_in("substring", "string: string, start position: number, length?: number")` above a Python function
declares one variant; a function may have several, tried in order. In a signature `?` after a name marks an
optional argument, `?` after a type lets null through, `...` takes the rest. A list parameter takes a single
value as a list of one. The Python function returns the value or raises NoValue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from huoju.kernel.rules.feel.running import Run
from huoju.kernel.rules.feel.types import BUILT_IN, UNKNOWN, FeelType, ListOf
from huoju.kernel.rules.feel.values import Function, NoValue, Parameter, Value, kind_of

_MORE_TYPES: dict[str, FeelType] = {
    "list<number>": ListOf(BUILT_IN["number"]),
    "list<boolean>": ListOf(BUILT_IN["boolean"]),
    "list<string>": ListOf(BUILT_IN["string"]),
    "list<context>": ListOf(BUILT_IN["context"]),
}


OMITTED: Value = object()


class _AnyFunction(FeelType):
    def is_instance(self, value: Value) -> bool:
        return isinstance(value, Function)

    def __str__(self) -> str:
        return "function"


_MORE_TYPES["function"] = _AnyFunction()


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    type: FeelType
    is_optional: bool
    is_nullable: bool
    is_rest: bool


@dataclass(frozen=True, slots=True)
class Variant:
    slots: tuple[Slot, ...]
    function: Callable[..., Value]
    wants_run: bool

    def arguments(self, given: Sequence[Value]) -> list[Value] | None:
        """The arguments for the Python function, or None when they do not fit."""
        slots = self.slots
        if slots and slots[-1].is_rest:
            fixed = len(slots) - 1
            if len(given) <= fixed:
                return None
            slots = slots[:-1] + (slots[-1],) * (len(given) - fixed)
        if len(given) > len(slots):
            return None
        result = []
        for slot, value in zip(slots, given, strict=False):
            converted, fits = _fit(slot, value)
            if not fits:
                return None
            result.append(converted)
        if not all(slot.is_optional for slot in slots[len(given) :]):
            return None
        return result

    def from_names(self, given: dict[str, Value]) -> list[Value] | None:
        """Positional arguments from named ones, or None when the names do not fit."""
        names = [slot.name for slot in self.slots]
        if not given.keys() <= set(names):
            return None
        required = [slot.name for slot in self.slots if not slot.is_optional and not slot.is_nullable]
        if any(name not in given for name in required):
            return None
        last = max(names.index(name) for name in given) if given else -1
        return [given.get(name, OMITTED) for name in names[: last + 1]] + [
            OMITTED for slot in self.slots[last + 1 :] if slot.is_nullable and not slot.is_optional
        ]


def _fit(slot: Slot, value: Value) -> tuple[Value, bool]:
    if value is OMITTED:
        return None, slot.is_nullable or slot.is_optional
    if value is None:
        return None, slot.is_nullable
    if isinstance(slot.type, ListOf):
        return slot.type.convert(value if isinstance(value, list) else [value])
    converted, fits = slot.type.convert(value)
    return converted, fits and (converted is not None or slot.is_nullable)


class BuiltIn(Function):
    """A function of the standard's library."""

    __slots__ = ("variants",)

    def __init__(self, name: str) -> None:
        super().__init__(name, (), UNKNOWN, self._run)
        self.variants: list[Variant] = []

    def add(self, variant: Variant) -> None:
        self.variants.append(variant)
        if len(self.variants) == 1:
            self.parameters = tuple(Parameter(slot.name, slot.type) for slot in variant.slots)

    def _run(self, arguments: list[Value], run: Run) -> Value:
        return self.invoke(arguments, run)

    def invoke(self, arguments: list[Value], run: Run) -> Value:
        for variant in self.variants:
            fitted = variant.arguments(arguments)
            if fitted is not None:
                return self._apply(variant, fitted, run)
        run.warn("no-variant", function=self.name, kinds=", ".join(map(kind_of, arguments)))
        return None

    def invoke_named(self, arguments: dict[str, Value], run: Run) -> Value:
        for variant in self.variants:
            positional = variant.from_names(arguments)
            fitted = None if positional is None else variant.arguments(positional)
            if fitted is not None:
                return self._apply(variant, fitted, run)
        run.warn("argument-names", function=self.name, names=", ".join(arguments))
        return None

    def _apply(self, variant: Variant, arguments: list[Value], run: Run) -> Value:
        try:
            result = variant.function(run, *arguments) if variant.wants_run else variant.function(*arguments)
            if isinstance(result, list | str):
                run.grow(len(result))
            return result
        except NoValue as problem:
            return run.nothing(problem)
        except (ArithmeticError, ValueError):  # an argument beyond what Python can count
            return run.nothing(no_result(self.name, "参数超出范围", "an argument is out of range"))


FUNCTIONS: dict[str, BuiltIn] = {}


Declared = TypeVar("Declared", bound=Callable[..., Any])


def built_in(name: str, signature: str, *, wants_run: bool = False) -> Callable[[Declared], Declared]:
    """Declare one variant of a built-in function."""
    slots = tuple(_slot(part) for part in signature.split(", ") if part)

    def register(function: Declared) -> Declared:
        FUNCTIONS.setdefault(name, BuiltIn(name)).add(Variant(slots, function, wants_run))
        return function

    return register


def _slot(text: str) -> Slot:
    name, _, kind = text.partition(": ")
    is_optional, is_rest = name.endswith("?"), name.endswith("...")
    is_nullable = kind.endswith("?") or kind == "Any"
    kind = kind.removesuffix("?")
    found = _MORE_TYPES.get(kind) or BUILT_IN[kind]
    return Slot(name.rstrip("?."), found, is_optional, is_nullable, is_rest)


def no_result(function: str, zh: str, en: str) -> NoValue:
    """The exception for an argument that fits in kind but has no answer."""
    return NoValue("function", function=function, detail=f"{zh} ({en})")
