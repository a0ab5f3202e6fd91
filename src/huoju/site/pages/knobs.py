"""Knobs: what the workbench lets one change, and what a form says of it. No database.

A statement's number stands in its own unit under `v.<key>`, an assumption in percent under `a.<name>` (a multiple as
it is). Only what differs from the plan becomes a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from huoju.errors import InputError
from huoju.kernel.catalog.wording import plain
from huoju.kernel.plan.checker import DEFAULT_ASSUMPTIONS, Assumptions
from huoju.kernel.plan.finding_queries import Checked
from huoju.kernel.plan.findings import Severity
from huoju.kernel.plan.models import Statement as Row
from huoju.kernel.plan.scenarios import Changes, Numbers
from huoju.kernel.plan.statements import Role, Statement
from huoju.site.pages.finding_words import name_of
from huoju.site.texts import Text

VALUE, ASSUMPTION = "v.", "a."
LARGEST = Decimal("1e15")
SEPARATORS = re.compile(r"\s*[:：、;；]\s*|\s*[—–]\s*|(?<=\d)\s*-\s*(?=\d)|\s+")
CHANGEABLE = (Role.TARGET, Role.BASELINE)


class NotANumber(InputError):
    code = "workbench-not-a-number"
    zh = "“{name}”的“{text}”不是数。请填写阿拉伯数字，例如 18.5；结构填写 2.0:54.5:43.5。"
    en = '"{text}" for {name} is not a number. Write digits such as 18.5; a composition as 2.0:54.5:43.5.'


class RangeUpsideDown(InputError):
    code = "workbench-range-upside-down"
    zh = "“{name}”的下限不能高于上限，幅度不能为负，占比在 0 到 100% 之间。请改正。"
    en = "{name}: the lower end may not lie above the upper one, no width is negative, a share is 0 to 100 %."


PERCENT, TIMES = Text("%", "%"), Text("倍", "times")


@dataclass(frozen=True, slots=True)
class Band:
    """A range the checker assumes, or (with `low` blank) a single width; in percent, or a multiple."""

    low: str
    high: str
    text: Text
    is_multiple: bool = False

    @property
    def scale(self) -> int:
        """What the checker's number is multiplied by to be shown."""
        return 1 if self.is_multiple else 100

    @property
    def unit(self) -> Text:
        return TIMES if self.is_multiple else PERCENT


NAMED = (
    Band("deflator_low", "deflator_high", Text("价格总水平年均变动", "Prices, change a year")),
    Band(
        "population_growth_low",
        "population_growth_high",
        Text("常住人口年均变动", "Resident population, change a year"),
    ),
    Band("money_growth_low", "money_growth_high", Text("金额类指标年均增长", "Money totals, growth a year")),
    Band("", "overshoot", Text("“达到”可超过目标的幅度", "How far beyond a target to be reached")),
    Band(
        "", "plain_overshoot", Text("“达到”按字面可超过目标的幅度", "How far beyond a target its plain words reach")
    ),
    Band(
        "", "plain_definitions",
        Text("口径差异至多为目录容差的倍数", "Definitions differ by at most the catalog's slack"), is_multiple=True,
    ),
    Band("", "about", Text("“约、左右”的幅度", 'Width of "about"')),
    Band("", "scope_share", Text("规模以上占全部的最低比重", "Least share of above-scale firms")),
    Band("", "scope_gap", Text("规模以上与全部的增速差", "Growth gap between the two scopes")),
)
# An assumption that nobody has put into words yet shows by its name.
BANDS = (
    *NAMED,
    *(
        Band("", field.name, Text(field.name, field.name))
        for field in fields(Assumptions)
        if not any(field.name in (band.low, band.high) for band in NAMED)
    ),
)
BAND_OF = {name: band for band in BANDS for name in (band.low, band.high) if name}


@dataclass(frozen=True, slots=True)
class Knob:
    """One statement's number as the form shows it; `text` is the value now, `was` that of the plan."""

    key: str
    name: str
    line: int
    role: str
    unit: str
    text: str
    was: str

    @property
    def is_changed(self) -> bool:
        return self.text != self.was


@dataclass(frozen=True, slots=True)
class BandShown:
    """A band as the form shows it: each end with its name, percent now and percent as assumed by default."""

    text: Text
    unit: Text
    ends: tuple[tuple[str, str, str], ...]


def knobs_of(
    checked: Checked, rows: Mapping[str, Row], changes: Changes, shown: Iterable[str], language: str
) -> list[Knob]:
    """Statements behind contradictions and tensions, those asked for, those changed; in order of place."""
    keys = {key for f in checked.findings if f.severity is not Severity.NOTE for key in f.statements}
    keys |= set(shown) | set(changes.values)
    said = sorted((s for key in keys if (s := checked.statements.get(key))), key=lambda s: s.place)
    return [
        Knob(
            s.key, name_of(s, rows.get(s.key), language), s.place.line,
            s.role.value, s.unit or "", as_text(changes.values.get(s.key, s.value)), as_text(s.value),
        )
        for s in said
        if s.value
    ]  # fmt: skip


def bands_of(changes: Changes) -> list[BandShown]:
    """Every assumption with its present and its usual value, in percent."""
    now = changes.assumptions
    return [
        BandShown(
            band.text,
            band.unit,
            tuple(
                (name, _shown(now.get(name, usual(name)), band), _shown(usual(name), band))
                for name in (band.low, band.high)
                if name
            ),
        )
        for band in BANDS
    ]


def others_of(checked: Checked, knobs: Iterable[Knob]) -> list[Statement]:
    """Promises and facts with numbers that the form does not show yet."""
    shown = {knob.key for knob in knobs}
    return [s for s in checked.plan.statements if s.value and s.role in CHANGEABLE and s.key not in shown]


def changes_of(given: Mapping[str, str], checked: Checked) -> Changes:
    """What the form changes. Raises NotANumber, RangeUpsideDown; keys the plan does not have are ignored."""
    values: dict[str, Numbers] = {}
    assumptions: dict[str, float] = {}
    for name, text in given.items():
        if name.startswith(VALUE) and (said := checked.statements.get(name[len(VALUE) :])):
            numbers = numbers_in(text, said)
            if numbers != said.value:
                values[said.key] = numbers
        elif name.startswith(ASSUMPTION) and (name := name[len(ASSUMPTION) :]) in BAND_OF:
            fraction = _fraction(text, name)
            if abs(fraction - usual(name)) > 1e-12:
                assumptions[name] = fraction
    _check_bands(assumptions)
    return Changes(values, assumptions)


def numbers_in(text: str, said: Statement) -> Numbers:
    """The numbers of a field; as many as the statement has. Raises NotANumber."""
    parts = (
        [part for part in SEPARATORS.split(text.strip()) if part] if len(said.value) > 1 else [text.strip()]
    )
    try:
        numbers = tuple(Decimal(part.replace(",", "").replace("，", "").removesuffix("%")) for part in parts)
    except InvalidOperation:
        numbers = ()
    if len(numbers) != len(said.value) or not all(n.is_finite() and abs(n) < LARGEST for n in numbers):
        raise NotANumber(name=said.indicator, text=text[:40])
    return numbers


def as_text(numbers: Numbers) -> str:
    """Numbers as the form writes them."""
    return ":".join(plain(number) for number in numbers)


def usual(name: str) -> float:
    """The checker's own assumption."""
    return float(getattr(DEFAULT_ASSUMPTIONS, name))


def _shown(value: float, band: Band) -> str:
    return plain(Decimal(repr(value)) * band.scale)


def _fraction(text: str, name: str) -> float:
    try:
        shown = Decimal(text.strip().removesuffix("%"))
    except InvalidOperation:
        shown = Decimal("NaN")
    if not shown.is_finite() or abs(shown) > LARGEST:
        raise NotANumber(name=BAND_OF[name].text.zh, text=text[:40])
    return float(shown / BAND_OF[name].scale)


def _check_bands(assumptions: Mapping[str, float]) -> None:
    for name in assumptions:
        band = BAND_OF[name]
        own = {end: assumptions[end] for end in (band.low, band.high) if end in assumptions}
        if not band.low and assumptions[name] < 0:
            raise RangeUpsideDown(name=band.text.zh)
        try:
            Assumptions().changed(own)
        except ValueError:
            raise RangeUpsideDown(name=band.text.zh) from None
