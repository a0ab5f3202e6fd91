"""Memory: what a check leaves behind so that the next one, with one number changed, is quick.

Keeps findings by component. A component that did not change keeps its findings; of a large one in which a few
statements changed, conflicts without them stand as they were, and only what the changed ones touch is
searched anew (conflicts hidden behind others are not searched again; a fresh check does that).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from huoju.kernel.plan.checker.building import Model
from huoju.kernel.plan.checker.conflicts import Component, Search
from huoju.kernel.plan.checker.elements import Element
from huoju.kernel.plan.findings import Finding

# Below this a component is searched anew as quickly as it is compared.
LARGE = 600
REMEMBERED = 256
# More changes than this at once are searched anew.
FEW = 24

Content = Hashable


@dataclass(frozen=True, slots=True)
class Remembered:
    """A component as it was: what each element said, which held together, and the findings by what is behind
    them."""

    contents: dict[int, Content]
    search: Search
    findings: tuple[tuple[frozenset[Content], Finding], ...]

    def differs(self, now: dict[int, Content]) -> tuple[frozenset[int], frozenset[int]] | None:
        """Elements that are gone and elements that are new, by number; None when the numbers moved."""
        before = self.contents
        gone = frozenset(e for e, said in before.items() if now.get(e) != said)
        new = frozenset(e for e, said in now.items() if before.get(e) != said)
        return (gone, new) if len(gone) <= FEW and len(new) <= FEW else None


@dataclass(slots=True)
class Memory:
    """Components by shape, the latest ones."""

    components: dict[Hashable, Remembered] = field(default_factory=dict)

    def recall(self, shape: Hashable) -> Remembered | None:
        """What is known of a component of this shape."""
        return self.components.get(shape)

    def keep(self, shape: Hashable, remembered: Remembered) -> None:
        """Remember, forgetting the oldest when there are too many."""
        self.components.pop(shape, None)
        self.components[shape] = remembered
        while len(self.components) > REMEMBERED:
            self.components.pop(next(iter(self.components)))


def shape_of(component: Component, model: Model) -> Hashable:
    """What a component is about, whatever values are said: its unknowns and how they hang together."""
    network = component.network
    first = tuple(model.unknowns[f.variable] for f in network.facts[:1])
    relations = tuple(
        (r.members, model.unknowns[r.members[0]], getattr(r, "least", 0), getattr(r, "most", 0))
        for r in network.relations
    )
    return first, relations


def contents_of(component: Component, model: Model) -> dict[int, Content]:
    """For each element what it says, in a form that stays the same from one check to the next."""
    return {e: _content(e, model.elements[e], component, model) for e in component.members}


def _content(number: int, element: Element, component: Component, model: Model) -> Content:
    facts = tuple((model.unknowns[f.variable], f.low, f.high) for f in component.facts_of.get(number, ()))
    key = element.statement.key if element.statement is not None else element.zh
    return element.ground, key, element.is_firm, facts
