"""Averages: so much a year (年均引进100名) times the years against the total (五年引进500名). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huoju.kernel.catalog.wording import plain
from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.checker.building import FIRM_CONFIDENCE
from huoju.kernel.plan.checker.context import GROWTH_MEASURES, Context, finding, same_unit
from huoju.kernel.plan.checker.intervals import Interval, interval_of, printed_interval
from huoju.kernel.plan.checker.quoting import years_of
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Comparator, Measure, Role, Statement

YEARLY = re.compile(r"(?:年均|平均每年|每年平均|每年)[^，。；、\d]{0,16}$")
NEAR_LINES = 6
AMOUNTS = frozenset({Measure.LEVEL, Measure.COUNT, Measure.CUMULATIVE, Measure.INCREMENT})


def averages_make_totals(context: Context) -> Iterator[Finding]:
    """A yearly average and the total over the same years that do not fit."""
    amounts = [
        s for s in context.statements
        if s.measure in AMOUNTS and s.measure not in GROWTH_MEASURES and len(s.value) == 1 and s.sentence
        and s.role in (Role.TARGET, Role.BASELINE)
    ]  # fmt: skip
    yearly = [s for s in amounts if _is_yearly(s)]
    for average in yearly:
        totals = [s for s in amounts if not _is_yearly(s) and _is_total_of(s, average)]
        total = min(totals, key=lambda s: abs(s.place.line - average.place.line), default=None)
        if total is not None:
            yield from _compared(total, average, context)


def _is_yearly(statement: Statement) -> bool:
    return YEARLY.search(statement.sentence[: statement.offset[0]]) is not None


def _is_total_of(total: Statement, average: Statement) -> bool:
    years, theirs = years_of(total), years_of(average)
    if years is None or years[0] == years[1] or abs(total.place.line - average.place.line) > NEAR_LINES:
        return False
    if theirs is not None and theirs != years:
        return False
    one, other = _name(total), _name(average)
    is_same = bool(other) and (one.endswith(other) or other.endswith(one))
    return (
        is_same
        and scopes.whole(total.subject) == scopes.whole(average.subject)
        and total.role is average.role
        and total.unit is not None
        and same_unit(average.value[0], average.unit, total.unit) is not None
    )


def _name(statement: Statement) -> str:
    return re.sub(r"^(?:累计|年均|每年|五年|共|计划|完成|实现)+|数$", "", statement.indicator)


def _compared(total: Statement, average: Statement, context: Context) -> Iterator[Finding]:
    first, last = years_of(total) or (0, 0)
    years = last - first + 1
    each = _meant(average, context)
    scale = same_unit(average.value[0], average.unit, total.unit)
    if not scale or not average.value[0]:
        return
    made, said = each.scaled(years * float(scale / average.value[0])), _meant(total, context)
    if made.low <= said.high * (1 + 1e-9) and said.low <= made.high * (1 + 1e-9):
        return
    yield _told(total, average, years, context)


def _meant(statement: Statement, context: Context) -> Interval:
    """What is plainly meant; 达到 leaves hardly any room beyond."""
    if statement.comparator is not Comparator.REACH:
        return interval_of(statement, context.assumptions)
    printed = printed_interval(statement)
    return Interval(printed.low, printed.high * (1 + context.assumptions.plain_overshoot))


def _told(total: Statement, average: Statement, years: int, context: Context) -> Finding:
    value = (same_unit(average.value[0], average.unit, total.unit) or average.value[0]) * years
    one, other = total.place.line, average.place.line
    (total_zh, total_en), (each_zh, each_en) = context.quoted(total), context.quoted(average)
    made, said = f"{plain(value)}{total.unit}", f"{plain(total.value[0])}{total.unit}"
    step = f"{plain(value / years)}{total.unit} × {years} = {made} ≠ {said}"
    firm = min(total.confidence, average.confidence) >= FIRM_CONFIDENCE
    hedged = total.stretch or average.stretch
    return finding(
        "average-and-total",
        Severity.ERROR if firm and not hedged else Severity.WARNING,
        (total, average),
        f"年均与累计不符：第{one}行{years}年共{total_zh}，第{other}行年均{each_zh}，{years}年合计 {made}。请统一。",
        f"The yearly average does not make the total: {total_en} over {years} years in line {one}, {each_en} a "
        f"year in line {other}, which makes {made}. Settle on one.",
        derivation=((step, step),),
        made=str(value),
        total=str(total.value[0]),
    )
