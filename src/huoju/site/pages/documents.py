"""Plan documents: give a known plan its text, or take a new plan from a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from huoju.errors import InputError
from huoju.kernel.packs.queries import plan_recognised
from huoju.kernel.plan import actions as plan_actions
from huoju.kernel.plan.documents import Document, read_document
from huoju.kernel.plan.models import PlanVersion
from huoju.kernel.subjects import actions as subject_actions
from huoju.kernel.subjects.models import Kind, Subject
from huoju.site.access import needs
from huoju.site.pages.frame import plan_of
from huoju.site.requests import Request
from huoju.site.texts import Text

ATTACHED = Text(
    "已装载“{name}”：{matched} 条表述找到原句，{unmatched} 条没有找到。",
    '"{name}" is loaded: {matched} statements found their sentence, {unmatched} did not.',
)
REREAD = Text(
    "已重读“{name}”：{kept} 条表述仍在文本中，新读出 {added} 条，{removed} 条未复核的已不在文本中。",
    '"{name}" is read again: {kept} statements are still there, {added} are new, {removed} unreviewed ones are gone.',
)
LOST = Text(
    "{n} 条已复核的表述不在新文本中，请到“复核”页决定去留。",
    "{n} reviewed statements are not in the new text; decide about them on the review page.",
)
CREATED = Text(
    "已从“{name}”建立规划，识读出 {count} 条量化表述。",
    'A plan was made from "{name}": {count} statements were read.',
)
RECOGNISED = Text(
    "这份文件是已有规划的文本，已装载到该规划。",
    "The document is the text of a plan already here; it was loaded there.",
)


class NoFile(InputError):
    code = "no-file"
    zh = "没有选择文件。请选择规划文本（txt、md、html、docx 或可复制文字的 PDF）。"
    en = "No file was chosen. Choose the plan's text (txt, md, html, docx, or a PDF with text)."


class NotAYear(InputError):
    code = "not-a-year"
    zh = "“{text}”不是年份。请写成 2026 的样子，或留空由文本决定。"
    en = '"{text}" is not a year. Write it like 2026, or leave it empty for the text to tell.'


@needs("plan.load")
def load_document(request: Request, code: str) -> HttpResponse:
    """The form that gives a plan its text, and what came of it."""
    plan = plan_of(request, code)
    if request.method != "POST":
        return render(request, "pages/document.html", {"plan": plan})
    try:
        document = uploaded_document(request)
        _attach(request, plan, document)
    except InputError as error:
        return render(request, "pages/document.html", {"plan": plan, "error": error}, status=400)
    return redirect("plan", code)


@needs("plan.load")
def new_plan(request: Request) -> HttpResponse:
    """The form that takes a plan from its document; a document already known is loaded where it belongs."""
    areas = Subject.objects.filter(kind=Kind.AREA, plans__isnull=False).distinct().order_by("name")
    if request.method != "POST":
        return render(request, "pages/new_plan.html", {"areas": areas, "given": {}})
    try:
        document = uploaded_document(request)
        plan = plan_recognised(document.sha256)
        if plan is not None:
            _attach(request, plan, document)
            messages.info(request, RECOGNISED.in_language(request.language))
        else:
            plan = _create(request, document)
    except InputError as error:
        context = {"areas": areas, "given": request.POST, "error": error}
        return render(request, "pages/new_plan.html", context, status=400)
    return redirect("plan", plan.code)


def uploaded_document(request: Request) -> Document:
    """The uploaded document, read. Raises NoFile and whatever the reader says of it."""
    upload = _upload(request)
    name = upload.name or "document"
    if isinstance(upload, TemporaryUploadedFile):
        return read_document(Path(upload.temporary_file_path()), name)
    return read_document(upload.read(), name)


def uploaded_bytes(request: Request) -> tuple[Document, bytes]:
    """The uploaded document, read, and its bytes. Raises as `uploaded_document`."""
    document = uploaded_document(request)
    upload = _upload(request)
    upload.seek(0)
    return document, upload.read()


def _upload(request: Request) -> UploadedFile:
    upload = request.FILES.get("document")
    if not isinstance(upload, UploadedFile):
        raise NoFile()
    return upload


def _attach(request: Request, plan: PlanVersion, document: Document) -> None:
    if not plan.pack:
        return _reread(request, plan, document)
    found = plan_actions.attach_document(plan, document, by=request.user, at=timezone.now())
    text = ATTACHED.in_language(
        request.language, name=document.name, matched=found.matched, unmatched=len(found.unmatched)
    )
    messages.success(request, text)


def _reread(request: Request, plan: PlanVersion, document: Document) -> None:
    """A plan taken from its document reads the new one; what people decided stays."""
    found = plan_actions.reread_document(plan, document, by=request.user, at=timezone.now())
    counts = {"kept": found.kept, "added": found.added, "removed": found.removed}
    messages.success(request, REREAD.in_language(request.language, name=document.name, **counts))
    if found.gone:
        messages.warning(request, LOST.in_language(request.language, n=len(found.gone)))


@transaction.atomic
def _create(request: Request, document: Document) -> PlanVersion:
    given, now = request.POST, timezone.now()
    code = subject_actions.check_code(given.get("code", "").strip())
    area = subject_actions.add_area(
        code=given.get("area") or given.get("area_code", "").strip(), name=given.get("area_name", ""),
        by=request.user, at=now,
    )  # fmt: skip
    years: dict[str, Any] = {name: _year(given.get(name, "")) for name in ("start_year", "end_year")}
    plan = plan_actions.create_plan_from_document(
        document, code=code, area=area, by=request.user, at=now, title=given.get("title", "").strip(), **years
    )
    text = CREATED.in_language(request.language, name=document.name, count=plan.statements.count())
    messages.success(request, text)
    return plan


def _year(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1949 <= int(text[:9]) <= 2100):
        raise NotAYear(text=text[:20])
    return int(text)
