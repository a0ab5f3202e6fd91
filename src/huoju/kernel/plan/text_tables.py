"""Tables in plain text: found by their head, read as a stream of cells.

Cells may be parted by bars, by blanks, or stand one a line, and rows may be wrapped over lines. Rows are told
apart by their running number or by the nature (预期性, 约束性) that ends them. What does not fit is noted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from huoju.kernel.plan.documents import Line
from huoju.kernel.plan.flow import fold, is_furniture
from huoju.kernel.plan.frames import Period
from huoju.kernel.plan.tables import NATURES, Column, ColumnKind, columns_of
from huoju.kernel.plan.units import COUNT_UNIT, MEASURE_UNIT

HEAD_WORD = re.compile(
    r"序号|指标(?:名称|类别|属性|性质|类型)?|属性|性质|单位|类别|(?:19|20)\d\d年?(?:实际|基期|基数|现状|"
    r"完成|目标|规划|预期|预计|计划|达到)?(?:值|数)?"
    r"|“?十[一二三四五]五”?(?:规划)?(?:目标|末)(?:值)?|年均(?:增[长速](?:率)?|"
    r"变化)(?:[\[【〔（(][^\s\]】〕）)]{1,8}[\]】〕）)])?|五年累计|累计|基期值?|目标值?|现状值?|"
    r"增[长速幅](?:率)?|比(?:19|20)\d\d年[^\s|｜]{2,6}"
)
ENDING = re.compile(r"^(?:注|备注|说明|资料来源)[：:]|^（?注")
GROUP = re.compile(r"^(?:[一二三四五六七八九十]{1,2}[、.．]|（[一二三四五六七八九十]{1,2}）)")
VALUE_START = re.compile(
    r"^[\[【〔［（(]?(?:>=|<=|[<>≥≤＞＜])?[-—]?\d[\d,.]*(?:万亿|亿|万)?(?:%|‰|个?百分点)?(?:左右|以上|以内|"
    r"以下)?[\]】〕］)）]?$|^[-—－/]{1,2}$"
)
GLUE_AFTER = re.compile(r"^(?:左右|以上|以内|以下|及以上|个?百分点(?:左右|以上)?|%)$")
MOST_LINES = 400


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


def text_tables(lines: tuple[Line, ...], period: Period) -> list[TextTable]:
    """All tables of indicators in plain text."""
    found: list[TextTable] = []
    at = 0
    while at < len(lines):
        taken = head_at(lines, at, period)
        if taken is None:
            at += 1
            continue
        columns, after = taken
        table = read_rows(lines, after, columns)
        if len(table.rows) >= 2:
            table.lines |= {line.number for line in lines[at:after]}
            found.append(table)
            at = max(after, max(table.lines))
        else:
            at += 1
    return found


def head_at(lines: tuple[Line, ...], at: int, period: Period) -> tuple[list[Column], int] | None:
    """The columns if a head begins here, and the index of the line after it; a head may stand one cell a line."""
    text = squeezed(lines[at].text)
    if (
        not ("指标" in text or text == "序号" or text == "类别")
        or len(text) > 90
        or "。" in text
        or "，" in text
    ):
        return None
    cells = head_cells(lines[at].text)
    after = at + 1
    while after < len(lines) and after - at < 16 and not usable(cells, period):
        more = squeezed(lines[after].text)
        if more and len(HEAD_WORD.sub("", more)) > 2:
            break
        cells += head_cells(lines[after].text) if more else []
        after += 1
    while after < len(lines) and after - at < 16 and only_head(lines[after].text):
        cells += head_cells(lines[after].text)
        after += 1
    columns = columns_of(cells, period) if len(cells) >= 3 else None
    if columns is None or "。" in "".join(cells):
        return None
    return columns, after


def usable(cells: list[str], period: Period) -> bool:
    return len(cells) >= 3 and columns_of(cells, period) is not None


def only_head(text: str) -> bool:
    rest = squeezed(text)
    return 0 < len(rest) <= 40 and not HEAD_WORD.sub("", rest) and not re.search(r"^\d{1,3}$", rest)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", fold(text)).strip("|｜")


def head_cells(text: str) -> list[str]:
    """Cells of a head line: by bars, else by the words that heads are made of (指 标 is 指标)."""
    if re.search(r"[|｜\t]", text):
        return [c.strip() for c in re.split(r"[|｜\t]", text.strip().strip("|｜")) if c.strip()]
    parts = fold(text).split()
    if len(parts) >= 3 and all(HEAD_WORD.search(p) for p in parts):
        return parts
    return HEAD_WORD.findall(squeezed(text))


def pieces_of_line(line: Line) -> list[Piece]:
    """Cells of a line, by bars or blanks."""
    text = fold(line.text)
    parts = re.finditer(r"[^|｜\t\s]+(?:(?<=[A-Za-z]) (?=[A-Za-z])[^|｜\t\s]+)*", text)
    return [Piece(m.group(), line.number, m.start()) for m in parts]


def read_rows(lines: tuple[Line, ...], after: int, columns: list[Column]) -> TextTable:
    """Rows from the line `after` the head until the table ends."""
    table = TextTable(columns)
    barred = any(re.search(r"[|｜\t]", line.text) for line in lines[after : after + 3])
    if barred:
        read_barred(lines, after, table)
        return table
    reader = StreamReader(table)
    by_cell = stands_cell_by_cell(lines[after : after + 24])
    for line in lines[after : after + MOST_LINES]:
        text = squeezed(line.text)
        is_cell = by_cell and text.isdigit()
        if (is_furniture(line.text) and not is_cell) or only_head(line.text) or is_repeated_head(text):
            if text:
                table.lines.add(line.number)
            continue
        if ENDING.match(text) or reader.ends_at(text):
            break
        if GROUP.match(text) and not re.search(r"[\d%]（?$|性$", text) and len(text) <= 30:
            reader.finish_row()
            table.lines.add(line.number)
            continue
        reader.take(pieces_of_line(line))
    reader.finish_row()
    table.lines |= {p.line for row in table.rows for p in row if p} | {p.line for p in table.bad}
    return table


def stands_cell_by_cell(lines: tuple[Line, ...]) -> bool:
    """Whether most lines hold one cell, so that a bare number is a value and no page number."""
    counts = [len(pieces_of_line(line)) for line in lines if line.text.strip()]
    return bool(counts) and sum(c == 1 for c in counts) > 0.7 * len(counts)


def is_repeated_head(text: str) -> bool:
    return "指标" in text and len(HEAD_WORD.sub("", text)) <= 2 and len(text) <= 60


def read_barred(lines: tuple[Line, ...], after: int, table: TextTable) -> None:
    """Rows of a table with bars (also Markdown): cell by cell, a line a row."""
    for line in lines[after : after + MOST_LINES]:
        if not re.search(r"[|｜\t]", line.text):
            if line.text.strip() and not is_furniture(line.text):
                break
            continue
        table.lines.add(line.number)
        if re.fullmatch(r"[\s|｜:\-—+]+", line.text):
            continue
        cells = barred_cells(line)
        if len(cells) == len(table.columns):
            table.rows.append(list(cells))
        elif sum(1 for c in cells if c and c.text) > 2:
            table.bad.append(Piece(line.text.strip(), line.number, 0))


def barred_cells(line: Line) -> list[Piece | None]:
    text = line.text.rstrip()
    start = len(text) - len(text.lstrip())
    body = text[start:]
    if body[:1] in "|｜":
        start, body = start + 1, body[1:]
    if body[-1:] in "|｜":
        body = body[:-1]
    cells: list[Piece | None] = []
    for part in re.split(r"[|｜\t]", body):
        lead = len(part) - len(part.lstrip())
        cells.append(Piece(fold(part.strip()), line.number, start + lead) if part.strip() else None)
        start += len(part) + 1
    return cells


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
