"""What is recorded when an expression has no value: code, place and both languages, as a value.

A warning never stops an evaluation; the result is null (DMN 1.5, 10.3.2: errors give null).
"""

from __future__ import annotations

from dataclasses import dataclass

TEXTS: dict[str, tuple[str, str]] = {
    "unknown-name": ("没有名为“{name}”的变量或函数", "there is no variable or function named '{name}'"),
    "operands": ("“{operator}”不能用于{left}与{right}", "'{operator}' cannot be used on {left} and {right}"),
    "operand": ("“{operator}”不能用于{kind}", "'{operator}' cannot be used on {kind}"),
    "arithmetic": ("“{operator}”没有有限的数值结果", "'{operator}' has no finite result"),
    "not-boolean": ("条件应为布尔值，实为{kind}", "a condition should be boolean, it is {kind}"),
    "no-entry": ("{kind}没有“{name}”项", "{kind} has no entry '{name}'"),
    "index": ("列表有{size}项，没有第{index}项", "the list has {size} items, there is no item {index}"),
    "not-function": ("{kind}不是函数，不能调用", "{kind} is not a function and cannot be invoked"),
    "arguments": (
        "函数“{function}”需要{expected}个参数，给出{got}个",
        "'{function}' takes {expected} arguments, got {got}",
    ),
    "argument-type": (
        "函数“{function}”的参数“{parameter}”不能是{kind}",
        "argument '{parameter}' of '{function}' cannot be {kind}",
    ),
    "argument-names": (
        "函数“{function}”没有这样的参数：{names}",
        "'{function}' has no such arguments: {names}",
    ),
    "no-variant": (
        "函数“{function}”不接受这些参数：{kinds}",
        "'{function}' does not take these arguments: {kinds}",
    ),
    "function": ("函数“{function}”没有结果：{detail}", "'{function}' has no result: {detail}"),
    "type": (
        "“{name}”的值应为{expected}，实为{kind}",
        "the value of '{name}' should be {expected}, it is {kind}",
    ),
    "not-allowed": ("“{name}”的值不在允许取值之内", "the value of '{name}' is not among the allowed values"),
    "range": ("区间两端须为可比较的同类值", "both ends of a range must be comparable values of one kind"),
    "duplicate-key": ("上下文中“{name}”重复", "the context has '{name}' twice"),
    "literal": ("“@{text}”不是日期、时间或时长", "'@{text}' is not a date, time or duration"),
    "external": ("外部函数(Java、PMML)不执行", "external functions (Java, PMML) are not run"),
    "iteration": ("不能在{kind}上循环", "cannot iterate over {kind}"),
    "missing-input": ("没有给出输入“{name}”", "the input '{name}' was not given"),
    "no-logic": ("决策“{name}”没有决策逻辑", "the decision '{name}' has no logic"),
    "no-rule": ("决策表“{name}”没有规则命中", "no rule of the table '{name}' matches"),
    "not-unique": (
        "决策表“{name}”应唯一命中，却命中规则{rules}",
        "the table '{name}' should match once, rules {rules} do",
    ),
    "not-any": (
        "决策表“{name}”的命中规则{rules}结果不同",
        "the rules {rules} matched in '{name}' differ in their results",
    ),
    "not-listed": (
        "决策表“{name}”的结果不在输出值清单内",
        "a result of '{name}' is not in its list of output values",
    ),
    "no-moment": ("没有给出当前时间", "the present moment was not given"),
    "syntax": ("表达式有语法错误：{text}", "the expression has a syntax error: {text}"),
    "unsupported": ("不支持{what}", "{what} is not supported"),
}


@dataclass(frozen=True, slots=True)
class RuleWarning:
    """One recorded reason for a null: `where` names the decision or function."""

    code: str
    where: str
    zh: str
    en: str

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "where": self.where, "zh": self.zh, "en": self.en}


def make_warning(code: str, where: str, fields: dict[str, object]) -> RuleWarning:
    zh, en = TEXTS[code]
    return RuleWarning(code, where, zh.format_map(fields), en.format_map(fields))
