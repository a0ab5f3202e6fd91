"""Catalog: what can be measured, in which units and periods, of which areas and industries.

The lowest room: imports nothing of Huoju but the tree of errors; no Django, no clock. Only `loading` reads files.
Everything here is a frozen value; a pack's own indicators join by `Catalog.with_indicators`.
"""

from .areas import Area, areas, find_area
from .arithmetic import BadArithmetic, Equation, Number, Operation, Term, evaluate, parse_equation, spell
from .identities import Identity
from .indicators import BadCatalog, Catalog, Indicator
from .industries import Industry, find_industry, industries
from .loading import load_catalog, make_indicator
from .periods import EACH_YEAR, BadPeriod, Frequency, Period
from .quantities import Quantity
from .surfaces import half_width, plain
from .units import Unit, UnitMismatch, UnknownUnit, convert, find_unit, get_unit, units

__all__ = [
    "EACH_YEAR",
    "Area",
    "BadArithmetic",
    "BadCatalog",
    "BadPeriod",
    "Catalog",
    "Equation",
    "Frequency",
    "Identity",
    "Indicator",
    "Industry",
    "Number",
    "Operation",
    "Period",
    "Quantity",
    "Term",
    "Unit",
    "UnitMismatch",
    "UnknownUnit",
    "areas",
    "convert",
    "evaluate",
    "find_area",
    "find_industry",
    "find_unit",
    "get_unit",
    "half_width",
    "industries",
    "load_catalog",
    "make_indicator",
    "parse_equation",
    "plain",
    "spell",
    "units",
]
