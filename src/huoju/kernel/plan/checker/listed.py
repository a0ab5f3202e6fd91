"""Listed: parts that one sentence lists (其中……), shares of one whole, areas of a zone's parks. Pure.

Parts may be fewer than all there are, so only parts that exceed their whole are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import inf

from huoju.kernel.catalog import find_unit
from huoju.kernel.catalog.wording import plain
from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.checker.context import Context, finding, same_unit
from huoju.kernel.plan.checker.intervals import half_step, interval_of
from huoju.kernel.plan.checker.quoting import years_of
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Comparator, Measure, Statement

AMOUNTS = frozenset({Measure.LEVEL, Measure.COUNT, Measure.CUMULATIVE, Measure.INCREMENT})
OF_WHICH = "其中"
GOES_ON = ("、", "和", "及")
# Between two parts of one list stands the name of the next one, no other sentence.
LONGEST_NAME = 24
ENDS_LIST = re.compile(r"[。；;：:]|带动|预计|可实现|实现|力争|同比|每年|年均|共|合计|总")
# What such parts may share, so that their sum says nothing.
OVERLAPS = re.compile(
    r"以上|重点|国家级|省级|市级|重大|高新|高技术|民间|民营|外资|示范|龙头|上市|瞪羚|专精特新|[过超]"
)
# What is counted one by one may be counted under several heads; money, areas and energy are spent once.
DIVIDED = frozenset({"money_cny", "area", "energy", "mass", "power", "length"})
REST = re.compile(r"^(?:其他|其它|其余)")
KINDS = re.compile(r"(总?投资|营业收入|收入|增加值|总?产值|利润|税收|支出|面积|产量|用量|消费量|装机)")


def listed_parts_fit(context: Context) -> Iterator[Finding]:
    """Parts that a sentence lists after 其中 and that exceed the whole it names before."""
    for said in _sentences(context.statements):
        sentence = said[0].sentence
        for found in re.finditer(OF_WHICH, sentence):
            whole = next(
                (s for s in reversed(said) if s.offset[1] <= found.start() and s.measure in AMOUNTS), None
            )
            if whole is None or len(whole.value) != 1:
                continue
            parts = _parts(said, whole, found.end())
            if parts:
                yield from _exceeding(whole, parts, context)


def _sentences(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Statements of one sentence in the order in which it says them."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        if statement.sentence and statement.value and not statement.implicit:
            groups.setdefault((statement.clause, statement.sentence), []).append(statement)
    for group in groups.values():
        yield sorted(group, key=lambda s: s.offset)


def _parts(said: Sequence[Statement], whole: Statement, start: int) -> list[Statement]:
    """The statements from `start` on that follow each other as a list, in the whole's unit."""
    parts: list[Statement] = []
    end = start
    for statement in said:
        if statement.offset[0] < start or statement.measure not in AMOUNTS:
            continue
        between = statement.sentence[end : statement.offset[0]]
        if len(between) > LONGEST_NAME or ENDS_LIST.search(between) or not _is_like(statement, whole):
            break
        if parts and _make(parts, whole) and not between.startswith(GOES_ON):
            break
        parts.append(statement)
        end = statement.offset[1]
    return parts


def _make(parts: Sequence[Statement], whole: Statement) -> bool:
    """Whether these parts are the whole already; what follows is another thing."""
    return sum(same_unit(p.value[0], p.unit, whole.unit) or Decimal(0) for p in parts) == whole.value[0]


def _is_like(part: Statement, whole: Statement) -> bool:
    """Whether it counts the same sort of thing: no profit among revenues."""
    mine_years, its_years = years_of(part), years_of(whole)
    if len(part.value) != 1 or part.indicator == whole.indicator:
        return False
    if part.period != whole.period and (not mine_years or not its_years or mine_years[1] != its_years[1]):
        return False
    if same_unit(part.value[0], part.unit, whole.unit) is None or part.unit is None:
        return False
    mine, theirs = KINDS.search(part.indicator), KINDS.search(whole.indicator)
    return mine is None or (theirs is not None and mine[1].removeprefix("总") == theirs[1].removeprefix("总"))


def _exceeding(whole: Statement, parts: Sequence[Statement], context: Context) -> Iterator[Finding]:
    values = [same_unit(p.value[0], p.unit, whole.unit) or Decimal(0) for p in parts]
    most = _most(whole, context)
    total, leeway = sum(values, Decimal(0)), sum((_leeway(p, whole) for p in parts), Decimal(0))
    if _is_all(parts) and float(total + leeway) < float(whole.value[0] - half_step(whole, whole.value[0])):
        yield _told(whole, parts, values, context, is_error=all(_is_plain(p) for p in parts))
        return
    if float(total - leeway) <= most:
        return
    unit = find_unit(whole.unit) if whole.unit else None
    once = unit is not None and unit.family in DIVIDED
    sure = once and not any(OVERLAPS.search(p.indicator) for p in parts)
    yield _told(whole, parts, values, context, is_error=sure)


def _is_all(parts: Sequence[Statement]) -> bool:
    """Whether the list names what is left over (其他), so that nothing else can be."""
    return len(parts) > 1 and REST.match(parts[-1].indicator) is not None


def _is_plain(part: Statement) -> bool:
    return part.comparator in (Comparator.EQ, Comparator.REACH)


def _most(whole: Statement, context: Context) -> float:
    """The most that the whole may be."""
    if whole.comparator is Comparator.REACH:
        beyond = Decimal(str(context.assumptions.plain_overshoot)) if not whole.stretch else Decimal("0.1")
        return float((whole.value[0] + half_step(whole, whole.value[0])) * (1 + beyond))
    return interval_of(whole, context.assumptions).high


def _leeway(part: Statement, whole: Statement) -> Decimal:
    if part.comparator in (Comparator.GE, Comparator.GT):
        return Decimal(0)
    if part.comparator in (Comparator.LE, Comparator.LT):
        return same_unit(part.value[0], part.unit, whole.unit) or Decimal(0)
    leeway = half_step(part, part.value[0])
    if part.comparator is Comparator.APPROX:
        leeway += part.value[0] * Decimal("0.1")
    return same_unit(leeway, part.unit, whole.unit) or Decimal(0)


def _told(
    whole: Statement,
    parts: Sequence[Statement],
    values: Sequence[Decimal],
    context: Context,
    *,
    is_error: bool,
) -> Finding:
    total, unit = sum(values, Decimal(0)), whole.unit or ""
    text = " + ".join(plain(v) for v in values)
    over = total > whole.value[0]
    gap, sign = plain(abs(total - whole.value[0])), ">" if over else "<"
    step = f"{text} = {plain(total)}{unit} {sign} {plain(whole.value[0])}{unit}"
    said_zh, said_en = context.quoted(whole)
    lines = "、".join(dict.fromkeys(str(p.place.line) for p in parts))
    return finding(
        "parts-and-whole" if is_error else "parts-exceed-whole",
        Severity.ERROR if is_error else Severity.WARNING,
        (whole, *parts),
        f"第{whole.place.line}行{said_zh}，而第{lines}行所列各部分合计 {plain(total)}{unit}，"
        f"{'超出' if over else '少'} {gap}{unit}。请核对各部分，或改总数。",
        f"Line {whole.place.line} {said_en}, yet the parts listed in line {lines.replace('、', ', ')} add up to "
        f"{plain(total)}{unit}, {gap}{unit} {'more' if over else 'less'}. Check the parts or the whole.",
        derivation=((step, step),),
        total=str(total),
        whole=str(whole.value[0]),
    )


# -- shares of one whole

HUNDRED = Decimal(100)
SHARES_AT_LEAST = 3
SHARE_NAME = re.compile(r"(?:比重|占比|比例|份额)$")
# Kinds of which nothing is of two.
DISJOINT = (
    ("煤", "石油", "油品", "天然气", "油气", "非化石", "可再生"),
    ("第一产业", "第二产业", "第三产业", "一产", "二产", "三产"),
    ("公路", "铁路", "水路", "航空", "管道"),
    ("火电", "煤电", "水电", "风电", "光伏", "太阳能", "核电", "生物质", "气电"),
)


def listed_shares_fit(context: Context) -> Iterator[Finding]:
    """Three or more shares of one whole, listed with 分别, that exceed one hundred percent."""
    for said in _sentences(context.statements):
        shares = [
            s for s in said if s.measure is Measure.SHARE and s.unit in ("%", "％") and len(s.value) == 1
        ]
        shares = [s for s in shares if SHARE_NAME.search(s.indicator)]
        if len(shares) < SHARES_AT_LEAST or "分别" not in said[0].sentence:
            continue
        if any(s.comparator in (Comparator.LE, Comparator.LT) for s in shares):
            continue
        total = sum((s.value[0] for s in shares), Decimal(0))
        if total - sum((half_step(s, s.value[0]) for s in shares), Decimal(0)) > HUNDRED:
            yield _over_a_hundred(shares, total, is_error=_are_disjoint(shares))


def _are_disjoint(shares: Sequence[Statement]) -> bool:
    return any(
        all(sum(kind in s.indicator.partition("占")[0] for kind in kinds) == 1 for s in shares)
        for kinds in DISJOINT
    )


def _over_a_hundred(shares: Sequence[Statement], total: Decimal, *, is_error: bool) -> Finding:
    lines = "、".join(dict.fromkeys(str(s.place.line) for s in shares))
    step = f"{' + '.join(plain(s.value[0]) for s in shares)} = {plain(total)}% > 100%"
    return finding(
        "parts-and-whole" if is_error else "parts-exceed-whole",
        Severity.ERROR if is_error else Severity.WARNING,
        shares,
        f"第{lines}行所列各项比重合计 {plain(total)}%，超过100%。请核对各项比重。",
        f"The shares listed in line {lines.replace('、', ', ')} add up to {plain(total)} %, more than 100 %. "
        "Check them.",
        derivation=((step, step),),
        total=str(total),
    )


# -- areas

WHOLE_AREA = re.compile(r"^(?:总?规划(?:总|控制)?|管辖|辖区|行政区域|区域|总|开发区|核心区)?(?:总)?面积$")
PARK = re.compile(r"(?:园|园区|片区|组团|板块|基地|功能区|新城|示范区|港区|小镇)$")
AREA = "area"


def areas_fit(context: Context) -> Iterator[Finding]:
    """Areas of the parks of a plan's area, listed together, that exceed the area itself."""
    wholes = [s for s in context.statements if _is_area(s) and _is_whole_area(s)]
    if len({(s.value, s.unit) for s in wholes}) != 1:
        return
    whole = wholes[0]
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in context.statements:
        if _is_area(statement) and _park_of(statement):
            groups.setdefault((statement.clause, statement.sentence), []).append(statement)
    for parts in groups.values():
        distinct = {_park_of(p): p for p in parts}
        if len(distinct) == len(parts) > 1 and whole.sentence != parts[0].sentence:
            yield from _exceeding_area(whole, parts, context)


def _is_area(statement: Statement) -> bool:
    unit = find_unit(statement.unit) if statement.unit else None
    return (
        unit is not None and unit.family == AREA and len(statement.value) == 1
        and statement.measure is Measure.LEVEL and years_of(statement) is not None
    )  # fmt: skip


def _is_whole_area(statement: Statement) -> bool:
    is_named = (
        statement.concept == "administrative_area" or WHOLE_AREA.search(statement.indicator) is not None
    )
    return is_named and scopes.whole(statement.subject) == scopes.WHOLE and statement.indicator != "面积"


def _park_of(statement: Statement) -> str:
    for name in (statement.indicator, statement.subject):
        bare = re.sub(r"(?:规划)?(?:总)?面积$", "", name)
        if PARK.search(bare):
            return bare
    return ""


def _exceeding_area(whole: Statement, parts: Sequence[Statement], context: Context) -> Iterator[Finding]:
    values = [same_unit(p.value[0], p.unit, whole.unit) for p in parts]
    known = [v for v in values if v is not None]
    least = float(sum(known) - sum((_leeway(p, whole) for p in parts), Decimal(0)))
    most = _most(whole, context)
    if len(known) == len(parts) and most < inf and least > most:
        yield _told(whole, parts, known, context, is_error=False)
