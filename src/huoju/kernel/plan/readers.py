"""Which reader takes which kind of token. The readers stand in `amounts.py` and `rates.py`."""

from __future__ import annotations

from collections.abc import Callable

from huoju.kernel.plan.amounts import CIRCLE, read_amount
from huoju.kernel.plan.drafts import Draft
from huoju.kernel.plan.rates import read_multiple, read_percent, read_points, read_rank, read_ratio
from huoju.kernel.plan.situations import Situation
from huoju.kernel.plan.tokens import Kind

__all__ = ["CIRCLE", "READERS", "Situation"]

READERS: dict[Kind, Callable[[Situation], Draft | None]] = {
    Kind.PERCENT: read_percent,
    Kind.POINTS: read_points,
    Kind.RATIO: read_ratio,
    Kind.MULTIPLE: read_multiple,
    Kind.RANK: read_rank,
    Kind.AMOUNT: read_amount,
}
