"""States as marks: one word, one colour class, one shape, everywhere. No Django.

Colour is never alone: the word stands beside it, and the shape tells states apart in black-and-white print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huoju.site.texts import Text


@dataclass(frozen=True, slots=True)
class Mark:
    """How one state looks and reads. `shape` names a symbol of templates/parts/symbols.html."""

    state: str
    text: Text
    shape: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a state bar: where it starts and how wide it is, in thousandths of the bar."""

    mark: Mark
    count: int
    start: int
    width: int

    @property
    def x(self) -> str:
        return f"{self.start / 10}%"

    @property
    def w(self) -> str:
        return f"{self.width / 10}%"


MARKS: tuple[Mark, ...] = (
    Mark("met", Text("已完成", "Met"), "disc"),
    Mark("ahead", Text("超前", "Ahead"), "up"),
    Mark("on_track", Text("符合预期", "On track"), "square"),
    Mark("behind", Text("滞后", "Behind"), "down"),
    Mark("missed", Text("未完成", "Missed"), "cross"),
    Mark("no_evidence", Text("缺少数据", "No evidence"), "hatch"),
)
BY_STATE = {mark.state: mark for mark in MARKS}


def mark_of(state: str) -> Mark:
    """The mark of a state; what has no assessment counts as without evidence."""
    return BY_STATE.get(state, BY_STATE["no_evidence"])


def bar_segments(counts: Mapping[str, int]) -> list[Segment]:
    """Segments of a bar of 1000, in the order of MARKS; every state that occurs is at least 6 wide."""
    total = sum(counts.get(mark.state, 0) for mark in MARKS)
    segments: list[Segment] = []
    start = 0
    shown = [mark for mark in MARKS if counts.get(mark.state)]
    for position, mark in enumerate(shown):
        count = counts[mark.state]
        width = max(6, round(1000 * count / total))
        if position == len(shown) - 1:
            width = max(6, 1000 - start)
        segments.append(Segment(mark, count, start, width))
        start += width
    return segments
