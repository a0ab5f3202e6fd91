"""Tables run together into one line (2551.72347.6-8%): read only where arithmetic proves the cut, else noted.

A row "name（unit）digits" is cut into base value, target and change in every possible way; exactly one cut may
satisfy target = base x (1 + change) or target = base + points. Otherwise the row is left for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

ROW = re.compile(
    r"(?:(?<![\d.])\d{1,2})?(?P<name>[\u4e00-\u9fffⅠ-ⅫA-Za-z、（）]{2,40}?)（(?P<unit>%|"
    r"[^（）\d]{1,8})）(?P<run>[<>≥≤\d.,%\-]{2,40}(?:个百分点)?)"
)
HEAD = re.compile(r"((?:19|20)\d\d)年((?:19|20)\d\d)年\2年比\1年(?:增长|变化|下降)?")
TOLERANCE = Decimal("0.6")  # percent: changes are printed rounded


@dataclass(frozen=True, slots=True)
class GluedRow:
    """A row cut apart: three values with their offsets in the text, or None where no cut is proven."""

    name: str
    unit: str
    values: tuple[tuple[str, int], ...] | None
    start: int
    is_points: bool


@dataclass(frozen=True, slots=True)
class GluedTable:
    """The rows of a run-together table with base year and target year."""

    base_year: int
    year: int
    rows: tuple[GluedRow, ...]
    start: int
    end: int


def glued_table(text: str) -> GluedTable | None:
    """The run-together table in a passage, if there is one."""
    head = HEAD.search(text)
    if not head:
        return None
    rows, at = [], head.end()
    while found := ROW.match(text, skip_index(text, at)) or ROW.search(text, at, at + 90):
        run, at = trimmed(found.group("run"), text, found.end())
        rows.append(
            GluedRow(
                found.group("name"),
                found.group("unit"),
                cut(run, found.start("run")),
                found.start("name"),
                "百分点" in run,
            )
        )
    if len(rows) < 3:
        return None
    return GluedTable(int(head.group(1)), int(head.group(2)), tuple(rows), head.start(), at)


UNREAD = re.compile(
    r"[\u4e00-\u9fff]（(?:%|[^（）\d，。]{1,8})）[<>≥≤]?\d[\d.,%<>≥≤\-]*(?=预期|约束|\d?[\u4e00-\u9fff])"
)
UNREAD_HEAD = re.compile(r"指标.{0,40}(?:(?:19|20)\d\d年|属性|目标)")


def unread_table(text: str) -> tuple[int, int] | None:
    """Where a run-together table stands that no arithmetic proves: to be noted, not read."""
    cells = list(UNREAD.finditer(text))
    if len(cells) < 4 or not UNREAD_HEAD.search(text, 0, cells[0].start()):
        return None
    end = cells[-1].end()
    return (UNREAD_HEAD.search(text).start(), end) if "。" not in text[cells[0].start() : end] else None  # type: ignore[union-attr]


def skip_index(text: str, at: int) -> int:
    found = re.match(r"\s?\d{1,2}(?=[\u4e00-\u9fff])", text[at : at + 4])
    return at + found.end() if found else at


def trimmed(run: str, text: str, end: int) -> tuple[str, int]:
    """A run ends at its change (-8%, 5个百分点); digits after it number the next row."""
    found = re.match(r".*?(?:%|个百分点)(?=\d{0,2}$)", run)
    if found:
        return found.group(), end - (len(run) - found.end())
    return run, end


def cut(run: str, offset: int) -> tuple[tuple[str, int], ...] | None:
    """The one way to cut `run` into three values that agree; None if none or several do."""
    body, points = (run[:-4], True) if run.endswith("个百分点") else (run.rstrip("%"), False)
    ways = []
    for first in range(1, len(body) - 1):
        for second in range(first + 1, len(body)):
            parts = body[:first], body[first:second], body[second:]
            if all(map(is_number, parts)) and agrees(parts, points):
                ways.append((first, second))
    if len(ways) != 1:
        return None
    first, second = ways[0]
    return (run[:first], offset), (run[first:second], offset + first), (run[second:], offset + second)


def is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[<>≥≤]?-?(?:0|[1-9]\d*)(?:\.\d+)?", text))


def agrees(parts: tuple[str, str, str], points: bool) -> bool:
    base, target, change = (Decimal(p.lstrip("<>≥≤")) for p in parts)
    if parts[0][0] in "<>≥≤" or parts[2][0] in "<>≥≤":
        return False
    if points:
        return base + change == target
    if base == 0 or decimals(parts[0]) != decimals(parts[1]):
        return False
    return abs((target / base - 1) * 100 - change) <= TOLERANCE


def decimals(text: str) -> int:
    return len(text.partition(".")[2])
