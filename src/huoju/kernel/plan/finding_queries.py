"""Reads of findings: a plan checked, with what people accepted, remembered between requests.

What is remembered is found again by the content of the plan's rows, so nothing is ever served stale.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from threading import Lock
from typing import Any

from huoju.errors import NotFound
from huoju.kernel.catalog import Catalog
from huoju.kernel.plan.checker import Memory, check
from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.findings import Acceptance, Finding, Severity, with_acceptances
from huoju.kernel.plan.from_tables import plan_value
from huoju.kernel.plan.models import AcceptedFinding, PlanVersion, Scenario, Statement, Structure
from huoju.kernel.plan.scenarios import Changes
from huoju.kernel.plan.statements import Statement as Said

KEPT = 16
# Everything of a row that the checker reads.
READ = (
    "key", "role", "indicator", "concept", "subject_id", "subject_text", "measure", "comparator", "value", "unit",
    "value_text", "chapter", "line", "end_line", "period", "baseline_period", "stretch", "threshold_value",
    "threshold_unit", "implicit", "confidence", "review", "clause_id",
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """A plan's values and its findings, worst first; accepted ones carry their reason."""

    plan: Plan
    findings: tuple[Finding, ...]

    @cached_property
    def statements(self) -> dict[str, Said]:
        """Statements by key."""
        return {statement.key: statement for statement in self.plan.statements}

    @property
    def counts(self) -> dict[Severity, int]:
        """How many of each severity that nobody accepted."""
        return {s: sum(f.severity is s and f.accepted is None for f in self.findings) for s in Severity}

    @property
    def accepted(self) -> int:
        """How many were accepted."""
        return sum(f.accepted is not None for f in self.findings)

    def finding(self, identity: str) -> Finding:
        """The finding of this identity. Raises NotFound."""
        for found in self.findings:
            if found.identity == identity:
                return found
        raise NotFound(what=identity)


_remembered: OrderedDict[tuple[Any, ...], Checked] = OrderedDict()
_memories: OrderedDict[int, Memory] = OrderedDict()
_lock = Lock()


def checked(plan: PlanVersion, catalog: Catalog) -> Checked:
    """The plan as it stands, checked; what still says the same stays accepted."""
    known = _checked(plan, catalog)
    rows = AcceptedFinding.objects.filter(plan=plan)
    return Checked(known.plan, tuple(with_acceptances(known.findings, acceptances(rows, known.statements))))


def checked_with(
    plan: PlanVersion, catalog: Catalog, changes: Changes, *, known: Checked | None = None
) -> Checked:
    """The plan as it would be with some changes. Only what they touch is worked out again.

    `known` is the plan as it stands, where the caller has it at hand.
    """
    known = known or checked(plan, catalog)
    if not changes:
        return known
    changed, assumptions = changes.applied_to(known.plan), changes.assumed()
    with _lock:
        found = check(changed, catalog, assumptions, memory=_memory(plan))
    rows = AcceptedFinding.objects.filter(plan=plan)
    statements = {statement.key: statement for statement in changed.statements}
    return Checked(changed, tuple(with_acceptances(found, acceptances(rows, statements))))


def acceptances(rows: Iterable[AcceptedFinding], statements: Mapping[str, Said]) -> list[Acceptance]:
    """The acceptances that hold: their statements are there and say what they said then."""
    return [
        Acceptance(row.finding, row.reason, row.accepted_by, row.accepted_at)
        for row in rows
        if all(_says(statements.get(key), numbers) for key, numbers in row.said.items())
    ]


def accepted_row(plan: PlanVersion, identity: str) -> AcceptedFinding | None:
    """Who accepted a finding, when and why; None when nobody did."""
    found: AcceptedFinding | None = AcceptedFinding.objects.filter(plan=plan, finding=identity).first()
    return found


def scenarios(plan: PlanVersion) -> list[Scenario]:
    """The plan's scenarios by name."""
    return list(Scenario.objects.filter(plan=plan))


def scenario(plan: PlanVersion, number: int) -> Scenario:
    """One scenario of the plan. Raises NotFound."""
    found: Scenario | None = Scenario.objects.filter(plan=plan, pk=number).first()
    if found is None:
        raise NotFound(what=str(number))
    return found


def _says(statement: Said | None, numbers: Iterable[str]) -> bool:
    return statement is not None and statement.value == tuple(Decimal(number) for number in numbers)


def _checked(plan: PlanVersion, catalog: Catalog) -> Checked:
    key = (plan.pk, _content(plan), len(catalog.indicators))
    with _lock:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
        value = plan_value(plan)
        found = Checked(value, tuple(check(value, catalog, memory=_memory(plan))))
        _remembered[key] = found
        while len(_remembered) > KEPT:
            _remembered.popitem(last=False)
        return found


def _memory(plan: PlanVersion) -> Memory:
    """The checker's memory of this plan; used under the lock only."""
    memory = _memories.setdefault(plan.pk, Memory())
    _memories.move_to_end(plan.pk)
    while len(_memories) > KEPT:
        _memories.popitem(last=False)
    return memory


def _content(plan: PlanVersion) -> int:
    """A number that changes with whatever the checker reads of the plan's rows."""
    rows = Statement.objects.filter(plan=plan).order_by("line", "col", "id").values_list(*READ)
    parts = (
        Structure.objects.filter(plan=plan).order_by("line", "id").values_list("key", "name", "line", "parts")
    )
    return hash((plan.document_sha256, plan.area_id, repr(list(rows)), repr(list(parts))))
