"""Excel workbooks read as decision tables: what `sheets.write_sheets` writes, also after an official edited it.

Everything that is wrong comes back as a value with sheet, row and column; only a file that is no workbook is
refused. Rows are found by the labels in the first column, so lines may be inserted above. Start at `read_sheets`.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from huoju.errors import InputError
from huoju.kernel.rules.dmn.model import (
    Aggregation,
    DecisionTable,
    HitPolicy,
    InputClause,
    ItemDefinition,
    OutputClause,
    Rule,
)
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.expression import base_names
from huoju.kernel.rules.feel.numbers import number_text
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests
from huoju.kernel.rules.feel.scanner import KEYWORDS, Names
from huoju.kernel.rules.sheets import (
    ANNOTATION,
    DEFAULT,
    DESCRIPTION,
    FACTS,
    HEAD,
    ID,
    INPUT,
    KIND,
    KINDS,
    LABEL,
    MODEL_SHEET,
    NAME,
    OUTPUT,
    RULE_ID,
    TYPE,
    VALUES,
)

MOST_BYTES = 200 * 1024 * 1024  # of the unpacked workbook

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


@dataclass(frozen=True, slots=True)
class NamedTable:
    sheet: str
    name: str
    table: DecisionTable


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a workbook holds; `types` are the plain types of its model sheet."""

    name: str
    namespace: str
    types: tuple[ItemDefinition, ...]
    tables: tuple[NamedTable, ...]
    problems: tuple[SheetProblem, ...]

    @property
    def errors(self) -> tuple[SheetProblem, ...]:
        return tuple(one for one in self.problems if one.severity == "error")


def read_sheets(data: bytes, where: str) -> Workbook:
    """Read a workbook. Raises NotWorkbook."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise NotWorkbook(where=where, detail="> 200 MB")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    except InputError:
        raise
    except Exception as problem:  # openpyxl raises many kinds for files that are no workbooks
        raise NotWorkbook(where=where, detail=str(problem)[:120]) from None
    name, namespace = where.removesuffix(".xlsx"), ""
    types: tuple[ItemDefinition, ...] = ()
    sheets = []
    for sheet in book.worksheets:
        if sheet.title == MODEL_SHEET:
            name, namespace, types = _model(sheet, name)
        else:
            sheets.append(_Sheet(sheet.title, _grid(sheet)))
    names = base_names().plus(
        [one.name for one in sheets] + [one for each in sheets for one in each.expressions()]
    )
    tables = [found for one in sheets if (found := one.table(names)) is not None]
    problems = [problem for one in sheets for problem in one.problems]
    seen: set[str] = set()
    for found in tables:
        if found.name in seen:
            problems.append(_problem("same-name", found.sheet, 1, 2, got=found.name))
        seen.add(found.name)
    return Workbook(name, namespace, types, tuple(tables), tuple(problems))


def is_plain_name(text: str) -> bool:
    """Is an expression no more than one name, perhaps of several words?"""
    is_word = all(sign.isalnum() or sign in " _" for sign in text) and not text[:1].isdigit()
    return bool(text) and is_word and set(text.split()).isdisjoint(KEYWORDS)


def _problem(
    code: str, sheet: str, row: int, column: int, severity: str = "error", **fields: str
) -> SheetProblem:
    from openpyxl.utils import get_column_letter

    zh, en = (text.format_map(fields) for text in TEXTS[code])
    return SheetProblem(code, severity, sheet, row, get_column_letter(column) if column else "", zh, en)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    problem: str = ""  # "formula", "cell-error"


_BLANK = _Cell("")


def _grid(sheet: Any) -> list[list[_Cell]]:
    return [[_cell(one) for one in row] for row in sheet.iter_rows()]


def _cell(cell: Any) -> _Cell:
    """The text of a cell as FEEL would write it; a formula or an Excel error is marked."""
    value = cell.value
    if value is None:
        return _BLANK
    if cell.data_type == "f":
        return _Cell("", "formula")
    if cell.data_type == "e":
        return _Cell(str(value), "cell-error")
    if isinstance(value, bool):
        return _Cell("true" if value else "false")
    if isinstance(value, int | float):
        return _Cell(number_text(Decimal(repr(value))))
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        text = f'date("{value.date()}")' if is_day else f'date and time("{value.isoformat()}")'
        return _Cell(text)
    if isinstance(value, datetime.date):
        return _Cell(f'date("{value}")')
    return _Cell(str(value).strip())


def _model(sheet: Any, fallback: str) -> tuple[str, str, tuple[ItemDefinition, ...]]:
    rows = [[one.text for one in row] + [""] * 4 for row in _grid(sheet)]
    name = next((row[1] for row in rows if row[0].startswith("模型")), "") or fallback
    namespace = next((row[1] for row in rows if row[0].startswith("命名空间")), "")
    heads = [place for place, row in enumerate(rows) if row[0].startswith("类型")]
    listed = rows[heads[0] + 1 :] if heads else []
    types = tuple(
        ItemDefinition(row[0], row[1] or None, row[3] == "true", allowed_values=row[2] or None)
        for row in listed
        if row[0]
    )
    return name, namespace, types


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read; places are from 0, problems tell them from 1."""

    title: str
    grid: list[list[_Cell]]
    problems: list[SheetProblem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.fact("name") or self.title

    def at(self, row: int | None, column: int) -> _Cell:
        if row is None or row >= len(self.grid) or column >= len(self.grid[row]):
            return _BLANK
        return self.grid[row][column]

    def row_of(self, label: str) -> int | None:
        return next((place for place, row in enumerate(self.grid) if row and row[0].text == label), None)

    def fact(self, attribute: str) -> str:
        label = next(label for label, name in FACTS.items() if name == attribute)
        return self.at(self.row_of(label), 1).text

    def note(self, code: str, row: int, column: int, severity: str = "error", **fields: str) -> None:
        self.problems.append(_problem(code, self.title, row + 1, column + 1, severity, **fields))

    def columns(self, kind: str) -> list[int]:
        row = self.row_of(KIND)
        width = len(self.grid[row]) if row is not None else 0
        return [place for place in range(1, width) if self.at(row, place).text == kind]

    def head(self, label: str, column: int) -> str:
        return self.at(self.row_of(label), column).text

    def expressions(self) -> Iterator[str]:
        """Names that the conditions ask for, so that names with spaces are read as one."""
        for column in self.columns(INPUT):
            text = self.head(NAME, column)
            if is_plain_name(text):
                yield text

    def table(self, names: Names) -> NamedTable | None:
        """The table of the sheet, None where it has no head or cannot be one; problems are noted."""
        top = self.row_of(KIND)
        if top is None:
            self.note("not-a-table", 0, 0, "note", got=KIND)
            return None
        self._refuse_formulas()
        self._check_kinds(top)
        inputs, outputs, notes = (self.columns(kind) for kind in (INPUT, OUTPUT, ANNOTATION))
        if not outputs:
            self.note("no-output", top, 0)
            return None
        rules = tuple(
            self._rule(row, inputs, outputs, notes, names) for row in self._rule_rows(inputs + outputs)
        )
        table = DecisionTable(
            tuple(self._input(column, names) for column in inputs),
            tuple(self._output(column, names) for column in outputs),
            rules,
            self._choice("hit_policy", HitPolicy, "unknown-policy") or HitPolicy.UNIQUE,
            self._choice("aggregation", Aggregation, "unknown-aggregation"),
            tuple(self.head(NAME, column) for column in notes),
            self.fact("orientation") or "Rule-as-Row",
            self.fact("output_label") or None,
            type_ref=self.fact("type_ref") or None,
            id=self.fact("id"),
        )
        return NamedTable(self.title, self.name, table)

    def _refuse_formulas(self) -> None:
        for place, row in enumerate(self.grid):
            for column, cell in enumerate(row):
                if cell.problem:
                    self.note(cell.problem, place, column, got=cell.text)

    def _check_kinds(self, top: int) -> None:
        for column in range(1, len(self.grid[top])):
            text = self.at(top, column).text
            is_used = text or any(row[column].text for row in self.grid[top:] if column < len(row))
            if is_used and text not in KINDS:
                self.note("unknown-kind", top, column, got=text, allowed=", ".join(KINDS))

    def _rule_rows(self, columns: list[int]) -> Iterator[int]:
        last = max(place for label in HEAD if (place := self.row_of(label)) is not None)
        for row in range(last + 1, len(self.grid)):
            if any(self.at(row, column).text or self.at(row, column).problem for column in columns):
                yield row

    def _choice(self, attribute: str, kind: Any, code: str) -> Any:
        text = self.fact(attribute).upper()
        if not text:
            return None
        try:
            return kind(text)
        except ValueError:
            label = next(label for label, name in FACTS.items() if name == attribute)
            self.note(code, self.row_of(label) or 0, 1, got=text, allowed=", ".join(kind))
            return None

    def _input(self, column: int, names: Names) -> InputClause:
        expression = self.head(NAME, column)
        if not expression:
            self.note("no-expression", self.row_of(NAME) or 0, column)
        else:
            self._parse(self.row_of(NAME) or 0, column, expression, names, False)
        values = self.head(VALUES, column)
        if values:
            self._parse(self.row_of(VALUES) or 0, column, values, names, True)
        return InputClause(
            expression, self.head(TYPE, column) or None, values or None, self.head(LABEL, column) or None,
            self.head(ID, column),
        )  # fmt: skip

    def _output(self, column: int, names: Names) -> OutputClause:
        default = self.head(DEFAULT, column)
        if default:
            self._parse(self.row_of(DEFAULT) or 0, column, default, names, False)
        return OutputClause(
            self.head(NAME, column) or None, self.head(TYPE, column) or None, self.head(VALUES, column) or None,
            default or None, self.head(LABEL, column) or None, self.head(ID, column),
        )  # fmt: skip

    def _rule(self, row: int, inputs: list[int], outputs: list[int], notes: list[int], names: Names) -> Rule:
        for column in inputs:
            self._entry(row, column, names, True)
        for column in outputs:
            if not self.at(row, column).text and not self.at(row, column).problem:
                self.note("no-result", row, column)
            self._entry(row, column, names, False)
        annotations = [self.at(row, column).text for column in notes]
        while annotations and not annotations[-1]:
            annotations.pop()
        descriptions, ids = self.columns(DESCRIPTION), self.columns(RULE_ID)
        return Rule(
            tuple(self.at(row, column).text for column in inputs),
            tuple(self.at(row, column).text for column in outputs),
            tuple(annotations),
            (self.at(row, descriptions[0]).text or None) if descriptions else None,
            self.at(row, ids[0]).text if ids else "",
        )

    def _entry(self, row: int, column: int, names: Names, is_test: bool) -> None:
        text = self.at(row, column).text
        if text in ("", "-"):
            return
        node = self._parse(row, column, text, names, is_test)
        first = node.tests[0] if isinstance(node, tree.Tests) else node
        is_text = self.head(TYPE, column).rpartition(":")[2] == "string"
        if is_text and isinstance(first, tree.Name) and first.name not in names.all:
            self.note("unquoted", row, column, got=text)

    def _parse(self, row: int, column: int, text: str, names: Names, is_test: bool) -> tree.Node | None:
        try:
            return parse_tests(text, names) if is_test else parse_expression(text, names)
        except InputError as error:
            texts = {"zh": error.in_language("zh"), "en": error.in_language("en")}
            self.note("syntax", row, column, **texts)
            return None
