"""Cases of a third-party suite (Microsoft Recognizers-Text, Chinese) that lie within the language of plans.

Prints, for each kind, how many cases lie within it and how many the reader's lexer gets right. Out of scope, and
counted as such: clock times, holidays, weekdays, lunar and relative days, ages, temperatures, ordinals, negative
numbers, discounts (折), traditional characters, bank numerals (壹贰), metric letters (15k), ranges as intervals.

    .venv/bin/python bench/recognizers.py [--misses]
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from huoju.kernel.plan.flow import fold
from huoju.kernel.plan.numerals import parse_number
from huoju.kernel.plan.times import year_of
from huoju.kernel.plan.tokens import Kind, lex

SUITE = Path(__file__).resolve().parent.parent.parent / "shared" / "suites" / "chinese-recognizers"
PLAIN_NUMERAL = re.compile(r"^[\d,.]*[零〇一二两三四五六七八九十百千万亿点]*$")
UNITS = {
    "Chinese yuan": "元",
    "United States dollar": "美元",
    "Euro": "欧元",
    "Hong Kong dollar": "港元",
    "Japanese yen": "日元",
    "Mu": "亩",
    "Meter": "米",
    "Kilometer": "公里",
    "Kilogram": "千克",
    "Square meter": "平方米",
    "Metric ton": "吨",
    "Centimeter": "厘米",
    "Gram": "克",
    "Square kilometer": "平方公里",
    "Hectare": "公顷",
    "Cubic meter": "立方米",
}
Case = tuple[str, dict[str, Any]]


def cases(name: str) -> Iterator[Case]:
    """Every (input, expected result) of a file; inputs without results are left out."""
    for case in json.loads((SUITE / f"{name}.json").read_text(encoding="utf-8")):
        for result in case.get("Results", []):
            yield case["Input"], result


def number_in_scope(case: Case) -> bool:
    text = fold(case[1]["Text"]).replace(" ", "")
    return bool(PLAIN_NUMERAL.match(text)) and "value" in case[1].get("Resolution", {})


def number_right(case: Case) -> bool:
    value = parse_number(fold(case[1]["Text"]).replace(" ", ""))
    return value is not None and same(value, case[1]["Resolution"]["value"])


def percent_in_scope(case: Case) -> bool:
    return not re.search(r"[负折k個點萬億幾几kKmMgGtT]|-|半", fold(case[1]["Text"]))


def percent_right(case: Case) -> bool:
    text = fold(case[0]).replace(" ", "")
    wanted = case[1]["Resolution"]["value"].rstrip("%")
    found = [t for t in lex(text) if t.kind in (Kind.PERCENT, Kind.POINTS)]
    scale = {"‰": Decimal(10), "/万": Decimal(100), "/10万": Decimal(1000)}
    return any(same(v / scale.get(t.unit or "", Decimal(1)), wanted) for t in found for v in t.values)


def amount_in_scope(case: Case) -> bool:
    resolution = case[1].get("Resolution", {})
    simple = not re.search(r"[半角毛]|[元米]\d|又", case[1]["Text"])
    return resolution.get("unit") in UNITS and bool(resolution.get("value")) and simple


def amount_right(case: Case) -> bool:
    resolution = case[1]["Resolution"]
    for token in lex(fold(case[0]).replace(" ", "")):
        scale = re.match(r"(万亿|亿|万)?(.*)", token.unit or "")
        if (
            token.kind is Kind.AMOUNT
            and scale
            and token.values
            and scale.group(2) == UNITS[resolution["unit"]]
        ):
            factor = {"亿": 10**8, "万": 10**4, "万亿": 10**12}.get(scale.group(1) or "", 1)
            if any(same(v * factor, resolution["value"]) for v in token.values):
                return True
    return False


def year_in_scope(case: Case) -> bool:
    return bool(
        re.fullmatch(
            r"(?:(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})年(?:初|末|底|上半年)?",
            fold(case[1]["Text"]),
        )
    )


def year_right(case: Case) -> bool:
    wanted = year_of(fold(case[1]["Text"]))
    return any(t.kind is Kind.TIME and year_of(t.text) == wanted for t in lex(fold(case[0])))


def same(value: Decimal, wanted: str) -> bool:
    return abs(value - Decimal(wanted)) <= Decimal("0.001") * max(Decimal(1), abs(value))


Test = tuple[str, Callable[[Case], bool], Callable[[Case], bool]]
TESTS: tuple[Test, ...] = (
    ("Number-NumberModel", number_in_scope, number_right),
    ("Number-PercentModel", percent_in_scope, percent_right),
    ("NumberWithUnit-CurrencyModel", amount_in_scope, amount_right),
    ("NumberWithUnit-DimensionModel", amount_in_scope, amount_right),
    ("DateTime-DatePeriodExtractor", year_in_scope, year_right),
    ("DateTime-DateTimeModel", year_in_scope, year_right),
)


def main() -> None:
    if not SUITE.is_dir():
        sys.exit("the shared suites are not beside this checkout")
    total = right = 0
    for name, in_scope, is_right in TESTS:
        every = list(cases(name))
        mine = [case for case in every if in_scope(case)]
        good = [case for case in mine if is_right(case)]
        total, right = total + len(mine), right + len(good)
        share = len(good) / len(mine) if mine else 1.0
        print(f"{name:34} {len(every):4} results, {len(mine):4} in scope, {len(good):4} right ({share:.0%})")
        if "--misses" in sys.argv:
            for text, result in mine:
                if (text, result) not in good:
                    print("    missed", text, "|", result["Text"], result.get("Resolution"))
    print(f"in all {right} of {total} ({right / max(1, total):.1%})")


if __name__ == "__main__":
    main()
