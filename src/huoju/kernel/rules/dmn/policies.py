"""Hit policies: what a table makes of the rules that match (DMN 1.5, 8.2.8), one function each.

Each takes the compiled table, its matching rows in order, the names and the run, and returns the result.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.rules.dmn.model import Aggregation, HitPolicy
from huoju.kernel.rules.feel.comparing import equal
from huoju.kernel.rules.feel.functions import lists
from huoju.kernel.rules.feel.running import Names, Run
from huoju.kernel.rules.feel.values import NoValue, Value

if TYPE_CHECKING:
    from huoju.kernel.rules.dmn.tables import CompiledTable, Row

INPUT = "?"
Policy = Callable[["CompiledTable", "list[Row]", Names, Run], Value]


def _unique(table: CompiledTable, matched: list[Row], names: Names, run: Run) -> Value:
    if not matched:
        return table.default(names, run)
    if len(matched) > 1:
        run.warn("not-unique", name=table.name, rules=_numbers(matched))
        return None
    return table.result(matched[0], names, run)


def _any(table: CompiledTable, matched: list[Row], names: Names, run: Run) -> Value:
    if not matched:
        return table.default(names, run)
    results = [table.result(row, names, run) for row in matched]
    if any(equal(result, results[0]) is not True for result in results):
        run.warn("not-any", name=table.name, rules=_numbers(matched))
        return None
    return results[0]


def _first(table: CompiledTable, matched: list[Row], names: Names, run: Run) -> Value:
    return table.result(matched[0], names, run) if matched else table.default(names, run)


def _priority(table: CompiledTable, matched: list[Row], names: Names, run: Run) -> Value:
    ordered = _in_output_order(table, matched, names, run)
    return ordered[0] if ordered else table.default(names, run)


def _rule_order(table: CompiledTable, matched: list[Row], names: Names, run: Run) -> Value:
    if not matched:
        return table.default(names, run)
    return [table.result(row, names, run) for row in matched]


def _output_order(table: CompiledTable, matched: list[Row], names: Names, run: Run) -> Value:
    return _in_output_order(table, matched, names, run) or table.default(names, run)


def _collect(table: CompiledTable, matched: list[Row], names: Names, run: Run) -> Value:
    aggregation = table.source.aggregation
    if aggregation is None:
        return _rule_order(table, matched, names, run)
    if not matched:
        return table.default(names, run)
    results = [table.result(row, names, run) for row in matched]
    if len(table.outputs) == 1:
        return _aggregated(aggregation, results, run)
    return {
        column.name: _aggregated(aggregation, [result[column.name] for result in results], run)
        for column in table.outputs
    }


def _aggregated(aggregation: Aggregation, results: list[Value], run: Run) -> Value:
    try:
        return _AGGREGATORS[aggregation](results)
    except NoValue as problem:
        return run.nothing(problem)


_AGGREGATORS: dict[Aggregation, Callable[[list[Value]], Value]] = {
    Aggregation.SUM: lists.total,
    Aggregation.MIN: lists.minimum,
    Aggregation.MAX: lists.maximum,
    Aggregation.COUNT: lambda results: Decimal(len(results)),
}


def _in_output_order(table: CompiledTable, matched: list[Row], names: Names, run: Run) -> list[Value]:
    """Results sorted by the place of each output in its column's list of values, first column first."""
    results = [table.result(row, names, run) for row in matched]
    return sorted(results, key=lambda result: _rank(table, result, names, run))


def _rank(table: CompiledTable, result: Value, names: Names, run: Run) -> tuple[int, ...]:
    values = [result] if len(table.outputs) == 1 else [result[column.name] for column in table.outputs]
    ranks = []
    for column, value in zip(table.outputs, values, strict=True):
        scope = {**names, INPUT: value}
        places = (place for place, test in enumerate(column.values) if test(scope, run) is True)
        place = next(places, len(column.values))
        if column.values and place == len(column.values):
            run.warn("not-listed", name=table.name)
        ranks.append(place)
    return tuple(ranks)


def _numbers(rows: list[Row]) -> str:
    return ", ".join(str(row.number) for row in rows)


POLICIES: dict[HitPolicy, Policy] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.FIRST: _first,
    HitPolicy.RULE_ORDER: _rule_order,
    HitPolicy.OUTPUT_ORDER: _output_order,
    HitPolicy.COLLECT: _collect,
}
