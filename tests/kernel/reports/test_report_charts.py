"""Charts: one specification, valid for Altair's schema, drawn from figures and never from guesses."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoju.kernel.reports.charts import Mark, PathChart, axis_domain, path_chart

GDP = PathChart(
    title="地区生产总值",
    unit="亿元",
    observed=(Mark(2022, 547.8, "547.8"),),
    baseline=Mark(2020, 435.3, "基期 435.3"),
    target=Mark(2025, 870.6, "目标 870.6"),
    path=((2020, 435.3), (2021, 500.0), (2022, 574.4), (2023, 659.8), (2024, 757.9), (2025, 870.6)),
    earlier=(Mark(2022, 540, "540"),),
    path_label="所需路径",
    years=(2020, 2025),
)


@pytest.mark.parametrize(
    "chart", [GDP, PathChart("空", "家"), PathChart("位次", "", (Mark(2020, 28, "28"),), is_rank=True)]
)
def test_the_specification_fits_the_schema_of_vega_lite(chart):
    altair = pytest.importorskip("altair")
    altair.LayerChart.from_dict(path_chart(chart), validate=True)


def test_every_part_is_labelled_where_it_stands():
    text = json.dumps(path_chart(GDP), ensure_ascii=False)
    for label in ("基期 435.3", "547.8", "目标 870.6", "所需路径"):
        assert label in text
    assert '"legend"' not in text


def test_what_is_unknown_is_left_out_and_not_drawn_as_zero():
    spec = path_chart(PathChart("甲", "家", target=Mark(2025, 200, "200")))
    values = [row["value"] for layer in spec["layer"] for row in layer["data"]["values"]]
    assert set(values) == {200}


def test_a_rank_has_the_first_place_on_top():
    assert path_chart(PathChart("位次", "", (Mark(2020, 28, "28"),), is_rank=True))["encoding"]["y"]["scale"][
        "reverse"
    ]


@pytest.mark.parametrize(
    ("values", "domain"),
    [
        ([], (0, 1)),
        ([0, 10], (0, 11)),
        ([435.3, 870.6], (300, 900)),
        ([96, 96.9], (95.5, 97)),
        ([5, 5], (4, 6)),
    ],
)
def test_the_axis_starts_at_a_sensible_floor(values, domain):
    low, high = axis_domain(values)
    assert low <= min(values, default=0)
    assert high >= max(values, default=1)
    if domain[0] == 0:
        assert low == 0


@given(st.lists(st.floats(-1e9, 1e12, allow_nan=False), min_size=1, max_size=20))
def test_the_axis_holds_every_value(values):
    low, high = axis_domain(values)
    assert low <= min(values)
    assert max(values) <= high
    assert low < high


def test_print_and_page_draw_the_same_specification():
    vl_convert = pytest.importorskip("vl_convert")
    svg = vl_convert.vegalite_to_svg(path_chart(GDP, width=520))
    assert "目标 870.6" in svg
