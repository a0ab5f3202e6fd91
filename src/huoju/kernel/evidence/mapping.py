"""Mapping: which cells of a file mean what. Proposed by `layout`, corrected by a person, remembered by shape.

Every shape of sheet comes down to one form: some columns that say of whom, what and when a row speaks
(`keys`), and one or more columns of values that say the rest in their headings (`values`). Pure values.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

_ROLE_NAMES = {
    "indicator": (
        "指标 | 指标名称 | 指标名 | 统计指标 | 监测指标 | 项目 | 项目名称 | 名称 | indicator | "
        "indicator name | item"
    ),
    "subject": (
        "地区 | 区域 | 区市 | 区县 | 市县 | 主体 | 统计主体 | 对象 | 园区 | 功能区 | "
        "单位名称 | 填报单位 | 企业名称 | areas | area | region | subject | reference area"
    ),
    "period": (
        "时间 | 期间 | 报告期 | 时期 | 年份 | 年度 | 月份 | 日期 | 期别 | 统计时间 | period | "
        "year | month | date | time | time period | time_period"
    ),
    "value": (
        "数值 | 值 | 指标值 | 数据 | 完成值 | 实际值 | 实际完成 | 完成数 | 本期数 | value | "
        "obs_value | figure"
    ),
    "unit": ("单位 | 计量单位 | 指标单位 | unit | unit of measure | unit_measure"),
    "measure": ("度量 | 度量方式 | 计量方式 | measure"),
    "breakdown": ("分组 | 分类 | 细分 | breakdown"),
    "status": ("状态 | 数据状态 | status | obs_status"),
    "source": ("来源 | 数据来源 | 资料来源 | 出处 | source | source title | source_title"),
    "link": ("链接 | 网址 | source_url | url | source url"),
    "note": ("备注 | 说明 | 注 | 注释 | note | notes | remark | remarks | comment"),
    "price_basis": ("价格口径 | 价格 | price basis | price_basis"),
    "coverage": ("口径 | 统计口径 | coverage"),
    "indicator_id": ("指标代码 | 指标编码 | indicator id | indicator_id"),
    "subject_id": ("主体代码 | 主体编码 | subject id | subject_id"),
}

ROLES = {role: tuple(name.strip() for name in names.split("|")) for role, names in _ROLE_NAMES.items()}
"""Role -> headings that name it, in lower case. Also what a person can choose for a column."""

IDENTITIES = {"indicator_id": "indicator", "subject_id": "subject"}
"""Columns of our own templates that name what the names beside them mean; they hold where they are filled in."""

KEY_ROLES = tuple(role for role in ROLES if role != "value")


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values and what its heading says of them; "" is left to the row, then to the defaults."""

    column: int
    indicator: str = ""
    period: str = ""
    unit: str = ""
    measure: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """How one sheet is read. Rows and columns count from 0; `last_row` is the row after the data.

    `keys` maps roles to columns; `defaults` maps roles to what holds where neither row nor heading says.
    """

    sheet: str
    heading_row: int
    first_row: int
    last_row: int
    keys: AnyMapping[str, int] = field(default_factory=dict)
    values: tuple[ValueColumn, ...] = ()
    defaults: AnyMapping[str, str] = field(default_factory=dict)
    months_from_dates: bool = False


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How a file is read: its sheets, and the answers given to questions about names and units."""

    sheets: tuple[SheetMapping, ...] = ()
    answers: AnyMapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """A plain form that `from_json` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: AnyMapping[str, Any]) -> FileMapping:
        """The mapping that `as_json` wrote."""
        sheets = tuple(
            SheetMapping(**{**sheet, "values": tuple(ValueColumn(**value) for value in sheet["values"])})
            for sheet in stored["sheets"]
        )
        return cls(sheets, dict(stored["answers"]))


def shape_of(headings: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> str:
    """Fingerprint of a file's shape: its sheets' headings, whatever the years and months in them.

    Two issues of one form have the same shape: 2024年1-9月 and 2025年1-6月 read alike.
    """
    plain = [
        [_without_dates(name), [[_without_dates(cell) for cell in row] for row in rows]]
        for name, rows in headings
    ]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def _without_dates(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"[上下]半年|第?[一二三四]季度", "0季", "".join(text.split())))
