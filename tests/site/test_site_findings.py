"""Findings: the list, one finding with its derivation, accepting it, the files for the drafting meeting."""

from __future__ import annotations

import io

import pytest
from site_builders import make_bureau, make_statement

from huoju.kernel.audit.models import Event
from huoju.kernel.plan.models import AcceptedFinding
from huoju.site.accounts.models import Role
from huoju.site.pages.findings import checked_plan


@pytest.fixture
def clashing(plan):
    """Revenue that 9 % a year cannot bring to 750; one count promised twice, led by a bureau."""
    revenue = {"concept": "industrial_revenue_above_scale", "indicator": "规模以上工业营业收入",
               "indicator_en": "Industrial revenue above scale", "measure": "level", "unit": "亿元"}  # fmt: skip
    make_statement(plan, "rev20", **revenue | {"role": "baseline", "period": "2020"},
                   value=["420"], value_text="420亿元", line=9)  # fmt: skip
    make_statement(plan, "rev25", **revenue, value=["750"], value_text="750亿元", line=32)
    growth = revenue | {"measure": "annual_average_growth", "unit": "%", "comparator": "eq"}
    make_statement(plan, "revg", **growth, value=["9"], value_text="9%", line=33, period="2021-2025")
    firms = {"concept": "hightech_enterprises", "lead": make_bureau()}
    make_statement(plan, "firms-a", value=["260"], value_text="260家", line=41, **firms)
    make_statement(plan, "firms-b", value=["240"], value_text="240家", line=83, chapter="4.1", **firms)
    return plan


def found(plan, code):
    return next(f for f in checked_plan(plan).findings if f.code == code)


def listed(client, plan, **query):
    return client.get(f"/plans/{plan.code}/findings/", query)


def address(plan, code, tail=""):
    return f"/plans/{plan.code}/findings/{found(plan, code).identity}/{tail}"


def test_the_list_opens_with_how_many_of_each(client_of, clashing):
    text = listed(client_of(), clashing).content.decode()
    assert "条表述" in text
    assert "矛盾 <b>2</b>" in text


def test_a_contradiction_is_red_and_named_by_its_promises(client_of, clashing):
    text = listed(client_of(), clashing).content.decode()
    assert "规模以上工业营业收入 达到 750亿元、规模以上工业营业收入 年均增长 9%不能同时成立" in text
    assert text.index("severity-error") < text.index("severity-note")
    assert f"/plans/{clashing.code}/text/?line=33#line-33" in text
    assert "经济发展局" in text


def test_english_says_the_same(client_of, clashing):
    text = listed(client_of(language="en"), clashing).content.decode()
    assert "cannot all be true" in text
    assert "Economic Bureau" in text
    assert "矛盾" not in text


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"severity": "error"}, "不能同时成立", "severity-note\""),
        ({"kind": "promised-twice"}, "出现两个数值", "不能同时成立"),
        ({"chapter": "4"}, "出现两个数值", "不能同时成立"),
        ({"bureau": "qinglan/bureau/economy"}, "出现两个数值", "不能同时成立"),
        ({"q": "750"}, "不能同时成立", "出现两个数值"),
        ({"state": "accepted"}, "没有符合条件的发现", "不能同时成立"),
    ],
)
def test_filters_narrow_the_list(client_of, clashing, query, shown, hidden):
    text = listed(client_of(), clashing, **query).content.decode().split('id="sheet"')[1]
    assert shown in text
    assert hidden not in text


def test_htmx_gets_the_table_alone(client_of, clashing):
    text = client_of().get(f"/plans/{clashing.code}/findings/", headers={"hx-request": "true"}).content.decode()
    assert "<table" in text
    assert "<html" not in text


def test_a_plan_without_contradictions_says_so(client_of, plan):
    plan.statements.all().delete()
    assert "各项数字可以同时成立" in listed(client_of(), plan).content.decode()


def test_the_detail_draws_which_number_forces_which(client_of, clashing):
    text = client_of().get(address(clashing, "growth-and-level")).content.decode()
    assert text.count("step-said") == 3
    assert "step-computed" in text
    assert "749.5亿元" in text
    assert "661.97亿元" in text
    assert "相差 87.53亿元" in text
    assert f"/plans/{clashing.code}/text/?line=9#line-9" in text


def test_the_detail_names_the_smallest_change_to_each_statement_and_leads_to_the_workbench(client_of, clashing):
    text = client_of().get(address(clashing, "growth-and-level")).content.decode()
    assert "改为不低于 年均 12.26%" in text
    assert "/workbench/?show=revg&amp;v.revg=12.26" in text


def test_an_unknown_finding_is_not_found(client_of, plan):
    assert client_of().get(f"/plans/{plan.code}/findings/0123456789ab/").status_code == 404


def test_a_planner_accepts_with_a_reason_and_takes_it_back(client_of, clashing):
    client = client_of()
    client.post(address(clashing, "promised-twice", "accept/"), {"reason": "两章口径不同，会议议定保留"})
    text = client.get(address(clashing, "promised-twice")).content.decode()
    assert "两章口径不同，会议议定保留" in text
    assert "已接受 1 项" in listed(client, clashing).content.decode()
    assert Event.objects.get(verb="finding.accept").actor == "planner"
    client.post(address(clashing, "promised-twice", "reopen/"))
    assert not AcceptedFinding.objects.exists()
    assert found(clashing, "promised-twice").accepted is None


def test_an_empty_reason_is_told_in_both_languages_and_nothing_is_written(client_of, clashing):
    for language, words in (("zh", "接受一项校核发现要写明理由"), ("en", "Accepting a finding needs a reason")):
        response = client_of(language=language).post(address(clashing, "promised-twice", "accept/"), {"reason": " "})
        assert response.status_code == 400
        assert words in response.content.decode()
    assert not AcceptedFinding.objects.exists()


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.STATISTICIAN, Role.BUREAU_OFFICER])
def test_who_may_see_may_not_always_accept(client_of, clashing, role):
    client = client_of(role)
    page = client.get(address(clashing, "promised-twice"))
    assert page.status_code == 200
    assert "finding-accept" not in page.content.decode()
    assert client.post(address(clashing, "promised-twice", "accept/"), {"reason": "x"}).status_code == 403


def test_the_workbook_holds_what_the_list_shows(client_of, clashing):
    from openpyxl import load_workbook

    content = client_of().get(f"/plans/{clashing.code}/findings/findings.xlsx", {"severity": "error"}).content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("严重程度", "类别", "发现", "原因")
    assert [row[0] for row in rows[1:3]] == ["矛盾", "矛盾"]
    assert "2025年规模以上工业营业收入" in rows[1][7]


def test_the_paper_has_the_arithmetic_and_a_line_for_the_decision(client_of, clashing):
    import docx

    content = client_of().get(f"/plans/{clashing.code}/findings/findings.docx").content
    document = docx.Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "校核意见" in text
    assert "会议意见：" in text
    assert "749.5亿元" in text
    assert [cell.text for cell in document.tables[0].rows[0].cells][:3] == ["原文行", "章节", "指标"]


def test_files_of_an_invented_plan_say_so(client_of, clashing):
    import docx

    clashing.is_invented = True
    clashing.save()
    content = client_of().get(f"/plans/{clashing.code}/findings/findings.docx").content
    assert any("虚构" in p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def test_the_number_of_queries_does_not_grow(client_of, clashing, django_assert_max_num_queries):
    for number in range(40):
        make_statement(clashing, f"more-{number}", line=100 + number)
    client = client_of()
    with django_assert_max_num_queries(14):
        listed(client, clashing)


def test_every_kind_of_finding_has_words(root):
    import re

    from huoju.kernel.plan.checker.elements import Ground
    from huoju.site.pages.finding_words import KINDS

    source = "\n".join(p.read_text("utf-8") for p in (root / "src/huoju/kernel/plan/checker").glob("*.py"))
    named = set(re.findall(r'(?:finding\(\s*|code=)"([a-z]+(?:-[a-z]+)+)"', source))
    assert named | {f"tension-{g}" for g in Ground if g is not Ground.STATEMENT} <= KINDS.keys()
