"""Builders of the evidence tests: valid defaults, so that a test says only what it is about."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from huoju.kernel.catalog import Catalog, Period, make_indicator, units
from huoju.kernel.evidence import Observation, Snapshot
from huoju.kernel.evidence.naming import Subjects
from huoju.kernel.evidence.proposals import Proposal, propose
from huoju.kernel.evidence.resolving import Context

ON_1_MARCH = datetime(2025, 3, 1, 2, tzinfo=UTC)
ON_2_MARCH = datetime(2025, 3, 2, 2, tzinfo=UTC)
ON_9_MARCH = datetime(2025, 3, 9, 2, tzinfo=UTC)


def observed(
    value: str | None = "435.3", *, year: int | str = 2024, known: datetime = ON_1_MARCH, **over: Any
) -> Observation:
    """GDP of the zone in 2024, 435.3亿元, unless said otherwise."""
    facts: dict[str, Any] = {
        "indicator": "gdp", "subject": "zone", "period": Period.parse(str(year)), "unit": "亿元",
        "source": "统计公报", "vintage": known, "recorder": "li",
    }  # fmt: skip
    return Observation(**{**facts, "value": None if value is None else Decimal(value), **over})


def indicator(identity: str, zh: str, unit: str, *aliases: str, kind: str = "flow") -> Any:
    facts = {
        "id": identity, "zh": zh, "en": identity.replace("_", " "), "aliases": aliases, "unit": unit,
        "kind": kind, "definition": zh, "definition_en": identity, "source": "test",
    }  # fmt: skip
    return make_indicator(facts, theme="test")


CATALOG = Catalog(
    (
        indicator("gdp", "地区生产总值", "亿元", "GDP", "生产总值"),
        indicator("industrial_revenue", "规模以上工业营业收入", "亿元"),
        indicator("fixed_investment", "固定资产投资", "亿元"),
        indicator("budget_revenue", "一般公共预算收入", "亿元"),
        indicator("enterprises", "企业数", "家", kind="stock"),
        indicator("population", "常住人口", "万人", kind="stock"),
        indicator("primary_share", "第一产业比重", "%", kind="ratio"),
        indicator("gdp_per_capita", "人均地区生产总值", "元/人", "人均GDP"),
    ),
    (),
    units(),
)
SUBJECTS = Subjects(
    (("高新区", "zone"), ("环翠区", "huancui"), ("文登区", "wendeng"), ("荣成市", "rongcheng"))
)


def context(**over: Any) -> Context:
    """Figures are the zone's, from the bulletin, unless the file says otherwise."""
    facts: dict[str, Any] = {
        "catalog": CATALOG, "subjects": SUBJECTS, "at": ON_2_MARCH, "recorder": "wang", "subject": "zone",
        "source": "统计公报",
    }  # fmt: skip
    return Context(**{**facts, **over})


def proposed(content: str | bytes, *held: Observation, **over: Any) -> Proposal:
    """What importing this file would do to a store that holds these observations."""
    mapping = over.pop("mapping", None)
    name = over.pop("name", "file.csv")
    raw = content.encode() if isinstance(content, str) else content
    return propose(raw, name, context(**over), Snapshot.of(*held).rows, mapping)


def figures(proposal: Proposal) -> list[tuple[str, str, str, str, str]]:
    """(indicator, subject, measure, period, value with unit) of the rows that would be committed."""
    rows = proposal.committable().to_pylist()
    return [(row["indicator"], row["subject"], row["measure"], row["period"], _shown(row)) for row in rows]


def _shown(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return row["status"]
    return f"{row['value'].quantize(Decimal(1).scaleb(-row['decimals']))}{row['unit']}"


def codes(proposal: Proposal) -> list[tuple[str, str]]:
    """(code, place) of the messages, in order, notes about the source left out."""
    return [(each.code, each.place()) for each in proposal.messages]


def workbook(*sheets: Sequence[Iterable[Any]] | tuple[str, Sequence[Iterable[Any]]]) -> bytes:
    """An xlsx file; a cell beginning with "=" is a formula, a (text, value) pair a formula with its result."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for number, sheet in enumerate(sheets, 1):
        name, rows = sheet if isinstance(sheet, tuple) else (f"Sheet{number}", sheet)
        page = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    page.write_formula(row, column, cell[0], value=cell[1])
                elif cell is not None and cell != "":
                    page.write(row, column, cell)
    book.close()
    return file.getvalue()
