"""Derivations: a finding's steps as two trees that end in a clash, ready for a template. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huoju.kernel.plan.findings import Finding
from huoju.kernel.plan.statements import Statement
from huoju.site.texts import Text

KINDS = {
    "said": Text("规划表述", "The plan says"),
    "assumed": Text("假设", "Assumed"),
    "computed": Text("推算", "Worked out"),
    "natural": Text("常识", "By nature"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """One step with the steps it rests on. `key` and `line` when a statement says it; `is_again` when drawn before."""

    kind: str
    limit: str
    why: str
    key: str
    line: int
    causes: tuple[Node, ...]
    is_again: bool = False

    @property
    def words(self) -> Text:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Derivation:
    """The two sides that clash: what forces at least, what forces at most, and how far apart they are."""

    about: str
    least: str
    most: str
    gap: str
    at_least: Node
    at_most: Node


def derivation_of(finding: Finding, said: Mapping[str, Statement], language: str) -> Derivation | None:
    """The derivation of an engine's finding; None for a finding without one."""
    drawing = finding.fields.get("drawing")
    if not drawing:
        return None
    end = "en" if language.startswith("en") else "zh"
    drawn: set[int] = set()

    def node(number: int) -> Node:
        step: dict[str, Any] = drawing["steps"][number]
        key = step["statement"] or ""
        is_again = number in drawn and bool(step["causes"])
        drawn.add(number)
        causes = () if is_again else tuple(node(cause) for cause in step["causes"])
        line = said[key].place.line if key in said else 0
        return Node(step["kind"], step[f"limit_{end}"], step[f"why_{end}"], key, line, causes, is_again)

    return Derivation(
        *(drawing[f"{name}_{end}"] for name in ("about", "least", "most", "gap")),
        at_least=node(drawing["at_least"]),
        at_most=node(drawing["at_most"]),
    )
