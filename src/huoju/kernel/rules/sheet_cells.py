"""Cells of a workbook as texts, and what can be wrong in one: told by sheet, row and column."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from huoju.errors import InputError
from huoju.kernel.rules.feel.numbers import number_text

MOST_BYTES = 200 * 1024 * 1024  # of the unpacked workbook
MOST_ROWS, MOST_COLUMNS = 200_000, 1_000

TEXTS = {
    "formula": ("含有公式，请改为数值或文字后再导入", "holds a formula; paste its value instead"),
    "cell-error": ("是Excel错误值{got}，请改正", "is the Excel error {got}; correct it"),
    "syntax": ("不能识别：{zh}", "cannot be understood: {en}"),
    "unquoted": (
        '文字“{got}”须加英文双引号，写成"{got}"',
        'the text {got} must stand in quotes: "{got}"',
    ),
    "unknown-kind": (
        "列的种类“{got}”不认识，可用：{allowed}",
        "unknown kind of column {got!r}; one of {allowed}",
    ),
    "unknown-policy": (
        "命中策略“{got}”不认识，可用：{allowed}",
        "unknown hit policy {got!r}; one of {allowed}",
    ),
    "unknown-aggregation": (
        "汇总方式“{got}”不认识，可用：{allowed}",
        "unknown aggregation {got!r}; one of {allowed}",
    ),
    "no-expression": ("条件列没有表达式", "the condition has no expression"),
    "no-output": ("没有结果列", "there is no result column"),
    "no-result": ("规则没有结果", "the rule has no result"),
    "not-a-table": (
        "没有“{got}”一行，不是决策表，已跳过",
        "there is no row {got!r}: not a decision table, left out",
    ),
    "same-name": ("决策表“{got}”出现两次", "the table {got!r} stands twice"),
}


class NotWorkbook(InputError):
    code = "rules-not-workbook"
    zh = "{where}：不是可读取的Excel工作簿(xlsx)：{detail}。请在Excel中另存为xlsx后重试。"
    en = "{where}: not a workbook (xlsx) that can be read: {detail}. Save it as xlsx and try again."


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One thing wrong in one cell: `row` from 1, `column` a letter ("" for the whole row or sheet)."""

    code: str
    severity: str
    sheet: str
    row: int
    column: str
    zh: str
    en: str

    @property
    def where(self) -> str:
        """工作表!B7, as Excel names a cell."""
        return f"{self.sheet}!{self.column}{self.row or ''}"

    def in_language(self, language: str) -> str:
        if language.startswith("en"):
            return f"sheet {self.sheet}, row {self.row}, column {self.column or '-'}: {self.en}"
        return f"工作表“{self.sheet}”第{self.row}行{self.column or '-'}列：{self.zh}"

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def problem_at(
    code: str, sheet: str, row: int, column: int, severity: str = "error", **fields: str
) -> SheetProblem:
    from openpyxl.utils import get_column_letter

    zh, en = (text.format_map(fields) for text in TEXTS[code])
    return SheetProblem(code, severity, sheet, row, get_column_letter(column) if column else "", zh, en)


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    problem: str = ""  # "formula", "cell-error"


BLANK = Cell("")


def open_workbook(data: bytes, where: str, **options: Any) -> Any:
    """An openpyxl workbook of bytes that a stranger may have sent. Raises NotWorkbook."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise NotWorkbook(where=where, detail=f"> {MOST_BYTES >> 20} MB")
        return openpyxl.load_workbook(io.BytesIO(data), keep_links=False, **options)
    except InputError:
        raise
    except Exception as problem:  # openpyxl raises many kinds for files that are no workbooks
        raise NotWorkbook(where=where, detail=str(problem)[:120]) from None


def grid_of(sheet: Any, where: str) -> list[list[Cell]]:
    """The cells of a sheet row by row, as far as something stands in them; rows may be short."""
    held = {place: cell for place, cell in sheet._cells.items() if cell.value is not None}
    last = max((row for row, _ in held), default=0)
    if last > MOST_ROWS or max((column for _, column in held), default=0) > MOST_COLUMNS:
        raise NotWorkbook(where=f"{where} {sheet.title}", detail=f"> {MOST_ROWS} x {MOST_COLUMNS}")
    grid: list[list[Cell]] = [[] for _ in range(last)]
    for (row, column), cell in sorted(held.items()):
        line = grid[row - 1]
        line.extend([BLANK] * (column - 1 - len(line)))
        line.append(cell_of(cell))
    return grid


def cell_of(cell: Any) -> Cell:
    """The text of a cell as FEEL would write it; a formula or an Excel error is marked."""
    value = cell.value
    if value is None:
        return BLANK
    if cell.data_type == "f":
        return Cell("", "formula")
    if cell.data_type == "e":
        return Cell(str(value), "cell-error")
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, int | float):
        return Cell(number_text(Decimal(repr(value))))
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        text = f'date("{value.date()}")' if is_day else f'date and time("{value.isoformat()}")'
        return Cell(text)
    if isinstance(value, datetime.date):
        return Cell(f'date("{value}")')
    return Cell(str(value).strip())
