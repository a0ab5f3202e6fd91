"""Drafts: a number being understood, before its place, role and period are settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from huoju.kernel.plan.statements import Comparator, Measure, Role
from huoju.kernel.plan.times import Time
from huoju.kernel.plan.tokens import Token


@dataclass(slots=True)
class Draft:
    """One statement to be. `clues` are the features that confidence is computed from."""

    token: Token
    name: str
    measure: Measure
    comparator: Comparator
    values: tuple[Decimal, ...]
    unit: str | None
    verb: str = ""
    subject: str = ""
    role: Role | None = None
    time: Time | None = None
    base_year: int | None = None
    is_stretch: bool = False
    is_implicit: bool = False
    holds: bool = False
    is_from: bool = False
    from_year: int | None = None
    is_dated_here: bool = False
    is_done: bool = False
    is_spanned: bool = False
    counted: str = ""
    threshold: Token | None = None
    clues: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Discourse:
    """What a reader keeps in mind from phrase to phrase of one paragraph."""

    head: str = ""
    verb: str = ""
    topic: str = ""
    owner: str = ""
    time: Time | None = None
    is_stretch: bool = False
    running: Measure | None = None
    slogans: frozenset[str] = frozenset()
    is_time_here: bool = False
    is_annual: bool = False
    is_range: bool = False
    is_spanned: bool = False
    increase: str = "新增"
    builder: str = ""
    recent: list[str] = field(default_factory=list)
    several: list[Time] = field(default_factory=list)
    from_year: int | None = None
    subject: str = ""
    last: Draft | None = None
    prior: Draft | None = None
