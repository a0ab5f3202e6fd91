"""Owners: whom a statement is about when the sentence does not say it. The paragraph's own lead does.

Plans set such paragraphs apart by a lead: “——电子信息产业集群。整合和转移……产业收入突破1000亿元”. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.outline import Clause
from huoju.kernel.plan.statements import Statement

LEAD = re.compile(
    r"^\s*(?:[-—－–·•●]+|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])\s*([^。.：:；;，,\d]{2,24}?)[。：:]"
)
# A lead that names a thing, not a slogan (综合实力实现新跃升).
THING = re.compile(
    r"(集群|产业园|园区|园|基地|产业链|产业|片区|组团|新城|科技城|港区|示范区|企业|中心|集团)$"
)


def with_owners(statements: Iterable[Statement], clauses: Iterable[Clause]) -> tuple[Statement, ...]:
    """The statements; those without a subject of their own take that of their paragraph's lead."""
    leads = {c.id: lead for c in clauses if (lead := lead_of(c.text)) is not None}
    return tuple(
        replace(s, subject=leads[s.clause])
        if s.clause in leads and scopes.whole(s.subject) == scopes.WHOLE
        else s
        for s in statements
    )


def lead_of(text: str) -> str | None:
    """The thing that a paragraph's lead names: “——智能装备产业集群。按照……” -> 智能装备产业集群."""
    found = LEAD.match(text.replace("\n", ""))
    name = found[1].strip() if found else ""
    return name if name and THING.search(name) else None


def with_own_area(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements, with the words for the plan's own area as one.

    In a zone's plan 全区 is the zone and 全市 the city it lies in; in a city's plan 全市 is the city. The rank
    that the plan speaks of most is its own.
    """
    said = tuple(statements)
    ranks = Counter(rank for s in said if (rank := scopes.rank_of(s.subject)) is not None)
    if not ranks:
        return said
    own = max(ranks, key=lambda rank: (ranks[rank], rank == "区"))
    return tuple(replace(s, subject=scopes.WHOLE) if scopes.rank_of(s.subject) == own else s for s in said)
