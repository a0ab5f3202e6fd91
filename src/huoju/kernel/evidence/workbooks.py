"""Workbooks: xlsx, xlsb, xls and ods -> sheets of text cells as a person sees them.

Calamine reads the values (ten times faster than the alternative). What it does not tell is taken from the
xlsx parts themselves: which cells are formulas and whether Excel stored their result, and which are shown
as per cent (0.125 shown as 12.5% is read as "12.5%"). Returns values, raises `EvidenceFileError`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huoju.kernel.evidence.errors import FileIsBroken, FileIsProtected, FileKindUnknown, FileTooLarge
from huoju.kernel.evidence.files import Sheet

if TYPE_CHECKING:
    pass

LIMIT_UNPACKED_MB = 600
"""A workbook of the largest allowed size unpacks to about 400 MB; more is a bomb."""

UNKNOWN_RESULT = "=?"
"""What stands in the cell of a formula whose result the file does not store."""

PERCENT_FORMATS = {9, 10}
"""Number formats 0% and 0.00% of ECMA-376 part 1, 18.8.30."""


@dataclass(frozen=True)
class CellFacts:
    """What the parts of one xlsx sheet say beyond its values, by (row, column) from 0."""

    formulas: Mapping[tuple[int, int], bool] = field(default_factory=dict)
    percents: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


def read_zipped(content: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of a zip container, if it is a workbook. Raises FileIsBroken, FileKindUnknown, FileTooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = set(container.namelist())
            unpacked_mb = sum(info.file_size for info in container.infolist()) >> 20
            is_locked = any(info.flag_bits & 1 for info in container.infolist())
    except (zipfile.BadZipFile, OSError) as problem:
        raise FileIsBroken(name=name, detail=str(problem)) from problem
    if is_locked:
        raise FileIsProtected(name=name)
    if unpacked_mb > LIMIT_UNPACKED_MB:
        raise FileTooLarge(name=name, size_mb=unpacked_mb, limit_mb=LIMIT_UNPACKED_MB)
    if "xl/workbook.xml" in names:
        return read_workbook(content, name, _facts(content, name))
    if "xl/workbook.bin" in names or "content.xml" in names:
        return read_workbook(content, name)
    kind = "Word" if "word/document.xml" in names else "ZIP"
    raise FileKindUnknown(name=name, kind=kind)


def read_workbook(
    content: bytes, name: str, facts: Mapping[str, CellFacts] | None = None
) -> tuple[Sheet, ...]:
    """The visible, non-empty sheets by calamine. Raises FileIsProtected, FileIsBroken."""
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(content))
        return tuple(_sheets(book, facts or {}))
    except calamine.PasswordError as problem:
        raise FileIsProtected(name=name) from problem
    except (calamine.CalamineError, OSError, ValueError) as problem:
        raise FileIsBroken(name=name, detail=str(problem).splitlines()[0]) from problem


def _sheets(book: Any, facts: Mapping[str, CellFacts]) -> Iterator[Sheet]:
    import python_calamine as calamine

    for about in book.sheets_metadata:
        is_table = about.typ == calamine.SheetTypeEnum.WorkSheet
        if not is_table or about.visible != calamine.SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(about.name)
        rows = sheet.to_python(skip_empty_area=False)
        if any(cell != "" for row in rows for cell in row):
            merged = tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())
            yield _sheet(about.name, rows, merged, facts.get(about.name, CellFacts()))


def _sheet(name: str, rows: list[list[Any]], merged: tuple[Any, ...], facts: CellFacts) -> Sheet:
    import pyarrow as pa

    rows = _widened(rows, facts)
    columns = [list(column) for column in zip(*rows, strict=True)]
    dates = frozenset(
        number for number, column in enumerate(columns) if any(isinstance(cell, date) for cell in column)
    )
    texts = [[cell if isinstance(cell, str) else as_shown(cell) for cell in column] for column in columns]
    for row, column in facts.percents:
        if column < len(columns) and row < len(rows) and isinstance(columns[column][row], float | int):
            texts[column][row] = _percent(columns[column][row])
    for (row, column), text in facts.errors.items():
        texts[column][row] = text
    for (row, column), has_result in facts.formulas.items():
        if not has_result:
            texts[column][row] = UNKNOWN_RESULT
    cells = pa.table({f"c{number}": pa.array(column, pa.string()) for number, column in enumerate(texts)})
    return Sheet(name, cells, merged, facts.formulas, dates)


def _widened(rows: list[list[Any]], facts: CellFacts) -> list[list[Any]]:
    """Calamine leaves out trailing cells without a value; formulas and errors that stand there come back."""
    places = [*facts.formulas, *facts.errors]
    height = max([len(rows), *(row + 1 for row, _ in places)])
    width = max([len(rows[0]), *(column + 1 for _, column in places)])
    rows = [row + [""] * (width - len(row)) for row in rows]
    return rows + [[""] * width for _ in range(height - len(rows))]


def as_shown(cell: Any) -> str:
    """A cell's value as text: 435.3 not 435.30000000000001, 2024 not 2024.0, dates as ISO."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def _number(cell: float) -> str:
    """Excel keeps 15 significant digits; what lies beyond is the machine's noise (0.1 + 0.2)."""
    if cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = format(cell, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def _percent(cell: float) -> str:
    return format(Decimal(_number(cell)) * 100, "f").rstrip("0").rstrip(".") + "%" if cell else "0%"


# -- what the parts say beyond the values ------------------------------------------------------------

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_RESULT = re.compile(rb"<(?:\w+:)?v>([^<]+)</|<(?:\w+:)?is>")
_ERROR = b't="e"'


def _facts(content: bytes, name: str) -> dict[str, CellFacts]:
    """Facts by sheet name; only sheets that have formulas or per cent styles are looked through."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            percents = _percent_styles(container)
            return {sheet: _cell_facts(container.read(part), percents) for sheet, part in _parts(container)}
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile, OSError) as problem:
        raise FileIsBroken(name=name, detail=str(problem).splitlines()[0]) from problem


def _parts(container: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet name and the part that holds its cells."""
    targets = {
        node.get("Id"): str(node.get("Target"))
        for node in _parse(container.read("xl/_rels/workbook.xml.rels"))
    }
    names = set(container.namelist())
    for node in _parse(container.read("xl/workbook.xml")).iter():
        if _local(node.tag) == "sheet":
            identity = next((value for key, value in node.attrib.items() if _local(key) == "id"), None)
            target = targets.get(identity, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in names:
                yield str(node.get("name")), part


def _percent_styles(container: zipfile.ZipFile) -> frozenset[int]:
    """Indexes of the cell styles that show a number as per cent."""
    if "xl/styles.xml" not in container.namelist():
        return frozenset()
    root = _parse(container.read("xl/styles.xml"))
    formats = {
        int(node.get("numFmtId") or 0)
        for node in root.iter()
        if _local(node.tag) == "numFmt" and "%" in re.sub(r'"[^"]*"', "", node.get("formatCode") or "")
    }
    formats |= PERCENT_FORMATS
    styles = [node for group in root if _local(group.tag) == "cellXfs" for node in group]
    return frozenset(n for n, node in enumerate(styles) if int(node.get("numFmtId") or 0) in formats)


def _cell_facts(part: bytes, percents: frozenset[int]) -> CellFacts:
    if not percents and not _FORMULA.search(part) and _ERROR not in part:
        return CellFacts()
    errors: dict[tuple[int, int], str] = {}
    formulas: dict[tuple[int, int], bool] = {}
    shown: set[tuple[int, int]] = set()
    for cell in _CELL.finditer(part):
        about, inside = cell.groups()
        style = _STYLE.search(about)
        is_formula = inside is not None and _FORMULA.search(inside) is not None
        is_percent = style is not None and int(style[1]) in percents
        is_error = _ERROR in about
        if not (is_formula or is_percent or is_error) or not (reference := _REFERENCE.search(about)):
            continue
        place = int(reference[2]) - 1, _column(reference[1])
        result = _RESULT.search(inside or b"")
        if is_formula:
            formulas[place] = result is not None
        if is_error:
            errors[place] = result[1].decode() if result and result[1] else "#N/A"
        elif is_percent:
            shown.add(place)
    return CellFacts(formulas, frozenset(shown), errors)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _parse(part: bytes) -> Any:
    from defusedxml.ElementTree import fromstring

    return fromstring(part)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
