"""Plan: a plan document becomes an outline, statements and commitments. Pure library, no Django.

    document = read_document(Path("plan.docx"))       # txt, md, html, docx, digital pdf; raises InputError
    plan = compile_plan(document, load_catalog())     # -> Plan: clauses, statements, structures, projects ...
    plan.commitments, plan.baselines
    check(plan, load_catalog())                       # -> list[Finding]: what cannot all be true

Start reading at `compiler.py`. Models, actions and queries of this room are imported by their own names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huoju.kernel.plan.compiled import Initiative, Note, Plan, ProjectEntry, Structure
from huoju.kernel.plan.compiler import compile_plan
from huoju.kernel.plan.documents import Document, read_document
from huoju.kernel.plan.findings import Finding
from huoju.kernel.plan.outline import Clause
from huoju.kernel.plan.statements import Comparator, Measure, Place, Role, Statement

if TYPE_CHECKING:
    from huoju.kernel.plan.checker import Assumptions, check

__all__ = [
    "Assumptions",
    "Clause",
    "Comparator",
    "Document",
    "Finding",
    "Initiative",
    "Measure",
    "Note",
    "Place",
    "Plan",
    "ProjectEntry",
    "Role",
    "Statement",
    "Structure",
    "check",
    "compile_plan",
    "read_document",
]


def __getattr__(name: str) -> Any:
    """The checker, imported when it is first asked for, so that reading alone starts quicker."""
    if name in ("Assumptions", "check"):
        from huoju.kernel.plan import checker

        return getattr(checker, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
