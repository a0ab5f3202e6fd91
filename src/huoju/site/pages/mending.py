"""Mending: a finding's remedies as numbers that the workbench can try, in each statement's own unit. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from huoju.kernel.catalog import find_unit
from huoju.kernel.catalog.wording import plain
from huoju.kernel.plan.findings import Finding
from huoju.kernel.plan.statements import Measure, Statement

PLACES = 4  # significant digits of a proposal
GROWTH = (Measure.ANNUAL_AVERAGE_GROWTH, Measure.GROWTH_RATE)
STANDING = (Measure.LEVEL, Measure.COUNT, Measure.SHARE, Measure.RATIO)


@dataclass(frozen=True, slots=True)
class Trial:
    """One remedy in words, and the number to try; `number` is "" where the remedy is no single number."""

    key: str
    text: str
    number: str


def trials_of(finding: Finding, said: Mapping[str, Statement], language: str) -> list[Trial]:
    """The finding's remedies, in order of place."""
    end = "en" if language.startswith("en") else "zh"
    found = []
    for mend in finding.fields.get("mends", ()):
        statement = said.get(mend["statement"])
        number = None if statement is None else proposal(statement, mend)
        text = mend[end]
        found.append(
            Trial(mend["statement"], text[:1].upper() + text[1:], "" if number is None else plain(number))
        )
    return found


def proposal(statement: Statement, mend: Mapping[str, Any]) -> Decimal | None:
    """The remedy's number in the statement's own unit, rounded to the side that mends.

    None where the statement has several numbers, or counts in something that has no fixed unit.
    """
    value = Decimal(repr(mend["value"]))
    up = mend["to"] == "at least"
    if len(statement.value) != 1 or value <= 0:
        return None
    if statement.measure in GROWTH:
        years = _years(statement)
        return None if years is None else _rounded((value ** (Decimal(1) / years) - 1) * 100, up)
    if statement.measure is Measure.MULTIPLE:
        return _rounded(value, up)
    unit = find_unit(statement.unit) if statement.unit and statement.measure in STANDING else None
    return None if unit is None else _rounded(value * unit.factor.denominator / unit.factor.numerator, up)


def _rounded(value: Decimal, up: bool) -> Decimal:
    step = Decimal(1).scaleb(value.adjusted() - PLACES + 1)
    rounded = value.quantize(step, ROUND_CEILING if up else ROUND_FLOOR)
    return rounded if rounded.as_tuple().exponent < 0 else rounded.quantize(Decimal(1))  # type: ignore[operator]


def _years(statement: Statement) -> int | None:
    """Years of growth: 2021-2025 counts five."""
    first, _, last = statement.period.partition("-")
    if not (first.isdigit() and len(first) == 4):
        return None
    return int(last) - int(first) + 1 if last.isdigit() and len(last) == 4 else 1
