"""Tracks of totals: what is added over a period (新增) or accumulated (累计). Starts from zero at the base.

A year without a figure is unknown, not zero: the exact total runs only as far as the years are known
without a gap; the known years beyond are a lower bound, enough to prove "at least" but nothing else. Pure.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import plain, written
from huoju.kernel.progress.assessments import Note, Step
from huoju.kernel.progress.goals import Goal, Sense, goal_of
from huoju.kernel.progress.levels import base_point, target_step, threshold_breakdown
from huoju.kernel.progress.lookups import Lookup, points_of, years_as_text
from huoju.kernel.progress.tracks import Point, Shape, Track

if TYPE_CHECKING:
    from huoju.kernel.progress.commitments import Commitment
    from huoju.kernel.progress.thresholds import ProgressRules

FLOW_MEASURES = ("cumulative", "increment", "count", "level")
FLOW_WORDS = ("新增", "累计", "新建", "新培育", "新引进", "建成", "改造")


def total_track(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Track:
    """Increments and cumulative targets; from a stock's levels where the indicator is a stock."""
    if commitment.measure == "increment" and _is_stock(commitment, lookup):
        return _from_stock(commitment, lookup, rules)
    points, foreign, missing, floor = _totals(commitment, lookup)
    goal = goal_of(commitment, rules)
    caveats = foreign if floor is None else (*foreign, _floor_note(floor, commitment))
    if floor is not None and goal.sense is Sense.AT_LEAST and goal.is_met_by(floor.value):
        points = (*points, floor)
    return Track(
        goal=goal,
        mark=goal.mark,
        base=Point(date(commitment.base_year, 12, 31), Decimal(0)),
        points=points,
        shape=Shape.LINEAR if goal.sense is Sense.AT_LEAST and goal.mark > 0 else Shape.HOLD,
        unit=commitment.unit,
        scale_unit=commitment.unit,
        steps=(target_step(commitment, goal),),
        caveats=caveats,
        missing=missing,
        is_monotone=goal.sense is Sense.AT_LEAST,
    )


def _is_stock(commitment: Commitment, lookup: Lookup) -> bool:
    kind = lookup.kind(commitment)
    if kind is None:
        return commitment.baseline is not None and not commitment.indicator.startswith(FLOW_WORDS)
    return kind in ("stock", "ratio") and not commitment.indicator.startswith(FLOW_WORDS)


def _from_stock(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Track:
    """The stock on a day minus the stock at the base."""
    observed = lookup.observed(
        commitment, ("count", "level", "share"), breakdown=threshold_breakdown(commitment.threshold)
    )
    levels, foreign = points_of(observed, commitment.unit)
    base, base_steps, lacking = base_point(commitment, levels, commitment.unit, may_use_first=False)
    goal: Goal = goal_of(commitment, rules)
    points = [] if base is None else [_added(p, base, commitment) for p in levels if p.day > base.day]
    return Track(
        goal, goal.mark, Point(date(commitment.base_year, 12, 31), Decimal(0)), tuple(points),
        Shape.LINEAR if goal.mark > 0 else Shape.HOLD, commitment.unit, commitment.unit,
        (*base_steps, target_step(commitment, goal)), foreign, lacking,
    )  # fmt: skip


def _added(point: Point, base: Point, commitment: Commitment) -> Point:
    added, unit = point.value - base.value, commitment.unit
    step = Step(
        f"{base.day.year}年末以来新增：{plain(point.value)} − {plain(base.value)} = {written(added, unit, 'zh')}",
        f"Added since the end of {base.day.year}: {plain(point.value)} − {plain(base.value)}"
        f" = {written(added, unit, 'en')}",
        added,
        f"{point.value} - {base.value}",
    )
    return Point(point.day, added, point.observation, None, point.is_whole_year, (step,))


_Totals = tuple[tuple[Point, ...], tuple[Note, ...], tuple[Note, ...], "Point | None"]


def _totals(commitment: Commitment, lookup: Lookup) -> _Totals:
    """Exact totals by year, notes on units, missing years, and a lower bound beyond a gap (or None)."""
    first, last = commitment.base_year + 1, commitment.years[1]
    observed = lookup.observed(commitment, FLOW_MEASURES, breakdown=threshold_breakdown(commitment.threshold))
    values, foreign = points_of(observed, commitment.unit)
    since_base, yearly = _sorted_out(values, first, last)
    points = {p.day: p for p in _running(yearly, first, last, commitment)} | {p.day: p for p in since_base}
    exact = tuple(points[day] for day in sorted(points))
    known_to = exact[-1].day.year if exact else first - 1
    beyond = sorted(y for y in yearly if y > known_to)
    gap = tuple(y for y in range(known_to + 1, max(beyond, default=known_to) + 1) if y not in yearly)
    if not gap:
        return exact, foreign, (), None
    return exact, foreign, (_gap_note(gap, commitment),), _floor(exact, yearly, beyond, commitment)


def _sorted_out(values: tuple[Point, ...], first: int, last: int) -> tuple[list[Point], dict[int, Point]]:
    """Totals since the base year's end, and single years."""
    since_base, yearly = [], {}
    for point in values:
        assert point.observation is not None
        period = point.observation.period
        years = period.calendar_years
        if not years or years[0] < first or years[-1] > last:
            continue
        if len(years) == 1 and point.is_whole_year:
            yearly[years[0]] = point
        elif len(years) > 1 and period.start == date(first, 1, 1):
            since_base.append(point)
    return since_base, yearly


def _running(yearly: dict[int, Point], first: int, last: int, commitment: Commitment) -> list[Point]:
    points: list[Point] = []
    parts: list[Decimal] = []
    for year in range(first, last + 1):
        if year not in yearly:
            break
        parts.append(yearly[year].value)
        point = yearly[year]
        points.append(
            Point(point.day, sum(parts, Decimal(0)), point.observation, None, True,
                  (_sum_step(tuple(parts), first, year, commitment),))
        )  # fmt: skip
    return points


def _sum_step(parts: tuple[Decimal, ...], first: int, last: int, commitment: Commitment) -> Step:
    total = sum(parts, Decimal(0))
    text = " + ".join(plain(p) for p in parts)
    return Step(
        f"{first}—{last}年累计：{text} = {written(total, commitment.unit, 'zh')}",
        f"Total {first}-{last}: {text} = {written(total, commitment.unit, 'en')}",
        total,
        " + ".join(str(p) for p in parts),
    )


def _floor(
    exact: tuple[Point, ...], yearly: dict[int, Point], beyond: list[int], commitment: Commitment
) -> Point | None:
    """At least this much: the exact total so far plus the known later years; None if a year is negative."""
    parts = ([exact[-1].value] if exact else []) + [yearly[y].value for y in beyond]
    if not beyond or any(p < 0 for p in parts):
        return None
    total, text = sum(parts, Decimal(0)), " + ".join(plain(p) for p in parts)
    step = Step(
        f"已知年份合计（下限）：{text} = {written(total, commitment.unit, 'zh')}",
        f"Sum of the known years (a lower bound): {text} = {written(total, commitment.unit, 'en')}",
        total,
        " + ".join(str(p) for p in parts),
    )
    last = yearly[beyond[-1]]
    return Point(last.day, total, last.observation, None, True, (step,))


def _floor_note(floor: Point, commitment: Commitment) -> Note:
    return Note(
        "lower-bound",
        f"有年份缺数；已知年份合计 {written(floor.value, commitment.unit, 'zh')} 只是下限",
        f"Years are missing; the known ones add up to {written(floor.value, commitment.unit, 'en')}, a lower bound",
    )


def _gap_note(years: tuple[int, ...], commitment: Commitment) -> Note:
    return Note(
        "gap",
        f"缺少{years_as_text(years)}的“{commitment.indicator}”数据，未按零计算",
        f"No value of {commitment.name_en} for {', '.join(map(str, years))}; not taken as zero",
    )
