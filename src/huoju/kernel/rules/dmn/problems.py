"""What is wrong in a model, as values: all of them, with place, line and both languages."""

from __future__ import annotations

from dataclasses import dataclass

from huoju.errors import InputError

TEXTS = {
    "unknown-function": ("没有名为“{name}”的函数", "there is no function named '{name}'"),
    "unknown-type": ("没有名为“{name}”的类型", "there is no type named '{name}'"),
    "no-logic": ("没有决策逻辑", "it has no logic"),
    "missing-reference": ("引用“{name}”找不到对象", "nothing is found for the reference '{name}'"),
    "missing-import": ("没有给出被导入的模型“{name}”", "the imported model '{name}' was not given"),
    "unsupported": ("不支持{name}", "{name} is not supported"),
    "vendor-extension": (
        "厂商扩展“{name}”原样保留，不解释",
        "the vendor extension '{name}' is kept but not interpreted",
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: `where` names the element or column, `line` the line in the XML file (0: unknown)."""

    code: str
    severity: str
    where: str
    line: int
    zh: str
    en: str

    @classmethod
    def of_error(cls, error: InputError, where: str, line: int) -> Problem:
        return cls(error.code, "error", where, line, error.in_language("zh"), error.in_language("en"))

    @classmethod
    def make(cls, code: str, name: str, where: str, line: int, severity: str = "error") -> Problem:
        zh, en = TEXTS[code]
        return cls(code, severity, where, line, zh.format(name=name), en.format(name=name))

    @classmethod
    def unknown_function(cls, name: str, where: str, line: int) -> Problem:
        return cls.make("unknown-function", name, where, line)

    @classmethod
    def unknown_type(cls, name: str, where: str, line: int) -> Problem:
        return cls.make("unknown-type", name, where, line)

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("code", "severity", "where", "line", "zh", "en")}
