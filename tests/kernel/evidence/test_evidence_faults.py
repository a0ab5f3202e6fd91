"""A writer killed at any moment leaves whole batches or none, and the store opens by itself."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from huoju.kernel.evidence import EvidenceStore

ROWS = 400
WRITER = """
import sys
from datetime import UTC, datetime
from decimal import Decimal
from huoju.kernel.catalog import Period
from huoju.kernel.evidence import EvidenceStore, Observation

folder, run = sys.argv[1:]
store = EvidenceStore.open(folder)
at = datetime(2025, 3, 1, tzinfo=UTC)
for number in range(10_000):
    batch = f"{run}-{number}"
    rows = [
        Observation(
            indicator="gdp", subject=batch, period=Period.of_year(1950 + row % 150), breakdown=str(row),
            value=Decimal(row), unit="亿元", source="test", vintage=at, recorder="writer",
        )
        for row in range(ROWS)
    ]
    store.append(rows, batch=batch, at=at)
    print(batch, flush=True)
""".replace("ROWS", str(ROWS))


@pytest.mark.slow
def test_a_killed_writer_leaves_whole_batches_or_none(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    chance = random.Random(20_251_120)
    acknowledged: set[str] = set()
    for run in range(20):
        acknowledged |= killed_after(chance.uniform(0.0, 0.25), folder, run)
    store = EvidenceStore.open(folder)
    assert len(acknowledged) >= 20
    assert store.verify() == ()
    stored = {each.batch: each.rows for each in store.batches()}
    assert acknowledged <= stored.keys()
    assert set(stored.values()) == {ROWS}
    assert len(stored) <= len(acknowledged) + 20  # at most the one that was under way
    assert len(store.snapshot()) == ROWS * len(stored)


def killed_after(seconds: float, folder: Path, run: int) -> set[str]:
    """Batches that a writer acknowledged before it was killed, this long after its first one."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(run)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(seconds)
    os.kill(writer.pid, signal.SIGKILL)
    rest = writer.stdout.read()
    writer.wait()
    return {line for line in (first + rest).splitlines(keepends=False) if line}


@pytest.mark.slow
def test_writers_of_two_processes_take_turns(tmp_path: Path) -> None:
    script = WRITER.replace("10_000", "15")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "evidence"), name], stdout=subprocess.DEVNULL
        )
        for name in ("a", "b", "c")
    ]
    store = EvidenceStore.open(tmp_path / "evidence")
    while any(writer.poll() is None for writer in writers):
        assert len(store.snapshot()) % ROWS == 0  # a reader never sees half a batch
        time.sleep(0.01)
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert store.verify() == ()
    assert [each.number for each in store.batches()] == list(range(45))
