"""Promises repeated every year (每年): each year stands on its own; one broken year breaks the promise. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import WIDE, percent, written
from huoju.kernel.progress.assessments import Assessment, Note, State, Step
from huoju.kernel.progress.goals import Goal, goal_of
from huoju.kernel.progress.levels import target_step
from huoju.kernel.progress.lookups import PROVISIONAL, Lookup, points_of, years_as_text
from huoju.kernel.progress.tracks import Point
from huoju.kernel.progress.verdicts import time_progress

if TYPE_CHECKING:
    from huoju.kernel.evidence import Observation
    from huoju.kernel.progress.commitments import Commitment
    from huoju.kernel.progress.thresholds import ProgressRules

YEARLY_MEASURES = ("count", "level", "increment", "cumulative", "share", "growth_rate", "ratio", "rank")


def assess_yearly(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Assessment:
    """Each year of the plan against the same value.

    Met when every year is over and known to be kept; missed when the plan is over and a year is known to be
    broken; behind when one is broken before the end; no evidence when the years that are over are unknown.
    Attainment is the share of the plan's years known to be kept.
    """
    goal = goal_of(commitment, rules)
    points, foreign = points_of(_yearly(commitment, lookup), commitment.unit)
    known = {p.day.year: p for p in points}
    first, last = commitment.years
    ended = [y for y in range(first, last + 1) if date(y, 12, 31) < lookup.as_of]
    kept = [y for y in ended if y in known and goal.is_met_by(known[y].compared)]
    broken = [y for y in ended if y in known and y not in kept]
    unknown = tuple(y for y in ended if y not in known)
    is_over = lookup.as_of > commitment.due
    state = _state(kept, broken, unknown, is_over)
    years_seen = [y for y in ended if y in known]
    current = known[years_seen[-1]] if years_seen else None
    assessment = _drawn_up(commitment, lookup, goal, state, len(kept), current, is_over)
    steps = (*assessment.steps, *_year_steps(known, ended, goal, commitment), _last_step(state))
    return replace(assessment, steps=steps, caveats=foreign, missing=_unknown_note(unknown, commitment))


def _yearly(commitment: Commitment, lookup: Lookup) -> tuple[Observation, ...]:
    measures = (commitment.measure, *(m for m in YEARLY_MEASURES if m != commitment.measure))
    observed = lookup.observed(commitment, measures)
    return tuple(o for o in observed if o.period.is_whole_years and len(o.period.calendar_years) == 1)


def _state(kept: list[int], broken: list[int], unknown: tuple[int, ...], is_over: bool) -> State:
    if broken:
        return State.MISSED if is_over else State.BEHIND
    if is_over:
        return State.NO_EVIDENCE if unknown or not kept else State.MET
    return State.ON_TRACK if kept else State.NO_EVIDENCE


def _drawn_up(
    commitment: Commitment, lookup: Lookup, goal: Goal, state: State, kept: int, current: Point | None,
    is_over: bool,
) -> Assessment:  # fmt: skip
    years = commitment.years[1] - commitment.years[0] + 1
    share = WIDE.divide(Decimal(kept), Decimal(years))
    target = target_step(commitment, goal)
    observation = current.observation if current else None
    return Assessment(
        commitment_key=commitment.key,
        state=state,
        time_progress=time_progress(commitment.start, commitment.due, lookup.as_of),
        attainment=share,
        current=observation,
        current_value=current.value if current else None,
        current_year=current.day.year if current else None,
        target=goal.mark,
        target_upper=goal.high,
        unit=commitment.unit,
        steps=(
            Step("每年均须达到：" + target.zh.partition("：")[2], "Every year: " + target.en.partition(": ")[2],
                 goal.mark, str(goal.mark)),
            Step(f"已确认兑现的年份：{kept} ÷ {years} = {percent(share)}",
                 f"Years known to be kept: {kept} of {years} = {percent(share)}", share, f"{kept} / {years}"),
        ),
        is_stretch=commitment.stretch,
        is_over=is_over,
        is_provisional=observation is not None and observation.status in PROVISIONAL,
    )  # fmt: skip


def _year_steps(known: dict[int, Point], ended: list[int], goal: Goal, commitment: Commitment) -> list[Step]:
    lines = []
    for year in ended:
        if year not in known:
            lines.append(Step(f"{year}年：缺少数据", f"{year}: no evidence"))
            continue
        value = known[year].value
        zh, en = ("兑现", "kept") if goal.is_met_by(value) else ("未兑现", "not kept")
        lines.append(
            Step(
                f"{year}年：{written(value, commitment.unit, 'zh', 4)}，{zh}",
                f"{year}: {written(value, commitment.unit, 'en', 4)}, {en}",
                value,
                str(value),
            )
        )
    return lines


def _last_step(state: State) -> Step:
    return Step(f"判定：{state.label('zh')}", f"State: {state.label('en')}")


def _unknown_note(years: tuple[int, ...], commitment: Commitment) -> tuple[Note, ...]:
    if not years:
        return ()
    return (
        Note(
            "years-unknown",
            f"缺少{years_as_text(years)}的“{commitment.indicator}”数据",
            f"No value of {commitment.name_en} for {', '.join(map(str, years))}",
        ),
    )
