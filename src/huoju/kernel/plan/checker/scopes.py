"""Scopes: which words mean the whole area, which indicators are parts or narrower versions of others.

Facts of statistics, kept as plain tables; a pack adds identities to the catalog for anything further.
"""

from __future__ import annotations

from functools import lru_cache

WHOLE = "全区"
WHOLE_WORDS = frozenset({"", WHOLE, "全域"})
# Words for the whole area by its rank; only those of the plan's own rank mean the plan's own area.
OWN_WORDS: dict[str, frozenset[str]] = {
    "区": frozenset({"全区", "本区", "我区", "区内"}),
    "市": frozenset({"全市", "本市", "我市", "市域"}),
    "县": frozenset({"全县", "本县", "我县"}),
    "省": frozenset({"全省", "本省", "我省"}),
    "国": frozenset({"全国", "我国"}),
}
SHORT_NAME = 2

# Two values this many times apart, of what seems one thing, are more likely of two (an area and a part of it
# that the sentence leaves unsaid): a warning, not an error. Slips of the pen are closer. Own choice.
TWO_THINGS = 5

# (wider, narrower): the narrower counts only units above a size, and makes up most of the wider.
# How much of it is an assumption of its own (`scope_share`).
NARROWER: tuple[tuple[str, str], ...] = (
    ("industrial_revenue", "industrial_revenue_above_scale"),
    ("industrial_value_added", "industrial_value_added_above_scale"),
    ("industrial_profit", "industrial_profit_above_scale"),
)

# The unit family of amounts of yuan.
MONEY = "money_cny"

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
    """The subject, with every word for the plan's own area as one (see `owners.with_own_area`)."""
    text = subject.strip()
    return WHOLE if text in WHOLE_WORDS else text


def rank_of(subject: str) -> str | None:
    """区, 市, 县 ...: the rank of area that a word like 全市 or a short name like 经区 speaks of; None for others."""
    text = subject.strip()
    for rank, words in OWN_WORDS.items():
        if text in words:
            return rank
    return text[-1] if len(text) == SHORT_NAME and text[-1] in OWN_WORDS else None


@lru_cache(maxsize=4096)
def cannot_be_negative(concept: str) -> bool:
    """Whether levels of the concept are zero or more."""
    return not any(word in concept for word in MAY_BE_NEGATIVE)
