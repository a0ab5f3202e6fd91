"""Files: formulas neutralised, numbers kept, unknown left empty."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from huoju.kernel.reports.sheets import neutral, write_csv, write_xlsx


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def read_xlsx(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_is_neutralised(text):
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("value", ["地区生产总值", "5G", "", None, -3, Decimal("-0.5")])
def test_everything_else_stays(value):
    assert neutral(value) == value


@given(
    st.lists(
        st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=8),
        min_size=1,
        max_size=4,
    )
)
def test_csv_gives_back_what_was_written(cells):
    written = read_csv(write_csv(["a"] * len(cells), [cells]))[1]
    assert written == [neutral(cell) for cell in cells]


def test_excel_opens_the_csv_as_utf_8_and_unknown_is_empty():
    content = write_csv(["指标", "值"], [["甲", None], ["乙", Decimal("1E+2")]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content)[1:] == [["甲", ""], ["乙", "100"]]


def test_the_workbook_has_no_formula_and_keeps_numbers():
    rows = read_xlsx(
        write_xlsx(["指标", "值"], [["=1+1", Decimal("1.5")], ["乙", None]], title="表[1]/甲", notes=["注"])
    )
    assert rows[1] == ["=1+1", 1.5]
    assert rows[2] == ["乙", ""]
    assert rows[-1][0] == "注"


def test_an_empty_table_is_still_a_file():
    assert read_xlsx(write_xlsx(["指标"], [], title=""))[0] == ["指标"]
