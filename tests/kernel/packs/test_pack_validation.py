"""Every kind of mistake in a pack is told with its file, its line and its reason, in two languages."""

from __future__ import annotations

import hashlib
import string
from pathlib import Path

import pytest
from small_pack import DOCUMENT, FILES

from huoju.kernel.packs import Problem, errors, validate
from huoju.kernel.packs.problems import TEXTS


def spoilt(file: str, old: str, new: str) -> dict[str, str | None]:
    assert old in FILES[file], (file, old)
    return {file: FILES[file].replace(old, new, 1)}


def told(folder: Path) -> list[tuple[str, str, int]]:
    return [(each.code, each.file, each.line) for each in validate(folder)]


def test_the_small_pack_is_clean(make_pack):
    assert validate(make_pack()) == ()


MISTAKES = [
    # pack.yaml
    ("pack.yaml", "invented: true", "invented: perhaps", ("bad-boolean", "pack.yaml", 5)),
    ("pack.yaml", "area: small", "area: small\ncolour: red", ("unknown-key", "pack.yaml", 7)),
    ("pack.yaml", "title_en: Small Zone\n", "", ("missing-key", "pack.yaml", 1)),
    ("pack.yaml", "  start_year: 2021", "  start_year: soon", ("bad-integer", "pack.yaml", 11)),
    ("pack.yaml", "  end_year: 2025", "  end_year: 2019", ("years-reversed", "pack.yaml", 0)),
    ("pack.yaml", "  end_year: 2025", "  end_year: 2025\n  end_year: 2026", ("repeated-key", "pack.yaml", 13)),
    ("pack.yaml", "title: 小区\n", "title: [小区\n", ("bad-yaml", "pack.yaml", 4)),
    ("pack.yaml", "area: small", "area: large", ("unknown-reference", "pack.yaml", 0)),
    ("pack.yaml", "format: 1", "format: 2", ("bad-choice", "pack.yaml", 1)),
    ("pack.yaml", "  end_year: 2025", "  end_year: 2025\n  document_sha256: abc", ("bad-digest", "pack.yaml", 13)),
    # the sheets as such
    ("subjects.csv", "code,kind,name,", "code,kind,nom,", ("unknown-column", "subjects.csv", 1)),
    ("subjects.csv", "code,kind,name,", "code,kind,nom,", ("missing-column", "subjects.csv", 1)),
    ("subjects.csv", ",3,,", ",3,,,,,,,", ("too-many-cells", "subjects.csv", 3)),
    ("subjects.csv", '"{""status""', '"{""status"', ("bad-csv", "subjects.csv", 3)),
    # cells
    ("subjects.csv", "small,area,小区", "small,zone,小区", ("bad-choice", "subjects.csv", 2)),
    ("subjects.csv", "12.5", "twelve", ("bad-number", "subjects.csv", 2)),
    ("subjects.csv", '"{""status"": ""planned""}"', "[1]", ("bad-json", "subjects.csv", 3)),
    ("subjects.csv", "park,东园", "park," + "东" * 101, ("too-long", "subjects.csv", 3)),
    ("subjects.csv", "park,东园", "park,", ("empty-cell", "subjects.csv", 3)),
    ("subjects.csv", "small/park/east", "Small Park", ("bad-code", "subjects.csv", 3)),
    ("commitments.csv", "gdp-3,1,3,", "gdp-3,1,three,", ("bad-integer", "commitments.csv", 2)),
    ("commitments.csv", "reach,300", "about,300", ("bad-choice", "commitments.csv", 2)),
    ("commitments.csv", "亿元,2025", "亿元,some day", ("bad-period", "commitments.csv", 2)),
    ("observations.csv", "2022-02-01", "2022-02-31", ("bad-date", "observations.csv", 3)),
    ("observations.csv", "level,2021,200", "level,2021,200亿", ("bad-number", "observations.csv", 3)),
    # rows against rows
    ("subjects.csv", "small/park/east,park", "small,park", ("repeated", "subjects.csv", 3)),
    ("subjects.csv", "East Park,small", "East Park,nowhere", ("unknown-reference", "subjects.csv", 3)),
    ("subjects.csv", "Small Zone,,", "Small Zone,small/park/east,", ("parent-circle", "subjects.csv", 2)),
    ("commitments.csv", "small/bureau/science", "small/bureau/none", ("unknown-reference", "commitments.csv", 3)),
    ("commitments.csv", "pop-4,", "gdp-2,", ("repeated", "baselines.csv", 2)),
    ("commitments.csv", "target,地区", "baseline,地区", ("wrong-role", "commitments.csv", 2)),
    ("commitments.csv", "product,gdp,", "product,gdpp,", ("unknown-indicator", "commitments.csv", 2)),
    ("commitments.csv", "300,亿元", "300,亿个铜板", ("unknown-unit", "commitments.csv", 2)),
    ("commitments.csv", "300,亿元", "300,平方公里", ("unit-mismatch", "commitments.csv", 2)),
    ("commitments.csv", "reach,300,", "reach,300;400,", ("wrong-count", "commitments.csv", 2)),
    ("commitments.csv", "亿元,2025", "亿元,2030", ("outside-plan", "commitments.csv", 2)),
    ("structures.csv", "1-3,member,三", "1-3,member,四", ("part-missing", "structures.csv", 5)),
    ("structures.csv", "1-3,structure", "1-4,structure", ("no-structure-row", "structures.csv", 3)),
    ("observations.csv", "gdp,small,level,2020", "gdb,small,level,2020", ("unknown-indicator", "observations.csv", 2)),
    ("observations.csv", "2020,186,亿元", "2020,186,公里", ("unit-mismatch", "observations.csv", 2)),
    ("observations.csv", "A,plan,第2行", "A,book,第2行", ("unknown-reference", "observations.csv", 2)),
    ("observations.csv", "2020,186,", "2020,,", ("missing-value", "observations.csv", 2)),
    ("observations.csv", "2022-02-01", "2021-02-01", ("vintage-too-early", "observations.csv", 3)),
    ("observations.csv", "2022-11-01", "2022-02-01", ("repeated", "observations.csv", 4)),
    ("sources.csv", "plan,invented", "plan,bulletin", ("not-invented", "sources.csv", 2)),
    # the other files
    ("thresholds.yaml", "ahead_from: 1.2", "ahead: 1.2", ("unknown-threshold", "thresholds.yaml", 5)),
    ("thresholds.yaml", "ahead_from: 1.2", "ahead_from: far", ("bad-number", "thresholds.yaml", 5)),
    ("thresholds.yaml", "2021-01-01", "in spring", ("bad-date", "thresholds.yaml", 1)),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "expected"), MISTAKES)
def test_a_mistake_is_told_with_its_file_and_line(make_pack, file, old, new, expected):
    assert expected in told(make_pack(spoilt(file, old, new)))


def test_all_mistakes_are_told_in_order_of_place(make_pack):
    folder = make_pack(
        {
            **spoilt("subjects.csv", "12.5", "twelve"),
            **spoilt("commitments.csv", "300,亿元", "300,亿个铜板"),
            **spoilt("observations.csv", "2022-02-01", "soon"),
        }
    )
    found = told(folder)
    assert {code for code, _, _ in found} >= {"bad-number", "unknown-unit", "bad-date"}
    assert found == sorted(found, key=lambda each: each[1:])


def test_a_row_with_a_bad_cell_does_not_hide_the_next(make_pack):
    rows = FILES["commitments.csv"].replace("reach,300", "about,300").replace("180000,人", "many,人")
    found = told(make_pack({"commitments.csv": rows}))
    assert ("bad-choice", "commitments.csv", 2) in found
    assert ("bad-number", "commitments.csv", 3) in found


def test_a_cell_over_several_lines_is_told_by_its_first_line(make_pack):
    rows = FILES["subjects.csv"] + 'small/x,park,"东\n园",East,small,,,\nsmall/y,planet,月,Moon,small,,,\n'
    assert ("bad-choice", "subjects.csv", 6) in told(make_pack({"subjects.csv": rows}))


def test_a_folder_without_pack_yaml_is_no_pack(tmp_path):
    assert [each.code for each in validate(tmp_path)] == ["no-pack"]


def test_a_missing_file_and_an_unknown_one_are_told(make_pack):
    folder = make_pack({"subjects.csv": None, "notes.txt": "what is this"})
    assert {("missing-file", "subjects.csv", 0), ("unknown-file", "notes.txt", 0)} <= set(told(folder))


def test_a_file_in_another_encoding_is_told(make_pack):
    folder = make_pack()
    (folder / "subjects.csv").write_bytes(FILES["subjects.csv"].encode("gb18030"))
    assert ("not-utf8", "subjects.csv", 0) in told(folder)


def test_a_byte_order_mark_is_no_mistake(make_pack):
    folder = make_pack()
    (folder / "subjects.csv").write_text(FILES["subjects.csv"], encoding="utf-8-sig")
    assert validate(folder) == ()


def test_a_wrong_organisation_code_is_told(make_pack):
    rows = FILES["subjects.csv"].replace("name_en,parent", "name_en,uscc,parent")
    rows = rows.replace("Small Zone,", "Small Zone,,").replace("East Park,", "East Park,91371000706407000X,")
    assert ("bad-uscc", "subjects.csv", 3) in told(make_pack({"subjects.csv": rows}))


def test_an_indicator_of_the_pack_is_known_to_its_rows(make_pack):
    indicator = """\
- id: printer_capacity
  zh: 打印机产能
  en: Printer capacity
  unit: 台
  kind: stock
  definition: 年产打印机的能力。
  definition_en: Printers that can be made in a year.
  source: 小区规划
"""
    rows = FILES["observations.csv"] + "printer_capacity,small,level,2021,5,万台,A,plan,,2022-02-01\n"
    assert validate(make_pack({"indicators.yaml": indicator, "observations.csv": rows})) == ()
    broken = indicator.replace("kind: stock", "kind: heap")
    assert ("catalog", "indicators.yaml", 1) in told(make_pack({"indicators.yaml": broken}))


def test_a_term_that_no_catalog_knows_may_be_observed(make_pack):
    rows = FILES["observations.csv"] + "term:打印机产能,small,level,2021,5,万台,A,plan,,2022-02-01\n"
    assert validate(make_pack({"observations.csv": rows})) == ()


def test_a_target_outside_the_plan_is_only_a_warning(make_pack):
    problems = validate(make_pack(spoilt("commitments.csv", "亿元,2025", "亿元,2030")))
    assert [each.code for each in problems] == ["outside-plan"]
    assert errors(problems) == ()


class TestTheDocument:
    def head(self, text: str) -> dict[str, str | None]:
        digest = hashlib.sha256(text.encode()).hexdigest()
        said = FILES["pack.yaml"].replace("area: small", "area: small\ndocument: plan.txt")
        return {"pack.yaml": f"{said}  document_sha256: {digest}\n", "plan.txt": text}

    def test_values_stand_where_the_rows_say(self, make_pack):
        assert told(make_pack(self.head(DOCUMENT))) == []

    def test_a_value_that_does_not_stand_there_is_told(self, make_pack):
        found = told(make_pack(self.head(DOCUMENT.replace("300亿元", "310亿元"))))
        assert found == [("value-not-there", "commitments.csv", 2)]

    def test_a_line_beyond_the_document_is_told(self, make_pack):
        short = "\n".join(DOCUMENT.splitlines()[:3]) + "\n"
        assert ("line-beyond-document", "commitments.csv", 3) in told(make_pack(self.head(short)))

    def test_another_document_than_the_one_named_is_told(self, make_pack):
        files = {**self.head(DOCUMENT), "plan.txt": DOCUMENT + "又一行\n"}
        assert told(make_pack(files)) == [("document-differs", "pack.yaml", 0)]

    def test_a_missing_document_is_told(self, make_pack):
        files = {**self.head(DOCUMENT), "plan.txt": None}
        assert ("document-missing", "pack.yaml", 0) in told(make_pack(files))


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_both_texts_of_a_problem_have_the_same_fields(code):
    zh, en = ({name for _, name, _, _ in string.Formatter().parse(text) if name} for text in TEXTS[code])
    assert code in ("catalog", "rules") or zh == en


def test_a_problem_reads_in_both_languages():
    problem = Problem("bad-number", "subjects.csv", 7, fields={"column": "area_km2", "got": "大"})
    assert problem.where == "subjects.csv:7"
    assert problem.in_language("zh") == "“area_km2”应为数字，实为“大”"
    assert problem.in_language("en") == "'area_km2' must be a number, got '大'"
