"""Rule sets of a pack: read with their versions, and everything wrong with them told by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from huoju.kernel.packs import validate
from huoju.kernel.packs.rule_sets import read_rule_sets, rule_folders

DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:t" name="t">
<inputData id="x" name="收入"><variable name="收入" typeRef="number"/></inputData>
<decision id="d" name="规模"><variable name="规模"/><informationRequirement><requiredInput href="#x"/>
</informationRequirement><decisionTable><input><inputExpression><text>收入</text></inputExpression></input><output/>
<rule><inputEntry><text>&gt;= 2000</text></inputEntry><outputEntry><text>true</text></outputEntry></rule>
<rule><inputEntry><text>&lt; {limit}</text></inputEntry><outputEntry><text>false</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
SET = """- code: scale
  title: 规模
  title_en: Scale
  versions:
    - {file: a.dmn, from: 2007-01-01, to: 2010-12-31, document: 甲}
    - {file: b.dmn, from: 2011-01-01, document: 乙}
"""


def make_shelf(folder: Path, rules: str = SET, **files: str) -> Path:
    """A shelf with two versions; `files` replaces or adds files by name ("a_dmn")."""
    inside = folder / "shelf" / "rules"
    inside.mkdir(parents=True)
    content = {"a.dmn": DMN.format(limit=2000), "b.dmn": DMN.format(limit=2000), "rules.yaml": rules}
    content |= {name.replace("_", "."): text for name, text in files.items()}
    for name, text in content.items():
        (inside / name).write_text(text, encoding="utf-8")
    return folder / "shelf"


def test_a_shelf_of_rules_alone_is_clean_and_found(tmp_path):
    shelf = make_shelf(tmp_path)
    assert validate(shelf) == ()
    assert rule_folders(tmp_path) == (shelf,)
    (found,), problems = read_rule_sets(shelf)
    assert problems == ()
    assert [version.label for version in found.versions] == ["2007-01-01..2010-12-31", "2011-01-01.."]


def test_a_folder_without_pack_and_rules_is_still_no_pack(tmp_path):
    assert [one.code for one in validate(tmp_path)] == ["no-pack"]


YAML, UNLISTED = "rules/rules.yaml", [("unknown-file", f"rules/{name}.dmn", 0) for name in "ab"]
WRONG = [
    # rules.yaml, further files, what is told: code, file, line
    (SET.replace("title: 规模", "titel: 规模"), {}, [("missing-key", YAML, 1), ("unknown-key", YAML, 2)]),
    (SET.replace("2007-01-01", "gestern"), {}, [("bad-date", "rules/rules.yaml", 5)]),
    (SET.replace("2010-12-31", "2011-12-31"), {}, [("rules", "rules/rules.yaml", 1)]),
    (SET.replace("b.dmn", "c.dmn"), {}, [("missing-file", "rules/c.dmn", 0), ("unknown-file", "rules/b.dmn", 0)]),
    (SET.replace("a.dmn", "../a.dmn"), {}, [("missing-file", "rules/../a.dmn", 0), ("unknown-file", "rules/a.dmn", 0)]),
    (SET, {"a_dmn": "<definitions"}, [("rules", "rules/a.dmn", 1)]),
    (SET, {"a_dmn": DMN.format(limit=2500)}, [("rules", "rules/a.dmn", 4)]),  # two rules match
    (SET, {"a_dmn": DMN.format(limit=1500)}, [("rules", "rules/a.dmn", 4)]),  # a gap
    (SET, {"a_dmn": DMN.format(limit="&lt;")}, [("rules", "rules/a.dmn", 6)]),
    (SET, {"notes_txt": "x"}, [("unknown-file", "rules/notes.txt", 0)]),
    (SET + SET, {}, [("repeated", "rules/rules.yaml", 0)]),
    ("- just text", {}, [("missing-key", YAML, 1), *UNLISTED]),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "files", "told"), WRONG)
def test_what_is_wrong_is_told_by_file_and_line(tmp_path, rules, files, told):
    problems = validate(make_shelf(tmp_path, rules, **files))
    assert sorted({(one.code, one.file, one.line) for one in problems}) == sorted(told)
    for one in problems:
        assert one.in_language("zh")
        assert one.in_language("en")


def test_a_gap_is_a_warning_and_a_conflict_an_error(tmp_path):
    (gap,) = validate(make_shelf(tmp_path / "1", a_dmn=DMN.format(limit=1500)))
    (conflict,) = validate(make_shelf(tmp_path / "2", a_dmn=DMN.format(limit=2500)))
    assert (gap.severity, conflict.severity) == ("warning", "error")
