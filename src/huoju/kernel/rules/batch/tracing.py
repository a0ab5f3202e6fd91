"""Why, for a table of rows: what is stored of each decision table, and the trace it reads back as.

A row stores the masks of the cells that passed, the mask of the rules that matched and the input values; with
the table's own texts these give the same `TableTrace` as the row engine, and so the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.batch import masks
from huoju.kernel.rules.batch.cells import (
    Array,
    Cell,
    Column,
    Constant,
    Context,
    Items,
    Ratio,
    as_column,
    made,
    scalar_kind,
)
from huoju.kernel.rules.batch.choosing import as_array
from huoju.kernel.rules.batch.kinds import BOOLEAN, Kind
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.dmn.inputs import feel_value
from huoju.kernel.rules.dmn.model import DecisionTable
from huoju.kernel.rules.dmn.tracing import CellTrace, RuleTrace, TableTrace
from huoju.kernel.rules.feel.calendar import DaysDuration, MonthsDuration
from huoju.kernel.rules.feel.numbers import CONTEXT
from huoju.kernel.rules.feel.values import Value

_MADE_WHOLE = 18  # digits of a number that is multiplied by a power of ten without overflow


@dataclass(frozen=True, slots=True, eq=False)
class TableWhy:
    """A table of a decision: how to store and to read back what it did.

    `met` has the masks of the rules whose cells passed, column by column and word by word; `fired` has
    the numbers of the rules that count.
    """

    name: str
    source: DecisionTable
    inputs: tuple[Cell, ...]
    met: tuple[tuple[Column | int, ...], ...]
    matched: tuple[Column, ...]
    fired: Any
    is_used: Column | Constant

    def numbers(self, table: Any) -> Any:
        """The numbers of the rules that count; null where the table was not used."""
        import ibis

        found = self.fired.expr(table)
        nothing = ibis.null("array<int16>" if self.fired.is_array else "int16")
        if isinstance(self.is_used, Column):
            return ibis.ifelse(self.is_used.expr(table), found, nothing)
        return found if self.is_used.value else nothing

    def only_where(self, condition: Column) -> TableWhy:
        """The same table, used only in the rows where a condition holds."""
        used = self.is_used
        if isinstance(used, Constant):
            return replace(self, is_used=condition if used.value else used)
        return replace(self, is_used=made(BOOLEAN, lambda one, other: one & other, used, condition))

    def stored(self, table: Any) -> Any:
        """The struct that a row stores: used, matched, met, inputs."""
        import ibis

        used = self.is_used
        return ibis.struct({
            "used": used.expr(table) if isinstance(used, Column) else ibis.literal(bool(used.value)),
            "matched": ibis.array([one.expr(table) for one in self.matched]),
            "met": ibis.array([
                one.expr(table) if isinstance(one, Column) else ibis.literal(one, "int64")
                for column in self.met for one in column
            ] or [ibis.literal(0, "int64")]),
            "inputs": ibis.struct({
                f"i{number}": stored_value(cell, table) for number, cell in enumerate(self.inputs)
            } or {"none": ibis.literal(True)}),
        })  # fmt: skip

    def read(self, stored: Mapping[str, Any]) -> TableTrace | None:
        """The trace of one row; None where the table was not reached."""
        if not stored["used"]:
            return None
        matched = [
            number for number in range(1, len(self.source.rules) + 1) if _has(stored["matched"], number)
        ]
        count = len(self.matched)
        cells_met = [
            stored["met"][start : start + count] for start in range(0, len(self.inputs) * count, count)
        ]
        rules = []
        for number, rule in enumerate(self.source.rules, start=1):
            cells = tuple(
                CellTrace(text or "-", _has(mask, number))
                for text, mask in zip(rule.inputs, cells_met, strict=True)
            )
            rules.append(RuleTrace(number, number in matched, cells, rule.outputs, rule.annotations))
        policy, aggregation = self.source.hit_policy, self.source.aggregation
        return TableTrace(
            name=self.name,
            hit_policy=f"{policy} {aggregation}" if aggregation else str(policy),
            inputs=tuple(
                (clause.expression, read_value(cell, stored["inputs"][f"i{index}"]))
                for index, (clause, cell) in enumerate(zip(self.source.inputs, self.inputs, strict=True))
            ),
            rules=tuple(rules),
            matched=tuple(matched),
        )


def _has(words: Sequence[int], number: int) -> bool:
    """Is the bit of a rule set?"""
    place = number - 1
    return bool(int(words[place // masks.WORD]) >> (place % masks.WORD) & 1)


def stored_value(cell: Cell, table: Any) -> Any:
    """A cell as one Ibis value that loses nothing: a quotient as its two numbers, a context as a struct."""
    import ibis

    match cell:
        case Column() | Array():
            return cell.expr(table)
        case Ratio(top=top, bottom=bottom):
            return ibis.struct({"top": top.expr(table), "bottom": bottom.expr(table)})
        case Context(entries=entries, absent=absent):
            gone = ibis.literal(False) if absent is None else absent.expr(table)
            inner = {f"e{number}": stored_value(one, table) for number, one in enumerate(entries.values())}
            return ibis.struct({"absent": gone, **inner})
        case Items(cells=cells):
            return ibis.struct(
                {f"e{number}": stored_value(one, table) for number, one in enumerate(cells)}
                or {"n": ibis.literal(0)}
            )
    return ibis.literal(True)


def read_value(cell: Cell, stored: Any) -> Value:
    """The FEEL value of what `stored_value` stored."""
    match cell:
        case Constant(value=value):
            return value
        case Column(kind=kind):
            return read_scalar(stored, kind)
        case Array():
            return None if stored is None else [_read_item(one, cell) for one in stored]
        case Ratio(top=top, bottom=bottom):
            first, second = read_scalar(stored["top"], top.kind), read_scalar(stored["bottom"], bottom.kind)
            return None if first is None or second is None else CONTEXT.divide(first, second)
        case Context(entries=entries):
            if stored["absent"]:
                return None
            return {
                name: read_value(one, stored[f"e{number}"])
                for number, (name, one) in enumerate(entries.items())
            }
        case Items(cells=cells):
            return [read_value(one, stored[f"e{number}"]) for number, one in enumerate(cells)]
    raise NotBatch("mixed", left="value", right=type(cell).__name__)


def _read_item(value: Any, array: Array) -> Value:
    if array.kind is not None:
        return read_scalar(value, array.kind)
    return None if value is None else {name: read_scalar(value[name], kind) for name, kind in array.entries}


def read_scalar(value: Any, kind: Kind) -> Value:
    """The FEEL value of what a column of the kind holds (NaN, as pandas writes null, is None)."""
    if value is None or value != value:
        return None
    if kind.name == "months":
        return MonthsDuration(int(value))
    if kind.name == "days":
        return DaysDuration(int(value) * kind.unit)
    if kind.name == "number":
        return feel_value(value if isinstance(value, Decimal) else int(value))
    if kind.name == "boolean":
        return bool(value)
    if kind.name == "date" and hasattr(value, "date"):
        return feel_value(value.date())
    if kind.name == "moment" and hasattr(value, "to_pydatetime"):
        return feel_value(value.to_pydatetime())
    return feel_value(value)


def put_out(cell: Cell, table: Any) -> Any:
    """A cell as the column of a decision's result: a scalar, an array or a struct; quotients as doubles."""
    import ibis

    match cell:
        case Column() | Array():
            return cell.expr(table)
        case Constant(value=None):
            return ibis.null("string")
        case Ratio():
            return _double(cell, table)
        case Items():
            return as_array(cell).expr(table)
        case Context(entries=entries, absent=absent):
            whole = ibis.struct({name: put_out(one, table) for name, one in entries.items()})
            return (
                whole if absent is None else ibis.ifelse(absent.expr(table), ibis.null(whole.type()), whole)
            )
        case Constant(value=value):
            if isinstance(value, list):
                return as_array(cell).expr(table)
            if isinstance(value, dict):
                return put_out(Context({name: Constant(one) for name, one in value.items()}), table)
            return as_column(cell, scalar_kind(cell) or BOOLEAN).expr(table)
    raise NotBatch("type", expected=type(cell).__name__)


def _double(ratio: Ratio, table: Any) -> Any:
    """The double nearest to a quotient, when its numbers have at most 15 digits: both are first made whole."""
    scale = max(ratio.top.kind.scale, ratio.bottom.kind.scale)
    top, bottom = (_whole(one, scale, table) for one in (ratio.top, ratio.bottom))
    return top / bottom


def _whole(column: Column, scale: int, table: Any) -> Any:
    import ibis

    kind = column.kind
    value = column.expr(table)
    if not scale:
        return value.cast("float64")
    if kind.whole + scale > _MADE_WHOLE:
        return value.cast("float64") * float(10**scale)
    factor = ibis.literal(Decimal(10**scale), f"decimal({_MADE_WHOLE}, 0)")
    return (value.cast(f"decimal({_MADE_WHOLE}, {kind.scale})") * factor).cast("float64")
