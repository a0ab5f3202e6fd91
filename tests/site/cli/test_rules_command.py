"""`huoju rules`: check and run a model, its messages and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from huoju.errors import HuojuError
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


@pytest.fixture
def later(tmp_path: Path) -> Path:
    path = tmp_path / "later.dmn"
    path.write_text(MODEL.format(result="false").replace("2000", "3000"), encoding="utf-8")
    return path


def test_diff_tells_what_changed_in_words(model: Path, later: Path) -> None:
    assert invoke("diff", model, later)[1] == "是否规上：“营业收入”的门槛由2000提高到3000\n"
    code, out, _ = invoke("diff", model, model, "--language", "en")
    assert (code, out) == (0, "no difference\n")


def test_diff_tells_who_moves_and_why(model: Path, later: Path, tmp_path: Path) -> None:
    firms = tmp_path / "firms.csv"
    firms.write_text("企业,营业收入\n甲,1000\n乙,2500\n丙,3000\n", encoding="utf-8")
    out = invoke("diff", model, later, "--on", firms)[1]
    assert "3个对象中1个改变类别。\n2\t乙\ttrue → false\n" in out
    told = json.loads(invoke("diff", model, later, "--on", firms, "--json")[1])
    assert [(one["subject"], one["old"], one["new"]) for one in told["moves"]] == [("乙", "true", "false")]
    assert {"old": "true", "new": "true", "number": 1} in told["counts"]


def test_diff_of_a_rule_set_of_the_packs_by_day(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUOJU_PACKS", str(root / "packs"))
    days = ("above-scale-industry@2010-12-31", "above-scale-industry@2011-01-01")
    code, out, _ = invoke("diff", *days, "--language", "en")
    assert code == 0
    threshold = (
        "the threshold of yearly revenue from main business rises from 5 million yuan to 20 million yuan"
    )
    assert out == f"statistical size: {threshold}\n"


@pytest.mark.parametrize(
    ("text", "code"), [("nothing", "not-found"), ("x@2020-01-01", "not-found"), ("x@2020", "rules-bad-day")]
)
def test_diff_refuses_what_is_not_there(model: Path, text: str, code: str) -> None:
    with pytest.raises(HuojuError) as caught:
        invoke("diff", text, model)
    assert caught.value.code == code


def test_a_model_goes_to_excel_and_back(model: Path, tmp_path: Path) -> None:
    book, back = tmp_path / "scale.xlsx", tmp_path / "back.dmn"
    assert invoke("export", model, "-o", book)[0] == 0
    assert invoke("import", book, "-o", back)[0] == 0
    assert invoke("diff", model, back)[1] == "没有差别\n"
    assert invoke("check", back)[0] == 0


def test_import_writes_nothing_when_a_cell_is_wrong(model: Path, tmp_path: Path) -> None:
    import openpyxl

    book, back = tmp_path / "scale.xlsx", tmp_path / "back.dmn"
    invoke("export", model, "-o", book)
    opened = openpyxl.load_workbook(book)
    opened["是否规上"]["B16"] = "=1+1"
    opened.save(book)
    code, _, err = invoke("import", book, "-o", back)
    assert code == 1
    assert "是否规上!B16: formula" in err
    assert not back.exists()


def test_run_judges_by_the_rules_of_a_day(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUOJU_PACKS", str(root / "packs"))
    data = tmp_path / "units.csv"
    data.write_text("年主营业务收入\n1500\n", encoding="utf-8")
    told = [
        invoke("run", f"above-scale-industry@{day}", "--input", data)[1]
        for day in ("2010-12-31", "2011-01-01")
    ]
    assert [json.loads(one) for one in told] == [{"统计规模": "规模以上"}, {"统计规模": "规模以下"}]
