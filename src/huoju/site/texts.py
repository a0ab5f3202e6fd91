"""Two texts side by side: `Text(zh, en)`, and the languages the site speaks.

A page, a message or a heading is written where it is used, in Chinese and English next to each other; in
templates by `{% t "中文" "English" %}`. A test walks all of them. No Django import.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Any

ZH, EN = "zh", "en"
LANGUAGES = (ZH, EN)


def fields_of(text: str) -> set[str]:
    """Names of the `{fields}` in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; both use the same `{fields}`."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh or not self.en:
            raise ValueError(f"a text lacks one language: {self.zh!r}, {self.en!r}")
        if fields_of(self.zh) != fields_of(self.en):
            raise ValueError(f"the two texts differ in fields: {self.zh!r}, {self.en!r}")

    def in_language(self, language: str, **fields: Any) -> str:
        """The text in `language`, its fields filled in."""
        text = self.en if language.startswith(EN) else self.zh
        return text.format(**fields) if fields else text

    def __str__(self) -> str:
        return self.zh
