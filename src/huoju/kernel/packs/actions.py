"""Loading a pack: its subjects, plan, statements and figures enter the platform, whole or not at all.

Loading again changes only what the pack changed: nothing is doubled, and what a person decided (who leads,
what was reviewed, what was entered by hand) stays. Start at `load`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from huoju.errors import InputError
from huoju.kernel.audit.actions import record
from huoju.kernel.evidence import EvidenceStore
from huoju.kernel.evidence.schema import VINTAGE_ORDER, observation_of
from huoju.kernel.packs.evidence import batch_id, observations_of, recorder_of, to_append
from huoju.kernel.packs.pack import Pack
from huoju.kernel.packs.plan_rows import load_outline, load_plan, load_statements, load_structures
from huoju.kernel.packs.problems import Problem, errors
from huoju.kernel.packs.reading import read_pack
from huoju.kernel.packs.subject_rows import load_subjects
from huoju.kernel.packs.validate import validate
from huoju.kernel.packs.writing import Counted
from huoju.kernel.plan.actions import attach_document
from huoju.kernel.plan.models import PlanVersion, Statement

Tell = Callable[[str, str], None]
"""Called before each step with its name in Chinese and English."""


class BadPack(InputError):
    code = "bad-pack"
    zh = "数据包 {name} 有 {count} 处错误，未载入任何内容。首处：{first}。请运行 huoju pack validate 查看全部。"
    en = (
        "Pack {name} has {count} errors; nothing was loaded. First: {first}. "
        "Run huoju pack validate to see all."
    )

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        said = f"{first.where} {first.in_language('zh')} / {first.in_language('en')}"
        super().__init__(name=name, count=len(problems), first=said)
        self.problems = problems


@dataclass
class Summary:
    """What a load did."""

    pack: str
    plan: str
    subjects: Counted = field(default_factory=Counted)
    statements: Counted = field(default_factory=Counted)
    structures: int = 0
    observations_added: int = 0
    observations: int = 0
    sentences: int = 0
    without_sentence: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def in_language(self, language: str) -> str:
        """One line for a person."""
        subjects, statements = self.subjects, self.statements
        if language.startswith("en"):
            return (
                f"{subjects.total} subjects ({subjects.added} new), {statements.total} statements "
                f"({statements.added} new, {statements.changed} changed, {statements.kept} kept as reviewed), "
                f"{self.structures} structures, {self.observations} observations ({self.observations_added} new), "
                f"{self.sentences} sentences"
            )
        return (
            f"主体 {subjects.total} 个（新增 {subjects.added}），表述 {statements.total} 条（新增 "
            f"{statements.added}，更新 {statements.changed}，保留人工复核 {statements.kept}），数字概括 "
            f"{self.structures} 个，观测值 {self.observations} 条（新增 {self.observations_added}），"
            f"原句 {self.sentences} 条"
        )

    def __str__(self) -> str:
        return self.in_language("zh")


def _silent(_zh: str, _en: str) -> None:
    return None


def load(
    folder: Path, *, by: Any, at: datetime, store: EvidenceStore | None = None, tell: Tell = _silent
) -> Summary:
    """Load the pack in `folder`; the database in one transaction, the figures in one batch.

    Parameters
    ----------
    by, at : who loads, and when; both go into the audit trail.
    store : the evidence store, by default the installation's own.

    Raises
    ------
    BadPack : the pack has errors; nothing was written.
    """
    tell("校验", "Validating")
    found = errors(validate(folder))
    pack, _ = read_pack(folder)
    if found or pack is None:
        raise BadPack(folder.name, found)
    with transaction.atomic():
        summary = Summary(pack.name, pack.plan.code)
        tell("写入主体", "Writing subjects")
        subjects = load_subjects(pack, summary.subjects)
        plan = load_plan(pack, subjects)
        tell("写入规划表述", "Writing statements")
        load_outline(plan, pack)
        load_statements(plan, pack, subjects, summary.statements)
        summary.structures = load_structures(plan, pack)
        if pack.document:
            tell("识读规划文本", "Reading the plan document")
            _load_document(plan, folder / pack.document, summary, by=by, at=at)
        tell("写入观测值", "Writing observations")
        _load_observations(pack, summary, store or _own_store(), at=at)
        if _changed(summary):
            record(actor=by, verb="pack.load", target=f"pack:{pack.name}", after=summary.as_json(), at=at)
    return summary


def _changed(summary: Summary) -> bool:
    counts = (summary.subjects, summary.statements)
    return bool(summary.observations_added or any(each.added or each.changed for each in counts))


def _own_store() -> EvidenceStore:
    from huoju.kernel.evidence import queries

    return queries.store()


def _load_document(plan: PlanVersion, path: Path, summary: Summary, *, by: Any, at: datetime) -> None:
    """Read the pack's own document, unless this very one has been read and nothing else changed."""
    from huoju.kernel.plan import read_document

    document = read_document(path)
    is_read = plan.document_sha256 == document.sha256 and not _changed(summary)
    if not is_read:
        attached = attach_document(plan, document, by=by, at=at)
        summary.without_sentence = len(attached.unmatched)
    summary.sentences = Statement.objects.filter(plan=plan).exclude(sentence="").count()


def _load_observations(pack: Pack, summary: Summary, store: EvidenceStore, *, at: datetime) -> None:
    wanted = observations_of(pack)
    table = store.rows(recorder=recorder_of(pack)).sort_by([(name, "ascending") for name in VINTAGE_ORDER])
    stored = [observation_of(row) for row in table.to_pylist()]
    rows = to_append(wanted, stored, at=at)
    if rows:
        store.append(rows, batch=batch_id(pack, rows, at), at=at)
    summary.observations, summary.observations_added = len(wanted), len(rows)
