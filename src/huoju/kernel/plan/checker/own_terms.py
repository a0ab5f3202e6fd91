"""Own terms: what a plan measures that the catalog does not know, named well enough to be told again. Pure.

数字经济增加值 is the same in two places of a plan; 总投资 or 营业收入 may be of anything. A stock is one thing
whether it is 现有充电桩, 建成充电桩数 or 新增充电桩; a cluster named alone (电子信息产业集群达到500亿元) is its
revenue.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from huoju.kernel.catalog import Catalog, find_unit
from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.statements import Measure, Role, Statement

SHORTEST = 5
# The reader is that sure of what a term of the plan's own is, before two of them are called the same.
SURE = 0.8
# Totals, plans and projects of whatever the sentence is about.
GENERIC = re.compile(
    r"^(?:总|年度|年均|规划|计划|完成|安排|实施|建设|累计|入库|其中|全部|每年|新开工|续建|改造|投资|项目|资金|上述)"
    r"|(?:项目|工程|课题|活动|场次|人次)数?$|^(?:第[一二三]|[东南西北中]|其他|其它)"
)
ADDING = re.compile(r"^(?:净增加?|新增加?|新认定|新培育|增加)(?=[\u4e00-\u9fff]{2})")
HAVING = re.compile(r"^(?:累计|已|共)*(?:现有|拥有|建成|建有|实有|达到|实现)(?=[\u4e00-\u9fff]{2})")
WITHIN = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:实现|完成)(?=(?:总?产值|增加值|收入|营业收入|利润|投资)$)")
NUMBER_WORD = re.compile(r"(?:总数|数量|数)$")
CLUSTER = re.compile(r"^[\u4e00-\u9fff、和与及]{2,20}?产业集群$")
OF_WHOLE = re.compile(
    r"占(?:全[市区县省]|本[市区县省]|园区|全部)?([^，。；占]{3,20}?)的?(?:比重|比例|份额|总量)?(?:达到?|为|约|超过|提高到)*$"
)
GROSS = re.compile(r"(?:新增|新认定|新培育|新建|引进|新引进)[^，。；、]{0,20}$")
NET = re.compile(r"(?:净增|净新增|增加|增长|提高|扩大)[^，。；、]{0,20}$")
LEAVE = re.compile(r"企业|公司|机构|主体|商户|平台|人才|人员|人口|人数|合作社|站|中心")
REACHES = re.compile(r"(?:达到|达|增加到|增至|突破)")
# Parts whose bare names say what they are only beside their whole.
SHORT_PARTS: dict[str, dict[str, str]] = {
    "foreign_trade_total": {"出口": "exports", "进口": "imports", "出口额": "exports", "进口额": "imports"},
    "gdp": {
        "第一产业": "primary_value_added",
        "第二产业": "secondary_value_added",
        "第三产业": "tertiary_value_added",
        "一产": "primary_value_added",
        "二产": "secondary_value_added",
        "三产": "tertiary_value_added",
    },
    "resident_population": {
        "城镇": "urban_population",
        "乡村": "rural_population",
        "农村": "rural_population",
        "城镇人口": "urban_population",
        "乡村人口": "rural_population",
        "农村人口": "rural_population",
    },
    "general_public_budget_revenue": {
        "税收": "tax_revenue",
        "非税": "non_tax_revenue",
        "非税收入": "non_tax_revenue",
    },
}
COUNTS = frozenset({Measure.COUNT, Measure.LEVEL})


def with_own_terms(statements: Iterable[Statement], catalog: Catalog) -> tuple[Statement, ...]:
    """The statements, each stock and each cluster's revenue under one name."""
    said = tuple(_named(s, catalog) for s in statements)
    wholes = {(s.clause, s.sentence, s.concept) for s in said if s.sentence and s.concept in SHORT_PARTS}
    return tuple(_of_whole(s, wholes) if s.concept is None else s for s in said)


def _of_whole(statement: Statement, wholes: Container[tuple[str, str, str]]) -> Statement:
    """进出口总额……，其中出口……: a bare part of what the same sentence names as the whole."""
    if statement.measure not in COUNTS:
        return statement
    for whole, parts in SHORT_PARTS.items():
        part = parts.get(statement.indicator)
        if part is not None and (statement.clause, statement.sentence, whole) in wholes:
            return replace(statement, concept=part)
    return statement


def with_plan_base(
    statements: Iterable[Statement], start: int | None, end: int | None
) -> tuple[Statement, ...]:
    """The statements; a doubling by the plan's last year that names no base counts from the year before it."""
    if start is None or end is None:
        return tuple(statements)
    return tuple(
        replace(s, baseline_period=str(start - 1))
        if s.measure is Measure.MULTIPLE and s.role is Role.TARGET and not s.baseline_period
        and s.period in (str(end), f"{start}-{end}")
        else s
        for s in statements
    )  # fmt: skip


def _named(statement: Statement, catalog: Catalog) -> Statement:
    if _is_cluster_alone(statement):
        return replace(statement, indicator="产业收入", subject=statement.indicator)
    adds = ADDING.match(statement.indicator)
    if adds and (statement.measure is Measure.INCREMENT or _is_reached(statement)):
        return _renamed(statement, statement.indicator[adds.end() :], catalog)
    if statement.measure is Measure.SHARE:
        return _share_named(statement, catalog)
    if statement.concept is not None or statement.measure not in COUNTS:
        return statement
    name = WITHIN.sub("", statement.indicator)
    has = HAVING.match(name)
    if has and statement.role is Role.BASELINE:
        name = name[has.end() :]
    return _renamed(statement, name, catalog) if name != statement.indicator else statement


def _share_named(statement: Statement, catalog: Catalog) -> Statement:
    """高新技术产业产值520亿元，占规模以上工业总产值的46.8%: the share is the catalog's ratio of the two."""
    whole = catalog.find(whole_of(statement))
    if statement.concept is None:
        return replace(statement, indicator=WITHIN.sub("", statement.indicator))
    entry = catalog.get(statement.concept) if statement.concept in catalog else None
    if whole is None or entry is None or entry.unit_family == "share":
        return statement
    quotient = f"{entry.id} / {whole.id}"
    for identity in catalog.identities:
        ratio, _, right = identity.text.partition(" = ")
        if right == quotient and ratio in catalog:
            return replace(statement, concept=ratio, indicator=catalog.get(ratio).zh)
    return statement


def whole_of(statement: Statement) -> str:
    """What the share is a share of: 占地区生产总值的比重达到 -> 地区生产总值; empty where the sentence says none."""
    found = OF_WHOLE.search(statement.sentence[: statement.offset[0]])
    return found[1] if found else ""


def _is_reached(statement: Statement) -> bool:
    """净增……80家，达到200家: the second number is the stock, whatever was added before it."""
    said = statement.sentence[: statement.offset[0]]
    return statement.measure is Measure.COUNT and said.rstrip("了").endswith(("达到", "达", "增至", "增加到"))


def _renamed(statement: Statement, name: str, catalog: Catalog) -> Statement:
    """The statement about a stock of this name: the catalog's where it knows it, else the plan's own term."""
    bare = NUMBER_WORD.sub("", name)
    entry = catalog.find(name) or catalog.find(bare) or catalog.find(f"{bare}数")
    if entry is not None and entry.kind == "stock":
        return replace(statement, indicator=name, concept=entry.id)
    return statement if statement.concept is not None else replace(statement, indicator=name)


def _is_cluster_alone(statement: Statement) -> bool:
    unit = find_unit(statement.unit) if statement.unit else None
    return (
        statement.concept is None
        and statement.measure is Measure.LEVEL
        and unit is not None
        and unit.family == scopes.MONEY
        and scopes.whole(statement.subject) == scopes.WHOLE
        and CLUSTER.match(statement.indicator) is not None
    )


def is_told_again(statement: Statement) -> bool:
    """Whether a term that no catalog knows is named well enough to be the same wherever it stands."""
    name = statement.indicator
    return len(name) >= SHORTEST and GENERIC.search(name) is None and statement.confidence >= SURE


def is_gross(statement: Statement) -> bool:
    """新增, 新认定 of firms and the like, of which some may have left; 净增 and 增加 are the difference itself.

    A promise that names the stock it leads to in the same breath (新增50家，达到150家) counts with none leaving.
    """
    said = statement.sentence[: statement.offset[0]]
    if (
        GROSS.search(said) is None
        or NET.search(said) is not None
        or LEAVE.search(statement.indicator) is None
    ):
        return False
    return statement.role is Role.BASELINE or REACHES.search(statement.sentence) is None
