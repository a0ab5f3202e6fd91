"""Standing: the commitments of a plan with their assessments on one day, as pages need them.

Joins the statement's row (words, place, bureau) with the engine's assessment (state, steps). Every plan page
and the API read it through `standing_of`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from huoju.kernel.packs.queries import catalog_of, rules_of
from huoju.kernel.plan import queries as plans
from huoju.kernel.plan.models import PlanVersion, Statement
from huoju.kernel.progress import Assessment, Commitment, State, summary_sentence, tally
from huoju.kernel.progress.queries import assess_plan, commitments_of


@dataclass(frozen=True)
class Row:
    """One commitment as pages show it. `statement` has `lead` and `subject` at hand."""

    statement: Statement
    commitment: Commitment
    assessment: Assessment

    @property
    def key(self) -> str:
        return self.statement.key

    @property
    def state(self) -> str:
        return self.assessment.state.value

    @property
    def top_chapter(self) -> str:
        """Number of the chapter: "2" for 2.3."""
        return self.statement.chapter.partition(".")[0]

    @property
    def bureau(self) -> str:
        return self.statement.lead.code if self.statement.lead else ""


@dataclass(frozen=True)
class Group:
    """Some commitments under one heading: a chapter, a bureau."""

    code: str
    title: str
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[str, int]:
        return counts_of(self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def with_evidence(self) -> int:
        """How many of them have an observation, whatever it shows."""
        return sum(1 for row in self.rows if row.assessment.current is not None)

    @property
    def last_known(self) -> date | None:
        """The day the newest of their observations became known."""
        days = [row.assessment.current.vintage.date() for row in self.rows if row.assessment.current]
        return max(days, default=None)


class Standing:
    """All commitments of `plan` as known on `as_of`."""

    def __init__(self, plan: PlanVersion, as_of: date, rows: tuple[Row, ...]) -> None:
        self.plan, self.as_of, self.rows = plan, as_of, rows

    @cached_property
    def by_key(self) -> dict[str, Row]:
        return {row.key: row for row in self.rows}

    @cached_property
    def firm(self) -> tuple[Row, ...]:
        """Without the stretch targets (力争), which count apart."""
        return tuple(row for row in self.rows if not row.assessment.is_stretch)

    @cached_property
    def counts(self) -> dict[str, int]:
        """State -> number, without the stretch targets: the figures of the sentence."""
        return {state.value: count for state, count in tally(self.assessments).counts.items()}

    @cached_property
    def counts_all(self) -> dict[str, int]:
        """State -> number, stretch targets included."""
        return counts_of(self.rows)

    @property
    def assessments(self) -> list[Assessment]:
        return [row.assessment for row in self.rows]

    def sentence(self, language: str) -> str:
        """How things stand, in one or two plain sentences."""
        return summary_sentence(self.assessments, language)

    def by_chapter(self, titles: dict[str, str]) -> list[Group]:
        """Groups by chapter, in the order of the text."""
        return _grouped(self.rows, lambda row: row.top_chapter, lambda code: titles.get(code, ""))

    def by_bureau(self, language: str) -> list[Group]:
        """Groups by responsible bureau; those nobody answers for come last, under ""."""
        names = {row.bureau: row.statement.lead.name_in(language) for row in self.rows if row.statement.lead}
        groups = _grouped(self.rows, lambda row: row.bureau, lambda code: names.get(code, ""))
        return sorted(groups, key=lambda group: (not group.code, -group.total))


def standing_of(plan: PlanVersion, as_of: date) -> Standing:
    """Read and assess every commitment of a plan; promises repeated in the text count once."""
    catalog = catalog_of(plan)
    promised = commitments_of(plan, catalog)
    rules = rules_of(plan, as_of)
    found = assess_plan(plan, as_of, commitments=promised, rules=rules, catalog=catalog)
    statements = {statement.key: statement for statement in plans.commitments(plan)}
    rows = [Row(statements[c.key], c, a) for c, a in zip(promised, found, strict=True) if c.key in statements]
    return Standing(plan, as_of, tuple(rows))


def counts_of(rows: Iterable[Row]) -> dict[str, int]:
    """State -> number of these rows."""
    counts = dict.fromkeys((state.value for state in State), 0)
    for row in rows:
        counts[row.state] += 1
    return counts


def _grouped(rows, code_of, title_of) -> list[Group]:  # type: ignore[no-untyped-def]
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(code_of(row), []).append(row)
    return [Group(code, title_of(code), tuple(members)) for code, members in groups.items()]
