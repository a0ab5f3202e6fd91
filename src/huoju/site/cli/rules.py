"""`huoju rules`: check and run decision models (DMN) from the command line.

Problems go to stderr as `file:line: code: text`, results to stdout. Exit 0 clean, 1 errors found, 2 input we
could not use.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huoju.site.cli.rules_files import load, now, read_rows
from huoju.site.cli.rules_sides import side
from huoju.site.cli.rules_tables import diff, export, import_

if TYPE_CHECKING:
    from huoju.kernel.rules import CompiledModel, Problem, Result, TableFinding

_COMMANDS = (diff, export, import_)  # each in a module of its own
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_OUTPUT = click.Path(path_type=Path, dir_okay=False, writable=True)
_LANGUAGE = click.Choice(["zh", "en"])


@click.group()
def rules() -> None:
    """Check and run decision tables and models (DMN 1.1 to 1.5).

    \b
    Examples:
      huoju rules check tech_sme.dmn
      huoju rules run tech_sme.dmn --input firms.csv --why
      huoju rules run tech_sme.dmn --input register.parquet --output classes.csv
      huoju rules diff high-tech-enterprise@2015-12-31 high-tech-enterprise@2016-01-01 --on firms.csv
      huoju rules export tech_sme.dmn -o tech_sme.xlsx
    """


for command in _COMMANDS:
    rules.add_command(command)


@rules.command(epilog="Example: huoju rules check criteria.dmn --lang en")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--language", type=_LANGUAGE, default="zh", show_default=True, help="Language of the messages.")
def check(file: Path, as_json: bool, language: str) -> None:
    """Read a model, tell what in it cannot work, and analyse its tables; exit 1 when there is an error."""
    compiled = load(file)
    findings = compiled.analyse()
    if as_json:
        told = [one.as_json() for one in compiled.problems]
        told += [{"where": where, "line": table.line, **one.as_json()} for where, table, one in findings]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for problem in compiled.problems:
            click.echo(_line(file, problem.line, problem, problem.where, language), err=True)
        for where, table, finding in findings:
            click.echo(_line(file, table.line, finding, where, language), err=True)
        click.echo(_summary(compiled, language))
    severities = {one.severity for one in compiled.problems} | {one.severity for _, _, one in findings}
    sys.exit(1 if "error" in severities else 0)


@rules.command(epilog="Example: huoju rules run criteria.dmn --input firms.csv --why")
@click.argument("model")
@click.option(
    "--input",
    "data",
    type=_FILE,
    required=True,
    help="A JSON object, a JSON list, a CSV with a header, or with --output a Parquet file.",
)
@click.option("--decision", help="Only this decision (default: all of the model).")
@click.option("--service", help="This decision service instead of decisions.")
@click.option("--why", is_flag=True, help="Also tell which rules matched and which did not.")
@click.option("--json", "as_json", is_flag=True, help="Print whole results as JSON, one a line.")
@click.option("--output", type=_OUTPUT, help="Write the rows with their results to this CSV or Parquet file.")
@click.option(
    "--batch",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="With --output: whole columns at once where the model allows it, always (what is refused is left out), "
    "or row by row.",
)
@click.option("--language", type=_LANGUAGE, default="zh", show_default=True, help="Language of the reasons.")
def run(
    model: str, data: Path, decision: str | None, service: str | None, why: bool, as_json: bool, output: Path | None,
    batch: str, language: str,
) -> None:  # fmt: skip
    """Evaluate a model for every row of the input; one JSON object a line, or a file with --output.

    MODEL is a DMN file, or a rule set of the packs on a day: high-tech-enterprise@2015-12-31.
    """
    compiled = side(model).compiled
    if output is not None:
        if service is not None:
            raise click.UsageError("--output does not go with --service")
        _run_whole(compiled, data, output, decision, batch, why, language)
        return
    for number, row in enumerate(read_rows(data), start=1):
        result = compiled.evaluate(
            row,
            decision=decision,
            service=service,
            with_trace=why,
            now=now(),
            from_text=data.suffix == ".csv",
        )
        _print_result(result, data, number, as_json, language)


def _run_whole(
    compiled: CompiledModel,
    data: Path,
    output: Path,
    decision: str | None,
    batch: str,
    why: bool,
    language: str,
) -> None:
    """Every row into a file; says on stderr what does not go by columns, and at the end which way was taken."""
    from huoju.site.cli.rules_whole import run_whole

    rows, way, refused = run_whole(
        compiled, data, output, decision=decision, batch=batch, why=why, language=language, now=now()
    )
    for one in refused:
        click.echo(
            f"{data}:1: {one.code}: {one.decision}: {one.zh if language == 'zh' else one.en}", err=True
        )
    if language == "zh":
        click.echo(f"{output}：{rows}行，{'按列' if way == 'columns' else '逐行'}计算")
    else:
        click.echo(f"{output}: {rows} rows, by {way}")


def _print_result(result: Result, data: Path, number: int, as_json: bool, language: str) -> None:
    whole = result.as_json()
    click.echo(json.dumps(whole if as_json else whole["values"], ensure_ascii=False))
    if as_json:
        return
    for warning in result.warnings:
        text = warning.zh if language == "zh" else warning.en
        click.echo(f"{data}:{number}: {warning.code}: {warning.where}: {text}", err=True)
    if result.trace is not None:
        click.echo(result.trace.as_text(language), err=True)


def _line(file: Path, line: int, told: Problem | TableFinding, where: str, language: str) -> str:
    text = (told.zh if language == "zh" else told.en).replace("\n", " ")
    return f"{file}:{line or 1}: {told.code}: {where}: {text}"


def _summary(compiled: CompiledModel, language: str) -> str:
    model = compiled.model
    errors = sum(one.severity == "error" for one in compiled.problems)
    counts = (model.name, model.version, len(model.decisions), len(model.inputs), errors)
    if language == "zh":
        return "{}：DMN {}，{}个决策，{}个输入，{}处错误".format(*counts)
    return "{}: DMN {}, {} decisions, {} inputs, {} errors".format(*counts)
