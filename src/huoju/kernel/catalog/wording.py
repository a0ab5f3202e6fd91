"""Numbers as officials write them: 435.3亿元, 29.12万人, 18万元, 6%; in English 43.53 billion yuan.

Rounds for reading only; the exact value stays beside the text. Pure.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from huoju.kernel.catalog.units import find_unit

WAN = Decimal(10_000)
YI = Decimal(100_000_000)
WIDE = Context(prec=28, rounding=ROUND_HALF_EVEN)
PERCENTS = {"%", "％", "个百分点", "百分点"}

# Chinese unit -> (factor, English name) where English counts in other steps than 万 and 亿.
ENGLISH: dict[str, tuple[Decimal, str]] = {
    "万亿元": (Decimal(1), "trillion yuan"),
    "亿元": (Decimal("0.1"), "billion yuan"),
    "万元": (WAN, "yuan"),
    "元": (Decimal(1), "yuan"),
    "亿美元": (Decimal("0.1"), "billion US dollars"),
    "万美元": (WAN, "US dollars"),
    "万人": (WAN, "people"),
    "人": (Decimal(1), "people"),
    "人次": (Decimal(1), "person-times"),
    "万人次": (WAN, "person-times"),
    "家": (Decimal(1), ""),
    "个": (Decimal(1), ""),
    "项": (Decimal(1), ""),
    "条": (Decimal(1), ""),
    "所": (Decimal(1), ""),
    "座": (Decimal(1), ""),
    "处": (Decimal(1), ""),
    "户": (Decimal(1), "households"),
    "倍": (Decimal(1), "times"),
    "位": (Decimal(1), ""),
    "亩": (Decimal(1), "mu"),
    "公里": (Decimal(1), "km"),
    "平方公里": (Decimal(1), "km²"),
    "平方米": (Decimal(1), "m²"),
    "万平方米": (WAN, "m²"),
    "公顷": (Decimal(1), "ha"),
    "吨": (Decimal(1), "t"),
    "万吨": (WAN, "t"),
    "台": (Decimal(1), "units"),
    "%": (Decimal(1), "%"),
    "％": (Decimal(1), "%"),
    "个百分点": (Decimal(1), "percentage points"),
    "百分点": (Decimal(1), "percentage points"),
}


def plain(value: Decimal, digits: int | None = None) -> str:
    """`value` without exponent or trailing zeros, rounded half up to `digits` decimals if given.

    A value too small to show at `digits` keeps two significant digits rather than turning into 0.
    """
    if digits is not None:
        rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        if rounded == 0 and value != 0:
            rounded = value.quantize(Decimal(1).scaleb(value.adjusted() - 1), ROUND_HALF_UP)
        value = rounded
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(fraction: Decimal, digits: int = 1) -> str:
    """A fraction as percent: 0.632 -> "63.2%"."""
    return plain(fraction * 100, digits) + "%"


@lru_cache(maxsize=16384)
def written(value: Decimal, unit: str | None, language: str, digits: int = 2) -> str:
    """`value` with its unit as people write it in `language`; at most `digits` decimals."""
    if language.startswith("en"):
        return _english(value, unit, digits)
    if unit in PERCENTS or not unit or unit[0] in "万亿":
        return plain(value, digits) + (unit or "")
    if abs(value) >= YI and value % WAN == 0:
        return f"{plain(value / YI, 4)}亿{unit}"
    if abs(value) >= WAN and value % 1 == 0 and (value % 100 == 0 or abs(value) >= WAN * 100):
        return f"{plain(value / WAN, max(digits, 2))}万{unit}"
    return plain(value, digits) + unit


def _english(value: Decimal, unit: str | None, digits: int) -> str:
    factor, name = _english_unit(unit or "")
    scaled = value * factor
    rounded = plain(scaled, digits + 1 if factor < 1 else digits)
    whole, _, rest = rounded.partition(".")
    grouped = f"{int(whole):,}" if whole.lstrip("-") else whole
    if whole.startswith("-0"):
        grouped = "-0"
    text = f"{grouped}.{rest}" if rest else grouped
    return text + (name if name == "%" else f" {name}" if name else "")


PREFIXES = (("万亿", WAN * YI), ("亿", YI), ("万", WAN))
HUNDREDS = {"百": "100", "千": "1,000", "万": "10,000", "百万": "1 million", "亿": "100 million"}
UNCHANGED = {"yuan", "head", "mu", "people", "per"}
IRREGULAR = {"person": "people", "batch": "batches", "piece": "", "item": ""}


@lru_cache(maxsize=1024)
def _english_unit(unit: str) -> tuple[Decimal, str]:
    """What to multiply a number by and the English words behind it; the unit itself where there are none.

    >>> _english_unit("件/万人"), _english_unit("万台")
    ((Decimal('1'), 'per 10,000 people'), (Decimal('10000'), 'units'))
    """
    if unit in ENGLISH or find_unit(unit) is None:
        return ENGLISH.get(unit, (Decimal(1), unit))
    above, stroke, below = unit.rpartition("/")
    if stroke:
        factor, name = _english_unit(above)
        return factor, f"{name} per {_base_of_rate(below)}".strip()
    for prefix, size in PREFIXES:
        if unit.startswith(prefix) and find_unit(unit[len(prefix) :]) is not None:
            factor, name = _english_unit(unit[len(prefix) :])
            return factor * size, name
    return Decimal(1), _several(_name(unit)) if _name(unit) else unit


def _base_of_rate(unit: str) -> str:
    """What a rate is counted on: 人 -> person, 万人 -> 10,000 people."""
    for prefix, count in HUNDREDS.items():
        if unit.startswith(prefix) and _name(unit[len(prefix) :]):
            return f"{count} {_several(_name(unit[len(prefix) :]))}".rstrip()
    return _name(unit) or unit


def _name(unit: str) -> str:
    found = find_unit(unit)
    return found.name_en if found and found.name_en else ""


def _several(name: str) -> str:
    """The plural of an English unit: minute -> minutes, tonne of coal -> tonnes of coal."""
    head, space, rest = name.partition(" ")
    if head in IRREGULAR:
        return f"{IRREGULAR[head]}{space}{rest}"
    if head in UNCHANGED or head.endswith("s") or (rest and not rest.startswith(("of ", "per "))):
        return name if head in UNCHANGED or head.endswith("s") else f"{head} {_several(rest)}"
    return f"{head}s{space}{rest}"
