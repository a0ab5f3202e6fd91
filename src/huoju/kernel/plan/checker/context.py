"""Context: what every check is given, and what several of them ask of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from huoju.kernel.catalog import Catalog, Indicator, UnitMismatch, UnknownUnit, convert
from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.checker.assumptions import Assumptions
from huoju.kernel.plan.checker.memory import Memory
from huoju.kernel.plan.checker.quoting import concept_of, quoted
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Measure, Role, Statement

if TYPE_CHECKING:
    from huoju.kernel.plan.compiled import Structure
    from huoju.kernel.plan.outline import Clause

GROWTH_MEASURES = frozenset({Measure.ANNUAL_AVERAGE_GROWTH, Measure.GROWTH_RATE})
STANDING_MEASURES = frozenset({Measure.LEVEL, Measure.COUNT, Measure.SHARE, Measure.RATIO, Measure.RANK})

# what it is about: concept, subject, kind of measure, size class, share of another kind of unit
About = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Context:
    """A plan to be checked. `memory` carries findings of unchanged components from one check to the next."""

    statements: tuple[Statement, ...]
    catalog: Catalog
    assumptions: Assumptions
    structures: tuple[Structure, ...] = ()
    clauses: tuple[Clause, ...] = ()
    memory: Memory | None = field(default=None, compare=False)

    @cached_property
    def targets(self) -> tuple[Statement, ...]:
        """Promises with digits or words of number, in order of place."""
        return tuple(s for s in self.statements if s.role is Role.TARGET and s.value)

    @cached_property
    def baselines(self) -> dict[About, list[Statement]]:
        """Achieved values by what they are about."""
        found: dict[About, list[Statement]] = {}
        for statement in self.statements:
            if statement.role is Role.BASELINE and statement.value:
                found.setdefault(about(statement), []).append(statement)
        return found

    def entry(self, statement: Statement) -> Indicator | None:
        """The catalog's entry for what a statement is about."""
        concept = statement.concept
        return self.catalog.get(concept) if concept and concept in self.catalog else None

    def quoted(self, statement: Statement) -> tuple[str, str]:
        """The indicator and its printed value, in both languages."""
        return quoted(statement, self.entry(statement))

    def lower_is_better(self, statement: Statement) -> bool:
        """Whether a smaller value is the better one."""
        entry = self.entry(statement)
        return statement.measure is Measure.RANK or (entry is not None and entry.direction == "lower")


def about(statement: Statement) -> About:
    """What a statement is about, so that two of them can be compared."""
    threshold = statement.threshold
    return (
        concept_of(statement),
        scopes.whole(statement.subject),
        measure_family(statement),
        f"{threshold.value}{threshold.unit}" if threshold else "",
        "%" if statement.unit in ("%", "％") else "",
    )


def measure_family(statement: Statement) -> str:
    """Growth, standing (a level, count, share, rank at a date), or the measure itself."""
    if statement.measure in GROWTH_MEASURES:
        return "growth"
    if statement.measure is Measure.RANK:
        return "rank"
    return "standing" if statement.measure in STANDING_MEASURES else statement.measure.value


def same_unit(value: Decimal, unit: str | None, wanted: str | None) -> Decimal | None:
    """`value` in the wanted unit; None when the two do not convert."""
    if unit == wanted or unit is None or wanted is None:
        return value
    try:
        return convert(value, unit, wanted)
    except (UnitMismatch, UnknownUnit):
        return None


def finding(
    code: str, severity: Severity, said: Iterable[Statement], zh: str, en: str,
    derivation: Iterable[tuple[str, str]] = (), **fields: Any,
) -> Finding:  # fmt: skip
    """A finding about some statements, in order of place."""
    ordered = sorted(said, key=lambda s: s.place)
    steps = tuple(derivation)
    return Finding(
        code=code,
        severity=severity,
        places=tuple(s.place for s in ordered),
        statements=tuple(s.key for s in ordered),
        fields=fields,
        message_zh=zh,
        message_en=en,
        derivation=tuple(zh for zh, _ in steps),
        derivation_en=tuple(en for _, en in steps),
    )
