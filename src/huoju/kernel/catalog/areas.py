"""Areas of China by their GB/T 2260 codes. Data: `data/areas.csv`. Start reading at `find_area`.

All 34 provincial units, all prefectures, and the counties; development zones are no areas of the standard and
live in packs. State of the end of 2025; a merged county keeps no entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .surfaces import plain

LEVELS = ("province", "prefecture", "county")

# What may be left off a name: 威海 for 威海市, 内蒙古 for 内蒙古自治区, 延边 for 延边朝鲜族自治州.
_PEOPLE = (
    "壮族|回族|维吾尔|朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|傣族|白族|景颇族|傈僳族|蒙古族?"
    "|柯尔克孜|哈萨克族?"
)
_KIND = re.compile(rf"(?<=..)(?:{_PEOPLE})*(?:特别行政区|自治[区州县]|地区|[省市区县盟])$")


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area.

    `level` is one of `LEVELS`, `parent` the code of the area above or None. `name_en` is None where no reading
    of the name has been checked (counties outside Shandong and Jiangsu).
    """

    code: str
    name: str
    name_en: str | None
    level: str
    parent: str | None

    @property
    def short_name(self) -> str:
        """The name without its kind: 威海, 内蒙古; a name of two characters stays whole (莒县)."""
        return _KIND.sub("", self.name)

    def label(self, language: str = "zh") -> str:
        """The name in `language`; the Chinese one where there is no other."""
        return (self.name_en if language.startswith("en") else None) or self.name


def areas() -> tuple[Area, ...]:
    """All areas, by code."""
    from .loading import load_areas

    return load_areas()


def find_area(name: str, within: str | None = None) -> Area | None:
    """The area of this code or name, short or full.

    Of several with one name the highest is meant: 吉林 is the province, 吉林市 the city. None when there is
    none, or when two of a level share the name (鼓楼区); `within`, the code of an area above, then decides.
    """
    candidates = _by_name().get(plain(name), ())
    hits = [area for area in candidates if within is None or is_within(area, within)]
    highest = min((LEVELS.index(area.level) for area in hits), default=None)
    best = [area for area in hits if LEVELS.index(area.level) == highest]
    return best[0] if len(best) == 1 else None


def get_area(code: str) -> Area | None:
    """The area of this code, or None."""
    return _by_code().get(code)


def is_within(area: Area, code: str) -> bool:
    """Whether `area` lies below the area of `code`, at whatever depth."""
    parent = area.parent
    while parent is not None and parent != code:
        above = get_area(parent)
        parent = above.parent if above else None
    return parent == code


@cache
def _by_code() -> dict[str, Area]:
    return {area.code: area for area in areas()}


@cache
def _by_name() -> dict[str, tuple[Area, ...]]:
    """Areas by code, full name, short name and English name, as `plain` writes them."""
    found: dict[str, list[Area]] = {}
    for area in areas():
        names = {area.code, area.name, area.short_name, area.name_en or area.name}
        for key in {plain(name) for name in names}:
            found.setdefault(key, []).append(area)
    return {key: tuple(hits) for key, hits in found.items()}
