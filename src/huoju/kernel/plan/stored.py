"""A stored plan as the whole value that exports and comparisons read: text, reviewed statements, registers.

`from_tables.plan_value` is what the checker reads; here the paragraphs, initiatives and projects come too. The
plan's own area is no subject of its own (""), so that plans of two areas can be laid side by side. What a person
rejected, and what the text lost, is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from huoju.kernel.plan import outline, queries
from huoju.kernel.plan.compiled import Initiative, Plan, ProjectEntry
from huoju.kernel.plan.from_tables import statement_value, structure_value
from huoju.kernel.plan.models import Initiative as InitiativeRow
from huoju.kernel.plan.models import PlannedProject, PlanVersion, Review
from huoju.kernel.plan.models import Statement as Row
from huoju.kernel.plan.statements import Place, Statement


def stored_plan(plan: PlanVersion) -> Plan:
    """The plan as it stands: corrected values, accepted and unreviewed ones alike; six queries."""
    rows = list(queries.statements(plan).exclude(review=Review.REJECTED).exclude(is_gone=True))
    clauses = [_clause(row) for row in queries.clauses(plan)]
    homeless = [row for row in rows if row.clause_id is None]
    made = _clauses_of_lines(homeless, queries.headings(plan))
    statements = [_statement(row, plan, made) for row in rows]
    return Plan(
        title=plan.title,
        file=plan.document_name or plan.code,
        start_year=plan.start_year,
        end_year=plan.end_year,
        clauses=tuple(sorted((*clauses, *made.values()), key=lambda one: (one.first_line, one.level == 0))),
        statements=tuple(statements),
        structures=tuple(structure_value(row, plan.code) for row in queries.structures(plan)),
        projects=tuple(_project(row, plan) for row in queries.projects(plan).exclude(is_gone=True)),
        initiatives=tuple(_initiative(row, plan) for row in queries.initiatives(plan).exclude(is_gone=True)),
    )


def records(plan: PlanVersion) -> list[dict[str, Any]]:
    """Every statement as the jsonl contract has it, with what people decided beside it; rejected ones too."""
    rows = queries.statements(plan)
    return [
        statement_value(row, plan).as_json()
        | {
            "subject": _subject(row), "indicator_en": row.indicator_en, "source": row.source, "review": row.review,
            "is_gone": row.is_gone, "lead": row.lead.name if row.lead else None, "note": row.note,
            "as_read": row.as_read or None,
        }
        for row in rows
    ]  # fmt: skip


def _statement(row: Row, plan: PlanVersion, made: dict[tuple[str, int], outline.Clause]) -> Statement:
    is_own = row.subject_id == plan.area_id or row.subject_text == plan.area.name
    value = replace(statement_value(row, plan), subject="" if is_own else _subject(row))
    if row.clause_id is None:
        value = replace(value, clause=made[row.chapter, row.line or 0].id)
    return value


def _subject(row: Row) -> str:
    return str(row.subject_text or (row.subject.name if row.subject else ""))


def _clause(row: Any) -> outline.Clause:
    return outline.Clause(
        str(row.pk), row.chapter, row.heading, row.level, outline.ClauseKind(row.kind), row.text or row.heading,
        row.first_line, row.last_line,
    )  # fmt: skip


def _clauses_of_lines(rows: Iterable[Row], titles: dict[str, str]) -> dict[tuple[str, int], outline.Clause]:
    """A paragraph for each line of statements whose text is not loaded: what they say stands for it."""
    said: dict[tuple[str, int], list[str]] = {}
    for row in rows:
        said.setdefault((row.chapter, row.line or 0), []).append(f"{row.indicator} {row.value_text}".strip())
    return {
        (chapter, line): outline.Clause(
            f"line-{chapter}-{line}", chapter, titles.get(chapter, ""), 0, outline.ClauseKind.PARAGRAPH,
            "；".join(texts), line, line,
        )
        for (chapter, line), texts in said.items()
    }  # fmt: skip


def _place(row: InitiativeRow | PlannedProject, plan: PlanVersion) -> Place:
    line = row.line or 0
    return Place(plan.document_name or plan.code, row.chapter, line, row.end_line or line, row.col or 0)


def _initiative(row: InitiativeRow, plan: PlanVersion) -> Initiative:
    return Initiative(row.verb, row.object, _place(row, plan), row.sentence)


def _project(row: PlannedProject, plan: PlanVersion) -> ProjectEntry:
    return ProjectEntry(
        row.name,
        _place(row, plan),
        row.investment or None,
        row.size or None,
        row.period or None,
        row.sentence,
    )
