"""The registers of initiatives and projects as tables: filters, words, files. No database beyond the rows handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huoju.kernel.plan.models import Initiative, PlannedProject
from huoju.kernel.reports.sheets import Value
from huoju.site.texts import Text

Entry = Initiative | PlannedProject
PAGE = 100
STATES = {
    "untracked": Text("未登记进展", "Nothing reported"),
    "not_started": Text("未启动", "Not started"),
    "under_way": Text("推进中", "Under way"),
    "done": Text("已完成", "Done"),
    "conceived": Text("谋划", "Conceived"),
    "reserve": Text("储备", "In reserve"),
    "started": Text("开工", "Started"),
    "under_construction": Text("在建", "Under construction"),
    "completed": Text("竣工", "Completed"),
    "stuck": Text("受阻", "Stuck"),
    "given_up": Text("已取消", "Given up"),
}


@dataclass(frozen=True, slots=True)
class RegisterKind:
    """One of the two registers: its table, words and the URL names of its pages."""

    name: str
    table: type[Entry]
    title: Text
    total: Text
    empty: Text
    list_url: str
    entry_url: str

    @property
    def file_url(self) -> str:
        return f"{self.list_url}-file"

    @property
    def is_projects(self) -> bool:
        return self.table is PlannedProject

    @property
    def states(self) -> dict[str, Text]:
        """The states an entry may have, in their order."""
        choices = self.table._meta.get_field("state").choices or ()
        return {value: STATES[value] for value, _ in choices}


INITIATIVES = RegisterKind(
    "initiatives", Initiative, Text("任务举措", "Initiatives"),
    Text("规划提出 {n} 项任务举措，", "The plan sets {n} initiatives; "),
    Text("文本里没有读到任务举措。", "No initiative was read in the text."), "initiatives", "initiative",
)  # fmt: skip
PROJECTS = RegisterKind(
    "projects", PlannedProject, Text("项目", "Projects"),
    Text("规划点名 {n} 个项目，", "The plan names {n} projects; "),
    Text("文本里没有读到项目。", "No project was read in the text."), "named-projects", "named-project",
)  # fmt: skip
NONE_TRACKED = Text("都还没有登记进展。", "nothing is reported of any.")
UNTRACKED = Text("{n} 项未登记进展", "of {n} nothing is reported")
PART = Text("{n} 项{word}", "{n} {word}")


@dataclass(frozen=True, slots=True)
class RegisterChoice:
    """What to show of a register. Unknown words are ignored."""

    q: str = ""
    state: str = ""
    chapter: str = ""
    lead: str = ""
    verb: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> RegisterChoice:
        """From an address's parameters."""
        page = query.get("page", "")
        return cls(
            q=query.get("q", "").strip()[:100], state=query.get("state", ""), chapter=query.get("chapter", ""),
            lead=query.get("lead", ""), verb=query.get("verb", ""),
            page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1,
        )  # fmt: skip


def choose(rows: Iterable[Entry], choice: RegisterChoice) -> list[Entry]:
    """The entries that fit, in the order of the text."""
    return [row for row in rows if _fits(row, choice)]


def _fits(row: Entry, choice: RegisterChoice) -> bool:
    lead = row.lead.code if row.lead else "none"
    return (
        (not choice.state or (row.is_gone if choice.state == "gone" else row.state == choice.state))
        and (not choice.chapter or row.chapter.partition(".")[0] == choice.chapter)
        and (not choice.lead or lead == choice.lead)
        and (not choice.verb or getattr(row, "verb", "") == choice.verb)
        and choice.q in f"{row} {row.sentence} {row.note}"
    )


def shown_page(rows: list[Entry], choice: RegisterChoice) -> tuple[list[Entry], int, int]:
    """The rows of one page, its number and how many pages there are."""
    pages = max(1, -(-len(rows) // PAGE))
    number = max(1, min(choice.page, pages))
    return rows[(number - 1) * PAGE : number * PAGE], number, pages


def sentence(kind: RegisterKind, rows: list[Entry], language: str) -> str:
    """How the register stands, in one sentence."""
    counts = Counter(row.state for row in rows)
    head = kind.total.in_language(language, n=len(rows))
    if not rows:
        return kind.empty.in_language(language)
    if counts["untracked"] == len(rows):
        return head + NONE_TRACKED.in_language(language)
    is_english = language.startswith("en")
    parts = [
        PART.in_language(language, n=counts[state], word=_small(text.in_language(language)))
        for state, text in kind.states.items()
        if counts[state] and state != "untracked"
    ]
    if counts["untracked"]:
        parts.append(UNTRACKED.in_language(language, n=counts["untracked"]))
    return head + (", ".join(parts) + "." if is_english else "，".join(parts) + "。")


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]


HEADINGS = {
    "initiatives": (Text("动作", "Verb"), Text("对象", "What")),
    "projects": (
        Text("项目", "Project"), Text("投资", "Investment"), Text("规模", "Size"), Text("时间", "When"),
    ),
}  # fmt: skip
SHARED = (
    Text("进展", "State"), Text("责任部门", "Responsible"), Text("备注", "Note"), Text("章", "Chapter"),
    Text("行", "Line"), Text("原句", "Sentence"),
)  # fmt: skip


def as_table(kind: RegisterKind, rows: Iterable[Entry], language: str) -> tuple[list[str], list[list[Value]]]:
    """Headings and rows for a file: the entries shown."""
    headings = [text.in_language(language) for text in (*HEADINGS[kind.name], *SHARED)]
    return headings, [_cells(row, language) for row in rows]


def _cells(row: Entry, language: str) -> list[Value]:
    if isinstance(row, PlannedProject):
        own: list[Value] = [row.name, row.investment, row.size, row.period]
    else:
        own = [row.verb, row.object]
    lead = row.lead.name_in(language) if row.lead else None
    state = STATES[row.state].in_language(language)
    return [*own, state, lead, row.note, row.chapter, row.line, row.sentence]
