"""Assumptions: what the checker takes as usual. Explicit, shown, changeable; a breach is a tension, no error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import isfinite

from huoju.errors import InputError

WIDTHS = ("overshoot", "plain_overshoot", "plain_definitions", "about", "scope_gap")


class UnknownAssumption(InputError):
    """An assumption that the checker does not have."""

    code = "unknown-assumption"
    zh = "校核假设中没有“{name}”。可用的有：{known}。"
    en = 'There is no assumption "{name}". Known: {known}.'


class BadAssumption(InputError, ValueError):
    """A range turned round, or a width below zero."""

    code = "bad-assumption"
    zh = "校核假设不成立：{what}。范围须下限不大于上限且大于−1，宽度不小于0，占比在0到1之间。"
    en = (
        "These assumptions cannot hold: {what}. A range runs from a lower to an upper end above -1, a width is "
        "not below 0, a share lies between 0 and 1."
    )


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
        for one in fields(self):
            if not isfinite(getattr(self, one.name)):
                raise BadAssumption(what=f"{one.name} = {getattr(self, one.name)}")
        for low, high in (
            (self.deflator_low, self.deflator_high),
            (self.population_growth_low, self.population_growth_high),
            (self.money_growth_low, self.money_growth_high),
        ):
            if not -1 < low <= high:
                raise BadAssumption(what=f"{low} … {high}")
        for name in WIDTHS:
            if getattr(self, name) < 0:
                raise BadAssumption(what=f"{name} = {getattr(self, name)}")
        if not 0 < self.scope_share <= 1:
            raise BadAssumption(what=f"scope_share = {self.scope_share}")

    def changed(self, values: Mapping[str, float]) -> Assumptions:
        """These assumptions with some values replaced. Raises UnknownAssumption, BadAssumption."""
        known = {f.name for f in fields(self)}
        for name in values:
            if name not in known:
                raise UnknownAssumption(name=name, known=", ".join(sorted(known)))
        return replace(self, **{name: float(value) for name, value in values.items()})
