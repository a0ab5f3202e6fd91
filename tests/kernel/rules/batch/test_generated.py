"""Generated tables of every hit policy, on generated rows with nulls, answer as the row engine does (DuckDB)."""

from __future__ import annotations

from typing import Any

from batch_builder import COLUMNS, assert_same, check_rows, model, run
from generated import ROWS, decisions, graphs
from hypothesis import HealthCheck, given, settings

from huoju.kernel.rules import compile_batch

_ALL = tuple(COLUMNS)
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=150, deadline=None, suppress_health_check=_SLOW)
@given(decisions(columns=_ALL), ROWS)
def test_tables_by_columns_answer_as_row_by_row(text: str, rows: list[dict[str, Any]]) -> None:
    assert_same(model(text), rows)


@settings(max_examples=40, deadline=None, suppress_health_check=_SLOW)
@given(graphs(_ALL), ROWS)
def test_graphs_by_columns_answer_as_row_by_row(texts: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    rules = model(*texts)
    batch = compile_batch(rules, columns=COLUMNS, with_reasons=True)
    if batch.is_whole:
        check_rows(rules, batch, rows, run(batch, rows))
    else:
        assert {one.code for one in batch.refused} <= {"mixed", "needs", "rank"}
