"""What each digit of a slogan names; every text is invented."""

from __future__ import annotations

from huoju.kernel.plan import compile_plan

HEAD = "某市国民经济和社会发展第十四个五年规划纲要\n第三章 主要目标\n"


def split(text: str, name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    plan = compile_plan(HEAD + text)
    structure = next(s for s in plan.structures if s.name == name)
    return [(part.digit, part.name, part.members) for part in structure.split]


def test_digits_are_told_by_the_number_words_that_follow_in_order() -> None:
    text = (
        "实施“1234”发展战略，即：突出“创新强市”1个主题，实施两大行动，"
        "打造港口区、滨海区、临空区3个片区，建设四大基地。"
    )
    assert split(text, "1234") == [
        ("1", "1个主题", ("创新强市",)),
        ("2", "两大行动", ()),
        ("3", "3个片区", ("港口区", "滨海区", "临空区")),
        ("4", "四大基地", ()),
    ]


def test_a_digit_that_is_never_explained_has_no_name() -> None:
    text = "坚持“532”招商模式，聚焦五大产业、依托三大园区，不断创新方式。"
    assert split(text, "532") == [("5", "五大产业", ()), ("3", "三大园区", ()), ("2", "", ())]


def test_another_mention_may_explain_a_digit() -> None:
    text = "实施“463”战略，形成四大集群，优势明显。\n第四章 产业\n围绕“463”战略，打造六大产品基地，带动全局。"
    assert split(text, "463") == [("4", "四大集群", ()), ("6", "六大产品基地", ()), ("3", "", ())]


def test_paragraphs_that_begin_with_the_digit_list_its_members() -> None:
    text = (
        "构建“1+2+N”创新体系。\n“1”：市产业技术研究院（省级）。\n"
        "“2”：海洋研究中心、材料研究中心。\n“N”：一批新型研发机构。"
    )
    assert [members for _, _, members in split(text, "1+2+N")][:2] == [
        ("市产业技术研究院",),
        ("海洋研究中心", "材料研究中心"),
    ]


def test_two_doublings_that_were_reached_have_their_base_year() -> None:
    text = HEAD.replace("第三章 主要目标", "第一章 发展基础") + "实现了地区生产总值和财政收入“两个倍增”。"
    doubled = [s for s in compile_plan(text).statements if s.measure == "multiple"]
    assert [(s.role.value, s.indicator, s.period, s.baseline_period) for s in doubled] == [
        ("baseline", "地区生产总值", "2016-2020", "2015"),
        ("baseline", "财政收入", "2016-2020", "2015"),
    ]


def test_a_zone_may_call_itself_by_one_letter() -> None:
    names = [s.indicator for s in compile_plan(HEAD + "临区规上工业企业达到50家。灌区面积达到3万亩。").statements]
    assert names == ["规上工业企业数", "灌区面积"]


def test_promises_to_all_are_shares_of_a_hundred() -> None:
    plan = compile_plan(HEAD + "所有行政村通硬化路，重点排污企业全部达标，重大安全事故未发生。")
    assert [(s.indicator, int(s.value[0]), s.implicit) for s in plan.statements] == [
        ("行政村通硬化路比例", 100, True),
        ("重点排污企业达标率", 100, True),
        ("重大安全事故数", 0, True),
    ]
