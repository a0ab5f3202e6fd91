"""Gaps: what a target lacks to be followed. A deadline, a source of evidence, a fitting unit. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huoju.kernel.catalog import Indicator, find_unit
from huoju.kernel.plan.checker.bases import AT_MOST, FULL
from huoju.kernel.plan.checker.context import GROWTH_MEASURES, STANDING_MEASURES, Context, finding
from huoju.kernel.plan.checker.quoting import years_of
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Measure, Role, Statement

PERCENT = frozenset({"%", "％"})


def deadlines_are_set(context: Context) -> Iterator[Finding]:
    """Levels and counts to be reached for which the text names no year."""
    for target in context.targets:
        if target.implicit or target.measure not in STANDING_MEASURES or target.comparator in AT_MOST:
            continue
        years = years_of(target)
        kept = target.unit in PERCENT and target.value[0] == FULL
        if target.period == "annual" or kept or (years and years[0] == years[1]):
            continue
        line, (said_zh, said_en) = target.place.line, context.quoted(target)
        yield finding(
            "deadline-missing",
            Severity.NOTE,
            (target,),
            f"第{line}行{said_zh}：没有写明完成时限，暂按规划期末计。请补充年份。",
            f"Line {line} {said_en}: no deadline is stated; the end of the plan is assumed. Add the year.",
        )


def evidence_exists(context: Context) -> Iterator[Finding]:
    """Targets whose indicator nobody is known to publish, so that nobody can say later whether they were met."""
    for target in context.targets:
        entry = context.entry(target)
        if target.implicit or (entry is not None and entry.has_evidence_source):
            continue
        line, (said_zh, said_en) = target.place.line, context.quoted(target)
        known = entry is not None
        yield finding(
            "no-evidence-source",
            Severity.NOTE,
            (target,),
            f"第{line}行{said_zh}：{'该指标没有常规数据来源' if known else '指标目录中没有该指标'}，"
            "期末难以评价。请明确统计口径和责任单位。",
            f"Line {line} {said_en}: "
            f"{'the indicator has no regular source' if known else 'the catalog does not know the indicator'}, "
            "so it can hardly be evaluated. Name a definition and who reports it.",
        )


def _is_other_currency(unit: str, entry: Indicator) -> bool:
    printed = find_unit(unit)
    return (
        printed is not None and printed.family.startswith("money") and entry.unit_family.startswith("money")
    )


# How a term ends -> the families of units that measure it, and one of them as an example. Only where it is sure.
ENDINGS: tuple[tuple[re.Pattern[str], frozenset[str], str], ...] = (
    (
        re.compile(r"(?:覆盖率|普及率|达标率|合格率|比重|占比)$"),
        frozenset({"share", "percentage_point"}),
        "%",
    ),
    (re.compile(r"(?:总产值|增加值|营业收入|税收|利润|总投资)$"), frozenset({"money"}), "亿元"),
    (re.compile(r"能耗$"), frozenset({"coal_equivalent", "energy", "share", "power"}), "吨标准煤"),
    (re.compile(r"(?:占地|用地|规划|建筑|绿地)面积$"), frozenset({"area"}), "平方公里"),
    (re.compile(r"(?:里程|长度)$"), frozenset({"length"}), "公里"),
)


def _term_fits(statement: Statement, unit: str, context: Context) -> Iterator[Finding]:
    """A term of the plan's own whose ending says what measures it."""
    printed = find_unit(unit)
    is_said = statement.role in (Role.TARGET, Role.BASELINE) and any(
        c.isdigit() for c in statement.value_text
    )
    is_amount = statement.measure in (Measure.LEVEL, Measure.COUNT)
    if printed is None or not is_said or not is_amount or unit in PERCENT:
        return
    for ending, families, expected in ENDINGS:
        if not ending.search(statement.indicator):
            continue
        if not any(family in printed.family for family in families):
            yield _unfit(statement, unit, expected, context)
        return


def _unfit(statement: Statement, unit: str, expected: str, context: Context) -> Finding:
    line, (said_zh, said_en) = statement.place.line, context.quoted(statement)
    return finding(
        "unit-does-not-fit",
        Severity.WARNING,
        (statement,),
        f"第{line}行{said_zh}：单位“{unit}”与指标不符，应为“{expected}”一类。请核对。",
        f"Line {line} {said_en}: the unit {unit} does not measure this indicator; expected one like {expected}. "
        "Check it.",
        expected=expected,
        got=unit,
    )


def units_fit(context: Context) -> Iterator[Finding]:
    """Values whose unit cannot measure their indicator: yuan for a count, points for a share."""
    for statement in context.statements:
        entry = context.entry(statement)
        unit = statement.unit
        if not unit or find_unit(unit) is None or not statement.value:
            continue
        if entry is None:
            yield from _term_fits(statement, unit, context)
            continue
        if statement.measure in (Measure.LEVEL, Measure.COUNT):
            fits, expected = entry.fits(unit), entry.unit
        elif statement.measure in GROWTH_MEASURES | {Measure.SHARE}:
            fits, expected = unit in PERCENT or entry.fits(unit), "%"
        else:
            continue
        if not fits and not _is_other_currency(unit, entry):
            yield _unfit(statement, unit, expected, context)
