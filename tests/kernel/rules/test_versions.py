"""Dated versions: which holds when, what changed, in words, and who moves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from dmn_builder import decision, definitions, input_data, literal, table

from huoju.kernel.rules import (
    Model,
    RuleSet,
    RuleSource,
    RuleVersion,
    Words,
    compare_models,
    compile_model,
    find_moves,
    read_model,
)
from huoju.kernel.rules.errors import NoVersion, VersionsOverlap, VersionsReversed

SOURCE = RuleSource("办法")


def make_model(
    rules: Any, columns: Any = ("收入", "研发占比"), outputs: Any = ("结论",), **more: Any
) -> Model:
    data = [input_data(name) for name in columns]
    return read_model(definitions(*data, decision("认定", table(columns, outputs, rules, **more), columns)))


OLD = make_model([("< 5000", ">= 0.05", '"是"'), ("< 5000", "< 0.05", '"否"'), (">= 5000", "-", '"否"')])
NEW = make_model([("< 5000", ">= 0.04", '"是"'), ("< 5000", "< 0.04", '"否"'), (">= 5000", "-", '"否"')])


def version(start: str, end: str | None = None, model: Model = OLD) -> RuleVersion:
    return RuleVersion(date.fromisoformat(start), date.fromisoformat(end) if end else None, SOURCE, model)


def rule_set(*versions: RuleVersion) -> RuleSet:
    return RuleSet("r", "规则", "rules", versions, decision="认定")


class TestWhichVersionHolds:
    series = rule_set(version("2016-01-01", model=NEW), version("2008-01-01", "2015-12-31"))

    @pytest.mark.parametrize(
        ("day", "start"),
        [("2008-01-01", 2008), ("2015-12-31", 2008), ("2016-01-01", 2016), ("2030-01-01", 2016)],
    )
    def test_both_ends_are_included(self, day: str, start: int) -> None:
        assert self.series.on(date.fromisoformat(day)).valid_from.year == start

    def test_a_day_without_a_version_is_refused_by_name(self) -> None:
        with pytest.raises(NoVersion):
            self.series.on(date(2007, 12, 31))
        assert self.series.current(date(2007, 12, 31)) is None

    def test_a_subject_is_judged_by_the_rules_of_its_day(self) -> None:
        firm = {"收入": 4000, "研发占比": 0.045}
        assert self.series.evaluate(firm, on=date(2015, 1, 1))[1].value == "否"
        assert self.series.evaluate(firm, on=date(2016, 1, 1))[1].value == "是"

    def test_two_versions_may_not_hold_at_once(self) -> None:
        with pytest.raises(VersionsOverlap):
            rule_set(version("2008-01-01", "2016-01-01"), version("2016-01-01"))
        with pytest.raises(VersionsOverlap):
            rule_set(version("2008-01-01"), version("2016-01-01"))
        with pytest.raises(VersionsReversed):
            rule_set(version("2008-01-01", "2007-01-01"))

    def test_a_new_version_ends_the_open_one_the_day_before(self) -> None:
        more = rule_set(version("2008-01-01")).plus(version("2016-01-01"))
        assert [one.label for one in more.versions] == ["2008-01-01..2015-12-31", "2016-01-01.."]


def typed(model: Model) -> Model:
    """The same with columns in 万元 and 比例."""
    from dataclasses import replace

    from huoju.kernel.rules import with_table

    (one,) = model.decisions
    kinds = {"收入": "万元", "研发占比": "比例"}
    inputs = tuple(replace(clause, type_ref=kinds.get(clause.expression)) for clause in one.logic.inputs)
    return with_table(model, one, replace(one.logic, inputs=inputs))


def sentences(old: Model, new: Model, language: str = "zh", **more: Any) -> tuple[str, ...]:
    return compare_models(old, new, subject=("企业", "firms"), **more).sentences(language)


class TestDifference:
    def test_the_sentence_of_the_requirement(self) -> None:
        terms = {"收入": "revenue", "研发占比": "R&D share", "认定": "verdict"}
        assert sentences(typed(OLD), typed(NEW), "en", terms=terms) == (
            "verdict: the threshold of R&D share for firms with revenue below 50 million yuan falls from 5% to 4%",
        )
        assert sentences(typed(OLD), typed(NEW)) == (
            "认定：收入低于5000万元的企业，“研发占比”的门槛由5%降为4%",
        )

    def test_the_same_model_has_no_difference(self) -> None:
        assert compare_models(OLD, OLD).changes == ()

    CASES = [
        # old rules, new rules, sentences
        ([("< 5", "1")], [("<= 5", "1")], ["认定：规则1对“x”的要求由低于5改为不超过5"]),
        ([("< 5", "1")], [("< 5", "2")], ["认定：x低于5的企业，“r”由1提高到2"]),
        ([("< 5", '"a"')], [("< 5", '"b"')], ["认定：x低于5的企业，“r”由“a”改为“b”"]),
        ([("< 5", "1")], [("< 5", "1"), (">= 5", "2")], ["认定：新增规则2：x不低于5 → 2"]),
        ([("< 5", "1"), (">= 5", "2")], [(">= 5", "2")], ["认定：取消原规则1：x低于5 → 1"]),
        ([('"a", "b"', "1")], [('"b", "c"', "1")], ["认定：规则1的“x”增加“c”，去掉“a”"]),
        ([("[1..5)", "1")], [("[2..5)", "1")], ["认定：规则1对“x”的要求由不低于1、低于5改为不低于2、低于5"]),
        ([("-", "1")], [("true", "1")], ["认定：规则1对“x”的要求由不限改为是"]),
        ([("< y + 1", "1")], [("< y + 2", "1")], ["认定：规则1对“x”的要求由< y + 1改为< y + 2"]),
    ]

    @pytest.mark.parametrize(("old", "new", "told"), CASES)
    def test_one_change_is_one_sentence(self, old: Any, new: Any, told: list[str]) -> None:
        models = [make_model(rules, ("x",), ("r",)) for rules in (old, new)]
        assert list(sentences(*models)) == told

    def test_rules_that_only_change_places_are_told_where_order_counts(self) -> None:
        rules = [("< 5", "1"), ("< 9", "2"), ("-", "3")]
        models = [
            make_model(one, ("x",), ("r",), policy="FIRST") for one in (rules, [rules[1], rules[0], rules[2]])
        ]
        assert sentences(*models) == ("认定：规则1的次序由第2改为第1",)
        models = [make_model(one, ("x",), ("r",)) for one in (rules, rules[::-1])]
        assert sentences(*models) == ()

    def test_a_rule_put_in_between_does_not_shift_the_others(self) -> None:
        old = make_model([("< 5", "1"), (">= 5", "2")], ("x",), ("r",))
        new = make_model([("< 5", "1"), ("[5..9)", "3"), (">= 9", "2")], ("x",), ("r",))
        assert sentences(old, new) == ("认定：新增规则2：x不低于5、低于9 → 3", "认定：“x”的门槛由5提高到9")

    def test_policy_default_columns_and_formulas_are_compared(self) -> None:
        old = make_model([("1", "2", "3")], ("a", "b"), ("r",))
        new = make_model([("1", "2", "3")], ("a", "c"), ("r",), policy="FIRST", defaults={"r": "0"})
        codes = {one.code for one in compare_models(old, new).changes}
        assert codes == {"data-added", "data-removed", "hit-policy", "default", "rule-changed"}
        formulas = [read_model(definitions(decision("和", literal(text)))) for text in ("1 + 1", "1 + 2")]
        assert sentences(*formulas) == ("和：算法由“1 + 1”改为“1 + 2”",)

    def test_large_tables_are_compared_quickly(self) -> None:
        import time

        rules = [(f"[{n}..{n + 1})", str(n)) for n in range(3000)]
        old, new = make_model(rules, ("x",), ("r",)), make_model([*rules[:-1], rules[0]], ("x",), ("r",))
        start = time.perf_counter()
        compare_models(old, new)
        assert time.perf_counter() - start < 10


class TestMoves:
    def moves(self, subjects: Any) -> Any:
        difference = compare_models(OLD, NEW)
        rules = compile_model(OLD), compile_model(NEW)
        return find_moves(*rules, subjects, difference, decision="认定", name="企业")

    def test_who_moves_and_by_which_rule(self) -> None:
        found = self.moves(
            [
                {"企业": n, "收入": 4000, "研发占比": share}
                for n, share in (("甲", 0.06), ("乙", 0.04), ("丙", 0.01))
            ]
        )
        assert [(one.row, one.subject, one.old, one.new) for one in found.moves] == [(2, "乙", "否", "是")]
        (cause,) = found.moves[0].causes
        assert (cause.table, cause.old_rules, cause.new_rules) == ("认定", (2,), (1,))
        assert "门槛由0.05降为0.04" in cause.zh
        assert found.total == 3
        assert found.counts == {('"是"', '"是"'): 1, ('"否"', '"是"'): 1, ('"否"', '"否"'): 1}

    def test_nobody_moves_in_an_empty_table(self) -> None:
        assert self.moves([]).total == 0


WORDS = [
    ("< 5000", "万元", "低于5000万元", "below 50 million yuan"),
    ("<= 20000", "万元", "不超过2亿元", "up to 200 million yuan"),
    (">= 0.055", "比例", "不低于5.5%", "at least 5.5%"),
    (
        "(5000..20000]",
        "万元",
        "超过5000万元、不超过2亿元",
        "above 50 million yuan and up to 200 million yuan",
    ),
    ("> 500, null", "人", "超过500人或未提供", "above 500 people or not given"),
    ('not("批发业")', "", "不是“批发业”", "not 批发业"),
    ("true", "", "是", "yes"),
    ("-", "", "不限", "any"),
    ("< limit(x)", "", "< limit(x)", "< limit(x)"),
    ('>= date("2020-01-01")', "", "不低于2020-01-01", "at least 2020-01-01"),
]


@pytest.mark.parametrize(("cell", "unit", "zh", "en"), WORDS)
def test_a_cell_in_words(cell: str, unit: str, zh: str, en: str) -> None:
    assert Words("zh").cell(cell, unit) == zh
    assert Words("en").cell(cell, unit) == en
