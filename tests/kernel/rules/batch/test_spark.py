"""The same answers on Spark: one local session, tables of every hit policy and the expressions of the other tests."""

from __future__ import annotations

import datetime
import itertools
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from batch_builder import COLUMNS, check_rows, model
from dmn_builder import decision, literal, table
from generated import POLICIES

from huoju.kernel.rules import compile_batch

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """An Ibis connection to a Spark of two threads on this machine, with UTC."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed (pip install 'huoju[spark]')")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC", "spark.sql.shuffle.partitions": "1", "spark.sql.warehouse.dir": "/tmp",
    }  # fmt: skip
    builder = sql.SparkSession.builder.master("local[2]").appName("huoju-rules")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as problem:  # no Java, or none that Spark can use
        pytest.skip(f"Spark does not start here: {problem!r:.120}")
    import ibis

    yield ibis.pyspark.connect(session)
    session.stop()


ROWS = [
    {"x": x, "y": y, "n": n, "s": s, "t": "海", "b": b, "d": d, "e": datetime.date(2025, 1, 1), "f": f}
    for (x, y), n, (s, b), (d, f) in itertools.product(
        [
            (None, Decimal(1)),
            (Decimal("2.5"), Decimal("-3")),
            (Decimal(10), Decimal(0)),
            (Decimal("4.01"), Decimal(4)),
        ],
        [None, 0, 7],
        [("a", True), (None, None), ("海ab", False)],
        [(datetime.date(2024, 2, 29), 2.5), (None, 0.1)],
    )
]

CELLS = [
    ("[1..5)", '"a"', ">= 0.5", "> e"), ("-", 'not("a", null)', "-", "null, < e"), ("> y", "-", "< 0", "-"),
    ("null", "-", "-", "-"), ("? * 2 > 5", 'contains(?, "a")', "-", 'date("2024-02-29")'), ("-", "-", "null", "-"),
]  # fmt: skip


def _table(policy: str, aggregation: str) -> str:
    outputs = (
        ["1", "2.5", "-1", "10", "2.5", "1"] if aggregation else ['"a"', '"b"', '"a"', '"c"', '"b"', '"a"']
    )
    values = {"out": ", ".join(sorted(set(outputs)))} if policy in ("PRIORITY", "OUTPUT ORDER") else None
    rules = [(*cells, output) for cells, output in zip(CELLS, outputs, strict=True)]
    logic = table(["x", "s", "x / y", "d"], ["out"], rules, policy, aggregation, values)
    return decision(f"p{POLICIES.index((policy, aggregation))}", logic, list(COLUMNS))


EXPRESSIONS = [
    "x + y * 2", "x / y > 1.5", "decimal(x / y, 2)", "round half up(x, 1)", "floor(x)", "x in [y..100]", "x * y",
    "x between 0 and 4", "min(x, y)", "if y = 0 then 0 else x / y", "string(x)", "n * n", "f > 0.3", "f = 0.1",
    's + "级"', "string length(s)", "upper case(s)", 'substring before(s, "a")', "substring(s, 2)",
    'matches(s, "^[a-c]+$")',
    "d.year", "d.weekday", 'd + duration("P1M")', "(d - e).days", "years and months duration(d, e)", "week of year(d)",
    "day of week(d)", "b and x > 2", "{a: x, b: s}", "[x, y]", "x / 3", "s < t", "not(b)", "string(d)",
]  # fmt: skip


def test_spark_answers_as_the_row_engine(spark: Any, tmp_path: Path) -> None:
    tables = [_table(*policy) for policy in POLICIES]
    rest = [decision(f"e{number}", literal(text), list(COLUMNS)) for number, text in enumerate(EXPRESSIONS)]
    last = decision(
        "last", table(["p3"], ["out"], [('"a"', "1"), ('contains(?, "b")', "2")], "FIRST"), ["!p3"]
    )
    rules = model(*tables, *rest, last)
    batch = compile_batch(rules, columns=COLUMNS, with_reasons=True)
    assert not batch.refused, batch.refused
    parquet.write_table(_arrow(), tmp_path / "rows.parquet")
    rows = batch.apply(spark.read_parquet(str(tmp_path / "rows.parquet")))
    check_rows(
        rules,
        batch,
        ROWS,
        _ordered([row.asDict(recursive=True) for row in spark.raw_sql(spark.compile(rows)).collect()]),
    )


def _arrow() -> Any:
    import ibis
    import pyarrow

    whole = [{**dict.fromkeys(COLUMNS), **row} for row in ROWS]
    return pyarrow.Table.from_pylist(whole, schema=ibis.schema(COLUMNS).to_pyarrow())


def _ordered(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spark may give the rows in another order."""
    keys = [tuple(row[name] for name in ("x", "n", "s", "b", "d", "f")) for row in ROWS]
    return sorted(
        results, key=lambda row: keys.index(tuple(row[name] for name in ("x", "n", "s", "b", "d", "f")))
    )
