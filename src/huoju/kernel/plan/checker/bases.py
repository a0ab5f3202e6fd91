"""Bases: targets against what had been achieved. Already met, a step backwards, no base at all. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from huoju.kernel.catalog.wording import plain
from huoju.kernel.plan.checker.context import (
    GROWTH_MEASURES,
    STANDING_MEASURES,
    Context,
    about,
    finding,
    same_unit,
)
from huoju.kernel.plan.checker.quoting import concept_of, years_of
from huoju.kernel.plan.checker.scopes import NARROWER, WHOLE, whole
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Comparator, Measure, Statement

AT_MOST = frozenset({Comparator.LE, Comparator.LT})
AT_LEAST = frozenset({Comparator.GE, Comparator.GT})
NEED_A_BASE = frozenset({Measure.MULTIPLE, Measure.INCREMENT}) | GROWTH_MEASURES
FULL = Decimal(100)
KEEPS = re.compile(r"(?:稳定|保持|维持|控制)在[^，。；]{0,4}$")
KEPT_WITHIN = Decimal("0.05")


def beyond_the_base(context: Context) -> Iterator[Finding]:
    """Targets that the base already meets (以上, 以内), or that fall behind it (达到, a plain number)."""
    seen: set[tuple[object, ...]] = set()
    for target in context.targets:
        promise = (about(target), target.value, target.comparator)
        if promise in seen:  # the same promise in the text and in a table
            continue
        seen.add(promise)
        base = _base_of(target, context) if target.measure in STANDING_MEASURES else None
        if base is None or len(target.value) > 1:
            continue
        had = same_unit(base.value[0], base.unit, target.unit)
        if had is None or had == target.value[0] or _keeps_full(target) or _is_kept(target, had):
            continue
        if target.comparator is Comparator.APPROX and abs(had - target.value[0]) <= _about(target, context):
            continue
        lower = context.lower_is_better(target) or target.comparator in AT_MOST
        if not _has_a_better_way(target, context):
            continue
        if (had < target.value[0]) if lower else (had > target.value[0]):
            yield _already_met(target, base, had, lower, context)


def _has_a_better_way(target: Statement, context: Context) -> bool:
    """Whether going down, or up, would be worse; a population or a primary share may go either way."""
    entry = context.entry(target)
    return entry is None or entry.direction != "neither" or target.comparator in AT_MOST | AT_LEAST


def _base_of(target: Statement, context: Context) -> Statement | None:
    """The latest baseline of the same thing that states a value."""
    years = years_of(target)
    found = [
        b
        for b in context.baselines.get(about(target), ())
        if len(b.value) == 1 and years and (theirs := years_of(b)) and theirs[1] < years[1]
    ]
    return max(found, key=lambda b: (years_of(b) or (0, 0))[1], default=None)


def _about(target: Statement, context: Context) -> Decimal:
    return abs(target.value[0]) * Decimal(str(context.assumptions.about))


def _keeps_full(target: Statement) -> bool:
    return target.unit == "%" and target.value[0] == FULL


def _is_kept(target: Statement, had: Decimal) -> bool:
    """稳定在168万吨以上 of 168.4万吨: meant to be kept, not raised."""
    said = target.sentence[: target.offset[0]]
    return KEEPS.search(said) is not None and abs(had - target.value[0]) <= KEPT_WITHIN * abs(had)


def _already_met(target: Statement, base: Statement, had: Decimal, lower: bool, context: Context) -> Finding:
    bound = target.comparator in AT_MOST | AT_LEAST
    code = "met-by-baseline" if bound else "behind-baseline"
    guard = target.comparator in AT_MOST or context.entry(target) is None
    sign = "<" if lower else ">"
    unit = target.unit or ""
    step = f"{plain(had)}{unit} {sign} {plain(target.value[0])}{unit}"
    if bound:
        zh, en = "基期已经达到该目标", "the base already meets the target"
    else:
        zh, en = "目标比基期倒退", "the target falls behind the base"
    one, other = base.place.line, target.place.line
    (base_zh, base_en), (target_zh, target_en) = context.quoted(base), context.quoted(target)
    return finding(
        code,
        Severity.NOTE if guard and bound else Severity.WARNING,
        (base, target),
        f"{zh}：第{one}行基期{base_zh}，第{other}行目标{target_zh}。请核对基期，或提高目标。",
        f"{en.capitalize()}: {base_en} in line {one}, target {target_en} in line {other}. "
        "Check the base, or raise the target.",
        derivation=((f"基期与目标相比：{step}", f"Base against target: {step}"),),
        base=str(had),
        target=str(target.value[0]),
    )


def less_than_before(context: Context) -> Iterator[Finding]:
    """Totals over the plan period (累计投入60亿元) below what the period before it brought (85亿元)."""
    before = [b for b in _all_baselines(context) if b.measure is Measure.CUMULATIVE and len(b.value) == 1]
    for target in context.targets:
        if target.measure is not Measure.CUMULATIVE or target.concept is None:
            continue
        for base in before:
            had = same_unit(base.value[0], base.unit, target.unit)
            if base.concept == target.concept and _follows(base, target) and had is not None:
                if had > target.value[-1] and _covers(target, base):
                    yield _less(base, target, had, context)
                break


def _all_baselines(context: Context) -> Iterator[Statement]:
    for group in context.baselines.values():
        yield from group


def _follows(base: Statement, target: Statement) -> bool:
    """Whether the target's years come right after the base's, as many of them."""
    had, due = years_of(base), years_of(target)
    return bool(had and due) and had[1] + 1 == due[0] and had[1] - had[0] == due[1] - due[0]  # type: ignore[index]


def _covers(target: Statement, base: Statement) -> bool:
    """Whether the target is about the same as the base, or about the whole of which the base was a part."""
    mine, theirs = whole(target.subject), whole(base.subject)
    return mine in (theirs, WHOLE)


def _less(base: Statement, target: Statement, had: Decimal, context: Context) -> Finding:
    one, other = base.place.line, target.place.line
    (base_zh, base_en), (target_zh, target_en) = context.quoted(base), context.quoted(target)
    unit = target.unit or ""
    step = f"{plain(had)}{unit} > {plain(target.value[-1])}{unit}"
    return finding(
        "less-than-before",
        Severity.WARNING,
        (base, target),
        f"本期总量低于上一期：第{one}行上一期{base_zh}，第{other}行本期{target_zh}。请核对口径，或说明理由。",
        f"Less than in the period before: {base_en} in line {one}, now {target_en} in line {other}. "
        "Check the definition, or give the reason.",
        derivation=((f"上一期与本期相比：{step}", f"The period before against this one: {step}"),),
        before=str(had),
        target=str(target.value[-1]),
    )


def bases_are_stated(context: Context) -> Iterator[Finding]:
    """Targets counted from a base (growth, doubling, increments, shares) for which the plan gives none."""
    stated = {
        (concept_of(b), b.subject)
        for group in context.baselines.values()
        for b in group
        if b.measure in STANDING_MEASURES | {Measure.CUMULATIVE}
    }
    concepts = {concept for concept, _ in stated}
    concepts |= {wider for wider, narrower in NARROWER if narrower in concepts}
    for target in context.targets:
        if target.implicit or concept_of(target) in concepts:
            continue
        if target.measure in NEED_A_BASE - {Measure.INCREMENT}:
            yield _no_base(target, context, "基期值", "base value")
        elif target.measure in (Measure.SHARE, Measure.RATIO) and not _keeps_full(target):
            yield _no_base(target, context, "基期值和分母口径", "base value or denominator")


def _no_base(target: Statement, context: Context, zh: str, en: str) -> Finding:
    line, (said_zh, said_en) = target.place.line, context.quoted(target)
    return finding(
        "base-undefined",
        Severity.NOTE,
        (target,),
        f"第{line}行{said_zh}：规划没有给出{zh}，进度无从计算。请补充基期数据。",
        f"Line {line} {said_en}: the plan gives no {en}, so progress cannot be worked out. Add it.",
    )


def growth_says_which_year(context: Context) -> Iterator[Finding]:
    """A rate for several years without 年均 may be each year's, the average or the last year's."""
    for target in context.targets:
        years = years_of(target)
        if target.measure is Measure.GROWTH_RATE and years and years[0] != years[1]:
            line, (said_zh, said_en) = target.place.line, context.quoted(target)
            yield finding(
                "growth-unclear",
                Severity.NOTE,
                (target,),
                f"第{line}行{said_zh}：没有写明是年均增速还是末年增速。请补“年均”或年份。",
                f"Line {line} {said_en}: it does not say whether the rate is a yearly average or that of "
                "the last year. Say which.",
            )
