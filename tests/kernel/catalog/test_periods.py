"""Periods: what people write is read, and what is printed can be read again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoju.kernel.catalog import EACH_YEAR, BadPeriod, Frequency, Period

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
years = st.integers(1950, 2150)
months = st.integers(1, 12)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Years, spans of years, spans of months, and spans of any days."""
    kind = draw(st.sampled_from(["years", "months", "days"]))
    if kind == "years":
        first = draw(years)
        return Period.of_years(first, first + draw(st.integers(0, 30)))
    if kind == "months":
        first, last = sorted((draw(months), draw(months)))
        return Period.of_months(draw(years), first, last)
    start = draw(days)
    return Period.between(start, start + timedelta(days=draw(st.integers(0, 1000))))


@given(periods() | st.just(EACH_YEAR))
def test_printed_and_read_again_it_is_the_same(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods())
def test_a_period_contains_its_days_and_no_day_around(period: Period) -> None:
    assert period.start
    assert period.end
    assert period.contains(period.start)
    assert period.contains(period.end)
    assert not period.contains(period.start - timedelta(days=1))
    assert not period.contains(period.end + timedelta(days=1))


@given(periods(), st.integers(-20, 20))
def test_shifted_there_and_back_it_is_the_same_but_for_a_leap_day(period: Period, by: int) -> None:
    again = period.shifted_years(by).shifted_years(-by)
    has_leap_day = any(day and (day.month, day.day) == (2, 29) for day in (period.start, period.end))
    assert again == period or has_leap_day


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2025", "2025"),
        ("2025年", "2025"),
        ("２０２５年", "2025"),
        ("2025 年", "2025"),
        ("2024年上半年", "2024-H1"),
        ("2024年三季度", "2024-Q3"),
        ("2024年1-9月", "2024-01..2024-09"),
        ("2024年1-3月", "2024-Q1"),
        ("2024年1-12月", "2024"),
        ("2024年6月", "2024-06"),
        ("202406", "2024-06"),
        ("2025-06-30", "2025-06-30"),
        ("2016/2020", "2016-2020"),
        ("2021-2025年", "2021-2025"),
        ("“十四五”", "2021-2025"),
        ("每年", "annual"),
    ],
)
def test_what_people_write_is_read(written: str, canonical: str) -> None:
    assert str(Period.parse(written)) == canonical


@pytest.mark.parametrize("text", ["", "去年底", "2024年13月", "2024-02-30", "2025-2021", "abc"])
def test_what_names_no_span_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(BadPeriod) as told:
        Period.parse(text)
    assert "期间" in told.value.in_language("zh")
    assert "not a period" in told.value.in_language("en")


@pytest.mark.parametrize(
    ("number", "span"),
    [(1, "1953-1957"), (2, "1958-1962"), (3, "1966-1970"), (14, "2021-2025"), (15, "2026-2030")],
)
def test_five_year_plans_have_their_historical_spans(number: int, span: str) -> None:
    assert str(Period.five_year_plan(number)) == span


def test_the_span_decides_the_frequency() -> None:
    assert Period.parse("2024年1-3月") == Period.parse("2024年一季度")
    assert Period.parse("2024-Q1").frequency is Frequency.QUARTER
    assert Period.parse("2024-01..2024-09").frequency is Frequency.RANGE


def test_periods_have_an_order_and_each_year_comes_first() -> None:
    texts = ["annual", "2023", "2024-Q1", "2024-H1", "2024", "2024-Q2"]
    assert [str(period) for period in sorted(map(Period.parse, reversed(texts)))] == texts


def test_each_year_has_no_year_of_its_own() -> None:
    assert EACH_YEAR.year is None
    assert EACH_YEAR.calendar_years == ()
    assert not EACH_YEAR.contains(date(2024, 1, 1))
