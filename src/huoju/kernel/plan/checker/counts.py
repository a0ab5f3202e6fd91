"""Counts: structures whose number and parts differ, parts that do not make the whole, classes and names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.checker.context import Context, finding, same_unit
from huoju.kernel.plan.checker.intervals import half_step
from huoju.kernel.plan.checker.quoting import years_of
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Measure, Role, Statement

if TYPE_CHECKING:
    from huoju.kernel.plan.compiled import Structure

HUNDRED = Decimal(100)


def shares_sum_to_whole(context: Context) -> Iterator[Finding]:
    """Compositions in percent whose parts cannot add up to one hundred, rounding allowed for."""
    for statement in context.statements:
        is_share = statement.unit in ("%", "％") and statement.measure is Measure.COMPOSITION
        if not is_share or len(statement.value) < 3:
            continue
        total = sum(statement.value, Decimal(0))
        leeway = sum((half_step(statement, v) for v in statement.value), Decimal(0))
        if abs(total - HUNDRED) > leeway:
            said_zh, said_en = context.quoted(statement)
            line, parts = statement.place.line, " + ".join(str(v) for v in statement.value)
            yield finding(
                "parts-and-whole",
                Severity.ERROR,
                (statement,),
                f"第{line}行{said_zh}：各部分合计 {total}%，不等于100%。请核对各部分。",
                f"Line {line} {said_en}: the parts add up to {total} %, not 100 %. Check them.",
                derivation=((f"{parts} = {total}", f"{parts} = {total}"),),
                total=str(total),
            )


def structures_hold(context: Context) -> Iterator[Finding]:
    """Named structures (六大工程) of which the text lists more or fewer parts than the number says."""
    for structure in context.structures:
        said = _single_number(structure)
        if said is None or not structure.parts or len(structure.parts) == said or not structure.places:
            continue
        listed, lines = len(structure.parts), structure.places[0].line
        parts = "、".join(structure.parts)
        yield Finding(
            code="structure-parts",
            severity=Severity.WARNING,
            places=structure.places[:1],
            statements=(),
            fields={"said": said, "listed": listed, "name": structure.name},
            message_zh=f"第{lines}行“{structure.name}”说的是{said}个，列出的是{listed}个：{parts}。请核对。",
            message_en=f'Line {lines} "{structure.name}" speaks of {said} but lists {listed}: {parts}. Check it.',
            derivation=(f"{said} ≠ {listed}",),
            derivation_en=(f"{said} ≠ {listed}",),
        )


def _single_number(structure: Structure) -> int | None:
    if len(structure.value) != 1 or not str(structure.value[0]).isdigit():
        return None
    return int(structure.value[0])


def size_classes_fit(context: Context) -> Iterator[Finding]:
    """Things counted by size (过千亿2条、过500亿1条、过100亿2条) against how many of them are named.

    Where a higher class holds more than a lower one the classes cannot be nested, so they add up.
    """
    for sized in _size_classes(context):
        counts = [int(s.value[0]) for s in sized]
        if not _rises(counts):
            continue
        total, whole = sum(counts), _named_count(sized, context)
        if whole is None or total <= whole.value[0]:
            continue
        text = " + ".join(str(c) for c in counts)
        named, lines = int(whole.value[0]), "、".join(dict.fromkeys(str(s.place.line) for s in sized))
        lines_en = lines.replace("、", ", ")
        said_zh, said_en = context.quoted(whole)
        yield finding(
            "parts-exceed-whole",
            Severity.WARNING,
            (whole, *sized),
            f"第{whole.place.line}行{said_zh}，而第{lines}行按规模分列共 {text} = {total}，多出{total - named}。"
            f"需要在所列{named}个之外另有{total - named}个，请写明或统一。",
            f"Line {whole.place.line} {said_en}, yet lines {lines_en} count {text} = {total} by size, "
            f"{total - named} more. It needs {total - named} beyond the {named}; name them or settle the number.",
            derivation=(
                (f"各规模档不可能互相包含（高档多于低档），应相加：{text} = {total}",
                 f"The classes cannot be nested (a higher one holds more than a lower), so they add: {text} = {total}"),
                (f"{total} > {named}", f"{total} > {named}"),
            ),
            total=total,
            whole=named,
        )  # fmt: skip


def _size_classes(context: Context) -> Iterator[list[Statement]]:
    """Counts of the same thing by threshold, highest class first."""
    groups: dict[tuple[str, str, int], list[Statement]] = {}
    for statement in context.statements:
        years = years_of(statement)
        is_count = statement.measure is Measure.COUNT and statement.role in (Role.TARGET, Role.BASELINE)
        if is_count and years and _is_whole(statement) and size_of(statement) is not None:
            key = (thing_of(statement), scopes.whole(statement.subject), years[1])
            groups.setdefault(key, []).append(statement)
    for group in groups.values():
        distinct = {size: s for s in group if (size := size_of(s)) is not None}
        if len(distinct) > 1:
            yield [distinct[value] for value in sorted(distinct, reverse=True)]


def _is_whole(statement: Statement) -> bool:
    return len(statement.value) == 1 and statement.value[0] == statement.value[0].to_integral_value()


def _rises(counts: list[int]) -> bool:
    """Whether a higher class holds more than the next lower one: then they are bands, not nested."""
    return any(higher > lower for higher, lower in pairwise(counts))


SIZE = re.compile(r"(?:过|超|达到|破|突破)?(\d+(?:\.\d+)?)?([千百十万]?)亿(?:元|级)?(?:以上)?")
TIMES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10000}


def size_of(statement: Statement) -> Decimal | None:
    """The size class of a count in 亿元: its threshold, or what its name says (过千亿的产业链)."""
    if statement.threshold is not None:
        return same_unit(statement.threshold.value, statement.threshold.unit, "亿元")
    found = SIZE.search(statement.indicator)
    if found is None or not (found[1] or found[2]):
        return None
    return Decimal(found[1] or 1) * TIMES[found[2]]


NEAR_LINES = 12
THING = re.compile(r"(产业链|产业集群|集群|企业|园区|基地|平台|机构|项目)")


def thing_of(statement: Statement) -> str:
    """The kind of thing counted: 产业链 of 过500亿的产业链数."""
    found = THING.findall(statement.indicator)
    return found[-1] if found else statement.indicator


def _named_count(sized: list[Statement], context: Context) -> Statement | None:
    """The plain count of the same things nearby, for the same year."""
    thing, first = thing_of(sized[0]), min(s.place.line for s in sized)
    years = years_of(sized[0])
    near = [
        s
        for s in context.statements
        if s.measure is Measure.COUNT and size_of(s) is None and _is_whole(s)
        and s.role in (Role.TARGET, Role.BASELINE, Role.CONTEXT, Role.STRUCTURE)
        and thing_of(s) == thing and s.unit == sized[0].unit
        and abs(s.place.line - first) <= NEAR_LINES and years_of(s) == years
    ]  # fmt: skip
    return min(near, key=lambda s: abs(s.place.line - first), default=None)
