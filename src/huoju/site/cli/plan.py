"""`huoju plan`: read, check and compare plan documents from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huoju.site.cli.plan_check import check
from huoju.site.cli.plan_compare import compare
from huoju.site.cli.plan_corpus import corpus
from huoju.site.cli.plan_export import export

if TYPE_CHECKING:
    from huoju.kernel.plan import Plan

FIELDS = (
    "line",
    "chapter",
    "role",
    "indicator",
    "concept",
    "subject",
    "measure",
    "comparator",
    "value",
    "unit",
    "value_text",
    "period",
    "baseline_period",
    "stretch",
    "nature",
    "threshold",
    "implicit",
    "confidence",
    "sentence",
)


@click.group()
def plan() -> None:
    """Read, check and compare plan documents.

    \b
    Examples:
      huoju plan read plan.docx
      huoju plan read plan.txt --format jsonl > statements.jsonl
    """


for command in (check, compare, corpus, export):
    plan.add_command(command)


@plan.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "csv", "xlsx"]),
    default="table",
    show_default=True,
    help="How to print the statements.",
)
@click.option(
    "--role", multiple=True, help="Only statements of this role (target, baseline, ...); may be repeated."
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the screen."
)
def read(file: Path, form: str, role: tuple[str, ...], output: Path | None) -> None:
    """Print every quantified statement of FILE (txt, md, html, docx or PDF with text).

    \b
    Examples:
      huoju plan read plan.pdf --format xlsx -o statements.xlsx
      huoju plan read plan.txt --role target --format csv
    """
    compiled = compile_file(file)
    if not compiled.statements:
        from huoju.kernel.plan.refusals import NothingRead

        raise NothingRead(where=file.name)
    rows = [s.as_json() for s in compiled.statements if not role or s.role.value in role]
    if form == "xlsx":
        write_xlsx(rows, output or file.with_suffix(".statements.xlsx"))
        return
    text = {"table": as_table, "jsonl": as_jsonl, "csv": as_csv}[form](rows)
    if output:
        output.write_text(text, encoding="utf-8-sig" if form == "csv" else "utf-8")
    else:
        sys.stdout.write(text)
    report(compiled, len(rows), file)


def compile_file(file: Path) -> Plan:
    """The plan in a file, with the catalog; raises `InputError` with what to do."""
    from huoju.kernel.catalog import load_catalog
    from huoju.kernel.plan import compile_plan, read_document

    return compile_plan(read_document(file), load_catalog())


def report(compiled: Plan, shown: int, file: Path) -> None:
    """What was read and what could not be, on stderr as file:line: code: text."""
    for note in compiled.notes:
        click.echo(f"{file}:{note.place.line}: {note.code}: {note.message_zh} {note.message_en}", err=True)
    years = f"{compiled.start_year}-{compiled.end_year}" if compiled.start_year else "?"
    click.echo(f"{file}: {shown} 条量化表述 statements, 规划期 period {years}", err=True)


def as_jsonl(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Comma-separated values; a cell that a spreadsheet would run as a formula is neutralised."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([safe(cell_text(row[name])) for name in FIELDS])
    return out.getvalue()


def cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, list):
        return ":".join(map(str, value))
    if isinstance(value, dict):
        return f"{value.get('value')}{value.get('unit') or ''}"
    return str(value)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula (numbers below zero stay numbers)."""
    if text[:1] in ("=", "+", "@", "\t", "\r") or (
        text[:1] == "-" and not text[1:].replace(".", "").isdigit()
    ):
        return "'" + text
    return text


def as_table(rows: list[dict[str, Any]]) -> str:
    """Fixed columns for the screen; Chinese characters count two."""
    columns = (("line", 5), ("role", 9), ("period", 10), ("indicator", 36), ("measure", 12), ("value", 22))
    out = ["  ".join(fit(name, width) for name, width in columns)]
    for row in rows:
        sign = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}.get(row["comparator"], "")
        shown = row | {
            "value": sign + cell_text(row["value"]) + (row["unit"] or ""),
            "measure": row["measure"][:12],
        }
        out.append("  ".join(fit(cell_text(shown[name]), width) for name, width in columns))
    return "\n".join(out) + "\n"


def fit(text: str, width: int) -> str:
    used, kept = 0, ""
    for char in text:
        size = 2 if ord(char) > 0x2E7F else 1
        if used + size > width:
            break
        kept, used = kept + char, used + size
    return kept + " " * (width - used)


def write_xlsx(rows: list[dict[str, Any]], target: Path) -> None:
    """A workbook with one sheet; texts are written as texts, never as formulas."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("statements")
        for column, name in enumerate(FIELDS):
            sheet.write_string(0, column, name)
        for n, row in enumerate(rows, 1):
            for column, name in enumerate(FIELDS):
                value = row[name]
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(n, column, value)
                else:
                    sheet.write_string(n, column, cell_text(value))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(FIELDS) - 1)
    click.echo(f"{target}", err=True)
