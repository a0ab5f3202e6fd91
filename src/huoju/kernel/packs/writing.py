"""What both writers of a load share: counting, and writing only what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from huoju.kernel.audit.models import Event


@dataclass
class Counted:
    """How many were added, changed, left as they were, or kept because a person had decided."""

    added: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0

    @property
    def total(self) -> int:
        return self.added + self.changed + self.same + self.kept


def set_fields(row: Any, fields: dict[str, Any]) -> bool:
    """Write `fields` into `row`; whether any of them differed."""
    differing = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, fields[name])
    return bool(differing)


def changed_by_hand(prefix: str, codes: Iterable[str]) -> set[str]:
    """Codes of those that a person changed, as the audit trail tells."""
    targets = Event.objects.filter(target__startswith=prefix).values_list("target", flat=True).distinct()
    touched = {target.removeprefix(prefix) for target in targets}
    return touched.intersection(codes)
