"""Mending: the smallest change to one statement that lets the rest of a conflict stand. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from huoju.kernel.plan.checker.building import Model
from huoju.kernel.plan.checker.conflicts import Component, Conflict
from huoju.kernel.plan.checker.elements import Ground
from huoju.kernel.plan.checker.relations import Fact
from huoju.kernel.plan.checker.unknowns import Kind, digits, written
from huoju.kernel.plan.statements import Measure, Statement


@dataclass(frozen=True, slots=True)
class Mend:
    """Change this statement to at least, or at most, `value` (in base units), and the conflict is gone."""

    statement: Statement
    is_raise: bool
    value: float
    zh: str
    en: str

    def as_json(self) -> dict[str, Any]:
        """For programs: which statement, which way, to what."""
        return {
            "statement": self.statement.key,
            "line": self.statement.place.line,
            "to": "at least" if self.is_raise else "at most",
            "value": self.value,
            "zh": self.zh,
            "en": self.en,
        }


# What a statement says, and how its printed value is usually taken: both move when the number is changed.
CHANGEABLE = (Ground.STATEMENT, Ground.AS_PRINTED)


def mends(component: Component, conflict: Conflict, model: Model) -> list[Mend]:
    """One remedy for each statement of the conflict that alone can mend it, in order of place."""
    found: dict[str, Mend] = {}
    for element, box in component.left_out(conflict.elements):
        if model.elements[element].ground not in CHANGEABLE:
            continue
        for fact in component.facts_of.get(element, ()):
            mend = _mend(fact, box.low[fact.variable], box.high[fact.variable], model)
            if mend is not None:
                found.setdefault(mend.statement.key, mend)
                break
    return sorted(found.values(), key=lambda m: m.statement.place)


def _mend(fact: Fact, low: float, high: float, model: Model) -> Mend | None:
    """Move the fact's interval just far enough to touch what the others leave open."""
    statement = model.elements[fact.element].statement
    assert statement is not None
    if fact.high < low < inf:
        return _told(statement, fact, low, True, model)
    if fact.low > high > -inf:
        return _told(statement, fact, high, False, model)
    return None


def _told(statement: Statement, fact: Fact, value: float, is_raise: bool, model: Model) -> Mend:
    zh, en = _amount(statement, fact, value, is_raise, model)
    line, name = statement.place.line, statement.indicator
    name_en = model.shown[fact.variable].en
    zh_way, en_way = ("不低于", "at least") if is_raise else ("不高于", "at most")
    return Mend(
        statement, is_raise, value,
        f"第{line}行“{name}”改为{zh_way} {zh}", f'change "{name_en}" in line {line} to {en_way} {en}',
    )  # fmt: skip


def _amount(statement: Statement, fact: Fact, value: float, is_raise: bool, model: Model) -> tuple[str, str]:
    """The value in the statement's own terms, rounded to the side that mends."""
    unknown, up = model.unknowns[fact.variable], 1 if is_raise else -1
    is_growth = statement.measure in (Measure.ANNUAL_AVERAGE_GROWTH, Measure.GROWTH_RATE)
    if is_growth and unknown.kind in (Kind.FACTOR, Kind.REAL_FACTOR) and value > 0:
        rate = value ** (1 / (unknown.last - unknown.first)) - 1
        text = f"{digits(rate * 100, 4, up)}%".replace("-", "−")
        return f"年均 {text}", f"{text} a year"
    written_value = written(value, model.shown[fact.variable], unknown.kind, up)
    return written_value.zh, written_value.en
