"""Identities: equations that must hold between indicators, as data.

Pure. An identity speaks of one subject and one period, in base units of each indicator's family: a share of
7 % is 0.07, 亿元 are yuan. A pack adds its own with `Catalog.with_identities`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .arithmetic import BadArithmetic, Equation, Term, parse_equation

TOLERANCES = ("exact", "approximate")


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation between indicators of one subject and one period.

    `tolerance` says how nearly it must hold: "exact" up to the rounding of the printed numbers (a breach is a
    conflict), or "approximate" where definitions differ by `slack`, a fraction (a breach within a few times
    the slack is a tension). `equation` is parsed from `text`; raises `BadArithmetic` when it cannot be.
    """

    id: str
    text: str
    zh: str
    en: str
    tolerance: str = "exact"
    slack: float = 0.0
    equation: Equation = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.tolerance not in TOLERANCES or not 0 <= self.slack < 1:
            raise BadArithmetic(text=self.id, problem=f"tolerance {self.tolerance!r}, slack {self.slack!r}")
        object.__setattr__(self, "equation", parse_equation(self.text))

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term of the equation once, in order of appearance."""
        return self.equation.terms()

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids of the indicators it speaks of."""
        return tuple(dict.fromkeys(term.indicator for term in self.terms))

    def explain(self, language: str) -> str:
        """What it says, in `language`."""
        return self.en if language.startswith("en") else self.zh
