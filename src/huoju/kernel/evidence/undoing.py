"""Undoing: the vintage that takes a batch back. Table in, table out.

Where the batch still holds a cell, the vintage before it comes back, or the cell is withdrawn if there was
none; where a later batch has spoken since, nothing changes. What was known in between stays on record.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from huoju.kernel.evidence.latest import latest_rows
from huoju.kernel.evidence.schema import KEY_COLUMNS, content_schema
from huoju.kernel.evidence.statuses import WITHDRAWN

if TYPE_CHECKING:
    import pyarrow as pa


def undo_rows(rows: pa.Table, batch: str, *, at: datetime, recorder: str) -> pa.Table:
    """The content rows to append so that `batch` no longer holds.

    `rows` are all vintages of the cells concerned (others do no harm). `at` must not lie before the
    batch's own vintage; the note of each row says what it undoes.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    current = latest_rows(rows, with_withdrawn=True)
    held = current.filter(pc.equal(current["batch"], batch)).select(list(KEY_COLUMNS))
    of_batch = rows.filter(pc.equal(rows["batch"], batch))
    before = latest_rows(rows.filter(pc.not_equal(rows["batch"], batch)), with_withdrawn=True)
    before = before.select(content_schema().names)
    keys = list(KEY_COLUMNS)
    returning = before.join(held, keys, join_type="left semi")
    gone = (
        latest_rows(of_batch, with_withdrawn=True)
        .select(content_schema().names)
        .join(held, keys, join_type="left semi")
    )
    gone = gone.join(before.select(keys), keys, join_type="left anti")
    gone = with_value(gone, "status", WITHDRAWN)
    result = pa.concat_tables([_ordered(returning), _ordered(gone)])
    said = f"撤回批次 {batch} / undo of batch {batch}"
    notes = pc.utf8_trim_whitespace(pc.binary_join_element_wise(result["note"], said, " "))
    result = result.set_column(result.column_names.index("note"), content_schema().field("note"), notes)
    return with_value(with_value(result, "recorder", recorder), "vintage", at).cast(content_schema())


def _ordered(rows: pa.Table) -> pa.Table:
    """Joins keep no order; the chain wants one that can be told in advance."""
    rows = rows.select(content_schema().names).cast(content_schema())
    return rows.sort_by([(name, "ascending") for name in KEY_COLUMNS])


def with_value(rows: pa.Table, name: str, value: object) -> pa.Table:
    """The rows with one content column set to a value throughout."""
    import pyarrow as pa

    field = content_schema().field(name)
    column = pa.repeat(pa.scalar(value, field.type), rows.num_rows)
    return rows.set_column(rows.column_names.index(name), field, column)
