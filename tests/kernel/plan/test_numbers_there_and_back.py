"""Random quantities rendered in Chinese are read back as they were."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from huoju.kernel.plan import Comparator, Statement, compile_plan
from huoju.kernel.plan.numerals import parse_number, parse_whole
from huoju.kernel.plan.times import era_years
from huoju.kernel.plan.tokens import lex

DIGITS = "零一二三四五六七八九"
HEAD = "某市国民经济和社会发展第十四个五年规划纲要\n第二章 主要目标\n"


def in_words(number: int) -> str:
    """A whole number below a hundred million in Chinese words."""
    if number >= 10_000:
        low = number % 10_000
        gap = "零" if 0 < low < 1000 else ""
        return in_words(number // 10_000) + "万" + (gap + in_words(low) if low else "")
    out, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if gap else "") + DIGITS[digit] + word
            gap = False
        elif out:
            gap = True
    return out or "零"


def only(text: str) -> Statement:
    found = compile_plan(HEAD + text).statements
    assert len(found) == 1, found
    return found[0]


@given(st.integers(0, 99_999_999))
def test_a_number_in_words_is_read_back(number: int) -> None:
    assert parse_whole(in_words(number)) == number


@given(st.integers(1, 99), st.sampled_from(["万", "亿", "万亿", "千", "百"]))
def test_scale_words_multiply(number: int, scale: str) -> None:
    factor = {"万": 10**4, "亿": 10**8, "万亿": 10**12, "千": 1000, "百": 100}[scale]
    assert parse_number(f"{number}{scale}") == number * factor


@given(st.decimals("0.1", "99.9", places=1), st.sampled_from(["以上", "左右", "以内", ""]))
def test_a_share_keeps_its_value_and_comparator(value: Decimal, tail: str) -> None:
    found = only(f"到2025年，森林覆盖率达到{value}%{tail}。")
    assert found.value == (value,)
    expected = {"以上": Comparator.GE, "左右": Comparator.APPROX, "以内": Comparator.LE, "": Comparator.REACH}
    assert (found.comparator, found.period, found.unit) == (expected[tail], "2025", "%")


@given(
    st.integers(1, 9999), st.sampled_from(["家", "个", "座", "处", "项"]), st.sampled_from(["", "余", "多"])
)
def test_a_count_keeps_its_value(number: int, unit: str, more: str) -> None:
    found = only(f"到2025年，创新平台达到{number}{more}{unit}。")
    assert found.value == (Decimal(number),)
    assert (found.unit, found.comparator) == (unit, Comparator.GT if more else Comparator.REACH)


@given(st.integers(1, 9998), st.integers(1, 100), st.sampled_from(["-", "—", "～", "至", "到"]))
def test_a_range_keeps_both_ends(low: int, more: int, sign: str) -> None:
    found = only(f"培育上市企业{low}{sign}{low + more}家。")
    assert found.value == (Decimal(low), Decimal(low + more))
    assert found.comparator is Comparator.RANGE


@given(st.decimals("0.01", "9999", places=2))
def test_full_width_digits_and_stray_blanks_change_nothing(value: Decimal) -> None:
    plain = f"地区生产总值达到{value}亿元，年均增长6%。"
    wide = plain.translate(
        {ord(a): b for a, b in zip("0123456789.%", "０１２３４５６７８９．％", strict=True)}
    )
    torn = plain.replace(str(value), f" {value} ")
    results = [
        [(s.value, s.unit, s.measure, s.period) for s in compile_plan(HEAD + t).statements]
        for t in (plain, wide, torn)
    ]
    assert results[0] == results[1] == results[2]
    assert len(results[0]) == 2


@given(st.lists(st.decimals("1", "80", places=1), min_size=3, max_size=3))
def test_a_composition_keeps_its_parts(parts: list[Decimal]) -> None:
    found = only(f"三次产业结构调整为{':'.join(map(str, parts))}。")
    assert found.value == tuple(parts)


@given(st.integers(1990, 2099))
def test_a_year_is_no_quantity(year: int) -> None:
    assert compile_plan(HEAD + f"{year}年，各项工作有序推进。").statements == ()


@given(st.integers(6, 20))
def test_every_five_year_plan_follows_the_last(n: int) -> None:
    first, later = (
        era_years(in_words(n).removeprefix("一") + "五"),
        era_years(in_words(n + 1).removeprefix("一") + "五"),
    )
    if n < 19:
        assert first is not None
        assert later is not None
        assert later[0] == first[1] + 1


@settings(max_examples=200)
@given(
    st.text(
        alphabet="0123456789一二三百千万亿年月%％家个元第“”（）《》，。、；：-—~+.A产业增长达到占从由至 \u3000\n",
        max_size=120,
    )
)
def test_no_text_breaks_the_reader_and_every_place_is_true(text: str) -> None:
    lines = (HEAD + text).split("\n")
    for s in compile_plan(HEAD + text).statements:
        assert 1 <= s.place.line <= len(lines)
        assert 0 <= s.place.col < max(1, len(lines[s.place.line - 1]))
        assert (
            s.sentence[s.offset[0] : s.offset[1]] == s.value_text
            or s.nature is not None
            or s.confidence > 0.9
        )
        assert 0 < s.confidence < 1


@given(st.text(alphabet="0123456789一二十百万亿家个元%点成倍番分之第位前", max_size=60))
def test_tokens_never_overlap(text: str) -> None:
    end = 0
    for token in lex(text):
        assert token.start >= end
        assert token.text == text[token.start : token.end]
        end = token.end
