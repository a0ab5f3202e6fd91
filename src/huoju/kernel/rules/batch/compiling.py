"""From a compiled model to batch rules: decision after decision, refusing one without losing the others.

Start reading at `compile_batch`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from huoju.kernel.rules.batch.boxes import compile_box, routine_of
from huoju.kernel.rules.batch.cells import NULL, Cell, Column, Context, Ratio, Routine, made
from huoju.kernel.rules.batch.conforming import conform
from huoju.kernel.rules.batch.kinds import BOOLEAN, FLOAT, Kind, kind_of_dtype
from huoju.kernel.rules.batch.places import Place, Workshop
from huoju.kernel.rules.batch.refusals import NotBatch, Refusal, note, refusal
from huoju.kernel.rules.batch.rules import INPUT_PREFIX, BatchRules, Made
from huoju.kernel.rules.batch.stages import named
from huoju.kernel.rules.dmn.boxed import result_type
from huoju.kernel.rules.dmn.compiled import CompiledModel
from huoju.kernel.rules.dmn.model import BusinessKnowledge, Element, InputData, Key
from huoju.kernel.rules.dmn.steps import Step
from huoju.kernel.rules.feel.calendar import DateTime
from huoju.kernel.rules.feel.types import ANY, ContextOf, FeelType, ListOf

_LARGEST = 1.7976931348623157e308


def compile_batch(
    rules: CompiledModel,
    *,
    columns: Any,
    decision: str | Sequence[str] | None = None,
    with_reasons: bool = False,
    now: DateTime | None = None,
) -> BatchRules:
    """Compile decisions to one Ibis expression over a table.

    Parameters
    ----------
    rules : the compiled model.
    columns : an Ibis schema, or column names with Ibis types ({"资产": "decimal(18,2)"}). Input data find their
        column by name; an input without a column counts as null. A table whose column has another type is cast
        to the one given here.
    decision : name or id of one decision or several; without it all decisions of the model.
    with_reasons : also put out, for every decision, what its tables did (`BatchRules.trace` reads it).
    now : what `now()` and `today()` tell.

    Returns
    -------
    BatchRules; what does not compile is in its `refused`.

    Raises
    ------
    UnknownDecision
    """
    import ibis

    schema = ibis.schema(columns)
    wanted = [decision] if isinstance(decision, str) else decision
    elements = rules.model.decisions if wanted is None else tuple(rules.decision(name) for name in wanted)
    work = _Compilation(rules, schema, now)
    for element in elements:
        for step in rules.steps(element.key[1]):
            work.add(step)
    return BatchRules(
        where=rules.model.where,
        schema=dict(schema.items()),
        made=tuple(work.made.values()),
        decisions=tuple(one.name for one in elements if one.key in work.made),
        stages=work.shop.stages,
        refused=tuple(work.refused),
        notes=tuple(work.notes),
        with_reasons=with_reasons,
    )


class _Compilation:
    """The state of one compilation: cells by element, what was refused and why."""

    def __init__(self, rules: CompiledModel, schema: Any, now: DateTime | None) -> None:
        self.rules = rules
        self.schema = schema
        self.shop = Workshop(now)
        self.made: dict[Key, Made] = {}
        self.refused: list[Refusal] = []
        self.notes: list[Refusal] = []
        self._inputs: dict[Key, Cell] = {}
        self._refused_keys: dict[Key, str] = {}

    def add(self, step: Step) -> None:
        """Compile one decision, or note why not."""
        key = step.element.key
        if key in self.made or key in self._refused_keys:
            return
        try:
            self.made[key] = self._made(step)
        except NotBatch as problem:
            self._refused_keys[key] = step.element.name
            self.refused.append(refusal(step.element.name, problem))

    def _made(self, step: Step) -> Made:
        element = step.element
        traces: list[Any] = []
        names = {
            binding.name: self._required(binding.key) for binding in step.bindings if binding.inside is None
        }
        names.update(self._imported(step))
        given = tuple((name, cell) for name, cell in names.items())
        place = Place(
            {**names, **self._routines(element, traces)}, self.rules.place(element), self.shop, traces
        )
        cell = conform(compile_box(element.logic, place), self.rules.type_of(element), place)
        kept = self.shop.stages.keep_cell(cell)
        if isinstance(kept, Ratio):
            self.notes.append(note(element.name, "rounded", name=element.name))
        return Made(element.name, kept, given, tuple(traces))

    def _imported(self, step: Step) -> dict[str, Cell]:
        """What comes from imported models stands inside a context named like the import."""
        groups: dict[str, dict[str, Cell]] = {}
        for binding in step.bindings:
            if binding.inside is not None:
                groups.setdefault(binding.inside, {})[binding.name] = self._required(binding.key)
        return {name: Context(entries) for name, entries in groups.items()}

    def _required(self, key: Key) -> Cell:
        if key in self.made:
            return self.made[key].cell
        if key in self._refused_keys:
            raise NotBatch("needs", name=self._refused_keys[key])
        element = self.rules.library.find(key)
        assert isinstance(element, InputData)
        if key not in self._inputs:
            self._inputs[key] = self._input(element)
        return self._inputs[key]

    # -- inputs ------------------------------------------------------------------------------------

    def _input(self, element: InputData) -> Cell:
        """The column of an input, converted to its type."""
        name = self._column_name(element)
        if name is None:
            self.notes.append(note(element.name, "missing-column", name=element.name))
            return NULL
        expected = self.rules.type_of(element)
        cell = self._column(name, self.schema[name], expected)
        place = Place({}, self.rules.place(element), self.shop)
        return self.shop.stages.keep_cell(conform(cell, expected, place))

    def _column_name(self, element: InputData) -> str | None:
        if element.name in self.schema:
            return element.name
        for one in self.rules.model.imports:
            name = f"{one.name}.{element.name}"
            if one.namespace == element.key[0] and name in self.schema:
                return name
        return None

    def _column(self, name: str, dtype: Any, expected: FeelType) -> Cell:
        if dtype.is_struct():
            return self._struct(name, dtype, expected)
        kind = kind_of_dtype(dtype, name)
        plain = expected.plain()
        if isinstance(plain, ListOf | ContextOf) or (plain is not ANY and plain != kind.feel):
            raise NotBatch("column-type", name=name, expected=str(plain), got=str(dtype))
        return _cleaned(named(kind, INPUT_PREFIX + name, 0))

    def _struct(self, name: str, dtype: Any, expected: FeelType) -> Context:
        """A struct column as a context of columns."""
        entries: dict[str, Cell] = {}
        kinds = dict(expected.plain().entries) if isinstance(expected.plain(), ContextOf) else {}  # type: ignore[attr-defined]
        for field, inner in dtype.items():
            kind = kind_of_dtype(inner, f"{name}.{field}")
            wanted = kinds.get(field, ANY).plain()
            if wanted is not ANY and wanted != kind.feel:
                raise NotBatch("column-type", name=f"{name}.{field}", expected=str(wanted), got=str(inner))
            entries[field] = _cleaned(_field(name, field, kind))
        absent = Column(BOOLEAN, lambda table: table[INPUT_PREFIX + name].isnull(), 0)
        return Context(entries, absent)

    # -- functions ---------------------------------------------------------------------------------

    def _routines(self, element: Element, traces: list[Any]) -> dict[str, Cell]:
        """The business knowledge models an element knows; services have no cell and are refused when called."""
        found: dict[str, Cell] = {}
        for reference in getattr(element, "knowledge", ()):
            other = self.rules.library.find(reference.key)
            if isinstance(other, BusinessKnowledge) and other.key != element.key:
                found[other.variable.name] = self._routine(other, traces)
        return found

    def _routine(self, element: BusinessKnowledge, traces: list[Any]) -> Cell:
        if element.function is None:
            return NULL
        scope = self.rules.place(element).plus([element.variable.name])
        names = {**self._routines(element, traces), element.variable.name: _endless(element.name)}
        place = Place(names, scope, self.shop, traces)
        return routine_of(element.name, element.function, place, result_type(self.rules.type_of(element)))


def _endless(name: str) -> Routine:
    """A function inside itself: refused when it is called."""

    def refuse(given: Mapping[str, Cell], depth: int) -> Cell:
        raise NotBatch("recursion", name=name)

    return Routine(name, (), refuse)


def _field(name: str, field: str, kind: Kind) -> Column:
    return Column(kind, lambda table: table[INPUT_PREFIX + name][field], 0)


def _cleaned(column: Column) -> Column:
    """Floats that are no numbers are null, as the row engine reads them."""
    import ibis

    if column.kind != FLOAT:
        return column
    return made(
        FLOAT,
        lambda value: ibis.ifelse(value.between(-_LARGEST, _LARGEST), value, ibis.null("float64")),
        column,
    )
