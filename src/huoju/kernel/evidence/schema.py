"""Schema: the columns of the observation table, and the way between rows and `Observation` values.

Every row says which batch it came in and where in it (`batch_number`, `row`), and repeats its batch's link
of the hash chain; Parquet stores such repetition in a few bytes, and one atomic append holds everything.
May import pyarrow inside functions only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from huoju.kernel.catalog import Period
from huoju.kernel.evidence.observations import VALUE_SCALE, Observation

if TYPE_CHECKING:
    import pyarrow as pa

SERIES_COLUMNS = ("indicator", "subject", "measure", "breakdown")
KEY_COLUMNS = (*SERIES_COLUMNS, "price_basis", "coverage", "period")
"""Two rows equal in these are vintages of one cell."""

VINTAGE_ORDER = ("vintage", "batch_number", "row")
"""The last row in this order is the one that holds."""


@cache
def content_schema() -> pa.Schema:
    """What an observation says: the columns that the hash chain covers, in the order it covers them.

    `value` keeps twelve decimals; `decimals` is how many of them were published. `period_start` and
    `period_end` are null for a period without bounds ("annual"), `value` and `decimals` for a value that
    is known to be missing. No other column is ever null; unknown text is "".
    """
    import pyarrow as pa

    text, day = pa.string(), pa.date32()
    return pa.schema(
        [
            *(pa.field(name, text, nullable=False) for name in KEY_COLUMNS),
            pa.field("period_start", day),
            pa.field("period_end", day),
            pa.field("value", pa.decimal128(38, VALUE_SCALE)),
            pa.field("decimals", pa.int8()),
            *(
                pa.field(name, text, nullable=False)
                for name in ("unit", "status", "confidentiality", "source", "note", "place")
            ),
            pa.field("vintage", pa.timestamp("us", "UTC"), nullable=False),
            pa.field("recorder", text, nullable=False),
        ]
    )


@cache
def table_schema() -> pa.Schema:
    """`content_schema` and the batch that brought the row in, with its link of the chain."""
    import pyarrow as pa

    batch = [
        pa.field("batch", pa.string(), nullable=False),
        pa.field("batch_number", pa.int64(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("batch_rows", pa.int64(), nullable=False),
        pa.field("batch_at", pa.timestamp("us", "UTC"), nullable=False),
        pa.field("batch_previous", pa.string(), nullable=False),
        pa.field("batch_hash", pa.string(), nullable=False),
    ]
    return pa.schema([*content_schema(), *batch])


def rows_of(observations: Iterable[Observation]) -> pa.Table:
    """The content rows of these observations, in their order."""
    import pyarrow as pa

    return pa.Table.from_pylist([_row(each) for each in observations], schema=content_schema())


def _row(observation: Observation) -> dict[str, Any]:
    row = {name: getattr(observation, name, None) for name in content_schema().names}
    row["period"] = str(observation.period)
    row["period_start"], row["period_end"] = observation.period.start, observation.period.end
    row["decimals"] = decimals_of(observation.value)
    row["vintage"] = observation.vintage.astimezone(UTC)
    return row


def decimals_of(value: Decimal | None) -> int | None:
    """How many decimals a value was published with: 3 of 1.250, 0 of 1E+3, None of a missing value."""
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def observation_of(row: dict[str, Any]) -> Observation:
    """The observation that a row of the table holds; columns it does not know are left aside."""
    value, decimals = row["value"], row["decimals"]
    return Observation(
        indicator=row["indicator"], subject=row["subject"], measure=row["measure"],
        breakdown=row["breakdown"], price_basis=row["price_basis"], coverage=row["coverage"],
        period=Period.parse(row["period"]), value=as_published(value, decimals), unit=row["unit"],
        status=row["status"], confidentiality=row["confidentiality"], source=row["source"],
        note=row["note"], place=row["place"], vintage=row["vintage"].replace(tzinfo=UTC),
        recorder=row["recorder"], batch=row.get("batch", ""),
    )  # fmt: skip


def as_published(value: Decimal | None, decimals: int | None) -> Decimal | None:
    """The value with the decimals it was published with: 1.250000000000 and 3 give 1.250."""
    if value is None:
        return None
    return value.quantize(Decimal(1).scaleb(-(decimals or 0)))
