"""Word documents (docx): paragraphs as lines, tables, in the order they stand in.

The parts are read with the standard library's zip and a hardened XML parser; python-docx is not needed for
reading text and would cost a quarter of a second of imports.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, NoReturn

from huoju.kernel.plan.documents import Line, SourceTable
from huoju.kernel.plan.refusals import Protected, TooLarge, UnknownType, Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_PART = 80 * 1024 * 1024  # unpacked; a bomb unpacks to gigabytes


def refuse_compound_file(data: bytes, where: str) -> NoReturn:
    """Old Office files and encrypted new ones share a container; the latter name their package."""
    if (
        "EncryptedPackage".encode("utf-16-le") in data[:200_000]
        or "EncryptedPackage".encode("utf-16-le") in data
    ):
        raise Protected(where=where)
    raise UnknownType(where=where)


def read_docx(data: bytes, where: str) -> tuple[tuple[Line, ...], tuple[SourceTable, ...]]:
    """Paragraphs and tables of word/document.xml."""
    body = body_of(data, where)
    lines: list[Line] = []
    tables: list[SourceTable] = []
    for child in body:
        read_block(child, lines, tables)
    return tuple(lines), tuple(tables)


def body_of(data: bytes, where: str) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("word/document.xml")
            if info.flag_bits & 1:
                raise Protected(where=where)
            if info.file_size > LARGEST_PART:
                raise TooLarge(where=where, size_mb=info.file_size // 2**20, limit_mb=LARGEST_PART // 2**20)
            root: Element = fromstring(archive.read(info))
    except KeyError as problem:
        raise UnknownType(where=where) from problem
    except (
        zipfile.BadZipFile,
        ParseError,
        DefusedXmlException,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
    ) as problem:
        raise Unreadable(where=where, detail=type(problem).__name__) from problem
    except Exception as problem:
        if type(problem).__module__ == "zlib":
            raise Unreadable(where=where, detail="zlib") from problem
        raise
    body = root.find(f"{W}body")
    if body is None:
        raise Unreadable(where=where, detail="no body")
    return body


def read_block(child: Element, lines: list[Line], tables: list[SourceTable]) -> None:
    if child.tag == f"{W}p":
        for text in text_of(child).split("\n"):
            lines.append(Line(len(lines) + 1, text))
    elif child.tag == f"{W}tbl":
        tables.append(read_table(child, lines))
    elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag"):
        for inner in child:
            read_block(inner, lines, tables)


def text_of(paragraph: Element) -> str:
    """Text of a paragraph without deleted revisions; a manual break begins a new line."""
    pieces: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{W}tab":
            pieces.append("\t")
        elif node.tag in (f"{W}br", f"{W}cr"):
            pieces.append("\n")
    return "".join(pieces)


def read_table(table: Element, lines: list[Line]) -> SourceTable:
    """A table; its rows also stand among the lines, cells parted by bars, so that each row has a line."""
    title = next((line.text.strip() for line in reversed(lines[-3:]) if line.text.strip()), "")
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for row in table.iter(f"{W}tr"):
        cells = [cell for td in row.findall(f"{W}tc") for cell in cell_texts(td)]
        lines.append(Line(len(lines) + 1, " | ".join(cells)))
        rows.append(tuple(cells))
        numbers.append(len(lines))
    return SourceTable(title if len(title) <= 60 else "", tuple(rows), tuple(numbers))


def cell_texts(cell: Element) -> list[str]:
    """The text of a cell, and blanks for the further columns it spans; a vertically merged cell repeats."""
    text = "".join(text_of(p).replace("\n", "") for p in cell.iter(f"{W}p")).strip()
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    width = (
        int(span.get(f"{W}val") or 1) if span is not None and (span.get(f"{W}val") or "1").isdigit() else 1
    )
    return [text] + [""] * (min(width, 40) - 1)
