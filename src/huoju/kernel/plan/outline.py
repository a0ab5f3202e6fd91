"""The outline of a plan: chapters, sections, and the clauses (paragraphs, tables, boxes) under them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ClauseKind(StrEnum):
    """What a clause is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Clause:
    """One paragraph of a plan with its place in the outline and its lines.

    `chapter` is the outline number ("2.3", "0" before the first chapter); `level` is 1 for a chapter, 2 for a
    section, ... and 0 for what is no heading; lines are 1-based and inclusive.
    """

    id: str
    chapter: str
    heading: str
    level: int
    kind: ClauseKind
    text: str
    first_line: int
    last_line: int
