"""Locking: writers of one store take turns. The lock is the kernel's, so a killed writer lets go of it."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huoju.kernel.evidence.errors import StoreBusy

WAIT_SECONDS = 60.0


@contextmanager
def writer_lock(folder: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the store in `folder` for writing. Raises StoreBusy after `wait_seconds`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "_writer.lock").open("w") as handle:
        deadline = time.monotonic() + wait_seconds
        while not _try_lock(handle.fileno()):
            if time.monotonic() > deadline:
                raise StoreBusy(seconds=round(wait_seconds))
            time.sleep(0.01)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
