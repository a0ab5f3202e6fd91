"""One FEEL expression, ready to be evaluated: the whole way from text to value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from huoju.kernel.rules.feel import compiling_calls, compiling_lists, compiling_logic, tree  # noqa: F401
from huoju.kernel.rules.feel.calendar import DateTime
from huoju.kernel.rules.feel.compiling import Scope, compile_expression
from huoju.kernel.rules.feel.functions import FUNCTIONS, PARAMETER_NAMES
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests
from huoju.kernel.rules.feel.running import Code, Limits, Run, guarded
from huoju.kernel.rules.feel.scanner import Names
from huoju.kernel.rules.feel.types import BUILT_IN
from huoju.kernel.rules.feel.values import Value
from huoju.kernel.rules.feel.warnings import RuleWarning

_PROPERTIES = ("time offset", "start included", "end included")


@cache
def base_names() -> Names:
    """The names every expression knows: built-in functions, their parameters, types and properties."""
    return Names([*FUNCTIONS, *PARAMETER_NAMES, *BUILT_IN], _PROPERTIES)


def base_scope(where: str = "FEEL") -> Scope:
    return Scope(functions=FUNCTIONS, where=where)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression with its tree."""

    text: str
    node: tree.Node
    code: Code

    def evaluate(
        self,
        names: Mapping[str, Any] | None = None,
        *,
        now: DateTime | None = None,
        limits: Limits | None = None,
    ) -> tuple[Value, tuple[RuleWarning, ...]]:
        """The value for the names given (already FEEL values) and the warnings."""
        run = Run(limits or Limits(), now)
        value = guarded(self.code, dict(names or {}), run)
        return value, tuple(run.warnings)


def compile_text(text: str, names: Iterable[str] = (), where: str = "FEEL") -> Expression:
    """Compile one expression that may use `names`. Raises FeelSyntaxError, ExpressionTooDeep."""
    node = parse_expression(text, base_names().plus(names), where)
    return Expression(text, node, compile_expression(node, base_scope(where)))


def compile_tests_text(text: str, names: Iterable[str] = (), where: str = "FEEL") -> Expression:
    """Compile one cell of a decision table; the tested value is the name "?"."""
    node = parse_tests(text, base_names().plus(names), where)
    return Expression(text, node, compile_expression(node, base_scope(where)))
