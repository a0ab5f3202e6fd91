"""The day of knowledge: which vintages were known by the end of a day in China."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""No daylight saving since 1991; vintages older than that do not occur."""


def known_before(day: date) -> datetime:
    """First moment (UTC) after `day` has ended in China: a vintage before it was known on that day.

    The first and the last day a calendar can write have no neighbour to move to; they stay where they are.
    """
    if not date.min < day < date.max:
        return datetime.combine(day, time.min, UTC)
    return datetime.combine(day + timedelta(days=1), time.min, CHINA).astimezone(UTC)


def day_known(vintage: datetime) -> date:
    """The day in China on which a vintage became known."""
    return vintage.astimezone(CHINA).date()
