"""Naming: the names that a file may use for subjects, and what they stand for. Pure values.

Built by `queries` from the register of subjects, or by hand in a notebook. Names are compared as the
catalog compares them, whatever the width, brackets and spaces.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from huoju.kernel.catalog import Catalog, plain
from huoju.kernel.evidence.headings import read_heading
from huoju.kernel.evidence.layout import Names


@dataclass(frozen=True)
class Subjects:
    """Subjects by code and by name. `names` are (name, code); the first of two equal names wins."""

    names: tuple[tuple[str, str], ...] = ()
    _by_name: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, str] = {}
        for name, code in (*((code, code) for _, code in self.names), *self.names):
            found.setdefault(plain(name), code)
        object.__setattr__(self, "_by_name", found)

    @classmethod
    def of(cls, *codes: str) -> Subjects:
        """Subjects known by their codes only."""
        return cls(tuple((code, code) for code in codes))

    def find(self, text: str) -> str | None:
        """The code of the subject of this code or name."""
        return self._by_name.get(plain(text)) if text else None

    def within(self, text: str) -> str:
        """The longest name (3 characters at least) that stands in a title, or ""."""
        bare = plain(text)
        inside = [name for name in self._by_name if len(name) >= 3 and name in bare]
        return max(inside, key=len, default="")

    def nearest(self, text: str, limit: int = 3) -> list[tuple[str, str]]:
        """(code, name) of the most similar names, best first."""
        from rapidfuzz import fuzz, process

        known = dict(self.names)
        hits = process.extract(text, known.keys(), scorer=fuzz.WRatio, limit=limit, score_cutoff=50)
        return [(known[name], name) for name, _, _ in hits]


def names_of(catalog: Catalog, subjects: Subjects) -> Names:
    """The two registers as the layout asks them."""
    return Names(
        is_indicator=lambda text: bool(text) and catalog.find(text) is not None,
        is_subject=lambda text: subjects.find(text) is not None,
        indicator_within=lambda text: _indicator_within(catalog, text),
        subject_within=subjects.within,
    )


def _indicator_within(catalog: Catalog, text: str) -> str:
    heading = read_heading(text)
    if heading.name and catalog.find(heading.name):
        return heading.name
    bare = plain(text)
    return max(_surfaces(catalog, bare), key=len, default="")


def _surfaces(catalog: Catalog, bare: str) -> Iterable[str]:
    for surface, _ in catalog.names():
        name = plain(surface)
        if len(name) >= 3 and name in bare:
            yield surface
