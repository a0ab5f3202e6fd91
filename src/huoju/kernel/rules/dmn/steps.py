"""The requirement graph at work: decisions as steps, made in order, each once.

A step knows its code and how what it requires appears among its names. `Steps.make` brings a decision's value,
and all it needs, into a state; values already there (inputs, or decisions given to a service) stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from huoju.kernel.rules.dmn.model import Decision, Key
from huoju.kernel.rules.dmn.tracing import DecisionTrace, TableTrace
from huoju.kernel.rules.feel.running import Code, Names, Run
from huoju.kernel.rules.feel.values import Value

State = dict[Key, Value]


@dataclass(frozen=True, slots=True)
class Binding:
    """How a required element appears among the names: by its own name, or inside that of an import."""

    key: Key
    name: str
    inside: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A decision: its code, what it is given, and the names that never change (functions)."""

    element: Decision
    code: Code
    bindings: tuple[Binding, ...]
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


class Steps:
    """All decisions of a library by key."""

    def __init__(self) -> None:
        self.by_key: dict[Key, Step] = {}
        self._orders: dict[Key, tuple[Step, ...]] = {}

    def order(self, key: Key) -> tuple[Step, ...]:
        """The steps to take for one decision, each after all it requires."""
        if key not in self._orders:
            self._orders[key] = tuple(self._sorted(key))
        return self._orders[key]

    def _sorted(self, key: Key) -> list[Step]:
        result: list[Step] = []
        done: set[Key] = set()
        pending = [(key, False)]
        while pending:
            here, is_ready = pending.pop()
            step = self.by_key.get(here)
            if step is None or here in done:
                continue
            if is_ready:
                done.add(here)
                result.append(step)
                continue
            pending.append((here, True))
            pending.extend((binding.key, False) for binding in reversed(step.bindings))
        return result

    def make(self, key: Key, state: State, run: Run) -> None:
        order = self.order(key)
        needed = None if len(order) == 1 else self._needed(key, state)
        for step in order:
            here = step.element.key
            if here not in state and (needed is None or here in needed):
                decide(step, state, run)

    def _needed(self, key: Key, state: State) -> set[Key]:
        """Decisions reachable without passing through one whose value is given."""
        needed: set[Key] = set()
        pending = [key]
        while pending:
            here = pending.pop()
            if here in state or here in needed or here not in self.by_key:
                continue
            needed.add(here)
            pending.extend(binding.key for binding in self.by_key[here].bindings)
        return needed


def decide(step: Step, state: State, run: Run) -> None:
    """Evaluate one decision into the state, and trace it when reasons are asked for."""
    before, run.where = run.where, step.element.name
    names = step.names(state)
    if run.trace is None:
        state[step.element.key] = step.code(names, run)
    else:
        outer, run.trace = run.trace, []
        value = state[step.element.key] = step.code(names, run)
        outer.append(_trace(step, names, value, run.trace))
        run.trace = outer
    run.where = before


def _trace(step: Step, names: Names, value: Value, inner: list[Any]) -> DecisionTrace:
    """The trace of a decision; tables of the services it called count as its own."""
    given = tuple((name, one) for name, one in names.items() if name not in step.fixed)
    tables: list[TableTrace] = []
    for one in inner:
        tables.extend(one.tables if isinstance(one, DecisionTrace) else [one])
    return DecisionTrace(step.element.name, given, value, tuple(tables))
