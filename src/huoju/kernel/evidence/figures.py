"""Figures: one cell of a statistical table read as a number, the way bureaus type them.

"1,234.5", "４３５．３", "435.3①", "12.5%", "43.5万", "—", "…", "＜0.1", "约29". Pure text in, value out.
Signs follow the user's guide of the China Statistical Yearbook: "…" is below the smallest unit of the
table, an empty cell or a dash is "not known or none".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_NONE_IN_LATIN = ("-", "--", "---", "/", ".", "..", "n/a", "na", "n.a.", "nan", "null", "none")
_NONE_IN_CHINESE = ("无", "缺", "空", "暂无", "未公布", "不详")
NONE_SIGNS = frozenset(_NONE_IN_LATIN + _NONE_IN_CHINESE)
SMALL_SIGNS = frozenset({"...", "......", "…"})
ERROR_SIGNS = frozenset(["#div/0!", "#n/a", "#name?", "#null!", "#num!", "#ref!", "#value!", "#getting_data"])


_SUPERSCRIPTS = re.compile(
    r"[\u00b9\u00b2\u00b3\u2070-\u2079\u2460-\u2473\u2776-\u277f]+$|^[\u2460-\u2473\u2776-\u277f]+"
)
_MARKS = re.compile(r"(?:\[\d{1,2}\]|\(\d\)|\(?注\d?\)?|[*#※△▲◆★†‡]+)$|^[*#※△▲◆★†‡]+")
_DASHES = str.maketrans(dict.fromkeys("—–―‐‑‒−─－﹣一", "-"))
_NUMBER = re.compile(
    r"(?P<about>约|大约|近)?(?P<bound>[<>≤≥]|小于|大于|不足)?"
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?)"
    r"(?P<tail>(?:[^\d,.\-]*?m2|[^\d,.\-]*))"
)
_TAIL_STATUS = {
    "p": "P", "(p)": "P", "e": "E", "(e)": "E", "r": "A", "(r)": "A",
    "左右": "E", "预计": "F", "预计数": "F", "初步数": "P", "快报数": "P",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says. `value` None with no `problem` is a value that is known to be missing.

    `unit` is what stood behind the number ("%", "万", "亿元"), `note` the printed text where the number
    alone does not say it, `problem` the code of a message.
    """

    value: Decimal | None = None
    unit: str = ""
    status: str = "A"
    note: str = ""
    problem: str = ""


def read_figure(text: str) -> Figure:
    """Read one cell.

    >>> read_figure("1,234.50 ①").value, read_figure("43.5万人").unit, read_figure("—").status
    (Decimal('1234.50'), '万人', 'M')
    """
    if text.strip().lower() in ERROR_SIGNS:
        return Figure(problem="cell-error")
    sign = _cleaned(text).lower()
    if sign in SMALL_SIGNS:
        return Figure(status="N", note="…")
    if sign in NONE_SIGNS:
        return Figure(status="M")
    found = _NUMBER.fullmatch(sign)
    return _figure(found, text.strip()) if found else Figure(problem="bad-number")


def _figure(found: re.Match[str], text: str) -> Figure:
    tail = found["tail"]
    status = _TAIL_STATUS.get(tail, "A")
    unit = "" if tail in _TAIL_STATUS else tail
    if found["bound"]:
        return Figure(unit=unit, status="N", note=text)
    value = Decimal(found["number"].replace(",", ""))
    if found["about"]:
        status = "E"
    return Figure(value, unit, status, text if status != "A" else "")


def _cleaned(text: str) -> str:
    """Half width, one kind of dash, without spaces and footnote marks."""
    bare = _SUPERSCRIPTS.sub("", text.strip())
    half = "".join(unicodedata.normalize("NFKC", bare).split()).translate(_DASHES)
    return _MARKS.sub("", half) or half
