"""What an assessment is: a state, the figures behind it, and every step in both languages.

Values only; nothing here computes. `Step.formula` is plain arithmetic over the printed numbers, so that
anyone (and a test) can redo it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huoju.kernel.evidence import Observation


class State(StrEnum):
    """Where a commitment stands (glossary: 已完成、超前、符合预期、滞后、未完成、缺少数据)."""

    MET = "met"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MISSED = "missed"
    NO_EVIDENCE = "no_evidence"

    def label(self, language: str) -> str:
        """The one word for this state on every page."""
        zh, en = STATE_LABELS[self]
        return en if language.startswith("en") else zh


STATE_LABELS: dict[State, tuple[str, str]] = {
    State.MET: ("已完成", "met"),
    State.AHEAD: ("超前", "ahead"),
    State.ON_TRACK: ("符合预期", "on track"),
    State.BEHIND: ("滞后", "behind"),
    State.MISSED: ("未完成", "missed"),
    State.NO_EVIDENCE: ("缺少数据", "no evidence"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic. `formula` recomputes `value`; both are None for a line of words."""

    zh: str
    en: str
    value: Decimal | None = None
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader must know beside the figure: a caveat, or evidence that is lacking."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Pace:
    """What each remaining year must bring: `growth` in percent a year, or `change` in the unit a year."""

    kind: str  # "growth" | "change"
    value: Decimal
    unit: str | None
    years: Decimal


@dataclass(frozen=True, slots=True)
class Assessment:
    """Where one commitment stands on one day, and by which steps we know.

    `attainment` is (current - baseline) / (target - baseline) as a fraction; `expected_attainment` is what
    the path asks for at the date of the evidence; `time_progress` is the elapsed share on the day itself.
    `path` holds (year, value) that each year must reach, base and target included. `missing` lists the
    evidence that a firmer answer needs. None is unknown, never zero.
    """

    commitment_key: str
    state: State
    time_progress: Decimal
    attainment: Decimal | None = None
    expected_attainment: Decimal | None = None
    current: Observation | None = None
    current_value: Decimal | None = None
    current_year: int | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_upper: Decimal | None = None
    unit: str | None = None
    required_pace: Pace | None = None
    path: tuple[tuple[int, Decimal], ...] = ()
    steps: tuple[Step, ...] = ()
    caveats: tuple[Note, ...] = ()
    missing: tuple[Note, ...] = ()
    is_stretch: bool = False
    is_over: bool = False
    is_provisional: bool = False
    is_proven_early: bool = False
