"""Quality: does what arrives agree with what is known, and with itself? Warnings with their reasons.

Each check is a function in `CHECKS`: it takes one arriving figure and everything known (the file's own
figures first, then the store's) and gives messages. A warning stops nothing: the person who commits has
seen it. Pure; a file of more than `MOST_FIGURES` is looked over up to there, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from huoju.kernel.catalog import Catalog, Identity, Period, Term, evaluate, find_unit, spell
from huoju.kernel.evidence.messages import Message
from huoju.kernel.evidence.resolving import OUT
from huoju.kernel.evidence.schema import as_published
from huoju.kernel.evidence.snapshot import Snapshot
from huoju.kernel.evidence.tally import Tally

if TYPE_CHECKING:
    import pyarrow as pa

MOST_FIGURES = 20_000
"""Looked over one by one; 20,000 take about a second."""

BIG_JUMP = 3
"""Times the same period of the year before from which a level is worth a second look."""

GROWTH_SLACK = 0.011
"""A printed growth rate may differ from its printed levels by rounding and revision of the base: 1.1 points."""

IDENTITY_SLACK = 0.005
"""Sums of printed numbers may be off by their rounding: half a per cent of the larger side."""


class Cell(NamedTuple):
    """One figure's address, price basis and coverage included."""

    indicator: str
    subject: str
    measure: str
    breakdown: str
    price_basis: str
    coverage: str
    period: Period


@dataclass(frozen=True, slots=True)
class Arrival:
    """A figure of the file: its row in the proposal, its address, its value in the base unit, as printed."""

    row: int
    cell: Cell
    base: float
    printed: str


@dataclass
class Known:
    """Everything known when the file has been committed, in base units."""

    arrived: Mapping[Cell, Arrival]
    held: Snapshot
    catalog: Catalog
    identities: Mapping[str, list[Identity]] = field(default_factory=dict)

    def base(self, cell: Cell) -> float | None:
        """The value of a cell in the base unit of its family; None when nobody knows it."""
        if (arrival := self.arrived.get(cell)) is not None:
            return arrival.base
        for each in self.series(cell):
            if each.period == cell.period and each.value is not None:
                return _in_base(float(each.value), each.unit)
        return None

    def series(self, cell: Cell) -> tuple[Any, ...]:
        """The store's observations of the series of this cell."""
        return self.held.series(*cell[:4], price_basis=cell.price_basis, coverage=cell.coverage)


Said = Iterator[tuple[str, dict[str, Any]]]


def negative(arrival: Arrival, known: Known) -> Said:
    """A value below zero in a series that never was."""
    cell = arrival.cell
    if arrival.base < 0 and cell.measure in ("level", "count"):
        others = [each.value for each in known.series(cell) if each.value is not None]
        if len(others) >= 2 and min(others) >= 0:
            yield "negative-value", {"value": arrival.printed}


def jump(arrival: Arrival, known: Known) -> Said:
    """A level several times that of the same period a year before, or a fraction of it."""
    cell = arrival.cell
    if cell.measure not in ("level", "count") or arrival.base <= 0 or cell.period.is_each_year:
        return
    before = known.base(cell._replace(period=_years_before(cell.period, 1)))
    if before and before > 0 and not 1 / BIG_JUMP < arrival.base / before < BIG_JUMP:
        times = arrival.base / before
        yield "jump", {"value": arrival.printed, "times": f"{times:,.0f}" if times >= 10 else f"{times:.3g}"}


def gap(arrival: Arrival, known: Known) -> Said:
    """A year that does not join on to the years known: those between are missing."""
    cell = arrival.cell
    if cell.period.frequency.value != "A":
        return
    years = {each.period.year for each in known.series(cell) if each.period.frequency.value == "A"}
    earlier = [year for year in years if year is not None and year < (cell.period.year or 0)]
    missing = range(max(earlier) + 1, cell.period.year or 0) if earlier else range(0)
    lacking = [
        str(year) for year in missing if cell._replace(period=Period.of_year(year)) not in known.arrived
    ]
    if lacking and cell._replace(period=Period.of_year((cell.period.year or 0) - 1)) not in known.arrived:
        yield "gap", {"years": "、".join(lacking)}


def growth_against_levels(arrival: Arrival, known: Known) -> Said:
    """A growth rate that its own levels contradict; not where growth is at constant prices."""
    cell = arrival.cell
    is_real = cell.indicator in known.catalog and known.catalog.get(cell.indicator).growth_at_constant_prices
    if cell.measure not in ("growth_rate", "level") or is_real or cell.period.is_each_year:
        return
    level = cell._replace(measure="level")
    now, before = known.base(level), known.base(level._replace(period=_years_before(cell.period, 1)))
    growth = known.base(cell._replace(measure="growth_rate"))
    if now is None or growth is None or not before or (cell.measure == "level" and _is_told(cell, known)):
        return
    implied = now / before - 1
    if abs(implied - growth) > GROWTH_SLACK:
        yield "growth-against-levels", {"growth": f"{growth * 100:.3g}%", "implied": f"{implied * 100:.3g}%"}


def _is_told(cell: Cell, known: Known) -> bool:
    """Whether the growth rate itself arrives with the file: then the warning stands there, once."""
    return cell._replace(measure="growth_rate") in known.arrived


def identities(arrival: Arrival, known: Known) -> Said:
    """Parts that do not make the whole: an identity of the catalog, all of whose terms are known."""
    cell = arrival.cell
    if cell.measure != "level" or cell.breakdown:
        return
    for identity in known.identities.get(cell.indicator, ()):
        if any(term.is_over_parts for term in identity.terms) or _told_before(identity, arrival, known):
            continue
        values = {term: _term(term, cell, known) for term in identity.terms}
        if None in values.values():
            continue
        left, right = (
            evaluate(side, lambda term: values[term], float, _operate)  # noqa: B023
            for side in (identity.equation.left, identity.equation.right)
        )
        if abs(left - right) > (IDENTITY_SLACK + 3 * identity.slack) * max(abs(left), abs(right)):
            yield (
                "identity-breach",
                {"equation": _spelled(identity, known.catalog), "off": f"{_off(left, right):.1%}"},
            )


def _told_before(identity: Identity, arrival: Arrival, known: Known) -> bool:
    """Whether another figure of the file, further up, tells of this identity already."""
    cells = [arrival.cell._replace(indicator=name) for name in identity.indicators]
    rows = [known.arrived[cell].row for cell in cells if cell in known.arrived]
    return min(rows, default=arrival.row) < arrival.row


def _term(term: Term, cell: Cell, known: Known) -> Any:
    period = _years_before(cell.period, term.lag)
    return known.base(cell._replace(indicator=term.indicator, period=period))


def _operate(sign: str, left: float, right: float) -> float:
    if sign == "/":
        return left / right if right else float("inf")
    return {"+": left + right, "-": left - right, "*": left * right}[sign]


def _off(left: float, right: float) -> float:
    return abs(left - right) / max(abs(left), abs(right))


def _spelled(identity: Identity, catalog: Catalog) -> str:
    def name(term: Term) -> str:
        return catalog.get(term.indicator).zh if term.indicator in catalog else term.indicator

    return f"{spell(identity.equation.left, name)} = {spell(identity.equation.right, name)}"


CHECKS: tuple[Callable[[Arrival, Known], Said], ...] = (
    negative,
    jump,
    gap,
    growth_against_levels,
    identities,
)


def look_over(rows: pa.Table, held: pa.Table, catalog: Catalog, tally: Tally) -> None:
    """Run every check on the figures of a proposal that could be committed; messages go to `tally`."""
    arrived = {arrival.cell: arrival for arrival in _arrivals(rows)}
    by_indicator: dict[str, list[Identity]] = {}
    for identity in catalog.identities:
        for name in identity.indicators:
            by_indicator.setdefault(name, []).append(identity)
    known = Known(arrived, Snapshot(held), catalog, by_indicator)
    if rows.num_rows > MOST_FIGURES:
        tally.add(Message("looked-over-in-part", fields={"count": MOST_FIGURES}))
    for arrival in arrived.values():
        for check in CHECKS:
            for code, fields in check(arrival, known):
                place = {name: rows[name][arrival.row].as_py() for name in ("sheet", "row", "column")}
                tally.add(Message(code, **place, fields=fields))


def _arrivals(rows: pa.Table) -> Iterator[Arrival]:
    names = [*Cell._fields, "value", "decimals", "unit", "standing", "state"]
    for number, row in enumerate(rows.select(names).slice(0, MOST_FIGURES).to_pylist()):
        if row["standing"] == OUT or row["value"] is None or not (row["period"] and row["indicator"]):
            continue
        if row["state"] == "same":
            continue
        cell = Cell(**{name: row[name] for name in Cell._fields[:-1]}, period=_period(row["period"]))
        printed = f"{as_published(row['value'], row['decimals'])} {row['unit']}"
        base = _in_base(float(row["value"]), row["unit"])
        if base is not None:
            yield Arrival(number, cell, base, printed)


@lru_cache(maxsize=8192)
def _period(text: str) -> Period:
    return Period.parse(text)


@lru_cache(maxsize=8192)
def _years_before(period: Period, years: int) -> Period:
    return period.shifted_years(-years)


def _in_base(value: float, unit: str) -> float | None:
    factor = _factor(unit)
    return None if factor is None else value * factor


@lru_cache(maxsize=1024)
def _factor(unit: str) -> float | None:
    found = find_unit(unit)
    return float(found.factor) if found else None
