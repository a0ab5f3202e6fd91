"""Elements: what a conflict can be blamed on. A statement, an approximate identity, an assumption."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huoju.kernel.plan.statements import Statement


class Ground(StrEnum):
    """Why an element holds. A conflict of statements and their plain meaning is an error, any other a tension.

    In the order in which a tension names its unusual condition.
    """

    STATEMENT = "statement"
    POPULATION = "population-growth"
    MONEY_GROWTH = "money-growth"
    NO_STEP_BACK = "no-step-back"
    PARTS = "parts"
    SCOPE = "scope"
    IDENTITY = "approximate-identity"
    READING = "reading"
    AS_PRINTED = "as-printed"
    DEFLATOR = "deflator"
    NO_EXITS = "no-exits"
    PLAIN = "plain"


RANK = {ground: number for number, ground in enumerate(Ground)}


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that can be given up. `about` is the unknown that it limits, by number.

    A statement is firm when it is sure what it measures: an indicator of the catalog, promised or achieved.
    """

    ground: Ground
    zh: str
    en: str
    statement: Statement | None = None
    about: int | None = None

    is_firm: bool = True

    @property
    def is_statement(self) -> bool:
        """Whether the plan itself says it."""
        return self.ground is Ground.STATEMENT
