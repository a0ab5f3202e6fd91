"""Values as FEEL text: what `string()` gives, and literals that read back as the same value."""

from __future__ import annotations

from decimal import Decimal

from huoju.kernel.rules.feel.calendar import Date, DateTime, DaysDuration, MonthsDuration, Time
from huoju.kernel.rules.feel.numbers import number_text
from huoju.kernel.rules.feel.scanner import KEYWORDS, WORD
from huoju.kernel.rules.feel.values import Range, Value

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def text_of(value: Value) -> str:
    """`string(value)`: a string is itself, everything else as `literal_text` without `@` and quotes outside."""
    if isinstance(value, str):
        return value
    if isinstance(value, Date | Time | DateTime | DaysDuration | MonthsDuration):
        return str(value)
    return literal_text(value, quote_dates=False)


def quoted(text: str) -> str:
    """A string literal."""
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in text) + '"'


def key_text(name: str) -> str:
    """A context key, quoted only when it is not a plain word."""
    return name if WORD.fullmatch(name) and name not in KEYWORDS else quoted(name)


def literal_text(value: Value, quote_dates: bool = True) -> str:
    """FEEL text that means the value; functions have none and give their name."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[" + ", ".join([literal_text(item, quote_dates) for item in value]) + "]"
    if isinstance(value, dict):
        entries = [f"{key_text(key)}: {literal_text(item, quote_dates)}" for key, item in value.items()]
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, Range):
        return _range_text(value, quote_dates)
    if isinstance(value, Date | Time | DateTime | DaysDuration | MonthsDuration):
        return f'@"{value}"' if quote_dates else str(value)
    return f"function {value.name}"


def _range_text(value: Range, quote_dates: bool) -> str:
    if value.operator:
        end = value.end if value.end is not None else value.start
        return f"({value.operator} {literal_text(end, quote_dates)})"
    opener, closer = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opener}{literal_text(value.start, quote_dates)}..{literal_text(value.end, quote_dates)}{closer}"
