"""Regular expressions of FEEL, which are those of XPath 3.1 (F&O 5.6), as patterns of the `regex` module.

The two differ in character class subtraction, Unicode blocks, `\\i` and `\\c`, the meaning of `.`, `$` and the
flags, and in what is an error. `compile_pattern` translates or raises NoValue.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from huoju.kernel.rules.feel.functions.registry import no_result

_FLAGS = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE, "x": 0, "q": 0}
_PLAIN = set("\\|.-^?*+{}()[]$")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_NAME_START = r"_:\p{L}\p{Nl}"
_NAME_PART = r"\-._:\p{L}\p{M}\p{N}\u00B7"
_CLASSES = {
    "s": "[ \\t\\n\\r]", "S": "[^ \\t\\n\\r]", "d": r"\p{Nd}", "D": r"\P{Nd}",
    "w": r"[^\p{P}\p{Z}\p{C}]", "W": r"[\p{P}\p{Z}\p{C}]",
    "i": f"[{_NAME_START}]", "I": f"[^{_NAME_START}]", "c": f"[{_NAME_PART}]", "C": f"[^{_NAME_PART}]",
}  # fmt: skip
_GROUPS = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "Z": "slp", "S": "mcko", "C": "cfon"}
_CATEGORIES = {group + part for group, parts in _GROUPS.items() for part in ("", *parts)}


class _Bad(Exception):
    """The pattern is not one of XPath."""


@lru_cache(maxsize=512)
def compile_pattern(function: str, pattern: str, flags: str) -> regex.Pattern[str]:
    """The compiled pattern. Raises NoValue when pattern or flags are wrong."""
    if not set(flags) <= _FLAGS.keys():
        raise no_result(function, f"不认识的标志“{flags}”", f"unknown flags '{flags}'")
    number = regex.VERSION1
    for flag in flags:
        number |= _FLAGS[flag]
    try:
        text = regex.escape(pattern) if "q" in flags else _Translation(pattern, flags).text()
        return regex.compile(text, number)
    except (_Bad, regex.error, RecursionError, OverflowError):
        raise no_result(function, f"模式“{pattern}”有误", f"the pattern '{pattern}' is wrong") from None


class _Translation:
    """One pattern, read from left to right."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = _without_spaces(pattern) if "x" in flags else pattern
        self.flags = flags
        self.position = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.open: list[int] = []

    def text(self) -> str:
        parts = []
        while self.position < len(self.pattern):
            parts.append(self._next())
        if self.open:
            raise _Bad
        return "".join(parts)

    def _take(self) -> str:
        if self.position >= len(self.pattern):
            raise _Bad
        sign = self.pattern[self.position]
        self.position += 1
        return sign

    def _peek(self, size: int = 1) -> str:
        return self.pattern[self.position : self.position + size]

    def _next(self) -> str:
        sign = self._take()
        match sign:
            case "\\":
                return self._escape()
            case "[":
                return self._group()
            case "(":
                return self._open()
            case ")":
                return self._close()
            case ".":
                return "." if "s" in self.flags else r"[^\n\r]"
            case "$":
                return r"(?=\n|\Z)" if "m" in self.flags else r"\Z"
            case "^":
                return r"(?:^)" if "m" in self.flags else r"\A"
            case "{":
                return self._quantity()
            case "]" | "}":
                raise _Bad
            case "*" | "+" | "?":
                return self._repeat(sign)
        return "\\" + sign if sign in "#~& " else sign

    def _repeat(self, sign: str) -> str:
        lazy = self._peek() == "?"
        if lazy:
            self.position += 1
        if self._peek() in ("*", "+", "?", "{") and self._peek():
            raise _Bad
        return sign + ("?" if lazy else "")

    def _quantity(self) -> str:
        end = self.pattern.find("}", self.position)
        body = self.pattern[self.position : end] if end >= 0 else ""
        if not regex.fullmatch(r"\d+(,\d*)?", body):
            raise _Bad
        self.position = end + 1
        return self._repeat("{" + body + "}")

    def _open(self) -> str:
        if self._peek() == "?":
            if self._peek(2) != "?:":
                raise _Bad
            self.position += 2
            self.open.append(0)
            return "(?:"
        self.groups += 1
        self.open.append(self.groups)
        return "("

    def _close(self) -> str:
        if not self.open:
            raise _Bad
        self.closed.add(self.open.pop())
        return ")"

    def _escape(self) -> str:
        sign = self._take()
        if sign.isdigit():
            return self._back_reference(sign)
        return self._class_escape(sign)

    def _back_reference(self, digit: str) -> str:
        number = int(digit)
        if number not in self.closed or number == 0:
            raise _Bad
        while self._peek().isdigit() and number * 10 + int(self._peek()) in self.closed:
            number = number * 10 + int(self._take())
        return f"(?:\\{number})"

    def _class_escape(self, sign: str) -> str:
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign in _CONTROLS:
            return str(regex.escape(_CONTROLS[sign]))
        if sign in "pP":
            return self._property(sign)
        if sign in _PLAIN:
            return "\\" + sign
        raise _Bad

    def _property(self, sign: str) -> str:
        if self._take() != "{":
            raise _Bad
        end = self.pattern.find("}", self.position)
        name = self.pattern[self.position : end]
        self.position = end + 1
        if end < 0 or (name not in _CATEGORIES and not name.startswith("Is")):
            raise _Bad
        return f"\\{sign}{{{_block(name) if name.startswith('Is') else name}}}"

    def _group(self) -> str:
        """A character class, with subtraction."""
        negation = "^" if self._peek() == "^" else ""
        self.position += len(negation)
        parts: list[str] = []
        while True:
            if self._peek() == "]" and parts:
                self.position += 1
                return f"[{negation}{''.join(parts)}]"
            if self._peek(2) == "-[" and parts:
                self.position += 2
                rest = self._group()
                if self._take() != "]":
                    raise _Bad
                return f"[[{negation}{''.join(parts)}]--{rest}]"
            parts.append(self._member(is_first=not parts))

    def _member(self, is_first: bool) -> str:
        start = self._single(is_first)
        if self._peek() == "-" and self._peek(2) not in ("-]", "-["):
            self.position += 1
            end = self._single(False)
            if len(start) > 2 or len(end) > 2 or ord(start[-1]) > ord(end[-1]):
                raise _Bad
            return f"{start}-{end}"
        return start

    def _single(self, is_first: bool) -> str:
        sign = self._take()
        if sign == "\\":
            escaped = self._take()
            if escaped.isdigit():
                raise _Bad
            return self._class_escape(escaped)
        if sign in "[]" or (sign == "-" and not is_first and self._peek() not in ("]", "-")):
            raise _Bad
        return "\\" + sign if sign in "-^&~|[]" else sign


def _block(name: str) -> str:
    return "In" + name[2:]


def _without_spaces(pattern: str) -> str:
    """The pattern without white space outside character classes (flag x)."""
    depth, result, escaped = 0, [], False
    for sign in pattern:
        if depth == 0 and sign in " \t\n\r":
            continue
        if not escaped:
            depth += (sign == "[") - (sign == "]" and depth > 0)
        escaped = sign == "\\" and not escaped
        result.append(sign)
    return "".join(result)


def expand_replacement(replacement: str, groups: int, is_literal: bool) -> list[str | int]:
    """The texts and group numbers a replacement consists of. Raises NoValue for a wrong one."""
    if is_literal:
        return [replacement]
    parts: list[str | int] = []
    position = 0
    while position < len(replacement):
        sign, following = replacement[position], replacement[position + 1 : position + 2]
        if sign == "\\" and following in ("\\", "$") and following:
            parts.append(following)
            position += 2
        elif sign == "$" and following.isdigit():
            number, position = _group_number(replacement, position + 1, groups)
            parts.append(number if number <= groups else "")
        elif sign in "\\$":
            raise no_result(
                "replace", f"替换文本“{replacement}”有误", f"the replacement '{replacement}' is wrong"
            )
        else:
            parts.append(sign)
            position += 1
    return parts


def _group_number(text: str, position: int, groups: int) -> tuple[int, int]:
    number = int(text[position])
    position += 1
    while text[position : position + 1].isdigit() and number * 10 + int(text[position]) <= groups:
        number = number * 10 + int(text[position])
        position += 1
    return number, position
