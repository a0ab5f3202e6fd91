"""Promises about two series at once: 居民收入增长和经济增长同步. Year by year, side by side. Pure.

A year in which one of the two is missing is "not provable", never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import WIDE, plain
from huoju.kernel.progress.assessments import Assessment, Note, State, Step
from huoju.kernel.progress.lookups import Lookup, in_unit, years_as_text
from huoju.kernel.progress.verdicts import time_progress

if TYPE_CHECKING:
    from huoju.kernel.evidence import Observation
    from huoju.kernel.progress.commitments import Commitment
    from huoju.kernel.progress.thresholds import ProgressRules


@dataclass(frozen=True, slots=True)
class Relation:
    """Two indicators whose growth is promised to keep step: `first` must not fall behind `second`."""

    concept: str
    first: str
    second: str
    zh: str
    en: str


RELATIONS: tuple[Relation, ...] = (
    Relation(
        "income_growth_to_gdp_growth", "disposable_income_residents", "gdp",
        "居民收入增长与经济增长同步", "resident income grows in step with the economy",
    ),
    Relation(
        "pay_growth_to_productivity_growth", "average_wage", "labour_productivity",
        "劳动报酬提高与劳动生产率提高同步", "pay grows in step with labour productivity",
    ),
)  # fmt: skip


def relation_of(commitment: Commitment) -> Relation | None:
    """The relation a commitment promises, by concept or by its words; None for any other commitment."""
    for relation in RELATIONS:
        if commitment.concept == relation.concept:
            return relation
    if "同步" not in commitment.indicator:
        return None
    return RELATIONS[1] if "劳动" in commitment.indicator else RELATIONS[0]


@dataclass(frozen=True, slots=True)
class PairedYear:
    """One year of two growth rates in percent. `gap` is in percentage points; None where not provable."""

    year: int
    first: Observation | None
    second: Observation | None
    gap: Decimal | None


def side_by_side(
    relation: Relation, commitment: Commitment, lookup: Lookup, years: Iterable[int]
) -> tuple[PairedYear, ...]:
    """Both growth rates for each year, with the gap first minus second in percentage points."""
    first = _rates(relation.first, commitment, lookup)
    second = _rates(relation.second, commitment, lookup)
    return tuple(_paired(year, first.get(year), second.get(year)) for year in years)


def _rates(indicator: str, commitment: Commitment, lookup: Lookup) -> dict[int, Observation]:
    observed = lookup.observed(commitment, ("growth_rate",), indicator=indicator)
    return {
        o.period.calendar_years[0]: o
        for o in observed
        if o.period.is_whole_years and len(o.period.calendar_years) == 1
    }


def _paired(year: int, first: Observation | None, second: Observation | None) -> PairedYear:
    if first is None or second is None:
        return PairedYear(year, first, second, None)
    a, b = in_unit(first, "%"), in_unit(second, "%")
    return PairedYear(year, first, second, None if a is None or b is None else a - b)


def assess_relation(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Assessment:
    """In step on average over the years that are over: the first's growth not below the second's.

    Every year must be provable for a conclusion; before the end, the provable years count.
    """
    relation = relation_of(commitment)
    assert relation is not None
    first_year, last_year = commitment.years
    ended = [y for y in range(first_year, last_year + 1) if date(y, 12, 31) < lookup.as_of]
    pairs = side_by_side(relation, commitment, lookup, ended)
    proven = [p for p in pairs if p.gap is not None]
    unknown = tuple(p.year for p in pairs if p.gap is None)
    is_over = lookup.as_of > commitment.due
    total = sum((p.gap for p in proven if p.gap is not None), Decimal(0))
    average = WIDE.divide(total, Decimal(len(proven))) if proven else None
    holds = average is not None and average >= -rules.in_step_tolerance_points
    state = _state(holds, bool(proven), bool(unknown), is_over)
    return Assessment(
        commitment_key=commitment.key,
        state=state,
        time_progress=time_progress(commitment.start, commitment.due, lookup.as_of),
        current=proven[-1].first if proven else None,
        current_value=average,
        current_year=proven[-1].year if proven else None,
        target=-rules.in_step_tolerance_points,
        unit="个百分点",
        steps=(*_steps(relation, pairs, proven, average), _last(state)),
        missing=_unknown(unknown, relation),
        is_stretch=commitment.stretch,
        is_over=is_over,
    )


def _state(holds: bool, has_proof: bool, has_unknown: bool, is_over: bool) -> State:
    if not has_proof or (is_over and has_unknown):
        return State.NO_EVIDENCE
    if is_over:
        return State.MET if holds else State.MISSED
    return State.ON_TRACK if holds else State.BEHIND


def _steps(
    relation: Relation, pairs: tuple[PairedYear, ...], proven: list[PairedYear], average: Decimal | None
) -> list[Step]:
    lines = [
        Step(
            f"规则：{relation.zh}，即前者年均增速不低于后者",
            f"Rule: {relation.en}; the first not below the second",
        )
    ]
    lines += [_pair_step(pair) for pair in pairs]
    if average is not None:
        text = " + ".join(plain(p.gap) for p in proven if p.gap is not None)
        lines.append(
            Step(
                f"平均差距：({text}) ÷ {len(proven)} = {plain(average, 2)} 个百分点",
                f"Average gap: ({text}) ÷ {len(proven)} = {plain(average, 2)} percentage points",
                average,
                "(" + " + ".join(str(p.gap) for p in proven) + f") / {len(proven)}",
            )
        )
    return lines


def _pair_step(pair: PairedYear) -> Step:
    if pair.gap is None or pair.first is None or pair.second is None:
        return Step(f"{pair.year}年：缺一方数据，无法证明", f"{pair.year}: one side is missing, not provable")
    a, b = in_unit(pair.first, "%"), in_unit(pair.second, "%")
    assert a is not None
    assert b is not None
    text = f"{plain(a)}% − {plain(b)}% = {plain(pair.gap)}"
    return Step(
        f"{pair.year}年：{text} 个百分点", f"{pair.year}: {text} percentage points", pair.gap, f"{a} - {b}"
    )


def _last(state: State) -> Step:
    return Step(f"判定：{state.label('zh')}", f"State: {state.label('en')}")


def _unknown(years: tuple[int, ...], relation: Relation) -> tuple[Note, ...]:
    if not years:
        return ()
    return (
        Note(
            "not-provable",
            f"{years_as_text(years)}缺一方增速，“{relation.zh}”无法证明",
            f"{', '.join(map(str, years))}: one growth rate is missing; not provable that {relation.en}",
        ),
    )
