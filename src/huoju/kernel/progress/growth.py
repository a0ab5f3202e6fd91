"""Tracks of growth: average yearly growth over a period, and the growth of one year.

Average growth is judged on an index (base year = 100). Sources in this order: a published average for the
years so far; published yearly rates, chained; levels at current prices, with a caveat where the indicator's
growth is counted at constant prices (可比价), and then never as proof. Pure.

References
----------
China Statistical Yearbook, explanatory notes: average annual growth by the level method (水平法), the nth
root of end over base; GDP and value added grow at constant prices.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import WIDE, plain, written
from huoju.kernel.progress.assessments import Note, Step
from huoju.kernel.progress.goals import Goal, Sense, goal_of
from huoju.kernel.progress.levels import base_point, target_step
from huoju.kernel.progress.lookups import Lookup, in_unit, points_of, years_as_text
from huoju.kernel.progress.tracks import Point, Shape, Track, power

if TYPE_CHECKING:
    from huoju.kernel.evidence import Observation
    from huoju.kernel.progress.commitments import Commitment
    from huoju.kernel.progress.thresholds import ProgressRules

HUNDRED = Decimal(100)
# Statistical communiques publish rates of growth to one decimal; an average we compute is compared as such.
PUBLISHED_DIGITS = Decimal("0.1")


def average_growth_track(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Track:
    """Average yearly growth from the base year to the due year, on an index with base 100."""
    goal = goal_of(commitment, rules)
    first = commitment.base_year
    years = commitment.years[1] - first
    mark = _index(goal.mark, years)
    points, caveats, missing, cannot = _average_points(commitment, lookup)
    return Track(
        goal=goal,
        mark=mark,
        base=Point(date(first, 12, 31), HUNDRED),
        points=points,
        shape=_shape(goal),
        unit="%",
        scale_unit="%",
        steps=(target_step(commitment, goal), _index_step(goal.mark, first, years, mark)),
        caveats=caveats,
        missing=missing,
        cannot_conclude=cannot,
        shown_target=goal.mark,
        is_pace=True,
    )


def _shape(goal: Goal) -> Shape:
    """A curve towards the goal; a bound that standing still would keep is to be held."""
    towards = goal.mark < 0 if goal.sense is Sense.AT_MOST else goal.mark > 0
    return Shape.GEOMETRIC if towards else Shape.HOLD


def growth_rate_track(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Track:
    """The growth of one year. Before that year is over, the latest rate of the plan period stands in."""
    goal = goal_of(commitment, rules)
    observed = lookup.observed(commitment, ("growth_rate",))
    points, foreign = points_of(observed, "%")
    caveats = foreign
    if not points:
        points, caveats = _rates_from_levels(commitment, lookup)
    since = date(commitment.plan_start - 1, 12, 31)
    return Track(
        goal, goal.mark, None, tuple(p for p in points if p.day > since), Shape.HOLD, "%", "%",
        (target_step(commitment, goal, "%"),), caveats,
    )  # fmt: skip


# -- the three sources of average growth, best first

_Found = tuple[tuple[Point, ...], tuple[Note, ...], tuple[Note, ...], "Note | None"]


def _average_points(commitment: Commitment, lookup: Lookup) -> _Found:
    published = _published(commitment, lookup)
    chained, gap = _chained(commitment, lookup)
    at_constant = _counts_at_constant_prices(commitment, lookup)
    by_day = {p.day: p for p in (*chained, *published)}
    missing = _missing_rates(commitment, gap) if gap else ()
    if by_day and at_constant:
        return _in_order(by_day), (), missing, None
    levels, lacking = _from_levels(commitment, lookup)
    by_day = {p.day: p for p in levels} | by_day
    if not at_constant:
        return _in_order(by_day), (), () if by_day else (*lacking, *missing), None
    if not by_day:
        return (), (), (_no_rates(commitment), *lacking), None
    return _in_order(by_day), (NOMINAL,), (_no_rates(commitment),), NOMINAL


NOMINAL = Note(
    "nominal-levels",
    "该指标增速按可比价计算；这里只有现价水平，推算的是名义增速，不能据此认定完成与否",
    "Growth of this indicator counts at constant prices; from levels at current prices this is nominal growth "
    "and proves neither success nor failure",
)


def _published(commitment: Commitment, lookup: Lookup) -> tuple[Point, ...]:
    first = commitment.base_year + 1
    points = []
    for observation in lookup.observed(commitment, ("annual_average_growth",)):
        years, period = observation.period.calendar_years, observation.period
        rate = in_unit(observation, "%")
        if not years or years[0] != first or not period.is_whole_years or rate is None or period.end is None:
            continue
        step = Step(
            f"公布的{years[0]}—{years[-1]}年年均增长：{written(rate, '%', 'zh', 4)}",
            f"Published average growth {years[0]}-{years[-1]}: {written(rate, '%', 'en', 4)}",
            rate,
            str(rate),
        )
        points.append(Point(period.end, _index(rate, len(years)), observation, rate, steps=(step,)))
    return tuple(points)


def _chained(commitment: Commitment, lookup: Lookup) -> tuple[tuple[Point, ...], tuple[int, ...]]:
    """Yearly rates chained without a gap from the first year; also the years after which the chain breaks."""
    rates: dict[int, Observation] = {}
    for observation in lookup.observed(commitment, ("growth_rate",)):
        if observation.period.is_whole_years and len(observation.period.calendar_years) == 1:
            rates[observation.period.calendar_years[0]] = observation
    index, factors, points, year = HUNDRED, [], [], commitment.base_year + 1
    while year in rates and year <= commitment.years[1]:
        rate = in_unit(rates[year], "%")
        if rate is None:
            break
        index = WIDE.multiply(index, 1 + rate / HUNDRED)
        factors.append(rate)
        points.append(_chained_point(rates[year], index, tuple(factors), commitment.base_year))
        year += 1
    gap = tuple(y for y in range(year, max(rates, default=year - 1) + 1) if y not in rates)
    return tuple(points), gap


def _chained_point(
    observation: Observation, index: Decimal, rates: tuple[Decimal, ...], base_year: int
) -> Point:
    average, years = average_rate(index, len(rates)), len(rates)
    product = " × ".join(f"(1 + {plain(r)}%)" for r in rates)
    formula = " * ".join(f"(1 + {r} / 100)" for r in rates)
    steps = (
        Step(
            f"以{base_year}年为100，逐年增速连乘：100 × {product} = {plain(index, 2)}",
            f"Yearly rates chained, {base_year} = 100: 100 × {product} = {plain(index, 2)}",
            index,
            f"100 * {formula}",
        ),
        _average_step(index, HUNDRED, years, average, "%", base_year),
    )
    end = observation.period.end
    assert end is not None
    return Point(end, index, observation, average.quantize(PUBLISHED_DIGITS, ROUND_HALF_UP), steps=steps)


def _from_levels(commitment: Commitment, lookup: Lookup) -> tuple[tuple[Point, ...], tuple[Note, ...]]:
    """Average growth from the base year's level to each later one, at current prices."""
    observed = tuple(
        o
        for o in lookup.observed(commitment, ("level", "count"))
        if o.period.is_whole_years and len(o.period.calendar_years) == 1
    )
    unit = commitment.baseline.unit if commitment.baseline else (observed[0].unit if observed else None)
    levels, _ = points_of(observed, unit)
    base, base_steps, lacking = base_point(commitment, levels, unit, may_use_first=False)
    if base is None or base.value <= 0:
        return (), lacking
    points = []
    for level in levels:
        years = level.day.year - base.day.year
        if years < 1 or level.value <= 0 or level.day > commitment.due:
            continue
        index = WIDE.divide(level.value * HUNDRED, base.value)
        average = average_rate(index, years)
        step = _average_step(level.value, base.value, years, average, unit, base.day.year)
        shown = average.quantize(PUBLISHED_DIGITS, ROUND_HALF_UP)
        points.append(Point(level.day, index, level.observation, shown, steps=(*base_steps, step)))
    return tuple(points), ()


def _rates_from_levels(commitment: Commitment, lookup: Lookup) -> tuple[tuple[Point, ...], tuple[Note, ...]]:
    """Yearly growth from neighbouring levels; refused where growth counts at constant prices."""
    if _counts_at_constant_prices(commitment, lookup):
        return (), ()
    levels, foreign = points_of(
        tuple(o for o in lookup.observed(commitment, ("level", "count")) if o.period.is_whole_years), None
    )
    points = []
    for before, after in pairwise(levels):
        if after.day.year - before.day.year != 1 or before.value <= 0:
            continue
        rate = (WIDE.divide(after.value, before.value) - 1) * HUNDRED
        unit = after.observation.unit if after.observation else None
        step = _average_step(after.value, before.value, 1, rate, unit, before.day.year)
        shown = rate.quantize(PUBLISHED_DIGITS, ROUND_HALF_UP)
        points.append(Point(after.day, rate, after.observation, shown, steps=(step,)))
    return tuple(points), foreign


# -- arithmetic


def _index(rate: Decimal, years: int) -> Decimal:
    """Index after `years` of growth at `rate` percent, base 100."""
    return WIDE.multiply(HUNDRED, WIDE.power(1 + rate / HUNDRED, years))


def average_rate(index: Decimal, years: int) -> Decimal:
    """Average yearly growth in percent that leads from 100 to `index` in `years`, not rounded."""
    ratio = WIDE.divide(index, HUNDRED)
    if ratio <= 0:
        return -HUNDRED
    root = ratio if years == 1 else power(ratio, WIDE.divide(Decimal(1), Decimal(years)))
    return (root - 1) * HUNDRED


def _average_step(
    end: Decimal, base: Decimal, years: int, average: Decimal, unit: str | None, base_year: int
) -> Step:
    end_zh = plain(end, 2) if unit == "%" else written(end, unit, "zh")
    base_zh = plain(base, 2) if unit == "%" else written(base, unit, "zh")
    end_en = plain(end, 2) if unit == "%" else written(end, unit, "en")
    base_en = plain(base, 2) if unit == "%" else written(base, unit, "en")
    last = base_year + years
    root = f"^(1/{years})" if years > 1 else ""
    return Step(
        f"{base_year + 1}—{last}年年均增长：({end_zh} ÷ {base_zh}){root} − 1 = {plain(average, 2)}%",
        f"Average growth {base_year + 1}-{last}: ({end_en} ÷ {base_en}){root} − 1 = {plain(average, 2)}%",
        average,
        f"(({end} / {base}) ** (1 / {years}) - 1) * 100",
    )


def _index_step(rate: Decimal, base_year: int, years: int, mark: Decimal) -> Step:
    return Step(
        f"以{base_year}年为100，{years}年后应为：100 × (1 + {plain(rate)}%)^{years} = {plain(mark, 2)}",
        f"With {base_year} = 100, after {years} years: 100 × (1 + {plain(rate)}%)^{years} = {plain(mark, 2)}",
        mark,
        f"100 * (1 + {rate} / 100) ** {years}",
    )


def _in_order(by_day: dict[date, Point]) -> tuple[Point, ...]:
    return tuple(by_day[day] for day in sorted(by_day))


def _counts_at_constant_prices(commitment: Commitment, lookup: Lookup) -> bool:
    entry = lookup.indicator(commitment.concept)
    return bool(entry and entry.growth_at_constant_prices)


def _missing_rates(commitment: Commitment, years: tuple[int, ...]) -> tuple[Note, ...]:
    return (
        Note(
            "yearly-rates",
            f"缺少{years_as_text(years)}的“{commitment.indicator}”增速，其后的增速无法连乘",
            f"No growth of {commitment.name_en} for {', '.join(map(str, years))}: later rates cannot be chained",
        ),
    )


def _no_rates(commitment: Commitment) -> Note:
    return Note(
        "constant-price-growth",
        f"缺少“{commitment.indicator}”按可比价计算的逐年增速",
        f"No yearly growth of {commitment.name_en} at constant prices",
    )
