"""The plan page: outline, text with values marked, commitments beside the paragraph; the ledgers."""

from __future__ import annotations

import pytest
from site_builders import make_statement

from huoju.kernel.plan.models import Clause, Structure
from huoju.site.pages.plan import value_span


@pytest.fixture
def with_text(plan):
    plan.document_sha256, plan.document_name = "0" * 64, "plan.txt"
    plan.save()
    clause = Clause.objects.create(
        plan=plan, order=5, chapter="2.3", kind="paragraph", first_line=11, last_line=15,
        text="到2025年，高新技术企业达到200家，预算收入年均增长6%。",
    )  # fmt: skip
    statement = plan.statements.get(key="htfe")
    statement.clause, statement.sentence = clause, clause.text
    statement.save()
    return plan


def page(client, plan, tail="text/", **query):
    return client.get(f"/plans/{plan.code}/{tail}", query).content.decode()


def test_without_the_document_lines_and_values_show_and_the_page_says_how_to_get_more(client_of, plan):
    text = page(client_of(), plan)
    assert "第 12 行" in text
    assert "装载规划文件后" in text
    assert 'id="line-12"' in text


def test_with_the_document_the_values_are_marked_beside_their_commitments(client_of, with_text):
    text = page(client_of(), with_text)
    assert '<mark id="at-htfe">200家</mark>' in text
    assert '<mark id="at-revenue">6%</mark>' in text
    assert "装载规划文件后" not in text


def test_a_line_opens_its_chapter_and_paragraph(client_of, with_text):
    text = page(client_of(), with_text, line="14")
    assert "clause promises asked" in text
    assert "现代产业" in page(client_of(), with_text, line="30").split('<div class="text')[1]


@pytest.mark.parametrize("line", ["x", "-3", "99999999999999999999", "٣"])
def test_a_strange_line_opens_the_first_chapter(client_of, plan, line):
    assert "目标任务" in page(client_of(), plan, line=line).split('<div class="text')[1]


def test_text_of_the_document_is_escaped(client_of, with_text):
    Clause.objects.filter(plan=with_text, order=5).update(text="<script>alert(1)</script> 200家")
    assert "<script>alert" not in page(client_of(), with_text)


def test_the_outline_counts_commitments_and_reads_in_english(client_of, plan):
    text = page(client_of(language="en"), plan)
    assert "Goals" in text
    assert "Main indicators" in text


def test_a_value_is_looked_for_in_its_own_sentence(plan):
    statement = make_statement(
        plan, "x", sentence="乙有6家。", value_text="6家", offset_start=2, offset_end=4
    )
    assert value_span("甲有6家。乙有6家。", statement) == (7, 9)


def test_a_structure_shows_parts_and_what_the_text_never_explains(client_of, plan):
    five = {"digit": "5", "name": "五大产业", "name_en": "five industries", "line": 66}
    parts = [five | {"members": ["医疗器械", "电子信息"]}, {"digit": "3", "name": "", "members": []}]
    Structure.objects.create(plan=plan, key="563", name="“563”", line=62, parts=parts)
    text = page(client_of(), plan, "structures/")
    assert "医疗器械、电子信息" in text
    assert text.count("文本未说明") == 1
    assert "five industries" in page(client_of(language="en"), plan, "structures/")


def test_the_baseline_ledger_lists_both_kinds_of_gap(client_of, plan):
    text = page(client_of(), plan, "baselines/")
    assert "2 项基期值有对应目标；1 项基期值没有目标，1 项目标没有基期值。" in text
    alone = page(client_of(), plan, "baselines/", show="no_goal")
    assert "独角兽企业数" in alone
    assert "上市企业数" not in alone
    assert "上市企业数" in page(client_of(), plan, "baselines/", show="no_baseline")


def test_the_number_of_queries_is_small(client_of, with_text, django_assert_max_num_queries):
    client = client_of()
    with django_assert_max_num_queries(12):
        page(client, with_text)
