"""Documents of every format, and every one that must be refused with a message that helps."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from huoju.errors import InputError
from huoju.kernel.plan import compile_plan, read_document
from huoju.kernel.plan.refusals import (
    EmptyDocument,
    NoSuchFile,
    NotAPlan,
    NothingRead,
    Protected,
    Scanned,
    TooLarge,
    UnknownType,
    Unreadable,
)
from huoju.site.cli.plan import plan as plan_command
from kernel.plan.papers import docx_of, html_of, pdf_of

TITLE = "某市国民经济和社会发展第十四个五年规划纲要"
TEXT = [TITLE, "第三章 主要目标", "到2025年，高新技术企业达到300家，研发投入强度达到3.5%以上。"]
EXPECTED = [("高新技术企业数", "300", "2025"), ("研发投入强度", "3.5", "2025")]


def found(data: bytes, name: str) -> list[tuple[str, str, str]]:
    return [
        (s.indicator, str(s.value[0]), s.period) for s in compile_plan(read_document(data, name)).statements
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_text_of_any_chinese_encoding_is_read(encoding: str) -> None:
    assert found("\n".join(TEXT * 3).encode(encoding), "plan.txt")[:2] == EXPECTED


def test_traditional_text_in_big5_is_decoded() -> None:
    text = "國民經濟和社會發展規劃\n到2025年，工業總產值達到500億元，企業達到30家。\n" * 20
    assert read_document(text.encode("big5"), "plan.txt").lines[0].text == "國民經濟和社會發展規劃"


def test_the_name_of_a_file_says_nothing() -> None:
    assert found(docx_of(TEXT), "plan.txt") == EXPECTED
    assert found(html_of(TEXT), "plan.pdf") == EXPECTED


def test_markdown_is_text() -> None:
    assert found(f"# {TITLE}\n\n## 第三章 主要目标\n\n{TEXT[2]}\n".encode(), "plan.md") == EXPECTED


def test_a_pdf_is_read_over_its_page_numbers() -> None:
    first = [
        (60.0, 780.0, TITLE),
        (60.0, 750.0, TEXT[1]),
        (60.0, 720.0, "到2025年，高新技术企业达到300家，研发投入强度达到"),
    ]
    second = [(60.0, 780.0, "3.5%以上。"), (290.0, 40.0, "— 2 —")]
    assert found(pdf_of([[*first, (290.0, 40.0, "— 1 —")], second]), "plan.pdf") == EXPECTED


def test_a_pdf_of_two_columns_is_read_column_by_column() -> None:
    left = [
        TITLE[:14],
        TITLE[14:] + "全文",
        *[f"左栏第{'一二三四五六七八'[n]}行写着许多文字没有数" for n in range(8)],
        "到2025年，高新技术企业达到",
    ]
    right = [
        "300家，研发投入强度达到3.5",
        "%以上。",
        *[f"右栏第{'一二三四五六七八九'[n]}行写着许多文字没有数" for n in range(9)],
    ]
    page = [(40.0, 780.0 - 20 * n, t) for n, t in enumerate(left)] + [
        (310.0, 780.0 - 20 * n, t) for n, t in enumerate(right)
    ]
    assert found(pdf_of([page]), "plan.pdf") == EXPECTED


def test_a_ruled_table_of_a_pdf_becomes_commitments() -> None:
    table = [
        ("指标", "2020年", "2025年目标", "属性"),
        ("森林覆盖率（%）", "32.1", "33", "约束性"),
        ("高新技术企业（家）", "156", "300", "预期性"),
    ]
    pieces = [(60.0 + 120 * c, 690.0 - 22 * r, t) for r, row in enumerate(table) for c, t in enumerate(row)]
    rules = [(55.0, 706.0 - 22 * r, 535.0, 706.0 - 22 * r) for r in range(4)]
    rules += [(55.0 + 120 * c, 706.0, 55.0 + 120 * c, 640.0) for c in range(5)]
    head = [(60.0, 800.0, TITLE), (60.0, 770.0, TEXT[1]), (60.0, 730.0, "“十四五”主要指标")]
    plan = compile_plan(read_document(pdf_of([head + pieces], rules), "plan.pdf"))
    cells = [(s.role.value, s.indicator, str(s.value[0]), s.period, s.nature) for s in plan.statements]
    assert ("target", "森林覆盖率", "33", "2025", "binding") in cells
    assert ("baseline", "高新技术企业", "156", "2020", "expected") in cells
    assert len(cells) == 4


def test_empty_documents_are_refused() -> None:
    for data in (b"", b"  \n\n ", b"\xef\xbb\xbf"):
        with pytest.raises(EmptyDocument):
            read_document(data, "empty.txt")


def test_what_is_no_plan_is_refused() -> None:
    with pytest.raises(NotAPlan):
        read_document(
            b"Dear colleagues, please find the minutes attached. Revenue grew by 7 %.\n" * 20, "a.txt"
        )
    with pytest.raises(UnknownType):
        read_document(bytes(range(256)) * 40, "a.bin")


def test_a_scan_is_told_apart_and_the_cure_named() -> None:
    with pytest.raises(Scanned) as caught:
        read_document(pdf_of([[], [(290.0, 40.0, "1")]]), "scan.pdf")
    assert "OCR" in caught.value.in_language("zh")
    assert "OCR" in caught.value.in_language("en")


def test_broken_files_are_refused() -> None:
    for data in (b"%PDF-1.7\ngarbage", docx_of(TEXT)[:600], b"PK\x03\x04" + b"\x00" * 100):
        with pytest.raises((Unreadable, UnknownType)):
            read_document(data, "broken")


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "规划")
    with pytest.raises(UnknownType):
        read_document(out.getvalue(), "a.docx")


def test_entities_in_a_word_file_are_not_expanded() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "规划">]><a>&b;</a>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(Unreadable):
        read_document(out.getvalue(), "a.docx")


def test_a_protected_word_file_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Protected):
        read_document(data, "locked.docx")


def test_a_huge_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(TooLarge):
        read_document(path)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_document(tmp_path / "none.txt")


def test_a_line_of_five_megabytes_does_not_hang() -> None:
    line = "规划" + "建设项目，" * 330_000 + "到2025年，高新技术企业达到300家。"
    assert len(line.encode()) > 4_900_000
    assert found(line.encode(), "line.txt") == EXPECTED[:1]


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_the_command_prints_statements(tmp_path: Path, form: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("\n".join(TEXT), encoding="gb18030")
    result = CliRunner().invoke(plan_command, ["read", str(path), "--format", form])
    assert result.exit_code == 0, result.output
    assert "高新技术企业" in result.stdout


def test_the_command_writes_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    source, target = tmp_path / "plan.txt", tmp_path / "out.xlsx"
    source.write_text("\n".join(TEXT), encoding="utf-8")
    result = CliRunner().invoke(plan_command, ["read", str(source), "--format", "xlsx", "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert openpyxl.load_workbook(target).active.max_row == 3


@pytest.mark.parametrize("size", [50 * 1000 * 1000, 50 * 1024 * 1024])
def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path, size: int) -> None:
    path = tmp_path / "plan.txt"
    with path.open("wb") as file:
        file.truncate(size)
    with pytest.raises(TooLarge, match="50 MB"):
        read_document(path)


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_a_path_that_is_no_file_is_told_as_such(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoSuchFile) as told:
        read_document(tmp_path / name)
    assert "Check the path" in str(told.value)


def test_the_command_refuses_a_text_without_one_statement(tmp_path: Path) -> None:
    source = tmp_path / "diary.txt"
    source.write_text("今天天气很好，我们去公园散步。\n" * 30, encoding="utf-8")
    result = CliRunner().invoke(plan_command, ["read", str(source)])
    assert isinstance(result.exception, NothingRead)
    assert not result.stdout
