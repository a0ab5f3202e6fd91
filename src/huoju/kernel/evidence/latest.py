"""Latest: which vintage of each cell holds, as known on a day. Two forms of one rule.

`latest` is an Ibis expression for tables of any size on any engine; `latest_rows` is the same on Arrow
columns in memory, for pages that cannot wait for an engine to start. A test holds them together.
Table in, table out; no Django, files or clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from huoju.kernel.evidence.knowledge import known_before
from huoju.kernel.evidence.schema import KEY_COLUMNS, SERIES_COLUMNS, VINTAGE_ORDER
from huoju.kernel.evidence.statuses import WITHDRAWN

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa


PLACING = (*KEY_COLUMNS, "period_start", "period_end", "status", *VINTAGE_ORDER)
"""The columns that decide which rows hold and in which order they stand."""


def latest(rows: ir.Table, day: date | None = None) -> ir.Table:
    """The row that holds for each cell by the end of `day` (None: all knowledge); withdrawn cells are out."""
    import ibis

    if day is not None:
        rows = rows.filter(rows.vintage < ibis.literal(known_before(day), type="timestamp('UTC', 6)"))
    newest = ibis.window(group_by=KEY_COLUMNS, order_by=[ibis.desc(name) for name in VINTAGE_ORDER])
    ranked = rows.mutate(newness=ibis.row_number().over(newest))
    return ranked.filter(ranked.newness == 0, ranked.status != WITHDRAWN).drop("newness")


def latest_rows(rows: pa.Table, day: date | None = None, *, with_withdrawn: bool = False) -> pa.Table:
    """As `latest`, for a table in memory; sorted by series, then period end and start (unbounded first).

    `with_withdrawn` keeps the cells whose latest vintage is a withdrawal.
    """
    import pyarrow as pa

    return rows.take(pa.array(latest_places(rows, day, with_withdrawn=with_withdrawn)))


def latest_places(rows: pa.Table, day: date | None = None, *, with_withdrawn: bool = False) -> np.ndarray:
    """The places of the rows of `latest_rows`, in its order. Needs the columns of `PLACING` only."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = group_codes(rows, KEY_COLUMNS)
    order = np.lexsort([*(_numbers(rows, name) for name in reversed(VINTAGE_ORDER)), cells])
    if day is not None:
        known = pc.less(rows["vintage"], pa.scalar(known_before(day), rows["vintage"].type))
        order = order[known.to_numpy()[order]]
    is_last = np.append(cells[order][1:] != cells[order][:-1], True)[: len(order)]
    kept = order[is_last]
    if not with_withdrawn:
        kept = kept[pc.not_equal(rows["status"], WITHDRAWN).to_numpy()[kept]]
    placed: np.ndarray = kept[_series_order(rows.select(list(PLACING)).take(pa.array(kept)))]
    return placed


def _series_order(rows: pa.Table) -> np.ndarray:
    import numpy as np

    names = ("coverage", "price_basis", "period")
    ties = [group_codes(rows, (name,), is_sorted=True) for name in names]
    dates = [_numbers(rows, name) for name in ("period_start", "period_end")]
    return np.lexsort([*ties, *dates, group_codes(rows, SERIES_COLUMNS, is_sorted=True)])


def group_codes(rows: pa.Table, names: Sequence[str], *, is_sorted: bool = False) -> np.ndarray:
    """One int64 a row, equal exactly where these text columns are; in the texts' order if `is_sorted`."""
    import numpy as np

    codes = np.zeros(rows.num_rows, dtype=np.int64)
    size = 1
    for name in names:
        column, count = _dictionary_codes(rows, name, is_sorted)
        if size * max(count, 1) >= 2**62:
            distinct, codes = np.unique(codes, return_inverse=True)
            size = len(distinct)
        codes = codes * max(count, 1) + column
        size *= max(count, 1)
    return codes


def _dictionary_codes(rows: pa.Table, name: str, is_sorted: bool) -> tuple[np.ndarray, int]:
    import numpy as np

    encoded = rows[name].combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    count = len(encoded.dictionary)
    if is_sorted and count:
        ranks = np.empty(count, dtype=np.int64)
        ranks[_sort_indices(encoded.dictionary)] = np.arange(count)
        codes = ranks[codes]
    return codes, count


def _sort_indices(values: pa.Array) -> np.ndarray:
    import pyarrow.compute as pc

    order: np.ndarray = pc.sort_indices(values).to_numpy()
    return order


def _numbers(rows: pa.Table, name: str) -> np.ndarray:
    """A whole-number, date or timestamp column as int64; null sorts before everything."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    column = rows[name].combine_chunks()
    width = pa.int32() if pa.types.is_date32(column.type) else pa.int64()
    filled = pc.fill_null(column.cast(width).cast(pa.int64()), np.iinfo(np.int64).min)
    numbers: np.ndarray = filled.to_numpy(zero_copy_only=False)
    return numbers
