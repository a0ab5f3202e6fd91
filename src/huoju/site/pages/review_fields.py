"""What a reviewer sees of a statement: its paragraph with the value marked, its fields beside what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huoju.kernel.catalog import Catalog
from huoju.kernel.plan.models import Statement
from huoju.site.pages import wording
from huoju.site.pages.plan import value_span
from huoju.site.texts import Text

LONG_PARAGRAPH, BESIDE = 420, 120  # characters of a paragraph shown whole; of a longer one before and after
YES, NO = Text("是", "yes"), Text("否", "no")
SHOWN = (
    "role", "indicator", "concept", "measure", "comparator", "value", "unit", "period", "baseline_period", "subject",
    "stretch", "nature",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph cut at the sentence and at the value; parts may be blank."""

    before: str
    sentence_before: str
    value: str
    sentence_after: str
    after: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it says, and what the reader had said where a person changed it."""

    name: str
    label: Text
    text: str
    was: str = ""


def around(statement: Statement) -> Paragraph | None:
    """The paragraph that holds the statement, a long one cut around its sentence; None without a sentence."""
    if not statement.sentence:
        return None
    text = statement.clause.text if statement.clause else ""
    start = text.find(statement.sentence)
    if start < 0:
        text, start = statement.sentence, 0
    end = start + len(statement.sentence)
    first, last = value_span(text, statement) or (end, end)
    first, last = max(start, min(first, end)), max(start, min(last, end))
    before, after = text[:start], text[end:]
    if len(text) > LONG_PARAGRAPH:
        before = f"……{before[-BESIDE:]}" if len(before) > BESIDE else before
        after = f"{after[:BESIDE]}……" if len(after) > BESIDE else after
    return Paragraph(before, text[start:first], text[first:last], text[last:end], after)


def fields_of(statement: Statement, catalog: Catalog, language: str) -> list[Field]:
    """The fields in order; those that say nothing now and said nothing before are left out."""
    now = _said(_row_values(statement), catalog, language)
    was = _said(statement.as_read, catalog, language) if statement.as_read else now
    return [
        Field(name, wording.FIELDS[name], now[name], was[name] if was[name] != now[name] else "")
        for name in SHOWN
        if now[name] or (name in was and was[name] != now[name])
    ]


def _row_values(statement: Statement) -> dict[str, Any]:
    names = [name for name in SHOWN if name != "subject"]
    values = {name: getattr(statement, name) for name in names}
    subject = statement.subject_text or (statement.subject.name if statement.subject else "")
    return values | {"subject_text": subject}


def _said(values: dict[str, Any], catalog: Catalog, language: str) -> dict[str, str]:
    """Each field in words."""
    concept = values.get("concept", "")
    joint = "–" if values.get("comparator") == "range" else ":"
    words = {
        "role": wording.ROLES, "measure": wording.MEASURES, "comparator": wording.COMPARATOR_NAMES,
        "nature": wording.NATURES,
    }  # fmt: skip
    said = {name: str(values.get(name) or "") for name in SHOWN}
    for name, table in words.items():
        said[name] = table[said[name]].in_language(language) if said[name] in table else said[name]
    said["concept"] = catalog.get(concept).name(language) if concept in catalog else concept
    said["value"] = joint.join(str(value) for value in values.get("value") or ())
    said["subject"] = str(values.get("subject_text") or "")
    said["stretch"] = (YES if values.get("stretch") else NO).in_language(language)
    return said
