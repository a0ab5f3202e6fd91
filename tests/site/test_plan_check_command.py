"""`huoju plan check`: exit statuses, the three formats, assumptions."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from huoju.site.cli.plan_check import check

CONTRADICTORY = """某某高新区国民经济和社会发展第十四个五年规划纲要

第一章 发展基础

2020年，地区生产总值达到435.3亿元，一般公共预算收入达到29亿元。

第二章 发展目标

一般公共预算收入年均增长6%，到2025年一般公共预算收入达到60亿元。高新技术企业达到300家。

第三章 创新发展

到2025年，高新技术企业达到400家。
"""
CLEAN = """某某高新区国民经济和社会发展第十四个五年规划纲要

第一章 发展基础

2020年，地区生产总值达到435.3亿元。

第二章 发展目标

到2025年，高新技术企业达到300家。
"""


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text(CONTRADICTORY, encoding="utf-8")
    return file


def run(*arguments):
    return CliRunner().invoke(check, [str(a) for a in arguments])


def test_errors_exit_with_one_and_are_told_with_their_arithmetic(plan):
    result = run(plan)
    assert result.exit_code == 1
    assert f"{plan}:" in result.output
    assert "promised-twice" in result.output
    assert "growth-and-level" in result.output


def test_a_plan_without_errors_exits_with_zero(tmp_path):
    file = tmp_path / "clean.txt"
    file.write_text(CLEAN, encoding="utf-8")
    result = run(file)
    assert result.exit_code == 0
    assert "矛盾 0 处" in result.output


def test_json_has_one_object_a_finding(plan):
    result = CliRunner().invoke(check, [str(plan), "--format", "json"])
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    for finding in found:
        assert {"code", "severity", "lines", "message_zh", "message_en", "derivation"} <= finding.keys()
        assert finding["lines"] == sorted(finding["lines"])
    assert {f["severity"] for f in found} >= {"error"}


def test_sarif_is_valid_enough_for_pipelines(plan):
    result = CliRunner().invoke(check, [str(plan), "--format", "sarif", "-q"])
    report = json.loads(result.stdout)
    assert report["version"] == "2.1.0"
    (sarif_run,) = report["runs"]
    rules = {rule["id"] for rule in sarif_run["tool"]["driver"]["rules"]}
    for finding in sarif_run["results"]:
        assert finding["ruleId"] in rules
        assert finding["level"] in ("error", "warning")
        assert finding["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1


def test_english_text(plan):
    result = run(plan, "--lang", "en", "-q")
    assert "cannot" in result.output or "two values" in result.output


def test_an_unknown_assumption_is_refused_with_the_known_ones():
    from huoju.kernel.plan.checker.assumptions import Assumptions, UnknownAssumption

    with pytest.raises(UnknownAssumption, match="population_growth_high"):
        Assumptions().changed({"people": 0.1})


@pytest.mark.parametrize("text", ["", "\x00\x01\x02"])
def test_unusable_input_exits_with_two(tmp_path, text):
    file = tmp_path / "nothing.txt"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from huoju.site.cli import main; main()", "plan", "check", str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_missing_file_exits_with_two(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "from huoju.site.cli import main; main()", "plan", "check", str(tmp_path / "no.txt")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("assumption", ["overshoot=-1", "about=nan", "deflator_low=0.5", "people=1"])
def test_assumptions_that_cannot_hold_are_unusable_input(plan, assumption):
    done = subprocess.run(
        [sys.executable, "-c", "from huoju.site.cli import main; main()", "plan", "check", str(plan),
         "--assume", assumption],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_text_that_is_no_plan_exits_with_two(tmp_path):
    from huoju.errors import InputError

    file = tmp_path / "letter.txt"
    file.write_text("今天天气不错，我们去公园走走。\n", encoding="utf-8")
    with pytest.raises(InputError, match="no number to check"):
        CliRunner().invoke(check, [str(file)], catch_exceptions=False)


def test_addresses_in_sarif_are_uris(tmp_path):
    file = tmp_path / "规划 草案.txt"
    file.write_text(CONTRADICTORY, encoding="utf-8")
    report = json.loads(CliRunner().invoke(check, [str(file), "--format", "sarif"]).stdout)
    uri = report["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("file:///")
    assert uri.isascii()
    assert " " not in uri
