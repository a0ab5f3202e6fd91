"""The last plan's targets against this plan's baselines: target, reached, met or missed.

Pure. Start reading at `compare_previous`. A figure of an earlier year than the target's proves no miss; what
this plan does not report is said to be not reported, never missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from huoju.kernel.catalog import Catalog, Period
from huoju.kernel.plan.compare_rows import Row, Verdict, figure_text
from huoju.kernel.plan.facets import Facets, facets_of, read_period
from huoju.kernel.plan.figures import Figures, better, common_figures, indicator_of, plainly
from huoju.kernel.plan.pairing import Pair, pair_statements
from huoju.kernel.plan.statements import Comparator, Statement

APPROX_TOLERANCE = Decimal("0.05")  # 左右: the same leeway as the assessment of progress gives


def compare_previous(
    targets: Sequence[Statement],
    baselines: Sequence[Statement],
    catalog: Catalog,
    *,
    bases: Sequence[Statement] = (),
    titles: tuple[str, str] = ("", ""),
) -> tuple[Row, ...]:
    """One row a target of the last plan, in its order, with what this plan says was reached.

    `bases` are the last plan's own baselines: a promised average growth that nobody reports is then worked
    out from two levels, where prices do not matter.
    """
    wanted, reported = ([one for one in side if one.same_as is None] for side in (targets, baselines))
    pairing = pair_statements(wanted, reported, catalog, titles=titles)
    levels = [
        one
        for side, title in ((bases, titles[0]), (baselines, titles[1]))
        for one in facets_of(side, catalog, title)
        if one.measure == "level"
    ]
    facets = facets_of(wanted, catalog, titles[0])
    return tuple(
        outcome(pair, catalog) if pair else unreported(mine, levels, catalog)
        for mine, (_, pair) in zip(facets, pairing.lefts, strict=True)
    )


def outcome(pair: Pair, catalog: Catalog) -> Row:
    """Met, missed, not due yet or not comparable, with the gap (reached minus promised)."""
    indicator = indicator_of(pair.left, catalog) or indicator_of(pair.right, catalog)
    figures = common_figures(pair.left, pair.right, indicator)
    if figures is None or not figures.right:
        step = ("两处单位或数值形式不同", "units or forms of the numbers differ")
        return Row(Verdict.NOT_COMPARABLE, pair.left, pair.right, pair.reason, steps=(step,))
    verdict = _verdict(keeps(pair.left, figures, better(pair.left, indicator)))
    steps = [(f"目标{figure_text(pair.left)}，实际{figure_text(pair.right)}",
              f"promised {figure_text(pair.left)}, reached {figure_text(pair.right)}")]  # fmt: skip
    if is_earlier(pair.right, pair.left):
        steps.append((f"数据属于{pair.right.period}，早于目标期{pair.left.period}",
                      f"the figure is of {pair.right.period}, before the target's {pair.left.period}"))  # fmt: skip
        verdict = Verdict.NOT_DUE if verdict is Verdict.MISSED else verdict
    single = figures.are_single
    return Row(
        verdict, pair.left, pair.right, pair.reason,
        gap=figures.right[0] - figures.left[0] if single else None,
        ratio=figures.right[0] / figures.left[0] if single and figures.left[0] else None,
        unit=figures.unit, steps=tuple(steps),
    )  # fmt: skip


def is_earlier(one: Statement, other: Statement) -> bool:
    """Whether one statement's last year lies before the other's; unknown years are not earlier."""
    years = [read_period(statement.period) for statement in (one, other)]
    mine, its = (year.year if isinstance(year, Period) else None for year in years)
    return mine is not None and its is not None and mine < its


def keeps(target: Statement, figures: Figures, direction: str) -> bool | None:
    """Whether what was reached keeps the promise; None when that cannot be said (a composition).

    The comparator decides, then the direction; a plain number means at least. 左右 leaves 5 % of leeway.
    """
    if len(figures.right) != 1 or len(figures.left) > 2:
        return figures.left == figures.right or None
    reached, low, high = figures.right[0], min(figures.left), max(figures.left)
    if target.comparator is Comparator.GT:
        return reached > low
    if target.comparator is Comparator.LT:
        return reached < high
    if target.comparator is Comparator.APPROX:
        slack = abs(low) * APPROX_TOLERANCE
        low, high = low - slack, high + slack
    is_cap = target.comparator is Comparator.LE or (
        target.comparator is not Comparator.GE and direction == "lower"
    )
    return reached <= high if is_cap else reached >= low


def unreported(mine: Facets, levels: Sequence[Facets], catalog: Catalog) -> Row:
    """Not reported, unless it is a yearly growth that two levels answer (never for one at constant prices)."""
    target, period = mine.statement, mine.period
    nothing = Row(Verdict.NOT_REPORTED, target, None)
    indicator = indicator_of(target, catalog)
    if mine.measure != "yearly_growth" or indicator is None or indicator.growth_at_constant_prices:
        return nothing
    if isinstance(period, str) or len(period.calendar_years) < 2 or not target.value:
        return nothing
    years = (period.calendar_years[0] - 1, period.calendar_years[-1])
    base, end = (_level_of(mine, levels, year) for year in years)
    return (base and end and _growth_row(target, base, end, years[1] - years[0], catalog)) or nothing


def _level_of(mine: Facets, levels: Sequence[Facets], year: int) -> Statement | None:
    wanted = (mine.concept, mine.subject, year)
    return next((one.statement for one in levels if (one.concept, one.subject, one.end_year) == wanted), None)


def _growth_row(
    target: Statement, base: Statement, end: Statement, years: int, catalog: Catalog
) -> Row | None:
    indicator = indicator_of(target, catalog)
    levels = common_figures(base, end, indicator)
    if levels is None or not levels.are_single or levels.left[0] <= 0 or levels.right[0] <= 0:
        return None
    rate = ((levels.right[0] / levels.left[0]) ** (Decimal(1) / years) - 1) * 100
    is_met = keeps(target, Figures(target.value, (rate,), "%"), better(target, indicator))
    text = f"({plainly(levels.right[0])} / {plainly(levels.left[0])})^(1/{years}) - 1 = {rate:.2f}%"
    return Row(
        _verdict(is_met), target, end, gap=rate - target.value[0] if len(target.value) == 1 else None, unit="%",
        steps=((f"由两年数值推算：{text}", f"worked out from two levels: {text}"),),
    )  # fmt: skip


def _verdict(is_met: bool | None) -> Verdict:
    if is_met is None:
        return Verdict.NOT_COMPARABLE
    return Verdict.MET if is_met else Verdict.MISSED
