"""From one commitment, its assessment and its evidence to a chart of its path. Pure.

A commitment to a growth rate whose base is known in money or heads is drawn in those: the base, the value
that each year must reach, the values observed. Without such a base the index (base year = 100) is drawn.
Start reading at `chart_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.progress.wording import plain, written
from huoju.kernel.reports.charts import Mark, PathChart, axis_domain

if TYPE_CHECKING:
    from huoju.kernel.evidence import Observation
    from huoju.kernel.progress import Assessment, Commitment

GROWTH = ("annual_average_growth", "growth_rate")
HUNDRED = Decimal(100)

WORDS = {
    "base": ("基期 {value}", "base {value}"),
    "target": ("目标 {value}", "target {value}"),
    "path": ("所需路径", "required path"),
    "floor": ("纵轴自 {value} 起", "axis starts at {value}"),
    "index": ("指数（{year} 年为 100）", "index ({year} = 100)"),
}


def chart_of(
    commitment: Commitment,
    assessment: Assessment,
    series: Sequence[Observation],
    *,
    language: str,
    title: str = "",
    earlier: Sequence[Observation] = (),
    source: str = "",
) -> PathChart | None:
    """The chart of one commitment; None when there is neither a target value nor an observation.

    `series` holds the observations to draw as published; those in another unit are converted where the
    catalog can, else left out. `earlier` holds values of earlier vintages.
    """
    unit, base, target, path = _scale(commitment, assessment)
    observed = tuple(mark for mark in (_observed(item, unit, language) for item in series) if mark)
    if target is None and not observed:
        return None
    baseline = _baseline(commitment, base, unit, language, observed)
    chart = PathChart(
        title=title,
        unit=_unit_words(commitment, assessment, unit, language),
        observed=tuple(m for m in observed if baseline is None or m.at != baseline.at),
        baseline=baseline,
        target=_target(commitment, target, unit, language),
        path=path,
        earlier=tuple(mark for mark in (_observed(item, unit, language) for item in earlier) if mark),
        path_label=_say("path", language),
        source=source,
        is_rank=commitment.measure == "rank",
        years=(min(commitment.base_year, commitment.plan_start), commitment.years[1]),
    )
    return _with_floor(chart, language)


def _scale(
    commitment: Commitment, assessment: Assessment
) -> tuple[str, Decimal | None, Decimal | None, tuple[tuple[float, float], ...]]:
    """Unit, base, target and path of the chart: levels where the base is a level, else the track's own scale."""
    path = assessment.path
    if commitment.measure in GROWTH:
        if commitment.baseline is None or not path or commitment.baseline.unit in ("%", "个百分点"):
            return "%", None, assessment.target if commitment.measure == "growth_rate" else None, ()
        base = commitment.baseline.value
        levels = tuple((float(year), float(base * value / path[0][1])) for year, value in path)
        return commitment.baseline.unit, base, base * path[-1][1] / path[0][1], levels
    target = path[-1][1] if path else assessment.target
    if commitment.measure == "composition":
        target = None
    base = path[0][1] if path else assessment.baseline
    return assessment.unit or commitment.unit or "", base, target, tuple((float(y), float(v)) for y, v in path)


def _observed(item: Observation, unit: str, language: str) -> Mark | None:
    if item.value is None or item.period.end is None:
        return None
    value = _in_unit(item.value, item.unit, unit)
    if value is None:
        return None
    end = item.period.end
    at = end.year if (end.month, end.day) == (12, 31) else end.year - 1 + end.timetuple().tm_yday / 365
    words = written(item.value, item.unit, language, 4)
    return Mark(float(at), float(value), plain(value, 4), f"{item.period} {words} {item.source}")


def _in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    if unit == wanted or not wanted:
        return value
    from huoju.kernel.catalog import UnitMismatch, UnknownUnit, convert

    try:
        return convert(value, unit, wanted)
    except (UnitMismatch, UnknownUnit):
        return None


def _baseline(
    commitment: Commitment, base: Decimal | None, unit: str, language: str, observed: Sequence[Mark]
) -> Mark | None:
    if base is None:
        return None
    label = _say("base", language, value=plain(base, 4))
    return Mark(float(commitment.base_year), float(base), label, f"{commitment.base_year} {written(base, unit, language)}")


def _target(commitment: Commitment, target: Decimal | None, unit: str, language: str) -> Mark | None:
    if target is None:
        return None
    label = _say("target", language, value=plain(target, 1 if abs(target) >= 100 else 2))
    year = commitment.years[1]
    return Mark(float(year), float(target), label, f"{year} {written(target, unit, language)}")


def _with_floor(chart: PathChart, language: str) -> PathChart:
    from dataclasses import replace

    floor = axis_domain(chart.values, is_rank=chart.is_rank)[0]
    if floor <= 0 or chart.is_rank:
        return chart
    return replace(chart, floor_label=_say("floor", language, value=plain(Decimal(str(floor)), 2)))


def _unit_words(commitment: Commitment, assessment: Assessment, unit: str, language: str) -> str:
    from huoju.kernel.catalog import find_unit

    known = find_unit(unit) if unit else None
    return known.name_en if known and language.startswith("en") else unit


def _say(name: str, language: str, **fields: object) -> str:
    zh, en = WORDS[name]
    return (en if language.startswith("en") else zh).format(**fields)
