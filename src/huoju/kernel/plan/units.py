"""Units as plans print them: measuring units, the words one counts with, and how their values are kept.

The catalog converts units; this module only recognises them in running text. 万 is multiplied out for what is
counted, for square metres and for yuan (18万元 is 180000 元); 亿元, 万吨, 万千瓦 stay as printed.
"""

from __future__ import annotations

import re
from decimal import Decimal

MONEY = ("元人民币", "人民币", "美元", "港元", "欧元", "日元", "元")
AREA = ("平方公里", "平方千米", "平方米", "公顷", "亩次", "亩", "㎡", "m²", "平方")
LENGTH = ("公里", "千米", "海里", "厘米", "毫米", "纳米", "米")
MASS = ("吨标准煤", "吨标煤", "吨", "千克", "公斤", "毫克", "微克", "克", "斤", "蒸吨", "担")
VOLUME = ("标准立方米", "立方米", "立方", "毫升", "升", "m³", "m3", "方", "桶")
POWER = ("千瓦时", "千瓦", "兆瓦时", "兆瓦", "吉瓦时", "吉瓦", "瓦", "千伏安", "千伏", "伏", "马力")
DATA = ("比特/秒", "标准机架", "机架")
LATIN = (
    "GWh",
    "MWh",
    "kWh",
    "KWH",
    "TWh",
    "GW",
    "MW",
    "kW",
    "KW",
    "kVA",
    "kV",
    "KV",
    "km²",
    "km",
    "TEU",
    "Tbps",
    "Gbps",
    "Mbps",
    "EFLOPS",
    "EFlops",
    "Eflops",
    "PFLOPS",
    "PFlops",
    "Pflops",
    "TOPS",
    "TB",
    "PB",
    "EB",
    "GB",
    "dB",
    "mg/L",
    "μg/m³",
    "ha",
    "cm",
    "m",
)
TIME = (
    "个工作日",
    "工作日",
    "个月",
    "分钟",
    "小时",
    "年",
    "周岁",
    "岁",
    "天",
    "秒",
    "日",
    "周",
    "学时",
    "课时",
    "季",
)
BOXES = ("标准箱", "标箱", "载重吨", "总吨", "吨公里", "人公里")
OTHER = ("分贝", "℃", "摄氏度", "分", "度电")
LATIN_NAMES = {
    "kV": "千伏",
    "KV": "千伏",
    "kW": "千瓦",
    "KW": "千瓦",
    "kWh": "千瓦时",
    "KWH": "千瓦时",
    "km": "公里",
    "km²": "平方公里",
    "ha": "公顷",
    "cm": "厘米",
    "m": "米",
}
MEASURING = (*MONEY, *AREA, *LENGTH, *MASS, *VOLUME, *POWER, *DATA, *TIME, *BOXES, *OTHER)

PEOPLE = ("人年", "人次", "人天", "人", "名", "位", "员", "口人", "户次", "户籍", "户", "家庭")
CLASSIFIERS = (
    "家次",
    "家",
    "个",
    "项",
    "处",
    "所",
    "座",
    "条",
    "台套",
    "台",
    "套",
    "辆",
    "件",
    "种",
    "栋",
    "幢",
    "支",
    "只",
    "张",
    "份",
    "篇",
    "部",
    "届",
    "场次",
    "场",
    "班次",
    "班",
    "间",
    "艘",
    "架次",
    "架",
    "列",
    "对",
    "期",
    "类",
    "片",
    "块",
    "株",
    "棵",
    "头",
    "羽",
    "尾",
    "口",
    "孔",
    "根",
    "盏",
    "颗",
    "枚",
    "组",
    "站",
    "层",
    "轮",
    "次",
    "起",
    "例",
    "款",
    "宗",
    "单",
    "批次",
    "本",
    "幅",
    "副",
    "册",
    "眼",
    "道",
    "顶",
    "把",
    "门",
    "双",
    "航班",
)
THINGS = (
    "学位",
    "床位",
    "车位",
    "停车位",
    "泊位",
    "村民小组",
    "行政村",
    "自然村",
    "建制村",
    "村",
    "镇",
    "乡镇",
    "乡",
    "街道",
    "社区",
    "县市区",
    "县",
    "市州",
    "市",
    "省",
    "国",
    "区县",
    "标段",
    "岗位",
    "座席",
    "席",
    "床",
    "桩",
    "点",
    "路",
    "站点",
    "企业",
    "项目",
    "校",
    "园",
)
COUNTING = (*PEOPLE, *CLASSIFIERS, *THINGS)

MULTIPLIED = frozenset((*COUNTING, "元", "平方米", "㎡", "m²"))
FLOOR_UNITS = frozenset(("平方米", "㎡", "m²", "平方"))
LAND_UNITS = frozenset(("平方公里", "平方千米", "公顷", "亩", "km²"))
MONEY_UNITS = frozenset(MONEY)
TIME_UNITS = frozenset(TIME)


def alternation(words: tuple[str, ...]) -> str:
    """A regular-expression alternation of `words`, longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


PER = (
    r"/(?:每)?(?:[百千万十]{0,2}(?:"
    + alternation((*MEASURING, *COUNTING, "次", "车", "床", "月", "时", "班", "批", "单"))
    + "))"
)
MEASURE_UNIT = f"(?:{alternation(MEASURING)})(?![a-zA-Z])(?:{PER})?"
LATIN_UNIT = f"(?:{alternation(LATIN)})"
# With a Chinese numeral only these are taken for units: 一度, 两会, 三方 and 一路 are words, not amounts.
CHINESE_MEASURES = (
    "(?:亿|万)?(?:"
    + alternation(
        (
            "元",
            "美元",
            "米",
            "平方公里",
            "平方米",
            "亩",
            "公顷",
            "公里",
            "吨",
            "千瓦",
            "千瓦时",
            "立方米",
            "标箱",
        )
    )
    + ")|年(?!级|轻|均|龄|初|中|末|底|度)|个月|小时|分钟|个工作日|工作日|天(?!然|津|空)"
)
CHINESE_COUNTERS = alternation(
    ("个", "家", "项", "处", "所", "座", "条", "支", "类", "种", "张", "件", "级", "片", "栋")
)
VAGUE_COUNTERS = alternation(
    (
        "家",
        "户",
        "人",
        "名",
        "个",
        "项",
        "种",
        "件",
        "台",
        "套",
        "辆",
        "所",
        "座",
        "次",
        "人次",
        "亩",
        "吨",
        "场",
        "羽",
    )
)
COUNT_UNIT = f"(?:{alternation(COUNTING)})(?:{PER})?"


def tidy(value: Decimal) -> Decimal:
    """A whole number without the noughts that multiplying leaves behind its point."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and abs(value) < 10**20 else value


def scaled(value: Decimal, scale: str, unit: str | None) -> tuple[Decimal, str | None]:
    """Value and unit with the scale word either multiplied out or left in the unit, as the contract has it."""
    from huoju.kernel.plan.numerals import scale_factor

    if not scale:
        return value, unit
    if unit is None or ("/" in unit and unit.split("/")[0] in MULTIPLIED and "亿" not in scale):
        return tidy(value * scale_factor(scale)), unit
    if unit in MULTIPLIED and not (unit == "元" and "亿" in scale):
        return tidy(value * scale_factor(scale)), unit
    if unit in MONEY_UNITS or unit.split("/")[0] in MEASURING:
        return keep_scale(value, scale, unit)
    return tidy(value * scale_factor(scale)), unit


def keep_scale(value: Decimal, scale: str, unit: str) -> tuple[Decimal, str]:
    """千亿元 is 1000 亿元 and 百万吨 is 100 万吨: the unit keeps the largest of 亿 and 万, the value the rest."""
    from huoju.kernel.plan.numerals import scale_factor

    for large in ("万亿", "亿", "万"):
        if scale.endswith(large) and scale_factor(scale) >= scale_factor(large):
            rest = scale_factor(scale) // scale_factor(large)
            if large == "万亿" and unit in MONEY_UNITS:
                return tidy(value * 10**4), "亿" + unit
            return tidy(value * rest), large + unit
    return tidy(value * scale_factor(scale)), unit


def is_floor(unit: str) -> bool:
    return unit in FLOOR_UNITS or unit.lstrip("万亿") in FLOOR_UNITS


def is_measured(unit: str) -> bool:
    """Whether a unit measures (or is missing, as in 收入倍差1.94) rather than counts."""
    if not unit:
        return True
    base = unit.split("/")[0].lstrip("万亿")
    return base in MEASURING or unit in MEASURING or bool(re.search(r"[A-Za-z]", unit))
