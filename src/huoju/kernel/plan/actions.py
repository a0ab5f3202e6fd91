"""Writes of the plan room: one function a thing a person does, one transaction and one audit event each.

`attach_document` brings the sentences to a plan that is known as facts; `create_plan_from_document` takes a plan
nobody knew from its document alone; `reread_document` reads the same or a revised document again. `assign_lead`
and `adopt_proposed_leads` are people's decisions, which no later load or reading undoes; decisions about what a
statement says are in `review_actions`, those about initiatives and projects in `register_actions`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huoju.errors import InputError
from huoju.kernel.audit.actions import record
from huoju.kernel.plan import queries
from huoju.kernel.plan.attaching import Fact, is_edition_of, match_by_place, match_by_words
from huoju.kernel.plan.documents import Document
from huoju.kernel.plan.from_tables import numbers
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.plan.registering import save_registers
from huoju.kernel.plan.reread_rows import known_of, mark_if_gone, write_rereading
from huoju.kernel.plan.rereading import find_again
from huoju.kernel.plan.statements import Role
from huoju.kernel.plan.to_tables import (
    PLACE,
    SENTENCE,
    compile_document,
    note_document,
    overwrite,
    replace_clauses,
    save_statements,
    save_structures,
    write_match,
)
from huoju.kernel.subjects.models import Kind, Subject

SAME_PLAN = 0.3
"""Share of a plan's statements that must stand in a document offered as its text. Measured: the text reflowed
into long lines holds 0.95 of the sample plan's, the longer plan of another city 0.09."""

FEW = 20
"""Below so many statements one rewritten paragraph decides over the share; then one found statement is enough."""

FACT_FIELDS = ("value", "value_text", "indicator", "subject_text", "measure", "role")


class PlanExists(InputError):
    code = "plan-exists"
    zh = "已有编码为“{code}”的规划。请换一个编码，或给已有的规划上传文本。"
    en = "There is a plan with the code {code} already. Choose another, or load the document into that plan."


class NoPeriod(InputError):
    code = "no-period"
    zh = "从“{document}”读不出规划期。请填写起止年份。"
    en = "{document} does not say which years it plans. Give the first and the last year."


class AnotherPlan(InputError):
    code = "another-plan"
    zh = (
        "“{document}”不像是这份规划的文本：本规划的 {total} 条表述只有 {found} 条能在其中找到，没有装载。"
        "若是另一份规划，请用“从文件建立规划”。"
    )
    en = (
        "{document} does not look like the text of this plan: {found} of its {total} statements are in it; "
        "nothing was loaded. If it is another plan, make a plan of its own from it."
    )


class NothingPromised(InputError):
    code = "nothing-promised"
    zh = "从“{document}”没有读出任何量化表述，不像是规划，没有建立。请检查是否选错了文件。"
    en = "Not one quantified statement was read from {document}, so it is no plan. Check that it is the right file."


class NotABureau(InputError):
    code = "not-a-bureau"
    zh = "“{name}”不是部门，不能牵头。请选择部门。"
    en = "{name} is not a bureau and cannot lead. Choose a bureau."


@dataclass(frozen=True, slots=True)
class Attachment:
    """What came of a document: statements with a sentence now, and the keys of those without."""

    is_same_edition: bool
    clauses: int
    matched: int
    unmatched: tuple[str, ...]


# -- documents


def attach_document(plan: PlanVersion, document: Document, *, by: Any, at: datetime) -> Attachment:
    """Read `document` and give each statement of `plan` its sentence; the clauses are replaced.

    The edition the facts were taken from (their values stand at their lines) is matched by line and value. In
    any other the values and the nearness of the words decide, and lines and columns become this document's.
    What a person decided about and the text no longer holds is kept and marked (`is_gone`).
    Raises AnotherPlan, and what the reader raises for a document it cannot use.
    """
    with transaction.atomic():
        compiled = compile_document(document)
        before = {"document_sha256": plan.document_sha256, "document_name": plan.document_name}
        rows = list(queries.statements(plan))
        facts, known = [_fact(row) for row in rows], known_of(rows)
        is_same = is_edition_of(facts, document)
        matches = match_by_place(facts, compiled) if is_same else match_by_words(facts, compiled)
        _check_same_plan(document, len(matches), len(rows))
        clauses = replace_clauses(plan, compiled.clauses)
        lost = [one for one in known if one.key not in matches]
        matches |= {key: again.match for key, again in find_again(lost, compiled).items()}
        for row in rows:
            if row.key in matches or not mark_if_gone(row):
                write_match(row, matches.get(row.key), clauses, moves=not is_same)
        overwrite(Statement, rows, [*SENTENCE, "is_gone", *(() if is_same else PLACE)])
        save_registers(plan, compiled, clauses)
        note_document(plan, document, at)
        unmatched = tuple(row.key for row in rows if row.key not in matches)
        found = Attachment(is_same, len(clauses), len(matches), unmatched)
        after = {"document_sha256": document.sha256, "matched": found.matched, "unmatched": list(unmatched)}
        record(actor=by, verb="plan.document", target=f"plan:{plan.code}", before=before, after=after, at=at)
        return found


def create_plan_from_document(
    document: Document, *, code: str, area: Subject, by: Any, at: datetime,
    title: str = "", title_en: str = "", start_year: int | None = None, end_year: int | None = None,
) -> PlanVersion:  # fmt: skip
    """A plan that no pack knows, taken from its document alone; every statement waits for review.

    Title and years come from the document where they are not given. Raises PlanExists, NothingPromised, NoPeriod,
    and what the reader raises.
    """
    with transaction.atomic():
        if PlanVersion.objects.filter(code=code).exists():
            raise PlanExists(code=code)
        compiled = compile_document(document)
        if not compiled.statements:
            raise NothingPromised(document=document.name)
        first, last = start_year or compiled.start_year, end_year or compiled.end_year
        if first is None or last is None:
            raise NoPeriod(document=document.name)
        plan: PlanVersion = PlanVersion.objects.create(
            code=code, title=title or compiled.title or document.name, title_en=title_en, area=area,
            start_year=first, end_year=last,
        )  # fmt: skip
        clauses = replace_clauses(plan, compiled.clauses)
        save_statements(plan, compiled, clauses)
        save_structures(plan, compiled)
        save_registers(plan, compiled, clauses)
        note_document(plan, document, at)
        after = {
            "title": plan.title,
            "document_sha256": document.sha256,
            "statements": len(compiled.statements),
        }
        record(actor=by, verb="plan.create", target=f"plan:{code}", after=after, at=at)
        return plan


@dataclass(frozen=True, slots=True)
class Rereading:
    """What came of reading a plan's document again.

    `kept` statements are known again (their reviews stand), `added` are new, `removed` were never looked at and
    are not in the text any more; `gone` are the keys of those a person decided about and the text lost.
    """

    kept: int
    added: int
    removed: int
    gone: tuple[str, ...]


def reread_document(plan: PlanVersion, document: Document, *, by: Any, at: datetime) -> Rereading:
    """Read the same or a revised document of a plan that was taken from its document.

    What a person accepted, corrected, rejected, wrote or gave a lead stays as it is and only moves to its place
    in the new text; what nobody looked at takes the new reading. Raises AnotherPlan, and what the
    reader raises.
    """
    with transaction.atomic():
        compiled = compile_document(document)
        before = {"document_sha256": plan.document_sha256, "document_name": plan.document_name}
        rows = list(queries.statements(plan))
        again = find_again(known_of(rows), compiled)
        _check_same_plan(document, len(again), len(rows))
        clauses = replace_clauses(plan, compiled.clauses)
        found = write_rereading(plan, rows, again, compiled, clauses)
        save_structures(plan, compiled)
        save_registers(plan, compiled, clauses)
        note_document(plan, document, at)
        done = Rereading(len(found.kept), len(found.added), len(found.removed), found.gone)
        after = {"document_sha256": document.sha256, "document_name": document.name, **asdict(done)}
        record(actor=by, verb="plan.reread", target=f"plan:{plan.code}", before=before, after=after, at=at)
        return done


# -- people's decisions


def assign_lead(
    *, plan: PlanVersion, keys: Collection[str], bureau: Subject | None, by: Any, at: datetime
) -> int:
    """Let `bureau` answer for these commitments (None: nobody yet); returns how many changed."""
    with transaction.atomic():
        if bureau is not None and bureau.kind != Kind.BUREAU:
            raise NotABureau(name=bureau.name)
        rows = Statement.objects.filter(plan=plan, key__in=list(keys), role=Role.TARGET.value)
        changed = [
            row for row in rows.select_related("lead") if row.lead_id != (bureau.pk if bureau else None)
        ]
        before = {row.key: row.lead.code if row.lead else None for row in changed}
        after = dict.fromkeys(before, bureau.code if bureau else None)
        _save_leads(plan, dict.fromkeys(changed, bureau), before, after, by=by, at=at)
        return len(changed)


def adopt_proposed_leads(*, plan: PlanVersion, by: Any, at: datetime) -> int:
    """Let the bureaus that a pack proposes by chapter lead the commitments nobody leads; returns how many."""
    with transaction.atomic():
        proposed: dict[str, Subject] = {}
        for bureau in Subject.objects.filter(kind=Kind.BUREAU, pack=plan.pack):
            for chapter in bureau.attributes.get("chapters", ()):
                proposed[chapter] = bureau
        free = Statement.objects.filter(plan=plan, role=Role.TARGET.value, lead=None)
        leads = {row: bureau for row in free if (bureau := proposed.get(row.chapter))}
        before = {row.key: None for row in leads}
        after = {row.key: bureau.code for row, bureau in leads.items()}
        _save_leads(plan, leads, before, after, by=by, at=at)
        return len(leads)


def _save_leads(
    plan: PlanVersion, leads: dict[Statement, Any], before: dict[str, Any], after: dict[str, Any],
    *, by: Any, at: datetime,
) -> None:  # fmt: skip
    if not leads:
        return
    for row, bureau in leads.items():
        row.lead = bureau
    Statement.objects.bulk_update(leads, ["lead"], batch_size=500)
    record(actor=by, verb="statement.lead", target=f"plan:{plan.code}", before=before, after=after, at=at)


# -- from rows to the matcher's values


def _check_same_plan(document: Document, found: int, total: int) -> None:
    """Raise AnotherPlan where too little of a plan stands in a document offered as its text."""
    if found < (SAME_PLAN * total if total >= FEW else min(total, 1)):
        raise AnotherPlan(document=document.name, found=found, total=total)


def _fact(row: Statement) -> Fact:
    """A row as it was read or packed: a person's correction does not change what the document prints."""
    said = {**{name: getattr(row, name) for name in FACT_FIELDS}, **row.as_read}
    return Fact(
        key=row.key, line=row.line, col=row.col, value=numbers(said["value"]), value_text=said["value_text"],
        indicator=said["indicator"], subject=said["subject_text"], measure=said["measure"], role=said["role"],
    )  # fmt: skip
