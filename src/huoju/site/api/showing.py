"""Showing: from rows and values to the shapes. Blank texts become null, numbers become exact texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from huoju.kernel.catalog import Indicator
from huoju.kernel.evidence import Observation
from huoju.kernel.plan.findings import Finding
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.subjects.models import Subject
from huoju.site.pages.standing import Row


def text(value: Decimal | None) -> str | None:
    """A number without exponent, every digit as kept."""
    return None if value is None else format(value, "f")


def subject(row: Subject | None) -> dict[str, Any] | None:
    return None if row is None else {"code": row.code, "name": row.name, "name_en": row.name_en or None}


def plan(row: PlanVersion) -> dict[str, Any]:
    return {
        "code": row.code, "title": row.title, "title_en": row.title_en or None, "area": subject(row.area),
        "start_year": row.start_year, "end_year": row.end_year, "is_invented": row.is_invented,
        "has_document": row.has_document, "loaded_at": row.loaded_at,
    }  # fmt: skip


def statement(row: Statement) -> dict[str, Any]:
    return {
        "key": row.key, "role": row.role, "indicator": row.indicator, "indicator_en": row.indicator_en or None,
        "concept": row.concept or None, "subject": subject(row.subject), "subject_text": row.subject_text or None,
        "measure": row.measure, "comparator": row.comparator, "value": [str(value) for value in row.value],
        "unit": row.unit or None, "value_text": row.value_text, "period": row.period or None,
        "baseline_period": row.baseline_period or None, "is_stretch": row.stretch, "nature": row.nature or None,
        "chapter": row.chapter or None, "line": row.line, "end_line": row.end_line, "confidence": row.confidence,
        "review": row.review, "source": row.source, "same_as": row.same_as or None, "lead": subject(row.lead),
        "sentence": row.sentence or None, "note": row.note or None, "note_en": row.note_en or None,
    }  # fmt: skip


def observation(item: Observation) -> dict[str, Any]:
    return {
        "indicator": item.indicator, "subject": item.subject, "measure": item.measure,
        "breakdown": item.breakdown or None, "period": str(item.period), "value": text(item.value),
        "unit": item.unit, "status": item.status, "price_basis": item.price_basis or None,
        "coverage": item.coverage or None, "source": item.source, "note": item.note or None,
        "vintage": item.vintage, "batch": item.batch,
    }  # fmt: skip


def assessment(row: Row, as_of: date) -> dict[str, Any]:
    found, said = row.assessment, row.statement
    pace = found.required_pace
    return {
        "key": row.key, "indicator": said.indicator, "indicator_en": said.indicator_en or None,
        "chapter": said.chapter or None, "line": said.line, "lead": row.bureau or None, "state": row.state,
        "as_of": as_of, "attainment": text(found.attainment),
        "expected_attainment": text(found.expected_attainment), "time_progress": text(found.time_progress),
        "baseline": text(found.baseline), "target": text(found.target), "target_upper": text(found.target_upper),
        "current_value": text(found.current_value), "current_year": found.current_year, "unit": found.unit,
        "required_pace": None if pace is None else {
            "kind": pace.kind, "value": text(pace.value), "unit": pace.unit, "years": text(pace.years),
        },
        "is_stretch": found.is_stretch, "is_over": found.is_over, "is_provisional": found.is_provisional,
        "missing": [_note(note) for note in found.missing], "caveats": [_note(note) for note in found.caveats],
    }  # fmt: skip


def assessment_in_full(row: Row, as_of: date) -> dict[str, Any]:
    found = row.assessment
    steps = [{"zh": s.zh, "en": s.en, "value": text(s.value), "formula": s.formula} for s in found.steps]
    return assessment(row, as_of) | {
        "steps": steps,
        "path": [{"year": year, "value": text(value)} for year, value in found.path],
        "current": None if found.current is None else observation(found.current),
    }


def finding(found: Finding, rows: Mapping[str, Statement]) -> dict[str, Any]:
    leads = [rows[key].lead for key in found.statements if key in rows]
    facts = found.as_json()
    return {
        **{name: facts[name] for name in (
            "id", "code", "severity", "lines", "chapters", "statements", "message_zh", "message_en", "derivation",
            "derivation_en",
        )},
        "leads": list(dict.fromkeys(lead.code for lead in leads if lead is not None)),
        "mends": [{name: mend[name] for name in ("statement", "zh", "en")} for mend in found.fields.get("mends", ())],
        "accepted": None if found.accepted is None else {"reason": found.accepted},
    }  # fmt: skip


def indicator(entry: Indicator) -> dict[str, Any]:
    names = (
        "id", "zh", "en", "unit", "unit_family", "kind", "direction", "price_basis", "growth_at_constant_prices",
        "theme", "definition", "definition_en", "source", "has_evidence_source",
    )  # fmt: skip
    return {"aliases": list(entry.aliases)} | {name: getattr(entry, name) for name in names}


def _note(note: Any) -> dict[str, str]:
    return {"code": note.code, "zh": note.zh, "en": note.en}
