"""Comparing: typed rows against what the store holds -> new, same or revised, and what looks wrong.

Whole columns in DuckDB, however many rows: within the file (two rows for one cell), with the latest vintage
(what changes), with the series (a value a thousand times off is asked back). Table in, table out.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huoju.kernel.catalog import find_unit
from huoju.kernel.evidence.meanings import SKIP
from huoju.kernel.evidence.messages import Message
from huoju.kernel.evidence.resolving import OUT, READY, WAITING
from huoju.kernel.evidence.schema import KEY_COLUMNS, SERIES_COLUMNS, as_published
from huoju.kernel.evidence.tally import Tally

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

YES = "yes"
FAR_OFF = 1000
"""A figure this many times its series' median is asked back: ten thousand is 亿 for 万, a thousand is 千 for 1."""

_KEY = ", ".join(KEY_COLUMNS)
_SERIES = ", ".join(SERIES_COLUMNS)

_SAID = """
CREATE TEMP TABLE said AS
SELECT f.* EXCLUDE (standing), standing, n,
       CAST(value AS DOUBLE) * u.factor AS base
FROM (SELECT *, row_number() OVER () - 1 AS n FROM file) f LEFT JOIN units u ON f.unit = u.unit;
"""
_HELD = """
CREATE TEMP TABLE held AS
SELECT s.*, CAST(value AS DOUBLE) * u.factor AS base FROM store s LEFT JOIN units u ON s.unit = u.unit;
"""
_TWICE = f"""
SELECT n, first_n, base IS NOT DISTINCT FROM first_base AND status = first_status AS is_same FROM (
  SELECT n, base, status, first_value(n) OVER cell AS first_n, first_value(base) OVER cell AS first_base,
         first_value(status) OVER cell AS first_status
  FROM said WHERE standing < {OUT} AND indicator <> '' AND subject <> '' WINDOW cell AS (PARTITION BY {_KEY} ORDER BY n)
) WHERE n <> first_n ORDER BY n
"""  # noqa: S608
_CHANGES = f"""
SELECT s.n, h.indicator IS NOT NULL AS is_known,
       h.status = s.status AND CASE WHEN s.unit = h.unit OR s.value IS NULL OR h.value IS NULL
         THEN s.value IS NOT DISTINCT FROM h.value
         ELSE abs(s.base - h.base) <= 1e-12 * greatest(abs(s.base), abs(h.base)) END AS is_same,
       h.value AS previous_value, h.decimals AS previous_decimals, h.unit AS previous_unit, h.status AS previous_status,
       h.vintage AS previous_vintage, h.source AS previous_source,
       CASE WHEN s.unit = h.unit THEN s.value - h.value END AS difference
FROM said s LEFT JOIN held h USING ({_KEY}) ORDER BY s.n
"""  # noqa: S608
_JUMPS = f"""
WITH past AS (SELECT {_SERIES}, median(abs(base)) AS usual FROM held WHERE base <> 0 GROUP BY ALL),
     own AS (SELECT {_SERIES}, median(abs(base)) AS usual FROM said WHERE base <> 0 AND standing < {OUT}
             GROUP BY ALL HAVING count(*) >= 3)
SELECT s.n, abs(s.base) AS size, coalesce(past.usual, own.usual) AS usual, u.factor
FROM said s LEFT JOIN past USING ({_SERIES}) LEFT JOIN own USING ({_SERIES}) JOIN units u ON s.unit = u.unit
WHERE s.base <> 0 AND s.standing < {OUT} AND s.measure NOT IN ('growth_rate', 'annual_average_growth', 'rank')
  AND NOT (abs(s.base) / coalesce(past.usual, own.usual) BETWEEN {1 / FAR_OFF} AND {FAR_OFF})
ORDER BY s.n
"""  # noqa: S608


def compare(rows: pa.Table, held: pa.Table, answers: Mapping[str, str], tally: Tally) -> pa.Table:
    """`rows` of `resolve` with `state` ("new", "same", "revised"; "" for rows that stay out), what they
    replace (`previous_value`, `previous_unit`, ..., null for new ones), `difference` in the same unit, and
    `standing` brought up to date. `held` is the latest vintage of each cell (`Snapshot.rows`).
    """
    import numpy as np
    import pyarrow as pa

    standing = rows["standing"].to_numpy().copy()
    engine = _engine(rows, held)
    judge = _Compared(rows, answers, tally, standing)
    judge.twice(engine.execute(_TWICE).fetchall())
    changes = engine.execute(_CHANGES).to_arrow_table()
    judge.missing(changes)
    judge.jumps(engine.execute(_JUMPS).fetchall())
    engine.close()
    is_known = changes["is_known"].to_numpy()
    is_same = changes["is_same"].fill_null(False).to_numpy()
    state = np.where(is_known, np.where(is_same, "same", "revised"), "new").astype(object)
    state[standing == OUT] = ""
    rows = rows.set_column(rows.column_names.index("standing"), "standing", pa.array(standing))
    rows = rows.append_column("state", pa.array(state.tolist(), pa.string()))
    for name in changes.column_names[3:]:
        rows = rows.append_column(name, changes[name])
    return rows


def _engine(rows: pa.Table, held: pa.Table) -> Any:
    """A DuckDB with the file as `said`, the store as `held` and the units' factors."""
    import duckdb
    import pyarrow as pa

    engine = duckdb.connect()
    engine.execute("SET TimeZone = 'UTC'")
    names = sorted({*_distinct(rows["unit"]), *_distinct(held["unit"])})
    known = [(name, unit) for name in names if (unit := find_unit(name)) is not None]
    units = pa.table(
        {
            "unit": pa.array([name for name, _ in known], pa.string()),
            "factor": pa.array([float(unit.factor) for _, unit in known], pa.float64()),
        }
    )
    for name, table in (("file", rows), ("store", held), ("units", units)):
        engine.register(name, table)
    engine.execute(_SAID)
    engine.execute(_HELD)
    return engine


def _distinct(column: pa.ChunkedArray) -> list[str]:
    return list(column.unique().to_pylist())


class _Compared:
    """What the comparison says about single rows; few of them, so one by one."""

    def __init__(
        self, rows: pa.Table, answers: Mapping[str, str], tally: Tally, standing: np.ndarray
    ) -> None:
        self.rows = rows
        self.answers = answers
        self.tally = tally
        self.standing = standing

    def twice(self, found: list[tuple[int, int, bool]]) -> None:
        """Two rows for one cell: the same value counts once, different ones are asked."""
        for row, first, is_same in found:
            place = self.rows["place"][first].as_py()
            if is_same:
                self.standing[row] = OUT
                self.say("same-twice", row, first_place=place)
                continue
            question = f"twice:{':'.join(self.key(row))}"
            answer = self.answers.get(question, "")
            here = self.rows["place"][row].as_py()
            if answer:
                self.standing[row] = max(self.standing[row], READY if answer == here else OUT)
                self.standing[first] = max(self.standing[first], READY if answer == place else OUT)
                continue
            self.standing[[row, first]] = np_max(self.standing[[row, first]], WAITING)
            one, other = self.rows["text"][first].as_py(), self.rows["text"][row].as_py()
            choices = (_choice(here, other), _choice(place, one))
            self.say("two-rows", row, question, choices, first=one, first_place=place, second=other)

    def missing(self, changes: pa.Table) -> None:
        """A value known in the store that the file gives as missing is asked about."""
        import pyarrow.compute as pc

        asked = pc.and_(pc.is_null(self.rows["value"]), pc.is_valid(changes["previous_value"]))
        for row in pc.indices_nonzero(asked.combine_chunks()).to_pylist():
            if self.standing[row] < OUT:
                before = as_published(
                    changes["previous_value"][row].as_py(), changes["previous_decimals"][row].as_py()
                )
                shown = f"{before} {changes['previous_unit'][row].as_py()}"
                self.ask("value-to-missing", row, "missing", previous=shown)

    def jumps(self, found: list[tuple[int, float, float, float]]) -> None:
        """A value far off its series is asked back."""
        for row, size, usual, factor in found:
            times = size / usual
            shown = f"{times:,.0f}" if times >= 1 else f"1/{1 / times:,.0f}"
            self.ask(
                "scale-jump", row, "scale", value=self.rows["text"][row].as_py(), times=shown,
                usual=f"{Decimal(f'{usual / factor:.4g}'):f}", unit=self.rows["unit"][row].as_py(),
            )  # fmt: skip

    def ask(self, code: str, row: int, about: str, **fields: Any) -> None:
        """Ask for a yes; with it the row is ready, with "skip" it stays out."""
        question = f"{about}:{':'.join(self.key(row))}"
        answer = self.answers.get(question, "")
        if answer == SKIP:
            self.standing[row] = OUT
        elif answer != YES:
            self.standing[row] = max(self.standing[row], WAITING)
            choices = ((YES, "是，确实如此", "Yes, it is right"), (SKIP, "不导入", "Leave it out"))
            self.say(code, row, question, choices, **fields)

    def key(self, row: int) -> list[str]:
        return [self.rows[name][row].as_py() for name in KEY_COLUMNS]

    def say(
        self,
        code: str,
        row: int,
        question: str = "",
        choices: tuple[tuple[str, str, str], ...] = (),
        **fields: Any,
    ) -> None:
        if self.tally.count(code):
            place = {name: self.rows[name][row].as_py() for name in ("sheet", "row", "column")}
            self.tally.keep(Message(code, **place, fields=fields, question=question, choices=choices))


def _choice(place: str, text: str) -> tuple[str, str, str]:
    return place, f"{text}（{place}）", f"{text} ({place})"


def np_max(values: np.ndarray, least: int) -> np.ndarray:
    """Element-wise maximum with a constant."""
    import numpy as np

    raised: np.ndarray = np.maximum(values, least)
    return raised
