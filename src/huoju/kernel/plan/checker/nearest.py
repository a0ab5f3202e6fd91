"""Nearest: where a plan says the same twice, in its text and its table, a conflict takes what stands together.

The fewest lines, then the lines that are closest. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product

from huoju.kernel.plan.checker.building import Model
from huoju.kernel.plan.checker.conflicts import Component, Conflict
from huoju.kernel.plan.checker.elements import Element, Ground
from huoju.kernel.plan.statements import Statement

MOST_TRIED = 256
MEANT = (Ground.PLAIN, Ground.AS_PRINTED)


def nearest(component: Component, conflict: Conflict, model: Model) -> tuple[Conflict, Model]:
    """The conflict with each repeated statement standing where the others are, and the model that says so."""
    conflict = _with_equals(component, conflict, model)
    said = _said(conflict, model)
    if not any(e in model.twins for e in said):
        return conflict, model
    choices = [(e, *model.twins.get(e, ())) for e in said]
    best = min(islice(product(*choices), MOST_TRIED), key=lambda chosen: _spread(chosen, model))
    elements = list(model.elements)
    for element, chosen in zip(said, best, strict=True):
        if element != chosen:
            _move(elements, conflict, element, chosen, model)
    return conflict, replace(model, elements=elements)


def _said(conflict: Conflict, model: Model) -> list[int]:
    return [e for e in sorted(conflict.elements) if model.elements[e].is_statement]


def _spread(chosen: tuple[int, ...], model: Model) -> tuple[int, int, list[int]]:
    lines = sorted({s.place.line for e in chosen if (s := model.elements[e].statement) is not None})
    return len(lines), lines[-1] - lines[0] if lines else 0, lines


# -- the same value said in another way: 4.2 in a table, 达到4.2 in the text


def _with_equals(component: Component, conflict: Conflict, model: Model) -> Conflict:
    """The conflict with statements exchanged for nearer ones of the same value, where it stays a conflict."""
    for element in _said(conflict, model):
        if element not in conflict.elements:
            continue
        for other in _equals(component, element, model):
            nearer = _exchanged(component, conflict, element, other, model)
            if nearer is not None:
                conflict = nearer
                break
    return conflict


def _equals(component: Component, element: int, model: Model) -> list[int]:
    """Other statements of the same unknown with the same printed value."""
    mine = component.facts_of.get(element, ())
    if len(mine) != 1 or mine[0].center is None:
        return []
    fact = mine[0]
    return [
        f.element
        for f in component.facts_on.get(fact.variable, ())
        if f.element != element and f.center == fact.center and model.elements[f.element].is_statement
    ]


def _exchanged(
    component: Component, conflict: Conflict, element: int, other: int, model: Model
) -> Conflict | None:
    """The conflict with `other` for `element`, if that holds and stands nearer together."""
    before = tuple(_said(conflict, model))
    after = tuple(other if e == element else e for e in before)
    if other in before or _spread(after, model) >= _spread(before, model):
        return None
    old, new = model.elements[element].statement, model.elements[other].statement
    kept = {e for e in conflict.elements if model.elements[e].statement is not old}
    meant = {
        e for e in component.members if model.elements[e].statement is new and _is_wanted(e, conflict, model)
    }
    _, clash = component.bounds(frozenset(kept | meant | {other}))
    if clash is None:
        return None
    found = component.minimal(clash)
    return found if len(_said(found, model)) <= len(before) else None


def _is_wanted(element: int, conflict: Conflict, model: Model) -> bool:
    """Readings of the new statement of the kinds that the conflict has already."""
    grounds = {model.elements[e].ground for e in conflict.elements}
    return model.elements[element].ground in grounds


# -- the very same said again: only one of them is an element of the search


def _move(elements: list[Element], conflict: Conflict, element: int, chosen: int, model: Model) -> None:
    """Put a statement's twin in its place, also where its meaning is an element of the conflict."""
    here, twin = model.elements[element].statement, model.elements[chosen]
    for number in conflict.elements:
        old = model.elements[number]
        if old.statement is here and old.ground in MEANT:
            elements[number] = _as_of(old, twin)
    elements[element] = twin


def _as_of(meaning: Element, twin: Element) -> Element:
    zh, en, here, there = meaning.zh, meaning.en, meaning.statement, twin.statement
    if here is not None and there is not None:
        zh = zh.replace(_line_zh(here), _line_zh(there))
        en = en.replace(_line_en(here), _line_en(there))
    return replace(meaning, statement=there, zh=zh, en=en)


def _line_zh(statement: Statement) -> str:
    return f"第{statement.place.line}行"


def _line_en(statement: Statement) -> str:
    return f"line {statement.place.line} "
