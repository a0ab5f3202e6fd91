"""Excel workbooks read as decision tables: what `sheets.write_sheets` writes, also after an official edited it.

Everything that is wrong comes back as a value with sheet, row and column; only a file that is no workbook is
refused. Rows are found by the labels in the first column, so lines may be inserted above. Start at `read_sheets`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests
from huoju.kernel.rules.feel.scanner import KEYWORDS, Names
from huoju.kernel.rules.sheet_cells import (
    BLANK,
    Cell,
    SheetProblem,
    grid_of,
    open_workbook,
    problem_at,
)
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
    book = open_workbook(data, where)
    name, namespace = where.removesuffix(".xlsx"), ""
    types: tuple[ItemDefinition, ...] = ()
    sheets = []
    for sheet in book.worksheets:
        if sheet.title == MODEL_SHEET:
            name, namespace, types = _model(sheet, name)
        else:
            sheets.append(_Sheet(sheet.title, grid_of(sheet, where)))
    names = base_names().plus(
        [one.name for one in sheets] + [one for each in sheets for one in each.expressions()]
    )
    tables = [found for one in sheets if (found := one.table(names)) is not None]
    problems = [problem for one in sheets for problem in one.problems]
    seen: set[str] = set()
    for found in tables:
        if found.name in seen:
            problems.append(problem_at("same-name", found.sheet, 1, 2, got=found.name))
        seen.add(found.name)
    return Workbook(name, namespace, types, tuple(tables), tuple(problems))


def is_plain_name(text: str) -> bool:
    """Is an expression no more than one name, perhaps of several words?"""
    is_word = all(sign.isalnum() or sign in " _" for sign in text) and not text[:1].isdigit()
    return bool(text) and is_word and set(text.split()).isdisjoint(KEYWORDS)


def _model(sheet: Any, fallback: str) -> tuple[str, str, tuple[ItemDefinition, ...]]:
    rows = [[one.text for one in row] + [""] * 4 for row in grid_of(sheet, fallback)]
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
    grid: list[list[Cell]]
    problems: list[SheetProblem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.fact("name") or self.title

    def at(self, row: int | None, column: int) -> Cell:
        if row is None or row >= len(self.grid) or column >= len(self.grid[row]):
            return BLANK
        return self.grid[row][column]

    def row_of(self, label: str) -> int | None:
        return next((place for place, row in enumerate(self.grid) if row and row[0].text == label), None)

    def fact(self, attribute: str) -> str:
        label = next(label for label, name in FACTS.items() if name == attribute)
        return self.at(self.row_of(label), 1).text

    def note(self, code: str, row: int, column: int, severity: str = "error", **fields: str) -> None:
        self.problems.append(problem_at(code, self.title, row + 1, column + 1, severity, **fields))

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
