"""Loading a pack: its subjects, plan, statements and figures enter the platform, whole or not at all.

Loading again changes only what the pack changed: nothing is doubled, and what a person decided (who leads,
what was reviewed, what was entered by hand) stays. Start at `load`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from huoju.errors import InputError
from huoju.kernel.audit.actions import record
from huoju.kernel.audit.models import Event
from huoju.kernel.evidence import EvidenceStore
from huoju.kernel.evidence.schema import VINTAGE_ORDER, observation_of
from huoju.kernel.packs.evidence import batch_id, observations_of, recorder_of, to_append
from huoju.kernel.packs.format import BureauRow, StatementRow, StructureRow, SubjectRow
from huoju.kernel.packs.pack import Pack
from huoju.kernel.packs.problems import Problem, errors
from huoju.kernel.packs.reading import read_pack
from huoju.kernel.packs.validate import validate
from huoju.kernel.plan.actions import attach_document
from huoju.kernel.plan.models import Clause, ClauseKind, PlanVersion, Review, Source, Statement, Structure
from huoju.kernel.subjects.models import Kind, Subject, SubjectName

SUBJECT_FIELDS = (
    "kind", "name", "name_en", "gb_code", "uscc", "area_km2", "line", "attributes", "pack", "is_invented",
)  # fmt: skip
PLACE_FIELDS = ("chapter", "line", "end_line", "col")
STATEMENT_FIELDS = (
    "role", "indicator", "indicator_en", "concept", "subject_text", "subject", "measure", "comparator",
    "value", "unit", "value_text", "period", "baseline_period", "stretch", "nature", "threshold_value",
    "threshold_unit", "same_as", "implicit", "note", "note_en", "is_public",
)  # fmt: skip

Tell = Callable[[str, str], None]
"""Called before each step with its name in Chinese and English."""


class BadPack(InputError):
    code = "bad-pack"
    zh = (
        "数据包 {name} 有 {count} 处错误，未载入任何内容。首处：{where} {reason_zh}。"
        "请运行 huoju pack validate 查看全部。"
    )
    en = (
        "Pack {name} has {count} errors; nothing was loaded. First: {where} {reason_en}. "
        "Run huoju pack validate to see all."
    )

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(
            name=name,
            count=len(problems),
            where=first.where,
            reason_zh=first.in_language("zh"),
            reason_en=first.in_language("en"),
        )
        self.problems = problems


@dataclass
class Counted:
    """How many were added, changed, left as they were, or kept because a person had decided."""

    added: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0


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
                f"{_total(subjects)} subjects ({subjects.added} new), {_total(statements)} statements "
                f"({statements.added} new, {statements.changed} changed, {statements.kept} kept as reviewed), "
                f"{self.structures} structures, {self.observations} observations ({self.observations_added} new), "
                f"{self.sentences} sentences"
            )
        return (
            f"主体 {_total(subjects)} 个（新增 {subjects.added}），表述 {_total(statements)} 条（新增 "
            f"{statements.added}，更新 {statements.changed}，保留人工复核 {statements.kept}），数字概括 "
            f"{self.structures} 个，观测值 {self.observations} 条（新增 {self.observations_added}），"
            f"原句 {self.sentences} 条"
        )

    def __str__(self) -> str:
        return self.in_language("zh")


def _total(counted: Counted) -> int:
    return counted.added + counted.changed + counted.same + counted.kept


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
        subjects = _load_subjects(pack, summary.subjects)
        plan = _load_plan(pack, subjects)
        tell("写入规划表述", "Writing statements")
        _load_outline(plan, pack)
        _load_statements(plan, pack, subjects, summary.statements)
        summary.structures = _load_structures(plan, pack)
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
    from huoju.kernel.progress.queries import evidence_store

    return evidence_store()


# -- subjects


def _load_subjects(pack: Pack, counted: Counted) -> dict[str, Subject]:
    """All subjects of the pack by code. One that belongs to another pack, or was changed by hand, is kept."""
    rows = [*map(_as_fields, pack.subjects), *(_bureau_fields(row, pack.area) for row in pack.bureaus)]
    known = {each.code: each for each in Subject.objects.filter(code__in=[row["code"] for row in rows])}
    by_hand = _changed_by_hand("subject:", known)
    fresh, changed, parents = [], [], {}
    for fields in rows:
        code, parents[fields["code"]] = fields["code"], fields.pop("parent")
        wanted = {**fields, "pack": pack.name, "is_invented": pack.is_invented}
        subject = known.get(code)
        if subject is None:
            known[code] = Subject(**wanted)
            fresh.append(known[code])
        elif subject.pack not in ("", pack.name) or code in by_hand:
            parents.pop(code)
            counted.kept += 1
        elif _set(subject, wanted):
            changed.append(subject)
        else:
            counted.same += 1
    Subject.objects.bulk_create(fresh, batch_size=500)
    Subject.objects.bulk_update(changed, SUBJECT_FIELDS, batch_size=500)
    counted.added, counted.changed = len(fresh), len(changed)
    _load_parents(known, parents)
    _load_names(known, pack.subjects)
    return known


def _as_fields(row: SubjectRow) -> dict[str, Any]:
    return {
        "code": row.code, "kind": row.kind, "name": row.name, "name_en": row.name_en, "parent": row.parent,
        "gb_code": row.gb_code or "", "uscc": row.uscc or "", "area_km2": row.area_km2, "line": row.line,
        "attributes": row.attributes,
    }  # fmt: skip


def _bureau_fields(row: BureauRow, area: str) -> dict[str, Any]:
    attributes = {"is_proposal": row.is_proposal, "chapters": list(row.chapters)}
    attributes |= {"note": row.note, "note_en": row.note_en} if row.note or row.note_en else {}
    return {
        "code": row.code, "kind": Kind.BUREAU.value, "name": row.name, "name_en": row.name_en, "parent": area,
        "gb_code": "", "uscc": "", "area_km2": None, "line": None, "attributes": attributes,
    }  # fmt: skip


def _load_parents(known: dict[str, Subject], parents: dict[str, str | None]) -> None:
    changed = []
    for code, parent in parents.items():
        wanted = known[parent].pk if parent else None
        if known[code].parent_id != wanted:
            known[code].parent_id = wanted
            changed.append(known[code])
    Subject.objects.bulk_update(changed, ["parent"], batch_size=500)


def _load_names(known: dict[str, Subject], rows: Iterable[SubjectRow]) -> None:
    """Further names, without dates: the plan does not say from when to when they were borne."""
    there = set(SubjectName.objects.filter(subject__in=known.values()).values_list("subject_id", "name"))
    wanted = [(known[row.code], name) for row in rows for name in row.also]
    fresh = [SubjectName(subject=who, name=name) for who, name in wanted if (who.pk, name) not in there]
    SubjectName.objects.bulk_create(fresh, batch_size=500)


def _changed_by_hand(prefix: str, codes: Iterable[str]) -> set[str]:
    """Codes of those that a person changed, as the audit trail tells."""
    targets = Event.objects.filter(target__startswith=prefix).values_list("target", flat=True).distinct()
    touched = {target.removeprefix(prefix) for target in targets}
    return touched.intersection(codes)


# -- the plan


def _load_plan(pack: Pack, subjects: dict[str, Subject]) -> PlanVersion:
    """The plan's row. The document's name and digest are those of what has been loaded, never of the pack."""
    facts = {
        "pack": pack.name, "title": pack.plan.title, "title_en": pack.plan.title_en,
        "area": subjects[pack.area], "start_year": pack.plan.start_year, "end_year": pack.plan.end_year,
        "is_invented": pack.is_invented,
    }  # fmt: skip
    plan: PlanVersion
    plan, is_new = PlanVersion.objects.get_or_create(code=pack.plan.code, defaults=facts)
    if not is_new and _set(plan, facts):
        plan.save()
    return plan


def _load_outline(plan: PlanVersion, pack: Pack) -> None:
    """Headings as clauses without text, as long as no document has brought its own."""
    if plan.has_document:
        return
    Clause.objects.filter(plan=plan).delete()
    rows = [
        Clause(
            plan=plan, order=order, chapter=row.chapter, heading=row.title, level=1 + row.chapter.count("."),
            kind=ClauseKind.HEADING, first_line=row.line, last_line=row.line,
        )
        for order, row in enumerate(pack.outline)
    ]  # fmt: skip
    Clause.objects.bulk_create(rows)


def _load_statements(plan: PlanVersion, pack: Pack, subjects: dict[str, Subject], counted: Counted) -> None:
    """Statements by key. What a person reviewed or wrote stays; a lead is only given where there is none."""
    known = {each.key: each for each in Statement.objects.filter(plan=plan)}
    has_moved = plan.document_sha256 not in ("", pack.plan.document_sha256)
    led_by_hand = _led_by_hand(plan)
    fresh, changed = [], []
    for row in pack.statements:
        fields = _statement_fields(row, subjects, places=not has_moved)
        lead = subjects.get(row.lead) if row.lead else None
        statement = known.pop(row.key, None)
        if statement is None:
            fresh.append(Statement(plan=plan, key=row.key, source=Source.PACK, lead=lead, **fields))
        elif statement.review != Review.UNREVIEWED or statement.source == Source.HAND:
            counted.kept += 1
        else:
            if lead is not None and statement.lead_id is None and row.key not in led_by_hand:
                fields["lead"] = lead
            if _set(statement, fields):
                changed.append(statement)
            else:
                counted.same += 1
    Statement.objects.bulk_create(fresh, batch_size=500)
    Statement.objects.bulk_update(changed, [*STATEMENT_FIELDS, *PLACE_FIELDS, "lead"], batch_size=500)
    _drop_gone(known.values())
    counted.added, counted.changed = len(fresh), len(changed)


def _statement_fields(row: StatementRow, subjects: dict[str, Subject], *, places: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "role": row.role.value, "indicator": row.indicator, "indicator_en": row.indicator_en,
        "concept": row.concept or "", "subject_text": row.subject_text,
        "subject": subjects[row.subject] if row.subject else None, "measure": row.measure.value,
        "comparator": row.comparator.value, "value": [str(value) for value in row.value],
        "unit": row.unit or "", "value_text": row.value_text, "period": row.period or "",
        "baseline_period": row.baseline_period or "", "stretch": row.stretch, "nature": row.nature or "",
        "threshold_value": "" if row.threshold_value is None else str(row.threshold_value),
        "threshold_unit": row.threshold_unit or "", "same_as": row.same_as or "", "implicit": row.implicit,
        "note": row.note, "note_en": row.note_en, "is_public": True,
    }  # fmt: skip
    if places:
        end_line = row.end_line or row.line
        fields |= {"chapter": row.chapter, "line": row.line, "end_line": end_line, "col": row.col}
    return fields


def _led_by_hand(plan: PlanVersion) -> set[str]:
    """Keys whose lead a person gave or took away."""
    events = Event.objects.filter(verb="statement.lead", target=f"plan:{plan.code}")
    return {key for after in events.values_list("after", flat=True) for key in after or ()}


def _drop_gone(rows: Iterable[Statement]) -> None:
    """Statements that left the pack go, unless a person has said something about them."""
    gone = [row.pk for row in rows if row.source == Source.PACK and row.review == Review.UNREVIEWED]
    Statement.objects.filter(pk__in=gone).delete()


def _load_structures(plan: PlanVersion, pack: Pack) -> int:
    """Named structures with their parts and members, replaced whole: people do not edit them."""
    Structure.objects.filter(plan=plan).delete()
    rows = [
        Structure(
            plan=plan, key=row.structure, name=row.name, name_en=row.name_en, chapter=row.chapter,
            line=row.line, end_line=row.line, parts=_parts(row.structure, pack.structures), note=row.note,
            note_en=row.note_en,
        )
        for row in pack.structures
        if row.level == "structure"
    ]  # fmt: skip
    Structure.objects.bulk_create(rows)
    return len(rows)


def _parts(structure: str, rows: Iterable[StructureRow]) -> list[dict[str, Any]]:
    """Parts in the order of the file, each with the members that follow it."""
    parts: list[dict[str, Any]] = []
    for row in rows:
        if row.structure != structure or row.level == "structure":
            continue
        said = {"name": row.name, "name_en": row.name_en, "line": row.line}
        said |= {"note": row.note, "note_en": row.note_en} if row.note or row.note_en else {}
        if row.level == "part":
            parts.append({"digit": row.digit, **said, "members": []})
        else:
            owner = next(part for part in reversed(parts) if part["digit"] == row.digit)
            owner["members"].append(said)
    return parts


def _load_document(plan: PlanVersion, path: Path, summary: Summary, *, by: Any, at: datetime) -> None:
    """Read the pack's own document, unless this very one has been read and nothing else changed."""
    from huoju.kernel.plan import read_document

    document = read_document(path)
    is_read = plan.document_sha256 == document.sha256 and not _changed(summary)
    if not is_read:
        attached = attach_document(plan, document, by=by, at=at)
        summary.without_sentence = len(attached.unmatched)
    summary.sentences = Statement.objects.filter(plan=plan).exclude(sentence="").count()


# -- evidence


def _load_observations(pack: Pack, summary: Summary, store: EvidenceStore, *, at: datetime) -> None:
    wanted = observations_of(pack)
    table = store.rows(recorder=recorder_of(pack)).sort_by([(name, "ascending") for name in VINTAGE_ORDER])
    stored = [observation_of(row) for row in table.to_pylist()]
    rows = to_append(wanted, stored, at=at)
    if rows:
        store.append(rows, batch=batch_id(pack, rows, at), at=at)
    summary.observations, summary.observations_added = len(wanted), len(rows)


def _set(row: Any, fields: dict[str, Any]) -> bool:
    """Write `fields` into `row`; whether any of them differed."""
    differing = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, fields[name])
    return bool(differing)
