"""The JSON copy of the YAML files: current, equal, and harmless when it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huoju.kernel.catalog import compiled

COMMAND = "python -m huoju.kernel.catalog.build"


def test_the_copy_is_current() -> None:
    sources = compiled.read_sources()
    written = compiled.COPY.read_text(encoding="utf-8")
    assert written == compiled.compiled(sources), f"run: {COMMAND}"


def test_the_copy_says_the_same_as_the_files() -> None:
    sources = compiled.read_sources()
    assert json.loads(compiled.compiled(sources))["tables"] == compiled.parse(sources)


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"checksum": "old", "tables": {}}'])
def test_a_copy_that_is_missing_broken_or_old_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    copy = tmp_path / "catalog.json"
    if content is not None:
        copy.write_bytes(content)
    monkeypatch.setattr(compiled, "COPY", copy)
    assert compiled.tables.__wrapped__() == compiled.parse(compiled.read_sources())


def test_any_change_of_a_file_changes_the_checksum() -> None:
    sources = {"a.yaml": b"- 1", "b.yaml": b"- 2"}
    others = [{"a.yaml": b"- 1", "c.yaml": b"- 2"}, {"a.yaml": b"- 1- 2", "b.yaml": b""}, {"a.yaml": b"- 1"}]
    assert compiled.checksum(sources) not in {compiled.checksum(other) for other in others}
