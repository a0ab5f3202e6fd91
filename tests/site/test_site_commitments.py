"""Commitments: filter, sort, columns, files of exactly what is shown, naming who is responsible."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from site_builders import make_bureau, make_statement

from huoju.kernel.audit.models import Event
from huoju.kernel.plan.models import Statement


def address(plan, tail=""):
    return f"/plans/{plan.code}/commitments/{tail}"


def names(response):
    """Indicators in the order shown."""
    return [link.split("<")[0].split(">")[-1] for link in response.content.decode().split('/commitments/')[1:]
            if link.split('"')[0].rstrip("/") and "</a></td>" in link[:200]]  # fmt: skip


def rows_of(client, plan, **query):
    text = client.get(address(plan, "commitments.csv"), query).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_all_commitments_are_listed_baselines_are_not(client_of, plan):
    text = client_of().get(address(plan)).content.decode()
    assert "共 3 项" in text
    assert "独角兽" not in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"q": "高新"}, ["高新技术企业数"]),
        ({"q": "LISTED"}, ["上市企业数"]),
        ({"chapter": "4"}, ["上市企业数"]),
        ({"bureau": "qinglan/bureau/economy"}, ["高新技术企业数"]),
        ({"bureau": "none"}, ["一般公共预算收入", "上市企业数"]),
        ({"nature": "stretch"}, ["上市企业数"]),
        ({"nature": "binding"}, ["一般公共预算收入"]),
        ({"state": "met"}, []),
        ({"sort": "-line"}, ["上市企业数", "一般公共预算收入", "高新技术企业数"]),
        ({"sort": "nonsense", "state": ""}, ["高新技术企业数", "一般公共预算收入", "上市企业数"]),
    ],
)
def test_filters_and_orders_show_in_page_and_file_alike(client_of, plan, query, shown):
    client = client_of()
    assert [row[0] for row in rows_of(client, plan, **query)[1:]] == shown
    text = client.get(address(plan), query).content.decode()
    assert [
        name for name in ("高新技术企业数", "一般公共预算收入", "上市企业数") if f">{name}</a>" in text
    ] == sorted(shown, key=["高新技术企业数", "一般公共预算收入", "上市企业数"].index)


def test_unknown_values_sort_last_both_ways(client_of, plan, evidence):
    for sort in ("current", "-current"):
        assert rows_of(client_of(), plan, sort=sort)[1][0] == "高新技术企业数"


def test_chosen_columns_are_the_columns_of_page_and_file(client_of, plan):
    client = client_of(language="en")
    query = {"column": ["target", "note"]}
    assert rows_of(client, plan, **query)[0] == ["Indicator", "Target", "Note"]
    text = client.get(address(plan), query).content.decode()
    assert ">Note</a></th>" in text
    assert ">State</a></th>" not in text


def test_the_workbook_holds_numbers_as_numbers_and_says_which_day(client_of, plan, evidence):
    content = client_of().get(address(plan, "commitments.xlsx"), {"as_of": "2025-06-30"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["指标", "目标"]
    assert rows[1][rows[0].index("最近数据")] == 171
    assert "截至 2025-06-30" in rows[-1][0]


def test_a_formula_in_a_name_is_neutralised(client_of, plan):
    make_statement(plan, "evil", indicator="=HYPERLINK(1)", line=1)
    assert rows_of(client_of(), plan)[1][0] == "'=HYPERLINK(1)"


def test_htmx_gets_the_table_alone(client_of, plan):
    text = client_of().get(address(plan), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert "<table" in text


def test_nothing_fits_says_so_and_offers_the_way_out(client_of, plan):
    text = client_of().get(address(plan), {"q": "不存在"}).content.decode()
    assert "没有符合条件的目标" in text
    assert "清除筛选" in text


def test_a_planner_names_who_is_responsible_and_it_is_recorded(client_of, plan):
    bureau = make_bureau("qinglan/bureau/finance", "财政局")
    client = client_of("planner")
    response = client.post(
        address(plan, "assign/?q=1"), {"key": ["revenue", "listed"], "bureau": bureau.code}
    )
    assert response["Location"] == address(plan, "?q=1")
    assert set(Statement.objects.filter(lead=bureau).values_list("key", flat=True)) == {"revenue", "listed"}
    event = Event.objects.get()
    assert (event.actor, event.after["revenue"]) == ("planner", bureau.code)
    assert "已更新 2 项" in client.get(address(plan)).content.decode()


@pytest.mark.parametrize("role", ["leader", "auditor", "statistician", "bureau_officer"])
def test_others_may_not_and_see_no_boxes(client_of, plan, role):
    client = client_of(role)
    assert client.post(address(plan, "assign/"), {"key": "htfe"}).status_code == 403
    assert 'name="key"' not in client.get(address(plan)).content.decode()


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"bureau": "qinglan/bureau/economy"}, 400, "没有选中任何目标"),
        ({"key": "htfe", "bureau": "qinglan/bureau/none"}, 404, "没有找到"),
        ({"key": "htfe", "bureau": "qinglan"}, 400, "不是部门"),
    ],
)
def test_a_bad_form_changes_nothing(client_of, plan, form, status, words):
    response = client_of().post(address(plan, "assign/"), form)
    assert response.status_code == status
    assert words in response.content.decode()
    assert Statement.objects.get(key="htfe").lead.code == "qinglan/bureau/economy"


def test_the_proposed_bureaus_can_be_adopted_at_once(client_of, plan):
    make_bureau("qinglan/bureau/industry", "工业局", attributes={"chapters": ["4.1"]})
    client_of("planner").post(address(plan, "adopt-leads/"))
    assert Statement.objects.get(key="listed").lead.name == "工业局"
    assert Statement.objects.get(key="revenue").lead is None


def test_the_number_of_queries_does_not_grow_with_the_plan(client_of, plan, django_assert_max_num_queries):
    for number in range(60):
        make_statement(plan, f"more-{number}", line=100 + number)
    client = client_of()
    with django_assert_max_num_queries(12):
        client.get(address(plan))
