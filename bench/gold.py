"""What the benches on annotated plans share: where gold and documents lie, and the scorer that lies with them."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold" / "weihai-torch.jsonl"
PLAN = SHARED / "plans" / "weihai-torch-14fyp.txt"
OUT = ROOT / "var" / "bench"

Record = dict[str, Any]


def scorer() -> ModuleType:
    """The module `score.py` that lies beside the annotation; ends the bench where the shared folder is missing."""
    file = SHARED / "gold" / "score.py"
    spec = importlib.util.spec_from_file_location("gold_score", file) if file.is_file() else None
    if spec is None or spec.loader is None:
        sys.exit("the shared folder with the annotation is not beside this checkout")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def records(file: Path) -> list[Record]:
    """The annotation in a jsonl file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_plan(file: Path) -> list[Record]:
    """What our reader finds in a document, in the contract's form."""
    from huoju.kernel.catalog import load_catalog
    from huoju.kernel.plan import compile_plan, read_document

    return [one.as_json() for one in compile_plan(read_document(file), load_catalog()).statements]
