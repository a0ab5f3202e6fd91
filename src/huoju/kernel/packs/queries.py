"""Reads of the packs room: which packs there are, which are loaded, and what a pack says outside the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from huoju.kernel.catalog import Catalog, Indicator, load_catalog
from huoju.kernel.packs.format import PACK_FILE
from huoju.kernel.packs.pack import Pack
from huoju.kernel.packs.reading import read_pack
from huoju.kernel.packs.shelves import pack_folders, packs_folder
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.progress.thresholds import ProgressRules


@dataclass(frozen=True, slots=True)
class Shelf:
    """One pack in the packs' folder; `pack` is None where it cannot be read, `is_loaded` from the tables."""

    folder: Path
    pack: Pack | None
    is_loaded: bool


def packs(folder: Path | None = None) -> tuple[Shelf, ...]:
    """Every pack there is, and whether it is loaded."""
    loaded = set(PlanVersion.objects.exclude(pack="").values_list("pack", flat=True))
    read = [(path, read_pack(path)[0]) for path in pack_folders(folder)]
    return tuple(Shelf(path, pack, bool(pack and pack.name in loaded)) for path, pack in read)


def pack_of(plan: PlanVersion) -> Pack | None:
    """The pack a plan came from, as it stands on disk; None where there is none (any more)."""
    path = packs_folder() / plan.pack
    file = path / PACK_FILE
    return _read(path, _changed_at(path)) if plan.pack and file.is_file() else None


def rules_of(plan: PlanVersion, day: date) -> ProgressRules:
    """The rules of judgement in force on `day`: the pack's newest ruling until then, over the defaults."""
    rules = ProgressRules()
    pack = pack_of(plan)
    for ruling in pack.rulings if pack else ():
        if ruling.since <= day:
            rules = ProgressRules().overridden(dict(ruling.values))
    return rules


def catalog_of(plan: PlanVersion) -> Catalog:
    """The national catalog together with the indicators of the plan's pack."""
    pack = pack_of(plan)
    return _with(pack.indicators) if pack else load_catalog()


@lru_cache(maxsize=16)
def _with(indicators: tuple[Indicator, ...]) -> Catalog:
    return load_catalog().with_indicators(indicators)


def catalog() -> Catalog:
    """The national catalog together with the indicators of every loaded pack: what figures are entered against.

    Of two packs that give one id or one name to different things, the first by name keeps it.
    """
    loaded = PlanVersion.objects.exclude(pack="").order_by("pack")
    return _merged(tuple(pack.indicators for plan in loaded if (pack := pack_of(plan))))


@lru_cache(maxsize=4)
def _merged(of_packs: tuple[tuple[Indicator, ...], ...]) -> Catalog:
    known = load_catalog()
    for indicators in of_packs:
        fresh = [each for each in indicators if not any(map(known.find, (each.id, *each.names)))]
        known = known.with_indicators(fresh)
    return known


def plan_recognised(sha256: str) -> PlanVersion | None:
    """The loaded plan whose pack (or document) has this digest: what an uploaded file turns out to be."""
    plans = PlanVersion.objects.select_related("area")
    codes = [
        shelf.pack.plan.code for shelf in packs() if shelf.pack and shelf.pack.plan.document_sha256 == sha256
    ]
    found: PlanVersion | None = (
        plans.filter(code__in=codes).first() or plans.filter(document_sha256=sha256).first()
    )
    return found


def _changed_at(path: Path) -> int:
    return max((file.stat().st_mtime_ns for file in path.iterdir()), default=0)


@lru_cache(maxsize=8)
def _read(path: Path, _changed_at: int) -> Pack | None:
    return read_pack(path)[0]
