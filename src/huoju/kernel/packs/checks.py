"""Checks: rows of a pack held against each other, against the catalog and against the plan's document.

Each takes a `Pack` and a catalog that knows the pack's own indicators, and yields problems. Pure. A new check
is a function, its line in `CHECKS`, its texts in `problems` and its test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from huoju.kernel.catalog import Catalog, Period, find_unit
from huoju.kernel.packs import format as declared
from huoju.kernel.packs.format import ObservationRow, Sheet, StatementRow
from huoju.kernel.packs.pack import Pack
from huoju.kernel.packs.problems import Problem
from huoju.kernel.plan import Comparator, Measure, Role

TERM = "term:"
ROLES = {
    declared.COMMITMENTS: (Role.TARGET,),
    declared.BASELINES: (Role.BASELINE,),
    declared.STATEMENTS: (Role.PROJECT, Role.CONTEXT, Role.STRUCTURE),
}
LEVELS = (Measure.LEVEL, Measure.CUMULATIVE, Measure.INCREMENT, Measure.COUNT)
FORECASTS = ("E", "F")


# -- the parts of a pack


def codes_stand_once(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """No code, key or source stands twice."""
    bureaus = [(declared.BUREAUS, row, row.code) for row in pack.bureaus]
    yield from _once([*((declared.SUBJECTS, row, row.code) for row in pack.subjects), *bureaus])
    yield from _once((declared.SOURCES, row, row.code) for row in pack.sources)
    yield from _once((declared.OUTLINE, row, row.chapter) for row in pack.outline)
    yield from _once((sheet, row, row.key) for sheet, row in _statements(pack))
    yield from _once(
        (declared.OBSERVATIONS, row, " / ".join(map(str, _cell_of(row)))) for row in pack.observations
    )
    yield from _once(
        (declared.STRUCTURES, row, row.structure) for row in pack.structures if row.level == "structure"
    )


def references_exist(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """Subjects, parents, bureaus, sources and repeated statements that rows name are there."""
    subjects = {row.code for row in pack.subjects}
    bureaus, sources = {row.code for row in pack.bureaus}, {row.code for row in pack.sources}
    keys = {row.key for row in pack.statements}
    if pack.area not in subjects:
        fields = {"column": "area", "got": pack.area, "where": declared.SUBJECTS.file}
        yield Problem("unknown-reference", declared.PACK_FILE, fields=fields)
    for subject in pack.subjects:
        yield from _known(declared.SUBJECTS, subject, "parent", subject.parent, subjects, "subjects.csv")
    for sheet, row in _statements(pack):
        yield from _known(sheet, row, "subject", row.subject, subjects, "subjects.csv")
        yield from _known(sheet, row, "lead", row.lead, bureaus, "bureaus.csv")
        yield from _known(sheet, row, "same_as", row.same_as, keys, sheet.file)
    for bureau in pack.bureaus:
        yield from _known(declared.BUREAUS, bureau, "source", bureau.source, sources, "sources.csv")
    for seen in pack.observations:
        yield from _known(declared.OBSERVATIONS, seen, "subject", seen.subject, subjects, "subjects.csv")
        yield from _known(declared.OBSERVATIONS, seen, "source", seen.source, sources, "sources.csv")


def parents_end(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """Going up from parent to parent ends."""
    parents = {row.code: row.parent for row in pack.subjects}
    for row in pack.subjects:
        seen, code = {row.code}, row.parent
        while code in parents and code not in seen:
            seen.add(code)
            code = parents[code]
        if code == row.code:
            fields = {"code": row.code}
            yield Problem("parent-circle", declared.SUBJECTS.file, row.line_no, fields=fields)


def organisation_codes_hold(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """A unified social credit code passes its own check (GB 32100)."""
    from stdnum.cn import uscc

    for row in pack.subjects:
        if row.uscc and not uscc.is_valid(row.uscc):
            fields = {"got": row.uscc}
            yield Problem("bad-uscc", declared.SUBJECTS.file, row.line_no, fields=fields)


def structures_hang_together(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """Every part has its structure, every member its part."""
    names = {row.structure for row in pack.structures if row.level == "structure"}
    parts = {(row.structure, row.digit) for row in pack.structures if row.level == "part"}
    for row in pack.structures:
        fields = {"structure": row.structure, "digit": row.digit}
        if row.structure not in names:
            yield Problem("no-structure-row", declared.STRUCTURES.file, row.line_no, fields=fields)
        elif row.level == "member" and (row.structure, row.digit) not in parts:
            yield Problem("part-missing", declared.STRUCTURES.file, row.line_no, fields=fields)


# -- statements


def roles_fit_their_file(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """Commitments are targets, baselines are baselines."""
    for sheet, row in _statements(pack):
        if row.role not in ROLES[sheet]:
            fields = {"file": sheet.file, "got": row.role.value, "allowed": ", ".join(ROLES[sheet])}
            yield Problem("wrong-role", sheet.file, row.line_no, fields=fields)


def statements_name_known_things(pack: Pack, catalog: Catalog) -> Iterator[Problem]:
    """Concepts and units are known and fit each other."""
    for sheet, row in _statements(pack):
        if row.concept is not None and row.concept not in catalog:
            yield Problem("unknown-indicator", sheet.file, row.line_no, fields={"got": row.concept})
        for unit in (row.unit, row.threshold_unit):
            if unit and find_unit(unit) is None:
                yield Problem("unknown-unit", sheet.file, row.line_no, fields={"got": unit})
        if row.concept and row.measure in LEVELS:
            yield from _unit_fits(sheet, row.line_no, row.concept, row.unit, catalog)


def statements_are_whole(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """As many values as the measure takes, thresholds with units, lines and periods the right way round."""
    for sheet, row in _statements(pack):
        expected = _expected_values(row)
        if expected is not None and len(row.value) != expected:
            fields = {
                "measure": row.measure.value, "comparator": row.comparator.value,
                "expected": expected, "got": len(row.value),
            }  # fmt: skip
            yield Problem("wrong-count", sheet.file, row.line_no, fields=fields)
        if (row.threshold_value is None) != (row.threshold_unit is None):
            yield Problem("half-threshold", sheet.file, row.line_no)
        if row.end_line is not None and row.end_line < row.line:
            fields = {"start": row.line, "end": row.end_line}
            yield Problem("lines-reversed", sheet.file, row.line_no, fields=fields)


def periods_fit_the_plan(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """Commitments fall into the plan's years; a base lies before what is measured from it."""
    plan = pack.plan
    if plan.end_year < plan.start_year:
        fields: dict[str, Any] = {"start": plan.start_year, "end": plan.end_year}
        yield Problem("years-reversed", declared.PACK_FILE, fields=fields)
        return
    span = Period.of_years(plan.start_year, plan.end_year)
    for sheet, row in _statements(pack):
        period = Period.parse(row.period) if row.period else None
        base = Period.parse(row.baseline_period) if row.baseline_period else None
        if row.role is Role.TARGET and period and not period.is_each_year and not span.overlaps(period):
            fields = {"period": row.period, "plan": str(span)}
            yield Problem("outside-plan", sheet.file, row.line_no, "warning", fields)
        if base and period and base.end and period.start and base.end >= period.start:
            fields = {"base": row.baseline_period, "period": row.period}
            yield Problem("base-after-period", sheet.file, row.line_no, fields=fields)


# -- observations


def observations_name_known_things(pack: Pack, catalog: Catalog) -> Iterator[Problem]:
    """Indicators and units are known and fit each other."""
    sheet = declared.OBSERVATIONS
    for row in pack.observations:
        is_term = row.indicator.startswith(TERM) and len(row.indicator) > len(TERM)
        if not is_term and row.indicator not in catalog:
            yield Problem("unknown-indicator", sheet.file, row.line_no, fields={"got": row.indicator})
        if row.unit and find_unit(row.unit) is None:
            yield Problem("unknown-unit", sheet.file, row.line_no, fields={"got": row.unit})
        elif row.measure in LEVELS and not is_term:
            yield from _unit_fits(sheet, row.line_no, row.indicator, row.unit, catalog)


def observations_are_whole(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """A missing value says so, and nothing was known before its period had ended.

    Forecasts and estimates are known early; the year of a ranking names the list, not a span.
    """
    sheet = declared.OBSERVATIONS
    for row in pack.observations:
        if row.value is None and row.status != "M":
            yield Problem("missing-value", sheet.file, row.line_no)
        end = Period.parse(row.period).end
        is_early = bool(end and row.vintage < end)
        if is_early and row.status not in FORECASTS and row.measure is not Measure.RANK:
            fields = {"vintage": row.vintage.isoformat(), "period": row.period}
            yield Problem("vintage-too-early", sheet.file, row.line_no, fields=fields)


def invented_is_marked(pack: Pack, _: Catalog) -> Iterator[Problem]:
    """An invented pack takes its figures from invented sources only, a real one from none."""
    for row in pack.sources:
        if (row.kind == "invented") != pack.is_invented:
            yield Problem("not-invented", declared.SOURCES.file, row.line_no)


CHECKS: tuple[Callable[[Pack, Catalog], Iterator[Problem]], ...] = (
    codes_stand_once,
    references_exist,
    parents_end,
    organisation_codes_hold,
    structures_hang_together,
    roles_fit_their_file,
    statements_name_known_things,
    statements_are_whole,
    periods_fit_the_plan,
    observations_name_known_things,
    observations_are_whole,
    invented_is_marked,
)


def values_stand_where_said(pack: Pack, lines: tuple[str, ...]) -> Iterator[Problem]:
    """Every statement's `value_text` stands in the document at its line and column."""
    for sheet, row in _statements(pack):
        if row.line > len(lines):
            fields: dict[str, Any] = {"line_no": row.line, "total": len(lines)}
            yield Problem("line-beyond-document", sheet.file, row.line_no, fields=fields)
        elif not _stands(lines[row.line - 1 : row.end_line or row.line], row):
            fields = {"line_no": row.line, "col": row.col, "text": row.value_text}
            yield Problem("value-not-there", sheet.file, row.line_no, fields=fields)


# -- what the checks share


def _stands(lines: tuple[str, ...], row: StatementRow) -> bool:
    """Spaces do not count: a value may be torn by the end of a line."""
    printed = "".join("".join(lines)[row.col :].split())
    return printed.startswith("".join(row.value_text.split()))


def _statements(pack: Pack) -> Iterator[tuple[Sheet, StatementRow]]:
    for sheet, rows in (
        (declared.COMMITMENTS, pack.commitments),
        (declared.BASELINES, pack.baselines),
        (declared.STATEMENTS, pack.others),
    ):
        for row in rows:
            yield sheet, row


def _once(rows: Iterable[tuple[Sheet, Any, str]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for sheet, row, key in rows:
        where = first.setdefault(key, f"{sheet.file}:{row.line_no}")
        if where != f"{sheet.file}:{row.line_no}":
            yield Problem("repeated", sheet.file, row.line_no, fields={"key": key, "where": where})


def _known(
    sheet: Sheet, row: Any, column: str, got: str | None, known: set[str], where: str
) -> Iterator[Problem]:
    if got is not None and got not in known:
        fields = {"column": column, "got": got, "where": where}
        yield Problem("unknown-reference", sheet.file, row.line_no, fields=fields)


def _cell_of(row: ObservationRow) -> tuple[str, ...]:
    """The cell of the statistical table, and the day: one value each."""
    return (
        row.indicator, row.subject, row.measure.value, row.breakdown, row.price_basis, row.coverage,
        row.period, row.vintage.isoformat(),
    )  # fmt: skip


def _unit_fits(
    sheet: Sheet, line_no: int, concept: str, unit: str | None, catalog: Catalog
) -> Iterator[Problem]:
    """A unit of the indicator's family, or of its upper half: 元 says enough for 元/人."""
    if concept not in catalog or not unit or (found := find_unit(unit)) is None:
        return
    family = catalog.get(concept).unit_family
    if found.family not in (family, family.split("/")[0]):
        fields = {"got": unit, "indicator": concept, "expected": family}
        yield Problem("unit-mismatch", sheet.file, line_no, fields=fields)


def _expected_values(row: StatementRow) -> int | None:
    """How many values the statement takes; None where that is free."""
    if row.measure is Measure.COMPOSITION:
        return None
    return 2 if row.comparator is Comparator.RANGE else 1
