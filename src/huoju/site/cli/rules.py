"""`huoju rules`: check and run decision models (DMN) from the command line.

Problems go to stderr as `file:line: code: text`, results to stdout. Exit 0 clean, 1 errors found, 2 input we
could not use.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huoju.kernel.rules.errors import BadRuleData

if TYPE_CHECKING:
    from huoju.kernel.rules import CompiledModel, Model, Problem, Result, TableFinding

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_LANGUAGE = click.Choice(["zh", "en"])


@click.group()
def rules() -> None:
    """Check and run decision tables and models (DMN 1.1 to 1.5).

    \b
    Examples:
      huoju rules check tech_sme.dmn
      huoju rules run tech_sme.dmn --input firms.csv --why
    """


@rules.command()
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


@rules.command()
@click.argument("file", type=_FILE)
@click.option(
    "--input", "data", type=_FILE, required=True, help="A JSON object, a JSON list or a CSV with a header."
)
@click.option("--decision", help="Only this decision (default: all of the model).")
@click.option("--service", help="This decision service instead of decisions.")
@click.option("--why", is_flag=True, help="Also tell which rules matched and which did not.")
@click.option("--json", "as_json", is_flag=True, help="Print whole results as JSON, one a line.")
@click.option("--language", type=_LANGUAGE, default="zh", show_default=True, help="Language of the reasons.")
def run(
    file: Path, data: Path, decision: str | None, service: str | None, why: bool, as_json: bool, language: str
) -> None:
    """Evaluate a model for every row of the input; one JSON object a line."""
    compiled = load(file)
    for number, row in enumerate(read_rows(data), start=1):
        result = compiled.evaluate(
            row,
            decision=decision,
            service=service,
            with_trace=why,
            now=_now(),
            from_text=data.suffix == ".csv",
        )
        _print_result(result, data, number, as_json, language)


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


def load(file: Path) -> CompiledModel:
    """The compiled model of a file with the models it imports, which lie in the same folder."""
    from huoju.kernel.rules import compile_model, read_model

    model = read_model(file.read_bytes(), file.name)
    return compile_model(model, _imported(model, file))


def _imported(model: Model, file: Path) -> list[Model]:
    """Models beside the file whose namespaces are imported, directly or through others."""
    from huoju.kernel.rules import read_model

    wanted = {one.namespace for one in model.imports}
    if not wanted:
        return []
    others = [
        read_model(path.read_bytes(), path.name) for path in sorted(file.parent.glob("*.dmn")) if path != file
    ]
    found: list[Model] = []
    while more := [one for one in others if one.namespace in wanted and one not in found]:
        found += more
        wanted |= {each.namespace for one in more for each in one.imports}
    return found


def read_rows(path: Path) -> Iterable[dict[str, Any]]:
    """Rows of a JSON object, a JSON list of objects, or a CSV with a header. Raises BadRuleData."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return list(_csv_rows(text)) if path.suffix == ".csv" else list(_json_rows(text))
    except (ValueError, csv.Error, RecursionError) as problem:
        raise BadRuleData(where=path.name, detail=str(problem)) from None


def _csv_rows(text: str) -> Iterator[dict[str, Any]]:
    for row in csv.DictReader(io.StringIO(text)):
        yield {name.strip(): value or None for name, value in row.items() if isinstance(name, str)}


def _json_rows(text: str) -> Iterator[dict[str, Any]]:
    from decimal import Decimal

    data = json.loads(text, parse_float=Decimal)
    for row in data if isinstance(data, list) else [data]:
        if not isinstance(row, dict):
            raise ValueError(f"not an object: {row!r:.40}")
        yield row


def _now() -> Any:
    from huoju.kernel.rules.dmn.inputs import moment_of

    return moment_of(datetime.datetime.now(datetime.UTC))


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
