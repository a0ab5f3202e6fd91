"""A document as the reader takes it: numbered lines of text, and tables where the format has them."""

from __future__ import annotations

from dataclasses import dataclass


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


def document_of_text(text: str, name: str) -> Document:
    """A document of plain text that is already decoded."""
    import hashlib

    lines = tuple(Line(n, line) for n, line in enumerate(text.splitlines(), 1))
    return Document(name, lines, (), hashlib.sha256(text.encode()).hexdigest())
