"""A document as the reader takes it: numbered lines of text, and tables where the format has them.

`read_document` looks at the bytes, never at the name, and raises an `InputError` that says in two languages
what is wrong, where, and what to do. Formats other than plain text are read by the modules in `formats/`,
imported only when needed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from huoju.kernel.plan.refusals import EmptyDocument, NoSuchFile, NotAPlan, TooLarge, UnknownType, Unreadable

# Refused from 50 MB on, unread: the longest provincial plans are below 5 MB as scanned PDF, and text is shorter.
LARGEST_BYTES = 50 * 1000 * 1000 - 1
MEGABYTE = 1000 * 1000
HAN_SHARE = 0.05  # of the first characters; English minutes and CSV exports lie below


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source: 1-based number and its text without the line break."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as the format gives it: rows of cell texts, and the 1-based line each row begins on."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    row_lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What `read_document` returns: the lines of text, tables found by the format, digest of the bytes."""

    name: str
    lines: tuple[Line, ...]
    tables: tuple[SourceTable, ...]
    sha256: str


def read_document(source: Path | str | bytes, name: str | None = None) -> Document:
    """The document in a file (its path, or its bytes).

    Raises
    ------
    EmptyDocument, NoSuchFile, NotAPlan, TooLarge, UnknownType, Unreadable, Protected, Scanned : all `InputError`.
    """
    source = Path(source) if isinstance(source, str) else source
    where = name or (source.name if isinstance(source, Path) else "document")
    data = load(source, where)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise EmptyDocument(where=where)
    lines, tables = content_of(data, where)
    if not any(line.text.strip() for line in lines) and not tables:
        raise EmptyDocument(where=where)
    check_chinese(lines, tables, where)
    return Document(where, lines, tables, hashlib.sha256(data).hexdigest())


def load(source: Path | bytes, where: str) -> bytes:
    """The bytes of a source; its size is looked at before it is read."""
    if isinstance(source, bytes):
        size = len(source)
    else:
        if not source.exists() or source.is_dir():
            raise NoSuchFile(where=source)
        try:
            size = source.stat().st_size
        except OSError as problem:
            raise Unreadable(where=where, detail=problem.strerror or str(problem)) from problem
    if size > LARGEST_BYTES:
        raise TooLarge(where=where, size_mb=size // MEGABYTE, limit_mb=-(-LARGEST_BYTES // MEGABYTE))
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as problem:
        raise Unreadable(where=where, detail=problem.strerror or str(problem)) from problem


def content_of(data: bytes, where: str) -> tuple[tuple[Line, ...], tuple[SourceTable, ...]]:
    """Lines and tables by what the bytes are: PDF, Word, HTML, else text of some encoding."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        from huoju.kernel.plan.formats.pdf import read_pdf

        return read_pdf(data, where)
    if data.startswith(b"PK\x03\x04"):
        from huoju.kernel.plan.formats.docx import read_docx

        return read_docx(data, where)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        from huoju.kernel.plan.formats.docx import refuse_compound_file

        refuse_compound_file(data, where)
    from huoju.kernel.plan.formats.text import decode, looks_binary

    if looks_binary(data):
        raise UnknownType(where=where)
    text = decode(data, where)
    if looks_like_html(text):
        from huoju.kernel.plan.formats.html import read_html

        return read_html(text)
    return lines_of(text), ()


def looks_like_html(text: str) -> bool:
    start = text[:2000].lower()
    return "<html" in start or "<!doctype html" in start or ("<p" in start and "</p>" in text[:20000].lower())


def lines_of(text: str) -> tuple[Line, ...]:
    """Numbered lines; only real line ends count, so that numbers agree with any editor's."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", " ").replace("\x0b", " ")
    return tuple(Line(n, line) for n, line in enumerate(text.split("\n"), 1))


def check_chinese(lines: tuple[Line, ...], tables: tuple[SourceTable, ...], where: str) -> None:
    """A plan is written in Chinese: refuse what holds hardly any."""
    sample = "".join(line.text for line in lines[:4000])[:60_000]
    sample += "".join(cell for table in tables[:20] for row in table.rows for cell in row)[:20_000]
    letters = [c for c in sample if not c.isspace()]
    han = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    if han < 10 or han < HAN_SHARE * len(letters):
        raise NotAPlan(where=where)


def document_of_text(text: str, name: str) -> Document:
    """A document of plain text that is already decoded."""
    return Document(name, lines_of(text), (), hashlib.sha256(text.encode()).hexdigest())
