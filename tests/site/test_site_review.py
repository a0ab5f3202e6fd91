"""The review page: the queue, decisions and their trail, corrections, statements added by hand."""

from __future__ import annotations

import pytest
from site_builders import make_statement

from huoju.kernel.audit.models import Event
from huoju.kernel.plan.models import Clause
from huoju.site.pages.review import place_of
from huoju.site.pages.review_form import NotAFigure, figures_from

SENTENCE = "到2025年，高新技术企业达到200家，孵化器达到9家。"
FORM = {
    "role": "target", "indicator": "高新技术企业数", "concept": "", "measure": "count", "comparator": "ge",
    "value": "220", "unit": "家", "period": "2025", "baseline_period": "", "subject": "全区", "nature": "binding",
    "stretch": "on", "note": "按公报口径",
}  # fmt: skip


@pytest.fixture
def read(plan):
    """Three statements of the plan as the reader left them, the first two doubtful, one with its paragraph."""
    clause = Clause.objects.create(
        plan=plan, order=5, chapter="2.3", kind="paragraph", first_line=11, last_line=15, text=SENTENCE
    )  # fmt: skip
    plan.document_sha256 = "0" * 64
    plan.save()
    plan.statements.update(source="reader", confidence=0.9)
    plan.statements.filter(key="htfe").update(
        confidence=0.4, clause=clause, sentence=SENTENCE, offset_start=15, offset_end=19
    )
    plan.statements.filter(key="listed").update(confidence=0.5)
    return plan


def address(plan, tail=""):
    return f"/plans/{plan.code}/review/{tail}"


def page(client, plan, **query):
    return client.get(address(plan), query).content.decode()


def decide(client, plan, key="htfe", decision="accept", query="", **form):
    return client.post(address(plan, f"{key}/decide/{query}"), {"decision": decision} | form, follow=True)


def test_the_least_certain_comes_first_with_its_sentence_and_value_marked(client_of, read):
    text = page(client_of(), read)
    assert "已复核 0 条，共 6 条。待复核的有 2 条置信度低于 60%。" in text
    assert "<mark>200家</mark>，孵化器达到9家。" in text
    assert text.index("第 1 条，共 6 条") < text.index("置信度 40%")


def test_accepting_is_audited_and_leads_to_the_next(client_of, read):
    response = decide(client_of(), read)
    assert response.redirect_chain[-1][0].endswith("review/?at=listed")
    assert "已采纳：高新技术企业数 200家。" in response.content.decode()
    assert "已复核 1 条，共 6 条" in response.content.decode()
    event = Event.objects.get(verb="statement.review")
    assert (event.actor, event.before["review"], event.after["review"]) == (
        "planner",
        "unreviewed",
        "accepted",
    )


def test_a_rejected_statement_is_no_commitment_any_more(client_of, read):
    client = client_of()
    decide(client, read, decision="reject")
    assert "200家" not in client.get(f"/plans/{read.code}/commitments/").content.decode()


def test_a_correction_changes_fields_and_shows_what_was_read(client_of, read):
    client = client_of()
    assert 'name="indicator"' in page(client, read, at="htfe", edit="1")
    client.post(address(read, "htfe/correct/"), FORM)
    row = read.statements.get(key="htfe")
    assert (row.value, row.comparator, row.nature, row.stretch, row.review) == (
        ["220"],
        "ge",
        "binding",
        True,
        "corrected",
    )
    assert (row.subject, row.note) == (read.area, "按公报口径")
    assert "（识读为 200）" in page(client, read, at="htfe")
    assert Event.objects.get(verb="statement.correct").before["value"] == ["200"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": "两百"}, "不是数值"),
        ({"value": "1e999"}, "不是数值"),
        ({"value": ""}, "需要 1 个数，填写了 0 个"),
        ({"comparator": "range"}, "需要 2 个数"),
        ({"indicator": " "}, "没有填写指标"),
        ({"indicator": "长" * 301}, "超过 300 个字"),
        ({"concept": "不存在的指标名称"}, "指标目录里没有"),
        ({"period": "去年"}, "不是可识别的期间"),
        ({"measure": "weight"}, "没有“weight”这一项"),
    ],
)
def test_a_bad_correction_keeps_what_was_typed_and_changes_nothing(client_of, read, change, words):
    response = client_of().post(address(read, "htfe/correct/"), FORM | {"unit": "我的单位"} | change)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert "我的单位" in response.content.decode()
    assert read.statements.get(key="htfe").review == "unreviewed"


def test_the_last_decision_is_taken_back(client_of, read):
    client = client_of()
    decide(client, read)
    text = client.post(address(read, "undo/"), follow=True).content.decode()
    assert "已撤销对“高新技术企业数 200家”的决定" in text
    assert read.statements.get(key="htfe").review == "unreviewed"
    assert client.post(address(read, "undo/")).status_code == 400


def test_what_somebody_else_decided_meanwhile_is_shown_not_overwritten(client_of, read):
    from huoju.kernel.plan.review_actions import fingerprint

    client = client_of()
    seen = fingerprint(read.statements.get(key="htfe"))
    read.statements.filter(key="htfe").update(review="rejected")
    response = decide(client, read, seen=seen)
    assert "刚被他人处理" in response.content.decode()
    assert read.statements.get(key="htfe").review == "rejected"


def test_filters_hold_through_a_decision(client_of, read):
    client = client_of()
    text = page(client, read, role="target", chapter="2", confidence="low")
    assert "第 1 条，共 1 条" in text
    response = decide(client, read, query="?role=target&chapter=2")
    assert "role=target&chapter=2&at=revenue" in response.redirect_chain[-1][0]
    assert "第 1 条，共 5 条" in page(client, read, state="nonsense", role="x", confidence="y")


def test_a_statement_that_left_the_text_asks_for_a_decision(client_of, read):
    read.statements.filter(key="revenue").update(review="accepted", is_gone=True, sentence="旧句。")
    client = client_of()
    text = page(client, read)
    assert "1 条已复核的表述不在新文本中，需要决定。" in text
    assert "新文本里找不到这句话" in text
    decide(client, read, "revenue")
    assert not read.statements.get(key="revenue").is_gone


def test_a_missed_statement_is_added_from_its_sentence(client_of, read):
    client = client_of()
    text = client.get(address(read, "add/"), {"q": "孵化器"}).content.decode()
    assert "已有 1 条" in text
    clause = Clause.objects.get(plan=read, order=5)
    chosen = address(read, f"add/?clause={clause.pk}&sentence=0")
    assert SENTENCE in client.get(chosen).content.decode()
    form = FORM | {"indicator": "孵化器数", "value": "9", "value_text": "9家"}
    response = client.post(chosen, form, follow=True)
    assert "已补录：孵化器数 9家。" in response.content.decode()
    row = read.statements.get(indicator="孵化器数")
    assert (row.source, row.review, row.sentence[row.offset_start : row.offset_end]) == (
        "hand",
        "accepted",
        "9家",
    )
    assert client.post(chosen, form).status_code == 400
    assert client.post(chosen, form | {"value_text": "99家"}).status_code == 400


@pytest.mark.parametrize(
    "query", ["?clause=x", "?clause=999999", "?clause=1&sentence=-1", "?clause=99999999999999"]
)
def test_a_sentence_that_is_not_there_is_not_found(client_of, read, query):
    assert client_of().get(address(read, f"add/{query}")).status_code == 404


def test_names_like_the_one_typed_are_suggested(client_of, read):
    text = client_of().get(address(read, "indicators/"), {"concept": "生产总值"}).content.decode()
    assert "地区生产总值" in text
    assert client_of().get(address(read, "indicators/")).content.decode().strip() == ""


def test_a_reader_without_the_right_sees_and_may_not_decide(client_of, read):
    client = client_of("leader")
    assert "采纳 <kbd>" not in page(client, read)
    for tail in ("htfe/decide/", "htfe/correct/", "undo/", "add/"):
        assert client.post(address(read, tail), {"decision": "accept"} | FORM).status_code == 403
    assert read.statements.get(key="htfe").review == "unreviewed"


def test_unknown_decisions_and_keys_are_answered(client_of, read):
    client = client_of("planner", "en")
    assert decide(client, read, decision="burn").status_code == 400
    assert decide(client, read, "nobody").status_code == 404
    assert client.get(address(read), {"at": "nobody"}).status_code == 404


def test_the_number_of_queries_is_small(client_of, read, django_assert_max_num_queries):
    for number in range(40):
        make_statement(read, f"more-{number}", source="reader", confidence=0.7, line=40 + number)
    client = client_of()
    with django_assert_max_num_queries(16):
        page(client, read)


@pytest.mark.parametrize(
    ("typed", "figures"),
    [("200", ["200"]), ("3–5", ["3", "5"]), ("3-5", ["3", "5"]), ("80:20", ["80", "20"]), ("1,200.50", ["1200.5"]),
     ("-3", ["-3"]), ("8.5%", ["8.5"]), ("0.5：53.5：46", ["0.5", "53.5", "46"]), ("", [])],
)  # fmt: skip
def test_figures_are_read_as_people_type_them(typed, figures):
    assert figures_from(typed) == figures


def test_words_are_no_figures():
    with pytest.raises(NotAFigure):
        figures_from("很多")


def test_a_place_in_the_queue_knows_its_neighbours():
    keys = ["a", "b", "c"]
    assert (place_of(keys, "b").before, place_of(keys, "b").after) == ("a", "c")
    assert (place_of(keys, "z").number, place_of(keys, "z").after) == (0, "a")
    assert place_of([], "").total == 0
