"""The outline of a plan: chapters, sections, and the clauses (paragraphs, tables, boxes) under them.

Headings are known by their numbering (第一章, 第二节, 一、, （一）, 1.), not by how they look, since plain text
has no looks. The outline number counts chapters and what stands below them: section 三 of chapter 二 is "2.3".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from huoju.kernel.plan.flow import Passage, is_title
from huoju.kernel.plan.numerals import parse_number


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


NUMBERING: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(r"第([一二三四五六七八九十百零\d]{1,5})[篇编部](?!分)")),
    ("chapter", re.compile(r"第([一二三四五六七八九十百零\d]{1,5})章")),
    ("section", re.compile(r"第([一二三四五六七八九十百零\d]{1,5})节")),
    ("comma", re.compile(r"([一二三四五六七八九十]{1,3})、")),
    ("paren", re.compile(r"（([一二三四五六七八九十]{1,3})）")),
    ("dotted", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\.?(?![\d%])(?=[^\d亿万元个家])")),
)
ARABIC = re.compile(r"(\d{1,2})[.、．](?!\d)")
BOX = re.compile(r"^专栏\s*[\d一二三四五六七八九十]")
LEVELS = ("part", "chapter", "section", "comma", "paren")


@dataclass(slots=True)
class Placed:
    """A passage with its outline number, the headings above it, and whether it is a heading itself."""

    passage: Passage
    chapter: str
    headings: tuple[str, ...]
    level: int
    kind: ClauseKind


@dataclass(slots=True)
class Numbering:
    """Counts headings as they come. `used` says which kinds of numbering the document has at all."""

    used: frozenset[str]
    counts: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def enter(self, kind: str, number: str, title: str) -> None:
        for lower in LEVELS[LEVELS.index(kind) :]:
            self.counts.pop(lower, None)
            self.titles.pop(lower, None)
        self.counts[kind] = number
        self.titles[kind] = title

    def chapter(self) -> str:
        kinds = [k for k in LEVELS if k in self.counts]
        if "chapter" in self.used and "part" in kinds:
            kinds.remove("part")
        return ".".join(self.counts[k] for k in kinds) or "0"

    def depth(self, kind: str) -> int:
        return [k for k in LEVELS if k in self.used].index(kind) + 1

    def path(self) -> tuple[str, ...]:
        return tuple(self.titles[k] for k in LEVELS if k in self.titles)


def heading_of(text: str) -> tuple[str, str, str] | None:
    """Kind, number and title if `text` begins with a heading's numbering; the title may be a lead-in (…。)."""
    for kind, pattern in NUMBERING[:5]:
        found = pattern.match(text)
        if not found:
            continue
        number = parse_number(found.group(1))
        rest = text[found.end() :]
        title = re.split(r"[。：]", rest, maxsplit=1)[0]
        if number is None or len(title) > 45 or (kind in ("part", "chapter", "section") and len(rest) > 60):
            return None
        return kind, str(number), title
    return None


def used_numbering(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(found[0] for text in texts if (found := heading_of(text)))


def outline(passages: list[Passage]) -> Iterator[Placed]:
    """Every passage with its place in the outline, in order."""
    numbering = Numbering(used_numbering(p.text for p in passages))
    in_box = False
    for passage in passages:
        found = heading_of(passage.text)
        if found:
            in_box = False
            kind, number, title = found
            numbering.enter(kind, number, title)
            bare = is_title(passage.text)
            level = numbering.depth(kind) if bare else 0
            yield place(passage, numbering, level, ClauseKind.HEADING if bare else ClauseKind.PARAGRAPH)
            continue
        if BOX.match(passage.text):
            in_box = True
            yield place(passage, numbering, 0, ClauseKind.BOX)
            continue
        in_box = in_box and (bool(ARABIC.match(passage.text)) or passage.text[:1] in "“‘①②③④⑤⑥⑦⑧⑨")
        yield place(passage, numbering, 0, ClauseKind.BOX if in_box else ClauseKind.PARAGRAPH)


def place(passage: Passage, numbering: Numbering, level: int, kind: ClauseKind) -> Placed:
    return Placed(passage, numbering.chapter(), numbering.path(), level, kind)


def clauses_of(placed: Iterable[Placed]) -> Iterator[Clause]:
    """The clauses of a plan, numbered in order (c0001, ...)."""
    for n, one in enumerate(placed, 1):
        yield Clause(
            id=f"c{n:04d}",
            chapter=one.chapter,
            heading=one.headings[-1] if one.headings else "",
            level=one.level,
            kind=one.kind,
            text=one.passage.printed,
            first_line=one.passage.first_line,
            last_line=one.passage.last_line,
        )
