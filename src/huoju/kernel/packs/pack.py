"""The pack as a value: what a folder holds once it has been read. No folder, no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huoju.kernel.catalog import Indicator
from huoju.kernel.packs.format import (
    BureauRow,
    HeadingRow,
    ObservationRow,
    SourceRow,
    StatementRow,
    StructureRow,
    SubjectRow,
)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What `pack.yaml` says of the plan; the digest lets the platform recognise the document."""

    code: str
    title: str
    title_en: str
    start_year: int
    end_year: int
    document_name: str = ""
    document_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Thresholds in force from a day on, and where they come from."""

    since: date
    values: tuple[tuple[str, Decimal], ...]
    reference: str
    reference_en: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A zone as data. `document` is the plan's file inside the pack, None where only facts are given."""

    name: str
    title: str
    title_en: str
    is_invented: bool
    area: str
    plan: PlanFacts
    document: str | None = None
    description: str = ""
    description_en: str = ""
    subjects: tuple[SubjectRow, ...] = ()
    outline: tuple[HeadingRow, ...] = ()
    commitments: tuple[StatementRow, ...] = ()
    baselines: tuple[StatementRow, ...] = ()
    others: tuple[StatementRow, ...] = ()
    structures: tuple[StructureRow, ...] = ()
    bureaus: tuple[BureauRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    observations: tuple[ObservationRow, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    @property
    def statements(self) -> tuple[StatementRow, ...]:
        """All quantified statements, commitments first."""
        return (*self.commitments, *self.baselines, *self.others)
