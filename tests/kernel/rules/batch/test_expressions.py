"""Expressions by columns give what the row engine gives, nulls included."""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal
from typing import Any

import pytest
from batch_builder import assert_same, one_decision
from dmn_builder import literal

NUMBERS: tuple[Any, ...] = (None, Decimal("-2.5"), Decimal(0), Decimal(3), Decimal("4.55"), Decimal(100))
TEXTS: tuple[Any, ...] = (None, "", "a", "abc", "海洋经济", "a-b-c", "Straße", "𠮷野")
DAYS: tuple[Any, ...] = (
    None,
    datetime.date(2024, 2, 29),
    datetime.date(2025, 12, 31),
    datetime.date(1999, 1, 4),
)
MOMENTS: tuple[Any, ...] = (
    None, datetime.datetime(2025, 1, 1, 8, 30), datetime.datetime(2025, 1, 1, 8, 30, 0, 500),
)  # fmt: skip

NUMERIC = [
    "x + y", "x - y * 2", "-x", "x * y", "x / 4", "x ** 2", "x / y > 1.5", "(x - y) / y >= 0.1", "x / y * 100 < 50",
    "if y = 0 then 0 else x / y", "x / 3", "x / y - 1 < 0", "x = y", "x != y", "x < y", "x >= 4.55", "x > 4.555",
    "x = 4.555", "x < 99999999999", "x between y and 4", "x between 0 and 4", "x in (1, 3, [4..5])", "x in [0..4)",
    "x in (> y, null)", "x = null", "x != null", "x in (1, null)", "min(x, y)", "max([x, y, 3])", "sum(x, y)",
    "count([x, y])", "mean(x, y)", "product(x, y)", "floor(x)", "ceiling(x)", "decimal(x, 1)", "decimal(x / y, 2)",
    "round half up(x / y, 1)", "round half down(x, 1)", "round up(x, 1)", "round down(x, 0)", "floor(x / y)",
    "ceiling(x / 7)", "abs(x)", "abs(x / y)", "string(x)", "string(n)", "even(n)", "odd(n)", "n + 1", "n * n",
    "x + null", 'x + "a"', "x > null", 'x = "a"', "not(x > 1)", "not(x)", "x > 1 and y > 1", "x > 1 or y > 1",
    "x > 1 and null", "x > 1 or null", "if x > 1 then y else null", "if x then 1 else 2", "if x > y then 1.5 else 2",
    "[x, y, 3][2]", "some v in [x, y] satisfies v > 3", "every v in [x, y] satisfies v > 3", "list contains([1, 3], x)",
    "{a: x, b: a + 1}.b", "{a: x, b: y}", "[x, y]", "x instance of number", "x instance of string", "x in [y..100]",
    "all(x > 1, y > 1)", "any([x > 1, y > 1])", "for v in [x, y] return v * 2", "x / 0", "1 / x > 2", "3 / 2 + x",
    "-(x / y) < 0.5", "x / y = 1.5", "x / y != null", "x / y in [0..1]", "if x / y > 1 then \"高\" else \"低\"",
]  # fmt: skip


@pytest.mark.parametrize("text", NUMERIC)
def test_numbers(text: str) -> None:
    rows = [
        {"x": x, "y": y, "n": None if x is None else int(x)} for x, y in itertools.product(NUMBERS, NUMBERS)
    ]
    assert_same(one_decision(literal(text)), rows)


TEXTUAL = [
    "s + t", 's + "级"', "string length(s)", "upper case(s)", "lower case(s)", 'contains(s, "b")', "contains(s, t)",
    'starts with(s, "a")', 'ends with(s, "c")', 'substring before(s, "-")', 'substring after(s, "-")',
    "substring after(s, t)", "substring before(s, t)", "substring(s, 2)", "substring(s, -2)", "substring(s, 1, 2)",
    "substring(s, -3, 2)", "substring(s, 2, 9)", "s = t", "s != t", "s < t", 's > "b"', 's in ("a", "abc")',
    "s = null", 'matches(s, "^[a-c]+$")', 'matches(s, "\\\\d")', "string(s)", "string join([s, t])",
    'if s = "a" then "甲" else s', "s in (t, \"a\")", "min(s, t)", "s instance of string",
    'substring(string: s, start position: 2)', 'contains(match: "b", string: s)', "upper case(null)", "s - t",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTUAL)
def test_strings(text: str) -> None:
    assert_same(one_decision(literal(text)), [{"s": s, "t": t} for s, t in itertools.product(TEXTS, TEXTS)])


TEMPORAL = [
    "d.year", "d.month", "d.day", "d.weekday", "d = e", "d < e", 'd >= date("2025-01-01")', 'd = @"2024-02-29"',
    'd + duration("P1M")', 'd - duration("P1Y")', 'd + duration("P3D")', 'd + duration("PT30H")', 
    'd - e > duration("P30D")',
    "(d - e).days", 'd - e', "years and months duration(d, e)", "years and months duration(d, e).years",
    "years and months duration(d, e).months", 'years and months duration(d, e) > duration("P2Y")',
    "day of week(d)", "month of year(d)", "day of year(d)", "week of year(d)", "d in [e..date(\"2026-01-01\")]",
    '(d - e) / duration("P1D")', '(d - e) / duration("PT36H") > 2', "min(d, e)", "string(d)", "d = null",
    "m.hour", "m.minute", "m.year", 'm = date and time("2025-01-01T08:30:00")',
    'm > date and time("2025-01-01T08:30:00")', "date(m)", "date(d)", "d + 1", "d instance of date",
    'if d > e then d else date("2000-01-01")', 'd between e and date("2025-12-31")',
]  # fmt: skip


@pytest.mark.parametrize("text", TEMPORAL)
def test_dates(text: str) -> None:
    rows = [{"d": d, "e": e, "m": m} for d, e, m in itertools.product(DAYS, DAYS, MOMENTS)]
    assert_same(one_decision(literal(text)), rows)


def test_floats_compare_as_the_decimals_they_print() -> None:
    rows = [{"f": value} for value in (None, 0.1, 0.3, 0.1 + 0.2, 1e20, float("nan"), float("inf"), -0.0)]
    for text in ("f = 0.3", "f > 0.3", "f <= 0.3", "f = 0", "f in [0.1..0.3]", "f > x", "f = null", "f"):
        assert_same(one_decision(literal(text)), rows)


def test_booleans() -> None:
    rows = [{"b": b, "x": x} for b in (None, True, False) for x in (None, Decimal(1), Decimal(5))]
    for text in ("b", "not(b)", "b and x > 2", "b or x > 2", "b = true", "b != (x > 2)", "if b then x else 0",
                 "string(b)", "b = null", "b < true", "b in (true, null)"):  # fmt: skip
        assert_same(one_decision(literal(text)), rows)
