"""Observations: what one source said about one indicator of one subject in one period, and when it was known.

Pure values; may import the catalog, never Django, files or the clock. An observation is never edited: a
correction is a later vintage of the same key, and so is a withdrawal (`status` "withdrawn").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from huoju.kernel.catalog import Period
from huoju.kernel.evidence.statuses import CONFIDENTIALITY, STATUSES, WITHDRAWN

MEASURES = (
    "level", "count", "growth_rate", "annual_average_growth", "share", "ratio", "multiple",
    "increment", "cumulative", "rank", "difference", "composition",
)  # fmt: skip
"""The plan room's `Measure` values; evidence stands beside that room and so does not import it."""

VALUE_SCALE = 12
"""Decimals a stored value may have; more is refused rather than rounded."""


class SeriesKey(NamedTuple):
    """What a chart draws as one line. Price basis and coverage may still break it within."""

    indicator: str
    subject: str
    measure: str = "level"
    breakdown: str = ""


class ObservationKey(NamedTuple):
    """What a later vintage supersedes: one cell of the statistical table."""

    indicator: str
    subject: str
    measure: str
    breakdown: str
    price_basis: str
    coverage: str
    period: str

    @property
    def series(self) -> SeriesKey:
        return SeriesKey(self.indicator, self.subject, self.measure, self.breakdown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One value in one vintage.

    `indicator` is a catalog or pack id, or "term:<name>" where no catalog knows the name. `value` is in
    `unit` exactly as published (None: known to be missing). `vintage` is the moment it became known, with
    a time zone. `recorder` is who brought it in, `batch` the append it belongs to, `place` where it stood
    in the file ("Sheet1!C12").
    """

    indicator: str
    subject: str
    period: Period
    value: Decimal | None
    unit: str
    source: str
    vintage: datetime
    recorder: str
    batch: str = ""
    measure: str = "level"
    breakdown: str = ""
    status: str = "A"
    confidentiality: str = "F"
    price_basis: str = ""
    coverage: str = ""
    note: str = ""
    place: str = ""

    def __post_init__(self) -> None:
        if not self.indicator or not self.subject:
            raise ValueError("an observation names its indicator and its subject")
        if self.vintage.tzinfo is None:
            raise ValueError("a vintage carries its time zone")
        if self.measure not in MEASURES:
            raise ValueError(f"not a measure: {self.measure!r}")
        if self.status not in STATUSES:
            raise ValueError(f"not an observation status: {self.status!r}")
        if self.confidentiality not in CONFIDENTIALITY:
            raise ValueError(f"not a confidentiality status: {self.confidentiality!r}")
        if self.value is not None:
            _check_storable(self.value)

    @property
    def key(self) -> ObservationKey:
        """The cell that this observation fills."""
        return ObservationKey(
            self.indicator, self.subject, self.measure, self.breakdown,
            self.price_basis, self.coverage, str(self.period),
        )  # fmt: skip

    @property
    def is_withdrawn(self) -> bool:
        return self.status == WITHDRAWN


def _check_storable(value: Decimal) -> None:
    """Refuse what decimal(38, 12) cannot hold exactly. Raises ValueError."""
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -VALUE_SCALE:
        raise ValueError(f"more than {VALUE_SCALE} decimals: {value}")
    if value.adjusted() >= 38 - VALUE_SCALE:
        raise ValueError(f"too large to store: {value}")
