"""Several models together: elements found by key, imports by name, types by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from huoju.kernel.rules.dmn.model import (
    BusinessKnowledge,
    Decision,
    DecisionService,
    Element,
    Key,
    Model,
    Reference,
)
from huoju.kernel.rules.errors import CyclicRequirements, MissingReference


@dataclass(frozen=True, slots=True)
class Library:
    """The main model first, then those it may import."""

    models: tuple[Model, ...]
    _found: dict[Key, tuple[Element, Model]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for model in self.models:
            for element in model.elements:
                self._found.setdefault(element.key, (element, model))

    def find(self, key: Key) -> Element | None:
        found = self._found.get(key)
        return found[0] if found else None

    def model_of(self, element: Element) -> Model:
        return self._found[element.key][1]

    def elements(self) -> Iterator[Element]:
        return (element for element, _ in self._found.values())

    def require(self, reference: Reference, model: Model) -> Element:
        """The element a reference points at. Raises MissingReference."""
        found = self.find(reference.key)
        if found is None:
            raise MissingReference(where=model.where, line=reference.line, href=reference.href)
        return found


def requirements(element: Element) -> tuple[Reference, ...]:
    """All that must be known before an element can be evaluated."""
    match element:
        case Decision(requirements=needed, knowledge=knowledge):
            return needed + knowledge
        case BusinessKnowledge(knowledge=knowledge):
            return knowledge
        case DecisionService(outputs=outputs, encapsulated=encapsulated):
            return outputs + encapsulated
    return ()


def refuse_cycles(library: Library) -> None:
    """Raises CyclicRequirements with the names along the first cycle found.

    A business knowledge model may name itself: that is a recursive function.
    """
    done: set[Key] = set()
    for element in library.elements():
        _search(library, element, done)


def _search(library: Library, start: Element, done: set[Key]) -> None:
    path: list[Element] = []
    pending: list[tuple[Element, Iterable[Reference]]] = [(start, iter(requirements(start)))]
    on_path: set[Key] = {start.key}
    path.append(start)
    while pending:
        here, rest = pending[-1]
        reference = next(iter(rest), None)
        if reference is None:
            pending.pop()
            path.pop()
            on_path.discard(here.key)
            done.add(here.key)
            continue
        following = library.find(reference.key)
        if following is None or following.key in done:
            continue
        if following.key in on_path:
            if following.key == here.key and isinstance(here, BusinessKnowledge):
                continue
            raise _cycle(library, path, following)
        path.append(following)
        on_path.add(following.key)
        pending.append((following, iter(requirements(following))))


def _cycle(library: Library, path: list[Element], again: Element) -> CyclicRequirements:
    first = next(index for index, element in enumerate(path) if element.key == again.key)
    names = [element.name for element in path[first:]] + [again.name]
    return CyclicRequirements(where=library.model_of(again).where, cycle=" → ".join(names))
