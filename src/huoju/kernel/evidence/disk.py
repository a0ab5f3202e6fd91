"""Disk: rows out of the store's Parquet files into memory, and what the disk refuses as one kind of error.

Takes the files of one table version, returns tables; what a file's statistics rule out is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from huoju.errors import StoreError
from huoju.kernel.evidence.latest import PLACING, latest_places
from huoju.kernel.evidence.schema import table_schema

if TYPE_CHECKING:
    import pyarrow as pa


def read_rows(
    files: Sequence[str], equal: Mapping[str, str | list[str]], columns: Sequence[str] | None = None
) -> pa.Table:
    """The rows of these files that meet every condition; what the statistics rule out is not read."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    if not files:
        return table_schema().empty_table()
    condition = None
    for name, wanted in equal.items():
        among = wanted if isinstance(wanted, list) else [wanted]
        test = ds.field(name).isin(pa.array(among, pa.string()))
        condition = test if condition is None else condition & test
    with disk_errors():
        return ds.dataset(list(files), schema=table_schema(), format="parquet").to_table(
            columns=None if columns is None else list(columns), filter=condition
        )


def latest_of(files: Sequence[str], equal: Mapping[str, str | list[str]], day: date | None) -> pa.Table:
    """The rows that hold on a day, read one column at a time: old vintages never lie in memory whole."""
    import pyarrow as pa

    deciding = read_rows(files, equal, PLACING)
    places = pa.array(latest_places(deciding, day))
    columns = {name: deciding[name].take(places) for name in PLACING}
    del deciding
    for name in table_schema().names:
        if name not in columns:
            columns[name] = read_rows(files, equal, [name])[name].take(places)
    return pa.table([columns[name] for name in table_schema().names], schema=table_schema())


@contextmanager
def disk_errors() -> Iterator[None]:
    """What disk, Delta, Arrow or DuckDB refuse becomes a `StoreError`; our own errors pass."""
    import duckdb
    import pyarrow as pa
    from deltalake.exceptions import DeltaError

    try:
        yield
    except (DeltaError, OSError, pa.ArrowException, duckdb.Error) as problem:
        raise StoreError(detail=str(problem).splitlines()[0]) from problem
