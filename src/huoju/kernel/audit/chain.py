"""The hash chain: what an event's hash is made of, and whether a row of events is unbroken.

Takes values and returns values; no Django, no clock. Start reading at `digest`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

FIRST = "0" * 64  # stands for "the one before" at the first event


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the chain sees it. `at` is aware; `before` and `after` are plain JSON values."""

    sequence: int
    at: datetime
    actor: str
    verb: str
    target: str
    before: Any
    after: Any
    previous: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the chain found. `broken_at` is the sequence of the first event that does not fit."""

    count: int
    is_intact: bool
    broken_at: int | None = None
    reason_zh: str = ""
    reason_en: str = ""


def plain(value: Any) -> Any:
    """`value` as JSON that every database gives back unchanged: numbers other than integers become text."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        parts = [plain(part) for part in value]
        return sorted(parts, key=repr) if isinstance(value, set | frozenset) else parts
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def instant(at: datetime) -> str:
    """`at` in UTC to the microsecond, always in the same form."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(entry: Entry) -> str:
    """SHA-256 over every field of `entry` but its own hash, as 64 hex digits."""
    fields = [
        entry.sequence, instant(entry.at), entry.actor, entry.verb, entry.target,
        entry.before, entry.after, entry.previous,
    ]  # fmt: skip
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def walk(entries: Iterable[Entry], *, last_sequence: int, last_hash: str) -> Verification:
    """Check `entries` (in order of sequence) against each other and against the noted end of the chain."""
    previous, count = FIRST, 0
    for entry in entries:
        count += 1
        if entry.sequence != count:
            return Verification(count - 1, False, count, "缺少事件", "an event is missing")
        if entry.previous != previous:
            return Verification(count, False, count, "与前一事件不衔接", "does not follow the event before")
        if digest(entry) != entry.hash:
            return Verification(count, False, count, "内容被改动", "its content was changed")
        previous = entry.hash
    if count != last_sequence or previous != last_hash:
        return Verification(count, False, count + 1, "末尾事件被删除", "events at the end were removed")
    return Verification(count, True)
