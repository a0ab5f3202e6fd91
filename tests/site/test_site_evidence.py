"""Evidence pages: what is missing, a sheet from upload to undo, entry by hand, the form, one observation."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from site_builders import make_observation, make_statement

from huoju.kernel.audit.models import Event
from huoju.kernel.evidence import queries
from huoju.kernel.evidence.models import ImportBatch

HEAD = "指标,主体,时间,数值,单位,来源\n"
GOOD = HEAD + "高新技术企业数,青岚高新区,2024,181,家,台账\n高新技术企业数,青岚高新区,2025,203,家,台账\n"


@pytest.fixture(autouse=True)
def counted(db, plan):
    """The plan's indicator as the catalog knows it, so that a sheet needs no question."""
    plan.statements.filter(indicator="高新技术企业数").update(concept="hightech_enterprises")


def upload(client, plan, text=GOOD, name="台账.csv", **fields):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, content)
    return client.post(f"/plans/{plan.code}/evidence/upload/", {"file": file, **fields}, follow=True)


def page(client, plan, tail="", **query):
    return client.get(f"/plans/{plan.code}/evidence/{tail}", query)


def workbook(*rows, formulas=()):
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("指标")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for row, column, formula, result in formulas:
            sheet.write_formula(row, column, formula, None, result)
    return file.getvalue()


class TestTheStartPage:
    def test_it_says_what_is_known_and_what_is_missing_and_leads_to_the_form(self, client_of, plan, evidence):
        text = page(client_of(), plan, as_of="2026-06-30").content.decode()
        assert "已有 2 个观测值" in text
        assert "缺期末数据" in text
        assert "请经济发展局提供" in text
        assert f"/plans/{plan.code}/evidence/form.xlsx" in text

    def test_a_year_that_is_not_over_is_not_missing(self, client_of, plan):
        text = page(client_of(), plan, as_of="2022-06-30").content.decode()
        assert "缺2021" in text  # the growth promised for each year
        assert "缺2025" not in text

    def test_in_english_too(self, client_of, plan, evidence):
        text = page(client_of(language="en"), plan, as_of="2026-06-30").content.decode()
        assert "2 observations are known" in text
        assert "Ask Economic Bureau" in text

    def test_the_number_of_queries_does_not_grow_with_the_plan(
        self, client_of, plan, django_assert_max_num_queries
    ):
        client = client_of()
        for number in range(40):
            make_statement(plan, f"more-{number}", indicator=f"指标{number}", line=100 + number)
        with django_assert_max_num_queries(16):
            page(client, plan)


class TestASheet:
    def test_a_preview_changes_nothing_and_a_commit_does(self, client_of, plan):
        client = client_of("statistician")
        response = upload(client, plan)
        text = response.content.decode()
        batch = ImportBatch.objects.get()
        assert "2 行可以入库" in text
        assert len(queries.snapshot()) == 0
        response = client.post(
            f"/plans/{plan.code}/evidence/imports/{batch.code}/commit/", {"what": "all"}, follow=True
        )
        assert "已入库 2 行" in response.content.decode()
        assert [str(o.value) for o in queries.snapshot().series("hightech_enterprises", "qinglan")] == [
            "181",
            "203",
        ]
        assert Event.objects.filter(verb="evidence.commit", actor="statistician").count() == 1

    def test_ticked_rows_alone_can_be_committed(self, client_of, plan):
        client = client_of()
        upload(client, plan)
        batch = ImportBatch.objects.get()
        client.post(
            f"/plans/{plan.code}/evidence/imports/{batch.code}/commit/", {"what": "chosen", "row": ["1"]}
        )
        assert [str(o.value) for o in queries.snapshot().series("hightech_enterprises", "qinglan")] == ["203"]

    def test_no_row_ticked_is_told_and_nothing_is_written(self, client_of, plan):
        client = client_of()
        upload(client, plan)
        batch = ImportBatch.objects.get()
        response = client.post(
            f"/plans/{plan.code}/evidence/imports/{batch.code}/commit/", {"what": "chosen"}
        )
        assert response.status_code == 400
        assert "没有选中任何行" in response.content.decode()
        assert len(queries.snapshot()) == 0

    def test_the_page_shows_the_sheet_with_what_each_column_was_taken_for(self, client_of, plan):
        text = upload(client_of(), plan).content.decode()
        assert re.search(r'name="s0-c0"[^>]*>.*?<option value="indicator" selected>', text, re.DOTALL)
        assert re.search(r'name="s0-c3"[^>]*>.*?<option value="value" selected>', text, re.DOTALL)
        assert '1 <span class="faint">表头' in text

    def test_a_revised_value_shows_what_stood_before_and_the_difference(self, client_of, plan, observe):
        observe(make_observation("2024", "175", indicator="hightech_enterprises", measure="level"))
        text = upload(client_of(), plan).content.decode()
        assert "修订 1" in text
        assert "175家" in text
        assert "+6家" in text

    def test_a_corrected_mapping_is_read_again(self, client_of, plan):
        client = client_of()
        upload(client, plan, HEAD.replace("时间", "甲") + "高新技术企业数,青岚高新区,2024,181,家,台账\n")
        batch = ImportBatch.objects.get()
        assert batch.counts["new"] == 0
        response = client.post(
            f"/plans/{plan.code}/evidence/imports/{batch.code}/mapping/", {"s0-c2": "period"}, follow=True
        )
        assert "1 行可以入库" in response.content.decode()

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"s0-c3": ""}, "没有一列是“数值”"),
            ({"s0-c5": "unit"}, "有两列都是“单位”"),
            ({"s0-first_row": "99"}, "不在表内"),
        ],
    )
    def test_a_mapping_that_cannot_be_is_told(self, client_of, plan, form, words):
        client = client_of()
        upload(client, plan)
        batch = ImportBatch.objects.get()
        response = client.post(f"/plans/{plan.code}/evidence/imports/{batch.code}/mapping/", form)
        assert response.status_code == 400
        assert words in response.content.decode()

    def test_a_value_ten_thousand_times_off_is_asked_back_not_refused(self, client_of, plan, observe):
        observe(
            *(
                make_observation(str(year), "170", indicator="hightech_enterprises", measure="level")
                for year in (2021, 2022, 2023)
            )
        )
        client = client_of()
        text = upload(
            client, plan, HEAD + "高新技术企业数,青岚高新区,2024,1700000,家,台账\n"
        ).content.decode()
        batch = ImportBatch.objects.get()
        assert "是否确实如此" in text
        assert batch.counts["waiting"] == 1
        response = client.post(
            f"/plans/{plan.code}/evidence/imports/{batch.code}/answers/", {"answer-0": "yes"}, follow=True
        )
        assert "1 行可以入库" in response.content.decode()

    def test_an_unknown_indicator_may_be_named_by_typing(self, client_of, plan):
        client = client_of()
        upload(client, plan, HEAD + "高企个数甲,青岚高新区,2024,181,家,台账\n")
        batch = ImportBatch.objects.get()
        address = f"/plans/{plan.code}/evidence/imports/{batch.code}/answers/"
        assert client.post(address, {"other-0": "不存在的指标"}).status_code == 400
        response = client.post(address, {"other-0": "高新技术企业数"}, follow=True)
        assert "1 行可以入库" in response.content.decode()

    def test_a_bad_row_is_named_and_the_others_go_in(self, client_of, plan):
        text = upload(
            client_of(), plan, GOOD + "高新技术企业数,青岚高新区,2023,一百七,家,台账\n"
        ).content.decode()
        assert "“一百七”不是数字" in text
        assert "D4" in text
        assert "2 行可以入库" in text

    def test_formulas_are_told_and_their_stored_result_is_used(self, client_of, plan):
        content = workbook(
            ["指标", "主体", "时间", "数值", "单位"], ["高新技术企业数", "青岚高新区", 2024, None, "家"],
            formulas=[(1, 3, "=90+91", 181)],
        )  # fmt: skip
        text = upload(client_of(), plan, content, "a.xlsx").content.decode()
        assert "单元格是公式" in text
        assert "181家" in text

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (b"", "empty.csv", "文件是空的"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "table.xlsx", "不是表格"),
            (b"PK\x03\x04 broken", "broken.xlsx", "已损坏"),
            ("会议纪要\n今天开会。\n".encode(), "minutes.csv", "没有找到数据表"),
        ],
    )
    def test_what_is_no_sheet_is_answered_and_nothing_is_kept(self, client_of, plan, content, name, words):
        response = upload(client_of(), plan, content, name)
        assert response.status_code == 400
        assert words in response.content.decode()
        assert not ImportBatch.objects.exists()
        assert not Event.objects.exists()

    def test_a_file_beyond_the_limit_is_refused_before_it_is_read(self, client_of, plan, monkeypatch):
        monkeypatch.setattr("huoju.site.pages.imports.LIMIT_MB", 0)
        response = upload(client_of(), plan)
        assert response.status_code == 400
        assert "上限" in response.content.decode()

    def test_no_file_at_all_is_told_in_english(self, client_of, plan):
        response = client_of(language="en").post(f"/plans/{plan.code}/evidence/upload/")
        assert response.status_code == 400
        assert "No file was chosen" in response.content.decode()

    def test_a_preview_can_be_let_go(self, client_of, plan):
        client = client_of()
        upload(client, plan)
        batch = ImportBatch.objects.get()
        response = client.post(f"/plans/{plan.code}/evidence/imports/{batch.code}/discard/", follow=True)
        assert "没有写入任何数据" in response.content.decode()
        assert client.post(f"/plans/{plan.code}/evidence/imports/{batch.code}/commit/").status_code == 409

    def test_an_unknown_batch_is_not_found(self, client_of, plan):
        assert page(client_of(), plan, "imports/imp-none/").status_code == 404


class TestUndo:
    def committed(self, client, plan):
        upload(client, plan)
        batch = ImportBatch.objects.get()
        client.post(f"/plans/{plan.code}/evidence/imports/{batch.code}/commit/", {"what": "all"})
        return f"/plans/{plan.code}/evidence/imports/{batch.code}/undo/"

    def test_it_says_what_will_happen_before_it_does(self, client_of, plan, observe):
        observe(make_observation("2024", "175", indicator="hightech_enterprises", measure="level"))
        client = client_of("statistician")
        address = self.committed(client, plan)
        text = client.get(address).content.decode()
        assert "1 个数恢复为导入前的值，1 个数不再有值" in text
        response = client.post(address, follow=True)
        assert "已撤回" in response.content.decode()
        assert [str(o.value) for o in queries.snapshot().series("hightech_enterprises", "qinglan")] == ["175"]

    def test_it_happens_once(self, client_of, plan):
        client = client_of()
        address = self.committed(client, plan)
        client.post(address)
        assert client.get(address).status_code == 409

    def test_an_officer_may_add_but_not_undo(self, client_of, plan):
        address = self.committed(client_of("bureau_officer"), plan)
        assert client_of("bureau_officer").get(address).status_code == 403


class TestEntryByHand:
    def test_typed_figures_go_through_a_preview_like_a_file(self, client_of, plan):
        client = client_of("bureau_officer")
        form = {"series0": "hightech_enterprises|qinglan|count", "v0-2024": "181", "source": "台账"}
        response = client.post(f"/plans/{plan.code}/evidence/enter/?as_of=2026-06-30", form, follow=True)
        assert "1 行可以入库" in response.content.decode()
        batch = ImportBatch.objects.get()
        client.post(f"/plans/{plan.code}/evidence/imports/{batch.code}/commit/", {"what": "all"})
        (known,) = queries.snapshot().series("hightech_enterprises", "qinglan", "count")
        assert (str(known.value), known.unit, known.source, known.recorder) == (
            "181",
            "家",
            "台账",
            "bureau_officer",
        )

    def test_a_free_line_needs_no_place_in_the_plan(self, client_of, plan):
        form = {
            "free0-indicator": "常住人口",
            "free0-period": "2024",
            "free0-value": "18.2",
            "free0-unit": "万人",
            "source": "公报",
        }
        response = client_of().post(f"/plans/{plan.code}/evidence/enter/", form, follow=True)
        assert "1 行可以入库" in response.content.decode()

    @pytest.mark.parametrize(
        ("form", "words"), [({"source": "台账"}, "没有填写任何数值"), ({"free0-value": "1"}, "没有写明来源")]
    )
    def test_what_is_lacking_is_told_and_what_was_typed_stays(self, client_of, plan, form, words):
        response = client_of().post(f"/plans/{plan.code}/evidence/enter/", {"free1-note": "我的备注", **form})
        assert response.status_code == 400
        assert words in response.content.decode()
        assert "我的备注" in response.content.decode()

    def test_known_figures_stand_in_the_cells_and_missing_ones_are_marked(self, client_of, plan, observe):
        observe(make_observation("2024", "181", indicator="hightech_enterprises"))
        text = page(client_of(), plan, "enter/", as_of="2026-06-30").content.decode()
        assert 'placeholder="181"' in text
        assert 'class="num due"' in text


class TestTheForm:
    def test_it_asks_for_what_is_missing_and_is_read_back_without_a_question(self, client_of, plan):
        import openpyxl

        client = client_of()
        content = page(client, plan, "form.xlsx", as_of="2026-06-30", bureau="qinglan/bureau/economy").content
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet[3]][:3] == ["高新技术企业数", "青岚高新区", "2025"]
        assert sheet.max_row == 3
        sheet["D3"] = 203
        filled = io.BytesIO()
        book.save(filled)
        assert "1 行可以入库" in upload(client, plan, filled.getvalue(), "form.xlsx").content.decode()

    def test_every_year_may_be_asked_with_what_is_known_filled_in(self, client_of, plan, observe):
        observe(make_observation("2024", "181", indicator="hightech_enterprises"))
        text = page(client_of(), plan, "form/", as_of="2026-06-30", what="all").content.decode()
        assert "2020年、2021年" in text


class TestOneObservation:
    def test_every_vintage_stands_with_its_source_and_who_brought_it(self, client_of, plan, evidence):
        text = page(
            client_of(), plan, "observation/", i="term:高新技术企业数", s="qinglan", m="count", p="2023"
        ).content.decode()
        assert "171" in text
        assert "160" in text
        assert "统计年鉴" in text
        assert "chen" in text

    def test_what_was_not_known_on_the_day_is_told(self, client_of, plan, evidence):
        response = page(
            client_of(),
            plan,
            "observation/",
            i="term:高新技术企业数",
            s="qinglan",
            m="count",
            p="2023",
            as_of="2024-06-30",
        )
        assert "当日尚不知" in response.content.decode()

    @pytest.mark.parametrize("query", [{"p": "无"}, {"i": "gdp", "s": "qinglan", "p": "2023"}])
    def test_what_was_never_observed_is_not_found(self, client_of, plan, query):
        assert page(client_of(), plan, "observation/", **query).status_code == 404

    def test_the_indicator_page_leads_to_it(self, client_of, plan, observe):
        observe(make_observation("2023", "160", indicator="hightech_enterprises"))
        text = client_of().get(f"/plans/{plan.code}/commitments/htfe/").content.decode()
        assert "evidence/observation/?i=hightech_enterprises" in text
        assert "evidence/enter/?key=htfe" in text


def test_series_are_found_by_name_in_either_language(client_of, plan, evidence):
    assert "高新技术企业数" in page(client_of(), plan, "series/", q="高新").content.decode()
    assert "没有符合的序列" in page(client_of(), plan, "series/", q="人口").content.decode()


def test_the_history_tells_who_and_when(client_of, plan):
    upload(client_of("statistician"), plan)
    text = page(client_of("leader"), plan, "imports/").content.decode()
    assert "statistician" in text
    assert "台账.csv" in text
    assert "待确认" in text


@pytest.mark.parametrize("tail", ["upload/", "enter/"])
@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_who_may_not_add_is_told(client_of, plan, tail, role):
    assert page(client_of(role), plan, tail).status_code == 403


@pytest.mark.parametrize("tail", ["", "series/", "form/", "imports/"])
def test_everyone_may_look(client_of, plan, tail):
    assert page(client_of("leader", "en"), plan, tail).status_code == 200
