"""Telling: a bound, a chain of bounds and a remedy in words, both languages, with numbers anyone can redo."""

from __future__ import annotations

from dataclasses import replace

from huoju.kernel.plan.checker.building import Model
from huoju.kernel.plan.checker.propagation import chain_of
from huoju.kernel.plan.checker.quoting import percent_words
from huoju.kernel.plan.checker.relations import Bound, Operand, Product, Total
from huoju.kernel.plan.checker.unknowns import Kind, Value, digits, written, year_words

PERCENTS = ("%", "％")
FACTORS = (Kind.FACTOR, Kind.REAL_FACTOR, Kind.PRICES)
KIND_WORDS = {
    Kind.FACTOR: ("增长倍数", "growth factor"),
    Kind.REAL_FACTOR: ("可比价增长倍数", "growth factor at constant prices"),
    Kind.PRICES: ("变动倍数", "change factor"),
    Kind.ADDED: ("增加量", "increase"),
    Kind.TOTAL: ("累计", "total"),
}


class Teller:
    """Puts bounds of one model into words."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def name(self, variable: int) -> Value:
        """An unknown with its time: 2025年地区生产总值."""
        unknown, shown = self.model.unknowns[variable], self.model.shown[variable]
        zh, en = KIND_WORDS.get(unknown.kind, ("", ""))
        when_zh, when_en = year_words(unknown, "zh"), year_words(unknown, "en")
        english = f"{shown.en} {en}".strip()
        return Value(f"{when_zh}{shown.zh}{zh}", f"{english} {when_en}".strip())

    def value(self, variable: int, value: float) -> Value:
        """A value of an unknown, in the unit its statements use."""
        return written(value, self.model.shown[variable], self.model.unknowns[variable].kind)

    def gap(self, variable: int, value: float) -> Value:
        """How far two values of an unknown are apart: of shares in percentage points."""
        shown, kind = self.model.shown[variable], self.model.unknowns[variable].kind
        if shown.unit in PERCENTS:
            shown = replace(shown, unit="个百分点", unit_en="percentage points")
        return written(value, shown, kind)

    def chain(self, *bounds: Bound) -> list[Value]:
        """Every step behind some bounds, causes first."""
        return [self.step(bound) for bound in chain_of(*bounds)]

    def step(self, bound: Bound) -> Value:
        """One bound and how it came about."""
        if bound.fact is not None:
            return self._said(bound)
        if bound.relation is not None:
            return self._computed(bound)
        name = self.name(bound.variable)
        return Value(f"{name.zh}不会小于零", f"{name.en} cannot be below zero")

    def _said(self, bound: Bound) -> Value:
        assert bound.fact is not None
        element = self.model.elements[bound.fact.element]
        limit = self.limit(bound.variable, bound.side, bound.value)
        zh, en = self._rate(bound)
        return Value(f"{element.zh}：{limit.zh}{zh}", f"{element.en}: {limit.en}{en}")

    def _rate(self, bound: Bound) -> tuple[str, str]:
        """For a growth factor, the yearly rate it stands for."""
        unknown = self.model.unknowns[bound.variable]
        years = unknown.last - unknown.first
        if unknown.kind not in FACTORS or years < 1 or bound.value <= 0:
            return "", ""
        rate = percent_words(bound.value ** (1 / years) - 1)
        power = f"^{years}" if years > 1 else ""
        sum_of = f"1 − {rate.removeprefix('−')}" if rate.startswith("−") else f"1 + {rate}"
        return f"，即 ({sum_of}){power}", f", which is ({sum_of}){power}"

    def limit(self, variable: int, side: str, value: float) -> Value:
        """X不小于v, X不大于v."""
        name, number = self.name(variable), self.value(variable, value)
        zh, en = ("不小于", "is at least") if side == "low" else ("不大于", "is at most")
        return Value(f"{name.zh}{zh} {number.zh}", f"{name.en} {en} {number.en}")

    def _computed(self, bound: Bound) -> Value:
        limit = self.limit(bound.variable, bound.side, bound.value)
        zh = self._arithmetic(bound, "zh")
        en = self._arithmetic(bound, "en")
        because_zh, because_en = self._because(bound)
        return Value(f"{limit.zh}：{zh}{because_zh}", f"{limit.en}: {en}{because_en}")

    def _arithmetic(self, bound: Bound, language: str) -> str:
        parts = []
        if isinstance(bound.relation, Total) and bound.constant:
            constant = self.value(bound.variable, bound.constant)
            parts.append(constant.zh if language == "zh" else constant.en)
        for operand in sorted(bound.operands, key=lambda o: o.sign == "−"):
            parts.append(self._operand(operand, language, is_first=not parts))
        result = self.value(bound.variable, bound.value)
        text = " ".join(parts)
        return f"{text} = {result.zh if language == 'zh' else result.en}"

    def _operand(self, operand: Operand, language: str, *, is_first: bool) -> str:
        name, number = self.name(operand.variable), self.value(operand.variable, operand.value)
        is_helper = self.model.unknowns[operand.variable].kind is Kind.HELPER
        text = number.zh if language == "zh" else number.en
        label = "" if is_helper else f"（{name.zh}）" if language == "zh" else f" ({name.en})"
        text = f"{text}{label}"
        if abs(operand.factor - 1) > 1e-12:
            text = f"{text} × {digits(operand.factor, 5)}"
        sign = operand.sign
        if is_first:
            return f"−{text}" if sign == "−" else text
        return f"{sign or '+'} {text}"

    def _because(self, bound: Bound) -> tuple[str, str]:
        """The assumption or approximate identity that a computed step rests on."""
        relation = bound.relation
        assert relation is not None
        if relation.element is not None:
            element = self.model.elements[relation.element]
            return f"（{element.zh}）", f" ({element.en})"
        about = relation.about
        zh, en = getattr(about, "zh", ""), getattr(about, "en", "")
        if zh and isinstance(relation, Product | Total):
            return f"（{zh.rstrip('。')}）", f" ({en.rstrip('.')})"
        return "", ""
