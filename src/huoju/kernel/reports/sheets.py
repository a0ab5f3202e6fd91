"""Tables as files: xlsx and csv from headings and rows. Formulas in cells are neutralised. Pure.

A text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a line break) gets an
apostrophe in front in csv, and is written as plain text in xlsx. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

Value = str | int | float | Decimal | None
DANGEROUS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # OWASP, CSV injection; full width too


def neutral(value: Value) -> Value:
    """`value` so that no spreadsheet takes it for a formula; numbers and None are returned as they are.

    >>> neutral("=1+1"), neutral("地区生产总值"), neutral(Decimal("-0.5"))
    ("'=1+1", '地区生产总值', Decimal('-0.5'))
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(DANGEROUS):
        return "'" + value
    return value


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel opens Chinese text right; an empty cell where unknown."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([neutral(heading) for heading in headings])
    for row in rows:
        writer.writerow(["" if value is None else _plain(neutral(value)) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def write_xlsx(
    headings: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str, notes: Sequence[str] = ()
) -> bytes:
    """One sheet: a frozen head with a filter, then the rows, then `notes` (plan, day, source) below."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_sheet_name(title))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    widths = [len(heading) * 2 for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                sheet.write_number(last, column, float(value))
            elif value is not None:
                sheet.write_string(last, column, str(value), wrap)
                widths[column] = max(widths[column], min(_width(str(value)), 48))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, max(8, width + 2))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(headings) - 1)
    for offset, note in enumerate(notes):
        sheet.write_string(last + 2 + offset, 0, note)
    book.close()
    return file.getvalue()


def _plain(value: Value) -> Value:
    return format(value, "f") if isinstance(value, Decimal) else value


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _sheet_name(title: str) -> str:
    kept = "".join(" " if character in "[]:*?/\\" else character for character in title).strip("' ")
    return kept[:31] or "Huoju"
