"""Comparing two documents: drafts, the last plan, the plan above. Every rule is a row."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from decimal import Decimal as D

import pytest
from compare_builders import (
    CATALOG,
    make_baseline,
    make_clause,
    make_growth,
    make_plan,
    make_statement,
)

from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan import compile_plan
from huoju.kernel.plan.compare import Kind, Row, Verdict, compare
from huoju.kernel.plan.outline import ClauseKind
from huoju.kernel.plan.pairing import Basis, pair_statements
from huoju.kernel.plan.statements import Place


def drafts(left, right, **titles) -> tuple[Row, ...]:
    return compare(left, right, CATALOG, kind=Kind.DRAFT).rows


def one(rows: tuple[Row, ...]) -> Row:
    assert len(rows) == 1, [row.verdict for row in rows]
    return rows[0]


CHANGES = [
    ("the same promise", {}, {}, Verdict.UNCHANGED),
    ("more", {"value": 300}, {"value": 350}, Verdict.RAISED),
    ("less", {"value": 300}, {"value": 250}, Verdict.LOWERED),
    (
        "less, but of what is better low",
        {"concept": "pm25", "value": 30},
        {"concept": "pm25", "value": 28},
        Verdict.RAISED,
    ),
    (
        "the same amount in another unit",
        {"concept": "gdp", "value": 500},
        {"concept": "gdp", "value": 5_000_000, "unit": "万元"},
        Verdict.UNCHANGED,
    ),
    (
        "raised in another unit",
        {"concept": "gdp", "value": 500},
        {"concept": "gdp", "value": 5_200_000, "unit": "万元"},
        Verdict.RAISED,
    ),
    ("以上 became 左右", {"comparator": "ge"}, {"comparator": "approx"}, Verdict.VAGUER),
    ("a plain number became 以上", {"comparator": "eq"}, {"comparator": "ge"}, Verdict.FIRMER),
    (
        "达到 and a plain number say the same",
        {"comparator": "eq"},
        {"comparator": "reach"},
        Verdict.UNCHANGED,
    ),
    ("力争 was put before it", {}, {"stretch": True}, Verdict.VAGUER),
    ("力争 was taken away", {"stretch": True}, {}, Verdict.FIRMER),
    ("a year became the whole period", {"period": "2023"}, {"period": "2021-2025"}, Verdict.LATER),
    ("the last year became the whole period", {"period": "2025"}, {"period": "2021-2025"}, Verdict.VAGUER),
    ("put off", {"period": "2025"}, {"period": "2027"}, Verdict.LATER),
    ("brought forward", {"period": "2025"}, {"period": "2023"}, Verdict.EARLIER),
    ("no longer binding", {"nature": "binding"}, {"nature": "expected"}, Verdict.VAGUER),
    ("made binding", {}, {"nature": "binding"}, Verdict.FIRMER),
    ("firmer and vaguer at once", {"stretch": True}, {"comparator": "approx"}, Verdict.CHANGED),
    ("the number went", {}, {"value": None, "implicit": True}, Verdict.VAGUER),
    (
        "a wider range around the same middle",
        {"value": (290, 310), "comparator": "range"},
        {"value": (250, 350), "comparator": "range"},
        Verdict.VAGUER,
    ),
    (
        "a higher range",
        {"value": (290, 310), "comparator": "range"},
        {"value": (300, 330), "comparator": "range"},
        Verdict.RAISED,
    ),
    (
        "a composition",
        {"value": (1, 50, 49), "measure": "composition"},
        {"value": (1, 48, 51), "measure": "composition"},
        Verdict.CHANGED,
    ),
]


@pytest.mark.parametrize(("why", "left", "right", "verdict"), CHANGES, ids=[row[0] for row in CHANGES])
def test_a_changed_promise_gets_one_word(why, left, right, verdict):
    assert one(drafts([make_statement(**left)], [make_statement(**right)])).verdict is verdict


def test_a_larger_reduction_is_raised_although_the_indicator_is_better_low():
    left, right = (
        make_statement("energy_intensity", value, measure="growth_rate", unit="%", sentence="单位GDP能耗累计下降13%。",
                       offset=(11, 14))
        for value in (13, 15)
    )  # fmt: skip
    assert one(drafts([left], [right])).verdict is Verdict.RAISED


def test_what_has_no_partner_is_dropped_or_added():
    rows = drafts([make_statement("firms")], [make_statement("gdp", 500)])
    assert [(row.verdict, row.left is None, row.right is None) for row in rows] == [
        (Verdict.DROPPED, False, True),
        (Verdict.ADDED, True, False),
    ]


def test_a_number_given_up_in_the_text_is_vaguer_not_dropped():
    adopted = make_plan(clauses=(make_clause("坚持创新。高新技术企业数持续增长，梯队更加完善。"),))
    row = one(drafts(make_plan(make_statement("firms", 300)), adopted))
    assert row.verdict is Verdict.VAGUER
    assert "第7行" in row.notes("zh")
    assert "line 7" in row.notes("en")


@pytest.mark.parametrize(
    ("why", "clause"),
    [
        ("the sentence has a number of its own", make_clause("高新技术企业数持续增长到400家。")),
        ("a heading promises nothing", make_clause("高新技术企业数持续增长", ClauseKind.HEADING)),
        ("it is mentioned, not promised", make_clause("高新技术企业数见附表。")),
    ],
)
def test_not_every_mention_is_a_promise(why, clause):
    rows = drafts(make_plan(make_statement("firms", 300)), make_plan(clauses=(clause,)))
    assert one(rows).verdict is Verdict.DROPPED


def test_a_number_given_to_an_earlier_promise_is_firmer_not_added():
    draft = make_plan(clauses=(make_clause("不断提高常住人口城镇化率。"),))
    assert one(drafts(draft, make_plan(make_statement("urbanisation", 70)))).verdict is Verdict.FIRMER


def repeated(*values, places=("1.1", "2.3")):
    """A promise made in one chapter and repeated in another; a value of its own makes it no repeat."""
    first, second = (
        make_statement("firms", value, place=Place("a.txt", chapter, line, line, 0))
        for line, (value, chapter) in enumerate(zip(values, places, strict=True), 5)
    )
    return [first, replace(second, same_as=first.key) if values[0] == values[1] else second]


def test_a_repeat_that_did_not_change_has_no_row_of_its_own():
    assert one(drafts(repeated(300, 300), repeated(300, 300))).verdict is Verdict.UNCHANGED


def test_with_one_mention_left_the_promise_stands():
    assert one(drafts(repeated(300, 300), repeated(300, 300)[1:])).verdict is Verdict.UNCHANGED


def test_when_one_of_two_mentions_is_changed_it_is_that_one():
    rows = drafts(repeated(300, 300), repeated(350, 300))
    assert [(row.verdict, row.left.place.line, row.right.place.line) for row in rows] == [
        (Verdict.RAISED, 5, 5),
        (Verdict.UNCHANGED, 6, 6),
    ]


def test_a_row_tells_gap_ratio_and_unit():
    row = one(
        drafts(
            [make_statement("gdp", 500)],
            [make_statement("gdp", D("5_500_000".replace("_", "")), unit="万元")],
        )
    )
    assert (row.gap, row.ratio, row.unit) == (D(50), D("1.1"), "亿元")


# -- matching


def pairs(left, right, **options):
    pairing = pair_statements(left, right, CATALOG, **options)
    return [(left.index(p.left), right.index(p.right), p.reason.basis) for p in pairing.pairs]


def named(name: str, **fields):
    return make_statement(None, indicator=name, **fields)


MATCHES = [
    (
        "the catalog's concept",
        make_statement("firms"),
        make_statement("firms", indicator="高企数量"),
        Basis.CONCEPT,
    ),
    ("one name", named("众创空间数"), named("众创空间 数量"), Basis.NAME),
    (
        "similar names",
        named("每万人口高价值发明专利拥有量"),
        named("每万人高价值发明专利拥有量"),
        Basis.SIMILAR_NAME,
    ),
    ("the town's and the country's", named("城镇居民人均消费支出"), named("农村居民人均消费支出"), None),
    ("two concepts the catalog tells apart", make_statement("gdp"), make_statement("revenue"), None),
    ("a level is no growth rate", make_statement("gdp"), make_growth("gdp", 6), None),
    ("another size class", named("过亿元企业", threshold=1), named("过亿元企业", threshold=10), None),
    (
        "the zone and a part of it",
        named("众创空间", subject="全区"),
        named("众创空间", subject="科技城"),
        None,
    ),
    (
        "one park, two spellings",
        named("楼宇", subject="新材料产业园"),
        named("楼宇", subject="新材料产业园区"),
        Basis.NAME,
    ),
    (
        "a share, with and without its last word",
        named("规上工业产值占比", unit="%", measure="share"),
        named("规上工业产值", unit="%", measure="share"),
        Basis.NAME,
    ),
    (
        "percent is no percentage point",
        named("某占比", unit="%", measure="share"),
        named("某占比", unit="个百分点", measure="difference"),
        None,
    ),
]


@pytest.mark.parametrize(("why", "left", "right", "basis"), MATCHES, ids=[row[0] for row in MATCHES])
def test_two_statements_match_for_a_reason(why, left, right, basis):
    assert pairs([left], [right]) == ([(0, 0, basis)] if basis else [])


def test_the_area_a_title_names_is_the_whole():
    left, right = named("众创空间", subject="青禾新区"), named("众创空间", subject="全区")
    filler = [named(name, subject=f"{name}园区") for name in ("楼宇", "泊位")]
    titles = ("青禾新区国民经济和社会发展第十四个五年规划", "")
    assert pairs([left, *filler], [right], titles=titles) == [(0, 0, Basis.NAME)]
    assert pairs([left, *filler], [right]) == []


def test_the_same_period_is_served_first():
    near, far = make_statement("gdp", 500, period="2025"), make_statement("gdp", 900, period="2035")
    vision = make_statement("gdp", 900, period="2035")
    assert pairs([near, far], [vision]) == [(1, 0, Basis.CONCEPT)]


def test_no_statement_is_used_twice():
    left = [make_statement("firms", value) for value in (300, 300, 280)]
    right = [make_statement("firms", value) for value in (280, 300)]
    found = pairs(left, right)
    assert found == [(0, 1, Basis.CONCEPT), (2, 0, Basis.CONCEPT)]


def test_a_changed_name_in_an_unchanged_sentence_is_found_by_the_sentence():
    left = named("甲", sentence="到2025年，建设公共服务平台12家以上，服务企业。", offset=(13, 16), value=12)
    right = named(
        "服务平台", sentence="到2025年，建设公共服务平台15家以上，服务企业。", offset=(13, 16), value=15
    )
    assert pairs([left], [right], by_sentence=True) == [(0, 0, Basis.SENTENCE)]
    assert pairs([left], [right]) == []


def test_the_order_of_rows_changes_nothing_but_their_order():
    left = [make_statement(c, v) for c, v in (("gdp", 5), ("firms", 3), ("pm25", 30), ("urbanisation", 70))]
    right = [make_statement(c, v) for c, v in (("firms", 4), ("gdp", 5), ("urbanisation", 68))]
    expected = {row.indicator: row.verdict for row in drafts(left, right)}
    for seed in range(5):
        shuffled = (
            random.Random(seed).sample(left, len(left)),
            random.Random(seed + 9).sample(right, len(right)),
        )
        assert {row.indicator: row.verdict for row in drafts(*shuffled)} == expected


# -- the last plan


def previous(targets, baselines, bases=()) -> tuple[Row, ...]:
    return compare([*targets, *bases], baselines, CATALOG, kind=Kind.PREVIOUS).rows


OUTCOMES = [
    ("reached", {"value": 300, "period": "2020"}, {"value": 310}, Verdict.MET),
    ("short", {"value": 300, "period": "2020"}, {"value": 290}, Verdict.MISSED),
    (
        "a cap kept",
        {"concept": "pm25", "value": 35, "period": "2020"},
        {"concept": "pm25", "value": 33},
        Verdict.MET,
    ),
    (
        "a cap broken",
        {"concept": "pm25", "value": 35, "period": "2020"},
        {"concept": "pm25", "value": 36},
        Verdict.MISSED,
    ),
    (
        "above is not equal",
        {"value": 300, "period": "2020", "comparator": "gt"},
        {"value": 300},
        Verdict.MISSED,
    ),
    (
        "about leaves some leeway",
        {"value": 300, "period": "2020", "comparator": "approx"},
        {"value": 290},
        Verdict.MET,
    ),
    (
        "a figure of an earlier year proves no miss",
        {"value": 300, "period": "2025"},
        {"value": 290},
        Verdict.NOT_DUE,
    ),
    ("but it may prove that it is met", {"value": 300, "period": "2025"}, {"value": 301}, Verdict.MET),
    (
        "other units",
        {"concept": "gdp", "value": 500, "period": "2020"},
        {"concept": "gdp", "value": 9, "unit": "家"},
        Verdict.NOT_COMPARABLE,
    ),
]


@pytest.mark.parametrize(("why", "target", "reached", "verdict"), OUTCOMES, ids=[row[0] for row in OUTCOMES])
def test_a_target_of_the_last_plan_meets_its_outcome(why, target, reached, verdict):
    assert one(previous([make_statement(**target)], [make_baseline(**reached)])).verdict is verdict


def test_a_target_nobody_speaks_of_is_not_reported_never_missed():
    assert one(previous([make_statement("firms", 300)], [])).verdict is Verdict.NOT_REPORTED


def test_growth_is_worked_out_from_two_levels_where_prices_do_not_matter():
    target = make_growth("firms", 10, period="2016-2020", unit="%")
    base, end = make_baseline("firms", 100, period="2015"), make_baseline("firms", 161)
    row = one(previous([target], [end], [base]))
    assert row.verdict is Verdict.MISSED
    assert "9.99%" in row.notes()


def test_growth_at_constant_prices_is_never_worked_out_from_current_levels():
    target = make_growth("gdp", 7, period="2016-2020")
    base, end = make_baseline("gdp", 100, period="2015"), make_baseline("gdp", 150)
    assert one(previous([target], [end], [base])).verdict is Verdict.NOT_REPORTED


# -- the plan above


def upper(mine, above, also=()) -> tuple[Row, ...]:
    return compare(mine, above, CATALOG, kind=Kind.UPPER, also=also).rows


def test_growth_rates_are_compared_as_stated():
    rows = upper(
        [make_growth("gdp", 8), make_growth("revenue", D("5.5"))],
        [make_growth("gdp", 6), make_growth("revenue", 6)],
    )
    assert [row.verdict for row in rows] == [Verdict.HIGHER, Verdict.LOWER]


def test_levels_are_compared_by_growth_and_by_share():
    mine = [make_baseline("revenue", 100), make_statement("revenue", 200)]
    above = [make_baseline("revenue", 1000), make_statement("revenue", 1500)]
    row = one(upper(mine, above))
    assert row.verdict is Verdict.HIGHER
    assert row.ratio == D(200) / D(1500)
    assert "13.33%" in row.notes()


def test_without_base_years_a_level_is_only_a_part():
    assert one(upper([make_statement("firms", 30)], [make_statement("firms", 300)])).verdict is Verdict.PART


def test_levels_of_two_years_are_no_part_of_each_other():
    row = one(upper([make_statement("firms", 30)], [make_statement("firms", 300, period="2030")]))
    assert (row.verdict, row.ratio) == (Verdict.NOT_COMPARABLE, None)


def test_a_part_larger_than_the_whole_asks_to_be_looked_at():
    row = one(upper([make_statement("firms", 400)], [make_statement("firms", 300)]))
    assert row.verdict is Verdict.HIGHER
    assert "核对" in row.notes()


def test_a_level_here_is_set_beside_a_growth_rate_there():
    mine = [make_baseline("revenue", 100), make_statement("revenue", 200)]
    row = one(upper(mine, [make_growth("revenue", 10)]))
    assert row.verdict is Verdict.HIGHER
    assert "14.87%" in row.notes()


def test_current_levels_are_not_set_against_growth_at_constant_prices():
    mine = [make_baseline("gdp", 100), make_statement("gdp", 200)]
    assert one(upper(mine, [make_growth("gdp", 6)])).verdict is Verdict.NOT_COMPARABLE


def test_shares_are_compared_by_their_figure():
    assert (
        one(upper([make_statement("urbanisation", 75)], [make_statement("urbanisation", 70)])).verdict
        is Verdict.HIGHER
    )


def test_what_the_upper_level_wants_and_nobody_took_up_is_shown():
    rows = upper([make_statement("firms")], [make_statement("urbanisation", 70)])
    assert [row.verdict for row in rows] == [Verdict.ONLY_HERE, Verdict.ONLY_ABOVE]


SUMS = [
    ("together they reach it", (120, 190), 300, Verdict.SUM_REACHES),
    ("together they fall short", (120, 150), 300, Verdict.SUM_FALLS_SHORT),
    ("one is silent", (120, None), 300, Verdict.SUM_INCOMPLETE),
    ("one is silent and the other is enough", (320, None), 300, Verdict.SUM_REACHES),
]


@pytest.mark.parametrize(("why", "values", "target", "verdict"), SUMS, ids=[row[0] for row in SUMS])
def test_what_is_promised_upward_is_added_up(why, values, target, verdict):
    plans = [
        make_plan(*([make_statement("firms", value)] if value else []), title=f"{name}区规划")
        for name, value in zip("甲乙", values, strict=True)
    ]
    rows = upper(plans[0], make_plan(make_statement("firms", target)), also=plans[1:])
    assert rows[-1].verdict is verdict


def test_a_cap_holds_when_the_sum_stays_below():
    plans = [make_plan(make_statement("emissions", value, comparator="le")) for value in (40, 50)]
    rows = upper(plans[0], make_plan(make_statement("emissions", 100, comparator="le")), also=plans[1:])
    assert rows[-1].verdict is Verdict.SUM_REACHES


def test_rates_are_never_added():
    plans = [make_plan(make_statement("urbanisation", 70)) for _ in range(2)]
    rows = upper(plans[0], make_plan(make_statement("urbanisation", 72)), also=plans[1:])
    assert len(rows) == 1


def test_a_comparison_goes_through_json():
    comparison = compare([make_statement("firms", 300)], [make_statement("firms", 350)], CATALOG)
    read = json.loads(json.dumps(comparison.as_json(), ensure_ascii=False))
    assert read["counts"] == {"raised": 1}
    assert read["rows"][0]["reason"] == {"basis": "concept", "score": 100.0, "same_period": True}
    assert read["rows"][0]["gap"] == 50


def test_numbers_changed_in_a_plan_are_found_and_nothing_else(root):
    """The invented plan of the demo pack with every fifth promised number made half as large again."""
    text = next((root / "packs" / "demo").glob("*.txt")).read_text(encoding="utf-8")
    before = compile_plan(text, load_catalog())
    lines, changed = text.split("\n"), set()
    for statement in before.commitments[::5]:
        line, digits = lines[statement.place.line - 1], re.match(r"\d+", statement.value_text)
        at = statement.place.col
        if digits and line[at:].startswith(digits[0]) and statement.place.line not in changed:
            lines[statement.place.line - 1] = (
                f"{line[:at]}{int(digits[0]) * 3 // 2 + 1}{line[at + len(digits[0]) :]}"
            )
            changed.add(statement.place.line)
    rows = compare(before, compile_plan("\n".join(lines), load_catalog()), load_catalog()).rows
    assert len(changed) >= 10
    assert {
        row.left.place.line for row in rows if row.verdict in (Verdict.RAISED, Verdict.LOWERED)
    } == changed
    assert {row.verdict for row in rows} <= {Verdict.RAISED, Verdict.LOWERED, Verdict.UNCHANGED}
