"""Quoting: what a statement is about, for which years, and how it is put in a few words. Pure."""

from __future__ import annotations

import re

from huoju.kernel.catalog import Indicator
from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.statements import Statement


def concept_of(statement: Statement) -> str:
    """Catalog id, or the plan's own name marked as such."""
    return statement.concept or f"term:{statement.indicator}"


WHOLE_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


def years_of(statement: Statement) -> tuple[int, int] | None:
    """First and last year of the statement's period; None for "annual", parts of a year and no period."""
    found = WHOLE_YEARS.fullmatch(statement.period or "")
    return (int(found[1]), int(found[2] or found[1])) if found else None


def in_words(statement: Statement, entry: Indicator | None) -> tuple[str, str]:
    """A statement in a few words with its line, in both languages."""
    zh, en = quoted(statement, entry)
    return f"第{statement.place.line}行{zh}", f"line {statement.place.line} {en}"


def quoted(statement: Statement, entry: Indicator | None) -> tuple[str, str]:
    """Indicator and printed value: “人均GDP”18万元, "GDP per capita" 18万元."""
    value = statement.value_text or "、".join(str(v) for v in statement.value)
    subject, zh = scopes.whole(statement.subject), statement.indicator
    en = entry.en if entry else zh
    if subject != scopes.WHOLE and not zh.startswith(subject):
        zh, en = f"{subject}{zh}", f"{en} ({subject})"
    return f"“{zh}”{value}", f'"{en}" {value}'


def percent_words(fraction: float) -> str:
    """A fraction as percent: 0.055 -> 5.5%, -0.01 -> −1%."""
    return f"{fraction * 100:.4g}%".replace("-", "−")
