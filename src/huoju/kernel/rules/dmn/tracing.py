"""Why: what an evaluation did, as values that can be stored and shown in Chinese and English.

Values are written as FEEL literals, which read back without loss (18, "Medium", @"2025-06-30").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huoju.kernel.rules.feel.texts import literal_text
from huoju.kernel.rules.feel.values import Value


@dataclass(frozen=True, slots=True)
class CellTrace:
    """A condition as written, and whether the input passes it."""

    text: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class RuleTrace:
    number: int
    is_matched: bool
    cells: tuple[CellTrace, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableTrace:
    """A decision table at work: its inputs with their values, every rule, and the rules that count."""

    name: str
    hit_policy: str
    inputs: tuple[tuple[str, Value], ...]
    rules: tuple[RuleTrace, ...]
    matched: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "hit_policy": self.hit_policy,
            "inputs": [{"expression": text, "value": literal_text(value)} for text, value in self.inputs],
            "matched": list(self.matched),
            "rules": [_rule_json(rule) for rule in self.rules],
        }

    def as_text(self, language: str) -> list[str]:
        chinese = not language.startswith("en")
        given = ("，" if chinese else ", ").join(
            f"{text} = {literal_text(value)}" for text, value in self.inputs
        )
        numbers = ("、" if chinese else ", ").join(map(str, self.matched))
        if chinese:
            head = f"决策表“{self.name}”（{self.hit_policy}）：{given}；命中规则：{numbers or '无'}"
        else:
            head = f"table '{self.name}' ({self.hit_policy}): {given}; rules matched: {numbers or 'none'}"
        return [head, *(self._rule_text(rule, chinese) for rule in self.rules)]

    def _rule_text(self, rule: RuleTrace, chinese: bool) -> str:
        unmet = [
            f"{text} {cell.text}"
            for (text, _), cell in zip(self.inputs, rule.cells, strict=True)
            if not cell.is_met
        ]
        results = ", ".join(rule.outputs)
        if rule.is_matched:
            return (
                f"  规则{rule.number}命中 → {results}"
                if chinese
                else f"  rule {rule.number} matches -> {results}"
            )
        if not unmet:
            return f"  规则{rule.number}未轮到" if chinese else f"  rule {rule.number} was not reached"
        if chinese:
            return f"  规则{rule.number}未命中：不满足 " + "；".join(unmet)
        return f"  rule {rule.number} does not match: not met " + "; ".join(unmet)


def _rule_json(rule: RuleTrace) -> dict[str, Any]:
    return {
        "number": rule.number,
        "matched": rule.is_matched,
        "cells": [{"text": cell.text, "met": cell.is_met} for cell in rule.cells],
        "outputs": list(rule.outputs),
        "annotations": list(rule.annotations),
    }


@dataclass(frozen=True, slots=True)
class DecisionTrace:
    """A decision: what it was given, its value, and the tables that worked for it."""

    name: str
    given: tuple[tuple[str, Value], ...]
    value: Value
    tables: tuple[TableTrace, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "decision": self.name,
            "given": {name: literal_text(value) for name, value in self.given},
            "value": literal_text(self.value),
            "tables": [table.as_json() for table in self.tables],
        }

    def as_text(self, language: str) -> list[str]:
        mark = "决策“{}” = {}" if not language.startswith("en") else "decision '{}' = {}"
        lines = [mark.format(self.name, literal_text(self.value))]
        return lines + [f"  {line}" for table in self.tables for line in table.as_text(language)]


@dataclass(frozen=True, slots=True)
class Trace:
    """All decisions of one evaluation, in the order they were made."""

    decisions: tuple[DecisionTrace, ...]

    def as_json(self) -> list[dict[str, Any]]:
        return [decision.as_json() for decision in self.decisions]

    def as_text(self, language: str) -> str:
        """Lines for people, in "zh" or "en"."""
        return "\n".join(line for decision in self.decisions for line in decision.as_text(language))
