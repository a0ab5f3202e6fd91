"""Compositions (0.5:53.5:46): the parts of a whole judged together by their distance from the promise.

The evidence holds each part under the breakdown "1", "2", "3" (the order printed), or, for the three sectors
of GDP, under the catalog's own share indicators. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import plain
from huoju.kernel.progress.assessments import Note, Step
from huoju.kernel.progress.goals import Goal, Sense
from huoju.kernel.progress.lookups import Lookup, in_unit
from huoju.kernel.progress.tracks import Point, Shape, Track

if TYPE_CHECKING:
    from huoju.kernel.evidence import Observation
    from huoju.kernel.progress.commitments import Commitment
    from huoju.kernel.progress.thresholds import ProgressRules

# Compositions whose parts have indicators of their own, in the order documents print them.
PART_INDICATORS: dict[str, tuple[str, ...]] = {
    "industry_structure": ("primary_share_gdp", "secondary_share_gdp", "tertiary_share_gdp"),
}


@dataclass(frozen=True, slots=True)
class _Mix:
    day: date
    parts: tuple[Decimal, ...]
    observation: Observation


def composition_track(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Track:
    """One number stands for the mix: the sum of the parts' distances from the promise, to come down to zero.

    Met when no part is farther off than the tolerance of the rules.
    """
    mixes = _mixes(commitment, lookup)
    base_day = date(commitment.base_year, 12, 31)
    base = next((m for m in mixes if m.day == base_day), None)
    later = tuple(m for m in mixes if m.day > base_day)
    tolerance = rules.composition_tolerance_points
    points = tuple(_point(m, commitment, tolerance) for m in later)
    missing = () if base else (_no_base(commitment),)
    base_point = Point(base_day, _distance(base.parts, commitment.value)) if base else None
    return Track(
        goal=Goal(Sense.AT_MOST, high=Decimal(0)),
        mark=Decimal(0),
        base=base_point,
        points=points,
        shape=Shape.HOLD if base_point is not None and base_point.value == 0 else Shape.LINEAR,
        unit="个百分点",
        scale_unit="个百分点",
        steps=_target_steps(commitment, base, tolerance),
        missing=missing,
    )


def _mixes(commitment: Commitment, lookup: Lookup) -> tuple[_Mix, ...]:
    """The days on which every part is known; a mix with an unknown part is no mix."""
    by_part = [
        {o.period: o for o in observed if o.period.is_whole_years}
        for observed in _part_series(commitment, lookup)
    ]
    if not by_part:
        return ()
    mixes = []
    for period in set.intersection(*(set(part) for part in by_part)):
        observations = [part[period] for part in by_part]
        values = [in_unit(o, commitment.unit or "%") for o in observations]
        if period.end is not None and all(v is not None for v in values):
            mixes.append(_Mix(period.end, tuple(v for v in values if v is not None), observations[-1]))
    return tuple(sorted(mixes, key=lambda m: m.day))


def _part_series(commitment: Commitment, lookup: Lookup) -> list[tuple[Observation, ...]]:
    measures = ("composition", "share", "level", "ratio")
    count = len(commitment.value)
    by_order = [lookup.observed(commitment, measures, breakdown=str(n)) for n in range(1, count + 1)]
    names = PART_INDICATORS.get(commitment.concept or "", ())
    if any(by_order) or len(names) != count:
        return by_order
    return [lookup.observed(commitment, measures, indicator=name) for name in names]


def _distance(parts: tuple[Decimal, ...], promised: tuple[Decimal, ...]) -> Decimal:
    return sum((abs(a - b) for a, b in zip(parts, promised, strict=True)), Decimal(0))


def _point(mix: _Mix, commitment: Commitment, tolerance: Decimal) -> Point:
    promised = commitment.value
    distance = _distance(mix.parts, promised)
    worst = max(abs(a - b) for a, b in zip(mix.parts, promised, strict=True))
    pairs = list(zip(mix.parts, promised, strict=True))
    text = " + ".join(f"|{plain(a)} − {plain(b)}|" for a, b in pairs)
    formula = " + ".join(f"abs({a} - {b})" for a, b in pairs)
    ratio = ":".join(plain(p) for p in mix.parts)
    steps = (
        Step(f"{mix.day.year}年构成 {ratio}", f"Composition in {mix.day.year}: {ratio}"),
        Step(
            f"与目标的差距合计：{text} = {plain(distance, 2)} 个百分点",
            f"Distance from the promise: {text} = {plain(distance, 2)} percentage points",
            distance,
            formula,
        ),
    )
    shown = Decimal(0) if worst <= tolerance else distance
    return Point(mix.day, distance, mix.observation, shown, steps=steps)


def _target_steps(commitment: Commitment, base: _Mix | None, tolerance: Decimal) -> tuple[Step, ...]:
    ratio, year = ":".join(plain(v) for v in commitment.value), commitment.years[1]
    target = Step(
        f"目标：{year}年构成 {ratio}；各部分与目标相差不超过 {plain(tolerance)} 个百分点即为达到",
        f"Target for {year}: {ratio}; reached when no part is more than {plain(tolerance)} points off",
    )
    if base is None:
        return (target,)
    was = ":".join(plain(p) for p in base.parts)
    return Step(f"基期（{base.day.year}年）构成 {was}", f"Base ({base.day.year}): {was}"), target


def _no_base(commitment: Commitment) -> Note:
    return Note(
        "baseline",
        f"缺少{commitment.base_year}年（基期）的“{commitment.indicator}”数据",
        f"No value of {commitment.name_en} for the base year {commitment.base_year}",
    )
