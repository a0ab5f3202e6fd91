"""The overview's first sentence, tallies, and numbers as officials write them."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from progress_builders import make_commitment

from huoju.kernel.progress import (
    Assessment,
    ProgressRules,
    State,
    by_bureau,
    by_chapter,
    summary_sentence,
    written,
)
from huoju.kernel.progress.thresholds import UnknownThreshold


def stand(state: State, count: int, *, over: bool = True, stretch: bool = False, start: int = 0):
    return [
        Assessment(
            commitment_key=f"{state}{n}{stretch}", state=state, time_progress=D(1) if over else D("0.6"),
            is_over=over, is_stretch=stretch,
        )
        for n in range(start, start + count)
    ]  # fmt: skip


def test_the_sentence_when_the_period_is_over():
    assessments = stand(State.MET, 9) + stand(State.MISSED, 6) + stand(State.NO_EVIDENCE, 94)
    assert summary_sentence(assessments, "zh") == (
        "规划期已结束。109 项量化目标中，9 项有据可证已完成，6 项未完成，94 项缺少期末数据，无法下结论。"
    )
    assert summary_sentence(assessments, "en") == (
        "The plan period is over. Of 109 quantified targets, 9 are proven met, 6 are missed and 94 are "
        "without end-of-period evidence."
    )


def test_the_sentence_while_the_period_runs_and_stretch_targets_apart():
    assessments = (
        stand(State.AHEAD, 2, over=False) + stand(State.BEHIND, 1, over=False)
        + stand(State.ON_TRACK, 1, over=False, stretch=True)
    )  # fmt: skip
    assert summary_sentence(assessments, "zh") == (
        "规划期时间进度 60%。3 项量化目标中，2 项超前，1 项滞后。另有力争目标 1 项：1 项符合预期。"
    )
    assert summary_sentence(assessments, "en") == (
        "60% of the plan period has passed. Of 3 quantified targets, 2 are ahead and 1 is behind. "
        "A further 1 stretch target: 1 on track."
    )


def test_the_sentence_without_any_target_says_what_to_do():
    assert summary_sentence([], "zh") == "还没有量化目标。请先载入规划。"
    assert summary_sentence([], "en") == "There are no quantified targets yet. Load a plan first."


def test_tallies_by_chapter_and_bureau():
    commitments = [
        make_commitment(key="a", chapter="2.3", bureau="planning"),
        make_commitment(key="b", chapter="2.1", bureau="industry"),
        make_commitment(key="c", chapter="4", bureau="industry", stretch=True),
    ]
    assessments = [
        Assessment("a", State.MET, D(1)),
        Assessment("b", State.MISSED, D(1)),
        Assessment("c", State.MET, D(1), is_stretch=True),
    ]
    chapters = by_chapter(commitments, assessments)
    assert [(name, t.total, t.stretch_total) for name, t in chapters.items()] == [("2", 2, 0), ("4", 0, 1)]
    bureaus = by_bureau(commitments, assessments)
    assert bureaus["industry"].of(State.MISSED) == 1
    assert bureaus["industry"].of(State.MET) == 0


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("435.3", "亿元", "435.3亿元", "43.53 billion yuan"),
        ("180000", "元", "18万元", "180,000 yuan"),
        ("291200", "人", "29.12万人", "291,200 people"),
        ("29.12", "万人", "29.12万人", "291,200 people"),
        ("300", "家", "300家", "300"),
        ("16000", "个", "1.6万个", "16,000"),
        ("6.0", "%", "6%", "6%"),
        ("13", "个百分点", "13个百分点", "13 percentage points"),
        ("870.6", "亿元", "870.6亿元", "87.06 billion yuan"),
        ("10", "亿美元", "10亿美元", "1 billion US dollars"),
        ("2", "倍", "2倍", "2 times"),
        ("0.004", "亿元", "0.004亿元", "0.0004 billion yuan"),
        ("180000", "元/人", "18万元/人", "180,000 yuan per person"),
        ("16.6", "件/万人", "16.6件/万人", "16.6 per 10,000 people"),
        ("29.1", "微克/立方米", "29.1微克/立方米", "29.1 micrograms per cubic metre"),
        ("15", "分钟", "15分钟", "15 minutes"),
        ("2", "万吨标准煤", "2万吨标准煤", "20,000 tonnes of standard coal"),
    ],
)
def test_numbers_as_officials_write_them(value, unit, zh, en):
    assert written(D(value), unit, "zh") == zh
    assert written(D(value), unit, "en") == en


def test_a_pack_overrides_one_threshold_and_keeps_the_rest():
    rules = ProgressRules().overridden({"ahead_from": "1.2"})
    assert rules.ahead_from == D("1.2")
    assert rules.on_track_from("expected") == D("0.9")
    assert rules.on_track_from("binding") == 1


def test_an_unknown_threshold_is_refused_by_name():
    with pytest.raises(UnknownThreshold, match="ahead_form"):
        ProgressRules().overridden({"ahead_form": "1.2"})
