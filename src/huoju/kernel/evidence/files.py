"""Files: the bytes of an uploaded file -> sheets of text cells. Told by content, never by name.

Returns values, raises `EvidenceFileError`; knows nothing of what the cells mean. Start reading at
`read_sheets`. Text files are in `text_files`, Excel's in `workbooks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huoju.kernel.evidence.errors import FileIsEmpty, FileIsProtected, FileKindUnknown, FileTooLarge

if TYPE_CHECKING:
    import pyarrow as pa

LIMIT_MB = 50

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
    (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"), (b"PAR1", "Parquet"),
    (b"<!DOCTYPE html", "HTML"), (b"<html", "HTML"), (b"{\\rtf", "RTF"), (b"\x7fELF", "ELF"), (b"MZ", "EXE"),
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One table of text cells: row i, column j of the sheet, counted from 0. Empty cells are "".

    `cells` has one string column a sheet column, all of equal length. `merged` are ranges (first row, first
    column, last row, last column); `formulas` maps a cell to whether the file stores its result.
    """

    name: str
    cells: pa.Table
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: Mapping[tuple[int, int], bool] = field(default_factory=dict)
    dates: frozenset[int] = frozenset()  # columns that hold Excel dates

    @property
    def height(self) -> int:
        return int(self.cells.num_rows)

    @property
    def width(self) -> int:
        return int(self.cells.num_columns)

    def head(self, rows: int) -> list[list[str]]:
        """The first rows as lists of text, merged ranges filled with their text."""
        return self.block(0, rows)

    def block(self, first: int, rows: int) -> list[list[str]]:
        """Rows `first` to `first + rows` as lists of text, merged ranges filled with their text."""
        columns = [column.slice(first, rows).to_pylist() for column in self.cells.columns]
        lines = [list(line) for line in zip(*columns, strict=True)]
        for top, left, bottom, right in self.merged:
            if first <= top < first + len(lines):
                text = lines[top - first][left]
                for row in range(top - first, min(bottom - first + 1, len(lines))):
                    lines[row][left : right + 1] = [text] * (min(right + 1, self.width) - left)
        return lines


def read_sheets(content: bytes, name: str) -> tuple[Sheet, ...]:
    """The visible, non-empty sheets of a CSV, TSV, xlsx, xlsm, xlsb, xls or ods file; a text file has one, named "".

    Raises
    ------
    FileTooLarge, FileIsEmpty, FileIsProtected, FileIsBroken, FileKindUnknown
    """
    if len(content) > LIMIT_MB * 2**20:
        raise FileTooLarge(name=name, size_mb=round(len(content) / 2**20), limit_mb=LIMIT_MB)
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileIsEmpty(name=name)
    sheets = _read(content, name)
    if not sheets:
        raise FileIsEmpty(name=name)
    return sheets


def _read(content: bytes, name: str) -> tuple[Sheet, ...]:
    from huoju.kernel.evidence import text_files, workbooks

    if content.startswith(_ZIP):
        return workbooks.read_zipped(content, name)
    if content.startswith(_OLE):
        if _is_encrypted(content):
            raise FileIsProtected(name=name)
        return workbooks.read_workbook(content, name)
    head = content[:64].lstrip()
    for mark, kind in _OTHER_KINDS:
        if head[: len(mark)].lower() == mark.lower():
            raise FileKindUnknown(name=name, kind=kind)
    return text_files.read_text(content, name)


def _is_encrypted(content: bytes) -> bool:
    """Whether an OLE container holds an encrypted Office file rather than an old workbook."""
    return "EncryptedPackage".encode("utf-16-le") in content
