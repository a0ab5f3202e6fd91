"""Scopes: which words mean the whole area, which indicators are parts or narrower versions of others.

Facts of statistics, kept as plain tables; a pack adds identities to the catalog for anything further.
"""

from __future__ import annotations

WHOLE = "全区"
WHOLE_WORDS = frozenset({"", "全区", "全市", "全县", "全省", "本区", "我区", "全域", "区内", "我市", "本市"})
SHORT_NAME = 2

# (wider, narrower): the narrower counts only units above a size, and makes up most of the wider.
# How much of it is an assumption of its own (`scope_share`).
NARROWER: tuple[tuple[str, str], ...] = (
    ("industrial_revenue", "industrial_revenue_above_scale"),
    ("industrial_value_added", "industrial_value_added_above_scale"),
    ("industrial_profit", "industrial_profit_above_scale"),
)

# Revenue of industry clusters is part of industrial revenue.
PART_CONCEPTS = frozenset(
    {"cluster_revenue", "industry_cluster_revenue", "产业收入", "产业营业收入", "集群收入"}
)
PART_SUBJECT_WORDS = ("集群", "产业")
WHOLES_OF_PARTS = ("industrial_revenue", "industrial_revenue_above_scale")

# Composition -> shares of its parts in the order documents print them (第一、二、三产业).
COMPOSITION_PARTS: dict[str, tuple[str, ...]] = {
    "industry_structure": ("primary_share_gdp", "secondary_share_gdp", "tertiary_share_gdp"),
    "three_industry_structure": ("primary_share_gdp", "secondary_share_gdp", "tertiary_share_gdp"),
}

# What may be below zero; everything else cannot.
MAY_BE_NEGATIVE = ("profit", "net_", "balance", "surplus", "deficit", "growth", "difference", "change")


def whole(subject: str) -> str:
    """The subject, with every word for the whole area as one; a plan shortens its area to 经区 and the like."""
    text = subject.strip()
    is_short_name = len(text) == SHORT_NAME and text[-1] in "区市县"
    return WHOLE if is_short_name or text in WHOLE_WORDS else text


def cannot_be_negative(concept: str) -> bool:
    """Whether levels of the concept are zero or more."""
    return not any(word in concept for word in MAY_BE_NEGATIVE)
