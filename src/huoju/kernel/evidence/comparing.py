"""Comparing: typed rows against what the store holds -> new, same or revised, and what looks wrong.

Whole columns, however many rows: within the file (two rows for one cell), with the latest vintage (what
changes), with the series (a value a thousand times off is asked back). Cells and series are compared by
whole numbers, one for each distinct key; 100,000 rows against as many take about 0.3 s. Table in, table out.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huoju.kernel.catalog import find_unit
from huoju.kernel.evidence.latest import group_codes
from huoju.kernel.evidence.meanings import GROWTH, SKIP
from huoju.kernel.evidence.messages import Message
from huoju.kernel.evidence.resolving import OUT, READY, WAITING
from huoju.kernel.evidence.schema import KEY_COLUMNS, SERIES_COLUMNS, as_published
from huoju.kernel.evidence.tally import Tally

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

YES = "yes"
FAR_OFF = 1000
"""A figure this many times its series' median is asked back: ten thousand is 亿 for 万, a thousand 千 for 1."""

ENOUGH = 3
"""A series that only the file has is measured by itself from this many values on."""

PREVIOUS = ("value", "decimals", "unit", "status", "vintage", "source")


def compare(rows: pa.Table, held: pa.Table, answers: Mapping[str, str], tally: Tally) -> pa.Table:
    """`rows` of `resolve` with `state` ("new", "same", "revised"; "" for rows that stay out), what they
    replace (`previous_value`, `previous_unit`, ..., null for new ones), `difference` in the same unit, and
    `standing` brought up to date. `held` is the latest vintage of each cell (`Snapshot.rows`).
    """
    import numpy as np
    import pyarrow as pa

    rows, held = rows.combine_chunks(), held.combine_chunks()
    before = _previous(rows, held)
    standing = rows["standing"].to_numpy().copy()
    judge = _Compared(rows, answers, tally, standing)
    judge.twice(*_twice(rows, standing))
    judge.missing(before)
    judge.jumps(_jumps(rows, held, standing))
    is_same = _is_same(rows, before)
    is_known = before["unit"].is_valid().to_numpy()
    state = np.where(standing == OUT, "", np.where(~is_known, "new", np.where(is_same, "same", "revised")))
    rows = rows.set_column(rows.column_names.index("standing"), "standing", pa.array(standing))
    rows = rows.append_column("state", pa.array(state, pa.string()))
    for name in PREVIOUS:
        rows = rows.append_column(f"previous_{name}", before[name])
    return rows.append_column("difference", _difference(rows, before))


def _previous(rows: pa.Table, held: pa.Table) -> pa.Table:
    """For each row what the store holds for its cell (`PREVIOUS` columns), null where it holds nothing."""
    import numpy as np
    import pyarrow as pa

    own, theirs = _codes(rows, held, KEY_COLUMNS)
    order = np.argsort(theirs, kind="stable")
    place = np.searchsorted(theirs[order], own)
    inside = np.minimum(place, max(len(order) - 1, 0))
    is_known = theirs[order][inside] == own if len(order) else np.zeros(len(own), dtype=bool)
    found = order[inside] if len(order) else np.zeros(len(own), dtype=np.int64)
    return held.select(list(PREVIOUS)).take(pa.array(found, mask=~is_known)).combine_chunks()


def _codes(rows: pa.Table, held: pa.Table, names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """One number a row of each table, equal exactly where these columns are."""
    import pyarrow as pa

    both = [table.select(list(names)).cast(_texts(names)) for table in (rows, held)]
    codes = group_codes(pa.concat_tables(both), names)
    return codes[: rows.num_rows], codes[rows.num_rows :]


def _texts(names: tuple[str, ...]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([pa.field(name, pa.string()) for name in names])


def _base(table: pa.Table) -> np.ndarray:
    """Absolute values in the base unit of their family; NaN for a missing value or an unknown unit."""
    import numpy as np
    import pyarrow as pa

    units = table["unit"].combine_chunks().dictionary_encode()
    known = [find_unit(name) for name in units.dictionary.to_pylist()]
    factors = np.array([float(unit.factor) if unit else np.nan for unit in known] or [np.nan])
    values = table["value"].cast(pa.float64()).to_numpy()
    base: np.ndarray = np.abs(values) * factors[units.indices.fill_null(0).to_numpy(zero_copy_only=False)]
    return base


def _is_same(rows: pa.Table, before: pa.Table) -> np.ndarray:
    """Whether value and status equal what is held, in whatever unit."""
    import numpy as np
    import pyarrow.compute as pc

    both_missing = pc.and_(rows["value"].is_null(), before["value"].is_null())
    equal = pc.or_(both_missing, pc.equal(rows["value"], before["value"]).fill_null(False))
    in_unit = pc.or_(both_missing, pc.equal(rows["unit"], before["unit"]).fill_null(False))
    mine, theirs = _base(rows), _base(before)
    signs = pc.equal(pc.sign(rows["value"]), pc.sign(before["value"])).fill_null(False).to_numpy()
    close = signs & (np.abs(mine - theirs) <= 1e-12 * np.fmax(mine, theirs))
    status = pc.equal(rows["status"], before["status"]).fill_null(False).to_numpy()
    same: np.ndarray = status & np.where(in_unit.to_numpy(), equal.to_numpy(), close)
    return same


def _difference(rows: pa.Table, before: pa.Table) -> pa.Array:
    """Value minus the one it replaces, exactly; null where there is none or the units differ."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wide = pa.decimal256(40, 12)
    difference = pc.subtract(rows["value"].cast(wide), before["value"].cast(wide))
    return pc.if_else(pc.equal(rows["unit"], before["unit"]), difference, None)


def _twice(rows: pa.Table, standing: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows whose cell an earlier row has filled, that earlier row, and whether the two say the same."""
    import numpy as np
    import pyarrow.compute as pc

    named = pc.and_(pc.not_equal(rows["indicator"], ""), pc.not_equal(rows["subject"], ""))
    candidates = np.flatnonzero((standing < OUT) & named.to_numpy())
    codes = group_codes(rows.select(list(KEY_COLUMNS)), KEY_COLUMNS)[candidates]
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    firsts = candidates[first[inverse]]
    again = candidates != firsts
    row, earlier = candidates[again], firsts[again]
    is_same = _is_same(rows.take(row), rows.take(earlier)) if len(row) else np.zeros(0, dtype=bool)
    return row, earlier, is_same


def _jumps(rows: pa.Table, held: pa.Table, standing: np.ndarray) -> list[tuple[int, float, float]]:
    """Rows far off their series, with their size and the usual one in the base unit."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    own, theirs = _codes(rows, held, SERIES_COLUMNS)
    sizes = _base(rows)
    steady = pc.invert(pc.is_in(rows["measure"], pa.array([*GROWTH, "rank"]))).to_numpy()
    counts = (standing < OUT) & (sizes > 0)
    usual = _medians(theirs, _base(held), own, at_least=1)
    by_itself = _medians(own[counts], sizes[counts], own, at_least=ENOUGH)
    usual = np.where(np.isnan(usual), by_itself, usual)
    with np.errstate(invalid="ignore", divide="ignore"):
        times = sizes / usual
        off = counts & steady & ((times > FAR_OFF) | (times < 1 / FAR_OFF))
    return [(int(row), float(sizes[row]), float(usual[row])) for row in np.flatnonzero(off)]


def _medians(groups: np.ndarray, sizes: np.ndarray, wanted: np.ndarray, *, at_least: int) -> np.ndarray:
    """For each wanted group the median of its sizes above zero; NaN for a group of fewer than `at_least`."""
    import numpy as np

    use = sizes > 0
    groups, sizes = groups[use], sizes[use]
    if not len(groups):
        return np.full(len(wanted), np.nan)
    order = np.lexsort((sizes, groups))
    names, starts, counts = np.unique(groups[order], return_index=True, return_counts=True)
    ordered = sizes[order]
    medians = (ordered[starts + (counts - 1) // 2] + ordered[starts + counts // 2]) / 2
    medians[counts < at_least] = np.nan
    place = np.minimum(np.searchsorted(names, wanted), len(names) - 1)
    found: np.ndarray = np.where(names[place] == wanted, medians[place], np.nan)
    return found


class _Compared:
    """What the comparison says about single rows; few of them, so one by one."""

    def __init__(
        self, rows: pa.Table, answers: Mapping[str, str], tally: Tally, standing: np.ndarray
    ) -> None:
        self.rows = rows
        self.answers = answers
        self.tally = tally
        self.standing = standing

    def twice(self, rows: np.ndarray, firsts: np.ndarray, is_same: np.ndarray) -> None:
        """Two rows for one cell: the same value counts once, different ones are asked."""
        for row, first, same in zip(rows.tolist(), firsts.tolist(), is_same.tolist(), strict=True):
            place = self.rows["place"][first].as_py()
            if same:
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

    def missing(self, before: pa.Table) -> None:
        """A value known in the store that the file gives as missing is asked about."""
        import pyarrow.compute as pc

        asked = pc.and_(pc.is_null(self.rows["value"]), pc.is_valid(before["value"]))
        for row in pc.indices_nonzero(asked.combine_chunks()).to_pylist():
            if self.standing[row] < OUT:
                value = as_published(before["value"][row].as_py(), before["decimals"][row].as_py())
                shown = f"{value} {before['unit'][row].as_py()}"
                self.ask("value-to-missing", row, "missing", previous=shown)

    def jumps(self, found: list[tuple[int, float, float]]) -> None:
        """A value far off its series is asked back."""
        for row, size, usual in found:
            unit = self.rows["unit"][row].as_py()
            known = find_unit(unit)
            shown = usual / float(known.factor) if known else usual
            times = size / usual
            self.ask(
                "scale-jump", row, "scale", value=self.rows["text"][row].as_py(), unit=unit,
                times=f"{times:,.0f}" if times >= 1 else f"1/{1 / times:,.0f}",
                usual=f"{Decimal(f'{shown:.4g}'):f}",
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
