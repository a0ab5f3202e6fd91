"""Tables in plain text: found by their head, read as a stream of cells.

Cells may be parted by bars, by blanks, or stand one a line, and rows may be wrapped over lines. Rows are told
apart by their running number or by the nature (预期性, 约束性) that ends them. What does not fit is noted.
"""

from __future__ import annotations

import re

from huoju.kernel.plan.documents import Line
from huoju.kernel.plan.flow import fold, is_furniture
from huoju.kernel.plan.frames import Period
from huoju.kernel.plan.stacked_tables import read_stacked, stands_stacked
from huoju.kernel.plan.table_rows import Piece, StreamReader, TextTable
from huoju.kernel.plan.tables import Column, columns_of

HEAD_WORD = re.compile(
    r"序号|指标(?:名称|类别|属性|性质|类型)?|属性|性质|单位|类别|(?:19|20)\d\d年?(?:实际|基期|基数|现状|"
    r"完成|目标|规划|预期|预计|计划|达到)?(?:值|数)?"
    r"|(?:五年)?[\[【〔［（(](?:五年)?累计[\]】〕］）)]|“?十[一二三四五]五”?(?:规划)?(?:目标|末)(?:值)?|年均(?:增[长速](?:率)?|"
    r"变化)(?:[\[【〔（(][^\s\]】〕）)]{1,8}[\]】〕）)])?|五年累计|累计|基期值?|目标值?|现状值?|"
    r"增[长速幅](?:率)?|比(?:19|20)\d\d年[^\s|｜]{2,6}"
)
ENDING = re.compile(r"^(?:注|备注|说明|资料来源)[：:]|^（?注")
GROUP = re.compile(r"^(?:[一二三四五六七八九十]{1,2}[、.．]|（[一二三四五六七八九十]{1,2}）)")
MOST_LINES = 400
# 91。2: a full stop typed for the decimal point, told by the digits on both sides of it
IDEOGRAPHIC_POINT = re.compile(r"(?<=\d)。(?=(\d{1,2})(?!\d))")
SHORT_LINE = 120


def text_tables(lines: tuple[Line, ...], period: Period) -> list[TextTable]:
    """All tables of indicators in plain text."""
    lines = with_points(lines)
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


def with_points(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Short lines with 91。2 written 91.2. Where one digit is the rule, two may hide a footnote's mark (15。74): those
    stay as they are, so that their rows are noted and not guessed."""
    found = [
        len(m.group(1))
        for line in lines
        if "。" in line.text and len(line.text) <= SHORT_LINE
        for m in IDEOGRAPHIC_POINT.finditer(line.text)
    ]
    if not found:
        return lines
    longest = 1 if found.count(1) > found.count(2) else 2
    return tuple(
        Line(
            line.number,
            IDEOGRAPHIC_POINT.sub(lambda m: "." if len(m.group(1)) <= longest else "。", line.text),
        )
        if len(line.text) <= SHORT_LINE
        else line
        for line in lines
    )


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
    if re.search("指标(?:表|体系)?$", text) and len(text) > 2 and begins_a_head(lines, at + 1):
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


def begins_a_head(lines: tuple[Line, ...], at: int) -> bool:
    """Whether the next line with text is the first cell of a head, so that the line before it was the title."""
    following = next((squeezed(line.text) for line in lines[at : at + 4] if line.text.strip()), "")
    return bool(re.fullmatch("序号|指标|指标名称|类别|名称|项目|分类", following))


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
    if stands_stacked(lines[after : after + 2 * len(columns)]):
        read_stacked(lines, after, table)
        return table
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
