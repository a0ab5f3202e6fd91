"""Cells and rules in words, Chinese and English: "< 5000" of a column in 万元 is 低于5000万元, below 50 million yuan.

The unit of a column is the name of its type where that is a type of the model (万元, 人, 比例), so that a figure
is never told without it; 比例 (a fraction) is told in percent. English names come from a list of terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from huoju.errors import InputError
from huoju.kernel.rules.dmn.model import DecisionTable, InputClause, Rule
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.expression import base_names
from huoju.kernel.rules.feel.numbers import number_text
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests
from huoju.kernel.rules.feel.types import BUILT_IN

PERCENT = ("比例", "share", "percentage")  # types whose figures are fractions, told in percent
YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
UNITS_EN = {
    "人": "people",
    "家": "firms",
    "项": "items",
    "分": "points",
    "天": "days",
    "年": "years",
    "个": "",
}
COMPARED = {
    "<": ("低于", "below "),
    "<=": ("不超过", "up to "),
    ">": ("超过", "above "),
    ">=": ("不低于", "at least "),
    "=": ("等于", ""),
    "!=": ("不等于", "other than "),
}


def unit_of(type_ref: str | None) -> str:
    """The unit a type stands for: its name when it is a type of the model; "" for the built-in ones."""
    name = (type_ref or "").rpartition(":")[2]
    return "" if not name or name in BUILT_IN or "<" in name else name


def head_of(clause: InputClause) -> str:
    """What to call a column: its label, else its expression."""
    return clause.label or clause.expression


def names_values(text: str) -> bool:
    """Does a cell name values ("a", true, 5), not a comparison (< 5)?"""
    try:
        tests = parse_tests(text or "-", base_names())
    except InputError:
        return True
    return not isinstance(tests.tests[0], tree.Comparing | tree.Interval)


@dataclass(frozen=True, slots=True)
class Words:
    """How to say things in one language. `terms` has the English for Chinese names, units and texts."""

    language: str = "zh"
    terms: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_chinese(self) -> bool:
        return not self.language.startswith("en")

    def choose(self, zh: str, en: str) -> str:
        return zh if self.is_chinese else en

    def term(self, text: str) -> str:
        """A name or text of a model in this language; itself where no English is known."""
        return text if self.is_chinese else self.terms.get(text, text)

    def quoted(self, text: str) -> str:
        return f"“{text}”" if self.is_chinese else self.term(text)

    def number(self, value: Decimal, unit: str = "") -> str:
        """A figure with its unit, as people write it."""
        if unit in PERCENT:
            return number_text(value * 100) + "%"
        if unit in YUAN:
            return self._money(value, unit)
        if self.is_chinese:
            return number_text(value) + unit
        plain = f"{value:,f}" if value == value.to_integral_value() else number_text(value)
        return f"{plain} {self.terms.get(unit, UNITS_EN.get(unit, unit))}".strip()

    def _money(self, value: Decimal, unit: str) -> str:
        yuan = value * YUAN[unit]
        if self.is_chinese:
            if unit == "万元" and value and value % 10_000 == 0:
                return number_text(value / 10_000) + "亿元"
            return number_text(value) + unit
        for size, word in ((Decimal(10**9), " billion"), (Decimal(10**6), " million")):
            if abs(yuan) >= size:
                return f"{number_text(yuan / size)}{word} yuan"
        return f"{yuan.normalize():,f} yuan"

    def constant(self, node: tree.Node, unit: str = "") -> str | None:
        """A literal in words; None for what computes."""
        match node:
            case tree.Literal(value=bool() as value):
                return self.choose("是" if value else "否", "yes" if value else "no")
            case tree.Literal(value=Decimal() as value):
                return self.number(value, unit)
            case tree.Literal(value=str() as value):
                return self.quoted(value)
            case tree.Literal(value=None):
                return self.choose("未提供", "not given")
            case tree.Negate(operand=tree.Literal(value=Decimal() as value)):
                return self.number(-value, unit)
            case tree.AtLiteral(text=text):
                return text
            case tree.Call(arguments=(tree.Literal(value=str() as value),)):
                return value
            case tree.Name(name=name):
                return self.quoted(name)
        return None

    def cell(self, text: str, unit: str = "") -> str:
        """A condition cell in words; as written where it computes."""
        try:
            tests = parse_tests(text or "-", base_names())
        except InputError:
            return text
        told = [self._test(test, unit) for test in tests.tests]
        if any(one is None for one in told):
            return text
        joined = self.choose("或", " or ").join(one for one in told if one is not None)
        return self.choose("不是", "not ") + joined if tests.is_negated else joined

    def _test(self, test: tree.Node, unit: str) -> str | None:
        match test:
            case tree.AnyTest():
                return self.choose("不限", "any")
            case tree.Comparing(operator=operator, end=end):
                value = self.constant(end, unit)
                return None if value is None else self.choose(*COMPARED[operator]) + value
            case tree.Interval(start=start, end=end, start_included=opens, end_included=closes):
                low, high = self.constant(start, unit), self.constant(end, unit)
                if low is None or high is None:
                    return None
                first = self.choose(*COMPARED[">=" if opens else ">"]) + low
                return (
                    first
                    + self.choose("、", " and ")
                    + self.choose(*COMPARED["<=" if closes else "<"])
                    + high
                )
        return self.constant(test, unit)

    def output(self, text: str, unit: str = "", is_quoted: bool = True) -> str:
        """A result cell in words; a text stands in quotes unless it stands alone."""
        if text in ("", "-"):
            return self.choose("空", "nothing")
        try:
            node = parse_expression(text, base_names())
        except InputError:
            return text
        if not is_quoted and isinstance(node, tree.Literal) and isinstance(node.value, str):
            return self.term(node.value)
        told = self.constant(node, unit)
        return text if told is None else told

    def conditions(self, table: DecisionTable, rule: Rule, without: int | None = None) -> str:
        """What a rule asks for, in words; `without` leaves one column out. "" when it asks for nothing."""
        parts = [
            self.condition(head_of(clause), text, unit_of(clause.type_ref))
            for index, (clause, text) in enumerate(zip(table.inputs, rule.inputs, strict=True))
            if index != without and text not in ("", "-")
        ]
        return self.choose("、", " and ").join(parts)

    def condition(self, expression: str, text: str, unit: str = "") -> str:
        """One column of a rule in words."""
        if text.strip() in ("true", "false"):
            yes = text.strip() == "true"
            return self.choose(
                f"{expression}为{'是' if yes else '否'}", f"{self.term(expression)}: {'yes' if yes else 'no'}"
            )
        told = self.cell(text, unit)
        mark = self.choose("为", ": ") if names_values(text) else self.choose("", " ")
        return f"{self.term(expression)}{mark}{told}"

    def outputs(self, table: DecisionTable, rule: Rule) -> str:
        """What a rule gives, in words."""
        told = [
            (clause.name or clause.label or "", self.output(text, unit_of(clause.type_ref)))
            for clause, text in zip(table.outputs, rule.outputs, strict=True)
        ]
        if len(told) == 1:
            return told[0][1]
        return self.choose("，", ", ").join(f"{self.term(name)} {value}" for name, value in told)
