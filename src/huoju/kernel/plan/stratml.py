"""StratML Part 2: a compiled plan as a PerformancePlanOrReport document (ISO 17469-2, ANSI/AIIM 22).

Chapters become goals, clauses with promises become objectives, commitments become performance indicators with
target results, and what had been reached becomes their actual results. Chinese text stays; English names stand beside
it where the catalog has them. Pure: values in, bytes out. Start reading at `write_stratml`.

Element names, order and cardinality follow PerformancePlanOrReport20160216.xsd (schema version 2.2.6). Where we depart
from the standard's use: a range or a composition has no single NumberOfUnits, so it is a Descriptor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

from huoju.kernel.catalog import Catalog, Period
from huoju.kernel.plan.compare_rows import figure_text
from huoju.kernel.plan.compiled import Initiative, Plan
from huoju.kernel.plan.facets import TITLE_TAIL, Facets, facets_of, read_period
from huoju.kernel.plan.figures import indicator_of, unit_of
from huoju.kernel.plan.outline import Clause, ClauseKind
from huoju.kernel.plan.statements import Role, Statement

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ABOUT = (
    "由规划文本自动提取；章为目标（Goal），含承诺的条款为任务（Objective），量化承诺为指标。"
    "Compiled from the plan's text: chapters are goals, clauses with promises are objectives."
)


def write_stratml(
    plan: Plan, catalog: Catalog, *, organization: str | None = None, source: str = ""
) -> bytes:
    """The plan as a UTF-8 XML document that is valid against the schema of StratML Part 2.

    Parameters
    ----------
    organization : whose plan it is; by default the area named at the head of the title.
    source : web address of the authoritative text, if there is one.
    """
    builder = _Builder(plan, catalog)
    root = ET.Element("PerformancePlanOrReport", {"xmlns": NAMESPACE, "Type": "Performance_Plan"})
    add(root, "Name", plan.title or plan.file)
    add(root, "Description", f"{plan.title or plan.file} ({plan.file})")
    add(root, "OtherInformation", ABOUT)
    core = ET.SubElement(root, "StrategicPlanCore")
    owner = ET.SubElement(core, "Organization")
    add(owner, "Name", organization or TITLE_TAIL.sub("", plan.title) or plan.title or plan.file)
    add(owner, "Identifier", builder.identifier("organization"))
    for goal in goals_of(plan, builder.promised.keys() | builder.initiatives.keys()):
        builder.add_goal(core, goal)
    _add_administration(root, plan, source)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


@dataclass(slots=True)
class GoalPart:
    """A chapter and the clauses under it."""

    name: str
    sequence: str
    clauses: list[Clause] = field(default_factory=list)


def goals_of(plan: Plan, promising: Set[str]) -> list[GoalPart]:
    """The chapters in order; what stands before the first is a goal of its own only if it promises something.

    `promising` holds the ids of clauses that do. A plan without chapters is one goal, so that the document
    always has the one the schema asks for.
    """
    goals = [GoalPart(plan.title or plan.file, "0")]
    for clause in plan.clauses:
        chapter = clause.chapter.split(".")[0]
        is_heading = clause.kind is ClauseKind.HEADING and clause.level == 1
        if is_heading or (chapter != goals[-1].sequence and chapter != "0"):
            goals.append(GoalPart(clause.text.strip() if is_heading else clause.heading, chapter))
        if clause.kind is not ClauseKind.HEADING:
            goals[-1].clauses.append(clause)
    has_preface = any(clause.id in promising for clause in goals[0].clauses)
    return goals if has_preface or len(goals) == 1 else goals[1:]


@dataclass(slots=True)
class _Builder:
    """Adds goals, objectives and indicators; hands out each identifier once (xsd:ID)."""

    plan: Plan
    catalog: Catalog
    given: set[str] = field(default_factory=set)
    promised: dict[str, list[Facets]] = field(default_factory=dict)
    reached: dict[tuple[object, ...], list[Statement]] = field(default_factory=dict)
    initiatives: dict[str, list[Initiative]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in facets_of(self.plan.statements, self.catalog, self.plan.title):
            if one.statement.role is Role.BASELINE:
                self.reached.setdefault(_about(one), []).append(one.statement)
            elif one.statement.role is Role.TARGET:
                self.promised.setdefault(one.statement.clause, []).append(one)
        self.initiatives = homes_of(self.plan.initiatives, self.plan.clauses)

    def identifier(self, *parts: str) -> str:
        """A new xsd:ID made of `parts`: letters, digits, dots and strokes, beginning with a letter."""
        base = re.sub(r"[^A-Za-z0-9.-]+", "-", "-".join(("huoju", *parts))).strip("-")
        name, number = base, 1
        while name in self.given:
            number += 1
            name = f"{base}-{number}"
        self.given.add(name)
        return name

    def add_goal(self, core: ET.Element, part: GoalPart) -> None:
        goal = ET.SubElement(core, "Goal")
        add(goal, "Name", part.name or part.sequence)
        lead = next((clause.text for clause in part.clauses if clause.kind is ClauseKind.PARAGRAPH), "")
        add(goal, "Description", lead)
        add(goal, "Identifier", self.identifier("goal", part.sequence))
        add(goal, "SequenceIndicator", part.sequence)
        for clause in part.clauses:
            self.add_objective(goal, clause)

    def add_objective(self, goal: ET.Element, clause: Clause) -> None:
        """The clause as an objective, if it promises something."""
        promises = self.promised.get(clause.id, [])
        initiatives = self.initiatives.get(clause.id, [])
        if not promises and not initiatives:
            return
        objective = ET.SubElement(goal, "Objective")
        add(objective, "Name", clause.heading or clause.chapter)
        add(objective, "Description", clause.text)
        add(objective, "Identifier", self.identifier("objective", clause.id))
        add(objective, "SequenceIndicator", clause.chapter)
        for group in _groups(promises):
            self.add_indicator(objective, group)
        for initiative in initiatives:
            self.add_initiative(objective, initiative)

    def add_indicator(self, objective: ET.Element, group: Sequence[Facets]) -> None:
        """The promises of one clause about one thing, and what the plan says had been reached."""
        first = group[0].statement
        entry = indicator_of(first, self.catalog)
        kind = "Quantitative" if any(one.statement.value for one in group) else "Qualitative"
        element = ET.SubElement(objective, "PerformanceIndicator", {"PerformanceIndicatorType": kind})
        add(element, "SequenceIndicator", str(first.place.line))
        add(element, "MeasurementDimension", dimension_of(first, entry.en if entry else None))
        unit = unit_of(first, entry)
        add(element, "UnitOfMeasurement", f"{first.unit} ({unit.name_en})" if unit else first.unit or "")
        add(element, "Identifier", self.identifier("indicator", first.key))
        instance = ET.SubElement(element, "MeasurementInstance")
        for one in group:
            self.add_result(instance, "TargetResult", one.statement)
        for statement in self.reached.get(_about(group[0]), ())[:3]:
            self.add_result(instance, "ActualResult", statement)
        add(element, "OtherInformation", "; ".join(_remarks(one.statement for one in group)))

    def add_result(self, instance: ET.Element, name: str, one: Statement) -> None:
        """A target or actual result: dates of its period, its number, how it binds, its sentence."""
        result = ET.SubElement(instance, name)
        start, end = self.dates_of(one.period)
        if start and end:
            add(result, "StartDate", start.isoformat())
            add(result, "EndDate", end.isoformat())
        if len(one.value) == 1:
            add(result, "NumberOfUnits", decimal_text(one.value[0]))
        descriptor = ET.SubElement(result, "Descriptor")
        add(descriptor, "DescriptorName", f"{one.measure.value}, {one.comparator.value}")
        add(descriptor, "DescriptorValue", figure_text(one) or one.value_text)
        add(result, "Description", one.sentence or one.value_text)

    def add_initiative(self, objective: ET.Element, one: Initiative) -> None:
        """A promise without a number: what is to be done, as a qualitative indicator."""
        element = ET.SubElement(
            objective, "PerformanceIndicator", {"PerformanceIndicatorType": "Qualitative"}
        )
        add(element, "MeasurementDimension", f"{one.verb}{one.object}")
        add(element, "UnitOfMeasurement", "")
        add(element, "Identifier", self.identifier("initiative", str(one.place.line), str(one.place.col)))
        add(element, "OtherInformation", one.sentence)

    def dates_of(self, period: str) -> tuple[date | None, date | None]:
        """First and last day of a period; each year, or an unknown one, is the plan's own span."""
        known = read_period(period)
        if isinstance(known, Period) and known.start and known.end:
            return known.start, known.end
        return plan_span(self.plan)


def homes_of(initiatives: Sequence[Initiative], clauses: Sequence[Clause]) -> dict[str, list[Initiative]]:
    """Initiatives by the clause they stand in: by line, and by words where many clauses share one line.

    Both come in order of place, so one walk along the clauses finds all.
    """
    bodies = [one for one in clauses if one.kind is not ClauseKind.HEADING]
    homes: dict[str, list[Initiative]] = {}
    at = 0
    for initiative in sorted(initiatives, key=lambda one: (one.place.line, one.place.col)):
        line = initiative.place.line
        while at < len(bodies) and bodies[at].last_line < line:
            at += 1
        here = at
        while here < len(bodies) and bodies[here].first_line <= line:
            if initiative.sentence in bodies[here].text:
                at = here
                break
            here += 1
        if at < len(bodies) and bodies[at].first_line <= line:
            homes.setdefault(bodies[at].id, []).append(initiative)
    return homes


def dimension_of(one: Statement, name_en: str | None) -> str:
    """What is measured, for whom: 高新技术企业数 / High-tech enterprises (全区)."""
    name = f"{one.indicator} / {name_en}" if name_en else one.indicator
    if one.threshold is not None:
        name += f" ≥ {one.threshold}"
    return f"{name} ({one.subject})" if one.subject else name


def plan_span(plan: Plan) -> tuple[date | None, date | None]:
    """First and last day of the plan's period; None where the plan does not say."""
    if plan.start_year is None or plan.end_year is None:
        return None, None
    return date(plan.start_year, 1, 1), date(plan.end_year, 12, 31)


def decimal_text(value: Decimal) -> str:
    """A number as xsd:decimal has it: no exponent."""
    return f"{value:f}"


def add(parent: ET.Element, name: str, text: str) -> ET.Element:
    """A child element with text; characters XML cannot hold are left out."""
    child = ET.SubElement(parent, name)
    child.text = NOT_XML.sub("", text)
    return child


def _add_administration(root: ET.Element, plan: Plan, source: str) -> None:
    start, end = plan_span(plan)
    if not (start and end) and not source:
        return
    element = ET.SubElement(root, "AdministrativeInformation")
    if start and end:
        add(element, "StartDate", start.isoformat())
        add(element, "EndDate", end.isoformat())
    if source:
        add(element, "Source", source)


def _groups(promises: Sequence[Facets]) -> list[list[Facets]]:
    """Promises about one thing together (2023 and 2025 of one indicator), in order of their first."""
    groups: dict[tuple[object, ...], list[Facets]] = {}
    for one in promises:
        groups.setdefault((*_about(one), one.statement.unit), []).append(one)
    return list(groups.values())


def _about(one: Facets) -> tuple[object, ...]:
    return one.concept or one.name, one.subject, one.measure, one.threshold, one.family


def _remarks(statements: Iterable[Statement]) -> Iterator[str]:
    for one in statements:
        marks = [f"{one.place.file}:{one.place.line}", f"key {one.key}", f"period {one.period}"]
        marks += [one.nature] if one.nature else []
        marks += ["力争 stretch"] if one.stretch else []
        yield ", ".join(marks)
