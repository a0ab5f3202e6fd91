"""What follows a reading, in a browser: the review by keyboard, a correction, a missed statement, the registers."""

from __future__ import annotations

import pytest
from site_builders import make_bureau

from huoju.kernel.plan.models import Clause, Initiative, PlannedProject

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "到2025年，高新技术企业达到200家，孵化器达到9家。"
PAGES = (
    "review/", "review/?edit=1", "review/?state=corrected", "review/add/", "review/add/?q=孵化器", "compare/",
    "compare/?other=other-14fyp&relation=draft", "initiatives/", "initiatives/park/", "named-projects/",
    "named-projects/hall/", "export/",
)  # fmt: skip


@pytest.fixture
def read(plan):
    """The plan as the reader left it: one doubtful statement in its paragraph, both registers, another plan."""
    from site_builders import make_plan, make_statement

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
    given = {"plan": plan, "clause": clause, "chapter": "2.3", "line": 20, "lead": make_bureau()}
    Initiative.objects.create(
        key="park", verb="建设", object="智慧园区", sentence="加快建设智慧园区。", **given
    )
    PlannedProject.objects.create(key="hall", name="城市展览馆", investment="3亿元", **given)
    make_statement(make_plan("other-14fyp"), "other", value=["150"], value_text="150家")
    return plan


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_after_a_reading_is_accessible_and_fits(open_page, check_page, read, language, width):
    with open_page("planner", language, width) as page:
        for tail in PAGES:
            page.goto(f"/plans/{read.code}/{tail}")
            check_page(page)


def step(page, key, heading):
    """Press a key and wait for the statement it leads to."""
    page.keyboard.press(key)
    page.wait_for_selector(f"#review-heading:has-text('{heading}')")


def test_a_review_goes_by_keys_alone(open_page, read):
    with open_page() as page:
        page.goto(f"/plans/{read.code}/review/")
        page.evaluate("window.stayed = true")
        step(page, "j", "上市企业数")
        step(page, "k", "高新技术企业数")
        step(page, "a", "上市企业数")
        page.wait_for_selector(".message.success:has-text('已采纳')")
        assert page.evaluate("document.activeElement.id") == "review-heading"
        step(page, "x", "高新技术企业数")
        step(page, "u", "上市企业数")
        page.wait_for_selector(".message.success:has-text('已撤销')")
        assert page.evaluate("window.stayed") is True
    assert dict(read.statements.filter(key__in=("htfe", "listed")).values_list("key", "review")) == {
        "htfe": "accepted", "listed": "unreviewed",
    }  # fmt: skip


def test_a_correction_by_keyboard_with_a_suggested_indicator(open_page, read):
    with open_page() as page:
        page.goto(f"/plans/{read.code}/review/")
        page.keyboard.press("e")
        page.wait_for_selector(".statement-form [name=value]")
        assert page.evaluate("document.activeElement.name") == "indicator"
        page.keyboard.press("Escape")
        page.wait_for_selector(".review-facts")
        page.keyboard.press("e")
        page.wait_for_selector(".statement-form [name=value]")
        page.fill("[name=concept]", "")
        page.type("[name=concept]", "地区生产")
        page.wait_for_selector("#indicator-options option[value='地区生产总值']", state="attached")
        page.fill("[name=concept]", "地区生产总值")
        page.fill("[name=value]", "220")
        page.keyboard.press("Enter")
        page.wait_for_selector(".message.success:has-text('已更正')")
    row = read.statements.get(key="htfe")
    assert (row.value, row.concept, row.review) == (["220"], "gdp", "corrected")


def test_the_filters_and_the_list_work_by_mouse(open_page, read):
    with open_page() as page:
        page.goto(f"/plans/{read.code}/review/")
        page.select_option("[name=confidence]", "low")
        page.wait_for_selector(".review-queue .count:has-text('2 条')")
        page.locator(".review-queue a").nth(1).click()
        page.wait_for_selector("#review-heading:has-text('上市企业数')")
        assert "confidence=low" in page.url
        page.get_by_role("button", name="采纳").click()
        page.wait_for_selector(".message.success")
        page.go_back()
        page.wait_for_load_state("networkidle")
        assert page.locator("#review-heading").is_visible()


def test_words_marked_in_the_sentence_become_the_value(open_page, read):
    with open_page() as page:
        page.goto(f"/plans/{read.code}/review/add/?q=孵化器")
        page.locator(".sentences a").first.click()
        page.wait_for_load_state("networkidle")
        page.evaluate(
            """() => { const node = document.getElementById('chosen-sentence').firstChild;
            const range = document.createRange(), at = node.data.indexOf('9家');
            range.setStart(node, at); range.setEnd(node, at + 2);
            const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range); }"""
        )
        page.wait_for_timeout(100)
        assert page.input_value("[name=value_text]") == "9家"
        page.fill("[name=indicator]", "孵化器数")
        page.fill("[name=value]", "9")
        page.get_by_role("button", name="补录").click()
        page.wait_for_selector(".message.success:has-text('已补录')")
    assert read.statements.get(indicator="孵化器数").source == "hand"


def test_an_initiative_is_followed(open_page, read):
    with open_page("bureau_officer", "en") as page:
        page.goto(f"/plans/{read.code}/initiatives/")
        page.get_by_role("link", name="建设智慧园区").click()
        page.select_option("[name=state]", "under_way")
        page.get_by_role("button", name="Save").click()
        page.wait_for_selector(".message.success")
        assert "Nothing reported → Under way" in page.locator("main").inner_text()
