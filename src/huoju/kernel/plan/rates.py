"""Readers of numbers that relate: percent, points, ratios, multiples and ranks."""

from __future__ import annotations

import re

from huoju.kernel.plan import naming
from huoju.kernel.plan.drafts import Draft
from huoju.kernel.plan.measures import YEARLY, percent_measure
from huoju.kernel.plan.situations import Situation, draft_of, name_before
from huoju.kernel.plan.statements import Comparator, Measure


def read_percent(at: Situation) -> Draft | None:
    measure, clue = percent_measure(naming.before_change(at.before), at.core, at.after)
    if clue == "whole-after":
        return draft_of(at, naming.share_name(re.split(r"[，；。]", at.after)[0]), Measure.SHARE, "", clue)
    core = at.core
    if (found := OF_WHOLE.search(core)) and naming.measures(core[: found.start()]):
        core = core[: found.start()]
    verb, name, how = name_before(at, naming.before_relation(core))
    if not name and measure in GROWTHS:
        name, how = whole_economy(at), "topic"
    last = at.talk.last
    if (
        clue == "share"
        and how == "inherited"
        and last is not None
        and last.measure in GROWTHS
        and len(at.core) <= 4
    ):
        measure = last.measure
    draft = draft_of(at, name, measure, verb, clue, how)
    if clue == "share-of" and how != "named":
        draft.clues.add("share-of-head")
    if (at.token.unit or "").startswith("/") or re.search(r"与.{2,}的比[率例值]$", name):
        draft.measure = Measure.RATIO
    elif name.endswith("指数") and measure is Measure.SHARE:
        draft.measure = Measure.LEVEL
    if clue == "of-thing":
        found = re.match(r"(.*?)(?:要|应|须|需)?(?:安装|建设|采用|达到|配备)?([^的]{2,3})$", name)
        draft.name = f"{found.group(1)}{naming.head_after(at.after)}{found.group(2)}" if found else name
    return draft


# 占比均达到全市平均水平的15%: the whole that a share is measured against is no part of its name.
OF_WHOLE = re.compile(r"(?:分别|均|都)?(?:达到?|不低于|不少于|不超过|不高于|超过)[^，、。]{2,16}的$")


def whole_economy(at: Situation) -> str:
    """进入新阶段，年均增长6%左右: growth of nothing named is that of what was spoken of last, else of the economy."""
    if naming.bare(naming.strip_lead(at.core)).strip("年均") not in ("", "保持", "增长", "要", "实现"):
        return ""
    if not re.search(r"增长|增速|递增|下降", at.before):
        return ""
    prior = at.talk.prior
    if prior is not None and (prior.unit or "").endswith(("元", "%")):
        return prior.name
    if "预期" in at.before or (prior is None and YEARLY.search(at.before)):
        return "地区生产总值"
    return prior.name if prior is not None else ""


GROWTHS = (Measure.GROWTH_RATE, Measure.ANNUAL_AVERAGE_GROWTH)
TO_OTHER = re.compile(
    r"(?:高于|低于|快于|高出|领先|好于|优于|高|低)(?:全[国省市区县]|[^，]{1,8}?)?(?:平均(?:水平)?|水平)?$"
)
CHANGES = re.compile(r"(?:提高|提升|增加|上升|下降|降低|减少|回落|增长|缩小|扩大|收窄)(?:了|约|近)?$")


def read_points(at: Situation) -> Draft | None:
    other = TO_OTHER.search(at.before) and not CHANGES.search(at.before)
    verb, name, how = name_before(at, naming.before_relation(at.before if other else at.core))
    draft = draft_of(at, name, Measure.DIFFERENCE if other else Measure.INCREMENT, verb, how)
    if how != "named":
        draft.clues.add("difference")
    return draft


def read_ratio(at: Situation) -> Draft | None:
    verb, name, how = name_before(at, at.core)
    composed = len(at.token.values) > 2 or "结构" in at.core
    draft = draft_of(at, name, Measure.COMPOSITION if composed else Measure.RATIO, verb, how)
    draft.unit = "%" if composed else None
    return draft


OF_OTHER = re.compile(r"(?:分别)?(?:是|为|相当于)[^，、]{1,14}的?$")


def read_multiple(at: Situation) -> Draft | None:
    verb, name, how = name_before(at, OF_OTHER.sub("", naming.before_relation(at.core)))
    return draft_of(at, name, Measure.MULTIPLE, verb, how)


STANDING_START = re.compile(
    r"(?:均|都)?(?:分居|分列|稳居|位居|位列|名列|跃居|跻身|进入|迈[入进]|挺进|排名|居(?![民住家])|升至|蝉联|连续\d*|"
    r"列|排|在全|全[国省市区县球])"
)
STANDING_WORDS = re.compile(
    r"(?:分居|分列|稳居|位居|位列|名列|跃居|跻身|进入|迈[入进]|挺进|居(?![民住家])|升至|蝉联|连续|列|排(?!放|名)|均|都|在|"
    r"年|中|之(?=首)|之$)+"
)
RISE = re.compile(r"(?:从|由)(?:全[国省市区])?第.{1,4}?(?:位)?(?:提升|上升|跃升|升)(?:到|至)?$")
SPECIFIC_LIST = 6  # characters from which the list someone stands in is a name of its own


def read_rank(at: Situation) -> Draft | None:
    """A rank is named by what is ranked and by the list it stands in (全国百强县市首位)."""
    before = RISE.sub("", at.before)
    start = STANDING_START.search(before)
    verb, name, how = name_before(at, before[: start.start()] if start else RISE.sub("", at.core))
    if not name and at.talk.last is not None and at.talk.last.measure is Measure.RANK:
        name = at.talk.last.name.removesuffix("排名")
    scope = ""
    if start:
        scope = naming.bare(STANDING_WORDS.sub("", re.sub(r"\d+[年次届个家]?", "", before[start.start() :])))
        scope = re.sub(r"排名$", "", scope)
    if len(scope) >= SPECIFIC_LIST and how not in ("listed",):
        name = scope
    elif "均" not in at.before and "都" not in at.before:
        name = re.sub(r"(?<!总)数$", "", name.split("、")[-1]) + scope
    draft = draft_of(
        at, re.sub(r"(?:排名)?$", "排名", name, count=1) if name else "", Measure.RANK, verb, how, "rank"
    )
    if at.token.way == "top":
        draft.comparator = Comparator.LE
    return draft
