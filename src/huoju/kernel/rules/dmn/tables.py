"""Code of decision tables: which rules match, and what their hit policy makes of it.

Start reading at `compile_table`. The table is compiled once; each run evaluates the input expressions, looks
for the matching rules and hands them to the function of the hit policy (`POLICIES`).
"""

from __future__ import annotations

from dataclasses import dataclass

from huoju.kernel.rules.dmn.model import (
    DecisionTable,
    HitPolicy,
    InputClause,
    OutputClause,
    Rule,
)
from huoju.kernel.rules.dmn.policies import INPUT, POLICIES
from huoju.kernel.rules.dmn.scopes import BoxScope
from huoju.kernel.rules.dmn.tracing import CellTrace, RuleTrace, TableTrace
from huoju.kernel.rules.feel.running import Code, Names, Run
from huoju.kernel.rules.feel.types import ANY, Constrained, ContextOf, FeelType, ListOf
from huoju.kernel.rules.feel.values import Value

_ANYTHING = ("", "-")


@dataclass(frozen=True, slots=True)
class InputColumn:
    text: str
    code: Code
    type: FeelType
    allowed: Code | None


@dataclass(frozen=True, slots=True)
class OutputColumn:
    name: str
    type: FeelType
    values: tuple[Code, ...]
    default: Code | None


@dataclass(frozen=True, slots=True)
class Row:
    """A rule: its tests with their columns (without those that match anything), and its results."""

    number: int
    tests: tuple[tuple[int, Code], ...]
    outputs: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class CompiledTable:
    name: str
    source: DecisionTable
    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rows: tuple[Row, ...]

    @property
    def first_only(self) -> bool:
        return self.source.hit_policy is HitPolicy.FIRST

    def __call__(self, names: Names, run: Run) -> Value:
        scopes = self.scopes(names, run)
        if scopes is None:
            return None
        matched = self.match(scopes, run)
        if run.trace is not None:
            run.trace.append(self.explain(scopes, matched, run))
        return POLICIES[self.source.hit_policy](self, matched, names, run)

    def scopes(self, names: Names, run: Run) -> list[Names] | None:
        """The names each column's tests see: all names and the value as "?". None: a value is not allowed."""
        result: list[Names] = []
        for column in self.inputs:
            value = column.code(names, run)
            if column.type is not ANY and not column.type.accepts(value):
                value = run.conform(value, column.type, column.text)
            scope = {**names, INPUT: value}
            if column.allowed is not None and value is not None and column.allowed(scope, run) is not True:
                run.warn("not-allowed", name=column.text)
                return None
            result.append(scope)
        return result

    def match(self, scopes: list[Names], run: Run) -> list[Row]:
        found = []
        for row in self.rows:
            for column, test in row.tests:
                if test(scopes[column], run) is not True:
                    break
            else:
                found.append(row)
                if self.first_only:
                    break
        return found

    def result(self, row: Row, names: Names, run: Run) -> Value:
        """The results of one rule: a value, or a context when there are several output columns."""
        values = [
            _checked(column, code(names, run), run)
            for column, code in zip(self.outputs, row.outputs, strict=True)
        ]
        return self._shaped(values)

    def default(self, names: Names, run: Run) -> Value:
        """When no rule matches: the default outputs, or null when no column has one."""
        if all(column.default is None for column in self.outputs):
            run.warn("no-rule", name=self.name)
            return None
        return self._shaped(
            [None if one.default is None else one.default(names, run) for one in self.outputs]
        )

    def _shaped(self, values: list[Value]) -> Value:
        if len(self.outputs) == 1:
            return values[0]
        return {column.name: value for column, value in zip(self.outputs, values, strict=True)}

    def explain(self, scopes: list[Names], matched: list[Row], run: Run) -> TableTrace:
        numbers = {row.number for row in matched}
        rules = []
        for row, rule in zip(self.rows, self.source.rules, strict=True):
            tests = dict(row.tests)
            cells = tuple(
                CellTrace(text or "-", tests[index](scopes[index], run) is True if index in tests else True)
                for index, text in enumerate(rule.inputs)
            )
            rules.append(RuleTrace(row.number, row.number in numbers, cells, rule.outputs, rule.annotations))
        return TableTrace(
            name=self.name,
            hit_policy=str(self.source.hit_policy)
            + (f" {self.source.aggregation}" if self.source.aggregation else ""),
            inputs=tuple(
                (column.text, scope[INPUT]) for column, scope in zip(self.inputs, scopes, strict=True)
            ),
            rules=tuple(rules),
            matched=tuple(row.number for row in matched),
        )


def _checked(column: OutputColumn, value: Value, run: Run) -> Value:
    if column.type is not ANY and not column.type.accepts(value):
        return run.conform(value, column.type, column.name)
    return value


def compile_table(table: DecisionTable, scope: BoxScope) -> Code:
    """Code of a decision table."""
    return CompiledTable(
        name=scope.where,
        source=table,
        inputs=tuple(_input_column(clause, table, scope) for clause in table.inputs),
        outputs=tuple(
            _output_column(clause, index, table, scope) for index, clause in enumerate(table.outputs)
        ),
        rows=tuple(_row(number, rule, scope) for number, rule in enumerate(table.rules, start=1)),
    )


def _input_column(clause: InputClause, table: DecisionTable, scope: BoxScope) -> InputColumn:
    return InputColumn(
        text=clause.expression,
        code=scope.expression(clause.expression, table.line),
        type=scope.type(clause.type_ref, table.line),
        allowed=scope.tests(clause.values, table.line) if clause.values else None,
    )


def _output_column(clause: OutputClause, index: int, table: DecisionTable, scope: BoxScope) -> OutputColumn:
    kind = scope.type(clause.type_ref, table.line)
    return OutputColumn(
        name=clause.name or clause.label or f"output {index + 1}",
        type=kind,
        values=tuple(
            scope.tests(text, table.line)
            for text in split_values(_listed(clause, kind, len(table.outputs), scope))
        ),
        default=scope.expression(clause.default, table.line) if clause.default else None,
    )


def _listed(clause: OutputClause, kind: FeelType, columns: int, scope: BoxScope) -> str:
    """The output values in order: the column's own, else the allowed values of the type it is meant for."""
    meant = scope.result.item if isinstance(scope.result, ListOf) else scope.result
    if columns > 1:
        entries = dict(meant.plain().entries) if isinstance(meant.plain(), ContextOf) else {}  # type: ignore[attr-defined]
        meant = entries.get(clause.name or "", ANY)
    for one in (kind, meant):
        if not clause.values and isinstance(one, Constrained):
            return one.text
    return clause.values or ""


def _row(number: int, rule: Rule, scope: BoxScope) -> Row:
    place = scope.plus([], f"{scope.where}[{number}]")
    tests = tuple(
        (index, place.tests(text, rule.line))
        for index, text in enumerate(rule.inputs)
        if text not in _ANYTHING
    )
    outputs = tuple(
        place.expression(text, rule.line) if text not in _ANYTHING else (lambda names, run: None)
        for text in rule.outputs
    )
    return Row(number, tests, outputs)


def split_values(text: str) -> list[str]:
    """The parts of a list of values, cut at the commas outside quotes and brackets."""
    parts, depth, quoted, start, previous = [], 0, False, 0, ""
    for index, sign in enumerate(text):
        if sign == '"' and previous != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (sign in "([{") - (sign in ")]}")
            if sign == "," and depth == 0:
                parts.append(text[start:index].strip())
                start = index + 1
        previous = sign
    return [part for part in [*parts, text[start:].strip()] if part]
