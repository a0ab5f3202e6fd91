"""From text to the tokens of FEEL, with names that hold spaces and signs.

Only the scope tells whether `loan - fee` is one name or a subtraction, so the scanner is given the names in
scope and takes the longest that fits. To these it adds what the expression itself declares: context keys,
parameters and loop variables. Words side by side that no scope knows join into one name (two names in a row
mean nothing else in FEEL), so `Full Name` reads well even where no type declares it.

Whether `[` and `]` open or close an interval is settled here as well, from the tokens around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
)
_START += r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_PART = _START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_SPACE = r"\s\u0085\u180e\u200b\ufeff"
WORD = re.compile(f"[{_START}][{_PART}]*")
_WORD_OR_NUMBER = re.compile(f"[{_PART}]+")
_NAME_TOKEN = re.compile(rf"[{_PART}]+|[^{_PART}{_SPACE}]")
_KEY = re.compile(rf"([{_START}][{_PART}.\-+*/'{_SPACE}]*?)[{_SPACE}]*:(?!:)")
_DECLARED = re.compile(rf"[{{,][{_SPACE}]*([{_START}][{_PART}.\-+*/'{_SPACE}]*?)[{_SPACE}]*:(?!:)")
_COLON = re.compile(rf"[{_SPACE}]*:")
_PART_SIGN = re.compile(f"[{_PART}]")
_WHITE = re.compile(f"[{_SPACE}]+")
_BLANK = re.compile(rf"(?:[{_SPACE}]+|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SIGN = re.compile(r"\.\.|\*\*|->|<=|>=|!=|[-+*/=<>()\[\]{},:.@]")
_TO_IN = re.compile(rf"([{_START}][^,()\[\]{{}}]*?)[{_SPACE}]+in(?![{_PART}])")
_PARAMETER = re.compile(rf"([{_START}][{_PART}.\-+*/'{_SPACE}]*?)[{_SPACE}]*([:,)])")
_INSTANCE_OF = re.compile(rf"instance[{_SPACE}]+of(?![{_PART}])")

KEYWORDS = {
    "if": "IF", "then": "THEN", "else": "ELSE", "for": "FOR", "in": "IN", "return": "RETURN", "some": "SOME",
    "every": "EVERY", "satisfies": "SATISFIES", "and": "AND", "or": "OR", "between": "BETWEEN", "true": "TRUE",
    "function": "FUNCTION", "external": "EXTERNAL", "false": "FALSE", "null": "NULL",
}  # fmt: skip
SIGNS = {
    "..": "DOTDOT", "**": "POW", "->": "ARROW", "<=": "LE", ">=": "GE", "!=": "NE", "-": "MINUS", "+": "PLUS",
    "*": "STAR", "/": "SLASH", "=": "EQ", "<": "LT", ">": "GT", "(": "LPAR", ")": "RPAR", "[": "LSQB",
    "]": "RSQB", "{": "LBRACE", "}": "RBRACE", ",": "COMMA", ":": "COLON", ".": "DOT",
}  # fmt: skip
_VALUE_ENDS = {
    "NUMBER",
    "STRING",
    "AT",
    "NAME",
    "TRUE",
    "FALSE",
    "NULL",
    "RPAR",
    "RSQB",
    "RBRACE",
    "CLOSE_LSQB",
}
_OPENERS = {"LPAR", "LSQB", "LBRACE", "OPEN_RSQB"}
_CLOSERS = {"RPAR", "RSQB", "RBRACE", "CLOSE_LSQB"}
_VALUE_STARTS = {
    "NUMBER", "STRING", "AT", "NAME", "TRUE", "FALSE", "NULL", "LPAR", "LSQB", "OPEN_RSQB", "LBRACE", "MINUS", "IF",
    "FOR", "SOME", "EVERY", "FUNCTION",
}  # fmt: skip


class ScanError(Exception):
    """No token fits at `position`; `code` names the reason."""

    def __init__(self, position: int, code: str) -> None:
        super().__init__(code)
        self.position = position
        self.code = code


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    position: int


class Names:
    """The names in scope, ready to be matched at a place in a text. Immutable; `plus` makes a larger set.

    A name is a sequence of words and signs; white space between them does not count (DMN 1.5, 10.3.1.4), so
    `a-b` also stands for the name `a - b`. `members` are the names of entries that contexts may have: they
    are matched after a dot, and elsewhere where their first word is no name of its own.
    """

    __slots__ = ("_by_word", "_members_by_word", "all", "members")

    def __init__(self, names: Iterable[str] = (), members: Iterable[str] = ()) -> None:
        self.all = frozenset(normal_name(name) for name in names)
        self.members = frozenset(normal_name(name) for name in members)
        self._by_word = _index(self.all)
        self._members_by_word = _index(self.members)

    def plus(self, names: Iterable[str], members: Iterable[str] = ()) -> Names:
        more = {normal_name(name) for name in names}
        inner = {normal_name(name) for name in members}
        if more <= self.all and inner <= self.members:
            return self
        return Names(self.all | more, self.members | inner)

    def candidates(self, word: str, with_members: bool) -> list[_Candidate]:
        """The names of more than a word that begin with a word."""
        found = self._by_word.get(word, [])
        return found + self._members_by_word.get(word, []) if with_members else found


_Candidate = tuple[tuple[str, ...], str]
_Index = dict[str, list[_Candidate]]


def _index(names: Iterable[str]) -> _Index:
    """The names of more than one word or sign, by their first word."""
    result: _Index = {}
    for name in sorted(names):
        _add_to_index(result, name)
    return result


def _add_to_index(index: _Index, name: str) -> None:
    word = WORD.match(name)
    if word and word.group() != name:
        index.setdefault(word.group(), []).append((tuple(_NAME_TOKEN.findall(name)), name))


def _end_of_name(tokens: tuple[str, ...], text: str, position: int) -> int:
    """Where a name ends whose words and signs come in a row from `position`, else -1."""
    end = position
    for index, token in enumerate(tokens):
        if index:
            blank = _WHITE.match(text, end)
            between_words = _PART_SIGN.match(token) and _PART_SIGN.match(tokens[index - 1])
            if between_words and blank is None:
                return -1
            end = blank.end() if blank else end
        if not text.startswith(token, end):
            return -1
        end += len(token)
    is_cut = _PART_SIGN.match(tokens[-1]) and _PART_SIGN.match(text, end)
    return -1 if is_cut else end


def normal_name(name: str) -> str:
    """A name with its runs of white space as single spaces."""
    return " ".join(re.split(rf"[{_SPACE}]+", name.strip()))


def declared_keys(text: str) -> set[str]:
    """The names that an expression declares as keys of contexts (or uses as names of arguments)."""
    return {normal_name(name) for name in _DECLARED.findall(text)}


class Scanner:
    """One pass over one text. `list(Scanner(text, names))` gives its tokens or raises ScanError."""

    def __init__(self, text: str, names: Names, depth_limit: int = 200) -> None:
        self.text = text
        self.names = names
        self._own: set[str] = set()
        self._own_index: _Index = {}
        self.tokens: list[Token] = []
        self.position = 0
        self.opened = 0
        self.depth_limit = depth_limit

    def __iter__(self) -> Iterator[Token]:
        while self._skip_blank() < len(self.text):
            self._next()
        return iter(self._with_intervals_closed())

    def _skip_blank(self) -> int:
        blank = _BLANK.match(self.text, self.position)
        if blank:
            self.position = blank.end()
        return self.position

    def _emit(self, kind: str, text: str, end: int) -> None:
        self.tokens.append(Token(kind, text, self.position))
        self.position = end

    @property
    def _previous(self) -> str:
        return self.tokens[-1].kind if self.tokens else ""

    def _next(self) -> None:
        text, position = self.text, self.position
        if self._previous in ("LBRACE", "LPAR", "COMMA", "LT") and self._key():
            return
        word = WORD.match(text, position)
        if word:
            self._word(word)
        elif number := _NUMBER.match(text, position):
            self._emit("NUMBER", number.group(), number.end())
        elif text[position] == '"':
            before = self._previous
            self._string("STRING", position)
            if before in ("LBRACE", "COMMA") and _COLON.match(text, self.position):
                self._declare(normal_name(text[position + 1 : self.position - 1]))
        elif text[position] == "@":
            self._at()
        else:
            self._sign()

    def _key(self) -> bool:
        found = _KEY.match(self.text, self.position)
        if not found:
            return False
        name = normal_name(found.group(1))
        self._declare(name)
        self._emit("KEY", name, found.end(1))
        return True

    def _declare(self, name: str) -> None:
        """A name that the expression itself brings into scope."""
        if name not in self._own:
            self._own.add(name)
            _add_to_index(self._own_index, name)

    def _longest(self, word: str) -> tuple[int, str]:
        """The end and the name of the longest one of more than a word that starts here, else -1 and ""."""
        is_own_word = word in self._own or word in self.names.all
        candidates = self.names.candidates(word, with_members=self._previous == "DOT" or not is_own_word)
        best, known = -1, ""
        for tokens, name in candidates + self._own_index.get(word, []):
            end = _end_of_name(tokens, self.text, self.position)
            if end > best:
                best, known = end, name
        return best, known

    def _string(self, kind: str, start: int) -> None:
        found = _STRING.match(self.text, start)
        if not found:
            raise ScanError(self.position, "string")
        self._emit(kind, found.group(), found.end())

    def _at(self) -> None:
        blank = _BLANK.match(self.text, self.position + 1)
        self._string("AT", blank.end() if blank else self.position + 1)

    def _sign(self) -> None:
        found = _SIGN.match(self.text, self.position)
        if not found:
            raise ScanError(self.position, "character")
        kind = SIGNS[found.group()]
        if kind == "RSQB" and self._previous not in _VALUE_ENDS and self._previous not in ("LSQB", "GT"):
            kind = "OPEN_RSQB"
        self._count_depth(kind)
        self._emit(kind, found.group(), found.end())

    def _count_depth(self, kind: str) -> None:
        if kind in ("LPAR", "LSQB", "LBRACE"):
            self.opened += 1
            if self.opened > self.depth_limit:
                raise ScanError(self.position, "depth")
        elif kind in ("RPAR", "RSQB", "RBRACE"):
            self.opened -= 1

    def _word(self, word: re.Match[str]) -> None:
        text = word.group()
        end, known = self._longest(text)
        if end < 0 and self._previous != "DOT":
            if text in KEYWORDS and (text != "external" or self._previous == "RPAR"):
                return self._keyword(text, word.end())
            if instance := _INSTANCE_OF.match(self.text, self.position):
                return self._emit("INSTANCE_OF", instance.group(), instance.end())
        self._name(max(end, word.end()), known)

    def _keyword(self, text: str, end: int) -> None:
        self._emit(KEYWORDS[text], text, end)
        if text in ("for", "some", "every"):
            self._loop_variable()
        elif text == "function":
            self._parameters()

    def _loop_variable(self) -> None:
        self._skip_blank()
        found = _TO_IN.match(self.text, self.position)
        if found:
            self._declare(normal_name(found.group(1)))
            self._emit("NAME", normal_name(found.group(1)), found.end(1))

    def _parameters(self) -> None:
        """Declare the parameters ahead, so that the body knows them; they are scanned as usual."""
        start = self._skip_blank()
        if self.text[start : start + 1] != "(":
            return
        position, depth = start + 1, 0
        while position < len(self.text):
            blank = _BLANK.match(self.text, position)
            position = blank.end() if blank else position
            found = _PARAMETER.match(self.text, position)
            if not found:
                return
            self._declare(normal_name(found.group(1)))
            position = found.end()
            if found.group(2) == ":":
                position, depth = self._after_type(position), depth
                if position < 0:
                    return
            elif found.group(2) == ")":
                return

    def _after_type(self, position: int) -> int:
        """Just after the comma that ends a parameter's type, or -1 at the end of the parameters."""
        angles = 0
        while position < len(self.text):
            sign = self.text[position]
            if sign == "-" and self.text[position : position + 2] == "->":
                position += 1
            elif sign in "<>":
                angles += 1 if sign == "<" else -1
            elif sign == ")":
                return -1
            elif sign == "," and angles <= 0:
                return position + 1
            position += 1
        return -1

    def _name(self, end: int, known: str) -> None:
        """A name; words that follow it belong to it unless they are keywords."""
        start = end
        while True:
            blank = _BLANK.match(self.text, end)
            following = _WORD_OR_NUMBER.match(self.text, blank.end()) if blank else None
            if not blank or not following or following.group() in KEYWORDS or following.group() == "instance":
                break
            if "/" in blank.group():
                break
            end = following.end()
        text = known if known and end == start else normal_name(self.text[self.position : end])
        self._emit("NAME", text, end)

    def _with_intervals_closed(self) -> list[Token]:
        """Tokens with every `[` that closes an interval named CLOSE_LSQB."""
        result: list[Token] = []
        opened: list[str] = []  # for each open bracket: what it is, "interval" once its ".." has come
        previous = ""
        for token, following in zip_longest(self.tokens, self.tokens[1:]):
            kind = token.kind
            if kind == "DOTDOT" and opened:
                opened[-1] = "interval"
            elif kind == "LSQB" and opened and opened[-1] == "interval" and previous in _VALUE_ENDS:
                goes_on = following is not None and following.kind in _VALUE_STARTS
                kind = "LSQB" if goes_on else "CLOSE_LSQB"
            result.append(Token(kind, token.text, token.position))
            if kind in _OPENERS:
                opened.append("parameters" if previous == "FUNCTION" else "bracket")
            elif kind in _CLOSERS and opened:
                kind = "PARAMETERS" if opened.pop() == "parameters" else kind
            previous = kind
        return result
