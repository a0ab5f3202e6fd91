"""The table of commitments: its columns, filters and orders, one definition for page, xlsx and csv.

No Django beyond the rows it is handed. A new column is one line of COLUMNS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from huoju.kernel.catalog.wording import plain, written
from huoju.kernel.reports.sheets import Value
from huoju.site.marks import MARKS, mark_of
from huoju.site.pages import wording
from huoju.site.pages.standing import Row
from huoju.site.texts import Text

STRETCH = Text("力争", "Stretch")
NO_BUREAU = Text("未定", "None yet")
STATE_ORDER = {mark.state: place for place, mark in enumerate(MARKS)}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what the page shows, what hovering adds, what a file gets."""

    text: str
    exact: str = ""
    value: Value = None

    @property
    def exported(self) -> Value:
        return self.text if self.value is None and self.text != "—" else self.value


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `show` makes the cell, `order` the sort key (None sorts last); `kind` picks the drawing."""

    id: str
    text: Text
    show: Callable[[Row, str], Cell]
    order: Callable[[Row], object]
    kind: str = "text"  # text, number, state, link, place, fit (never broken)
    is_default: bool = True

    @property
    def descending(self) -> str:
        return f"-{self.id}"

    @property
    def style(self) -> str:
        """Class of its cells."""
        return {"number": "r", "place": "r", "link": "wide", "state": "fit", "fit": "fit"}.get(self.kind, "")

    @property
    def is_named(self) -> bool:
        """Whether its heading stands before the value where a row is a block."""
        return self.kind not in ("link", "state")

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "place")


def _indicator(row: Row, language: str) -> Cell:
    return Cell(row.statement.indicator_in(language))


def _target(row: Row, language: str) -> Cell:
    return Cell(wording.promised_value(row.statement, language), row.statement.value_text)


def _current(row: Row, language: str) -> Cell:
    value, unit = row.assessment.current_value, row.assessment.unit
    if value is None:
        return Cell("—")
    return Cell(
        f"{written(value, unit, language)} ({row.assessment.current_year})",
        f"{plain(value)} {unit or ''}",
        value,
    )


def _baseline(row: Row, language: str) -> Cell:
    value, unit = row.assessment.baseline, row.assessment.unit
    return Cell("—") if value is None else Cell(written(value, unit, language), plain(value), value)


def _attainment(row: Row, language: str) -> Cell:
    value = row.assessment.attainment
    return Cell(
        wording.attained(row.assessment), "" if value is None else plain(value, 4), value and round(value, 4)
    )


def _time(row: Row, language: str) -> Cell:
    value = row.assessment.time_progress
    return Cell(wording.percent(value, 0), plain(value, 4), round(value, 4))


def _state(row: Row, language: str) -> Cell:
    return Cell(mark_of(row.state).text.in_language(language))


def _bureau(row: Row, language: str) -> Cell:
    lead = row.statement.lead
    return Cell(lead.name_in(language) if lead else NO_BUREAU.in_language(language))


def _place(row: Row, language: str) -> Cell:
    line = row.statement.line
    return Cell("—" if line is None else str(line), row.statement.chapter, line)


def _nature(row: Row, language: str) -> Cell:
    words = [wording.NATURES[row.statement.nature]] if row.statement.nature in wording.NATURES else []
    words += [STRETCH] if row.statement.stretch else []
    return Cell("、".join(word.in_language(language) for word in words))


def _note(row: Row, language: str) -> Cell:
    statement = row.statement
    return Cell(statement.note_en if language.startswith("en") and statement.note_en else statement.note)


COLUMNS: tuple[Column, ...] = (
    Column("indicator", Text("指标", "Indicator"), _indicator, lambda r: r.statement.indicator, "link"),
    Column("target", Text("目标", "Target"), _target, lambda r: r.assessment.target),
    Column(
        "due",
        Text("期间", "Period"),
        lambda r, lang: Cell(wording.due(r.statement, lang)),
        lambda r: r.statement.period,
        "fit",
    ),
    Column(
        "baseline", Text("基期值", "Baseline"), _baseline, lambda r: r.assessment.baseline, "number", False
    ),
    Column("current", Text("最近数据", "Latest"), _current, lambda r: r.assessment.current_value, "number"),
    Column(
        "attainment", Text("实现程度", "Attainment"), _attainment, lambda r: r.assessment.attainment, "number"
    ),
    Column(
        "time", Text("时间进度", "Time elapsed"), _time, lambda r: r.assessment.time_progress, "number", False
    ),
    Column("state", Text("状态", "State"), _state, lambda r: STATE_ORDER[r.state], "state"),
    Column("bureau", Text("责任部门", "Responsible"), _bureau, lambda r: r.bureau or None),
    Column(
        "subject",
        Text("对象", "Subject"),
        lambda r, lang: Cell(
            r.statement.subject.name_in(lang) if r.statement.subject else r.statement.subject_text
        ),
        lambda r: r.statement.subject_text,
        is_default=False,
    ),
    Column(
        "measure",
        Text("度量方式", "Measure"),
        lambda r, lang: Cell(wording.MEASURES[r.statement.measure].in_language(lang)),
        lambda r: r.statement.measure,
        is_default=False,
    ),
    Column("nature", Text("性质", "Nature"), _nature, lambda r: r.statement.nature or None, is_default=False),
    Column("note", Text("备注", "Note"), _note, lambda r: r.statement.note or None, is_default=False),
    Column("line", Text("原文行", "Line"), _place, lambda r: r.statement.line, "place"),
)
BY_ID = {column.id: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader asked to see. Unknown words in the address are ignored, never an error."""

    q: str = ""
    state: str = ""
    chapter: str = ""
    bureau: str = ""
    nature: str = ""
    sort: str = "line"
    columns: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str], columns: Iterable[str] = ()) -> Choice:
        """From the address's parameters."""
        sort = query.get("sort", "")
        known = tuple(column for column in columns if column in BY_ID)
        return cls(
            q=query.get("q", "").strip(),
            state=query.get("state", ""),
            chapter=query.get("chapter", ""),
            bureau=query.get("bureau", ""),
            nature=query.get("nature", ""),
            sort=sort if sort.removeprefix("-") in BY_ID else "line",
            columns=known,
        )

    @property
    def shown(self) -> tuple[Column, ...]:
        """Columns to show, in their own order; the indicator always."""
        if not self.columns:
            return tuple(column for column in COLUMNS if column.is_default)
        return tuple(column for column in COLUMNS if column.id in self.columns or column.id == "indicator")


def choose(rows: Iterable[Row], choice: Choice) -> list[Row]:
    """The rows that fit, in the order asked for. Unknown values sort last both ways."""
    kept = [row for row in rows if _fits(row, choice)]
    order = BY_ID[choice.sort.removeprefix("-")].order
    known = [row for row in kept if order(row) is not None]
    unknown = [row for row in kept if order(row) is None]
    known.sort(key=order, reverse=choice.sort.startswith("-"))  # type: ignore[arg-type]
    return known + unknown


def _fits(row: Row, choice: Choice) -> bool:
    statement = row.statement
    if choice.state and row.state != choice.state:
        return False
    if choice.chapter and row.top_chapter != choice.chapter:
        return False
    if choice.bureau and row.bureau != ("" if choice.bureau == "none" else choice.bureau):
        return False
    if choice.nature == "stretch" and not statement.stretch:
        return False
    if choice.nature == "firm" and statement.stretch:
        return False
    if choice.nature in wording.NATURES and statement.nature != choice.nature:
        return False
    needle = choice.q.casefold()
    return (
        not needle
        or needle
        in f"{statement.indicator} {statement.indicator_en} {statement.subject_text} {statement.value_text}".casefold()
    )


def as_table(
    rows: Iterable[Row], columns: Iterable[Column], language: str
) -> tuple[list[str], list[list[Value]]]:
    """Headings and rows for a file: exactly what the page shows, numbers as numbers."""
    columns = tuple(columns)
    headings = [column.text.in_language(language) for column in columns]
    body = [[_exported(column.show(row, language)) for column in columns] for row in rows]
    return headings, body


def _exported(cell: Cell) -> Value:
    value = cell.exported
    return value if not isinstance(value, Decimal) else value.normalize() + 0
