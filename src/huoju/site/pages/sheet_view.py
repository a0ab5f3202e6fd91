"""A sheet as the importer understood it: its first rows, what each row and column was taken for. Pure.

`views_of` turns sheets, mapping and messages into what the page draws; `mapping_from` turns the page's form
back into a mapping. Field names: `s0-c3` is the role of column 3 of sheet 0, `s0-c3-unit` what its heading says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huoju.errors import InputError
from huoju.kernel.evidence.files import Sheet
from huoju.kernel.evidence.mapping import FileMapping, SheetMapping, ValueColumn
from huoju.kernel.evidence.messages import cell_name
from huoju.site.texts import Text

SHOWN_ROWS = 8  # data rows drawn below the heading
SHOWN_COLUMNS = 60
ROLES: dict[str, Text] = {
    "": Text("不导入", "Not imported"),
    "value": Text("数值", "Values"),
    "indicator": Text("指标", "Indicator"),
    "subject": Text("主体", "Subject"),
    "period": Text("时间", "Period"),
    "unit": Text("单位", "Unit"),
    "measure": Text("度量", "Measure"),
    "breakdown": Text("分组", "Breakdown"),
    "status": Text("状态", "Status"),
    "source": Text("来源", "Source"),
    "link": Text("链接", "Link"),
    "note": Text("备注", "Note"),
    "price_basis": Text("价格口径", "Price basis"),
    "coverage": Text("统计口径", "Coverage"),
    "indicator_id": Text("指标代码", "Indicator id"),
    "subject_id": Text("主体代码", "Subject id"),
}
ROW_KINDS = {
    "title": Text("标题", "Title"),
    "heading": Text("表头", "Heading"),
    "data": Text("数据", "Data"),
    "note": Text("未导入", "Not read"),
}
SET_ASIDE = ("note-row", "total-row")  # messages about rows that are no data
HEADING_PARTS = ("indicator", "unit", "period", "subject", "measure")
DEFAULT_PARTS = ("subject", "period", "unit", "source")


class NoValueColumn(InputError):
    code = "mapping-no-values"
    zh = "{where}：没有一列是“数值”。请至少指定一列数值，或勾选跳过此表。"
    en = "{where}: no column is marked as values. Mark at least one, or skip the sheet."


class RoleTwice(InputError):
    code = "mapping-role-twice"
    zh = "{where}：有两列都是“{role}”。除数值外，每种含义只能有一列。"
    en = "{where}: two columns are marked {role_en}. Only values may have more than one column."


class RowOutside(InputError):
    code = "mapping-row-outside"
    zh = "{where}：数据起始行“{text}”不在表内。请填写 {first} 到 {last} 之间的行号。"
    en = "{where}: the data cannot start at row {text}. Enter a row from {first} to {last}."


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its letter, its role, and for values what their heading says."""

    field: str
    letter: str
    role: str
    says: tuple[tuple[str, str, str], ...] = ()  # (form field, part, text)


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    style: str = ""  # "key", "value", "" or the severity of what was said about it
    said: Text | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    number: int  # as Excel counts
    kind: str  # title, heading, data, note
    cells: tuple[Cell, ...]

    @property
    def word(self) -> Text:
        return ROW_KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class SheetView:
    """What the page draws of one sheet."""

    field: str
    name: str
    first_row: int
    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]
    defaults: tuple[tuple[str, str, str], ...]
    more_rows: int
    more_columns: int


def views_of(
    sheets: Sequence[Sheet], mapping: FileMapping, messages: Iterable[Mapping[str, Any]]
) -> list[SheetView]:
    """A view of each sheet that is read. `messages` are those of the stored preview."""
    by_name = {sheet.name: sheet for sheet in sheets}
    said = {
        (m["sheet"], m["row"], m["column"]): m
        for m in messages if m["row"] and (m["severity"] != "note" or m["code"] in SET_ASIDE)
    }  # fmt: skip
    return [
        _view(number, by_name[each.sheet], each, said)
        for number, each in enumerate(mapping.sheets)
        if each.sheet in by_name
    ]


def _view(number: int, sheet: Sheet, mapping: SheetMapping, said: Mapping[Any, Any]) -> SheetView:
    prefix = f"s{number}"
    width = min(sheet.width, SHOWN_COLUMNS)
    height = min(sheet.height, mapping.first_row + SHOWN_ROWS)
    roles = {column: role for role, column in mapping.keys.items()}
    values = {value.column: value for value in mapping.values}
    columns = tuple(_column(prefix, column, roles, values) for column in range(width))
    rows = tuple(
        _row(row, cells[:width], sheet.name, mapping, columns, said)
        for row, cells in enumerate(sheet.block(0, height))
        if any(cells) or row >= mapping.heading_row
    )
    defaults = tuple(
        (f"{prefix}-default-{part}", part, mapping.defaults.get(part, "")) for part in DEFAULT_PARTS
    )
    return SheetView(
        prefix, sheet.name, mapping.first_row + 1, columns, rows, defaults, max(0, sheet.height - height),
        sheet.width - width,
    )  # fmt: skip


def _column(prefix: str, number: int, roles: Mapping[int, str], values: Mapping[int, ValueColumn]) -> Column:
    field, value = f"{prefix}-c{number}", values.get(number)
    says = tuple((f"{field}-{part}", part, getattr(value, part) if value else "") for part in HEADING_PARTS)
    return Column(field, cell_name(0, number + 1), "value" if value else roles.get(number, ""), says)


def _row(
    row: int, cells: Sequence[str], sheet: str, mapping: SheetMapping, columns: tuple[Column, ...],
    said: Mapping[Any, Any],
) -> SheetRow:  # fmt: skip
    kind = "data" if row >= mapping.first_row else "heading" if row >= mapping.heading_row else "title"
    aside = said.get((sheet, row + 1, 0))
    if aside is not None and aside["code"] in SET_ASIDE:
        kind = "note"
    if kind == "title":  # a merged title is written once
        cells = [
            text if column == 0 or text != cells[column - 1] else "" for column, text in enumerate(cells)
        ]
    return SheetRow(
        row + 1,
        kind,
        tuple(
            _cell(text, kind, columns[column].role, said.get((sheet, row + 1, column + 1)))
            for column, text in enumerate(cells)
        ),
    )


def _cell(text: str, kind: str, role: str, message: Mapping[str, Any] | None) -> Cell:
    if message is not None:
        words = Text(*(message[language].replace("{", "｛").replace("}", "｝") for language in ("zh", "en")))
        return Cell(text, message["severity"], words)
    if kind != "data" or not role:
        return Cell(text, "" if role or kind != "data" else "unused")
    return Cell(text, "value" if role == "value" else "key")


# -- from the form ------------------------------------------------------------------------------------


def mapping_from(form: Mapping[str, str], current: FileMapping, sheets: Sequence[Sheet]) -> FileMapping:
    """The mapping that the form describes; columns it does not show keep their role.

    Raises NoValueColumn, RoleTwice, RowOutside.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    found = [
        _sheet_from(form, f"s{number}", each, by_name[each.sheet])
        for number, each in enumerate(current.sheets)
        if each.sheet in by_name and not form.get(f"s{number}-skip")
    ]
    if not found:
        raise NoValueColumn(where=current.sheets[0].sheet if current.sheets else "")
    return FileMapping(tuple(found), dict(current.answers))


def _sheet_from(form: Mapping[str, str], prefix: str, current: SheetMapping, sheet: Sheet) -> SheetMapping:
    keys: dict[str, int] = {}
    values: list[ValueColumn] = []
    known = {column: role for role, column in current.keys.items()}
    known |= {value.column: "value" for value in current.values}
    for column in range(sheet.width):
        role = form.get(f"{prefix}-c{column}", known.get(column, ""))
        if role == "value":
            values.append(_value_from(form, prefix, column, current))
        elif role in ROLES and role:
            if role in keys:
                raise RoleTwice(where=_where(sheet), role=ROLES[role].zh, role_en=ROLES[role].en)
            keys[role] = column
    if not values:
        raise NoValueColumn(where=_where(sheet))
    first = _first_row(form.get(f"{prefix}-first_row", ""), current, sheet)
    defaults = {
        part: text.strip()
        for part in DEFAULT_PARTS
        if (text := form.get(f"{prefix}-default-{part}", current.defaults.get(part, ""))).strip()
    }
    kept = {name: value for name, value in current.defaults.items() if name not in DEFAULT_PARTS}
    return replace(
        current, keys=keys, values=tuple(values), first_row=first,
        heading_row=min(current.heading_row, max(first - 1, 0)), defaults={**kept, **defaults},
        months_from_dates=current.months_from_dates and "period" in keys,
    )  # fmt: skip


def _value_from(form: Mapping[str, str], prefix: str, column: int, current: SheetMapping) -> ValueColumn:
    before = next((each for each in current.values if each.column == column), ValueColumn(column))
    texts = {
        part: form.get(f"{prefix}-c{column}-{part}", getattr(before, part)).strip() for part in HEADING_PARTS
    }
    return replace(before, **texts)


def _first_row(text: str, current: SheetMapping, sheet: Sheet) -> int:
    if not text.strip():
        return current.first_row
    if not text.strip().isdecimal() or not 1 <= int(text[:9]) <= sheet.height:
        raise RowOutside(where=_where(sheet), text=text[:20], first=1, last=sheet.height)
    return int(text) - 1


def _where(sheet: Sheet) -> str:
    return sheet.name or "CSV"
