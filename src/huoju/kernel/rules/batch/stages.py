"""Stages: the columns computed on the way, each level from the one before.

What is used more than once is kept as a column of its own, so that the database computes it once. Level 0 is
the table as given; `Stages.bind` adds level after level with `mutate`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from huoju.kernel.rules.batch.cells import Array, Cell, Column, Context, Expr, Ratio
from huoju.kernel.rules.batch.kinds import Kind

PREFIX = "__rules_"


class Stages:
    """Collects kept columns while compiling."""

    def __init__(self) -> None:
        self._levels: list[dict[str, Expr]] = []
        self._count = 0

    def add(self, expr: Expr, level: int) -> str:
        """Keep an expression over the table at `level`; its column exists from `level` + 1 on."""
        self._count += 1
        name = f"{PREFIX}{self._count}"
        while len(self._levels) <= level:
            self._levels.append({})
        self._levels[level][name] = expr
        return name

    def keep(self, column: Column) -> Column:
        """The column under a name of its own."""
        if column.name is not None:
            return column
        kept = named(column.kind, self.add(column.expr, column.level), column.level + 1)
        if column.choices is None:
            return kept
        index, values = column.choices
        return replace(kept, choices=(self.keep(index), values))

    def keep_cell(self, cell: Cell) -> Cell:
        """Any cell with its columns kept."""
        if isinstance(cell, Column):
            return self.keep(cell)
        if isinstance(cell, Ratio):
            return Ratio(self.keep(cell.top), self.keep(cell.bottom), cell.is_shifted, cell.is_plain)
        if isinstance(cell, Context):
            entries = {name: self.keep_cell(entry) for name, entry in cell.entries.items()}
            return Context(entries, None if cell.absent is None else self.keep(cell.absent))
        if isinstance(cell, Array):
            name = self.add(cell.expr, cell.level)
            return Array(cell.kind, cell.entries, lambda table: table[name], cell.level + 1)
        return cell

    def bind(self, table: Any) -> Any:
        """The table with all kept columns."""
        for level in self._levels:
            if level:
                table = table.mutate(**{name: expr(table) for name, expr in level.items()}).view()
        return table


def named(kind: Kind, name: str, level: int) -> Column:
    """A column of the table by its name."""
    return Column(kind, lambda table: table[name], level, name)
