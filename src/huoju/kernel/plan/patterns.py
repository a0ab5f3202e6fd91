"""The table of patterns that the lexer tries, in order, where a number can begin. Declarations only.

Names before the first `__` are the token's kind; what follows tells the lexer how to take the value. Every
pattern is bounded (no nested repetition), so matching is linear even in a line of millions of characters.
What looks like a number but is none (5G, 4A级, 第三代, 500强, 42号) is matched as `ignored`, so that nothing
inside it is found again.
"""

from __future__ import annotations

import re

from huoju.kernel.plan.units import (
    CHINESE_COUNTERS,
    CHINESE_MEASURES,
    COUNT_UNIT,
    LATIN_UNIT,
    MEASURE_UNIT,
    VAGUE_COUNTERS,
)

N = r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?)"
C = r"[零〇一二两三四五六七八九十百千万亿]"
C1 = r"[一二两三四五六七八九十]"
HAN = r"[\u4e00-\u9fff]"
BIG = r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![瓦米克伏卡])|百)"
TO = r"[-—~至到]"
YEAR = r"(?:(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
ERA = r"(?:十[一二三四五六七八九]|[一二三四五六七八九十])五"
ERA_WORD = r"(?:时期|期间|规划期|规划纲要|规划|末期|末|初期|初|以来|中期|后期)"
OF_YEAR = (
    r"(?:度|底之前|底前|年底|底|末|初|前(?![移往后进期沿景瞻])|以前|之前|上半年|下半年|[一二三四]季度"
    r"|\d{1,2}[-—~至]\d{1,2}月份?|\d{1,2}月(?:\d{1,2}日|底|末|份)?)"
)
MORE = r"(?:多|余)?"

PATTERNS: tuple[tuple[str, str], ...] = (
    # time
    ("time__range", rf"{YEAR}年?{TO}{YEAR}(?:年(?:期间)?|(?=[，。；、）”]|$))"),
    ("time__era", rf"“{ERA}”{ERA_WORD}?|{ERA}(?:时期|期间|规划|末)"),
    ("time__year", rf"{YEAR}年{OF_YEAR}?|(?<=[到至]){YEAR}(?=[，、])|{YEAR}(?=、{YEAR}年)"),
    (
        "time__word",
        r"每年|逐年|全年|今年|去年|上年|当年|本年|明年|这五年|五年来|五年间|近[一二三五两\d]年来?"
        r"|(?<![\d年])\d{1,2}[-—~至]\d{1,2}月份?|(?<!年)上半年|(?<!年)前三季度|(?<![年第])[一二三]季度|前(?:\d{1,2}|[一二三四五六七八九十])个月"
        r"|\d年内|[三五]年内|本世纪中叶|(?:过去|未来|今后|其后)(?:[一两二三四五十]{1,2}年|"
        r"\d{1,2}年)?|五年(?=累计|新增|内)",
    ),
    (
        "ignored__date",
        r"\d{1,2}月(?:\d{1,2}日|份|底|末|初)?|[〔\[]\d{4}[〕\]]\d*号?|\d{1,5}号(?!线)|\d{1,2}日",
    ),
    ("ignored__title", r"《[^《》]{1,60}》(?:（[^（）]{1,24}）)?"),
    (
        "ignored__motto",
        r"“[^“”\d，。]{1,6}[\d一]{1,3}[^“”\d，。、]{1,3}[、，][^“”\d，。]{1,6}[\d一]{1,3}[^“”\d，。、]{0,4}”",
    ),
    # structures: slogans that name parts
    ("structure__plus", r"(?<![\d.])(?:\d{1,4}|[Nn])(?:\+(?:\d{1,4}|[NnXx])(?![\d%])){1,5}"),
    ("structure__digits", r"(?<=“)\d{3,6}(?=”)"),
    ("structure__words", rf"(?<=“)(?:[一二两三四五六七八九十\d]{HAN}{{1,3}}[、，]?){{2,5}}(?=”)"),
    (
        "structure__count",
        rf"(?<=“)(?:{C1}|\d{{1,2}})(?!小时|分钟|年|天|日|月|周|公里|米|岁)(?:个|大|类|级|项|条|张|件|"
        rf"种)?{HAN}{{1,6}}(?=”)",
    ),
    ("structure__mixed", rf"(?<=“)(?:{C1}|\d{{1,2}})个\d{{1,3}}[%万]?(?=”)"),
    (
        "structure__bare",
        rf"(?<!{C1}){C1}[城区园带轴心核廊链星校地圈群港湾翼芯谷屏廊极片组增减线上下压融横纵环河湖]{{1,2}}"
        rf"(?:、"
        rf"?{C1}[城区园带轴心核廊链星校地圈群港湾翼芯谷屏廊极片组团增减线上下压单横纵环河湖]{{1,2}}){{1,4}}",
    ),
    # shares, points, ratios
    ("points__number", rf"{N}{MORE}个?百分点"),
    ("points__chinese", rf"{C}{{1,5}}(?:点{C1})?个百分点"),
    ("percent__slash", r"(?<![\d/.\-])[1-9]/(?:[2-9]|10)(?![\d/万.])"),
    ("percent__range", rf"{N}%?{TO}{N}%"),
    ("percent__per", rf"{N}/(?:10|100|十|百)?万(?!元)"),
    ("percent__number", rf"{N}{MORE}[%‰]"),
    ("percent__words", rf"百分之(?:{C}{{1,5}}(?:点{C}{{1,3}})?|{N})|(?:十万|千|万)分之(?:{C}{{1,8}}|{N})"),
    (
        "percent__tenths",
        r"(?<![零〇一二两三四五六七八九十形构])[一二两三四五六七八九十]成半?(?=以上|左右|以下|多|的|[，。、；]|$)"
        r"|(?<![\d.])\d(?:\.\d)?成(?![功立为果长本员熟品套交年份效绩就型人形像分因语都百千])",
    ),
    ("percent__fraction", rf"{C}{{1,3}}分之{C}{{1,3}}"),
    ("ignored__clock", r"(?<![\d:.比例率构])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:.])(?=[，。；、—\-~至开结前后分（）]|$)"),
    ("ratio__number", rf"{N}(?::{N}){{1,4}}"),
    # multiples and ranks
    (
        "multiple__double",
        r"翻(?:[一二两三四]|\d)?番|(?:[两二2]个?)?倍增(?=[，。；、”]|$)|(?:增长|增加|提高)一倍",
    ),
    ("multiple__number", rf"{N}{MORE}倍|{C1}{{1,2}}倍(?!增)"),
    (
        "rank__number",
        rf"第(?:\d{{1,4}}|{C1}{{1,3}})(?:位|名)"
        rf"|第(?:\d{{1,3}}|{C1}{{1,2}})(?=[，。；、）]|$)",
    ),
    ("rank__first", r"首位(?!度)|榜首|(?<=[省市国区县州球界])之首|第[一二三](?:方阵|梯队)"),
    ("rank__top", rf"前(?:\d{{1,3}}|{C1}{{1,3}})(?:位|名|强)"),
    # what is no quantity
    (
        "ignored__ordinal",
        r"第(?:\d{1,4}|[一二三四五六七八九十百零]{1,5})"
        r"(?:个|次|届|批|轮|代|期|章|节|篇|条|款|产业|季度|家|类|线|版|层|条|步|届)?",
    ),
    ("ignored__strong", r"\d{1,5}强|[百千十]强"),
    ("amount__latin", rf"{N}{MORE}{BIG}?{LATIN_UNIT}(?![A-Za-z\d])"),
    (
        "ignored__latin",
        r"[A-Za-z]{1,16}[-_.]{0,2}\d{1,9}(?:\.\d{1,6})?[A-Za-z]{0,9}|"
        r"\d{1,9}(?:\.\d{1,6})?[A-Za-z][A-Za-z\d]{0,12}级?",
    ),
    (
        "ignored__name",
        r"(?:[二三]?十[一二三四五六七八九]?|\d{1,2})(?:大|届)(?=以来|精神|报告|[一二三四五六七八九]中|历次|"
        r"和二|、)"
        r"|一二三产业?|[一二三][、]?产|[一二三四五1-5]星级|\d{1,4}人制|\d{2,4}(?:国道|省道|"
        r"县道|线(?!路))"
        r"|\d×24小时|千家万户|千百|[一二两三四五六七八九十\d]{1,3}(?:年制|年一贯|年义务|周年|"
        r"级保护|级响应|级医院|甲)"
        r"|千方百计|万众|“\d{5,6}[^”]{0,3}”|九年义务|[三二]甲|[三四五六七八九十]{1,3}周岁?",
    ),
    # amounts
    (
        "amount__range",
        rf"{N}{BIG}?(?:{MEASURE_UNIT}|{COUNT_UNIT})?{TO}{N}{BIG}?(?:{MEASURE_UNIT}|{COUNT_UNIT})",
    ),
    ("amount__classes", r"\d{1,3}大类(?=\d)"),
    ("amount__measure", rf"{N}{MORE}{BIG}?{MORE}(?:{MEASURE_UNIT})"),
    ("amount__count", rf"{N}{MORE}{BIG}?{MORE}(?:{COUNT_UNIT})"),
    (
        "amount__bare",
        rf"{N}{MORE}{BIG}{MORE}(?=[，。；、以左的）级]|(?:农村|贫困|建档|城镇|城乡)?(?:贫困)?(?:人口|群众|农民|居民|职工|学生|市民|旅客|游客|移民)|$)",
    ),
    ("amount__words", rf"(?:(?<!{C}){C}{{1,7}}){MORE}(?:{CHINESE_MEASURES})"),
    (
        "amount__vague",
        rf"(?:{C1}{{0,3}}[百千万亿]{{1,3}}){MORE}(?:{VAGUE_COUNTERS})(?![\u4e00-\u9fff]*[百千万]{HAN})",
    ),
    ("amount__class", rf"{C1}{{0,2}}[百千万亿]{{1,3}}(?=级|(?:企业|项目|产业|园区|集群|县|镇|村))"),
    (
        "structure__few",
        rf"(?:{C1}{{1,3}}|\d{{1,2}})大(?={HAN})"
        rf"|{C1}{{1,3}}(?!类(?:水|地表|标准|功能|用地|危)|级(?:医院|甲|乙|以上|水|标准|站|保护|响应|公路|残疾|航道|资质|教授|学科))(?:{CHINESE_COUNTERS})(?=[\u4e00-\u9fff“])",
    ),
    ("amount__plain", rf"{N}(?![\d.]{{0,20}}[A-Za-z号])"),
    (
        "implicit__every",
        r"(?:所有|全部)(?:具备条件的)?(?:行政村|建制村|自然村|乡镇|街道|社区|县城|县|村|中小学|学校|医院|园区)"
        r"(?=(?:都|均|实现|基本)*(?:通(?!过)|建有|建成|开通|接入|设有|配备|达到))",
    ),
    (
        "implicit__all",
        r"全覆盖|动态清零|动态消零|零发生|零新增"
        r"|未发生(?=[，。；]|$)|全部(?:达标|脱贫|摘帽|入网|消除|淘汰|覆盖)(?=[，。；、]|$)|全摘帽|全脱贫|同步(?=[，。；、]|$)",
    ),
)

TRIGGER = (
    r"(?=[《\dNn之零〇一二两三四五六七八九十百千万亿“翻倍所前第首榜每逐全今去上当本明过未这近其零动同增提"
    r"〔\[(A-Za-z])"
)
MASTER = re.compile(TRIGGER + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS) + ")")
