"""Builders with valid defaults for the tests of comparing: a statement, a small catalog, a plan with clauses."""

from __future__ import annotations

from decimal import Decimal as D
from itertools import count

from huoju.kernel.catalog import Catalog, Quantity, make_indicator
from huoju.kernel.plan.compiled import Plan
from huoju.kernel.plan.outline import Clause, ClauseKind
from huoju.kernel.plan.statements import Comparator, Measure, Place, Role, Statement

COUNTER = count(1)


def make_entry(
    indicator_id: str, zh: str, kind: str, unit: str, direction: str = "higher", *, real: bool = False
):
    """A catalog entry with just what comparing asks for."""
    return make_indicator(
        {
            "id": indicator_id, "zh": zh, "en": indicator_id.replace("_", " "), "aliases": [], "unit": unit,
            "kind": kind, "direction": direction, "growth_at_constant_prices": real,
            "price_basis": "current" if unit.endswith("元") else None,
            "definition": "试", "definition_en": "test", "source": "test",
        },
        theme="test",
    )  # fmt: skip


CATALOG = Catalog(
    (
        make_entry("gdp", "地区生产总值", "flow", "亿元", real=True),
        make_entry("revenue", "企业营业收入", "flow", "亿元"),
        make_entry("firms", "高新技术企业数", "stock", "家"),
        make_entry("urbanisation", "常住人口城镇化率", "ratio", "%"),
        make_entry("pm25", "细颗粒物年均浓度", "ratio", "微克/立方米", "lower"),
        make_entry("energy_intensity", "单位GDP能耗", "ratio", "吨标准煤/万元", "lower", real=True),
        make_entry("emissions", "化学需氧量排放量", "flow", "吨", "lower"),
        make_entry("population", "常住人口", "stock", "万人", "neither"),
    ),
    (),
    (),
)

UNITS = {"gdp": "亿元", "revenue": "亿元", "firms": "家", "urbanisation": "%", "pm25": "微克/立方米",
         "emissions": "吨", "population": "万人", "energy_intensity": "吨标准煤/万元"}  # fmt: skip


def make_statement(concept: str | None = "firms", value: object = 300, **fields: object) -> Statement:
    """A promise for 2025; `value` may be one number or several, None for a promise without a number."""
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    number = next(COUNTER)
    threshold = fields.pop("threshold", None)
    defaults: dict[str, object] = {
        "key": f"k{number:011d}", "place": Place("a.txt", "1.1", number, number, 0), "clause": "c0001",
        "role": Role.TARGET, "indicator": CATALOG.get(concept).zh if concept else "某指标",
        "subject": "全区", "unit": UNITS.get(concept or "", "家"), "value_text": "", "period": "2025",
        "measure": "level", "comparator": "reach",
    }  # fmt: skip
    given = defaults | fields
    given["measure"] = Measure(str(given["measure"]))
    given["comparator"] = Comparator(str(given["comparator"]))
    return Statement(
        **given,  # type: ignore[arg-type]
        concept=concept,
        value=tuple(D(str(one)) for one in values),
        threshold=Quantity(D(str(threshold)), "亿元") if threshold else None,
    )


def make_growth(concept: str, rate: object, **fields: object) -> Statement:
    """A promised average annual growth in percent over 2021-2025."""
    defaults = {"measure": "annual_average_growth", "unit": "%", "period": "2021-2025"}
    return make_statement(concept, rate, **(defaults | fields))


def make_baseline(concept: str | None = "firms", value: object = 200, **fields: object) -> Statement:
    """What had been reached in 2020."""
    return make_statement(
        concept, value, **({"role": Role.BASELINE, "period": "2020", "comparator": "eq"} | fields)
    )


def make_clause(text: str, kind: ClauseKind = ClauseKind.PARAGRAPH, **fields: object) -> Clause:
    defaults = {"id": "c0001", "chapter": "1", "heading": "", "level": 0, "first_line": 7, "last_line": 7}
    return Clause(**(defaults | fields), kind=kind, text=text)  # type: ignore[arg-type]


def make_plan(*statements: Statement, title: str = "", clauses: tuple[Clause, ...] = ()) -> Plan:
    return Plan(title, "a.txt", 2021, 2025, clauses, statements)
