"""Naming: the noun phrase a number is about, taken from the words before or after it. Pure text functions."""

from __future__ import annotations

import re

from huoju.kernel.plan.words import (
    ACTIONS,
    ADVERBS,
    GROWING,
    MEASURING_NOUNS,
    REACHING,
    SCOPES,
    SELF_NAME,
    WHERE_IT_COUNTS,
    one_of,
)

LEADING = re.compile(
    rf"^(?:{SCOPES}|{SELF_NAME}|{ADVERBS}|[、，和与及；：·—\-\s]|时期|期间|以来|末|中(?=属于)|属于|[①-⑳]|"
    rf"[一二三四五六七八九十]是|\d{{1,2}}[.、．])+"
)
LEADING_ADVERBS = re.compile(rf"^(?:{ADVERBS}|[、，和与及；：])+")
LEADING_ACTION = re.compile(rf"^(?:{ACTIONS})(?:了|并|和|、|或)?")
BARE_MEASURE = re.compile(rf"^(?:(?:{MEASURING_NOUNS})$|[器者库率额量])")
ONLY_ACTION = re.compile(rf"^(?:{ACTIONS})(?:了|并|和|、)?(?:{ACTIONS})?了?$")
OTHER_ACTION = re.compile(r"培训|惠及|服务(?!业)|带动|资助|办理|受理|调处|转移|安置|发放|选择|利用")
TRAILING = re.compile(
    rf"(?:{REACHING}|净增|新增|年均|平均|分别|累计|共计|首次|已|也|(?<!人)均(?!衡)|都(?!市)|皆|连续|预计|"
    rf"[一二三四五十两\d]{{1,2}}年|[、，和与及的\s])+$"
)
TRAILING_GROWTH = re.compile(
    rf"(?:[一二三四五十两\d]{{1,2}}年[间来]?(?=年均))?(?:同比|环比|名义|实际|同口径|年均|平均|年|比上年|较上年|可比价|不变价|按可比价|"
    rf"按不变价)*(?<!自然)(?:{GROWING})(?:了|率|幅度|比例|速度)?$"
)
MEASURING_END = re.compile(rf"(?:{MEASURING_NOUNS})(?:（[^（）]{{1,12}}）)?$")
MODIFIER = re.compile(
    r"^(?:其中|包括|含|有)?[，、]?((?:国家|省|市|区|县|部|国际|自治区|世界|校|院|厅|厂|乡镇|乡|村|"
    r"社区)?(?:、?(?:省|市|区|县|部))?级(?:以上|及以上)?|国家|主板|创业板|科创板|新三板|北交所|境外|境内|"
    r"城镇|农村|城市|乡村|男性|女性|国内|国外|省内|省外|市内|市外|省级以上|国家级以上|市级以上|线上|线下|"
    r"公办|民办|新建|续建|[A-D5432一二三四五]级|[一-龥]{2,4}板|[\d.]*[百千万亿]*(?:元|人|亩|平方米|吨|"
    r"千瓦)(?:及?以上|及?以下)|(?:超|过)[\d.]*[百千万亿]+元的?)$"
)
OTHER_FRAME = re.compile(r"^(?:占|高于|低于|快于|较|比|同比|环比|位居|位列|居(?![民住家])|列|排)")
MEASURE_WORD_LENGTH = 3
CUT_RIGHT = re.compile(
    r"[，。；：、（）\d]|(?:(?<=.{2})(?:实现|达到|全部|均(?!衡)|开工|建成|落户|入选|进入|位列|被|已|将|"
    r"获批|获得|完成|形成|以(?!上|内|下)|突破(?!性)|超过|全面|基础上|及(?!以|其)|投产|投入使用|挂牌|上市(?!公司|企业|后备)|"
    r"参与|通过|成为|得到|开展|"
    r"提高|增长|下降|提升|降低|(?<!的)(?:建设(?!者|用地)|推进|改造|升级|试点(?!企业|项目|"
    r"城市))(?=[\u4e00-\u9fff])|并(?!购)|以及|新增|新建|划转|与|和(?=\d|[一二三四五六七八九十])|以上|左右|"
    r"(?<![高中初均同平对优甲乙丙上下])等(?!级)|"
    r"到(?!位)|达(?=$|\d)|中(?=属于|有|位|列)|综合(?:排名|评价|考核|考评)|落地(?!项目)|提供|用于|为|"
    r"在(?!建|线|孵)|面向|纳入|加快|集聚))"
)
QUOTED = re.compile(r"“[^“”]{0,30}”")
INNER_ACTION = re.compile(
    r"(.{2,}?(?:推出|新增|引进|培育|集聚|聚集|汇聚|获批|累计|达成|发放|签约|拥有|实施|打造|争创|完成|新设|"
    r"创建|承担)(?:了|并)?)((?!区|率|额|量|面积|以上).{4,})$"
)
PER_PERSON = re.compile(r"(?:提高到|提高至|提升到|达到|达|为)?(?:每人)?每(?:月|年|天|人|户|亩)$")
ROUNDABOUT = re.compile(
    r"^(?:围绕|针对|面向|为|对|在|依托|聚焦|通过|结合|按照|利用|推动|支持|引导|鼓励|组织|"
    r"集中力量).{2,}?(?:开展|实施|完成|建设|新建|建成|打造|培育|引进|提供|输送|组织|发放|新增|培训|"
    r"投入)(.{2,})$"
)


def bare(text: str) -> str:
    """`text` without brackets' contents and loose punctuation at its ends."""
    text = re.sub(r"（[^（）]{0,30}）", lambda m: m.group() if len(m.group()) <= 8 else "", text)
    return text.strip(" ，、：；。·—-\"'")


def strip_lead(text: str) -> str:
    """`text` without leading scope words, adverbs and list marks."""
    return LEADING.sub("", text)


def strip_adverbs(text: str) -> str:
    """`text` without leading adverbs; scope words (城区) stay."""
    return LEADING_ADVERBS.sub("", text)


def strip_action(text: str) -> tuple[str, str]:
    """The leading verb (with its adverbs) and the rest: 引进建设了X is (引进建设了, X)."""
    start = text
    text = strip_lead(text)
    while True:
        match = LEADING_ACTION.match(text)
        if not match or len(text) - match.end() < 1 or BARE_MEASURE.match(text[match.end() :]):
            break
        text = strip_lead(text[match.end() :])
    return start[: len(start) - len(text)], text


def head_before(text: str) -> tuple[str, str]:
    """Verb and noun phrase of the words before a number: 全区累计实施科技计划 is (全区累计实施, 科技计划).

    The noun phrase is empty where the words hold none (年均增长, 占全市, 达到).
    """
    text = TRAILING.sub("", PER_PERSON.sub("", bare(text)))
    text = TRAILING_GROWTH.sub("", text)
    text = TRAILING.sub("", text)
    round_about = ROUNDABOUT.match(text)
    if round_about:
        tail = round_about.group(1)
        return text[: len(text) - len(tail)], shortened(after_listing(tail))
    verb, noun = strip_action(text)
    inner = None if measures(noun) else INNER_ACTION.match(noun)
    if inner and not noun.startswith(("每", "人均")):
        return verb + noun[: inner.start(2)], shortened(after_listing(inner.group(2)))
    if ONLY_ACTION.match(noun):
        return verb + noun, ""
    return verb, shortened(after_listing(noun))


OTHER_TIME = r"(?:(?:19|20)\d\d年?(?:底|末)?|上年|去年|同期|“?十[一-九]五”?[^，]{0,6}|[^，]{1,10}?)?"
CHANGE_FOLLOWS = r"(?=提高|提升|增加|增长|下降|降低|减少|上升|翻|扩大|高|低|缩|削|回落)"
RELATION = re.compile(
    rf"(?:分别|均|都)?(?:(?<![占同环对贷])比(?![重例率值价])|较|相比|相较){OTHER_TIME}的?(?:分别|均|都|再)?{CHANGE_FOLLOWS}"
    r"|(?:分别|均|都)?(?:较|相比|相较)(?:上年|去年|同期|[^，]{1,10}?)?(?:的)?(?:分别|均|都|再)?$"
)
ON_THE_BASE = re.compile(r"(?:在|以)?(?:的)?(?:实绩)?(?:基础上|基础之上|的基础上|为基[数期年])")
RELATION_END = re.compile(
    r"(?:占(?!地|用|比|有|道|.{0,14}?(?:比重|比例|份额|比$))[^，；。]{1,20}|不?(?:高于|低于|快于|高出|好于|"
    r"优于)[^，；。]{0,12}(?<!比例)(?<!比重)(?<!率))(?:的)?$"
)


def before_change(before: str) -> str:
    """`before` without a comparison that stands at its end (削减比例较2010年 is 削减比例)."""
    return re.sub(r"(?:比|较|与)(?:上年|去年|同期)?(?:相比)?(?=(?:不低于|不超过|不高于)?$)", "", before)


def leading_action(before: str) -> bool:
    """Whether a verb of its own opens the words before a number."""
    text = strip_lead(before.lstrip("、，和与及"))
    return bool(LEADING_ACTION.match(text) or OTHER_ACTION.match(text)) and not before.startswith(
        ("、", "和", "与", "及")
    )


def before_relation(core: str) -> str:
    """The words before a comparison: X比2005年下降 is X下降; X占全市 is X; X高于全国平均 is X."""
    text = RELATION.sub("", ON_THE_BASE.sub("", core), count=1)
    return RELATION_END.sub("", text)


def after_listing(noun: str) -> str:
    """X、Y等Z is about Z, where Z is a noun of its own."""
    found = re.match(r".*(?<![高中初均同平对优一二三上下劣甲乙丙])等(?=[^级候同待])(.{2,})$", noun)
    return found.group(1) if found else noun


def shortened(noun: str) -> str:
    """Keep what follows the last 的 of a long phrase, unless it is a share (占…的比重)."""
    if len(noun) > 22 and "的" in noun and "占" not in noun:
        tail = noun.rsplit("的", 1)[1]
        return tail if len(tail) >= 3 else noun
    return noun


def head_after(text: str) -> str:
    """The noun phrase that begins `text`: 10家行业特色领军企业开展平台建设 is 行业特色领军企业."""
    text = re.sub(r"（[^（）]{1,8}）", "", text.removeprefix("的"))
    text = text[found.end() :] if (found := WHERE_IT_COUNTS.match(text)) else text
    listed = re.match(r"([^和与及、，。]{2,}?)(?:和|以及|与|及)[^，。]{2,}等$", text)
    if listed:
        return bare(listed.group(1))
    work = re.match(r"([^，。；、\d]{2,20}的[\u4e00-\u9fff]{2,8}(?:工作|任务))", text)
    if work:
        return work.group(1)
    became = re.match(r".{0,30}?成为(.{3,40})", re.split(r"[，。；]", text)[0])
    if became:
        return bare(became.group(1))
    masked = QUOTED.sub(lambda m: "“" + "〇" * (len(m.group()) - 2) + "”", text)
    cut = CUT_RIGHT.search(masked)
    text = text[: cut.start()] if cut else text
    text = re.sub(r"(?:和|与|及|、)[^和与及、]{1,12}等$", "", text)
    text = re.sub(r"(项目|工程|园区|中心|平台|基地|企业)(?:建设|实施|落地|开工)$", r"\1", text)
    return bare(re.sub(r"(?:和|及|与|以及|等|的|或)$", "", text))[:40]


def is_modifier(text: str) -> bool:
    """国家级, 省级, 主板: a part of the thing counted before, not a thing of its own."""
    return bool(MODIFIER.match(bare(text)))


def modifier_of(text: str) -> str:
    found = MODIFIER.match(bare(text))
    return found.group(1) if found else ""


LEVEL_WORD = re.compile(r"^(?:国家|省|市|区|县|州)级(?:及?以上)?")


def part_of(text: str, whole: str) -> str:
    """The part a modifier names: 省级 of 新增国家级企业数 is 新增省级企业数."""
    modifier = modifier_of(text)
    rest = re.sub(r"数$", "", whole)
    increase = re.match(r"^(?:新增|净增|新(?:建|培育|认定|入库|签约?|引进|打造|开工|设立?))", rest)
    front = increase.group() if increase else ""
    rest = rest[len(front) :]
    if modifier[:1] in ("超", "过"):
        return front + re.sub(r"(?:超|过)[\d.百千万亿]+元的?", modifier, rest, count=1)
    rest = re.sub(r"^[\d.百千万亿]+(?:元|人|亩)(?:及?以上|及?以下)", "", rest)
    if LEVEL_WORD.match(modifier):
        rest = LEVEL_WORD.sub("", rest)
    return front + modifier + rest


def measures(noun: str) -> bool:
    """Whether a noun phrase ends in a word that measures (率, 总额, 面积)."""
    return bool(MEASURING_END.search(noun))


def share_name(text: str) -> str:
    """Name of a share whose whole stands after it: 60%的产品达到国际标准 is 达到国际标准的产品占比."""
    text = bare(re.sub(r"^(?:以上|左右)?的?|[和与及]$", "", text))
    used = re.match(r"(.{2,12}?)用于(.{2,16})$", text)
    if used:
        return f"{used.group(2)}占{used.group(1)}比重"
    possessive = re.match(r"(.{2,8}?)的(.{4,})$", text)
    if possessive:
        return f"{possessive.group(2)}的{possessive.group(1)}占比"
    verbal = re.match(
        r"(.{2,24}?)((?:达到|成为|得到|实现|进入|通过|完成|具备|建成|拥有|纳入|开展|参加|接受|符合).{1,})$",
        text,
    )
    if verbal:
        return f"{verbal.group(2)}的{verbal.group(1)}占比"
    return text + "占比"


HEAD_GLUE = re.compile(r"、|(?<![共温饱])和(?![谐平美睦])|(?<!参)与|以及|(?<![普涉以])及(?![以时其])")
SHARED_TAIL = re.compile(rf"(?:排放|消费|使用|可支配|增加|覆盖|处理|利用)?(?:{MEASURING_NOUNS})$")


def split_heads(noun: str) -> list[str]:
    """The heads of a list: A、B和C. A tail that only the last one has (人均可支配收入) is given to all."""
    parts = [p for p in HEAD_GLUE.split(noun) if p]
    if len(parts) < 2:
        return parts
    last = parts[-1]
    if front := activity_front(parts, last):
        return front
    if sized := re.search(r"\d[\d.]*[百千万亿]*元(?:以上)?([\u4e00-\u9fff]{2,})$", last):
        parts = [p + sized.group(1) if re.search(r"\d[百千万亿]*元$", p) else p for p in parts]
    full = [p if len(p) >= 5 or measures(p) else p + tail_for(p, last) for p in parts[:-1]] + [last]
    return full[:1] + [with_front(p, full[0]) for p in full[1:]]


ACTIVITY = one_of(
    "种植 收获 播种 耕种 栽插 植保 烘干 养殖 捕捞 加工 生产 销售 收集 处理 回收 利用 运输 储存 研发 设计 制造 运营 "
    "采集 治理 参保 报销 入学 毕业 就业 种收 机耕 机播 机插 机收"
)
ACTIVITY_LIST = re.compile(rf"^(.{{2,8}}?)({ACTIVITY})$")
ACTIVITY_TAIL = re.compile(rf"^({ACTIVITY})(.{{1,8}})$")


def activity_front(parts: list[str], last: str) -> list[str]:
    """水稻种植、收获机械化率: the first has the thing, the last the measure, and all have both."""
    first, tail = ACTIVITY_LIST.match(parts[0]), ACTIVITY_TAIL.match(last)
    if not first or not tail or not measures(tail.group(2)):
        return []
    middle = parts[1:-1]
    if not all(re.fullmatch(ACTIVITY, part) for part in middle):
        return []
    return [first.group(1) + what + tail.group(2) for what in (first.group(2), *middle, tail.group(1))]


def with_front(part: str, first: str) -> str:
    """义务教育入学率、巩固率: the front that only the first head has is given to a short later one."""
    if len(part) <= 3 and measures(part) and first[-1] == part[-1] and len(first) >= len(part) + 3:
        return first[: -len(part)] + part
    return part


def tail_for(part: str, last: str) -> str:
    """What of `last` is common to the short `part`: 城镇 with 农村常住居民收入 shares 常住居民收入."""
    size = len(part)
    if len(last) <= size + 1:
        return ""
    if is_modifier(part):
        return last[size:]
    if "保险" in last[1:]:
        return last[last.index("保险") :]
    found = SHARED_TAIL.search(last)
    return found.group() if found else last[size:]


def count_name(verb: str, noun: str, unit: str = "") -> str:
    """Name of a count: the thing with 数; a very short thing keeps its verb (引进项目数)."""
    noun = (
        re.sub(r"(?:工作|任务)$", "", bare(noun)).replace("的", "")
        if noun.endswith(("工作", "任务"))
        else bare(noun)
    )
    if len(noun) <= MEASURE_WORD_LENGTH:
        noun = bare(strip_lead(verb)) + noun
    if measures(noun) or noun.endswith(("数", "次", "人")) or unit == "条":
        return noun
    return noun + "数"
