"""Places in rankings: the line since the base year, field and percentile, entry, and the first echelon."""

from __future__ import annotations

from decimal import Decimal

import pytest
from site_builders import make_observation, make_statement

from huoju.kernel.evidence.models import ImportBatch, SeriesNote
from huoju.site.pages.ranking import Echelon

LIST = "term:全省开发区评价排名"


@pytest.fixture
def places(observe):
    said = {"indicator": LIST, "unit": "位"}
    observe(
        make_observation("2020", "10", measure="rank", **said),
        make_observation("2020", "159", measure="count", **said),
        make_observation("2022", "6", measure="rank", **said),
        make_observation("2022", "160", measure="count", **said),
    )


def page(client, plan, **query):
    return client.get(f"/plans/{plan.code}/rankings/", query)


def post(client, plan, tail, **form):
    return client.post(f"/plans/{plan.code}/rankings/{tail}/", form, follow=True)


def test_the_line_since_the_base_year_with_field_and_percentile(client_of, plan, places):
    text = page(client_of(), plan).content.decode()
    assert "2022年列第 6 位（160 家中，居前 3.8%），比 2020 年前进 4 位。" in text
    assert "6.3%" in text
    assert '"10/159"' in text
    text = page(client_of(language="en"), plan).content.decode()
    assert "Place 6 in 2022 of 160 (in the first 3.8%), 4 up on 2020." in text


def test_without_a_definition_nothing_is_said_about_the_first_echelon(client_of, plan, places):
    text = page(client_of(), plan).content.decode()
    assert "没有定义" in text
    assert "在第一方阵内" not in text


def test_a_definition_gives_a_verdict_and_names_who_gave_it(client_of, plan, places):
    response = post(client_of(), plan, "echelon", list=LIST, number="5", kind="places", source="管委会文件")
    text = response.content.decode()
    assert "不在第一方阵内" in text
    assert "管委会文件" in text
    text = post(client_of(), plan, "echelon", list=LIST, number="10", kind="percent").content.decode()
    assert "第一方阵：前10%" in text
    assert "不在第一方阵内" not in text
    assert SeriesNote.objects.count() == 2


@pytest.mark.parametrize(
    ("number", "kind"),
    [("0", "places"), ("2.5", "places"), ("120", "percent"), ("十", "places"), ("NaN", "places")],
)
def test_a_reach_that_cannot_be_is_told(client_of, plan, places, number, kind):
    response = post(client_of(), plan, "echelon", list=LIST, number=number, kind=kind)
    assert response.status_code == 400
    assert "不能作为第一方阵的范围" in response.content.decode()
    assert not SeriesNote.objects.exists()


def test_this_years_place_is_previewed_then_stands_in_the_line(client_of, plan, places):
    client = client_of()
    form = {"list": LIST, "year": "2023", "place": "5", "size": "162", "source": "省商务厅通报"}
    assert "2 行可以入库" in post(client, plan, "enter", **form).content.decode()
    batch = ImportBatch.objects.get()
    client.post(f"/plans/{plan.code}/evidence/imports/{batch.code}/commit/", {"what": "all"})
    assert "2023年列第 5 位（162 家中，居前 3.1%）" in page(client, plan).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"place": "0"}, "名次应是"),
        ({"place": "第五"}, "名次应是"),
        ({"place": "200"}, "名次应是"),
        ({"year": "今年"}, "不是年份"),
    ],
)
def test_a_bad_place_is_told_and_what_was_typed_stays(client_of, plan, places, change, words):
    form = {"list": LIST, "year": "2023", "place": "5", "size": "162", "source": "我的来源"} | change
    response = post(client_of(), plan, "enter", **form)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert "我的来源" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_list_that_the_plan_names_shows_before_any_place_is_known(client_of, plan):
    make_statement(plan, "rank", indicator="全省排名", concept="", measure="rank", value=["5"], unit="位")
    assert page(client_of(), plan).status_code == 200


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_who_may_look_may_not_enter(client_of, plan, places, role):
    assert page(client_of(role), plan).status_code == 200
    assert post(client_of(role), plan, "enter", year="2023").status_code == 403
    assert post(client_of(role), plan, "echelon", number="5").status_code == 403


@pytest.mark.parametrize(("kind", "number"), [("places", "30"), ("percent", "7.5")])
def test_an_echelon_is_read_back_from_its_text(kind, number):
    echelon = Echelon(kind, Decimal(number))
    assert Echelon.of_text(echelon.text.zh) == echelon
    assert Echelon.of_text("口径有变") is None


def test_a_percentage_needs_the_field():
    assert Echelon("percent", Decimal(10)).holds(10, None) is None
    assert Echelon("percent", Decimal(10)).holds(16, 160) is True
    assert Echelon("places", Decimal(15)).holds(16, None) is False


def test_its_queries_are_few(client_of, plan, places, django_assert_max_num_queries):
    client = client_of()
    with django_assert_max_num_queries(16):
        page(client, plan)
