"""The hash chain: a silent change of stored rows is found out, whatever files they lie in."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from evidence_builders import ON_1_MARCH, ON_2_MARCH, observed
from hypothesis import given
from hypothesis import strategies as st

from huoju.kernel.evidence import EvidenceStore
from huoju.kernel.evidence.chain import batch_digest, blocks
from huoju.kernel.evidence.schema import content_schema, rows_of


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    store = EvidenceStore.open(tmp_path / "evidence")
    for number in range(3):
        said = [observed(f"{number}.{row}", year=2000 + row, source=f"公报{number}") for row in range(4)]
        store.append(said, batch=f"b{number}", at=ON_1_MARCH)
    store.compact()
    return store


def tamper(store: EvidenceStore, change: Callable[[pa.Table], pa.Table]) -> None:
    (file,) = store.files()
    pq.write_table(change(pq.read_table(file)), file)


def without(table: pa.Table, keep: list[bool]) -> pa.Table:
    return table.filter(pa.array(keep))


def changed(table: pa.Table, column: str, row: int, value: object) -> pa.Table:
    cells = table[column].to_pylist()
    cells[row] = value
    field = table.schema.field(column)
    return table.set_column(table.column_names.index(column), field, pa.array(cells, field.type))


def test_an_untouched_store_verifies(store: EvidenceStore) -> None:
    assert store.verify() == ()
    links = store.batches()
    assert [each.batch for each in links] == ["b0", "b1", "b2"]
    assert [each.previous for each in links] == ["", links[0].hash, links[1].hash]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("value", 99),
        ("source", "公报9"),
        ("unit", "万元"),
        ("period", "1999"),
        ("decimals", 0),
        ("value", None),
    ],
)
def test_a_changed_cell_is_found(store: EvidenceStore, column: str, value: object) -> None:
    tamper(store, lambda table: changed(table, column, 5, value))
    (found,) = store.verify()
    assert (found.number, found.batch) == (1, "b1")
    assert "内容与入库时不同" in found.zh
    assert "differs" in found.en


def test_a_lost_row_is_found(store: EvidenceStore) -> None:
    tamper(store, lambda table: without(table, [row != 5 for row in range(12)]))
    assert {each.batch for each in store.verify()} == {"b1"}


def test_a_lost_batch_is_found(store: EvidenceStore) -> None:
    tamper(store, lambda table: without(table, [not 4 <= row < 8 for row in range(12)]))
    assert {each.batch for each in store.verify()} == {"b2"}


def test_two_rows_that_changed_places_are_found(store: EvidenceStore) -> None:
    tamper(store, lambda table: changed(changed(table, "row", 5, 2), "row", 6, 1))
    assert [each.batch for each in store.verify()] == ["b1"]


def test_a_changed_link_is_found(store: EvidenceStore) -> None:
    def forge(table: pa.Table) -> pa.Table:
        for row in range(4, 8):
            table = changed(table, "batch_hash", row, "0" * 64)
        return table

    tamper(store, forge)
    assert {each.batch for each in store.verify()} == {"b1", "b2"}


def test_a_broken_file_is_a_clear_error(store: EvidenceStore) -> None:
    from huoju.errors import StoreError

    (file,) = store.files()
    Path(file).write_bytes(b"no longer parquet")
    with pytest.raises(StoreError):
        store.verify()
    with pytest.raises(StoreError):
        store.snapshot()


@given(st.lists(st.sampled_from(["1", "2.50", None]), min_size=1, max_size=20), st.integers(1, 20))
def test_the_pieces_a_batch_comes_in_change_nothing(values: list[str | None], size: int) -> None:
    rows = rows_of([observed(value, year=1990 + at) for at, value in enumerate(values)])
    pieces = [rows.slice(start, size) for start in range(0, rows.num_rows, size)]
    assert batch_digest(pieces) == batch_digest([rows])


def test_blocks_are_cut_at_the_same_places_whatever_the_pieces() -> None:
    rows = rows_of([observed("1")] * 1000)
    many = pa.concat_tables([rows] * 200)
    sizes = [block.num_rows for block in blocks(many.slice(start, 7777) for start in range(0, 200_000, 7777))]
    assert sizes == [65_536, 65_536, 65_536, 3392]


def test_the_digest_is_the_one_written_down_here() -> None:
    """A change of this value would break every chain there is: then it needs a version of its own."""
    digest, rows = batch_digest([rows_of(TWO)])
    assert rows == 2
    assert digest == "8ce71092c0c9f1bbc993c921d8c4b370b867e479accfd6216899e7df410c4e15"


def test_the_digest_can_be_worked_out_from_its_description_alone() -> None:
    """As the module describes it, with the standard library only."""
    row = struct.Struct("<i").pack
    days, moments = date(1970, 1, 1), datetime(1970, 1, 1, tzinfo=UTC)
    block = hashlib.sha256()
    for name in content_schema().names:
        cells = rows_of(TWO)[name].to_pylist()
        if isinstance(cells[0], str):
            texts = [cell.encode() for cell in cells]
            block.update(b"".join(row(len(text)) for text in texts) + b"".join(texts))
            continue
        block.update(bytes(cell is not None for cell in cells))
        for cell in cells:
            if name == "value":
                block.update(int((cell or 0) * 10**12).to_bytes(16, "little", signed=True))
            elif name == "decimals":
                block.update((cell or 0).to_bytes(1, "little", signed=True))
            elif name == "vintage":
                micros = (cell - moments) // timedelta(microseconds=1)
                block.update(micros.to_bytes(8, "little", signed=True))
            else:
                block.update((cell - days).days.to_bytes(4, "little", signed=True))
    assert batch_digest([rows_of(TWO)])[0] == hashlib.sha256(block.digest()).hexdigest()


TWO = [observed("435.3"), observed(None, year=2023, known=ON_2_MARCH)]
