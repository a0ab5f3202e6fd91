"""Areas of China by their GB/T 2260 codes. Data: `data/areas.csv`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area. `level` is province, prefecture or county; `parent` the code above it or None."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str | None


def areas() -> tuple[Area, ...]:
    """All areas, by code."""
    from .loading import load_areas

    return load_areas()


def find_area(name: str, within: str | None = None) -> Area | None:
    """The area of this code or name, short or full; None when there is none, or more than one."""
    hits = [area for area in areas() if name in (area.code, area.name)]
    return hits[0] if len(hits) == 1 else None
