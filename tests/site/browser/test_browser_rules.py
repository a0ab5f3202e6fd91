"""The rule book in a browser: fits and is accessible, an example highlights its rule, an edit is analysed beside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "index": "/rules/",
    "industry": "/rules/above-scale-industry/?in0=2500",
    "high-tech": "/rules/high-tech-enterprise/?in0=4000&in1=5",
    "sme": "/rules/technology-sme/",
    "services": "/rules/above-scale-services/?version=2013-01-01..2019-12-31",
    "difference": "/rules/high-tech-enterprise/difference/?to=2016-01-01..",
    "edit": "/rules/high-tech-enterprise/edit/?version=2016-01-01..",
    "edit-wide": "/rules/above-scale-services/edit/",
}


@pytest.fixture(autouse=True)
def packs(root, monkeypatch):
    monkeypatch.setenv("HUOJU_PACKS", str(root / "packs"))


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_the_rule_book_is_accessible_and_fits(open_page, check_page, language, width):
    pictures = os.environ.get("HUOJU_PICTURES")
    with open_page("planner", language, width) as page:
        for name, address in PAGES.items():
            page.goto(address)
            check_page(page)
            if pictures:
                page.screenshot(path=Path(pictures) / f"{name}-{language}-{width}.png", full_page=True)


def test_an_example_is_judged_without_loading_the_page(open_page):
    with open_page() as page:
        page.goto("/rules/above-scale-industry/")
        page.evaluate("window.stayed = true")
        page.fill("[name=in0]", "1999")
        page.click("form.example button")
        expect(page.locator("tr.is-matched")).to_have_count(1)
        expect(page.locator("tr.is-matched")).to_contain_text("低于2000万元")
        assert page.evaluate("window.stayed") is True
        assert "in0=1999" in page.url


def test_an_edit_is_analysed_beside_and_saved_as_a_new_version(open_page):
    with open_page() as page:
        page.goto("/rules/above-scale-industry/edit/?version=2011-01-01..")
        page.fill("[name=r0c0]", ">= 3000")
        page.press("[name=r0c0]", "Tab")
        expect(page.locator("#said")).to_contain_text("没有规则适用于")
        page.fill("[name=r1c0]", "< 3000")
        page.press("[name=r1c0]", "Tab")
        expect(page.locator("#said")).to_contain_text("门槛由2000万元提高到3000万元")
        page.click("button[value='add-2']")
        expect(page.locator("[name=r2c0]")).to_have_value("-")
        page.click("button[value='drop-2']")
        expect(page.locator("[name=r2c0]")).to_have_count(0)
        page.fill("[name=valid_from]", "2027-01-01")
        page.fill("[name=document]", "统计制度")
        page.click("button[value=save]")
        expect(page.locator("#messages")).to_contain_text("已存为自2027-01-01起施行的新版本")
        expect(page.locator("table.rules")).to_contain_text("不低于3000万元")
