"""Verdicts: from a track and a day to a state, with the attainment, the pace asked for and the steps. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import WIDE, percent, plain, written
from huoju.kernel.progress.assessments import Assessment, Note, Pace, State, Step
from huoju.kernel.progress.goals import Sense
from huoju.kernel.progress.lookups import PROVISIONAL
from huoju.kernel.progress.tracks import Point, Shape, Track, path_of, power, share_of_path

if TYPE_CHECKING:
    from huoju.kernel.progress.commitments import Commitment
    from huoju.kernel.progress.thresholds import ProgressRules

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the evidence of one day amounts to, before it is put into words."""

    state: State
    current: Point | None = None
    attainment: Decimal | None = None
    expected: Decimal | None = None
    notes: tuple[Note, ...] = ()
    missing: tuple[Note, ...] = ()
    is_proven_early: bool = False


def judge(commitment: Commitment, track: Track, as_of: date, rules: ProgressRules) -> Assessment:
    """The assessment of one commitment from its track."""
    is_over = as_of > commitment.due
    standing = _stand(commitment, track, is_over, rules)
    elapsed = time_progress(commitment.start, commitment.due, as_of)
    current = standing.current
    observation = current.observation if current else None
    provisional = observation is not None and observation.status in PROVISIONAL
    pace = None if is_over else required_pace(track, current, commitment.due.year)
    notes = (*track.caveats, *standing.notes, *((_provisional(),) if provisional else ()))
    return Assessment(
        commitment_key=commitment.key,
        state=standing.state,
        time_progress=elapsed,
        attainment=standing.attainment,
        expected_attainment=standing.expected,
        current=observation,
        current_value=current.compared if current else None,
        current_year=current.day.year if current else None,
        baseline=track.base.value if track.base else None,
        target=track.mark if track.shown_target is None else track.shown_target,
        target_upper=track.goal.high if track.goal.sense is Sense.WITHIN else None,
        unit=track.unit,
        required_pace=pace,
        path=path_of(track, commitment.start.year, commitment.due.year),
        steps=_steps(commitment, track, standing, as_of, elapsed, pace, rules),
        caveats=notes,
        missing=(*track.missing, *standing.missing),
        is_stretch=commitment.stretch,
        is_over=is_over,
        is_provisional=provisional,
        is_proven_early=standing.is_proven_early,
    )


# -- the state


def _stand(commitment: Commitment, track: Track, is_over: bool, rules: ProgressRules) -> _Standing:
    points = tuple(p for p in track.points if p.day <= commitment.due)
    if not points or track.mark is None:
        current = points[-1] if points else None
        return _Standing(State.NO_EVIDENCE, current, missing=() if points else (_nothing(commitment),))
    current = points[-1]
    attainment, expected = _attained(commitment, track, current)
    if track.is_monotone and track.goal.is_met_by(current.compared):
        early = current.day < commitment.due
        return _Standing(State.MET, current, attainment, expected, is_proven_early=early)
    final = _final(points, commitment.due)
    if is_over:
        return _concluded(commitment, track, points, final, attainment, expected)
    return _Standing(_under_way(commitment, track, current, attainment, expected, rules), current,
                     attainment, expected)  # fmt: skip


def _final(points: tuple[Point, ...], due: date) -> Point | None:
    return next((p for p in reversed(points) if p.day == due), None)


def _concluded(
    commitment: Commitment, track: Track, points: tuple[Point, ...], final: Point | None,
    attainment: Decimal | None, expected: Decimal | None,
) -> _Standing:  # fmt: skip
    current = points[-1]
    if final is None:
        reached = track.goal.is_met_by(current.compared)
        notes = (_reached_earlier(commitment, current, track),) if reached else ()
        return _Standing(State.NO_EVIDENCE, current, attainment, expected, notes, (_no_final(commitment),),
                         is_proven_early=reached)  # fmt: skip
    if track.cannot_conclude is not None:
        return _Standing(State.NO_EVIDENCE, final, attainment, expected)
    state = State.MET if track.goal.is_met_by(final.compared) else State.MISSED
    return _Standing(state, final, attainment, expected)


def _under_way(
    commitment: Commitment, track: Track, current: Point, attainment: Decimal | None,
    expected: Decimal | None, rules: ProgressRules,
) -> State:  # fmt: skip
    is_met = track.goal.is_met_by(current.compared)
    if track.shape is Shape.HOLD:
        return State.ON_TRACK if is_met else State.BEHIND
    if is_met and not track.is_pace:
        return State.AHEAD
    if attainment is None or expected is None or expected <= 0:
        return State.NO_EVIDENCE
    ratio = WIDE.divide(attainment, expected)
    if ratio >= rules.ahead_from:
        return State.AHEAD
    return State.ON_TRACK if is_met or ratio >= rules.on_track_from(commitment.nature) else State.BEHIND


def _attained(commitment: Commitment, track: Track, current: Point) -> tuple[Decimal | None, Decimal | None]:
    """Attainment, and what the path asks for at the date of the evidence."""
    if track.base is None or track.mark is None or track.shape is Shape.HOLD:
        return None, None
    way = track.mark - track.base.value
    if way == 0:
        return None, None
    attainment = WIDE.divide(current.value - track.base.value, way)
    span = Decimal(commitment.due.year) - track.base.at
    elapsed = WIDE.divide(current.at - track.base.at, span) if span > 0 else ONE
    return attainment, share_of_path(track.shape, track.base.value, track.mark, elapsed)


# -- time and pace


def time_progress(start: date, due: date, as_of: date) -> Decimal:
    """Elapsed share of the time from `start` to `due`, between 0 and 1."""
    total, gone = (due - start).days, (as_of - start).days
    if total <= 0:
        return ONE if as_of >= due else ZERO
    return WIDE.divide(Decimal(min(max(gone, 0), total)), Decimal(total))


def required_pace(track: Track, current: Point | None, due_year: int) -> Pace | None:
    """What each remaining year must bring; None when it is reached, over, or not known."""
    start = current or track.base
    if start is None or track.mark is None or track.shape is Shape.HOLD:
        return None
    left = Decimal(due_year) - start.at
    if left <= 0 or track.goal.is_met_by(start.compared if start is current else start.value):
        return None
    if track.shape is Shape.GEOMETRIC and start.value > 0 and track.mark > 0:
        factor = power(WIDE.divide(track.mark, start.value), WIDE.divide(ONE, left))
        return Pace("growth", (factor - 1) * 100, "%", left)
    return Pace("change", WIDE.divide(track.mark - start.value, left), track.scale_unit, left)


# -- the steps in words


def _steps(
    commitment: Commitment, track: Track, standing: _Standing, as_of: date, elapsed: Decimal,
    pace: Pace | None, rules: ProgressRules,
) -> tuple[Step, ...]:  # fmt: skip
    current = standing.current
    lines = [*track.steps]
    if current is not None:
        lines += [*current.steps, _current_step(track, current)]
    if standing.attainment is not None and current is not None:
        lines.append(_attainment_step(track, current, standing.attainment))
        lines.append(_expected_step(current, standing.expected))
    lines.append(_time_step(commitment, as_of, elapsed))
    if standing.attainment is not None and standing.expected and not track.goal.is_met_by(
        current.compared if current else ZERO
    ):  # fmt: skip
        lines.append(_ratio_step(commitment, standing.attainment, standing.expected, rules))
    if pace is not None:
        lines.append(_pace_step(track, current, pace))
    lines.append(Step(f"判定：{standing.state.label('zh')}", f"State: {standing.state.label('en')}"))
    return tuple(lines)


def _current_step(track: Track, current: Point) -> Step:
    value, observation = current.compared, current.observation
    zh_when = observation.period.label("zh") if observation else f"{current.day.year}年"
    en_when = observation.period.label("en") if observation else str(current.day.year)
    source = observation.source if observation else ""
    return Step(
        f"现值：{zh_when} {written(value, track.unit, 'zh', 4)}" + (f"（来源：{source}）" if source else ""),
        f"Current: {written(value, track.unit, 'en', 4)} in {en_when}" + (f" (source: {source})" if source else ""),
        value,
        str(value),
    )  # fmt: skip


def _attainment_step(track: Track, current: Point, attainment: Decimal) -> Step:
    assert track.base is not None
    assert track.mark is not None
    now, base, mark = current.value, track.base.value, track.mark
    zh = f"({plain(now, 2)} − {plain(base, 2)}) ÷ ({plain(mark, 2)} − {plain(base, 2)}) = {percent(attainment)}"
    return Step(f"实现程度：{zh}", f"Attainment: {zh}", attainment, f"({now} - {base}) / ({mark} - {base})")


def _expected_step(current: Point, expected: Decimal | None) -> Step:
    year = current.day.year
    share = percent(expected) if expected is not None else "?"
    return Step(f"按路径到{year}年应实现：{share}", f"The path asks for {share} by {year}", expected)


def _time_step(commitment: Commitment, as_of: date, elapsed: Decimal) -> Step:
    start, due = commitment.start, commitment.due
    total = (due - start).days
    gone = min(max((as_of - start).days, 0), total)
    return Step(
        f"时间进度：截至{as_of.year}年{as_of.month}月{as_of.day}日，{gone}天 ÷ {total}天 = {percent(elapsed)}",
        f"Time progress on {as_of.isoformat()}: {gone} of {total} days = {percent(elapsed)}",
        elapsed,
        f"{gone} / {total}",
    )


def _ratio_step(commitment: Commitment, attainment: Decimal, expected: Decimal, rules: ProgressRules) -> Step:
    ratio = WIDE.divide(attainment, expected)
    low, high = plain(rules.on_track_from(commitment.nature)), plain(rules.ahead_from)
    text = f"{percent(attainment)} ÷ {percent(expected)} = {plain(ratio, 2)}"
    return Step(
        f"实现程度与路径之比：{text}（{low}及以上为符合预期，{high}及以上为超前）",
        f"Attainment against the path: {text} (on track from {low}, ahead from {high})",
        ratio,
        f"{attainment} / {expected}",
    )


def _pace_step(track: Track, current: Point | None, pace: Pace) -> Step:
    start = current or track.base
    assert start is not None
    assert track.mark is not None
    now, mark, years = plain(start.value, 2), plain(track.mark, 2), plain(pace.years, 2)
    if pace.kind == "growth":
        text = f"({mark} ÷ {now})^(1/{years}) − 1 = {plain(pace.value, 2)}%"
        formula = f"(({track.mark} / {start.value}) ** (1 / {pace.years}) - 1) * 100"
    else:
        text = f"({mark} − {now}) ÷ {years} = {written(pace.value, pace.unit, 'zh')}"
        formula = f"({track.mark} - {start.value}) / {pace.years}"
    english = text if pace.kind == "growth" else (
        f"({mark} − {now}) ÷ {years} = {written(pace.value, pace.unit, 'en')}"
    )  # fmt: skip
    return Step(
        f"其余{years}年平均每年需：{text}", f"Needed a year in the {years} years left: {english}",
        pace.value, formula,
    )  # fmt: skip


# -- notes


def _nothing(commitment: Commitment) -> Note:
    return Note(
        "no-observation",
        f"基期之后没有“{commitment.indicator}”的观测值",
        f"No observation of {commitment.name_en} since the base year",
    )


def _no_final(commitment: Commitment) -> Note:
    year = commitment.due.year
    return Note(
        "end-of-period",
        f"缺少{year}年（期末）的“{commitment.indicator}”数据",
        f"No end-of-period value of {commitment.name_en} ({year})",
    )


def _reached_earlier(commitment: Commitment, current: Point, track: Track) -> Note:
    zh, en = written(current.compared, track.unit, "zh", 4), written(current.compared, track.unit, "en", 4)
    year, due = current.day.year, commitment.due.year
    return Note(
        "reached-earlier",
        f"{year}年已达到目标值（{zh}），但缺少{due}年期末数据，不据此认定完成",
        f"The target was reached in {year} ({en}); without the value for {due} it is not called met",
    )


def _provisional() -> Note:
    return Note(
        "provisional", "所用数据为初步数或未经核验，正式数据公布后结论可能变化",
        "The figure is provisional or unvalidated; the conclusion may change with the final one",
    )  # fmt: skip
