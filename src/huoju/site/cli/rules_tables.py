"""`huoju rules diff`, `export` and `import`: two versions compared, tables to Excel and back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huoju.errors import InputError
from huoju.site.cli.rules_files import load, now, read_rows
from huoju.site.cli.rules_sides import Side, side

if TYPE_CHECKING:
    from huoju.kernel.rules import Difference, Moves, Words

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_LANGUAGE = click.Choice(["zh", "en"])


class NoClass(InputError):
    code = "rules-no-class"
    zh = "不能确定以哪个决策的结果作为类别（两个版本共有的决策：{known}）。请用 --decision 指明。"
    en = "It is not clear which decision gives the class (decisions of both: {known}). Give --decision."


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--on", "subjects", type=_FILE, help="Also tell who of this table (CSV, JSON) moves between classes."
)
@click.option("--decision", help="The decision whose value is the class (default: that of the rule set).")
@click.option("--name", default="", help="The column that names a subject (default: the first).")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--language", type=_LANGUAGE, default="zh", show_default=True, help="Language of the words.")
def diff(
    old: str, new: str, subjects: Path | None, decision: str | None, name: str, as_json: bool, language: str
) -> None:
    """Tell in words what changes from OLD to NEW, and who moves between classes.

    OLD and NEW are DMN files, or a rule set of the packs on a day: high-tech-enterprise@2015-12-31.

    \b
    Examples:
      huoju rules diff high-tech-enterprise@2015-12-31 high-tech-enterprise@2016-01-01
      huoju rules diff old.dmn new.dmn --on firms.csv --language en
    """
    from huoju.kernel.rules import Words, compare_models, find_moves

    before, after = side(old), side(new)
    found = compare_models(
        before.compiled.model, after.compiled.model, subject=after.subject, terms=after.terms
    )
    moves = None
    if subjects is not None:
        moves = find_moves(
            before.compiled, after.compiled, read_rows(subjects), found, name=name, terms=after.terms,
            decision=decision or after.decision or _shared(before, after), now=now(),
            from_text=subjects.suffix == ".csv",
        )  # fmt: skip
    _print(found, moves, as_json, Words(language, after.terms))


def _shared(old: Side, new: Side) -> str:
    """The only decision of both that no other requires. Raises NoClass."""
    names = {one.name for one in old.compiled.model.decisions}
    needed = {reference.key for one in new.compiled.model.decisions for reference in one.requirements}
    last = [one.name for one in new.compiled.model.decisions if one.key not in needed and one.name in names]
    if len(last) == 1:
        return last[0]
    raise NoClass(known=", ".join(sorted(names)) or "-")


def _print(found: Difference, moves: Moves | None, as_json: bool, words: Words) -> None:
    if as_json:
        told: dict[str, object] = {"changes": [one.as_json() for one in found.changes]}
        if moves is not None:
            told["moves"] = [one.as_json() for one in moves.moves]
            told["counts"] = [{"old": a, "new": b, "number": n} for (a, b), n in sorted(moves.counts.items())]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for sentence in found.sentences(words.language) or (words.choose("没有差别", "no difference"),):
        click.echo(sentence)
    if moves is not None:
        _print_moves(moves, words)


def _print_moves(moves: Moves, words: Words) -> None:
    from huoju.kernel.rules.feel.texts import text_of

    total, moved = moves.total, len(moves.moves)
    click.echo(
        words.choose(
            f"\n{total}个对象中{moved}个改变类别。", f"\n{moved} of {total} subjects change their class."
        )
    )
    for one in moves.moves:
        click.echo(
            f"{one.row}\t{one.subject}\t{words.term(text_of(one.old))} → {words.term(text_of(one.new))}"
        )
        for cause in one.causes:
            click.echo(f"\t{cause.in_language(words.language)}")


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The workbook to write (xlsx)."
)
def export(file: Path, output: Path) -> None:
    """Write the decision tables of a model as an Excel workbook, one sheet a table."""
    from huoju.kernel.rules.dmn.checking import tables_of
    from huoju.kernel.rules.sheets import write_sheets

    model = load(file).model
    output.write_bytes(write_sheets(model))
    tables = list(tables_of(model))
    held = {element.name for element, _, _ in tables}
    click.echo(f"{output}: {len(tables)} 张决策表 / tables")
    for decision in model.decisions:
        if decision.name not in held:
            click.echo(
                f"{file}:{decision.line}: {decision.name}: 不是决策表，未导出 / no table, left out", err=True
            )


@click.command("import")
@click.argument("file", type=_FILE)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The model to write (DMN)."
)
@click.option("--into", type=_FILE, help="Put the tables into this model and keep the rest of it.")
@click.option("--language", type=_LANGUAGE, default="zh", show_default=True, help="Language of the messages.")
def import_(file: Path, output: Path, into: Path | None, language: str) -> None:
    """Read the tables of an Excel workbook into a DMN model; nothing is written when a cell is wrong.

    Exit 0: written; 1: errors in cells, told with sheet, row and column; 2: not a workbook.
    """
    from huoju.kernel.rules import write_model
    from huoju.kernel.rules.building import model_of, with_tables
    from huoju.kernel.rules.sheet_reading import read_sheets

    book = read_sheets(file.read_bytes(), file.name)
    for problem in book.problems:
        click.echo(f"{file}:{problem.where}: {problem.code}: {problem.in_language(language)}", err=True)
    if book.errors or not book.tables:
        sys.exit(1)
    model = with_tables(load(into).model, book) if into else model_of(book, output.name)
    output.write_bytes(write_model(model))
    click.echo(f"{output}: {len(book.tables)} 张决策表 / tables")
