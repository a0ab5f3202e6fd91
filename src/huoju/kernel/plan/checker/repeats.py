"""Repeats: the same thing promised in two places with different values. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.checker.building import FIRM_CONFIDENCE
from huoju.kernel.plan.checker.context import GROWTH_MEASURES, About, Context, about, finding, same_unit
from huoju.kernel.plan.checker.intervals import half_step
from huoju.kernel.plan.checker.own_terms import is_told_again
from huoju.kernel.plan.checker.quoting import years_of
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Comparator, Measure, Statement

AT_MOST = frozenset({Comparator.LE, Comparator.LT})
BOUNDS = AT_MOST | {Comparator.GE, Comparator.GT}
STATED = frozenset({Comparator.EQ, Comparator.REACH})
# 达到300家，力争350家: a firm and a stretch value in one breath are no contradiction.
SAME_BREATH_LINES = 4
# Two prints of one promised number hardly differ by more than this share of it; own choice.
COARSE = Decimal("0.05")
ONE_VALUE = frozenset(
    {
        Measure.LEVEL, Measure.COUNT, Measure.SHARE, Measure.RATIO, Measure.RANK,
        Measure.GROWTH_RATE, Measure.ANNUAL_AVERAGE_GROWTH, Measure.MULTIPLE,
    }
)  # fmt: skip


def promised_once(context: Context) -> Iterator[Finding]:
    """Targets for the same thing and time whose values differ.

    An error when both state the value (达到, or a plain number) of an indicator the catalog knows, neither
    hedged; otherwise a warning, since bounds such as 7%以上 and 8%以上 can both be kept.
    """
    width = Decimal(str(context.assumptions.about))
    groups: dict[About, list[Statement]] = {}
    for target in context.targets:
        if target.measure in ONE_VALUE and not target.implicit and _is_named(target):
            groups.setdefault(about(target), []).append(target)
    for targets in groups.values():
        for first, second in combinations(sorted(targets, key=lambda s: s.place), 2):
            if not _same_time(first, second) or _in_one_breath(first, second):
                continue
            if _differ(first, second, width):
                yield _twice(first, second, context)
            elif _is_coarser(first, second):
                yield _twice(first, second, context, is_rounded=True)


def _is_named(target: Statement) -> bool:
    """An indicator that the catalog does not know is the same in two places only if named well, or by its owner."""
    is_known = target.concept is not None or is_told_again(target)
    return is_known or scopes.whole(target.subject) != scopes.WHOLE


def _same_time(first: Statement, second: Statement) -> bool:
    """Due at the same time and counted from the same base.

    A bare 增速 for the plan period and one for its last year may both mean the same, so they are compared.
    """
    bases = {s.baseline_period for s in (first, second) if s.baseline_period}
    if len(bases) > 1:
        return False
    if first.period == second.period:
        return True
    one, other = years_of(first), years_of(second)
    if one is None or other is None or one[1] != other[1]:
        return False
    if Measure.ANNUAL_AVERAGE_GROWTH in (first.measure, second.measure):
        return False
    return one[0] == one[1] or other[0] == other[1]


def _differ(first: Statement, second: Statement, about: Decimal) -> bool:
    """Whether the printed values are different numbers, not one number rounded in two ways or a span around it."""
    if _bounds_from_two_sides(first, second):
        return False
    for one, other in zip(first.value, second.value, strict=False):
        same = same_unit(other, second.unit, first.unit)
        if same is None:
            return False
        slack = _rounding(first, one) + _rounding(second, other) * (same / other if other else 1)
        if Comparator.APPROX in (first.comparator, second.comparator):
            slack += abs(one) * about
        if one != same and abs(one - same) >= slack:
            return True
    return False


def _is_coarser(first: Statement, second: Statement) -> bool:
    """Whether only coarse rounding makes them one: 3.5% and 4%. A promise is no measurement, so it is doubtful."""
    if {first.comparator, second.comparator} - STATED or first.measure in GROWTH_MEASURES:
        return False
    one, other = first.value[-1], same_unit(second.value[-1], second.unit, first.unit)
    return other is not None and abs(one - other) > COARSE * max(abs(one), abs(other))


def _rounding(statement: Statement, value: Decimal) -> Decimal:
    """What rounding leaves open; a bound (7%以上) is meant exactly."""
    return Decimal(0) if statement.comparator in BOUNDS else half_step(statement, value)


def _bounds_from_two_sides(first: Statement, second: Statement) -> bool:
    """At least 5 in one place, at most 10 in another, or a range: they can all be meant."""
    comparators = {first.comparator, second.comparator}
    if Comparator.RANGE in comparators:
        return True
    return bool(comparators & AT_MOST) and bool(comparators - AT_MOST)


def _in_one_breath(first: Statement, second: Statement) -> bool:
    close = abs(first.place.line - second.place.line) <= SAME_BREATH_LINES
    return close and (first.stretch != second.stretch or first.sentence == second.sentence != "")


def _are_near(first: Statement, second: Statement) -> bool:
    """Whether the values are close enough to be of one thing."""
    one, other = first.value[-1], same_unit(second.value[-1], second.unit, first.unit)
    if other is None or min(one, other) <= 0:
        return True
    return max(one, other) <= scopes.TWO_THINGS * min(one, other)


def _twice(first: Statement, second: Statement, context: Context, *, is_rounded: bool = False) -> Finding:
    stated = {first.comparator, second.comparator} <= STATED
    same_measure = first.measure is second.measure
    firm = first.concept is not None and min(first.confidence, second.confidence) >= FIRM_CONFIDENCE
    is_error = (
        stated
        and same_measure
        and firm
        and not is_rounded
        and not (first.stretch or second.stretch)
        and _are_near(first, second)
    )
    hedged = "其中一处为力争目标，" if first.stretch != second.stretch else ""
    hedged_en = "One of them is a stretch target. " if first.stretch != second.stretch else ""
    one, other = first.place.line, second.place.line
    (first_zh, first_en), (second_zh, second_en) = context.quoted(first), context.quoted(second)
    return finding(
        "promised-twice",
        Severity.ERROR if is_error else Severity.WARNING,
        (first, second),
        f"同一目标前后不一致：第{one}行为{first_zh}，第{other}行为{second_zh}。{hedged}请统一为一个数值。",
        f"The same target has two values: {first_en} in line {one}, {second_en} in line {other}. "
        f"{hedged_en}Settle on one.",
        derivation=(
            (f"第{one}行：{first.value_text}", f"line {one}: {first.value_text}"),
            (f"第{other}行：{second.value_text}", f"line {other}: {second.value_text}"),
        ),
        values=[str(first.value[-1]), str(second.value[-1])],
    )
