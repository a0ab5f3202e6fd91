"""FEEL as a table: an expression, and what it means as a FEEL literal. "null!" is null with a warning."""

from __future__ import annotations

import pytest

from huoju.kernel.rules import compile_text
from huoju.kernel.rules.feel.texts import literal_text

ARITHMETIC = [
    ("1 + 2 * 3", "7"),
    ("(1 + 2) * 3", "9"),
    ("10 - 2 - 3", "5"),
    ("2 ** 3 ** 2", "64"),
    ("-2 ** 2", "4"),
    ("0 ** 0", "1"),
    ("0.1 + 0.2", "0.3"),
    ("1 / 3", "0.3333333333333333333333333333333333"),
    ("2 / 3", "0.6666666666666666666666666666666667"),
    ("1 / 0", "null!"),
    ('"a" + "b"', '"ab"'),
    ('"a" + 1', "null!"),
    ("null + 1", "null!"),
    ("10 ** 6000 * 10 ** 6000", "null!"),
]
LOGIC = [
    ("true and null", "null!"),
    ("false and null", "false"),
    ("true or null", "true"),
    ('false and "x"', "false"),
    ("not(null)", "null"),
    ("1 = 1.00", "true"),
    ('1 = "1"', "null!"),
    ("null = null", "true"),
    ("[1, [2]] = [1, [2]]", "true"),
    ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
    ('"abc" < "abd"', "true"),
    ("5 between 1 and 5", "true"),
    ("5 in [1..5)", "false"),
    ("5 in (1, <3, [4..6])", "true"),
    ("5 in (? > 4)", "true"),
    ('if "x" then 1 else 2', "2"),
    ("if null then 1 else 2", "2"),
    ("(< 10) = (< 10)", "true"),
    ("(=10) = [10..10]", "false"),
]
LISTS = [
    ("[1, 2, 3][-1]", "3"),
    ("[1, 2, 3][4]", "null!"),
    ("[1, 2, 3][item >= 2]", "[2, 3]"),
    ("[{x: 1, y: 2}, {x: null, y: 3}][x < 2]", "[{x: 1, y: 2}]"),
    ("[{a: 1}, {b: 2}].a", "[1, null]"),
    ("100[1]", "100"),
    ("for i in 1..3, j in 1..i return i * j", "[1, 2, 4, 3, 6, 9]"),
    ("for i in 3..1 return i", "[3, 2, 1]"),
    ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
    ('for d in @"2025-12-31"..@"2026-01-01" return d.year', "[2025, 2026]"),
    ("some x in [1, 2] satisfies x > 1", "true"),
    ("every x in [] satisfies false", "true"),
    ("sort([3, 1, 2], function(a, b) a > b)", "[3, 2, 1]"),
    ("sum([])", "null!"),
    ("mean(1, 2, 3)", "2"),
    ("median([8, 2, 5, 7])", "6"),
    ("mode([6, 3, 6, 3, 1])", "[3, 6]"),
    ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
    ("union([1, 2], [2, 3])", "[1, 2, 3]"),
    ("list replace([1, 2, 3], function(item, new) item > 1, 0)", "[1, 0, 0]"),
    ("distinct values([1, 2, 1, null])", "[1, 2, null]"),
    ('string join(["a", null, "b"], "-")', '"a-b"'),
]
TEXT = [
    ('substring("\\U01F40Eab", 2)', '"ab"'),
    ('string length("\\uD83D\\uDC0E")', "1"),
    ('substring("foobar", -2, 1)', '"a"'),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '"[1=ab][2=]cd"'),
    ('matches("O", "[A-Z-[OI]]", "i")', "false"),
    ('matches("hello world", "hello\\ sworld", "x")', "true"),
    ('matches("a", "(?=a)")', "null!"),
    ('matches("abc", "[")', "null!"),
    ('split("a;b;;", ";")', '["a", "b", "", ""]'),
    ('number("1.000,5", ".", ",")', "1000.5"),
    ('number("abc")', "null!"),
    ("string(1.10)", '"1.1"'),
    ('string({a: "x"})', '"{a: \\"x\\"}"'),
    ("decimal(2.5, 0)", "2"),
    ("round half up(2.5, 0)", "3"),
    ("floor(-1.56, 1)", "-1.6"),
    ("modulo(-10.1, 4.5)", "3.4"),
]
TIME = [
    ('@"2024-02-29" + @"P1Y"', '@"2025-02-28"'),
    ('@"2025-01-31" + @"P1M"', '@"2025-02-28"'),
    ('@"2021-01-02" - @"PT1H"', '@"2021-01-01"'),
    ('@"10:00:00" + @"PT25H"', '@"11:00:00"'),
    ('@"2021-01-02T10:10:10@Europe/Paris" - @"2021-01-01T10:10:10@Asia/Dhaka"', '@"P1DT5H"'),
    ('@"2021-01-02T10:10:10Z" - @"2021-01-01T10:10:10"', "null!"),
    ('date("999999999-12-31") + @"P1D"', "null!"),
    ('date("2017-13-10")', "null!"),
    ('@"2020-01-01T10:00:00@Asia/Shanghai".time offset', '@"PT8H"'),
    ('years and months duration(@"2011-12-22", @"2013-08-24")', '@"P1Y8M"'),
    ("week of year(date(2005, 1, 1))", "53"),
    ('@"P1D" * 2.5', '@"P2DT12H"'),
    ('@"P1Y" / @"P1M"', "12"),
    ('time("23:59:00z") + duration("PT2M")', '@"00:01:00Z"'),
    ('is(@"23:00:50Z", @"23:00:50+00:00")', "true"),
    ("now()", "null!"),
]
FUNCTIONS = [
    ("(function(a, b) a - b)(b: 1, a: 3)", "2"),
    ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r", "120"),
    ("(function(a: number) a)(\"x\")", "null!"),
    ("(function(a) a)()", "null!"),
    ("no such thing(1)", "null!"),
    ("[1, 2] instance of list<number>", "true"),
    ("{a: 1} instance of context<a: string>", "false"),
    ("(function(a: number) 1) instance of function<number>->number", "true"),
    ("context put({x: {y: 1}}, [\"x\", \"y\"], 2).x.y", "2"),
    ("overlaps([1..5], (5..8])", "false"),
    ('range("[1..3)").end included', "false"),
    ('range("[3..1]")', "null!"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meaning"), ARITHMETIC + LOGIC + LISTS + TEXT + TIME + FUNCTIONS)
def test_meaning(text: str, meaning: str) -> None:
    value, warnings = compile_text(text).evaluate()
    assert literal_text(value) == meaning.rstrip("!")
    if value is None:
        assert bool(warnings) == meaning.endswith("!")


NAMES = [
    ("研发 占比 + 1", {"研发 占比": 2}, "3"),
    ("Loan amount/12", {"Loan amount": 24}, "2"),
    ("a - b", {"a-b": 7, "a": 1, "b": 1}, "7"),
    ("(a)-(b)", {"a-b": 7, "a": 3, "b": 1}, "2"),
    ("Profit and loss * 2", {"Profit and loss": 4}, "8"),
    ("for i in days in month return i", {"days in month": [1, 2]}, "[1, 2]"),
    ("Person's age", {"Person's age": 5}, "5"),
    ("客户.联系 电话", {"客户": {"联系 电话": "1"}}, '"1"'),
]


@pytest.mark.parametrize(("text", "names", "meaning"), NAMES)
def test_names_with_spaces_and_signs_are_read_by_the_scope(text: str, names: dict, meaning: str) -> None:
    from huoju.kernel.rules.dmn.inputs import feel_value

    value, _ = compile_text(text, names).evaluate(feel_value(names))
    assert literal_text(value) == meaning


def test_a_warning_speaks_both_languages_and_can_be_stored() -> None:
    _, (warning,) = compile_text('1 + "a"').evaluate()
    assert warning.as_json() == {
        "code": "operands",
        "where": "FEEL",
        "zh": "“+”不能用于number与string",
        "en": "'+' cannot be used on number and string",
    }
