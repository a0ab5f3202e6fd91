"""The workbench: a changed number changes the findings at once; scenarios are kept, compared, exported."""

from __future__ import annotations

import io
from time import perf_counter

import pytest
from site_builders import make_statement

from huoju.kernel.audit.models import Event
from huoju.kernel.plan.models import Scenario, Statement
from huoju.site.accounts.models import Role


@pytest.fixture
def clashing(plan):
    """One count promised twice; a composition that does not add up."""
    firms = {"concept": "hightech_enterprises"}
    make_statement(plan, "firms-a", value=["260"], value_text="260家", line=41, **firms)
    make_statement(plan, "firms-b", value=["240"], value_text="240家", line=83, chapter="4.1", **firms)
    make_statement(
        plan, "sectors", concept="industry_structure", indicator="三次产业结构", measure="composition", unit="%",
        value=["2.0", "55.5", "43.5"], value_text="2.0:55.5:43.5", comparator="eq", line=50,
    )  # fmt: skip
    return plan


def bench(client, plan, **fields):
    return client.post(f"/plans/{plan.code}/workbench/", fields, headers={"hx-request": "true"})


def save(client, plan, name, **fields):
    return client.post(f"/plans/{plan.code}/workbench/save/", {"name": name, **fields})


def test_the_form_shows_the_numbers_behind_contradictions_and_every_assumption(client_of, clashing):
    text = client_of().get(f"/plans/{clashing.code}/workbench/").content.decode()
    assert 'name="v.firms-a" value="260"' in text
    assert 'name="v.sectors" value="2:55.5:43.5"' in text
    assert 'name="a.population_growth_high" value="5.5"' in text
    assert "尚未改动" in text


def test_every_assumption_has_words():
    from huoju.site.pages.knobs import BANDS, NAMED

    assert [band.high for band in BANDS if band not in NAMED] == []


def test_a_multiple_is_not_taken_for_percent(client_of, clashing):
    text = client_of().get(f"/plans/{clashing.code}/workbench/").content.decode()
    assert 'name="a.plain_definitions" value="3"' in text
    assert "改动 1 处" in bench(client_of(), clashing, **{"a.plain_definitions": "2"}).content.decode()
    assert "幅度不能为负" in bench(client_of(), clashing, **{"a.plain_definitions": "-2"}).content.decode()


def test_a_statement_nobody_complains_about_can_be_added(client_of, clashing):
    text = client_of().get(f"/plans/{clashing.code}/workbench/", {"show": "revenue"}).content.decode()
    assert 'name="v.revenue" value="6"' in text


def test_a_changed_number_makes_its_contradiction_disappear(client_of, clashing):
    text = bench(client_of(), clashing, **{"v.firms-b": "260"}).content.decode()
    assert "消失 1 项" in text
    assert "difference disappears" in text
    assert "矛盾 2 → <b>1</b>" in text
    assert "<html" not in text


def test_a_number_can_bring_a_new_contradiction_and_change_one(client_of, clashing):
    text = bench(client_of(language="en"), clashing, **{"v.htfe": "150", "v.firms-b": "250"}).content.decode()
    assert "difference changed" in text
    assert "250" in text


def test_a_composition_is_changed_as_a_whole(client_of, clashing):
    text = bench(client_of(), clashing, **{"v.sectors": "2.0：54.5：43.5"}).content.decode()
    assert "消失 1 项" in text


def test_an_assumption_counts_when_it_differs_from_the_usual_one(client_of, clashing):
    text = bench(client_of(), clashing, **{"a.population_growth_high": "5.5", "a.about": "20"}).content.decode()
    assert "改动 1 处" in text


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        ({"v.firms-b": "两百"}, "不是数", "is not a number"),
        ({"v.firms-b": ""}, "不是数", "is not a number"),
        ({"v.firms-b": "1e99"}, "不是数", "is not a number"),
        ({"v.firms-b": "NaN"}, "不是数", "is not a number"),
        ({"v.sectors": "2.0:55.5"}, "不是数", "is not a number"),
        ({"a.about": "x"}, "不是数", "is not a number"),
        ({"a.deflator_low": "9"}, "下限不能高于上限", "may not lie above"),
        ({"a.scope_share": "120"}, "下限不能高于上限", "may not lie above"),
    ],
)
def test_bad_numbers_are_told_in_both_languages(client_of, clashing, fields, zh, en):
    assert zh in bench(client_of(), clashing, **fields).content.decode()
    assert en in bench(client_of(language="en"), clashing, **fields).content.decode()


def test_nothing_the_workbench_does_touches_the_plan(client_of, clashing):
    bench(client_of(), clashing, **{"v.firms-b": "1"})
    assert Statement.objects.get(key="firms-b").value == ["240"]
    assert not Event.objects.exists()


def test_without_scripts_the_whole_page_answers(client_of, clashing):
    text = client_of().post(f"/plans/{clashing.code}/workbench/", {"v.firms-b": "260"}).content.decode()
    assert "<html" in text
    assert "消失 1 项" in text
    assert "规划为 240" in text


def test_a_scenario_is_saved_opened_compared_and_deleted(client_of, clashing):
    client = client_of()
    response = save(client, clashing, "统一为260", **{"v.firms-b": "260", "a.about": "20"})
    row = Scenario.objects.get()
    assert response["Location"] == f"/plans/{clashing.code}/workbench/?scenario={row.pk}"
    opened = client.get(response["Location"]).content.decode()
    assert 'name="v.firms-b" value="260"' in opened
    assert 'name="a.about" value="20"' in opened
    save(client, clashing, "改结构", **{"v.sectors": "2.0:54.5:43.5"})
    table = client.get(f"/plans/{clashing.code}/scenarios/").content.decode()
    assert "统一为260" in table
    assert "<mark>达到 260家</mark>" in table
    client.post(f"/plans/{clashing.code}/scenarios/{row.pk}/delete/")
    assert list(Event.objects.order_by("sequence").values_list("verb", flat=True)) == [
        "scenario.save", "scenario.save", "scenario.delete",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [("", {"v.firms-b": "260"}, "情景没有名称"), ("空", {}, "没有改动任何数值"), ("错", {"v.firms-b": "x"}, "不是数")],
)
def test_what_cannot_be_saved_is_told_and_kept_in_the_form(client_of, clashing, name, fields, words):
    response = save(client_of(), clashing, name, **fields)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Scenario.objects.exists()


def test_a_name_already_taken_is_told(client_of, clashing):
    client = client_of()
    save(client, clashing, "甲", **{"v.firms-b": "260"})
    response = save(client, clashing, "甲", **{"v.firms-b": "250"})
    assert "已有名为“甲”的情景" in response.content.decode()
    assert 'name="v.firms-b" value="250"' in response.content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.BUREAU_OFFICER])
def test_who_may_try_may_not_always_save(client_of, clashing, role):
    client = client_of(role)
    assert bench(client, clashing, **{"v.firms-b": "260"}).status_code == 200
    assert save(client, clashing, "甲", **{"v.firms-b": "260"}).status_code == 403
    assert "workbench/save" not in client.get(f"/plans/{clashing.code}/workbench/").content.decode()


def test_a_scenario_of_another_plan_is_not_found(client_of, clashing):
    assert client_of().get(f"/plans/{clashing.code}/workbench/", {"scenario": "999"}).status_code == 404


def test_the_files_tell_what_is_changed_and_what_becomes_of_it(client_of, clashing):
    import docx
    from openpyxl import load_workbook

    fields = {"v.firms-b": "260", "name": "统一"}
    paper = client_of().post(f"/plans/{clashing.code}/workbench/scenario.docx", fields).content
    document = docx.Document(io.BytesIO(paper))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "情景：统一" in text
    assert "消失" in text
    assert [c.text for c in document.tables[0].rows[1].cells] == ["高新技术企业数", "达到 240家", "达到 260家"]
    book = client_of().post(f"/plans/{clashing.code}/workbench/scenario.xlsx", fields).content
    rows = list(load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert rows[0][0] == "变化"
    assert "消失" in [row[0] for row in rows]


def test_the_comparison_is_a_workbook_too(client_of, clashing):
    from openpyxl import load_workbook

    client = client_of()
    save(client, clashing, "统一", **{"v.firms-b": "260"})
    content = client.get(f"/plans/{clashing.code}/scenarios/scenarios.xlsx").content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("项目", "规划原文", "统一")
    assert rows[1][1:3] == ("达到 240家", "达到 260家")


def test_without_scenarios_the_page_says_what_to_do(client_of, clashing):
    assert "还没有情景" in client_of().get(f"/plans/{clashing.code}/scenarios/").content.decode()


@pytest.mark.slow
def test_one_change_is_answered_within_200_milliseconds_on_a_whole_plan(client_of, root, db):
    """Measured 40 to 60 ms; the bound of the promise is asked of the best of five, since machines are shared."""
    from datetime import UTC, datetime

    from huoju.kernel.packs.actions import load

    load(root / "packs" / "demo", by="test", at=datetime(2026, 1, 1, tzinfo=UTC))
    client = client_of()
    client.get("/plans/demo-14fyp/workbench/")
    times = []
    for number in range(5):
        start = perf_counter()
        client.post(
            "/plans/demo-14fyp/workbench/", {"v.irev25": str(700 - number)}, headers={"hx-request": "true"}
        )
        times.append(perf_counter() - start)
    assert min(times) < 0.2
