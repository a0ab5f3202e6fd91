"""String functions by columns, on code points as the row engine counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from huoju.kernel.rules.batch.cells import NULL, Cell, Column, Constant, as_column, made, scalar_kind
from huoju.kernel.rules.batch.kinds import BOOLEAN, INTEGER, STRING, Kind
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.feel.functions.patterns import compile_pattern
from huoju.kernel.rules.feel.values import NoValue

_Compiler = Callable[[list[Cell]], Cell]
_SAFE_SCALE = 6  # smaller decimals are written with an exponent by Spark
_NOT_RE2 = re.compile(r"\(\?[=!<]|\\[1-9]|--|&&|\|\||~~")


def _strings(arguments: list[Cell], count: int) -> list[Column] | None:
    """The arguments as string columns; None when one of them is no string."""
    if len(arguments) != count or any(scalar_kind(one) != STRING for one in arguments):
        return None
    return [as_column(one, STRING) for one in arguments]


def _on_strings(count: int, kind: Kind, build: Callable[..., Any]) -> _Compiler:
    def compile_text(arguments: list[Cell]) -> Cell:
        columns = _strings(arguments, count)
        return NULL if columns is None else made(kind, build, *columns)

    return compile_text


def _before(text: Any, match: Any) -> Any:
    import ibis

    place = text.find(match)
    return ibis.cases(
        (text.isnull() | match.isnull(), ibis.null("string")), (place > 0, text.substr(0, place)), else_=""
    )


def _after(text: Any, match: Any) -> Any:
    import ibis

    place = text.find(match)
    return ibis.cases(
        (text.isnull() | match.isnull(), ibis.null("string")),
        (match == "", text),
        (place >= 0, text.substr(place + match.length())),
        else_="",
    )


def _substring(arguments: list[Cell]) -> Cell:
    if len(arguments) not in (2, 3) or scalar_kind(arguments[0]) != STRING:
        return NULL
    places = [one.value if isinstance(one, Constant) else None for one in arguments[1:]]
    if not all(isinstance(one, Decimal) for one in places):
        raise NotBatch("arguments", name="substring")
    start, *lengths = (int(one) for one in places if one is not None)
    length = lengths[0] if lengths else None
    if start == 0 or (length is not None and length < 1):
        return NULL
    return made(STRING, lambda text: _part(text, start, length), as_column(arguments[0], STRING))


def _part(text: Any, start: int, length: int | None) -> Any:
    """The part of a text that is long enough; null where it is not."""
    import ibis

    size = text.length()
    first = ibis.literal(start - 1) if start > 0 else size + start
    needed = abs(start) if length is None else max(start - 1 + length, 0) if start > 0 else abs(start)
    fits = size >= needed
    if start < 0 and length is not None and length > -start:
        return ibis.null("string")
    taken = text.substr(first) if length is None else text.substr(first, length)
    return ibis.ifelse(fits, taken, ibis.null("string"))


def _matches(arguments: list[Cell]) -> Cell:
    """`matches` with a constant pattern of what RE2 and Java have in common with XPath."""
    if len(arguments) != 2 or scalar_kind(arguments[0]) != STRING:
        raise NotBatch("arguments", name="matches")
    pattern = arguments[1].value if isinstance(arguments[1], Constant) else None
    if not isinstance(pattern, str):
        raise NotBatch("arguments", name="matches")
    try:
        translated = compile_pattern("matches", pattern, "").pattern
    except NoValue:
        return NULL
    if _NOT_RE2.search(translated):
        raise NotBatch("arguments", name="matches")
    shared = translated.replace("\\Z", "\\z")
    return made(BOOLEAN, lambda text: text.re_search(shared), as_column(arguments[0], STRING))


@cache
def _long_upper() -> tuple[tuple[str, str], ...]:
    """The letters that upper case makes longer (ß is SS), which databases leave alone."""
    return tuple((sign, sign.upper()) for sign in map(chr, range(0x1FFFF)) if len(sign.upper()) > 1)


def _upper(text: Any) -> Any:
    import ibis

    changed = text
    for sign, longer in _long_upper():
        changed = changed.replace(sign, longer)
    has_long = text.re_search("[" + "".join(sign for sign, _ in _long_upper()) + "]")
    return ibis.ifelse(has_long, changed.upper(), text.upper())


def _lower(text: Any) -> Any:
    """Lower case; a Greek capital sigma at the end of a word becomes σ here and ς in the row engine."""
    return text.replace("İ", "i̇").lower()


def _concatenated(arguments: list[Cell]) -> Cell:
    """`string join` of a list of fixed length; nulls are left out."""
    from huoju.kernel.rules.batch.cells import Items

    if not arguments or len(arguments) > 2 or not isinstance(arguments[0], Items):
        raise NotBatch("arguments", name="string join")
    if len(arguments) == 2 and not (isinstance(arguments[1], Constant) and arguments[1].value in ("", None)):
        raise NotBatch("arguments", name="string join")
    columns = _strings(list(arguments[0].cells), len(arguments[0].cells))
    if not columns:
        raise NotBatch("arguments", name="string join")

    def build(*values: Any) -> Any:
        result = values[0].fill_null("")
        for value in values[1:]:
            result = result + value.fill_null("")
        return result

    return made(STRING, build, *columns)


def text_of(cell: Cell) -> Cell:
    """`string(cell)`"""
    kind = scalar_kind(cell)
    if kind is None:
        return NULL
    column = as_column(cell, kind)
    if kind == STRING:
        return column
    if kind.name == "number" and kind.scale <= _SAFE_SCALE:
        return made(STRING, lambda value: _number_text(value, kind), column)
    if kind == BOOLEAN:
        return made(STRING, _boolean_text, column)
    if kind.name == "date":
        return made(STRING, lambda value: value.cast("string"), column)
    raise NotBatch("arguments", name="string")


def _boolean_text(value: Any) -> Any:
    import ibis

    return ibis.cases((value, "true"), (~value, "false"))


def _number_text(value: Any, kind: Kind) -> Any:
    """The shortest plain text: trailing zeros after the point go."""
    text = value.cast("string")
    return text if kind.scale == 0 else text.re_replace(r"\.?0+$", "")


TEXT_FUNCTIONS: dict[str, _Compiler] = {
    "string length": _on_strings(1, INTEGER, lambda text: text.length().cast("int64")),
    "upper case": _on_strings(1, STRING, _upper),
    "lower case": _on_strings(1, STRING, _lower),
    "contains": _on_strings(2, BOOLEAN, lambda text, match: text.contains(match)),
    "starts with": _on_strings(2, BOOLEAN, lambda text, match: text.startswith(match)),
    "ends with": _on_strings(2, BOOLEAN, lambda text, match: text.endswith(match)),
    "substring before": _on_strings(2, STRING, _before),
    "substring after": _on_strings(2, STRING, _after),
    "substring": _substring,
    "matches": _matches,
    "string join": _concatenated,
}
