"""What a comparison of two documents says: rows with a verdict, the reason of the match and the steps.

Values and their words in both languages; computed in `compare_drafts`, `compare_previous` and `compare_upper`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from huoju.kernel.plan.figures import plainly
from huoju.kernel.plan.pairing import Reason
from huoju.kernel.plan.statements import Statement, plain_number


class Kind(StrEnum):
    """Draft against adopted, last plan's targets against what was reached, this plan against the upper level's."""

    DRAFT = "draft"
    PREVIOUS = "previous"
    UPPER = "upper"


class Verdict(StrEnum):
    """What became of a commitment. Raised and lowered speak of what is asked, not of the number alone."""

    ADDED = "added"
    DROPPED = "dropped"
    RAISED = "raised"
    LOWERED = "lowered"
    VAGUER = "vaguer"
    FIRMER = "firmer"
    LATER = "later"
    EARLIER = "earlier"
    CHANGED = "changed"
    UNCHANGED = "unchanged"

    MET = "met"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NOT_REPORTED = "not_reported"

    HIGHER = "higher"
    LOWER = "lower"
    EQUAL = "equal"
    PART = "part"
    ONLY_HERE = "only_here"
    ONLY_ABOVE = "only_above"
    SUM_REACHES = "sum_reaches"
    SUM_FALLS_SHORT = "sum_falls_short"
    SUM_INCOMPLETE = "sum_incomplete"

    NOT_COMPARABLE = "not_comparable"


VERDICT_TEXTS: dict[Verdict, tuple[str, str]] = {
    Verdict.ADDED: ("新增", "added"),
    Verdict.DROPPED: ("删除", "dropped"),
    Verdict.RAISED: ("要求提高", "raised"),
    Verdict.LOWERED: ("要求降低", "lowered"),
    Verdict.VAGUER: ("表述变模糊", "made vaguer"),
    Verdict.FIRMER: ("表述变明确", "made firmer"),
    Verdict.LATER: ("时限推后", "put off"),
    Verdict.EARLIER: ("时限提前", "brought forward"),
    Verdict.CHANGED: ("有变动", "changed"),
    Verdict.UNCHANGED: ("未变", "unchanged"),
    Verdict.MET: ("已实现", "met"),
    Verdict.MISSED: ("未实现", "missed"),
    Verdict.NOT_DUE: ("尚未到期", "not due yet"),
    Verdict.NOT_REPORTED: ("未交代", "not reported"),
    Verdict.HIGHER: ("高于上级", "higher than above"),
    Verdict.LOWER: ("低于上级", "lower than above"),
    Verdict.EQUAL: ("与上级持平", "equal to above"),
    Verdict.PART: ("占上级一部分", "a part of what is above"),
    Verdict.ONLY_HERE: ("上级未列", "not in the plan above"),
    Verdict.ONLY_ABOVE: ("未承接", "not taken up"),
    Verdict.SUM_REACHES: ("合计达到上级", "the sum reaches the target above"),
    Verdict.SUM_FALLS_SHORT: ("合计不足上级", "the sum falls short of the target above"),
    Verdict.SUM_INCOMPLETE: ("合计不全", "the sum is incomplete"),
    Verdict.NOT_COMPARABLE: ("不可比", "not comparable"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two versions of a statement.

    `aspect`: value, comparator, stretch, period, nature, unit or number; `effect` is what it does to the
    promise; `before` and `after` as a person reads them.
    """

    aspect: str
    effect: Verdict
    before: str
    after: str

    def text(self, language: str = "zh") -> str:
        """The difference in words: 数值 100家 → 120家."""
        name = ASPECTS[self.aspect][language.startswith("en")]
        return f"{name} {self.before or '—'} → {self.after or '—'}"


ASPECTS = {
    "value": ("数值", "value"),
    "comparator": ("程度词", "comparator"),
    "stretch": ("力争", "stretch"),
    "period": ("期间", "period"),
    "nature": ("属性", "nature"),
    "unit": ("单位", "unit"),
    "number": ("数字", "number"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison.

    `left`, `right` : the statements; None where the document has none.
    `gap` : right minus left in the left one's unit; for a last plan's target: reached minus promised.
    `ratio` : left over right as a fraction for shares of the upper plan, right over left otherwise.
    `steps` : how the verdict came about, (zh, en) a step.
    """

    verdict: Verdict
    left: Statement | None
    right: Statement | None
    reason: Reason | None = None
    differences: tuple[Difference, ...] = ()
    gap: Decimal | None = None
    ratio: Decimal | None = None
    unit: str = ""
    steps: tuple[tuple[str, str], ...] = ()

    @property
    def indicator(self) -> str:
        """The name as the left document has it, else as the right one."""
        one = self.left or self.right
        return one.indicator if one else ""

    @property
    def subject(self) -> str:
        one = self.left or self.right
        return one.subject if one else ""

    def notes(self, language: str = "zh") -> str:
        """Differences and steps in one line."""
        texts = [d.text(language) for d in self.differences]
        texts += [step[language.startswith("en")] for step in self.steps]
        return ("; " if language.startswith("en") else "；").join(texts)

    def as_json(self) -> dict[str, Any]:
        """A row for programs: verdict, both statements as in the jsonl contract, reason, differences, steps."""
        return {
            "verdict": self.verdict.value,
            "indicator": self.indicator,
            "subject": self.subject,
            "left": self.left and self.left.as_json(),
            "right": self.right and self.right.as_json(),
            "reason": self.reason
            and {
                "basis": self.reason.basis.value,
                "score": round(self.reason.score, 1),
                "same_period": self.reason.same_period,
            },
            "differences": [
                {"aspect": d.aspect, "effect": d.effect.value, "before": d.before, "after": d.after}
                for d in self.differences
            ],
            "gap": None if self.gap is None else plain_number(self.gap),
            "ratio": None if self.ratio is None else float(self.ratio),
            "unit": self.unit,
            "steps": [{"zh": zh, "en": en} for zh, en in self.steps],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents compared. Rows stand in order of place: the left document's first, then what only the right has."""

    kind: Kind
    left_title: str
    right_title: str
    rows: tuple[Row, ...]

    def counts(self) -> dict[Verdict, int]:
        """How many rows have each verdict, in the order of `Verdict`; absent ones left out."""
        counted = Counter(row.verdict for row in self.rows)
        return {verdict: counted[verdict] for verdict in Verdict if counted[verdict]}

    def of(self, *verdicts: Verdict) -> tuple[Row, ...]:
        """The rows of these verdicts, in order."""
        return tuple(row for row in self.rows if row.verdict in verdicts)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "left": self.left_title,
            "right": self.right_title,
            "counts": {verdict.value: count for verdict, count in self.counts().items()},
            "rows": [row.as_json() for row in self.rows],
        }


COMPARATOR_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}


def figure_text(statement: Statement | None) -> str:
    """A statement's figure as a table cell shows it: ≥8.5%, 80:20, 3—5家; empty without a number."""
    if statement is None or not statement.value:
        return ""
    joint = "—" if statement.comparator == "range" else ":"
    numbers = joint.join(plainly(value) for value in statement.value)
    return f"{COMPARATOR_SIGNS.get(statement.comparator.value, '')}{numbers}{statement.unit or ''}"


COMPARATOR_WORDS = {
    "eq": "无 plain", "reach": "达到 reach", "ge": "以上 at least", "gt": "多于 above", "le": "以内 at most",
    "lt": "低于 below", "approx": "左右 about", "range": "区间 range",
}  # fmt: skip
