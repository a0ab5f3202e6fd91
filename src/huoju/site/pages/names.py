"""Names of what observations speak of: indicator and subject in the reader's language, for any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from huoju.kernel.catalog import Catalog
from huoju.kernel.packs.queries import catalog
from huoju.kernel.subjects.models import Subject

TERM = "term:"


@dataclass(frozen=True)
class Names:
    """The catalog with the packs' indicators, and the subjects asked for by code."""

    catalog: Catalog
    subjects: dict[str, Subject] = field(default_factory=dict)

    def indicator(self, name: str, language: str) -> str:
        """The catalog's name, else the name that the evidence was entered under."""
        if name in self.catalog:
            return self.catalog.get(name).name(language)
        return name.removeprefix(TERM)

    def subject(self, code: str, language: str) -> str:
        """The subject's name; its code where nobody registered it."""
        found = self.subjects.get(code)
        return found.name_in(language) if found else code


def names_of(codes: Iterable[str]) -> Names:
    """Names of every indicator and of these subjects; two queries."""
    found = Subject.objects.filter(code__in=set(codes))
    return Names(catalog(), {subject.code: subject for subject in found})
