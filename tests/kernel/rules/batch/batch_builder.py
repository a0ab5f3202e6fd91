"""Models and tables for the batch tests, and the comparison of every row with the row engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import ibis
from dmn_builder import decision, definitions, input_data

from huoju.kernel.rules import BatchRules, CompiledModel, compile_batch, compile_model, read_model

COLUMNS = {
    "x": "decimal(9,2)", "y": "decimal(9,2)", "n": "int32", "s": "string", "t": "string", "b": "boolean",
    "d": "date", "e": "date", "f": "float64", "m": "timestamp(6)",
}  # fmt: skip
_FEEL = {
    "int32": "number", "float64": "number", "string": "string", "boolean": "boolean", "date": "date",
    "timestamp(6)": "date and time",
}  # fmt: skip


def model(*decisions: str, columns: Mapping[str, str] = COLUMNS) -> CompiledModel:
    """A compiled model with an input for every column."""
    inputs = [input_data(name, _FEEL.get(dtype, "number")) for name, dtype in columns.items()]
    return compile_model(read_model(definitions(*inputs, *decisions)))


def one_decision(logic: str, columns: Mapping[str, str] = COLUMNS, type_ref: str = "") -> CompiledModel:
    return model(decision("out", logic, list(columns), type_ref=type_ref), columns=columns)


def memory_table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str] = COLUMNS) -> Any:
    """The rows as an Ibis table with exactly these types; what a row lacks is null."""
    import pyarrow

    schema = ibis.schema(columns).to_pyarrow()
    whole = [{name: row.get(name) for name in columns} for row in rows]
    return ibis.memtable(pyarrow.Table.from_pylist(whole, schema=schema))


def run(
    batch: BatchRules, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str] = COLUMNS
) -> list[Any]:
    """The rows of the result, by DuckDB in memory."""
    result: list[Any] = ibis.duckdb.connect().to_pyarrow(batch.apply(memory_table(rows, columns))).to_pylist()
    return result


def assert_same(
    rules: CompiledModel, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str] = COLUMNS
) -> BatchRules:
    """Every row has the value and the reasons that the row engine gives."""
    batch = compile_batch(rules, columns=columns, with_reasons=True)
    assert not batch.refused, batch.refused
    check_rows(rules, batch, rows, run(batch, rows, columns))
    return batch


def check_rows(
    rules: CompiledModel,
    batch: BatchRules,
    rows: Sequence[Mapping[str, Any]],
    results: Sequence[Mapping[str, Any]],
) -> None:
    assert len(results) == len(rows)
    for row, result in zip(rows, results, strict=True):
        expected = rules.evaluate(row, with_trace=True)
        assert expected.trace is not None
        for name, value in expected.values.items():
            assert same(batch.value(name, result), value), (row, name, batch.value(name, result), value)
        assert batch.trace(result).as_text("zh") == expected.trace.as_text("zh"), row
        assert batch.trace(result) == expected.trace
        check_fired(expected.trace, result)


def check_fired(trace: Any, result: Mapping[str, Any]) -> None:
    """The rule numbers beside the results are those of the trace."""
    for one in trace.decisions:
        matched = list(one.tables[0].matched) if len(one.tables) == 1 else None
        if f"{one.name}.rules" in result:
            assert result[f"{one.name}.rules"] == matched
        if result.get(f"{one.name}.rule"):
            assert result[f"{one.name}.rule"] in (matched or [])
        if result.get(f"{one.name}.rule") == 0:
            assert matched == []


def same(left: Any, right: Any) -> bool:
    """Equal in value and kind; numbers whatever their scale."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left == right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and bool(left == right)
