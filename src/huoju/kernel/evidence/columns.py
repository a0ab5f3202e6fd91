"""Columns: looking at each distinct text of a column once, however many rows carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huoju.kernel.evidence.latest import group_codes
from huoju.kernel.evidence.messages import cell_name

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def distinct(table: pa.Table, *names: str) -> tuple[Any, ...]:
    """A code a row, then for each column the distinct texts in the order of the codes."""
    import pyarrow as pa

    codes, first = distinct_rows(table, names)
    rows = table.select(list(names)).take(pa.array(first))
    return (codes, *(rows[name].to_pylist() for name in names))


def distinct_rows(table: pa.Table, names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """A code a row, and for each code the first row that has it."""
    import numpy as np

    _, first, codes = np.unique(group_codes(table, names), return_index=True, return_inverse=True)
    return codes, first


def spread(values: list[Any], codes: np.ndarray, kind: pa.DataType | None = None) -> pa.Array:
    """The value of each row's code; text unless another kind is given."""
    import pyarrow as pa

    return pa.array(values, kind or pa.string()).take(pa.array(codes))


def places(cells: pa.Table) -> pa.Array:
    """Where each figure stands, as Sheet1!C12."""
    import pyarrow as pa
    import pyarrow.compute as pc

    codes, sheets, columns = distinct(cells, "sheet", "column")
    heads = [
        (f"{sheet}!" if sheet else "") + cell_name(0, column)
        for sheet, column in zip(sheets, columns, strict=True)
    ]
    return pc.binary_join_element_wise(
        spread(heads, codes), cells["row"].combine_chunks().cast(pa.string()), ""
    )
