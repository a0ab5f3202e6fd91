"""Rules of judgement: the thresholds between ahead, on track and behind. A pack may override each one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from huoju.errors import InputError


class UnknownThreshold(InputError):
    """A pack names a threshold that the rules do not have."""

    code = "unknown-threshold"
    zh = "判定规则中没有“{name}”。可用的有：{known}。"
    en = 'The rules of judgement have no "{name}". Known: {known}.'


@dataclass(frozen=True, slots=True)
class ProgressRules:
    """Thresholds on attainment against what the path asks for at the date of the evidence.

    Sources
    -------
    Comparing attainment (实现程度) with elapsed time (时间进度) is how mid-term evaluations of five-year
    plans report each indicator: "达到或快于时序进度" is at or above 1. The width of the band around 1 is
    no published rule; a tenth either way is this project's default, and a pack states its own. A binding
    indicator (约束性指标) is one the government answers for, so it gets no allowance below 1.
    """

    ahead_from: Decimal = Decimal("1.1")
    on_track_from_expected: Decimal = Decimal("0.9")
    on_track_from_binding: Decimal = Decimal("1")
    # "about" (左右, 约): no published width; the project's default, as a share of the promised value.
    approx_tolerance: Decimal = Decimal("0.05")
    # A composition (结构 0.5:53.5:46) is never hit to the decimal; percentage points allowed on each part.
    composition_tolerance_points: Decimal = Decimal("0.5")
    # "in step" (同步): percentage points by which the first series may fall short of the second.
    in_step_tolerance_points: Decimal = Decimal("0")

    def on_track_from(self, nature: str | None) -> Decimal:
        """The lowest ratio that still counts as on track for an expected or a binding indicator."""
        return self.on_track_from_binding if nature == "binding" else self.on_track_from_expected

    def overridden(self, values: Mapping[str, object]) -> ProgressRules:
        """These rules with a pack's values in place of the defaults. Raises UnknownThreshold."""
        known = {field.name for field in fields(self)}
        for name in values:
            if name not in known:
                raise UnknownThreshold(name=name, known=", ".join(sorted(known)))
        return replace(self, **{name: Decimal(str(value)) for name, value in values.items()})
