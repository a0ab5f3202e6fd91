"""Packs: a zone as data. A folder of plain files becomes subjects, a plan with its statements, and evidence.

    problems = validate(Path("packs/demo"))          # all of them, with file, line and reason
    pack, problems = read_pack(Path("packs/demo"))   # values only
    actions.load(folder, by=user, at=now, store=store)

May import every other room of the kernel. `format` declares the files and columns; start reading there,
then `validate`. `actions` (loading) and `queries` need Django and are imported by their own names.
"""

from __future__ import annotations

from huoju.kernel.packs.pack import Pack, PlanFacts, Ruling
from huoju.kernel.packs.problems import Problem, errors
from huoju.kernel.packs.reading import read_pack
from huoju.kernel.packs.validate import check_pack, validate

__all__ = ["Pack", "PlanFacts", "Problem", "Ruling", "check_pack", "errors", "read_pack", "validate"]
