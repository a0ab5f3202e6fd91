"""A draft against the adopted text: what was added, dropped, raised, lowered, made vaguer or firmer.

Pure. Start reading at `compare_drafts`. Raised means that more is asked: for an indicator where lower is better
(PM2.5) a smaller number is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from huoju.kernel.catalog import Catalog, Indicator, Period
from huoju.kernel.plan.compare_rows import COMPARATOR_WORDS, Difference, Row, Verdict, figure_text
from huoju.kernel.plan.facets import plain_name, read_period
from huoju.kernel.plan.figures import Figures, better, common_figures, indicator_of
from huoju.kernel.plan.outline import Clause, ClauseKind
from huoju.kernel.plan.pairing import Pair, pair_statements
from huoju.kernel.plan.statements import Comparator, Statement

BINDING_FORCE = {
    Comparator.APPROX: 0, Comparator.RANGE: 0, Comparator.EQ: 1, Comparator.REACH: 1,
    Comparator.GE: 2, Comparator.GT: 2, Comparator.LE: 2, Comparator.LT: 2,
}  # fmt: skip
NATURE_FORCE = {"expected": 0, None: 0, "binding": 1}
SENTENCE = re.compile(r"[^。；;！\n]+")
NUMBER = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千万亿]+(?:个|家|%|％|倍|成|亿|万|项|所|公里|人)")
PROMISE = re.compile(
    r"提高|提升|增长|增加|扩大|壮大|达到|力争|争取|推动|加快|降低|下降|减少|控制|保持|完善|建成|建设|新增|培育|突破|显著|持续|稳步|不断"
)


def compare_drafts(
    left: Sequence[Statement],
    right: Sequence[Statement],
    catalog: Catalog,
    *,
    titles: tuple[str, str] = ("", ""),
    clauses: tuple[Sequence[Clause], Sequence[Clause]] = ((), ()),
) -> tuple[Row, ...]:
    """One row a commitment of either text.

    A commitment that lost its number but is still spoken of in the other text's `clauses` was made vaguer,
    not dropped; one that gained a number was made firmer, not added. A repeat (`same_as`) has a row only when
    it was changed: with one mention left, the promise stands.
    """
    pairing = pair_statements(left, right, catalog, titles=titles, by_sentence=True)
    kept = {first_mention(side) for pair in pairing.pairs for side in (pair.left, pair.right)}
    rows = [
        compare_pair(pair, catalog) if pair else gone(one, catalog, clauses[1])
        for one, pair in pairing.lefts
        if pair or first_mention(one) not in kept
    ]
    added = [come(one, catalog, clauses[0]) for one in pairing.only_right if first_mention(one) not in kept]
    return tuple(without_unchanged_repeats((*rows, *added)))


def first_mention(one: Statement) -> str:
    """The key of the statement that this one repeats, or its own."""
    return one.same_as or one.key


def without_unchanged_repeats(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, but of several mentions that all stayed as they were only the first."""
    seen: set[str] = set()
    for row in rows:
        if row.verdict is Verdict.UNCHANGED and row.left is not None:
            mention = first_mention(row.left)
            if mention in seen:
                continue
            seen.add(mention)
        yield row


def compare_pair(pair: Pair, catalog: Catalog) -> Row:
    """The row of two versions of one commitment."""
    indicator = indicator_of(pair.left, catalog) or indicator_of(pair.right, catalog)
    figures = common_figures(pair.left, pair.right, indicator)
    differences = tuple(differences_of(pair.left, pair.right, figures, indicator))
    gap = figures.right[0] - figures.left[0] if figures and figures.are_single else None
    ratio = figures.right[0] / figures.left[0] if figures and figures.are_single and figures.left[0] else None
    return Row(
        verdict=main_verdict(differences),
        left=pair.left,
        right=pair.right,
        reason=pair.reason,
        differences=differences,
        gap=gap,
        ratio=ratio,
        unit=figures.unit if figures else "",
        steps=tuple(_direction_step(differences, pair.left, indicator)),
    )


def differences_of(
    left: Statement, right: Statement, figures: Figures | None, indicator: Indicator | None
) -> Iterator[Difference]:
    """Everything that differs, the weightiest first."""
    yield from _value_difference(left, right, figures, indicator)
    yield from _period_difference(left, right)
    if left.value and right.value and left.comparator is not right.comparator:
        force = BINDING_FORCE[right.comparator] - BINDING_FORCE[left.comparator]
        if force:
            words = (COMPARATOR_WORDS[one.comparator.value] for one in (left, right))
            yield Difference("comparator", _firmness(force), *words)
    if left.stretch != right.stretch:
        effect = Verdict.VAGUER if right.stretch else Verdict.FIRMER
        yield Difference("stretch", effect, _yes(left.stretch), _yes(right.stretch))
    if NATURE_FORCE.get(left.nature, 0) != NATURE_FORCE.get(right.nature, 0):
        force = NATURE_FORCE.get(right.nature, 0) - NATURE_FORCE.get(left.nature, 0)
        yield Difference("nature", _firmness(force), left.nature or "", right.nature or "")


def _value_difference(
    left: Statement, right: Statement, figures: Figures | None, indicator: Indicator | None
) -> Iterator[Difference]:
    before, after = figure_text(left), figure_text(right)
    if bool(left.value) != bool(right.value):
        yield Difference("number", Verdict.VAGUER if left.value else Verdict.FIRMER, before, after)
    elif figures is None:
        if left.value and right.value:
            yield Difference("unit", Verdict.CHANGED, before, after)
    elif figures.left != figures.right:
        yield Difference("value", _value_effect(figures, better(left, indicator)), before, after)


def _value_effect(figures: Figures, direction: str) -> Verdict:
    """Raised or lowered; ranges by their middle, and by width when the middle stays; compositions just changed."""
    if figures.are_single:
        rises = figures.right[0] > figures.left[0]
    elif {len(figures.left), len(figures.right)} <= {1, 2}:
        middles = [sum(values) / len(values) for values in (figures.left, figures.right)]
        if middles[0] == middles[1]:
            width = [max(values) - min(values) for values in (figures.left, figures.right)]
            return Verdict.VAGUER if width[1] > width[0] else Verdict.FIRMER
        rises = middles[1] > middles[0]
    else:
        return Verdict.CHANGED
    return Verdict.RAISED if rises == (direction != "lower") else Verdict.LOWERED


def _period_difference(left: Statement, right: Statement) -> Iterator[Difference]:
    """Another last year is later or earlier; a year that became a span, or nothing, is vaguer."""
    before, after = read_period(left.period), read_period(right.period)
    if before == after:
        return
    effect = Verdict.CHANGED
    if isinstance(before, Period) and isinstance(after, Period) and before.year and after.year:
        if before.year != after.year:
            effect = Verdict.LATER if after.year > before.year else Verdict.EARLIER
        else:
            effect = Verdict.VAGUER if after.contains(before) else Verdict.FIRMER
    elif not right.period or not left.period:
        effect = Verdict.FIRMER if right.period else Verdict.VAGUER
    yield Difference("period", effect, left.period, right.period)


def main_verdict(differences: Sequence[Difference]) -> Verdict:
    """The one word for a row: the value first, then the date, then the wording; mixed wording is changed."""
    effects = {difference.effect for difference in differences}
    for difference in differences:
        if difference.aspect in ("value", "unit", "number"):
            return difference.effect
    for verdict in (Verdict.LATER, Verdict.EARLIER):
        if verdict in effects:
            return verdict
    if not effects:
        return Verdict.UNCHANGED
    return effects.pop() if len(effects) == 1 else Verdict.CHANGED


def gone(one: Statement, catalog: Catalog, clauses: Sequence[Clause]) -> Row:
    """A commitment of the draft without a partner: vaguer when the text still promises it, else dropped."""
    found = numberless_mention(one, catalog, clauses)
    if found is None:
        return Row(Verdict.DROPPED, one, None)
    clause, sentence = found
    return Row(
        Verdict.VAGUER, one, None,
        differences=(Difference("number", Verdict.VAGUER, figure_text(one), ""),),
        steps=((f"定稿仅在第{clause.first_line}行起的段落提及，不带数字：{sentence}",
                f"the adopted text speaks of it without a number, from line {clause.first_line}: {sentence}"),),
    )  # fmt: skip


def come(one: Statement, catalog: Catalog, clauses: Sequence[Clause]) -> Row:
    """A commitment only the adopted text has: firmer when the draft promised it without a number, else added."""
    found = numberless_mention(one, catalog, clauses)
    if found is None:
        return Row(Verdict.ADDED, None, one)
    clause, sentence = found
    return Row(
        Verdict.FIRMER, None, one,
        differences=(Difference("number", Verdict.FIRMER, "", figure_text(one)),),
        steps=((f"草案在第{clause.first_line}行起的段落提及，但不带数字：{sentence}",
                f"the draft speaks of it without a number, from line {clause.first_line}: {sentence}"),),
    )  # fmt: skip


def numberless_mention(
    one: Statement, catalog: Catalog, clauses: Sequence[Clause]
) -> tuple[Clause, str] | None:
    """The first sentence that promises something about the statement's indicator without any number."""
    if not one.value:
        return None
    names = _names(one, catalog)
    for clause in clauses:
        if clause.kind is ClauseKind.HEADING or not any(name in clause.text for name in names):
            continue
        for sentence in SENTENCE.findall(clause.text):
            bare = sentence.strip()
            if any(n in bare for n in names) and not NUMBER.search(bare) and PROMISE.search(bare):
                return clause, bare
    return None


def _names(one: Statement, catalog: Catalog) -> tuple[str, ...]:
    indicator = indicator_of(one, catalog)
    names = {one.indicator, plain_name(one.indicator), *(indicator.names[:-1] if indicator else ())}
    return tuple(sorted(name for name in names if len(name) >= 4 or (name.isascii() and len(name) >= 3)))


def _direction_step(
    differences: Sequence[Difference], left: Statement, indicator: Indicator | None
) -> Iterator[tuple[str, str]]:
    if any(difference.aspect == "value" for difference in differences):
        direction = better(left, indicator)
        if direction == "lower":
            yield "该指标以低为好", "for this one lower is better"
        elif direction == "neither":
            yield "目录未定方向，按数值大小判断", "the catalog gives no direction; judged by the number"


def _firmness(force: int) -> Verdict:
    return Verdict.FIRMER if force > 0 else Verdict.VAGUER


def _yes(is_so: bool) -> str:
    return "是 yes" if is_so else "否 no"
