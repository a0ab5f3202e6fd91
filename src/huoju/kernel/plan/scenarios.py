"""Scenarios: a plan with some numbers or assumptions changed, and how its findings differ then. Pure.

    changed = changes.applied_to(plan)            # the plan as if it said so
    before, after = check(plan, ...), check(changed, catalog, changes.assumed())
    differences(before, after)                    # appears, disappears, changed, stays
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from huoju.kernel.catalog.wording import plain, written
from huoju.kernel.plan.checker.assumptions import Assumptions
from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.findings import Finding
from huoju.kernel.plan.statements import Measure, Statement

Numbers = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a scenario changes: numbers of statements (by key, in their own units), assumptions (by name)."""

    values: Mapping[str, Numbers] = field(default_factory=dict)
    assumptions: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values or self.assumptions)

    def __len__(self) -> int:
        return len(self.values) + len(self.assumptions)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Changes:
        """From what `as_json` gave."""
        values = {
            key: tuple(Decimal(n) for n in numbers) for key, numbers in stored.get("values", {}).items()
        }
        return cls(values, {name: float(text) for name, text in stored.get("assumptions", {}).items()})

    def as_json(self) -> dict[str, Any]:
        """Numbers as text, so that none is rounded on its way."""
        return {
            "values": {key: [plain(number) for number in numbers] for key, numbers in self.values.items()},
            "assumptions": {name: repr(value) for name, value in self.assumptions.items()},
        }

    def applied_to(self, plan: Plan) -> Plan:
        """The plan as if its statements said these numbers; keys it does not have are ignored."""
        if not self.values:
            return plan
        return replace(plan, statements=tuple(self._said(s) for s in plan.statements))

    def _said(self, statement: Statement) -> Statement:
        numbers = self.values.get(statement.key)
        return statement if numbers is None else with_numbers(statement, numbers)

    def assumed(self) -> Assumptions:
        """The assumptions, changed. Raises UnknownAssumption, or ValueError for a range upside down."""
        return Assumptions().changed(self.assumptions)


def with_numbers(statement: Statement, numbers: Numbers) -> Statement:
    """The statement with other numbers, and the text that would print them."""
    return replace(statement, value=numbers, value_text=printed(statement, numbers))


def printed(statement: Statement, numbers: Numbers) -> str:
    """Numbers of a statement as a plan prints them: 20万元/人, 2.0:54.5:43.5."""
    if statement.measure is Measure.COMPOSITION:
        return ":".join(plain(number) for number in numbers)
    return "—".join(written(number, statement.unit, "zh", 6) for number in numbers)


@dataclass(frozen=True, slots=True)
class Differences:
    """Findings before and after a change. `changed` pairs those that stay but say something else."""

    appears: tuple[Finding, ...]
    disappears: tuple[Finding, ...]
    changed: tuple[tuple[Finding, Finding], ...]
    stays: tuple[Finding, ...]

    def __bool__(self) -> bool:
        return bool(self.appears or self.disappears or self.changed)


def differences(before: Iterable[Finding], after: Iterable[Finding]) -> Differences:
    """What a change does to the findings; the same finding is one with the same identity."""
    old, new = {f.identity: f for f in before}, {f.identity: f for f in after}
    both = [(old[name], finding) for name, finding in new.items() if name in old]
    return Differences(
        appears=tuple(f for name, f in new.items() if name not in old),
        disappears=tuple(f for name, f in old.items() if name not in new),
        changed=tuple((was, now) for was, now in both if _says(was) != _says(now)),
        stays=tuple(now for was, now in both if _says(was) == _says(now)),
    )


def _says(finding: Finding) -> tuple[str, str]:
    return finding.severity.value, finding.message_zh
