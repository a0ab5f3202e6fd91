"""Decision tables as Excel sheets: there and back without loss, and what an official may do wrong."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from dmn_builder import decision, definitions, input_data, literal, table
from hypothesis import given, settings
from hypothesis import strategies as st

from huoju.kernel.rules import DecisionTable, Model, compile_model, read_model, with_table
from huoju.kernel.rules.building import model_of, with_tables
from huoju.kernel.rules.dmn.model import Aggregation, HitPolicy, InputClause, OutputClause, Rule
from huoju.kernel.rules.errors import UnknownDecision
from huoju.kernel.rules.sheet_cells import NotWorkbook
from huoju.kernel.rules.sheet_reading import Workbook, read_sheets
from huoju.kernel.rules.sheets import sheet_name, write_sheets


def make_model(rules: Any = (("< 5", '"低"'), (">= 5", '"高"')), **more: Any) -> Model:
    return read_model(
        definitions(input_data("x"), decision("等级", table(["x"], ["r"], rules, **more), ["x"]))
    )


def plain(found: DecisionTable) -> DecisionTable:
    return replace(found, line=0, rules=tuple(replace(rule, line=0) for rule in found.rules))


def again(model: Model) -> Workbook:
    return read_sheets(write_sheets(model), "t.xlsx")


texts = st.text(st.characters(exclude_categories=("C", "Z")), max_size=12)
maybe = st.none() | texts.filter(bool)
cells = st.sampled_from(["-", "", "< 5", "[1..3]", '"a", "b"', "not(3)", "null", "=5", "> 0.05", '"=1+1"'])
results = st.sampled_from(["1", '"a"', "null", "x + 1", '@"2020-01-01"', '"=HYPERLINK(1)"'])


ends = texts.filter(bool)
asked = st.builds(
    InputClause, st.sampled_from(["x", "y + 1", "收入"]), maybe, st.none(), label=maybe, id=texts
)
given_out = st.builds(OutputClause, maybe, maybe, maybe, st.none() | results, label=maybe, id=texts)


@st.composite
def tables(draw: Any) -> DecisionTable:
    inputs, outputs, notes = (draw(st.integers(low, 3)) for low in (0, 1, 0))

    def row(kind: Any, size: int) -> tuple[Any, ...]:
        return tuple(draw(st.lists(kind, min_size=size, max_size=size)))

    rules = [
        Rule(row(cells, inputs), row(results, outputs), row(ends, notes), draw(maybe), draw(texts))
        for _ in range(draw(st.integers(0, 4)))
    ]
    policy = draw(st.sampled_from(list(HitPolicy)))
    is_collect = policy is HitPolicy.COLLECT
    return DecisionTable(
        row(asked, inputs),
        row(given_out, outputs),
        tuple(rules),
        policy,
        draw(st.none() | st.sampled_from(list(Aggregation))) if is_collect else None,
        row(ends, notes),
        "Rule-as-Row",
        draw(maybe),
        type_ref=draw(maybe),
        id=draw(texts),
    )


@settings(max_examples=60, deadline=None)
@given(tables())
def test_a_table_written_and_read_is_the_same(one: DecisionTable) -> None:
    model = make_model()
    written = with_table(model, model.decisions[0], one)
    before = written.decisions[0].logic
    assert isinstance(before, DecisionTable)
    book = again(written)
    (found,) = book.tables
    assert plain(found.table) == plain(before)
    after = with_tables(written, book).decisions[0].logic
    assert isinstance(after, DecisionTable)
    assert plain(after) == plain(before)


def test_a_workbook_becomes_a_model_that_works() -> None:
    one = table(["营业 收入"], ["r"], [("< 5", '"低"'), (">= 5", '"高"')])
    two = table(
        ["等级", "国有 or 集体"], ["r"], [('"高"', "-", "1"), ('"低"', "true", "2"), ('"低"', "false", "3")]
    )
    both = definitions(
        input_data("营业 收入", "number"), input_data("国有", "boolean"), input_data("集体", "boolean"),
        decision("等级", one, ["营业 收入"]), decision("分值", two, ["!等级", "国有", "集体"]),
    )  # fmt: skip
    made = compile_model(model_of(again(read_model(both))))
    assert [one.zh for one in made.problems] == []
    assert {one.name for one in made.model.inputs} == {"营业 收入", "国有", "集体"}
    firm = {"营业 收入": 3, "国有": True, "集体": False}
    assert made.evaluate(firm, decision="分值").value == 2


def edited(change: Any, model: Model | None = None) -> Workbook:
    """A workbook read again after an official changed its table sheet."""
    book = openpyxl.load_workbook(io.BytesIO(write_sheets(model or make_model())))
    change(book.worksheets[1])
    target = io.BytesIO()
    book.save(target)
    return read_sheets(target.getvalue(), "t.xlsx")


def set_cell(place: str, value: Any) -> Any:
    def change(sheet: Any) -> None:
        sheet[place] = value

    return change


# the first rule stands in row 16: B its condition, C its result
WRONG = [
    ("B16", "=A1", "formula", "B", "含有公式"),
    ("B16", "< < 5", "syntax", "B", "不能识别"),
    ("C16", "低", None, "", ""),  # the result column has no type: a name may be meant
    ("C16", None, "no-result", "C", "没有结果"),
    ("B2", "SOMETIMES", "unknown-policy", "B", "命中策略"),
    ("B9", "条件", "unknown-kind", "B", "不认识"),
    ("B10", None, "no-expression", "B", "没有表达式"),
]


@pytest.mark.parametrize(("place", "value", "code", "column", "words"), WRONG)
def test_what_is_wrong_names_sheet_row_and_column(
    place: str, value: Any, code: Any, column: str, words: str
) -> None:
    problems = edited(set_cell(place, value)).errors
    if code is None:
        assert problems == ()
        return
    assert code in [one.code for one in problems]
    found = next(one for one in problems if one.code == code)
    assert (found.sheet, found.row, found.column) == ("等级", int(place[1:]), column)
    assert words in found.in_language("zh")
    assert f"sheet 等级, row {place[1:]}, column {column}" in found.in_language("en")


def test_a_text_without_quotes_is_told_where_the_column_holds_texts() -> None:
    def change(sheet: Any) -> None:
        sheet["C12"], sheet["C16"] = "string", "低"

    (problem,) = edited(change).errors
    assert problem.code == "unquoted"
    assert problem.where == "等级!C16"


TYPED = [(5, "5"), (0.05, "0.05"), (True, "true")]


@pytest.mark.parametrize(("value", "text"), TYPED)
def test_numbers_typed_into_excel_are_read_as_they_are(value: Any, text: str) -> None:
    assert edited(set_cell("C16", value)).tables[0].table.rules[0].outputs == (text,)


def test_a_row_put_in_above_and_a_row_added_below_are_read() -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["B19"], sheet["C19"] = "null", '"无"'

    rules = edited(change).tables[0].table.rules
    assert [rule.inputs[0] for rule in rules] == ["< 5", ">= 5", "null"]


def test_a_sheet_that_is_no_table_is_left_out_with_a_note() -> None:
    def change(sheet: Any) -> None:
        sheet.parent.create_sheet("说明")["A1"] = "随手记"

    book = edited(change)
    assert [one.code for one in book.problems] == ["not-a-table"]
    assert book.errors == ()
    assert len(book.tables) == 1


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(NotWorkbook):
        read_sheets(data, "t.xlsx")


def test_one_cell_far_away_neither_hangs_nor_passes() -> None:
    with pytest.raises(NotWorkbook):
        edited(set_cell("XFD1048576", "x"))


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"0" * (201 * 1024 * 1024))
    assert len(target.getvalue()) < 1024 * 1024
    with pytest.raises(NotWorkbook):
        read_sheets(target.getvalue(), "t.xlsx")


def test_no_cell_is_a_formula() -> None:
    model = make_model([('"=1+1"', '"@SUM(A1)"')])
    book = openpyxl.load_workbook(io.BytesIO(write_sheets(model)))
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s"}


def test_names_of_sheets_are_allowed_and_never_twice() -> None:
    taken: set[str] = set()
    names = [sheet_name(name, taken) for name in ("a/b", "a_b", "'q'", "", "长" * 40, "长" * 40)]
    assert names == ["a_b", "a_b~2", "q", "table", "长" * 31, "长" * 27 + "~2"]


def test_tables_of_another_model_are_not_put_in() -> None:
    other = read_model(definitions(decision("别的", literal("1"))))
    with pytest.raises(UnknownDecision):
        with_tables(other, again(make_model()))
