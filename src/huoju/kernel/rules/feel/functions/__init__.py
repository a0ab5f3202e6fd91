"""The built-in functions of FEEL, by name. `FUNCTIONS` is complete once this package is imported."""

from huoju.kernel.rules.feel.functions import (  # noqa: F401
    contexts,
    conversion,
    lists,
    numbers,
    ranges,
    strings,
    temporal,
)
from huoju.kernel.rules.feel.functions.registry import FUNCTIONS

PARAMETER_NAMES = frozenset(
    slot.name for function in FUNCTIONS.values() for variant in function.variants for slot in variant.slots
)

__all__ = ["FUNCTIONS", "PARAMETER_NAMES"]
