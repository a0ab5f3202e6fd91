"""Linking: the catalog's indicator behind a name the document uses, where the catalog knows it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huoju.kernel.catalog.indicators import Catalog

SCOPE = re.compile(r"^(?:全[区市县省国州]|我[区市县省国]|本[区市县省]|其中|年末|年度|年|力争)+")
TAIL = re.compile(r"(?:数|数量|总数|比例|比重|总量|总额)$")


class Linker:
    """Finds catalog ids by name, with what a document adds (全市…, …数) taken off. Remembers what it looked up."""

    def __init__(self, catalog: Catalog | None) -> None:
        self._catalog = catalog
        self._find = lru_cache(maxsize=4096)(self._look_up)

    def concept(self, name: str) -> str | None:
        """The catalog's id for `name`, or None."""
        return self._find(name)

    def _look_up(self, name: str) -> str | None:
        if self._catalog is None or not name:
            return None
        for candidate in (
            name,
            SCOPE.sub("", name),
            TAIL.sub("", SCOPE.sub("", name)),
            name.replace("的", ""),
        ):
            found = self._catalog.find(candidate) if candidate else None
            if found is not None:
                return found.id
        return None
