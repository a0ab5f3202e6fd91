"""Rule sets of a pack: the folder `rules/` with `rules.yaml` and DMN files becomes `RuleSet` values.

A folder that holds nothing but `rules/` is a shelf of rules that belong to no zone.
Start reading at `read_rule_sets`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huoju.errors import InputError
from huoju.kernel.packs import format as declared
from huoju.kernel.packs.problems import Problem, in_order
from huoju.kernel.packs.reading import open_yaml, read_keys
from huoju.kernel.packs.shelves import packs_folder
from huoju.kernel.packs.yaml_lines import LinedYaml
from huoju.kernel.rules import RuleSet, RuleSource, RuleVersion, read_model

FILE = f"{declared.RULES_FOLDER}/{declared.RULES_FILE}"


def rule_folders(folder: Path | None = None) -> tuple[Path, ...]:
    """Folders that hold rule sets, by name: packs, and shelves of rules alone."""
    return tuple(sorted(path.parents[1] for path in (folder or packs_folder()).glob(f"*/{FILE}")))


def read_rule_sets(folder: Path) -> tuple[tuple[RuleSet, ...], tuple[Problem, ...]]:
    """The rule sets of a pack's folder and what is wrong with them; a set with an error is left out.

    Besides the form, every model is compiled and its tables are analysed: what cannot work is an error, a gap
    that no default fills a warning.
    """
    if not (folder / FILE).is_file():
        return (), ()
    problems: list[Problem] = []
    source = open_yaml(folder, FILE, problems)
    found: list[RuleSet] = []
    rows: list[Any] = source.data if isinstance(source.data, list) else []
    for index in range(len(rows)):
        one = _rule_set(folder, source, index, problems)
        if one is not None:
            found.append(one)
    codes = [one.code for one in found]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            problems.append(Problem("repeated", FILE, fields={"key": code, "where": FILE}))
    return tuple(found), in_order([*problems, *_unlisted(folder, source)])


def _rule_set(folder: Path, source: LinedYaml, index: int, problems: list[Problem]) -> RuleSet | None:
    before = len(problems)
    keys = read_keys(source, (index,), declared.RULE_SET_KEYS, FILE, problems)
    terms, rows = keys.get("terms") or {}, keys.get("versions") or []
    for key, value, kind in (("terms", terms, dict), ("versions", rows, list)):
        if not isinstance(value, kind):
            problems.append(Problem("missing-key", FILE, source.line(index, key), fields={"key": key}))
    if len(problems) > before:
        return None
    versions = [
        _version(folder, source, (index, "versions", place), problems) for place, _ in enumerate(rows)
    ]
    if any(one is None for one in versions):
        return None
    given = {name: str(value) for name, value in keys.items() if name not in ("terms", "versions") and value}
    named = {str(name): str(word) for name, word in terms.items()}
    try:
        made = RuleSet(versions=tuple(one for one in versions if one), terms=named, **given)
    except InputError as error:
        problems.append(_told(error, FILE, source.line(index)))
        return None
    return made


def _version(
    folder: Path, source: LinedYaml, path: tuple[str | int, ...], problems: list[Problem]
) -> RuleVersion | None:
    before = len(problems)
    keys = read_keys(source, path, declared.RULE_VERSION_KEYS, FILE, problems)
    name = str(keys.get("file") or "")
    file = f"{declared.RULES_FOLDER}/{name}"
    if len(problems) > before:
        return None
    if "/" in name or not (folder / file).is_file():
        problems.append(Problem("missing-file", file))
        return None
    try:
        model = read_model((folder / file).read_bytes(), name)
        version = RuleVersion(keys["from"], keys["to"], _source(keys), model)
        problems += _of_model(version, file)
    except InputError as error:
        problems.append(_told(error, file, int(error.fields.get("line") or 0)))
        return None
    return version


def _source(keys: dict[str, Any]) -> RuleSource:
    def text(name: str) -> str:
        return str(keys.get(name) or "")

    return RuleSource(
        title=text("document"), title_en=text("document_en"), number=text("number"), issuer=text("issuer"),
        issuer_en=text("issuer_en"), published=keys.get("published"), url=text("url"), note=text("note"),
        note_en=text("note_en"),
    )  # fmt: skip


def _of_model(version: RuleVersion, file: str) -> list[Problem]:
    """What cannot work in a model, and what its tables leave open."""
    compiled = version.compiled
    found = [
        Problem(
            "rules", file, one.line, "error", {"zh": f"{one.where}：{one.zh}", "en": f"{one.where}: {one.en}"}
        )
        for one in compiled.problems
        if one.severity == "error"
    ]
    for name, table, one in compiled.analyse():
        if one.severity in ("error", "warning"):
            texts = {"zh": f"{name}：{one.zh}", "en": f"{name}: {one.en}"}
            severity = "error" if one.severity == "error" else "warning"
            found.append(Problem("rules", file, table.line, severity, texts))  # type: ignore[arg-type]
    return found


def _unlisted(folder: Path, source: LinedYaml) -> list[Problem]:
    """Files of the folder that rules.yaml does not name."""
    sets = source.data if isinstance(source.data, list) else ()
    versions = [one for each in sets if isinstance(each, dict) for one in each.get("versions") or ()]
    named = {str(one.get("file")) for one in versions if isinstance(one, dict)} | {declared.RULES_FILE}
    files = sorted(path.name for path in (folder / declared.RULES_FOLDER).iterdir() if path.is_file())
    return [Problem("unknown-file", f"{declared.RULES_FOLDER}/{name}") for name in files if name not in named]


def _told(error: InputError, file: str, line: int) -> Problem:
    return Problem("rules", file, line, fields={"zh": error.in_language("zh"), "en": error.in_language("en")})
