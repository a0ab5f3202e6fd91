"""The plan of a pack: its outline, statements and structures, written to their tables.

Called by `actions.load` inside its transaction. What a person decided stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huoju.kernel.audit.models import Event
from huoju.kernel.catalog import plain
from huoju.kernel.packs.format import StatementRow, StructureRow
from huoju.kernel.packs.pack import Pack
from huoju.kernel.packs.writing import Counted, set_fields
from huoju.kernel.plan.models import Clause, ClauseKind, PlanVersion, Review, Source, Statement, Structure
from huoju.kernel.subjects.models import Subject

PLACE_FIELDS = ("chapter", "line", "end_line", "col")
STATEMENT_FIELDS = (
    "role", "indicator", "indicator_en", "concept", "subject_text", "subject", "measure", "comparator",
    "value", "unit", "value_text", "period", "baseline_period", "stretch", "nature", "threshold_value",
    "threshold_unit", "same_as", "implicit", "note", "note_en", "is_public",
)  # fmt: skip


def load_plan(pack: Pack, subjects: dict[str, Subject]) -> PlanVersion:
    """The plan's row. The document's name and digest are those of what has been loaded, never of the pack."""
    facts = {
        "pack": pack.name, "title": pack.plan.title, "title_en": pack.plan.title_en,
        "area": subjects[pack.area], "start_year": pack.plan.start_year, "end_year": pack.plan.end_year,
        "is_invented": pack.is_invented,
    }  # fmt: skip
    plan: PlanVersion
    plan, is_new = PlanVersion.objects.get_or_create(code=pack.plan.code, defaults=facts)
    if not is_new and set_fields(plan, facts):
        plan.save()
    return plan


def load_outline(plan: PlanVersion, pack: Pack) -> None:
    """Headings as clauses without text; a document's own headings only get their English titles."""
    if plan.has_document:
        _name_in_english(plan, {plain(row.title): row.title_en for row in pack.outline if row.title_en})
        return
    Clause.objects.filter(plan=plan).delete()
    rows = [
        Clause(
            plan=plan, order=order, chapter=row.chapter, heading=row.title, heading_en=row.title_en,
            level=1 + row.chapter.count("."), kind=ClauseKind.HEADING, first_line=row.line, last_line=row.line,
        )
        for order, row in enumerate(pack.outline)
    ]  # fmt: skip
    Clause.objects.bulk_create(rows)


def _name_in_english(plan: PlanVersion, titles: dict[str, str]) -> None:
    """The headings of the document that the pack names too bear its English titles."""
    renamed = []
    for heading in Clause.objects.filter(plan=plan, kind=ClauseKind.HEADING):
        title = titles.get(plain(heading.heading), heading.heading_en)
        if heading.heading_en != title:
            heading.heading_en = title
            renamed.append(heading)
    Clause.objects.bulk_update(renamed, ["heading_en"], batch_size=500)


def load_statements(plan: PlanVersion, pack: Pack, subjects: dict[str, Subject], counted: Counted) -> None:
    """Statements by key. What a person reviewed or wrote stays; a lead is only given where there is none."""
    known = {each.key: each for each in Statement.objects.filter(plan=plan)}
    has_moved = plan.document_sha256 not in ("", pack.plan.document_sha256)
    led_by_hand = _led_by_hand(plan)
    fresh, changed = [], []
    for row in pack.statements:
        fields = _statement_fields(row, subjects, places=not has_moved)
        lead = subjects.get(row.lead) if row.lead else None
        statement = known.pop(row.key, None)
        if statement is None:
            fresh.append(Statement(plan=plan, key=row.key, source=Source.PACK, lead=lead, **fields))
        elif statement.review != Review.UNREVIEWED or statement.source == Source.HAND:
            counted.kept += 1
        else:
            if lead is not None and statement.lead_id is None and row.key not in led_by_hand:
                fields["lead"] = lead
            if set_fields(statement, fields):
                changed.append(statement)
            else:
                counted.same += 1
    Statement.objects.bulk_create(fresh, batch_size=500)
    Statement.objects.bulk_update(changed, [*STATEMENT_FIELDS, *PLACE_FIELDS, "lead"], batch_size=500)
    _drop_gone(known.values())
    counted.added, counted.changed = len(fresh), len(changed)


def _statement_fields(row: StatementRow, subjects: dict[str, Subject], *, places: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "role": row.role.value, "indicator": row.indicator, "indicator_en": row.indicator_en,
        "concept": row.concept or "", "subject_text": row.subject_text,
        "subject": subjects[row.subject] if row.subject else None, "measure": row.measure.value,
        "comparator": row.comparator.value, "value": [str(value) for value in row.value],
        "unit": row.unit or "", "value_text": row.value_text, "period": row.period or "",
        "baseline_period": row.baseline_period or "", "stretch": row.stretch, "nature": row.nature or "",
        "threshold_value": "" if row.threshold_value is None else str(row.threshold_value),
        "threshold_unit": row.threshold_unit or "", "same_as": row.same_as or "", "implicit": row.implicit,
        "note": row.note, "note_en": row.note_en, "is_public": True,
    }  # fmt: skip
    if places:
        end_line = row.end_line or row.line
        fields |= {"chapter": row.chapter, "line": row.line, "end_line": end_line, "col": row.col}
    return fields


def _led_by_hand(plan: PlanVersion) -> set[str]:
    """Keys whose lead a person gave or took away."""
    events = Event.objects.filter(verb="statement.lead", target=f"plan:{plan.code}")
    return {key for after in events.values_list("after", flat=True) for key in after or ()}


def _drop_gone(rows: Iterable[Statement]) -> None:
    """Statements that left the pack go, unless a person has said something about them."""
    gone = [row.pk for row in rows if row.source == Source.PACK and row.review == Review.UNREVIEWED]
    Statement.objects.filter(pk__in=gone).delete()


def load_structures(plan: PlanVersion, pack: Pack) -> int:
    """Named structures with their parts and members, replaced whole: people do not edit them."""
    Structure.objects.filter(plan=plan).delete()
    rows = [
        Structure(
            plan=plan, key=row.structure, name=row.name, name_en=row.name_en, chapter=row.chapter,
            line=row.line, end_line=row.line, parts=_parts(row.structure, pack.structures), note=row.note,
            note_en=row.note_en,
        )
        for row in pack.structures
        if row.level == "structure"
    ]  # fmt: skip
    Structure.objects.bulk_create(rows)
    return len(rows)


def _parts(structure: str, rows: Iterable[StructureRow]) -> list[dict[str, Any]]:
    """Parts in the order of the file, each with the members that follow it."""
    parts: list[dict[str, Any]] = []
    for row in rows:
        if row.structure != structure or row.level == "structure":
            continue
        said = {"name": row.name, "name_en": row.name_en, "line": row.line}
        said |= {"note": row.note, "note_en": row.note_en} if row.note or row.note_en else {}
        if row.level == "part":
            parts.append({"digit": row.digit, **said, "members": []})
        else:
            owner = next(part for part in reversed(parts) if part["digit"] == row.digit)
            owner["members"].append(said)
    return parts
