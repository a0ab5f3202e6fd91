"""Meanings: what row, heading and unit together measure. One decision a distinct combination of texts.

`meaning_of` takes the texts that stand around a figure and answers with catalog id, measure and unit, or
with the message that says why not. Pure; asks the catalog and the answers given so far.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from huoju.kernel.catalog import Catalog, Indicator, find_unit, units
from huoju.kernel.evidence.headings import read_heading
from huoju.kernel.evidence.observations import MEASURES

KEEP = "keep"
SKIP = "skip"
"""Two answers beside an id: keep the name as it is ("term:<name>"), leave the rows out."""

GROWTH = ("growth_rate", "annual_average_growth")
FREE_UNIT = ("share", "ratio", "multiple", "rank", "difference", "increment", "composition", "count")
"""Measures whose unit does not follow from the unit of the indicator's level."""

_MEASURE_NAMES = {
    "水平": "level", "绝对量": "level", "总量": "level", "数量": "count", "个数": "count",
    "增速": "growth_rate", "增长率": "growth_rate", "同比": "growth_rate", "同比增长": "growth_rate",
    "年均增速": "annual_average_growth", "年均增长": "annual_average_growth",
    "比重": "share", "占比": "share", "比率": "ratio", "倍数": "multiple", "增量": "increment", "增加": "increment",
    "累计": "cumulative", "排名": "rank", "位次": "rank", "差值": "difference", "构成": "composition",
}  # fmt: skip
_SCALE = re.compile(r"^[十百千万亿]+")


class Texts(NamedTuple):
    """What stands around a figure; "" where nothing does. `suffix` stood behind the number itself."""

    indicator: str
    heading_indicator: str
    measure: str
    heading_measure: str
    suffix: str
    heading_unit: str
    unit: str
    default_unit: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure measures. With `problem` set, the row waits or stays out; the other fields may be ""."""

    indicator: str = ""
    measure: str = "level"
    unit: str = ""
    problem: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()
    is_skipped: bool = False


def meaning_of(
    texts: Texts, catalog: Catalog, answers: Mapping[str, str], known: frozenset[str] = frozenset()
) -> Meaning:
    """Settle indicator, then measure, then unit; the first that cannot be settled is the problem."""
    name, row_measure, row_unit = _name(texts, catalog)
    if not name:
        return Meaning(problem="no-indicator")
    found = catalog.find(name)
    answer = answers.get(f"indicator:{name}", "")
    stored = next((each for each in (name, f"term:{name}") if found is None and each in known), "")
    if found is None and answer == SKIP:
        return Meaning(is_skipped=True)
    if found is None and not answer and not stored and not name.startswith("term:"):
        return _unknown_indicator(name, catalog)
    if found is None and answer in catalog:
        found = catalog.get(answer)
    indicator = found.id if found else stored or f"term:{name.removeprefix('term:')}"
    measure = _measure(texts.measure) or texts.heading_measure or row_measure or "level"
    if measure not in MEASURES:
        return Meaning(problem="bad-measure", fields={"text": texts.measure})
    return _with_unit(texts, row_unit, indicator, found, measure, answers)


def _name(texts: Texts, catalog: Catalog) -> tuple[str, str, str]:
    """The indicator's name, and the measure and unit that its own text gives: "GDP增速（%）"."""
    for text in (texts.indicator, texts.heading_indicator):
        if text and catalog.find(text) is not None:
            return text, "", read_heading(text).unit
    row = read_heading(texts.indicator) if texts.indicator else None
    if row is not None and row.name and (catalog.find(row.name) or not texts.heading_indicator):
        return row.name, row.measure, row.unit
    return texts.heading_indicator, row.measure if row else "", row.unit if row else ""


def _measure(text: str) -> str:
    bare = text.strip()
    return _MEASURE_NAMES.get(bare, bare.lower())


def _unknown_indicator(name: str, catalog: Catalog) -> Meaning:
    near = [indicator for indicator, score in catalog.search(name, 3) if score >= 0.5]
    choices = (
        *((each.id, each.zh, each.en) for each in near),
        (KEEP, f"按原名“{name}”保留", f"Keep the name “{name}”"),
        (SKIP, "不导入", "Leave it out"),
    )
    fields = {"text": name, "nearest": "、".join(each.zh for each in near) or "—"}
    return Meaning(problem="unknown-indicator", fields=fields, question=f"indicator:{name}", choices=choices)


def _with_unit(
    texts: Texts,
    row_unit: str,
    indicator: str,
    found: Indicator | None,
    measure: str,
    answers: Mapping[str, str],
) -> Meaning:
    name = found.zh if found else indicator.removeprefix("term:")
    question = f"unit:{indicator}:{measure}"
    printed = _printed_unit(texts, row_unit)
    if not printed and _fitting(texts.default_unit, found, measure):
        printed = texts.default_unit
    printed = printed or answers.get(question, "")
    if not printed:
        return _no_unit(indicator, found, measure, name, question)
    unit = find_unit(printed)
    if unit is None and texts.suffix:
        return Meaning(problem="bad-suffix", fields={"text": texts.suffix, "indicator": name})
    if unit is None:
        return Meaning(
            problem="unknown-unit", fields={"text": printed, "nearest": "、".join(_near_units(printed))}
        )
    fitting = _fitting(printed, found, measure)
    if not fitting and texts.suffix and printed == texts.suffix:
        return Meaning(problem="bad-suffix", fields={"text": texts.suffix, "indicator": name})
    if not fitting:
        expected = "%" if measure in GROWTH else found.unit if found else ""
        fields = {"indicator": name, "expected": expected, "got": unit.id}
        return Meaning(problem="unit-mismatch", fields=fields)
    return Meaning(indicator, measure, fitting)


def _printed_unit(texts: Texts, row_unit: str) -> str:
    """The unit nearest to the figure: behind it, in its heading, in its row; 万 or 亿 alone scales the next."""
    others = [text for text in (texts.heading_unit, texts.unit, row_unit) if text]
    if not texts.suffix:
        return others[0] if others else ""
    if find_unit(texts.suffix) is not None and not _SCALE.fullmatch(texts.suffix):
        return texts.suffix
    base = _SCALE.sub("", others[0] if others else texts.default_unit)
    return texts.suffix + base


def _fitting(printed: str, found: Indicator | None, measure: str) -> str:
    """The id of the unit if such a measure can be given in it, else ""."""
    unit = find_unit(printed)
    if unit is None:
        return ""
    if measure in GROWTH:
        return unit.id if unit.family == _family("%") else ""
    if found is None or measure in FREE_UNIT:
        return unit.id
    resolved = found.resolve_unit(printed)
    return resolved.id if resolved else ""


def _no_unit(indicator: str, found: Indicator | None, measure: str, name: str, question: str) -> Meaning:
    usual = "%" if measure in GROWTH else found.unit if found else ""
    if not usual:
        return Meaning(problem="no-unit", fields={"indicator": name}, question=question)
    return Meaning(
        problem="unit-assumed", fields={"indicator": name, "unit": usual}, question=question,
        choices=((usual, f"是，{usual}", f"Yes, {usual}"),),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _near_units(text: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    hits = process.extract(text, [unit.id for unit in units()], scorer=fuzz.ratio, limit=3)
    return tuple(name for name, score, _ in hits if score > 0) or ("—",)


@lru_cache(maxsize=64)
def _family(text: str) -> str:
    unit = find_unit(text)
    return unit.family if unit else ""
