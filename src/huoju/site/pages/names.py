"""Names of what observations speak of: indicator and subject in the reader's language, for any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from huoju.kernel.catalog import Catalog, Indicator
from huoju.kernel.packs.queries import catalog, catalog_of
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.subjects.models import Subject

TERM = "term:"


@dataclass(frozen=True)
class Names:
    """Catalogs in the order they are asked (the plan's own first), and the subjects asked for by code.

    Two packs may give one id to different things: on a plan's pages its own pack is right.
    """

    catalogs: tuple[Catalog, ...]
    subjects: dict[str, Subject] = field(default_factory=dict)

    def entry(self, name: str) -> Indicator | None:
        """The catalog's entry, None for a name that no catalog knows."""
        return next((each.get(name) for each in self.catalogs if name in each), None)

    def indicator(self, name: str, language: str) -> str:
        """The catalog's name, else the name that the evidence was entered under."""
        found = self.entry(name)
        return found.name(language) if found else name.removeprefix(TERM)

    def definition(self, name: str, language: str) -> str:
        """What the indicator means, "" where nobody said."""
        found = self.entry(name)
        if found is None:
            return ""
        return str(
            found.definition_en if language.startswith("en") and found.definition_en else found.definition
        )

    def subject(self, code: str, language: str) -> str:
        """The subject's name; its code where nobody registered it."""
        found = self.subjects.get(code)
        return found.name_in(language) if found else code


def names_of(codes: Iterable[str], plan: PlanVersion) -> Names:
    """Names of every indicator and of these subjects, as pages of `plan` say them; two queries."""
    found = Subject.objects.filter(code__in=set(codes))
    return Names((catalog_of(plan), catalog()), {subject.code: subject for subject in found})
