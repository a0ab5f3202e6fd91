"""The plan's ledgers: named structures (PLN-03) and baselines with the goals they measure (PLN-04)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from huoju.kernel.plan import queries as plans
from huoju.kernel.plan.models import Statement
from huoju.site.access import needs
from huoju.site.pages import wording
from huoju.site.pages.frame import headings_in, plan_of
from huoju.site.requests import Request


@needs("plan.view")
def structures(request: Request, code: str) -> HttpResponse:
    """Every slogan of the plan with its parts, and a plain note on parts the text never names."""
    plan = plan_of(request, code)
    return render(
        request, "pages/structures.html", {"plan": plan, "structures": list(plans.structures(plan))}
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """A baseline and the goals about the same thing, or one side alone."""

    baseline: Statement | None
    goals: tuple[Statement, ...]

    @property
    def chapter(self) -> str:
        return (self.baseline or self.goals[0]).chapter


@needs("plan.view")
def baselines(request: Request, code: str) -> HttpResponse:
    """The baseline ledger: linked, baselines without a goal, goals without a baseline."""
    plan = plan_of(request, code)
    chosen = request.GET.get("show", "")
    found = pair_up(list(plans.baselines(plan)), list(plans.commitments(plan)))
    chapter = request.GET.get("chapter", "")
    shown = [
        pair for pair in found[chosen if chosen in found else "all"]
        if not chapter or pair.chapter.partition(".")[0] == chapter
    ]  # fmt: skip
    language = request.language
    context = {
        "plan": plan,
        "pairs": [_line(pair, language) for pair in shown],
        "counts": {name: len(pairs) for name, pairs in found.items()},
        "chosen": chosen if chosen in found else "all",
        "chapter": chapter,
        "chapters": sorted(
            {pair.chapter.partition(".")[0] for pair in found["all"]}, key=lambda c: (len(c), c)
        ),
        "titles": headings_in(plan, language),
    }
    return render(request, "pages/baselines.html", context)


def pair_up(baselines: list[Statement], goals: list[Statement]) -> dict[str, list[Pair]]:
    """All pairs, and the three kinds: "linked", "no_goal", "no_baseline".

    Two statements are about the same thing when they share the catalog concept (or, without one, the printed
    name) and the subject.
    """
    by_thing: dict[tuple[str, object], list[Statement]] = {}
    for goal in goals:
        by_thing.setdefault(_thing(goal), []).append(goal)
    with_base = {_thing(baseline) for baseline in baselines}
    linked = [Pair(b, tuple(by_thing[_thing(b)])) for b in baselines if _thing(b) in by_thing]
    no_goal = [Pair(b, ()) for b in baselines if _thing(b) not in by_thing]
    no_baseline = [Pair(None, (goal,)) for goal in goals if _thing(goal) not in with_base]
    return {
        "all": linked + no_goal + no_baseline,
        "linked": linked,
        "no_goal": no_goal,
        "no_baseline": no_baseline,
    }


def _thing(statement: Statement) -> tuple[str, object]:
    return (statement.concept or statement.indicator, statement.subject_id or statement.subject_text)


def _line(pair: Pair, language: str) -> dict[str, object]:
    goals = [
        (goal, wording.promised_value(goal, language), wording.due(goal, language)) for goal in pair.goals
    ]
    value = wording.promised_value(pair.baseline, language) if pair.baseline else ""
    return {"baseline": pair.baseline, "value": value, "goals": goals}
