"""Snapshot: what was known on a day, in memory, for pages. Look-ups cost microseconds.

Holds the latest vintage of every key as Arrow columns, sorted by series and period; an observation becomes
a Python object only when its series is asked for. Pure: takes a table, returns values.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from huoju.kernel.evidence.observations import Observation, SeriesKey

if TYPE_CHECKING:
    import pyarrow as pa


class Snapshot:
    """The latest vintage of each key, as known on one day. Make one with `EvidenceStore.snapshot`."""

    def __init__(self, rows: pa.Table, *, as_of: date | None = None, version: int = -1) -> None:
        raise NotImplementedError

    @classmethod
    def of(cls, *observations: Observation) -> Snapshot:
        """A snapshot of just these observations (later ones supersede earlier ones): for tests and notebooks."""
        raise NotImplementedError

    def series(
        self, indicator: str, subject: str, measure: str = "level", breakdown: str = "",
        *, price_basis: str | None = None, coverage: str | None = None,
    ) -> tuple[Observation, ...]:  # fmt: skip
        """Observations of one series by period (end, then start); all bases and coverages unless named."""
        raise NotImplementedError

    def keys(self) -> Iterator[SeriesKey]:
        """Every series there is, in order."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Number of observations."""
        raise NotImplementedError
