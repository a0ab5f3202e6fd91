"""To tables: what the reader found, written to a plan's rows. The inverse of `from_tables`; called by actions only.

Everything here runs inside the caller's transaction and records nothing: the action does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from huoju.kernel.catalog import plain
from huoju.kernel.plan.attaching import Match
from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.compiled import Structure as ReadStructure
from huoju.kernel.plan.documents import Document
from huoju.kernel.plan.models import Clause, ClauseKind, PlanVersion, Source, Statement, Structure
from huoju.kernel.plan.outline import Clause as ReadClause
from huoju.kernel.plan.statements import Statement as Reading

# What a reading says, apart from where it stands.
READ_FIELDS = (
    "role", "indicator", "concept", "subject_text", "measure", "comparator", "value", "unit", "value_text", "period",
    "baseline_period", "stretch", "nature", "threshold_value", "threshold_unit", "same_as", "implicit", "confidence",
)  # fmt: skip
PLACE = ("chapter", "line", "end_line", "col")
SENTENCE = ("clause", "sentence", "offset_start", "offset_end")


def compile_document(document: Document) -> Plan:
    """The document compiled with the national catalog."""
    from huoju.kernel.catalog import load_catalog
    from huoju.kernel.plan import compile_plan

    compiled: Plan = compile_plan(document, load_catalog())
    return compiled


def note_document(plan: PlanVersion, document: Document, at: datetime) -> None:
    """The plan's text is this document now."""
    plan.document_name, plan.document_sha256, plan.loaded_at = document.name, document.sha256, at
    plan.save(update_fields=["document_name", "document_sha256", "loaded_at"])


def replace_clauses(plan: PlanVersion, read: Iterable[ReadClause]) -> dict[str, Clause]:
    """The plan's clauses are these now; by the reader's id. A heading that stays keeps its English title."""
    titles = _english_titles(plan)
    Clause.objects.filter(plan=plan).delete()
    rows: dict[str, Clause] = {}
    for order, clause in enumerate(read):
        is_heading = clause.kind.value == "heading"
        rows[clause.id] = Clause(
            plan=plan, order=order, chapter=clause.chapter, heading=clause.heading[:300],
            heading_en=titles.get(plain(clause.heading), "") if is_heading else "", level=clause.level,
            kind=clause.kind.value, text=clause.text, first_line=clause.first_line, last_line=clause.last_line,
        )  # fmt: skip
    Clause.objects.bulk_create(rows.values(), batch_size=500)
    return rows


def _english_titles(plan: PlanVersion) -> dict[str, str]:
    """English title of each heading that has one, by its Chinese title (any numbering, any width)."""
    named = Clause.objects.filter(plan=plan, kind=ClauseKind.HEADING).exclude(heading_en="")
    return {plain(zh): en for zh, en in named.values_list("heading", "heading_en")}


def read_fields(reading: Reading) -> dict[str, Any]:
    """What a reading says, as the columns of a row (`READ_FIELDS`)."""
    threshold = reading.threshold
    return {
        "role": reading.role.value, "indicator": reading.indicator, "concept": reading.concept or "",
        "subject_text": reading.subject, "measure": reading.measure.value, "comparator": reading.comparator.value,
        "value": [str(value) for value in reading.value], "unit": reading.unit or "",
        "value_text": reading.value_text, "period": reading.period,
        "baseline_period": reading.baseline_period or "", "stretch": reading.stretch,
        "nature": reading.nature or "", "threshold_value": str(threshold.value) if threshold else "",
        "threshold_unit": threshold.unit if threshold else "", "same_as": reading.same_as or "",
        "implicit": reading.implicit, "confidence": reading.confidence,
    }  # fmt: skip


def row_of(reading: Reading, plan: PlanVersion, clauses: dict[str, Clause], *, key: str = "") -> Statement:
    """A new row, not saved, for a reading that we did not know."""
    place = reading.place
    return Statement(
        plan=plan, key=key or reading.key, clause=clauses.get(reading.clause), source=Source.READER,
        chapter=place.chapter, line=place.line, end_line=place.end_line, col=place.col, sentence=reading.sentence,
        offset_start=reading.offset[0], offset_end=reading.offset[1], **read_fields(reading),
    )  # fmt: skip


def write_match(row: Statement, match: Match | None, clauses: dict[str, Clause], *, moves: bool) -> None:
    """Give a row the sentence it stands in, or none; with `moves` the lines become this document's."""
    row.clause = clauses.get(match.clause) if match else None
    row.sentence = match.sentence if match else ""
    row.offset_start, row.offset_end = match.offset if match else (None, None)
    if moves and match:
        row.chapter, row.line, row.end_line, row.col = match.chapter, match.line, match.end_line, match.col


def overwrite(table: Any, rows: Iterable[Any], fields: Iterable[str]) -> None:
    """Write these fields of stored rows: one upsert by id, ten times as fast as `bulk_update` for thousands."""
    table.objects.bulk_create(
        list(rows), update_conflicts=True, unique_fields=["id"], update_fields=list(fields), batch_size=500
    )


def save_statements(plan: PlanVersion, compiled: Plan, clauses: dict[str, Clause]) -> None:
    """Every statement of a plan that has none yet."""
    rows = [row_of(reading, plan, clauses) for reading in compiled.statements]
    Statement.objects.bulk_create(rows, batch_size=500)


NOT_EXPLAINED = {"name": "（文中未说明）", "name_en": "(not explained in the text)"}


def parts_of_structure(structure: ReadStructure) -> list[dict[str, Any]]:
    """A slogan digit by digit, as packs write it; a structure of one number as one part with its members."""
    if structure.split:
        return [
            {"digit": part.digit, **({"name": part.name} if part.name else NOT_EXPLAINED)}
            | {"members": [{"name": member} for member in part.members]}
            for part in structure.split
        ]
    members = [{"name": part} for part in structure.parts]
    return [{"digit": "".join(structure.value), "name": structure.name, "members": members}]


def save_structures(plan: PlanVersion, compiled: Plan) -> None:
    """The named structures, replaced whole: people do not edit them."""
    Structure.objects.filter(plan=plan).delete()
    rows = []
    for number, each in enumerate(compiled.structures, 1):
        place = each.places[0] if each.places else None
        parts = parts_of_structure(each)
        rows.append(
            Structure(
                plan=plan, key=f"s{number}", name=each.name[:100], chapter=place.chapter if place else "",
                line=place.line if place else None, end_line=place.end_line if place else None, parts=parts,
            )
        )  # fmt: skip
    Structure.objects.bulk_create(rows)
