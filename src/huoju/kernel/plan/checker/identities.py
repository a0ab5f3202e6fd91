"""Identities of the catalog, made into relations for one subject and one year.

An equation is taken apart into sums and products over unknowns; a part that has no name of its own becomes
a helper unknown. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from huoju.kernel.catalog.arithmetic import Expression, Number, Operation, Term
from huoju.kernel.plan.checker.elements import Element, Ground
from huoju.kernel.plan.checker.relations import Product, Total, Within
from huoju.kernel.plan.checker.unknowns import Kind, Shown, Unknown

if TYPE_CHECKING:
    from huoju.kernel.catalog.identities import Identity
    from huoju.kernel.plan.checker.assumptions import Assumptions
    from huoju.kernel.plan.checker.building import Model

# sum of factor x unknown, plus a constant
Linear = tuple[tuple[tuple[float, int], ...], float]


class Index:
    """Which identities name an indicator, and with how many years' lag."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        self._naming: dict[str, list[tuple[Identity, tuple[Term, ...], int]]] = {}
        for identity in identities:
            terms = identity.terms
            if any(term.is_over_parts for term in terms):
                continue  # which parts there are, and whether all are known, a plan does not say
            for term in terms:
                self._naming.setdefault(term.indicator, []).append((identity, terms, term.lag))

    def naming(self, indicator: str) -> list[tuple[Identity, tuple[Term, ...], int]]:
        """(identity, its terms, lag) for an indicator."""
        return self._naming.get(indicator, [])


class Maker(Protocol):
    """What making relations needs of the builder."""

    model: Model
    assumptions: Assumptions
    made: set[tuple[str, str, int]]

    def unknown(self, unknown: Unknown, shown: Shown | None = None) -> int: ...
    def level(self, concept: str, subject: str, year: int, note: str = "") -> int: ...
    def has_level(self, concept: str, subject: str, year: int) -> bool: ...
    def element(self, element: Element) -> int: ...


def instantiate(maker: Maker, identity: Identity, terms: tuple[Term, ...], subject: str, year: int) -> None:
    """Make the identity's relations for a subject and year, once, if at most one member is not spoken of."""
    key = (identity.id, subject, year)
    if key in maker.made:
        return
    absent = 0
    for term in terms:
        absent += not maker.has_level(term.indicator, subject, year - term.lag)
        if absent > 1:
            return
    maker.made.add(key)
    _Work(maker, identity, subject, year).relate()


class _Work:
    """One identity for one subject and year."""

    def __init__(self, maker: Maker, identity: Identity, subject: str, year: int) -> None:
        self.maker, self.identity, self.subject, self.year = maker, identity, subject, year
        self.helpers = 0

    def relate(self) -> None:
        """Relations that say left = right, exactly or within the identity's slack."""
        identity = self.identity
        left, right = identity.equation.left, identity.equation.right
        if identity.tolerance == "exact":
            self._equate(left, right)
            return
        result = self._unknown_of(left)
        computed = self._unknown_of(right, self.maker.model.shown[result])
        self._within(Ground.IDENTITY, result, computed, identity.slack)
        at_all = identity.slack * self.maker.assumptions.plain_definitions
        if at_all < 1:
            self._within(Ground.PLAIN, result, computed, at_all)

    def _within(self, ground: Ground, result: int, computed: int, slack: float) -> None:
        """Both sides equal but for how far definitions differ: usually, or (plain) at all."""
        identity = self.identity
        zh = f"{self.year}年{identity.zh.rstrip('。')}，口径差异不超过{slack * 100:.3g}%"
        en = f"{identity.en.rstrip('.')} ({self.year}), definitions differing by at most {slack * 100:.3g}%"
        element = self.maker.element(Element(ground, zh, en, about=result))
        self.maker.model.relations.append(
            Within(result, computed, 1 - slack, 1 + slack, element, about=identity)
        )

    def _equate(self, left: Expression, right: Expression) -> None:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Term) and _is_product(other) and self._multiply_into(self._term(one), other):
                return
        terms_left, constant_left = self._linear(left)
        terms_right, constant_right = self._linear(right)
        terms = _merged((*terms_left, *((-f, v) for f, v in terms_right)))
        self.maker.model.relations.append(Total(terms, constant_left - constant_right, about=self.identity))

    def _multiply_into(self, result: int, operation: Expression) -> bool:
        """result = a * b or a / b as one product; False when a side is a constant."""
        assert isinstance(operation, Operation)
        if isinstance(operation.left, Number) or isinstance(operation.right, Number):
            return False
        left, right = self._unknown_of(operation.left), self._unknown_of(operation.right)
        if operation.sign == "*":
            self._product(result, left, right)
        else:  # result = left / right, so left = result * right
            self._product(left, result, right)
        return True

    def _product(self, result: int, left: int, right: int) -> None:
        self.maker.model.relations.append(Product(result, left, right, about=self.identity))

    def _term(self, term: Term) -> int:
        return self.maker.level(term.indicator, self.subject, self.year - term.lag)

    def _unknown_of(self, expression: Expression, like: Shown | None = None) -> int:
        """The unknown that an expression is; a helper, shown like another, where it has no name."""
        if isinstance(expression, Term):
            return self._term(expression)
        helper = self._helper(like)
        if _is_product(expression) and self._multiply_into(helper, expression):
            return helper
        terms, constant = self._linear(expression)
        self.maker.model.relations.append(Total((*terms, (-1.0, helper)), constant, about=self.identity))
        return helper

    def _helper(self, like: Shown | None) -> int:
        self.helpers += 1
        note = f"{self.identity.id}#{self.helpers}"
        unknown = Unknown(Kind.HELPER, "", self.subject, 0, self.year, note)
        if like is None:
            return self.maker.unknown(unknown, Shown("中间值", "intermediate value", "", "", 1.0))
        return self.maker.unknown(unknown, replace(like, zh=f"推算的{like.zh}", en=f"computed {like.en}"))

    def _linear(self, expression: Expression) -> Linear:
        if isinstance(expression, Number):
            return (), float(expression.value)
        if isinstance(expression, Term):
            return ((1.0, self._term(expression)),), 0.0
        if expression.sign in "+-":
            sign = 1.0 if expression.sign == "+" else -1.0
            left, left_constant = self._linear(expression.left)
            right, right_constant = self._linear(expression.right)
            return (*left, *((sign * f, v) for f, v in right)), left_constant + sign * right_constant
        return self._scaled(expression)

    def _scaled(self, operation: Operation) -> Linear:
        """A product or quotient; linear when one side is a constant."""
        if isinstance(operation.right, Number):
            by = float(operation.right.value)
            factor = by if operation.sign == "*" else 1 / by
            terms, constant = self._linear(operation.left)
            return tuple((f * factor, v) for f, v in terms), constant * factor
        if isinstance(operation.left, Number) and operation.sign == "*":
            factor = float(operation.left.value)
            terms, constant = self._linear(operation.right)
            return tuple((f * factor, v) for f, v in terms), constant * factor
        return ((1.0, self._unknown_of(operation)),), 0.0


def _is_product(expression: Expression) -> bool:
    return isinstance(expression, Operation) and expression.sign in "*/"


def _merged(terms: tuple[tuple[float, int], ...]) -> tuple[tuple[float, int], ...]:
    merged: dict[int, float] = {}
    for factor, variable in terms:
        merged[variable] = merged.get(variable, 0.0) + factor
    return tuple((factor, variable) for variable, factor in merged.items() if factor != 0.0)
