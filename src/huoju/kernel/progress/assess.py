"""Assess: commitments and evidence in, assessments out. The room's entry; the steps in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from huoju.kernel.progress.assessments import Assessment
from huoju.kernel.progress.commitments import Commitment
from huoju.kernel.progress.compositions import composition_track
from huoju.kernel.progress.growth import average_growth_track, growth_rate_track
from huoju.kernel.progress.levels import difference_track, level_track, multiple_track
from huoju.kernel.progress.lookups import Lookup, SeriesSource
from huoju.kernel.progress.relations import assess_relation, relation_of
from huoju.kernel.progress.thresholds import ProgressRules
from huoju.kernel.progress.totals import total_track
from huoju.kernel.progress.tracks import Track
from huoju.kernel.progress.verdicts import judge
from huoju.kernel.progress.yearly import assess_yearly

if TYPE_CHECKING:
    from huoju.kernel.catalog import Catalog

DEFAULT_RULES = ProgressRules()

TRACKS: dict[str, Callable[[Commitment, Lookup, ProgressRules], Track]] = {
    "level": level_track,
    "count": level_track,
    "share": level_track,
    "ratio": level_track,
    "rank": level_track,
    "multiple": multiple_track,
    "difference": difference_track,
    "annual_average_growth": average_growth_track,
    "growth_rate": growth_rate_track,
    "increment": total_track,
    "cumulative": total_track,
    "composition": composition_track,
}


def assess(
    commitments: Iterable[Commitment],
    snapshot: SeriesSource,
    as_of: date,
    catalog: Catalog,
    rules: ProgressRules = DEFAULT_RULES,
) -> list[Assessment]:
    """Where each commitment stands on `as_of`, in the order given.

    `snapshot` holds what was known on that day; figures of periods that were not over then are left out.
    A growth rate promised for a span of years (增速, 2021-2025) is read as the average over the span.
    """
    lookup = Lookup(snapshot, as_of, catalog)
    return [assess_one(commitment, lookup, rules) for commitment in commitments]


def assess_one(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Assessment:
    """One commitment against one day's evidence."""
    if commitment.measure == "ratio" and relation_of(commitment) is not None:
        return assess_relation(commitment, lookup, rules)
    if commitment.is_annual:
        return assess_yearly(commitment, lookup, rules)
    return judge(commitment, track_of(commitment, lookup, rules), lookup.as_of, rules)


def track_of(commitment: Commitment, lookup: Lookup, rules: ProgressRules) -> Track:
    """Base, target and known points of a commitment on one scale."""
    measure = commitment.measure
    first, last = commitment.years
    if measure == "growth_rate" and last > first:
        measure = "annual_average_growth"
    return TRACKS[measure](commitment, lookup, rules)
