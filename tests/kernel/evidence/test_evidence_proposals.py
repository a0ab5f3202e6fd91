"""A file's way in: which figures a sheet gives, and what is said about those it does not."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import pytest
from evidence_builders import ON_1_MARCH, codes, figures, observed, proposed, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from huoju.kernel.evidence import errors
from huoju.kernel.evidence.files import read_sheets
from huoju.kernel.evidence.mapping import FileMapping
from huoju.kernel.evidence.messages import KINDS

HEAD = "指标,年份,数值,单位\n"


# -- shapes ------------------------------------------------------------------------------------------


def test_the_long_shape() -> None:
    found = proposed(
        '指标,地区,时间,数值,计量单位,数据来源,备注\nGDP,环翠区,2024年三季度,"1,234.5",亿元,年鉴,快报\n'
    )
    assert figures(found) == [("gdp", "huancui", "level", "2024-Q3", "1234.5亿元")]
    (row,) = found.committable().to_pylist()
    assert (row["source"], row["note"], row["place"], row["recorder"]) == ("年鉴", "快报", "D2", "wang")


def test_years_across_indicators_down_with_a_growth_column() -> None:
    found = proposed(
        "2024年主要指标\n单位：亿元\n指标,2023年,2024年,比上年增长（%）\n"
        "地区生产总值,420,435.3,3.6\n 其中：固定资产投资,11,12,9.1\n企业数（家）,20,30,\n注：2024年为快报数。\n"
    )
    assert figures(found) == [
        ("gdp", "zone", "level", "2023", "420亿元"), ("gdp", "zone", "level", "2024", "435.3亿元"),
        ("gdp", "zone", "growth_rate", "2024", "3.6%"),
        ("fixed_investment", "zone", "level", "2023", "11亿元"),
        ("fixed_investment", "zone", "level", "2024", "12亿元"),
        ("fixed_investment", "zone", "growth_rate", "2024", "9.1%"),
        ("enterprises", "zone", "level", "2023", "20家"), ("enterprises", "zone", "level", "2024", "30家"),
    ]  # fmt: skip
    assert codes(found) == [("note-row", "7")]


def test_regions_down_years_across_with_the_indicator_in_the_title() -> None:
    found = proposed(
        "各区市地区生产总值（亿元）\n地区,2020,2021\n环翠区,500,510\n文登区,400,410\n合计,900,920\n"
    )
    assert figures(found) == [
        ("gdp", "huancui", "level", "2020", "500亿元"), ("gdp", "huancui", "level", "2021", "510亿元"),
        ("gdp", "wendeng", "level", "2020", "400亿元"), ("gdp", "wendeng", "level", "2021", "410亿元"),
    ]  # fmt: skip
    assert codes(found) == [("total-row", "5")]


def test_regions_down_indicators_across_with_the_year_in_the_title() -> None:
    found = proposed(
        "2024年各区市主要指标\n地区,地区生产总值（亿元）,固定资产投资增速（%）\n环翠区,500,5.1\n荣成市,1000,2\n"
    )
    assert figures(found) == [
        ("gdp", "huancui", "level", "2024", "500亿元"),
        ("fixed_investment", "huancui", "growth_rate", "2024", "5.1%"),
        ("gdp", "rongcheng", "level", "2024", "1000亿元"),
        ("fixed_investment", "rongcheng", "growth_rate", "2024", "2%"),
    ]


def test_years_down_indicators_across() -> None:
    found = proposed("年份,地区生产总值(亿元),常住人口(万人)\n2020,500,43.5\n2021,510,44.1\n")
    assert figures(found) == [
        ("gdp", "zone", "level", "2020", "500亿元"), ("population", "zone", "level", "2020", "43.5万人"),
        ("gdp", "zone", "level", "2021", "510亿元"), ("population", "zone", "level", "2021", "44.1万人"),
    ]  # fmt: skip


def test_the_monthly_bulletin_takes_its_year_from_the_title() -> None:
    found = proposed(
        "2024年9月主要指标\n指标名称,计量单位,1-9月累计,同比增长（±%）\n地区生产总值,亿元,300,5\n企业数,家,80,6\n"
    )
    assert figures(found) == [
        ("gdp", "zone", "level", "2024-01..2024-09", "300亿元"),
        ("gdp", "zone", "growth_rate", "2024-01..2024-09", "5%"),
        ("enterprises", "zone", "level", "2024-01..2024-09", "80家"),
        ("enterprises", "zone", "growth_rate", "2024-01..2024-09", "6%"),
    ]


def test_months_down_years_across_are_joined() -> None:
    found = proposed("地区生产总值（亿元）\n月份,2023年,2024年\n1月,30,31\n2月,28,29\n")
    assert [each[3:] for each in figures(found)] == [
        ("2023-01", "30亿元"), ("2024-01", "31亿元"), ("2023-02", "28亿元"), ("2024-02", "29亿元"),
    ]  # fmt: skip


def merged_workbook() -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("主要指标")
    page.merge_range("A1:F1", "主要经济指标完成情况")
    page.merge_range("A2:A3", "指标")
    page.merge_range("B2:B3", "单位")
    page.merge_range("C2:D2", "2023年")
    page.merge_range("E2:F2", "2024年")
    page.write_row("C3", ["总量", "增速(%)", "总量", "增速(%)"])
    page.write_row("A4", ["地区生产总值", "亿元", 420, 5.1, 435.3, 6])
    page.write_row("A5", ["一般公共预算收入", "万元", 290000, 5, 300000, 6])
    book.close()
    return file.getvalue()


def test_merged_headings_on_two_levels() -> None:
    found = proposed(merged_workbook())
    assert figures(found) == [
        ("gdp", "zone", "level", "2023", "420亿元"), ("gdp", "zone", "growth_rate", "2023", "5.1%"),
        ("gdp", "zone", "level", "2024", "435.3亿元"), ("gdp", "zone", "growth_rate", "2024", "6%"),
        ("budget_revenue", "zone", "level", "2023", "290000万元"),
        ("budget_revenue", "zone", "growth_rate", "2023", "5%"),
        ("budget_revenue", "zone", "level", "2024", "300000万元"),
        ("budget_revenue", "zone", "growth_rate", "2024", "6%"),
    ]  # fmt: skip
    assert found.committable()["place"][0].as_py() == "主要指标!C4"


def test_two_level_headings_of_a_csv_spread_over_empty_cells() -> None:
    found = proposed(
        ",2023年,,2024年,\n指标,总量,增速(%),总量,增速(%)\n地区生产总值（亿元）,420,5.1,435.3,6\n"
    )
    assert [each[2:4] for each in figures(found)] == [
        ("level", "2023"), ("growth_rate", "2023"), ("level", "2024"), ("growth_rate", "2024"),
    ]  # fmt: skip


def test_indicators_above_years() -> None:
    found = proposed(
        ",地区生产总值（亿元）,,常住人口（万人）,\n地区,2023,2024,2023,2024\n环翠区,1,2,3,4\n文登区,5,6,7,8\n"
    )
    assert figures(found)[:4] == [
        ("gdp", "huancui", "level", "2023", "1亿元"), ("gdp", "huancui", "level", "2024", "2亿元"),
        ("population", "huancui", "level", "2023", "3万人"), ("population", "huancui", "level", "2024", "4万人"),
    ]  # fmt: skip


def test_every_sheet_of_a_workbook_is_read_and_one_without_a_table_is_named() -> None:
    table = [["指标", "年份", "数值", "单位"], ["GDP", 2024, 435.3, "亿元"]]
    other = [["指标", "年份", "数值", "单位"], ["企业数", 2024, 30, "家"]]
    found = proposed(workbook(("说明", [["请按要求填报"]]), ("一", table), ("二", other)))
    assert [each[0] for each in figures(found)] == ["gdp", "enterprises"]
    assert codes(found) == [("sheet-skipped", "说明")]


def test_dates_on_the_first_of_each_month_are_months() -> None:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page, style = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm"})
    page.write_row("A1", ["指标", "时间", "数值", "单位"])
    for row, month in enumerate((1, 2, 3), 1):
        page.write_row(row, 0, ["GDP", "", month, "亿元"])
        page.write_datetime(row, 1, datetime.datetime(2024, month, 1), style)
    book.close()
    found = proposed(file.getvalue())
    assert [each[3] for each in figures(found)] == ["2024-01", "2024-02", "2024-03"]
    assert ("period-from-date", "Sheet1!B") in codes(found)


@pytest.mark.parametrize("text", ["这不是表格", "a,b\nc,d\n", "1,2,3\n4,5,6\n"])
def test_a_file_without_a_table_is_refused(text: str) -> None:
    with pytest.raises(errors.NoTableFound):
        proposed(text)


# -- figures and units -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "figure"),
    [
        ("企业数,2024,1.2万,家", "1.2万家"),
        ("常住人口,2024,43.5万,人", "43.5万人"),
        ("GDP,2024,4.3,亿元", "4.3亿元"),
        ("GDP,2024,435.3亿元,", "435.3亿元"),
        ("GDP,2024,435.3亿,元", "435.3亿元"),
        ("GDP,2024,43530亿,万元", "43530亿元"),
        ("人均GDP,2024,15.2,万元", "15.2万元/人"),
        ("第一产业比重,2024,0.5%,", "0.5%"),
        ("GDP增速,2024,6.5,%", "6.5%"),
        ("GDP（万元）,2024,5,", "5万元"),
        ("GDP,2024,—,亿元", "M"),
        ("GDP,2024,＜0.1,亿元", "N"),
    ],
)
def test_units_stand_behind_the_number_in_their_column_or_in_the_name(row: str, figure: str) -> None:
    assert [each[4] for each in figures(proposed(HEAD + row))] == [figure]


@pytest.mark.parametrize(
    ("row", "code", "zh", "en"),
    [
        ("GDP,2024,12x5,亿元", "bad-number", "“12x5”不是数字", "“12x5” is not a number"),
        ("GDP,2024,12x,亿元", "bad-suffix", "“x”不是", "“x” behind"),
        ("GDP,二四年,1,亿元", "bad-period", "“二四年”不是可识别的时间", "“二四年” is not a period"),
        ("GDP,,1,亿元", "no-period", "没有时间", "no period"),
        (",2024,1,亿元", "no-indicator", "没有指标名称", "names no indicator"),
        ("GDP,2024,1,亿兀", "unknown-unit", "不认识单位“亿兀”", "Unknown unit “亿兀”"),
        ("GDP,2024,1,万人", "unit-mismatch", "应与“亿元”同类，实为“万人”", "with 亿元, not 万人"),
        ("GDP,2024,0.1234567890123,亿元", "value-too-fine", "小数 12 位", "12 after"),
        ("GDP,2024,#REF!,亿元", "cell-error", "#REF!", "#REF!"),
    ],
)
def test_a_row_in_error_stays_out_and_says_why(row: str, code: str, zh: str, en: str) -> None:
    found = proposed(f"{HEAD}企业数,2024,30,家\n{row}\n")
    (message,) = found.messages
    assert (message.code, message.row, message.severity) == (code, 3, "error")
    assert zh in message.text("zh")
    assert en in message.text("en")
    assert [each[0] for each in figures(found)] == ["enterprises"]
    assert found.counts == {"new": 1, "revised": 0, "same": 0, "waiting": 0, "out": 1, "total": 2}


def test_a_bad_number_in_row_4711_is_found_there_and_the_rest_is_good() -> None:
    rows = [f"GDP,{1950 + n % 70},{n},亿元,b{n}" for n in range(5000)]
    rows[4709] = "GDP,2024,4x,亿元x,b"
    found = proposed("指标,年份,数值,单位,分组\n" + "\n".join(rows))
    errors_found = [each for each in found.messages if each.severity == "error"]
    assert [(each.row, each.column) for each in errors_found] == [(4711, 3)]
    assert found.counts["out"] == 1


def test_formula_cells_use_their_stored_result_and_say_so() -> None:
    rows = [["指标", "年份", "数值", "单位"], ["GDP", 2024, ("=400+35.3", 435.3), "亿元"]]
    found = proposed(workbook(rows))
    assert [each[4] for each in figures(found)] == ["435.3亿元"]
    assert codes(found) == [("formula-value", "Sheet1!C2")]


def test_a_formula_without_stored_result_stays_out() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ["指标", "年份", "数值", "单位"],
        ["GDP", 2024, "=400+35.3", "亿元"],
        ["企业数", 2024, 3, "家"],
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    found = proposed(file.getvalue())
    assert codes(found) == [("formula-without-value", "Sheet!C2")]
    assert [each[0] for each in figures(found)] == ["enterprises"]


# -- questions ---------------------------------------------------------------------------------------


def test_an_unknown_indicator_is_asked_with_the_nearest_names_and_the_answer_settles_it() -> None:
    text = HEAD + "固定资产投姿,2024,5,亿元\n固定资产投姿,2023,4,亿元\n"
    asked = proposed(text)
    (question,) = asked.questions
    assert question.question == "indicator:固定资产投姿"
    assert question.choices[0][0] == "fixed_investment"
    assert asked.counts["waiting"] == 2
    answered = proposed(text, answers={question.question: "fixed_investment"})
    assert [each[0] for each in figures(answered)] == ["fixed_investment"] * 2
    kept = proposed(text, answers={question.question: "keep"})
    assert figures(kept)[0][0] == "term:固定资产投姿"
    assert proposed(text, answers={question.question: "skip"}).counts["out"] == 2


def test_a_name_that_the_store_knows_already_is_not_asked_again() -> None:
    held = [observed("9", indicator="term:集群营收"), observed("8", indicator="cluster_revenue")]
    found = proposed(HEAD + "集群营收,2023,5,亿元\ncluster_revenue,2023,5,亿元\n", *held)
    assert [each[0] for each in figures(found)] == ["term:集群营收", "cluster_revenue"]


def test_an_unknown_subject_is_asked() -> None:
    text = "指标,地区,年份,数值,单位\nGDP,环翠,2024,5,亿元\n"
    (question,) = proposed(text).questions
    assert (question.code, question.choices[0][:2]) == ("unknown-subject", ("huancui", "环翠区"))
    assert figures(proposed(text, answers={question.question: "huancui"}))[0][1] == "huancui"


def test_a_file_that_names_no_subject_is_asked_whose_figures_they_are() -> None:
    (question,) = proposed(HEAD + "GDP,2024,5,亿元\n", subject="").questions
    assert question.code == "no-subject"
    assert (
        figures(proposed(HEAD + "GDP,2024,5,亿元\n", subject="", answers={question.question: "zone"}))[0][1]
        == "zone"
    )


def test_a_missing_unit_is_asked_not_assumed() -> None:
    text = "指标,年份,数值\nGDP,2024,5\n"
    (question,) = proposed(text).questions
    assert (question.code, question.choices[0][0]) == ("unit-assumed", "亿元")
    assert figures(proposed(text, answers={question.question: "亿元"}))[0][4] == "5亿元"


@pytest.mark.parametrize("value", ["4353000", "0.04"])
def test_a_value_ten_thousand_times_off_the_series_is_asked_back(value: str) -> None:
    held = [observed("420", year=2022), observed("430", year=2023)]
    found = proposed(f"{HEAD}GDP,2024,{value},亿元\n", *held)
    (question,) = found.questions
    assert question.code == "scale-jump"
    assert found.counts["waiting"] == 1
    assert (
        proposed(f"{HEAD}GDP,2024,{value},亿元\n", *held, answers={question.question: "yes"}).counts["new"]
        == 1
    )
    assert (
        proposed(f"{HEAD}GDP,2024,{value},亿元\n", *held, answers={question.question: "skip"}).counts["out"]
        == 1
    )


def test_the_same_amount_in_another_unit_is_not_off() -> None:
    found = proposed(HEAD + "GDP,2024,4353000,万元\n", observed("430", year=2023))
    assert found.questions == ()


def test_a_series_new_to_the_store_is_measured_by_itself() -> None:
    found = proposed(HEAD + "GDP,2021,500,亿元\nGDP,2022,510,亿元\nGDP,2023,5200000,亿元\n")
    assert [(each.code, each.row) for each in found.questions] == [("scale-jump", 4)]


def test_two_different_values_for_one_cell_are_asked() -> None:
    text = HEAD + "GDP,2024,435.3,亿元\nGDP,2024年,436.3,亿元\n"
    found = proposed(text)
    (question,) = found.questions
    assert question.code == "two-rows"
    assert found.counts["waiting"] == 2
    answered = proposed(text, answers={question.question: "C3"})
    assert [each[4] for each in figures(answered)] == ["436.3亿元"]


def test_the_same_value_twice_is_recorded_once() -> None:
    found = proposed(HEAD + "GDP,2024,435.3,亿元\nGDP,2024年,4353000,万元\n")
    assert [each[4] for each in figures(found)] == ["435.3亿元"]
    assert codes(found) == [("same-twice", "C3")]


def test_a_known_value_is_not_replaced_by_missing_without_a_word() -> None:
    found = proposed(HEAD + "GDP,2024,—,亿元\n", observed("435.3"))
    (question,) = found.questions
    assert question.code == "value-to-missing"
    assert "435.3 亿元" in question.text("zh")


# -- what changes ------------------------------------------------------------------------------------


def test_the_preview_tells_new_same_and_revised_with_the_difference() -> None:
    held = [observed("430"), observed("420", year=2023), observed("4100000", year=2022, unit="万元")]
    found = proposed(
        HEAD + "GDP,2024,435.3,亿元\nGDP,2023,420.0,亿元\nGDP,2022,410,亿元\nGDP,2021,400,亿元\n", *held
    )
    assert [(row["period"], row["state"], row["previous_value"], row["difference"]) for row in found.page()] == [
        ("2024", "revised", Decimal(430), Decimal("5.3")), ("2023", "same", Decimal(420), Decimal(0)),
        ("2022", "same", Decimal(4100000), None), ("2021", "new", None, None),
    ]  # fmt: skip
    assert [each[3] for each in figures(found)] == ["2024", "2021"]


def test_a_final_figure_equal_to_the_preliminary_one_is_a_revision_of_its_status() -> None:
    found = proposed(HEAD + "GDP,2024,435.3,亿元\n", observed("435.3", status="P"))
    assert found.counts["revised"] == 1


def test_chosen_rows_only() -> None:
    found = proposed(HEAD + "GDP,2024,435.3,亿元\nGDP,2023,420,亿元\n")
    assert found.committable([1])["period"].to_pylist() == ["2023"]
    assert found.committable([]).num_rows == 0


def test_a_mapping_can_be_stored_and_read_back() -> None:
    found = proposed(merged_workbook())
    again = FileMapping.from_json(found.mapping.as_json())
    assert again == found.mapping
    assert figures(proposed(merged_workbook(), mapping=again)) == figures(found)


def test_two_issues_of_one_form_have_the_same_shape_and_another_form_has_not() -> None:
    first = "2024年9月\n指标,单位,1-9月累计,同比增长（±%）\n地区生产总值,亿元,300,5\n"
    second = "2025年10月\n指标,单位,1-10月累计,同比增长（±%）\n企业数,家,3,5\n"
    third = "2025年10月\n指标,单位,累计,同比增长（±%）\n企业数,家,3,5\n"
    assert proposed(first).shape == proposed(second).shape != proposed(third).shape


def test_messages_are_bounded_but_counted_exactly() -> None:
    found = proposed(HEAD + "GDP,2024,x,亿元\n" * 2000)
    assert found.message_counts["bad-number"] == 2000
    assert len(found.messages) == 500


def test_every_kind_of_message_has_both_texts_with_the_same_fields() -> None:
    import string

    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for code, kind in KINDS.items():
        assert fields(kind.zh) == fields(kind.en), code


# -- properties --------------------------------------------------------------------------------------

lines = st.lists(
    st.tuples(
        st.sampled_from(["GDP", "固定资产投资", "企业数", "没有的指标"]), st.integers(2015, 2024),
        st.sampled_from(["1", "2.5", "1,000", "x", "—", ""]), st.sampled_from(["亿元", "家", "", "年"]),
    ),
    min_size=1, max_size=12, unique_by=lambda row: row[:2],
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(lines, st.randoms(use_true_random=False))
def test_row_order_and_the_kind_of_file_change_nothing(
    rows: list[tuple[object, ...]], shuffler: object
) -> None:
    def text(some: list[tuple[object, ...]]) -> str:
        return HEAD + "".join(f'{a},{b},"{c}",{d}\n' for a, b, c, d in some)

    mixed = list(rows)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    as_csv, as_xlsx = proposed(text(rows)), proposed(workbook([["指标", "年份", "数值", "单位"], *rows]))
    assert sorted(figures(as_csv)) == sorted(figures(proposed(text(mixed)))) == sorted(figures(as_xlsx))
    assert as_csv.counts == as_xlsx.counts


SCRAPS = ["GDP", "指标", "2024", "亿元", "12", "—", "", "注：", "2023年", "数值"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=5), min_size=1, max_size=6))
def test_any_table_is_answered_one_way_or_the_other(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in rows)
    try:
        found = proposed(text, observed(known=ON_1_MARCH))
    except errors.EvidenceFileError:
        return
    counts = found.counts
    assert counts["total"] == sum(counts[name] for name in ("new", "revised", "same", "waiting", "out"))
    assert read_sheets(text.encode(), "x")
