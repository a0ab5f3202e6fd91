"""A folder with a small pack in it, for each test its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_pack import FILES

MakePack = Callable[..., Path]


@pytest.fixture
def make_pack(tmp_path: Path) -> MakePack:
    """`make_pack({"subjects.csv": text, "bureaus.csv": None})`: the small pack with other or missing files."""

    def make(other: dict[str, str | None] | None = None, *, name: str = "small") -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for file, text in {**FILES, **(other or {})}.items():
            if text is None:
                (folder / file).unlink(missing_ok=True)
            else:
                (folder / file).write_text(text, encoding="utf-8")
        return folder

    return make
