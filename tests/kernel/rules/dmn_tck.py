"""Runs the cases of the DMN Technology Compatibility Kit and writes the kit's own results table.

A case passes when every result node has the expected value. `errorResult="true"` accepts null or an error.
Run alone: python tests/kernel/rules/dmn_tck.py KIT RESULTS.csv
Numbers agree to eight places, as in the kit's reference runner; dates and times agree to the nanosecond.
"""

from __future__ import annotations

import csv
import datetime
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from huoju.errors import HuojuError
from huoju.kernel.rules import CompiledModel, compile_model, read_model
from huoju.kernel.rules.dmn.inputs import moment_of
from huoju.kernel.rules.dmn.xml import local_name, parse_xml
from huoju.kernel.rules.feel import temporal_text
from huoju.kernel.rules.feel.calendar import DateTime, DaysDuration, MonthsDuration, Time

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_TOLERANCE = Decimal("0.00000001")
NOW = moment_of(datetime.datetime(2025, 6, 30, 12, 0, tzinfo=datetime.UTC))
_READERS = {
    "boolean": lambda text: text.strip() == "true",
    "date": temporal_text.read_date,
    "time": temporal_text.read_time,
    "dateTime": temporal_text.read_date_time,
    "duration": temporal_text.read_duration,
    **{
        kind: lambda text: Decimal(text.strip())
        for kind in ("decimal", "double", "float", "integer", "int", "long")
    },
}


@dataclass(frozen=True)
class Outcome:
    level: str
    suite: str
    case: str
    passed: bool
    detail: str


def _children(element: Any, tag: str) -> list[Any]:
    return [one for one in element if local_name(one) == tag]


def read_value(element: Any) -> Any:
    """The value that an input node, an expected result, a component or an item holds."""
    for one in element:
        name = local_name(one)
        if name == "value":
            if one.get(f"{_XSI}nil") == "true":
                return None
            kind = (one.get(f"{_XSI}type") or "string").split(":")[-1]
            return _READERS.get(kind, str)(one.text or "")
        if name == "list":
            return (
                None
                if one.get(f"{_XSI}nil") == "true"
                else [read_value(item) for item in _children(one, "item")]
            )
        if name == "component":
            return {part.get("name"): read_value(part) for part in _children(element, "component")}
    return None


def same(got: Any, expected: Any) -> bool:
    if isinstance(expected, Decimal):
        if not isinstance(got, Decimal):
            return False
        return abs(got - expected) <= _TOLERANCE * max(1, abs(expected))
    if isinstance(expected, list):
        return isinstance(got, list) and len(got) == len(expected) and all(map(same, got, expected))
    if isinstance(expected, dict):
        return (
            isinstance(got, dict)
            and got.keys() == expected.keys()
            and all(same(got[name], value) for name, value in expected.items())
        )
    if isinstance(expected, Time | DateTime):
        return type(got) is type(expected) and (got.instant, got.offset) == (
            expected.instant,
            expected.offset,
        )
    if isinstance(expected, DaysDuration | MonthsDuration):
        zero = str(expected).strip("-") in ("PT0S", "P0M") and str(got).strip("-") in ("PT0S", "P0M")
        return zero or got == expected
    return type(got) is type(expected) and bool(got == expected)


class Suite:
    """One folder of the kit: a model, what it imports, and its test files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.compiled: dict[str, CompiledModel] = {}

    def model(self, name: str) -> CompiledModel:
        if name not in self.compiled:
            models = {
                path.name: read_model(path.read_bytes(), path.name) for path in self.folder.glob("*.dmn")
            }
            main = models.pop(name if name in models else f"{self.folder.name}.dmn")
            self.compiled[name] = compile_model(main, models.values())
        return self.compiled[name]

    def run(self) -> Iterator[Outcome]:
        for path in sorted(self.folder.glob("*-test-*.xml")):
            root = parse_xml(path.read_bytes(), path.name).getroot()
            name = next((one.text.strip() for one in root.iter() if local_name(one) == "modelName"), "")
            for case in _children(root, "testCase"):
                yield self._case(name, case)

    def _case(self, name: str, case: Any) -> Outcome:
        inputs = {node.get("name"): read_value(node) for node in _children(case, "inputNode")}
        problems = []
        for node in _children(case, "resultNode"):
            problem = self._node(name, case, node, inputs)
            if problem:
                problems.append(f"{node.get('name')}: {problem}")
        level = self.folder.parent.name
        return Outcome(level, self.folder.name, case.get("id"), not problems, "; ".join(problems))

    def _node(self, name: str, case: Any, node: Any, inputs: dict[str, Any]) -> str:
        expected_nodes = _children(node, "expected")
        expected = read_value(expected_nodes[0]) if expected_nodes else None
        may_fail = node.get("errorResult") == "true"
        service = case.get("invocableName") if case.get("type") == "decisionService" else None
        asked = {"service": service} if service else {"decision": node.get("name")}
        try:
            if case.get("type") == "bkm":
                value = self.model(name).invoke(case.get("invocableName"), inputs, now=NOW).value
                return "" if (value is None if may_fail else same(value, expected)) else f"got {value!r}"
            result = self.model(name).evaluate(inputs, now=NOW, **asked)
        except HuojuError as error:
            return "" if may_fail else f"error: {error.code}: {error.in_language('en')}"
        got = result.values.get(node.get("name"))
        if may_fail:
            return "" if got is None else f"null expected, got {got!r}"
        return (
            ""
            if same(got, expected)
            else f"expected {expected!r}, got {got!r} {[w.en for w in result.warnings]}"
        )


def run_kit(kit: Path) -> list[Outcome]:
    folders = sorted(path for path in kit.glob("compliance-level-*/*") if path.is_dir())
    return [outcome for folder in folders for outcome in Suite(folder).run()]


def summary(outcomes: list[Outcome]) -> str:
    """Cases, whole suites and the mean over suites, level by level."""
    lines = []
    for level in sorted({one.level for one in outcomes}):
        suites: dict[str, list[bool]] = {}
        for one in outcomes:
            if one.level == level:
                suites.setdefault(one.suite, []).append(one.passed)
        passed = sum(map(sum, suites.values()))
        whole = sum(map(all, suites.values()))
        mean = sum(sum(cases) / len(cases) for cases in suites.values()) / len(suites)
        total = sum(map(len, suites.values()))
        lines.append(f"{level}: {passed} of {total} cases, {whole} of {len(suites)} suites, mean {mean:.4f}")
    return "\n".join(lines)


def write_table(outcomes: list[Outcome], path: Path) -> None:
    """The kit's results table: level, suite, case, SUCCESS or ERROR, remark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        for one in outcomes:
            writer.writerow(
                [one.level, one.suite, one.case, "SUCCESS" if one.passed else "ERROR", one.detail[:200]]
            )


if __name__ == "__main__":
    kit, table = map(Path, sys.argv[1:3])
    results = run_kit(kit)
    write_table(results, table)
    print(summary(results))
