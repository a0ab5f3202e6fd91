"""What holds for the repository as a whole: locks without addresses, no zone in the engines, set-up."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest

LOCKS = ("run", "test", "bench")


@pytest.mark.parametrize("profile", LOCKS)
def test_a_lock_names_no_address_and_pins_every_package_by_hash(root: Path, profile: str) -> None:
    text = (root / "requirements" / f"{profile}.lock").read_text()
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
    with_hash = re.findall(r"^[a-z0-9][\w.-]*==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(packages) == len(with_hash) > 30


def test_a_larger_lock_holds_the_smaller_one(root: Path) -> None:
    def pins(profile: str) -> set[str]:
        text = (root / "requirements" / f"{profile}.lock").read_text()
        return set(re.findall(r"^[a-z0-9][\w.-]*==\S+", text, re.MULTILINE))

    assert pins("run") <= pins("test") <= pins("bench")


def test_no_zone_stands_in_the_engines(root: Path) -> None:
    zones = {path.name for path in (root / "packs").iterdir() if path.is_dir()}
    words = {word for zone in zones for word in (zone, zone.replace("-", "_"))} - {"demo"} | {
        "火炬高技术",
        "高区",
    }
    for path in (root / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found = [word for word in words if word in text]
        assert not found, f"{path.relative_to(root)} names a zone: {found}"


def test_set_up_imports_the_standard_library_alone(root: Path) -> None:
    tree = ast.parse((root / "bootstrap.py").read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {
        node.module.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert names <= set(sys.stdlib_module_names) | {"__future__"}


def test_every_command_of_the_makefile_is_one_of_bootstrap(root: Path) -> None:
    line = next(row for row in (root / "Makefile").read_text().splitlines() if row.startswith("COMMANDS"))
    assert set(line.split("=")[1].split()) == set(bootstrap.COMMANDS)


def test_help_is_the_default_and_an_unknown_command_is_told(root: Path) -> None:
    bare = subprocess.run(
        [sys.executable, "bootstrap.py"], cwd=root, capture_output=True, text=True, check=False
    )
    assert bare.returncode == 0
    assert "bootstrap.py run" in bare.stdout
    wrong = subprocess.run(
        [sys.executable, "bootstrap.py", "fly"], cwd=root, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert "没有“fly”" in wrong.stderr
    assert "No command 'fly'" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_both_readmes_name_the_two_commands(root: Path) -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (root / name).read_text(encoding="utf-8")
        assert "make run" in text
        assert "make test" in text
        assert "python3 bootstrap.py run" in text
