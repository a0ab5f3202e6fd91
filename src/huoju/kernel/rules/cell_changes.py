"""What changed in one cell: a figure, the texts of a list, or something else."""

from __future__ import annotations

from decimal import Decimal

from huoju.errors import InputError
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.expression import base_names
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests


def plain(text: str) -> str:
    return " ".join(text.split())


def threshold(before: str, after: str) -> tuple[Decimal, Decimal] | None:
    """The two figures where only the figure of one comparison changed; None where more did."""
    try:
        trees = [parse_tests(text, base_names()) for text in (before, after)]
    except InputError:
        return None
    if trees[0].is_negated != trees[1].is_negated or len(trees[0].tests) != len(trees[1].tests):
        return None
    changed = [(a, b) for a, b in zip(trees[0].tests, trees[1].tests, strict=True) if a != b]
    match changed:
        case [
            (
                tree.Comparing(operator=first, end=tree.Literal(value=Decimal() as old)),
                tree.Comparing(operator=second, end=tree.Literal(value=Decimal() as new)),
            )
        ] if first == second:
            return old, new
    return None


def members(before: str, after: str) -> tuple[list[str], list[str]] | None:
    """What left and what joined, where both cells are lists of texts that share some; else None."""
    texts = [_texts(text) for text in (before, after)]
    if texts[0] is None or texts[1] is None or not set(texts[0]) & set(texts[1]):
        return None
    old, new = texts[0], texts[1]
    return [one for one in old if one not in new], [one for one in new if one not in old]


def _texts(cell: str) -> list[str] | None:
    try:
        tests = parse_tests(cell, base_names())
    except InputError:
        return None
    found = [
        test.value for test in tests.tests if isinstance(test, tree.Literal) and isinstance(test.value, str)
    ]
    return None if tests.is_negated or len(found) < len(tests.tests) else found


def figure(text: str) -> Decimal | None:
    try:
        node = parse_expression(text, base_names())
    except InputError:
        return None
    return node.value if isinstance(node, tree.Literal) and isinstance(node.value, Decimal) else None
