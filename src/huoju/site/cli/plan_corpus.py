"""`huoju plan corpus`: a folder of documents read at once, on several processes, with progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from huoju.errors import InputError

if TYPE_CHECKING:
    from huoju.kernel.plan.corpus import Reading


class NoDocuments(InputError):
    """A folder without anything to read."""

    code = "plan-no-documents"
    zh = "{where}：没有可读的文件（txt、md、html、docx、pdf）。请检查文件夹。"
    en = "{where}: nothing to read (txt, md, html, docx, pdf). Check the folder."


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the screen."
)
@click.option("--jobs", "-j", default=os.cpu_count() or 1, show_default="cores", help="Processes that read.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def corpus(folder: Path, output: Path | None, jobs: int, quiet: bool) -> None:
    """Read every document below FOLDER; one statement a line (jsonl), files in order.

    A file that cannot be read is reported and the rest goes on; exit code 1 when there was one.

    \b
    Example:
      huoju plan corpus plans/ -o statements.jsonl --jobs 2
    """
    from huoju.kernel.plan.corpus import documents_in, read_corpus

    files = documents_in(folder)
    if not files:
        raise NoDocuments(where=folder)
    readings = read_corpus(files, jobs=jobs, root=folder)
    shown = readings if quiet else with_progress(readings, len(files))
    if output is None:
        failed = write(shown, sys.stdout, folder)
    else:
        with output.open("w", encoding="utf-8") as stream:
            failed = write(shown, stream, folder)
    if failed:
        raise click.exceptions.Exit(1)


def write(readings: Iterable[Reading], stream: TextIO, folder: Path) -> int:
    """Write the statements as they come, say on stderr what failed and how it went; returns how many failed."""
    started, count, statements, characters, failed = time.perf_counter(), 0, 0, 0, 0
    for reading in readings:
        count, statements, characters = (
            count + 1,
            statements + len(reading.lines),
            characters + reading.characters,
        )
        stream.writelines(f"{line}\n" for line in reading.lines)
        if not reading.is_read:
            failed += 1
            click.echo(
                f"{folder / reading.file}:1: {reading.code}: {reading.problem_zh} {reading.problem_en}",
                err=True,
            )
    seconds = time.perf_counter() - started
    click.echo(
        f"{count} 份文件 documents, {statements} 条表述 statements, {failed} 份未读 failed; {seconds:.1f} s, "
        f"{count / seconds:.1f} 份/秒 documents/s, {characters / seconds:,.0f} 字/秒 characters/s",
        err=True,
    )
    return failed


def with_progress(readings: Iterable[Reading], total: int) -> Iterator[Reading]:
    """The readings, with a line on stderr that says how far it is and how long it will take."""
    started, is_screen = time.perf_counter(), sys.stderr.isatty()
    step = 1 if is_screen else max(1, total // 20)
    for number, reading in enumerate(readings, 1):
        yield reading
        if number % step == 0 or number == total:
            elapsed = time.perf_counter() - started
            left = elapsed / number * (total - number)
            text = f"{number}/{total}  {number / elapsed:.1f}/s  剩余 left {left:.0f} s"
            click.echo(
                f"\r{text}\033[K" if is_screen else text, err=True, nl=not is_screen or number == total
            )
