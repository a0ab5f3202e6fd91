"""What does not compile to a table expression, and why, in Chinese and English.

A refusal concerns one decision (and with it those that need it); the rest of the model still compiles. The row
engine answers what is refused here.
"""

from __future__ import annotations

from dataclasses import dataclass

from huoju.errors import InputError

TEXTS: dict[str, tuple[str, str]] = {
    "logic": ("没有决策逻辑", "it has no decision logic"),
    "syntax": ("表达式“{text}”有语法错误", "the expression '{text}' has a syntax error"),
    "box": ("框式表达式“{kind}”不能按列计算", "a boxed {kind} cannot be computed by columns"),
    "node": ("“{kind}”不能按列计算：{text}", "'{kind}' cannot be computed by columns: {text}"),
    "function": ("函数“{name}”不能按列计算", "the function '{name}' cannot be computed by columns"),
    "arguments": (
        "函数“{name}”的这种参数不能按列计算",
        "'{name}' cannot be computed by columns for these arguments",
    ),
    "recursion": ("函数“{name}”调用自身", "the function '{name}' calls itself"),
    "needs": ("需要不能按列计算的决策“{name}”", "it needs '{name}', which cannot be computed by columns"),
    "service": ("决策服务“{name}”作为函数调用", "it calls the decision service '{name}' as a function"),
    "float": (
        "浮点列的四则运算与逐行引擎的十进制结果不同，请把列声明为decimal(p,s)或用fit_columns测定",
        "arithmetic on float columns differs from the decimals of the row engine; "
        "declare the column decimal(p,s) or measure it with fit_columns",
    ),
    "float-constant": (
        "浮点列只能与15位以内的常数比较，“{value}”超出",
        "a float column compares exactly with constants of up to 15 digits, '{value}' has more",
    ),
    "digits": (
        "“{what}”需要{digits}位数字，超过可精确计算的{limit}位；请把列声明得窄一些",
        "'{what}' needs {digits} digits, above the {limit} that are exact; declare narrower columns",
    ),
    "ratio": (
        "除法结果只能与数值比较、加减、乘除可除尽的常数、取舍或直接输出：{what}",
        "a quotient can be compared, shifted, scaled by constants whose reciprocal ends, rounded or put out: {what}",
    ),
    "mixed": ("同一结果可能是{left}或{right}", "one result may be {left} or {right}"),
    "default": (
        "多命中表的默认输出是单个值，与列表不能同列",
        "the default of a table with many hits is one value, which no list column holds",
    ),
    "rank": ("按优先级排序的输出须为常数", "outputs that are ranked must be constants"),
    "aggregate": (
        "{operator}不能按列汇总这些输出",
        "{operator} of these outputs cannot be computed by columns",
    ),
    "column-type": (
        "输入“{name}”应为{expected}，列的类型是{got}",
        "the input '{name}' should be {expected}, the column is {got}",
    ),
    "column-kind": ("列“{name}”的类型{got}不受支持", "the type {got} of column '{name}' is not supported"),
    "type": ("结果不能按列转换为{expected}", "the result cannot be converted to {expected} by columns"),
    "zone": ("带时区的时刻不能按列比较", "moments with zones cannot be compared by columns"),
    "size": ("决策表过大({count}条规则)", "the table is too large ({count} rules)"),
}

NOTES: dict[str, tuple[str, str]] = {
    "missing-column": (
        "没有名为“{name}”的列，该输入按空值处理",
        "there is no column '{name}'; the input counts as null",
    ),
    "rounded": (
        "“{name}”是除不尽的商，输出为最接近的双精度数",
        "'{name}' is a quotient, put out as the nearest double",
    ),
}


class NotBatch(Exception):
    """Raised while compiling where a decision cannot go on by columns. `code` is a key of `TEXTS`."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Refusal:
    """One decision that is not computed, or (`is_note`) a remark on one that is."""

    decision: str
    code: str
    zh: str
    en: str
    is_note: bool = False

    def as_json(self) -> dict[str, str]:
        return {"decision": self.decision, "code": self.code, "zh": self.zh, "en": self.en}


def refusal(decision: str, problem: NotBatch) -> Refusal:
    zh, en = TEXTS[problem.code]
    return Refusal(
        decision, problem.code, zh.format_map(problem.fields), en.format_map(problem.fields), is_note=False
    )


def note(decision: str, code: str, **fields: object) -> Refusal:
    zh, en = NOTES[code]
    return Refusal(decision, code, zh.format_map(fields), en.format_map(fields), is_note=True)


class WrongColumns(InputError):
    """The table a compiled batch is applied to lacks columns."""

    code = "rules-batch-columns"
    zh = "{where}：表中缺少列：{names}。请补上这些列，或按该表的列重新编译。"
    en = "{where}: the table lacks the columns {names}. Add them, or compile again for its columns."
