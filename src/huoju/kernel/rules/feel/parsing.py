"""From FEEL text to its tree. Start reading at `parse_expression`.

The grammar is `grammar.lark`, the terminals come from `scanner.py`, and the tree is built while lark reduces,
so neither depends on Python's recursion. Every parser is a pure function of the text and the names in scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path as FilePath
from typing import Any, TypeVar

from lark import Lark
from lark import Token as LarkToken
from lark.exceptions import UnexpectedInput, VisitError
from lark.lexer import Lexer

from huoju.kernel.rules.errors import ExpressionTooDeep, FeelSyntaxError
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.building import Build
from huoju.kernel.rules.feel.scanner import Names, ScanError, Scanner, Token

DEPTH_LIMIT = 250


class _Scan(Lexer):
    """lark's view of our scanner: the text it gets is the list of tokens already made."""

    __future_interface__ = 1

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[LarkToken]:
        for token in lexer_state.text:
            yield LarkToken(token.kind, token.text, start_pos=token.position)


@cache
def _parser() -> Lark:
    grammar = FilePath(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer=_Scan,
        transformer=Build(),
        start=["whole_expression", "whole_tests", "whole_type"],
    )


def _scan(text: str, names: Names) -> list[Token]:
    try:
        return list(Scanner(text, names, DEPTH_LIMIT))
    except ScanError as problem:
        if problem.code == "depth":
            raise ExpressionTooDeep(where="", limit=DEPTH_LIMIT) from None
        raise _syntax_error(text, problem.position) from None


def _syntax_error(text: str, position: int) -> FeelSyntaxError:
    before = text[:position]
    line = before.count("\n") + 1
    column = position - (before.rfind("\n") + 1) + 1
    near = text[position : position + 20].split("\n")[0] or "结尾/end"
    return FeelSyntaxError(where="", line=line, column=column, near=near, text=_shortened(text))


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else flat[:117] + "..."


def _parse(text: str, tokens: list[Token], start: str) -> Any:
    try:
        result: Any = _parser().parse(tokens, start=start)  # type: ignore[arg-type, unused-ignore]
    except UnexpectedInput as problem:
        token = getattr(problem, "token", None)
        position = len(text) if token is None or token.type == "$END" else token.start_pos
        raise _syntax_error(text, position) from None
    except VisitError:
        raise _syntax_error(text, 0) from None
    if isinstance(result, tree.Node) and any(depth > DEPTH_LIMIT for _, depth in tree.walk(result)):
        raise ExpressionTooDeep(where="", limit=DEPTH_LIMIT)
    return result


def parse_expression(text: str, names: Names, where: str = "FEEL") -> tree.Node:
    """The tree of one expression.

    Parameters
    ----------
    text : the expression.
    names : the names in scope; without them names with signs may be cut in pieces.
    where : what to call this place in an error.

    Raises
    ------
    FeelSyntaxError, ExpressionTooDeep
    """
    return _placed(_expression, text, names, where)


def parse_tests(text: str, names: Names, where: str = "FEEL") -> tree.Tests:
    """The tree of one cell of a decision table (unary tests); "-" and an empty cell match anything."""
    return _placed(_tests, text, names, where)


def parse_type(text: str, names: Names, where: str = "FEEL") -> tree.TypeNode:
    """The tree of a type expression such as `list<number>`."""
    return _placed(_type, text, names, where)


Parsed = TypeVar("Parsed")


def _placed(parse: Callable[[str, Names], Parsed], text: str, names: Names, where: str) -> Parsed:
    """The same text in the same scope is parsed once, wherever it stands; only an error needs the place."""
    try:
        return parse(text, names)
    except (FeelSyntaxError, ExpressionTooDeep) as error:
        raise type(error)(**{**error.fields, "where": where}) from None


@lru_cache(maxsize=4096)
def _expression(text: str, names: Names) -> tree.Node:
    result: tree.Node = _parse(text, _scan(text, names), "whole_expression")
    return result


@lru_cache(maxsize=16384)
def _tests(text: str, names: Names) -> tree.Tests:
    tokens = _scan(text, names)
    if not tokens or [token.kind for token in tokens] == ["MINUS"]:
        return tree.Tests((tree.AnyTest(),))
    if tokens[0].kind == "NAME" and tokens[0].text == "not" and _closes_at_end(tokens):
        tokens[0] = Token("NOT", "not", tokens[0].position)
    result: tree.Tests = _parse(text, tokens, "whole_tests")
    return result


@lru_cache(maxsize=1024)
def _type(text: str, names: Names) -> tree.TypeNode:
    result: tree.TypeNode = _parse(text, _scan(text, names), "whole_type")
    return result


def _closes_at_end(tokens: list[Token]) -> bool:
    """Does the bracket that opens second close last?"""
    depth = 0
    for index, token in enumerate(tokens[1:], start=1):
        depth += (token.kind in ("LPAR", "LSQB", "LBRACE", "OPEN_RSQB")) - (
            token.kind in ("RPAR", "RSQB", "RBRACE", "CLOSE_LSQB")
        )
        if depth <= 0:
            return index > 1 and index == len(tokens) - 1
    return False
