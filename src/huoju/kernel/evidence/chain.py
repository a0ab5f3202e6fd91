"""Chain: the hash chain over appended batches, by which a silent change of stored rows is found out.

The digest of a batch is defined on values, not on files, so it survives compaction and another library:

  block digest  = SHA-256 over the content columns (in the order of `content_schema`) of up to 65,536 rows;
                  text: lengths as little-endian int32, then the UTF-8 bytes; other types: one validity byte
                  a row (1 = present), then the little-endian values, zero where absent (decimal: 16 bytes)
  batch digest  = SHA-256 over its block digests
  link's hash   = SHA-256 over the JSON of number, batch, rows, at, digest and the previous link's hash

Pure: takes Arrow batches, returns values.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from huoju.kernel.evidence.schema import content_schema

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_ROWS = 65_536


@dataclass(frozen=True, slots=True)
class Link:
    """One appended batch in the chain. `number` counts from 0; `previous` is "" for the first."""

    number: int
    batch: str
    rows: int
    at: datetime
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: what was expected and what the table says, in both languages."""

    number: int
    batch: str
    zh: str
    en: str


def link(*, number: int, batch: str, rows: int, at: datetime, previous: str, digest: str) -> Link:
    """The link for a batch with this content digest after the link whose hash is `previous`."""
    facts = [number, batch, rows, at.astimezone(UTC).isoformat(timespec="microseconds"), digest, previous]
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return Link(number, batch, rows, at, previous, hashlib.sha256(text.encode()).hexdigest())


def batch_digest(pieces: Iterable[pa.RecordBatch | pa.Table]) -> tuple[str, int]:
    """Digest and number of rows of a batch given in pieces of any size; the pieces' sizes change nothing."""
    total, rows = hashlib.sha256(), 0
    for block in blocks(pieces):
        total.update(_block_digest(block))
        rows += block.num_rows
    return total.hexdigest(), rows


def blocks(pieces: Iterable[pa.RecordBatch | pa.Table]) -> Iterator[pa.Table]:
    """The same rows in blocks of exactly `BLOCK_ROWS`, the last one shorter."""
    import pyarrow as pa

    held: list[pa.Table] = []
    count = 0
    for piece in pieces:
        table = piece if isinstance(piece, pa.Table) else pa.Table.from_batches([piece])
        held.append(table.select(content_schema().names))
        count += table.num_rows
        while count >= BLOCK_ROWS:
            whole = pa.concat_tables(held)
            yield whole.slice(0, BLOCK_ROWS)
            held, count = [whole.slice(BLOCK_ROWS)], count - BLOCK_ROWS
    if count:
        yield pa.concat_tables(held)


def _block_digest(block: pa.Table) -> bytes:
    """SHA-256 of up to `BLOCK_ROWS` rows, as the module's text defines it."""
    import pyarrow as pa

    digest = hashlib.sha256()
    for field in content_schema():
        column = block.column(field.name).combine_chunks()
        feed = _feed_text if pa.types.is_string(field.type) else _feed_fixed
        for part in feed(column, field.type):
            digest.update(part)
    return digest.digest()


def _feed_text(column: pa.Array, _: pa.DataType) -> Iterator[memoryview | bytes]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.fill_null(column.cast(pa.large_string()), "")
    yield pc.binary_length(text).to_numpy(zero_copy_only=False).astype("<i4").tobytes()
    _, offsets, data = text.buffers()
    bounds = np.frombuffer(offsets, dtype="<i8")[text.offset : text.offset + len(text) + 1]
    if data is not None and len(text):
        yield memoryview(data)[int(bounds[0]) : int(bounds[-1])]


def _feed_fixed(column: pa.Array, kind: pa.DataType) -> Iterator[memoryview | bytes]:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = column.cast(kind)
    yield pc.is_valid(values).cast(pa.uint8()).to_numpy(zero_copy_only=False).tobytes()
    number = pa.int32() if kind.bit_width == 32 else pa.int64()
    zero = pa.scalar(0, number).cast(kind)
    filled = pc.fill_null(values, zero) if values.null_count else values
    width = kind.bit_width // 8
    data = filled.buffers()[1]
    if data is not None:
        yield memoryview(data)[filled.offset * width : (filled.offset + len(filled)) * width]
