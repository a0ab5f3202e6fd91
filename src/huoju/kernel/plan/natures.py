"""Natures: whether a promise is binding or expected, where the text says so over a list or behind a number. Pure."""

from __future__ import annotations

import re

LEAD = re.compile(r"(约束性|预期性)(?:发展)?(?:指标|目标)[^。；，]{0,12}?(?:：|$|为|包括|共\d)")
BEHIND = re.compile(r"^[^，。；（]{0,6}（(约束性|预期性)(?:指标)?）")
REACH = 600  # characters of a list that one lead-in holds for
NAMES = {"约束性": "binding", "预期性": "expected"}


def nature_led(text: str) -> str | None:
    """The nature that a heading or the end of a lead-in (约束性指标：) gives to the list below it."""
    found = list(LEAD.finditer(text[-80:]))
    if not found or not (text.endswith(("：", ":")) or len(text) <= 30):
        return None
    return NAMES[found[-1].group(1)]


def nature_at(text: str, start: int, end: int) -> str | None:
    """The nature of a number in a passage: behind it in brackets, else what led in to the list it stands in."""
    behind = BEHIND.match(text[end : end + 24])
    if behind:
        return NAMES[behind.group(1)]
    before = text[max(0, start - REACH) : start]
    found = list(LEAD.finditer(before)) if "性" in before else []
    return NAMES[found[-1].group(1)] if found else None
