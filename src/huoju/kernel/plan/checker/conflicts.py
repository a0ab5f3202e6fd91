"""Conflicts: minimal sets of elements that cannot hold together, exactly minimal by deletion.

Works component by component: what shares no unknown cannot conflict. Pure and deterministic.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from huoju.kernel.plan.checker.elements import RANK, Element, Ground
from huoju.kernel.plan.checker.propagation import (
    Clash,
    Network,
    chain_of,
    elements_behind,
    propagate,
    without,
)
from huoju.kernel.plan.checker.relations import Box, Fact, Relation

# How often a component is searched again for conflicts hidden behind those found: as often as its size
# allows (measured: a pass over 3,000 relations takes about 50 ms), and never more than this.
PASSES_OVER = 6_000
MOST_PASSES = 120
# Elements let in at once: fewer repeat less work after a conflict, more repeat less work without one.
AT_A_TIME = 250
MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Conflict:
    """Elements that cannot all hold, none of which can be spared, and the clash they lead to."""

    elements: frozenset[int]
    clash: Clash


@dataclass(frozen=True, slots=True)
class Standing:
    """Elements that hold together, and the bounds they force."""

    elements: frozenset[int]
    box: Box


@dataclass(frozen=True, slots=True)
class Search:
    """Conflicts found, and what holds together without any: statements as usually taken, and as plainly said."""

    found: list[Conflict]
    usual: Standing
    plain: Standing


class Component:
    """A part of the model that hangs together, ready to be searched."""

    def __init__(
        self, domain: list[float], facts: Sequence[Fact], relations: Sequence[Relation],
        elements: Sequence[Element],
    ) -> None:  # fmt: skip
        self.network = Network.of(domain, facts, relations)
        self.elements = elements
        self.facts_of: dict[int, list[Fact]] = {}
        self.facts_on: dict[int, list[Fact]] = {}
        for fact in facts:
            self.facts_of.setdefault(fact.element, []).append(fact)
            self.facts_on.setdefault(fact.variable, []).append(fact)
        self.relations_of: dict[int, list[int]] = {}
        for number, relation in enumerate(relations):
            if relation.element is not None:
                self.relations_of.setdefault(relation.element, []).append(number)
        self.members = frozenset(self.relations_of.keys() | self.facts_of.keys())

    def conflicts(self) -> Search:
        """Conflicts of statements first, then those that also need assumptions; each set once."""
        statements = frozenset(e for e in self.members if self.elements[e].is_statement)
        plain = self._plain(self.members)
        standing, found = self._grow(Standing(frozenset(), Box(self.network.domain)), statements)
        found = self._search_behind(statements, found)
        plainly, said = self._grow(standing, plain)
        said = self._search_behind(statements | plain, found + said)
        usually, assumed = self._grow(standing, self.members - statements - plain)
        assumed = self._search_behind(self.members - plain, found + assumed)
        return Search(list({c.elements: c for c in said + assumed}.values()), usually, plainly)

    def _plain(self, elements: Iterable[int]) -> frozenset[int]:
        """Of these, the plain meanings: never searched together with assumptions, which would hide them."""
        return frozenset(e for e in elements if self.elements[e].ground is Ground.PLAIN)

    def changed(self, before: Search, gone: frozenset[int], new: frozenset[int]) -> Search:
        """Conflicts that new elements make with what stood together before, without the elements gone.

        Bounds that rested on what is gone are given up; the rest stays as it was.
        """
        plain = self._plain(new)
        said = frozenset(e for e in new if self.elements[e].is_statement) | plain
        rests: dict[int, bool] = {}
        plainly, found = self._grow(self._left(before.plain, gone, rests), said)
        usually, more = self._grow(self._left(before.usual, gone, rests), new - plain)
        return Search(list({c.elements: c for c in found + more}.values()), usually, plainly)

    def _left(self, before: Standing, gone: frozenset[int], rests: dict[int, bool]) -> Standing:
        """What still stands without the elements gone."""
        standing = before.elements - gone
        box, loose = without(before.box, gone, rests)
        woken = sorted({n for variable in loose for n in self.network.touching.get(variable, ())})
        facts = [f for variable in loose for f in self._facts_on(variable) if f.element in standing]
        box, _ = propagate(self.network, standing, facts, box, woken)
        return Standing(standing, box)

    def _facts_on(self, variable: int) -> list[Fact]:
        return self.facts_on.get(variable, [])

    def bounds(self, active: Collection[int]) -> tuple[Box, Clash | None]:
        """What these elements force."""
        return propagate(self.network, active, self._facts(active))

    def _facts(self, active: Iterable[int]) -> list[Fact]:
        return [fact for element in sorted(active) for fact in self.facts_of.get(element, ())]

    # -- searching

    def _grow(self, standing: Standing, more: frozenset[int]) -> tuple[Standing, list[Conflict]]:
        """Let elements in, some at a time; of each conflict the newest stays out.

        What stands is always free of conflict, so whatever clashes with it is a new conflict.
        """
        found: list[Conflict] = []
        waiting = sorted(more, key=self._standing_order)
        while waiting and len(found) < MOST_FOUND:
            group, waiting = waiting[:AT_A_TIME], waiting[AT_A_TIME:]
            while True:
                box, clash = self._with(standing, group)
                if clash is None:
                    standing = Standing(standing.elements | set(group), box)
                    break
                conflict = self.minimal(clash)
                found.append(conflict)
                newest = max(conflict.elements & set(group) or conflict.elements, key=self._standing_order)
                group = [element for element in group if element != newest]
                if newest in standing.elements:  # a slow circle hid it so far
                    standing = self._standing_without(standing, newest)
        return standing, found

    def _standing_without(self, standing: Standing, element: int) -> Standing:
        rest = standing.elements - {element}
        return Standing(rest, self.bounds(rest)[0])

    def _with(self, standing: Standing, group: Sequence[int]) -> tuple[Box, Clash | None]:
        facts = [fact for element in group for fact in self.facts_of.get(element, ())]
        woken = [number for element in group for number in self.relations_of.get(element, ())]
        return propagate(self.network, standing.elements | set(group), facts, standing.box, woken)

    def _standing_order(self, element: int) -> tuple[int, int]:
        return RANK[self.elements[element].ground], element

    def _search_behind(self, active: frozenset[int], found: list[Conflict]) -> list[Conflict]:
        passes = min(MOST_PASSES, PASSES_OVER // (len(self.network.relations) + 1))
        done: set[int] = set()
        while passes > 0 and len(found) < MOST_FOUND:
            waiting = sorted({e for c in found for e in c.elements} - done)
            if not waiting:
                break
            element = waiting[0]
            spared = self._hitting(found, keep=element)
            conflict = None if spared is None else self._one(active - spared)
            passes -= 1
            if conflict is None:
                done.add(element)
            else:
                found.append(conflict)
        return found

    def _hitting(self, found: Sequence[Conflict], keep: int | None) -> frozenset[int] | None:
        """Elements to leave out so that none of `found` comes up again, `keep` staying; None if it cannot."""
        spared: set[int] = set()
        for conflict in found:
            if spared & conflict.elements:
                continue
            rest = conflict.elements - {keep}
            if not rest:
                return None
            spared.add(min(rest, key=self._weight))
        return frozenset(spared)

    def _weight(self, element: int) -> tuple[int, int]:
        """Assumptions are given up before statements, later statements before earlier ones."""
        return -RANK[self.elements[element].ground], -element

    # -- one minimal set

    def _one(self, active: frozenset[int]) -> Conflict | None:
        _, clash = self.bounds(active)
        return None if clash is None else self.minimal(clash)

    def minimal(self, clash: Clash) -> Conflict:
        """A minimal set behind a clash: each element is left out in turn, assumptions first.

        First over the relations of the clash's own chain, which is quick; then over all of them, since a way
        around may make one more element needless.
        """
        while True:
            used = {
                id(b.relation): b.relation for b in chain_of(clash.low, clash.high) if b.relation is not None
            }
            kept, clash = self._reduced(Network.of(self.network.domain, (), tuple(used.values())), clash)
            smaller = self._needless(kept)
            if smaller is None:
                return Conflict(kept, clash)
            clash = smaller

    def left_out(self, elements: Iterable[int]) -> Iterator[tuple[int, Box]]:
        """Each element with the bounds that all the others force."""
        nothing = Standing(frozenset(), Box(self.network.domain))
        for step in self._by_halves(nothing, sorted(elements, key=self._weight)):
            if not isinstance(step, Clash):
                yield step

    def _needless(self, elements: Iterable[int]) -> Clash | None:
        """A clash that does without at least one element; None when each is needed."""
        nothing = Standing(frozenset(), Box(self.network.domain))
        steps = self._by_halves(nothing, sorted(elements, key=self._weight))
        return next((step for step in steps if isinstance(step, Clash)), None)

    def _by_halves(self, standing: Standing, candidates: Sequence[int]) -> Iterator[tuple[int, Box] | Clash]:
        """Leaves each candidate out, half by half: what the other half forces is worked out once for all.

        Gives the bounds without the one left out, or a clash where those left in cannot hold together.
        """
        if len(candidates) == 1:
            yield candidates[0], standing.box
            return
        middle = len(candidates) // 2
        for left_in, rest in (
            (candidates[middle:], candidates[:middle]),
            (candidates[:middle], candidates[middle:]),
        ):
            box, clash = self._with(standing, left_in)
            if clash is not None:
                yield clash
                continue
            yield from self._by_halves(Standing(standing.elements | set(left_in), box), rest)

    def _reduced(self, network: Network, clash: Clash) -> tuple[frozenset[int], Clash]:
        """One round of leaving out: the elements that stay, and the clash they make."""
        kept = elements_behind(clash.low, clash.high)
        for element in sorted(kept, key=self._weight):
            if element not in kept:
                continue
            rest = kept - {element}
            _, smaller = propagate(network, rest, self._facts(rest))
            if smaller is not None:
                clash = smaller
                kept = elements_behind(clash.low, clash.high)
        return kept, clash


def components(
    domain: list[float], facts: Sequence[Fact], relations: Sequence[Relation], elements: Sequence[Element]
) -> list[Component]:
    """The model's independent parts, in order of their first fact."""
    parent = list(range(len(domain)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for relation in relations:
        first, *others = relation.members
        for other in others:
            parent[root(other)] = root(first)
    by_element: dict[int, int] = {}
    for fact in facts:  # what one statement says of several unknowns hangs together
        known = by_element.setdefault(fact.element, fact.variable)
        parent[root(fact.variable)] = root(known)
    grouped: dict[int, tuple[list[Fact], list[Relation]]] = {}
    for fact in facts:
        grouped.setdefault(root(fact.variable), ([], []))[0].append(fact)
    for relation in relations:
        place = grouped.get(root(relation.members[0]))
        if place is not None:
            place[1].append(relation)
    return [Component(domain, part[0], part[1], elements) for part in grouped.values()]
