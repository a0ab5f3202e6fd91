"""What a preview says, as a page shows it: rows with their difference, messages, questions, an undoing's effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huoju.errors import InputError
from huoju.kernel.catalog import Catalog, Period, find_unit
from huoju.kernel.evidence import queries
from huoju.kernel.evidence.errors import BatchAlreadyDecided, SubjectUnknown
from huoju.kernel.evidence.models import ImportBatch
from huoju.kernel.evidence.naming import Subjects
from huoju.kernel.evidence.schema import KEY_COLUMNS
from huoju.kernel.evidence.statuses import WITHDRAWN
from huoju.kernel.evidence.undoing import undo_rows
from huoju.kernel.plan.models import PlanVersion
from huoju.site.pages.names import Names, names_of
from huoju.site.pages.wording import MEASURES
from huoju.site.texts import Text

SHOWN = 12  # messages of one kind drawn before "and n more"
ROW_STATES: dict[str, Text] = {
    "new": Text("新增", "New"),
    "revised": Text("修订", "Revised"),
    "same": Text("相同", "Same"),
    "waiting": Text("待回答", "Waiting"),
    "out": Text("未导入", "Left out"),
}
SEVERITIES: dict[str, Text] = {
    "error": Text("错误，该行不导入", "Error: the row stays out"),
    "question": Text("请确认", "To confirm"),
    "warning": Text("请留意", "Look at it"),
    "note": Text("说明", "Note"),
}


class NotAnIndicator(InputError):
    code = "answer-indicator"
    zh = "目录中没有指标“{text}”。请从提示中选择。"
    en = "The catalog has no indicator “{text}”. Choose one of those offered."


class NotAUnit(InputError):
    code = "answer-unit"
    zh = "不认识单位“{text}”。请写成“亿元”“万人”这样的单位。"
    en = "“{text}” is not a unit. Write it as 亿元 or 万人."


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of a preview."""

    row: Mapping[str, Any]
    names: Names
    period: Period | None

    def indicator_in(self, language: str) -> str:
        return self.names.indicator(self.row["indicator"], language) or "—"

    def subject_in(self, language: str) -> str:
        return self.names.subject(self.row["subject"], language) or "—"

    def period_in(self, language: str) -> str:
        return self.period.label(language) if self.period else "—"

    @property
    def measure(self) -> Text | None:
        """Said where it is not a plain level."""
        measure = self.row["measure"]
        return MEASURES.get(measure) if measure not in ("level", "") else None

    @property
    def state(self) -> str:
        return ("", "waiting", "out")[self.row["standing"]] or str(self.row["state"])

    @property
    def state_text(self) -> Text:
        return ROW_STATES[self.state]

    @property
    def can_be_chosen(self) -> bool:
        return self.state in ("new", "revised")

    @property
    def is_replacing(self) -> bool:
        return self.row["previous_unit"] is not None

    @property
    def place(self) -> str:
        return str(self.row["place"])


def row_lines(rows: Sequence[Mapping[str, Any]], plan: PlanVersion) -> list[RowLine]:
    """Rows of `queries.proposed_page` with names."""
    names = names_of((row["subject"] for row in rows), plan)
    return [RowLine(row, names, Period.parse(row["period"]) if row["period"] else None) for row in rows]


@dataclass(frozen=True, slots=True)
class Said:
    """One message at its place."""

    place: str
    text: Text


@dataclass(frozen=True, slots=True)
class Group:
    """The messages of one kind: the first of them, and how many there are."""

    code: str
    severity: str
    count: int
    shown: tuple[Said, ...]

    @property
    def word(self) -> Text:
        return SEVERITIES[self.severity]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


def messages_of(batch: ImportBatch, lines: Iterable[RowLine] = ()) -> list[Group]:
    """Messages without the questions, errors first. For an entry by hand, `lines` name the cells."""
    named = {line.row["row"]: line for line in lines}
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for message in batch.messages:
        if not (message["question"] and batch.state == ImportBatch.State.PREVIEWED):
            groups.setdefault(message["code"], []).append(message)
    found = [
        Group(
            code, said[0]["severity"], max(batch.message_counts.get(code, 0), len(said)),
            tuple(Said(_place(m, named), _text(m)) for m in said[:SHOWN]),
        )
        for code, said in groups.items()
    ]  # fmt: skip
    return sorted(found, key=lambda group: list(SEVERITIES).index(group.severity))


def _place(message: Mapping[str, Any], named: Mapping[int, RowLine]) -> str:
    line = named.get(message["row"])
    return str(message["place"]) if line is None else f"{line.indicator_in('zh')} {line.period_in('zh')}"


def _text(message: Mapping[str, Any]) -> Text:
    return Text(*(message[language].replace("{", "｛").replace("}", "｝") for language in ("zh", "en")))


# -- questions -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    answer: str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices; `open_for` names what may be typed instead, "" for nothing."""

    number: int
    question: str
    code: str
    place: str
    text: Text
    choices: tuple[Choice, ...]
    open_for: str


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions of one kind; several alike may be answered at once."""

    code: str
    questions: tuple[Question, ...]

    @property
    def common(self) -> tuple[Choice, ...]:
        """Choices that every question of the group offers."""
        if len(self.questions) < 2:
            return ()
        first, *others = self.questions
        return tuple(c for c in first.choices if all(c in other.choices for other in others))


def questions_of(batch: ImportBatch) -> list[QuestionGroup]:
    """The questions of a preview, each once, by kind."""
    groups: dict[str, dict[str, Question]] = {}
    number = 0
    for message in batch.messages:
        of_kind = groups.setdefault(message["code"], {}) if message["question"] else {}
        if message["question"] and message["question"] not in of_kind:
            of_kind[message["question"]] = _question(number, message)
            number += 1
    return [QuestionGroup(code, tuple(asked.values())) for code, asked in groups.items() if asked]


def _question(number: int, message: Mapping[str, Any]) -> Question:
    about = message["question"].partition(":")[0]
    choices = tuple(Choice(c["answer"], _text(c)) for c in message["choices"])
    is_open = about in ("indicator", "subject", "unit")
    return Question(
        number, message["question"], message["code"], message["place"], _text(message), choices,
        about if is_open else "",
    )  # fmt: skip


def answers_from(
    form: Mapping[str, str], batch: ImportBatch, catalog: Catalog, subjects: Subjects
) -> dict[str, str]:
    """Question -> answer. A typed name is looked up; one answer may be given to all questions of a kind.

    Raises NotAnIndicator, SubjectUnknown, NotAUnit.
    """
    answers = {}
    for group in questions_of(batch):
        for question in group.questions:
            typed = form.get(f"other-{question.number}", "").strip()
            chosen = form.get(f"answer-{question.number}", "") or form.get(f"all-{group.code}", "")
            if typed and question.open_for:
                answers[question.question] = _looked_up(question.open_for, typed, catalog, subjects)
            elif chosen:
                answers[question.question] = chosen
    return answers


def _looked_up(about: str, text: str, catalog: Catalog, subjects: Subjects) -> str:
    if about == "indicator":
        indicator = catalog.find(text)
        if indicator is None:
            raise NotAnIndicator(text=text[:60])
        return str(indicator.id)
    if about == "subject":
        code = subjects.find(text)
        if code is None:
            near = "、".join(name for _, name in subjects.nearest(text)) or "—"
            raise SubjectUnknown(subject=text[:60], nearest=near)
        return code
    unit = find_unit(text)
    if unit is None:
        raise NotAUnit(text=text[:30])
    return str(unit.id)


# -- undoing -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UndoEffect:
    """What undoing would do to the cells of a batch."""

    restored: int  # the figure before comes back
    withdrawn: int  # there was none before
    left: int  # a later import has changed them since


def undo_effect(batch: ImportBatch, *, at: datetime) -> UndoEffect:
    """Count what undoing would do. Raises BatchAlreadyDecided unless the batch is committed."""
    import pyarrow.compute as pc

    if batch.state != ImportBatch.State.COMMITTED:
        raise BatchAlreadyDecided(
            batch=batch.code, state=batch.get_state_display(), action="undo", what=batch.code
        )
    store = queries.store()
    own = store.rows_of_batch(batch.code)
    rows = store.rows(subject=sorted(own["subject"].unique().to_pylist()))
    undoing = undo_rows(rows, batch.code, at=at, recorder=batch.by)
    withdrawn = pc.sum(pc.equal(undoing["status"], WITHDRAWN)).as_py() or 0
    cells = own.group_by(list(KEY_COLUMNS)).aggregate([]).num_rows
    return UndoEffect(undoing.num_rows - withdrawn, withdrawn, cells - undoing.num_rows)
