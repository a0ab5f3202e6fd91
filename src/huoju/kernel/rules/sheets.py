"""Decision tables written as an Excel workbook that an official can read and edit; `sheet_reading` reads it back.

One sheet a table: above, its facts (name, hit policy, ...); then the head of its columns, one column a condition,
result or annotation; then one row a rule. A first sheet 模型 names the model and its types. Every cell is text, so
nothing can turn into a formula. Start reading at `write_sheets`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from huoju.errors import InputError
from huoju.kernel.rules.dmn.checking import tables_of
from huoju.kernel.rules.dmn.model import Aggregation, DecisionTable, HitPolicy, Model

MODEL_SHEET = "模型"
LONGEST = 32_767  # characters of a cell; a limit of the format
MOST_ROWS = 1_048_000

# Facts of a table: label in the sheet -> attribute of DecisionTable
FACTS = {
    "决策表 Table": "name",
    "命中策略 Hit policy": "hit_policy",
    "汇总 Aggregation": "aggregation",
    "结果名 Output label": "output_label",
    "结果类型 Result type": "type_ref",
    "方向 Orientation": "orientation",
    "表编号 Table id": "id",
}
KIND, NAME, LABEL, TYPE, VALUES, DEFAULT, ID = (
    "种类 Kind", "表达式或名称 Expression or name", "标签 Label", "类型 Type", "允许值 Allowed values",
    "默认结果 Default", "列编号 Column id",
)  # fmt: skip
HEAD = (KIND, NAME, LABEL, TYPE, VALUES, DEFAULT, ID)
INPUT, OUTPUT, ANNOTATION, DESCRIPTION, RULE_ID = (
    "条件 Condition", "结果 Result", "附注 Annotation", "说明 Description", "规则编号 Rule id",
)  # fmt: skip
KINDS = (INPUT, OUTPUT, ANNOTATION, DESCRIPTION, RULE_ID)
NUMBER = "序号 No."
POLICIES = {
    HitPolicy.UNIQUE: "只能命中一条 exactly one rule may match",
    HitPolicy.ANY: "可命中多条，结果须一致 several may match, with the same result",
    HitPolicy.PRIORITY: "取允许值中最靠前的结果 the result listed first in the allowed values",
    HitPolicy.FIRST: "取最先命中的一条 the first rule that matches",
    HitPolicy.RULE_ORDER: "全部结果，按规则次序 all results in order of the rules",
    HitPolicy.OUTPUT_ORDER: "全部结果，按允许值次序 all results in order of the allowed values",
    HitPolicy.COLLECT: "全部结果，可汇总 all results, or their sum, least, most or number",
}


class TooLongForSheet(InputError):
    code = "rules-sheet-too-long"
    zh = "决策表“{table}”：{what}超过Excel的上限{limit}，不能导出。请拆分该表或缩短文字。"
    en = "Table '{table}': {what} is above Excel's limit of {limit} and cannot be exported. Split the table."


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet: its head, in the order of `HEAD`, and the cells of the rules."""

    head: tuple[str, ...]
    cells: tuple[str, ...]


def write_sheets(model: Model) -> bytes:
    """The decision tables of a model as an xlsx file. Raises TooLongForSheet."""
    import xlsxwriter

    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        looks = _looks(book)
        taken = {MODEL_SHEET.lower()}
        _model_sheet(book.add_worksheet(MODEL_SHEET), model, looks)
        for _, name, table in tables_of(model):
            _check(name, table)
            _table_sheet(book.add_worksheet(sheet_name(name, taken)), name, table, looks)
    return target.getvalue()


def sheet_name(name: str, taken: set[str]) -> str:
    """A name Excel allows, not taken yet: 31 characters, none of []:*?/\\, no quote at the ends."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name).strip("' ")[:31] or "table"
    found, number = plain, 2
    while found.lower() in taken or found.lower() == "history":
        found, number = f"{plain[:27]}~{number}", number + 1
    taken.add(found.lower())
    return found


def _check(name: str, table: DecisionTable) -> None:
    if len(table.rules) > MOST_ROWS:
        raise TooLongForSheet(table=name, what=f"规则数/rules {len(table.rules)}", limit=MOST_ROWS)
    for column in columns_of(table):
        longest = max(map(len, (*column.head, *column.cells)))
        if longest > LONGEST:
            raise TooLongForSheet(
                table=name, what=f"单元格字数/characters in a cell {longest}", limit=LONGEST
            )


def columns_of(table: DecisionTable) -> Iterator[Column]:
    """The columns of a table as the sheet shows them."""
    rules = table.rules
    for place, clause in enumerate(table.inputs):
        asked = (INPUT, clause.expression, clause.label, clause.type_ref, clause.values, None, clause.id)
        yield _column(asked, (rule.inputs[place] for rule in rules))
    for place, output in enumerate(table.outputs):
        head = (OUTPUT, output.name, output.label, output.type_ref, output.values, output.default, output.id)
        yield _column(head, (rule.outputs[place] for rule in rules))
    widest = max([len(table.annotations), *(len(rule.annotations) for rule in rules)])
    for place in range(widest):
        name = table.annotations[place] if place < len(table.annotations) else None
        texts = (rule.annotations[place] if place < len(rule.annotations) else "" for rule in rules)
        yield _column((ANNOTATION, name, *(None,) * 5), texts)
    yield _column((DESCRIPTION, *(None,) * 6), (rule.description or "" for rule in rules))
    yield _column((RULE_ID, *(None,) * 6), (rule.id for rule in rules))


def _column(head: tuple[str | None, ...], cells: Iterable[str]) -> Column:
    return Column(tuple(text or "" for text in head), tuple(cells))


# -- writing


def _looks(book: Any) -> dict[str, Any]:
    plain = {
        "num_format": "@",
        "text_wrap": True,
        "valign": "top",
        "font_name": "Microsoft YaHei",
        "font_size": 10,
    }
    line = {"border": 1, "border_color": "#BFBFBF"}
    return {
        "plain": book.add_format({**plain, **line}),
        "label": book.add_format({**plain, "bold": True, "font_color": "#595959"}),
        "fact": book.add_format({**plain, "bold": True}),
        "note": book.add_format({**plain, "font_color": "#7F7F7F", "italic": True}),
        INPUT: book.add_format({**plain, **line, "bold": True, "bg_color": "#DDEBF7"}),
        OUTPUT: book.add_format({**plain, **line, "bold": True, "bg_color": "#E2EFDA"}),
        ANNOTATION: book.add_format({**plain, **line, "bg_color": "#F2F2F2"}),
        DESCRIPTION: book.add_format({**plain, **line, "bg_color": "#F2F2F2"}),
        RULE_ID: book.add_format({**plain, **line, "bg_color": "#F2F2F2", "font_color": "#7F7F7F"}),
    }


def _model_sheet(sheet: Any, model: Model, looks: dict[str, Any]) -> None:
    """Name and namespace of the model, and its plain types."""
    rows: list[tuple[str, ...]] = [
        ("模型 Model", model.name), ("命名空间 Namespace", model.namespace), ("",),
        ("类型 Type", "基本类型 Base type", "允许值 Allowed values", "列表 List"),
        *(
            (one.name, one.type_ref or "", one.allowed_values or "", "true" if one.is_collection else "")
            for one in model.item_definitions
            if not one.components and not one.function and not one.constraint
        ),
    ]  # fmt: skip
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, looks["label" if not column or row == 3 else "plain"])
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 3, 30)


def _table_sheet(sheet: Any, name: str, table: DecisionTable, looks: dict[str, Any]) -> None:
    facts = {"name": name, **{key: getattr(table, key) or "" for key in FACTS.values() if key != "name"}}
    for row, (label, key) in enumerate(FACTS.items()):
        sheet.write_string(row, 0, label, looks["label"])
        sheet.write_string(row, 1, str(facts[key]), looks["fact"])
    sheet.write_string(1, 2, POLICIES[table.hit_policy], looks["note"])
    sheet.data_validation(1, 1, 1, 1, {"validate": "list", "source": [str(one) for one in HitPolicy]})
    sheet.data_validation(2, 1, 2, 1, {"validate": "list", "source": [str(one) for one in Aggregation]})
    top = len(FACTS) + 1
    for row, label in enumerate(HEAD):
        sheet.write_string(top + row, 0, label, looks["label"])
    first = top + len(HEAD)
    for number in range(len(table.rules)):
        sheet.write_string(first + number, 0, str(number + 1), looks["label"])
    for place, column in enumerate(columns_of(table), start=1):
        _write_column(sheet, place, column, top, looks)
    sheet.set_column(0, 0, 22)
    sheet.set_row(top + HEAD.index(ID), None, None, {"hidden": True})
    sheet.set_row(list(FACTS.values()).index("id"), None, None, {"hidden": True})
    sheet.freeze_panes(first, 1)
    sheet.fit_to_pages(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(top, first - 1)


def _write_column(sheet: Any, place: int, column: Column, top: int, looks: dict[str, Any]) -> None:
    kind = column.head[0]
    for row, text in enumerate(column.head):
        sheet.write_string(top + row, place, text, looks[kind])
    for row, text in enumerate(column.cells, start=top + len(HEAD)):
        sheet.write_string(row, place, text, looks["plain"])
    widest = max((_width(text) for text in (column.head[1], *column.cells[:200])), default=10)
    sheet.set_column(place, place, min(48, max(14, widest + 2)), None, {"hidden": kind == RULE_ID})


def _width(text: str) -> int:
    """Columns a text takes: a Chinese character is two."""
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
