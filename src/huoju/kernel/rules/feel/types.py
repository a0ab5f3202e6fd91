"""Types of FEEL: which values are instances, and how a value is converted where a type is asked for.

`is_instance` is the operator `instance of`; `convert` applies the implicit conversions of DMN 1.5,
10.3.2.9.4: a singleton list gives its item, an item its singleton list, a date its midnight (UTC).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.calendar import Date, DateTime, DaysDuration, MonthsDuration, Time
from huoju.kernel.rules.feel.values import Function, Range, Value


class FeelType:
    """Base of the types."""

    __slots__ = ()

    def is_instance(self, value: Value) -> bool:
        """Does a non-null value belong to the type? Constraints on values are not looked at."""
        raise NotImplementedError

    def accepts(self, value: Value) -> bool:
        """As `is_instance`, and null belongs, and constraints on values hold."""
        return value is None or self.is_instance(value)

    def convert(self, value: Value) -> tuple[Value, bool]:
        """The value as this type, and whether it fits; null always fits."""
        if self.accepts(value):
            return value, True
        if isinstance(value, list) and len(value) == 1 and self.accepts(value[0]):
            return value[0], True
        return None, False

    def conforms_to(self, other: FeelType) -> bool:
        """Is every instance of this type one of the other? (DMN 1.5, 10.3.2.9.2)"""
        other = other.plain()
        return other is ANY or self.plain() == other

    def plain(self) -> FeelType:
        """This type without constraints on its values."""
        return self


@dataclass(frozen=True, slots=True)
class Simple(FeelType):
    name: str
    python: type

    def is_instance(self, value: Value) -> bool:
        return type(value) is self.python

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class _Any(FeelType):
    def is_instance(self, value: Value) -> bool:
        return value is not None

    def accepts(self, value: Value) -> bool:
        return True

    def __str__(self) -> str:
        return "Any"


@dataclass(frozen=True, slots=True)
class _Unknown(_Any):
    """The result of an expression whose type is not known before it runs: it may conform to anything."""

    def conforms_to(self, other: FeelType) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _Null(FeelType):
    def is_instance(self, value: Value) -> bool:
        return value is None

    def conforms_to(self, other: FeelType) -> bool:
        return True

    def __str__(self) -> str:
        return "Null"


@dataclass(frozen=True, slots=True)
class _DateTimeType(FeelType):
    def is_instance(self, value: Value) -> bool:
        return type(value) is DateTime

    def convert(self, value: Value) -> tuple[Value, bool]:
        if type(value) is Date:
            return DateTime(value, Time(0, 0)), True
        return FeelType.convert(self, value)

    def __str__(self) -> str:
        return "date and time"


ANY = _Any()
UNKNOWN = _Unknown()
NULL = _Null()
NUMBER = Simple("number", Decimal)
STRING = Simple("string", str)
BOOLEAN = Simple("boolean", bool)
DATE = Simple("date", Date)
TIME = Simple("time", Time)
DATE_TIME = _DateTimeType()
DAYS = Simple("days and time duration", DaysDuration)
MONTHS = Simple("years and months duration", MonthsDuration)


@dataclass(frozen=True, slots=True)
class ListOf(FeelType):
    item: FeelType

    def is_instance(self, value: Value) -> bool:
        return isinstance(value, list) and all(one is None or self.item.is_instance(one) for one in value)

    def accepts(self, value: Value) -> bool:
        return value is None or (isinstance(value, list) and all(self.item.accepts(one) for one in value))

    def convert(self, value: Value) -> tuple[Value, bool]:
        if self.accepts(value):
            return value, True
        if not isinstance(value, list):
            one, fits = self.item.convert(value)
            return [one], fits
        converted = [self.item.convert(one) if not isinstance(one, list) else (one, False) for one in value]
        return [one for one, _ in converted], all(fits for _, fits in converted)

    def conforms_to(self, other: FeelType) -> bool:
        other = other.plain()
        return other is ANY or (isinstance(other, ListOf) and self.item.conforms_to(other.item))

    def __str__(self) -> str:
        return f"list<{self.item}>"


@dataclass(frozen=True, slots=True)
class RangeOf(FeelType):
    item: FeelType

    def is_instance(self, value: Value) -> bool:
        if not isinstance(value, Range):
            return False
        return all(end is None or self.item.is_instance(end) for end in (value.start, value.end))

    def conforms_to(self, other: FeelType) -> bool:
        other = other.plain()
        return other is ANY or (isinstance(other, RangeOf) and self.item.conforms_to(other.item))

    def __str__(self) -> str:
        return f"range<{self.item}>"


@dataclass(frozen=True, slots=True)
class ContextOf(FeelType):
    """A context with at least these entries."""

    entries: tuple[tuple[str, FeelType], ...]

    def is_instance(self, value: Value) -> bool:
        if not isinstance(value, dict):
            return False
        return all(
            name in value and (value[name] is None or kind.is_instance(value[name]))
            for name, kind in self.entries
        )

    def accepts(self, value: Value) -> bool:
        if not isinstance(value, dict):
            return value is None
        return all(name in value and kind.accepts(value[name]) for name, kind in self.entries)

    def convert(self, value: Value) -> tuple[Value, bool]:
        if isinstance(value, dict) and all(name in value for name, _ in self.entries):
            return self._convert_entries(value)
        return FeelType.convert(self, value)

    def _convert_entries(self, value: dict[str, Value]) -> tuple[Value, bool]:
        changed = dict(value)
        for name, kind in self.entries:
            changed[name], fits = kind.convert(value[name])
            if not fits:
                return None, False
        return changed, True

    def conforms_to(self, other: FeelType) -> bool:
        other = other.plain()
        if other is ANY:
            return True
        mine = dict(self.entries)
        return isinstance(other, ContextOf) and all(
            name in mine and mine[name].conforms_to(kind) for name, kind in other.entries
        )

    def __str__(self) -> str:
        return "context<" + ", ".join(f"{name}: {kind}" for name, kind in self.entries) + ">"


@dataclass(frozen=True, slots=True)
class FunctionOf(FeelType):
    parameters: tuple[FeelType, ...]
    result: FeelType

    def is_instance(self, value: Value) -> bool:
        if not isinstance(value, Function):
            return False
        given = FunctionOf(tuple(parameter.type for parameter in value.parameters), value.result)
        return given.conforms_to(self)

    def conforms_to(self, other: FeelType) -> bool:
        other = other.plain()
        if other is ANY:
            return True
        if not isinstance(other, FunctionOf) or len(other.parameters) != len(self.parameters):
            return False
        if not self.result.conforms_to(other.result):
            return False
        return all(
            theirs.conforms_to(mine) for mine, theirs in zip(self.parameters, other.parameters, strict=True)
        )

    def __str__(self) -> str:
        return "function<" + ", ".join(map(str, self.parameters)) + f">->{self.result}"


@dataclass(frozen=True, slots=True, eq=False)
class Constrained(FeelType):
    """A defined type with a test on its values (allowed values or a type constraint)."""

    name: str
    base: FeelType
    test: Callable[[Value], bool]
    text: str

    def is_instance(self, value: Value) -> bool:
        return self.base.is_instance(value)

    def accepts(self, value: Value) -> bool:
        return value is None or (self.base.accepts(value) and self.test(value))

    def convert(self, value: Value) -> tuple[Value, bool]:
        converted, fits = self.base.convert(value)
        if not fits or (converted is not None and not self.test(converted)):
            return None, False
        return converted, True

    def conforms_to(self, other: FeelType) -> bool:
        return self.base.conforms_to(other)

    def plain(self) -> FeelType:
        return self.base.plain()

    def __str__(self) -> str:
        return self.name


BUILT_IN: dict[str, FeelType] = {
    "Any": ANY,
    "Null": NULL,
    "number": NUMBER,
    "string": STRING,
    "boolean": BOOLEAN,
    "date": DATE,
    "time": TIME,
    "date and time": DATE_TIME,
    "dateTime": DATE_TIME,
    "days and time duration": DAYS,
    "dayTimeDuration": DAYS,
    "years and months duration": MONTHS,
    "yearMonthDuration": MONTHS,
    "list": ListOf(ANY),
    "context": ContextOf(()),
    "range": RangeOf(ANY),
}


class UnknownType(Exception):
    """There is no type of this name."""


def type_of_tree(node: tree.TypeNode, defined: Mapping[str, FeelType]) -> FeelType:
    """The type a type expression names. Raises UnknownType."""
    match node:
        case tree.NamedType(name=name):
            if name in defined:
                return defined[name]
            if name in BUILT_IN:
                return BUILT_IN[name]
            raise UnknownType(name)
        case tree.ListType(item=item):
            return ListOf(type_of_tree(item, defined))
        case tree.RangeType(item=item):
            return RangeOf(type_of_tree(item, defined))
        case tree.ContextType(entries=entries):
            return ContextOf(tuple((name, type_of_tree(kind, defined)) for name, kind in entries))
        case tree.FunctionType(parameters=parameters, result=result):
            given = tuple(type_of_tree(parameter, defined) for parameter in parameters)
            return FunctionOf(given, type_of_tree(result, defined))
    raise UnknownType(str(node))
