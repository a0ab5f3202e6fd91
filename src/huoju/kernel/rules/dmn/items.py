"""Types from item definitions: bases, structures, collections, allowed values, functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from huoju.kernel.rules.dmn.model import ItemDefinition, Model
from huoju.kernel.rules.dmn.scopes import BoxScope
from huoju.kernel.rules.feel.running import Limits, Run
from huoju.kernel.rules.feel.types import ANY, Constrained, ContextOf, FeelType, FunctionOf, ListOf
from huoju.kernel.rules.feel.values import Value


@dataclass(slots=True)
class Types(Mapping[str, FeelType]):
    """The defined types of one model by name; made when first asked for, so that order does not matter.

    A definition that contains itself (a tree of tasks) is Any where it recurs.
    """

    scope: BoxScope
    definitions: dict[str, ItemDefinition]
    imported: dict[str, FeelType] = field(default_factory=dict)
    _made: dict[str, FeelType] = field(default_factory=dict)

    def __getitem__(self, name: str) -> FeelType:
        if name in self._made:
            return self._made[name]
        if name in self.definitions:
            self._made[name] = ANY
            self._made[name] = self._make(self.definitions[name], name)
            return self._made[name]
        return self.imported[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.definitions, **self.imported})

    def __len__(self) -> int:
        return len({**self.definitions, **self.imported})

    def _make(self, item: ItemDefinition, name: str) -> FeelType:
        scope = replace(self.scope, where=name, types=self)
        kind = self._base(item, scope, name)
        if item.allowed_values:
            kind = Constrained(name, kind, _test(scope, item.allowed_values, item.line), item.allowed_values)
        if item.is_collection:
            kind = ListOf(kind)
        if item.constraint:
            kind = Constrained(name, kind, _test(scope, item.constraint, item.line), item.constraint)
        return kind

    def _base(self, item: ItemDefinition, scope: BoxScope, name: str) -> FeelType:
        if item.components:
            return ContextOf(
                tuple((one.name, self._make(one, f"{name}.{one.name}")) for one in item.components)
            )
        if item.function:
            parameters, result = item.function
            given = tuple(scope.type(one.type_ref, item.line) for one in parameters)
            return FunctionOf(given, scope.type(result, item.line))
        return scope.type(item.type_ref, item.line)


def _test(scope: BoxScope, text: str, line: int) -> Callable[[Value], bool]:
    code = scope.tests(text, line)
    limits = Limits()

    def passes(value: Value) -> bool:
        return code({"?": value}, Run(limits)) is True

    return passes


def types_of(model: Model, scope: BoxScope, imported: dict[str, FeelType]) -> Types:
    """The types of a model; `imported` has those of other models as `import.name`."""
    return Types(scope, {item.name: item for item in model.item_definitions}, imported)


def component_names(item: ItemDefinition) -> Iterator[str]:
    """The names of the components of a definition, at any depth."""
    for component in item.components:
        yield component.name
        yield from component_names(component)
