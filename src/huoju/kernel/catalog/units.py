"""Units as they are printed in Chinese documents, their families, and exact conversion between them.

`units.yaml` lists plain units; prefixes (万, 亿 ...) and per-units (元/人, 吨标准煤/万元) are composed here by
rule. Percent and percentage points are different families and never convert. Start at `find_unit`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache

from huoju.errors import InputError

from .surfaces import half_width

PREFIXES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "千万": 10**7, "百万": 10**6,
    "十万": 10**5, "万": 10**4, "千": 10**3, "百": 10**2, "十": 10,
}  # fmt: skip
_PREFIXES_EN = {
    "万亿": "trillion", "千亿": "100 billion", "百亿": "10 billion", "十亿": "billion", "亿": "100 million",
    "千万": "10 million", "百万": "million", "十万": "100 thousand", "万": "10 thousand", "千": "thousand",
    "百": "hundred", "十": "ten",
}  # fmt: skip
_NEVER_PREFIXED = frozenset({"share", "percentage_point", "rank", "multiple"})

# A repeating decimal is cut at 40 digits, a finite one at 36: going there and back gives the number again.
_REPEATING = Context(prec=40, rounding=ROUND_HALF_EVEN)
_FINITE = Context(prec=36, rounding=ROUND_HALF_EVEN)


class UnitMismatch(InputError):
    """Two quantities that cannot be compared, added or converted into each other."""

    code = "unit-mismatch"
    zh = "{where}：单位应为“{expected}”，实为“{got}”。请改正单位，或先登记换算关系。"
    en = "{where}: expected unit {expected}, got {got}. Correct it, or register a conversion."


class UnknownUnit(InputError):
    """A text that is no unit we know, nor one composed of units we know."""

    code = "unknown-unit"
    zh = "不认识单位“{unit}”。请改用目录中的单位，或在单位表中登记。"
    en = "Unknown unit “{unit}”. Use one of the catalog, or add it to the table of units."


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `factor` times a value in this unit is the value in the family's base unit, exactly.

    A per-unit's family names both sides: "money_cny/person". `id` is the Chinese name as printed.
    """

    id: str
    family: str
    factor: Fraction
    name_en: str
    aliases: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.id


def find_unit(text: str | None) -> Unit | None:
    """The unit a text names, whatever its spaces and widths; None when it names none.

    >>> find_unit("亿 元").factor, find_unit("吨标准煤／万元").family
    (Fraction(100000000, 1), 'coal_equivalent/money_cny')
    """
    return _compose(half_width(text)) if text else None


def get_unit(text: str) -> Unit:
    """As `find_unit`, but raises `UnknownUnit`."""
    unit = find_unit(text)
    if unit is None:
        raise UnknownUnit(unit=text)
    return unit


def convert(value: Decimal, from_unit: str | Unit, to_unit: str | Unit) -> Decimal:
    """`value` of one unit in the other, exactly; a repeating decimal (亩 to 平方米) has 40 digits.

    Raises `UnknownUnit`, and `UnitMismatch` when the two belong to different families.
    """
    have, want = _as_unit(from_unit), _as_unit(to_unit)
    if have.family != want.family:
        raise UnitMismatch(where=str(value), expected=want.id, got=have.id)
    if have.factor == want.factor:
        return value
    return decimal_of(Fraction(value) * have.factor / want.factor)


def decimal_of(number: Fraction) -> Decimal:
    """A fraction as a decimal: exact when it ends within 36 digits, else rounded."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    context = _FINITE if rest == 1 else _REPEATING
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))


def units() -> tuple[Unit, ...]:
    """All plain units of the table, in its order; composed ones are not listed."""
    from .loading import load_units

    return load_units()


def _as_unit(unit: str | Unit) -> Unit:
    return unit if isinstance(unit, Unit) else get_unit(unit)


@cache
def _plain_units() -> dict[str, Unit]:
    return {half_width(name): unit for unit in units() for name in (unit.id, unit.name_en, *unit.aliases)}


@lru_cache(maxsize=4096)
def _compose(text: str) -> Unit | None:
    """A plain unit, a prefixed one (万套), a per-unit (元/人), or None."""
    return _plain_units().get(text) or _prefixed(text) or _per(text)


def _prefixed(text: str) -> Unit | None:
    for prefix, size in PREFIXES.items():
        if text.startswith(prefix):
            base = _plain_units().get(text[len(prefix) :])
            if base is None or base.family in _NEVER_PREFIXED:
                continue
            name_en = f"{_PREFIXES_EN[prefix]} {base.name_en}"
            return Unit(prefix + base.id, base.family, base.factor * size, name_en)
    return None


def _per(text: str) -> Unit | None:
    """元/人, 人/千人, 吨/万元·年; 每 reads as the stroke. The last stroke divides."""
    above, stroke, below = text.replace("每", "/").rpartition("/")
    if not stroke:
        return None
    upper, lower = _compose(above), _compose(below.strip("()"))
    if upper is None or lower is None:
        return None
    return Unit(
        f"{upper.id}/{lower.id}",
        f"{upper.family}/{lower.family}",
        upper.factor / lower.factor,
        f"{upper.name_en} per {lower.name_en}",
    )
