"""Builders with valid defaults: one statement of a plan, and whole invented worlds to make plans from."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP
from decimal import Decimal as D

from huoju.kernel.catalog import Catalog, find_unit, make_indicator
from huoju.kernel.catalog.identities import Identity
from huoju.kernel.plan.statements import Comparator, Measure, Place, Role, Statement

_numbers = iter(range(1, 10**9))


def say(
    concept: str | None, value: object, *, measure: str = "level", comparator: str = "reach", role: str = "target",
    period: object = "2025", unit: str = "亿元", subject: str = "全区", indicator: str = "", **more: object,
) -> Statement:  # fmt: skip
    """One statement; `value` may be text as printed, a number, or several."""
    values = value if isinstance(value, tuple) else (value,)
    number = next(_numbers)
    line = int(more.pop("line", number * 10))
    printed = str(more.pop("printed", ":".join(str(v) for v in values)))
    return Statement(
        key=str(more.pop("key", f"k{number}")), place=Place("plan.txt", str(more.pop("chapter", "1")), line, line, 0),
        clause=str(more.pop("clause", f"c{number}")), role=Role(role), indicator=indicator or concept or "某指标",
        concept=concept, subject=subject, measure=Measure(measure), comparator=Comparator(comparator),
        value=tuple(D(str(v)) for v in values), unit=unit, value_text=printed, period=str(period), **more,
    )  # fmt: skip


def had(concept: str | None, value: object, **more: object) -> Statement:
    """A baseline of 2020."""
    return say(concept, value, **{"role": "baseline", "period": "2020"} | more)


def grows(concept: str | None, percent: object, **more: object) -> Statement:
    """Average growth 2021-2025."""
    fields = {"measure": "annual_average_growth", "comparator": "eq", "unit": "%", "period": "2021-2025"}
    return say(concept, percent, **fields | {"baseline_period": "2020"} | more)


# -- invented worlds


def make_entry(indicator_id: str, kind: str = "flow", unit: str = "亿元"):
    return make_indicator(
        {
            "id": indicator_id, "zh": f"指标{indicator_id}", "en": f"indicator {indicator_id}", "aliases": [],
            "unit_family": find_unit(unit).family, "unit": unit, "kind": kind, "direction": "neither",
            "price_basis": None, "growth_at_constant_prices": False, "definition": "试", "definition_en": "test",
            "source": "test", "has_evidence_source": True,
        },
        theme="test",
    )  # fmt: skip


@dataclass
class World:
    """Indicators, identities and their true levels: everything said of it is consistent by making."""

    catalog: Catalog
    years: tuple[int, ...]
    subjects: tuple[str, ...]
    level: dict[tuple[str, str, int], D] = field(default_factory=dict)

    def concepts(self) -> list[str]:
        return [i.id for i in self.catalog.indicators]


def make_world(
    rng: random.Random, *, leaves: int = 4, identities: int = 4, years: tuple[int, ...] = (2020, 2025),
    subjects: tuple[str, ...] = ("全区",), tag: str = "",
) -> World:  # fmt: skip
    """Leaves with random levels and growth; each identity makes a new indicator from earlier ones."""
    names = [f"leaf_{tag}{n}" for n in range(leaves)]
    units = dict.fromkeys(names, "亿元")
    made: list[Identity] = []
    recipes: list[tuple[str, str, str, str]] = []
    for n in range(identities):
        money = [name for name in names if units[name] == "亿元"]
        left, right = rng.sample(money, 2)
        sign = rng.choice(["+", "+", "/", "+"])
        name = f"made_{tag}{n}"
        units[name] = "%" if sign == "/" else "亿元"
        names.append(name)
        recipes.append((name, left, sign, right))
        made.append(Identity(f"id_{tag}{n}", f"{name} = {left} {sign} {right}", "恒等式", "identity"))
    entries = tuple(
        make_entry(name, "ratio" if units[name] == "%" else "flow", units[name]) for name in names
    )
    world = World(Catalog(entries, tuple(made), ()), years, subjects)
    for subject in subjects:
        _fill(world, rng, names[:leaves], recipes, subject)
    return world


def _fill(world: World, rng: random.Random, leaves: list[str], recipes: list, subject: str) -> None:
    """Levels of one subject, in base units, by year."""
    now = {name: D(rng.randint(50, 5000)) * 10**7 for name in leaves}
    for year in world.years:
        for name in leaves:
            world.level[name, subject, year] = now[name]
            now[name] = now[name] * D(rng.randint(95, 125)) / 100
        for name, left, sign, right in recipes:
            a, b = world.level[left, subject, year], world.level[right, subject, year]
            world.level[name, subject, year] = a + b if sign == "+" else a / b


def tell(world: World, rng: random.Random, count: int) -> list[Statement]:
    """Statements that are all true of the world, printed with rounding, bounds, ranges and about."""
    return [_tell_one(world, rng) for _ in range(count)]


def _tell_one(world: World, rng: random.Random) -> Statement:
    concept, subject = rng.choice(world.concepts()), rng.choice(world.subjects)
    entry = world.catalog.get(concept)
    if rng.random() < 0.35:
        first, last = sorted(rng.sample(world.years, 2))
        return _tell_growth(world, rng, concept, subject, first, last)
    year = rng.choice(world.years)
    scale = D(10) ** 8 if entry.unit == "亿元" else D(1) / 100
    true = world.level[concept, subject, year] / scale
    measure = "share" if entry.unit == "%" else "level"
    role = "baseline" if year == world.years[0] else rng.choice(["target", "baseline"])
    value, comparator = _print(true, rng)
    return say(concept, value, measure=measure, unit=entry.unit, subject=subject, period=year, role=role,
               comparator=comparator)  # fmt: skip


def _tell_growth(world, rng, concept, subject, first, last) -> Statement:
    ratio = world.level[concept, subject, last] / world.level[concept, subject, first]
    if rng.random() < 0.25:
        value = ratio.quantize(D("0.1"), ROUND_HALF_UP)
        return say(concept, value, measure="multiple", unit="倍", subject=subject, period=last, comparator="eq",
                   baseline_period=str(first), role="baseline", printed=f"{value}倍")  # fmt: skip
    rate = (ratio ** (D(1) / (last - first)) - 1) * 100
    value, comparator = _print(rate, rng, digits=1)
    single = last - first == 1
    return say(concept, value, measure="growth_rate" if single else "annual_average_growth", unit="%",
               subject=subject, period=last if single else f"{first + 1}-{last}", comparator=comparator,
               baseline_period=None if single else str(first), role=rng.choice(["target", "baseline"]))  # fmt: skip


def _print(true: D, rng: random.Random, digits: int | None = None) -> tuple[object, str]:
    """A true value as a document prints it, with a comparator it satisfies."""
    step = D(1).scaleb(-(rng.choice([0, 1, 2]) if digits is None else digits))
    kind = rng.choice(["eq", "reach", "eq", "ge", "le", "approx", "range"])
    if kind in ("eq", "reach"):
        return true.quantize(step, ROUND_HALF_UP), kind
    slack = abs(true) * D(rng.randint(0, 20)) / 100
    if kind == "ge":
        return (true - slack).quantize(step, ROUND_FLOOR), "ge"
    if kind == "le":
        return (true + slack).quantize(step, ROUND_CEILING), "le"
    if kind == "approx":
        return (true * D(rng.randint(96, 104)) / 100).quantize(step, ROUND_HALF_UP), "approx"
    return ((true - slack).quantize(step, ROUND_FLOOR), (true + slack).quantize(step, ROUND_CEILING)), "range"


# -- contradictions to plant


def plant(rng: random.Random, world: World, number: int) -> list[Statement]:
    """Statements of a subject of their own that cannot all be true, and of which none can be spared."""
    subject, concept = f"园区{number}", next(c for c in world.concepts() if c.startswith("leaf"))
    kind = rng.choice(["twice", "growth", "multiple", "identity"])
    base, off = rng.randint(100, 900), D(rng.choice([80, 85, 120, 130])) / 100
    if kind == "twice":
        return [had(concept, base, subject=subject), had(concept, round(base * off), subject=subject)]
    if kind == "growth":
        true = D(base) * D("1.06") ** 5
        return [
            had(concept, base, subject=subject),
            grows(concept, "6.0", subject=subject, role="baseline"),
            had(concept, (true * off).quantize(D("0.1")), subject=subject, period="2025"),
        ]
    if kind == "multiple":
        return [
            had(concept, base, subject=subject),
            say(concept, "2.0", subject=subject, measure="multiple", unit="倍", comparator="eq",
                baseline_period="2020", printed="2.0倍"),
            had(concept, (D(base) * 2 * off).quantize(D("0.1")), subject=subject, period="2025"),
        ]  # fmt: skip
    return _plant_identity(rng, world, subject, off)


def _plant_identity(rng: random.Random, world: World, subject: str, off: D) -> list[Statement]:
    of_leaves = [i for i in world.catalog.identities if i.text.count("leaf") == 2]
    if not of_leaves:
        return [had("leaf_0", 100, subject=subject), had("leaf_0", 200, subject=subject)]
    name, _, text = rng.choice(of_leaves).text.partition(" = ")
    left, sign, right = text.split()
    a, b = D(rng.randint(800, 1200)), D(rng.randint(800, 1200))
    true = a + b if sign == "+" else a / b * 100
    said = (true * off).quantize(D("0.1"))
    unit = "亿元" if sign == "+" else "%"
    units = {t: world.catalog.get(t).unit for t in (left, right)}
    assert set(units.values()) == {"亿元"}
    measure = "level" if sign == "+" else "share"
    return [
        had(left, a, subject=subject),
        had(right, b, subject=subject),
        had(name, said, subject=subject, unit=unit, measure=measure),
    ]
