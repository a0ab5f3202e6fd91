"""Writes of the plan room: one function a thing a person does, one transaction and one audit event each.

`attach_document` brings the sentences to a plan that is known as facts; `create_plan` takes a plan nobody knew
from its document alone; `assign_lead`, `adopt_proposed_leads` and `review_statement` are people's decisions,
which no later load of a pack undoes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from huoju.errors import InputError
from huoju.kernel.audit.actions import record
from huoju.kernel.catalog import plain
from huoju.kernel.plan.attaching import Fact, Match, is_edition_of, match_by_place, match_by_words
from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.documents import Document
from huoju.kernel.plan.models import Clause, ClauseKind, PlanVersion, Review, Source, Statement, Structure
from huoju.kernel.plan.outline import Clause as ReadClause
from huoju.kernel.plan.statements import Role
from huoju.kernel.subjects.models import Kind, Subject

PLACE = ("chapter", "line", "end_line", "col")
SENTENCE = ("clause", "sentence", "offset_start", "offset_end")


class PlanExists(InputError):
    code = "plan-exists"
    zh = "已有编码为“{code}”的规划。请换一个编码，或给已有的规划上传文本。"
    en = "There is a plan with the code {code} already. Choose another, or load the document into that plan."


class NoPeriod(InputError):
    code = "no-period"
    zh = "从“{document}”读不出规划期。请填写起止年份。"
    en = "{document} does not say which years it plans. Give the first and the last year."


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
    Raises what the reader raises for a document it cannot use.
    """
    with transaction.atomic():
        compiled = _compile(document)
        before = {"document_sha256": plan.document_sha256, "document_name": plan.document_name}
        clauses = _replace_clauses(plan, compiled.clauses)
        rows = list(Statement.objects.filter(plan=plan))
        facts = [_fact(row) for row in rows]
        is_same = is_edition_of(facts, document)
        matches = match_by_place(facts, compiled) if is_same else match_by_words(facts, compiled)
        for row in rows:
            _write_match(row, matches.get(row.key), clauses, moves=not is_same)
        Statement.objects.bulk_update(rows, [*SENTENCE, *(() if is_same else PLACE)], batch_size=500)
        _note_document(plan, document, at)
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

    Title and years come from the document where they are not given. Raises PlanExists, NoPeriod, and what the
    reader raises.
    """
    with transaction.atomic():
        if PlanVersion.objects.filter(code=code).exists():
            raise PlanExists(code=code)
        compiled = _compile(document)
        first, last = start_year or compiled.start_year, end_year or compiled.end_year
        if first is None or last is None:
            raise NoPeriod(document=document.name)
        plan: PlanVersion = PlanVersion.objects.create(
            code=code, title=title or compiled.title or document.name, title_en=title_en, area=area,
            start_year=first, end_year=last,
        )  # fmt: skip
        clauses = _replace_clauses(plan, compiled.clauses)
        _save_statements(plan, compiled, clauses)
        _save_structures(plan, compiled)
        _note_document(plan, document, at)
        after = {
            "title": plan.title,
            "document_sha256": document.sha256,
            "statements": len(compiled.statements),
        }
        record(actor=by, verb="plan.create", target=f"plan:{code}", after=after, at=at)
        return plan


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


def review_statement(statement: Statement, *, review: Review, by: Any, at: datetime, note: str = "") -> None:
    """A person's judgement of what the reader or a pack says; kept by every later load."""
    with transaction.atomic():
        before = {"review": statement.review, "note": statement.note}
        statement.review = review
        if note:
            statement.note = note
        statement.save(update_fields=["review", "note"])
        target = f"plan.statement:{statement.plan.code}/{statement.key}"
        after = {"review": statement.review, "note": statement.note}
        record(actor=by, verb="statement.review", target=target, before=before, after=after, at=at)


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


# -- from the reader's values to rows


def _compile(document: Document) -> Plan:
    from huoju.kernel.catalog import load_catalog
    from huoju.kernel.plan import compile_plan

    compiled: Plan = compile_plan(document, load_catalog())
    return compiled


def _note_document(plan: PlanVersion, document: Document, at: datetime) -> None:
    plan.document_name, plan.document_sha256, plan.loaded_at = document.name, document.sha256, at
    plan.save(update_fields=["document_name", "document_sha256", "loaded_at"])


def _replace_clauses(plan: PlanVersion, read: Iterable[ReadClause]) -> dict[str, Clause]:
    """The plan's clauses are these now; by the reader's id. A heading that stays keeps its English title."""
    titles = _english_titles(plan)
    Clause.objects.filter(plan=plan).delete()
    rows: dict[str, Clause] = {}
    for order, clause in enumerate(read):
        is_heading = clause.kind.value == "heading"
        rows[clause.id] = Clause(
            plan=plan, order=order, chapter=clause.chapter, heading=clause.heading[:300],
            heading_en=titles.get(plain(clause.heading), "") if is_heading else "", level=clause.level,
            kind=clause.kind.value, text=clause.text, first_line=clause.first_line, last_line=clause.last_line,
        )  # fmt: skip
    Clause.objects.bulk_create(rows.values(), batch_size=500)
    return rows


def _english_titles(plan: PlanVersion) -> dict[str, str]:
    """English title of each heading that has one, by its Chinese title (any numbering, any width)."""
    named = Clause.objects.filter(plan=plan, kind=ClauseKind.HEADING).exclude(heading_en="")
    return {plain(zh): en for zh, en in named.values_list("heading", "heading_en")}


def _fact(row: Statement) -> Fact:
    value = tuple(Decimal(str(each)) for each in row.value)
    return Fact(
        row.key,
        row.line,
        row.col,
        value,
        row.value_text,
        row.indicator,
        row.subject_text,
        row.measure,
        row.role,
    )


def _write_match(row: Statement, match: Match | None, clauses: dict[str, Clause], *, moves: bool) -> None:
    row.clause = clauses.get(match.clause) if match else None
    row.sentence = match.sentence if match else ""
    row.offset_start, row.offset_end = match.offset if match else (None, None)
    if moves and match:
        row.chapter, row.line, row.end_line, row.col = match.chapter, match.line, match.end_line, match.col


def _save_statements(plan: PlanVersion, compiled: Plan, clauses: dict[str, Clause]) -> None:
    rows = [
        Statement(
            plan=plan, key=each.key, clause=clauses.get(each.clause), role=each.role.value,
            indicator=each.indicator, concept=each.concept or "", subject_text=each.subject,
            measure=each.measure.value, comparator=each.comparator.value, value=[str(v) for v in each.value],
            unit=each.unit or "", value_text=each.value_text, chapter=each.place.chapter, line=each.place.line,
            end_line=each.place.end_line, col=each.place.col, period=each.period,
            baseline_period=each.baseline_period or "", stretch=each.stretch, nature=each.nature or "",
            threshold_value=str(each.threshold.value) if each.threshold else "",
            threshold_unit=each.threshold.unit if each.threshold else "", same_as=each.same_as or "",
            implicit=each.implicit, confidence=each.confidence, sentence=each.sentence,
            offset_start=each.offset[0], offset_end=each.offset[1], source=Source.READER,
        )
        for each in compiled.statements
    ]  # fmt: skip
    Statement.objects.bulk_create(rows, batch_size=500)


def _save_structures(plan: PlanVersion, compiled: Plan) -> None:
    rows = []
    for number, each in enumerate(compiled.structures, 1):
        place = each.places[0] if each.places else None
        members = [{"name": part} for part in each.parts]
        parts = [{"digit": "".join(each.value), "name": each.name, "members": members}]
        rows.append(
            Structure(
                plan=plan, key=f"s{number}", name=each.name[:100], chapter=place.chapter if place else "",
                line=place.line if place else None, end_line=place.end_line if place else None, parts=parts,
            )
        )  # fmt: skip
    Structure.objects.bulk_create(rows)
