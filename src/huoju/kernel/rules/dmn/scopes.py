"""What is known at one place of a model: names, types, and where problems are noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from huoju.errors import InputError
from huoju.kernel.rules.dmn.problems import Problem
from huoju.kernel.rules.errors import ExpressionTooDeep, FeelSyntaxError
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.compiling import Scope, compile_expression, failing
from huoju.kernel.rules.feel.expression import base_names
from huoju.kernel.rules.feel.functions import FUNCTIONS
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests, parse_type
from huoju.kernel.rules.feel.running import Code
from huoju.kernel.rules.feel.scanner import Names
from huoju.kernel.rules.feel.types import ANY, BUILT_IN, FeelType, UnknownType, type_of_tree

FEEL_LANGUAGES = ("FEEL", "feel")


@dataclass(frozen=True, slots=True)
class BoxScope:
    """The place of a boxed expression: `where` is what to call it, `problems` the list to note in.

    `result` is the type its value is meant for: it gives a table its list of output values when the table has
    none of its own.
    """

    where: str
    names: Names = field(default_factory=base_names)
    types: Mapping[str, FeelType] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    result: FeelType = ANY

    def plus(self, names: Iterable[str], where: str | None = None) -> BoxScope:
        """The scope inside, where more names are known."""
        return replace(self, names=self.names.plus(names), where=where or self.where)

    def feel(self) -> Scope:
        return Scope(types=self.types, functions=FUNCTIONS, where=self.where)

    def note(self, error: InputError, line: int) -> None:
        self.problems.append(Problem.of_error(error, self.where, line))

    def expression(self, text: str, line: int = 0) -> Code:
        """Code of an expression; a syntax error is noted and gives null."""
        return self._compiled(text, line, parse_expression)

    def tests(self, text: str, line: int = 0) -> Code:
        """Code of a cell, on the name "?"."""
        return self._compiled(text, line, parse_tests)

    def _compiled(self, text: str, line: int, parse: Callable[[str, Names, str], tree.Node]) -> Code:
        try:
            node = parse(text, self.names, self.where)
        except (FeelSyntaxError, ExpressionTooDeep) as error:
            self.note(error, line)
            return failing("syntax", text=text[:80])
        self._note_unknown_functions(node, line)
        return compile_expression(node, self.feel())

    def _note_unknown_functions(self, node: tree.Node, line: int) -> None:
        for here, _ in tree.walk(node):
            if isinstance(here, tree.Call) and isinstance(here.function, tree.Name):
                name = here.function.name
                if name not in self.names.all and name not in FUNCTIONS:
                    self.problems.append(Problem.unknown_function(name, self.where, line))

    def type(self, reference: str | None, line: int = 0) -> FeelType:
        """The type a `typeRef` names: built-in, defined, imported or a FEEL type expression."""
        if not reference:
            return ANY
        found = self.types.get(reference) or BUILT_IN.get(reference)
        if found is not None:
            return found
        prefix, colon, rest = reference.partition(":")
        if colon and prefix.isidentifier():
            return self.types.get(f"{prefix}.{rest}") or self.type(rest, line)
        try:
            return type_of_tree(parse_type(reference, self.names, self.where), self.types)
        except (FeelSyntaxError, UnknownType, ExpressionTooDeep):
            self.problems.append(Problem.unknown_type(reference, self.where, line))
            return ANY
