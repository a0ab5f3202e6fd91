"""Conditions: what would have to be unusual for a tension's statements all to be true. Pure.

The condition is worked out twice: by the values as printed (870.6亿元 ÷ 18万元 = 48.4万人), and at the least
when every other allowance is used up.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from huoju.kernel.plan.checker.building import Model
from huoju.kernel.plan.checker.conflicts import Component, Conflict
from huoju.kernel.plan.checker.elements import RANK, Ground
from huoju.kernel.plan.checker.propagation import Network, propagate
from huoju.kernel.plan.checker.quoting import percent_words
from huoju.kernel.plan.checker.relations import Box, Fact, Relation, Total, Within
from huoju.kernel.plan.checker.telling import Teller
from huoju.kernel.plan.statements import Role, Statement

SAID = (Ground.STATEMENT, Ground.PLAIN)


@dataclass(frozen=True, slots=True)
class Condition:
    """The assumption that gives way first, and what it would have to be instead."""

    ground: Ground
    element: int
    zh: str
    en: str
    needed: float | None
    at_the_least: float | None


def condition_of(component: Component, conflict: Conflict, model: Model) -> Condition:
    """The named condition of a tension."""
    soft = [e for e in conflict.elements if model.elements[e].ground not in SAID]
    stretched = {s.stretch for e in conflict.elements if (s := model.elements[e].statement) and _is_target(s)}
    if not soft and len(stretched) > 1:
        return Condition(
            Ground.READING, min(conflict.elements),
            "其中有力争目标，只有不实现该力争目标才与其他数值相符",
            "a stretch target is among them, and the others hold only if it is missed",
            None, None,
        )  # fmt: skip
    if not soft:
        return Condition(
            Ground.READING, min(conflict.elements),
            "其中有的指标不在目录中，或口径不明，所指并不相同",
            "some of these indicators are not in the catalog or differ in definition, so they are not the same",
            None, None,
        )  # fmt: skip
    chosen = min(soft, key=lambda e: (RANK[model.elements[e].ground], e))
    element = model.elements[chosen]
    box, _ = component.bounds(conflict.elements - {chosen})
    about = element.about
    if about is None:
        return Condition(element.ground, chosen, element.zh, element.en, None, None)
    needed = _as_printed(component, conflict, model, chosen, about)
    if element.ground is Ground.PARTS:
        return _of_parts(component, model, chosen, about, needed)
    if element.ground is Ground.IDENTITY:
        return _of_identity(component, conflict, model, chosen)
    limit = _limit(component, chosen, box, about)
    zh, en = _words(component, model, chosen, about, limit, needed, box)
    return Condition(element.ground, chosen, zh, en, needed, limit and limit[1])


def _is_target(statement: Statement) -> bool:
    return statement.role is Role.TARGET


def _of_parts(component: Component, model: Model, chosen: int, about: int, whole: float | None) -> Condition:
    """Parts that exceed their whole: their sum as printed against the whole as printed."""
    relation, teller = relation_of(component, chosen), Teller(model)
    assert isinstance(relation, Total)
    printed = {f.variable: f.center for f in component.network.facts if f.center is not None}
    total = sum(printed.get(variable, 0.0) for factor, variable in relation.terms if factor > 0)
    name, needed = teller.name(about), teller.value(about, total)
    zh, en = "", ""
    if whole is not None:
        shown = teller.value(about, whole)
        zh = f"各部分合计 {needed.zh}，超过整体的 {shown.zh}；"
        en = f"the parts add up to {needed.en}, the whole to {shown.en}; "
    return Condition(
        Ground.PARTS, chosen,
        f"{zh}需要{name.zh}达到 {needed.zh}，或各部分并不都计入整体",
        f"{en}needs {name.en} to reach {needed.en}, or parts that are not all counted in the whole",
        total, total,
    )  # fmt: skip


Limit = tuple[str, float]


def _limit(component: Component, chosen: int, box: Box, about: int) -> Limit | None:
    """Which side of the unknown the others force beyond what the assumption allows."""
    low, high = box.low[about], box.high[about]
    allowed_low, allowed_high = _allowed(component, chosen, box, about)
    if low > allowed_high:
        return "low", low
    if high < allowed_low:
        return "high", high
    if low > 0:
        return "low", low
    return ("high", high) if high < inf else None


def _allowed(component: Component, chosen: int, box: Box, about: int) -> tuple[float, float]:
    for fact in component.facts_of.get(chosen, ()):
        if fact.variable == about:
            return fact.low, fact.high
    relation = relation_of(component, chosen)
    if isinstance(relation, Within) and relation.result == about:
        return box.low[relation.base] * relation.least, box.high[relation.base] * relation.most
    return -inf, inf


def relation_of(component: Component, element: int) -> Relation | None:
    """The relation that an element stands for, if it is one."""
    return next((r for r in component.network.relations if r.element == element), None)


def _of_identity(component: Component, conflict: Conflict, model: Model, chosen: int) -> Condition:
    """Two sides of an approximate identity that differ by more than definitions do."""
    relation, teller, element = relation_of(component, chosen), Teller(model), model.elements[chosen]
    assert isinstance(relation, Within)
    stated = _as_printed(component, conflict, model, chosen, relation.result)
    computed = _as_printed(component, conflict, model, chosen, relation.base)
    if stated is None or computed is None:
        return Condition(
            Ground.IDENTITY, chosen, f"不满足：{element.zh}", f"against: {element.en}", None, None
        )
    name = teller.name(relation.result)
    one, other = teller.value(relation.result, stated), teller.value(relation.result, computed)
    apart = percent_words(computed / stated - 1)
    return Condition(
        Ground.IDENTITY, chosen,
        f"由其他数值推算的{name.zh}为 {other.zh}，与所列的 {one.zh} 相差 {apart}，超过口径差异的通常范围",
        f"{name.en} works out at {other.en} from the other figures, {apart} off the stated {one.en}: "
        "more than definitions usually differ",
        computed, stated,
    )  # fmt: skip


def _as_printed(
    component: Component, conflict: Conflict, model: Model, chosen: int, about: int
) -> float | None:
    """The unknown's value when every statement is taken at its printed value and nothing else moves."""
    facts = [
        Fact(f.variable, f.center, f.center, f.element)
        for e in sorted(conflict.elements - {chosen})
        for f in component.facts_of.get(e, ())
        if f.center is not None
    ]
    network = component.network
    exact = [_without_slack(r) if r.element in conflict.elements and r.element != chosen else r
             for r in network.relations]  # fmt: skip
    kept = frozenset(conflict.elements - {chosen})
    box, clash = propagate(Network(network.domain, facts, exact, network.touching), kept, facts)
    if clash is not None:
        return None
    low, high = box.low[about], box.high[about]
    if low > 0 and high < inf and high - low <= 1e-6 * high:
        return low
    return None


def _without_slack(relation: Relation) -> Relation:
    """The relation with its allowance taken away; bands of growth keep theirs."""
    if isinstance(relation, Within) and relation.least <= 1 <= relation.most and _is_definition(relation):
        return Within(relation.result, relation.base, 1.0, 1.0, relation.element, relation.about)
    return relation


def _is_definition(relation: Within) -> bool:
    """An approximate identity or one scope standing for another: as printed, they are taken as equal."""
    return hasattr(relation.about, "slack") or relation.about == "scope"


# -- words


def _words(
    component: Component, model: Model, chosen: int, about: int, limit: Limit | None,
    needed: float | None, box: Box,
) -> tuple[str, str]:  # fmt: skip
    teller, element = Teller(model), model.elements[chosen]
    name = teller.name(about)
    if limit is None:
        return element.zh, element.en
    side, least = limit
    value = needed if needed is not None and _beyond(needed, limit) else least
    shown, at_least = teller.value(about, value), teller.value(about, least)
    more = (f"（最少 {at_least.zh}）", f" (at the least {at_least.en})") if value != least else ("", "")
    if side == "high":
        more = (more[0].replace("最少", "最多"), more[1].replace("at the least", "at the most"))
    if element.ground in (Ground.POPULATION, Ground.MONEY_GROWTH):
        return _growth_words(component, model, chosen, box, value, more)
    if element.ground is Ground.NO_STEP_BACK and element.statement is not None:
        return (
            f"需要{name.zh}已达 {shown.zh}{more[0]}，即目标低于基期",
            f"needs {name.en} to have been {shown.en}{more[1]} already: the target would be a step back",
        )
    zh_way, en_way = ("达到", "to reach") if side == "low" else ("降至", "to be down to")
    return f"需要{name.zh}{zh_way} {shown.zh}{more[0]}", f"needs {name.en} {en_way} {shown.en}{more[1]}"


def _beyond(needed: float, limit: Limit) -> bool:
    return needed >= limit[1] if limit[0] == "low" else needed <= limit[1]


def _growth_words(
    component: Component, model: Model, chosen: int, box: Box, value: float, more: tuple[str, str]
) -> tuple[str, str]:
    """Needs X to go from a to b by a year: so much a year, where so much was assumed."""
    relation, teller = relation_of(component, chosen), Teller(model)
    assert isinstance(relation, Within)
    base = next(
        (f.center for f in component.network.facts if f.variable == relation.base and f.center is not None),
        box.high[relation.base],
    )
    first, last = model.unknowns[relation.base], model.unknowns[relation.result]
    years = last.last - first.last
    rate = percent_words((value / base) ** (1 / years) - 1) if 0 < base < inf and value > 0 else "?"
    low, high = (percent_words(bound ** (1 / years) - 1) for bound in (relation.least, relation.most))
    name, shown = model.shown[relation.result], teller.value(relation.result, value)
    start = teller.value(relation.base, base)
    return (
        f"需要{name.zh}由{first.last}年的 {start.zh} 变为{last.last}年的 {shown.zh}{more[0]}，"
        f"年均 {rate}（假设范围 {low} 至 {high}）",
        f"needs {name.en} to go from {start.en} in {first.last} to {shown.en}{more[1]} by {last.last}, "
        f"{rate} a year (assumed: {low} to {high})",
    )
