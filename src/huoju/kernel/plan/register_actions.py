"""What people say about initiatives and named projects: how far they are, who leads, a note. Audited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from huoju.errors import InputError
from huoju.kernel.audit.actions import record
from huoju.kernel.plan.actions import NotABureau
from huoju.kernel.plan.models import Initiative, PlannedProject, PlanVersion
from huoju.kernel.subjects.models import Kind, Subject

Entry = Initiative | PlannedProject
NOTE_LENGTH = 2000


class NoSuchState(InputError):
    code = "no-such-state"
    zh = "没有“{state}”这个进展状态。请从列表中选择。"
    en = "There is no state {state}. Choose one from the list."


class NoteTooLong(InputError):
    code = "note-too-long"
    zh = "备注有 {length} 字，上限 {limit} 字。请缩短。"
    en = "The note has {length} characters; the limit is {limit}. Shorten it."


def follow(entry: Entry, *, state: str, lead: Subject | None, note: str, by: Any, at: datetime) -> bool:
    """Say where an entry stands, who leads it, and what is to be known; whether anything changed."""
    with transaction.atomic():
        _check(type(entry), state, lead, note)
        before = said_of(entry)
        entry.state, entry.lead, entry.note = state, lead, note
        if said_of(entry) == before:
            return False
        entry.save(update_fields=["state", "lead", "note"])
        record(
            actor=by, verb=f"{kind_of(type(entry))}.follow", target=target_of(entry), before=before,
            after=said_of(entry), at=at,
        )  # fmt: skip
        return True


def follow_many(
    table: type[Entry], plan: PlanVersion, keys: Collection[str], *, by: Any, at: datetime,
    state: str | None = None, lead: Subject | None = None, sets_lead: bool = False,
) -> int:  # fmt: skip
    """The same state, the same lead, or both for many entries; None leaves a state alone. How many changed."""
    with transaction.atomic():
        rows = table.objects.filter(plan=plan, key__in=list(keys)).select_related("lead", "plan")
        return sum(
            follow(
                row, state=state or row.state, lead=lead if sets_lead else row.lead, note=row.note, by=by, at=at
            )
            for row in rows
        )  # fmt: skip


def said_of(entry: Entry) -> dict[str, Any]:
    """What people said about an entry, as the trail holds it."""
    lead = entry.lead.code if entry.lead else None
    return {"state": str(entry.state), "lead": lead, "note": entry.note}


def target_of(entry: Entry) -> str:
    """How the audit trail names an entry."""
    return f"plan.{kind_of(type(entry))}:{entry.plan.code}/{entry.key}"


def kind_of(table: type[Entry]) -> str:
    """ "initiative" or "project"."""
    return "initiative" if table is Initiative else "project"


def _check(table: type[Entry], state: str, lead: Subject | None, note: str) -> None:
    if state not in dict(table._meta.get_field("state").choices or ()):
        raise NoSuchState(state=state)
    if lead is not None and lead.kind != Kind.BUREAU:
        raise NotABureau(name=lead.name)
    if len(note) > NOTE_LENGTH:
        raise NoteTooLong(length=len(note), limit=NOTE_LENGTH)
