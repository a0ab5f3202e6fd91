"""Contrasts: words that make two similar names two different things (城镇 and 农村, 进口 and 出口).

A list of facts and one question. A new pair of opposites is a new tuple.
"""

from __future__ import annotations

CONTRASTS: tuple[tuple[str, ...], ...] = (
    ("城镇", "农村"),
    ("城市", "乡村"),
    ("国家级", "省级", "市级", "区级", "县级"),
    ("国际", "国内"),
    ("世界", "全国", "全省", "全市"),
    ("第一产业", "第二产业", "第三产业"),
    ("一产", "二产", "三产"),
    ("工业", "农业", "服务业", "建筑业"),
    ("制造业", "服务业"),
    ("进口", "出口"),
    ("收入", "支出"),
    ("存款", "贷款"),
    ("户籍", "常住", "流动"),
    ("公办", "民办"),
    ("男", "女"),
    ("学前", "小学", "初中", "高中", "高等"),
    ("医师", "护士", "床位"),
    ("氮氧化物", "二氧化硫", "化学需氧量", "氨氮", "挥发性有机物", "二氧化碳"),
    ("pm25", "pm10", "臭氧"),
    ("地表水", "地下水", "海水", "饮用水"),
    ("发明专利", "实用新型", "外观设计"),
    ("授权", "申请", "拥有"),
    ("生活", "生产", "工业"),
    ("污水", "垃圾", "固废"),
    ("新增", "累计"),
    ("新建", "改建", "扩建"),
    ("公路", "铁路", "航空", "水路", "港口"),
    ("高速", "普通"),
    ("内资", "外资"),
    ("固定资产投资", "工业投资", "民间投资", "基础设施投资"),
    ("境内", "境外"),
    ("瞪羚", "独角兽", "单项冠军"),
    ("养老", "医疗", "失业", "工伤", "生育"),
    ("最低", "最高", "平均"),
    ("万人", "千人", "人均"),
    ("用水", "用电", "用地", "能耗", "用能"),
)


def contrast(one: str, other: str) -> tuple[str, str] | None:
    """The two words by which `one` and `other` differ although they may look alike, or None.

    >>> contrast("城镇居民人均可支配收入", "农村居民人均可支配收入")
    ('城镇', '农村')
    """
    for words in CONTRASTS:
        here = {word for word in words if word in one}
        there = {word for word in words if word in other}
        if here and there and not here & there:
            return min(here, key=words.index), min(there, key=words.index)
    return None
