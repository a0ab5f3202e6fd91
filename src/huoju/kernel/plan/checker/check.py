"""Check: a plan in, findings out. A new check is a function, its line in CHECKS, its test, its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from huoju.kernel.plan.checker.assumptions import Assumptions
from huoju.kernel.plan.checker.averages import averages_make_totals
from huoju.kernel.plan.checker.bases import (
    bases_are_stated,
    beyond_the_base,
    growth_says_which_year,
    less_than_before,
)
from huoju.kernel.plan.checker.context import Context
from huoju.kernel.plan.checker.contradictions import contradictions
from huoju.kernel.plan.checker.counts import shares_sum_to_whole, size_classes_fit, structures_hold
from huoju.kernel.plan.checker.gaps import deadlines_are_set, evidence_exists, units_fit
from huoju.kernel.plan.checker.listed import areas_fit, listed_parts_fit, listed_shares_fit
from huoju.kernel.plan.checker.memory import Memory
from huoju.kernel.plan.checker.near_names import with_near_concepts
from huoju.kernel.plan.checker.own_terms import with_own_terms, with_plan_base
from huoju.kernel.plan.checker.owners import with_own_area, with_owners
from huoju.kernel.plan.checker.repeats import promised_once
from huoju.kernel.plan.checker.spelled import spelled_structures_hold
from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.findings import Acceptance, Finding, Severity, in_order, with_acceptances

if TYPE_CHECKING:
    from huoju.kernel.catalog import Catalog
    from huoju.kernel.plan.statements import Statement


def identities_hold(context: Context) -> list[Finding]:
    """What cannot all be true, or only under unusual conditions: the engine's conflicts and tensions."""
    return contradictions(context.statements, context.catalog, context.assumptions, context.memory)


CHECKS: tuple[Callable[[Context], Iterable[Finding]], ...] = (
    shares_sum_to_whole,  # before the engine, which would tell the same less plainly
    identities_hold,
    promised_once,
    beyond_the_base,
    less_than_before,
    listed_shares_fit,
    listed_parts_fit,
    areas_fit,
    averages_make_totals,
    structures_hold,
    spelled_structures_hold,
    size_classes_fit,
    units_fit,
    deadlines_are_set,
    bases_are_stated,
    growth_says_which_year,
    evidence_exists,
)

DEFAULT_ASSUMPTIONS = Assumptions()


def check(
    plan: Plan | Iterable[Statement],
    catalog: Catalog,
    assumptions: Assumptions = DEFAULT_ASSUMPTIONS,
    *,
    acceptances: Iterable[Acceptance] = (),
    memory: Memory | None = None,
) -> list[Finding]:
    """Everything that is wrong, doubtful or lacking in a plan, worst first, then in order of place.

    Every error is arithmetic that anyone can redo from the printed numbers; whatever needs an assumption is a
    warning that names it. With `memory` (kept between calls) only what changed is worked out again.
    """
    context = _context(plan, catalog, assumptions, memory)
    found: dict[str, Finding] = {}
    for one in CHECKS:
        for finding in one(context):
            found.setdefault(finding.identity, finding)
    return with_acceptances(in_order(_told_once(found.values())), acceptances)


def _told_once(findings: Iterable[Finding]) -> list[Finding]:
    """Without those that another check tells of the same statements as an error."""
    every = list(findings)
    told: dict[frozenset[str], str] = {}
    for finding in every:
        if finding.severity is Severity.ERROR and finding.statements:
            told.setdefault(frozenset(finding.statements), finding.identity)
    return [
        f for f in every
        if f.severity is Severity.NOTE or told.get(frozenset(f.statements), f.identity) == f.identity
    ]  # fmt: skip


def _context(
    plan: Plan | Iterable[Statement],
    catalog: Catalog,
    assumptions: Assumptions,
    memory: Memory | None,
) -> Context:
    if isinstance(plan, Plan):
        owned = with_owners(with_own_area(plan.statements), plan.clauses)
        owned = with_plan_base(owned, plan.start_year, plan.end_year)
        statements, structures, clauses = owned, plan.structures, plan.clauses
    else:
        statements, structures, clauses = with_own_area(plan), (), ()
    named = with_near_concepts(with_own_terms(statements, catalog), catalog)
    return Context(named, catalog, assumptions, structures, clauses, memory)
