"""What a pack adds to the evidence: rows become observations, and only what the store lacks is appended.

Pure: values in, values out. A row that left the pack is withdrawn, one that changed is a later vintage's
neighbour; a row that stands as it stood is not written again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from huoju.kernel.catalog import Period
from huoju.kernel.evidence import Observation
from huoju.kernel.evidence.knowledge import CHINA
from huoju.kernel.evidence.statuses import WITHDRAWN
from huoju.kernel.packs.format import ObservationRow, SourceRow
from huoju.kernel.packs.pack import Pack


def recorder_of(pack: Pack) -> str:
    """Who is said to have brought the pack's figures in."""
    return f"pack:{pack.name}"


def observations_of(pack: Pack) -> tuple[Observation, ...]:
    """The pack's figures as observations, in the order of the file; sources written out."""
    sources = {row.code: row for row in pack.sources}
    return tuple(_observation(row, sources[row.source], recorder_of(pack)) for row in pack.observations)


def _observation(row: ObservationRow, source: SourceRow, recorder: str) -> Observation:
    return Observation(
        indicator=row.indicator,
        subject=row.subject,
        measure=row.measure.value,
        breakdown=row.breakdown,
        period=Period.parse(row.period),
        value=row.value,
        unit=row.unit or "",
        status=row.status,
        price_basis=row.price_basis,
        coverage=row.coverage,
        source=_source(source, row.place),
        note=row.note,
        place=row.place,
        vintage=known_on(row.vintage),
        recorder=recorder,
    )


def _source(source: SourceRow, place: str) -> str:
    """Title, place in it, and address, as a reader would look it up."""
    named = f"{source.title}，{place}" if place else source.title
    return f"{named} {source.url}" if source.url else named


def known_on(day: date) -> datetime:
    """The first moment of `day` in China, in UTC: what was published on a day is known on that day."""
    return datetime.combine(day, time.min, CHINA).astimezone(UTC)


def to_append(
    wanted: Iterable[Observation], stored: Iterable[Observation], *, at: datetime
) -> tuple[Observation, ...]:
    """What must be appended so that the store says what the pack says.

    `stored` is every vintage the pack's recorder ever brought in. New and changed rows come as they are; a cell
    that no row of the pack fills any more is withdrawn at `at`.
    """
    wanted, stored = tuple(wanted), tuple(stored)
    last = {_identity(each): _content(each) for each in stored}
    fresh = tuple(each for each in wanted if last.get(_identity(each)) != _content(each))
    held = {each.key: each for each in stored}
    filled = {each.key for each in wanted}
    gone = tuple(
        replace(each, value=None, status=WITHDRAWN, vintage=at, note="")
        for key, each in held.items()
        if key not in filled and not each.is_withdrawn
    )
    return fresh + gone


def _identity(each: Observation) -> tuple[Any, ...]:
    return (*each.key, each.vintage)


def _content(each: Observation) -> tuple[Any, ...]:
    return each.value, each.unit, each.status, each.source, each.note, each.confidentiality


def batch_id(pack: Pack, rows: Iterable[Observation], at: datetime) -> str:
    """The name of the batch that appends `rows`: the pack, the moment and what it brings."""
    said = "\x1e".join("\x1f".join(map(str, (*_identity(row), *_content(row)))) for row in rows)
    moment = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"pack:{pack.name}:{moment}:{hashlib.sha256(said.encode()).hexdigest()[:12]}"
