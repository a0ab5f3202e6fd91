"""Store: the Delta Lake table of observations. Append-only, hash-chained, read as known on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from huoju.kernel.evidence.observations import Observation, ObservationKey
from huoju.kernel.evidence.snapshot import Snapshot

if TYPE_CHECKING:
    import ibis.expr.types as ir


class EvidenceStore:
    """One table of observations under a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def open(cls, path: Path | str) -> EvidenceStore:
        """The store in this folder; the folder need not exist yet: an empty store reads as empty."""
        return cls(Path(path))

    def append(self, observations: Iterable[Observation], *, batch: str, recorder: str, at: datetime) -> int:
        """Append one batch, whole or not at all; returns the table version. A batch id is appended once."""
        raise NotImplementedError

    def as_of(self, day: date | None = None) -> ir.Table:
        """Ibis expression: the latest vintage of every key known by the end of `day` (None: all)."""
        raise NotImplementedError

    def series(
        self, indicator: str, subject: str, measure: str = "level", *, as_of: date | None = None
    ) -> tuple[Observation, ...]:
        """One series as known on a day, by period."""
        raise NotImplementedError

    def vintages(self, key: ObservationKey) -> tuple[Observation, ...]:
        """Everything ever said about one cell, oldest first, withdrawals included."""
        raise NotImplementedError

    def snapshot(self, as_of: date | None = None, subjects: Collection[str] | None = None) -> Snapshot:
        """The in-memory index for pages, cached by (table version, day, subjects)."""
        raise NotImplementedError
