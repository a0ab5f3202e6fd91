"""A table of subjects as somebody sent it: CSV or xlsx with a header becomes rows of text. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from huoju.errors import InputError
from huoju.kernel.rules.errors import BadRuleData
from huoju.kernel.rules.sheet_cells import open_workbook

MOST_BYTES = 8 * 2**20
MOST_ROWS = 10_000  # judged twice, with the causes: measured 4 s; more by the command line


class TooManySubjects(InputError):
    code = "rules-too-many-subjects"
    zh = "名单超过{limit}行或8MB，网页上不能一次判断。请用命令 huoju rules diff --on。"
    en = "The table is longer than {limit} rows or 8 MB; use the command huoju rules diff --on."


def rows_of(data: bytes, name: str) -> list[dict[str, str]]:
    """Rows by the header's names, empty cells left out. Raises BadRuleData, TooManySubjects."""
    if len(data) > MOST_BYTES:
        raise TooManySubjects(limit=MOST_ROWS)
    try:
        table = _xlsx(data) if name.lower().endswith(".xlsx") else _csv(data)
    except Exception as problem:  # openpyxl raises many kinds for what is no workbook
        raise BadRuleData(where=name, detail=str(problem)[:120]) from None
    lines = [line for line in table if any(line)]
    if len(lines) > MOST_ROWS + 1:
        raise TooManySubjects(limit=MOST_ROWS)
    if len(lines) < 2:
        raise BadRuleData(where=name, detail="没有数据行 / no rows")
    head = [text.strip() for text in lines[0]]
    return [{key: text for key, text in zip(head, line, strict=False) if key and text} for line in lines[1:]]


def _csv(data: bytes) -> Iterable[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")  # what Excel writes on a Chinese Windows
    return list(csv.reader(io.StringIO(text)))


def _xlsx(data: bytes) -> Iterable[list[str]]:
    sheet = open_workbook(data, "xlsx", read_only=True, data_only=True).worksheets[0]
    return [
        ["" if value is None else _text(value) for value in row]
        for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=500)
    ]


def _text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
