"""The compiler: a document becomes a plan. `compile_plan` shows the steps in order; start reading here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.confidence import confidence_of
from huoju.kernel.plan.documents import Document, document_of_text
from huoju.kernel.plan.drafts import Draft
from huoju.kernel.plan.flow import Passage, paragraphs
from huoju.kernel.plan.frames import Period, frames, planned_period
from huoju.kernel.plan.linking import Linker
from huoju.kernel.plan.outline import ClauseKind, Placed, clauses_of, outline
from huoju.kernel.plan.passages import read_passage
from huoju.kernel.plan.phrases import Sentence
from huoju.kernel.plan.settling import settle_period, settle_role
from huoju.kernel.plan.statements import Place, Role, Statement, statement_key
from huoju.kernel.plan.times import Frame

if TYPE_CHECKING:
    from huoju.kernel.catalog.indicators import Catalog


def compile_plan(document: Document | str, catalog: Catalog | None = None) -> Plan:
    """A document (or plain text) compiled: outline, statements, structures, projects, initiatives.

    Deterministic and linear in the length of the document. Without a catalog every indicator keeps the
    document's own name and no concept.
    """
    if isinstance(document, str):
        document = document_of_text(document, "text")
    placed = list(outline(list(paragraphs(document.lines))))
    period = planned_period([one.passage.text for one in placed])
    known = period or Period(0, 0)
    clauses = tuple(clauses_of(placed))
    linker = Linker(catalog)
    statements = tuple(
        statement
        for one, clause, frame in zip(placed, clauses, frames(placed, known), strict=True)
        for statement in statements_of(one, clause.id, frame, known, linker, document.name)
    )
    return Plan(
        title=title_of(placed),
        file=document.name,
        start_year=period.start if period else None,
        end_year=period.end if period else None,
        clauses=clauses,
        statements=statements,
    )


def title_of(placed: list[Placed]) -> str:
    """The first lines up to the first heading that look like a title, joined."""
    for one in placed[:6]:
        if one.level == 0 and 4 <= len(one.passage.text) <= 60:
            return one.passage.printed
    return ""


def statements_of(
    placed: Placed, clause: str, frame: Frame, period: Period, linker: Linker, file: str
) -> Iterator[Statement]:
    """The statements of one passage; a heading gives only structures."""
    for sentence, draft in read_passage(placed.passage.text, frame):
        if placed.kind is ClauseKind.HEADING and draft.role is not Role.STRUCTURE:
            continue
        yield statement_of(draft, sentence, placed, clause, frame, period, linker, file)


def statement_of(
    draft: Draft, sentence: Sentence, placed: Placed, clause: str, frame: Frame, period: Period, linker: Linker, file: str
) -> Statement:
    passage = placed.passage
    role = settle_role(draft, frame, period)
    span, base = settle_period(draft, frame, period, role)
    where = place_of(passage, draft.token.start, draft.token.end, placed.chapter, file)
    text = passage.printed[draft.token.start : draft.token.end]
    return Statement(
        key=statement_key(placed.chapter, draft.name, draft.measure, span, text, sentence.text[:40]),
        place=where,
        clause=clause,
        role=role,
        indicator=draft.name,
        concept=linker.concept(draft.name),
        subject=draft.subject,
        measure=draft.measure,
        comparator=draft.comparator,
        value=draft.values,
        unit=draft.unit,
        value_text=text,
        period=span,
        baseline_period=base,
        stretch=draft.is_stretch,
        implicit=draft.is_implicit,
        confidence=confidence_of(draft, role),
        sentence=passage.printed[sentence.start : sentence.end],
        offset=(draft.token.start - sentence.start, draft.token.end - sentence.start),
    )


def place_of(passage: Passage, start: int, end: int, chapter: str, file: str) -> Place:
    return Place(file, chapter, passage.lines[start], passage.lines[end - 1], passage.cols[start])
