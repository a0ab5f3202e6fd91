"""Observation statuses: the code list of the statistical world, and the one code that is ours.

Source: SDMX Global Code List CL_OBS_STATUS 2.2. `WITHDRAWN` is not in that list: SDMX deletes by a message's
action, while here a withdrawal is a vintage like any other, so it needs a status of its own. It never
leaves the store in an exchange message.
"""

from __future__ import annotations

NORMAL = "A"
PROVISIONAL = "P"
ESTIMATED = "E"
MISSING = "M"
WITHDRAWN = "withdrawn"

STATUSES: dict[str, tuple[str, str]] = {
    "A": ("正常", "Normal value"),
    "B": ("口径变动，序列中断", "Time series break"),
    "D": ("定义不同", "Definition differs"),
    "E": ("估计值", "Estimated value"),
    "F": ("预测值", "Forecast value"),
    "G": ("试验性数据", "Experimental value"),
    "H": ("缺失：节假日", "Missing value; holiday or weekend"),
    "I": ("插补值", "Imputed value"),
    "J": ("豁免报送", "Derogation"),
    "K": ("并入其他类别", "Data included in another category"),
    "L": ("缺失：有数未采集", "Missing value; data exist but were not collected"),
    "M": ("缺失：数据不存在", "Missing value; data cannot exist"),
    "N": ("不显著", "Not significant"),
    "O": ("缺失", "Missing value"),
    "P": ("初步核算数", "Provisional value"),
    "Q": ("缺失：不予公布", "Missing value; suppressed"),
    "S": ("受罢工等事件影响", "Strike and other special events"),
    "U": ("可靠性低", "Low reliability"),
    "V": ("未经核验", "Unvalidated value"),
    "W": ("含其他类别数据", "Includes data from another category"),
    WITHDRAWN: ("已撤回", "Withdrawn"),
}
"""Status code -> (Chinese, English)."""

CONFIDENTIALITY: dict[str, tuple[str, str]] = {
    "F": ("可公开", "Free"),
    "N": ("不公开，限内部使用", "Not for publication, restricted for internal use only"),
    "C": ("保密统计信息", "Confidential statistical information"),
    "D": ("次级保密", "Secondary confidentiality"),
    "S": ("次级保密（接收方不设）", "Secondary confidentiality set by the sender"),
}
"""Confidentiality code (SDMX CL_CONF_STATUS) -> (Chinese, English)."""
