"""Plan documents: attach one, take a plan from one; bad files are answered and nothing is half-written."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huoju.kernel.audit.models import Event
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.subjects.models import Subject

TEXT = """青岚高新区国民经济和社会发展第十四个五年规划纲要

第二章 目标任务

第三节 主要指标

到2025年，高新技术企业达到200家。一般公共预算收入年均增长6%。
"""


def upload(text=TEXT, name="plan.txt"):
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def test_a_loaded_document_brings_the_sentences(client_of, plan):
    client = client_of("planner")
    response = client.post(f"/plans/{plan.code}/document/", {"document": upload()}, follow=True)
    text = response.content.decode()
    assert response.redirect_chain[-1][0] == f"/plans/{plan.code}/text/"
    assert "已装载“plan.txt”" in text
    plan.refresh_from_db()
    assert plan.document_name == "plan.txt"
    assert plan.statements.get(key="htfe").sentence.startswith("到2025年")
    assert Event.objects.filter(verb="plan.document", actor="planner").count() == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.txt", "没有"),
        ("just english minutes of a meeting " * 20, "minutes.txt", "不像是规划"),
        (b"PK\x03\x04 broken", "broken.docx", "已损坏"),
        (b"\x00\x01\x02" * 500, "picture.png", "无法识别"),
    ],
)
def test_a_file_that_is_no_plan_is_answered_and_nothing_changes(client_of, plan, content, name, words):
    response = client_of("planner").post(f"/plans/{plan.code}/document/", {"document": upload(content, name)})
    assert response.status_code == 400
    assert words in response.content.decode()
    plan.refresh_from_db()
    assert not plan.has_document
    assert not Event.objects.exists()


def test_no_file_at_all_is_answered(client_of, plan):
    response = client_of("planner", "en").post(f"/plans/{plan.code}/document/")
    assert response.status_code == 400
    assert "No file was chosen" in response.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client_of, plan, monkeypatch):
    monkeypatch.setattr("huoju.kernel.plan.documents.LARGEST_BYTES", 10)
    response = client_of("planner").post(f"/plans/{plan.code}/document/", {"document": upload()})
    assert response.status_code == 400
    assert "上限" in response.content.decode()


def test_a_new_plan_is_taken_from_its_document(client_of, db):
    form = {"document": upload(), "code": "qinglan-14fyp", "area_code": "qinglan", "area_name": "青岚高新区",
            "start_year": "2021", "end_year": "2025"}  # fmt: skip
    response = client_of("planner").post("/plans/new/", form, follow=True)
    assert response.status_code == 200
    plan = PlanVersion.objects.get()
    assert (plan.code, plan.area.name, plan.start_year) == ("qinglan-14fyp", "青岚高新区", 2021)
    assert plan.statements.filter(role="target").count() == 2
    assert "识读出" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "带 空格"}, "小写字母"),
        ({"area_code": "", "area": ""}, "小写字母"),
        ({"area_name": " "}, "缺少名称"),
        ({"start_year": "去年"}, "不是年份"),
    ],
)
def test_a_bad_form_keeps_what_was_typed_and_makes_nothing(client_of, db, change, words):
    form = {"document": upload(), "code": "qinglan-14fyp", "area_code": "qinglan", "area_name": "青岚高新区",
            "title": "我的标题"} | change  # fmt: skip
    response = client_of("planner").post("/plans/new/", form)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert "我的标题" in response.content.decode()
    assert not PlanVersion.objects.exists()


def test_a_code_in_use_is_told(client_of, plan):
    form = {
        "document": upload(),
        "code": plan.code,
        "area": "qinglan",
        "start_year": "2021",
        "end_year": "2025",
    }
    assert "已有编码" in client_of("planner").post("/plans/new/", form).content.decode()
    assert Subject.objects.filter(kind="area").count() == 1


@pytest.mark.parametrize("role", ["leader", "statistician", "auditor", "bureau_officer"])
def test_only_planners_load_documents(client_of, plan, role):
    assert client_of(role).get(f"/plans/{plan.code}/document/").status_code == 403
    assert client_of(role).post("/plans/new/", {"document": upload()}).status_code == 403


def test_a_revised_document_of_a_plan_without_a_pack_keeps_the_reviews(client_of, db):
    from huoju.kernel.plan.models import Review

    form = {"document": upload(), "code": "qinglan-14fyp", "area_code": "qinglan", "area_name": "青岚高新区",
            "start_year": "2021", "end_year": "2025"}  # fmt: skip
    client = client_of("planner")
    client.post("/plans/new/", form)
    plan = PlanVersion.objects.get()
    plan.statements.filter(value_text="200家").update(review=Review.ACCEPTED)
    plan.statements.filter(value_text="6%").update(review=Review.CORRECTED, value=["6.5"])
    revised = TEXT.replace("到2025年，高新技术企业达到200家。", "孵化器达到9家。")
    response = client.post(f"/plans/{plan.code}/document/", {"document": upload(revised)}, follow=True)
    text = response.content.decode()
    assert "已重读“plan.txt”：1 条表述仍在文本中，新读出 1 条" in text
    assert "1 条已复核的表述不在新文本中" in text
    assert plan.statements.get(value_text="6%").value == ["6.5"]
    assert plan.statements.get(value_text="200家").is_gone
