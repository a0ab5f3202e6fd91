"""Evidence, rankings and the audit trail in a browser: accessible, fitting, and doing their main job."""

from __future__ import annotations

import pytest
from site_builders import make_observation

from huoju.kernel.evidence import queries
from huoju.kernel.evidence.models import ImportBatch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = pytest.mark.parametrize("width", [1440, 390])
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
PAGES = (
    "evidence/", "evidence/series/", "evidence/form/", "evidence/enter/", "evidence/upload/", "evidence/imports/",
    "evidence/observation/?i=term:高新技术企业数&s=qinglan&m=count&p=2023", "rankings/",
)  # fmt: skip
SHEET = "指标,主体,时间,数值,单位\n高新技术企业数,青岚高新区,2024,181,家\n工业总值,青岚高新区,2024,十,亿元\n"
PASTE = """() => {
  const data = new DataTransfer();
  data.setData("text/plain", "1\\t2\\n3\\t4\\n");
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text(SHEET, encoding="gb18030")
    return path


@pytest.fixture
def places(observe):
    observe(
        make_observation("2022", "6", indicator="term:评价排名", measure="rank", unit="位"), batch="places"
    )


@SIZES
@LANGUAGES
def test_the_pages_are_accessible_and_fit(open_page, check_page, plan, evidence, places, language, width):
    with open_page("planner", language, width) as page:
        for tail in PAGES:
            page.goto(f"/plans/{plan.code}/{tail}")
            check_page(page)


@SIZES
@LANGUAGES
def test_a_sheet_goes_from_upload_to_undo(open_page, check_page, plan, sheet, language, width):
    with open_page("planner", language, width) as page:
        page.goto(f"/plans/{plan.code}/evidence/upload/")
        page.set_input_files("[name=file]", sheet)
        page.locator("form.stack button").click()
        page.wait_for_selector("table.asread")
        check_page(page)
        page.locator("button[name=what][value=all]").click()
        page.wait_for_selector(".message.success")
        assert len(queries.snapshot()) == 1
        page.locator("a[href$='/undo/']").click()
        page.wait_for_selector("button.danger")
        check_page(page)
        page.locator("button.danger").click()
        page.wait_for_selector(".message.success")
        assert len(queries.snapshot()) == 0


@SIZES
@LANGUAGES
def test_the_audit_trail_is_accessible_and_fits(open_page, check_page, client_of, plan, language, width):
    plan_page = f"/plans/{plan.code}/commitments/assign/"
    client_of().post(plan_page, {"key": "listed", "bureau": "qinglan/bureau/economy"})
    with open_page("auditor", language, width) as page:
        page.goto("/audit/")
        check_page(page)
        assert page.locator("ins").first.inner_text() == "qinglan/bureau/economy"


def test_a_block_from_excel_is_spread_over_the_cells_and_arrows_move(open_page, plan):
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/evidence/enter/?as_of=2026-06-30")
        cells = page.locator("table.entry").first.locator("tbody td input")
        cells.first.focus()
        page.evaluate(PASTE)
        rows = page.locator("table.entry").first.locator("tbody tr")
        assert [rows.nth(r).locator("td input").nth(c).input_value() for r in (0, 1) for c in (0, 1)] == [
            "1",
            "2",
            "3",
            "4",
        ]
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.value") == "3"
        page.keyboard.press("End")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.value") == "4"
        page.keyboard.press("Shift+Enter")
        assert page.evaluate("document.activeElement.value") == "2"


def test_a_grid_is_checked_before_it_is_stored(open_page, plan):
    plan.statements.filter(key="htfe").update(concept="hightech_enterprises")
    with open_page("bureau_officer") as page:
        page.goto(f"/plans/{plan.code}/evidence/enter/?as_of=2026-06-30&key=htfe")
        page.locator("input.due").first.fill("203")
        page.fill("[name=source]", "台账")
        page.locator(".sent button").click()
        page.wait_for_selector("button[name=what][value=all]")
        assert ImportBatch.objects.get().counts["new"] == 1


def test_a_column_taken_for_the_wrong_thing_is_put_right_on_the_sheet(open_page, plan, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(SHEET.replace("时间", "甲"), encoding="utf-8")
    with open_page() as page:
        page.goto(f"/plans/{plan.code}/evidence/upload/")
        page.set_input_files("[name=file]", path)
        page.locator("form.stack button").click()
        page.select_option("[name=s0-c2]", "period")
        page.locator("#mapping button").last.click()
        page.wait_for_selector("button[name=what][value=all]")
