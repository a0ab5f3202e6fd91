"""The shared annotation of a real plan: how much of it the reader finds and understands."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path
from types import ModuleType

import pytest

from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan import compile_plan, read_document

pytestmark = pytest.mark.shared


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_sample_plan_is_found_and_understood(shared: Path) -> None:
    document = read_document(shared / "plans" / "weihai-torch-14fyp.txt")
    plan = compile_plan(document, load_catalog())
    score = scorer(shared)
    gold = score.load(str(shared / "gold" / "weihai-torch.jsonl"))
    result = score.score(gold, [s.as_json() for s in plan.statements])
    assert (plan.start_year, plan.end_year) == (2021, 2025)
    assert result["f1"] >= 0.97
    assert result["whole"] >= 0.90
    assert result["optional_recall"] >= 0.90


def test_the_outline_number_is_that_of_the_annotation(shared: Path) -> None:
    document = read_document(shared / "plans" / "weihai-torch-14fyp.txt")
    plan = compile_plan(document)
    gold = scorer(shared).load(str(shared / "gold" / "weihai-torch.jsonl"))
    by_line = {s.place.line: s.place.chapter for s in plan.statements}
    shared_lines = [(g["chapter"], by_line[g["line"]]) for g in gold if g["line"] in by_line]
    assert len(shared_lines) > 200
    assert sum(a != b for a, b in shared_lines) <= 2


def test_a_plan_takes_less_than_half_a_second(shared: Path) -> None:
    document = read_document(shared / "plans" / "weihai-torch-14fyp.txt")
    catalog = load_catalog()
    compile_plan(document, catalog)
    start = time.process_time()
    compile_plan(document, catalog)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_changes_nothing(shared: Path, encoding: str) -> None:
    text = (shared / "plans" / "weihai-torch-14fyp.txt").read_text(encoding="utf-8")[:12_000]
    plain = compile_plan(read_document(text.encode("utf-8"), "a.txt"))
    coded = compile_plan(read_document(text.encode(encoding), "a.txt"))
    assert [s.as_json() for s in plain.statements] == [s.as_json() for s in coded.statements]


@pytest.mark.parametrize(
    "name", ["suzhou_15fyp_outline.txt", "guizhou_gwr_2026.txt", "national_envprot_12fyp.txt"]
)
def test_other_plans_keep_their_periods(shared: Path, name: str) -> None:
    plan = compile_plan(read_document(shared / "plans" / name))
    years = {"suzhou": (2026, 2030), "guizhou": (2026, 2026), "national": (2011, 2015)}[name.split("_")[0]]
    assert (plan.start_year, plan.end_year) == years
    assert len(plan.statements) > 60


def test_a_table_run_together_is_read_where_arithmetic_proves_it(shared: Path) -> None:
    plan = compile_plan(read_document(shared / "plans" / "national_envprot_12fyp.txt"))
    cells = {(str(s.value[0]), s.period) for s in plan.statements if s.indicator == "化学需氧量排放总量"}
    assert {("2551.7", "2010"), ("2347.6", "2015"), ("-8", "2015")} <= cells
