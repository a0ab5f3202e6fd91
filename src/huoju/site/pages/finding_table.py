"""The table of findings: lines with whom to ask, what the reader chose to see, columns of the files. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huoju.kernel.plan.finding_queries import Checked
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.models import Statement
from huoju.kernel.reports.sheets import Value
from huoju.site.pages import finding_words as words
from huoju.site.texts import Text

HEADINGS = (
    Text("严重程度", "Severity"), Text("类别", "Kind"), Text("发现", "Finding"), Text("原因", "Reason"),
    Text("章节", "Section"), Text("原文行", "Lines"), Text("责任部门", "Responsible"), Text("推算", "Derivation"),
    Text("可改其一", "Any one mends it"), Text("已接受的理由", "Accepted because"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as pages show it; `bureaus` are those that answer for its statements: code -> name."""

    finding: Finding
    title: str
    reason: str
    bureaus: Mapping[str, str]

    @property
    def severity(self) -> Severity:
        return self.finding.severity

    @property
    def lines(self) -> list[int]:
        """First line of each statement."""
        return sorted({place.line for place in self.finding.places if place.line})

    @property
    def chapters(self) -> list[str]:
        """Sections it stands in, without repetition."""
        return list(dict.fromkeys(place.chapter for place in self.finding.places if place.chapter))

    @property
    def tops(self) -> set[str]:
        """Chapters it stands in."""
        return {chapter.partition(".")[0] for chapter in self.chapters}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader asked to see. Unknown words in the address show nothing rather than everything."""

    severity: str = ""
    kind: str = ""
    chapter: str = ""
    bureau: str = ""
    state: str = ""
    q: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Choice:
        """From the address's parameters."""
        names = ("severity", "kind", "chapter", "bureau", "state", "q")
        return cls(**{name: query.get(name, "").strip() for name in names})

    def fits(self, line: Line) -> bool:
        """Whether a line is to be shown."""
        finding = line.finding
        return (
            self.severity in ("", finding.severity.value)
            and self.kind in ("", finding.code)
            and (not self.chapter or self.chapter in line.tops)
            and (not self.bureau or self.bureau in (line.bureaus or {"none": ""}))
            and self.state in ("", "accepted" if finding.accepted is not None else "open")
            and self.q.casefold() in f"{line.title} {line.reason}".casefold()
        )


def lines_of(
    checked: Checked, rows: Mapping[str, Statement], language: str, findings: Iterable[Finding] | None = None
) -> list[Line]:
    """The findings of a checked plan (or some of them) as lines, in the checker's order."""
    return [
        Line(
            finding,
            words.title(finding, checked.statements, rows, language),
            words.reason(finding, language),
            _bureaus(finding, rows, language),
        )
        for finding in (checked.findings if findings is None else findings)
    ]


def _bureaus(finding: Finding, rows: Mapping[str, Statement], language: str) -> dict[str, str]:
    leads = [rows[key].lead for key in finding.statements if key in rows]
    return {lead.code: lead.name_in(language) for lead in leads if lead is not None}


def as_table(lines: Iterable[Line], language: str) -> tuple[list[str], list[list[Value]]]:
    """Headings and rows for a file: what the page shows, with derivation and remedies written out."""
    return [heading.in_language(language) for heading in HEADINGS], [_row(line, language) for line in lines]


def _row(line: Line, language: str) -> list[Value]:
    finding, comma = line.finding, ", " if language.startswith("en") else "、"
    return [
        words.SEVERITIES[finding.severity].in_language(language),
        words.kind_of(finding).in_language(language),
        line.title,
        line.reason,
        comma.join(line.chapters),
        comma.join(str(number) for number in line.lines),
        comma.join(line.bureaus.values()),
        "\n".join(finding.steps(language)),
        "\n".join(words.remedies(finding, language)),
        finding.accepted or "",
    ]
