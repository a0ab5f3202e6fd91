"""What is known where an expression stands, and the way from its text to a cell. Start at `Place.expression`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from huoju.kernel.rules.batch.cells import Cell, Column, Constant, Ratio
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.batch.regions import Regions
from huoju.kernel.rules.batch.stages import Stages
from huoju.kernel.rules.dmn.scopes import BoxScope
from huoju.kernel.rules.errors import ExpressionTooDeep, FeelSyntaxError
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.calendar import DateTime
from huoju.kernel.rules.feel.compiling import compile_expression
from huoju.kernel.rules.feel.functions import FUNCTIONS
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests
from huoju.kernel.rules.feel.running import Limits, Run, guarded
from huoju.kernel.rules.feel.values import Value

INPUT = "?"
_LIMITS = Limits()
_MAX_DEPTH = 20


class Workshop:
    """What one compilation shares: the stages, the regions of columns, kept expressions, the present moment."""

    def __init__(self, now: DateTime | None = None) -> None:
        self.stages = Stages()
        self.now = now
        self._regions: dict[int, Regions] = {}
        self._kept: dict[Any, Cell] = {}
        self._alive: list[Any] = []  # keys are identities, which must not be given to other objects

    def regions(self, column: Column | Ratio) -> Regions:
        """The regions of a kept column, made when first asked for."""
        if id(column) not in self._regions:
            self._alive.append(column)
            self._regions[id(column)] = Regions(column, self.stages)
        return self._regions[id(column)]

    def kept(self, key: Any, make: Any, parts: Iterable[Any]) -> Cell:
        """A cell kept as columns, once for each key."""
        if key not in self._kept:
            self._alive.extend(parts)
            self._kept[key] = self.stages.keep_cell(make())
        return self._kept[key]


@dataclass(frozen=True, slots=True)
class Place:
    """`names` are the cells in scope; `traces` collects the tables met on the way."""

    names: Mapping[str, Cell]
    scope: BoxScope
    shop: Workshop
    traces: list[Any] = field(default_factory=list)
    depth: int = 0

    @property
    def where(self) -> str:
        return self.scope.where

    def plus(self, names: Mapping[str, Cell], where: str | None = None) -> Place:
        """The place inside, where more names are known."""
        return replace(self, names={**self.names, **names}, scope=self.scope.plus(names, where))

    def deeper(self, name: str) -> Place:
        """The place inside a function that is written out. Raises NotBatch when that has no end."""
        if self.depth >= _MAX_DEPTH:
            raise NotBatch("recursion", name=name)
        return replace(self, depth=self.depth + 1)

    # -- from text ---------------------------------------------------------------------------------

    def parsed(self, text: str) -> tree.Node:
        return self._parse(parse_expression, text)

    def parsed_tests(self, text: str) -> tree.Node:
        return self._parse(parse_tests, text)

    def _parse(self, parse: Any, text: str) -> tree.Node:
        try:
            node: tree.Node = parse(text, self.scope.names, self.where)
        except (FeelSyntaxError, ExpressionTooDeep):
            raise NotBatch("syntax", text=text[:80]) from None
        return node

    def expression(self, text: str) -> Cell:
        """The cell of an expression."""
        from huoju.kernel.rules.batch.expressions import compile_node

        return compile_node(self.parsed(text), self)

    def kept(self, text: str) -> Cell:
        """The cell of an expression under columns of its own; the same text on the same cells only once."""
        from huoju.kernel.rules.batch.expressions import compile_node

        node = self.parsed(text)
        parts = [self.names[name] for name in _names_in(node) if name in self.names]
        key = (text, tuple(map(id, parts)))
        return self.shop.kept(key, lambda: compile_node(node, self), parts)

    def is_about_input(self, node: tree.Node) -> bool:
        """Does a test depend on its input alone?"""
        others = (name for name in _names_in(node) if name != INPUT)
        return all(isinstance(self.names.get(name, _FIXED), Constant) for name in others)

    # -- constants ---------------------------------------------------------------------------------

    def is_closed(self, node: tree.Node) -> bool:
        """Does the expression have the same value in every row?"""
        return all(isinstance(self.names.get(name, _FIXED), Constant) for name in _names_in(node))

    def value_of(self, node: tree.Node, **more: Value) -> Value:
        """The value of a closed expression, by the row engine."""
        names = {name: cell.value for name, cell in self.names.items() if isinstance(cell, Constant)}
        code = compile_expression(node, self.scope.feel())
        return guarded(code, {**names, **more}, Run(_LIMITS, self.shop.now, self.where))

    def judge(self, node: tree.Node) -> Any:
        """The row engine's code of a test, as a function of the tested value alone."""
        names: dict[str, Any] = {
            name: cell.value for name, cell in self.names.items() if isinstance(cell, Constant)
        }
        code = compile_expression(node, self.scope.feel())
        return lambda value: code({**names, INPUT: value}, Run(_LIMITS, self.shop.now, self.where))


_FIXED = Constant(None)


def _names_in(node: tree.Node) -> list[str]:
    return [here.name for here, _ in tree.walk(node) if isinstance(here, tree.Name)]


def is_built_in(name: str, place: Place) -> bool:
    return name in FUNCTIONS and name not in place.names
