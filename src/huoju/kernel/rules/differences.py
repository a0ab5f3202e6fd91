"""The difference between two versions of a model, in words: thresholds, results, rules, columns, decisions.

Start reading at `compare_models`. Tables are the same by name, columns by their expression, rules as `aligning`
tells. Annotations are not compared: they name the documents, which differ by design.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from huoju.kernel.rules.aligning import Alignment, align
from huoju.kernel.rules.cell_changes import figure, members, plain, threshold
from huoju.kernel.rules.changes import TEXTS, Change, Difference, Told
from huoju.kernel.rules.dmn.checking import tables_of
from huoju.kernel.rules.dmn.model import DecisionTable, HitPolicy, LiteralExpression, Model
from huoju.kernel.rules.wording import Words, head_of, unit_of


def compare_models(
    old: Model,
    new: Model,
    *,
    subject: tuple[str, str] = ("对象", "cases"),
    terms: Mapping[str, str] | None = None,
) -> Difference:
    """What changed from one version of a model to the next.

    Parameters
    ----------
    subject : whom the rules judge, in Chinese and English: 企业, firms.
    terms : English words for the Chinese names and texts of the models.
    """
    return _Comparison((Words("zh"), Words("en", terms or {})), subject).models(old, new)


@dataclass(frozen=True, slots=True)
class _Comparison:
    words: tuple[Words, Words]
    subject: Told

    def models(self, old: Model, new: Model) -> Difference:
        before = {name: table for _, name, table in tables_of(old)}
        after = {name: table for _, name, table in tables_of(new)}
        alignments = {name: align(before[name], after[name]) for name in after if name in before}
        changes = [*self._data(old, new)]
        for name, table in after.items():
            if name in before:
                asked = frozenset(change.column for change in changes if change.code.startswith("data-"))
                changes += _Table(self, name, before[name], table, alignments[name], asked).changes()
            else:
                changes.append(self.change("table-added", name))
        changes += [self.change("table-removed", name) for name in before if name not in after]
        units = {name: tuple(unit_of(one.type_ref) for one in table.outputs) for name, table in after.items()}
        return Difference((*changes, *self._formulas(old, new)), alignments, units)

    def change(
        self, code: str, table: str, column: str = "", *, rules: tuple[int | None, int | None] = (None, None),
        raw: tuple[str, str] = ("", ""), before: Told | None = None, after: Told | None = None,
        who: Told = ("", ""), head: str = "",
    ) -> Change:  # fmt: skip
        """A change. `rules` are places from 0, `raw` the texts of the model, `before` and `after` as told."""
        old, new = (None if place is None else place + 1 for place in rules)
        texts = []
        for language, (pattern, words) in enumerate(zip(TEXTS[code], self.words, strict=True)):
            fields = {
                "before": (before or (raw[0], raw[0]))[language] or "-",
                "after": (after or (raw[1], raw[1]))[language] or "-",
                "column": words.term(head or column), "rule": str(new or old or ""), "who": who[language],
            }  # fmt: skip
            name = words.term(table) + words.choose("：", ": ") if table and table != column else ""
            texts.append(name + pattern.format_map(fields))
        return Change(code, table, column, old, new, raw[0], raw[1], *texts)

    def cell(self, text: str, unit: str) -> Told:
        return self.words[0].cell(text, unit), self.words[1].cell(text, unit)

    def output(self, text: str, unit: str) -> Told:
        return self.words[0].output(text, unit), self.words[1].output(text, unit)

    def number(self, value: Decimal, unit: str) -> Told:
        return self.words[0].number(value, unit), self.words[1].number(value, unit)

    def members(self, gone: list[str], come: list[str]) -> Told:
        """Texts that left and joined a list, in words."""
        told = []
        for words in self.words:
            parts = [
                word + words.choose("、", ", ").join(map(words.quoted, texts))
                for word, texts in (
                    (words.choose("增加", "adds "), come),
                    (words.choose("去掉", "drops "), gone),
                )
                if texts
            ]
            told.append(words.choose("，", ", ").join(parts))
        return told[0], told[1]

    def rule(self, table: DecisionTable, place: int) -> Told:
        return _whole(self.words[0], table, place), _whole(self.words[1], table, place)

    def asked(self, table: DecisionTable, place: int) -> Told:
        """The conditions of a rule, or that it has none."""
        zh, en = self.conditions(table, place, None)
        return zh or "不限条件", en or "nothing"

    def conditions(self, table: DecisionTable, place: int, without: int | None) -> Told:
        rule = table.rules[place]
        return self.words[0].conditions(table, rule, without), self.words[1].conditions(table, rule, without)

    def _data(self, old: Model, new: Model) -> Iterator[Change]:
        before, after = ([one.name for one in model.inputs] for model in (old, new))
        yield from (self.change("data-added", "", name) for name in after if name not in before)
        yield from (self.change("data-removed", "", name) for name in before if name not in after)

    def _formulas(self, old: Model, new: Model) -> Iterator[Change]:
        before = {
            one.name: one.logic.text for one in old.decisions if isinstance(one.logic, LiteralExpression)
        }
        for one in new.decisions:
            text = one.logic.text if isinstance(one.logic, LiteralExpression) else None
            if text is not None and before.get(one.name, text) != text:
                yield self.change("logic", one.name, raw=(before[one.name], text))


@dataclass(frozen=True, slots=True)
class _Table:
    """Two versions of one table."""

    by: _Comparison
    name: str
    old: DecisionTable
    new: DecisionTable
    aligned: Alignment
    asked: frozenset[str]  # inputs of the model that came or went, told once for all tables

    def changes(self) -> Iterator[Change]:
        policies = [f"{one.hit_policy} {one.aggregation or ''}".strip() for one in (self.old, self.new)]
        if policies[0] != policies[1]:
            yield self.by.change("hit-policy", self.name, raw=(policies[0], policies[1]))
        yield from self._inputs()
        yield from self._outputs()
        for first, second in self.aligned.rules:
            if first is not None and second is not None:
                yield from self._rule(first, second)
            elif second is not None:
                told = self.by.rule(self.new, second)
                yield self.by.change("rule-added", self.name, rules=(None, second), after=told)
            elif first is not None:
                told = self.by.rule(self.old, first)
                yield self.by.change("rule-removed", self.name, rules=(first, None), before=told)
        yield from self._moved()

    def _inputs(self) -> Iterator[Change]:
        for name, first, second in self.aligned.inputs:
            if first is None or second is None:
                code = "input-added" if first is None else "input-removed"
                if name not in self.asked:
                    yield self.by.change(code, self.name, name, head=self._head(name))
            else:
                told = [
                    " ".join(filter(None, (one.type_ref, one.values)))
                    for one in (self.old.inputs[first], self.new.inputs[second])
                ]
                if told[0] != told[1]:
                    raw = (told[0], told[1])
                    yield self.by.change("input-values", self.name, name, raw=raw, head=self._head(name))

    def _outputs(self) -> Iterator[Change]:
        for name, first, second in self.aligned.outputs:
            if first is None:
                yield self.by.change("output-added", self.name, name)
            elif second is None:
                yield self.by.change("output-removed", self.name, name)
            else:
                raw = (self.old.outputs[first].default or "", self.new.outputs[second].default or "")
                if raw[0] != raw[1]:
                    unit = unit_of(self.new.outputs[second].type_ref)
                    before, after = (self.by.output(text, unit) for text in raw)
                    yield self.by.change("default", self.name, name, raw=raw, before=before, after=after)

    def _head(self, name: str) -> str:
        """What to call a condition column: its label, the new one's first."""
        clauses = (*self.new.inputs, *self.old.inputs)
        return next((head_of(one) for one in clauses if plain(one.expression) == name), name)

    def _rule(self, first: int, second: int) -> Iterator[Change]:
        cells = [one for one in self._cells(first, second) if plain(one[1][0]) != plain(one[1][1])]
        if len(cells) > 1 and all(is_one_sided for _, _, _, is_one_sided in cells):
            before, after = self.by.asked(self.old, first), self.by.asked(self.new, second)
            yield self.by.change("rule-changed", self.name, rules=(first, second), before=before, after=after)
        else:
            yield from (self._cell(name, (first, second), raw, at) for name, raw, at, _ in cells)
        for name, a, b in self.aligned.outputs:
            if a is not None and b is not None:
                raw = self.old.rules[first].outputs[a], self.new.rules[second].outputs[b]
                if plain(raw[0]) != plain(raw[1]):
                    yield self._result(name, (first, second), raw, b)

    def _cells(self, first: int, second: int) -> Iterator[tuple[str, tuple[str, str], int | None, bool]]:
        """Of each column: its name, its cell before and after, its new place, and is it in one table only."""
        for name, a, b in self.aligned.inputs:
            raw = (
                "-" if a is None else self.old.rules[first].inputs[a] or "-",
                "-" if b is None else self.new.rules[second].inputs[b] or "-",
            )
            yield name, raw, b, a is None or b is None

    def _cell(self, name: str, rules: tuple[int, int], raw: tuple[str, str], column: int | None) -> Change:
        clauses = self.old.inputs if column is None else self.new.inputs
        unit = unit_of(next((one.type_ref for one in clauses if plain(one.expression) == name), None))
        numbers = threshold(*raw)
        head = self._head(name)
        lists = members(*raw)
        if lists is not None:
            told = self.by.members(*lists)
            return self.by.change("members", self.name, name, rules=rules, raw=raw, after=told, head=head)
        if numbers is None or column is None:
            before, after = (self.by.cell(text, unit) for text in raw)
            return self.by.change(
                "condition", self.name, name, rules=rules, raw=raw, before=before, after=after, head=head
            )
        code = "threshold-rises" if numbers[1] > numbers[0] else "threshold-falls"
        return self._figures(code, name, rules, raw, numbers, unit, column)

    def _result(self, name: str, rules: tuple[int, int], raw: tuple[str, str], column: int) -> Change:
        unit = unit_of(self.new.outputs[column].type_ref)
        numbers = figure(raw[0]), figure(raw[1])
        if numbers[0] is not None and numbers[1] is not None:
            code = "output-rises" if numbers[1] > numbers[0] else "output-falls"
            return self._figures(code, name, rules, raw, (numbers[0], numbers[1]), unit, None)
        before, after = (self.by.output(text, unit) for text in raw)
        who = self._who(rules[1], None)
        return self.by.change(
            "output", self.name, name, rules=rules, raw=raw, before=before, after=after, who=who
        )

    def _figures(
        self, code: str, name: str, rules: tuple[int, int], raw: tuple[str, str],
        numbers: tuple[Decimal, Decimal], unit: str, without: int | None,
    ) -> Change:  # fmt: skip
        before, after = (self.by.number(value, unit) for value in numbers)
        who = self._who(rules[1], without)
        return self.by.change(
            code, self.name, name, rules=rules, raw=raw, before=before, after=after, who=who,
            head=self._head(name),
        )  # fmt: skip

    def _who(self, rule: int, without: int | None) -> Told:
        """The subjects a rule is about: 收入低于5000万元的企业, for firms with revenue below 50 million yuan."""
        zh, en = self.by.conditions(self.new, rule, without)
        if not zh:
            return "", ""
        return f"{zh}的{self.by.subject[0]}，", f" for {self.by.subject[1]} with {en}"

    def _moved(self) -> Iterator[Change]:
        """Rules that changed places, where the order counts."""
        if self.new.hit_policy not in (HitPolicy.FIRST, HitPolicy.RULE_ORDER):
            return
        kept = [(a, b) for a, b in self.aligned.rules if a is not None and b is not None]
        ranks = {a: rank for rank, a in enumerate(sorted(a for a, _ in kept))}
        for rank, (a, b) in enumerate(kept):
            if ranks[a] > rank:
                raw = (str(a + 1), str(b + 1))
                yield self.by.change("rule-moved", self.name, rules=(a, b), raw=raw)


def _whole(words: Words, table: DecisionTable, place: int) -> str:
    """A rule in words: its conditions and what it gives."""
    rule = table.rules[place]
    conditions = words.conditions(table, rule) or words.choose("不限条件", "no condition")
    return f"{conditions} → {words.outputs(table, rule)}"
