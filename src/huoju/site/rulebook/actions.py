"""Writes of the rule book: a new dated version, and withdrawing one. Each is one transaction with its event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huoju.errors import Conflict, InputError
from huoju.kernel.audit.actions import record
from huoju.kernel.rules import Model, RuleVersion, compare_models, write_model
from huoju.kernel.rules.dmn.checking import tables_of
from huoju.site.rulebook import queries
from huoju.site.rulebook.models import StoredVersion


class NothingChanged(InputError):
    code = "rules-nothing-changed"
    zh = "与所依据的版本相比没有改动，不必另存。"
    en = "Nothing differs from the version it was made from; there is nothing to save."


class NotSound(InputError):
    code = "rules-not-sound"
    zh = "还有{count}处错误，不能保存：{first}"
    en = "There are {count} errors, so it cannot be saved: {first}"


@transaction.atomic
def save_version(
    code: str, based_on: str, model: Model, *, valid_from: date, document: str, number: str = "",
    published: date | None = None, note: str = "", by: Any, at: datetime,
) -> StoredVersion:  # fmt: skip
    """Keep a changed model as a version in force from a day on; the open version before it ends the day before.

    Raises
    ------
    NothingChanged, NotSound (the model or a table has errors), VersionsOverlap, NotFound.
    """
    found = queries.rule_set(code)
    base = queries.version_of(found, based_on)
    difference = compare_models(
        base.model, model, subject=(found.subject, found.subject_en), terms=found.terms
    )
    if _tables(model) == _tables(base.model):
        raise NothingChanged()
    row = StoredVersion(
        rule_set=code, valid_from=valid_from, document=document, number=number, published=published, note=note,
        based_on=based_on, dmn=write_model(model).decode(), made_by=by.get_username(), made_at=at,
    )  # fmt: skip
    version = queries.made_version(row)
    _refuse_errors(version)
    found.plus(version)
    row.save()
    told = {
        "document": document, "number": number, "based_on": based_on, "changes": list(difference.sentences("zh")),
    }  # fmt: skip
    record(actor=by, verb="rules.save", target=f"rules:{code}/{valid_from}", after=told, at=at)
    return row


def _tables(model: Model) -> list[tuple[str, object]]:
    """What the tables of a model say, whatever line of the file they stand on."""
    return [
        (name, replace(table, line=0, rules=tuple(replace(rule, line=0) for rule in table.rules)))
        for _, name, table in tables_of(model)
    ]


def _refuse_errors(version: RuleVersion) -> None:
    wrong = [one.zh for one in version.compiled.problems if one.severity == "error"]
    wrong += [one.zh for _, _, one in version.compiled.analyse() if one.severity == "error"]
    if wrong:
        raise NotSound(count=len(wrong), first=wrong[0])


@transaction.atomic
def withdraw(row: StoredVersion, *, by: Any, at: datetime) -> None:
    """Take a version made on the page out of force; its row stays. Raises Conflict when it is out already."""
    held = StoredVersion.objects.select_for_update().get(pk=row.pk)
    if held.withdrawn_at is not None:
        raise Conflict(what=str(held))
    held.withdrawn_at, held.withdrawn_by = at, by.get_username()
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    before = {"document": held.document, "number": held.number}
    record(
        actor=by,
        verb="rules.withdraw",
        target=f"rules:{held.rule_set}/{held.valid_from}",
        before=before,
        at=at,
    )
