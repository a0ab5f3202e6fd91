"""Boxed expressions by columns: one compiler a kind, listed in `COMPILERS`. Start reading at `compile_box`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from huoju.kernel.rules.batch.cells import NULL, Cell, Column, Constant, Context, Items, Routine
from huoju.kernel.rules.batch.conforming import conform
from huoju.kernel.rules.batch.expressions import call_routine, choose_if
from huoju.kernel.rules.batch.kinds import BOOLEAN
from huoju.kernel.rules.batch.places import Place
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.batch.tables import compile_table
from huoju.kernel.rules.dmn import model
from huoju.kernel.rules.dmn.boxed import result_type
from huoju.kernel.rules.feel.types import Constrained, FeelType


def compile_box(box: model.Boxed | None, place: Place) -> Cell:
    """The cell of a boxed expression, converted to its declared type. Raises NotBatch."""
    if box is None:
        raise NotBatch("logic")
    compiler = COMPILERS.get(type(box))
    if compiler is None:
        raise NotBatch("box", kind=type(box).__name__)
    return conform(compiler(box, place), place.scope.type(box.type_ref, box.line), place)


def _literal(box: model.LiteralExpression, place: Place) -> Cell:
    language = (box.language or "").rsplit(":", 1)[-1].lower()
    if language not in ("", "feel") and "feel" not in (box.language or "").lower():
        raise NotBatch("box", kind=box.language)
    return place.expression(box.text) if box.text else NULL


def _context(box: model.BoxedContext, place: Place) -> Cell:
    entries: dict[str, Cell] = {}
    inner = place
    for entry in box.entries:
        if entry.variable is None:
            return compile_box(entry.value, inner)
        name = entry.variable.name
        known = inner.plus({}, f"{place.where}.{name}")
        here = replace(known, scope=known.scope.plus([name]))
        cell = conform(
            compile_box(entry.value, here), here.scope.type(entry.variable.type_ref, box.line), here
        )
        entries[name] = place.shop.stages.keep_cell(cell)
        inner = inner.plus({name: entries[name]})
    return Context(entries)


def _invocation(box: model.Invocation, place: Place) -> Cell:
    if not isinstance(box.function, model.LiteralExpression):
        raise NotBatch("box", kind="invocation")
    function = place.names.get(box.function.text.strip())
    if not isinstance(function, Routine):
        raise NotBatch("function", name=box.function.text)
    return call_routine(function, {name: compile_box(value, place) for name, value in box.bindings}, place)


def _list(box: model.BoxedList, place: Place) -> Cell:
    return Items(tuple(compile_box(item, place) for item in box.items))


def _conditional(box: model.Conditional, place: Place) -> Cell:
    condition = compile_box(box.condition, place)
    if not isinstance(condition, Constant) and not (
        isinstance(condition, Column) and condition.kind == BOOLEAN
    ):
        return NULL
    return choose_if(
        condition, lambda: compile_box(box.then, place), lambda: compile_box(box.otherwise, place), place
    )


def routine_of(name: str, function: model.FunctionDefinition, place: Place, result: FeelType) -> Routine:
    """A function definition, to be written out where it is called; `place` is what its body sees."""
    if function.kind.upper() != "FEEL":
        raise NotBatch("function", name=name)
    parameters = tuple(
        (one.name, place.scope.type(one.type_ref, function.line)) for one in function.parameters
    )

    def body(given: Mapping[str, Cell], depth: int) -> Cell:
        inside = replace(place, depth=depth - 1).deeper(name)
        cells: dict[str, Cell] = {}
        for parameter, kind in parameters:
            before = given[parameter]
            if isinstance(kind, Constrained) and not isinstance(before, Constant):
                raise NotBatch("type", expected=str(kind))
            cells[parameter] = after = place.shop.stages.keep_cell(conform(before, kind, inside))
            if isinstance(after, Constant) and after.value is None and not _is_null(before):
                return NULL  # an argument that does not fit
        declared = result_type(place.scope.type(function.type_ref, function.line))
        return conform(
            conform(compile_box(function.body, inside.plus(cells)), declared, inside), result, inside
        )

    return Routine(name, parameters, body)


def _is_null(cell: Cell) -> bool:
    return isinstance(cell, Constant) and cell.value is None


COMPILERS: dict[type[model.Boxed], Callable[[Any, Place], Cell]] = {
    model.LiteralExpression: _literal,
    model.BoxedContext: _context,
    model.Invocation: _invocation,
    model.BoxedList: _list,
    model.Conditional: _conditional,
    model.DecisionTable: compile_table,
}
