"""Built-in functions on strings (DMN 1.5, 10.3.4.3). Positions count code points from 1."""

from __future__ import annotations

from decimal import Decimal

import regex

from huoju.kernel.rules.feel.functions.patterns import compile_pattern, expand_replacement
from huoju.kernel.rules.feel.functions.registry import built_in, no_result
from huoju.kernel.rules.feel.values import Value

_SECONDS = 1.0  # a pattern that needs longer on one string is given up


@built_in("substring", "string: string, start position: number, length?: number")
def substring(string: str, start_position: Decimal, length: Decimal | None = None) -> str:
    start = int(start_position)
    if start == 0 or abs(start) > len(string):
        raise no_result("substring", f"没有第{start}个字符", f"there is no character {start}")
    first = start - 1 if start > 0 else len(string) + start
    if length is None:
        return string[first:]
    if not 1 <= int(length) <= len(string) - first:
        raise no_result(
            "substring", "长度须为正数且不超出字符串", "the length must be positive and not reach beyond"
        )
    return string[first : first + int(length)]


@built_in("string length", "string: string")
def string_length(string: str) -> Decimal:
    return Decimal(len(string))


@built_in("upper case", "string: string")
def upper_case(string: str) -> str:
    return string.upper()


@built_in("lower case", "string: string")
def lower_case(string: str) -> str:
    return string.lower()


@built_in("substring before", "string: string, match: string")
def substring_before(string: str, match: str) -> str:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@built_in("substring after", "string: string, match: string")
def substring_after(string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@built_in("contains", "string: string, match: string")
def contains(string: str, match: str) -> bool:
    return match in string


@built_in("starts with", "string: string, match: string")
def starts_with(string: str, match: str) -> bool:
    return string.startswith(match)


@built_in("ends with", "string: string, match: string")
def ends_with(string: str, match: str) -> bool:
    return string.endswith(match)


@built_in("matches", "input: string, pattern: string, flags?: string?")
def matches(input_: str, pattern: str, flags: str | None = None) -> bool:
    compiled = compile_pattern("matches", pattern, flags or "")
    try:
        return compiled.search(input_, timeout=_SECONDS) is not None
    except TimeoutError:
        raise no_result("matches", "模式匹配超时", "the pattern takes too long") from None


@built_in("replace", "input: string, pattern: string, replacement: string, flags?: string?")
def replace(input_: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    compiled = compile_pattern("replace", pattern, flags or "")
    if compiled.search("", timeout=_SECONDS):
        raise no_result("replace", "模式可匹配空字符串", "the pattern matches the empty string")
    parts = expand_replacement(replacement, compiled.groups, is_literal="q" in (flags or ""))

    def write(found: regex.Match[str]) -> str:
        return "".join(part if isinstance(part, str) else (found.group(part) or "") for part in parts)

    try:
        return str(compiled.sub(write, input_, timeout=_SECONDS))
    except TimeoutError:
        raise no_result("replace", "模式匹配超时", "the pattern takes too long") from None


@built_in("split", "string: string, delimiter: string")
def split(string: str, delimiter: str) -> list[str]:
    compiled = compile_pattern("split", delimiter, "")
    if compiled.search("", timeout=_SECONDS):
        raise no_result("split", "分隔模式可匹配空字符串", "the delimiter matches the empty string")
    result, last = [], 0
    for found in compiled.finditer(string, timeout=_SECONDS):
        result.append(string[last : found.start()])
        last = found.end()
    return [*result, string[last:]]


@built_in("string join", "list: list, delimiter?: string?")
def string_join(items: list[Value], delimiter: str | None = None) -> str:
    if not all(item is None or isinstance(item, str) for item in items):
        raise no_result("string join", "列表项须为字符串", "the items must be strings")
    return (delimiter or "").join(item for item in items if item is not None)
