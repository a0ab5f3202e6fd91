"""Comparing two documents: a draft with the adopted plan, the last plan with this one, this one with the upper's.

    comparison = compare(left, right, catalog, kind=Kind.DRAFT)     # compiled plans, or lists of statements
    comparison.counts(), comparison.of(Verdict.DROPPED)

Pure: takes compiled plans or statements, returns rows with verdict, reason of the match and steps. The three
kinds live in `compare_drafts`, `compare_previous`, `compare_upper`; which statements speak of the same thing
is decided in `pairing`.
"""

from __future__ import annotations

from collections.abc import Sequence

from huoju.kernel.catalog import Catalog
from huoju.kernel.plan.compare_drafts import compare_drafts
from huoju.kernel.plan.compare_previous import compare_previous
from huoju.kernel.plan.compare_rows import Comparison, Difference, Kind, Row, Verdict
from huoju.kernel.plan.compare_upper import compare_sum, compare_upper
from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.outline import Clause
from huoju.kernel.plan.statements import Role, Statement

Side = Plan | Sequence[Statement]


def compare(
    left: Side, right: Side, catalog: Catalog, *, kind: Kind = Kind.DRAFT, also: Sequence[Side] = ()
) -> Comparison:
    """The comparison of two documents.

    Parameters
    ----------
    left, right : DRAFT: draft and adopted text. PREVIOUS: the last plan and this plan. UPPER: this plan and
        the upper level's.
    also : UPPER only: the other plans of the same level, for the question whether all of them together
        reach what is promised above. Their rows (sum ...) come last; without any they are left out.
    """
    titles = (title_of(left), title_of(right))
    if kind is Kind.PREVIOUS:
        rows = compare_previous(
            commitments_of(left), baselines_of(right), catalog, bases=baselines_of(left), titles=titles
        )
    elif kind is Kind.UPPER:
        rows = compare_upper(statements_of(left), statements_of(right), catalog, titles=titles)
        if also:
            plans = [(title_of(one) or f"#{n}", statements_of(one)) for n, one in enumerate((left, *also), 1)]
            rows += compare_sum(plans, statements_of(right), catalog, title=titles[1])
    else:
        clauses = (clauses_of(left), clauses_of(right))
        rows = compare_drafts(
            commitments_of(left), commitments_of(right), catalog, titles=titles, clauses=clauses
        )
    return Comparison(kind, *titles, rows)


def statements_of(side: Side) -> Sequence[Statement]:
    """All statements of a plan, or the list itself."""
    return side.statements if isinstance(side, Plan) else side


def commitments_of(side: Side) -> list[Statement]:
    """What is promised, repeats included: of two mentions only one may have been changed."""
    return [one for one in statements_of(side) if one.role is Role.TARGET]


def baselines_of(side: Side) -> list[Statement]:
    """What had been achieved."""
    return [one for one in statements_of(side) if one.role is Role.BASELINE]


def clauses_of(side: Side) -> Sequence[Clause]:
    return side.clauses if isinstance(side, Plan) else ()


def title_of(side: Side) -> str:
    return side.title if isinstance(side, Plan) else ""


__all__ = ["Comparison", "Difference", "Kind", "Row", "Verdict", "compare"]
