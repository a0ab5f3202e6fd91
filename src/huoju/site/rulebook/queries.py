"""Reads of the rule book: the rule sets of all packs, with the versions made on the page among them."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from huoju.errors import InputError, NotFound
from huoju.kernel.packs.rule_sets import read_rule_sets, rule_folders
from huoju.kernel.rules import RuleSet, RuleSource, RuleVersion, read_model
from huoju.site.rulebook.models import StoredVersion


def rule_sets() -> tuple[RuleSet, ...]:
    """Every rule set of the packs' folder, in order of pack and file, with the stored versions."""
    stored: dict[str, list[StoredVersion]] = {}
    for one in StoredVersion.objects.filter(withdrawn_at__isnull=True).order_by("valid_from"):
        stored.setdefault(one.rule_set, []).append(one)
    return tuple(_with_stored(each, stored.get(each.code, [])) for each in of_packs())


def rule_set(code: str) -> RuleSet:
    """One rule set by its code. Raises NotFound."""
    for one in rule_sets():
        if one.code == code:
            return one
    raise NotFound(what=code)


def version_of(found: RuleSet, label: str) -> RuleVersion:
    """A version by its label ("2016-01-01.."). Raises NotFound."""
    for one in found.versions:
        if one.label == label:
            return one
    raise NotFound(what=f"{found.code} {label}")


def stored_at(found: RuleSet, version: RuleVersion) -> StoredVersion | None:
    """The row of a version made on the page, None for one of a pack."""
    rows = StoredVersion.objects.filter(
        rule_set=found.code, valid_from=version.valid_from, withdrawn_at__isnull=True
    )
    row = rows.first()
    return row if row is not None and version.model.where == where_of(row) else None


def where_of(row: StoredVersion) -> str:
    """What to call the model of a stored version in messages."""
    return f"{row.rule_set}-{row.valid_from}.dmn"


def of_packs() -> tuple[RuleSet, ...]:
    """The rule sets of the packs alone, read again only when a file changed."""
    return tuple(one for folder in rule_folders() for one in _read(folder, _changed_at(folder)))


@lru_cache(maxsize=16)
def _read(folder: Path, _changed: float) -> tuple[RuleSet, ...]:
    return read_rule_sets(folder)[0]


def _changed_at(folder: Path) -> float:
    rules = folder / "rules"
    return max(path.stat().st_mtime for path in (rules, *rules.iterdir()))


def _with_stored(found: RuleSet, rows: list[StoredVersion]) -> RuleSet:
    for row in rows:
        version = _version((row.pk, row.made_at), row)
        try:
            found = found.plus(version)
        except InputError:  # a pack has meanwhile brought a version for these days: its own goes first
            continue
    return found


@lru_cache(maxsize=128)
def _version(_key: tuple[int, datetime], row: StoredVersion) -> RuleVersion:
    """The version of a row, compiled once a process; rows are never changed."""
    return made_version(row)


def made_version(row: StoredVersion) -> RuleVersion:
    """A row as a value. Raises InputError where its model cannot be read."""
    source = RuleSource(title=row.document, number=row.number, published=row.published, note=row.note)
    return RuleVersion(row.valid_from, row.valid_to, source, read_model(row.dmn, where_of(row)))
