"""The registers of initiatives and projects written from a reading; what people say about an entry stays.

Called by the plan's actions inside their transaction. An entry is known again by its words and its sentence; one
that somebody follows and the text lost is kept and marked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

from huoju.kernel.plan.compiled import Initiative as ReadInitiative
from huoju.kernel.plan.compiled import Plan, ProjectEntry
from huoju.kernel.plan.models import Clause, ClauseKind, Initiative, PlannedProject, PlanVersion
from huoju.kernel.plan.rereading import squeezed
from huoju.kernel.plan.statements import statement_key
from huoju.kernel.plan.to_tables import overwrite

Entry = TypeVar("Entry", Initiative, PlannedProject)
PLACE = ("clause", "chapter", "line", "end_line", "col", "sentence", "is_gone")


def save_registers(plan: PlanVersion, compiled: Plan, clauses: dict[str, Clause]) -> None:
    """Both registers as this reading has them."""
    homes = sorted(
        (row for row in clauses.values() if row.kind != ClauseKind.HEADING),
        key=lambda row: (row.first_line, row.order),
    )
    _save(Initiative, plan, [(_initiative_fields(one), one) for one in compiled.initiatives], homes)
    _save(PlannedProject, plan, [(_project_fields(one), one) for one in compiled.projects], homes)


def is_followed(row: Initiative | PlannedProject) -> bool:
    """Whether a person has said anything about this entry."""
    return bool(row.state != "untracked" or row.lead_id or row.note)


def _initiative_fields(one: ReadInitiative) -> dict[str, Any]:
    return {"verb": one.verb[:20], "object": one.object[:200]}


def _project_fields(one: ProjectEntry) -> dict[str, Any]:
    return {
        "name": one.name[:200], "investment": (one.investment or "")[:100], "size": (one.size or "")[:100],
        "period": (one.period or "")[:60],
    }  # fmt: skip


def _save(
    table: type[Entry], plan: PlanVersion, read: Iterable[tuple[dict[str, Any], Any]], homes: list[Clause]
) -> None:
    known = {row.key: row for row in table.objects.filter(plan=plan)}
    used: Counter[str] = Counter()
    fresh: list[Entry] = []
    moved: list[Entry] = []
    names: tuple[str, ...] = ()
    for fields, one in read:
        names = tuple(fields)
        key = statement_key(
            *(fields.get(name) for name in ("verb", "object", "name")), squeezed(one.sentence)
        )
        used[key] += 1
        if used[key] > 1:
            key = statement_key(key, used[key])
        row = known.pop(key, None) or table(plan=plan, key=key)
        (moved if row.pk else fresh).append(row)
        for name, value in {**fields, **_place_fields(one, homes), "is_gone": False}.items():
            setattr(row, name, value)
    gone: list[Entry] = [row for row in known.values() if is_followed(row)]
    for row in gone:
        row.is_gone, row.clause = True, None
    table.objects.filter(pk__in=[row.pk for row in known.values() if not is_followed(row)]).delete()
    overwrite(table, [*moved, *gone], [*PLACE, *names])
    table.objects.bulk_create(fresh, batch_size=500)


def _place_fields(one: ReadInitiative | ProjectEntry, homes: list[Clause]) -> dict[str, Any]:
    place = one.place
    return {
        "clause": _home(one, homes), "chapter": place.chapter, "line": place.line, "end_line": place.end_line,
        "col": place.col, "sentence": one.sentence,
    }  # fmt: skip


def _home(one: ReadInitiative | ProjectEntry, homes: list[Clause]) -> Clause | None:
    """The paragraph of an entry: by line, and by words where several share one line."""
    line = one.place.line
    first = bisect_right(homes, line - 1, key=lambda row: row.first_line) - 1
    last = bisect_right(homes, line, key=lambda row: row.first_line)
    here = [row for row in homes[max(first, 0) : last] if row.first_line <= line <= row.last_line]
    return next((row for row in here if one.sentence in row.text), here[0] if here else None)
