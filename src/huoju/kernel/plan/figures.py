"""Figures: the numbers of two statements brought to one unit, and which way is better. Pure.

What cannot be brought to one unit is None, never a wrong number. Start at `common_figures`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from huoju.kernel.catalog import Catalog, Indicator, Unit, UnitMismatch, convert, find_unit
from huoju.kernel.plan.statements import Comparator, Measure, Statement

REDUCTION = re.compile(r"(下降|降低|减少|削减|压减|降幅|减量|减排)(率|幅度|比例|目标)?$")
REDUCED_BY = re.compile(r"(下降|降低|减少|削减|压减|降幅|缩短|压缩)[^，。；、\d]{0,4}$")
PERCENT_LIKE = frozenset({Measure.SHARE, Measure.RATIO, Measure.LEVEL, Measure.COUNT})


@dataclass(frozen=True, slots=True)
class Figures:
    """The values of two statements in the left one's unit ("" where neither prints one)."""

    left: tuple[Decimal, ...]
    right: tuple[Decimal, ...]
    unit: str

    @property
    def are_single(self) -> bool:
        """Whether both sides hold one number, so that they can be subtracted and divided."""
        return len(self.left) == len(self.right) == 1


def indicator_of(statement: Statement, catalog: Catalog) -> Indicator | None:
    """The catalog's indicator of a statement: by its concept, else by its name; None when neither is known."""
    if statement.concept and statement.concept in catalog:
        return catalog.get(statement.concept)
    return catalog.find(statement.indicator) if statement.indicator else None


def unit_of(statement: Statement, indicator: Indicator | None) -> Unit | None:
    """The full unit of a statement; the lower half of a per-unit comes from the indicator (人均 … 万元)."""
    if statement.unit is None:
        return None
    is_level = statement.measure in PERCENT_LIKE
    resolved = indicator.resolve_unit(statement.unit) if indicator and is_level else None
    return resolved or find_unit(statement.unit)


def measure_class(statement: Statement, indicator: Indicator | None) -> str:
    """Measures that say the same thing share a class: levels and counts, shares, yearly growth."""
    unit = unit_of(statement, indicator)
    if statement.measure is Measure.ANNUAL_AVERAGE_GROWTH:
        return "yearly_growth"
    if statement.measure is Measure.GROWTH_RATE and statement.period == "annual":
        return "yearly_growth"
    if statement.measure in PERCENT_LIKE and unit is not None and unit.family == "share":
        return "share"
    return "level" if statement.measure is Measure.COUNT else statement.measure.value


def common_figures(left: Statement, right: Statement, indicator: Indicator | None) -> Figures | None:
    """Both statements' values in the left one's unit; None when a number or a common unit is missing.

    Without any unit on either side the numbers are taken as they are.
    """
    if not left.value or not right.value:
        return None
    have, want = unit_of(right, indicator), unit_of(left, indicator)
    if have is None or want is None:
        same = (left.unit or "") == (right.unit or "")
        return Figures(left.value, right.value, left.unit or "") if same else None
    try:
        values = tuple(convert(value, have, want) for value in right.value)
    except UnitMismatch:
        return None
    return Figures(left.value, values, want.id)


def better(statement: Statement, indicator: Indicator | None) -> str:
    """Which way asks for more: "higher", "lower" or "neither" (nobody says).

    A rank goes down; 以内 caps; a reduction (下降 18 %) is better the larger it is, whatever the indicator's
    own direction; otherwise the catalog decides, and last the comparator (以上).
    """
    if statement.measure is Measure.RANK:
        return "lower"
    if is_reduction(statement):
        return "higher"
    if indicator is not None and indicator.direction != "neither":
        return indicator.direction
    if statement.comparator in (Comparator.LE, Comparator.LT):
        return "lower"
    return "higher" if statement.comparator in (Comparator.GE, Comparator.GT) else "neither"


def is_reduction(statement: Statement) -> bool:
    """Whether a positive number says by how much something falls."""
    if not statement.value or statement.value[0] <= 0 or statement.measure is Measure.RANK:
        return False
    before = statement.sentence[: statement.offset[0]][-8:]
    return bool(REDUCTION.search(statement.indicator)) or (
        statement.measure in (Measure.GROWTH_RATE, Measure.DIFFERENCE, Measure.ANNUAL_AVERAGE_GROWTH)
        and bool(REDUCED_BY.search(before))
    )


def plainly(value: Decimal) -> str:
    """A number as people write it: at most four decimals, no trailing zeros, no exponent."""
    text = f"{value:.4f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
