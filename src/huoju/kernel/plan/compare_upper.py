"""This plan against the upper level's: growth, shares, and whether several plans add up to what is promised above.

Pure. Start reading at `compare_upper` and `compare_sum`. Growth at constant prices is never set against growth
worked out from two levels at current prices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from huoju.kernel.catalog import Catalog, Indicator, Period
from huoju.kernel.plan.compare_rows import Row, Verdict, figure_text
from huoju.kernel.plan.facets import Facets, facets_of
from huoju.kernel.plan.figures import better, common_figures, indicator_of, is_reduction, plainly
from huoju.kernel.plan.pairing import Pair, pair_statements
from huoju.kernel.plan.statements import Measure, Role, Statement

SUMMABLE = frozenset({Measure.LEVEL, Measure.COUNT, Measure.CUMULATIVE, Measure.INCREMENT})
GROWTHS = frozenset({"yearly_growth", "multiple", "level"})
SAME = Decimal(
    "0.0005"
)  # growth rates printed with one decimal: half of a tenth of a percentage point is noise
NO_COMMON_UNIT = ("两处单位或数值形式不同", "units or forms of the numbers differ")
SEVERAL_NUMBERS = ("结构或区间，不比高低", "a composition or a range: neither higher nor lower")
MORE_THAN_THE_WHOLE = (
    "多于上级全部，请核对是否同一口径",
    "more than all that is above: check that the same is counted",
)


@dataclass(frozen=True, slots=True)
class Growth:
    """A yearly growth as a fraction; `basis` "stated" (as printed) or "levels" (worked out, current prices)."""

    rate: Decimal
    basis: str
    text: str
    statement: Statement


def compare_upper(
    mine: Sequence[Statement],
    upper: Sequence[Statement],
    catalog: Catalog,
    *,
    titles: tuple[str, str] = ("", ""),
) -> tuple[Row, ...]:
    """One row a target of this plan in its order, then the upper level's targets nobody took up.

    `mine` and `upper` hold targets and baselines. Targets of one measure are paired directly; what is left
    on both sides about the same indicator is compared by growth.
    """
    targets, targets_above = ([one for one in side if is_open_target(one)] for side in (mine, upper))
    pairing = pair_statements(targets, targets_above, catalog, titles=titles)
    facets = (facets_of(mine, catalog, titles[0]), facets_of(upper, catalog, titles[1]))
    by_growth = dict(_pairs_by_growth(pairing.only_left, pairing.only_right, facets, catalog))
    taken = {id(row.right) for row in by_growth.values()}
    rows = [
        set_beside(pair, facets, catalog)
        if pair
        else by_growth.get(id(one)) or Row(Verdict.ONLY_HERE, one, None)
        for one, pair in pairing.lefts
    ]
    above = (Row(Verdict.ONLY_ABOVE, None, one) for one in pairing.only_right if id(one) not in taken)
    return (*rows, *above)


def is_open_target(one: Statement) -> bool:
    """Whether a statement is a target with a number that no earlier one states already."""
    return one.role is Role.TARGET and bool(one.value) and one.same_as is None


def set_beside(pair: Pair, facets: tuple[list[Facets], list[Facets]], catalog: Catalog) -> Row:
    """Two targets of one measure: rates and shares by their figure, sums by growth and by share of the whole."""
    indicator = indicator_of(pair.left, catalog) or indicator_of(pair.right, catalog)
    figures = common_figures(pair.left, pair.right, indicator)
    if figures is None or not figures.are_single:
        why = NO_COMMON_UNIT if figures is None else SEVERAL_NUMBERS
        return Row(Verdict.NOT_COMPARABLE, pair.left, pair.right, pair.reason, steps=(why,))
    here, above = figures.left[0], figures.right[0]
    if not is_extensive(pair.left, indicator):
        return Row(_order(here, above), pair.left, pair.right, pair.reason,
                   gap=above - here, unit=figures.unit, steps=tuple(_lower_better(pair.left, indicator)))  # fmt: skip
    share = here / above if above and pair.reason.same_period else None
    by_growth = _growth_row(pair.left, pair.right, facets, catalog)
    step = _share_step(pair, share)
    if by_growth is None or by_growth.verdict is Verdict.NOT_COMPARABLE:
        verdict = Verdict.NOT_COMPARABLE if share is None else Verdict.PART if share <= 1 else Verdict.HIGHER
        return Row(verdict, pair.left, pair.right, pair.reason, ratio=share, unit=figures.unit, steps=step)
    return Row(by_growth.verdict, pair.left, pair.right, pair.reason, gap=by_growth.gap, ratio=share,
               unit=by_growth.unit, steps=(*by_growth.steps, *step))  # fmt: skip


def is_extensive(one: Statement, indicator: Indicator | None) -> bool:
    """Whether parts add up to the whole: amounts and counts do; rates, shares, ranks and ratios do not."""
    if one.measure not in SUMMABLE or (one.unit or "") in ("%", "‰"):
        return False
    if indicator is None:
        return one.measure is not Measure.LEVEL or "/" not in (one.unit or "")
    return indicator.kind in ("stock", "flow")


def growth_of(one: Statement, facets: Sequence[Facets], catalog: Catalog) -> Growth | None:
    """The yearly growth a target asks for: as stated, from a multiple (翻番), or from its base-year level."""
    mine = next(f for f in facets if f.statement is one)
    if mine.measure == "yearly_growth" and len(one.value) == 1:
        rate = -one.value[0] if is_reduction(one) else one.value[0]
        return Growth(rate / 100, "stated", figure_text(one), one)
    if one.measure is Measure.MULTIPLE and one.baseline_period and mine.end_year and len(one.value) == 1:
        return _compound(one, Decimal(1), one.value[0], mine.end_year - _year(one.baseline_period))
    if mine.measure != "level" or len(one.value) != 1 or not is_extensive(one, indicator_of(one, catalog)):
        return None
    return _from_base(mine, facets, catalog)


def _from_base(mine: Facets, facets: Sequence[Facets], catalog: Catalog) -> Growth | None:
    about = (mine.concept, mine.subject, mine.measure, mine.threshold)
    for base in facets:
        if base.statement.role is not Role.BASELINE or base.end_year is None or mine.end_year is None:
            continue
        is_same = (base.concept, base.subject, base.measure, base.threshold) == about
        if is_same and (mine.concept or base.name == mine.name) and base.end_year < mine.end_year:
            figures = common_figures(base.statement, mine.statement, indicator_of(mine.statement, catalog))
            if figures and figures.are_single:
                years = mine.end_year - base.end_year
                return _compound(mine.statement, figures.left[0], figures.right[0], years)
    return None


def _compound(one: Statement, base: Decimal, end: Decimal, years: int) -> Growth | None:
    if base <= 0 or end <= 0 or years < 1:
        return None
    rate = (end / base) ** (Decimal(1) / years) - 1
    text = f"({plainly(end)} / {plainly(base)})^(1/{years}) - 1 = {rate * 100:.2f}%"
    return Growth(rate, "levels", text, one)


def _growth_row(
    left: Statement, right: Statement, facets: tuple[list[Facets], list[Facets]], catalog: Catalog
) -> Row | None:
    """The row of two targets by growth; None where one side has none."""
    mine, above = growth_of(left, facets[0], catalog), growth_of(right, facets[1], catalog)
    if mine is None or above is None:
        return None
    indicator = indicator_of(left, catalog) or indicator_of(right, catalog)
    steps = [
        (
            f"年均增长：本规划 {mine.text}，上级 {above.text}",
            f"yearly growth: here {mine.text}, above {above.text}",
        )
    ]
    verdict = _order(mine.rate, above.rate, SAME)
    if mine.basis != above.basis and indicator is not None and indicator.growth_at_constant_prices:
        verdict = Verdict.NOT_COMPARABLE
        steps.append(
            (
                "一方按不变价，一方由现价总量推算",
                "one is at constant prices, the other from levels at current prices",
            )
        )
    return Row(verdict, left, right, gap=(above.rate - mine.rate) * 100, unit="个百分点",
               steps=(*steps, *_lower_better(left, indicator)))  # fmt: skip


def _pairs_by_growth(
    lefts: Sequence[Statement],
    rights: Sequence[Statement],
    facets: tuple[list[Facets], list[Facets]],
    catalog: Catalog,
) -> Iterator[tuple[int, Row]]:
    """Targets about one indicator and subject in different measures: a level here, a growth rate there."""
    mine, above = ({id(f.statement): f for f in side} for side in facets)
    open_rights = [above[id(one)] for one in rights if above[id(one)].measure in GROWTHS]
    for one in lefts:
        left = mine[id(one)]
        for right in open_rights if left.measure in GROWTHS else ():
            same = (left.subject, left.threshold) == (right.subject, right.threshold) and _same_thing(
                left, right
            )
            row = _growth_row(one, right.statement, facets, catalog) if same else None
            if row is not None:
                open_rights.remove(right)
                yield id(one), row
                break


def _same_thing(left: Facets, right: Facets) -> bool:
    return left.concept == right.concept if left.concept else (not right.concept and left.name == right.name)


def compare_sum(
    plans: Sequence[tuple[str, Sequence[Statement]]],
    upper: Sequence[Statement],
    catalog: Catalog,
    *,
    title: str = "",
) -> tuple[Row, ...]:
    """Whether what several lower plans promise adds up to the upper level's target.

    `plans` are (title, statements). One row an extensive target of the upper plan that at least one lower plan
    states for the same last year; a plan that is silent makes a short sum incomplete, not short.
    """
    targets = [one for one in upper if is_open_target(one) and is_extensive(one, indicator_of(one, catalog))]
    promises = [_matches(targets, statements, catalog, (title, name)) for name, statements in plans]
    return tuple(
        _sum_row(
            target, [(name, found.get(i)) for (name, _), found in zip(plans, promises, strict=True)], catalog
        )
        for i, target in enumerate(targets)
        if any(i in found for found in promises)
    )


def _matches(
    targets: Sequence[Statement], statements: Sequence[Statement], catalog: Catalog, titles: tuple[str, str]
) -> dict[int, Statement]:
    pairing = pair_statements(
        targets, [one for one in statements if is_open_target(one)], catalog, titles=titles
    )
    return {i: pair.right for i, (_, pair) in enumerate(pairing.lefts) if pair and pair.reason.same_period}


def _sum_row(target: Statement, parts: Sequence[tuple[str, Statement | None]], catalog: Catalog) -> Row:
    indicator = indicator_of(target, catalog)
    figures = [(name, one and common_figures(target, one, indicator)) for name, one in parts]
    known = [(name, f.right[0], f.unit) for name, f in figures if f and f.are_single]
    silent = [name for name, f in figures if not (f and f.are_single)]
    if not known or len(target.value) != 1:
        return Row(Verdict.NOT_COMPARABLE, None, target)
    total, wanted = sum((value for _, value, _ in known), Decimal(0)), target.value[0]
    is_reached = total <= wanted if better(target, indicator) == "lower" else total >= wanted
    is_capped = better(target, indicator) == "lower"
    if silent and is_reached == is_capped:
        verdict = Verdict.SUM_INCOMPLETE
    else:
        verdict = Verdict.SUM_REACHES if is_reached else Verdict.SUM_FALLS_SHORT
    formula = " + ".join(f"{name} {plainly(value)}" for name, value, _ in known)
    steps = [(f"{formula} = {plainly(total)}{known[0][2]}，上级 {figure_text(target)}",
              f"{formula} = {plainly(total)}{known[0][2]}, above {figure_text(target)}")]  # fmt: skip
    if silent:
        steps.append((f"未列：{'、'.join(silent)}", f"silent: {', '.join(silent)}"))
    return Row(verdict, None, target, gap=total - wanted, ratio=total / wanted if wanted else None,
               unit=known[0][2], steps=tuple(steps))  # fmt: skip


def _order(here: Decimal, above: Decimal, leeway: Decimal = Decimal(0)) -> Verdict:
    if abs(here - above) <= leeway:
        return Verdict.EQUAL
    return Verdict.HIGHER if here > above else Verdict.LOWER


def _lower_better(one: Statement, indicator: Indicator | None) -> Iterator[tuple[str, str]]:
    if better(one, indicator) == "lower":
        yield "该指标以低为好", "for this one lower is better"


def _share_step(pair: Pair, share: Decimal | None) -> tuple[tuple[str, str], ...]:
    if share is None:
        here, above = pair.left.period, pair.right.period
        return ((f"期间不同：{here}、{above}", f"other periods: {here}, {above}"),)
    step = (f"占上级目标的 {share * 100:.2f}%", f"{share * 100:.2f}% of the target above")
    return (step,) if share <= 1 else (step, MORE_THAN_THE_WHOLE)


def _year(period: str) -> int:
    return Period.parse(period).year or 0
