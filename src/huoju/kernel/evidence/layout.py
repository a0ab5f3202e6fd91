"""Layout: what kind of table a sheet holds -> a proposed mapping. Pure; looks at cells, not at formats.

Two ways in: headings that name their roles (指标, 时间, 数值: the long shape), or headings that carry
periods, indicators, units or "比上年增长" themselves (the wide shapes, on one or more levels). Start
reading at `propose_mapping`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from huoju.kernel.catalog import find_unit, half_width
from huoju.kernel.evidence.figures import read_figure
from huoju.kernel.evidence.files import Sheet
from huoju.kernel.evidence.headings import Heading, is_part_of_year, is_period, labels_in, read_heading
from huoju.kernel.evidence.mapping import KEY_ROLES, ROLES, SheetMapping, ValueColumn

HEAD_ROWS = 40
"""Title, remarks and headings of a sheet lie within its first rows."""

_ROLE_OF = {name: role for role, names in ROLES.items() for name in names}


@dataclass(frozen=True)
class Names:
    """What a name in a sheet can be: asked of the catalog and of the register of subjects."""

    is_indicator: Callable[[str], bool]
    is_subject: Callable[[str], bool]
    indicator_within: Callable[[str], str]
    subject_within: Callable[[str], str]


def propose_mapping(sheet: Sheet, names: Names) -> SheetMapping | None:
    """How this sheet is to be read, or None when it holds no table of figures."""
    head = sheet.head(HEAD_ROWS)
    found = _long(sheet, head) or _wide(sheet, head, names)
    if found is None:
        return None
    title = _title(head[: found.heading_row])
    defaults = {**_defaults(title, found, names), **found.defaults}
    return replace(found, defaults=defaults, months_from_dates=_holds_months(sheet, found))


def _holds_months(sheet: Sheet, found: SheetMapping) -> bool:
    """Whether the period column holds Excel dates that are all the first of a month: months, as typed 2024-9."""
    column = found.keys.get("period")
    if column is None or column not in sheet.dates:
        return False
    cells = sheet.cells.column(column).to_pylist()[found.first_row : found.last_row]
    return all(re.fullmatch(r"\d{4}-\d\d-01", cell) for cell in cells if cell)


# -- long: headings that name their roles ------------------------------------------------------------


def role_of(text: str) -> str:
    """The role that a heading names, "" for none: "计量单位" is "unit"."""
    bare = half_width(text).lower().replace("_", " ").strip()
    spaced = " ".join(text.lower().split())
    heading = read_heading(text)
    found = _ROLE_OF.get(bare) or _ROLE_OF.get(spaced) or _ROLE_OF.get(spaced.replace("_", " "))
    if not found and heading.unit and heading.name:
        found = _ROLE_OF.get(half_width(heading.name).lower())
    return found or ""


def _long(sheet: Sheet, head: list[list[str]]) -> SheetMapping | None:
    for number, row in enumerate(head):
        roles: dict[str, int] = {}
        for column, text in enumerate(row):
            role = role_of(text) if text else ""
            if role and role not in roles:
                roles[role] = column
        if "value" in roles and ("indicator" in roles or "period" in roles):
            unit = read_heading(row[roles["value"]]).unit
            value = ValueColumn(roles.pop("value"), unit=unit)
            keys = {role: column for role, column in roles.items() if role in KEY_ROLES}
            return SheetMapping(sheet.name, number, number + 1, sheet.height, keys, (value,))
    return None


# -- wide: headings that carry periods, indicators, units, measures -----------------------------------


def _wide(sheet: Sheet, head: list[list[str]], names: Names) -> SheetMapping | None:
    first = _first_data_row(head)
    if first is None:
        return None
    start = _heading_start(head, first)
    paths = _paths(head[start:first], sheet.width)
    body = [row for row in head[first:] if any(row)]
    keys = _keys(paths, body, names)
    values = tuple(_value_columns(paths, body, keys, names))
    if not keys or not values:
        return None
    return SheetMapping(sheet.name, start, first, sheet.height, keys, values)


def _first_data_row(head: list[list[str]]) -> int | None:
    """The first row that names something and gives figures which are not all years."""
    for number, row in enumerate(head):
        figures = [cell for cell in row if _is_figure(cell)]
        others = [cell for cell in row if cell and not _is_figure(cell)]
        is_time_row = bool(row[0]) and is_period(row[0]) and len(figures) >= 2 and not is_period(figures[1])
        is_years = all(is_period(cell) for cell in figures) and (
            len(figures) > 1 or (number + 1 < len(head) and _looks_like_data(head[number + 1]))
        )
        if figures and (others or is_time_row) and (is_time_row or not is_years):
            return number
    return None


def _looks_like_data(row: list[str]) -> bool:
    return any(_is_figure(cell) and not is_period(cell) for cell in row)


def _is_figure(cell: str) -> bool:
    """Whether the cell is a number as tables have them ("43.5", "1,234", "12.5%"), not a word or a dash."""
    if not any(char.isdigit() for char in cell) or is_part_of_year(cell):
        return False
    figure = read_figure(cell)
    return not figure.problem and (
        not figure.unit or figure.unit in "万亿" or find_unit(figure.unit) is not None
    )


def _heading_start(head: list[list[str]], first: int) -> int:
    """The first row of the heading block: above it lie titles, whose text stands alone in its row."""
    start = first
    while start > 0 and _is_heading_row(head[start - 1]):
        start -= 1
    return start


def _is_heading_row(row: list[str]) -> bool:
    return len({cell for cell in row if cell}) >= 2 and not any(len(cell) > 60 for cell in row)


def _paths(rows: list[list[str]], width: int) -> list[tuple[str, ...]]:
    """For each column its headings from top to bottom; an upper heading spreads over empty cells to its right."""
    spread: list[list[str]] = []
    for level, row in enumerate(rows):
        cells = list(row)
        if level < len(rows) - 1:
            for column in range(1, width):
                if not cells[column] and cells[column - 1] and rows[level + 1][column]:
                    cells[column] = cells[column - 1]
        spread.append(cells)
    return [
        tuple(dict.fromkeys(cells[column] for cells in spread if cells[column])) for column in range(width)
    ]


def _keys(paths: list[tuple[str, ...]], body: list[list[str]], names: Names) -> dict[str, int]:
    """Columns that say of whom, what and when a row speaks."""
    keys: dict[str, int] = {}
    for column, path in enumerate(paths):
        cells = [row[column] for row in body if row[column]]
        if not cells:
            continue
        role = _role_by_content(cells, names)
        named = next((role_of(text) for text in reversed(path) if role_of(text)), "")
        if named in KEY_ROLES and (named != "unit" or role == "unit") and role != "value":
            is_plainer = role in ("subject", "indicator", "period") and named in ("indicator", "subject")
            role = role if is_plainer else named
        if role and role != "value" and role not in keys:
            keys[role] = column
    return keys


def _role_by_content(cells: list[str], names: Names) -> str:
    """What most of these cells are: unit, period, subject, indicator or value; "" for other text."""

    def share(test: Callable[[str], bool]) -> float:
        return sum(map(test, cells)) / len(cells)

    if share(lambda cell: is_period(cell) or is_part_of_year(cell)) > 0.8:
        return "period"
    if share(lambda cell: _is_figure(cell) or bool(read_figure(cell).status != "A")) > 0.5:
        return "value"
    if share(lambda cell: find_unit(cell) is not None) > 0.6:
        return "unit"
    if share(names.is_subject) >= 0.5:
        return "subject"
    return "indicator" if share(lambda cell: names.is_indicator(read_heading(cell).name)) >= 0.2 else ""


def _value_columns(
    paths: list[tuple[str, ...]], body: list[list[str]], keys: dict[str, int], names: Names
) -> Iterator[ValueColumn]:
    """Columns of figures with what their headings say; a growth column shares the period of its neighbour."""
    left = Heading()
    for column, path in enumerate(paths):
        cells = [row[column] for row in body if row[column]]
        if column in keys.values() or not path or not _has_figures(cells):
            continue
        if role_of(path[-1]) in ("note", "source", "link"):
            continue
        heading = _heading(path, names)
        if heading.measure != "level" and heading.measure and not heading.period:
            heading = replace(heading, period=left.period, name=heading.name or left.name)
        if heading.measure in ("", "level"):
            left = heading
        name, subject = heading.name, ""
        if name and not names.is_indicator(name) and names.is_subject(name):
            name, subject = "", name
        yield ValueColumn(column, name, heading.period, heading.unit, heading.measure, subject)


def _has_figures(cells: list[str]) -> bool:
    """At least a third are figures: one wrong cell does not make a column disappear."""
    return bool(cells) and sum(map(_is_figure, cells)) >= max(1, len(cells) / 3)


def _heading(path: tuple[str, ...], names: Names) -> Heading:
    """The headings of one column as one: what the lower leaves open, the upper says."""
    heading = Heading()
    for text in path:
        level = read_heading(text)
        if role_of(text) == "value" or (level.name and len(path) > 1 and role_of(text)):
            level = replace(level, name="")
        elif level.name and not level.unit and not level.measure and names.is_indicator(text):
            level = replace(level, name=text)
        if heading.name and level.name and names.is_indicator(level.name):
            heading = replace(heading, name="")
        heading = level.under(heading)
    return heading


# -- titles and remarks -------------------------------------------------------------------------------


def _title(rows: list[list[str]]) -> list[str]:
    return [cell for row in rows for cell in dict.fromkeys(row) if cell]


def _defaults(title: list[str], found: SheetMapping, names: Names) -> dict[str, str]:
    """What the lines above the headings say for the whole sheet."""
    defaults: dict[str, str] = {}
    for text in title:
        said = labels_in(text)
        unit = said.unit or read_heading(text).unit
        for role, value in (("unit", unit), ("source", said.source), ("period", said.period)):
            if value:
                defaults.setdefault(role, value)
        if "indicator" not in found.keys and (indicator := names.indicator_within(text)):
            defaults.setdefault("indicator", indicator)
        if "subject" not in found.keys and (subject := names.subject_within(text)):
            defaults.setdefault("subject", subject)
    return defaults
