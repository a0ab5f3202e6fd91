"""Bringing evidence in: upload a sheet, see what it would change, correct how it is read, answer, commit, undo."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huoju.errors import InputError
from huoju.kernel.evidence import actions, queries
from huoju.kernel.evidence.errors import FileTooLarge
from huoju.kernel.evidence.files import LIMIT_MB, Sheet, read_sheets
from huoju.kernel.evidence.knowledge import CHINA
from huoju.kernel.evidence.mapping import FileMapping
from huoju.kernel.evidence.models import ImportBatch
from huoju.kernel.packs.queries import catalog
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.subjects.models import Kind, Subject
from huoju.site.access import needs
from huoju.site.accounts.permissions import may
from huoju.site.middleware import parse_day
from huoju.site.pages.frame import plan_of
from huoju.site.pages.preview import (
    ROW_STATES,
    RowLine,
    answers_from,
    messages_of,
    questions_of,
    row_lines,
    undo_effect,
)
from huoju.site.pages.sheet_view import HEADING_PARTS, ROLES, SheetView, mapping_from, views_of
from huoju.site.requests import Request
from huoju.site.texts import Text

PAGE = 100
State = ImportBatch.State
COMMITTED = Text("已入库 {n} 行。", "{n} rows are in the store.")
DISCARDED = Text("已放弃这次导入，没有写入任何数据。", "The import was let go; nothing was written.")
UNDONE = Text("已撤回：{n} 个数回到导入之前。", "Undone: {n} figures are back to what they were.")
READ_AGAIN = Text("已按新的对应关系重新识读。", "The file was read again with the new mapping.")
ANSWERED = Text("已按回答重新核对。", "Checked again with your answers.")


class NoSheet(InputError):
    code = "no-sheet"
    zh = "没有选择文件。请选择表格文件（CSV、xlsx、xls 或 ods）。"
    en = "No file was chosen. Choose a sheet (CSV, xlsx, xls or ods)."


class NoRowChosen(InputError):
    code = "no-row-chosen"
    zh = "没有选中任何行。请先勾选，或改为全部入库。"
    en = "No row is ticked. Tick some first, or commit all."


@needs("evidence.add")
def upload(request: Request, code: str) -> HttpResponse:
    """The form for a file; what comes of it is a preview, never a change."""
    plan = plan_of(request, code)
    context = {
        "plan": plan,
        "subjects": _subjects(plan),
        "given": request.POST or {"subject": plan.area.code},
    }
    if request.method != "POST":
        return render(request, "pages/evidence_upload.html", context)
    try:
        batch = _preview(request)
    except InputError as error:
        return render(request, "pages/evidence_upload.html", {**context, "error": error}, status=400)
    return redirect("evidence-batch", code, batch.code)


def _preview(request: Request) -> ImportBatch:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise NoSheet()
    name, given = file.name or "", request.POST
    if file.size and file.size > LIMIT_MB << 20:
        raise FileTooLarge(name=name, size_mb=file.size >> 20, limit_mb=LIMIT_MB)
    day = given.get("known_on", "").strip()
    return actions.preview_import(
        content=file.read(), name=name, by=request.user, at=timezone.now(),
        subject=given.get("subject", "").strip(), source=given.get("source", "").strip(),
        known_at=end_of_day(parse_day(day)) if day else None, catalog=catalog(),
    )  # fmt: skip


def end_of_day(day: date) -> datetime:
    """The last moment at which something was known on this day in China."""
    return datetime.combine(day, time(23, 59, 59), CHINA)


def _subjects(plan: PlanVersion) -> list[Subject]:
    """Whose figures a sheet usually holds: areas and parks, the plan's own first."""
    kinds = (Kind.AREA, Kind.PARK)
    found = Subject.objects.filter(kind__in=kinds, pack=plan.area.pack).order_by("kind", "name")
    return sorted(found, key=lambda subject: subject.pk != plan.area_id)


@needs("evidence.view")
def batch(request: Request, code: str, batch: str) -> HttpResponse:
    """One import: what it would change or has changed, row by row."""
    return _batch_page(request, plan_of(request, code), queries.import_batch(batch))


def _batch_page(
    request: Request, plan: PlanVersion, found: ImportBatch, error: InputError | None = None
) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in ROW_STATES else _first_to_show(found)
    start = _number(request.GET.get("from", ""))
    lines, total = _lines(plan, found, show, start)
    is_open = found.state == State.PREVIEWED
    context = {
        "plan": plan, "batch": found, "error": error, "show": show, "lines": lines, "total": total,
        "states": [(state, text, found.counts.get(state, 0)) for state, text in ROW_STATES.items() if state],
        "ready": found.counts.get("new", 0) + found.counts.get("revised", 0),
        "first": start + 1, "last": start + len(lines), "following": start + PAGE if start + PAGE < total else None,
        "earlier": max(0, start - PAGE) if start else None, "is_open": is_open,
        "is_hand": found.kind == ImportBatch.Kind.HAND,
        "messages_by_kind": messages_of(found, lines if found.kind == ImportBatch.Kind.HAND else ()),
        "questions": questions_of(found) if is_open else [],
        "may_add": may(request.user, "evidence.add"), "may_undo": may(request.user, "evidence.undo"),
        "same_file": queries.earlier_import_of(found.sha256) if is_open and found.sha256 else None,
        "undo": ImportBatch.objects.filter(undoes=found).first(),
        **_mapping_context(found, is_open),
    }  # fmt: skip
    return render(request, "pages/evidence_batch.html", context, status=400 if error else 200)


def _first_to_show(found: ImportBatch) -> str:
    """What needs eyes first: what is asked, what changes, what is new."""
    wanted = ("waiting", "out", "revised", "new") if found.state == State.PREVIEWED else ("revised", "new")
    return next((state for state in wanted if found.counts.get(state)), "new")


def _number(text: str) -> int:
    return int(text[:9]) if text.isdecimal() else 0


def _lines(plan: PlanVersion, found: ImportBatch, show: str, start: int) -> tuple[list[RowLine], int]:
    if found.kind == ImportBatch.Kind.UNDO or found.state == State.DISCARDED:
        return [], 0
    rows, total = queries.proposed_page(found, state=show, start=start, size=PAGE)
    return row_lines(rows, plan), total


def _mapping_context(found: ImportBatch, is_open: bool) -> dict[str, Any]:
    if not is_open or found.kind != ImportBatch.Kind.FILE:
        return {}
    return {
        "sheets": _views(found), "roles": ROLES, "heading_parts": [(part, ROLES[part]) for part in HEADING_PARTS],
        "default_words": {**ROLES, "source": Text("来源", "Source")},
    }  # fmt: skip


def _views(found: ImportBatch) -> list[SheetView]:
    return views_of(
        _sheets(found.code, found.file_name), FileMapping.from_json(found.mapping), found.messages
    )


@lru_cache(maxsize=3)
def _sheets(code: str, name: str) -> tuple[Sheet, ...]:
    """The sheets of a previewed file; kept, since its page is opened again after each answer."""
    return read_sheets(queries.original_file(ImportBatch(code=code)), name)


@needs("evidence.add")
@require_POST
def change_mapping(request: Request, code: str, batch: str) -> HttpResponse:
    """Read the file again as the form says."""
    plan, found = plan_of(request, code), queries.import_batch(batch)
    try:
        sheets = _sheets(found.code, found.file_name)
        mapping = mapping_from(request.POST.dict(), FileMapping.from_json(found.mapping), sheets)
        actions.answer_import(
            batch=found, by=request.user, at=timezone.now(), mapping=mapping, catalog=catalog()
        )
    except InputError as error:
        return _batch_page(request, plan, found, error)
    messages.success(request, READ_AGAIN.in_language(request.language))
    return redirect("evidence-batch", code, batch)


@needs("evidence.add")
@require_POST
def answer(request: Request, code: str, batch: str) -> HttpResponse:
    """Take the answers to the importer's questions and check again."""
    plan, found = plan_of(request, code), queries.import_batch(batch)
    try:
        answers = answers_from(request.POST.dict(), found, catalog(), queries.known_subjects())
        actions.answer_import(
            batch=found, by=request.user, at=timezone.now(), answers=answers, catalog=catalog()
        )
    except InputError as error:
        return _batch_page(request, plan, found, error)
    messages.success(request, ANSWERED.in_language(request.language))
    return redirect("evidence-batch", code, batch)


@needs("evidence.add")
@require_POST
def commit(request: Request, code: str, batch: str) -> HttpResponse:
    """Put the rows that are ready into the store: all, or the ticked ones."""
    plan, found = plan_of(request, code), queries.import_batch(batch)
    try:
        chosen = None
        if request.POST.get("what") == "chosen":
            chosen = [int(number[:9]) for number in request.POST.getlist("row") if number.isdecimal()]
            if not chosen:
                raise NoRowChosen()
        done = actions.commit_import(
            batch=found, by=request.user, at=timezone.now(), chosen=chosen, catalog=catalog()
        )
    except InputError as error:
        return _batch_page(request, plan, found, error)
    messages.success(request, COMMITTED.in_language(request.language, n=done.rows_committed))
    return redirect("evidence-batch", code, batch)


@needs("evidence.add")
@require_POST
def discard(request: Request, code: str, batch: str) -> HttpResponse:
    """Let a preview go."""
    plan_of(request, code)
    actions.discard_import(batch=queries.import_batch(batch), by=request.user, at=timezone.now())
    messages.success(request, DISCARDED.in_language(request.language))
    return redirect("evidence", code)


@needs("evidence.undo")
def undo(request: Request, code: str, batch: str) -> HttpResponse:
    """Say what undoing would do; do it when confirmed."""
    plan, found = plan_of(request, code), queries.import_batch(batch)
    if request.method != "POST":
        effect = undo_effect(found, at=timezone.now())
        return render(request, "pages/evidence_undo.html", {"plan": plan, "batch": found, "effect": effect})
    done = actions.undo_batch(batch=found, by=request.user, at=timezone.now())
    messages.success(request, UNDONE.in_language(request.language, n=done.rows_committed))
    return redirect("evidence-batch", code, done.code)


@needs("evidence.view")
def original(request: Request, code: str, batch: str) -> HttpResponse:
    """The file as it was handed in."""
    plan_of(request, code)
    found = queries.import_batch(batch)
    response = HttpResponse(queries.original_file(found), content_type="application/octet-stream")
    name = found.file_name or f"{found.code}.csv"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def address_of(plan: PlanVersion, code: str) -> str:
    """The page of an import."""
    return reverse("evidence-batch", args=[plan.code, code])
