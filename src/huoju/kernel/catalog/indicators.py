"""Indicators and the catalog that holds them: what can be measured, and by which names people call it.

Takes values and returns values; files are read in `loading`. Start reading at `Catalog.find`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huoju.errors import InputError, NotFound

from .surfaces import half_width, plain
from .units import Unit, find_unit

if TYPE_CHECKING:
    from .identities import Identity

KINDS = ("stock", "flow", "ratio", "rate", "index", "rank", "composition")
DIRECTIONS = ("higher", "lower", "neither")
PRICE_BASES = (None, "current", "constant")


class BadCatalog(InputError):
    """Catalog data that contradicts itself: found when it is loaded, never later."""

    code = "bad-catalog"
    zh = "指标目录有误：{where}：{problem}。请改正数据文件后重试。"
    en = "The catalog is wrong: {where}: {problem}. Correct the data file and try again."


@dataclass(frozen=True, slots=True)
class Indicator:
    """A defined measure.

    `unit` is the usual unit, not the only one allowed: any unit of `unit_family` fits. `kind`, `direction`
    and `price_basis` take the values of `KINDS`, `DIRECTIONS` and `PRICE_BASES`. With
    `growth_at_constant_prices` a published growth rate is real although the level is at current prices.
    `has_evidence_source`: somebody publishes it regularly.
    """

    id: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    unit_family: str
    unit: str
    kind: str
    direction: str
    price_basis: str | None
    growth_at_constant_prices: bool
    theme: str
    definition: str
    definition_en: str
    source: str
    has_evidence_source: bool

    def __post_init__(self) -> None:
        unit = find_unit(self.unit)
        for is_right, problem in (
            (re.fullmatch(r"[a-z][a-z0-9_]*", self.id), f"id {self.id!r}"),
            (self.kind in KINDS, f"kind {self.kind!r}"),
            (self.direction in DIRECTIONS, f"direction {self.direction!r}"),
            (self.price_basis in PRICE_BASES, f"price_basis {self.price_basis!r}"),
            (unit is not None and unit.family == self.unit_family, f"unit {self.unit!r}"),
        ):
            if not is_right:
                raise BadCatalog(where=self.id, problem=problem)

    def name(self, language: str = "zh") -> str:
        """The name in `language`: English for any that begins "en", else Chinese."""
        return self.en if language.startswith("en") else self.zh

    @property
    def names(self) -> tuple[str, ...]:
        """Chinese name first, then the aliases, then the English name."""
        return (self.zh, *self.aliases, self.en)

    def resolve_unit(self, printed: str) -> Unit | None:
        """The full unit that a printed one stands for; None when it cannot be a level of this indicator.

        Documents leave the lower half to the name: 人均GDP 15万元 is 万元/人, 每千人口医师数 3.5人 is 人/千人.
        """
        unit = find_unit(printed)
        if unit is None or unit.family == self.unit_family:
            return unit
        upper, _, lower = self.unit.partition("/")
        usual = find_unit(upper)
        return find_unit(f"{unit.id}/{lower}") if lower and usual and usual.family == unit.family else None

    def fits(self, unit: str) -> bool:
        """Whether a value printed in `unit` can be a level of this indicator, in whatever currency."""
        return self.resolve_unit(unit) is not None or self._is_other_currency(unit)

    def _is_other_currency(self, printed: str) -> bool:
        unit = find_unit(printed)
        return unit is not None and all(
            family.startswith("money_") and "/" not in family for family in (unit.family, self.unit_family)
        )


@dataclass(frozen=True)
class Catalog:
    """Indicators, identities and units, and the ways to find them.

    Raises `BadCatalog` when two indicators share an id or a name.
    """

    indicators: tuple[Indicator, ...]
    identities: tuple[Identity, ...]
    units: tuple[Unit, ...]
    _by_id: dict[str, Indicator] = field(init=False, repr=False, compare=False)
    _by_name: dict[str, Indicator] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", _index_ids(self.indicators))
        object.__setattr__(self, "_by_name", _index_names(self.indicators))

    def get(self, indicator_id: str) -> Indicator:
        """The indicator of this id; raises `NotFound`."""
        try:
            return self._by_id[indicator_id]
        except KeyError:
            raise NotFound(what=indicator_id) from None

    def __contains__(self, indicator_id: object) -> bool:
        return indicator_id in self._by_id

    def find(self, text: str) -> Indicator | None:
        """The indicator of this id, name or alias, whatever the width, spaces, quotes and brackets.

        A leading 其中 and a unit in brackets at the end, as table rows have them, are set aside.
        """
        return self._by_id.get(text) or self._by_name.get(plain(text)) or self._by_name.get(_row_name(text))

    def search(self, text: str, limit: int = 10) -> list[tuple[Indicator, float]]:
        """The most similar indicators, best first, each with a score from 0 to 1.

        Of two equally similar ones the one whose name is nearer as a whole comes first.
        """
        from rapidfuzz import fuzz, process

        typed = plain(text)
        hits = process.extract(typed, self._by_name.keys(), scorer=fuzz.WRatio, limit=limit * 5)
        best: dict[str, tuple[float, float]] = {}
        for name, score, _ in hits:
            indicator_id = self._by_name[name].id
            rank = (score / 100, fuzz.ratio(typed, name))
            best[indicator_id] = max(rank, best.get(indicator_id, rank))
        ranked = sorted(best.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
        return [(self._by_id[indicator_id], score) for indicator_id, (score, _) in ranked[:limit]]

    def names(self) -> Iterator[tuple[str, str]]:
        """Every Chinese or English surface with the id it names, for building an automaton."""
        for indicator in self.indicators:
            for name in indicator.names:
                yield name, indicator.id

    def with_indicators(self, more: Iterable[Indicator]) -> Catalog:
        """A catalog that has these as well; an id that exists already is replaced."""
        merged = {**self._by_id, **{indicator.id: indicator for indicator in more}}
        return Catalog(tuple(merged.values()), self.identities, self.units)

    def with_identities(self, more: Iterable[Identity]) -> Catalog:
        """A catalog that has these identities as well; an id that exists already is replaced."""
        merged = {identity.id: identity for identity in (*self.identities, *more)}
        return Catalog(self.indicators, tuple(merged.values()), self.units)


_UNIT_TAIL = re.compile(r"\((?:单位:?)?([^()]+)\)$")
_LEAD = re.compile(r"^(?:(?:其中|#|[一二三四五六七八九十]+、|\d{1,2}[.、])[:：]?)+")


def _row_name(text: str) -> str:
    """The name in a table row: 其中：工业增加值（亿元） is 工业增加值."""
    name = _LEAD.sub("", half_width(text))
    tail = _UNIT_TAIL.search(name)
    if tail and all(find_unit(part) for part in tail[1].split(",")):
        name = name[: tail.start()]
    return plain(name)


def _index_ids(indicators: tuple[Indicator, ...]) -> dict[str, Indicator]:
    by_id: dict[str, Indicator] = {}
    for indicator in indicators:
        if by_id.setdefault(indicator.id, indicator) is not indicator:
            raise BadCatalog(where=indicator.id, problem="id 重复 / duplicate id")
    return by_id


def _index_names(indicators: tuple[Indicator, ...]) -> dict[str, Indicator]:
    by_name: dict[str, Indicator] = {}
    for indicator in indicators:
        for name in indicator.names:
            other = by_name.setdefault(plain(name), indicator)
            if other is not indicator:
                raise BadCatalog(where=indicator.id, problem=f"“{name}” 已属于 / belongs to {other.id}")
    return by_name
