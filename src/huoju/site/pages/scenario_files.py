"""Scenarios set side by side, and written out: what is changed, what becomes of each finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoju.kernel.packs.queries import catalog_of
from huoju.kernel.plan import finding_queries as queries
from huoju.kernel.plan.finding_queries import Checked
from huoju.kernel.plan.findings import Finding, Severity, in_order
from huoju.kernel.plan.models import PlanVersion, Scenario, Statement
from huoju.kernel.plan.scenarios import Changes, with_numbers
from huoju.kernel.reports.papers import Block, Heading, Paper, Paragraph, Table
from huoju.kernel.reports.sheets import Value
from huoju.site.pages import finding_words as words
from huoju.site.pages.finding_table import HEADINGS, Line
from huoju.site.pages.finding_table import as_table as lines_as_table
from huoju.site.pages.knobs import BANDS, usual
from huoju.site.pages.wording import promised_value
from huoju.site.texts import Text

if TYPE_CHECKING:
    from huoju.site.pages.workbench import Outcome

TITLE = Text("{plan}推演结果", "{plan}: what if")
NAMED = Text("情景：{name}", "Scenario: {name}")
CHANGES = Text("一、改动", "1. What is changed")
RESULT = Text("二、校核发现的变化", "2. What becomes of the findings")
NO_CHANGE = Text("没有改动。", "Nothing is changed.")
NO_DIFFERENCE = Text("校核发现没有变化。", "The findings stay as they are.")
COLUMNS = (Text("项目", "What"), Text("规划", "Plan"), Text("设想", "Instead"))
BECOMES = Text("变化", "Becomes")
APPEARS, DISAPPEARS = Text("新出现", "appears"), Text("消失", "disappears")
CHANGED, STAYS = Text("有变化", "changes"), Text("不变", "stays")
AS_PRINTED = Text("规划原文", "The plan")
LOW, HIGH = Text("下限", "lower end"), Text("上限", "upper end")
NOT_THERE = Text("无", "none")


def as_table(outcome: Outcome, language: str) -> tuple[list[str], list[list[Value]]]:
    """One row a finding, with what becomes of it in front."""
    groups = (
        (APPEARS, outcome.appears), (CHANGED, [now for _, now in outcome.changed]),
        (DISAPPEARS, outcome.disappears), (STAYS, outcome.stays),
    )  # fmt: skip
    body = [
        [word.in_language(language), *row]
        for word, lines in groups
        for row in lines_as_table(lines, language)[1]
    ]
    return [BECOMES.in_language(language), *(h.in_language(language) for h in HEADINGS)], body


def changed_rows(
    changes: Changes, checked: Checked, rows: Mapping[str, Statement], language: str
) -> list[tuple[str, str, str]]:
    """(what, in the plan, instead) of every change, statements in order of place first."""
    said = sorted((s for key in changes.values if (s := checked.statements.get(key))), key=lambda s: s.place)
    found = []
    for statement in said:
        name = words.name_of(statement, rows.get(statement.key), language)
        now = with_numbers(statement, changes.values[statement.key])
        found.append((name, promised_value(statement, language), promised_value(now, language)))
    for band in BANDS:
        for end, word in ((band.low, LOW), (band.high, HIGH)):
            if end in changes.assumptions:
                name = band.text.in_language(language)
                name = f"{name} · {word.in_language(language)}" if band.low else name
                before, after = (
                    f"{value * band.scale:g}{band.unit.in_language(language)}"
                    for value in (usual(end), changes.assumptions[end])
                )
                found.append((name, before, after))
    return found


def changes_in_words(
    changes: Changes, checked: Checked, rows: Mapping[str, Statement], language: str
) -> list[str]:
    """Each change in a line."""
    return [f"{name}: {was} → {now}" for name, was, now in changed_rows(changes, checked, rows, language)]


def paper_of(
    plan_title: str,
    name: str,
    notes: Iterable[str],
    outcome: Outcome,
    rows: Mapping[str, Statement],
    language: str,
) -> Paper:
    """The paper of one scenario: its changes, then what becomes of the findings."""
    changed = changed_rows(outcome.changes, outcome.before, rows, language)
    blocks: list[Block] = [Heading(CHANGES.in_language(language))]
    if changed:
        blocks.append(Table(tuple(c.in_language(language) for c in COLUMNS), tuple(changed), (8, 4, 4)))
    else:
        blocks.append(Paragraph(NO_CHANGE.in_language(language)))
    blocks.append(Heading(RESULT.in_language(language)))
    for word, lines in (
        (APPEARS, outcome.appears), (CHANGED, [now for _, now in outcome.changed]), (DISAPPEARS, outcome.disappears),
        (STAYS, outcome.stays),
    ):  # fmt: skip
        blocks += _group(word, lines, language)
    if not (outcome.appears or outcome.changed or outcome.disappears):
        blocks.insert(3, Paragraph(NO_DIFFERENCE.in_language(language)))
    notes = (*([NAMED.in_language(language, name=name)] if name else []), *notes)
    return Paper(TITLE.in_language(language, plan=plan_title), tuple(blocks), notes)


def _group(word: Text, lines: Sequence[Line], language: str) -> list[Block]:
    if not lines:
        return []
    colon = ": " if language.startswith("en") else "："
    blocks: list[Block] = [Heading(word.in_language(language), 2)]
    for line in lines:
        label = words.SEVERITIES[line.severity].in_language(language) + colon
        blocks.append(Paragraph(f"{line.title}{colon if language == 'en' else '。'}{line.reason}", label))
    return blocks


# -- side by side


@dataclass(frozen=True)
class Row:
    """One line of a comparison: what, then a cell for the plan and for each scenario."""

    name: str
    cells: tuple[str, ...]
    identity: str = ""


@dataclass(frozen=True)
class Comparison:
    """Scenarios side by side. `findings` cells are a severity or "" where the finding is not there."""

    scenarios: tuple[Scenario, ...]
    changes: tuple[Row, ...]
    findings: tuple[Row, ...]
    counts: tuple[tuple[Text, tuple[int, ...]], ...]

    def as_table(self, language: str) -> tuple[list[str], list[list[Value]]]:
        """Changes, then findings, in one sheet."""
        headings = [COLUMNS[0].in_language(language), AS_PRINTED.in_language(language)]
        headings += [row.name for row in self.scenarios]
        body: list[list[Value]] = [[row.name, *row.cells] for row in self.changes]
        none = NOT_THERE.in_language(language)
        for row in self.findings:
            said = [words.SEVERITIES[Severity(c)].in_language(language) if c else none for c in row.cells]
            body.append([row.name, *said])
        return headings, body


def compare(plan: PlanVersion, chosen: Sequence[Scenario], language: str) -> Comparison:
    """The plan as printed and each scenario: what they change, and which contradictions and tensions each has."""
    catalog = catalog_of(plan)
    changes = [Changes.from_json(row.changes) for row in chosen]
    printed = queries.checked(plan, catalog)
    columns = [printed, *(queries.checked_with(plan, catalog, c, known=printed) for c in changes)]
    rows = {row.key: row for row in Statement.objects.filter(plan=plan).select_related("lead", "subject")}
    return Comparison(
        tuple(chosen),
        tuple(_change_rows(changes, columns[0], rows, language)),
        tuple(_finding_rows(columns, rows, language)),
        tuple((words.SEVERITIES[s], tuple(c.counts[s] for c in columns)) for s in Severity),
    )


def _change_rows(
    changes: Sequence[Changes], printed: Checked, rows: Mapping[str, Statement], language: str
) -> list[Row]:
    """One row a number that any of them changes; a scenario that leaves it shows the plan's."""
    tables = [changed_rows(c, printed, rows, language) for c in changes]
    names = list(dict.fromkeys(name for table in tables for name, _, _ in table))
    found = []
    for name in names:
        was = next(was for table in tables for n, was, _ in table if n == name)
        now = [next((now for n, _, now in table if n == name), was) for table in tables]
        found.append(Row(name, (was, *now)))
    return found


def _finding_rows(columns: Sequence[Checked], rows: Mapping[str, Statement], language: str) -> list[Row]:
    found: dict[str, tuple[Finding, Checked]] = {}
    for checked in columns:
        for finding in checked.findings:
            if finding.severity is not Severity.NOTE:
                found.setdefault(finding.identity, (finding, checked))
    there = [{f.identity: f.severity.value for f in checked.findings} for checked in columns]
    ordered = in_order(finding for finding, _ in found.values())
    return [
        Row(
            words.title(f, found[f.identity][1].statements, rows, language),
            tuple(column.get(f.identity, "") for column in there),
            f.identity if f.identity in there[0] else "",
        )
        for f in ordered
    ]
