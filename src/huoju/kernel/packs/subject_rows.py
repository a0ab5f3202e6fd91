"""Subjects and bureaus of a pack, written to their tables. Called by `actions.load` inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huoju.kernel.packs.format import BureauRow, SubjectRow
from huoju.kernel.packs.pack import Pack
from huoju.kernel.packs.writing import Counted, changed_by_hand, set_fields
from huoju.kernel.subjects.models import Kind, Subject, SubjectName

SUBJECT_FIELDS = (
    "kind", "name", "name_en", "gb_code", "uscc", "area_km2", "line", "attributes", "pack", "is_invented",
)  # fmt: skip


def load_subjects(pack: Pack, counted: Counted) -> dict[str, Subject]:
    """All subjects of the pack by code. One that belongs to another pack, or was changed by hand, is kept."""
    rows = [*map(_as_fields, pack.subjects), *(_bureau_fields(row, pack.area) for row in pack.bureaus)]
    known = {each.code: each for each in Subject.objects.filter(code__in=[row["code"] for row in rows])}
    by_hand = changed_by_hand("subject:", known)
    fresh, changed, parents = [], [], {}
    for fields in rows:
        code, parents[fields["code"]] = fields["code"], fields.pop("parent")
        wanted = {**fields, "pack": pack.name, "is_invented": pack.is_invented}
        subject = known.get(code)
        if subject is None:
            known[code] = Subject(**wanted)
            fresh.append(known[code])
        elif subject.pack not in ("", pack.name) or code in by_hand:
            parents.pop(code)
            counted.kept += 1
        elif set_fields(subject, wanted):
            changed.append(subject)
        else:
            counted.same += 1
    Subject.objects.bulk_create(fresh, batch_size=500)
    Subject.objects.bulk_update(changed, SUBJECT_FIELDS, batch_size=500)
    counted.added, counted.changed = len(fresh), len(changed)
    _load_parents(known, parents)
    _load_names(known, pack.subjects)
    return known


def _as_fields(row: SubjectRow) -> dict[str, Any]:
    return {
        "code": row.code, "kind": row.kind, "name": row.name, "name_en": row.name_en, "parent": row.parent,
        "gb_code": row.gb_code or "", "uscc": row.uscc or "", "area_km2": row.area_km2, "line": row.line,
        "attributes": row.attributes,
    }  # fmt: skip


def _bureau_fields(row: BureauRow, area: str) -> dict[str, Any]:
    attributes = {"is_proposal": row.is_proposal, "chapters": list(row.chapters)}
    attributes |= {"note": row.note, "note_en": row.note_en} if row.note or row.note_en else {}
    return {
        "code": row.code, "kind": str(Kind.BUREAU), "name": row.name, "name_en": row.name_en, "parent": area,
        "gb_code": "", "uscc": "", "area_km2": None, "line": None, "attributes": attributes,
    }  # fmt: skip


def _load_parents(known: dict[str, Subject], parents: dict[str, str | None]) -> None:
    changed = []
    for code, parent in parents.items():
        wanted = known[parent].pk if parent else None
        if known[code].parent_id != wanted:
            known[code].parent_id = wanted
            changed.append(known[code])
    Subject.objects.bulk_update(changed, ["parent"], batch_size=500)


def _load_names(known: dict[str, Subject], rows: Iterable[SubjectRow]) -> None:
    """Further names, without dates: the plan does not say from when to when they were borne."""
    there = set(SubjectName.objects.filter(subject__in=known.values()).values_list("subject_id", "name"))
    wanted = [(known[row.code], name) for row in rows for name in row.also]
    fresh = [SubjectName(subject=who, name=name) for who, name in wanted if (who.pk, name) not in there]
    SubjectName.objects.bulk_create(fresh, batch_size=500)
