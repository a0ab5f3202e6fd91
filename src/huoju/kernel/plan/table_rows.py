"""Rows of a table in plain text, put together from a stream of cells: number, name, values, nature."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from huoju.kernel.plan.tables import NATURES, Column, ColumnKind
from huoju.kernel.plan.units import COUNT_UNIT, MEASURE_UNIT

VALUE_START = re.compile(
    r"^[\[【〔［（(]?(?:>=|<=|[<>≥≤＞＜])?[-—]?\d[\d,.]*(?:万亿|亿|万)?(?:%|‰|个?百分点)?(?:左右|以上|以内|"
    r"以下)?[\]】〕］)）]?$|^[-—－/]{1,2}$"
)
GLUE_AFTER = re.compile(r"^(?:左右|以上|以内|以下|及以上|个?百分点(?:左右|以上)?|%)$")


@dataclass(slots=True)
class Piece:
    """One cell as it stands: text, line and column."""

    text: str
    line: int
    col: int


@dataclass(slots=True)
class TextTable:
    """A table found in the lines: columns, rows of pieces, the lines it takes, and rows that did not fit."""

    columns: list[Column]
    rows: list[list[Piece | None]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    bad: list[Piece] = field(default_factory=list)


class StreamReader:
    """Puts a stream of cells together to rows: number, name, values, nature."""

    def __init__(self, table: TextTable) -> None:
        self.table = table
        self.indexed = any(c.kind is ColumnKind.INDEX for c in table.columns)
        self.has_nature = any(c.kind is ColumnKind.NATURE for c in table.columns)
        self.wanted = [
            n
            for n, c in enumerate(table.columns)
            if c.kind in (ColumnKind.VALUE, ColumnKind.GROWTH, ColumnKind.TOTAL)
        ]
        self.next_index = 1
        self.held: list[Piece] = []
        self.is_done = False

    def take(self, pieces: list[Piece]) -> None:
        for n, piece in enumerate(pieces):
            if self.begins_row(piece, pieces[n + 1 :], n == 0):
                self.finish_row()
            self.held.append(piece)
            if piece.text in NATURES:
                self.finish_row()

    def begins_row(self, piece: Piece, rest: list[Piece], is_first: bool) -> bool:
        """A row begins with the running number, or with a name after a whole row."""
        if self.indexed:
            if piece.text != str(self.next_index) or (not is_first and self.held):
                return False
            if self.held and not self.is_whole():
                return False
            self.next_index += 1
            return True
        return (
            bool(self.held)
            and self.is_whole()
            and not VALUE_START.match(piece.text)
            and piece.text not in NATURES
        )

    def is_whole(self) -> bool:
        values = [p for p in self.held if VALUE_START.match(p.text)]
        return bool(values) and (not self.has_nature or any(p.text in NATURES for p in self.held))

    def ends_at(self, text: str) -> bool:
        """Prose ends the table once no row is open."""
        if self.held and not self.is_whole():
            return len(text) > 60 and "。" in text
        starts = self.indexed and re.match(rf"^{self.next_index}(?!\d)", text)
        return not starts and (len(text) > 24 or "，" in text or "。" in text) and not re.search(r"性$", text)

    def finish_row(self) -> None:
        """The cells held become a row, or a bad one if they do not fit the columns."""
        held, self.held = self.held, []
        if not held:
            return
        row = self.arranged(held)
        if row is not None:
            self.table.rows.append(row)
        elif any(VALUE_START.match(p.text) for p in held):
            self.table.bad.append(Piece(" ".join(p.text for p in held), held[0].line, held[0].col))

    def without_unit(self, name: list[Piece]) -> tuple[list[Piece], Piece | None]:
        """A unit of its own column stands last among the words of a row."""
        has_column = any(c.kind is ColumnKind.UNIT for c in self.table.columns)
        if has_column and len(name) > 1 and is_unit(name[-1].text):
            return name[:-1], name[-1]
        return name, None

    def arranged(self, held: list[Piece]) -> list[Piece | None] | None:
        nature = held[-1] if held[-1].text in NATURES else None
        body = held[:-1] if nature else held
        if self.indexed and body and body[0].text.isdigit():
            body = body[1:]
        name, values = name_and_values(body)
        if not name:
            return None
        if len(self.wanted) == 1 and values:
            values = [joined(values)]
        else:
            values = glued(values)
        name, unit_piece = self.without_unit(name)
        unit = next((n for n, c in enumerate(self.table.columns) if c.kind is ColumnKind.UNIT), None)
        if len(values) != len(self.wanted):
            return None
        row: list[Piece | None] = [None] * len(self.table.columns)
        for n, piece in zip(self.wanted, values, strict=True):
            row[n] = piece
        for n, column in enumerate(self.table.columns):
            if column.kind is ColumnKind.NAME and row[n] is None and name:
                row[n], name = joined(name), []
            elif column.kind is ColumnKind.NATURE:
                row[n] = nature
        if unit is not None:
            row[unit] = unit_piece
        return row


def is_unit(text: str) -> bool:
    """Whether a cell holds a unit and nothing else (亿元, %, 微克/立方米)."""
    return bool(re.fullmatch(rf"%|‰|(?:万亿|亿|万)?(?:{MEASURE_UNIT}|{COUNT_UNIT})(?:标准煤)?", text))


def name_and_values(body: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The name runs to its unit in brackets, or to the first value after some Chinese text."""
    for n, piece in enumerate(body):
        has_text = any(re.search(r"[\u4e00-\u9fff]", p.text) for p in body[:n])
        if has_text and VALUE_START.match(piece.text):
            return body[:n], body[n:]
        if (
            re.search(r"（[^（）]{1,14}）$", piece.text)
            and n + 1 < len(body)
            and not re.search(r"^[\u4e00-\u9fff]+（", body[n + 1].text)
        ) and (has_text or re.search(r"[\u4e00-\u9fff]{2}", piece.text)):
            return body[: n + 1], body[n + 1 :]
    return body, []


def joined(pieces: list[Piece]) -> Piece:
    return Piece("".join(p.text for p in pieces), pieces[0].line, pieces[0].col)


def glued(values: list[Piece]) -> list[Piece]:
    """左右, 以上 and units belong to the number before them."""
    out: list[Piece] = []
    for piece in values:
        if out and GLUE_AFTER.match(piece.text):
            out[-1] = Piece(out[-1].text + piece.text, out[-1].line, out[-1].col)
        else:
            out.append(piece)
    return out
