"""The registers of initiatives and projects: filters, files, and what people say of an entry."""

from __future__ import annotations

import pytest
from site_builders import make_bureau, make_heading, make_plan

from huoju.kernel.audit.models import Event
from huoju.kernel.plan.models import Initiative, PlannedProject

BUREAU = "qinglan/bureau/economy"


@pytest.fixture
def register(plan):
    """Two initiatives in two chapters, one of them led; two projects, one evil to spreadsheets."""
    Initiative.objects.create(
        plan=plan, key="park", verb="建设", object="智慧园区", chapter="2.3", line=20, sentence="加快建设智慧园区。"
    )  # fmt: skip
    Initiative.objects.create(
        plan=plan, key="brand", verb="培育", object="知名品牌", chapter="4.1", line=31, sentence="培育知名品牌。",
        lead=make_bureau(), state="under_way",
    )  # fmt: skip
    PlannedProject.objects.create(
        plan=plan, key="hall", name="城市展览馆", chapter="4.2", line=40, investment="3亿元",
        sentence="建设城市展览馆。",
    )  # fmt: skip
    PlannedProject.objects.create(plan=plan, key="evil", name="=1+1项目", chapter="4.2", line=41)
    return plan


def address(plan, tail="initiatives/"):
    return f"/plans/{plan.code}/{tail}"


def page(client, plan, tail="initiatives/", **query):
    return client.get(address(plan, tail), query).content.decode()


def test_the_sentence_says_how_the_register_stands(client_of, register):
    assert "规划提出 2 项任务举措，1 项推进中，1 项未登记进展。" in page(client_of(), register)
    english = page(client_of(language="en"), register, "named-projects/")
    assert "The plan names 2 projects; nothing is reported of any." in english


@pytest.mark.parametrize(
    ("query", "shown"),
    [({"state": "under_way"}, "培育知名品牌"), ({"chapter": "2"}, "建设智慧园区"), ({"lead": "none"}, "建设智慧园区"),
     ({"lead": BUREAU}, "培育知名品牌"), ({"verb": "培育"}, "培育知名品牌"), ({"q": "园区"}, "建设智慧园区")],
)  # fmt: skip
def test_filters_narrow_the_table(client_of, register, query, shown):
    text = page(client_of(), register, **query)
    assert "1 项，共 2 项" in text
    assert f">{shown}</a>" in text


def test_a_hundred_entries_a_page(client_of, register):
    Initiative.objects.bulk_create(
        Initiative(plan=register, key=f"n{n}", verb="推进", object=f"第{n}项", line=100 + n)
        for n in range(150)
    )
    text = page(client_of(), register, page="2")
    assert "第 2 页，共 2 页" in text
    assert text.count("<tr tabindex") == 52
    assert "第 1 页，共 2 页" in page(client_of(), register, page="x")


def test_an_entry_says_where_it_stands_and_the_trail_shows(client_of, register):
    client = client_of("bureau_officer")
    form = {"state": "done", "lead": BUREAU, "note": "2024年建成"}
    text = client.post(address(register, "initiatives/park/"), form, follow=True).content.decode()
    assert "已保存“建设智慧园区”的进展。" in text
    assert "状态：未登记进展 → 已完成" in text
    assert "责任部门：— → 经济发展局" in text
    row = Initiative.objects.get(key="park")
    assert (row.state, row.lead.code, row.note) == ("done", BUREAU, "2024年建成")
    event = Event.objects.get(verb="initiative.follow")
    assert event.before == {"state": "untracked", "lead": None, "note": ""}
    client.post(address(register, "initiatives/park/"), form)
    assert Event.objects.filter(verb="initiative.follow").count() == 1


def test_ticked_entries_are_set_together(client_of, register):
    form = {"key": ["hall", "evil"], "state": "started", "lead": "keep"}
    response = client_of().post(address(register, "named-projects/") + "?chapter=4", form, follow=True)
    assert "已更新 2 项。" in response.content.decode()
    assert response.redirect_chain[-1][0].endswith("?chapter=4")
    assert set(PlannedProject.objects.values_list("state", "lead")) == {("started", None)}
    client_of().post(address(register), {"key": ["brand"], "lead": ""})
    brand = Initiative.objects.get(key="brand")
    assert (brand.lead, brand.state) == (None, "under_way")


@pytest.mark.parametrize(
    ("form", "status"),
    [({"state": "flying"}, 400), ({"state": "done", "note": "长" * 2001}, 400),
     ({"state": "done", "lead": "qinglan"}, 400), ({"state": "done", "lead": "nobody"}, 404),
     ({"state": "started"}, 400)],
)  # fmt: skip
def test_what_cannot_be_is_answered_and_changes_nothing(client_of, register, form, status):
    response = client_of().post(address(register, "initiatives/park/"), form)
    assert response.status_code == status
    assert Initiative.objects.get(key="park").state == "untracked"


def test_nothing_ticked_and_unknown_entries_are_answered(client_of, register):
    client = client_of()
    assert client.post(address(register), {"state": "done"}).status_code == 400
    assert client.get(address(register, "initiatives/nobody/")).status_code == 404


@pytest.mark.parametrize("role", ["leader", "auditor", "statistician"])
def test_who_may_not_report_sees_only(client_of, register, role):
    client = client_of(role)
    assert "给选中的登记进展" not in page(client, register)
    assert "<textarea" not in page(client, register, "initiatives/park/")
    assert client.post(address(register), {"key": "park", "state": "done"}).status_code == 403
    assert client.post(address(register, "initiatives/park/"), {"state": "done"}).status_code == 403


def test_the_files_follow_the_filters_and_hold_no_formula(client_of, register):
    client = client_of()
    text = client.get(address(register, "initiatives/initiatives.csv"), {"verb": "培育"}).content.decode(
        "utf-8-sig"
    )
    assert len(text.splitlines()) == 2
    assert "经济发展局" in text
    assert "'=1+1项目" in client.get(address(register, "named-projects/projects.csv")).content.decode(
        "utf-8-sig"
    )
    assert client.get(address(register, "named-projects/projects.xlsx")).content[:2] == b"PK"


def test_what_left_the_text_is_told(client_of, register):
    Initiative.objects.filter(key="brand").update(is_gone=True)
    assert "1 项有进展记录，但已不在新文本中。" in page(client_of(), register)
    assert ">培育知名品牌</a>" in page(client_of(), register, state="gone")


def test_an_empty_register_says_what_it_is_for(client_of, plan):
    assert "装载规划文本后，这里列出" in page(client_of(), plan)
    other = make_plan("other")
    make_heading(other, "1", "总则")
    assert "文本里没有读到项目。" in page(client_of(), other, "named-projects/")


@pytest.mark.parametrize("tail", ["initiatives/", "named-projects/", "initiatives/park/"])
def test_the_number_of_queries_is_small(client_of, register, django_assert_max_num_queries, tail):
    Initiative.objects.bulk_create(
        Initiative(plan=register, key=f"n{n}", verb="推进", object=f"第{n}项", line=100 + n)
        for n in range(80)
    )
    client = client_of()
    with django_assert_max_num_queries(14):
        page(client, register, tail)
