"""Findings, the workbench, accounts and the API's page in a browser: their main jobs, nothing serious from axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from site_builders import make_statement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = pytest.mark.parametrize("width", [1440, 390])
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def clashing(plan):
    """Revenue that its growth cannot bring to its target; one count promised twice."""
    revenue = {"concept": "industrial_revenue_above_scale", "indicator": "规模以上工业营业收入", "unit": "亿元",
               "indicator_en": "Industrial revenue above scale"}  # fmt: skip
    make_statement(plan, "rev20", **revenue, role="baseline", period="2020", measure="level",
                   value=["420"], value_text="420亿元", line=9)  # fmt: skip
    make_statement(plan, "rev25", **revenue, measure="level", value=["750"], value_text="750亿元", line=32)
    make_statement(plan, "revg", **revenue | {"unit": "%"}, measure="annual_average_growth", comparator="eq",
                   value=["9"], value_text="9%", line=33, period="2021-2025")  # fmt: skip
    firms = {"concept": "hightech_enterprises"}
    make_statement(plan, "firms-a", value=["260"], value_text="260家", line=41, **firms)
    make_statement(plan, "firms-b", value=["240"], value_text="240家", line=83, **firms)
    return plan


def identity(plan, code="growth-and-level"):
    from huoju.site.pages.findings import checked_plan

    return next(f.identity for f in checked_plan(plan).findings if f.code == code)


@SIZES
@LANGUAGES
def test_every_page_is_accessible_and_fits(open_page, check_page, clashing, language, width):
    pages = ("findings/", f"findings/{identity(clashing)}/", "workbench/", "workbench/?v.rev25=600", "scenarios/")
    with open_page("planner", language, width) as page:
        for tail in pages:
            page.goto(f"/plans/{clashing.code}/{tail}")
            check_page(page)


@SIZES
@LANGUAGES
def test_account_pages_are_accessible_and_fit(open_page, check_page, plan, user_of, language, width):
    number = user_of("leader").pk
    with open_page("administrator", language, width) as page:
        for address in ("/account/", "/users/", f"/users/{number}/", "/api/v1/docs/"):
            page.goto(address)
            check_page(page)


@LANGUAGES
def test_from_the_overview_to_why_two_numbers_clash(open_page, clashing, language):
    with open_page(language=language) as page:
        page.goto(f"/plans/{clashing.code}/")
        page.locator(".attention li:has(.severity-error) a").first.click()
        page.wait_for_selector(".tree .step-said")
        assert page.locator(".clash svg").is_visible()
        assert "87.53" in page.locator(".clash").inner_text() or "8.753" in page.locator(".clash").inner_text()


@LANGUAGES
def test_a_finding_is_accepted_with_a_reason(open_page, clashing, language):
    with open_page(language=language) as page:
        page.goto(f"/plans/{clashing.code}/findings/{identity(clashing, 'promised-twice')}/")
        page.fill("[name=reason]", "会议议定保留")
        page.locator("form.accept button").click()
        page.wait_for_selector(".message.success")
        assert "会议议定保留" in page.locator("main").inner_text()


@LANGUAGES
def test_a_changed_number_changes_the_findings_without_loading_the_page(open_page, clashing, language):
    with open_page(language=language) as page:
        page.goto(f"/plans/{clashing.code}/workbench/")
        page.evaluate("window.stayed = true")
        page.fill("[name='v.firms-b']", "260")
        page.wait_for_selector(".difference.disappears")
        assert page.locator(".knob.is-changed").count() == 1
        page.fill("[name='v.firms-b']", "x")
        page.wait_for_selector("#outcome .message.error")
        assert page.evaluate("window.stayed") is True


def test_a_remedy_is_tried_saved_and_compared(open_page, clashing):
    with open_page() as page:
        page.goto(f"/plans/{clashing.code}/findings/{identity(clashing)}/")
        page.locator(".trials a").first.click()
        page.wait_for_selector(".difference.disappears")
        page.fill("[name=name]", "按校核意见")
        page.locator("button:has-text('保存为情景')").click()
        page.wait_for_selector(".message.success")
        page.goto(f"/plans/{clashing.code}/scenarios/")
        assert "按校核意见" in page.locator("table.compare").first.inner_text()


def test_a_further_statement_gets_its_field(open_page, clashing):
    with open_page() as page:
        page.goto(f"/plans/{clashing.code}/workbench/")
        page.select_option("select[name=show]", "revenue")
        page.wait_for_selector("[name='v.revenue']")


def test_what_is_tried_is_downloaded_as_a_paper(open_page, clashing):
    with open_page() as page:
        page.goto(f"/plans/{clashing.code}/workbench/?v.firms-b=260")
        with page.expect_download() as download:
            page.get_by_role("button", name="Word").click()
        assert download.value.suggested_filename == f"{clashing.code}-scenario.docx"


def test_filters_of_findings_change_the_table_alone(open_page, clashing):
    with open_page() as page:
        page.goto(f"/plans/{clashing.code}/findings/")
        page.evaluate("window.stayed = true")
        page.select_option("[name=kind]", "growth-and-level")
        expect(page.locator("table.findings tbody tr")).to_have_count(1)
        assert page.evaluate("window.stayed") is True


def test_a_token_is_made_and_shown_once(open_page, plan):
    with open_page() as page:
        page.goto("/account/")
        page.fill("form.new-token [name=name]", "统计程序")
        page.locator("form.new-token button").click()
        page.wait_for_selector(".secret code")
        assert page.locator(".secret code").inner_text().startswith("huoju_")
        page.reload()
        assert page.locator(".secret").count() == 0


@LANGUAGES
def test_an_administrator_makes_an_account(open_page, plan, language):
    with open_page("administrator", language) as page:
        page.goto("/users/")
        page.fill("[name=username]", "wang")
        page.locator("form.stack button").click()
        page.wait_for_selector(".secret code")
        assert "wang" in page.locator("table").inner_text()
