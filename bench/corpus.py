"""A thousand documents on two cores: documents a second and peak memory, with progress.

    python bench/corpus.py [--documents 1000] [--jobs 2]

The documents are made by permuting the chapters of the shared plans and of the demo plan, so that no two are the same
and each is as long as a real one. Beside it, in the same run, one process on the first tenth.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from gold import ROOT, SHARED

SEED = 20261125


def sources() -> list[Path]:
    """The plans at hand: the shared ones where they lie beside the checkout, and the invented one."""
    return [*sorted((SHARED / "plans").glob("*.txt")), *sorted((ROOT / "packs" / "demo").glob("*.txt"))]


def chapters(file: Path) -> tuple[str, list[str]]:
    """What stands before the first chapter, and the chapters; a text without three is cut into ten parts."""
    from huoju.kernel.plan import compile_plan, read_document

    document = read_document(file)
    lines = [line.text for line in document.lines]
    starts = [c.first_line - 1 for c in compile_plan(document).clauses if c.level == 1]
    starts = (
        sorted(set(starts)) if len(set(starts)) >= 3 else list(range(0, len(lines), max(1, len(lines) // 10)))
    )
    ends = [*starts[1:], len(lines)]
    return "\n".join(lines[: starts[0]]), ["\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]


def make_documents(folder: Path, count: int) -> list[Path]:
    """`count` files, each a permutation of one source's chapters under its own head."""
    parts = [chapters(file) for file in sources()]
    chance, made = random.Random(SEED), []
    for number in range(count):
        head, body = parts[number % len(parts)]
        path = folder / f"document{number:05}.txt"
        path.write_text("\n".join([head, *chance.sample(body, len(body))]), encoding="utf-8")
        made.append(path)
    return made


class Watch(threading.Thread):
    """Samples the memory of this process and its children ten times a second; `peak` is in bytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self.largest, self.done = 0, 0, threading.Event()

    def run(self) -> None:
        import psutil

        me = psutil.Process()
        while not self.done.wait(0.1):
            sizes = list(self.sizes(me))
            self.peak, self.largest = max(self.peak, sum(sizes)), max(self.largest, *sizes)

    @staticmethod
    def sizes(me: object) -> Iterator[int]:
        import psutil

        for process in (me, *me.children(recursive=True)):  # type: ignore[attr-defined]
            try:
                yield process.memory_info().rss
            except psutil.Error:
                yield 0


def timed(files: list[Path], jobs: int) -> tuple[float, int, int]:
    """Seconds, statements and characters of reading the files."""
    from huoju.kernel.plan.corpus import read_corpus
    from huoju.site.cli.plan_corpus import with_progress

    started, statements, characters = time.perf_counter(), 0, 0
    for reading in with_progress(read_corpus(files, jobs=jobs), len(files)):
        if not reading.is_read:
            raise SystemExit(f"{reading.file}: {reading.problem_en}")
        statements, characters = statements + len(reading.lines), characters + reading.characters
    return time.perf_counter() - started, statements, characters


def main() -> None:
    """Make the documents, read them on `--jobs` processes and a tenth on one, print both."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--documents", type=int, default=1000)
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = make_documents(Path(folder), given.documents)
        alone, *_ = timed(files[: max(1, len(files) // 10)], 1)
        watch = Watch()
        watch.start()
        seconds, statements, characters = timed(files, given.jobs)
        watch.done.set()
    single = max(1, len(files) // 10) / alone
    print(
        f"{len(files)} documents, {characters:,} characters, {statements:,} statements, {given.jobs} processes"
    )
    print(
        f"{seconds:.1f} s, {len(files) / seconds:.1f} documents/s, {characters / seconds:,.0f} characters/s"
    )
    print(f"one process {single:.1f} documents/s, ratio {len(files) / seconds / single:.2f}")
    together, largest = watch.peak / 2**20, watch.largest / 2**20
    print(
        f"peak memory {together:.0f} MB together (shared pages counted twice), {largest:.0f} MB the largest"
    )


if __name__ == "__main__":
    main()
