"""`huoju pack`: validate, load and list packs. Results on stdout, progress and messages on stderr."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from huoju.errors import InputError

Folder = click.Path(path_type=Path)


class NoFolder(InputError):
    code = "no-folder"
    zh = "没有文件夹 {folder}。请给出数据包所在的文件夹，如 packs/demo。"
    en = "There is no folder {folder}. Name the folder of a pack, for example packs/demo."


def found(folder: Path) -> Path:
    """The folder itself, or the pack of this name among the packs. Raises NoFolder."""
    if folder.is_dir():
        return folder
    from huoju.kernel.packs.shelves import packs_folder

    named = packs_folder() / folder
    if named.is_dir():
        return named
    raise NoFolder(folder=folder)


@click.group()
def pack() -> None:
    """Validate, load and list packs: a zone as data.

    \b
    Examples:
      huoju pack list
      huoju pack validate packs/demo
      huoju pack load packs/demo --json
    """


@pack.command("validate", epilog="Example: huoju pack validate packs/demo")
@click.argument("folder", type=Folder)
@click.option("--json", "as_json", is_flag=True, help="Problems as one JSON array on stdout.")
def validate_command(folder: Path, as_json: bool) -> None:
    """Check the pack in FOLDER: every problem with its file, line and reason.

    Exit code 0: no errors; 1: errors found; 2: no pack there.
    """
    from huoju.kernel.packs import errors, validate

    problems = validate(found(folder))
    if as_json:
        click.echo(json.dumps([each.as_json() for each in problems], ensure_ascii=False, indent=2))
    else:
        _print_problems(folder, problems)
    if any(each.code == "no-pack" for each in problems):
        sys.exit(2)
    if errors(problems):
        sys.exit(1)


@pack.command("load", epilog="Example: huoju pack load packs/demo")
@click.argument("folder", type=Folder)
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON on stdout.")
def load_command(folder: Path, as_json: bool) -> None:
    """Load the pack in FOLDER. Loading again changes only what the pack changed.

    Exit code 0: loaded; 1: the pack has errors and nothing was loaded; 2: no pack there.
    """
    from huoju.site.cli.site import set_up_django

    set_up_django()
    from huoju.kernel.packs.actions import BadPack, load

    path = found(folder)
    try:
        summary = load(path, by="system", at=datetime.now(UTC), tell=_tell)
    except BadPack as bad:
        _print_problems(folder, bad.problems)
        sys.exit(2 if any(each.code == "no-pack" for each in bad.problems) else 1)
    if as_json:
        click.echo(json.dumps(summary.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(f"{summary.pack}: {summary.in_language('zh')}")
        click.echo(f"{summary.pack}: {summary.in_language('en')}")


@pack.command("list", epilog="Example: huoju pack list --json")
@click.option("--json", "as_json", is_flag=True, help="As JSON on stdout.")
def list_command(as_json: bool) -> None:
    """The packs there are (folder: HUOJU_PACKS, else ./packs), and which are loaded."""
    from huoju.site.cli.site import set_up_django

    set_up_django()
    from huoju.kernel.packs.queries import packs

    rows = [_as_row(shelf) for shelf in packs()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        loaded = "已载入 loaded" if row["is_loaded"] else "未载入 not loaded"
        invented = "（虚构 invented）" if row["is_invented"] else ""
        click.echo(f"{row['name']}\t{row['title'] or '?'}{invented}\t{loaded}\t{row['folder']}")


def _as_row(shelf: Any) -> dict[str, Any]:
    pack = shelf.pack
    return {
        "name": pack.name if pack else shelf.folder.name,
        "title": pack.title if pack else None,
        "title_en": pack.title_en if pack else None,
        "is_invented": bool(pack and pack.is_invented),
        "is_loaded": shelf.is_loaded,
        "folder": str(shelf.folder),
    }


def _print_problems(folder: Path, problems: Any) -> None:
    """`file:line: code: text` in both languages on stderr, and the count."""
    for each in problems:
        mark = "" if each.severity == "error" else "warning: "
        click.echo(f"{folder / each.file}:{each.line}: {mark}{each.code}: {each.in_language('zh')}", err=True)
        click.echo(f"{folder / each.file}:{each.line}: {mark}{each.code}: {each.in_language('en')}", err=True)
    count = len(problems)
    click.echo(
        f"{folder}: {count} 个问题 / {count} problem(s)" if count else f"{folder}: 没有问题 / clean", err=True
    )


def _tell(zh: str, en: str) -> None:
    click.echo(f"{zh} … {en} …", err=True)
