"""Findings: what is wrong, doubtful or lacking in a plan, as values with their reasons in both languages.

A finding is never an exception. Its identity rests on what it says about which statements, so that an
acceptance survives re-checking and lapses when a number changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from huoju.kernel.plan.statements import Place


class Severity(StrEnum):
    """error: cannot all be true; warning: only under unusual conditions, or a slip; note: incomplete."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    def label(self, language: str) -> str:
        """The word for it on a page."""
        zh, en = SEVERITY_LABELS[self]
        return en if language.startswith("en") else zh


SEVERITY_LABELS = {
    Severity.ERROR: ("矛盾", "error"),
    Severity.WARNING: ("存疑", "warning"),
    Severity.NOTE: ("提示", "note"),
}
ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the checker found.

    `statements` are the keys of the minimal set behind it, `places` where they stand, `derivation` the chain
    of arithmetic (Chinese, `derivation_en` the same in English), `fields` facts for programs. `accepted` is
    the reason a person gave for letting it stand, or None.
    """

    code: str
    severity: Severity
    places: tuple[Place, ...]
    statements: tuple[str, ...]
    fields: Mapping[str, Any]
    message_zh: str
    message_en: str
    derivation: tuple[str, ...] = ()
    derivation_en: tuple[str, ...] = field(default=())
    accepted: str | None = None

    @property
    def identity(self) -> str:
        """Twelve hex digits: the same as long as the same statements are found for the same reason."""
        about = self.statements or tuple(f"{p.file}:{p.line}" for p in self.places)
        text = "\x1f".join((self.code, *sorted(about)))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def lines(self) -> tuple[int, ...]:
        """All source lines of its statements, in order, each once."""
        spans = (range(p.line, max(p.line, p.end_line) + 1) for p in self.places)
        return tuple(sorted({line for span in spans for line in span}))

    def message(self, language: str) -> str:
        """The message in `language`."""
        return self.message_en if language.startswith("en") else self.message_zh

    def steps(self, language: str) -> tuple[str, ...]:
        """The derivation in `language`."""
        return self.derivation_en if language.startswith("en") else self.derivation

    def as_json(self) -> dict[str, Any]:
        """One object for programs."""
        return {
            "id": self.identity,
            "code": self.code,
            "severity": self.severity.value,
            "lines": list(self.lines),
            "chapters": sorted({p.chapter for p in self.places}),
            "statements": list(self.statements),
            "message_zh": self.message_zh,
            "message_en": self.message_en,
            "derivation": list(self.derivation),
            "derivation_en": list(self.derivation_en),
            "fields": dict(self.fields),
            "accepted": self.accepted,
        }


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A person's reason for letting a finding stand."""

    finding: str
    reason: str
    by: str
    at: datetime


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity, then by place, then by code."""
    return sorted(findings, key=lambda f: (ORDER[f.severity], f.lines, f.code, f.identity))


def with_acceptances(findings: Iterable[Finding], acceptances: Iterable[Acceptance]) -> list[Finding]:
    """The findings with the reason of each that was accepted; the latest acceptance counts."""
    reasons = {a.finding: a.reason for a in sorted(acceptances, key=lambda a: a.at)}
    return [replace(f, accepted=reasons.get(f.identity)) for f in findings]


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether an error is left that nobody accepted."""
    return any(f.severity is Severity.ERROR and f.accepted is None for f in findings)
