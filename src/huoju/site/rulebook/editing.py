"""Editing a decision table on a page: its cells as form fields, a form read back as a table, what is wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from huoju.errors import InputError
from huoju.kernel.rules import DecisionTable, Model, RuleVersion, TableFinding, compile_model, with_table
from huoju.kernel.rules.dmn.model import Decision, Rule
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests
from huoju.kernel.rules.feel.scanner import Names
from huoju.kernel.rules.sheet_reading import read_sheets
from huoju.kernel.rules.wording import head_of

MOST_ROWS = 300  # longer tables are edited as Excel sheets
_MOVE = re.compile(r"(add|drop|up|down)-(\d{1,4})\Z")


@dataclass(frozen=True, slots=True)
class EditCell:
    """One cell of the grid: its form field, its text, which column it belongs to, what is wrong with it."""

    field: str
    text: str
    column: str
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class EditRow:
    number: int
    cells: tuple[EditCell, ...]
    id: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An edited table in its model, and what there is to say about it."""

    model: Model
    table: DecisionTable
    rows: tuple[EditRow, ...]
    problems: tuple[tuple[str, str], ...]  # Chinese and English
    findings: tuple[TableFinding, ...]

    @property
    def is_sound(self) -> bool:
        is_clean = not any(cell.error for row in self.rows for cell in row.cells)
        return is_clean and not self.problems and all(one.severity != "error" for one in self.findings)


def editable(model: Model) -> tuple[Decision, ...]:
    """The decisions that are tables short enough for a page."""
    return tuple(
        one for one in model.decisions
        if isinstance(one.logic, DecisionTable) and len(one.logic.rules) <= MOST_ROWS
    )  # fmt: skip


def table_from(form: Mapping[str, str], table: DecisionTable) -> DecisionTable:
    """The table of a form; the columns are those of `table`. A button of a row ("add-2", "drop-2") is obeyed."""
    count = min(int(form.get("rows") or 0), MOST_ROWS) if str(form.get("rows", "")).isdigit() else 0
    rules = [_rule(form, place, table) for place in range(count)]
    pressed = _MOVE.match(form.get("do", ""))
    if pressed:
        rules = list(_moved(rules, pressed.group(1), int(pressed.group(2)), table))
    return replace(table, rules=tuple(rules))


class WrongSheet(InputError):
    code = "rules-wrong-sheet"
    zh = "{file}里没有可用的“{table}”：{zh_detail}。请先导出本表，在其中修改后再传回。"
    en = "{file} has no usable table '{table}': {en_detail}. Export the table first, change it there, and send it back."


def table_of_workbook(data: bytes, file: str, name: str, table: DecisionTable) -> DecisionTable:
    """The rules of the sheet of this name, under the columns of `table`. Raises WrongSheet, NotWorkbook."""
    book = read_sheets(data, file)
    wrong = [one for one in book.errors if one.sheet == name] or [
        one for one in book.errors if not book.tables
    ]
    found = next((one.table for one in book.tables if one.name == name), None)
    if wrong:
        told = wrong[0]
        raise WrongSheet(
            file=file, table=name, zh_detail=told.in_language("zh"), en_detail=told.in_language("en")
        )
    if found is None:
        raise WrongSheet(file=file, table=name, zh_detail="没有这张表", en_detail="there is no such table")
    if [one.expression for one in found.inputs] != [one.expression for one in table.inputs] or len(
        found.outputs
    ) != len(table.outputs):
        raise WrongSheet(file=file, table=name, zh_detail="列与本表不同", en_detail="its columns differ")
    return replace(table, rules=found.rules[:MOST_ROWS])


def _rule(form: Mapping[str, str], place: int, table: DecisionTable) -> Rule:
    def cell(kind: str, column: int) -> str:
        return form.get(f"r{place}{kind}{column}", "").strip()[:4000]

    return Rule(
        tuple(cell("c", column) or "-" for column in range(len(table.inputs))),
        tuple(cell("o", column) for column in range(len(table.outputs))),
        tuple(cell("a", column) for column in range(len(table.annotations))),
        id=form.get(f"r{place}id", "")[:200],
    )


def _moved(rules: list[Rule], what: str, place: int, table: DecisionTable) -> Iterator[Rule]:
    if what == "add" and len(rules) < MOST_ROWS:
        blank = Rule(("-",) * len(table.inputs), ("",) * len(table.outputs), ("",) * len(table.annotations))
        rules = [*rules[:place], blank, *rules[place:]]
    elif what == "drop":
        rules = rules[:place] + rules[place + 1 :]
    elif what in ("up", "down"):
        other = place - 1 if what == "up" else place + 1
        if 0 <= other < len(rules) and place < len(rules):
            rules[place], rules[other] = rules[other], rules[place]
    yield from rules


def draft_of(version: RuleVersion, decision: Decision, table: DecisionTable) -> Draft:
    """The version's model with the table in it, checked cell by cell and analysed."""
    model = with_table(version.model, decision, table)
    compiled = compile_model(model)
    changed = compiled.decision(decision.name)
    names = compiled.place(changed).names
    rows = tuple(_row(place, rule, table, names) for place, rule in enumerate(table.rules))
    errors = tuple(cell.error for row in rows for cell in row.cells if cell.error)
    problems = tuple(
        (one.zh, one.en) for one in compiled.problems
        if one.severity == "error" and one.zh not in {error.in_language("zh") for error in errors}
    ) if not errors else ()  # fmt: skip
    findings = () if errors else tuple(one for name, _, one in compiled.analyse() if name == decision.name)
    return Draft(model, table, rows, problems, findings)


def _row(place: int, rule: Rule, table: DecisionTable, names: Names) -> EditRow:
    cells = [
        EditCell(f"r{place}c{column}", text, head_of(clause), _wrong(text, names, True))
        for column, (clause, text) in enumerate(zip(table.inputs, rule.inputs, strict=True))
    ]
    cells += [
        EditCell(f"r{place}o{column}", text, output.name or "", _wrong(text, names, False))
        for column, (output, text) in enumerate(zip(table.outputs, rule.outputs, strict=True))
    ]
    notes = rule.annotations + ("",) * (len(table.annotations) - len(rule.annotations))
    cells += [
        EditCell(f"r{place}a{column}", text, name)
        for column, (name, text) in enumerate(zip(table.annotations, notes, strict=False))
    ]
    return EditRow(place + 1, tuple(cells), rule.id)


class NoResult(InputError):
    code = "rules-no-result"
    zh = "没有填写结果。"
    en = "There is no result."


def _wrong(text: str, names: Names, is_test: bool) -> InputError | None:
    if not is_test and not text:
        return NoResult()
    if text in ("", "-"):
        return None
    try:
        if is_test:
            parse_tests(text, names, "-")
        else:
            parse_expression(text, names, "-")
    except InputError as error:
        return error
    return None
