"""Printing: findings as text for a screen, as JSON for programs, as SARIF for drafting pipelines. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from huoju.kernel.plan.findings import Finding, Severity

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_text(findings: Sequence[Finding], file: str, language: str = "zh") -> str:
    """One block a finding: file:line: severity: code: message, then its arithmetic, then the count."""
    lines: list[str] = []
    for finding in findings:
        first = finding.lines[0] if finding.lines else 0
        label = finding.severity.label(language)
        lines.append(f"{file}:{first}: {label}: {finding.code}: {finding.message(language)}")
        if finding.severity is not Severity.NOTE:
            lines.extend(f"    {step}" for step in finding.steps(language))
        if finding.accepted is not None:
            lines.append(f"    {'已接受' if language == 'zh' else 'accepted'}: {finding.accepted}")
    lines.append(summary(findings, language))
    return "\n".join(lines) + "\n"


def summary(findings: Sequence[Finding], language: str = "zh") -> str:
    """How many of each severity, in one line."""
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    if language.startswith("en"):
        return ", ".join(f"{n} {s.label('en')}{'s' * (n != 1)}" for s, n in counts.items())
    return "，".join(f"{s.label('zh')} {n} 处" for s, n in counts.items())


def as_json(findings: Sequence[Finding]) -> str:
    """A JSON array, one object a finding."""
    return json.dumps([f.as_json() for f in findings], ensure_ascii=False, indent=1) + "\n"


def as_sarif(findings: Sequence[Finding], file: str, version: str) -> str:
    """SARIF 2.1.0 (OASIS): one run, one result a finding, further lines as related locations."""
    codes = sorted({f.code for f in findings})
    run = {
        "tool": {
            "driver": {
                "name": "huoju",
                "version": version,
                "rules": [{"id": code} for code in codes],
            }
        },
        "results": [_result(f, file) for f in findings],
    }
    return json.dumps(
        {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1
    ) + "\n"  # fmt: skip


def _result(finding: Finding, file: str) -> dict[str, Any]:
    first, *others = finding.lines or (1,)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": SARIF_LEVELS[finding.severity],
        "message": {"text": f"{finding.message_zh}\n{finding.message_en}"},
        "locations": [_location(file, first)],
        "relatedLocations": [_location(file, line) for line in others],
        "partialFingerprints": {"huoju/v1": finding.identity},
        "properties": {"derivation": list(finding.derivation), "statements": list(finding.statements)},
    }
    if finding.accepted is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.accepted}]
    return result


def _location(file: str, line: int) -> dict[str, Any]:
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri_of(file)}, "region": {"startLine": max(line, 1)}}
    }


def uri_of(file: str) -> str:
    """A path as a URI reference: blanks and Chinese escaped, an absolute path with its scheme."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
