"""Our reader beside what one might take from PyPI instead: which quantities are found, and how fast. Same run.

    python bench/reader_peers.py [GOLD.jsonl PLAN.txt]

Peers get the text with its line breaks joined and cut into sentences, which they would not do themselves:
* JioNLP as it is: its money and time extractors (times are no statements of the annotation, so they only mask);
* JioNLP for times and money, and one regular expression for the numbers that remain;
* jieba's part-of-speech tags (numerals) and a regular expression for the unit.

Only detection is scored: line and value. Ours also says role, indicator, subject, measure, period and place, and
is timed doing so. Peers know no roles: what they find beyond the annotation always counts as a false alarm, while
the scorer lets a reader that says "context" or "structure" off.
"""

from __future__ import annotations

import contextlib
import io
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from gold import GOLD, PLAN, Record, read_plan, records, scorer

RUNS = 3
SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
NUMBER = re.compile(
    r"(?<![A-Za-z\d.第])(\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)*|[一二两三四五六七八九十百]+)"
    r"\s*([千百十]?[万亿]+)?(?:多|余)?\s*(%|％|个百分点|[一-龥]{1,2})?"
)
TIME_UNITS = ("年", "月", "日", "时", "期", "季", "五", "章", "节", "、")

Finder = Callable[[str], Iterator[tuple[int, float | list[float], str]]]


def sentences(text: str) -> list[tuple[str, list[int]]]:
    """Sentences of the text without white space, each with the 1-based line of every character."""
    kept = [
        (char, number)
        for number, line in enumerate(text.split("\n"), 1)
        for char in line
        if not char.isspace()
    ]
    joined, lines = "".join(char for char, _ in kept), [number for _, number in kept]
    return [(m.group(), lines[m.start() : m.end()]) for m in SENTENCE.finditer(joined)]


def found_by(finder: Finder, text: str) -> list[Record]:
    """What a finder finds, as records of line, value and unit."""
    return [
        {"line": lines[start], "value": value, "unit": unit}
        for sentence, lines in sentences(text)
        for start, value, unit in finder(sentence)
    ]


def jionlp_money(sentence: str) -> Iterator[tuple[int, float | list[float], str]]:
    """JioNLP's money extractor."""
    import jionlp

    for entity in jionlp.ner.extract_money(sentence) or ():
        number, unit = entity["detail"]["num"], entity["detail"]["case"]
        first = number[0] if isinstance(number, list) else number
        start = entity["offset"][0]
        digit = re.search(r"[\d一二两三四五六七八九十]", entity["text"])
        yield start + (digit.start() if digit else 0), float(first), unit


def jionlp_and_regex(sentence: str) -> Iterator[tuple[int, float | list[float], str]]:
    """JioNLP's times masked, its money taken, and the regular expression on what remains."""
    import jionlp

    rest = sentence
    for entity in jionlp.ner.extract_time(sentence) or ():
        rest = masked(rest, *entity["offset"])
    for entity in jionlp.ner.extract_money(rest) or ():
        rest = masked(rest, *entity["offset"])
    yield from jionlp_money(sentence)
    yield from by_regex(rest)


def masked(text: str, start: int, end: int) -> str:
    return text[:start] + "□" * (end - start) + text[end:]


def by_regex(sentence: str) -> Iterator[tuple[int, float | list[float], str]]:
    """Numbers with whatever unit follows, except what looks like a date."""
    for match in NUMBER.finditer(sentence):
        number, scale, unit = match.group(1), match.group(2) or "", match.group(3) or ""
        if not number[0].isdigit() and not (scale or unit.startswith(("个", "家", "大", "项"))):
            continue
        if (not unit and not scale and ":" not in number) or unit.startswith(TIME_UNITS):
            continue
        yield match.start(), numerals(number), scale + unit


def numerals(text: str) -> float | list[float]:
    """Arabic or Chinese numerals as numbers."""
    if ":" in text:
        return [float(part) for part in text.split(":")]
    if text[0].isdigit():
        return float(text)
    import cn2an

    try:
        return float(cn2an.cn2an(text, "smart"))
    except ValueError:
        return 0.0


def jieba_and_regex(sentence: str) -> Iterator[tuple[int, float | list[float], str]]:
    """Numerals by jieba's tags; the regular expression reads value and unit where a numeral begins."""
    import jieba.posseg

    at, taken = 0, 0
    for word, tag in jieba.posseg.cut(sentence):
        if tag in ("m", "mq") and at >= taken and sentence[at - 1 : at] != "第":
            match = NUMBER.match(sentence, at)
            if match:
                taken = match.end(2) if match.group(2) else match.end(1)
                yield from ((at + start, value, unit) for start, value, unit in by_regex(match.group()))
        at += len(word)


def timed(work: Callable[[], list[Record]]) -> tuple[list[Record], float, float]:
    """Result, seconds of the first call (loading included) and the median of the warm ones."""
    started = time.perf_counter()
    found = work()
    first = time.perf_counter() - started
    warm = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        warm.append(time.perf_counter() - started)
    return found, first, statistics.median(warm)


def is_money(record: Record) -> bool:
    return "元" in (record.get("unit") or "")


def main() -> None:
    """Score and time all four, print the table and the ratios to ours."""
    gold_file, plan_file = (Path(a) for a in sys.argv[1:3]) if len(sys.argv) > 2 else (GOLD, PLAN)
    score, gold, text = scorer(), records(gold_file), plan_file.read_text(encoding="utf-8")
    characters = sum(not char.isspace() for char in text)
    with contextlib.redirect_stdout(io.StringIO()):  # JioNLP greets
        import jionlp
    readers: dict[str, Callable[[], list[Record]]] = {
        "huoju compile_plan": lambda: read_plan(plan_file),
        f"JioNLP {jionlp.__version__} money": lambda: found_by(jionlp_money, text),
        "JioNLP time+money, regex": lambda: found_by(jionlp_and_regex, text),
        "jieba tags, regex": lambda: found_by(jieba_and_regex, text),
    }
    print(f"{plan_file.name}: {characters:,} characters without spaces, {len(gold)} annotated statements")
    print(
        f"{'':28}{'precision':>10}{'recall':>8}{'F1':>7}{'money F1':>10}{'first s':>9}{'warm s':>8}{'chars/s':>10}"
    )
    results = {name: row_of(name, work, score, gold, characters) for name, work in readers.items()}
    (ours_f1, ours_speed), *_ = results.values()
    for name, (f1, speed) in list(results.items())[1:]:
        print(f"ratio to {name}: F1 {ours_f1 / max(f1, 1e-9):.2f}, characters/s {ours_speed / speed:.2f}")


def row_of(
    name: str, work: Callable[[], list[Record]], score: object, gold: list[Record], characters: int
) -> tuple[float, float]:
    """Print one reader's line; returns its F1 and its characters a second."""
    found, first, warm = timed(work)
    whole = score.score(gold, found)  # type: ignore[attr-defined]
    money = score.score([g for g in gold if is_money(g)], [f for f in found if is_money(f)])  # type: ignore[attr-defined]
    print(
        f"{name:28}{whole['precision']:10.3f}{whole['recall']:8.3f}{whole['f1']:7.3f}{money['f1']:10.3f}"
        f"{first:9.2f}{warm:8.3f}{characters / warm:10,.0f}"
    )
    return whole["f1"], characters / warm


if __name__ == "__main__":
    main()
