"""Digital PDF: the text of each page in reading order (also two columns), and ruled tables.

Text comes from PDFium, which is fast; pdfplumber is only imported for pages that draw the rules of a table.
Pages are set apart so that page numbers and running heads can be recognised later.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from huoju.kernel.plan.documents import Line, SourceTable
from huoju.kernel.plan.refusals import Protected, Scanned, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT_ON_PAGE = 20  # a page of a scan often has a stamp or page number as text
RULES_OF_TABLE = 6  # lines or boxes on a page before it is worth looking for a table
MOST_TABLE_PAGES = 60


def read_pdf(data: bytes, where: str) -> tuple[tuple[Line, ...], tuple[SourceTable, ...]]:
    """Lines of all pages, numbered through, and the tables with rules."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise Protected(where=where) from problem
        raise Unreadable(where=where, detail=str(problem)) from problem
    try:
        pages = [lines_of_page(document[n]) for n in range(len(document))]
        ruled = [n for n in range(len(document)) if has_rules(document[n])]
    except pdfium.PdfiumError as problem:
        raise Unreadable(where=where, detail=str(problem)) from problem
    finally:
        document.close()
    if not any(sum(map(len, page)) >= TEXT_ON_PAGE for page in pages):
        raise Scanned(where=where, pages=len(pages))
    return assemble(pages, tables_of(data, ruled[:MOST_TABLE_PAGES]))


def lines_of_page(page: Any) -> list[str]:
    """The lines of one page from top to bottom, the left column first where there are two."""
    width, height = page.get_size()
    text_page = page.get_textpage()
    boxes = [line for line in boxed_lines(text_page) if line[4].strip()]
    if is_two_columns(boxes, width):
        middle = width / 2
        wide = [b for b in boxes if b[0] < middle - 20 and b[2] > middle + 20]
        top = min((b[1] for b in wide), default=0.0)
        left = [b for b in boxes if b not in wide and b[2] <= middle + 20]
        right = [b for b in boxes if b not in wide and b not in left]
        above = [b for b in wide if b[1] >= height * 0.5]
        below = [b for b in wide if b not in above]
        del top
        ordered = above + sort_down(left) + sort_down(right) + below
        return (
            join_rows(above) + join_rows(sort_down(left)) + join_rows(sort_down(right)) + join_rows(below)
            if ordered
            else []
        )
    text = text_page.get_text_range()
    return [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


Box = tuple[float, float, float, float, str]


def boxed_lines(text_page: Any) -> Iterator[Box]:
    """Rectangles of text (left, bottom, right, top, text) in the order of the file."""
    for n in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(n)
        yield left, bottom, right, top, text_page.get_text_bounded(left, bottom, right, top)


def is_two_columns(boxes: list[Box], width: float) -> bool:
    """Whether hardly any line crosses the middle while both halves are full."""
    middle = width / 2
    left = sum(1 for b in boxes if b[2] <= middle + 6)
    right = sum(1 for b in boxes if b[0] >= middle - 6)
    across = len(boxes) - left - right
    return left >= 8 and right >= 8 and across <= 0.15 * len(boxes) and full_halves(boxes, middle)


def full_halves(boxes: list[Box], middle: float) -> bool:
    """Columns of prose fill their half; columns of a table do not."""
    lefts = sorted(b[2] - b[0] for b in boxes if b[2] <= middle + 6)
    rights = sorted(b[2] - b[0] for b in boxes if b[0] >= middle - 6)
    return lefts[len(lefts) // 2] > 0.5 * middle and rights[len(rights) // 2] > 0.5 * middle


def sort_down(boxes: list[Box]) -> list[Box]:
    return sorted(boxes, key=lambda b: (-b[1], b[0]))


def join_rows(boxes: list[Box]) -> list[str]:
    """Rectangles on one height make one line."""
    rows: list[tuple[float, str]] = []
    for _left, bottom, _right, top, text in boxes:
        text = text.replace("\r", " ").replace("\n", " ").rstrip()
        if rows and abs(rows[-1][0] - bottom) < max(2.0, (top - bottom) * 0.4):
            rows[-1] = (rows[-1][0], rows[-1][1] + text)
        else:
            rows.append((bottom, text))
    return [text for _, text in rows]


def has_rules(page: Any) -> bool:
    """Whether a page draws enough lines or boxes to hold a ruled table."""
    import pypdfium2.raw as raw

    count = 0
    for thing in page.get_objects(max_depth=2):
        count += thing.type == raw.FPDF_PAGEOBJ_PATH
        if count >= RULES_OF_TABLE:
            return True
    return False


def tables_of(data: bytes, pages: list[int]) -> dict[int, list[list[list[str]]]]:
    """Tables by page; cells as text without line breaks."""
    if not pages:
        return {}
    import pdfplumber

    found: dict[int, list[list[list[str]]]] = {}
    with pdfplumber.open(io.BytesIO(data), pages=[n + 1 for n in pages]) as document:
        for page in document.pages:
            tables = [
                [[(cell or "").replace("\n", "") for cell in row] for row in table]
                for table in page.extract_tables()
            ]
            kept = [t for t in tables if len(t) >= 2 and max(map(len, t)) >= 2]
            if kept:
                found[page.page_number - 1] = kept
    return found


def assemble(
    pages: list[list[str]], tables: dict[int, list[list[list[str]]]]
) -> tuple[tuple[Line, ...], tuple[SourceTable, ...]]:
    """Lines numbered through; a table's rows point at the lines that show them."""
    lines: list[Line] = []
    out: list[SourceTable] = []
    for n, page in enumerate(pages):
        first = len(lines) + 1
        lines += [Line(first + i, text) for i, text in enumerate(page)]
        for table in tables.get(n, []):
            numbers = tuple(line_of_row(row, lines[first - 1 :], first) for row in table)
            out.append(SourceTable(title_above(lines, numbers[0]), tuple(tuple(r) for r in table), numbers))
    return tuple(lines), tuple(out)


def line_of_row(row: list[str], lines: list[Line], fallback: int) -> int:
    """The line that shows a row: the first that holds its longest cell's beginning."""
    probe = max(row, key=len)[:6].replace(" ", "")
    for line in lines:
        if probe and probe in line.text.replace(" ", ""):
            return line.number
    return fallback


def title_above(lines: list[Line], number: int) -> str:
    for line in reversed(lines[: max(0, number - 1)][-4:]):
        text = line.text.strip()
        if text and len(text) <= 60:
            return text
    return ""
