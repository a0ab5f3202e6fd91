"""Invented sentences of many genres, each with all it says: the specification of the reader."""

from __future__ import annotations

import pytest

from kernel.plan.golden_sentences import read, table

BLOCKS = table()


def test_the_table_holds_more_than_two_hundred_sentences() -> None:
    assert len(BLOCKS) >= 200
    assert len({sentence for _, sentence, _ in BLOCKS}) == len(BLOCKS)


@pytest.mark.parametrize(("section", "sentence", "expected"), BLOCKS, ids=[s[:24] for _, s, _ in BLOCKS])
def test_a_sentence_says_just_this(section: str, sentence: str, expected: list[str]) -> None:
    assert read(section, sentence) == expected
