"""Identities: plain arithmetic text becomes a tree; anything else is refused with a clear message."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoju.kernel.catalog import (
    BadArithmetic,
    Equation,
    Identity,
    Number,
    Operation,
    Term,
    evaluate,
    load_catalog,
    parse_equation,
    spell,
)


def number_of(values: dict[str, Fraction]):
    def operate(sign: str, left: Fraction, right: Fraction) -> Fraction:
        return {
            "+": left + right,
            "-": left - right,
            "*": left * right,
            "/": left / right if right else Fraction(0),
        }[sign]

    return lambda tree: evaluate(tree, lambda term: values[term.indicator], Fraction, operate)


def test_an_equation_becomes_a_tree() -> None:
    assert parse_equation("gdp = per_head * (urban + rural)") == Equation(
        Term("gdp"), Operation("*", Term("per_head"), Operation("+", Term("urban"), Term("rural")))
    )


def test_the_period_before_and_the_sum_over_parts_are_terms() -> None:
    assert parse_equation("a = prev(a) + sum_over(b)").terms() == (
        Term("a"), Term("a", lag=1), Term("b", is_over_parts=True),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["a", "a = b = c", "a = ", "a = b ** 2", "a = f(b)", "a = b[0]", "a = 'b'", "a = True", "a = b if c else d",
     "a = __import__('os')", "a = (" * 200 + "b" + ")" * 200, "a = prev(b + c)", "a = b.c"],
)  # fmt: skip
def test_what_is_not_arithmetic_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(BadArithmetic) as told:
        parse_equation(text)
    assert "恒等式" in told.value.in_language("zh")
    assert "Cannot read" in told.value.in_language("en")


names = st.sampled_from(["a", "b", "c"])
trees = st.recursive(
    st.one_of(names.map(Term), st.integers(1, 99).map(lambda n: Number(Decimal(n)))),
    lambda inner: st.builds(Operation, st.sampled_from("+-*/"), inner, inner),
    max_leaves=12,
)
values = st.fixed_dictionaries({name: st.integers(1, 50).map(Fraction) for name in "abc"})


@given(trees, values)
def test_spelled_and_parsed_again_it_has_the_same_value(tree, values) -> None:
    again = parse_equation(f"a = {spell(tree, lambda term: term.indicator)}").right
    value = number_of(values)
    assert value(again) == value(tree)


def test_every_identity_explains_itself_and_its_terms_are_in_the_catalog() -> None:
    catalog = load_catalog()
    assert len(catalog.identities) >= 40
    for identity in catalog.identities:
        assert identity.explain("zh")
        assert identity.explain("en").endswith(".")
        missing = [name for name in identity.indicators if name not in catalog]
        assert not missing, f"{identity.id}: {missing}"


def test_a_pack_adds_its_own_identity() -> None:
    own = Identity(
        "clusters", "industrial_revenue = sum_over(cluster_revenue)", "集群之和", "Clusters add up."
    )
    catalog = load_catalog().with_identities([own])
    assert own in catalog.identities
    assert own not in load_catalog().identities


def test_a_tolerance_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(BadArithmetic):
        Identity("x", "a = b", "", "", tolerance="roughly")
