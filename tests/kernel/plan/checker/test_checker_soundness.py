"""Soundness: what is true of some world is never called an error; what is planted is found, and only it."""

from __future__ import annotations

import random

from checker_builders import make_world, plant, tell
from hypothesis import given, settings
from hypothesis import strategies as st

from huoju.kernel.plan.checker import Memory, check
from huoju.kernel.plan.findings import Severity

SEEDS = st.integers(0, 2**32 - 1)


def errors(statements, catalog):
    return [f for f in check(statements, catalog) if f.severity is Severity.ERROR]


@given(SEEDS, st.integers(2, 60))
@settings(max_examples=120, deadline=None)
def test_a_plan_that_is_true_of_a_world_has_no_error(seed, count):
    rng = random.Random(seed)
    world = make_world(rng, leaves=4, identities=5, years=(2015, 2020, 2021, 2025), subjects=("全区", "甲园"))
    statements = tell(world, rng, count)
    assert [(f.code, f.message_zh, f.derivation) for f in errors(statements, world.catalog)] == []


@given(SEEDS, st.integers(0, 40), st.integers(1, 4))
@settings(max_examples=80, deadline=None)
def test_planted_contradictions_are_found_each_as_itself(seed, count, planted):
    rng = random.Random(seed)
    world = make_world(rng, leaves=4, identities=5, years=(2015, 2020, 2021, 2025))
    groups = [plant(rng, world, n) for n in range(planted)]
    statements = tell(world, rng, count) + [s for group in groups for s in group]
    rng.shuffle(statements)
    found = sorted(sorted(f.statements) for f in errors(statements, world.catalog))
    assert found == sorted(sorted(s.key for s in group) for group in groups)


@given(SEEDS, st.integers(5, 40))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_statements_changes_nothing(seed, count):
    rng = random.Random(seed)
    world = make_world(rng, leaves=3, identities=3)
    statements = tell(world, rng, count) + plant(rng, world, 1)
    before = {f.identity for f in errors(statements, world.catalog)}
    rng.shuffle(statements)
    assert {f.identity for f in errors(statements, world.catalog)} == before


@given(SEEDS, st.integers(0, 30))
@settings(max_examples=40, deadline=None)
def test_leaving_out_any_statement_of_an_error_dissolves_it(seed, count):
    rng = random.Random(seed)
    world = make_world(rng, leaves=3, identities=3)
    statements = tell(world, rng, count) + plant(rng, world, 1)
    for finding in errors(statements, world.catalog):
        alone = [s for s in statements if s.key in finding.statements]
        assert [set(f.statements) for f in errors(alone, world.catalog)] == [set(finding.statements)]
        for left_out in alone:
            assert errors([s for s in alone if s is not left_out], world.catalog) == []


@given(SEEDS, st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_memory_changes_nothing_but_the_time(seed, count):
    rng = random.Random(seed)
    world = make_world(rng, leaves=3, identities=3, subjects=("全区", "甲园"))
    statements = tell(world, rng, count) + plant(rng, world, 1)
    memory = Memory()
    first = check(statements, world.catalog, memory=memory)
    assert check(statements, world.catalog, memory=memory) == first == check(statements, world.catalog)
