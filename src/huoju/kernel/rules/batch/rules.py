"""Batch rules: a table in, the table with a column a decision out. `apply` is the one expression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huoju.kernel.rules.batch.cells import Cell
from huoju.kernel.rules.batch.kinds import kind_of_dtype
from huoju.kernel.rules.batch.refusals import Refusal, WrongColumns
from huoju.kernel.rules.batch.stages import Stages
from huoju.kernel.rules.batch.tracing import TableWhy, put_out, read_value, stored_value
from huoju.kernel.rules.dmn.tracing import DecisionTrace, Trace

RULE, RULES, WHY = ".rule", ".rules", ".why"
INPUT_PREFIX = "__rules_of_"


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A compiled decision: its cell, what it was given by name, and its tables."""

    name: str
    cell: Cell
    given: tuple[tuple[str, Cell], ...]
    tables: tuple[TableWhy, ...]


@dataclass(frozen=True, slots=True, eq=False)
class BatchRules:
    """Decisions compiled for a table.

    `made` are the decisions that were asked for and those they need, in the order they are made; `decisions`
    names those that were asked for. `refused` says which decisions do not compile and why, `notes` what to know
    of those that do. `schema` has the columns it was compiled for.
    """

    where: str
    schema: Mapping[str, Any]
    made: tuple[Made, ...]
    decisions: tuple[str, ...]
    stages: Stages
    refused: tuple[Refusal, ...]
    notes: tuple[Refusal, ...]
    with_reasons: bool

    @property
    def wanted(self) -> tuple[Made, ...]:
        """The decisions that are put out."""
        return tuple(one for one in self.made if one.name in self.decisions)

    @property
    def is_whole(self) -> bool:
        """Does everything that was asked for compile?"""
        return not self.refused

    @property
    def expression(self) -> Any:
        """The expression over a table without rows, for SQL of any backend: `ibis.to_sql(rules.expression)`."""
        import ibis

        return self.apply(ibis.table(dict(self.schema), name="rows"))

    def apply(self, table: Any, *, keep: Sequence[str] | None = None) -> Any:
        """The table with its results.

        Parameters
        ----------
        table : an Ibis table that has the columns the rules were compiled for.
        keep : the columns of the table to keep beside the results; all of them when not given.

        Returns
        -------
        The columns kept, and for each decision: `<name>`, its value (a struct for several outputs, an
        array where many rules may count, null where there is no result). Where it has exactly one table also
        `<name>.rule`, the number of the rule that decided (0: none matched, null: no result, because rules are
        in conflict or an input is not allowed), or under COLLECT, RULE ORDER and OUTPUT ORDER `<name>.rules`,
        the array of the numbers of the rules that matched. With reasons `<name>.why`, which `trace` reads.
        A column of the same name is replaced.

        Raises
        ------
        WrongColumns : the table lacks columns.
        """
        self._require_columns(table)
        bound = self.stages.bind(_with_inputs(table, self.schema))
        results: dict[str, Any] = {}
        for one in self.wanted:
            results[one.name] = put_out(one.cell, bound)
            if len(one.tables) == 1:
                fired = one.tables[0].fired
                results[one.name + (RULES if fired.is_array else RULE)] = one.tables[0].numbers(bound)
        if self.with_reasons:
            for one in self.made:
                results[one.name + WHY] = _why(one, bound)
        kept = [bound[name] for name in keep or table.columns if name not in results]
        return bound.select(*kept, **results)

    def _require_columns(self, table: Any) -> None:
        missing = [name for name in self.schema if name not in table.columns]
        if missing:
            raise WrongColumns(where=self.where, names=", ".join(missing))

    def trace(self, row: Mapping[str, Any]) -> Trace:
        """Why a row has its results: the same trace as the row engine, from a row of `apply` with reasons."""
        return Trace(tuple(_trace(one, row[one.name + WHY]) for one in self.made))

    def value(self, decision: str, row: Mapping[str, Any]) -> Any:
        """The FEEL value of a decision in a row of `apply` (with reasons also exact for quotients)."""
        (one,) = [one for one in self.made if one.name == decision]
        if self.with_reasons:
            return read_value(one.cell, row[decision + WHY]["value"])
        return row[decision]


def _with_inputs(table: Any, schema: Mapping[str, Any]) -> Any:
    """The table and beside it the inputs in the types the rules were compiled for."""
    inputs = {INPUT_PREFIX + name: _cast(table[name], dtype) for name, dtype in schema.items()}
    return table.mutate(**inputs).view()  # a view, so that Ibis does not write a cast wherever it is used


def _cast(value: Any, dtype: Any) -> Any:
    """A column in the type it was declared to have, then as its kind is stored; too large a value is an error."""
    if value.type().copy(nullable=True) != dtype.copy(nullable=True) and not dtype.is_struct():
        value = value.cast(dtype)
    return value.cast(kind_of_dtype(dtype, "").dtype) if dtype.is_numeric() else value


def _why(one: Made, table: Any) -> Any:
    import ibis

    return ibis.struct({
        "value": stored_value(one.cell, table),
        "given": ibis.struct({
            f"g{number}": stored_value(cell, table) for number, (_, cell) in enumerate(one.given)
        } or {"none": ibis.literal(True)}),
        **{f"t{number}": each.stored(table) for number, each in enumerate(one.tables)},
    })  # fmt: skip


def _trace(one: Made, why: Mapping[str, Any]) -> DecisionTrace:
    given = tuple(
        (name, read_value(cell, why["given"][f"g{number}"])) for number, (name, cell) in enumerate(one.given)
    )
    tables = (each.read(why[f"t{number}"]) for number, each in enumerate(one.tables))
    return DecisionTrace(
        one.name,
        given,
        read_value(one.cell, why["value"]),
        tuple(each for each in tables if each is not None),
    )
