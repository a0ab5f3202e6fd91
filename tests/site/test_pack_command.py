"""`huoju pack`: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from huoju.errors import InputError
from huoju.site.cli.pack import pack


@pytest.fixture
def demo(root: Path) -> Path:
    return root / "packs" / "demo"


@pytest.fixture
def broken(tmp_path: Path, demo: Path) -> Path:
    """The demo pack with an unknown kind of subject in row 3."""
    folder = tmp_path / "broken"
    folder.mkdir()
    for file in demo.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    rows = (folder / "subjects.csv").read_text(encoding="utf-8")
    (folder / "subjects.csv").write_text(
        rows.replace("xingcha-bay,area", "xingcha-bay,zone", 1), encoding="utf-8"
    )
    return folder


def run(*arguments: object):
    return CliRunner().invoke(pack, [str(each) for each in arguments])


def test_a_clean_pack_exits_with_0_and_prints_nothing_on_stdout(demo):
    result = run("validate", demo)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "没有问题 / clean" in result.stderr


def test_a_mistake_exits_with_1_and_is_told_in_both_languages(broken):
    result = run("validate", broken)
    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines() if "bad-choice" in line]
    assert f"{broken / 'subjects.csv'}:3: bad-choice: “kind”不能是“zone”" in told[0]
    assert "'kind' cannot be 'zone'" in told[1]


def test_problems_are_json_for_programs(broken):
    problems = json.loads(run("validate", broken, "--json").stdout)
    first = next(each for each in problems if each["code"] == "bad-choice")
    assert (first["file"], first["line"], first["severity"]) == ("subjects.csv", 3, "error")


def test_a_folder_without_a_pack_exits_with_2(tmp_path):
    assert run("validate", tmp_path).exit_code == 2


def test_a_folder_that_is_not_there_is_an_input_error(tmp_path):
    result = run("validate", tmp_path / "nowhere")
    assert isinstance(result.exception, InputError)
    assert "packs/demo" in str(result.exception)


def test_a_pack_may_be_named_without_its_folder(monkeypatch, root):
    monkeypatch.setenv("HUOJU_PACKS", str(root / "packs"))
    assert run("validate", "demo").exit_code == 0


@pytest.mark.django_db
def test_loading_reports_what_it_did(demo, tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    said = json.loads(run("load", demo, "--json").stdout)
    assert said["statements"]["added"] == 156
    assert said["sentences"] == 156
    again = run("load", demo)
    assert "156 statements (0 new, 0 changed" in again.stdout


@pytest.mark.django_db
def test_a_bad_pack_is_not_loaded(broken, tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    result = run("load", broken)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "subjects.csv:3" in result.stderr


@pytest.mark.django_db
def test_the_list_says_what_is_invented_and_what_is_loaded(demo, tmp_path, settings, monkeypatch):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    monkeypatch.setenv("HUOJU_PACKS", str(demo.parent))
    before = {row["name"]: row for row in json.loads(run("list", "--json").stdout)}
    assert before["demo"]["is_invented"]
    assert not before["demo"]["is_loaded"]
    run("load", demo)
    assert "已载入 loaded" in run("list").stdout
