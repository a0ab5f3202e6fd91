"""Entry by hand: cells typed into a grid, brought into the form of a file so that the same checks hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class HandCell:
    """One typed figure: whose, what, when, the text as typed, its unit and remarks."""

    indicator: str
    subject: str
    period: str
    value: str
    unit: str = ""
    measure: str = "level"
    breakdown: str = ""
    price_basis: str = ""
    coverage: str = ""
    status: str = "A"
    note: str = ""


COLUMNS = tuple(each.name for each in fields(HandCell))


def hand_file(cells: Iterable[HandCell]) -> bytes:
    """The cells as a long CSV file in UTF-8, one row each under a heading; empty values are left out."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([getattr(cell, name) for name in COLUMNS] for cell in cells if cell.value.strip())
    return text.getvalue().encode()
