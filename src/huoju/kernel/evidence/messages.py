"""Messages: what is wrong, unsure or worth knowing about one cell of a file, in both languages.

A message is a value, never an exception: one bad row does not hide the next. Its kind carries the texts,
its instance the facts. The kinds stand in `messages.toml`, where a page and the documentation find them too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import resources
from typing import Any


class Severity(StrEnum):
    """What a message does to its row."""

    ERROR = "error"  # the row cannot be committed
    QUESTION = "question"  # the row waits for an answer
    WARNING = "warning"  # the row can be committed; look at it
    NOTE = "note"  # what the reader did by itself


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: its severity and its texts, which use the fields of the message."""

    severity: Severity
    zh: str
    en: str


def _load() -> dict[str, Kind]:
    text = resources.files(__package__).joinpath("messages.toml").read_text("utf-8")
    return {
        code: Kind(Severity(kind["severity"]), kind["zh"], kind["en"])
        for code, kind in tomllib.loads(text).items()
    }


KINDS = _load()
"""Code -> kind. A test walks it: both texts use the same fields, and each code has its page."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message about one place. `row` and `column` count from 1; 0 means the sheet or file as a whole.

    `question` names what an answer settles ("indicator:工业增加直"); equal questions are asked once.
    `choices` are (answer, zh, en), the likeliest first.
    """

    code: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    fields: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        return KINDS[self.code].severity

    def text(self, language: str = "zh") -> str:
        """The message without its place, in `language` (English for "en...", else Chinese)."""
        kind = KINDS[self.code]
        return (kind.en if language.startswith("en") else kind.zh).format_map(self.fields)

    def place(self) -> str:
        """Where: "Sheet1!C12", "C12" in a file of one table, or the sheet's name."""
        cell = cell_name(self.row, self.column)
        return "!".join(part for part in (self.sheet, cell) if part)

    def as_json(self) -> dict[str, Any]:
        """What the API, `--json` and the stored preview carry."""
        return {
            "code": self.code, "severity": self.severity.value, "sheet": self.sheet, "row": self.row,
            "column": self.column, "place": self.place(), "zh": self.text("zh"), "en": self.text("en"),
            "question": self.question,
            "choices": [{"answer": answer, "zh": zh, "en": en} for answer, zh, en in self.choices],
        }  # fmt: skip


def cell_name(row: int, column: int) -> str:
    """Spreadsheet name of a cell counted from 1: (12, 3) is C12, (12, 0) is row 12, (0, 0) is ""."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row or ''}"
