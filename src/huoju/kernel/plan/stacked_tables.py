"""Tables that stand one cell a line with a bar behind each: rows taken by counting cells, empty ones too. Pure.

A row counts only if every cell fits the kind of its column; what does not fit is kept as a bad row, and reading
goes on where the next row fits. Nothing is guessed.
"""

from __future__ import annotations

import re

from huoju.kernel.plan.documents import Line
from huoju.kernel.plan.flow import fold, is_furniture
from huoju.kernel.plan.table_rows import VALUE_START, Piece, TextTable, is_unit
from huoju.kernel.plan.tables import NATURES, Column, ColumnKind

STACKED = re.compile(r"^[^|｜\t]*[|｜]\s*$")
# what stands in a column of values where there is no number
WORDS_FOR_A_VALUE = re.compile(
    r"\d+。\d+$|(?:稳|完成|持续|达标|达到|下降|提高|上升|省定|国家|控制|保持|高于|低于|同步|与)[^\d（]{0,14}$"
)
VALUES = frozenset((ColumnKind.VALUE, ColumnKind.GROWTH, ColumnKind.TOTAL))
MOST_LINES = 2000


def stands_stacked(lines: tuple[Line, ...]) -> bool:
    """Whether each line holds one cell and its bar."""
    filled = [line.text for line in lines if line.text.strip()]
    return len(filled) >= 2 and all(STACKED.match(text) for text in filled)


def read_stacked(lines: tuple[Line, ...], after: int, table: TextTable) -> None:
    """The rows from line `after` on, as far as every line ends in a bar."""
    cells = stacked_cells(lines[after : after + MOST_LINES], table)
    width, at = len(table.columns), 0
    torn: list[Piece] = []
    while at < len(cells):
        row = cells[at : at + width]
        if fits(row, table.columns):
            close_torn(torn, table)
            table.rows.append(row)
            at += width
            continue
        if (piece := cells[at]) is not None:
            torn.append(piece)
        at += 1
    close_torn(torn, table)


def stacked_cells(lines: tuple[Line, ...], table: TextTable) -> list[Piece | None]:
    cells: list[Piece | None] = []
    for line in lines:
        if not STACKED.match(line.text):
            if line.text.strip() and not is_furniture(line.text):
                break
            continue
        table.lines.add(line.number)
        text = fold(line.text).rstrip().rstrip("|｜")
        start = len(text) - len(text.lstrip())
        cells.append(Piece(text.strip(), line.number, start) if text.strip() else None)
    return cells


def close_torn(torn: list[Piece], table: TextTable) -> None:
    """Cells between two rows: a group's heading is none of our business, numbers that fit nowhere are."""
    if any(VALUE_START.match(piece.text) for piece in torn):
        table.bad.append(Piece(" ".join(p.text for p in torn), torn[0].line, torn[0].col))
    torn.clear()


def fits(row: list[Piece | None], columns: list[Column]) -> bool:
    """Whether the cells can be those of one row: a name, at least one value, nothing of the wrong kind."""
    if len(row) != len(columns):
        return False
    pairs = list(zip(row, columns, strict=True))
    named = any(p and c.kind is ColumnKind.NAME and re.search(r"[\u4e00-\u9fffA-Za-z]", p.text) for p, c in pairs)
    valued = any(p and c.kind in VALUES for p, c in pairs)
    return named and valued and all(piece is None or suits(piece, column) for piece, column in pairs)


def suits(piece: Piece, column: Column) -> bool:
    if column.kind in VALUES:
        return bool(VALUE_START.match(piece.text) or WORDS_FOR_A_VALUE.match(piece.text))
    if column.kind is ColumnKind.INDEX:
        return piece.text.isdigit()
    if column.kind is ColumnKind.NATURE:
        return piece.text in NATURES
    if column.kind is ColumnKind.UNIT:
        return is_unit(piece.text) or not piece.text[:1].isdigit()
    return not VALUE_START.match(piece.text)
