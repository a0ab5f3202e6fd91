"""The page of one commitment: chart, table, steps; sources and vintages."""

from __future__ import annotations

import json
import re

import pytest
from site_builders import make_observation

from huoju.site.pages.wording import in_one_language


def page(client, plan, key="htfe", **query):
    return client.get(f"/plans/{plan.code}/commitments/{key}/", query)


def spec_of(response):
    found = re.search(
        r'<script id="chart-[^"]*" type="application/json">(.*?)</script>', response.content.decode()
    )
    return json.loads(found.group(1)) if found else None


def test_the_steps_lead_from_the_figures_to_the_state(client_of, plan, evidence):
    text = page(client_of(), plan, as_of="2025-06-30").content.decode()
    assert "判定步骤" in text
    assert "171" in text
    assert "统计年鉴" in text


def test_a_growth_target_shows_the_base_in_money_and_what_each_year_must_reach(client_of, plan):
    text = page(client_of(), plan, "revenue").content.decode()
    assert "29亿元" in text
    assert "30.7亿元" in text
    assert "38.8亿元" in text
    assert "/text/?line=6#line-6" in text


def test_the_chart_has_path_target_and_observations(client_of, plan, evidence):
    spec = spec_of(page(client_of(), plan, as_of="2025-06-30"))
    text = json.dumps(spec, ensure_ascii=False)
    for label in ("基期 100", "目标 200", "所需路径", '"171"'):
        assert label in text


def test_an_earlier_vintage_is_listed_with_the_day_it_was_known(client_of, plan, evidence):
    later = page(client_of(), plan, as_of="2025-06-30").content.decode()
    assert "此前公布的版本" in later
    assert "2024-03-01" in later
    assert "此前公布的版本" not in page(client_of(), plan, as_of="2024-06-30").content.decode()


def test_without_evidence_it_says_what_is_lacking(client_of, plan):
    text = page(client_of(), plan, "listed").content.decode()
    assert "还缺什么" in text
    assert "mark-no_evidence" in text


def test_the_sentence_shows_with_its_value_marked_once_the_document_is_loaded(client_of, plan):
    statement = plan.statements.get(key="htfe")
    statement.sentence, statement.offset_start, statement.offset_end = "高新技术企业达到200家<", 8, 12
    statement.save()
    text = page(client_of(), plan).content.decode()
    assert "高新技术企业达到<mark>200家</mark>&lt;" in text


def test_an_unknown_commitment_is_not_found(client_of, plan):
    assert page(client_of(), plan, "htfe-base").status_code == 404
    assert page(client_of(), plan, "none").status_code == 404


def test_the_number_of_queries_is_small(client_of, plan, evidence, django_assert_max_num_queries):
    client = client_of()
    with django_assert_max_num_queries(12):
        page(client, plan)


def test_a_composition_lists_its_parts(client_of, plan, observe):
    from site_builders import make_observation, make_statement

    make_statement(plan, "mix", indicator="三次产业结构", measure="composition", value=["2", "55", "43"], unit="%",
                   value_text="2:55:43")  # fmt: skip
    parts = {"1": "3", "2": "54", "3": "43"}
    observe(
        *(
            make_observation(
                "2025",
                value,
                indicator="term:三次产业结构",
                measure="composition",
                breakdown=number,
                unit="%",
            )
            for number, value in parts.items()
        )
    )
    text = page(client_of(), plan, "mix").content.decode()
    assert "各部分与目标合计相差" in text
    for value in parts.values():
        assert f">{value}%</span>" in text


def test_a_note_in_both_languages_shows_in_the_one_of_the_page(client_of, plan, observe):
    observe(make_observation("2023", "160", note="规划自述，非独立来源 / the plan's own statement"))
    texts = {language: page(client_of(language=language), plan).content.decode() for language in ("zh", "en")}
    assert "规划自述" in texts["zh"]
    assert "own statement" not in texts["zh"]
    assert "own statement" in texts["en"]
    assert "规划自述" not in texts["en"]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("约数", "约数", "约数"),
        ("甲 / a 撤回批次 b1 / undo of batch b1", "甲；撤回批次 b1", "a; undo of batch b1"),
        ("1 / 2", "1 / 2", "1 / 2"),
        ("甲 / a 与乙", "甲 / a 与乙", "甲 / a 与乙"),
    ],
)
def test_a_note_is_split_only_where_both_languages_stand_in_it(text, zh, en):
    assert in_one_language(text, "zh") == zh
    assert in_one_language(text, "en") == en
