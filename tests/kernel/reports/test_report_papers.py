"""Papers: what is put in stands in the document, in order, in Chinese type."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from huoju.kernel.reports.papers import Heading, Paper, Paragraph, Steps, Table, text_of, write_docx

PAPER = Paper(
    "校核意见",
    (
        Heading("一、矛盾"),
        Paragraph("两处不能同时成立", "原因："),
        Steps(("甲", "乙")),
        Table(("行", "数值"), (("12", "200家"), ("83", "240家")), (2, 4)),
    ),
    notes=("按 2026-03-01 的数据。",),
)


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(write_docx(PAPER)))


def test_the_words_stand_in_order(document):
    said = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert said == ["校核意见", "按 2026-03-01 的数据。", "一、矛盾", "原因：两处不能同时成立", "1. 甲", "2. 乙"]


def test_a_table_keeps_its_rows_and_repeats_its_head(document):
    (table,) = document.tables
    said = [[cell.text for cell in row.cells] for row in table.rows]
    assert said == [["行", "数值"], ["12", "200家"], ["83", "240家"]]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_chinese_type_is_named_and_nobody_is_the_author():
    parts = zipfile.ZipFile(io.BytesIO(write_docx(PAPER)))
    assert 'w:eastAsia="宋体"' in parts.read("word/styles.xml").decode()
    assert "<dc:creator></dc:creator>" in parts.read("docProps/core.xml").decode().replace(
        "<dc:creator/>", "<dc:creator></dc:creator>"
    )


def test_the_words_can_be_had_without_the_document():
    assert text_of(PAPER.blocks).splitlines()[-1] == "83\t240家"
