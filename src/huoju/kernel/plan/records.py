"""Records: the jsonl contract read back into statements, so that what was read once need not be read again.

The inverse of `Statement.as_json`; also takes hand-made annotation, which has fewer fields. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from huoju.errors import InputError
from huoju.kernel.catalog import Quantity
from huoju.kernel.plan.statements import Comparator, Measure, Place, Role, Statement, statement_key


class BadRecord(InputError):
    """A line of a statements file that is no statement."""

    code = "plan-bad-record"
    zh = "{where}：不是一条有效的表述（{detail}）。请使用 huoju plan read --format jsonl 的输出。"
    en = "{where}: not a statement ({detail}). Use the output of huoju plan read --format jsonl."


def read_statements(text: str, file: str) -> Iterator[Statement]:
    """The statements of a jsonl text, in order; `file` names it. Raises `BadRecord` with the line."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield statement_of(json.loads(line, parse_float=Decimal), file)
        except (ValueError, KeyError, TypeError, InvalidOperation, AttributeError, InputError) as problem:
            raise BadRecord(where=f"{file}:{number}", detail=_detail(problem)) from problem


def statement_of(record: Mapping[str, Any], file: str) -> Statement:
    """One statement of a record with at least line, role, indicator, measure and value."""
    line = int(record["line"])
    role, threshold = Role(record["role"]), record.get("threshold")
    text = str(record.get("value_text") or "")
    return Statement(
        key=str(record.get("id") or statement_key(file, line, record.get("col"), text)),
        place=Place(
            str(record.get("file") or file), str(record.get("chapter") or "0"), line,
            int(record.get("end_line") or line), int(record.get("col") or 0),
        ),
        clause=str(record.get("clause") or ""),
        role=role,
        indicator=str(record["indicator"]),
        concept=record.get("concept"),
        subject=str(record.get("subject") or ""),
        measure=Measure(record["measure"]),
        comparator=Comparator(record.get("comparator") or "eq"),
        value=_numbers(record.get("value"), role),
        unit=record.get("unit"),
        value_text=text,
        period=str(record.get("period") or ""),
        baseline_period=record.get("baseline_period"),
        stretch=bool(record.get("stretch")),
        nature=record.get("nature"),
        threshold=Quantity(Decimal(str(threshold["value"])), threshold["unit"]) if threshold else None,
        same_as=record.get("same_as"),
        implicit=bool(record.get("implicit")),
        confidence=float(record.get("confidence", 1)),
        sentence=str(record.get("sentence") or ""),
        offset=_offset(record.get("offset")),
    )  # fmt: skip


def _numbers(value: Any, role: Role) -> tuple[Decimal, ...]:
    """The numbers of a value; a slogan's letters (the N of 1+4+N) are none."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if role is Role.STRUCTURE:
        listed = [one for one in listed if not isinstance(one, str) or one.isdigit()]
    return tuple(Decimal(str(one)) for one in listed)


def _offset(pair: Any) -> tuple[int, int]:
    return (int(pair[0]), int(pair[1])) if pair else (0, 0)


def _detail(problem: Exception) -> str:
    return f"缺 lacks {problem}" if isinstance(problem, KeyError) else str(problem).replace("\n", " ")[:200]
