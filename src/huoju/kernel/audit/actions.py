"""Writes of the audit room: `record`, called by every other room's actions inside their transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from huoju.kernel.audit.chain import Entry, digest, plain
from huoju.kernel.audit.models import ChainEnd, Event


@transaction.atomic
def record(
    *, actor: Any, verb: str, target: str, before: Any = None, after: Any = None, at: datetime
) -> Event:
    """Append one event to the chain and return it.

    Parameters
    ----------
    actor : a user (its name is kept, so that the trail outlives the account) or a text such as "system".
    verb, target : what was done ("plan.load") to which thing ("plan:demo-14fyp").
    before, after : JSON values; Decimals, dates and sets are written as text and lists.
    at : aware moment of the change.
    """
    ChainEnd.objects.get_or_create(id=1)
    end = ChainEnd.objects.select_for_update().get(id=1)
    name = actor if isinstance(actor, str) else actor.get_username()
    entry = Entry(end.sequence + 1, at, name, verb, target, plain(before), plain(after), end.hash)
    entry = replace(entry, hash=digest(entry))
    ChainEnd.objects.filter(id=1).update(sequence=entry.sequence, hash=entry.hash)
    return Event.objects.create(
        sequence=entry.sequence, at=at, actor=name, verb=verb, target=target,
        before=entry.before, after=entry.after, previous=entry.previous, hash=entry.hash,
    )  # fmt: skip
