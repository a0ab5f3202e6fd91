"""Verification: do the stored rows still say what was appended? Reads files, returns values.

`breaks` recomputes every digest from the rows, in order, with bounded memory (DuckDB sorts on disk when it
must), and compares with the links that the rows themselves state. A change of any content column, a lost,
added or moved row, a lost batch in the middle: each shows. A cut-off tail shows only against a hash kept
elsewhere: the operational database keeps one for every import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING, Any

from huoju.kernel.evidence.chain import Break, Link, batch_digest, link
from huoju.kernel.evidence.schema import content_schema

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake import DeltaTable

LINK_COLUMNS = ("batch_number", "batch", "batch_rows", "batch_at", "batch_previous", "batch_hash")


def stated_links(files: Sequence[str]) -> tuple[Link, ...]:
    """The links that the rows in these Parquet files state, by number; two of one number are a fork."""
    if not files:
        return ()
    columns = ", ".join(LINK_COLUMNS)
    query = f"SELECT DISTINCT {columns} FROM read_parquet(?) ORDER BY ALL"  # noqa: S608
    rows = _engine().execute(query, [list(files)])
    return tuple(_link(row) for row in rows.fetchall())


def last_link(table: DeltaTable | None) -> Link | None:
    """The newest link, read from the one file whose statistics say that it holds it."""
    import pyarrow.parquet as pq

    if table is None or not (spans := file_spans(table, "batch_number")):
        return None
    newest = max(high for _, _, high in spans)
    file = next(file for file, _, high in spans if high == newest)
    rows = pq.read_table(file, columns=list(LINK_COLUMNS), filters=[("batch_number", "=", newest)])
    return link_of_row(rows.slice(0, 1).to_pylist()[0])


def file_spans(table: DeltaTable, column: str) -> list[tuple[str, Any, Any]]:
    """Each file of the table with the least and the greatest value of a column in it (None: not known)."""
    import pyarrow as pa

    adds = pa.table(table.get_add_actions(flatten=True))
    names = ("path", f"min.{column}", f"max.{column}")
    if not adds.num_rows:
        return []
    root = table.table_uri.removeprefix("file://").rstrip("/")
    paths, lows, highs = (adds[name].to_pylist() for name in names)
    return [(f"{root}/{path}", low, high) for path, low, high in zip(paths, lows, highs, strict=True)]


def breaks(files: Sequence[str], on_batch: Callable[[int], None] = lambda number: None) -> tuple[Break, ...]:
    """Every place where the chain does not hold, in order of batch; () for an unchanged table.

    `on_batch` is told the number of each batch when it has been read, for a progress bar.
    """
    links = stated_links(files)
    digests: dict[int, tuple[str, int]] = {}
    for number, digest in _digests(files) if files else ():
        digests[number] = digest
        on_batch(number)
    found: list[Break] = []
    before: Link | None = None
    for each in links:
        found += _check(each, before, *digests[each.number])
        before = each
    return tuple(found)


def _check(each: Link, before: Link | None, digest: str, rows: int) -> Iterator[Break]:
    expected = 0 if before is None else before.number + 1
    if each.number != expected:
        yield _break(each, f"批次序号应为 {expected}", f"batch number should be {expected}")
    if rows != each.rows:
        yield _break(
            each, f"应有 {each.rows} 行，实有 {rows} 行", f"should have {each.rows} rows, has {rows}"
        )
    if each.previous != (before.hash if before else ""):
        yield _break(each, "与前一批次不衔接", "does not follow from the batch before")
    again = link(
        number=each.number,
        batch=each.batch,
        rows=each.rows,
        at=each.at,
        previous=each.previous,
        digest=digest,
    )
    if again.hash != each.hash:
        yield _break(each, "内容与入库时不同", "its content differs from what was appended")


def _break(each: Link, zh: str, en: str) -> Break:
    about_zh, about_en = f"批次 {each.number}（{each.batch}）", f"Batch {each.number} ({each.batch})"
    return Break(each.number, each.batch, f"{about_zh}：{zh}。", f"{about_en}: {en}.")


def _digests(files: Sequence[str]) -> Iterator[tuple[int, tuple[str, int]]]:
    """Batch number -> (digest, rows) recomputed from the content."""
    for number, pieces in groupby(_ordered(files), key=lambda piece: piece[0]):
        yield number, batch_digest(rows for _, rows in pieces)


def _ordered(files: Sequence[str]) -> Iterator[tuple[int, pa.Table]]:
    """The rows by batch and place in it, cut where a batch ends."""
    import pyarrow as pa

    columns = ", ".join(f'"{name}"' for name in content_schema().names)
    query = f"SELECT batch_number, {columns} FROM read_parquet(?) ORDER BY batch_number, row"  # noqa: S608
    for piece in _engine().execute(query, [list(files)]).to_arrow_reader(65_536):
        table = pa.Table.from_batches([piece])
        yield from _by_batch(table)


def _by_batch(table: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    import numpy as np

    numbers = table["batch_number"].to_numpy()
    starts: np.ndarray = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1]))
    for start, stop in zip(starts, [*starts[1:], len(numbers)], strict=True):
        yield int(numbers[start]), table.slice(int(start), int(stop - start)).drop_columns("batch_number")


def _link(row: tuple[Any, ...]) -> Link:
    number, batch, rows, at, previous, stated = row
    return Link(number, batch, rows, at.astimezone(UTC), previous, stated)


def link_of_row(row: dict[str, Any]) -> Link:
    """The link that a row of the table states."""
    return _link(tuple(row[name] for name in LINK_COLUMNS))


def _engine() -> Any:
    import duckdb

    engine = duckdb.connect()
    engine.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
    return engine
