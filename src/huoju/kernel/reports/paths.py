"""From one commitment, its assessment and its evidence to a chart of its path. Pure.

A commitment to a growth rate whose base is known in money or heads is drawn in those: the base, the value
that each year must reach, the values observed. Without such a base the index (base year = 100) is drawn.
Start reading at `chart_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import ENGLISH, plain, written
from huoju.kernel.reports.charts import Mark, PathChart, axis_domain

if TYPE_CHECKING:
    from huoju.kernel.evidence import Observation
    from huoju.kernel.progress import Assessment, Commitment

GROWTH = ("annual_average_growth", "growth_rate")

WORDS = {
    "base": ("基期 {value}", "base {value}"),
    "target": ("目标 {value}", "target {value}"),
    "path": ("所需路径", "required path"),
    "floor": ("纵轴自 {value} 起", "The axis starts at {value}"),
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
    levels = levels_of(commitment, assessment)
    unit = levels.unit
    observed = tuple(mark for mark in (_observed(item, unit, language) for item in series) if mark)
    if levels.target is None and not observed:
        return None
    baseline = _baseline(commitment, levels.base, unit, language)
    chart = PathChart(
        title=title,
        unit=_scale(unit, language)[1],
        observed=tuple(m for m in observed if baseline is None or m.at != baseline.at),
        baseline=baseline,
        target=_target(commitment, levels.target, unit, language),
        path=tuple((float(year), float(value * _scale(unit, language)[0])) for year, value in levels.path),
        earlier=tuple(mark for mark in (_observed(item, unit, language) for item in earlier) if mark),
        path_label=_say("path", language),
        source=source,
        is_rank=commitment.measure == "rank",
        years=(min(commitment.base_year, commitment.plan_start), commitment.years[1]),
    )
    return _with_floor(chart, language)


@dataclass(frozen=True, slots=True)
class Levels:
    """Base, target and path on the scale that the chart is drawn in: `unit` as the plan prints it."""

    unit: str
    base: Decimal | None
    target: Decimal | None
    path: tuple[tuple[int, Decimal], ...]


def levels_of(commitment: Commitment, assessment: Assessment) -> Levels:
    """What each year must reach: in money or heads where the base is known in them, else on the track's scale."""
    path = assessment.path
    if commitment.measure in GROWTH:
        base = commitment.baseline
        if base is None or not path or base.unit in ("%", "个百分点"):
            target = assessment.target if commitment.measure == "growth_rate" else None
            return Levels("%", None, target, ())
        levels = tuple((year, base.value * value / path[0][1]) for year, value in path)
        return Levels(base.unit, base.value, levels[-1][1], levels)
    target = path[-1][1] if path else assessment.target
    if commitment.measure == "composition":
        target = None
    first = path[0][1] if path else assessment.baseline
    return Levels(assessment.unit or commitment.unit or "", first, target, path)


def _scale(unit: str, language: str) -> tuple[Decimal, str]:
    """Factor and name of the unit on the axis: 亿元 in Chinese, a tenth of a billion yuan in English."""
    if not language.startswith("en"):
        return Decimal(1), unit
    factor, name = ENGLISH.get(unit, (Decimal(1), unit))
    return factor, name


def _observed(item: Observation, unit: str, language: str) -> Mark | None:
    if item.value is None or item.period.end is None:
        return None
    value = _in_unit(item.value, item.unit, unit)
    if value is None:
        return None
    end = item.period.end
    at = end.year if (end.month, end.day) == (12, 31) else end.year - 1 + end.timetuple().tm_yday / 365
    value *= _scale(unit, language)[0]
    hint = f"{item.period} {written(item.value, item.unit, language, 4)} {item.source}"
    return Mark(float(at), float(value), plain(value, 4), hint)


def _in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    if unit == wanted or not wanted:
        return value
    from huoju.kernel.catalog import UnitMismatch, UnknownUnit, convert

    try:
        return convert(value, unit, wanted)
    except (UnitMismatch, UnknownUnit):
        return None


def _baseline(commitment: Commitment, base: Decimal | None, unit: str, language: str) -> Mark | None:
    return None if base is None else _mark("base", commitment.base_year, base, unit, language)


def _target(commitment: Commitment, target: Decimal | None, unit: str, language: str) -> Mark | None:
    return None if target is None else _mark("target", commitment.years[1], target, unit, language)


def _mark(name: str, year: int, value: Decimal, unit: str, language: str) -> Mark:
    scaled = value * _scale(unit, language)[0]
    label = _say(name, language, value=plain(scaled, 1 if abs(scaled) >= 100 else 2))
    return Mark(float(year), float(scaled), label, f"{year} {written(value, unit, language)}")


def _with_floor(chart: PathChart, language: str) -> PathChart:
    floor = axis_domain(chart.values, is_rank=chart.is_rank)[0]
    if floor <= 0 or chart.is_rank:
        return chart
    return replace(chart, floor_label=_say("floor", language, value=plain(Decimal(str(floor)), 2)))


def _say(name: str, language: str, **fields: object) -> str:
    zh, en = WORDS[name]
    return (en if language.startswith("en") else zh).format(**fields)
