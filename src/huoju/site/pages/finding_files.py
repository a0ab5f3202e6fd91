"""Findings as files for the drafting meeting: a workbook to sort, a paper to go through. No Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huoju.kernel.plan.finding_queries import Checked
from huoju.kernel.plan.findings import Severity
from huoju.kernel.plan.models import Statement
from huoju.kernel.reports.papers import Block, Heading, Paper, Paragraph, Steps, Table
from huoju.site.pages import finding_words as words
from huoju.site.pages.finding_table import Line
from huoju.site.pages.wording import promised_value
from huoju.site.texts import Text

TITLE = Text("{plan}校核意见", "{plan}: findings")
SECTIONS = {
    Severity.ERROR: Text("一、矛盾：不能同时成立，须修改", "1. Contradictions: must be changed"),
    Severity.WARNING: Text(
        "二、存疑：只有在不寻常条件下成立", "2. Tensions: true only under unusual conditions"
    ),
    Severity.NOTE: Text("三、提示：有待补充", "3. Notes: something is lacking"),
}
WHERE = ("line", "section", "indicator", "value")
COLUMNS = (
    Text("原文行", "Line"), Text("章节", "Section"), Text("指标", "Indicator"), Text("数值", "Value"),
    Text("责任部门", "Responsible"),
)  # fmt: skip
NOTE_COLUMNS = (
    Text("原文行", "Line"), Text("类别", "Kind"), Text("内容", "Finding"), Text("责任部门", "Responsible"),
)  # fmt: skip
REASON = Text("原因：", "Why: ")
DERIVATION = Text("推算：", "Derivation: ")
REMEDIES = Text("可改其一：", "Any one of these mends it: ")
ACCEPTED = Text("已接受，理由：", "Accepted because: ")
DECISION = Text("会议意见：", "Decision: ")
NONE_LEFT = Text("没有需要列出的发现。", "There is nothing to list.")


def paper_of(
    plan_title: str, notes: Iterable[str], lines: Iterable[Line], checked: Checked,
    rows: Mapping[str, Statement], language: str,
) -> Paper:  # fmt: skip
    """One section a severity; each finding with its statements, arithmetic, remedies and a line for the decision."""
    lines = list(lines)
    blocks: list[Block] = []
    for severity, heading in SECTIONS.items():
        chosen = [line for line in lines if line.severity is severity]
        if not chosen:
            continue
        blocks.append(Heading(heading.in_language(language)))
        if severity is Severity.NOTE:
            blocks.append(_notes_table(chosen, language))
            continue
        for number, line in enumerate(chosen, 1):
            blocks += _finding(number, line, checked, rows, language)
    if not blocks:
        blocks.append(Paragraph(NONE_LEFT.in_language(language)))
    return Paper(TITLE.in_language(language, plan=plan_title), tuple(blocks), tuple(notes))


def _finding(
    number: int, line: Line, checked: Checked, rows: Mapping[str, Statement], language: str
) -> list[Block]:
    finding = line.finding
    blocks: list[Block] = [
        Heading(f"{number}. {line.title}", 2),
        Paragraph(line.reason, REASON.in_language(language)),
    ]
    if finding.statements:
        blocks.append(_statements_table(line, checked, rows, language))
    steps = finding.steps(language)
    if steps:
        blocks += [Paragraph("", DERIVATION.in_language(language)), Steps(tuple(steps))]
    ways = words.remedies(finding, language)
    if ways:
        blocks += [Paragraph("", REMEDIES.in_language(language)), Steps(tuple(ways))]
    if finding.accepted is not None:
        blocks.append(Paragraph(finding.accepted, ACCEPTED.in_language(language)))
    else:
        blocks.append(Paragraph("＿" * 30, DECISION.in_language(language)))
    return blocks


def _statements_table(line: Line, checked: Checked, rows: Mapping[str, Statement], language: str) -> Table:
    body = []
    for key in line.finding.statements:
        said, row = checked.statements.get(key), rows.get(key)
        if said is None:
            continue
        name = words.name_of(said, row, language)
        lead = row.lead.name_in(language) if row and row.lead else "—"
        body.append(
            (str(said.place.line or "—"), said.place.chapter, name, promised_value(said, language), lead)
        )
    headings = tuple(column.in_language(language) for column in COLUMNS)
    return Table(headings, tuple(body), (1.6, 1.8, 6, 3.6, 2.8))


def _notes_table(lines: Iterable[Line], language: str) -> Table:
    comma = ", " if language.startswith("en") else "、"
    body = tuple(
        (
            comma.join(str(number) for number in line.lines),
            words.kind_of(line.finding).in_language(language),
            line.reason,
            comma.join(line.bureaus.values()) or "—",
        )
        for line in lines
    )
    return Table(tuple(c.in_language(language) for c in NOTE_COLUMNS), body, (1.6, 3, 8.4, 2.8))
