"""Reading the tables of a document: which lines they take, their statements, and notes on what was not safe.

Brings together tables that the format gives (Word, HTML, PDF), tables in plain text, and tables run together
into one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from huoju.kernel.plan.compiled import Note
from huoju.kernel.plan.documents import Document, Line, SourceTable
from huoju.kernel.plan.flow import Passage, fold
from huoju.kernel.plan.frames import Period
from huoju.kernel.plan.glued_tables import GluedRow, GluedTable, glued_table
from huoju.kernel.plan.statements import Measure, Place, Statement, statement_key
from huoju.kernel.plan.table_rows import Piece, TextTable
from huoju.kernel.plan.tables import Cell, Column, ColumnKind, cell_of, cells_of, columns_of, is_name
from huoju.kernel.plan.text_tables import text_tables

Concept = Callable[[str], str | None]
VALUE_KINDS = (ColumnKind.VALUE, ColumnKind.GROWTH, ColumnKind.TOTAL)
SAFE = 0.93  # a cell under a head that was understood; measured on the shared and the blind annotation


@dataclass(slots=True)
class TableReading:
    """What the tables gave: cells with their line and column, lines taken, notes."""

    cells: list[tuple[Cell, int, int]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


def read_tables(document: Document, period: Period) -> TableReading:
    """All tables of indicators of a document."""
    out = TableReading()
    by_number = {line.number: line for line in document.lines}
    for source in document.tables:
        read_source(source, by_number, period, document.name, out)
    rest = tuple(line for line in document.lines if line.number not in out.lines)
    for table in text_tables(rest, period):
        read_text(table, period, document.name, out)
    return out


def read_source(
    source: SourceTable, lines: dict[int, Line], period: Period, file: str, out: TableReading
) -> None:
    """A table with cells of its own; not one of indicators leaves everything as it is."""
    found = source_columns(source, period)
    if found is None:
        return
    columns, first = found
    for row, number in zip(source.rows[first:], source.row_lines[first:], strict=True):
        if len(row) > len(columns) and any(row[len(columns) :]):
            out.notes.append(misfit(file, number, " | ".join(row)))
            continue
        if is_torn(row):
            out.notes.append(misfit(file, number, " | ".join(row)))
            continue
        for cell in cells_of(list(row), columns, period):
            text = lines[number].text if number in lines else ""
            out.cells.append((cell, number, max(0, text.find(cell.text))))
    out.lines |= set(range(min(source.row_lines), max(source.row_lines) + 1))


def is_torn(row: tuple[str, ...]) -> bool:
    """Whether a cell's text runs over into the next (an opened bracket that closes elsewhere)."""
    return any(fold(c).count("（") != fold(c).count("）") for c in row)


def source_columns(source: SourceTable, period: Period) -> tuple[list[Column], int] | None:
    """The columns and the index of the first row of values; a head may take two rows."""
    if not source.rows:
        return None
    for depth in (1, 2, 3):
        head = [list(row) for row in source.rows[:depth]]
        width = max(map(len, head))
        merged = [
            "".join(dict.fromkeys(row[n] if n < len(row) else "" for row in head)) for n in range(width)
        ]
        columns = columns_of(merged, period)
        second = source.rows[depth] if depth < len(source.rows) else ()
        if columns and any(re.search(r"\d", c) for c in second) and not is_head_row(second):
            return columns, depth
    return None


def is_head_row(row: tuple[str, ...]) -> bool:
    """Whether a row still belongs to the head: years and words, but no name of an indicator beside values."""
    filled = [fold(c).replace(" ", "") for c in row if c.strip()]
    return bool(filled) and all(
        re.fullmatch(r"(?:(?:19|20)\d\d年?.{0,6}|.{0,8}(?:目标|实际|完成|年均|累计|属性).{0,8})", c)
        for c in filled
    )


def read_text(table: TextTable, period: Period, file: str, out: TableReading) -> None:
    for row in table.rows:
        texts = [p.text if p else "" for p in row]
        if is_damaged(texts, table.columns):
            first = next(piece for piece in row if piece)
            out.notes.append(misfit(file, first.line, " | ".join(texts)))
        for cell in cells_of(texts, table.columns, period):
            piece = piece_of(cell, row, table.columns)
            out.cells.append((cell, piece.line, piece.col))
    for bad in table.bad:
        out.notes.append(misfit(file, bad.line, bad.text))
    out.lines |= table.lines


POINT_IN_DOUBT = re.compile(r"\d。\d")


def is_damaged(texts: list[str], columns: list[Column]) -> bool:
    """Whether a row has a number whose point is in doubt (15。74), or values beside a name that is noise."""
    names = [t for t, c in zip(texts, columns, strict=True) if c.kind is ColumnKind.NAME and t]
    values = [t for t, c in zip(texts, columns, strict=True) if c.kind in VALUE_KINDS and re.search(r"\d", t)]
    return any(POINT_IN_DOUBT.search(t) for t in values) or (
        bool(values) and bool(names) and not is_name(names[-1])
    )


def piece_of(cell: Cell, row: list[Piece | None], columns: list[Column]) -> Piece:
    for piece, column in zip(row, columns, strict=True):
        if piece and piece.text == cell.text and column.kind not in (ColumnKind.NAME, ColumnKind.UNIT):
            return piece
    return next(p for p in row if p)


def misfit(file: str, line: int, text: str) -> Note:
    shown = text if len(text) <= 40 else text[:40] + "…"
    return Note(
        "table-row-unclear",
        Place(file, "", line, line, 0),
        f"表格第 {line} 行与表头列数对不上，未读取，请人工核对：{shown}",
        f"The table row at line {line} does not fit the columns of its head; it was not read, check it by "
        f"hand: {shown}",
    )


def run_together(file: str, line: int, text: str) -> Note:
    return Note(
        "table-run-together",
        Place(file, "", line, line, 0),
        f"第 {line} 行的表格各列已粘连，无法可靠分开，未读取，请人工核对或换用原始文件：{text}…",
        f"The columns of the table at line {line} have run together and cannot be parted safely; it was not read. "
        f"Check it by hand or use the original file: {text}…",
    )


def glued_cells(
    passage: Passage, period: Period, file: str
) -> tuple[GluedTable, list[tuple[Cell, int, int]], list[Note]] | None:
    """The cells of a table that was run together into a passage, with line and column, and notes."""
    table = glued_table(passage.text)
    if table is None:
        return None
    cells: list[tuple[Cell, int, int]] = []
    notes: list[Note] = []
    for row in table.rows:
        if row.values is None:
            notes.append(misfit(file, passage.lines[row.start], row.name))
            continue
        for cell, offset in cells_of_glued(row, table, period):
            cells.append((cell, passage.lines[offset], passage.cols[offset]))
    return table, cells, notes


def cells_of_glued(row: GluedRow, table: GluedTable, period: Period) -> Iterator[tuple[Cell, int]]:
    columns = (
        Column(ColumnKind.VALUE, table.base_year, False),
        Column(ColumnKind.VALUE, table.year, True),
        Column(ColumnKind.GROWTH, table.year, True, table.base_year),
    )
    for column, (text, offset) in zip(columns, row.values or (), strict=True):
        cell = cell_of(row.name, row.unit, column, text, None, period)
        if cell is not None:
            if column.kind is ColumnKind.GROWTH:
                cell = as_change(cell, row.is_points)
            yield cell, offset


def as_change(cell: Cell, is_points: bool) -> Cell:
    """The change of a run-together row: points for a share, else a rate."""
    if is_points:
        return replace(cell, unit="个百分点", measure=Measure.INCREMENT)
    return replace(cell, unit="%", measure=Measure.GROWTH_RATE)


def statement_of_cell(
    cell: Cell,
    line: int,
    col: int,
    *,
    chapter: str,
    clause: str,
    file: str,
    subject: str,
    concept: Concept,
    sentence: str,
) -> Statement:
    """A statement for a cell; its sentence is the row as it stands."""
    at = max(0, sentence.find(cell.text))
    return Statement(
        key=statement_key(chapter, cell.name, cell.measure, cell.period, cell.text, "table"),
        place=Place(file, chapter, line, line, col),
        clause=clause,
        role=cell.role,
        indicator=cell.name,
        concept=concept(cell.name),
        subject=subject,
        measure=cell.measure,
        comparator=cell.comparator,
        value=cell.values,
        unit=cell.unit,
        value_text=cell.text,
        period=cell.period,
        baseline_period=cell.baseline_period,
        nature=cell.nature,
        confidence=SAFE,
        sentence=sentence,
        offset=(at, at + len(cell.text)),
    )
