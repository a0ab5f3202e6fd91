"""How many digits a table's numbers really have, so that more of a model is exact. One pass over the table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.batch.kinds import digits_of

_MAX_SCALE = 6
_FLOAT_DIGITS = 15  # a double tells apart all decimals of so many digits


def fit_columns(table: Any) -> dict[str, Any]:
    """The columns of a table with the narrowest types that hold their values, for `compile_batch`.

    Parameters
    ----------
    table : an Ibis table; it is read once.

    Returns
    -------
    Column names with Ibis types. Integers and decimals become DECIMAL of as many digits as their largest value
    has. A float column whose values all are decimals of up to 15 digits, six of them after the point, becomes
    that DECIMAL (and so can be calculated with); any other stays float. Other types stay.
    """
    schema = table.schema()
    measures = {
        f"{what}_{name}": expression
        for name, dtype in schema.items()
        for what, expression in _measures(table[name], dtype).items()
    }
    found = table.aggregate(**measures).to_pyarrow().to_pylist()[0] if measures else {}
    return {name: _fitted(name, dtype, found) for name, dtype in schema.items()}


def _measures(column: Any, dtype: Any) -> dict[str, Any]:
    if dtype.is_integer() or dtype.is_decimal():
        return {"low": column.min(), "high": column.max()}
    if dtype.is_floating():
        finite = column.between(-(10.0**_FLOAT_DIGITS), 10.0**_FLOAT_DIGITS)
        exact = {
            f"exact{scale}": (column.try_cast(f"decimal(18, {scale})").cast("float64") == column)
            .fill_null(False)
            .all(where=column.notnull())
            for scale in range(_MAX_SCALE + 1)
        }
        return {
            "low": column.min(),
            "high": column.max(),
            "finite": finite.all(where=column.notnull()),
            **exact,
        }
    return {}


def _fitted(name: str, dtype: Any, found: Mapping[str, Any]) -> Any:
    if not (dtype.is_integer() or dtype.is_decimal() or dtype.is_floating()):
        return dtype
    ends = [found[f"low_{name}"], found[f"high_{name}"]]
    if None in ends:
        return dtype if dtype.is_floating() else _decimal(1, dtype.scale if dtype.is_decimal() else 0)
    if dtype.is_floating():
        return _fitted_float(name, dtype, ends, found)
    scale = dtype.scale if dtype.is_decimal() else 0
    whole = max(digits_of(Decimal(end).to_integral_value("ROUND_DOWN"))[0] for end in ends)
    return _decimal(whole, scale)


def _fitted_float(name: str, dtype: Any, ends: list[float], found: Mapping[str, Any]) -> Any:
    if not found[f"finite_{name}"]:
        return dtype
    whole = max(digits_of(Decimal(int(end)))[0] for end in ends)
    for scale in range(_MAX_SCALE + 1):
        if found[f"exact{scale}_{name}"] and whole + scale <= _FLOAT_DIGITS:
            return _decimal(whole, scale)
    return dtype


def _decimal(whole: int, scale: int) -> Any:
    import ibis.expr.datatypes as types

    return types.Decimal(max(whole + scale, 1), scale)
