"""`huoju rules run --output`: whole files, by columns and row by row, with the same results."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from huoju.site.cli.rules import rules

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:t" name="规模">
<inputData id="x" name="营业收入"><variable name="营业收入" typeRef="number"/></inputData>
<inputData id="k" name="行业"><variable name="行业" typeRef="string"/></inputData>
<inputData id="g" name="国有"><variable name="国有" typeRef="boolean"/></inputData>
<inputData id="t" name="成立"><variable name="成立" typeRef="date"/></inputData>
<decision id="d" name="等级"><variable name="等级"/>
<informationRequirement><requiredInput href="#x"/></informationRequirement>
<informationRequirement><requiredInput href="#k"/></informationRequirement>
<informationRequirement><requiredInput href="#g"/></informationRequirement>
<informationRequirement><requiredInput href="#t"/></informationRequirement>
<decisionTable hitPolicy="FIRST">
<input><inputExpression><text>营业收入</text></inputExpression></input>
<input><inputExpression><text>行业</text></inputExpression></input>
<input><inputExpression><text>国有</text></inputExpression></input>
<input><inputExpression><text>成立</text></inputExpression></input><output/>
<rule><inputEntry><text>&gt;= 2000.5</text></inputEntry><inputEntry><text>not("农业")</text></inputEntry>
<inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"规上"</text></outputEntry></rule>
<rule><inputEntry><text>null</text></inputEntry><inputEntry><text>-</text></inputEntry>
<inputEntry><text>true</text></inputEntry><inputEntry><text>&lt; date("2020-01-01")</text></inputEntry>
<outputEntry><text>"待核"</text></outputEntry></rule>
<rule><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>
<inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>{result}</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
FIRMS = """企业,营业收入,行业,国有,成立
甲,"2,000.50",工业,是,2019-05-01
乙,1999.99,工业,否,2021-05-01
丙,无,农业,true,2018-01-01
丁,,,,
戊,3e3,工业,x,昨天
"""


def make(folder: Path, result: str = '"规下"') -> tuple[Path, Path]:
    model, firms = folder / "scale.dmn", folder / "firms.csv"
    model.write_text(MODEL.format(result=result), encoding="utf-8")
    firms.write_text(FIRMS.replace("3e3", "3000"), encoding="utf-8")
    return model, firms


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(rules, ["run", *(str(one) for one in arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


@pytest.mark.parametrize("batch", ["auto", "always", "never"])
def test_both_ways_give_the_same_column(tmp_path: Path, batch: str) -> None:
    model, firms = make(tmp_path)
    out = tmp_path / "out.csv"
    code, said, messages = run(model, "--input", firms, "--output", out, "--batch", batch)
    way = "逐行" if batch == "never" else "按列"
    assert (code, said, messages) == (0, f"{out}：5行，{way}计算\n", "")
    assert column(out, "等级") == ["规上", "规下", "待核", "规下", "规上"]
    assert column(out, "企业") == ["甲", "乙", "丙", "丁", "戊"]


def test_what_does_not_go_by_columns_goes_row_by_row_and_is_told(tmp_path: Path) -> None:
    model, firms = make(tmp_path, 'replace("规下", "下", "小")')
    model.write_text(MODEL.format(result='replace(行业, "工", "小")'), encoding="utf-8")
    out = tmp_path / "out.csv"
    code, said, messages = run(model, "--input", firms, "--output", out, "--language", "en")
    assert (code, said) == (0, f"{out}: 5 rows, by rows\n")
    assert messages == f"{firms}:1: function: 等级: the function 'replace' cannot be computed by columns\n"
    assert column(out, "等级") == ["规上", "小业", "待核", "", "规上"]


def test_numbers_with_exponents_go_row_by_row(tmp_path: Path) -> None:
    model, firms = make(tmp_path)
    firms.write_text(FIRMS, encoding="utf-8")
    out = tmp_path / "out.csv"
    code, said, messages = run(model, "--input", firms, "--output", out)
    assert (code, said) == (0, f"{out}：5行，逐行计算\n")
    assert "column-type: 等级" in messages
    assert column(out, "等级")[-1] == "规上"


def test_parquet_in_and_out_with_reasons(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet as parquet

    model, _ = make(tmp_path)
    table = pyarrow.table({"营业收入": [2000.5, 1.25, None], "行业": ["工业", None, "工业"]})
    parquet.write_table(table, tmp_path / "in.parquet")
    out = tmp_path / "out.parquet"
    code, _, _ = run(model, "--input", tmp_path / "in.parquet", "--output", out, "--why")
    assert code == 0
    rows = parquet.read_table(out).to_pylist()
    assert [row["等级"] for row in rows] == ["规上", "规下", "规下"]
    assert rows[0]["why"].splitlines()[0] == '决策“等级” = "规上"'
    assert rows[0]["等级.rule"] == 1


def test_a_broken_parquet_file_is_told(tmp_path: Path) -> None:
    from huoju.kernel.rules.errors import BadRuleData

    model, _ = make(tmp_path)
    broken = tmp_path / "in.parquet"
    broken.write_bytes(b"no parquet")
    with pytest.raises(BadRuleData, match=r"in\.parquet"):
        run(model, "--input", broken, "--output", tmp_path / "out.csv")
