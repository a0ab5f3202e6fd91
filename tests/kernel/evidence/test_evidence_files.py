"""Any file a bureau may hand in is read, or refused with a message that says what to do."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from evidence_builders import workbook

from huoju.kernel.evidence import errors
from huoju.kernel.evidence.files import LIMIT_MB, read_sheets

TEXT = "指标,年份,数值,单位\n地区生产总值,2024,435.3,亿元\n"
ROWS = [["指标", "年份", "数值", "单位"], ["地区生产总值", "2024", "435.3", "亿元"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_any_chinese_encoding_simply_works(encoding: str) -> None:
    (sheet,) = read_sheets(TEXT.encode(encoding), "a.csv")
    assert sheet.head(9) == ROWS


def test_big5_is_told_from_gb18030() -> None:
    text = "指標,年份,數值,單位\n地區生產總值,2024,435.3,億元\n"
    (sheet,) = read_sheets(text.encode("big5"), "a.csv")
    assert sheet.head(1) == [["指標", "年份", "數值", "單位"]]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_any_separator(separator: str) -> None:
    (sheet,) = read_sheets(TEXT.replace(",", separator).encode(), "a.txt")
    assert sheet.head(9) == ROWS


def test_a_title_line_and_blank_lines_keep_their_row_numbers() -> None:
    (sheet,) = read_sheets(f"主要指标\n\n{TEXT}".encode(), "a.csv")
    assert sheet.head(9) == [["主要指标", "", "", ""], ["", "", "", ""], *ROWS]


def test_quoted_cells_may_hold_separators_and_line_breaks() -> None:
    (sheet,) = read_sheets('指标,数值\n"a,\nb","1,234"\n'.encode(), "a.csv")
    assert sheet.head(9) == [["指标", "数值"], ["a,\nb", "1,234"]]


def test_a_workbook_is_read_as_a_person_sees_it() -> None:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("主要指标")
    page.merge_range("A1:C1", "2024年主要指标")
    page.write_row("A2", ["GDP", 2024, 0.1 + 0.2])
    page.write("A3", 0.125, book.add_format({"num_format": "0.0%"}))
    page.write("B3", datetime.date(2024, 1, 1), book.add_format({"num_format": "yyyy-mm"}))
    page.write_formula("C3", "=1/0", value="#DIV/0!")
    page.write_formula("A4", "=1+1", value=2)
    book.add_worksheet("empty")
    hidden = book.add_worksheet("hidden")
    hidden.write("A1", "secret")
    hidden.hide()
    book.close()
    (sheet,) = read_sheets(file.getvalue(), "no matter what")
    assert sheet.name == "主要指标"
    assert sheet.head(9) == [
        ["2024年主要指标"] * 3, ["GDP", "2024", "0.3"], ["12.5%", "2024-01-01", "#DIV/0!"], ["2", "", ""],
    ]  # fmt: skip
    assert sheet.formulas == {(2, 2): True, (3, 0): True}
    assert sheet.dates == {1}


def test_a_formula_without_stored_result_is_marked() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["B1"] = "指标", "=1+1"
    file = io.BytesIO()
    book.save(file)
    (sheet,) = read_sheets(file.getvalue(), "a.xlsx")
    assert sheet.head(1) == [["指标", "=?"]]


def encrypted() -> bytes:
    """The head of an OLE container whose directory names the stream that holds an encrypted workbook."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        for name in names:
            container.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.FileIsEmpty),
        (b"\xef\xbb\xbf\r\n \r\n", errors.FileIsEmpty),
        (workbook([]), errors.FileIsEmpty),
        (encrypted(), errors.FileIsProtected),
        (b"PK\x03\x04 torn", errors.FileIsBroken),
        (workbook([["a", 1]])[:2000], errors.FileIsBroken),
        (zipped("xl/workbook.xml"), errors.FileIsBroken),
        (zipped("word/document.xml"), errors.FileKindUnknown),
        (zipped("readme.txt"), errors.FileKindUnknown),
        (b"%PDF-1.7 ...", errors.FileKindUnknown),
        (b"<!DOCTYPE HTML><table>", errors.FileKindUnknown),
        (bytes(range(256)) * 20, errors.FileKindUnknown),
        (b"a" * ((LIMIT_MB << 20) + 1), errors.FileTooLarge),
    ],
)
def test_what_cannot_be_used_is_refused_in_both_languages(content: bytes, error: type) -> None:
    with pytest.raises(error) as told:
        read_sheets(content, "报表.xlsx")
    assert told.value.in_language("zh").startswith("报表.xlsx：")
    assert told.value.in_language("en").startswith("报表.xlsx: ")


def test_a_bomb_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for number in range(7):
            container.writestr(f"xl/{number}", b"\0" * (100 << 20))
    with pytest.raises(errors.FileTooLarge):
        read_sheets(file.getvalue(), "bomb.xlsx")


def test_the_real_figures_of_the_shared_folder_are_read(shared: Path) -> None:
    (sheet,) = read_sheets((shared / "data" / "observed.csv").read_bytes(), "observed.csv")
    assert sheet.head(1)[0][:5] == ["area", "indicator", "period", "value", "unit"]
    assert sheet.height > 150
