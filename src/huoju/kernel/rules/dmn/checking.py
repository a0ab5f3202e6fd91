"""All decision tables of a model, analysed with the types their columns are known to have."""

from __future__ import annotations

from collections.abc import Iterator

from huoju.kernel.rules.dmn.analysis import TableFinding, analyse_table
from huoju.kernel.rules.dmn.linking import Linker
from huoju.kernel.rules.dmn.model import (
    Boxed,
    BoxedContext,
    BusinessKnowledge,
    Decision,
    DecisionTable,
    Element,
    Model,
    parts,
)
from huoju.kernel.rules.feel.types import ANY, FeelType


def tables_of(model: Model) -> Iterator[tuple[Element, str, DecisionTable]]:
    """Every decision table of a model: its element, what to call it, and the table, in order of the file."""
    for element in model.elements:
        if isinstance(element, Decision) and element.logic is not None:
            yield from ((element, *found) for found in _inside(element.logic, element.name))
        elif isinstance(element, BusinessKnowledge) and element.function is not None:
            yield from ((element, *found) for found in _inside(element.function, element.name))


def _inside(box: Boxed, name: str) -> Iterator[tuple[str, DecisionTable]]:
    if isinstance(box, DecisionTable):
        yield name, box
    elif isinstance(box, BoxedContext):
        for entry in box.entries:
            if entry.value is not None:
                yield from _inside(entry.value, f"{name}.{entry.variable.name}" if entry.variable else name)
    else:
        for part in parts(box):
            yield from _inside(part, name)


def analyse_model(model: Model, linked: Linker) -> list[tuple[str, DecisionTable, TableFinding]]:
    """The findings on every table, each with what to call the table."""
    result = []
    for element, name, table in tables_of(model):
        kinds = tuple(
            _column_type(element, clause.type_ref, clause.expression, linked) for clause in table.inputs
        )
        result += [(name, table, finding) for finding in analyse_table(table, kinds)]
    return result


def _column_type(element: Element, reference: str | None, expression: str, linked: Linker) -> FeelType | None:
    """The narrower of the clause's own type and that of the input or decision its expression names."""
    required = _required_type(element, expression, linked)
    if required is not None:
        return required
    declared = linked.scope_of(element).type(reference) if reference else ANY
    return None if declared is ANY else declared


def _required_type(element: Element, expression: str, linked: Linker) -> FeelType | None:
    if not isinstance(element, Decision):
        return None
    for reference in element.requirements:
        found = linked.library.find(reference.key)
        if found is not None and found.variable.name == expression.strip():
            kind = linked.types[found.key]
            return None if kind is ANY else kind
    return None
