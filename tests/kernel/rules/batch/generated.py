"""Hypothesis strategies: decision tables of every hit policy, requirement graphs, rows with nulls."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from dmn_builder import decision, literal, table
from hypothesis import strategies as st

POLICIES = [
    ("UNIQUE", ""), ("ANY", ""), ("PRIORITY", ""), ("FIRST", ""), ("RULE ORDER", ""), ("OUTPUT ORDER", ""),
    ("COLLECT", ""), ("COLLECT", "SUM"), ("COLLECT", "MIN"), ("COLLECT", "MAX"), ("COLLECT", "COUNT"),
]  # fmt: skip
MANY = ("RULE ORDER", "OUTPUT ORDER", "COLLECT")
NUMBERS = ["0", "1", "2.5", "-3", "4.005", "10"]
TEXTS = ['"a"', '"b"', '"ab"', '"海"', '""']
DAYS = ['date("2024-02-29")', 'date("2025-01-01")', '@"2025-01-02"']

_number = st.sampled_from(NUMBERS)
_range = st.tuples(st.sampled_from("[("), _number, _number, st.sampled_from("])")).map(
    lambda parts: f"{parts[0]}{parts[1]}..{parts[2]}{parts[3]}"
)
_compare = st.sampled_from(["<", "<=", ">", ">="])


def _tests(values: list[str], other: str) -> st.SearchStrategy[str]:
    """Cells on one kind of column; `other` is a column of the same kind."""
    value = st.sampled_from(values)
    one = st.one_of(
        value,
        st.tuples(_compare, value).map(lambda parts: f"{parts[0]} {parts[1]}"),
        st.tuples(_compare, st.just(other)).map(lambda parts: f"{parts[0]} {parts[1]}"),
        st.just("null"),
        value.map(lambda text: f"[{text}..{values[-1]}]"),
        value.map(lambda text: f"? = {text}"),
        value.map(lambda text: f"? > {text} or ? = null"),
        value.map(lambda text: f"[{text}, {values[0]}]"),
        st.just(other),
        st.just(f"[{other}..{values[1]}]"),
    )
    many = st.lists(one, min_size=1, max_size=3).map(", ".join)
    return st.one_of(st.just("-"), many, many.map(lambda text: f"not({text})"))


CELLS: dict[str, st.SearchStrategy[str]] = {
    "x": st.one_of(
        _tests(NUMBERS, "y"), _range, st.just("? * 2 > 5"), st.just("? + y > 3"), st.just("> y / 2")
    ),
    "n": st.one_of(_tests(NUMBERS, "x"), _range, st.just("even(?)")),
    "f": st.one_of(st.just("-"), _range, _number, st.just("not(null)"), st.just("> 2.5, 0")),
    "s": st.one_of(_tests(TEXTS, "t"), st.just('contains(?, "a")'), st.just("string length(?) > 1")),
    "b": st.sampled_from(["-", "true", "false", "not(true)", "null", "true, false", "not(null)"]),
    "d": st.one_of(_tests(DAYS, "e"), st.just("?.year = 2025"), st.just('? > e + duration("P1M")')),
    "x / y": st.one_of(
        st.just("-"), st.sampled_from([">= 0.5", "< 0", "[0.25..2]", "null", "not(1)", "> n", "1, 2"])
    ),
    "x - y": st.one_of(_range, st.just("-")),
    "y": st.one_of(_range, _number),
}
OUTPUTS = ['"a"', '"b"', '"c"', '"d"']
NUMBER_OUTPUTS = ["1", "2.5", "-1", "10", "0.005"]


@st.composite
def decisions(
    draw: Any, name: str = "out", earlier: tuple[str, ...] = (), columns: tuple[str, ...] = ()
) -> str:
    """A decision with a table; tables may use the results of `earlier` ones, which are strings."""
    policy, aggregation = draw(st.sampled_from(POLICIES))
    inputs = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3, unique=True))
    cells = [CELLS[one] for one in inputs]
    for one in earlier:
        inputs.append(one)
        cells.append(
            st.sampled_from(["-", '"a"', '"a", "b"', 'not("a")', "null", '> "b"', 'contains(?, "a")'])
        )
    is_number = bool(aggregation)
    values = NUMBER_OUTPUTS if is_number else OUTPUTS
    results = st.sampled_from([*values, "null"] if draw(st.booleans()) else values)
    if is_number and draw(st.booleans()):
        results = st.one_of(results, st.sampled_from(["x", "x + y", "n * 2"]))
    elif policy in ("UNIQUE", "ANY", "FIRST") and draw(st.booleans()):
        results = st.one_of(results, st.sampled_from(["s", 's + "z"', 'if x > 1 then "a" else s']))
    rules = draw(st.lists(st.tuples(*cells, results), min_size=1, max_size=9))
    listed = (
        {"out": ", ".join(draw(st.permutations(values)))} if policy in ("PRIORITY", "OUTPUT ORDER") else None
    )
    default = {"out": draw(st.sampled_from(values))} if policy not in MANY and draw(st.booleans()) else None
    logic = table(inputs, ["out"], rules, policy, aggregation, listed, default)
    return decision(name, logic, [*columns, *(f"!{one}" for one in earlier)])


@st.composite
def graphs(draw: Any, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Three tables and an expression that build on each other."""
    first = table(
        ["x", "s"],
        ["out"],
        draw(st.lists(st.tuples(CELLS["x"], CELLS["s"], st.sampled_from(OUTPUTS)), min_size=1, max_size=5)),
        "FIRST",
    )
    second = draw(decisions("second", ("first",), columns))
    third = draw(decisions("third", ("first",), columns))
    last = decision("last", literal('if first = "a" then 1 else 2'), ["!first"])
    return decision("first", first, columns), second, third, last


def _value(values: list[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "x": _value([Decimal(one) for one in ("0", "1", "2.5", "2.49", "-3", "4", "4.01", "10", "12.5")]),
            "y": _value([Decimal(one) for one in ("0", "1", "2", "-3", "5", "4.01")]),
            "n": _value([0, 1, 2, 3, -3, 10, 11]),
            "s": _value(["a", "b", "ab", "海", "", "zz"]),
            "t": _value(["a", "海", "c"]),
            "b": _value([True, False]),
            "d": _value([datetime.date(2024, 2, 29), datetime.date(2025, 1, 1), datetime.date(2025, 3, 1)]),
            "e": _value([datetime.date(2025, 1, 1), datetime.date(2024, 1, 30)]),
            "f": _value([0.0, 1.0, 2.5, 2.4999999999999996, 4.005, 10.0]),
        }
    ),
    min_size=1,
    max_size=8,
)
