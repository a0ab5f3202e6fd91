"""Validation: everything that is wrong with a pack, by file and line; never only the first.

`validate` reads the folder; what it holds the rows to stands in `checks`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from huoju.kernel.catalog import Catalog, load_catalog
from huoju.kernel.packs import format as declared
from huoju.kernel.packs.checks import CHECKS, values_stand_where_said
from huoju.kernel.packs.pack import Pack
from huoju.kernel.packs.problems import Problem, in_order
from huoju.kernel.packs.reading import read_pack
from huoju.kernel.packs.rule_sets import read_rule_sets


def validate(folder: Path, catalog: Catalog | None = None) -> tuple[Problem, ...]:
    """Every problem of the pack in `folder`, by file and line; empty where it can be loaded as it is."""
    pack, problems = read_pack(folder)
    sets, of_rules = read_rule_sets(folder)
    if pack is None:  # a folder with rules alone belongs to no zone
        is_shelf = bool(sets or of_rules) and all(one.code == "no-pack" for one in problems)
        return of_rules if is_shelf else in_order((*problems, *of_rules))
    catalog = catalog or load_catalog()
    lines = document_lines(folder, pack)
    checked = (*check_document_file(folder, pack), *check_pack(pack, catalog, lines))
    return in_order((*problems, *of_rules, *checked))


def check_pack(pack: Pack, catalog: Catalog, lines: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
    """What is wrong between the rows of `pack`; `lines` are those of its document, where it has one."""
    world = catalog.with_indicators(pack.indicators)
    found = [problem for check in CHECKS for problem in check(pack, world)]
    if lines is not None:
        found += values_stand_where_said(pack, lines)
    return in_order(found)


def document_lines(folder: Path, pack: Pack) -> tuple[str, ...] | None:
    """Lines of a plain-text document of the pack; None where it has none or another kind."""
    path = folder / pack.document if pack.document else None
    if path is None or not path.is_file() or path.suffix != ".txt":
        return None
    return tuple(path.read_text(encoding="utf-8").splitlines())


def check_document_file(folder: Path, pack: Pack) -> Iterator[Problem]:
    """The document that pack.yaml names is there and is the one it says."""
    if not pack.document:
        return
    path = folder / pack.document
    if not path.is_file():
        yield Problem("document-missing", declared.PACK_FILE, fields={"name": pack.document})
    elif (got := hashlib.sha256(path.read_bytes()).hexdigest()) != pack.plan.document_sha256:
        yield Problem("document-differs", declared.PACK_FILE, fields={"got": got})
