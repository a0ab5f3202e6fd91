"""Industries by their GB/T 4754-2017 codes: sections (A-T) and divisions (01-97). Data: `data/industries.csv`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Industry:
    """A section or division of the classification; `parent` is a division's section, None for a section."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str | None


def industries() -> tuple[Industry, ...]:
    """All sections and divisions, by code."""
    from .loading import load_industries

    return load_industries()


def find_industry(text: str) -> Industry | None:
    """The industry of this code or name; None when there is none."""
    return next((industry for industry in industries() if text in (industry.code, industry.name)), None)
