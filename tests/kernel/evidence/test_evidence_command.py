"""`huoju evidence`: results on stdout, messages on stderr, exit 0 clean, 1 rows stayed out, 2 unusable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from evidence_builders import observed

from huoju.kernel.evidence import queries
from huoju.kernel.evidence.errors import FileTooLarge, SubjectUnknown
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.subjects.models import Subject
from huoju.site.cli import evidence as commands

pytestmark = pytest.mark.django_db
GOOD = "指标,年份,数值,单位\n地区生产总值,2024,435.3,亿元\n地区生产总值,2023,420,亿元\n"


@pytest.fixture(autouse=True)
def zone(tmp_path: Path, settings: Any) -> Subject:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return Subject.objects.create(code="zone", kind="area", name="高新区")


@pytest.fixture
def plan(zone: Subject) -> PlanVersion:
    plan = PlanVersion.objects.create(
        code="p", pack="demo", title="规划", area=zone, start_year=2021, end_year=2025
    )
    facts = {
        "plan": plan,
        "role": "target",
        "indicator": "地区生产总值",
        "concept": "gdp",
        "value": ["500"],
        "line": 1,
    }
    for number, measure in enumerate(("level", "annual_average_growth", "level")):
        Statement.objects.create(
            **{**facts, "key": f"k{number}", "measure": measure, "comparator": "reach", "period": "2025",
               "unit": "亿元" if measure == "level" else "%"}
        )  # fmt: skip
    return plan


def run(*words: str | Path, **over: Any) -> Result:
    return CliRunner().invoke(commands.evidence, [str(word) for word in words], **over)


def file_of(tmp_path: Path, text: str, name: str = "年报.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "gb18030")
    return path


def test_a_clean_file_goes_in(tmp_path: Path) -> None:
    done = run("import", file_of(tmp_path, GOOD), "--subject", "zone", "--yes")
    assert done.exit_code == 0
    assert "已入库 2 行" in done.stdout
    assert len(queries.snapshot().series("gdp", "zone")) == 2


def test_rows_that_stay_out_are_named_and_the_exit_code_says_so(tmp_path: Path) -> None:
    done = run(
        "import",
        file_of(tmp_path, GOOD + "地区生产总值,2022,4x,亿元\n"),
        "--subject",
        "zone",
        "--yes",
        "--json",
    )
    assert done.exit_code == 1
    result = json.loads(done.stdout)
    assert (result["state"], result["rows"], result["counts"]["out"]) == ("committed", 2, 1)
    places = {message["code"]: message["place"] for message in result["messages"]}
    assert places["bad-suffix"] == "C4"


def test_a_preview_keeps_nothing(tmp_path: Path) -> None:
    assert run("import", file_of(tmp_path, GOOD), "--subject", "zone", "--preview").exit_code == 0
    assert queries.store().version() == -1


def test_without_yes_and_without_a_terminal_nothing_is_committed(tmp_path: Path) -> None:
    run("import", file_of(tmp_path, GOOD), "--subject", "zone")
    assert queries.store().version() == -1


def test_questions_are_answered_on_the_command_line(tmp_path: Path) -> None:
    path = file_of(tmp_path, "指标,年份,数值,单位\n星槎指数,2024,5,%\n")
    asked = run("import", path, "--subject", "zone", "--yes")
    assert asked.exit_code == 1
    assert '--answer "indicator:星槎指数=…"' in asked.stderr
    answered = run("import", path, "--subject", "zone", "--yes", "--answer", "indicator:星槎指数=keep")
    assert answered.exit_code == 0
    assert queries.snapshot().series("term:星槎指数", "zone")


def test_chosen_rows_and_the_day_they_were_known(tmp_path: Path) -> None:
    run(
        "import",
        file_of(tmp_path, GOOD),
        "--subject",
        "zone",
        "--yes",
        "--rows",
        "1",
        "--known-on",
        "2025-03-01",
    )
    (found,) = queries.snapshot().series("gdp", "zone")
    assert (str(found.period), found.vintage.isoformat()) == ("2023", "2025-03-01T15:59:59+00:00")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--answer", "x"), commands.BadAnswer), (("--rows", "a-b"), commands.BadRowNumbers),
        (("--pack", "nowhere"), commands.PlanMissing), (("--subject", "nobody"), SubjectUnknown),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused(tmp_path: Path, words: tuple[str, ...], error: type) -> None:
    assert isinstance(run("import", file_of(tmp_path, GOOD), "--yes", *words).exception, error)


def test_a_missing_or_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    assert isinstance(run("import", tmp_path / "no.csv").exception, commands.FileMissing)
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate((50 << 20) + 1)
    assert isinstance(run("import", huge).exception, FileTooLarge)


def test_list_undo_and_verify(tmp_path: Path) -> None:
    run("import", file_of(tmp_path, GOOD), "--subject", "zone", "--yes")
    (batch,) = json.loads(run("list", "--json").stdout)
    assert "年报.csv" in run("list").stdout
    assert run("undo", batch["code"], "--yes").exit_code == 0
    assert len(queries.snapshot()) == 0
    facts = json.loads(run("verify", "--json").stdout)
    assert (facts["batches"], facts["rows"], facts["problems"]) == (2, 4, [])


def test_a_store_whose_tail_was_cut_off_does_not_verify(tmp_path: Path, settings: Any) -> None:
    run("import", file_of(tmp_path, GOOD), "--subject", "zone", "--yes")
    settings.EVIDENCE_ROOT = tmp_path / "another"
    done = run("verify")
    assert done.exit_code == 1
    assert "数据仓中缺失" in done.stderr


def test_the_template_asks_each_series_of_the_plan_once_and_reads_back(
    tmp_path: Path, plan: PlanVersion
) -> None:
    queries.store().append([observed("420", year=2023)], batch="b", at=observed().vintage)
    form = tmp_path / "form.xlsx"
    assert run("template", "--pack", "demo", "-o", form, "--years", "2023-2024").exit_code == 0
    book = openpyxl.load_workbook(form)
    rows = [row[:7] for row in book.worksheets[0].iter_rows(min_row=3, values_only=True)]
    assert rows == [
        ("地区生产总值", "高新区", "2023", 420, "亿元", "level", "A"),
        ("地区生产总值", "高新区", "2024", None, "亿元", "level", "A"),
        ("地区生产总值", "高新区", "2023", None, "%", "growth_rate", "A"),
        ("地区生产总值", "高新区", "2024", None, "%", "growth_rate", "A"),
    ]
    book.worksheets[0]["D4"] = 435.3
    book.save(form)
    done = run("import", form, "--yes", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["counts"] == {
        "new": 1,
        "revised": 0,
        "same": 1,
        "waiting": 0,
        "out": 0,
        "total": 2,
    }
