"""The two packs that come with the platform: clean, honest about what they are, and true to their plans."""

from __future__ import annotations

import csv
import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest

from huoju.kernel.packs import format as declared
from huoju.kernel.packs import read_pack, validate
from huoju.kernel.packs.checks import values_stand_where_said
from huoju.kernel.packs.validate import document_lines
from huoju.kernel.plan import Measure

NAMES = ("demo", "weihai-torch")


@pytest.fixture(scope="module")
def packs(root: Path):
    return {name: read_pack(root / "packs" / name)[0] for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_of_the_house_is_clean(root, name):
    assert [f"{each.where} {each.in_language('zh')}" for each in validate(root / "packs" / name)] == []


def test_the_format_is_described_file_by_file_and_column_by_column(root):
    text = (root / "packs" / "README.md").read_text(encoding="utf-8")
    named = [
        *declared.PACK_KEYS,
        *declared.PLAN_KEYS,
        *(c for sheet in declared.SHEETS for c in sheet.columns),
    ]
    files = (*(sheet.file for sheet in declared.SHEETS), declared.INDICATORS_FILE, declared.THRESHOLDS_FILE)
    assert [each.name for each in named if f"`{each.name}`" not in text] == []
    assert [file for file in files if file not in text] == []


@pytest.mark.parametrize("sheet", declared.SHEETS, ids=lambda sheet: sheet.file)
def test_columns_and_fields_of_a_row_are_the_same(sheet):
    fields = set(sheet.row.__dataclass_fields__) - {"line_no"}
    assert set(sheet.names) == fields


class TestWeihai:
    def test_its_values_stand_in_the_plan_where_it_says(self, packs, shared):
        text = (shared / "plans" / "weihai-torch-14fyp.txt").read_text(encoding="utf-8")
        lines = tuple(text.splitlines())
        assert list(values_stand_where_said(packs["weihai-torch"], lines)) == []

    def test_it_recognises_the_document_of_the_plan(self, packs, shared):
        content = (shared / "plans" / "weihai-torch-14fyp.txt").read_bytes()
        assert packs["weihai-torch"].plan.document_sha256 == hashlib.sha256(content).hexdigest()

    def test_it_holds_every_annotated_statement(self, packs, shared):
        lines = (shared / "gold" / "weihai-torch.jsonl").read_text(encoding="utf-8").splitlines()
        pack = packs["weihai-torch"]
        assert len(pack.statements) == len(lines)
        assert (len(pack.commitments), len(pack.baselines), len(pack.others)) == (109, 82, 122)

    def test_it_holds_no_sentence_of_the_plan(self, root, shared):
        """Names and numbers are facts; thirty characters in a row are the plan's own words."""
        plan = _squeezed((shared / "plans" / "weihai-torch-14fyp.txt").read_text(encoding="utf-8"))
        runs = {plan[start : start + 30] for start in range(len(plan) - 30)}
        for file in sorted((root / "packs" / "weihai-torch").iterdir()):
            for cell in _cells(file):
                text = _squeezed(cell)
                found = [text[at : at + 30] for at in range(len(text) - 29) if text[at : at + 30] in runs]
                assert found == [] or "纲要" in cell, (file.name, found[:1])

    def test_nobody_leads_a_commitment_because_the_plan_names_nobody(self, packs):
        pack = packs["weihai-torch"]
        assert [row.key for row in pack.statements if row.lead] == []
        assert all(bureau.is_proposal for bureau in pack.bureaus)

    def test_what_the_text_leaves_open_has_no_members(self, packs):
        rows = packs["weihai-torch"].structures
        members = {(row.structure, row.digit) for row in rows if row.level == "member"}
        parts = [(row.structure, row.digit) for row in rows if row.level == "part"]
        open_parts = {part for part in parts if part not in members}
        assert {("563", "3"), ("5321", "1"), ("one-chain-four-stars", "四")} <= open_parts
        assert ("1152", "5") not in open_parts

    def test_a_correction_of_the_annotation_says_so(self, packs):
        corrected = [row for row in packs["weihai-torch"].statements if row.note.startswith("校订")]
        assert len(corrected) == 11
        assert all(row.note_en.startswith("Corrected") for row in corrected)


class TestDemo:
    def text(self, root: Path) -> str:
        return (root / "packs" / "demo" / "xingcha-bay-14fyp.txt").read_text(encoding="utf-8")

    def test_it_says_that_it_is_invented(self, packs, root):
        pack = packs["demo"]
        assert pack.is_invented
        assert {source.kind for source in pack.sources} == {"invented"}
        assert "虚构" in self.text(root).splitlines()[1]
        assert "虚构" in pack.title
        assert "invented" in pack.title_en

    def test_its_plan_has_the_length_of_such_plans(self, root):
        assert 6_000 <= len(re.findall(r"[\u4e00-\u9fff]", self.text(root))) <= 10_000

    def test_its_plan_is_the_one_its_rows_speak_of(self, packs, root):
        lines = document_lines(root / "packs" / "demo", packs["demo"])
        assert lines is not None
        assert list(values_stand_where_said(packs["demo"], lines)) == []

    def test_the_planted_contradictions_are_there(self, packs):
        value = {row.key: row.value for row in packs["demo"].statements}
        per_head, people, gdp = value["gdppc25"][0], value["pop25"][0], value["gdp25"][0]
        assert per_head * people / 10**8 == Decimal(378) != gdp
        grown = value["irev20"][0] * (1 + value["irevg25"][0] / 100) ** 5
        assert round(grown, 1) == Decimal("646.2") < value["irev25"][0]
        assert sum(value["str25"]) == Decimal(101)
        assert value["hte25"] != value["hte25b"]
        assert value["npn"][0] + value["npp"][0] + value["npc"][0] == 32 != value["np"][0]
        assert value["air25"] < value["air20"]

    def test_its_evidence_has_vintages_gaps_and_quarters(self, packs):
        rows = packs["demo"].observations
        gdp = [row for row in rows if row.indicator == "gdp" and row.measure is Measure.LEVEL]
        assert len([row for row in gdp if row.period == "2023"]) == 3
        assert {row.status for row in gdp} == {"A", "P"}
        assert any(row.period == "2025-Q1" for row in rows)
        beds = [
            row.period for row in rows if "护理型床位" in row.indicator or row.indicator.startswith("nursing")
        ]
        assert "2023" not in beds

    def test_most_commitments_have_a_bureau_and_some_have_none(self, packs):
        leads = [row.lead for row in packs["demo"].commitments]
        assert 0 < leads.count(None) < 10


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _cells(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".csv":
        return [cell for row in csv.reader(text.splitlines()) for cell in row]
    return text.splitlines()
