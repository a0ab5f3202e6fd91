"""A new reading written over a plan's rows: what people decided stays, the rest is read anew.

Between `rereading` (which row is which, pure) and `actions.reread_document` (transaction and audit).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.from_tables import numbers
from huoju.kernel.plan.models import Clause, PlanVersion, Review, Source, Statement
from huoju.kernel.plan.rereading import Again, Known
from huoju.kernel.plan.statements import Statement as Reading
from huoju.kernel.plan.statements import statement_key
from huoju.kernel.plan.to_tables import (
    PLACE,
    READ_FIELDS,
    SENTENCE,
    overwrite,
    read_fields,
    row_of,
    write_match,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the rows; keys each."""

    kept: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    gone: tuple[str, ...]


def is_decided(row: Statement) -> bool:
    """Whether a person has said anything about this statement that a reading must not undo."""
    return bool(
        row.review != Review.UNREVIEWED or row.source == Source.HAND or row.lead_id or row.note or row.as_read
    )


def mark_if_gone(row: Statement) -> bool:
    """Mark a row that the text no longer holds, if it had a sentence and a person decided about it."""
    if not (row.sentence and is_decided(row)):
        return False
    row.is_gone, row.clause = True, None
    return True


def known_of(rows: Iterable[Statement]) -> list[Known]:
    """The rows as the reader last said them, in order of the text."""
    return [_known(row) for row in rows]


def _known(row: Statement) -> Known:
    def said(field: str) -> Any:
        return row.as_read.get(field, getattr(row, field))

    return Known(
        key=row.key, group=row.clause_id or row.line, sentence=row.sentence,
        offset=(row.offset_start or 0, row.offset_end or 0), value_text=said("value_text"),
        value=numbers(said("value")), indicator=said("indicator"), measure=said("measure"),
        comparator=said("comparator"), period=said("period"), stretch=said("stretch"),
    )  # fmt: skip


def write_rereading(
    plan: PlanVersion, rows: Sequence[Statement], again: Mapping[str, Again], compiled: Plan,
    clauses: dict[str, Clause],
) -> Written:  # fmt: skip
    """Move the known rows to their places, read the undecided anew, add what is new, drop or mark what is lost."""
    keys = {found.reading.key: key for key, found in again.items() if found.reading}
    kept, gone, removed = [], [], []
    for row in rows:
        found = again.get(row.key)
        if found is not None and (found.reading or is_decided(row) or row.source != Source.READER):
            row.is_gone = False
            write_match(row, found.match, clauses, moves=True)
            _read_anew(row, found.reading, keys)
            kept.append(row)
        elif row.source == Source.READER and not is_decided(row):
            removed.append(row)
        elif mark_if_gone(row):
            gone.append(row)
    Statement.objects.filter(pk__in=[row.pk for row in removed]).delete()
    fresh = _fresh_rows(
        plan, compiled.statements, keys, {row.key for row in rows} - {row.key for row in removed}, clauses
    )
    overwrite(Statement, [*kept, *gone], [*READ_FIELDS, *PLACE, *SENTENCE, "is_gone"])
    Statement.objects.bulk_create(fresh, batch_size=500)
    return Written(*(tuple(row.key for row in part) for part in (kept, fresh, removed, gone)))


def _read_anew(row: Statement, reading: Reading | None, keys: Mapping[str, str]) -> None:
    """A row nobody decided about says what the new reading says."""
    is_free = row.source == Source.READER and row.review == Review.UNREVIEWED and not row.as_read
    if reading is not None and is_free:
        said = read_fields(reading)
        said["same_as"] = keys.get(said["same_as"], said["same_as"])
        for name, value in said.items():
            setattr(row, name, value)


def _fresh_rows(
    plan: PlanVersion,
    readings: Iterable[Reading],
    keys: dict[str, str],
    taken: set[str],
    clauses: dict[str, Clause],
) -> list[Statement]:
    """Rows of the readings that no known row is; a key in use is made distinct."""
    fresh = [reading for reading in readings if reading.key not in keys]
    for reading in fresh:
        key, number = reading.key, 1
        while key in taken:
            number += 1
            key = statement_key(reading.key, number)
        taken.add(key)
        keys[reading.key] = key
    rows = [row_of(reading, plan, clauses, key=keys[reading.key]) for reading in fresh]
    for row in rows:
        row.same_as = keys.get(row.same_as, row.same_as)
    return rows
