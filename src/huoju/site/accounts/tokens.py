"""API tokens: their text, and the digest that is all we keep of it. No database.

A token is 256 random bits, so a plain SHA-256 is enough: there is nothing to guess from a word list.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

MARK = "huoju_"  # so that a scanner of leaked secrets can tell what it found
PREFIX_LENGTH = 8


@dataclass(frozen=True, slots=True)
class TokenText:
    """A fresh token: the text, shown once; its first letters, to recognise it by; its digest."""

    text: str

    @classmethod
    def fresh(cls) -> TokenText:
        """A new random one."""
        return cls(MARK + secrets.token_urlsafe(32))

    @property
    def prefix(self) -> str:
        return self.text[len(MARK) : len(MARK) + PREFIX_LENGTH]

    @property
    def digest(self) -> str:
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """SHA-256 in hex of a token's text."""
    return hashlib.sha256(text.encode()).hexdigest()
