"""Summaries: the overview's first sentence, and tallies by chapter, bureau or anything else. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from huoju.kernel.catalog.wording import percent
from huoju.kernel.progress.assessments import Assessment, State
from huoju.kernel.progress.commitments import Commitment

GOOD = (State.MET, State.AHEAD, State.ON_TRACK)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many commitments stand where. Stretch targets (力争) are counted apart and in no other figure."""

    counts: dict[State, int] = field(default_factory=dict)
    stretch: dict[State, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Commitments without the stretch targets."""
        return sum(self.counts.values())

    @property
    def stretch_total(self) -> int:
        """Stretch targets."""
        return sum(self.stretch.values())

    def of(self, state: State) -> int:
        """Commitments in this state, without the stretch targets."""
        return self.counts.get(state, 0)


def tally(assessments: Iterable[Assessment]) -> Tally:
    """Counts by state, every state present, stretch targets apart."""
    counts, stretch = dict.fromkeys(State, 0), dict.fromkeys(State, 0)
    for assessment in assessments:
        (stretch if assessment.is_stretch else counts)[assessment.state] += 1
    return Tally(counts, stretch)


def tally_by(
    commitments: Sequence[Commitment],
    assessments: Sequence[Assessment],
    group: Callable[[Commitment], str],
) -> dict[str, Tally]:
    """A tally for each group, in the order in which the groups first appear."""
    by_key = {a.commitment_key: a for a in assessments}
    grouped: dict[str, list[Assessment]] = {}
    for commitment in commitments:
        if commitment.key in by_key:
            grouped.setdefault(group(commitment), []).append(by_key[commitment.key])
    return {name: tally(members) for name, members in grouped.items()}


def by_chapter(commitments: Sequence[Commitment], assessments: Sequence[Assessment]) -> dict[str, Tally]:
    """A tally for each top-level chapter ("2" for 2.3); "" holds those without a place."""
    return tally_by(commitments, assessments, lambda c: c.chapter.partition(".")[0])


def by_bureau(commitments: Sequence[Commitment], assessments: Sequence[Assessment]) -> dict[str, Tally]:
    """A tally for each bureau that answers; "" holds those nobody answers for."""
    return tally_by(commitments, assessments, lambda c: c.bureau)


# -- the first sentence


def summary_sentence(assessments: Sequence[Assessment], language: str) -> str:
    """How things stand, in one or two plain sentences; the counts add up to the total."""
    counted = tally(assessments)
    is_over = bool(assessments) and all(a.is_over for a in assessments)
    if language.startswith("en"):
        return _english(counted, is_over, _elapsed(assessments))
    return _chinese(counted, is_over, _elapsed(assessments))


def _elapsed(assessments: Sequence[Assessment]) -> Decimal:
    """The usual time progress: the median, since single commitments may fall due early."""
    elapsed = sorted(a.time_progress for a in assessments)
    return elapsed[len(elapsed) // 2] if elapsed else Decimal(0)


def _chinese(counted: Tally, is_over: bool, elapsed: Decimal) -> str:
    if counted.total + counted.stretch_total == 0:
        return "还没有量化目标。请先载入规划。"
    opening = "规划期已结束。" if is_over else f"规划期时间进度 {percent(elapsed)}。"
    if counted.total == 0:
        return opening + _stretch_zh(counted)
    parts = [f"{n} 项{words}" for words, n in _parts_zh(counted, is_over) if n]
    return f"{opening}{counted.total} 项量化目标中，{'，'.join(parts)}。{_stretch_zh(counted)}"


def _parts_zh(counted: Tally, is_over: bool) -> list[tuple[str, int]]:
    unknown = "缺少期末数据，无法下结论" if is_over else "缺少数据，无法判断"
    return [
        ("有据可证已完成", counted.of(State.MET)),
        ("超前", counted.of(State.AHEAD)),
        ("符合预期", counted.of(State.ON_TRACK)),
        ("滞后", counted.of(State.BEHIND)),
        ("未完成", counted.of(State.MISSED)),
        (unknown, counted.of(State.NO_EVIDENCE)),
    ]


def _stretch_zh(counted: Tally) -> str:
    if counted.stretch_total == 0:
        return ""
    parts = [f"{counted.stretch[s]} 项{s.label('zh')}" for s in State if counted.stretch[s]]
    return f"另有力争目标 {counted.stretch_total} 项：{'，'.join(parts)}。"


def _english(counted: Tally, is_over: bool, elapsed: Decimal) -> str:
    if counted.total + counted.stretch_total == 0:
        return "There are no quantified targets yet. Load a plan first."
    opening = (
        "The plan period is over. " if is_over else f"{percent(elapsed)} of the plan period has passed. "
    )
    if counted.total == 0:
        return opening + _stretch_en(counted).strip()
    parts = [f"{n} {_are(n)} {words}" for words, n in _parts_en(counted, is_over) if n]
    noun = "target" if counted.total == 1 else "targets"
    return f"{opening}Of {counted.total} quantified {noun}, {_listed(parts)}.{_stretch_en(counted)}"


def _parts_en(counted: Tally, is_over: bool) -> list[tuple[str, int]]:
    unknown = "without end-of-period evidence" if is_over else "without evidence"
    return [
        ("proven met", counted.of(State.MET)),
        ("ahead", counted.of(State.AHEAD)),
        ("on track", counted.of(State.ON_TRACK)),
        ("behind", counted.of(State.BEHIND)),
        ("missed", counted.of(State.MISSED)),
        (unknown, counted.of(State.NO_EVIDENCE)),
    ]


def _stretch_en(counted: Tally) -> str:
    if counted.stretch_total == 0:
        return ""
    parts = [f"{counted.stretch[s]} {s.label('en')}" for s in State if counted.stretch[s]]
    noun = "stretch target" if counted.stretch_total == 1 else "stretch targets"
    return f" A further {counted.stretch_total} {noun}: {', '.join(parts)}."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
