"""`huoju plan compare`, `export` and `corpus`: their main job, bad input, what they print where."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from huoju.errors import InputError
from huoju.site.cli.plan import plan

DRAFT = """青禾新区“十四五”发展规划（草案）
第一章 发展目标
到2025年，高新技术企业达到300家以上，常住人口城镇化率达到75%，地区生产总值达到500亿元。
"""
ADOPTED = """青禾新区“十四五”发展规划
第一章 发展目标
到2025年，高新技术企业力争达到260家左右。到2025年，常住人口城镇化率达到75%，公共图书馆达到12座。
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "adopted.txt").write_text(ADOPTED, encoding="utf-8")
    return tmp_path


def run(*words):
    return CliRunner().invoke(plan, [str(word) for word in words], catch_exceptions=True)


def verdicts(result) -> dict[str, str]:
    return {
        (row["left"] and row["left"]["unit"]) or row["right"]["unit"]: row["verdict"]
        for row in json.loads(result.stdout)["rows"]
    }


def test_compare_tells_what_became_of_every_promise(files):
    result = run("compare", files / "draft.txt", files / "adopted.txt", "--format", "json")
    assert result.exit_code == 0
    assert verdicts(result) == {"家": "lowered", "%": "unchanged", "亿元": "dropped", "座": "added"}


def test_the_table_leaves_out_what_did_not_change_unless_asked(files):
    few = run("compare", files / "draft.txt", files / "adopted.txt")
    every = run("compare", files / "draft.txt", files / "adopted.txt", "--all")
    assert "未变 unchanged" not in few.stdout
    assert "未变 unchanged" in every.stdout
    assert "要求降低 lowered 1" in few.stderr


def test_statements_read_before_compare_as_the_documents_do(files):
    for name in ("draft", "adopted"):
        text = run("read", files / f"{name}.txt", "--format", "jsonl").stdout
        (files / f"{name}.jsonl").write_text(text, encoding="utf-8")
    read = run("compare", files / "draft.jsonl", files / "adopted.jsonl", "--format", "json")
    assert verdicts(read) == verdicts(
        run("compare", files / "draft.txt", files / "adopted.txt", "--format", "json")
    )


def test_a_workbook_holds_the_table(files):
    from openpyxl import load_workbook

    target = files / "out.xlsx"
    assert (
        run("compare", files / "draft.txt", files / "adopted.txt", "--format", "xlsx", "-o", target).exit_code
        == 0
    )
    sheet = load_workbook(target).active
    assert sheet.cell(1, 1).value == "结论 verdict"
    assert sheet.max_row == 4


def test_a_line_that_is_no_statement_is_named(files):
    (files / "bad.jsonl").write_text('{"line": 1}\n', encoding="utf-8")
    result = run("compare", files / "bad.jsonl", files / "draft.txt")
    assert isinstance(result.exception, InputError)
    assert "bad.jsonl:1" in str(result.exception)


def test_export_writes_a_document_of_the_standard(files):
    from lxml import etree

    target = files / "plan.xml"
    assert run("export", files / "draft.txt", "-o", target).exit_code == 0
    root = etree.parse(target).getroot()
    assert etree.QName(root).localname == "PerformancePlanOrReport"
    assert len(root.findall(".//{*}TargetResult")) == 3


def test_a_folder_is_read_in_order_whatever_the_number_of_processes(files):
    outputs = []
    for jobs in (1, 2):
        result = run("corpus", files, "-o", files / "out.jsonl", "--jobs", jobs, "--quiet")
        assert result.exit_code == 0, result.output
        outputs.append((files / "out.jsonl").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in outputs[0].splitlines()]
    assert outputs[0] == outputs[1]
    assert [row["file"] for row in rows] == sorted(row["file"] for row in rows)
    assert {row["file"] for row in rows} == {"draft.txt", "adopted.txt"}


def test_one_bad_file_does_not_stop_the_rest(files):
    (files / "empty.txt").write_text("", encoding="utf-8")
    result = run("corpus", files, "-o", files / "out.jsonl")
    assert result.exit_code == 1
    assert "empty.txt:1: plan-empty" in result.stderr
    assert "3 份文件 documents" in result.stderr
    assert (files / "out.jsonl").read_text(encoding="utf-8").count("\n") > 5


def test_a_folder_without_documents_is_said_so(tmp_path):
    result = run("corpus", tmp_path)
    assert isinstance(result.exception, InputError)
