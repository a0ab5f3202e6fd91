"""What an evaluation gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huoju.kernel.rules.dmn.inputs import plain_value
from huoju.kernel.rules.dmn.tracing import Trace
from huoju.kernel.rules.feel.values import Value
from huoju.kernel.rules.feel.warnings import RuleWarning


@dataclass(frozen=True, slots=True)
class Result:
    """Values by the name of the decision, the reasons for nulls, and the trace when it was asked for."""

    values: dict[str, Value]
    warnings: tuple[RuleWarning, ...]
    trace: Trace | None = None

    @property
    def value(self) -> Value:
        """The value of the only decision that was asked for."""
        (only,) = self.values.values()
        return only

    def as_json(self) -> dict[str, Any]:
        return {
            "values": {name: plain_value(value) for name, value in self.values.items()},
            "warnings": [warning.as_json() for warning in self.warnings],
            **({} if self.trace is None else {"trace": self.trace.as_json()}),
        }
