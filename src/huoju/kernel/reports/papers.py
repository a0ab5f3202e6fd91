"""Papers: short documents for meetings as docx, from a title, notes and blocks. Pure.

write_docx(Paper("校核意见", notes=("截至 ...",), blocks=(Heading("..."), Text("..."), Table(...))))
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

FONT, FONT_CHINESE = "Times New Roman", "宋体"
HEADING_CHINESE = "黑体"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; `label` stands bold in front of it."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list that starts again at 1."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of text; `widths` in centimetres."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


Block: TypeAlias = Heading | Paragraph | Steps | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. `notes` stand small under the title."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = field(default=())


def write_docx(paper: Paper) -> bytes:
    """The paper as a Word document on A4."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    _font(document.styles["Normal"], FONT_CHINESE, 11)
    for name, size in (("Title", 18), ("Heading 1", 14), ("Heading 2", 12)):
        _font(document.styles[name], HEADING_CHINESE, size)
    document.core_properties.title = paper.title
    document.core_properties.author = ""
    document.add_paragraph(paper.title, style="Title")
    for note in paper.notes:
        document.add_paragraph().add_run(note).font.size = Pt(9)
    for block in paper.blocks:
        _write(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write(document: Any, block: Block) -> None:
    from docx.shared import Pt

    match block:
        case Heading(text, level):
            document.add_heading(text, level)
        case Paragraph(text, label):
            paragraph = document.add_paragraph()
            if label:
                paragraph.add_run(label).bold = True
            paragraph.paragraph_format.space_after = Pt(4)
            paragraph.paragraph_format.keep_with_next = not text  # a label alone stays with its list
            paragraph.add_run(text)
        case Steps(items):
            for number, item in enumerate(items, 1):
                paragraph = document.add_paragraph(f"{number}. {item}")
                paragraph.paragraph_format.left_indent = _centimetres(0.6)
                paragraph.paragraph_format.first_line_indent = _centimetres(-0.6)
                paragraph.paragraph_format.space_after = Pt(2)
        case Table():
            _write_table(document, block)


def _write_table(document: Any, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    grid.autofit = not table.widths
    for row in (table.headings, *table.rows):
        cells = grid.rows[0].cells if row is table.headings else grid.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.bold = row is table.headings
    _repeat_head(grid.rows[0])
    for column, width in zip(grid.columns, table.widths, strict=False):
        for cell in column.cells:
            cell.width = _centimetres(width)
    document.add_paragraph()


def _repeat_head(row: Any) -> None:
    """The first row again on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _font(style: Any, chinese: str, size: float) -> None:
    """The Latin and the Chinese face of a style, in black."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
    fonts: Any = style.element.get_or_add_rPr().get_or_add_rFonts()
    for face in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(face), None)
    fonts.set(qn("w:eastAsia"), chinese)


def _centimetres(width: float) -> Any:
    from docx.shared import Cm

    return Cm(width)


def text_of(blocks: Sequence[Block]) -> str:
    """The words of some blocks, a line each, for tests and previews."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading(text, _):
                lines.append(text)
            case Paragraph(text, label):
                lines.append(label + text)
            case Steps(items):
                lines.extend(items)
            case Table(headings, rows, _):
                lines.extend("\t".join(row) for row in (headings, *rows))
    return "\n".join(lines)
