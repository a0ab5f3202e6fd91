"""Each page's main job in a browser, in both languages, wide and narrow, with nothing serious from axe-core."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from site_builders import make_statement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = pytest.mark.parametrize("width", [1440, 390])
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
PAGES = ("", "text/", "structures/", "baselines/", "commitments/", "commitments/htfe/", "document/")


@SIZES
@LANGUAGES
def test_every_page_of_a_plan_is_accessible_and_fits(open_page, check_page, plan, evidence, language, width):
    with open_page("planner", language, width) as page:
        for tail in PAGES:
            page.goto(f"/plans/{plan.code}/{tail}")
            check_page(page)


@SIZES
@LANGUAGES
def test_signing_in_is_accessible_and_works(
    chromium, live_server, check_page, user_of, plan, language, width
):
    user_of("planner")
    context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=live_server.url)
    context.add_cookies([{"name": "huoju_language", "value": language, "url": live_server.url}])
    page = context.new_page()
    page.goto("/")
    check_page(page)
    page.fill("[name=username]", "planner")
    page.fill("[name=password]", "long-enough-1")
    page.press("[name=password]", "Enter")
    page.wait_for_selector(".lead")
    assert page.url.endswith(f"/plans/{plan.code}/")
    context.close()


@LANGUAGES
def test_the_overview_leads_from_the_sentence_to_a_commitment(open_page, plan, evidence, language):
    with open_page(language=language) as page:
        page.goto(f"/plans/{plan.code}/?as_of=2024-06-30")
        assert page.locator(".lead").first.is_visible()
        assert page.locator(".chart svg").count() == 1
        page.locator(".attention a").first.click()
        page.wait_for_selector(".steps li")
        assert "as_of=2024-06-30" in page.url


def test_the_day_changes_with_the_field_alone(open_page, plan, evidence):
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/commitments/htfe/")
        page.fill("#as-of", "2024-06-30")
        page.dispatch_event("#as-of", "change")
        page.wait_for_url("**as_of=2024-06-30*")
        assert "160" in page.locator(".facts").inner_text()


def test_filters_change_the_table_without_loading_the_page(open_page, plan):
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/commitments/")
        page.evaluate("window.stayed = true")
        page.fill("#q", "上市")
        page.wait_for_url("**q=*")
        expect(page.locator("tbody tr")).to_have_count(1)
        assert page.evaluate("window.stayed") is True
        page.locator("a:text('csv')").first.get_attribute("href")


def test_the_files_follow_the_filters(open_page, plan):
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/commitments/")
        page.select_option("[name=nature]", "stretch")
        expect(page.locator("tbody tr")).to_have_count(1)
        with page.expect_download() as download:
            page.get_by_role("link", name="csv").click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        assert text.count("\n") == 2
        assert "上市企业数" in text


def test_rows_move_by_keyboard_and_enter_opens(open_page, plan):
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/commitments/")
        page.locator("tbody tr").first.focus()
        page.keyboard.press("ArrowDown")
        assert "一般公共预算收入" in page.locator("tr:focus").inner_text()
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        page.wait_for_url("**/commitments/listed/")


def test_the_head_stays_in_sight_over_three_hundred_rows(open_page, check_page, plan):
    for number in range(300):
        make_statement(plan, f"more-{number}", line=100 + number)
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/commitments/")
        page.evaluate("window.scrollTo({top: 6000, behavior: 'instant'})")
        box = page.locator("thead th").nth(1).bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 120


def test_a_row_becomes_a_block_on_a_narrow_screen(open_page, plan):
    with open_page(width=390) as page:
        page.goto(f"/plans/{plan.code}/commitments/")
        assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).display") == "flex"
        assert page.locator("[name=sort]").is_visible()


def test_a_bureau_is_named_for_ticked_rows(open_page, plan):
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/commitments/")
        page.locator("[name=key][value=listed]").check()
        page.select_option(".assign [name=bureau]", "qinglan/bureau/economy")
        page.locator(".assign button").click()
        page.wait_for_selector(".message.success")
    plan.refresh_from_db()
    assert plan.statements.get(key="listed").lead.code == "qinglan/bureau/economy"


@LANGUAGES
def test_a_document_is_loaded_and_the_value_is_marked(open_page, plan, tmp_path, language):
    file = tmp_path / "plan.txt"
    file.write_text(
        "第二章 目标任务\n\n第三节 主要指标\n\n到2025年，高新技术企业达到200家。\n", encoding="gb18030"
    )
    with open_page(language=language) as page:
        page.goto(f"/plans/{plan.code}/text/")
        page.locator(".message a").click()
        page.set_input_files("[name=document]", file)
        page.locator("form.stack button").click()
        page.wait_for_selector("mark")
        assert page.locator("mark").first.inner_text() == "200家"


def test_printed_pages_leave_their_tools_out(open_page, plan, evidence):
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/commitments/")
        page.emulate_media(media="print")
        assert not page.locator("nav.main").is_visible()
        assert not page.locator(".tools").first.is_visible()
        assert page.locator("tbody tr").first.is_visible()


def test_the_language_changes_where_one_is(open_page, plan):
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/commitments/?nature=stretch")
        page.get_by_role("button", name="English").click()
        page.wait_for_selector("h1:text('Commitments')")
        assert "nature=stretch" in page.url
