"""Evidence: one append-only store for every number, with every vintage kept. "As known on" any day.

An observation says what one source gave for an indicator of a subject in a period; a correction is a later
vintage, a withdrawal too. May import subjects and the catalog. The store (a Delta Lake table) and the
readers are free of Django; `models`, `actions` and `queries` are imported explicitly, never from here.

    store = EvidenceStore.open(folder)
    store.append(observations, batch="2026-q3", recorder="li", at=now)
    snapshot = store.snapshot(as_of=date(2026, 10, 31))
    snapshot.series("gdp", "demo")          # -> tuple[Observation, ...] by period

Start reading at `observations.py`, then `store.py`; a file's way in is `proposals.py`.
"""

from huoju.kernel.evidence.observations import Observation, ObservationKey, SeriesKey
from huoju.kernel.evidence.snapshot import Snapshot
from huoju.kernel.evidence.store import EvidenceStore

__all__ = ["EvidenceStore", "Observation", "ObservationKey", "SeriesKey", "Snapshot"]
