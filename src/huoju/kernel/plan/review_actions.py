"""Decisions of people about what a plan says: accept, correct, reject, add by hand, undo.

One transaction and one audit event each, with what stood before and after. What is decided here outlives every
later reading of the document (`actions.reread_document`) and every later load of a pack.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huoju.errors import Conflict, InputError
from huoju.kernel.audit.actions import record
from huoju.kernel.audit.models import Event
from huoju.kernel.plan.models import Clause, PlanVersion, Review, Source, Statement
from huoju.kernel.plan.rereading import squeezed
from huoju.kernel.plan.statements import statement_key
from huoju.kernel.plan.to_tables import READ_FIELDS

# What a correction may change; `subject` is the code of the subject in the audit trail.
EDITABLE = (
    "role", "indicator", "indicator_en", "concept", "subject_text", "subject", "measure", "comparator", "value", "unit",
    "period", "baseline_period", "stretch", "nature", "note",
)  # fmt: skip
AS_READ = tuple(name for name in READ_FIELDS if name != "confidence")
DECIDED = ("review", "is_gone", "source", "as_read", "sentence", *EDITABLE)
VERBS = ("statement.review", "statement.correct", "statement.add")
UNDO = "statement.undo"


class NothingToUndo(InputError):
    code = "nothing-to-undo"
    zh = "没有可以撤销的复核决定：本人在“{plan}”里还没有决定，或都已撤销。"
    en = "There is no decision to undo: you made none in {plan}, or all are undone."


class ValueNotInSentence(InputError):
    code = "value-not-in-sentence"
    zh = "句子里没有“{text}”。请照原文填写数值所在的文字。"
    en = "“{text}” does not stand in the sentence. Enter the words of the value as the text prints them."


class AlreadyRead(InputError):
    code = "already-read"
    zh = "这句话里的“{text}”已登记为“{indicator}”。请直接复核那一条。"
    en = "“{text}” of this sentence is there already, as {indicator}. Review that one."


# -- decisions


def review_statement(statement: Statement, *, review: Review, by: Any, at: datetime, note: str = "") -> Event:
    """A person's judgement of what the reader or a pack says; kept by every later load.

    Accepting or rejecting what is no longer in the text settles it: it stands (or falls) without a sentence.
    """
    with transaction.atomic():
        before = state_of(statement)
        statement.review = review
        if note:
            statement.note = note
        if statement.is_gone:
            statement.is_gone, statement.sentence = False, ""
        return _write(statement, before, "statement.review", by=by, at=at)


def correct_statement(statement: Statement, *, changes: Mapping[str, Any], by: Any, at: datetime) -> Event:
    """Replace fields (`EDITABLE`) of a statement; what the reader had said stays beside them in `as_read`."""
    with transaction.atomic():
        before = state_of(statement)
        if not statement.as_read and statement.source != Source.HAND:
            statement.as_read = {name: getattr(statement, name) for name in AS_READ}
        for name in EDITABLE:
            if name in changes:
                setattr(statement, name, changes[name])
        statement.review = Review.CORRECTED
        return _write(statement, before, "statement.correct", by=by, at=at)


def add_statement(
    plan: PlanVersion, *, clause: Clause, sentence: str, value_text: str, fields: Mapping[str, Any], by: Any,
    at: datetime,
) -> Statement:  # fmt: skip
    """A statement that the reader missed, from its sentence and the words of its value.

    Raises ValueNotInSentence, AlreadyRead.
    """
    with transaction.atomic():
        start = sentence.find(value_text) if value_text else -1
        if start < 0:
            raise ValueNotInSentence(text=value_text)
        _refuse_twice(
            plan, clause, sentence, (start, start + len(value_text)), value_text, fields["indicator"]
        )
        at_line = _line_in(clause, clause.text.find(sentence) + start)
        statement = Statement(
            plan=plan, key=_free_key(plan, squeezed(sentence), value_text, fields["indicator"]), clause=clause,
            chapter=clause.chapter, line=at_line, end_line=at_line, col=start, sentence=sentence,
            offset_start=start, offset_end=start + len(value_text), value_text=value_text, source=Source.HAND,
            review=Review.ACCEPTED, confidence=1.0,
            **{name: fields[name] for name in EDITABLE if name in fields},
        )  # fmt: skip
        statement.save()
        record(
            actor=by, verb="statement.add", target=target_of(statement), after=state_of(statement), at=at
        )  # fmt: skip
        return statement


def undo_last_decision(plan: PlanVersion, *, by: Any, at: datetime) -> tuple[str, str]:
    """Take back this person's last decision in this plan that still stands; (verb, key) of what was undone.

    Raises NothingToUndo; Conflict when somebody changed the statement since.
    """
    with transaction.atomic():
        event = last_decision(plan, by)
        if event is None:
            raise NothingToUndo(plan=plan.title)
        key = event.target.rpartition("/")[2]
        statement = Statement.objects.filter(plan=plan, key=key).select_related("subject").first()
        changed = changes_of(event)
        if statement is None or any(state_of(statement)[name] != value for name, (_, value) in changed.items()):
            raise Conflict(what=key)
        if event.verb == "statement.add":
            statement.delete()
        else:
            restore(statement, {name: was for name, (was, _) in changed.items()})
        record(
            actor=by, verb=UNDO, target=event.target, before=event.after,
            after={**(event.before or {}), "undoes": event.sequence}, at=at,
        )  # fmt: skip
        return event.verb, key


def last_decision(plan: PlanVersion, by: Any) -> Event | None:
    """This person's newest decision in the plan that is not undone."""
    name = by if isinstance(by, str) else by.get_username()
    undone: set[int] = set()
    events = Event.objects.filter(
        actor=name, verb__in=(*VERBS, UNDO), target__startswith=f"plan.statement:{plan.code}/"
    )
    for event in events.order_by("-sequence")[:200]:
        if event.verb == UNDO:
            undone.add(event.after["undoes"])
        elif event.sequence not in undone:
            found: Event = event
            return found
    return None


# -- what the trail holds


def target_of(statement: Statement) -> str:
    """How the audit trail names a statement."""
    return f"plan.statement:{statement.plan.code}/{statement.key}"


def fingerprint(statement: Statement) -> str:
    """Twelve digits that change with anything a decision may change: what a person saw when deciding."""
    state = json.dumps(state_of(statement), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(state.encode()).hexdigest()[:12]


def check_seen(statement: Statement, seen: str) -> None:
    """Raise Conflict when the statement is no longer what the person saw; "" is not held against anything."""
    if seen and seen != fingerprint(statement):
        raise Conflict(what=statement.indicator)


def state_of(statement: Statement) -> dict[str, Any]:
    """All that a decision may change, as JSON."""
    state = {name: getattr(statement, name) for name in DECIDED if name != "subject"}
    state["review"], state["source"] = str(state["review"]), str(state["source"])
    return state | {"subject": statement.subject.code if statement.subject else None}


def restore(statement: Statement, state: Mapping[str, Any]) -> None:
    """Give a statement the fields that the trail holds."""
    from huoju.kernel.subjects.models import Subject

    for name, value in state.items():
        if name == "subject":
            statement.subject = Subject.objects.filter(code=value).first() if value else None
        elif name in DECIDED:
            setattr(statement, name, value)
    statement.save(update_fields=[*DECIDED])


def _write(statement: Statement, before: dict[str, Any], verb: str, *, by: Any, at: datetime) -> Event:
    statement.save(update_fields=[*DECIDED])
    after = state_of(statement)
    event: Event = record(actor=by, verb=verb, target=target_of(statement), before=before, after=after, at=at)
    return event


def changes_of(event: Event) -> dict[str, tuple[Any, Any]]:
    """What a decision changed: {field: (before, after)}. Of an addition, all that a person may decide."""
    before, after = event.before or {}, event.after or {}
    names = [name for name in DECIDED if name in after]
    if not before:
        names = [name for name in names if name not in ("sentence", "is_gone")]
    return {name: (before.get(name), after[name]) for name in names if before.get(name) != after[name]}


# -- places


def _refuse_twice(
    plan: PlanVersion, clause: Clause, sentence: str, span: tuple[int, int], text: str, indicator: str
) -> None:
    """Raise AlreadyRead when a statement with the same value and name stands there already."""
    same = Statement.objects.filter(plan=plan, clause=clause, sentence=sentence, indicator=indicator)
    for other in same.exclude(review=Review.REJECTED):
        if (other.offset_start or 0) < span[1] and span[0] < (other.offset_end or 0):
            raise AlreadyRead(text=text, indicator=other.indicator)


def _free_key(plan: PlanVersion, *parts: str) -> str:
    key, number = statement_key("hand", *parts), 1
    while Statement.objects.filter(plan=plan, key=key).exists():
        number += 1
        key = statement_key("hand", *parts, number)
    return key


def _line_in(clause: Clause, at: int) -> int:
    """The line of a place in a paragraph, by the share of its text before it."""
    lines = clause.last_line - clause.first_line
    return int(clause.first_line + lines * max(at, 0) // max(len(clause.text), 1))
