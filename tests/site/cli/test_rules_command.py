"""`huoju rules`: check and run a model, its messages and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from huoju.kernel.rules.errors import BadRuleData
from huoju.site.cli.rules import rules

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:t" name="规模">
<inputData id="x" name="营业收入"><variable name="营业收入" typeRef="number"/></inputData>
<decision id="d" name="是否规上"><variable name="是否规上" typeRef="boolean"/>
<informationRequirement><requiredInput href="#x"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>营业收入</text></inputExpression></input><output/>
<rule><inputEntry><text>&gt;= 2000</text></inputEntry><outputEntry><text>true</text></outputEntry></rule>
<rule><inputEntry><text>&lt; 2000</text></inputEntry><outputEntry><text>{result}</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "scale.dmn"
    path.write_text(MODEL.format(result="false"), encoding="utf-8")
    return path


def invoke(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(rules, [str(one) for one in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_check_of_a_sound_model_is_silent_on_stderr(model: Path) -> None:
    assert invoke("check", model) == (0, "规模：DMN 1.5，1个决策，1个输入，0处错误\n", "")


def test_check_tells_problems_with_file_and_line(model: Path) -> None:
    model.write_text(MODEL.format(result="no such(1)"), encoding="utf-8")
    code, _, messages = invoke("check", model, "--language", "en")
    assert code == 1
    assert messages == f"{model}:7: unknown-function: 是否规上[2]: there is no function named 'no such'\n"


def test_check_analyses_the_tables(model: Path) -> None:
    model.write_text(MODEL.format(result="false").replace("&lt; 2000", "&lt; 1000"), encoding="utf-8")
    code, _, messages = invoke("check", model)
    assert code == 0
    assert (
        messages
        == f"{model}:5: gap: 是否规上: 没有规则适用于：营业收入: [1000..2000)（例：营业收入 = 1000）\n"
    )


@pytest.mark.parametrize("name", ["rows.csv", "rows.json"])
def test_run_gives_one_object_a_row(model: Path, tmp_path: Path, name: str) -> None:
    rows = tmp_path / name
    text = "营业收入\n2500\n100\n" if name == "rows.csv" else '[{"营业收入": 2500}, {"营业收入": 100}]'
    rows.write_text(text, encoding="utf-8")
    code, output, _ = invoke("run", model, "--input", rows)
    assert code == 0
    assert [json.loads(line) for line in output.splitlines()] == [{"是否规上": True}, {"是否规上": False}]


def test_why_tells_the_rules_that_matched(model: Path, tmp_path: Path) -> None:
    rows = tmp_path / "row.json"
    rows.write_text('{"营业收入": 100}', encoding="utf-8")
    _, _, reasons = invoke("run", model, "--input", rows, "--why")
    assert "规则1未命中：不满足 营业收入 >= 2000" in reasons
    _, output, _ = invoke("run", model, "--input", rows, "--why", "--json")
    assert json.loads(output)["trace"][0]["tables"][0]["matched"] == [2]


def test_a_row_with_a_wrong_value_gives_null_and_the_reason(model: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("营业收入\n很多\n", encoding="utf-8")
    code, output, messages = invoke("run", model, "--input", rows)
    assert (code, json.loads(output)) == (0, {"是否规上": None})
    assert f"{rows}:1: type: " in messages


def test_data_that_is_no_table_is_refused(model: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.json"
    rows.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(BadRuleData):
        invoke("run", model, "--input", rows)
