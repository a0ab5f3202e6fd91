"""Words about findings: kinds, a title and a reason in one line each, remedies. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from huoju.kernel.plan.checker.scopes import WHOLE, whole
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Measure, Role, Statement
from huoju.site.pages.wording import promised_value
from huoju.site.texts import Text

SEVERITIES = {
    Severity.ERROR: Text("矛盾", "Contradiction"),
    Severity.WARNING: Text("存疑", "Tension"),
    Severity.NOTE: Text("提示", "Note"),
}
KINDS: dict[str, Text] = {
    "conflict": Text("数字相互矛盾", "Numbers that contradict each other"),
    "growth-and-level": Text("增速与目标值不符", "Growth and level do not meet"),
    "stated-twice": Text("现状前后不一致", "A fact stated in two ways"),
    "promised-twice": Text("同一目标前后不一致", "One target, two values"),
    "parts-and-whole": Text("部分与整体不符", "Parts do not make the whole"),
    "parts-exceed-whole": Text("分项超过总数", "Parts exceed the whole"),
    "structure-parts": Text("数字概括与所列不符", "A slogan and its parts differ"),
    "unit-does-not-fit": Text("单位与指标不符", "Unit does not fit the indicator"),
    "met-by-baseline": Text("基期已达到目标", "Met by the baseline"),
    "behind-baseline": Text("目标比基期倒退", "Target behind the baseline"),
    "baseline-restated": Text("基期前后不一致", "Baseline restated"),
    "less-than-before": Text("少于上一时期", "Less than in the period before"),
    "deadline-missing": Text("没有完成时限", "No deadline"),
    "base-undefined": Text("没有基期或口径", "No base or definition"),
    "growth-unclear": Text("增速口径不清", "Unclear rate of growth"),
    "no-evidence-source": Text("没有数据来源", "No source of evidence"),
    "tension-population-growth": Text("须人口异常增长", "Needs unusual population growth"),
    "tension-money-growth": Text("须总量异常增长", "Needs unusual growth"),
    "tension-no-step-back": Text("须目标低于基期", "Needs a step back"),
    "tension-parts": Text("分项之和超过整体", "Parts add up to more than the whole"),
    "tension-scope": Text("须口径异常", "Needs unusual scopes"),
    "tension-approximate-identity": Text("核算关系难以成立", "An identity hardly holds"),
    "average-and-total": Text("年均与累计不符", "Yearly average and total differ"),
    "tension-no-exits": Text("须有大量退出", "Needs many to have left"),
    "tension-plain": Text("按字面难以同时成立", "Hardly true as plainly read"),
    "tension-reading": Text("所指可能不同", "May not be about the same"),
    "tension-as-printed": Text("须大幅超过目标", "Needs far more than printed"),
    "tension-deflator": Text("须价格异常变动", "Needs unusual prices"),
}
NOT_TOGETHER = Text("{names}不能同时成立", "{names} cannot all be true")
HARDLY_TOGETHER = Text("{names}难以同时成立", "{names} can hardly all be true")
ALONE = Text("{name}：{kind}", "{name}: {kind}")
TWO_VALUES = Text(
    "{indicator}出现两个数值：{one} 与 {other}", "{indicator} has two values: {one} and {other}"
)
CLASH = Text(
    "{about}一方面不小于 {least}，另一方面不大于 {most}，相差 {gap}。",
    "{about} is at least {least}, yet at most {most}: {gap} apart.",
)
MOST_NAMES = 3
AND_MORE = Text("等", " and others")


class Named(Protocol):
    """A statement's row: its name in either language, and whom it is about."""

    subject: Any

    def indicator_in(self, language: str) -> str: ...


def kind_of(finding: Finding) -> Text:
    """The kind of a finding in words; its code where no word is known."""
    return KINDS.get(finding.code, Text(finding.code, finding.code))


def title(finding: Finding, said: Mapping[str, Statement], rows: Mapping[str, Named], language: str) -> str:
    """What is found, in one line: the promises by name and value, and how they stand to each other."""
    statements = [said[key] for key in finding.statements if key in said]
    names = _distinct(_name(s, rows, language) for s in _weightiest(statements))
    if not names:
        return message(finding, language).partition("：")[0]
    if finding.code == "promised-twice" and len(statements) == 2:
        return _two_values(statements, rows, language)
    together = finding.severity is Severity.ERROR or finding.code.startswith("tension")
    if together and len(names) > 1:
        text = NOT_TOGETHER if finding.severity is Severity.ERROR else HARDLY_TOGETHER
        return text.in_language(language, names=_joined(names, language))
    return ALONE.in_language(language, name=names[0], kind=_inside(kind_of(finding), language))


def reason(finding: Finding, language: str) -> str:
    """Why, in a sentence: the two sides of the clash, the unusual condition, else the checker's message."""
    end = "en" if language.startswith("en") else "zh"
    fields = finding.fields
    condition = fields.get(f"condition_{end}")
    if condition:
        return f"{condition[0].upper()}{condition[1:]}." if end == "en" else f"{condition}。"
    drawing = fields.get("drawing")
    if drawing:
        shown = {name: drawing[f"{name}_{end}"] for name in ("about", "least", "most", "gap")}
        return CLASH.in_language(language, **shown)
    return message(finding, language)


def message(finding: Finding, language: str) -> str:
    """The checker's message without its list of remedies, which stand by themselves."""
    text = finding.message(language)
    for remedies in ("可改其一：", " Any one of these mends it:"):
        text = text.partition(remedies)[0]
    return text


def remedies(finding: Finding, language: str) -> list[str]:
    """The smallest change to each statement that would mend it."""
    end = "en" if language.startswith("en") else "zh"
    texts = [mend[end] for mend in finding.fields.get("mends", ())]
    return [text[:1].upper() + text[1:] for text in texts]


def _weightiest(statements: list[Statement]) -> list[Statement]:
    """The promises; the facts too where there is at most one promise."""
    promises = [s for s in statements if s.role is Role.TARGET]
    return promises if len(promises) > 1 else promises + [s for s in statements if s not in promises]


def _name(statement: Statement, rows: Mapping[str, Named], language: str) -> str:
    name = name_of(statement, rows.get(statement.key), language)
    in_words = language == "zh" and statement.measure is Measure.MULTIPLE and not has_digits(statement.value_text)
    value = statement.value_text if in_words and statement.value_text else promised_value(statement, language)
    return f"{name} {value}"


def name_of(statement: Statement, row: Named | None, language: str) -> str:
    """The indicator, with whom it is about where that is not the whole area."""
    name = row.indicator_in(language) if row else statement.indicator
    if whole(statement.subject) == WHOLE or statement.subject in name:
        return name
    subject = row.subject.name_in(language) if row and row.subject else statement.subject
    return f"{subject}: {name}" if language.startswith("en") else f"{subject}{name}"


def has_digits(text: str) -> bool:
    """Whether a number is printed in digits; 翻番 is not."""
    return any(character.isdigit() for character in text)


def _two_values(statements: list[Statement], rows: Mapping[str, Named], language: str) -> str:
    one, other = statements
    return TWO_VALUES.in_language(
        language,
        indicator=name_of(one, rows.get(one.key), language),
        one=promised_value(one, language),
        other=promised_value(other, language),
    )


def _joined(names: list[str], language: str) -> str:
    comma = ", " if language.startswith("en") else "、"
    text = comma.join(names[:MOST_NAMES])
    return text + AND_MORE.in_language(language) if len(names) > MOST_NAMES else text


def _inside(text: Text, language: str) -> str:
    """A heading's words inside a sentence."""
    words = text.in_language(language)
    return words[:1].lower() + words[1:] if language.startswith("en") else words


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
