"""Assumptions: what the checker takes as usual. Explicit, shown, changeable; a breach is a tension, no error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from huoju.errors import InputError


class UnknownAssumption(InputError):
    """An assumption that the checker does not have."""

    code = "unknown-assumption"
    zh = "校核假设中没有“{name}”。可用的有：{known}。"
    en = 'There is no assumption "{name}". Known: {known}.'


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Ranges per year are fractions: 0.05 is 5 % a year.

    Sources
    -------
    deflator : growth of China's GDP deflator a year, implied by the nominal and real growth that the
        National Bureau of Statistics published for 2015-2024: between about -1 % and +5 %.
    population_growth : the fastest large city between the censuses of 2010 and 2020 (Shenzhen, 10.36 to
        17.56 million) grew by 5.4 % a year; shrinking ones rarely lose more than 3 %.
    money_growth : yearly growth of a money total over a plan period; the project's own band.
    overshoot : how far beyond a target that is to be "reached" the planner may be taken to mean; own choice.
    plain_overshoot : how far 达到20亿元 may be exceeded and still be what the plan says; own choice.
    plain_definitions : how many times the catalog's slack two definitions may differ at all; own choice.
    about : width of 约, 左右, 近 on either side; no published rule.
    scope_share : share of above-scale firms in all of industry, at the least; own choice.
    scope_gap : how far growth above scale and growth of all industry differ a year; own choice.
    """

    deflator_low: float = -0.01
    deflator_high: float = 0.05
    population_growth_low: float = -0.03
    population_growth_high: float = 0.055
    money_growth_low: float = -0.10
    money_growth_high: float = 0.25
    overshoot: float = 0.10
    plain_overshoot: float = 0.02
    plain_definitions: float = 3.0
    about: float = 0.10
    scope_share: float = 0.9
    scope_gap: float = 0.01

    def __post_init__(self) -> None:
        for low, high in (
            (self.deflator_low, self.deflator_high),
            (self.population_growth_low, self.population_growth_high),
            (self.money_growth_low, self.money_growth_high),
        ):
            if not -1 < low <= high:
                raise ValueError(f"a range from {low} to {high} per year")
        if (
            min(self.overshoot, self.plain_overshoot, self.about, self.scope_gap) < 0
            or not 0 < self.scope_share <= 1
        ):
            raise ValueError("a width below zero")

    def changed(self, values: Mapping[str, float]) -> Assumptions:
        """These assumptions with some values replaced. Raises UnknownAssumption."""
        known = {f.name for f in fields(self)}
        for name in values:
            if name not in known:
                raise UnknownAssumption(name=name, known=", ".join(sorted(known)))
        return replace(self, **{name: float(value) for name, value in values.items()})
