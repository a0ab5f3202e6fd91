"""Tracks of levels: levels, counts, shares, ratios, ranks, multiples (翻番), differences to another area.

Each function takes a commitment, the look-up and the rules, and returns a `Track`. Pure.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import plain, written
from huoju.kernel.progress.assessments import Note, Step
from huoju.kernel.progress.goals import Goal, Sense, goal_of
from huoju.kernel.progress.lookups import Lookup, in_unit, points_of
from huoju.kernel.progress.tracks import Point, Shape, Track

if TYPE_CHECKING:
    from huoju.kernel.catalog import Quantity
    from huoju.kernel.evidence import Observation
    from huoju.kernel.progress.commitments import Commitment
    from huoju.kernel.progress.thresholds import ProgressRules

# Which measures of the evidence answer for which measure of a promise; the first wins where both are known.
ANSWERS: dict[str, tuple[str, ...]] = {
    "level": ("level", "count"),
    "count": ("count", "level"),
    "share": ("share", "level", "ratio"),
    "ratio": ("ratio", "level", "share"),
    "rank": ("rank", "level"),
    "multiple": ("level", "count"),
}
POINT_IN_TIME = frozenset({"count", "rank"})


def level_track(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Track:
    """Levels, counts, shares, ratios and ranks: a straight line from base to target."""
    observations = _observed(commitment, lookup)
    points, foreign = points_of(observations, commitment.unit)
    base, base_steps, lacking = base_point(commitment, points, commitment.unit)
    goal = goal_of(commitment, rules)
    return Track(
        goal=goal,
        mark=goal.mark,
        base=base,
        points=_after(points, base),
        shape=_shape(goal, base),
        unit=commitment.unit,
        scale_unit=commitment.unit,
        steps=(*base_steps, target_step(commitment, goal)),
        caveats=foreign,
        missing=lacking,
    )


def multiple_track(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Track:
    """A multiple of the base (翻番 is twice): a constant rate of growth from base to target."""
    unit = commitment.baseline.unit if commitment.baseline else None
    observations = _observed(commitment, lookup)
    if unit is None and observations:
        unit = observations[0].unit or None
    points, foreign = points_of(observations, unit)
    base, base_steps, lacking = base_point(commitment, points, unit, may_use_first=False)
    times = commitment.value[0]
    if base is None:
        goal = goal_of(commitment, rules)
        return Track(
            goal, None, None, (), Shape.GEOMETRIC, unit, unit, base_steps, foreign, lacking,
            shown_target=None,
        )  # fmt: skip
    target = base.value * times
    goal = Goal(Sense.AT_LEAST, low=target, strict=commitment.comparator == "gt")
    return Track(
        goal=goal,
        mark=target,
        base=base,
        points=_after(points, base),
        shape=Shape.HOLD if times <= 1 else Shape.GEOMETRIC,
        unit=unit,
        scale_unit=unit,
        steps=(*base_steps, _times_step(commitment, base.value, times, target, unit)),
        caveats=(*foreign, *_nominal_multiple(commitment, lookup)),
        missing=lacking,
    )


def difference_track(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Track:
    """The lead over (or distance to) another area: own value minus the other's, period by period."""
    direct = lookup.observed(commitment, ("difference",))
    points, foreign = points_of(direct, commitment.unit)
    if not points and commitment.reference:
        points = _subtracted(commitment, lookup)
    base, base_steps, lacking = base_point(commitment, points, commitment.unit)
    if not points and not commitment.reference:
        lacking = (
            *lacking,
            Note("reference-area", "未指明与哪个地区比较", "The area to compare with is not named"),
        )
    goal = goal_of(commitment, rules)
    return Track(
        goal, goal.mark, base, _after(points, base), _shape(goal, base), commitment.unit, commitment.unit,
        (*base_steps, target_step(commitment, goal)), foreign, lacking,
    )  # fmt: skip


def _subtracted(commitment: Commitment, lookup: Lookup) -> tuple[Point, ...]:
    measures = ("share", "level", "ratio", "growth_rate")
    own = lookup.observed(commitment, measures)
    other = {o.period: o for o in lookup.observed(commitment, measures, subject=commitment.reference)}
    points = []
    for mine in own:
        theirs = other.get(mine.period)
        if theirs is None or mine.value is None or mine.period.end is None:
            continue
        their_value = in_unit(theirs, mine.unit)
        if their_value is None:
            continue
        gap = mine.value - their_value
        step = Step(
            f"{mine.period.label('zh')}差距：{plain(mine.value)} − {plain(their_value)} = {plain(gap)}",
            f"Difference in {mine.period.label('en')}: {plain(mine.value)} − {plain(their_value)} = {plain(gap)}",
            gap,
            f"{mine.value} - {their_value}",
        )
        points.append(Point(mine.period.end, gap, mine, None, mine.period.is_whole_years, (step,)))
    return tuple(points)


# -- base and target


def base_point(
    commitment: Commitment, points: tuple[Point, ...], unit: str | None, *, may_use_first: bool = True
) -> tuple[Point | None, tuple[Step, ...], tuple[Note, ...]]:
    """The base: the plan's own, else the evidence for the base year, else the first value since.

    Returns the point or None, the step that says so, and what is missing.
    """
    day = date(commitment.base_year, 12, 31)
    stated = _stated(commitment.baseline, unit)
    if stated is not None:
        return _with_step(Point(day, stated), unit, "基期值（规划所列）", "Base, as the plan states it")
    for point in points:
        if point.day == day and point.is_whole_year:
            return _with_step(point, unit, "基期值（观测）", "Base, as observed")
    lacking = Note(
        "baseline",
        f"缺少{commitment.base_year}年（基期）的“{commitment.indicator}”数据",
        f"No value of {commitment.name_en} for the base year {commitment.base_year}",
    )
    later = [p for p in points if day < p.day < commitment.due]
    if may_use_first and len(later) > 1:
        point, steps, _ = _with_step(
            later[0], unit, "期内首个观测值（代替基期值）", "First value of the period, in place of the base"
        )
        return point, steps, (lacking,)
    return None, (), (lacking,)


def _with_step(
    point: Point, unit: str | None, zh: str, en: str
) -> tuple[Point, tuple[Step, ...], tuple[Note, ...]]:
    year = point.day.year
    step = Step(
        f"{zh}：{year}年 {written(point.value, unit, 'zh', 4)}",
        f"{en}: {written(point.value, unit, 'en', 4)} in {year}",
        point.value,
        str(point.value),
    )
    return point, (step,), ()


def _stated(baseline: Quantity | None, unit: str | None) -> Decimal | None:
    if baseline is None:
        return None
    if unit is None or baseline.unit == unit:
        return baseline.value
    try:
        return baseline.to(unit).value
    except Exception:  # a base in a foreign unit is no base
        return None


SENSE_WORDS = {
    Sense.AT_LEAST: ("不低于", "at least"),
    Sense.AT_MOST: ("不高于", "at most"),
    Sense.WITHIN: ("在区间内", "within"),
}


def target_step(commitment: Commitment, goal: Goal, unit: str | None = None) -> Step:
    """The line that states the target, by when, and in which sense it binds."""
    unit = unit or commitment.unit
    zh, en = SENSE_WORDS[goal.sense]
    if goal.strict:
        zh, en = ("高于", "above") if goal.sense is Sense.AT_LEAST else ("低于", "below")
    low, high = goal.low, goal.high
    if goal.sense is Sense.WITHIN and low is not None and high is not None:
        zh_value, en_value = (
            f"{written(low, unit, 'zh', 4)}至{written(high, unit, 'zh', 4)}",
            f"{written(low, unit, 'en', 4)} to {written(high, unit, 'en', 4)}",
        )
    else:
        zh_value, en_value = written(goal.mark, unit, "zh", 4), written(goal.mark, unit, "en", 4)
    when_zh, when_en = _span(commitment)
    return Step(
        f"目标：{when_zh}{zh} {zh_value}", f"Target for {when_en}: {en} {en_value}", goal.mark, str(goal.mark)
    )


SPAN_WORDS = {
    "annual_average_growth": ("年均", " on average"),
    "growth_rate": ("年均", " on average"),
    "increment": ("累计新增", " in total"),
    "cumulative": ("累计", " in total"),
}


def _span(commitment: Commitment) -> tuple[str, str]:
    """What the target is counted over: 2025年, or 2021—2025年年均."""
    first, last = commitment.years
    if first == last or commitment.measure not in SPAN_WORDS:
        return f"{last}年", str(last)
    zh, en = SPAN_WORDS[commitment.measure]
    return f"{first}—{last}年{zh}", f"{first}-{last}{en}"


def _times_step(
    commitment: Commitment, base: Decimal, times: Decimal, target: Decimal, unit: str | None
) -> Step:
    year, factor = commitment.years[1], plain(times)
    zh = f"{written(base, unit, 'zh', 4)} × {factor} = {written(target, unit, 'zh', 4)}"
    en = f"{written(base, unit, 'en', 4)} × {factor} = {written(target, unit, 'en', 4)}"
    return Step(
        f"目标：{year}年达到基期的 {factor} 倍：{zh}",
        f"Target for {year}, {factor} times the base: {en}",
        target,
        f"{base} * {times}",
    )


# -- shape and observations


def _shape(goal: Goal, base: Point | None) -> Shape:
    """A target that the base already meets is to be held, not to be reached."""
    return Shape.HOLD if base is not None and goal.is_met_by(base.value) else Shape.LINEAR


def _after(points: tuple[Point, ...], base: Point | None) -> tuple[Point, ...]:
    return tuple(p for p in points if base is None or p.day > base.day)


def _observed(commitment: Commitment, lookup: Lookup) -> tuple[Observation, ...]:
    """Observations that may be compared with the target: whole years, or any day for what stands at a date."""
    measures = ANSWERS[commitment.measure]
    breakdown = threshold_breakdown(commitment.threshold)
    observed = lookup.observed(commitment, measures, breakdown=breakdown)
    if breakdown and not observed and _names_its_threshold(commitment):
        observed = lookup.observed(commitment, measures)
    if commitment.measure in POINT_IN_TIME or lookup.kind(commitment) in ("stock", "rank"):
        return observed
    return tuple(o for o in observed if o.period.is_whole_years and len(o.period.calendar_years) == 1)


def threshold_breakdown(threshold: Quantity | None) -> str:
    """The evidence store's breakdown for a size class: 100 亿元 -> ">=100亿元"; "" without one."""
    return f">={plain(threshold.value)}{threshold.unit}" if threshold else ""


def _names_its_threshold(commitment: Commitment) -> bool:
    """Whether the series' own name carries the size class (过百亿元企业数), so that it needs no breakdown."""
    name = commitment.indicator
    return any(mark in name for mark in ("亿", "万元")) or "_over_" in (commitment.concept or "")


def _nominal_multiple(commitment: Commitment, lookup: Lookup) -> tuple[Note, ...]:
    entry = lookup.indicator(commitment.concept)
    if entry is None or not entry.growth_at_constant_prices:
        return ()
    return (
        Note(
            "price-basis-unstated",
            "规划未写明翻番按现价还是可比价；这里按现价水平比较",
            "The plan does not say at which prices; levels at current prices are compared here",
        ),
    )
