"""The compiler: a document becomes a plan. `compile_plan` shows the steps in order; start reading here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from huoju.kernel.plan.compiled import Note, Plan
from huoju.kernel.plan.confidence import confidence_of
from huoju.kernel.plan.documents import Document, document_of_text
from huoju.kernel.plan.drafts import Draft
from huoju.kernel.plan.flow import Passage, paragraphs
from huoju.kernel.plan.frames import Period, frames, planned_period, unknown_period
from huoju.kernel.plan.glued_tables import unread_table
from huoju.kernel.plan.linking import Linker
from huoju.kernel.plan.natures import nature_at
from huoju.kernel.plan.outline import Clause, ClauseKind, Placed, clauses_of, outline
from huoju.kernel.plan.passages import read_passage
from huoju.kernel.plan.phrases import Sentence
from huoju.kernel.plan.registers import initiatives, projects, structures
from huoju.kernel.plan.settling import settle_measure, settle_period, settle_role
from huoju.kernel.plan.statements import Place, Role, Statement, statement_key
from huoju.kernel.plan.subjects_spoken import subject_of, whole_of
from huoju.kernel.plan.table_reading import (
    TableReading,
    glued_cells,
    read_tables,
    run_together,
    statement_of_cell,
)
from huoju.kernel.plan.thresholds import quantity_of
from huoju.kernel.plan.times import Frame

if TYPE_CHECKING:
    from huoju.kernel.catalog.indicators import Catalog

TITLE = re.compile(
    r"[\u4e00-\u9fff]{2,24}国民经济和社会发展第[一二三四五六七八九十]{1,3}个五年规划(?:和(?:二〇三五|2035)年远景目标)?纲要"
    r"|[\u4e00-\u9fff]{2,24}“?十[一二三四五六七八九]五”?[\u4e00-\u9fff]{2,30}?(?:规划纲要|规划)(?=[（\u4e00-\u9fff]|$)"
)
SLOGAN = re.compile(r"“(\d{3,6}|[二两三四五六七八九十][\u4e00-\u9fff])”")


@dataclass(frozen=True, slots=True)
class Reading:
    """What every passage is read with: the document's name and period, the catalog, slogans seen anywhere."""

    file: str
    period: Period
    linker: Linker
    slogans: frozenset[str]
    whole: str


def compile_plan(document: Document | str, catalog: Catalog | None = None) -> Plan:
    """A document (or plain text) compiled: outline, statements, structures, projects, initiatives.

    Deterministic and linear in the length of the document. Without a catalog every indicator keeps the
    document's own name and no concept.
    """
    if isinstance(document, str):
        document = document_of_text(document, "text")
    texts = [line.text for line in document.lines if line.text.strip()]
    period = planned_period(texts)
    known = period or unknown_period(texts)
    tables = read_tables(document, known)
    placed = list(outline(list(paragraphs(document.lines, frozenset(tables.lines)))))
    reading = Reading(
        document.name,
        known,
        Linker(catalog),
        slogans_of(document),
        whole_of([p.passage.text for p in placed]),
    )
    clauses = tuple(clauses_of(placed))
    statements: list[Statement] = []
    notes = list(tables.notes)
    spoken = frames(placed, known)
    for one, clause, frame in zip(placed, clauses, spoken, strict=True):
        statements += statements_of(one, clause, frame, reading, notes)
    statements += table_statements(tables, clauses, document, reading)
    in_order = tuple(sorted(with_repeats(statements), key=lambda s: (s.place.line, s.place.col)))
    return Plan(
        title=title_of(placed),
        file=document.name,
        start_year=period.start if period else None,
        end_year=period.end if period else None,
        clauses=clauses,
        statements=in_order,
        structures=structures(in_order, clauses),
        projects=tuple(projects(placed, document.name)),
        initiatives=tuple(initiatives(zip(placed, spoken, strict=True), document.name)),
        notes=tuple(notes),
    )


def with_repeats(statements: list[Statement]) -> Iterator[Statement]:
    """Each statement, marked with the key of the first that says the same of the same; keys made distinct."""
    first: dict[tuple[object, ...], str] = {}
    used: Counter[str] = Counter()
    for statement in statements:
        used[statement.key] += 1
        if used[statement.key] > 1:
            statement = replace(statement, key=statement_key(statement.key, used[statement.key]))
        said = (
            statement.role,
            statement.indicator,
            statement.subject,
            statement.measure,
            statement.value,
            statement.unit,
            statement.role is Role.STRUCTURE or statement.period,
        )
        if said in first:
            statement = replace(statement, same_as=first[said])
        else:
            first[said] = statement.key
        yield statement


def slogans_of(document: Document) -> frozenset[str]:
    """Short names in quotation marks anywhere (“563”, “三园”): without the marks they are the same names."""
    return frozenset(m.group(1) for line in document.lines for m in SLOGAN.finditer(line.text))


def title_of(placed: list[Placed]) -> str:
    """The title as the first paragraphs name it, else the first short line."""
    opening = "".join(one.passage.text for one in placed[:8])[:1500]
    found = TITLE.search(opening)
    if found:
        return found.group()
    for one in placed[:6]:
        if one.level == 0 and 4 <= len(one.passage.text) <= 60:
            return one.passage.printed
    return ""


def statements_of(
    placed: Placed, clause: Clause, frame: Frame, reading: Reading, notes: list[Note]
) -> Iterator[Statement]:
    """The statements of one passage; a heading gives only structures, a run-together table its proven cells."""
    text = placed.passage.text
    glued = glued_cells(placed.passage, reading.period, reading.file)
    if glued is not None:
        table, cells, found = glued
        notes += found
        for cell, line, col in cells:
            yield statement_of_cell(
                cell,
                line,
                col,
                chapter=placed.chapter,
                clause=clause.id,
                file=reading.file,
                subject=reading.whole,
                concept=reading.linker.concept,
                sentence=placed.passage.printed[table.start : table.end],
            )
        text = text[: table.start] + "，" * (table.end - table.start) + text[table.end :]
    elif (unread := unread_table(text)) is not None:
        start, end = unread
        notes.append(
            run_together(
                reading.file, placed.passage.lines[start], placed.passage.printed[start : start + 30]
            )
        )
        text = text[:start] + "，" * (end - start) + text[end:]
    for sentence, draft, spoken in read_passage(text, frame, reading.slogans):
        if placed.kind is ClauseKind.HEADING and draft.role is not Role.STRUCTURE:
            continue
        yield statement_of(draft, sentence, placed, clause, spoken, reading)


def statement_of(
    draft: Draft, sentence: Sentence, placed: Placed, clause: Clause, frame: Frame, reading: Reading
) -> Statement:
    """A draft with its role, period and place settled."""
    passage = placed.passage
    role = settle_role(draft, frame, reading.period)
    draft.measure = settle_measure(draft, frame, role)
    span, base = settle_period(draft, frame, reading.period, role)
    concept = reading.linker.concept(draft.name)
    text = passage.printed[draft.token.start : draft.token.end]
    return Statement(
        key=statement_key(placed.chapter, draft.name, draft.measure, span, text, sentence.text[:40]),
        place=place_of(passage, draft.token.start, draft.token.end, placed.chapter, reading.file),
        clause=clause.id,
        role=role,
        indicator=draft.name,
        concept=concept,
        subject=draft.subject or subject_of(placed, draft.token.start, reading.whole),
        measure=draft.measure,
        comparator=draft.comparator,
        value=draft.values,
        unit=draft.unit,
        value_text=text,
        period=span,
        baseline_period=base,
        stretch=draft.is_stretch,
        nature=nature_of(draft, role, passage.text, frame),
        threshold=quantity_of(draft.threshold),
        implicit=draft.is_implicit,
        confidence=confidence_of(draft, role, concept is not None),
        sentence=passage.printed[sentence.start : sentence.end],
        offset=(draft.token.start - sentence.start, draft.token.end - sentence.start),
    )


def nature_of(draft: Draft, role: Role, text: str, frame: Frame) -> str | None:
    """Binding or expected, for a promise whose text says so."""
    if role is not Role.TARGET:
        return None
    return nature_at(text, draft.token.start, draft.token.end) or frame.nature


def table_statements(
    tables: TableReading, clauses: tuple[Clause, ...], document: Document, reading: Reading
) -> Iterator[Statement]:
    """The statements of tables; each belongs to the clause before it."""
    texts = {line.number: line.text for line in document.lines}
    firsts = [clause.first_line for clause in clauses]
    for cell, line, col in tables.cells:
        at = bisect_right(firsts, line) - 1
        clause = clauses[max(0, at)] if clauses else None
        yield statement_of_cell(
            cell,
            line,
            col,
            chapter=clause.chapter if clause else "0",
            clause=clause.id if clause else "",
            file=reading.file,
            subject=reading.whole,
            concept=reading.linker.concept,
            sentence=texts.get(line, "").strip(),
        )


def place_of(passage: Passage, start: int, end: int, chapter: str, file: str) -> Place:
    return Place(file, chapter, passage.lines[start], passage.lines[end - 1], passage.cols[start])
