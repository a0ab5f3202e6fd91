"""Overview: the sentence, the bar, what needs attention, by chapter and bureau."""

from __future__ import annotations

import pytest


def page(client, plan, **query):
    return client.get(f"/plans/{plan.code}/", query)


def test_the_first_line_says_how_things_stand(client_of, plan, evidence):
    text = page(client_of(), plan, as_of="2024-06-30").content.decode()
    assert '<p class="lead num">' in text
    assert "2 项量化目标中" in text
    assert "另有力争目标 1 项" in text


def test_english_says_the_same(client_of, plan, evidence):
    text = page(client_of(language="en"), plan, as_of="2024-06-30").content.decode()
    assert "Of 2 quantified targets" in text
    assert "Goals" in text
    assert "Economic Bureau" in text


def test_missing_evidence_is_counted_and_leads_to_the_list(client_of, plan):
    text = page(client_of(), plan).content.decode()
    assert f'href="/plans/{plan.code}/commitments/?state=no_evidence&amp;nature=firm"' in text
    assert "fill-no_evidence" in text


def test_what_needs_attention_says_why_and_where_it_stands_in_the_plan(client_of, plan, evidence):
    text = page(client_of(), plan, as_of="2026-06-30").content.decode()
    assert "最近数据 2023 年 171家" in text
    assert f"/plans/{plan.code}/text/?as_of=2026-06-30&amp;line=12#line-12" in text


def test_contradictions_of_the_plan_stand_before_what_lacks_evidence(client_of, plan):
    from site_builders import make_statement

    firms = {"concept": "hightech_enterprises", "comparator": "reach"}
    make_statement(plan, "firms-a", value=["260"], value_text="260家", line=31, **firms)
    make_statement(plan, "firms-b", value=["240"], value_text="240家", line=83, **firms)
    text = page(client_of(), plan).content.decode()
    assert "高新技术企业数出现两个数值：达到 260家 与 达到 240家" in text
    assert text.index("severity-error") < text.index("mark-no_evidence")


def test_a_chapter_and_a_bureau_lead_to_their_commitments(client_of, plan):
    text = page(client_of(), plan).content.decode()
    assert f"/plans/{plan.code}/commitments/?chapter=4" in text
    assert "现代产业" in text
    assert f"/plans/{plan.code}/commitments/?bureau=qinglan%2Fbureau%2Feconomy" in text
    assert f"/plans/{plan.code}/commitments/?bureau=none" in text


def test_the_chosen_day_travels_through_every_link_of_the_page(client_of, plan, evidence):
    text = page(client_of(), plan, as_of="2024-06-30").content.decode()
    main = text.split("<main")[1]
    links = [part.split('"')[0] for part in main.split('href="')[1:]]
    inside = [link for link in links if link.startswith("/plans/")]
    assert inside
    assert [link for link in inside if "as_of=2024-06-30" not in link] == []


def test_an_earlier_day_gives_the_earlier_figures(client_of, plan, evidence):
    assert "160" in page(client_of(), plan, as_of="2024-06-30").content.decode()
    later = page(client_of(), plan, as_of="2025-06-30").content.decode()
    assert "171" in later


def test_invented_data_is_marked_on_the_page(client_of, plan):
    assert "虚构" not in page(client_of(), plan).content.decode()
    plan.is_invented = True
    plan.save()
    assert "以下为虚构的演示数据" in page(client_of(), plan).content.decode()


def test_a_plan_without_statements_says_so(client_of, plan):
    plan.statements.all().delete()
    response = page(client_of(), plan)
    assert response.status_code == 200
    assert "还没有量化目标" in response.content.decode()


@pytest.mark.parametrize(
    "role", ["planner", "statistician", "bureau_officer", "leader", "auditor", "administrator"]
)
def test_every_role_may_see_it(client_of, plan, role):
    assert page(client_of(role), plan).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_plan(
    client_of, plan, evidence, django_assert_max_num_queries
):
    from site_builders import make_statement

    for number in range(40):
        make_statement(plan, f"more-{number}", line=100 + number)
    client = client_of()
    with django_assert_max_num_queries(17):
        page(client, plan)
