"""Loading the catalog from its data folder: rows become indicators, identities, units, areas and industries.

Only this module and `compiled`, which reads the YAML files, touch the disk.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from typing import Any

from .areas import Area
from .compiled import DATA, tables
from .identities import Identity
from .indicators import Catalog, Indicator
from .industries import Industry
from .units import Unit, get_unit


@cache
def load_catalog() -> Catalog:
    """The catalog that comes with the platform; loaded once a process. Packs add to it with `with_indicators`."""
    indicators = tuple(
        make_indicator(fields, theme=name.removeprefix("indicators/").removesuffix(".yaml"))
        for name, rows in tables().items()
        if name.startswith("indicators/")
        for fields in rows
    )
    return Catalog(indicators, load_identities(), load_units())


def make_indicator(fields: dict[str, Any], *, theme: str) -> Indicator:
    """An indicator from a data row; the unit family follows from the unit, and what is left out is the default."""
    unit = get_unit(fields["unit"])
    return Indicator(
        id=fields["id"],
        zh=fields["zh"],
        en=fields["en"],
        aliases=tuple(fields.get("aliases", ())),
        unit_family=unit.family,
        unit=unit.id,
        kind=fields["kind"],
        direction=fields.get("direction", "higher"),
        price_basis=fields.get("price_basis"),
        growth_at_constant_prices=fields.get("growth_at_constant_prices", False),
        theme=theme,
        definition=fields["definition"],
        definition_en=fields["definition_en"],
        source=fields["source"],
        has_evidence_source=fields.get("has_evidence_source", True),
    )


@cache
def load_units() -> tuple[Unit, ...]:
    """The units of `units.yaml`, in its order."""
    return tuple(
        Unit(row["id"], family, Fraction(str(row["factor"])), row["en"], tuple(row.get("aliases", ())))
        for family, rows in tables()["units.yaml"].items()
        for row in rows
    )


@cache
def load_identities() -> tuple[Identity, ...]:
    """The identities of `identities.yaml`."""
    return tuple(Identity(**row) for row in tables()["identities.yaml"])


@cache
def load_areas() -> tuple[Area, ...]:
    """The areas of `areas.csv`."""
    return tuple(
        Area(r["code"], r["name"], r["name_en"] or None, r["level"], r["parent"] or None)
        for r in _read_csv("areas.csv")
    )


@cache
def load_industries() -> tuple[Industry, ...]:
    """The industries of `industries.csv`."""
    return tuple(
        Industry(r["code"], r["name"], r["name_en"], r["level"], r["parent"] or None)
        for r in _read_csv("industries.csv")
    )


def _read_csv(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
