"""Measures a whole model on a million rows: 12 tables of 10 to 60 rules, 60 columns, DuckDB with 2 threads.

Run: python bench/rules_batch.py [rows]. Prints one line of JSON: seconds to compile and to run without and with
reasons (targets 3 and 20 s for a million rows), how many rows of a random sample of 10,000 agree with the row
engine in every value, rule number and reason, and how many times faster this is than our own row engine, which
is given fewer rows and scaled up. Engines of others are not measured here yet.
"""

from __future__ import annotations

import json
import random
import sys
import time
from typing import Any
from xml.sax.saxutils import escape

from huoju.kernel.rules import CompiledModel, compile_batch, compile_model, read_model

SAMPLE = 10_000
SEED = 8
INDUSTRIES = ("制造", "软件", "服务", "农业", "建筑", "物流", "医药", "海工", "新材料", "其他")
NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
POLICIES = (
    ("FIRST", ""), ("UNIQUE", ""), ("FIRST", ""), ("COLLECT", "SUM"), ("PRIORITY", ""), ("ANY", ""),
    ("COLLECT", "MAX"), ("FIRST", ""), ("UNIQUE", ""), ("COLLECT", "COUNT"), ("RULE ORDER", ""), ("FIRST", ""),
)  # fmt: skip
SIZES = (10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 60)


def columns() -> dict[str, str]:
    """60 columns by name and Ibis type."""
    found = {f"金额{n}": "decimal(14,2)" for n in range(20)}
    found |= {f"占比{n}": "decimal(9,6)" for n in range(10)}
    found |= {f"人数{n}": "int32" for n in range(15)}
    found |= {f"行业{n}": "string" for n in range(8)}
    found |= {f"日期{n}": "date" for n in range(4)}
    return found | {f"标志{n}": "boolean" for n in range(3)}


def rows_sql(rows: int) -> str:
    """The table by DuckDB's own pseudo-random hash, so that every run has the same; one value in fifty is null."""
    names = list(columns().items())
    parts = []
    for index, (name, dtype) in enumerate(names):
        draw = f"(hash(i * 61 + {index}) % 1000003)::bigint"
        value = {
            "decimal(14,2)": f"({draw} / 100.0)::decimal(14,2)",
            "decimal(9,6)": f"({draw} / 1000003.0)::decimal(9,6)",
            "int32": f"({draw} % 5000)::integer",
            "string": f"{list(INDUSTRIES)}[1 + {draw} % {len(INDUSTRIES)}]",
            "date": f"(date '2000-01-01' + ({draw} % 9500)::integer)::date",
            "boolean": f"{draw} % 2 = 0",
        }[dtype]
        parts.append(f'CASE WHEN {draw} % 50 = 7 THEN NULL ELSE {value} END AS "{name}"')
    return f"CREATE TABLE firms AS SELECT i, {', '.join(parts)} FROM range({rows}) rows(i)"


def cell(name: str, draw: random.Random) -> str:
    """A random test for a column."""
    if draw.random() < 0.3:
        return "-"
    kind = name[:2]
    if kind == "行业":
        some = ", ".join(f'"{one}"' for one in draw.sample(INDUSTRIES, draw.randint(1, 4)))
        return f"not({some})" if draw.random() < 0.1 else some
    if kind == "标志":
        return draw.choice(("true", "false"))
    if kind == "日期":
        return f'{draw.choice(("<", ">="))} date("{draw.randint(2001, 2025)}-0{draw.randint(1, 9)}-15")'
    top, digits = {"金额": (10000, 2), "占比": (1, 4), "人数": (5000, 0)}[kind]
    low = round(draw.uniform(0, top * 0.9), digits)
    high = round(low + top * draw.uniform(0.05, 0.35), digits)
    return draw.choice(
        (f"[{low:g}..{high:g})", f"[{low:g}..{high:g})", f">= {top - low / 4:g}", f"< {low / 4:g}")
    )


def inputs_of(number: int, draw: random.Random) -> list[str]:
    """Three or four columns; from the fifth table on also the result of an earlier one."""
    return draw.sample(list(columns()), 3 + number % 2)


def model_text(tables: int = 12) -> str:
    draw = random.Random(SEED)
    elements = [
        f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{feel_type(dtype)}"/></inputData>'
        for name, dtype in columns().items()
    ]
    for number in range(tables):
        elements.append(decision_text(number, draw))
    head = f'<definitions xmlns="{NAMESPACE}" namespace="urn:huoju:bench" name="bench">'
    return "\n".join((head, *elements, "</definitions>"))


def feel_type(dtype: str) -> str:
    return {"string": "string", "date": "date", "boolean": "boolean"}.get(dtype, "number")


def decision_text(number: int, draw: random.Random) -> str:
    policy, aggregation = POLICIES[number]
    names = inputs_of(number, draw)
    needs = [f'<requiredInput href="#{name}"/>' for name in names]
    expressions = list(names)
    if number >= 4 and POLICIES[number - 4][0] in ("FIRST", "UNIQUE", "PRIORITY", "ANY"):
        needs.append(f'<requiredDecision href="#结果{number - 4}"/>')
        expressions.append(f"结果{number - 4}")
    if number == 2:
        expressions[0] = "金额1 / 金额2"
        needs += ['<requiredInput href="#金额1"/>', '<requiredInput href="#金额2"/>']
    wanted = "".join(
        f"<informationRequirement>{one}</informationRequirement>" for one in dict.fromkeys(needs)
    )
    rules = "".join(rule_text(number, row, expressions, policy, draw) for row in range(SIZES[number]))
    columns_ = "".join(
        f"<input><inputExpression><text>{escape(one)}</text></inputExpression></input>" for one in expressions
    )
    values = ", ".join(f'"{n}级"' for n in range(8))
    output = (
        f'<output name="结果"><outputValues><text>{escape(values)}</text></outputValues></output>'
        if policy == "PRIORITY"
        else '<output name="结果"/>'
    )
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    table = f'<decisionTable hitPolicy="{policy}"{extra}>{columns_}{output}{rules}</decisionTable>'
    return f'<decision id="结果{number}" name="结果{number}"><variable name="结果{number}"/>{wanted}{table}</decision>'


def rule_text(number: int, row: int, expressions: list[str], policy: str, draw: random.Random) -> str:
    cells = []
    for name in expressions:
        if name.startswith("结果"):
            cells.append(draw.choice(("-", "-", '"1级", "2级", "3级"', 'not("0级")')))
        elif "/" in name:
            cells.append(draw.choice(("-", f">= {draw.uniform(0, 2):.3f}", f"< {draw.uniform(0, 2):.3f}")))
        else:
            cells.append(cell(name, draw))
    if policy == "UNIQUE":
        width = 5000 // SIZES[number] if expressions[0].startswith("人数") else 0
        cells[0] = f"[{row * width}..{(row + 1) * width})" if width else cells[0]
    result = f"{row % 7 + 0.5}" if POLICIES[number][1] else f'"{row % 8 if policy != "ANY" else 1}级"'
    entries = "".join(f"<inputEntry><text>{escape(one)}</text></inputEntry>" for one in cells)
    return f"<rule>{entries}<outputEntry><text>{escape(result)}</text></outputEntry></rule>"


def run(connection: Any, expression: Any) -> float:
    """Seconds to write the whole result into a table."""
    start = time.perf_counter()
    connection.create_table("result", expression, overwrite=True)
    return time.perf_counter() - start


def agreeing(rules: CompiledModel, batch: Any, connection: Any) -> dict[str, int]:
    """How many rows of a random sample agree with the row engine, and in how many the reasons do."""
    table = connection.table("result").order_by(lambda rows: rows.i * 7919 % 1000003).limit(SAMPLE)
    found = {"rows": 0, "identical": 0, "same_reasons": 0}
    for row in table.to_pyarrow().to_pylist():
        expected = rules.evaluate(row, with_trace=True)
        found["rows"] += 1
        found["identical"] += all(batch.value(name, row) == value for name, value in expected.values.items())
        found["same_reasons"] += expected.trace is not None and batch.trace(row) == expected.trace
    return found


def row_seconds(rules: CompiledModel, connection: Any, rows: int) -> float:
    """Seconds a row of our own row engine, one core."""
    sample = connection.table("firms").limit(rows).to_pyarrow().to_pylist()
    start = time.perf_counter()
    for row in sample:
        rules.evaluate(row)
    return (time.perf_counter() - start) / rows


def main(rows: int) -> None:
    import ibis

    connection = ibis.duckdb.connect()
    connection.raw_sql("SET threads = 2")
    connection.raw_sql(rows_sql(rows))
    rules = compile_model(read_model(model_text()))
    report: dict[str, Any] = {
        "rows": rows,
        "columns": len(columns()),
        "tables": len(SIZES),
        "rules": sum(SIZES),
    }
    for label, with_reasons in (("plain", False), ("with_reasons", True)):
        start = time.perf_counter()
        batch = compile_batch(rules, columns=columns(), with_reasons=with_reasons)
        expression = batch.apply(connection.table("firms"))
        connection.compile(expression)
        report[f"{label}_compile_seconds"] = round(time.perf_counter() - start, 2)
        report[f"{label}_seconds"] = round(min(run(connection, expression) for _ in range(2)), 2)
        assert not batch.refused, batch.refused
    report["sample"] = agreeing(rules, batch, connection)
    ours = row_seconds(rules, connection, min(rows, 2000))
    report["row_engine"] = {
        "rows_per_second": round(1 / ours),
        "times_slower": round(ours * rows / report["plain_seconds"]),
    }
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
