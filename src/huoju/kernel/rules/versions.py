"""Dated versions: a rule set is a series of models, each in force from a day to a day, with its source.

Values only: who keeps the series (a pack, the rule book of the site) makes a `RuleSet` of it. Start at `RuleSet`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from huoju.kernel.rules.dmn.compiled import CompiledModel, compile_model
from huoju.kernel.rules.dmn.model import Model
from huoju.kernel.rules.dmn.results import Result
from huoju.kernel.rules.errors import NoVersion, VersionsOverlap, VersionsReversed


@dataclass(frozen=True, slots=True)
class RuleSource:
    """The document a version is taken from. `published` None: not known; `note` says what is doubtful."""

    title: str
    title_en: str = ""
    number: str = ""
    issuer: str = ""
    issuer_en: str = ""
    published: datetime.date | None = None
    url: str = ""
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class RuleVersion:
    """A model in force from `valid_from` to `valid_to`, both days included; no `valid_to`: until further notice."""

    valid_from: datetime.date
    valid_to: datetime.date | None
    source: RuleSource
    model: Model

    def holds_on(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @cached_property
    def compiled(self) -> CompiledModel:
        """The model ready to run, compiled when first asked for."""
        return compile_model(self.model)

    @property
    def label(self) -> str:
        """The days it holds: "2008-01-01..2015-12-31", "2016-01-01.."."""
        return f"{self.valid_from}..{self.valid_to or ''}"


@dataclass(frozen=True)
class RuleSet:
    """Versions of one set of rules, oldest first.

    Parameters
    ----------
    code : its identity, e.g. "high-tech-enterprise".
    decision : the decision whose value is the class of a subject ("" when there is none).
    subject, subject_en : what the rules judge, e.g. 企业 / firms.
    terms : English words for the Chinese names, units and texts of the models.

    Raises
    ------
    VersionsReversed, VersionsOverlap
    """

    code: str
    title: str
    title_en: str
    versions: tuple[RuleVersion, ...]
    decision: str = ""
    subject: str = "对象"
    subject_en: str = "cases"
    terms: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    note_en: str = ""

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.versions, key=lambda version: version.valid_from))
        object.__setattr__(self, "versions", ordered)
        for one in ordered:
            if one.valid_to is not None and one.valid_to < one.valid_from:
                raise VersionsReversed(where=self.code, version=one.label)
        for earlier, later in pairwise(ordered):
            if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
                raise VersionsOverlap(where=self.code, first=earlier.label, second=later.label)

    def on(self, day: datetime.date) -> RuleVersion:
        """The version in force on a day. Raises NoVersion."""
        for version in self.versions:
            if version.holds_on(day):
                return version
        known = ", ".join(version.label for version in self.versions) or "-"
        raise NoVersion(where=self.code, day=day.isoformat(), known=known)

    def current(self, day: datetime.date) -> RuleVersion | None:
        """The version in force on a day, or None."""
        return next((version for version in self.versions if version.holds_on(day)), None)

    def evaluate(
        self, inputs: Mapping[str, Any], *, on: datetime.date, **options: Any
    ) -> tuple[RuleVersion, Result]:
        """Evaluate by the rules in force on a day; `options` are those of `CompiledModel.evaluate`.

        Without `decision` or `service` it is the rule set's own decision, where it has one. Raises NoVersion.
        """
        version = self.on(on)
        if self.decision and not options.get("service"):
            options.setdefault("decision", self.decision)
        return version, version.compiled.evaluate(inputs, **options)

    def plus(self, version: RuleVersion) -> RuleSet:
        """The rule set with one more version; one still open ends the day before. Raises VersionsOverlap."""
        closed = [_closed(one, version.valid_from) for one in self.versions]
        return replace(self, versions=(*closed, version))


def _closed(version: RuleVersion, before: datetime.date) -> RuleVersion:
    if version.valid_to is not None or version.valid_from >= before:
        return version
    return RuleVersion(version.valid_from, before - datetime.timedelta(days=1), version.source, version.model)
