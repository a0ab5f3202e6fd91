"""Changes between two versions of a model, as values with their sentences in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huoju.kernel.rules.aligning import Alignment

TEXTS = {
    "threshold-rises": (
        "{who}“{column}”的门槛由{before}提高到{after}",
        "the threshold of {column}{who} rises from {before} to {after}",
    ),
    "threshold-falls": (
        "{who}“{column}”的门槛由{before}降为{after}",
        "the threshold of {column}{who} falls from {before} to {after}",
    ),
    "output-rises": (
        "{who}“{column}”由{before}提高到{after}",
        "{column}{who} rises from {before} to {after}",
    ),
    "output-falls": ("{who}“{column}”由{before}降为{after}", "{column}{who} falls from {before} to {after}"),
    "output": ("{who}“{column}”由{before}改为{after}", "{column}{who} changes from {before} to {after}"),
    "condition": (
        "规则{rule}对“{column}”的要求由{before}改为{after}",
        "rule {rule} asks of {column}: {after}, no longer {before}",
    ),
    "rule-changed": (
        "规则{rule}的条件由{before}改为{after}",
        "rule {rule} asks for {after}, no longer for {before}",
    ),
    "members": ("规则{rule}的“{column}”{after}", "rule {rule}: {column} {after}"),
    "rule-added": ("新增规则{rule}：{after}", "rule {rule} is added: {after}"),
    "rule-removed": ("取消原规则{rule}：{before}", "the former rule {rule} is removed: {before}"),
    "rule-moved": (
        "规则{rule}的次序由第{before}改为第{after}",
        "rule {rule} moves from place {before} to {after}",
    ),
    "input-added": ("新增条件列“{column}”", "the condition {column} is added"),
    "input-removed": ("取消条件列“{column}”", "the condition {column} is removed"),
    "input-values": (
        "条件列“{column}”的类型或允许值由“{before}”改为“{after}”",
        "type or allowed values of {column} change from {before} to {after}",
    ),
    "output-added": ("新增结果列“{column}”", "the result {column} is added"),
    "output-removed": ("取消结果列“{column}”", "the result {column} is removed"),
    "default": (
        "无规则适用时“{column}”由{before}改为{after}",
        "where no rule applies {column} changes from {before} to {after}",
    ),
    "hit-policy": ("命中策略由{before}改为{after}", "the hit policy changes from {before} to {after}"),
    "table-added": ("新增决策表", "the table is added"),
    "table-removed": ("取消决策表", "the table is removed"),
    "logic": ("算法由“{before}”改为“{after}”", "the formula changes from {before} to {after}"),
    "data-added": ("新增所需资料“{column}”", "{column} is newly asked for"),
    "data-removed": ("不再需要资料“{column}”", "{column} is no longer asked for"),
}

Told = tuple[str, str]  # Chinese, English


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `old_rule` and `new_rule` are numbers from 1; `before` and `after` are texts of the model."""

    code: str
    table: str
    column: str
    old_rule: int | None
    new_rule: int | None
    before: str
    after: str
    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, in the order of the new model; of each table how its rules correspond and its results' units."""

    changes: tuple[Change, ...]
    alignments: Mapping[str, Alignment]
    units: Mapping[str, tuple[str, ...]]

    def sentences(self, language: str) -> tuple[str, ...]:
        """The changes in words, each sentence once (two sides of one threshold say the same)."""
        return tuple(dict.fromkeys(change.in_language(language) for change in self.changes))

    def of_rules(self, table: str, old: set[int], new: set[int]) -> tuple[Change, ...]:
        """The changes that touch one of these rules of a table (numbers from 1)."""
        return tuple(
            change for change in self.changes
            if change.table == table and (change.old_rule in old or change.new_rule in new)
        )  # fmt: skip
