"""What can be wrong in a pack: values with file, line and reason, never exceptions.

The texts stand here, both languages side by side with the same fields; the checks only name a code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning"]

TEXTS: dict[str, tuple[str, str]] = {
    # the files themselves
    "no-pack": ("不是数据包：缺少 {name}", "not a pack: {name} is missing"),
    "missing-file": ("缺少文件，请补上", "the file is missing, add it"),
    "unknown-file": (
        "数据包里没有这种文件，请改名或删除",
        "no such file belongs to a pack, rename or remove it",
    ),
    "not-utf8": ("不是 UTF-8 编码，请另存为 UTF-8", "not UTF-8 text, save it as UTF-8"),
    "bad-yaml": ("YAML 语法错误：{detail}", "not valid YAML: {detail}"),
    "bad-csv": ("CSV 格式错误：{detail}", "not valid CSV: {detail}"),
    "too-many-cells": (
        "本行有 {got} 列，表头只有 {expected} 列",
        "the row has {got} cells, the header {expected}",
    ),
    "repeated-key": ("键“{key}”重复出现", "key {key!r} stands twice"),
    "unknown-key": ("不认识的键“{key}”，可用：{allowed}", "unknown key {key!r}, allowed: {allowed}"),
    "missing-key": ("缺少必填项“{key}”", "{key!r} is required"),
    "unknown-column": ("不认识的列“{key}”，可用：{allowed}", "unknown column {key!r}, allowed: {allowed}"),
    "missing-column": ("表头缺少必填列“{key}”", "the header lacks the required column {key!r}"),
    # one cell
    "empty-cell": ("“{column}”不能为空", "{column!r} must not be empty"),
    "too-long": (
        "“{column}”最长 {longest} 个字符，实有 {got} 个",
        "{column!r} may have {longest} characters at most, got {got}",
    ),
    "bad-number": ("“{column}”应为数字，实为“{got}”", "{column!r} must be a number, got {got!r}"),
    "bad-integer": ("“{column}”应为整数，实为“{got}”", "{column!r} must be a whole number, got {got!r}"),
    "bad-boolean": (
        "“{column}”应为 true 或 false，实为“{got}”",
        "{column!r} must be true or false, got {got!r}",
    ),
    "bad-date": (
        "“{column}”应为日期（如 2021-12-31），实为“{got}”",
        "{column!r} must be a date (2021-12-31), got {got!r}",
    ),
    "bad-period": (
        "“{column}”应为期间（如 2025、2025-Q3、2021-2025、annual），实为“{got}”",
        "{column!r} must be a period (2025, 2025-Q3, 2021-2025, annual), got {got!r}",
    ),
    "bad-code": (
        "“{column}”只能用小写字母、数字和 - _ / . 组成，实为“{got}”",
        "{column!r} may hold lower-case letters, digits and - _ / . only, got {got!r}",
    ),
    "bad-json": ("“{column}”应为 JSON 对象：{detail}", "{column!r} must be a JSON object: {detail}"),
    "bad-choice": (
        "“{column}”不能是“{got}”，可选：{allowed}",
        "{column!r} cannot be {got!r}, choose from: {allowed}",
    ),
    "bad-digest": (
        "sha256 应为 64 位十六进制数，实为“{got}”",
        "sha256 must be 64 hexadecimal digits, got {got!r}",
    ),
    "bad-uscc": ("统一社会信用代码校验不通过：{got}", "unified social credit code fails its check: {got}"),
    # rows against rows
    "repeated": ("“{key}”重复，首次出现在 {where}", "{key!r} stands twice, first at {where}"),
    "unknown-reference": (
        "“{column}”所指的“{got}”不存在（应在 {where} 中）",
        "{column!r} names {got!r}, which is not in {where}",
    ),
    "parent-circle": ("“{code}”的上级绕成了圈", "the parents of {code!r} go round in a circle"),
    "unknown-indicator": (
        "指标“{got}”不在指标目录，也不在本包 indicators.yaml；未入目录的写成 term:名称",
        "indicator {got!r} is neither in the catalog nor in this pack's indicators.yaml; "
        "write term:name for one that no catalog knows",
    ),
    "unknown-unit": ("不认识的单位“{got}”", "unknown unit {got!r}"),
    "unit-mismatch": (
        "单位“{got}”不适用于指标“{indicator}”（应属 {expected}）",
        "unit {got!r} does not fit indicator {indicator!r} (family {expected})",
    ),
    "wrong-count": (
        "{measure}/{comparator} 应有 {expected} 个数值，实有 {got} 个",
        "{measure}/{comparator} takes {expected} value(s), got {got}",
    ),
    "part-missing": (
        "结构“{structure}”没有数字为“{digit}”的组成部分",
        "structure {structure!r} has no part with digit {digit!r}",
    ),
    "no-structure-row": (
        "结构“{structure}”缺少 level 为 structure 的一行",
        "structure {structure!r} has no row of level structure",
    ),
    "wrong-role": (
        "{file} 里的 role 不能是“{got}”，应为：{allowed}",
        "role {got!r} does not belong in {file}, allowed: {allowed}",
    ),
    "unknown-threshold": (
        "判定规则中没有“{got}”，可用：{allowed}",
        "the rules of judgement have no {got!r}, allowed: {allowed}",
    ),
    "half-threshold": ("门槛须同时给出数值和单位", "a threshold needs both a value and a unit"),
    "lines-reversed": (
        "结束行 {end} 早于起始行 {start}",
        "the last line {end} comes before the first, {start}",
    ),
    "base-after-period": (
        "基期 {base} 不早于目标期 {period}",
        "the base period {base} is not before the period {period}",
    ),
    "outside-plan": (
        "目标期 {period} 不在规划期 {plan} 内",
        "the period {period} lies outside the plan's {plan}",
    ),
    "years-reversed": ("规划期 {start}—{end} 首尾颠倒", "the plan's years {start}-{end} are reversed"),
    "vintage-too-early": (
        "{vintage} 时 {period} 尚未结束；预计数的状态应为 F 或 E",
        "on {vintage} the period {period} had not ended; a forecast has status F or E",
    ),
    "missing-value": ("没有数值时状态应为 M（缺失）", "a row without a value has status M (missing)"),
    "not-invented": (
        "数据包标明为虚构，而此处未标明",
        "the pack is marked as invented, and this is not",
    ),
    # against the document
    "document-missing": ("找不到规划文本 {name}", "the plan document {name} is not there"),
    "document-differs": (
        "规划文本的 sha256 与 pack.yaml 不符（实为 {got}）",
        "the document's sha256 is not the one in pack.yaml (it is {got})",
    ),
    "line-beyond-document": (
        "第 {line_no} 行超出规划文本（共 {total} 行）",
        "line {line_no} is beyond the document's {total} lines",
    ),
    "value-not-there": (
        "规划文本第 {line_no} 行第 {col} 列不是“{text}”",
        "line {line_no}, column {col} of the document does not read {text!r}",
    ),
    "catalog": ("{zh}", "{en}"),
    "rules": ("{zh}", "{en}"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place. `file` is relative to the pack; `line` is 1-based, 0 for the whole file."""

    code: str
    file: str
    line: int = 0
    severity: Severity = "error"
    fields: dict[str, Any] = field(default_factory=dict)

    def in_language(self, language: str) -> str:
        """The reason in `language` ("zh" or "en"), without the place."""
        zh, en = TEXTS[self.code]
        return (en if language.startswith("en") else zh).format_map(self.fields)

    @property
    def where(self) -> str:
        """`file:line`, as editors and people read it."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def as_json(self) -> dict[str, Any]:
        """What `huoju pack validate --json` prints of it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "zh": self.in_language("zh"),
            "en": self.in_language("en"),
        }


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """All problems by file and line, each once."""
    seen: dict[tuple[str, int, str, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.file, problem.line, problem.code, problem.in_language("zh")), problem)
    return tuple(seen[key] for key in sorted(seen))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that keep a pack from being loaded."""
    return tuple(problem for problem in problems if problem.severity == "error")
