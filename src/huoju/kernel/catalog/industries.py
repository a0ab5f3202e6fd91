"""Industries by their GB/T 4754-2017 codes: sections (A-T) and divisions (01-97). Data: `data/industries.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .surfaces import plain


@dataclass(frozen=True, slots=True)
class Industry:
    """A section or division of the classification; `parent` is a division's section, None for a section."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str | None

    def label(self, language: str = "zh") -> str:
        """The name in `language`: English for any that begins "en", else Chinese."""
        return self.name_en if language.startswith("en") else self.name


def industries() -> tuple[Industry, ...]:
    """All sections and divisions, a section before its divisions."""
    from .loading import load_industries

    return load_industries()


def find_industry(text: str) -> Industry | None:
    """The industry of this code or name; None when there is none.

    A code may carry its section (C27). Of a section and a division of one name (教育) the section is meant.
    """
    return _by_name().get(plain(text))


@cache
def _by_name() -> dict[str, Industry]:
    found: dict[str, Industry] = {}
    for industry in industries():
        for name in (
            industry.code,
            f"{industry.parent or ''}{industry.code}",
            industry.name,
            industry.name_en,
        ):
            found.setdefault(plain(name), industry)
    return found
