"""Corpus: many documents read on several processes, in order, one bad file never stopping the rest.

    for reading in read_corpus(files, jobs=2): ...

Reads files and starts processes; each process loads the catalog once. Results come in the order of the files,
whatever process was faster, so two runs write the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from huoju.errors import InputError
from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan.compiler import compile_plan
from huoju.kernel.plan.documents import read_document

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: its statements as jsonl (one line each), or what was wrong in both languages."""

    file: str
    lines: tuple[str, ...] = ()
    characters: int = 0
    code: str = ""
    problem_zh: str = ""
    problem_en: str = ""

    @property
    def is_read(self) -> bool:
        return not self.code


def documents_in(folder: Path) -> tuple[Path, ...]:
    """The files below `folder` that may be documents, by suffix, sorted; hidden ones left out."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return tuple(
        sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts))
    )


def read_corpus(files: Sequence[Path], *, jobs: int = 1, root: Path | None = None) -> Iterator[Reading]:
    """A reading for every file, in their order. `root` is left out of the names."""
    tasks = [(path, _name(path, root)) for path in files]
    if jobs <= 1 or len(tasks) < 2:
        yield from map(_read, tasks)
        return
    with ProcessPoolExecutor(min(jobs, len(tasks)), initializer=load_catalog) as pool:
        yield from pool.map(_read, tasks, chunksize=max(1, min(8, len(tasks) // (jobs * 4))))


def _read(task: tuple[Path, str]) -> Reading:
    """One file read and compiled; whatever goes wrong with it is its reading's."""
    path, name = task
    try:
        return read_one(path, name)
    except InputError as error:
        return Reading(name, (), 0, error.code, error.in_language("zh"), error.in_language("en"))
    except Exception as bug:  # one document must never stop a thousand; the reading names what to report
        detail = f"{type(bug).__name__}: {bug}"
        return Reading(
            name,
            (),
            0,
            "internal",
            f"程序内部错误，请报告：{detail}",
            f"internal error, please report: {detail}",
        )


def read_one(path: Path, name: str) -> Reading:
    """The statements of one document, each line headed by `file`, `title`, `plan_start`, `plan_end`.

    Raises `InputError` when the document cannot be read.
    """
    document = read_document(path, name)
    plan = compile_plan(document, load_catalog())
    head = {"file": name, "title": plan.title, "plan_start": plan.start_year, "plan_end": plan.end_year}
    lines = tuple(json.dumps(head | one.as_json(), ensure_ascii=False) for one in plan.statements)
    return Reading(name, lines, sum(len(line.text) for line in document.lines))


def _name(path: Path, root: Path | None) -> str:
    return path.relative_to(root).as_posix() if root else path.name
