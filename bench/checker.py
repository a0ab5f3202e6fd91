"""The checker against z3, an SMT solver, on the same instances: are the answers equal, and how much time.

    python bench/checker.py [--limit SECONDS]

Instances are invented worlds with statements that are true of them, some with contradictions planted
(tests/kernel/plan/checker/checker_builders.py). Both get the very same unknowns, intervals and relations, the
statements only, no assumptions. Ours: all minimal conflicts with remedies and words. z3: satisfiable or not,
and one minimised core; where it gives up within the limit the instance counts as not answered. The last line
times the whole `check` on 1,000 statements, 200 identities and 15 years, and one change in the workbench.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import inf
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "kernel" / "plan" / "checker"))

from checker_builders import make_world, plant, tell  # noqa: E402

from huoju.kernel.plan.checker import Assumptions, Memory, check  # noqa: E402
from huoju.kernel.plan.checker.compiling import Model, compile_model  # noqa: E402
from huoju.kernel.plan.checker.conflicts import components  # noqa: E402
from huoju.kernel.plan.checker.relations import Product, Total, Within  # noqa: E402
from huoju.kernel.plan.findings import Finding  # noqa: E402

SEED = 20261125
SIZES = ((20, 4, 4), (60, 8, 12), (150, 16, 30))  # statements, leaves, identities
RUNS = 8


def ours(model: Model) -> tuple[set[frozenset[int]], float]:
    """All minimal conflicts of statements, and the seconds."""
    start = time.perf_counter()
    found = set()
    for component in components(model.domain, model.facts, model.relations, model.elements):
        found |= {
            c.elements
            for c in component.conflicts().found
            if all(model.elements[e].is_statement for e in c.elements)
        }
    return found, time.perf_counter() - start


def theirs(model: Model, limit: float) -> tuple[str, frozenset[int], float]:
    """sat, unsat or unknown by z3, its minimised core, and the seconds, translation left out."""
    import z3

    unknowns = [z3.Real(f"x{n}") for n in range(len(model.unknowns))]
    solver = z3.Solver()
    solver.set("timeout", int(limit * 1000))
    solver.set("core.minimize", True)
    scale = [_scale(model, n) for n in range(len(unknowns))]
    for number, low in enumerate(model.domain):
        if low == 0:
            solver.add(unknowns[number] >= 0)
    tracks: dict[str, int] = {}
    by_element: dict[int, list[object]] = {}
    for fact in model.facts:
        if model.elements[fact.element].is_statement:
            x = unknowns[fact.variable]
            parts = by_element.setdefault(fact.element, [])
            if fact.low > -inf:
                parts.append(x >= _exact(fact.low / scale[fact.variable]))
            if fact.high < inf:
                parts.append(x <= _exact(fact.high / scale[fact.variable]))
    for relation in model.relations:
        if relation.element is None:
            solver.add(_formula(relation, unknowns, scale))
    for element, parts in by_element.items():
        name = f"s{element}"
        tracks[name] = element
        solver.assert_and_track(z3.And(*parts) if parts else z3.BoolVal(True), name)
    start = time.perf_counter()
    answer = str(solver.check())
    seconds = time.perf_counter() - start
    core = frozenset(tracks[str(c)] for c in solver.unsat_core()) if answer == "unsat" else frozenset()
    return answer, core, seconds


def _scale(model: Model, number: int) -> float:
    """Money in 亿元, so that the solver sees numbers of ordinary size."""
    return 1e8 if model.shown[number].unit == "亿元" and model.unknowns[number].kind.value == "level" else 1.0


def _exact(value: float) -> object:
    import z3

    number = Fraction(value)
    return z3.Q(number.numerator, number.denominator)


def _formula(relation: object, unknowns: list, scale: list[float]) -> object:
    import z3

    if isinstance(relation, Product):
        ratio = scale[relation.left] * scale[relation.right] / scale[relation.result]
        return unknowns[relation.result] == _exact(ratio) * unknowns[relation.left] * unknowns[relation.right]
    if isinstance(relation, Total):
        terms = [_exact(f * scale[v]) * unknowns[v] for f, v in relation.terms]
        total = z3.Sum(*terms) + _exact(relation.constant)
        return total <= 0 if relation.at_most else total == 0
    assert isinstance(relation, Within)
    base = unknowns[relation.base] * _exact(scale[relation.base] / scale[relation.result])
    result = unknowns[relation.result]
    return z3.And(result >= base * _exact(relation.least), result <= base * _exact(relation.most))


def compare(limit: float) -> None:
    """Every size, consistent and with contradictions planted."""
    print(f"{'statements':>10} {'identities':>10} {'planted':>7} {'equal':>9} {'cores':>9} "
          f"{'z3 gave up':>10} {'ours ms':>9} {'z3 ms':>9} {'ratio':>8}")  # fmt: skip
    for count, leaves, identities in SIZES:
        for planted in (0, 3):
            _compare_size(count, leaves, identities, planted, limit)


def _compare_size(count: int, leaves: int, identities: int, planted: int, limit: float) -> None:
    equal = cores = gave_up = answered = 0
    our_times, their_times = [], []
    for run in range(RUNS):
        rng = random.Random(SEED + run)
        world = make_world(rng, leaves=leaves, identities=identities, years=(2015, 2020, 2021, 2025))
        statements = tell(world, rng, count) + [s for n in range(planted) for s in plant(rng, world, n)]
        model = compile_model(statements, world.catalog, Assumptions())
        found, our_seconds = ours(model)
        answer, core, their_seconds = theirs(model, limit)
        our_times.append(our_seconds)
        their_times.append(their_seconds)
        if answer == "unknown":
            gave_up += 1
            continue
        answered += 1
        equal += (answer == "unsat") == bool(found)
        cores += (core in found) if answer == "unsat" else not found
    ours_ms, theirs_ms = statistics.median(our_times) * 1000, statistics.median(their_times) * 1000
    print(f"{count:>10} {identities:>10} {planted:>7} {equal:>5}/{answered:<3} {cores:>5}/{answered:<3} "
          f"{gave_up:>10} {ours_ms:>9.1f} {theirs_ms:>9.1f} {theirs_ms / ours_ms:>7.0f}x")  # fmt: skip


def whole_check() -> None:
    """The size that the checker must answer within a second, and one change within 200 ms."""
    rng = random.Random(SEED)
    world = make_world(rng, leaves=60, identities=200, years=tuple(range(2016, 2031)))
    for planted in (0, 5):
        statements = tell(world, rng, 1000) + [s for n in range(planted) for s in plant(rng, world, n)]
        times, changes, memory = [], [], Memory()
        for run in range(5):
            found, spent = timed(partial(check, statements, world.catalog))
            times.append(spent)
            check(statements, world.catalog, memory=memory)
            changed = list(statements)
            one = changed[100 * run]
            changed[100 * run] = replace(one, key=f"changed{run}", value=tuple(v * 2 for v in one.value))
            changes.append(timed(partial(check, changed, world.catalog, memory=memory))[1])
        errors = sum(f.severity == "error" for f in found)
        print(f"1,000 statements, 200 identities, 15 years, {planted} planted: {errors} errors; "
              f"check {medians(times)}, one change {medians(changes)} (medians of 5)")  # fmt: skip


def timed(work: Callable[[], list[Finding]]) -> tuple[list[Finding], tuple[float, float]]:
    """What the work gives, and its seconds: on the wall, and of this process alone."""
    wall, own = time.perf_counter(), time.process_time()
    result = work()
    return result, (time.perf_counter() - wall, time.process_time() - own)


def medians(times: list[tuple[float, float]]) -> str:
    wall, own = (statistics.median(t[n] for t in times) * 1000 for n in (0, 1))
    return f"{wall:.0f} ms (CPU {own:.0f} ms)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=float, default=20.0, help="seconds that z3 may take an instance")
    limit = parser.parse_args().limit
    whole_check()
    try:
        import z3  # noqa: F401
    except ImportError:
        print("z3-solver is not installed: comparison left out")
        return
    compare(limit)


if __name__ == "__main__":
    main()
