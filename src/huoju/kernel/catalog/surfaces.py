"""Surfaces: the plain form in which names are compared, whatever the typist's keyboard did.

Pure text in, text out. Full width or half width, spaces, quotes, brackets, dashes and letter case make no
difference between two names; the words inside brackets do.
"""

from __future__ import annotations

import re
import unicodedata

_DECORATION = re.compile(
    r"""[\s"'`“”‘’«»《》〈〉「」『』()\[\]{}【】〔〕、,，.。·•・:：;；_\-‐‑‒–—―~－/\\|*#]+"""
)


def half_width(text: str) -> str:
    """`text` with full-width letters, digits and signs made half-width (NFKC), and no white space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.split())


def plain(text: str) -> str:
    """The form two names are compared in: half width, lower case, without quotes, brackets and spaces.

    >>> plain("全社会 Ｒ＆Ｄ 经费投入（强度）")
    '全社会r&d经费投入强度'
    """
    return _DECORATION.sub("", half_width(text).casefold())
