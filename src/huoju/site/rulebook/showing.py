"""A version of a rule set as the page shows it: tables in words, a form for an example, reasons. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from huoju.kernel.rules import (
    DecisionTable,
    HitPolicy,
    Result,
    RuleSet,
    RuleVersion,
    TableFinding,
    Trace,
    Words,
)
from huoju.kernel.rules.dmn.checking import tables_of
from huoju.kernel.rules.dmn.model import Aggregation, InputData, Rule
from huoju.kernel.rules.dmn.tables import split_values
from huoju.kernel.rules.dmn.tracing import TableTrace
from huoju.kernel.rules.feel.texts import literal_text
from huoju.kernel.rules.feel.types import BOOLEAN, DATE, NUMBER
from huoju.kernel.rules.feel.values import Value
from huoju.kernel.rules.wording import PERCENT, head_of, unit_of
from huoju.site.texts import Text

MOST_COLUMNS = 6  # a table with more conditions is shown as one condition a rule
POLICIES = {
    HitPolicy.UNIQUE: Text("只命中一条", "one rule matches"),
    HitPolicy.ANY: Text("可命中多条，结果相同", "several match, all with one result"),
    HitPolicy.PRIORITY: Text("取优先的结果", "the result of highest priority"),
    HitPolicy.FIRST: Text("取最先命中的一条", "the first that matches"),
    HitPolicy.RULE_ORDER: Text("全部结果，按规则次序", "all results, in order of the rules"),
    HitPolicy.OUTPUT_ORDER: Text("全部结果，按优先次序", "all results, in order of priority"),
    HitPolicy.COLLECT: Text("列出全部命中的结果", "all results are listed"),
}
SUMS = {
    Aggregation.SUM: Text("结果求和", "results are added up"),
    Aggregation.MIN: Text("取最小的结果", "the least result"),
    Aggregation.MAX: Text("取最大的结果", "the greatest result"),
    Aggregation.COUNT: Text("数命中的条数", "the number of rules that match"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A condition: in words and as written; `is_met` None without an example."""

    words: str
    text: str
    head: str
    is_any: bool
    is_met: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[Cell, ...]
    conditions: str
    results: tuple[str, ...]
    annotations: tuple[str, ...]
    is_matched: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """One decision table. `key` is its name in the model, `name` in the reader's language."""

    key: str
    name: str
    policy: Text
    heads: tuple[str, ...]
    results: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    default: str
    findings: tuple[TableFinding, ...]
    is_tried: bool

    @property
    def is_wide(self) -> bool:
        return len(self.heads) > MOST_COLUMNS


@dataclass(frozen=True, slots=True)
class Field:
    """One input of the example: its form field, words, unit, kind and what was typed."""

    name: str
    key: str
    label: str
    unit: str
    kind: str  # number, boolean, choice, text, date
    choices: tuple[tuple[str, str], ...]
    typed: str
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One decision made for the example: what came out, and by which rules."""

    name: str
    value: str
    rules: tuple[str, ...]
    is_class: bool


def words_of(found: RuleSet, language: str) -> Words:
    return Words(language, found.terms)


def table_views(version: RuleVersion, words: Words, trace: Trace | None = None) -> list[TableView]:
    """All tables of a version; with a trace, which rules matched."""
    tried = {table.name: table for one in (trace.decisions if trace else ()) for table in one.tables}
    findings: dict[str, list[TableFinding]] = {}
    for name, _, finding in version.compiled.analyse():
        findings.setdefault(name, []).append(finding)
    return [
        table_view(name, table, words, tried.get(name), tuple(findings.get(name, ())))
        for _, name, table in tables_of(version.model)
    ]


def table_view(
    name: str,
    table: DecisionTable,
    words: Words,
    tried: TableTrace | None,
    findings: tuple[TableFinding, ...],
) -> TableView:
    heads = tuple(words.term(head_of(clause)) for clause in table.inputs)
    is_gap_filled = all(output.default for output in table.outputs)
    default = ""
    if is_gap_filled:
        default = ", ".join(
            _default(words, output.default or "", output.type_ref) for output in table.outputs
        )
    return TableView(
        key=name, name=words.term(name),
        policy=SUMS[table.aggregation] if table.aggregation else POLICIES[table.hit_policy],
        heads=heads,
        results=tuple(words.term(output.name or output.label or name) for output in table.outputs),
        notes=tuple(words.term(note) for note in table.annotations),
        rows=tuple(_row(place, rule, table, words, tried) for place, rule in enumerate(table.rules)),
        default=default, findings=findings, is_tried=tried is not None,
    )  # fmt: skip


def _default(words: Words, text: str, type_ref: str | None) -> str:
    return (
        words.choose("无", "none")
        if text.strip() == "[]"
        else words.output(text, unit_of(type_ref), is_quoted=False)
    )


def _row(place: int, rule: Rule, table: DecisionTable, words: Words, tried: TableTrace | None) -> Row:
    traced = tried.rules[place] if tried else None
    cells = tuple(
        Cell(
            words.cell(text, unit_of(clause.type_ref)), text or "-", words.term(head_of(clause)),
            text in ("", "-"), traced.cells[index].is_met if traced else None,
        )
        for index, (clause, text) in enumerate(zip(table.inputs, rule.inputs, strict=True))
    )  # fmt: skip
    results = tuple(
        words.output(text, unit_of(output.type_ref), is_quoted=False)
        for output, text in zip(table.outputs, rule.outputs, strict=True)
    )
    conditions = words.conditions(table, rule) or words.choose("不限条件", "no condition")
    notes = rule.annotations + ("",) * (len(table.annotations) - len(rule.annotations))
    return Row(place + 1, cells, conditions, results, notes, bool(traced and traced.is_matched))


# -- the example


def fields_of(version: RuleVersion, words: Words, given: Mapping[str, str]) -> list[Field]:
    """The inputs of a version as form fields, filled with what was typed ("in0", "in1", ...)."""
    return [_field(version, place, one, words, given) for place, one in enumerate(version.model.inputs)]


def _field(
    version: RuleVersion, place: int, element: InputData, words: Words, given: Mapping[str, str]
) -> Field:
    kind = version.compiled.type_of(element).plain()
    unit = unit_of(element.variable.type_ref)
    unit = "%" if unit in PERCENT else words.terms.get(unit, _unit_en(unit)) if not words.is_chinese else unit
    choices = _choices(version, element.name, words)
    if kind == BOOLEAN:
        shown, choices = "boolean", (("true", words.choose("是", "yes")), ("false", words.choose("否", "no")))
    elif choices:
        shown = "choice"
    else:
        shown = "number" if kind == NUMBER else "date" if kind == DATE else "text"
    typed = given.get(f"in{place}", "").strip()[:100]
    wrong = bool(typed) and shown == "number" and _number(typed) is None
    return Field(f"in{place}", element.name, words.term(element.name), unit, shown, choices, typed, wrong)


def _unit_en(unit: str) -> str:
    return {"万元": "10,000 yuan", "亿元": "100 million yuan", "元": "yuan", "人": "people", "项": "items",
            "天": "days", "分": "points", "家": "firms", "年": "years"}.get(unit, unit)  # fmt: skip


def _choices(version: RuleVersion, name: str, words: Words) -> tuple[tuple[str, str], ...]:
    """The texts that a column of this name allows."""
    for _, _, table in tables_of(version.model):
        for clause in table.inputs:
            if clause.expression == name and clause.values:
                parts = [part.strip('"') for part in split_values(clause.values) if part.startswith('"')]
                return tuple((part, words.term(part)) for part in parts)
    return ()


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def example_of(fields: list[Field]) -> dict[str, Value]:
    """The values of the form by the names of the inputs; None for what was left empty or is wrong."""
    found: dict[str, Value] = {}
    for field in fields:
        value: Value = field.typed or None
        if field.typed and field.kind == "number":
            number = _number(field.typed)
            value = number / 100 if number is not None and field.unit == "%" else number
        elif field.typed and field.kind == "boolean":
            value = field.typed == "true"
        found[field.key] = value
    return found


def steps_of(version: RuleVersion, result: Result, words: Words, decision: str) -> list[Step]:
    """The decisions in the order they were made, each with its value and the rules that gave it."""
    tables = {name: table for _, name, table in tables_of(version.model)}
    types = {one.name: one.variable.type_ref for one in version.model.decisions}
    found = []
    for one in result.trace.decisions if result.trace else ():
        rules = tuple(
            _matched(words, tables[table.name], number)
            for table in one.tables if table.name in tables for number in table.matched
        )  # fmt: skip
        value = value_in_words(one.value, words, unit_of(types.get(one.name)))
        found.append(Step(words.term(one.name), value, rules, one.name == decision))
    return found


def _matched(words: Words, table: DecisionTable, number: int) -> str:
    told = words.conditions(table, table.rules[number - 1]) or words.choose("不限条件", "no condition")
    return words.choose(f"规则{number}：{told}", f"rule {number}: {told}")


def value_in_words(value: Value, words: Words, unit: str = "") -> str:
    """A result as people read it."""
    if value is None:
        return words.choose("没有结果", "no result")
    if isinstance(value, bool):
        return words.choose("是" if value else "否", "yes" if value else "no")
    if isinstance(value, Decimal):
        return words.number(value, unit)
    if isinstance(value, list):
        return words.choose("、", "; ").join(
            value_in_words(one, words, unit) for one in value
        ) or words.choose("无", "none")
    return words.term(value) if isinstance(value, str) else literal_text(value)
