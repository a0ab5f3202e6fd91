"""Adding by hand what the reader missed: choose the sentence, then say what its value means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from huoju.errors import InputError, NotFound
from huoju.kernel.catalog import BadPeriod
from huoju.kernel.packs.queries import catalog_of
from huoju.kernel.plan import queries as plans
from huoju.kernel.plan import review_actions, review_queries
from huoju.kernel.plan.attaching import SENTENCE
from huoju.kernel.plan.models import Clause, ClauseKind, PlanVersion
from huoju.site.access import needs
from huoju.site.pages.frame import headings_in, plan_of
from huoju.site.pages.review import form_context, subject_named
from huoju.site.pages.review_form import changes_from
from huoju.site.requests import Request
from huoju.site.texts import Text

SHOWN = 60  # sentences of one search
ADDED = Text("已补录：{name}。", "Added: {name}.")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to choose: its paragraph, its number there, how many statements it has already."""

    clause: Clause
    number: int
    text: str
    known: int


@needs("plan.review")
def add(request: Request, code: str) -> HttpResponse:
    """The sentences of the text to choose from; with one chosen, the form; from the form, the statement."""
    plan = plan_of(request, code)
    if "clause" in request.GET:
        clause, sentence = chosen_sentence(plan, request.GET)
        if request.method == "POST":
            return _save(request, plan, clause, sentence)
        return _form(request, plan, clause, sentence)
    q, chapter = request.GET.get("q", "").strip()[:100], request.GET.get("chapter", "")[:40]
    chapters = review_queries.chapters(plan)
    if not q and not chapter:
        chapter = chapters[0] if chapters else ""
    found = sentences(plan, q, chapter)
    context = {
        "plan": plan, "q": q, "chapter": chapter, "chapters": chapters, "found": found[:SHOWN],
        "total": len(found), "shown": SHOWN, "titles": headings_in(plan, request.language),
    }  # fmt: skip
    return render(request, "pages/review_add.html", context)


def sentences(plan: PlanVersion, q: str, chapter: str) -> list[Sentence]:
    """The sentences of a chapter, or of the whole text, that hold the words."""
    rows = plans.clauses(plan).exclude(kind=ClauseKind.HEADING).exclude(text="")
    if q:
        rows = rows.filter(text__contains=q)
    known: dict[int, list[str]] = {}
    for clause, sentence in plans.statements(plan).values_list("clause", "sentence"):
        known.setdefault(clause, []).append(sentence.strip())
    return [
        Sentence(clause, number, text, _count(text, known.get(clause.pk, ())))
        for clause in rows
        if not chapter or clause.chapter == chapter or clause.chapter.startswith(f"{chapter}.")
        for number, text in enumerate(sentences_of(clause))
        if q in text
    ]  # fmt: skip


def _count(text: str, known: Iterable[str]) -> int:
    """How many of the known sentences are this one, or a part or the whole of it."""
    return sum(text in other or other in text for other in known if other)


def sentences_of(clause: Clause) -> list[str]:
    """The sentences of a paragraph, in order."""
    return [text for found in SENTENCE.findall(clause.text) if (text := found.strip())]


def chosen_sentence(plan: PlanVersion, query: Any) -> tuple[Clause, str]:
    """The paragraph and sentence that the address names. Raises NotFound."""
    clause_id, number = query.get("clause", ""), query.get("sentence", "0")
    if not all(text.isascii() and text.isdigit() and len(text) < 12 for text in (clause_id, number)):
        raise NotFound(what=f"{clause_id}/{number}")
    clause = Clause.objects.filter(plan=plan, pk=int(clause_id)).first()
    texts = sentences_of(clause) if clause else []
    if clause is None or int(number) >= len(texts):
        raise NotFound(what=f"{clause_id}/{number}")
    return clause, texts[int(number)]


def _save(request: Request, plan: PlanVersion, clause: Clause, sentence: str) -> HttpResponse:
    try:
        fields = changes_from(request.POST, catalog_of(plan), lambda name: subject_named(plan, name))
        row = review_actions.add_statement(
            plan, clause=clause, sentence=sentence, value_text=request.POST.get("value_text", "").strip(),
            fields=fields, by=request.user, at=timezone.now(),
        )  # fmt: skip
    except (InputError, BadPeriod) as error:
        return _form(request, plan, clause, sentence, given=request.POST.dict(), error=error)
    name = f"{row.indicator_in(request.language)} {row.value_text}"
    messages.success(request, ADDED.in_language(request.language, name=name))
    return redirect(f"{reverse('review', args=[plan.code])}?state=hand&at={row.key}")


def _form(
    request: Request,
    plan: PlanVersion,
    clause: Clause,
    sentence: str,
    *,
    given: Any = None,
    error: Any = None,
) -> HttpResponse:
    given = given or {
        "role": "target", "measure": "level", "comparator": "reach", "period": str(plan.end_year),
        "subject": plan.area.name,
    }  # fmt: skip
    known = plans.statements(plan).filter(clause=clause, sentence__contains=sentence.rstrip("。；"))
    context = {
        "plan": plan, "clause": clause, "sentence": sentence, "known": list(known), "error": error,
        **form_context(plan, given),
    }  # fmt: skip
    return render(request, "pages/review_add_form.html", context, status=400 if error else 200)
