"""The rule book: who sees it, an example judged, the difference of versions, editing, saving, withdrawing."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest

from huoju.kernel.audit.models import Event
from huoju.site.rulebook import queries
from huoju.site.rulebook.models import StoredVersion

pytestmark = pytest.mark.django_db
HTFE = "/rules/high-tech-enterprise/"
INDUSTRY = "/rules/above-scale-industry/"
EDIT = f"{INDUSTRY}edit/?version=2011-01-01.."


@pytest.fixture(autouse=True)
def packs(root, monkeypatch):
    monkeypatch.setenv("HUOJU_PACKS", str(root / "packs"))


def text_of(response: Any) -> str:
    """The words of a page, tags and repeated blanks left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def make_form(limit: str = "3000", **more: str) -> dict[str, str]:
    """The industry table with another limit."""
    return {
        "rows": "2", "r0id": "above", "r0c0": f">= {limit}", "r0o0": '"规模以上"', "r0a0": "新口径",
        "r1id": "below", "r1c0": f"< {limit}", "r1o0": '"规模以下"', "r1a0": "新口径", **more,
    }  # fmt: skip


SAVED = {"do": "save", "valid_from": "2027-01-01", "document": "《统计制度》", "number": "国统字〔2026〕1号"}


def test_the_list_says_how_many_rule_sets_are_in_force(client_of):
    page = text_of(client_of().get("/rules/?as_of=2012-05-01"))
    assert "2012-05-01有效的3套" in page  # high-tech firms, industry, trade
    assert "当日没有有效版本" in page
    assert "Recognition of high-tech enterprises" in text_of(client_of(language="en").get("/rules/"))


def test_the_version_of_the_chosen_day_is_shown(client_of):
    assert "2008-01-01至2015-12-31施行" in text_of(client_of().get(f"{HTFE}?as_of=2014-06-30"))
    assert "自2016-01-01起施行" in text_of(client_of().get(HTFE))
    assert client_of().get(f"{HTFE}?version=1999-01-01..").status_code == 404
    assert client_of().get("/rules/nothing/").status_code == 404


def test_an_example_is_judged_with_the_rules_that_matched(client_of):
    response = client_of().get(f"{INDUSTRY}?in0=1999")
    page = text_of(response)
    assert "统计规模： 规模以下" in page
    assert "规则2：年主营业务收入低于2000万元" in page
    assert response.content.decode().count("is-matched") == 1
    fragment = client_of("leader", "en").get(f"{INDUSTRY}?in0=2000", headers={"HX-Request": "true"})
    assert "above designated size" in text_of(fragment)
    assert "<html" not in fragment.content.decode()


def test_percent_is_typed_in_percent_and_a_wrong_number_is_told(client_of):
    version = queries.rule_set("high-tech-enterprise").on(date(2020, 1, 1))
    fields = {one.name: f"in{place}" for place, one in enumerate(version.model.inputs)}
    page = client_of().get(
        HTFE, {fields["最近一年销售收入"]: "4000", fields["研发费用占比"]: "5", fields["注册天数"]: "x"}
    )
    assert "应为数字" in text_of(page)
    reasons = re.search(r"<ol.*?</ol>", page.content.decode(), re.S).group()
    assert "规则5：" in reasons
    assert "规则6：" not in reasons  # 5 % is what a firm of this size must spend


def test_the_difference_is_told_in_words(client_of):
    page = text_of(client_of().get(f"{HTFE}difference/?to=2016-01-01.."))
    assert "由6%降为5%" in page
    page = text_of(client_of(language="en").get(f"{HTFE}difference/?to=2016-01-01.."))
    assert "falls from 6% to 5%" in page


def send(client: Any, content: bytes, name: str = "units.csv") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = f"{INDUSTRY}difference/?from=2007-01-01..2010-12-31&to=2011-01-01.."
    return client.post(address, {"subjects": SimpleUploadedFile(name, content)})


def test_a_table_sent_tells_who_changes_class_and_why(client_of):
    table = "单位,年主营业务收入\n甲厂,400\n乙厂,1500\n丙厂,2000\n"
    for content in (table.encode("utf-8"), table.encode("gb18030")):
        page = text_of(send(client_of(), content))
        assert "3个对象中1个改变类别" in page
        assert "乙厂 规模以上 规模以下" in page
        assert "门槛由500万元提高到2000万元" in page
    assert "1 of 3 subjects" in text_of(send(client_of(language="en"), table.encode()))
    book = openpyxl.Workbook()
    for line in (("单位", "年主营业务收入"), ("乙厂", 1500)):
        book.active.append(line)
    target = io.BytesIO()
    book.save(target)
    assert "1个对象中1个" in text_of(send(client_of(), target.getvalue(), "units.xlsx"))


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "a.csv"), (b"x", "a.xlsx"), (b"a,b\n", "a.csv"), (b"\xff\xff", "a.csv")]
)
def test_a_table_that_cannot_be_read_is_told(client_of, content, name):
    assert 'role="alert"' in send(client_of(), content, name).content.decode()


def test_a_version_is_given_as_excel_and_dmn(client_of):
    data = client_of().get(f"{HTFE}rules.xlsx?version=2016-01-01..")
    book = openpyxl.load_workbook(io.BytesIO(data.content))
    assert book.sheetnames == ["模型", "研发费用占比要求", "未满足条件", "认定结论"]
    assert b"decisionTable" in client_of().get(f"{HTFE}rules.dmn").content


@pytest.mark.parametrize(
    ("role", "status"), [("planner", 200), ("leader", 403), ("auditor", 403), ("statistician", 403)]
)
def test_only_planners_change_rules(client_of, role, status):
    assert client_of(role).get(EDIT).status_code == status
    assert client_of(role).get(INDUSTRY).status_code == 200


def test_a_check_tells_gaps_conflicts_wrong_cells_and_what_changed(client_of):
    client = client_of()
    headers = {"HX-Request": "true"}
    said = text_of(client.post(EDIT, make_form(), headers=headers))
    assert "没有空缺，没有冲突" in said
    assert "门槛由2000万元提高到3000万元" in said
    said = text_of(client.post(EDIT, make_form() | {"r1c0": "< 2500"}, headers=headers))
    assert "没有规则适用于" in said
    said = text_of(client.post(EDIT, make_form() | {"r1c0": "< 3500"}, headers=headers))
    assert "可同时命中" in said
    said = text_of(client.post(EDIT, make_form() | {"r1c0": "< < 5", "r1o0": ""}, headers=headers))
    assert "第2条“年主营业务收入”" in said
    assert "没有填写结果" in said


def test_rows_are_added_moved_and_dropped(client_of):
    client = client_of()

    def cells(do: str) -> list[str]:
        page = client.post(EDIT, make_form(do=do)).content.decode()
        return re.findall(r'name="r\d+c0" value="([^"]*)"', page)

    assert cells("add-1") == ["&gt;= 3000", "-", "&lt; 3000"]
    assert cells("drop-0") == ["&lt; 3000"]
    assert cells("up-1") == ["&lt; 3000", "&gt;= 3000"]
    assert cells("drop-9") == ["&gt;= 3000", "&lt; 3000"]


def test_saving_makes_a_dated_version_closes_the_one_before_and_is_recorded(client_of):
    client = client_of()
    response = client.post(EDIT, make_form(**SAVED), follow=True)
    assert "已存为自2027-01-01起施行的新版本" in text_of(response)
    found = queries.rule_set("above-scale-industry")
    assert [one.label for one in found.versions][-2:] == ["2011-01-01..2026-12-31", "2027-01-01.."]
    assert found.evaluate({"年主营业务收入": 2500}, on=date(2026, 12, 31))[1].value == "规模以上"
    assert found.evaluate({"年主营业务收入": 2500}, on=date(2027, 1, 1))[1].value == "规模以下"
    event = Event.objects.get(verb="rules.save")
    assert event.target == "rules:above-scale-industry/2027-01-01"
    assert "门槛由2000万元提高到3000万元" in "".join(event.after["changes"])
    assert "由2000万元提高到3000万元" in text_of(client.get(f"{INDUSTRY}difference/?to=2027-01-01.."))


REFUSED = [
    (make_form("2000", **SAVED) | {"r0a0": "国家统计局统计口径（福建省统计局2023-09-20答问）：2011年起，2000万元及以上",
                                   "r1a0": "国家统计局统计口径（福建省统计局2023-09-20答问）"}, "没有改动"),
    (make_form(**SAVED) | {"document": " "}, "没有写明依据的文件"),
    (make_form(**SAVED) | {"valid_from": "明年"}, "不是日期"),
    (make_form(**SAVED) | {"valid_from": "2009-01-01"}, "有效期重叠"),
    (make_form(**SAVED) | {"r1c0": "< 3500"}, "不能保存"),
    (make_form(**SAVED) | {"r1c0": "< <"}, "不能保存"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "words"), REFUSED)
def test_what_cannot_be_saved_is_told_and_what_was_typed_stays(client_of, form, words):
    page = client_of().post(EDIT, form).content.decode()
    assert words in page
    assert 'name="number" value="国统字〔2026〕1号"' in page
    assert not StoredVersion.objects.exists()


def test_a_version_made_here_can_be_withdrawn_and_its_row_stays(client_of):
    client = client_of()
    client.post(EDIT, make_form(**SAVED))
    assert client_of("leader").post(f"{INDUSTRY}withdraw/", {"version": "2027-01-01.."}).status_code == 403
    client.post(f"{INDUSTRY}withdraw/", {"version": "2027-01-01.."})
    assert queries.rule_set("above-scale-industry").versions[-1].label == "2011-01-01.."
    assert StoredVersion.objects.get().withdrawn_by == "planner"
    assert Event.objects.filter(verb="rules.withdraw").count() == 1
    assert client.post(f"{INDUSTRY}withdraw/", {"version": "2011-01-01.."}).status_code == 404  # a pack's own


def test_a_table_too_long_or_unknown_is_not_edited_on_the_page(client_of):
    assert client_of().get(f"{EDIT}&table=nothing").status_code == 400
    assert client_of().get("/rules/technology-sme/edit/?table=总分").status_code == 400


def test_a_page_asks_the_database_little(client_of, django_assert_max_num_queries):
    client = client_of()
    client.get(HTFE)
    with django_assert_max_num_queries(12):
        client.get(HTFE)


def upload(client: Any, change: Any) -> str:
    """The industry table exported, changed in Excel, and read into the grid."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{INDUSTRY}rules.xlsx").content))
    change(book["统计规模"])
    target = io.BytesIO()
    book.save(target)
    sent = {"do": "upload", "workbook": SimpleUploadedFile("改.xlsx", target.getvalue())}
    return client.post(EDIT, sent).content.decode()


def test_a_table_changed_in_excel_is_read_into_the_grid(client_of):
    def change(sheet: Any) -> None:
        sheet["B16"], sheet["B17"] = ">= 2500", "< 2500"

    page = upload(client_of(), change)
    assert 'name="r0c0" value="&gt;= 2500"' in page
    assert "门槛由2000万元提高到2500万元" in page
    assert not StoredVersion.objects.exists()


def test_a_workbook_with_a_wrong_cell_is_told_with_its_place(client_of):
    def change(sheet: Any) -> None:
        sheet["B16"] = "=A1"

    page = upload(client_of(), change)
    assert "工作表“统计规模”第16行B列" in page
    assert 'name="r0c0" value="&gt;= 2000"' in page
