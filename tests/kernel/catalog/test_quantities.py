"""Quantities: compared and added only where that means something."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from huoju.kernel.catalog import Quantity, UnitMismatch, UnknownUnit


def q(value: str, unit: str, price_basis: str | None = None) -> Quantity:
    return Quantity(Decimal(value), unit, price_basis)


def test_the_same_amount_is_equal_in_whatever_unit() -> None:
    assert q("1", "亿元") == q("10000", "万元")
    assert hash(q("1", "亿元")) == hash(q("10000", "万元"))
    assert q("1", "亿元") != q("1", "亿美元")


def test_a_quantity_keeps_the_form_it_was_published_in() -> None:
    assert str(q("435.30", "亿元")) == "435.30亿元"
    assert str(q("435.30", "亿元").to("万元")) == "4353000万元"


def test_the_difference_of_two_shares_is_in_percentage_points() -> None:
    assert q("72.5", "%") - q("70", "%") == q("2.5", "个百分点")
    assert q("70", "%") + q("2.5", "个百分点") == q("72.5", "%")
    assert q("70", "%") - q("2.5", "个百分点") == q("67.5", "%")


def test_percentage_points_plus_a_share_mean_nothing() -> None:
    with pytest.raises(UnitMismatch):
        _ = q("2.5", "个百分点") + q("70", "%")


def test_prices_of_two_years_are_not_compared() -> None:
    with pytest.raises(UnitMismatch):
        _ = q("1", "亿元", "current") < q("2", "亿元", "constant:2020")
    assert q("1", "亿元") < q("2", "亿元", "current")


def test_scaling_and_ratios_are_exact() -> None:
    assert q("1", "亿元") * 3 == q("3", "亿元")
    assert q("3", "亿元") / 2 == q("1.5", "亿元")
    assert q("1", "亿元").ratio_to(q("3", "亿元")) == Fraction(1, 3)


def test_a_wrong_quantity_cannot_exist() -> None:
    with pytest.raises(UnknownUnit):
        q("1", "斛")
    with pytest.raises(TypeError):
        Quantity(Decimal("NaN"), "元")
    with pytest.raises(TypeError):
        Quantity(1.5, "元")  # type: ignore[arg-type]
