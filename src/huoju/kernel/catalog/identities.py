"""Identities: equations that must hold between indicators, as data.

Pure. The arithmetic text is parsed in `arithmetic`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation between indicators of one subject and one period, in base units.

    `tolerance` says how nearly it must hold: "exact" (up to the rounding of the printed numbers),
    "rounding" or "approximate" (definitions differ slightly; a tension, not a conflict).
    """

    id: str
    text: str
    zh: str
    en: str
    tolerance: str
