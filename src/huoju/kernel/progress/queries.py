"""Reads of progress: a plan's commitments from the tables, and their assessments on a day, remembered.

The only Django-touching module of the room. Assessments are kept in memory by what they depend on (the
commitments themselves, the evidence version, the day, the rules), so nothing is ever served stale.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from threading import Lock
from typing import Any

from huoju.kernel.catalog import Catalog, Quantity
from huoju.kernel.evidence import EvidenceStore
from huoju.kernel.evidence import queries as evidence
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.progress.assess import DEFAULT_RULES, assess
from huoju.kernel.progress.assessments import Assessment
from huoju.kernel.progress.commitments import Commitment
from huoju.kernel.progress.thresholds import ProgressRules

PLANS_KEPT = 64
# Words with which a plan speaks of the whole area it is about, by the rank in the area's name: in a zone's
# plan 全区 is the zone, but 全市 the city it lies in.
WHOLE_AREA = {
    "区": frozenset({"全区", "本区", "我区"}),
    "市": frozenset({"全市", "本市", "我市"}),
    "县": frozenset({"全县", "本县", "我县"}),
    "省": frozenset({"全省", "本省", "我省"}),
}
# Baselines that may serve as the base of each measure.
BASES: dict[str, tuple[str, ...]] = {
    "multiple": ("level", "count"),
    "annual_average_growth": ("level", "count"),
    "increment": ("count", "level", "share"),
    "level": ("level", "count"),
    "count": ("count", "level"),
}
# A rounded-down milestone (首次突破400亿) yields to the figure itself.
FIRMNESS = {"eq": 0, "reach": 0, "approx": 1, "ge": 2, "gt": 2, "le": 2, "lt": 2}

_remembered: OrderedDict[tuple[Any, ...], tuple[Assessment, ...]] = OrderedDict()
_lock = Lock()


def commitments_of(plan: PlanVersion, catalog: Catalog | None = None) -> list[Commitment]:
    """The plan's commitments in the order of the text, each with its baseline from the same plan.

    `catalog` knows the indicators (default: that of the installation).

    Rejected statements are left out, and so are repeats of an earlier one (`same_as`): a promise counts once.
    """
    statements = list(
        Statement.objects.filter(plan=plan, role__in=("target", "baseline"))
        .exclude(review="rejected")
        .select_related("subject", "lead")
        .order_by("line", "col", "id")
    )
    area, catalog = plan.area.code, catalog or evidence.catalog()
    bases = _bases(s for s in statements if s.role == "baseline")
    promised = {s.key for s in statements if s.role == "target"}
    return [
        _commitment(s, plan, area, bases, catalog)
        for s in statements
        if s.role == "target" and s.value and s.same_as not in promised
    ]


def assess_plan(
    plan: PlanVersion,
    as_of: date,
    *,
    rules: ProgressRules = DEFAULT_RULES,
    store: EvidenceStore | None = None,
    commitments: Iterable[Commitment] | None = None,
    catalog: Catalog | None = None,
) -> list[Assessment]:
    """Where each commitment of the plan stands on `as_of`, with the evidence known on that day."""
    known, catalog = store or evidence.store(), catalog or evidence.catalog()
    promised = tuple(commitments_of(plan, catalog) if commitments is None else commitments)
    key = (plan.pk, promised, str(known.path), known.version(), as_of, rules, id(catalog))
    with _lock:
        if key in _remembered:
            _remembered.move_to_end(key)
            return list(_remembered[key])
    found = tuple(assess(promised, known.snapshot(as_of=as_of), as_of, catalog, rules))
    with _lock:
        _remembered[key] = found
        while len(_remembered) > PLANS_KEPT:
            _remembered.popitem(last=False)
    return list(found)


# -- from rows to values


def _commitment(
    row: Statement,
    plan: PlanVersion,
    area: str,
    bases: dict[tuple[str, str], list[Statement]],
    catalog: Catalog,
) -> Commitment:
    concept = row.concept or None
    entry = catalog.get(concept) if concept and concept in catalog else None
    base = _base_of(row, bases, plan.start_year)
    return Commitment(
        key=row.key,
        indicator=row.indicator,
        concept=concept,
        subject=_subject(row, area, plan.area.name),
        measure=row.measure,
        comparator=row.comparator,
        value=_numbers(row),
        unit=row.unit or None,
        period=row.period or f"{plan.start_year}-{plan.end_year}",
        plan_start=plan.start_year,
        plan_end=plan.end_year,
        baseline_period=row.baseline_period or None,
        stretch=row.stretch,
        nature=row.nature or None,
        threshold=_threshold(row),
        direction=entry.direction if entry else "higher",
        baseline=_quantity(base),
        baseline_year=_year(base),
        chapter=row.chapter,
        bureau=row.lead.code if row.lead else "",
        indicator_en=row.indicator_en or (entry.en if entry else ""),
    )


def _subject(row: Statement, area: str, area_name: str) -> str:
    """Code of the subject; a subject that only the text names stays a text, never the whole area."""
    if row.subject is not None:
        return str(row.subject.code)
    text = row.subject_text.strip()
    own = WHOLE_AREA.get(area_name[-1:], frozenset())
    return area if not text or text in own or text == area_name else f"text:{text}"


def _bases(rows: Iterable[Statement]) -> dict[tuple[str, str], list[Statement]]:
    """Baselines by what and whom they are about; compositions and growth are no base."""
    found: dict[tuple[str, str], list[Statement]] = {}
    for row in rows:
        if len(row.value) == 1:
            found.setdefault(_about(row), []).append(row)
    return found


def _about(row: Statement) -> tuple[str, str]:
    return row.concept or row.indicator, row.subject.code if row.subject else row.subject_text


def _base_of(
    row: Statement, bases: dict[tuple[str, str], list[Statement]], plan_start: int
) -> Statement | None:
    """The baseline of the same thing for the base year, the firmest one; None when the plan states none."""
    wanted = BASES.get(row.measure, (row.measure,))
    year = int(row.baseline_period[:4]) if row.baseline_period[:4].isdigit() else plan_start - 1
    fitting = [
        base
        for base in bases.get(_about(row), ())
        if base.measure in wanted
        and base.period == str(year)
        and (base.threshold_value, base.threshold_unit) == (row.threshold_value, row.threshold_unit)
    ]
    return min(fitting, key=lambda base: FIRMNESS.get(base.comparator, 3), default=None)


def _numbers(row: Statement) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(value)) for value in row.value)


def _quantity(row: Statement | None) -> Quantity | None:
    return Quantity(_numbers(row)[0], row.unit) if row and row.unit else None


def _year(row: Statement | None) -> int | None:
    return int(row.period) if row and row.period.isdigit() else None


def _threshold(row: Statement) -> Quantity | None:
    if not row.threshold_value:
        return None
    return Quantity(Decimal(row.threshold_value), row.threshold_unit)
