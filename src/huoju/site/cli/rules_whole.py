"""Whole files through `huoju rules run --output`: by columns where the model allows it, else row by row.

Reads CSV and Parquet with DuckDB. Texts of a CSV are read as the types of the input data, as the row engine
reads them; numbers get as many digits as the file has, so that calculations stay exact.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huoju.kernel.rules.errors import BadRuleData
from huoju.site.cli.rules_files import read_rows

if TYPE_CHECKING:
    from huoju.kernel.rules import BatchRules, CompiledModel
    from huoju.kernel.rules.batch import Refusal

NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"
EXPONENT = r"^[+-]?[0-9.]+[eE][+-]?[0-9]+$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MAX_DIGITS = 38
_TRUE, _FALSE = ["true", "是", "1"], ["false", "否", "0"]


def read_table(connection: Any, path: Path, rules: CompiledModel) -> Any:
    """The file as an Ibis table whose columns have the types of the model's inputs. Raises BadRuleData."""
    try:
        if path.suffix == ".parquet":
            return _fitted(connection.read_parquet(path), rules)
        texts = connection.read_csv(path, all_varchar=True, header=True)
    except Exception as problem:  # DuckDB's own errors, which have no common base in Ibis
        raise BadRuleData(where=path.name, detail=str(problem).split("\n")[0]) from None
    texts = texts.rename({name.strip(): name for name in texts.columns})
    return _typed(texts, rules)


def _fitted(table: Any, rules: CompiledModel) -> Any:
    """A Parquet table whose input numbers are cast to the digits they have."""
    from huoju.kernel.rules import fit_columns

    used = [one.name for one in rules.model.inputs if one.name in table.columns]
    fitted = fit_columns(table.select(*used)) if used else {}
    return (
        table.mutate(**{name: table[name].cast(dtype) for name, dtype in fitted.items()}) if fitted else table
    )


def _typed(texts: Any, rules: CompiledModel) -> Any:
    kinds = {one.name: str(rules.type_of(one).plain()) for one in rules.model.inputs}
    columns = {name: texts[name].nullif("") for name in texts.columns}
    plain = {name: columns[name].strip().replace(",", "") for name in columns if kinds.get(name) == "number"}
    digits = _digits(texts, plain)
    for name, text in plain.items():
        shape = digits[name]
        if shape is not None:
            whole, scale = shape
            columns[name] = _where(text.re_search(NUMBER), text).cast(f"decimal({whole + scale}, {scale})")
    for name in columns:
        if kinds.get(name) == "boolean":
            columns[name] = _boolean(columns[name])
        elif kinds.get(name) == "date":
            text = columns[name].strip()
            columns[name] = _where(text.re_search(DAY), text).try_cast("date")
    return texts.select(**columns)


def _where(condition: Any, value: Any) -> Any:
    import ibis

    return ibis.ifelse(condition, value, ibis.null("string"))


def _boolean(text: Any) -> Any:
    import ibis

    word = text.strip().lower()
    return ibis.cases((word.isin(_TRUE), True), (word.isin(_FALSE), False), else_=ibis.null("boolean"))


def _digits(texts: Any, numbers: dict[str, Any]) -> dict[str, tuple[int, int] | None]:
    """How many digits stand before and after the point at most; (1, 0) for a column without numbers.

    None for a column with exponents or more digits than DECIMAL has: it stays text, which is refused by columns.
    """
    if not numbers:
        return {}
    measures = {}
    for name, text in numbers.items():
        known = _where(text.re_search(NUMBER), text).re_replace("^[+-]", "")
        measures[f"whole_{name}"] = known.re_replace(r"\..*$", "").length().max()
        measures[f"scale_{name}"] = known.re_replace(r"^[0-9]*\.?", "").length().max()
        measures[f"exponent_{name}"] = text.re_search(EXPONENT).any()
    found = texts.aggregate(**measures).to_pyarrow().to_pylist()[0]
    return {name: _shape(name, found) for name in numbers}


def _shape(name: str, found: dict[str, Any]) -> tuple[int, int] | None:
    whole, scale = max(found[f"whole_{name}"] or 1, 1), found[f"scale_{name}"] or 0
    return None if found[f"exponent_{name}"] or whole + scale > _MAX_DIGITS else (whole, scale)


def run_whole(
    rules: CompiledModel,
    data: Path,
    output: Path,
    *,
    decision: str | None,
    batch: str,
    why: bool,
    language: str,
    now: Any,
) -> tuple[int, str, tuple[Refusal, ...]]:
    """Evaluate every row of a file into another file.

    Parameters
    ----------
    data, output : CSV or Parquet by their endings; `data` may be JSON, which always goes row by row.
    batch : "auto" goes by columns unless part of the model is refused, "always" puts out what is not refused,
        "never" goes row by row.

    Returns
    -------
    How many rows, "columns" or "rows" for the way that was taken, and what was refused.
    """
    refused: tuple[Refusal, ...] = ()
    if batch != "never" and data.suffix in (".csv", ".parquet"):
        connection, table, compiled = _compiled(rules, data, decision, why, now)
        refused = compiled.refused
        if batch == "always" or compiled.is_whole:
            return _write_result(connection, table, compiled, output, language), "columns", refused
    rows = _rows_of(data) if data.suffix == ".parquet" else read_rows(data)
    is_text = data.suffix == ".csv"
    results = _evaluated(rules, rows, decision, is_text, why, language, now)
    return _write_rows(results, output), "rows", refused


def _compiled(
    rules: CompiledModel, data: Path, decision: str | None, why: bool, now: Any
) -> tuple[Any, Any, BatchRules]:
    import ibis

    from huoju.kernel.rules import compile_batch

    connection = ibis.duckdb.connect()
    table = read_table(connection, data, rules)
    batch = compile_batch(rules, columns=table.schema(), decision=decision, with_reasons=why, now=now)
    return connection, table, batch


def _write_result(connection: Any, table: Any, batch: BatchRules, output: Path, language: str) -> int:
    """Write the table with its results; gives the number of rows. With reasons they become a column of text."""
    result = batch.apply(table)
    if batch.with_reasons:
        return _write_rows(_with_words(connection.to_pyarrow(result).to_pylist(), batch, language), output)
    if output.suffix == ".parquet":
        connection.to_parquet(result, output)
    else:
        connection.to_csv(_flat(result), output)
    return int(connection.execute(table.count()))


def _flat(result: Any) -> Any:
    """Structs as one column an entry (`decision.entry`), lists as texts joined by semicolons."""
    columns: dict[str, Any] = {}
    for name, dtype in result.schema().items():
        if dtype.is_struct():
            columns |= {f"{name}.{entry}": result[name][entry] for entry in dtype.names}
        elif dtype.is_array() and not dtype.value_type.is_nested():
            columns[name] = result[name].map(lambda item: item.cast("string")).join(";")
        else:
            columns[name] = result[name].cast("string") if dtype.is_array() else result[name]
    return result.select(**columns)


def _with_words(rows: Sequence[dict[str, Any]], batch: BatchRules, language: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        words = batch.trace(row).as_text(language)
        results = {name: batch.value(name, row) for name in batch.decisions}
        yield {
            **{name: value for name, value in row.items() if not name.endswith(".why")},
            **results,
            "why": words,
        }


def _evaluated(
    rules: CompiledModel, rows: Iterable[dict[str, Any]], decision: str | None, is_text: bool, why: bool, language: str,
    now: Any,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """The rows with their results, by the row engine."""
    for row in rows:
        result = rules.evaluate(row, decision=decision, with_trace=why, now=now, from_text=is_text)
        reasons = {} if result.trace is None else {"why": result.trace.as_text(language)}
        yield {**row, **result.values, **reasons}


def _rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet file as Python values."""
    import pyarrow.parquet

    found: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
    return found


def _write_rows(rows: Iterator[dict[str, Any]], output: Path) -> int:
    import csv

    flat = [_flat_row(row) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row))
    if output.suffix == ".parquet":
        import pyarrow
        import pyarrow.parquet

        whole = [{name: row.get(name) for name in names} for row in flat]
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(whole), output)
        return len(flat)
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(flat)
    return len(flat)


def _flat_row(row: dict[str, Any]) -> dict[str, Any]:
    from huoju.kernel.rules.dmn.inputs import plain_value

    flat: dict[str, Any] = {}
    for name, value in row.items():
        plain = plain_value(value) if isinstance(value, list | dict) or not _is_plain(value) else value
        if isinstance(plain, dict):
            flat |= {f"{name}.{entry}": _cell(one) for entry, one in plain.items()}
        else:
            flat[name] = _cell(plain)
    return flat


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in value)
    return value
