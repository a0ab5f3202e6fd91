"""A model ready to run. `compile_model` once, `CompiledModel.evaluate` many times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from huoju.kernel.rules.dmn.boxed import compile_box, conforming, function_maker
from huoju.kernel.rules.dmn.inputs import feel_value
from huoju.kernel.rules.dmn.items import component_names, types_of
from huoju.kernel.rules.dmn.library import Library, refuse_cycles
from huoju.kernel.rules.dmn.model import (
    BusinessKnowledge,
    Decision,
    DecisionService,
    Element,
    InputData,
    Key,
    Model,
    Reference,
)
from huoju.kernel.rules.dmn.problems import Problem
from huoju.kernel.rules.dmn.results import Result
from huoju.kernel.rules.dmn.scopes import BoxScope
from huoju.kernel.rules.dmn.tracing import DecisionTrace, Trace
from huoju.kernel.rules.errors import UnknownDecision
from huoju.kernel.rules.feel.calendar import DateTime
from huoju.kernel.rules.feel.expression import base_names
from huoju.kernel.rules.feel.running import Code, Limits, Names, Run, guarded
from huoju.kernel.rules.feel.types import ANY, UNKNOWN, FeelType
from huoju.kernel.rules.feel.values import Function, Parameter, Value

State = dict[Key, Value]


@dataclass(frozen=True, slots=True)
class Binding:
    """How a required element appears among the names: by its own name, or inside that of an import."""

    key: Key
    name: str
    inside: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A decision with what it needs: code, names, and the names that never change (functions)."""

    element: Decision
    code: Code
    bindings: tuple[Binding, ...]
    functions: tuple[Binding, ...]
    fixed: dict[str, Any] = field(default_factory=dict)

    def names(self, state: State) -> Names:
        names = dict(self.fixed)
        for binding in self.bindings:
            value = state.get(binding.key)
            if binding.inside is None:
                names[binding.name] = value
            else:
                names[binding.inside] = {**names.get(binding.inside, {}), binding.name: value}
        return names


class CompiledModel:
    """Decisions and services as code. `problems` tells what in the model cannot work."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.model = library.models[0]
        self.problems: list[Problem] = []
        self.input_types: dict[Key, FeelType] = {}
        self._scopes: dict[str, BoxScope] = {}
        self._functions: dict[Key, Function] = {}
        self._steps: dict[Key, Step] = {}
        self._orders: dict[Key, tuple[Step, ...]] = {}
        self._needed_inputs: dict[Key, tuple[InputData, ...]] = {}
        refuse_cycles(library)
        self._compile()

    # -- compiling ---------------------------------------------------------------------------------

    def _compile(self) -> None:
        for model in self.library.models:
            self._scope(model)
        for element in self.library.elements():
            scope = self._scope(self.library.model_of(element))
            if isinstance(element, InputData):
                self.input_types[element.key] = scope.type(element.variable.type_ref, element.line)
        for element in self.library.elements():
            if isinstance(element, BusinessKnowledge | DecisionService):
                self._function(element)
        for element in self.library.elements():
            if isinstance(element, Decision):
                self._steps[element.key] = self._step(element)
        self._note_imports()

    def _note_imports(self) -> None:
        known = {model.namespace for model in self.library.models}
        for one in self.model.imports:
            if one.namespace not in known and "DMN" in one.kind:
                self.problems.append(Problem.make("missing-import", one.name, self.model.where, one.line))
        for vendor in self.model.vendor_namespaces:
            self.problems.append(Problem.make("vendor-extension", vendor, self.model.where, 0, "note"))

    def _scope(self, model: Model) -> BoxScope:
        """Names and types every expression of a model sees: built-ins, components, types of imports."""
        if model.namespace in self._scopes:
            return self._scopes[model.namespace]
        names = [name for item in model.item_definitions for name in (item.name, *component_names(item))]
        imported: dict[str, FeelType] = {}
        scope = BoxScope(model.where, base_names(), {}, self.problems)
        self._scopes[model.namespace] = scope
        for one in model.imports:
            other = next((each for each in self.library.models if each.namespace == one.namespace), None)
            if other is None or other is model:
                continue
            theirs = self._scope(other)
            imported.update(
                {f"{one.name}.{name}" if one.name else name: theirs.types[name] for name in theirs.types}
            )
            names += [one.name] if one.name else []
            names += theirs.names.all
        scope = BoxScope(model.where, base_names().plus(names), {}, self.problems)
        types = types_of(model, scope, imported)
        types.scope = BoxScope(model.where, scope.names, types, self.problems)
        self._scopes[model.namespace] = types.scope
        return types.scope

    def _binding(self, reference: Reference, model: Model) -> Binding | None:
        """How a reference appears among the names of a model; a missing one is noted."""
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

    def _bindings(self, references: Iterable[Reference], model: Model) -> tuple[Binding, ...]:
        found = (self._binding(reference, model) for reference in references)
        return tuple(one for one in found if one is not None)

    def _known_functions(self, bindings: tuple[Binding, ...]) -> dict[str, Any]:
        names: dict[str, Any] = {}
        for binding in bindings:
            element = self.library.find(binding.key)
            assert isinstance(element, BusinessKnowledge | DecisionService)
            function = self._function(element)
            if binding.inside is None:
                names[binding.name] = function
            else:
                names.setdefault(binding.inside, {})[binding.name] = function
        return names

    def _place(self, element: Element, bindings: tuple[Binding, ...]) -> BoxScope:
        model = self.library.model_of(element)
        names = [binding.name for binding in bindings] + [one.inside for one in bindings if one.inside]
        return self._scope(model).plus(names, element.name)

    def _step(self, element: Decision) -> Step:
        model = self.library.model_of(element)
        bindings = self._bindings(element.requirements, model)
        functions = self._bindings(element.knowledge, model)
        scope = self._place(element, bindings + functions)
        if element.logic is None:
            self.problems.append(Problem.make("no-logic", "", element.name, element.line, "warning"))
        code = conforming(
            compile_box(element.logic, scope),
            scope.type(element.variable.type_ref, element.line),
            element.name,
        )
        return Step(element, code, bindings, functions, self._known_functions(functions))

    def _function(self, element: BusinessKnowledge | DecisionService) -> Function:
        if element.key not in self._functions:
            make = self._knowledge if isinstance(element, BusinessKnowledge) else self._service
            self._functions[element.key] = make(element)  # type: ignore[arg-type]
        return self._functions[element.key]

    def _knowledge(self, element: BusinessKnowledge) -> Function:
        model = self.library.model_of(element)
        bindings = self._bindings((one for one in element.knowledge if one.key != element.key), model)
        scope = self._place(element, bindings).plus([element.variable.name])
        result = scope.type(element.variable.type_ref, element.line)
        names = self._known_functions(bindings)
        if element.function is None:
            function = Function(element.name, (), ANY, lambda arguments, run: None)
        else:
            function = function_maker(element.function, scope, _result_type(result))(names)
        names.setdefault(element.variable.name, function)
        return function

    def _service(self, element: DecisionService) -> Function:
        """A service as a function: input data first, then input decisions (DMN 1.5, 10.4)."""
        model = self.library.model_of(element)
        scope = self._scope(model).plus([], element.name)
        given = [self.library.require(one, model) for one in element.input_data + element.input_decisions]
        parameters = tuple(
            Parameter(one.variable.name, self._scope(self.library.model_of(one)).type(one.variable.type_ref))
            for one in given
        )
        keys = [one.key for one in given]
        result = _result_type(scope.type(element.variable.type_ref, element.line))

        def run_service(arguments: list[Value], run: Run) -> Value:
            values = self._outputs(element, dict(zip(keys, arguments, strict=True)), run)
            return next(iter(values.values())) if len(values) == 1 else values

        return Function(element.name, parameters, result, run_service)

    def _outputs(self, service: DecisionService, state: State, run: Run) -> dict[str, Value]:
        model = self.library.model_of(service)
        outputs = [self.library.require(one, model) for one in service.outputs]
        for output in outputs:
            self._make(output.key, state, run)
        return {output.variable.name: state[output.key] for output in outputs}

    # -- running -----------------------------------------------------------------------------------

    def _order(self, key: Key) -> tuple[Step, ...]:
        """The decisions to make, in order, for one decision."""
        if key not in self._orders:
            steps: dict[Key, Step] = {}
            self._collect(key, steps, set())
            self._orders[key] = tuple(steps.values())
        return self._orders[key]

    def _collect(self, key: Key, steps: dict[Key, Step], seen: set[Key]) -> None:
        pending = [(key, False)]
        while pending:
            here, is_ready = pending.pop()
            step = self._steps.get(here)
            if step is None or here in steps or (here in seen and not is_ready):
                continue
            if is_ready:
                steps[here] = step
                continue
            seen.add(here)
            pending.append((here, True))
            pending.extend((binding.key, False) for binding in reversed(step.bindings))

    def _make(self, key: Key, state: State, run: Run) -> None:
        """Bring a decision's value, and all it needs, into the state; values already there stay."""
        needed = self._missing(key, state)
        for step in self._order(key):
            if step.element.key in needed:
                self._decide(step, state, run)

    def _missing(self, key: Key, state: State) -> set[Key]:
        """The decisions to make: those reachable without passing one whose value is given."""
        needed: set[Key] = set()
        pending = [key]
        while pending:
            here = pending.pop()
            if here in state or here in needed or here not in self._steps:
                continue
            needed.add(here)
            pending.extend(binding.key for binding in self._steps[here].bindings)
        return needed

    def _decide(self, step: Step, state: State, run: Run) -> None:
        before, run.where = run.where, step.element.name
        names = step.names(state)
        if run.trace is None:
            state[step.element.key] = step.code(names, run)
        else:
            outer, run.trace = run.trace, []
            value = state[step.element.key] = step.code(names, run)
            outer.append(_decision_trace(step, names, value, run.trace))
            run.trace = outer
        run.where = before

    def evaluate(
        self,
        inputs: Mapping[str, Any],
        *,
        decision: str | None = None,
        service: str | None = None,
        with_trace: bool = False,
        now: DateTime | None = None,
        limits: Limits | None = None,
    ) -> Result:
        """Evaluate one decision, one service, or every decision of the model.

        Parameters
        ----------
        inputs : values by the name of input data (for a service also of input decisions); Python values
            (int, float, Decimal, str, bool, date, datetime, timedelta, list, dict) or FEEL values. Inputs of
            an imported model are named `import.name`, or by their plain name where only one has it.
        decision, service : the name; with neither, all decisions of the main model.
        with_trace : also record why.
        now : what `now()` and `today()` tell; without it they are null.
        limits : bounds on loops and calls.

        Returns
        -------
        Result; a value that could not be computed is None and `warnings` says why.

        Raises
        ------
        UnknownDecision, RecursionTooDeep, TooManySteps
        """
        run = Run(limits or _LIMITS, now, self.model.name)
        run.trace = [] if with_trace else None
        values = guarded(lambda names, run: self._run(inputs, decision, service, run), {}, run)
        trace = (
            Trace(tuple(one for one in run.trace if isinstance(one, DecisionTrace)))
            if run.trace is not None
            else None
        )
        return Result(values, tuple(run.warnings), trace)

    def _run(
        self, inputs: Mapping[str, Any], decision: str | None, service: str | None, run: Run
    ) -> dict[str, Value]:
        if service is not None:
            return self._run_service(self._named(service, self.model.services), inputs, run)
        wanted = self.model.decisions if decision is None else (self._named(decision, self.model.decisions),)
        state: State = {}
        for input_data in self._inputs_of(wanted):
            self._take(input_data, inputs, state, run)
        for one in wanted:
            self._make(one.key, state, run)
        return {one.name: state[one.key] for one in wanted}

    def _run_service(self, service: DecisionService, inputs: Mapping[str, Any], run: Run) -> dict[str, Value]:
        state: State = {}
        for reference in service.input_data + service.input_decisions:
            element = self.library.require(reference, self.model)
            self._take(element, inputs, state, run)
        values = self._outputs(service, state, run)
        expected = self._functions[service.key].result
        if expected is UNKNOWN:
            return values
        whole = next(iter(values.values())) if len(values) == 1 else values
        checked = run.conform(whole, expected, service.name)
        if len(values) == 1:
            return dict.fromkeys(values, checked)
        return checked if isinstance(checked, dict) else dict.fromkeys(values)

    def _inputs_of(self, decisions: tuple[Decision, ...]) -> tuple[InputData, ...]:
        if len(decisions) == 1 and decisions[0].key in self._needed_inputs:
            return self._needed_inputs[decisions[0].key]
        found: dict[Key, InputData] = {}
        for one in decisions:
            for step in self._order(one.key):
                for reference in step.element.requirements:
                    element = self.library.find(reference.key)
                    if isinstance(element, InputData):
                        found[element.key] = element
        if len(decisions) == 1:
            self._needed_inputs[decisions[0].key] = tuple(found.values())
        return tuple(found.values())

    def _take(self, element: Element, inputs: Mapping[str, Any], state: State, run: Run) -> None:
        """Read one input, converted to its type; a missing or unfit one is null with a warning."""
        name = self._input_name(element, inputs)
        if name is None:
            run.warn("missing-input", name=element.name)
            state[element.key] = None
            return
        expected = self.input_types.get(element.key)
        if expected is None:
            scope = self._scope(self.library.model_of(element))
            expected = self.input_types[element.key] = scope.type(element.variable.type_ref, element.line)
        value = feel_value(inputs[name], expected)
        state[element.key] = value if expected.accepts(value) else run.conform(value, expected, element.name)

    def _input_name(self, element: Element, inputs: Mapping[str, Any]) -> str | None:
        if element.name in inputs:
            return element.name
        for one in self.model.imports:
            if one.namespace == element.key[0] and f"{one.name}.{element.name}" in inputs:
                return f"{one.name}.{element.name}"
        return None

    def _named(self, name: str, elements: tuple[Any, ...]) -> Any:
        for one in elements:
            if one.name == name or one.key[1] == name:
                return one
        known = ", ".join(one.name for one in self.model.decisions + self.model.services)
        raise UnknownDecision(where=self.model.where, name=name, known=known)


_LIMITS = Limits()


def _result_type(declared: FeelType) -> FeelType:
    """What an invocation must conform to; a declared function type speaks of its result."""
    from huoju.kernel.rules.feel.types import FunctionOf

    if declared is ANY:
        return UNKNOWN
    plain = declared.plain()
    return plain.result if isinstance(plain, FunctionOf) else declared


def _decision_trace(step: Step, names: Names, value: Value, inner: list[Any]) -> DecisionTrace:
    given = tuple((name, one) for name, one in names.items() if name not in step.fixed)
    tables = [one for one in inner if not isinstance(one, DecisionTrace)]
    for one in inner:
        if isinstance(one, DecisionTrace):
            tables.extend(one.tables)
    return DecisionTrace(step.element.name, given, value, tuple(tables))


def compile_model(model: Model, imported: Iterable[Model] = ()) -> CompiledModel:
    """Compile a model with those it imports, once, for many evaluations.

    Raises
    ------
    CyclicRequirements; what is wrong in single expressions is in `problems`.
    """
    return CompiledModel(Library((model, *imported)))
