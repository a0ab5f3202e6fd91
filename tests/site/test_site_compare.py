"""The comparison page: two plans, a draft uploaded, the level above; a sentence, filters, files."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from site_builders import make_area, make_plan, make_statement

from huoju.kernel.plan import compare as engine
from huoju.site.pages.compare import relation_by_years
from huoju.site.pages.compare_table import RELATIONS, in_language, sentence

DRAFT = """青岚高新区国民经济和社会发展第十四个五年规划纲要（草案）

第二章 目标任务

到2025年，高新技术企业达到150家。一般公共预算收入年均增长6%。到2025年，众创空间达到12家。
"""


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HUOJU_HOME = tmp_path
    return tmp_path


@pytest.fixture
def city(db):
    """The plan of the level above, of the same years."""
    other = make_plan("city-14fyp", title="青岚市规划", area=make_area("city", name="青岚市"), pack="")
    make_statement(
        other, "growth", indicator="一般公共预算收入", measure="annual_average_growth", comparator="eq", value=["7"],
        unit="%", value_text="7%", period="2021-2025",
    )  # fmt: skip
    return other


def page(client, plan, **query):
    return client.get(f"/plans/{plan.code}/compare/", query).content.decode()


def upload(client, plan, text=DRAFT, name="draft.txt", **form):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(f"/plans/{plan.code}/compare/", {"document": file} | form, follow=True)


def test_without_another_document_the_page_asks_for_one(client_of, plan, city):
    text = page(client_of(), plan)
    assert "和哪份文件比较" in text
    assert '<option value="city-14fyp">青岚市 2021–2025</option>' in text


def test_a_draft_is_uploaded_and_the_sentence_comes_first(client_of, plan):
    response = upload(client_of(), plan)
    text = response.content.decode()
    assert "定稿与草案相比，新增 1 项，删除 1 项，要求提高 1 项，表述变明确 1 项。" in text
    assert "数值 150家 → 200家" in text
    assert "属性 — → 约束性" in text
    assert "众创空间" in text
    assert text.index("定稿与草案相比") < text.index("换一份文件比较")


def test_filters_and_files_show_the_same_rows(client_of, plan):
    client = client_of()
    address = upload(client, plan).redirect_chain[-1][0]
    dropped = client.get(address + "&verdict=dropped").content.decode()
    assert "显示 1 行，共 4 行" in dropped
    csv = client.get(address.replace("/compare/?", "/compare/comparison.csv?") + "&verdict=dropped")
    rows = csv.content.decode("utf-8-sig").splitlines()
    assert (len(rows), rows[1].split(",")[:2]) == (2, ["删除", "众创空间数"])
    assert client.get(address.replace("/compare/?", "/compare/comparison.xlsx?")).content[:2] == b"PK"
    assert "显示 0 行" in client.get(address + "&q=没有这个词").content.decode()


def test_the_plan_above_is_recognised_by_its_area(client_of, plan, city):
    text = page(client_of("leader"), plan, other="city-14fyp")
    assert "1 项低于上级" in text
    assert "2 项上级未列" in text
    english = page(client_of("leader", "en"), plan, other="city-14fyp")
    assert (
        "Of 3 targets of this level and the level above, 1 lower than above, 2 not in the plan above."
        in english
    )


def test_the_last_plan_is_recognised_by_its_years(client_of, plan):
    last = make_plan("qinglan-13fyp", title="青岚高新区“十三五”规划", start_year=2016, end_year=2020)
    make_statement(last, "old", value=["90"], value_text="90家", period="2020")
    text = page(client_of(), plan, other="qinglan-13fyp")
    assert "上期 1 项目标中，1 项已实现。" in text


@pytest.mark.parametrize(
    ("years", "same_area", "name"),
    [((2016, 2020), True, "last"), ((2026, 2030), True, "next"), ((2021, 2025), True, "draft"),
     ((2021, 2025), False, "upper"), ((None, None), True, "draft")],
)  # fmt: skip
def test_what_the_other_is_follows_from_years_and_area(plan, years, same_area, name):
    assert relation_by_years(plan, *years, is_same_area=same_area) == name
    assert name in RELATIONS


def test_a_rejected_statement_is_not_compared(client_of, plan):
    plan.statements.filter(key="htfe").update(review="rejected")
    assert "要求提高" not in upload(client_of(), plan).content.decode()


@pytest.mark.parametrize(("text", "words"), [("", "没有"), ("just english minutes " * 30, "不像是规划")])
def test_a_file_that_is_no_plan_is_answered(client_of, plan, text, words):
    response = upload(client_of(), plan, text)
    assert response.status_code == 400
    assert words in response.content.decode()


def test_no_file_and_unknown_documents_are_answered(client_of, plan):
    client = client_of()
    assert client.post(f"/plans/{plan.code}/compare/").status_code == 400
    for other in ("nobody", "file:../../etc/passwd", "file:" + "0" * 64):
        assert client.get(f"/plans/{plan.code}/compare/", {"other": other}).status_code == 404
    assert client.get(f"/plans/{plan.code}/compare/comparison.csv").status_code == 404


def test_an_uploaded_document_is_seen_by_who_uploaded_it_alone(client_of, plan):
    address = upload(client_of(), plan).redirect_chain[-1][0]
    assert client_of("leader").get(address).status_code == 404


def test_old_uploads_are_cleared_away(client_of, plan, home):
    import os

    folder = home / "media" / "compared"
    folder.mkdir(parents=True)
    (folder / "old").write_text("x")
    os.utime(folder / "old", (0, 0))
    upload(client_of(), plan)
    assert [len(path.name) for path in folder.iterdir()] == [64]


def test_two_documents_without_targets_say_so():
    empty = engine.Comparison(engine.Kind.DRAFT, "", "", ())
    assert sentence(empty, "zh") == "两份文件没有可对照的目标。"


def test_words_in_both_languages_are_shown_in_one():
    assert in_language("程度词 达到 reach → 以上 at least", "zh") == "程度词 达到 → 以上"
    assert in_language("stretch 否 no → 是 yes", "en") == "stretch no → yes"


def test_the_number_of_queries_is_small(client_of, plan, city, django_assert_max_num_queries):
    client = client_of()
    with django_assert_max_num_queries(26):
        page(client, plan, other="city-14fyp")
