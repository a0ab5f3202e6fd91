"""From a library of models to steps and functions: names, types and references resolved, expressions compiled.

Start reading at `Linker`. A reference that leads nowhere is a `Problem`, and the name stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from huoju.kernel.rules.dmn.boxed import compile_box, conforming, function_maker, result_type
from huoju.kernel.rules.dmn.items import component_names, types_of
from huoju.kernel.rules.dmn.library import Library, requirements
from huoju.kernel.rules.dmn.model import (
    Boxed,
    BoxedContext,
    BusinessKnowledge,
    Decision,
    DecisionService,
    DecisionTable,
    Element,
    InputData,
    Key,
    LiteralExpression,
    Model,
    Reference,
    Relation,
    parts,
)
from huoju.kernel.rules.dmn.problems import Problem
from huoju.kernel.rules.dmn.scopes import BoxScope
from huoju.kernel.rules.dmn.steps import Binding, State, Step, Steps
from huoju.kernel.rules.feel.expression import base_names
from huoju.kernel.rules.feel.running import Run
from huoju.kernel.rules.feel.scanner import declared_keys
from huoju.kernel.rules.feel.types import UNKNOWN, FeelType
from huoju.kernel.rules.feel.values import Function, Parameter, Value


class Linker:
    """Compiles every element of a library once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.problems: list[Problem] = []
        self.steps = Steps()
        self.functions: dict[Key, Function] = {}
        self.types: dict[Key, FeelType] = {}
        self._scopes: dict[int, BoxScope] = {}
        for element in library.elements():
            self.types[element.key] = self.scope_of(element).type(element.variable.type_ref, element.line)
        for element in library.elements():
            if isinstance(element, BusinessKnowledge | DecisionService):
                self._function(element)
        for element in library.elements():
            if isinstance(element, Decision):
                self.steps.by_key[element.key] = self._step(element)
        self._note_imports(library.models[0])

    def _note_imports(self, model: Model) -> None:
        known = {one.namespace for one in self.library.models}
        for one in model.imports:
            if one.namespace not in known and "DMN" in one.kind:
                self.problems.append(Problem.make("missing-import", one.name, model.where, one.line))
        for vendor in model.vendor_namespaces:
            self.problems.append(Problem.make("vendor-extension", vendor, model.where, 0, "note"))

    # -- names and types ---------------------------------------------------------------------------

    def scope_of(self, element: Element) -> BoxScope:
        return self._scope(self.library.model_of(element))

    def _scope(self, model: Model) -> BoxScope:
        """What every expression of a model sees: built-in names, components, types, those of its imports."""
        if id(model) in self._scopes:
            return self._scopes[id(model)]
        self._scopes[id(model)] = BoxScope(model.where, base_names(), {}, self.problems)
        names = [item.name for item in model.item_definitions]
        members = set(member_names(model))
        imported: dict[str, FeelType] = {}
        for one in model.imports:
            for other in self._imported(model, one.namespace):
                theirs = self._scope(other)
                prefixes = [one.name, *(prefix for prefix, uri in model.prefixes if uri == one.namespace)]
                for prefix in prefixes:
                    imported.update(
                        {f"{prefix}.{name}".lstrip("."): theirs.types[name] for name in theirs.types}
                    )
                names += [one.name, *(item.name for item in other.item_definitions)]
                members |= theirs.names.members | {each.variable.name for each in other.elements}
        known = base_names().plus((name for name in names if name), members)
        types = types_of(model, BoxScope(model.where, known, {}, self.problems), imported)
        scope = BoxScope(model.where, known, types, self.problems)
        types.scope = scope
        self._scopes[id(model)] = scope
        return scope

    def _imported(self, model: Model, namespace: str) -> list[Model]:
        return [other for other in self.library.models if other.namespace == namespace and other is not model]

    # -- references --------------------------------------------------------------------------------

    def _bindings(self, references: Iterable[Reference], model: Model) -> tuple[Binding, ...]:
        found = (self._binding(reference, model) for reference in references)
        return tuple(one for one in found if one is not None)

    def _binding(self, reference: Reference, model: Model) -> Binding | None:
        """How a reference appears among the names of a model; one that leads nowhere is noted."""
        element = self.library.find(reference.key)
        if element is None:
            problem = Problem.make("missing-reference", reference.href, model.where, reference.line)
            self.problems.append(problem)
            return None
        home = self.library.model_of(element)
        if home is model:
            return Binding(element.key, element.variable.name, None)
        name = next((one.name for one in model.imports if one.namespace == home.namespace), "")
        return Binding(element.key, element.variable.name, name or None)

    def _known_functions(self, bindings: tuple[Binding, ...]) -> dict[str, Any]:
        """The functions that knowledge requirements bring into scope."""
        names: dict[str, Any] = {}
        for binding in bindings:
            element = self.library.find(binding.key)
            if not isinstance(element, BusinessKnowledge | DecisionService):
                continue
            function = self._function(element)
            if binding.inside is None:
                names[binding.name] = function
            else:
                names.setdefault(binding.inside, {})[binding.name] = function
        return names

    def _place(self, element: Element, bindings: tuple[Binding, ...]) -> BoxScope:
        names = [binding.name for binding in bindings] + [one.inside for one in bindings if one.inside]
        return self.scope_of(element).plus(names, element.name)

    def place(self, element: Element) -> BoxScope:
        """What the logic of an element sees: names and types for parsing its expressions again."""
        model = self.library.model_of(element)
        needed = [one for one in requirements(element) if self.library.find(one.key) is not None]
        return replace(self._place(element, self._bindings(needed, model)), problems=[])

    # -- elements ----------------------------------------------------------------------------------

    def _step(self, element: Decision) -> Step:
        model = self.library.model_of(element)
        bindings, functions = (
            self._bindings(element.requirements, model),
            self._bindings(element.knowledge, model),
        )
        if element.logic is None:
            self.problems.append(Problem.make("no-logic", "", element.name, element.line, "warning"))
        place = replace(self._place(element, bindings + functions), result=self.types[element.key])
        code = compile_box(element.logic, place)
        return Step(
            element,
            conforming(code, self.types[element.key], element.name),
            bindings,
            self._known_functions(functions),
        )

    def _function(self, element: BusinessKnowledge | DecisionService) -> Function:
        if element.key not in self.functions:
            if isinstance(element, BusinessKnowledge):
                self.functions[element.key] = self._knowledge(element)
            else:
                self.functions[element.key] = self._service(element)
        return self.functions[element.key]

    def _knowledge(self, element: BusinessKnowledge) -> Function:
        """A business knowledge model as a function that also knows itself."""
        others = (one for one in element.knowledge if one.key != element.key)
        bindings = self._bindings(others, self.library.model_of(element))
        names = self._known_functions(bindings)
        result = result_type(self.types[element.key])
        if element.function is None:
            self.problems.append(Problem.make("no-logic", "", element.name, element.line, "warning"))
            function = Function(element.name, (), UNKNOWN, lambda arguments, run: None)
        else:
            scope = replace(self._place(element, bindings).plus([element.variable.name]), result=result)
            function = function_maker(element.function, scope, result)(names)
        names.setdefault(element.variable.name, function)
        return function

    def _service(self, element: DecisionService) -> Function:
        """A service as a function of its input data, then of its input decisions (DMN 1.5, 10.4)."""
        model = self.library.model_of(element)
        given = [self.library.require(one, model) for one in element.input_data + element.input_decisions]
        parameters = tuple(Parameter(one.variable.name, self.types[one.key]) for one in given)
        keys = [one.key for one in given]

        def run_service(arguments: list[Value], run: Run) -> Value:
            values = self.service_outputs(element, dict(zip(keys, arguments, strict=True)), run)
            return next(iter(values.values())) if len(values) == 1 else values

        return Function(element.name, parameters, result_type(self.types[element.key]), run_service)

    def service_outputs(self, service: DecisionService, state: State, run: Run) -> dict[str, Value]:
        """The values of a service's output decisions, by name, for the inputs in a state of their own."""
        model = self.library.model_of(service)
        outputs = [self.library.require(one, model) for one in service.outputs]
        for output in outputs:
            self.steps.make(output.key, state, run)
        return {output.variable.name: state.get(output.key) for output in outputs}


def member_names(model: Model) -> Iterator[str]:
    """The names that entries of contexts may have: components of types, columns, entries of boxed contexts."""
    for item in model.item_definitions:
        yield from component_names(item)
    pending: list[Boxed] = [one.logic for one in model.decisions if one.logic is not None]
    pending += [one.function for one in model.knowledge if one.function is not None]
    while pending:
        box = pending.pop()
        pending.extend(parts(box))
        match box:
            case LiteralExpression(text=text):
                yield from declared_keys(text)
            case BoxedContext(entries=entries):
                yield from (entry.variable.name for entry in entries if entry.variable is not None)
            case Relation(columns=columns):
                yield from (column.name for column in columns)
            case DecisionTable(outputs=outputs):
                yield from (output.name for output in outputs if output.name)


def input_data_of(library: Library, steps: Iterable[Step]) -> tuple[InputData, ...]:
    """The input data that some steps read."""
    found: dict[Key, InputData] = {}
    for step in steps:
        for binding in step.bindings:
            element = library.find(binding.key)
            if isinstance(element, InputData):
                found[element.key] = element
    return tuple(found.values())
