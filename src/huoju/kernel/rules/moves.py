"""Who moves between classes when rules change: each subject judged by both versions, with the rule that did it.

Start reading at `find_moves`. Subjects are judged without reasons first; only those who move are judged again
with a trace, and the tables whose rules differ between the two traces are the causes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from huoju.kernel.rules.aligning import Alignment
from huoju.kernel.rules.changes import Difference
from huoju.kernel.rules.dmn.compiled import CompiledModel
from huoju.kernel.rules.dmn.results import Result
from huoju.kernel.rules.dmn.tracing import DecisionTrace, TableTrace
from huoju.kernel.rules.feel.calendar import DateTime
from huoju.kernel.rules.feel.texts import literal_text
from huoju.kernel.rules.feel.values import Value
from huoju.kernel.rules.wording import Words


@dataclass(frozen=True, slots=True)
class Cause:
    """A table that judges the subject otherwise: the rules that matched before and after (from 1), in words."""

    table: str
    old_rules: tuple[int, ...]
    new_rules: tuple[int, ...]
    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Move:
    """A subject whose class changes. `row` is its place in the table, from 1."""

    row: int
    subject: str
    old: Value
    new: Value
    causes: tuple[Cause, ...]

    def as_json(self) -> dict[str, object]:
        causes = [
            {
                "table": one.table,
                "old_rules": one.old_rules,
                "new_rules": one.new_rules,
                "zh": one.zh,
                "en": one.en,
            }
            for one in self.causes
        ]
        old, new = literal_text(self.old), literal_text(self.new)
        return {"row": self.row, "subject": self.subject, "old": old, "new": new, "causes": causes}


@dataclass(frozen=True, slots=True)
class Moves:
    """All that move, and how many subjects go from which class to which (unmoved ones included)."""

    moves: tuple[Move, ...]
    counts: Mapping[tuple[str, str], int]
    total: int


def find_moves(
    old: CompiledModel,
    new: CompiledModel,
    subjects: Iterable[Mapping[str, Any]],
    difference: Difference,
    *,
    decision: str,
    name: str = "",
    terms: Mapping[str, str] | None = None,
    from_text: bool = False,
    now: DateTime | None = None,
) -> Moves:
    """Judge every subject by both versions.

    Parameters
    ----------
    subjects : rows by the names of the inputs; further columns are let be.
    difference : that of the two models (`compare_models`).
    decision : whose value is the class; both models have it.
    name : the column that names a subject; the first column without it.
    from_text : the rows are texts (CSV).

    Raises
    ------
    UnknownDecision
    """
    options: dict[str, Any] = {"decision": decision, "from_text": from_text, "now": now}
    words = Words("zh"), Words("en", terms or {})
    moves, counts, row = [], Counter[tuple[str, str]](), 0
    for row, given in enumerate(subjects, start=1):
        before, after = old.evaluate(given, **options).value, new.evaluate(given, **options).value
        classes = literal_text(before), literal_text(after)
        counts[classes] += 1
        if classes[0] != classes[1]:
            traced = [model.evaluate(given, with_trace=True, **options) for model in (old, new)]
            causes = _causes(traced[0], traced[1], difference, decision, words)
            told = given.get(name) if name else next(iter(given.values()), "")
            moves.append(Move(row, str(told or row), before, after, causes))
    return Moves(tuple(moves), dict(counts), row)


def _decisions(result: Result) -> dict[str, DecisionTrace]:
    return {one.name: one for one in (result.trace.decisions if result.trace else ())}


def _causes(
    old: Result, new: Result, difference: Difference, decision: str, words: tuple[Words, Words]
) -> tuple[Cause, ...]:
    """Tables that judge the subject otherwise, back from the class to what it rests on; first the deepest.

    A decision counts only when the value it gives differs and something that counts uses it. The class itself
    is told only when it is its own cause.
    """
    before, after = _decisions(old), _decisions(new)
    wanted, found = {decision}, []
    for name in reversed(after):
        if name not in wanted:
            continue
        earlier, later = before.get(name), after[name]
        wanted |= _used(earlier, later)
        for table in later.tables:
            first = next((one for one in (earlier.tables if earlier else ()) if one.name == table.name), None)
            alignment = difference.alignments.get(table.name)
            if first is None or alignment is None or _differs(first, table, alignment):
                found.append(_cause(table.name, first, table, alignment, difference, words))
    others = tuple(cause for cause in reversed(found) if cause.table != decision)
    return others or tuple(found)


def _used(old: DecisionTrace | None, new: DecisionTrace) -> set[str]:
    """What a decision was given that differs, and that a column with another value than before mentions."""
    earlier = dict(old.given) if old else {}
    changed = {name for name, value in new.given if name not in earlier or earlier[name] != value}
    if not new.tables or old is None:
        return changed
    values = {text: value for table in old.tables for text, value in table.inputs}
    columns = [
        text for table in new.tables for text, value in table.inputs
        if text not in values or values[text] != value
    ]  # fmt: skip
    return {name for name in changed if any(name in text for text in columns)}


def _differs(old: TableTrace, new: TableTrace, alignment: Alignment) -> bool:
    results = [{table.rules[number - 1].outputs for number in table.matched} for table in (old, new)]
    same = {alignment.new_of(number - 1) for number in old.matched} == {number - 1 for number in new.matched}
    return not same or results[0] != results[1]


def _cause(
    name: str, old: TableTrace | None, new: TableTrace, alignment: Alignment | None, difference: Difference,
    words: tuple[Words, Words],
) -> Cause:  # fmt: skip
    """In words: other results of the rules that still match; which rules match no longer or newly, and why."""
    first, second = set(old.matched if old else ()), set(new.matched)
    kept = {number for number in first if alignment and _place(alignment, number) in second}
    gone = first - kept
    come = second - {_place(alignment, number) for number in kept if alignment}
    changes = [one for one in difference.of_rules(name, kept, set()) if one.code.startswith("output")]
    changes += [one for one in difference.of_rules(name, gone, come) if not one.code.startswith("output")]
    is_told = any(one.code in ("rule-added", "rule-removed") for one in changes)
    texts = []
    for words_of in words:
        told = [change.in_language(words_of.language) for change in changes]
        if (gone or come) and not is_told:
            told.insert(0, _instead(words_of, difference.units.get(name, ()), old, new, gone, come))
        texts.append(words_of.choose("；", "; ").join(told))
    numbers = tuple(sorted(gone | kept)), tuple(sorted(second))
    return Cause(name, *numbers, *texts)


def _place(alignment: Alignment, number: int) -> int:
    found = alignment.new_of(number - 1)
    return 0 if found is None else found + 1


def _instead(
    words: Words,
    units: tuple[str, ...],
    old: TableTrace | None,
    new: TableTrace,
    first: set[int],
    second: set[int],
) -> str:
    gone = _told(words, units, old, first) if old else ""
    come = _told(words, units, new, second)
    head = words.term(new.name) + words.choose("：", ": ")
    if gone and come:
        return head + words.choose(f"由{gone}改为{come}", f"{come} instead of {gone}")
    if come:
        return head + words.choose(f"命中{come}", f"{come} now matches")
    return head + words.choose(f"不再命中{gone}", f"{gone} no longer matches")


def _told(words: Words, units: tuple[str, ...], table: TableTrace, numbers: set[int]) -> str:
    parts = []
    for number in sorted(numbers):
        given = table.rules[number - 1].outputs
        outputs = ", ".join(
            words.output(text, unit) for text, unit in zip_longest(given, units, fillvalue="")
        )
        parts.append(words.choose(f"规则{number}（{outputs}）", f"rule {number} ({outputs})"))
    return words.choose("、", ", ").join(parts)
