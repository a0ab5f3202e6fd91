"""From tables: a plan's rows as the values that the engines read. Touches the database to read, nothing else.

The inverse of what `actions` saves: statements that a person rejected are left out, and a statement of the whole
area says so in the one word the checker knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from huoju.kernel.catalog import Quantity
from huoju.kernel.plan import outline
from huoju.kernel.plan.checker.owners import with_owners
from huoju.kernel.plan.checker.scopes import WHOLE
from huoju.kernel.plan.compiled import Plan, Structure, StructurePart
from huoju.kernel.plan.models import Clause, PlanVersion, Review
from huoju.kernel.plan.models import Statement as Row
from huoju.kernel.plan.models import Structure as StructureRow
from huoju.kernel.plan.statements import Comparator, Measure, Place, Role, Statement


def plan_value(plan: PlanVersion) -> Plan:
    """The plan with its statements and structures, ready for `check`; clauses are left out.

    A statement without a subject of its own takes that of its paragraph's lead, as when a document is read.
    """
    rows = list(
        Row.objects.filter(plan=plan)
        .exclude(review=Review.REJECTED)
        .select_related("subject")
        .order_by("line", "col", "id")
    )
    structures = StructureRow.objects.filter(plan=plan).order_by("line", "id")
    return Plan(
        title=plan.title,
        file=plan.code,
        start_year=plan.start_year,
        end_year=plan.end_year,
        clauses=(),
        statements=_owned(rows, plan),
        structures=tuple(structure_value(row, plan.code) for row in structures),
    )


def _owned(rows: list[Row], plan: PlanVersion) -> tuple[Statement, ...]:
    """Statements in order; those that nobody has given a subject look at the lead of their paragraph."""
    said = [statement_value(row, plan) for row in rows]
    free = {row.clause_id for row in rows if row.subject_id is None and row.clause_id is not None}
    if not free:
        return tuple(said)
    clauses = [_clause_value(clause) for clause in Clause.objects.filter(pk__in=free)]
    owned = iter(
        with_owners((s for s, row in zip(said, rows, strict=True) if row.subject_id is None), clauses)
    )
    return tuple(next(owned) if row.subject_id is None else s for s, row in zip(said, rows, strict=True))


def statement_value(row: Row, plan: PlanVersion) -> Statement:
    """One row as a statement; a value that is not a number is left out of its numbers."""
    line = row.line or 0
    return Statement(
        key=row.key,
        place=Place(plan.code, row.chapter, line, row.end_line or line, row.col or 0),
        clause=str(row.clause_id or ""),
        role=Role(row.role),
        indicator=row.indicator,
        concept=row.concept or None,
        subject=subject_text(row, plan),
        measure=Measure(row.measure),
        comparator=Comparator(row.comparator),
        value=numbers(row.value),
        unit=row.unit or None,
        value_text=row.value_text,
        period=row.period,
        baseline_period=row.baseline_period or None,
        stretch=row.stretch,
        nature=row.nature or None,
        threshold=_threshold(row),
        same_as=row.same_as or None,
        implicit=row.implicit,
        confidence=row.confidence,
        sentence=row.sentence,
        offset=(row.offset_start or 0, row.offset_end or 0),
    )


def subject_text(row: Row, plan: PlanVersion) -> str:
    """Whom a statement is about, in words: the whole area in the checker's word for it, else the name."""
    if row.subject_id == plan.area_id or (row.subject is None and row.subject_text == plan.area.name):
        return WHOLE
    return row.subject_text or (row.subject.name if row.subject else "")


def numbers(values: Iterable[object]) -> tuple[Decimal, ...]:
    """The numbers of a stored value; the N of 1+4+N is none."""
    texts = [str(value) for value in values]
    return tuple(Decimal(text) for text in texts if text.replace(".", "", 1).lstrip("-").isdigit())


def structure_value(row: StructureRow, file: str) -> Structure:
    """A named structure with the parts that the text lists, those of its first level."""
    line = row.line or 0
    place = Place(file, row.chapter, line, row.end_line or line, 0)
    parts = row.parts or []
    digits = tuple(str(part.get("digit", "")) for part in parts if isinstance(part, dict))
    members = parts[0].get("members", []) if len(parts) == 1 and isinstance(parts[0], dict) else []
    names = tuple(m if isinstance(m, str) else str(m.get("name", "")) for m in members)
    split = _split(parts) if len(parts) > 1 else ()
    if split and all(part.name for part in split):
        names = tuple(part.name for part in split)
    return Structure(row.name, digits, names, (place,) if line else (), split)


def _split(parts: list[dict[str, object]]) -> tuple[StructurePart, ...]:
    """The parts of a slogan digit by digit; what the text never explains has no name."""
    found = []
    for part in parts:
        listed = part.get("members")
        members = tuple(
            str(m.get("name", "")) if isinstance(m, dict) else str(m)
            for m in (listed if isinstance(listed, list) else [])
        )
        name = str(part.get("name", ""))
        found.append(StructurePart(str(part.get("digit", "")), "" if "文中未" in name else name, members))
    return tuple(found)


def _threshold(row: Row) -> Quantity | None:
    if not row.threshold_value:
        return None
    return Quantity(Decimal(row.threshold_value), row.threshold_unit)


def _clause_value(row: Clause) -> outline.Clause:
    return outline.Clause(
        str(row.pk), row.chapter, row.heading, row.level, outline.ClauseKind(row.kind), row.text,
        row.first_line, row.last_line,
    )  # fmt: skip
