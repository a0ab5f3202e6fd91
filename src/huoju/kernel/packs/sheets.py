"""Sheets: a CSV file becomes typed rows with their line numbers; every bad cell is a problem. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from huoju.kernel.packs.cells import BadCell, read_cell
from huoju.kernel.packs.format import Sheet
from huoju.kernel.packs.problems import Problem
from huoju.kernel.plan import Comparator, Measure, Role

ENUMS: dict[str, Callable[[str], Any]] = {"role": Role, "measure": Measure, "comparator": Comparator}


def read_sheet(sheet: Sheet, text: str) -> tuple[tuple[Any, ...], list[Problem]]:
    """Rows of `sheet.row` and all problems. A row with a problem is left out; the others are kept."""
    problems: list[Problem] = []
    lines = _records(sheet, text, problems)
    header = next(lines, (1, []))[1]
    if not _check_header(sheet, header, problems):
        return (), problems
    rows = []
    for line_no, cells in lines:
        before = len(problems)
        values = _read_row(sheet, header, line_no, cells, problems)
        if len(problems) == before:
            rows.append(sheet.row(line_no=line_no, **values))
    return tuple(rows), problems


def _records(sheet: Sheet, text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Number of the first line and cells of each record that is not blank."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    first = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield first, cells
            first = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem("bad-csv", sheet.file, reader.line_num, fields={"detail": str(error)}))


def _check_header(sheet: Sheet, header: list[str], problems: list[Problem]) -> bool:
    allowed = ", ".join(sheet.names)
    for name in header:
        if name not in sheet.names:
            problems.append(
                Problem("unknown-column", sheet.file, 1, fields={"key": name, "allowed": allowed})
            )
    for column in sheet.columns:
        if column.required and column.name not in header:
            problems.append(Problem("missing-column", sheet.file, 1, fields={"key": column.name}))
        if header.count(column.name) > 1:
            problems.append(Problem("repeated-key", sheet.file, 1, fields={"key": column.name}))
    return not problems


def _read_row(
    sheet: Sheet, header: list[str], line_no: int, cells: list[str], problems: list[Problem]
) -> dict[str, Any]:
    """Values by column name; empty cells are left to the row's default."""
    if len(cells) > len(header):
        fields = {"got": len(cells), "expected": len(header)}
        problems.append(Problem("too-many-cells", sheet.file, line_no, fields=fields))
    texts = dict(zip(header, cells, strict=False))
    values = {}
    for column in sheet.columns:
        try:
            value = read_cell(column, texts.get(column.name, ""))
        except BadCell as bad:
            problems.append(Problem(bad.code, sheet.file, line_no, fields=bad.fields))
            continue
        if value is not None:
            values[column.name] = _as_declared(column.name, value)
    return values


def _as_declared(name: str, value: Any) -> Any:
    """The enum member where the row type declares one: "eq" becomes Comparator.EQ."""
    return ENUMS[name](value) if name in ENUMS else value
