"""A document comes to statements known as facts: by place in its own edition, by words in another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan import compile_plan, read_document
from huoju.kernel.plan.attaching import Fact, is_edition_of, match_by_place, match_by_words

TEXT = """\
小区国民经济和社会发展第十四个五年规划纲要
第一章 主要目标
到2025年，地区生产总值达到300亿元，常住人口达到18万人。
规模以上工业增加值年均增长7%以上，社会消费品零售总额年均增长7%。
新建学校6所，建成口袋公园6个。
"""


def fact(key: str, line: int, printed: str, indicator: str, value: str, **other) -> Fact:
    col = (
        TEXT.splitlines()[line - 1].index(printed)
        if line <= 5 and printed in TEXT.splitlines()[line - 1]
        else 0
    )
    kept = {"subject": "全区", "measure": "level", "role": "target", **other}
    return Fact(key, line, col, (Decimal(value),), printed, indicator, **kept)


FACTS = (
    fact("gdp", 3, "300亿元", "地区生产总值", "300"),
    fact("people", 3, "18万人", "常住人口", "180000"),
    fact("industry", 4, "7%以上", "规模以上工业增加值", "7", measure="annual_average_growth"),
    fact("schools", 5, "6所", "新建学校数", "6", measure="increment"),
    fact("parks", 5, "6个", "口袋公园数", "6", measure="cumulative"),
)
EXPECTED = {
    "gdp": "300亿元", "people": "18万人", "industry": "7%以上", "schools": "6所", "parks": "6个",
}  # fmt: skip


def read(text: str):
    document = read_document(text.encode(), "plan.txt")
    return document, compile_plan(document, load_catalog())


def printed(matches) -> dict[str, str]:
    return {key: match.sentence[slice(*match.offset)] for key, match in matches.items()}


def test_the_edition_of_the_facts_is_known_by_its_values():
    assert is_edition_of(FACTS, read(TEXT)[0])
    assert not is_edition_of(FACTS, read("新的一行\n" + TEXT)[0])


def test_in_their_own_edition_facts_are_found_by_line_and_value():
    assert printed(match_by_place(FACTS, read(TEXT)[1])) == EXPECTED


def test_equal_values_on_one_line_are_told_apart_by_their_column():
    matches = match_by_place(FACTS, read(TEXT)[1])
    assert matches["schools"].offset < matches["parks"].offset


def test_what_the_reader_did_not_see_is_found_in_the_text():
    unseen = fact("name", 5, "口袋公园", "口袋公园", "1")
    assert printed(match_by_place([unseen], read(TEXT)[1])) == {"name": "口袋公园"}


def test_a_value_that_is_not_there_gets_no_sentence():
    assert match_by_place([fact("gone", 3, "999亿元", "投资", "999")], read(TEXT)[1]) == {}


def test_in_another_edition_facts_are_found_by_value_and_words():
    other = "封面\n\n" + TEXT.replace("到2025年，", "到2025年，经济实力增强，").replace("，建成", "。建成")
    matches = match_by_words(FACTS, read(other)[1])
    assert printed(matches) == EXPECTED
    assert matches["gdp"].line == 5


def test_a_changed_value_is_not_taken_for_the_old_one():
    matches = match_by_words(FACTS, read(TEXT.replace("300亿元", "320亿元"))[1])
    assert "gdp" not in matches
    assert "people" in matches


def test_a_sentence_is_used_for_one_fact_only():
    twice = (FACTS[0], Fact(**{**{n: getattr(FACTS[0], n) for n in FACTS[0].__slots__}, "key": "again"}))
    assert len(match_by_words(twice, read(TEXT)[1])) == 1


@pytest.mark.shared
def test_every_known_statement_of_the_sample_plan_finds_its_sentence(root, shared):
    from huoju.kernel.packs import read_pack

    pack, _ = read_pack(root / "packs" / "weihai-torch")
    facts = [
        Fact(
            row.key, row.line, row.col, row.value, row.value_text, row.indicator, row.subject_text,
            row.measure.value, row.role.value,
        )
        for row in pack.statements
    ]  # fmt: skip
    document = read_document(shared / "plans" / "weihai-torch-14fyp.txt")
    matches = match_by_place(facts, compile_plan(document, load_catalog()))
    assert is_edition_of(facts, document)
    assert [row.key for row in facts if row.key not in matches] == []
    squeezed = {key: "".join(text.split()) for key, text in printed(matches).items()}
    wrong = [row.key for row in facts if squeezed[row.key] != "".join(row.value_text.split())]
    assert wrong == []
