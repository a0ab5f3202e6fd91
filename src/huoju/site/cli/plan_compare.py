"""`huoju plan compare`: two documents side by side, as a table, as JSON or as a workbook."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from huoju.kernel.plan.compare import Comparison, Row
    from huoju.kernel.plan.compiled import Plan
    from huoju.kernel.plan.statements import Statement

COLUMNS = (
    ("结论 verdict", 28), ("行 lines", 11), ("指标 indicator", 32), ("主体 subject", 14), ("左 left", 16),
    ("右 right", 16), ("期间 period", 21), ("说明 notes", 60),
)  # fmt: skip
LEFT_OUT = ("unchanged", "only_here")
MORE_COLUMNS = ("匹配依据 reason", "左句 left sentence", "右句 right sentence")


@click.command()
@click.argument("left", metavar="A", type=click.Path(path_type=Path))
@click.argument("right", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "--kind", type=click.Choice(["draft", "previous", "upper"]), default="draft", show_default=True,
    help="draft: A draft, B adopted. previous: A last plan, B this plan. upper: A this plan, B the upper level's.",
)  # fmt: skip
@click.option(
    "--also", multiple=True, type=click.Path(path_type=Path),
    help="upper: another plan of A's level, to add up; may be repeated.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "xlsx"]), default="table", show_default=True
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the screen."
)
@click.option("--all", "every", is_flag=True, help="Also what did not change, and what only A plans.")
def compare(
    left: Path, right: Path, kind: str, also: tuple[Path, ...], form: str, output: Path | None, every: bool
) -> None:
    """Compare two plans, or two files of statements (jsonl of `huoju plan read`).

    \b
    Examples:
      huoju plan compare draft.docx adopted.docx
      huoju plan compare plan-13.txt plan-14.txt --kind previous --format xlsx -o outcome.xlsx
      huoju plan compare zone.txt city.txt --kind upper --also other-zone.txt
    """
    from huoju.kernel.catalog import load_catalog
    from huoju.kernel.plan.compare import Kind
    from huoju.kernel.plan.compare import compare as compare_plans

    sides = [read_side(path) for path in (left, right, *also)]
    comparison = compare_plans(sides[0], sides[1], load_catalog(), kind=Kind(kind), also=sides[2:])
    rows = [row for row in comparison.rows if every or row.verdict not in LEFT_OUT]
    if form == "xlsx":
        write_xlsx(rows, output or left.with_suffix(".compared.xlsx"))
    else:
        text = as_json(comparison) if form == "json" else as_table(rows)
        if output:
            output.write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)
    click.echo(summary(comparison, left, right), err=True)


def read_side(path: Path) -> Plan | list[Statement]:
    """The compiled plan in a document, or the statements of a jsonl file. Raises `InputError`."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        from huoju.kernel.plan.documents import load
        from huoju.kernel.plan.formats.text import decode
        from huoju.kernel.plan.records import read_statements

        return list(read_statements(decode(load(path, path.name), path.name), path.name))
    from huoju.site.cli.plan import compile_file

    return compile_file(path)


def cells(row: Row) -> tuple[str, ...]:
    """One line of the table, as text."""
    from huoju.kernel.plan.compare_rows import VERDICT_TEXTS, figure_text

    sides = (row.left, row.right)
    return (
        f"{VERDICT_TEXTS[row.verdict][0]} {row.verdict.value}",
        "→".join(str(one.place.line) if one else "—" for one in sides),
        row.indicator,
        row.subject,
        *(figure_text(one) for one in sides),
        "→".join(dict.fromkeys(one.period for one in sides if one)),
        row.notes("zh"),
    )


def as_table(rows: list[Row]) -> str:
    """Fixed columns for the screen; Chinese characters count two."""
    from huoju.site.cli.plan import fit

    lines = [tuple(name for name, _ in COLUMNS), *(cells(row) for row in rows)]
    widths = [width for _, width in COLUMNS]
    return "".join("  ".join(map(fit, line, widths)).rstrip() + "\n" for line in lines)


def as_json(comparison: Comparison) -> str:
    return json.dumps(comparison.as_json(), ensure_ascii=False, indent=1) + "\n"


def write_xlsx(rows: list[Row], target: Path) -> None:
    """A workbook with one sheet; texts are never formulas."""
    import xlsxwriter

    names = (*(name for name, _ in COLUMNS), *MORE_COLUMNS)
    with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("comparison")
        sheet.write_row(0, 0, names, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            more = (
                row.reason.text("zh") if row.reason else "",
                *(one.sentence if one else "" for one in (row.left, row.right)),
            )
            for column, text in enumerate((*cells(row), *more)):
                sheet.write_string(number, column, text)
        for column, (_, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(names) - 1)
    click.echo(f"{target}", err=True)


def summary(comparison: Comparison, left: Path, right: Path) -> str:
    """How many rows of each verdict, in both languages."""
    from huoju.kernel.plan.compare_rows import VERDICT_TEXTS

    counts = [f"{VERDICT_TEXTS[v][0]} {v.value} {n}" for v, n in comparison.counts().items()]
    return f"{left.name} ↔ {right.name}: {', '.join(counts) or '没有承诺 no commitments'}"
