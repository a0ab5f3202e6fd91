"""A model ready to run. `compile_model` once, `CompiledModel.evaluate` many times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from huoju.kernel.rules.dmn.analysis import TableFinding
from huoju.kernel.rules.dmn.checking import analyse_model
from huoju.kernel.rules.dmn.inputs import cell_value, feel_value
from huoju.kernel.rules.dmn.library import Library, refuse_cycles
from huoju.kernel.rules.dmn.linking import Linker, input_data_of
from huoju.kernel.rules.dmn.model import (
    Decision,
    DecisionService,
    DecisionTable,
    Element,
    InputData,
    Key,
    Model,
)
from huoju.kernel.rules.dmn.results import Result
from huoju.kernel.rules.dmn.scopes import BoxScope
from huoju.kernel.rules.dmn.steps import State, Step
from huoju.kernel.rules.dmn.tracing import DecisionTrace, Trace
from huoju.kernel.rules.errors import UnknownDecision
from huoju.kernel.rules.feel.calendar import DateTime
from huoju.kernel.rules.feel.running import Limits, Run, guarded
from huoju.kernel.rules.feel.types import UNKNOWN, FeelType
from huoju.kernel.rules.feel.values import Value

_LIMITS = Limits()


class CompiledModel:
    """Decisions and services as code. `problems` tells what in the model cannot work, in order of the file."""

    def __init__(self, library: Library) -> None:
        refuse_cycles(library)
        self.library = library
        self.model = library.models[0]
        self._linked = Linker(library)
        self.problems = tuple(self._linked.problems)
        self._inputs: dict[Key, tuple[InputData, ...]] = {}

    def evaluate(
        self,
        inputs: Mapping[str, Any],
        *,
        decision: str | None = None,
        service: str | None = None,
        with_trace: bool = False,
        now: DateTime | None = None,
        limits: Limits | None = None,
        from_text: bool = False,
    ) -> Result:
        """Evaluate one decision, one service, or every decision of the model.

        Parameters
        ----------
        inputs : values by the name of input data (for a service also of input decisions); Python values
            (int, float, Decimal, str, bool, date, datetime, timedelta, list, dict) or FEEL values. Inputs of
            an imported model are named `import.name`, or by their plain name.
        decision, service : the name or id; with neither, all decisions of the main model.
        with_trace : also record why.
        now : what `now()` and `today()` tell; without it they are null.
        limits : bounds on loops and calls.
        from_text : the inputs are texts of a table (CSV), to be read as the types of the input data.

        Returns
        -------
        Result; a value that could not be computed is None and `warnings` says why.

        Raises
        ------
        UnknownDecision, RecursionTooDeep, TooManySteps
        """
        run = Run(limits or _LIMITS, now, self.model.name)
        if with_trace:
            run.trace = []
        if from_text:
            inputs = self._read_texts(inputs)
        values = guarded(lambda _, run: self._run(inputs, decision, service, run), {}, run)
        trace = None
        if run.trace is not None:
            trace = Trace(tuple(one for one in run.trace if isinstance(one, DecisionTrace)))
        return Result(values, tuple(run.warnings), trace)

    def invoke(
        self,
        function: str,
        arguments: Mapping[str, Any],
        *,
        now: DateTime | None = None,
        limits: Limits | None = None,
    ) -> Result:
        """Invoke a business knowledge model or a decision service as a function of named arguments.

        Raises
        ------
        UnknownDecision, RecursionTooDeep, TooManySteps
        """
        found = self._named(function, self.model.knowledge + self.model.services)
        run = Run(limits or _LIMITS, now, self.model.name)
        given = {name: feel_value(value) for name, value in arguments.items()}
        called = self._linked.functions[found.key]
        value = guarded(lambda _, run: called.invoke_named(given, run), {}, run)
        return Result({found.name: value}, tuple(run.warnings))

    def _run(
        self, inputs: Mapping[str, Any], decision: str | None, service: str | None, run: Run
    ) -> dict[str, Value]:
        if service is not None:
            return self._run_service(self._named(service, self.model.services), inputs, run)
        wanted = self.model.decisions if decision is None else (self._named(decision, self.model.decisions),)
        state: State = {}
        for one in wanted:
            for element in self._inputs_of(one.key):
                if element.key not in state:
                    self._take(element, inputs, state, run)
            self._linked.steps.make(one.key, state, run)
        return {one.name: state[one.key] for one in wanted}

    def _run_service(self, service: DecisionService, inputs: Mapping[str, Any], run: Run) -> dict[str, Value]:
        state: State = {}
        for reference in service.input_data + service.input_decisions:
            self._take(self.library.require(reference, self.model), inputs, state, run)
        values = self._linked.service_outputs(service, state, run)
        expected = self._linked.functions[service.key].result
        if expected is UNKNOWN:
            return values
        whole = next(iter(values.values())) if len(values) == 1 else values
        checked = run.conform(whole, expected, service.name)
        if len(values) == 1:
            return dict.fromkeys(values, checked)
        return checked if isinstance(checked, dict) else dict.fromkeys(values)

    def _inputs_of(self, key: Key) -> tuple[InputData, ...]:
        if key not in self._inputs:
            self._inputs[key] = input_data_of(self.library, self._linked.steps.order(key))
        return self._inputs[key]

    def _take(self, element: Element, inputs: Mapping[str, Any], state: State, run: Run) -> None:
        """Read one input, converted to its type; a missing or unfit one is null with a warning."""
        name = element.name if element.name in inputs else self._imported_name(element, inputs)
        if name is None:
            run.warn("missing-input", name=element.name)
            state[element.key] = None
            return
        expected = self._linked.types[element.key]
        value = feel_value(inputs[name], expected)
        state[element.key] = value if expected.accepts(value) else run.conform(value, expected, element.name)

    def _imported_name(self, element: Element, inputs: Mapping[str, Any]) -> str | None:
        for one in self.model.imports:
            if one.namespace == element.key[0] and f"{one.name}.{element.name}" in inputs:
                return f"{one.name}.{element.name}"
        return None

    def _read_texts(self, inputs: Mapping[str, Any]) -> dict[str, Value]:
        kinds = {one.name: self._linked.types[one.key] for one in self.model.inputs}
        return {
            name: cell_value(value, kinds[name]) if isinstance(value, str) and name in kinds else value
            for name, value in inputs.items()
        }

    def _named(self, name: str, elements: tuple[Any, ...]) -> Any:
        for one in elements:
            if one.name == name or one.key[1] == name:
                return one
        known = ", ".join(one.name for one in self.model.elements if not isinstance(one, InputData))
        raise UnknownDecision(where=self.model.where, name=name, known=known)

    def analyse(self) -> list[tuple[str, DecisionTable, TableFinding]]:
        """Gaps, overlaps and rules without effect in every table of the model, each with the table's name."""
        return analyse_model(self.model, self._linked)

    def steps(self, decision: str) -> tuple[Step, ...]:
        """The decisions to make for one decision, each after all it requires; the last is itself."""
        return self._linked.steps.order(self.decision(decision).key)

    def place(self, element: Element) -> BoxScope:
        """Names and types that the expressions of an element see; `place.names` is what the parser needs."""
        return self._linked.place(element)

    def type_of(self, element: Element) -> FeelType:
        """The declared type of an element's variable; Any when none is declared."""
        return self._linked.types[element.key]

    def decision(self, name: str) -> Decision:
        """A decision of the main model by name or id. Raises UnknownDecision."""
        found: Decision = self._named(name, self.model.decisions)
        return found


def compile_model(model: Model, imported: Iterable[Model] = ()) -> CompiledModel:
    """Compile a model with those it imports, once, for many evaluations.

    Raises
    ------
    CyclicRequirements, MissingReference; what is wrong in single expressions is in `problems`.
    """
    return CompiledModel(Library((model, *imported)))
