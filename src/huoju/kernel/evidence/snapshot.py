"""Snapshot: what was known on a day, in memory, for pages. Look-ups cost microseconds.

Holds the latest vintage of every cell as dictionary-encoded columns, sorted by series and period; an
observation becomes a Python object only when its series is asked for. Pure: takes a table, returns values.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from huoju.kernel.catalog import Period
from huoju.kernel.evidence.latest import group_codes, latest_rows
from huoju.kernel.evidence.observations import Observation, SeriesKey
from huoju.kernel.evidence.schema import SERIES_COLUMNS, as_published, rows_of, table_schema

if TYPE_CHECKING:
    import pyarrow as pa

PLAIN_COLUMNS = (
    *SERIES_COLUMNS, "price_basis", "coverage", "unit", "status", "confidentiality",
    "source", "note", "place", "recorder", "batch",
)  # fmt: skip
"""Text columns that an observation takes over as they stand."""


class Snapshot:
    """The latest vintage of each cell, as known on one day. Made by `EvidenceStore.snapshot`.

    `rows` must be sorted as `latest_rows` sorts. `version` is the table version it was read at, -1 for an
    empty store.
    """

    def __init__(self, rows: pa.Table, *, as_of: date | None = None, version: int = -1) -> None:
        self.rows = rows
        self.as_of = as_of
        self.version = version
        self._columns: dict[str, tuple[list[Any], list[int]]] = {}
        self._known: dict[SeriesKey, tuple[Observation, ...]] = {}

    @classmethod
    def of(cls, *observations: Observation) -> Snapshot:
        """A snapshot of just these (later in the list wins within one vintage): for tests and notebooks."""
        return cls(latest_rows(numbered(rows_of(observations))))

    def series(
        self, indicator: str, subject: str, measure: str = "level", breakdown: str = "",
        *, price_basis: str | None = None, coverage: str | None = None,
    ) -> tuple[Observation, ...]:  # fmt: skip
        """Observations of one series by period (end, then start); all bases and coverages unless named.

        An unknown series is (). A value known to be missing is an observation whose `value` is None.
        """
        key = SeriesKey(indicator, subject, measure, breakdown)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._materialise(key)
        if price_basis is None and coverage is None:
            return found
        return tuple(
            each
            for each in found
            if price_basis in (None, each.price_basis) and coverage in (None, each.coverage)
        )

    def keys(self) -> Iterator[SeriesKey]:
        """Every series there is, sorted."""
        return iter(self._spans)

    def __len__(self) -> int:
        """Number of observations."""
        return int(self.rows.num_rows)

    def __iter__(self) -> Iterator[Observation]:
        """All observations, series by series."""
        for key in self._spans:
            yield from self.series(*key)

    @cached_property
    def _spans(self) -> dict[SeriesKey, tuple[int, int]]:
        """Series -> its first row and the row after its last."""
        import numpy as np
        import pyarrow as pa

        if not len(self):
            return {}
        codes = group_codes(self.rows, SERIES_COLUMNS)
        starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
        stops = np.append(starts[1:], len(codes))
        first = self.rows.select(SERIES_COLUMNS).take(pa.array(starts))
        names = (column.to_pylist() for column in first.columns)
        keys = map(SeriesKey, *names)
        return dict(zip(keys, zip(starts.tolist(), stops.tolist(), strict=True), strict=True))

    def _materialise(self, key: SeriesKey) -> tuple[Observation, ...]:
        start, stop = self._spans.get(key, (0, 0))
        return tuple(self._observation(row) for row in range(start, stop))

    def _observation(self, row: int) -> Observation:
        facts = {name: self._cell(name, row) for name in PLAIN_COLUMNS}
        return Observation(
            **facts,
            period=self._cell("period", row),
            value=as_published(self._cell("value", row), self._cell("decimals", row)),
            vintage=self._cell("vintage", row),
        )

    def _cell(self, name: str, row: int) -> Any:
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = self._encode(name)
        values, codes = column
        return values[codes[row]]

    def _encode(self, name: str) -> tuple[list[Any], list[int]]:
        """A column as its distinct Python values and a code a row."""
        encoded = self.rows[name].combine_chunks().dictionary_encode(null_encoding="encode")
        values = encoded.dictionary.to_pylist()
        if name == "period":
            values = [Period.parse(text) for text in values]
        elif name == "vintage":
            values = [moment.replace(tzinfo=UTC) for moment in values]
        return values, encoded.indices.to_pylist()


def numbered(rows: pa.Table, *, batch: str = "") -> pa.Table:
    """Content rows as if appended in one batch: what `latest_rows` needs to break ties by order."""
    import numpy as np
    import pyarrow as pa

    count = rows.num_rows
    extra = {"batch": pa.array([batch] * count, pa.string()), "row": pa.array(np.arange(count))}
    filler = {"batch_number": 0, "batch_rows": count, "batch_previous": "", "batch_hash": ""}
    for field in table_schema():
        if field.name not in rows.schema.names:
            column = extra.get(field.name)
            if column is None:
                column = pa.array([filler.get(field.name, 0)] * count).cast(field.type)
            rows = rows.append_column(field, column)
    return rows
