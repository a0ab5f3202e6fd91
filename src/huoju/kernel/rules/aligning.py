"""Which rule of one version of a table is which of another.

Columns are the same by their expression, rules by the same cells, then by their id, then by likeness.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huoju.kernel.rules.dmn.model import DecisionTable, Rule

Columns = tuple[tuple[str, int | None, int | None], ...]
_MOST_PAIRS = 250_000  # larger tables are aligned by cells and ids only
_LIKE = 0.5  # at least half of the cells that say something are the same


@dataclass(frozen=True, slots=True)
class Alignment:
    """Places in the old and the new table: of columns by name, and of rules; None where there is none."""

    inputs: Columns
    outputs: Columns
    rules: tuple[tuple[int | None, int | None], ...]

    def new_of(self, old: int) -> int | None:
        return next((new for one, new in self.rules if one == old), None)


def align(old: DecisionTable, new: DecisionTable) -> Alignment:
    """The alignment of two versions of a table; rules in the order of the new one, removed ones last."""
    inputs = _columns(
        [_plain(one.expression) for one in old.inputs], [_plain(one.expression) for one in new.inputs]
    )
    old_names, new_names = ([one.name or one.label or "" for one in table.outputs] for table in (old, new))
    if len(old_names) == len(new_names) == 1:
        outputs: Columns = ((new_names[0], 0, 0),)
    else:
        outputs = _columns(old_names, new_names)
    return Alignment(inputs, outputs, _rules(old, new, inputs))


def _plain(expression: str) -> str:
    return " ".join(expression.split())


def _columns(old: list[str], new: list[str]) -> Columns:
    kept = [(name, old.index(name) if name in old else None, place) for place, name in enumerate(new)]
    gone = [(name, place, None) for place, name in enumerate(old) if name not in new]
    return (*kept, *gone)


def _rules(
    old: DecisionTable, new: DecisionTable, inputs: Columns
) -> tuple[tuple[int | None, int | None], ...]:
    left = dict(enumerate(_cells(rule, inputs, 1) for rule in old.rules))
    right = dict(enumerate(_cells(rule, inputs, 2) for rule in new.rules))
    found: dict[int, int] = {}
    for pairs in (_equal(left, right, old, new), _same_id(old, new), _alike(left, right, old, new)):
        for first, second in pairs:
            if first not in found and second not in found.values():
                found[first] = second
    of_new = {second: first for first, second in found.items()}
    kept = [(of_new.get(place), place) for place in range(len(new.rules))]
    return (*kept, *((place, None) for place in range(len(old.rules)) if place not in found))


def _cells(rule: Rule, inputs: Columns, side: int) -> tuple[str, ...]:
    """The cells of a rule in the order of the aligned columns, "-" for a column its table lacks."""
    places = [column[side] for column in inputs]
    return tuple(_plain(rule.inputs[place]) or "-" if isinstance(place, int) else "-" for place in places)


def _equal(
    left: dict[int, tuple[str, ...]],
    right: dict[int, tuple[str, ...]],
    old: DecisionTable,
    new: DecisionTable,
) -> Iterator[tuple[int, int]]:
    """Rules with the same cells; first those with the same results too."""
    by_cells: dict[tuple[str, ...], list[int]] = {}
    for b, others in right.items():
        by_cells.setdefault(others, []).append(b)
    twins = [(a, b) for a, cells in left.items() for b in by_cells.get(cells, ())]
    yield from (pair for pair in twins if old.rules[pair[0]].outputs == new.rules[pair[1]].outputs)
    yield from twins


def _same_id(old: DecisionTable, new: DecisionTable) -> Iterator[tuple[int, int]]:
    places = {rule.id: place for place, rule in enumerate(new.rules) if rule.id}
    for place, rule in enumerate(old.rules):
        if rule.id in places:
            yield place, places[rule.id]


def _alike(
    left: dict[int, tuple[str, ...]],
    right: dict[int, tuple[str, ...]],
    old: DecisionTable,
    new: DecisionTable,
) -> Iterator[tuple[int, int]]:
    """Rules without an id in common that say mostly the same, the most alike first."""
    scored: list[tuple[float, int, int, int]] = []
    if len(left) * len(right) > _MOST_PAIRS:
        return
    for a, cells in left.items():
        for b, others in right.items():
            if old.rules[a].id and new.rules[b].id and _has_ids(old) and _has_ids(new):
                continue
            said = [(x, y) for x, y in zip(cells, others, strict=True) if (x, y) != ("-", "-")]
            results = list(zip(old.rules[a].outputs, new.rules[b].outputs, strict=False))
            score = sum(x == y for x, y in said + results) / max(1, len(said) + len(results))
            if score >= _LIKE:
                scored.append((-score, abs(a - b), a, b))
    yield from ((a, b) for _, _, a, b in sorted(scored))


def _has_ids(table: DecisionTable) -> bool:
    """Are the ids names somebody chose? (Editors make up `DecisionRule_0x8f` and the like.)"""
    return all(
        rule.id and not rule.id.startswith(("DecisionRule_", "_", "row-", "rule-")) for rule in table.rules
    )
