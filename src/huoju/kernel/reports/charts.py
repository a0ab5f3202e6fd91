"""Charts as Vega-Lite specifications: one for the page and for print. Pure: values in, a dictionary out.

The browser draws it with vega-embed, a report renders it with vl-convert; neither needs this module's
caller to know Vega. The dictionary is written out by hand, since Altair takes a second to import and would
give the same one; a test validates it against Altair's schema.

Start reading at `path_chart`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
INK, INK_2, INK_3, LINE, RULE = "#1c2430", "#455063", "#5f6a7a", "#eef1f4", "#c3cad3"
OBSERVED, EARLIER, TARGET = "#2f6fb3", "#8b95a3", "#b3261e"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of a chart: `at` in years (2025 is the end of 2025, 2024.5 the middle of 2025)."""

    at: float
    value: float
    label: str
    hint: str = ""  # what hovering says: period, exact value, source


@dataclass(frozen=True, slots=True)
class PathChart:
    """What the chart of one commitment shows. Words are in the reader's language already.

    `path` is the required path, base to target; `earlier` are values of earlier vintages; `source` is the
    line under the chart. An empty part is left out, never drawn as zero.
    """

    title: str
    unit: str
    observed: tuple[Mark, ...] = ()
    baseline: Mark | None = None
    target: Mark | None = None
    path: tuple[tuple[float, float], ...] = ()
    earlier: tuple[Mark, ...] = ()
    path_label: str = ""
    floor_label: str = ""  # "纵轴自 {floor} 起": said when the axis does not start at zero
    source: str = ""
    is_rank: bool = False  # a place in a ranking: 1 stands at the top
    years: tuple[int, int] = field(default=(0, 0))

    @property
    def values(self) -> list[float]:
        marks = [*self.observed, *self.earlier, *(m for m in (self.baseline, self.target) if m)]
        return [mark.value for mark in marks] + [value for _, value in self.path]


def path_chart(chart: PathChart, *, width: int | str = "container", height: int = 260) -> dict[str, Any]:
    """The specification: required path dashed, observations as a line, target as an open ring, labels at them."""
    low, high = axis_domain(chart.values, is_rank=chart.is_rank)
    layers = [
        *_path_layers(chart),
        *_earlier_layers(chart),
        *_observed_layers(chart),
        *_single(chart.baseline, OBSERVED, filled=True, below=True),
        *_single(chart.target, TARGET, filled=False, below=False),
    ]
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "background": "transparent",
        "autosize": {"type": "fit", "contains": "padding"},
        "encoding": {"x": _years(chart), "y": _values(chart, low, high)},
        "layer": layers,
        "config": _config(),
    }


def axis_domain(values: Sequence[float], *, is_rank: bool = False) -> tuple[float, float]:
    """Floor and ceiling of the value axis: zero unless all values lie well above it, then a round number below.

    >>> axis_domain([435.3, 547.8, 870.6])
    (400.0, 900.0)
    """
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    if is_rank:
        return 1.0, max(high * 1.15, 5.0)
    span = (high - low) or abs(high) or 1.0
    step = 10 ** math.floor(math.log10(span)) / (2 if span < 2.5 * 10 ** math.floor(math.log10(span)) else 1)
    ceiling = math.ceil((high + span * 0.06) / step) * step
    if low >= 0 and low < 0.4 * high:
        return 0.0, float(ceiling)
    floor = math.floor((low - span * 0.12) / step) * step
    return float(max(floor, 0.0) if low >= 0 else floor), float(ceiling)


# -- parts


def _years(chart: PathChart) -> dict[str, Any]:
    axis = {
        "format": "d",
        "tickMinStep": 1,
        "grid": False,
        "title": None,
        "domainColor": RULE,
        "tickColor": RULE,
    }
    first, last = _span(chart)
    axis["values"] = list(range(math.floor(first), math.ceil(last) + 1))
    return {
        "field": "at", "type": "quantitative", "axis": axis,
        "scale": {"domain": [first - 0.15, last + 0.35], "nice": False, "zero": False},
    }  # fmt: skip


def _span(chart: PathChart) -> tuple[float, float]:
    marks = [*chart.observed, *chart.earlier, *(m for m in (chart.baseline, chart.target) if m)]
    ats = [mark.at for mark in marks] + [at for at, _ in chart.path] + [year for year in chart.years if year]
    return (min(ats), max(ats)) if ats else (0, 1)


def _values(chart: PathChart, low: float, high: float) -> dict[str, Any]:
    return {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": None, "tickCount": 5, "domain": False, "ticks": False, "gridColor": LINE},
        "scale": {"domain": [low, high], "nice": False, "zero": False, "reverse": chart.is_rank},
    }


def _path_layers(chart: PathChart) -> list[dict[str, Any]]:
    if len(chart.path) < 2:
        return []
    rows = [{"at": at, "value": value} for at, value in chart.path]
    middle = rows[max(1, (2 * len(rows)) // 3 - 1)] | {"label": chart.path_label}
    line = {"type": "line", "strokeDash": [4, 4], "color": EARLIER, "strokeWidth": 1.5}
    return [
        {"data": {"values": rows}, "mark": line},
        _label(middle, INK_3, dx=-8, dy=-8, align="right"),
    ]


def _earlier_layers(chart: PathChart) -> list[dict[str, Any]]:
    if not chart.earlier:
        return []
    point = {"type": "point", "size": 40, "color": EARLIER, "shape": "diamond", "filled": False, "opacity": 1}
    return [{"data": {"values": [_row(mark) for mark in chart.earlier]}, "mark": point, "encoding": _hints()}]


def _observed_layers(chart: PathChart) -> list[dict[str, Any]]:
    if not chart.observed:
        return []
    rows = [_row(mark) for mark in chart.observed]
    joined = [_row(chart.baseline), *rows] if chart.baseline else rows
    layers: list[dict[str, Any]] = []
    if len(joined) > 1:
        layers.append(
            {"data": {"values": joined}, "mark": {"type": "line", "color": OBSERVED, "strokeWidth": 2}}
        )
    point = {"type": "point", "filled": True, "size": 60, "color": OBSERVED, "opacity": 1}
    layers.append({"data": {"values": rows}, "mark": point, "encoding": _hints()})
    labelled = rows if len(rows) <= 7 else [rows[-1]]
    return layers + [_label(row, INK_2, dx=4, dy=14, align="left") for row in labelled]


def _single(mark: Mark | None, color: str, *, filled: bool, below: bool) -> list[dict[str, Any]]:
    if mark is None:
        return []
    point = {"type": "point", "filled": filled, "size": 80, "color": color, "strokeWidth": 2, "opacity": 1}
    if not filled:
        point["fill"] = "#ffffff"
    ink = INK_2 if below else color
    label = _label(
        _row(mark), ink, dx=4 if below else 0, dy=16 if below else -14, align="left" if below else "center"
    )
    if not below:
        label["mark"]["align"] = "right"
        label["mark"]["dx"] = 10
    return [{"data": {"values": [_row(mark)]}, "mark": point, "encoding": _hints()}, label]


def _label(row: dict[str, Any], color: str, *, dx: int, dy: int, align: str) -> dict[str, Any]:
    mark = {"type": "text", "color": color, "dx": dx, "dy": dy, "align": align, "fontSize": 12}
    return {
        "data": {"values": [row]},
        "mark": mark,
        "encoding": {"text": {"field": "label", "type": "nominal"}},
    }


def _row(mark: Mark) -> dict[str, Any]:
    return {"at": mark.at, "value": mark.value, "label": mark.label, "hint": mark.hint or mark.label}


def _hints() -> dict[str, Any]:
    return {"tooltip": {"field": "hint", "type": "nominal"}}


def _config() -> dict[str, Any]:
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK_2, "labelFontSize": 12}
    return {"font": FONT, "axis": text, "view": {"stroke": None}, "text": {"font": FONT}}
