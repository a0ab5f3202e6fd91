"""Compiling: statements, identities and assumptions become unknowns, facts and relations: a `Model`."""

from __future__ import annotations

from collections.abc import Iterable

from huoju.kernel.catalog import Catalog
from huoju.kernel.plan.checker.assumptions import Assumptions
from huoju.kernel.plan.checker.building import Builder, Model
from huoju.kernel.plan.checker.saying import add_statement
from huoju.kernel.plan.checker.spans import link_years
from huoju.kernel.plan.checker.usual import assume
from huoju.kernel.plan.statements import Role, Statement

USED_ROLES = frozenset({Role.BASELINE, Role.TARGET, Role.CONTEXT})


def compile_model(statements: Iterable[Statement], catalog: Catalog, assumptions: Assumptions) -> Model:
    """The model of a plan, in four steps: what is said, how it hangs together over years and between
    indicators, and what is taken as usual."""
    builder = Builder(catalog, assumptions)
    used = [s for s in statements if s.role in USED_ROLES and s.value and builder.has_a_home(s)]
    builder.hear_units(used)
    for statement in used:
        add_statement(builder, statement)
    link_years(builder)
    builder.link_indicators()
    assume(builder)
    return builder.model


__all__ = ["Model", "compile_model"]
