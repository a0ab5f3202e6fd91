"""Templates: the Excel form for the figures that a plan needs, and cells that cannot act as formulas.

`needs_template` writes a sheet that the importer reads back without a question: a row a figure, the empty
cell in yellow. Takes values, returns bytes; no Django, no clock.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from huoju.kernel.catalog import Period

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so may be run as a formula by a spreadsheet (OWASP: CSV injection)."""

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("指标", "Indicator", 38), ("主体", "Subject", 26), ("时间", "Period", 12), ("数值", "Value", 14),
    ("单位", "Unit", 10), ("度量", "Measure", 16), ("状态", "Status", 8), ("来源", "Source", 30), ("备注", "Note", 30),
    ("指标代码", "Indicator id", 0), ("主体代码", "Subject id", 0),
)  # fmt: skip
VALUE_COLUMN, STATUS_COLUMN, ID_COLUMN = 3, 6, 9
GUIDES = ("填报说明", "Guide")
"""Name of the second sheet: no table, and nobody needs to be told so."""


@dataclass(frozen=True, slots=True)
class Need:
    """One series that a plan asks for: the ids the importer knows, the names a person reads, the periods due.

    `known` are (canonical period, value, status) of what the store has: it arrives filled in (ask once).
    """

    indicator: str
    subject: str
    unit: str
    periods: tuple[Period, ...]
    name: str = ""
    subject_name: str = ""
    measure: str = "level"
    known: tuple[tuple[str, str, str], ...] = ()


def neutralised(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before a risky first character.

    A plain negative number stays a number.

    >>> neutralised("=1+1"), neutralised("-3.2"), neutralised("企业数")
    ("'=1+1", '-3.2', '企业数')
    """
    if not text.startswith(RISKY) or _is_number(text):
        return text
    return "'" + text


def _is_number(text: str) -> bool:
    body = text[1:]
    return text[:1] in "+-" and body.replace(".", "", 1).isascii() and body.replace(".", "", 1).isdigit()


def needs_template(needs: Sequence[Need], *, title: str, language: str = "zh") -> bytes:
    """An xlsx form with one row for each need and period.

    The first sheet is the form, the second says how to fill it in. Headings and hints are in `language`;
    the importer reads either.
    """
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        is_english = language.startswith("en")
        page = book.add_worksheet("Data" if is_english else "数据")
        styles = _styles(book)
        _write_head(page, title, styles, is_english)
        row = 2
        for need in needs:
            for period in need.periods:
                _write_row(page, row, need, period, styles)
                row += 1
        page.autofilter(1, 0, max(row - 1, 1), len(COLUMNS) - 1)
        page.data_validation(2, 6, max(row, 3), 6, {"validate": "list", "source": ["A", "P", "E", "F", "M"]})
        _write_guide(book.add_worksheet(GUIDES[is_english]), styles, is_english)
    return file.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F2F2", "valign": "vcenter"}),
        "asked": book.add_format(
            {"bg_color": "#FFF7D6", "border": 1, "border_color": "#D9C77A", "num_format": "General"}
        ),
        "known": book.add_format({"font_color": "#5A5A5A", "num_format": "General"}),
        "text": book.add_format({"num_format": "@"}),
        "guide": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _write_head(page: Worksheet, title: str, styles: dict[str, Any], is_english: bool) -> None:
    page.write_string(0, 0, neutralised(title), styles["title"])
    for column, (zh, en, width) in enumerate(COLUMNS):
        page.set_column(column, column, width, None, {"hidden": not width})
        page.write_string(1, column, en if is_english else zh, styles["head"])
    page.freeze_panes(2, 2)


def _write_row(page: Worksheet, row: int, need: Need, period: Period, styles: dict[str, Any]) -> None:
    known = {period: (value, status) for period, value, status in need.known}
    value, status = known.get(str(period), ("", "A"))
    texts = (
        need.name or need.indicator,
        need.subject_name or need.subject,
        str(period),
        "",
        need.unit,
        need.measure,
    )
    for column, text in enumerate(texts):
        if column != VALUE_COLUMN:
            page.write_string(row, column, neutralised(text), styles["text"])
    if value:
        page.write_number(row, VALUE_COLUMN, float(value), styles["known"])
    else:
        page.write_blank(row, VALUE_COLUMN, None, styles["asked"])
    page.write_string(row, STATUS_COLUMN, status, styles["text"])
    page.write_string(row, ID_COLUMN, need.indicator, styles["text"])
    page.write_string(row, ID_COLUMN + 1, need.subject, styles["text"])


GUIDE_ZH = (
    "只需填写黄色单元格；灰色数字是平台已有的数，核对即可，有修订请直接改。",
    "数值只填数字；确实没有的数填“—”，暂时没有的留空。",
    "单位可以改，平台会换算；请不要改动指标、主体和时间。",
    "状态：A 正式，P 初步，E 估计，M 缺失。来源请写明公报、年鉴或台账名称。",
)
GUIDE_EN = (
    "Fill in the yellow cells only. Grey numbers are those the platform has already: check them, correct if revised.",
    "Enter numbers alone; “—” where there is none, leave empty what is not known yet.",
    "The unit may be changed, it is converted; leave indicator, subject and period as they are.",
    "Status: A final, P provisional, E estimated, M missing. As source name the bulletin, yearbook or register.",
)


def _write_guide(page: Worksheet, styles: dict[str, Any], is_english: bool) -> None:
    page.set_column(0, 0, 90)
    for row, text in enumerate(GUIDE_EN if is_english else GUIDE_ZH):
        page.write_string(row, 0, text, styles["guide"])
