"""Where packs lie on this machine. Needs no database."""

from __future__ import annotations

import os
from pathlib import Path

from huoju.kernel.packs.format import PACK_FILE


def packs_folder() -> Path:
    """HUOJU_PACKS, ./packs, or the checkout's packs."""
    if named := os.environ.get("HUOJU_PACKS"):
        return Path(named)
    here = Path("packs")
    return here if here.is_dir() else Path(__file__).resolve().parents[4] / "packs"


def pack_folders(folder: Path | None = None) -> tuple[Path, ...]:
    """Folders that hold a pack, by name."""
    return tuple(sorted(path.parent for path in (folder or packs_folder()).glob(f"*/{PACK_FILE}")))
