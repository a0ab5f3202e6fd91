"""Messages: what is wrong, unsure or worth knowing about one cell of a file, in both languages.

A message is a value, never an exception: one bad row does not hide the next. Its kind carries the texts,
its instance the facts; the kinds are listed here so that a page and the documentation can list them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """What a message does to its row."""

    ERROR = "error"  # the row cannot be committed
    QUESTION = "question"  # the row waits for an answer
    WARNING = "warning"  # the row can be committed; look at it
    NOTE = "note"  # what the reader did by itself


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: its severity and its texts, which use the fields of the message."""

    severity: Severity
    zh: str
    en: str


KINDS: dict[str, Kind] = {
    # errors: this row stays out
    "bad-number": Kind(Severity.ERROR, "“{text}”不是数字。请改为数字，缺数请留空或填“—”。", "“{text}” is not a number. Enter a number; leave empty or “—” when there is none."),
    "bad-suffix": Kind(Severity.ERROR, "数字后面的“{text}”不是“{indicator}”的单位。请只填数字，单位写在单位列或表头。", "“{text}” behind the number is no unit of {indicator}. Enter the number alone; the unit goes into its column or the heading."),
    "bad-period": Kind(Severity.ERROR, "“{text}”不是可识别的时间。可写：2025、2025年三季度、2024年1-9月。", "“{text}” is not a period. Write for example 2025, 2025-Q3, 2024-01..2024-09."),
    "no-period": Kind(Severity.ERROR, "这一行没有时间。请补时间列，或在标题中写明年份。", "This row has no period. Add a period column, or name the year in the title."),
    "no-indicator": Kind(Severity.ERROR, "这一行没有指标名称。请补填指标。", "This row names no indicator. Fill it in."),
    "unknown-unit": Kind(Severity.ERROR, "不认识单位“{text}”。最接近的单位：{nearest}。", "Unknown unit “{text}”. Nearest: {nearest}."),
    "unit-mismatch": Kind(Severity.ERROR, "“{indicator}”的单位应与“{expected}”同类，实为“{got}”。请改正单位。", "The unit of {indicator} should be of a kind with {expected}, not {got}. Correct it."),
    "value-too-fine": Kind(Severity.ERROR, "“{text}”的位数超出可保存的范围（整数 26 位、小数 12 位）。", "“{text}” has more digits than can be kept (26 before the point, 12 after)."),
    "bad-status": Kind(Severity.ERROR, "不认识数据状态“{text}”。可用：A 正常、P 初步、E 估计、M 缺失等。", "Unknown status “{text}”. Use A normal, P provisional, E estimated, M missing and so on."),
    "bad-measure": Kind(Severity.ERROR, "不认识度量方式“{text}”。可用：level 水平、growth_rate 增速、share 比重等。", "Unknown measure “{text}”. Use level, growth_rate, share and so on."),
    "formula-without-value": Kind(Severity.ERROR, "单元格是公式，但文件里没有存下计算结果。请用 Excel 打开、保存后再导入。", "The cell is a formula without a stored result. Open and save the file in Excel, then import again."),
    "cell-error": Kind(Severity.ERROR, "单元格是 Excel 错误值 {text}。请改正公式或填入数字。", "The cell holds the Excel error {text}. Mend the formula or enter the number."),
    # questions: this row waits
    "unknown-indicator": Kind(Severity.QUESTION, "目录中没有指标“{text}”。最接近的：{nearest}。请选择，或按原名保留。", "No indicator “{text}” in the catalog. Nearest: {nearest}. Choose one, or keep the name as it is."),
    "unknown-subject": Kind(Severity.QUESTION, "没有登记过“{text}”。最接近的：{nearest}。这些数属于谁？", "“{text}” is not registered. Nearest: {nearest}. Whose figures are these?"),
    "no-subject": Kind(Severity.QUESTION, "文件没有写明这些数属于哪个区域或单位。请选择。", "The file does not say whose figures these are. Choose the area or organisation."),
    "unit-assumed": Kind(Severity.QUESTION, "文件没有写“{indicator}”的单位。是否按常用单位“{unit}”？", "The file gives no unit for {indicator}. Is it the usual one, {unit}?"),
    "no-unit": Kind(Severity.QUESTION, "文件没有写“{indicator}”的单位。请填写单位。", "The file gives no unit for {indicator}. Which unit is it?"),
    "scale-jump": Kind(Severity.QUESTION, "{value} {unit} 约为该序列常见水平（{usual} {unit}）的 {times} 倍，可能是单位写错。是否确实如此？", "{value} {unit} is about {times} times the usual level of the series ({usual} {unit}); the unit may be wrong. Is it right?"),
    "two-rows": Kind(Severity.QUESTION, "同一指标、主体、时间出现不同的数：{first}（{first_place}）与 {second}。以哪个为准？", "Different values for the same cell: {first} ({first_place}) and {second}. Which one holds?"),
    "value-to-missing": Kind(Severity.QUESTION, "文件中为缺数，库中已有 {previous}。是否改为缺数？", "The file has no value here, the store has {previous}. Replace it by “missing”?"),
    # warnings and notes: said, nothing stopped
    "rounded": Kind(Severity.WARNING, "{text} 按 Excel 精度保留为 {value}。", "{text} was kept as {value}, the precision of Excel."),
    "same-twice": Kind(Severity.NOTE, "与 {first_place} 重复且数值相同，只记一次。", "Repeats {first_place} with the same value; recorded once."),
    "empty-value": Kind(Severity.WARNING, "没有数值，未导入。", "No value; not imported."),
    "formula-value": Kind(Severity.NOTE, "单元格是公式，采用了文件中存下的计算结果 {text}。", "The cell is a formula; its stored result {text} was used."),
    "total-row": Kind(Severity.NOTE, "“{text}”是合计行，未导入。", "“{text}” is a total; not imported."),
    "note-row": Kind(Severity.NOTE, "注释行，未作为数据：{text}", "A row of notes, not read as data: {text}"),
    "period-from-date": Kind(Severity.NOTE, "时间列是 Excel 日期，且都是每月 1 日，按月份理解。", "The period column holds Excel dates, all on the first of a month; read as months."),
    "bound": Kind(Severity.NOTE, "“{text}”是界限而非数值，按“不显著”记录，原文留在备注。", "“{text}” is a bound, not a value; recorded as not significant, its text kept as the note."),
    "mapping-remembered": Kind(Severity.NOTE, "沿用了 {when} 由 {who} 确认的同类文件对应关系。", "The mapping confirmed by {who} on {when} for files of this shape was used."),
    "sheet-skipped": Kind(Severity.NOTE, "工作表“{text}”中没有找到数据表，已跳过。", "No table found on sheet “{text}”; skipped."),
    "file-source": Kind(Severity.NOTE, "文件未注明数据来源，以文件名作为来源。", "The file names no source; its own name is used as the source."),
}  # fmt: skip
"""Code -> kind. A test walks it: both texts use the same fields, and each code has its page."""




@dataclass(frozen=True, slots=True)
class Message:
    """One message about one place. `row` and `column` count from 1; 0 means the sheet or file as a whole.

    `question` names what an answer settles ("indicator:工业增加直"); equal questions are asked once.
    `choices` are (answer, zh, en), the likeliest first.
    """

    code: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    fields: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        return KINDS[self.code].severity

    def text(self, language: str = "zh") -> str:
        """The message without its place, in `language` (English for "en...", else Chinese)."""
        kind = KINDS[self.code]
        return (kind.en if language.startswith("en") else kind.zh).format_map(self.fields)

    def place(self) -> str:
        """Where: "Sheet1!C12", "C12" in a file of one table, or the sheet's name."""
        cell = cell_name(self.row, self.column)
        return "!".join(part for part in (self.sheet, cell) if part)

    def as_json(self) -> dict[str, Any]:
        """What the API, `--json` and the stored preview carry."""
        return {
            "code": self.code, "severity": self.severity.value, "sheet": self.sheet, "row": self.row,
            "column": self.column, "place": self.place(), "zh": self.text("zh"), "en": self.text("en"),
            "question": self.question,
            "choices": [{"answer": answer, "zh": zh, "en": en} for answer, zh, en in self.choices],
        }  # fmt: skip


def cell_name(row: int, column: int) -> str:
    """Spreadsheet name of a cell counted from 1: (12, 3) is C12, (12, 0) is row 12, (0, 0) is ""."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row or ''}"
