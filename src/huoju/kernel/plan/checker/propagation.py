"""Propagation: facts and relations narrow the bounds of all unknowns until nothing moves, or none is left.

Bounds consistency over intervals: it never loses a solution, so a conflict is always real; it does not find
every contradiction of a coupled non-linear system. Deterministic; work is proportional to what moves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from huoju.kernel.plan.checker.relations import OUTWARDS, WORTH, Bound, Box, Fact, Relation, Side

# After many moves a bound must move by more, so that a circle of relations creeping to its limit ends.
WORTH_WHEN_CREEPING = 1e-2
CREEPS_AFTER = 8
STOPS_AFTER = 40
# The two sides must cross by more than float noise to be a conflict.
CROSSING = 1e-9


@dataclass(frozen=True, slots=True)
class Clash:
    """An unknown whose lower bound lies above its upper one."""

    variable: int
    low: Bound
    high: Bound

    @property
    def gap(self) -> float:
        """How far the two sides are apart, in base units."""
        return self.low.value - self.high.value


@dataclass(slots=True)
class Network:
    """Unknowns by number (with the lower end of their domain), facts, relations, and who touches what."""

    domain: list[float]
    facts: Sequence[Fact]
    relations: Sequence[Relation]
    touching: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, domain: list[float], facts: Sequence[Fact], relations: Sequence[Relation]) -> Network:
        touching: dict[int, list[int]] = {}
        for number, relation in enumerate(relations):
            for variable in dict.fromkeys(relation.members):
                touching.setdefault(variable, []).append(number)
        return cls(domain, facts, relations, touching)


def propagate(
    network: Network,
    active: Collection[int] | None = None,
    facts: Iterable[Fact] | None = None,
    start: Box | None = None,
    woken: Iterable[int] = (),
) -> tuple[Box, Clash | None]:
    """The narrowest bounds that facts and relations force, or the first clash.

    `active` limits facts and relations to these elements (relations without an element always hold);
    `facts` replaces the network's own. With `start`, bounds that hold already, only these facts and the
    relations `woken` (by number) are new.
    """
    box = Box(network.domain) if start is None else start.copy()
    queue: deque[int] = deque(woken)
    queued: set[int] = set(queue)
    for fact in network.facts if facts is None else facts:
        if active is not None and fact.element not in active:
            continue
        for bound in _bounds_of(fact):
            clash = _settle(box, bound)
            if clash is not None:
                return box, clash
        _enqueue(network, fact.variable, queue, queued)
    return box, _run(network, box, queue, queued, active)


def _run(
    network: Network, box: Box, queue: deque[int], queued: set[int], active: Collection[int] | None
) -> Clash | None:
    """Narrow until nothing in the queue moves anything."""
    relations = network.relations
    moves: dict[tuple[int, Side], int] = {}
    while queue:
        number = queue.popleft()
        queued.discard(number)
        relation = relations[number]
        if active is not None and relation.element is not None and relation.element not in active:
            continue
        for variable, side, value, operands, constant in relation.narrow(box):
            if not _is_worth(box, variable, side, value, moves):
                continue
            value += -abs(value) * OUTWARDS if side == "low" else abs(value) * OUTWARDS
            clash = _settle(box, Bound(variable, side, value, None, relation, operands, constant))
            if clash is not None:
                return clash
            _enqueue(network, variable, queue, queued)
    return None


def _bounds_of(fact: Fact) -> list[Bound]:
    bounds = []
    if fact.low != -inf:
        bounds.append(Bound(fact.variable, "low", fact.low, fact=fact))
    if fact.high != inf:
        bounds.append(Bound(fact.variable, "high", fact.high, fact=fact))
    return bounds


def _is_worth(box: Box, variable: int, side: Side, value: float, moves: dict[tuple[int, Side], int]) -> bool:
    known = box.low[variable] if side == "low" else box.high[variable]
    if known in (inf, -inf):
        return value not in (inf, -inf)
    step = value - known if side == "low" else known - value
    size = max(abs(known), abs(value))
    if step <= WORTH * size:
        return False
    count = moves.get((variable, side), 0) + 1
    moves[(variable, side)] = count
    if count <= CREEPS_AFTER:
        return True
    return count <= STOPS_AFTER and step > WORTH_WHEN_CREEPING * size


def _settle(box: Box, bound: Bound) -> Clash | None:
    """Put a tighter bound in place; a clash when the two sides now cross."""
    variable, value = bound.variable, bound.value
    if bound.side == "low":
        if value <= box.low[variable]:
            return None
        box.low[variable] = value
        box.low_reason[variable] = bound
    else:
        if value >= box.high[variable]:
            return None
        box.high[variable] = value
        box.high_reason[variable] = bound
    low, high = box.low[variable], box.high[variable]
    if low - high <= CROSSING * max(abs(low), abs(high)):
        return None
    # without a reason a side is the domain's: a level below zero
    low_reason = box.low_reason[variable] or Bound(variable, "low", low)
    high_reason = box.high_reason[variable] or Bound(variable, "high", high)
    return Clash(variable, low_reason, high_reason)


def _enqueue(network: Network, variable: int, queue: deque[int], queued: set[int]) -> None:
    for number in network.touching.get(variable, ()):
        if number not in queued:
            queued.add(number)
            queue.append(number)


def elements_behind(*bounds: Bound) -> frozenset[int]:
    """The statements and assumptions that force these bounds."""
    found: set[int] = set()
    for bound in chain_of(*bounds):
        if bound.fact is not None:
            found.add(bound.fact.element)
        if bound.relation is not None and bound.relation.element is not None:
            found.add(bound.relation.element)
    return frozenset(found)


def without(box: Box, gone: Collection[int], rests: dict[int, bool]) -> tuple[Box, list[int]]:
    """The bounds that do not rest on these elements, and the unknowns that lost one.

    `rests` keeps what is known of a bound by id, for another box that shares bounds with this one.
    """
    other, loose = box.copy(), []
    for variable, (low, high) in enumerate(zip(box.low_reason, box.high_reason, strict=True)):
        lost = False
        if low is not None and _rests_on(low, gone, rests):
            other.low[variable], other.low_reason[variable], lost = box.domain[variable], None, True
        if high is not None and _rests_on(high, gone, rests):
            other.high[variable], other.high_reason[variable], lost = inf, None, True
        if lost:
            loose.append(variable)
    return other, loose


def _rests_on(bound: Bound, gone: Collection[int], rests: dict[int, bool]) -> bool:
    """Whether any step behind a bound rests on one of these elements; `rests` keeps what is known by id."""
    stack = [bound]
    while stack:
        top = stack[-1]
        if id(top) in rests:
            stack.pop()
            continue
        causes = [o.bound for o in top.operands if o.bound is not None]
        open_causes = [cause for cause in causes if id(cause) not in rests]
        if open_causes:
            stack.extend(open_causes)
            continue
        rests[id(top)] = _is_of(top, gone) or any(rests[id(cause)] for cause in causes)
        stack.pop()
    return rests[id(bound)]


def _is_of(bound: Bound, gone: Collection[int]) -> bool:
    if bound.fact is not None:
        return bound.fact.element in gone
    return (
        bound.relation is not None and bound.relation.element is not None and bound.relation.element in gone
    )


def chain_of(*bounds: Bound) -> list[Bound]:
    """Every bound behind these, each once, causes before effects."""
    seen: set[int] = set()
    order: list[Bound] = []
    stack: list[tuple[Bound, bool]] = [(bound, False) for bound in reversed(bounds)]
    while stack:
        bound, done = stack.pop()
        if done:
            order.append(bound)
            continue
        if id(bound) in seen:
            continue
        seen.add(id(bound))
        stack.append((bound, True))
        stack.extend((o.bound, False) for o in reversed(bound.operands) if o.bound is not None)
    return order
