"""Whether a confidence means what it says: of those given 0.9, are nine in ten right?

    python bench/reliability.py [GOLD.jsonl PLAN ...]      pairs of annotation and document; default: the open one

A statement is right when it is annotated with the same role, measure, comparator, period and indicator (as
`score.py` judges); a found one without annotation is wrong, except where finding it is optional. Prints a table, writes
var/bench/reliability.svg and .csv.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from types import ModuleType

from gold import GOLD, OUT, PLAN, Record, read_plan, records, scorer

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Statements of like confidence: how many, their mean confidence, how many are right, and a 95 % interval."""

    low: float
    count: int
    confidence: float
    right: int

    @property
    def share(self) -> float:
        return self.right / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson score interval at 95 %."""
        z, n, p = 1.96, self.count, self.share
        middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def judged(gold: list[Record], found: list[Record], score: ModuleType) -> list[tuple[float, bool]]:
    """Confidence and rightness of every found statement that can be judged."""
    partner = {j: i for i, j in score.match(gold, found).items()}
    return [
        (float(one["confidence"]), j in partner and is_right(gold[partner[j]], one, score))
        for j, one in enumerate(found)
        if j in partner or not score.optional(one)
    ]


def is_right(gold: Record, found: Record, score: ModuleType) -> bool:
    """Whether role, measure, comparator, period and indicator agree."""
    return gold.get("role") == found.get("role") and bool(
        score.measure(gold) == score.measure(found)
        and score.comparator(gold) == score.comparator(found)
        and score.period(gold) == score.period(found)
        and score.same_name(gold, found)
    )


def bins_of(pairs: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The non-empty bins of equal width, from the lowest."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        groups.setdefault(min(BINS - 1, int(confidence * BINS + 1e-9)), []).append((confidence, right))
    return [
        Bin(n / BINS, len(group), sum(c for c, _ in group) / len(group), sum(r for _, r in group))
        for n, group in sorted(groups.items())
    ]


def calibration_error(bins: Iterable[Bin], total: int) -> float:
    """Mean distance of confidence and rightness over all statements (expected calibration error)."""
    return sum(b.count * abs(b.confidence - b.share) for b in bins) / total


def draw(bins: Sequence[Bin], target: Path) -> None:
    """The reliability plot: share right against confidence, with intervals, and the diagonal."""
    import altair as alt
    import vl_convert

    rows = [
        {
            "confidence": b.confidence,
            "right": b.share,
            "low": b.interval[0],
            "high": b.interval[1],
            "count": b.count,
        }
        for b in bins
    ]
    scale = alt.Scale(domain=[0, 1])
    x = alt.X("confidence:Q", scale=scale, title="可信度 confidence")
    y = alt.Y("right:Q", scale=scale, title="正确比例 share right")
    data = alt.Data(values=rows)
    diagonal = (
        alt.Chart(alt.Data(values=[{"confidence": 0, "right": 0}, {"confidence": 1, "right": 1}]))
        .mark_line(strokeDash=[4, 4], color="#888888")
        .encode(x=x, y=y)
    )
    whiskers = (
        alt.Chart(data).mark_rule(color="#8a1c1c").encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q")
    )
    points = (
        alt.Chart(data)
        .mark_circle(color="#8a1c1c", opacity=1)
        .encode(x=x, y=y, size=alt.Size("count:Q", title="表述数 statements"))
    )
    chart = alt.layer(diagonal, whiskers, points).properties(width=360, height=360)
    target.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")


def main() -> None:
    """Judge every pair given, print the table, write plot and table."""
    score, arguments = scorer(), [Path(a) for a in sys.argv[1:]] or [GOLD, PLAN]
    if len(arguments) % 2:
        sys.exit("give pairs: GOLD.jsonl PLAN ...")
    files = list(zip(arguments[::2], arguments[1::2], strict=True))
    pairs = [pair for gold, plan in files for pair in judged(records(gold), read_plan(plan), score)]
    bins = bins_of(pairs)
    print(
        f"{len(files)} documents, {len(pairs)} statements judged, {sum(r for _, r in pairs) / len(pairs):.3f} right"
    )
    print("confidence   count   mean   right   95 % interval")
    for b in bins:
        low, high = b.interval
        print(
            f"{b.low:.1f}-{b.low + 1 / BINS:.1f}    {b.count:8}{b.confidence:7.2f}{b.share:8.2f}   {low:.2f}-{high:.2f}"
        )
    brier = sum((c - r) ** 2 for c, r in pairs) / len(pairs)
    print(f"calibration error {calibration_error(bins, len(pairs)):.3f}   Brier score {brier:.3f}")
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / "reliability.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [
                ("from", "count", "confidence", "right"),
                *((b.low, b.count, b.confidence, b.share) for b in bins),
            ]
        )
    draw(bins, OUT / "reliability.svg")
    print(OUT / "reliability.svg")


if __name__ == "__main__":
    main()
