"""From numbered lines to passages: hard-wrapped lines joined, page furniture dropped, every character traceable.

A `Passage` holds the text to be read (widths folded one to one, blanks inside removed), the text as printed,
and for every character the line and column it came from. Linear in the size of the document.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huoju.kernel.plan.documents import Line

FOLD = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
FOLD |= {ord("　"): " ", ord("\t"): " ", ord("\xa0"): " ", ord("﹪"): "%", ord("•"): "·", ord("‧"): "·"}
FOLD |= {ord(a): b for a, b in zip("「」『』〝〞＂", "“”“”“””", strict=True)}
FOLD |= {ord(a): b for a, b in zip("–—―－─−﹣", "—" * 7, strict=True)}
FOLD |= {ord(a): b for a, b in zip("～〜∼∶︰﹕", "~~~:::", strict=True)}
CHINESE_PUNCTUATION = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}

PAGE_NUMBER = re.compile(r"^[\s—\-·.第]*(?:\d{1,4}|[IVXLivxl]{1,6})[\s—\-·.页]*$")
WEB_ADDRESS = re.compile(r"^(?:https?://|www\.)[\x21-\x7e]+$")
CONTENTS_LINE = re.compile(r"(?:\.{4,}|…{2,}|·{4,})[\s.…·]*\d{1,4}\s*$")
LEAD_IN = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]{1,5}[篇章节编部]|[一二三四五六七八九十]{1,3}、|"
    r"（[一二三四五六七八九十]{1,3}）"
    r"|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、．](?!\d)|（\d{1,2}）|[①-⑳]|[—-]{2}|专栏|表\s*\d|图\s*\d|"
    r"附[件表]|注[：:]|[■●◆▲◎★])"
)
TERMINAL = "。！？；：:;!?…”）"
BLANK = re.compile(r" +")
WORD_BLANK = re.compile(r"[A-Za-z] [A-Za-z]")
PARAGRAPH_GAP = re.compile(r"[ 　\xa0]{2,}")
WIDE = re.compile("[\u2e80-\U0010ffff]")
LONG_LINE = 160
TITLE_LENGTH = 40
ENDS_A_TITLE = re.compile(
    r"^[^。；，！？]*(?:的报告|工作报告|规划纲要|远景目标纲要|统计公报|情况|总结|要点)$"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph (or heading) as one string. `lines[i]`, `cols[i]` say where character i stands."""

    text: str
    printed: str
    lines: array[int]
    cols: array[int]

    @property
    def first_line(self) -> int:
        return self.lines[0] if self.lines else 0

    @property
    def last_line(self) -> int:
        return self.lines[-1] if self.lines else 0


def fold(text: str) -> str:
    """`text` with full-width letters, digits and signs made half-width, one character for one.

    Sentence punctuation goes the other way: a half-width comma that does not stand between digits becomes ，.
    """
    text = text.translate(FOLD)
    if not any(c in text for c in CHINESE_PUNCTUATION):
        return text
    out = list(text)
    for i, char in enumerate(out):
        if char in CHINESE_PUNCTUATION and not (char in ",:" and between_digits(text, i)):
            out[i] = CHINESE_PUNCTUATION[char]
    return "".join(out)


def between_digits(text: str, i: int) -> bool:
    return 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()


def is_furniture(text: str) -> bool:
    """Whether a line is a page number, a stray web address or a line of the table of contents."""
    stripped = text.strip()
    if len(stripped) > 4 * LONG_LINE:
        return False
    return bool(
        not stripped
        or PAGE_NUMBER.match(fold(stripped))
        or WEB_ADDRESS.match(stripped)
        or (len(stripped) < LONG_LINE and CONTENTS_LINE.search(stripped))
    )


def running_heads(lines: Iterable[Line]) -> frozenset[str]:
    """Short lines that come back on many pages: running heads and feet."""
    counts = Counter(line.text.strip() for line in lines)
    return frozenset(
        text
        for text, n in counts.items()
        if n >= 4 and 4 <= len(text) <= 40 and not LEAD_IN.match(text) and text[-1] not in "。；，、"
    )


def display_width(text: str) -> int:
    text = text.strip()
    return len(text) + len(WIDE.findall(text))


def wrap_width(lines: Iterable[Line]) -> int:
    """The width at which the document's lines are broken; 0 when a line is a paragraph."""
    widths = sorted(w for line in lines if (w := display_width(line.text)) > 8)
    if not widths or widths[len(widths) // 2] > LONG_LINE or widths[-1] > 6 * LONG_LINE:
        return 0
    return widths[int(len(widths) * 0.8)]


def passage_of(pieces: Iterable[tuple[int, int, str]]) -> Passage:
    """One passage of pieces (line, first column, text); blanks next to Chinese characters or digits go."""
    text: list[str] = []
    printed: list[str] = []
    lines, cols = array("l"), array("l")
    for number, first, raw in pieces:
        folded = fold(raw)
        for start, end in kept_stretches(folded):
            text.append(folded[start:end])
            printed.append(raw[start:end])
            lines.extend(array("l", [number]) * (end - start))
            cols.extend(range(first + start, first + end))
    return Passage("".join(text), "".join(printed), lines, cols)


def kept_stretches(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between the blanks that go; a blank stays only between two Latin words."""
    start = 0
    for blank in BLANK.finditer(text):
        if WORD_BLANK.match(text, blank.start() - 1) and blank.start() > 0:
            continue
        if blank.start() > start:
            yield start, blank.start()
        start = blank.end()
    if start < len(text):
        yield start, len(text)


def paragraphs(lines: tuple[Line, ...], skip: frozenset[int] = frozenset()) -> Iterator[Passage]:
    """The passages of a document in order; lines numbered in `skip` (tables) end a passage and are left out."""
    width, heads = wrap_width(lines), running_heads(lines)
    held: list[tuple[int, int, str]] = []
    for line in lines:
        if line.number in skip:
            yield from close(held)
            continue
        if is_furniture(line.text) or line.text.strip() in heads:
            continue
        for first, piece in pieces_of(line.text):
            if held and (first or begins_anew(held[-1][2], piece, width)):
                yield from close(held)
            held.append((line.number, first, piece))
    yield from close(held)


def close(held: list[tuple[int, int, str]]) -> Iterator[Passage]:
    if held:
        yield passage_of(held)
        held.clear()


def pieces_of(text: str) -> Iterator[tuple[int, str]]:
    """A very long line is cut where wide gaps stand between its paragraphs; others come whole."""
    if len(text) < LONG_LINE:
        yield 0, text
        return
    start = 0
    for gap in PARAGRAPH_GAP.finditer(text):
        if text[start : gap.start()].strip():
            yield start, text[start : gap.start()]
        start = gap.end()
    if text[start:].strip():
        yield start, text[start:]


def begins_anew(before: str, after: str, width: int) -> bool:
    """Whether `after` starts a new paragraph, given the line before it."""
    before, after = before.strip(), after.strip()
    if not width:
        return True
    if LEAD_IN.match(fold(after)):
        return True
    if ENDS_A_TITLE.search(before) and len(before) <= 2 * TITLE_LENGTH:
        return True
    short = display_width(before) < width - 5
    if is_title(before):
        return short or bool(LEAD_IN.match(fold(before)))
    return short and before[-1:] in TERMINAL


def is_title(text: str) -> bool:
    """A short line without sentence punctuation: a heading or a title of a table."""
    return len(text) <= TITLE_LENGTH and not any(c in text for c in "。；，！？")
