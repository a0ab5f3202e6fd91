"""Writes of the evidence room: preview, commit, enter by hand, undo. One audit event each.

The store and the operational database are two places. Order makes that safe: everything is checked and
noted first, then the store appends (whole or not at all), then the database says so. A process that dies
between the last two finds the batch in the store by its code when the commit is asked for again.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from huoju.kernel.audit import actions as audit
from huoju.kernel.catalog import Catalog
from huoju.kernel.evidence import queries
from huoju.kernel.evidence.errors import (
    BatchAlreadyDecided,
    BatchNotFound,
    NothingToCommit,
    PreviewIsStale,
    SubjectUnknown,
)
from huoju.kernel.evidence.hand_entry import HandCell, hand_file
from huoju.kernel.evidence.knowledge import day_known
from huoju.kernel.evidence.mapping import FileMapping
from huoju.kernel.evidence.messages import Message
from huoju.kernel.evidence.models import ImportBatch, RememberedMapping, SeriesNote
from huoju.kernel.evidence.proposals import OnStep, Proposal, propose
from huoju.kernel.evidence.resolving import Context
from huoju.kernel.evidence.undoing import undo_rows

if TYPE_CHECKING:
    import pyarrow as pa

State = ImportBatch.State


def preview_import(
    *, content: bytes, name: str, by: Any, at: datetime, subject: str = "", source: str = "",
    known_at: datetime | None = None, answers: Mapping[str, str] | None = None,
    mapping: FileMapping | None = None, catalog: Catalog | None = None,
    on_step: OnStep = lambda step: None,
) -> ImportBatch:  # fmt: skip
    """Read a file and keep what it would change; nothing reaches the store.

    Parameters
    ----------
    content, name : the file; its kind is told by content.
    subject, source : whose figures they are and what to cite, where the file does not say.
    known_at : when the figures became known, if not at the moment of commit.
    answers : answers to questions of an earlier preview (question -> answer).
    mapping : how to read it; by default as a file of this shape was read before, else as proposed.
    on_step : told each of `proposals.STEPS` as it begins, for a progress bar.

    Raises
    ------
    EvidenceFileError : the file cannot be read or holds no table.
    SubjectUnknown : `subject` is neither a code nor a name that is registered.
    """
    batch = ImportBatch(
        code=_new_code("imp", at), kind=ImportBatch.Kind.FILE, file_name=name[:300], subject_code=_subject(subject),
        source=source[:500], known_at=known_at, by=_name(by), created_at=at,
    )  # fmt: skip
    proposal = _propose(batch, content, at, answers or {}, mapping, catalog, on_step)
    return _keep_preview(batch, content, proposal, by=by, at=at, verb="evidence.preview")


def answer_import(
    *, batch: ImportBatch, by: Any, at: datetime, answers: Mapping[str, str] | None = None,
    mapping: FileMapping | None = None, catalog: Catalog | None = None,
) -> ImportBatch:  # fmt: skip
    """Preview the same file again with answers to its questions or a corrected mapping."""
    _must_be(batch, State.PREVIEWED, "answer_import")
    content = queries.original_file(batch)
    mapping = mapping or FileMapping.from_json(batch.mapping)
    proposal = _propose(batch, content, at, {**mapping.answers, **(answers or {})}, mapping, catalog)
    return _keep_preview(batch, content, proposal, by=by, at=at, verb="evidence.answer")


def commit_import(
    *,
    batch: ImportBatch,
    by: Any,
    at: datetime,
    chosen: Iterable[int] | None = None,
    catalog: Catalog | None = None,
) -> ImportBatch:
    """Append the previewed rows that are ready and change something (of `chosen` row numbers only, if given).

    Rows that wait for an answer or have an error stay out. Asking again after a commit that was cut off
    finishes it.

    Raises
    ------
    NothingToCommit : no such row.
    PreviewIsStale : the store changed since the preview, and the rows now mean something else.
    BatchAlreadyDecided : it was committed, undone or discarded already.
    """
    with transaction.atomic():
        batch = _locked(batch)
        _must_be(batch, State.PREVIEWED, "commit_import")
        store = queries.store()
        if not store.has_batch(batch.code):
            _refresh(batch, at, catalog)
            rows = _ready_rows(batch, chosen, at=at, by=by)
            store.append_rows(lambda: [rows], batch=batch.code, at=at)
        _close(batch, by=by, at=at, verb="evidence.commit")
        _remember(batch, by=by, at=at)
    return batch


def enter_by_hand(
    *, cells: Iterable[HandCell], by: Any, at: datetime, source: str, known_at: datetime | None = None,
    answers: Mapping[str, str] | None = None, catalog: Catalog | None = None,
) -> ImportBatch:  # fmt: skip
    """Preview figures typed into a grid, with the same checks as a file; commit with `commit_import`.

    The row of a message is the number of the cell in `cells`, plus 2 (a heading stands above them).
    """
    content = hand_file(cells)
    batch = ImportBatch(
        code=_new_code("hand", at), kind=ImportBatch.Kind.HAND, source=source[:500], known_at=known_at,
        by=_name(by), created_at=at,
    )  # fmt: skip
    proposal = _propose(batch, content, at, answers or {}, None, catalog)
    return _keep_preview(batch, content, proposal, by=by, at=at, verb="evidence.enter")


def discard_import(*, batch: ImportBatch, by: Any, at: datetime) -> ImportBatch:
    """Let a preview go; its file and rows are removed."""
    with transaction.atomic():
        batch = _locked(batch)
        _must_be(batch, State.PREVIEWED, "discard_import")
        batch.state, batch.decided_at = State.DISCARDED, at
        batch.save()
        _record("evidence.discard", batch, by=by, at=at)
    shutil.rmtree(queries.import_folder(batch.code), ignore_errors=True)
    return batch


def undo_batch(*, batch: ImportBatch, by: Any, at: datetime) -> ImportBatch:
    """Take a committed import back by a vintage that restores what was known before; returns that vintage's batch.

    Cells that a later batch has changed since are left alone. Raises BatchAlreadyDecided unless committed.
    """
    with transaction.atomic():
        batch = _locked(batch)
        _must_be(batch, State.COMMITTED, "undo_batch")
        undo = ImportBatch(
            code=f"undo-{batch.code}", kind=ImportBatch.Kind.UNDO, file_name=batch.file_name, by=_name(by),
            created_at=at, undoes=batch,
        )  # fmt: skip
        store = queries.store()
        if not store.has_batch(undo.code):
            rows = _undoing_rows(batch, by=by, at=at)
            store.append_rows(lambda: [rows], batch=undo.code, at=at)
        undo.save()
        _close(undo, by=by, at=at, verb="evidence.undo")
        batch.state = State.UNDONE
        batch.save()
    return undo


def forget_mapping(*, remembered: RememberedMapping, by: Any, at: datetime) -> None:
    """Read files of this shape afresh from now on."""
    with transaction.atomic():
        audit.record(
            actor=by, verb="evidence.forget_mapping", target=f"mapping:{remembered.shape[:12]}",
            before={"file": remembered.file_name}, at=at,
        )  # fmt: skip
        remembered.delete()


def note_series(
    *, indicator: str, subject: str, text: str, by: Any, at: datetime, kind: str = "method",
    measure: str = "level", period: str = "", text_en: str = "", source: str = "",
) -> SeriesNote:  # fmt: skip
    """Say what a reader of a series must know: a doubt, a conflict of sources, a change of coverage."""
    with transaction.atomic():
        note = SeriesNote.objects.create(
            indicator=indicator, subject_code=subject, measure=measure, period=period, kind=kind, text=text,
            text_en=text_en, source=source, by=_name(by), at=at,
        )  # fmt: skip
        after = {"kind": kind, "period": period, "text": text, "source": source}
        audit.record(
            actor=by,
            verb="evidence.note",
            target=f"series:{indicator}:{subject}:{measure}",
            after=after,
            at=at,
        )
    return note


# -- the steps -----------------------------------------------------------------------------------------


def _propose(
    batch: ImportBatch, content: bytes, at: datetime, answers: Mapping[str, str],
    mapping: FileMapping | None, catalog: Catalog | None, on_step: OnStep = lambda step: None,
) -> Proposal:  # fmt: skip
    context = Context(
        catalog=catalog or queries.catalog(), subjects=queries.known_subjects(), at=batch.known_at or at,
        recorder=batch.by, subject=batch.subject_code, source=batch.source, answers=answers,
    )  # fmt: skip
    held = queries.store().snapshot()
    batch.store_version = held.version
    name = batch.file_name or "手工录入"
    found: list[RememberedMapping] = []

    def recall(shape: str, proposed: FileMapping) -> FileMapping:
        found.extend(RememberedMapping.objects.filter(shape=shape))
        return _periods_of(FileMapping.from_json(found[0].mapping), proposed) if found else proposed

    proposal = propose(content, name, context, held.rows, mapping, recall=recall, on_step=on_step)
    if not found:
        return proposal
    fields = {"when": day_known(found[0].at).isoformat(), "who": found[0].by}
    said = Message("mapping-remembered", fields=fields)
    counts = {**proposal.message_counts, said.code: 1}
    return replace(proposal, messages=(said, *proposal.messages), message_counts=counts)


def _periods_of(remembered: FileMapping, proposed: FileMapping) -> FileMapping:
    """The remembered mapping with the periods that this file's own headings and title give."""
    own = {sheet.sheet: sheet for sheet in proposed.sheets}
    sheets = []
    for sheet in remembered.sheets:
        new = own.get(sheet.sheet)
        if new is None:
            continue
        periods = {value.column: value.period for value in new.values}
        values = tuple(replace(each, period=periods.get(each.column, each.period)) for each in sheet.values)
        defaults = {**sheet.defaults, **{k: v for k, v in new.defaults.items() if k == "period"}}
        sheets.append(
            replace(
                sheet, values=values, defaults=defaults, first_row=new.first_row,
                heading_row=new.heading_row, last_row=new.last_row,
            )
        )  # fmt: skip
    return replace(remembered, sheets=tuple(sheets))


def _subject(text: str) -> str:
    """Code of the subject of this code or name, "" for none. Raises SubjectUnknown."""
    if not text:
        return ""
    subjects = queries.known_subjects()
    code = subjects.find(text)
    if code is None:
        near = "、".join(name for _, name in subjects.nearest(text)) or "—"
        raise SubjectUnknown(subject=text, nearest=near)
    return code


def _keep_preview(
    batch: ImportBatch, content: bytes, proposal: Proposal, *, by: Any, at: datetime, verb: str
) -> ImportBatch:
    import pyarrow.parquet as pq

    batch.sha256, batch.shape = proposal.sha256, proposal.shape
    batch.mapping, batch.counts = proposal.mapping.as_json(), proposal.counts
    batch.messages = json.loads(json.dumps([each.as_json() for each in proposal.messages], default=str))
    batch.message_counts = dict(proposal.message_counts)
    folder = queries.import_folder(batch.code)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "original").write_bytes(content)
    pq.write_table(proposal.rows, folder / "rows.parquet")
    with transaction.atomic():
        batch.save()
        _record(verb, batch, by=by, at=at)
    return batch


def _refresh(batch: ImportBatch, at: datetime, catalog: Catalog | None) -> None:
    """Compare again when the store has moved on since the preview; raises PreviewIsStale if that matters."""
    if batch.store_version == queries.store().version():
        return
    before = queries.proposed_rows(batch)
    mapping = FileMapping.from_json(batch.mapping)
    again = _propose(batch, queries.original_file(batch), at, mapping.answers, mapping, catalog)
    watched = ["standing", "state", "previous_value"]
    if not again.rows.select(watched).equals(before.select(watched)):
        raise PreviewIsStale(batch=batch.code)


def _ready_rows(batch: ImportBatch, chosen: Iterable[int] | None, *, at: datetime, by: Any) -> pa.Table:
    from huoju.kernel.evidence.proposals import committable
    from huoju.kernel.evidence.undoing import with_value

    rows = committable(queries.proposed_rows(batch), chosen)
    if not rows.num_rows:
        raise NothingToCommit(name=batch.file_name or batch.code)
    return with_value(with_value(rows, "vintage", batch.known_at or at), "recorder", _name(by))


def _undoing_rows(batch: ImportBatch, *, by: Any, at: datetime) -> pa.Table:
    import pyarrow.compute as pc

    store = queries.store()
    own = store.rows_of_batch(batch.code)
    if not own.num_rows:
        raise BatchNotFound(batch=batch.code)
    rows = store.rows(subject=sorted(own["subject"].unique().to_pylist()))
    latest = pc.max(own["vintage"]).as_py()
    undoing = undo_rows(rows, batch.code, at=max(at, latest), recorder=_name(by))
    if not undoing.num_rows:
        raise NothingToCommit(name=batch.file_name or batch.code)
    return undoing


def _close(batch: ImportBatch, *, by: Any, at: datetime, verb: str) -> None:
    """Note in the database that the store has the batch, and which link of the chain it is."""
    link = queries.store().link_of(batch.code)
    if link is None:
        raise BatchNotFound(batch=batch.code)
    batch.state, batch.decided_at, batch.rows_committed = State.COMMITTED, at, link.rows
    batch.chain_number, batch.chain_hash = link.number, link.hash
    batch.save()
    _record(verb, batch, by=by, at=at)


def _remember(batch: ImportBatch, *, by: Any, at: datetime) -> None:
    if batch.kind == ImportBatch.Kind.FILE:
        kept = {**batch.mapping, "answers": _lasting(batch.mapping["answers"])}
        facts = {"mapping": kept, "file_name": batch.file_name, "by": _name(by), "at": at}
        RememberedMapping.objects.update_or_create(shape=batch.shape, defaults=facts)


def _lasting(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers about names and units hold for the next file too; those about single values do not."""
    return {question: answer for question, answer in answers.items() if question.split(":")[0] in LASTING}


LASTING = ("indicator", "subject", "unit")


def _locked(batch: ImportBatch) -> ImportBatch:
    locked: ImportBatch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    return locked


def _must_be(batch: ImportBatch, state: Any, action: str) -> None:
    if batch.state != state:
        raise BatchAlreadyDecided(
            batch=batch.code, state=batch.get_state_display(), action=action, what=batch.code
        )


def _record(verb: str, batch: ImportBatch, *, by: Any, at: datetime) -> None:
    after = {
        "file": batch.file_name, "sha256": batch.sha256, "counts": batch.counts,
        "rows": batch.rows_committed, "hash": batch.chain_hash,
    }  # fmt: skip
    audit.record(actor=by, verb=verb, target=f"evidence:{batch.code}", after=after, at=at)


def _new_code(kind: str, at: datetime) -> str:
    return f"{kind}-{at:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def _name(by: Any) -> str:
    return by if isinstance(by, str) else by.get_username()
