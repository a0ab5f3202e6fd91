"""Cells: a sheet and its mapping -> one line a figure, still as text. Table in, table out, whole columns.

Each line says where the figure stood and every text that speaks of it: from its row, from its heading, from
the defaults of the sheet, in this order. Rows of notes, totals and titles in between are set aside with a
message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoju.kernel.evidence.files import Sheet
from huoju.kernel.evidence.mapping import IDENTITIES, KEY_ROLES, SheetMapping, ValueColumn
from huoju.kernel.evidence.messages import Message

if TYPE_CHECKING:
    import pyarrow as pa

TEXT_COLUMNS = (
    *(role for role in KEY_ROLES if role not in IDENTITIES),
    "heading_indicator", "heading_unit", "heading_measure", "default_unit", "default_period", "value",
)  # fmt: skip
"""Columns of the table of cells beside `sheet`, `row` and `column` (which count from 1)."""

HEADED = ("indicator", "unit", "measure")
"""Roles on which row and heading may both speak; which of them holds is settled with the catalog."""

_NOTE = (
    r"^\s*(?:注|备注|说明|附注|资料来源|数据来源|来源|注释|note|source"
    r"|填表人|审核人|制表|单位负责人|[①②③])\s*[:：\d.、①]?"
)
_TOTAL = re.compile(r"^\s*(?:合\s*计|总\s*计|小\s*计|全部合计|total|subtotal|sum)\s*$", re.IGNORECASE)


def cells_of(sheet: Sheet, mapping: SheetMapping) -> tuple[pa.Table, list[Message]]:
    """One line a non-empty value cell, in `TEXT_COLUMNS`, and messages about the rows left out."""
    import pyarrow as pa

    body = _body(sheet, mapping)
    kept, messages = _set_aside(body, mapping)
    if mapping.months_from_dates:
        messages.append(Message("period-from-date", sheet.name, 0, mapping.keys["period"] + 1))
    tables = [_lines(body, kept, mapping, value) for value in mapping.values]
    lines = pa.concat_tables(tables)
    if len(mapping.values) > 1:
        order = pa.compute.sort_indices(lines, [("row", "ascending"), ("column", "ascending")])
        lines = lines.take(order)
    return lines, messages


def _body(sheet: Sheet, mapping: SheetMapping) -> dict[int, pa.Array]:
    """The data rows of the columns that matter, merged row heads filled downwards."""
    import pyarrow as pa

    wanted = {*mapping.keys.values(), *(value.column for value in mapping.values), 0}
    count = mapping.last_row - mapping.first_row
    body: dict[int, pa.Array] = {}
    for column in wanted:
        array = sheet.cells.column(column).combine_chunks().slice(mapping.first_row, count)
        array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
        if column in mapping.keys.values():
            array = _fill_merged(array, sheet, mapping, column)
        body[column] = pa.compute.utf8_trim_whitespace(array)
    if mapping.months_from_dates:
        column = mapping.keys["period"]
        body[column] = pa.compute.utf8_slice_codeunits(body[column], 0, 7)
    return body


def _fill_merged(array: pa.Array, sheet: Sheet, mapping: SheetMapping, column: int) -> pa.Array:
    import pyarrow as pa

    ranges = [each for each in sheet.merged if each[1] <= column <= each[3] and each[2] > each[0]]
    if not ranges:
        return array
    cells = array.to_pylist()
    for top, left, bottom, _ in ranges:
        text = sheet.cells.column(left)[top].as_py()
        for row in range(max(top, mapping.first_row), min(bottom + 1, mapping.last_row)):
            cells[row - mapping.first_row] = text
    return pa.array(cells, pa.string())


def _set_aside(body: dict[int, pa.Array], mapping: SheetMapping) -> tuple[pa.Array, list[Message]]:
    """Which rows hold data, and a message for each row of notes or totals."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = [mapping.keys[role] for role in ("indicator", "subject") if role in mapping.keys] or [0]
    names = [body[column] for column in dict.fromkeys([0, *columns])]
    has_value = None
    for value in mapping.values:
        filled = pc.not_equal(body[value.column], "")
        has_value = filled if has_value is None else pc.or_(has_value, filled)
    has_key = pc.not_equal(names[0], "")
    for column in {*mapping.keys.values()}:
        has_key = pc.or_(has_key, pc.not_equal(body[column], ""))
    is_note = _any(names, lambda name: pc.match_substring_regex(name, _NOTE, ignore_case=True))
    is_note = pc.and_(is_note, pc.invert(has_value))
    is_total = _any(names, lambda name: pc.match_substring_regex(name, _TOTAL.pattern, ignore_case=True))
    messages = [
        *_said("note-row", is_note, names[0], mapping),
        *_said("total-row", pc.and_(is_total, has_value), names[-1], mapping),
    ]
    keep = pc.and_(pc.invert(is_note), pc.invert(is_total))
    is_empty = pc.and_(keep, pc.and_(has_key, pc.invert(has_value)))
    if "period" in mapping.keys and len(mapping.values) == 1:  # elsewhere such rows are headings in between
        messages += _empty(is_empty, mapping)
    keep = pc.and_(keep, has_value)
    return keep.combine_chunks() if isinstance(keep, pa.ChunkedArray) else keep, messages


def _empty(is_empty: pa.Array, mapping: SheetMapping) -> list[Message]:
    """One message for all rows without a value, at the first of them."""
    import numpy as np

    rows = np.flatnonzero(is_empty.to_numpy(zero_copy_only=False))
    if not len(rows):
        return []
    first, column = int(rows[0]) + mapping.first_row + 1, mapping.values[0].column + 1
    return [Message("empty-values", mapping.sheet, first, column, {"count": len(rows)})]


def _any(arrays: list[pa.Array], test: object) -> pa.Array:
    import pyarrow.compute as pc

    found = None
    for array in arrays:
        hit = test(array)  # type: ignore[operator]
        found = hit if found is None else pc.or_(found, hit)
    return found


def _said(code: str, is_such: pa.Array, names: pa.Array, mapping: SheetMapping) -> list[Message]:
    import numpy as np

    rows = np.flatnonzero(is_such.to_numpy(zero_copy_only=False))
    return [
        Message(
            code, mapping.sheet, int(row) + mapping.first_row + 1, 0, {"text": names[int(row)].as_py()[:80]}
        )
        for row in rows
    ]


def _lines(body: dict[int, pa.Array], kept: pa.Array, mapping: SheetMapping, value: ValueColumn) -> pa.Table:
    """The lines that one value column gives."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    figures = body[value.column]
    chosen = pc.and_(kept, pc.not_equal(figures, ""))
    rows = np.flatnonzero(chosen.to_numpy(zero_copy_only=False))
    take = pa.array(rows)
    count = len(rows)

    def constant(text: str) -> pa.Array:
        return pa.repeat(pa.scalar(text, pa.string()), count)

    def role(name: str) -> pa.Array:
        heading = "" if name in HEADED else getattr(value, name, "")
        default = "" if name == "unit" else mapping.defaults.get(name, "")
        if name not in mapping.keys:
            return constant(heading or default)
        texts = body[mapping.keys[name]].take(take)
        if name == "period" and heading:  # years across, months down: 2024年 + 9月
            return pc.binary_join_element_wise(heading, texts, "")
        otherwise = heading or default
        return pc.if_else(pc.equal(texts, ""), otherwise, texts) if otherwise else texts

    columns = {
        "sheet": constant(mapping.sheet),
        "row": pa.array(rows + mapping.first_row + 1, pa.int32()),
        "column": pa.array(np.full(count, value.column + 1), pa.int32()),
        **{name: role(name) for name in KEY_ROLES},
        "default_unit": constant(mapping.defaults.get("unit", "")),
        "default_period": constant(mapping.defaults.get("period", "")),
        "heading_indicator": constant(value.indicator),
        "heading_unit": constant(value.unit),
        "heading_measure": constant(value.measure),
        "value": figures.take(take),
    }
    for identity, name in IDENTITIES.items():
        given = columns.pop(identity)
        columns[name] = pc.if_else(pc.equal(given, ""), columns[name], given)
    return pa.table(columns)
