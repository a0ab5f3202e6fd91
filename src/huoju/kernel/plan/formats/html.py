"""HTML: the text of a web page, a line a paragraph, and its tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from huoju.kernel.plan.documents import Line, SourceTable

BLOCKS = frozenset(
    "p div br li h1 h2 h3 h4 h5 h6 section article tr ul ol dd dt blockquote center header footer main".split()  # noqa: SIM905
)
SILENT = frozenset(["script", "style", "head", "nav", "noscript", "template", "svg", "select", "button"])
BLANK = re.compile(r"[ \t\r\n\f\v]+")


class PageParser(HTMLParser):
    """Collects paragraphs and tables; table cells stay out of the running text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.tables: list[tuple[str, list[list[str]], list[int]]] = []
        self._text: list[str] = []
        self._silent = 0
        self._depth = 0
        self._rows: list[list[str]] = []
        self._row_lines: list[int] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag == "table":
            self._flush()
            self._depth += 1
            if self._depth == 1:
                self._rows, self._row_lines = [], []
        elif tag == "tr" and self._depth == 1:
            self._rows.append([])
            self._row_lines.append(len(self.paragraphs) + len(self._rows))
        elif tag in ("td", "th") and self._depth == 1:
            self._cell = []
            self._span = max(1, min(40, int(dict(attrs).get("colspan") or 1))) if digits(attrs) else 1
        elif tag in BLOCKS and self._depth == 0:
            self._flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th") and self._cell is not None and self._depth == 1:
            text = BLANK.sub("", "".join(self._cell))
            if not self._rows:
                self._rows.append([])
                self._row_lines.append(len(self.paragraphs) + 1)
            self._rows[-1] += [text] + [""] * (self._span - 1)
            self._cell = None
        elif tag == "table" and self._depth:
            self._depth -= 1
            if self._depth == 0:
                self._end_table()
        elif tag in BLOCKS and self._depth == 0:
            self._flush()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._cell is not None:
            self._cell.append(data)
        elif self._depth == 0:
            self._text.append(data)

    def _flush(self) -> None:
        text = BLANK.sub(" ", "".join(self._text)).strip()
        self._text = []
        if text:
            self.paragraphs.append(text)

    def _end_table(self) -> None:
        title = self.paragraphs[-1] if self.paragraphs and len(self.paragraphs[-1]) <= 60 else ""
        start = len(self.paragraphs) + 1
        lines = [start + n for n in range(len(self._rows))]
        self.tables.append((title, self._rows, lines))
        self.paragraphs += [" | ".join(row) for row in self._rows]

    def finish(self) -> None:
        self.close()
        self._flush()
        if self._depth:
            self._depth = 0
            self._end_table()


def digits(attrs: list[tuple[str, str | None]]) -> bool:
    value = dict(attrs).get("colspan") or "1"
    return value.strip().isdigit()


def read_html(text: str) -> tuple[tuple[Line, ...], tuple[SourceTable, ...]]:
    """Paragraphs as lines (numbered in reading order) and tables."""
    parser = PageParser()
    parser.feed(text)
    parser.finish()
    lines = tuple(Line(n, paragraph) for n, paragraph in enumerate(parser.paragraphs, 1))
    tables = tuple(
        SourceTable(title, tuple(tuple(row) for row in rows), tuple(numbers))
        for title, rows, numbers in parser.tables
    )
    return lines, tables
