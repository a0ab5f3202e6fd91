"""Cells: the text of one cell becomes a value, or a problem that says what was expected. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from huoju.errors import InputError
from huoju.kernel.catalog import Period
from huoju.kernel.packs.format import Cell, Column

CODE = re.compile(r"[a-z0-9][a-z0-9_./-]*\Z")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?\Z")


class BadCell(ValueError):
    """A cell that holds what its column may not; `code` and `fields` are those of a problem."""

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code, self.fields = code, fields


def read_cell(column: Column, text: str) -> Any:
    """The value of `text` in `column`, None where it is empty. Raises BadCell."""
    text = text.strip()
    if not text:
        if column.required:
            raise BadCell("empty-cell", column=column.name)
        return None
    if column.longest is not None and len(text) > column.longest:
        raise BadCell("too-long", column=column.name, longest=column.longest, got=len(text))
    value = READERS[column.cell](column.name, text)
    if column.choices and text not in column.choices:
        raise BadCell("bad-choice", column=column.name, got=text, allowed=", ".join(column.choices))
    return value


def _text(_column: str, text: str) -> str:
    return text


def _code(column: str, text: str) -> str:
    if not CODE.match(text):
        raise BadCell("bad-code", column=column, got=text)
    return text


def _number(column: str, text: str) -> Decimal:
    try:
        if NUMBER.match(text):
            return Decimal(text)
    except InvalidOperation:
        pass
    raise BadCell("bad-number", column=column, got=text)


def _integer(column: str, text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise BadCell("bad-integer", column=column, got=text)
    return int(text)


def _numbers(column: str, text: str) -> tuple[Decimal, ...]:
    return tuple(_number(column, part.strip()) for part in text.split(";"))


def _names(_column: str, text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _boolean(column: str, text: str) -> bool:
    if text not in ("true", "false"):
        raise BadCell("bad-boolean", column=column, got=text)
    return text == "true"


def _date(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadCell("bad-date", column=column, got=text) from None


def _period(column: str, text: str) -> str:
    try:
        return str(Period.parse(text))
    except InputError:
        raise BadCell("bad-period", column=column, got=text) from None


def _json(column: str, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise BadCell("bad-json", column=column, detail=str(error)) from None
    if not isinstance(value, dict):
        raise BadCell("bad-json", column=column, detail=type(value).__name__)
    return value


READERS: dict[Cell, Callable[[str, str], Any]] = {
    Cell.TEXT: _text,
    Cell.CODE: _code,
    Cell.INTEGER: _integer,
    Cell.NUMBER: _number,
    Cell.NUMBERS: _numbers,
    Cell.NAMES: _names,
    Cell.BOOLEAN: _boolean,
    Cell.DATE: _date,
    Cell.PERIOD: _period,
    Cell.JSON: _json,
}
