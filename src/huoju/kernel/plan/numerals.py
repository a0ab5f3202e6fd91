"""Numerals: Arabic, Chinese and mixed (1.6万, 二〇三五, 一百零八, 三点五) to exact `Decimal`.

Pure functions over short strings that a lexer has already cut out. `NUMBER` is the regular-expression source
of one number with its scale word; it has no nested repetition, so matching is linear.
"""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "两": 2,
    "俩": 2,
    "壹": 1,
}
SMALL = {"十": 10, "拾": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"


def parse_chinese(text: str) -> Decimal | None:
    """Value of a Chinese numeral (十五, 二〇三五, 一百零八, 三点五, 百亿); None if it is not one."""
    whole, _, fraction = text.partition("点")
    value = parse_whole(whole)
    if value is None or any(c not in DIGITS for c in fraction):
        return None
    if not fraction:
        return Decimal(value)
    return Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in fraction)}")


def parse_whole(text: str) -> int | None:
    """Value of a Chinese whole number, by place words (一千二百) or digit by digit (二〇二五).

    A last digit that follows a place word directly counts in the next lower place: 二百五 is 250, 一万四 is 14000.
    """
    if not text or any(c not in DIGITS and c not in SMALL and c not in LARGE for c in text):
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    high, middle, section, digit, last = 0, 0, 0, 0, 1
    for i, char in enumerate(text):
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in SMALL:
            section += (digit or (0 if section and text[i - 1] not in DIGITS else 1)) * SMALL[char]
            digit, last = 0, SMALL[char]
        elif char == "万":
            middle += ((section + digit) or (0 if middle else 1)) * LARGE[char]
            section, digit, last = 0, 0, LARGE[char]
        else:
            high += ((middle + section + digit) or 1) * LARGE[char]
            middle, section, digit, last = 0, 0, 0, LARGE[char]
    shortened = digit and len(text) > 1 and text[-2] not in DIGITS and last > 10
    return high + middle + section + (digit * last // 10 if shortened else digit)


def parse_number(text: str) -> Decimal | None:
    """Value of any numeral: 1,105.4, 1.6万, 2.77万亿, 两百, 15, 三点五; None if it is not one."""
    text = text.replace(" ", "").replace(",", "")
    digits = text.rstrip("十百千万亿")
    if digits and digits[0].isdigit():
        try:
            return Decimal(digits) * scale_factor(text[len(digits) :])
        except ArithmeticError:
            return None
    return parse_chinese(text)


def scale_factor(text: str) -> int:
    """Product of scale words: 万 is 10,000, 千万 is 10,000,000, 万亿 is 10**12, nothing is 1."""
    factor = 1
    for char in text:
        factor *= SMALL.get(char) or LARGE[char]
    return factor
