"""Reads of the audit room."""

from __future__ import annotations

from django.db.models import QuerySet

from huoju.kernel.audit.chain import FIRST, Verification, walk
from huoju.kernel.audit.models import ChainEnd, Event


def verify() -> Verification:
    """Walk the whole chain; two queries however long it is."""
    end = ChainEnd.objects.filter(id=1).first()
    events = Event.objects.order_by("sequence").iterator(chunk_size=2000)
    return walk(
        (event.entry() for event in events),
        last_sequence=end.sequence if end else 0,
        last_hash=end.hash if end else FIRST,
    )


def events(*, actor: str = "", verb: str = "", target: str = "") -> QuerySet[Event]:
    """Events, newest first; each given word narrows them (verb and target by their beginning)."""
    found = Event.objects.order_by("-sequence")
    if actor:
        found = found.filter(actor=actor)
    if verb:
        found = found.filter(verb__startswith=verb)
    if target:
        found = found.filter(target__startswith=target)
    return found
