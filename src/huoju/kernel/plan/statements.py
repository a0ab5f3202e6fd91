"""The quantified statement: what the reader finds, and the words every colleague speaks about it with.

Value types only: no reading, no Django, no files. The JSON form (`Statement.as_json`) is the contract of the
annotation that readers are scored on: one object a statement, numerals resolved, shares in percent.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huoju.kernel.catalog.quantities import Quantity


class Role(StrEnum):
    """What a statement is for: achieved, promised, about one project, other fact, slogan naming parts."""

    BASELINE = "baseline"
    TARGET = "target"
    PROJECT = "project"
    CONTEXT = "context"
    STRUCTURE = "structure"


class Measure(StrEnum):
    """How the number measures its indicator."""

    LEVEL = "level"
    COUNT = "count"
    GROWTH_RATE = "growth_rate"
    ANNUAL_AVERAGE_GROWTH = "annual_average_growth"
    SHARE = "share"
    RATIO = "ratio"
    MULTIPLE = "multiple"
    INCREMENT = "increment"
    CUMULATIVE = "cumulative"
    RANK = "rank"
    DIFFERENCE = "difference"
    COMPOSITION = "composition"


class Comparator(StrEnum):
    """How the value binds: plain (eq), 达到 (reach), 以上 (ge), 多/余 (gt), 以内 (le), 低于 (lt), 约 (approx)."""

    EQ = "eq"
    REACH = "reach"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    APPROX = "approx"
    RANGE = "range"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: file, outline number, 1-based lines, 0-based column of its first character."""

    file: str
    chapter: str
    line: int
    end_line: int
    col: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One number (or composition) of a plan and what it says.

    `value` holds several numbers for ranges and compositions; shares and rates are in percent, 万 is
    multiplied out for things one counts, 亿元 stays 亿元. `sentence` and `offset` (start, end of the value in
    it) let a page highlight the number. `confidence` is the reader's own estimate that role, measure,
    comparator, period and indicator are all right.
    """

    key: str
    place: Place
    clause: str
    role: Role
    indicator: str
    concept: str | None
    subject: str
    measure: Measure
    comparator: Comparator
    value: tuple[Decimal, ...]
    unit: str | None
    value_text: str
    period: str
    baseline_period: str | None = None
    stretch: bool = False
    nature: str | None = None
    threshold: Quantity | None = None
    same_as: str | None = None
    implicit: bool = False
    confidence: float = 0.5
    sentence: str = ""
    offset: tuple[int, int] = (0, 0)
    parts: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """One object of the jsonl contract; numbers are ints where whole, floats otherwise."""
        numbers = [plain_number(value) for value in self.value]
        threshold = self.threshold
        return {
            "id": self.key,
            "line": self.place.line,
            "col": self.place.col,
            "end_line": self.place.end_line,
            "chapter": self.place.chapter,
            "role": self.role.value,
            "indicator": self.indicator,
            "concept": self.concept,
            "subject": self.subject,
            "measure": self.measure.value,
            "comparator": self.comparator.value,
            "value": numbers[0] if len(numbers) == 1 else numbers,
            "unit": self.unit,
            "value_text": self.value_text,
            "period": self.period,
            "baseline_period": self.baseline_period,
            "stretch": self.stretch,
            "nature": self.nature,
            "threshold": threshold and {"value": plain_number(threshold.value), "unit": threshold.unit},
            "same_as": self.same_as,
            "implicit": self.implicit,
            "confidence": round(self.confidence, 2),
            "sentence": self.sentence,
            "offset": list(self.offset),
        }


def plain_number(value: Decimal) -> int | float:
    """`value` as JSON has it: an int where it is whole, else a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def statement_key(*parts: object) -> str:
    """Twelve hex digits that stay the same as long as the parts (content and place in the outline) do."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:12]
