"""Tally: messages about a file, all counted, the first of each kind kept. Bounded however bad the file is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huoju.kernel.evidence.messages import Message

if TYPE_CHECKING:
    import numpy as np

KEPT_PER_CODE = 500


@dataclass
class Tally:
    """Collects messages while a file is read; `counts` is exact, `messages` holds the first of each code."""

    messages: list[Message] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, message: Message) -> None:
        """Count a message, and keep it if its code has room."""
        if self.count(message.code):
            self.keep(message)

    def count(self, code: str) -> bool:
        """Count one message of this code; whether there is room to keep it."""
        self.counts[code] += 1
        return self.counts[code] <= KEPT_PER_CODE

    def first(self, code: str, rows: np.ndarray) -> Iterator[int]:
        """Count a message for each of these rows, and give the rows for which there is room."""
        room = max(0, KEPT_PER_CODE - self.counts[code])
        self.counts[code] += len(rows)
        yield from (int(row) for row in rows[:room])

    def keep(self, message: Message) -> None:
        self.messages.append(message)

    def in_order(self) -> tuple[Message, ...]:
        """The kept messages by sheet and place."""
        return tuple(sorted(self.messages, key=lambda each: (each.sheet, each.row, each.column, each.code)))
