"""Near names: an indicator that the catalog knows but for one wrong character (常驻人口城镇化率). Pure.

What is guessed so is never firm: it can make a warning, not an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from huoju.kernel.catalog import Catalog
from huoju.kernel.plan.statements import Statement

SHORTEST = 6
GUESSED = 0.4


def with_near_concepts(statements: Iterable[Statement], catalog: Catalog) -> tuple[Statement, ...]:
    """The statements; one without a concept takes that of the only name one character away."""
    patterns = _patterns(tuple(catalog.names()))
    return tuple(_guessed(s, patterns) if s.concept is None else s for s in statements)


def _guessed(statement: Statement, patterns: dict[str, str | None]) -> Statement:
    name = statement.indicator
    if len(name) < SHORTEST:
        return statement
    found = {concept for p in _blanked(name) if (concept := patterns.get(p)) is not None}
    if len(found) != 1:
        return statement
    return replace(statement, concept=found.pop(), confidence=min(statement.confidence, GUESSED))


@lru_cache(maxsize=4)
def _patterns(names: tuple[tuple[str, str], ...]) -> dict[str, str | None]:
    """Names with one character blanked -> concept; None where two concepts share it."""
    patterns: dict[str, str | None] = {}
    for name, concept in names:
        if len(name) < SHORTEST or name.isascii():
            continue
        for pattern in _blanked(name):
            known = patterns.setdefault(pattern, concept)
            if known != concept:
                patterns[pattern] = None
    return patterns


def _blanked(name: str) -> list[str]:
    return [f"{name[:n]}\x00{name[n + 1 :]}" for n in range(len(name))]
