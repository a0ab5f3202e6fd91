"""The compiled plan: everything the reader takes from one document. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from huoju.kernel.plan.outline import Clause
from huoju.kernel.plan.statements import Place, Role, Statement


@dataclass(frozen=True, slots=True)
class StructurePart:
    """What one digit of a slogan names; `name` is "" where the text never explains it."""

    digit: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """A named structure ("1152", "1+4+N", 一城三园): its digits and, where the document lists them, its parts.

    `split` has one part for each digit of a slogan of several, in order.
    """

    name: str
    value: tuple[str, ...]
    parts: tuple[str, ...]
    places: tuple[Place, ...]
    split: tuple[StructurePart, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """One project the plan names: what, how much, how large, by whom, when. Unknown is None."""

    name: str
    place: Place
    investment: str | None
    size: str | None
    period: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Initiative:
    """What is to be done, by verb and object, so that a promise without a number can be followed too."""

    verb: str
    object: str
    place: Place
    sentence: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader could not read safely and did not guess: a damaged table, a page without text."""

    code: str
    place: Place
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A document compiled. Years are None where the document does not say which period it plans."""

    title: str
    file: str
    start_year: int | None
    end_year: int | None
    clauses: tuple[Clause, ...]
    statements: tuple[Statement, ...]
    structures: tuple[Structure, ...] = ()
    projects: tuple[ProjectEntry, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def commitments(self) -> tuple[Statement, ...]:
        """The statements that promise something."""
        return tuple(s for s in self.statements if s.role is Role.TARGET)

    @property
    def baselines(self) -> tuple[Statement, ...]:
        """The statements of what had been achieved."""
        return tuple(s for s in self.statements if s.role is Role.BASELINE)
