"""Reading a sheet: what was written comes back, each row with the line it begins on."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huoju.kernel.packs.cells import NUMBER, BadCell, read_cell
from huoju.kernel.packs.format import SOURCES, Cell, Column
from huoju.kernel.packs.sheets import read_sheet
from huoju.kernel.packs.yaml_lines import read_yaml

TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n,\"“”"), min_size=1
).filter(lambda text: text.strip() == text and text)  # fmt: skip


def written(titles: list[str]) -> tuple[str, list[int]]:
    """A sheet of sources with these titles, and the line each row begins on."""
    out, lines = io.StringIO(), []
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", "kind", "title"])
    for number, title in enumerate(titles):
        lines.append(out.getvalue().count("\n") + 1)
        writer.writerow([f"s{number}", "web", title])
    return out.getvalue(), lines


@given(st.lists(TITLES, max_size=6))
def test_rows_come_back_with_their_lines_however_many_lines_they_take(titles):
    text, lines = written(titles)
    rows, problems = read_sheet(SOURCES, text)
    assert problems == []
    assert [row.title for row in rows] == titles
    assert [row.line_no for row in rows] == lines


@given(st.lists(TITLES, min_size=1, max_size=6), st.data())
def test_a_bad_row_costs_only_itself(titles, data):
    bad = data.draw(st.integers(0, len(titles) - 1))
    text, lines = written(titles)
    rows, problems = read_sheet(SOURCES, text.replace(f"s{bad},web,", f"s{bad},tavern,"))
    assert [(each.code, each.line) for each in problems] == [("bad-choice", lines[bad])]
    assert len(rows) == len(titles) - 1


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_number_is_read_as_it_was_written(number):
    assert read_cell(Column("value", Cell.NUMBER), str(number)) == Decimal(str(number))


@given(st.text(min_size=1).filter(lambda text: text.strip() and not NUMBER.match(text.strip())))
@example("12亿")
@example("１２")
@example("1,200")
@example("1e3")
def test_what_is_no_plain_number_is_refused_and_never_guessed(text):
    with pytest.raises(BadCell, match="bad-number"):
        read_cell(Column("value", Cell.NUMBER), text)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), st.integers(), min_size=1, max_size=8))
def test_every_yaml_key_has_its_line(mapping):
    text = "# 注\n" + "".join(f"{key}: {value}\n" for key, value in mapping.items())
    source = read_yaml(text, "x.yaml")
    words = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
    if not words & mapping.keys():
        assert source.data == mapping
        assert [source.line(key) for key in mapping] == list(range(2, len(mapping) + 2))
