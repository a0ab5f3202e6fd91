"""Plan: a plan document becomes an outline, statements and commitments. Pure library, no Django.

    document = read_document(Path("plan.docx"))       # txt, md, html, docx, digital pdf; raises InputError
    plan = compile_plan(document, load_catalog())     # -> Plan: clauses, statements, structures, projects ...
    plan.commitments, plan.baselines

Start reading at `compiler.py`. Models, actions and queries of this room are imported by their own names.
"""

from __future__ import annotations

from huoju.kernel.plan.compiled import Initiative, Note, Plan, ProjectEntry, Structure
from huoju.kernel.plan.compiler import compile_plan
from huoju.kernel.plan.documents import Document, read_document
from huoju.kernel.plan.outline import Clause
from huoju.kernel.plan.statements import Comparator, Measure, Place, Role, Statement

__all__ = [
    "Clause",
    "Comparator",
    "Document",
    "Initiative",
    "Measure",
    "Note",
    "Place",
    "Plan",
    "ProjectEntry",
    "Role",
    "Statement",
    "Structure",
    "compile_plan",
    "read_document",
]
