"""Documentation is held to the code: every check, command and setting has its entry."""

from __future__ import annotations

import re
from pathlib import Path

from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan import check, compile_plan, read_document
from huoju.kernel.plan.checker.contradictions import SAID
from huoju.kernel.plan.checker.elements import Ground


def test_every_kind_of_finding_has_an_entry(root: Path) -> None:
    page = (root / "docs" / "checks.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([a-z-]+)`", page, re.MULTILINE))
    demo = next((root / "packs" / "demo").glob("*.txt"))
    catalog = load_catalog()
    found = {finding.code for finding in check(compile_plan(read_document(demo), catalog), catalog)}
    tensions = {f"tension-{ground.value}" for ground in Ground if ground not in SAID}
    sources = "\n".join(path.read_text() for path in (root / "src/huoju/kernel/plan/checker").glob("*.py"))
    written = set(re.findall(r'code="([a-z-]+)"', sources))
    assert found | tensions | written <= listed


def test_every_setting_of_the_environment_has_an_entry(root: Path) -> None:
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    used = {
        name
        for path in (root / "src").rglob("*.py")
        for name in re.findall(
            r"""(?:environ(?:\.get)?[\[(]|getenv\()["'](HUOJU_[A-Z_]+)["']""", path.read_text()
        )
    }
    assert used
    assert not {name for name in used if f"`{name}`" not in page}
