"""Reading: a folder becomes a `Pack`, and every problem of form comes back with its file and line.

The only module of the room, besides `actions` and `queries`, that touches the disk. Start at `read_pack`.
"""

from __future__ import annotations

from dataclasses import fields as fields_of
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from huoju.errors import HuojuError
from huoju.kernel.catalog import Indicator, make_indicator
from huoju.kernel.packs import format as declared
from huoju.kernel.packs.cells import BadCell, read_cell
from huoju.kernel.packs.format import Column, Key
from huoju.kernel.packs.pack import Pack, PlanFacts, Ruling
from huoju.kernel.packs.problems import Problem, in_order
from huoju.kernel.packs.sheets import read_sheet
from huoju.kernel.packs.yaml_lines import LinedYaml, read_yaml
from huoju.kernel.progress.thresholds import ProgressRules

FIELD_OF_SHEET = {
    declared.SUBJECTS: "subjects",
    declared.OUTLINE: "outline",
    declared.COMMITMENTS: "commitments",
    declared.BASELINES: "baselines",
    declared.STATEMENTS: "others",
    declared.STRUCTURES: "structures",
    declared.BUREAUS: "bureaus",
    declared.SOURCES: "sources",
    declared.OBSERVATIONS: "observations",
}
INDICATOR_KEYS = (
    *(Key(name, required=True) for name in ("id", "zh", "en", "unit", "kind")),
    *(Key(name, required=True) for name in ("definition", "definition_en", "source")),
    *(Key(name) for name in ("aliases", "direction", "price_basis", "growth_at_constant_prices")),
    *(Key(name) for name in ("theme", "has_evidence_source")),
)
RULING_KEYS = tuple(Key(name, required=True) for name in ("from", "reference", "reference_en", "values"))


def read_pack(folder: Path) -> tuple[Pack | None, tuple[Problem, ...]]:
    """The pack in `folder` (None where it cannot be told what it is) and the problems of form in it."""
    problems: list[Problem] = []
    if not (folder / declared.PACK_FILE).is_file():
        return None, (Problem("no-pack", declared.PACK_FILE, fields={"name": declared.PACK_FILE}),)
    head = _read_head(folder, problems)
    rows: dict[str, Any] = {
        name: _read_rows(folder, sheet, problems) for sheet, name in FIELD_OF_SHEET.items()
    }
    indicators = _read_indicators(folder, problems)
    rulings = _read_rulings(folder, problems)
    problems += _unknown_files(folder, str(head.get("document") or "") if head else "")
    if head is None:
        return None, in_order(problems)
    return Pack(**head, **rows, indicators=indicators, rulings=rulings), in_order(problems)


# -- pack.yaml


def _read_head(folder: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """Fields of `Pack` from pack.yaml; None where one that must stand is missing or wrong."""
    before = len(problems)
    source = open_yaml(folder, declared.PACK_FILE, problems)
    if not isinstance(source.data, dict):
        if len(problems) == before:
            problems.append(Problem("missing-key", declared.PACK_FILE, 1, fields={"key": "format"}))
        return None
    head = read_keys(source, (), declared.PACK_KEYS, declared.PACK_FILE, problems)
    plan = read_keys(source, ("plan",), declared.PLAN_KEYS, declared.PACK_FILE, problems)
    digest = str(plan.get("document_sha256") or "")
    if digest and not (len(digest) == 64 and set(digest) <= set("0123456789abcdef")):
        line = source.line("plan", "document_sha256")
        problems.append(Problem("bad-digest", declared.PACK_FILE, line, fields={"got": digest}))
    if head.get("format") not in (None, declared.FORMAT):
        fields = {"column": "format", "got": head["format"], "allowed": declared.FORMAT}
        problems.append(Problem("bad-choice", declared.PACK_FILE, source.line("format"), fields=fields))
    if len(problems) > before:
        return None
    known = {field.name for field in fields_of(PlanFacts)}
    facts = PlanFacts(**{name: value for name, value in plan.items() if name in known and value is not None})
    return {
        "name": head["name"], "title": head["title"], "title_en": head["title_en"],
        "is_invented": head["invented"], "area": head["area"], "plan": facts,
        "document": head.get("document"), "description": head.get("description") or "",
        "description_en": head.get("description_en") or "",
    }  # fmt: skip


def read_keys(
    source: LinedYaml, path: tuple[str | int, ...], keys: tuple[Key, ...], file: str, problems: list[Problem]
) -> dict[str, Any]:
    """Values of the mapping at `path`; unknown, missing and wrong ones become problems."""
    data: Any = source.data
    for step in path:
        data = _step(data, step)
    if not isinstance(data, dict):
        if source.data is not None:
            fields = {"key": str(path[-1] if path else keys[0].name)}
            problems.append(Problem("missing-key", file, source.line(*path), fields=fields))
        return {}
    allowed = ", ".join(key.name for key in keys)
    for name in data:
        if name not in {key.name for key in keys}:
            fields = {"key": str(name), "allowed": allowed}
            problems.append(Problem("unknown-key", file, source.line(*path, name), fields=fields))
    return {key.name: _read_key(source, path, key, data.get(key.name), file, problems) for key in keys}


def _step(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) else None


def _read_key(
    source: LinedYaml, path: tuple[str | int, ...], key: Key, value: Any, file: str, problems: list[Problem]
) -> Any:
    if value is None or value == "":
        if key.required:
            line = source.line(*path) if path else 1
            problems.append(Problem("missing-key", file, line, fields={"key": key.name}))
        return None
    if isinstance(value, dict | list):
        return value
    text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return read_cell(Column(key.name, key.cell), text)
    except BadCell as bad:
        problems.append(Problem(bad.code, file, source.line(*path, key.name), fields=bad.fields))
        return None


# -- the other files


def _read_rows(folder: Path, sheet: declared.Sheet, problems: list[Problem]) -> tuple[Any, ...]:
    if not (folder / sheet.file).is_file():
        if sheet in declared.REQUIRED_SHEETS:
            problems.append(Problem("missing-file", sheet.file))
        return ()
    text = _text(folder, sheet.file, problems)
    if text is None:
        return ()
    rows, found = read_sheet(sheet, text)
    problems += found
    return rows


def _read_indicators(folder: Path, problems: list[Problem]) -> tuple[Indicator, ...]:
    """The pack's own indicators, in the catalog's form."""
    file = declared.INDICATORS_FILE
    source = open_yaml(folder, file, problems)
    found = []
    for index, _ in enumerate(source.data or ()):
        before = len(problems)
        values = read_keys(source, (index,), INDICATOR_KEYS, file, problems)
        if len(problems) > before:
            continue
        fields = {name: value for name, value in source.data[index].items() if value is not None}
        try:
            found.append(make_indicator(fields, theme=str(values["theme"] or "pack")))
        except HuojuError as error:
            texts = {"zh": error.in_language("zh"), "en": error.in_language("en")}
            problems.append(Problem("catalog", file, source.line(index), fields=texts))
    return tuple(found)


def _read_rulings(folder: Path, problems: list[Problem]) -> tuple[Ruling, ...]:
    """The dated thresholds of judgement, oldest first."""
    file = declared.THRESHOLDS_FILE
    source = open_yaml(folder, file, problems)
    found = []
    for index, _ in enumerate(source.data or ()):
        before = len(problems)
        keys = read_keys(source, (index,), RULING_KEYS, file, problems)
        since = keys.get("from")
        try:
            day = date.fromisoformat(str(since))
        except ValueError:
            if since is not None:
                fields = {"column": "from", "got": str(since)}
                problems.append(Problem("bad-date", file, source.line(index, "from"), fields=fields))
            continue
        values = _thresholds(source, index, file, problems)
        if len(problems) == before:
            found.append(Ruling(day, values, str(keys["reference"]), str(keys["reference_en"])))
    return tuple(sorted(found, key=lambda ruling: ruling.since))


def _thresholds(
    source: LinedYaml, index: int, file: str, problems: list[Problem]
) -> tuple[tuple[str, Decimal], ...]:
    known = {field.name for field in fields_of(ProgressRules)}
    found = []
    for name, value in (source.data[index].get("values") or {}).items():
        line = source.line(index, "values", name)
        if name not in known:
            fields = {"got": name, "allowed": ", ".join(sorted(known))}
            problems.append(Problem("unknown-threshold", file, line, fields=fields))
            continue
        try:
            found.append((name, Decimal(str(value))))
        except InvalidOperation:
            problems.append(Problem("bad-number", file, line, fields={"column": name, "got": str(value)}))
    return tuple(found)


def _unknown_files(folder: Path, document: str) -> list[Problem]:
    known = {sheet.file for sheet in declared.SHEETS} | {
        declared.PACK_FILE, declared.INDICATORS_FILE, declared.THRESHOLDS_FILE, *declared.FREE_FILES, document,
    }  # fmt: skip
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    names = [path.relative_to(folder).as_posix() for path in found]
    rules = f"{declared.RULES_FOLDER}/"  # checked by `rule_sets`
    return [Problem("unknown-file", name) for name in names if name not in known and not name.startswith(rules)]


def open_yaml(folder: Path, file: str, problems: list[Problem]) -> LinedYaml:
    if not (folder / file).is_file():
        return LinedYaml()
    text = _text(folder, file, problems)
    source = read_yaml(text, file) if text is not None else LinedYaml()
    problems += source.problems
    return source


def _text(folder: Path, file: str, problems: list[Problem]) -> str | None:
    try:
        return (folder / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.append(Problem("not-utf8", file))
        return None
