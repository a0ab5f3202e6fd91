"""Mending: the smallest change to one statement that lets the rest of a conflict stand. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from huoju.kernel.plan.checker.compiling import Model, percent_words
from huoju.kernel.plan.checker.conflicts import Component, Conflict
from huoju.kernel.plan.checker.relations import Fact
from huoju.kernel.plan.checker.telling import Teller
from huoju.kernel.plan.checker.unknowns import Kind
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


def mends(component: Component, conflict: Conflict, model: Model) -> list[Mend]:
    """One remedy for each statement of the conflict that alone can mend it, in order of place."""
    found = []
    for element in sorted(conflict.elements):
        if not model.elements[element].is_statement:
            continue
        box, clash = component.bounds(conflict.elements - {element})
        if clash is not None:
            continue
        for fact in component.facts_of.get(element, ()):
            mend = _mend(fact, box.lower(fact.variable), box.upper(fact.variable), model)
            if mend is not None:
                found.append(mend)
                break
    return found


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
    zh, en = _amount(statement, fact, value, model)
    line = statement.place.line
    zh_way, en_way = ("不低于", "at least") if is_raise else ("不高于", "at most")
    return Mend(
        statement, is_raise, value,
        f"第{line}行改为{zh_way} {zh}", f"change line {line} to {en_way} {en}",
    )  # fmt: skip


def _amount(statement: Statement, fact: Fact, value: float, model: Model) -> tuple[str, str]:
    unknown = model.unknowns[fact.variable]
    is_growth = statement.measure in (Measure.ANNUAL_AVERAGE_GROWTH, Measure.GROWTH_RATE)
    if is_growth and unknown.kind in (Kind.FACTOR, Kind.REAL_FACTOR) and value > 0:
        rate = percent_words(value ** (1 / (unknown.last - unknown.first)) - 1)
        return f"年均 {rate}", f"{rate} a year"
    written = Teller(model).value(fact.variable, value)
    return written.zh, written.en
