"""The template a plan's needs give: it reads back without a question, and nothing in it can act."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from evidence_builders import codes, context, figures, observed, proposed

from huoju.kernel.catalog import Period
from huoju.kernel.evidence import Snapshot
from huoju.kernel.evidence.proposals import propose
from huoju.kernel.evidence.templates import Need, needs_template, neutralised

YEARS = (Period.of_year(2023), Period.of_year(2024))
NEEDS = (
    Need(
        "gdp",
        "zone",
        "亿元",
        YEARS,
        name="地区生产总值",
        subject_name="高新区",
        known=(("2023", "420", "A"),),
    ),
    Need("gdp", "zone", "%", YEARS[1:], name="地区生产总值", subject_name="高新区", measure="growth_rate"),
    Need("enterprises", "huancui", "家", YEARS[1:]),
)


def filled(template: bytes, values: list[object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template))
    page = book.worksheets[0]
    for row, value in enumerate(values, 3):
        if value is not None:
            page.cell(row, 4).value = value  # type: ignore[assignment]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_filled_template_reads_back_without_a_question(language: str) -> None:
    template = needs_template(NEEDS, title="2024 年度数据需求", language=language)
    found = proposed(filled(template, [None, 435.3, 6.5, 30]))
    assert figures(found) == [
        ("gdp", "zone", "level", "2023", "420亿元"), ("gdp", "zone", "level", "2024", "435.3亿元"),
        ("gdp", "zone", "growth_rate", "2024", "6.5%"), ("enterprises", "huancui", "level", "2024", "30家"),
    ]  # fmt: skip
    assert found.questions == ()


def test_a_figure_the_store_has_arrives_filled_in_and_reads_back_as_the_same() -> None:
    template = needs_template(NEEDS, title="数据需求")
    raw = filled(template, [None, 435.3, 6.5, 30])
    found = propose(raw, "a.xlsx", context(), Snapshot.of(observed("420", year=2023)).rows)
    assert found.counts["same"] == 1


def test_an_empty_cell_is_no_figure_and_is_said_so() -> None:
    found = proposed(needs_template(NEEDS, title="数据需求"))
    assert [each[3] for each in figures(found)] == ["2023"]
    assert codes(found) == [("empty-values", "数据!D4")]
    assert "3 行" in found.messages[0].text("zh")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("+1+cmd", "'+1+cmd"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"), ("＝1", "'＝1"), ("-3.2", "-3.2"), ("+5", "+5"), ("企业数", "企业数"), ("", ""),
    ],
)  # fmt: skip
def test_formulas_in_exported_cells_are_neutralised(text: str, safe: str) -> None:
    assert neutralised(text) == safe


def test_no_cell_of_a_template_is_a_formula_whatever_the_names() -> None:
    need = Need("gdp", "zone", "亿元", YEARS, name="=cmd|' /C calc'!A0", subject_name="@evil")
    book = openpyxl.load_workbook(io.BytesIO(needs_template([need], title="=1+1")))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert all(not str(cell.value).startswith(("=", "@")) for cell in cells if cell.value is not None)


def test_a_neutralised_csv_cell_stays_one_cell() -> None:
    text = io.StringIO()
    csv.writer(text).writerow([neutralised('=1,"2"')])
    assert next(csv.reader([text.getvalue()])) == ['\'=1,"2"']
