"""The plan page: outline, text with its values highlighted, the commitments beside the paragraph that makes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render

from huoju.kernel.plan import queries as plans
from huoju.kernel.plan.models import Clause, PlanVersion, Statement
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.pages.frame import headings_in, plan_of
from huoju.site.pages.standing import Row, standing_of
from huoju.site.requests import Request


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `key` is that of the commitment whose value it is, blank for plain text."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One clause with its text in pieces and the commitments that stand in it."""

    clause: Clause | None
    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]
    line: int

    @property
    def last_line(self) -> int:
        return self.clause.last_line if self.clause else self.line

    @property
    def other_lines(self) -> list[int]:
        """Lines of its commitments other than the first, so that a link to each finds the paragraph."""
        return sorted({row.statement.line for row in self.rows if row.statement.line} - {self.line})

    @property
    def is_heading(self) -> bool:
        return self.clause is not None and self.clause.kind == "heading"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the outline with the number of commitments below it."""

    chapter: str
    title: str
    level: int
    count: int
    is_open: bool
    line: int = 0
    children: list[Entry] = field(default_factory=list)


@needs("plan.view")
def plan(request: Request, code: str) -> HttpResponse:
    """One chapter of the plan; the one of `?line=` when a line is asked for."""
    version = plan_of(request, code)
    standing = standing_of(version, request.as_of)
    language = request.language
    clauses = list(plans.clauses(version))
    line = _number(request.GET.get("line"))
    chapter = (
        request.GET.get("chapter") or chapter_at(line, clauses, standing.rows) or first_chapter(standing.rows)
    )
    rows = [row for row in standing.rows if row.top_chapter == chapter]
    inside = [clause for clause in clauses if clause.chapter.partition(".")[0] == chapter]
    context = {
        "plan": version,
        "standing": standing,
        "outline": outline(clauses, standing.rows, chapter, language),
        "chapter": chapter,
        "chapter_title": headings_in(version, language).get(chapter, ""),
        "paragraphs": paragraphs(inside, rows),
        "line": line,
        "may_load": may(request.user, "plan.load"),
    }
    return render(request, "pages/plan.html", context)


def outline(clauses: Iterable[Clause], rows: Iterable[Row], open_chapter: str, language: str) -> list[Entry]:
    """Chapters, and the sections of the open one; from the headings, else from the commitments alone."""
    rows = list(rows)
    entries: dict[str, Entry] = {}
    for clause in clauses:
        if clause.kind != "heading" or clause.chapter in entries or clause.level > 2:
            continue
        top = clause.chapter.partition(".")[0]
        if clause.level == 1 or top == open_chapter:
            title = clause.heading_in(language) or clause.text
            entries[clause.chapter] = Entry(
                clause.chapter,
                title,
                clause.level,
                _count(rows, clause.chapter),
                top == open_chapter,
                clause.first_line,
            )
    for row in rows:
        if row.top_chapter not in entries:
            top = row.top_chapter
            entries[top] = Entry(top, "", 1, _count(rows, top), top == open_chapter)
    return list(entries.values())


def _count(rows: Iterable[Row], chapter: str) -> int:
    return sum(
        1
        for row in rows
        if row.statement.chapter == chapter or row.statement.chapter.startswith(chapter + ".")
    )


def paragraphs(clauses: list[Clause], rows: list[Row]) -> list[Paragraph]:
    """Clauses with their commitments. Without the text: one entry for each line that promises something."""
    with_text = [clause for clause in clauses if clause.text]
    left = {row.key: row for row in rows}
    found = []
    for clause in with_text:
        inside = [row for row in left.values() if _is_in(row.statement, clause)]
        for row in inside:
            del left[row.key]
        found.append(Paragraph(clause, pieces(clause.text, inside), tuple(inside), clause.first_line))
    by_line: dict[int, list[Row]] = {}
    for row in left.values():
        by_line.setdefault(row.statement.line or 0, []).append(row)
    found += [Paragraph(None, (), tuple(members), line) for line, members in by_line.items()]
    return sorted(found, key=lambda paragraph: paragraph.line) if not with_text else found


def _is_in(statement: Statement, clause: Clause) -> bool:
    if statement.clause_id is not None:
        return statement.clause_id == clause.pk
    return clause.first_line <= (statement.line or 0) <= clause.last_line and clause.kind != "heading"


def pieces(text: str, rows: Iterable[Row]) -> tuple[Piece, ...]:
    """`text` cut where the values of commitments stand, so that the page can highlight them.

    A value is looked for inside its own sentence first; one that is not found is left unmarked. Values that
    overlap keep the first.
    """
    spans: list[tuple[int, int, str]] = []
    for row in rows:
        span = value_span(text, row.statement)
        if span and all(span[1] <= start or span[0] >= end for start, end, _ in spans):
            spans.append((*span, row.key))
    cut, at = [], 0
    for start, end, key in sorted(spans):
        if start > at:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[start:end], key))
        at = end
    if at < len(text):
        cut.append(Piece(text[at:]))
    return tuple(cut)


def value_span(text: str, statement: Statement) -> tuple[int, int] | None:
    """Where the statement's value stands in `text`."""
    base = text.find(statement.sentence) if statement.sentence else -1
    if base >= 0 and statement.offset_start is not None and statement.offset_end is not None:
        return base + statement.offset_start, base + statement.offset_end
    if not statement.value_text:
        return None
    at = text.find(statement.value_text, max(base, 0))
    return None if at < 0 else (at, at + len(statement.value_text))


def chapter_at(line: int, clauses: Iterable[Clause], rows: Iterable[Row]) -> str:
    """The chapter that holds a line; "" for line 0 or one nobody knows."""
    if not line:
        return ""
    for clause in clauses:
        if clause.text and clause.first_line <= line <= clause.last_line:
            return clause.chapter.partition(".")[0]
    return next((row.top_chapter for row in rows if row.statement.line == line), "")


def first_chapter(rows: Iterable[Row]) -> str:
    """The chapter of the first commitment."""
    return next((row.top_chapter for row in rows), "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


__all__ = ["PlanVersion", "plan"]
