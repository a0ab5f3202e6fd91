"""What a pack adds to the evidence: new and changed rows once, what left the pack is withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from huoju.kernel.catalog import Period
from huoju.kernel.evidence import Observation
from huoju.kernel.packs.evidence import known_on, to_append

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def seen(year: int = 2021, value: str = "200", *, vintage: date = date(2022, 2, 1), **other) -> Observation:
    return Observation(
        indicator="gdp", subject="small", period=Period.of_year(year), value=Decimal(value), unit="亿元",
        source="公报", vintage=known_on(vintage), recorder="pack:small", **other,
    )  # fmt: skip


def test_a_day_in_china_begins_eight_hours_before_utc():
    assert known_on(date(2022, 2, 1)) == datetime(2022, 1, 31, 16, tzinfo=UTC)


def test_an_empty_store_takes_every_row():
    rows = (seen(2021), seen(2022))
    assert to_append(rows, (), at=NOW) == rows


def test_what_stands_already_is_not_written_again():
    rows = (seen(2021), seen(2022))
    assert to_append(rows, rows, at=NOW) == ()


def test_a_changed_value_is_written_beside_the_old_one():
    assert to_append([seen(value="201")], [seen(value="200")], at=NOW) == (seen(value="201"),)


def test_a_value_changed_back_is_written_again():
    stored = [seen(value="200"), seen(value="201")]
    assert to_append([seen(value="200")], stored, at=NOW) == (seen(value="200"),)


def test_a_new_vintage_of_a_cell_leaves_the_old_one_alone():
    old, new = seen(value="200"), seen(value="202", vintage=date(2022, 11, 1))
    assert to_append([old, new], [old], at=NOW) == (new,)


def test_a_cell_that_left_the_pack_is_withdrawn_once():
    old = seen()
    (gone,) = to_append([], [old], at=NOW)
    assert (gone.status, gone.value, gone.vintage) == ("withdrawn", None, NOW)
    assert to_append([], [old, gone], at=NOW) == ()


years = st.integers(2016, 2025)
values = st.integers(0, 999).map(str)
tables = st.dictionaries(years, values, max_size=8).map(
    lambda cells: tuple(seen(year, value) for year, value in cells.items())
)


@given(tables, tables)
def test_after_one_load_nothing_is_left_to_append(before, after):
    stored = (*before, *to_append(after, before, at=NOW))
    assert to_append(after, stored, at=NOW) == ()


@given(tables)
def test_the_order_of_the_rows_changes_nothing(rows):
    forward = to_append(rows, (), at=NOW)
    backward = to_append(tuple(reversed(rows)), (), at=NOW)
    assert set(forward) == set(backward)


def test_the_batch_is_named_by_pack_moment_and_content():
    from huoju.kernel.packs import Pack, PlanFacts
    from huoju.kernel.packs.evidence import batch_id

    pack = Pack("small", "小区", "Small", True, "small", PlanFacts("p", "t", "t", 2021, 2025))
    first, second = batch_id(pack, [seen()], NOW), batch_id(pack, [replace(seen(), note="又")], NOW)
    assert first.startswith("pack:small:20260101T000000Z:")
    assert first != second
