"""Reads of the evidence room, shared by pages, API, commands and reports."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from huoju.kernel.catalog import Catalog, load_catalog
from huoju.kernel.evidence.errors import BatchNotFound
from huoju.kernel.evidence.files import read_sheets
from huoju.kernel.evidence.models import ImportBatch, RememberedMapping, SeriesNote
from huoju.kernel.evidence.naming import Subjects
from huoju.kernel.evidence.observations import Observation
from huoju.kernel.evidence.schema import as_published
from huoju.kernel.evidence.snapshot import Snapshot
from huoju.kernel.evidence.store import EvidenceStore
from huoju.kernel.subjects.models import Subject, SubjectName

if TYPE_CHECKING:
    import pyarrow as pa


def store() -> EvidenceStore:
    """The store of this installation; one object a process, so that snapshots are shared between requests."""
    return _store(str(settings.EVIDENCE_ROOT))


@lru_cache(maxsize=8)
def _store(path: str) -> EvidenceStore:
    return EvidenceStore.open(path)


def snapshot(as_of: date | None = None) -> Snapshot:
    """What was known on a day (None: now), for pages."""
    return store().snapshot(as_of)


def catalog() -> Catalog:
    """The catalog of this installation: the national one, or what HUOJU_CATALOG names (it adds the packs' own).

    The setting is the one door through which a room above lends its indicators to those below.
    """
    path = getattr(settings, "HUOJU_CATALOG", "")
    return import_string(path)() if path else load_catalog()


def known_subjects() -> Subjects:
    """Every registered subject by code, name, English name and former names."""
    names: list[tuple[str, str]] = []
    for code, name, name_en in Subject.objects.values_list("code", "name", "name_en"):
        names += [(name, code), *([(name_en, code)] if name_en else [])]
    names += SubjectName.objects.values_list("name", "subject__code")
    return Subjects(tuple(names))


def imports(limit: int = 100) -> QuerySet[ImportBatch]:
    """The newest imports first."""
    return ImportBatch.objects.select_related("undoes")[:limit]


def import_batch(code: str) -> ImportBatch:
    """The import of this code. Raises BatchNotFound."""
    found: ImportBatch | None = ImportBatch.objects.filter(code=code).first()
    if found is None:
        raise BatchNotFound(batch=code)
    return found


def earlier_import_of(sha256: str) -> ImportBatch | None:
    """The import that already brought in the very same bytes, if it still holds."""
    found: ImportBatch | None = ImportBatch.objects.filter(
        sha256=sha256, state=ImportBatch.State.COMMITTED
    ).first()
    return found


def remembered_mapping(shape: str) -> RememberedMapping | None:
    """How a file of this shape was read last time."""
    found: RememberedMapping | None = RememberedMapping.objects.filter(shape=shape).first()
    return found


def lost_batches() -> list[ImportBatch]:
    """Imports that the database knows and the store lacks or holds with another hash.

    The chain alone cannot show that its tail was cut off; this can.
    """
    stated = {link.batch: link.hash for link in store().batches()}
    known = ImportBatch.objects.exclude(chain_hash="").order_by("chain_number")
    return [batch for batch in known if stated.get(batch.code) != batch.chain_hash]


def series_notes(indicator: str, subject: str) -> QuerySet[SeriesNote]:
    """What a reader of this series must know."""
    return SeriesNote.objects.filter(indicator=indicator, subject_code=subject)


def import_folder(code: str) -> Path:
    """Where an import keeps its file and its previewed rows: beside the store, not in it."""
    return Path(settings.EVIDENCE_ROOT).with_name("imports") / code


def original_file(batch: ImportBatch) -> bytes:
    """The file as it was handed in. Raises BatchNotFound when it has been cleared away."""
    path = import_folder(batch.code) / "original"
    if not path.exists():
        raise BatchNotFound(batch=batch.code)
    return path.read_bytes()


def proposed_rows(batch: ImportBatch) -> pa.Table:
    """The previewed rows, in the columns of `Proposal.rows`."""
    import pyarrow.parquet as pq

    path = import_folder(batch.code) / "rows.parquet"
    if not path.exists():
        raise BatchNotFound(batch=batch.code)
    return pq.read_table(path)


def proposed_page(
    batch: ImportBatch, *, state: str = "", start: int = 0, size: int = 100
) -> tuple[list[dict[str, Any]], int]:
    """Rows of a preview for a page, with `number` to choose them by, and how many there are.

    `state` is "" for all, else new, revised, same, waiting or out.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = proposed_rows(batch)
    rows = rows.append_column("number", pa.array(range(rows.num_rows)))
    if state in ("waiting", "out"):
        rows = rows.filter(pc.equal(rows["standing"], {"waiting": 1, "out": 2}[state]))
    elif state:
        rows = rows.filter(pc.and_(pc.equal(rows["state"], state), pc.equal(rows["standing"], 0)))
    return [shown_row(row) for row in rows.slice(start, size).to_pylist()], rows.num_rows


def sheet_heads(batch: ImportBatch, rows: int = 30) -> list[tuple[str, list[list[str]]]]:
    """The first rows of each sheet of the imported file, as (name, cells): to show the mapping on the sheet itself.

    Rows and columns count from 0 as they do in `batch.mapping`.
    """
    sheets = read_sheets(original_file(batch), batch.file_name)
    return [(sheet.name, sheet.head(rows)) for sheet in sheets]


def observations(
    *, as_of: date | None = None, subject: str = "", indicator: str = "", start: int = 0, size: int = 100
) -> tuple[list[Observation], int]:
    """Observations known on a day, by series and period, and how many there are; "" leaves a filter open."""
    known = snapshot(as_of)
    keys = [
        key for key in list(known.keys()) if subject in ("", key.subject) and indicator in ("", key.indicator)
    ]
    found = [each for key in keys for each in known.series(*key)]
    return found[start : start + size], len(found)


def shown_row(row: dict[str, Any]) -> dict[str, Any]:
    """A previewed row with its numbers as published."""
    difference = row["difference"]
    return {
        **row,
        "value": as_published(row["value"], row["decimals"]),
        "previous_value": as_published(row["previous_value"], row["previous_decimals"]),
        "difference": None if difference is None else difference.normalize(),
    }
