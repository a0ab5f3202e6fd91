"""Registers: what a plan holds beyond numbers - named structures with parts, projects, initiatives. Pure.

Structures come from the slogans the reader met; projects from boxes and sentences that name them with money,
size or date; initiatives from sentences that begin with a verb of intent and an object.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from huoju.kernel.plan import naming
from huoju.kernel.plan.compiled import Initiative, ProjectEntry, Structure
from huoju.kernel.plan.outline import Clause, ClauseKind, Placed
from huoju.kernel.plan.statements import Measure, Place, Role, Statement
from huoju.kernel.plan.structure_parts import parts_by_digit
from huoju.kernel.plan.times import Frame, Tense
from huoju.kernel.plan.words import one_of

SENTENCE = re.compile(r"[^。；！？]{1,600}")
LISTED_BEFORE = re.compile(r"((?:[^，。；、]{2,24}、)+[^，。；、]{2,24}?)(?:等)?$")
NAMED_AFTER = re.compile(
    r"^(?:[^，。；]{0,10})?(?:，|：|，即：?|，包括)((?:[^，。；、]{2,24}、)+[^，。；、]{2,24})"
)

OPENING = re.compile(
    r"^(?:围绕|依托|聚焦|紧扣|整合|统筹|推进|瞄准|加快|形成了?|打造|建设|重点|实施|按照|推动|突出|抓好|"
    r"用好|布局|对接|与|以|从|在|对|把|规划)+"
)
PROJECT_WORD = (
    r"(?:项目|工程|基地|产业园|科技园|电站|电厂|水库|枢纽|高速|铁路|公路|大桥|隧道|机场|码头|管网|中心|"
    r"综合体|学校|小学|中学|幼儿园|医院|场馆|生产线)"
)
PROJECT_VERB = (
    r"(?:推进|加快推进|加快建设|加快|建设|新建|续建|改建|扩建|建成|开工建设|开工|推动|实施|谋划|启动|"
    r"规划建设|争取|引进|完成)"
)
PROJECT_LIST = re.compile(
    rf"{PROJECT_VERB}(?:了)?([^。；，：]{{4,200}}?(?:{PROJECT_WORD}|"
    rf"[一二三四]期))(?:等[^。；，]{{0,20}})?(?=[，。；]|$)"
)
MONEY = re.compile(r"总?投资(?:额)?(?:约|达|超过?)?\d[\d.,]*(?:多|余)?(?:亿|万)*(?:美)?元")
SIZE = re.compile(
    r"(?:占地|总?建筑面积|面积|装机|库容|长度|全长|里程)(?:约)?\d[\d.,]*(?:多|余)?(?:亿|万)*(?:平方米|平方公里|"
    r"亩|公顷|千瓦|立方米|公里|米)"
)
WHEN = re.compile(r"(?:19|20)\d\d年(?:底前|底|前|内)?|“?十[一二三四五]五”?(?:期间|末)")

INTENT = one_of(
    "实施 推进 推动 加快 建设 打造 构建 完善 健全 建立 加强 强化 深化 优化 培育 发展 支持 鼓励 引导 提升 "
    "提高 扩大 促进 开展 落实 制定 出台 探索 创新 推广 引进 "
    "建成 改造 整治 保护 修复 治理 规范 严格 统筹 布局 培养 壮大 做强 做大 做优 争创 创建 拓展 畅通 保障 "
    "增强 巩固 完成 设立 组建 搭建 落户 举办 盘活 淘汰"
)
MANNER = (
    r"(?:积极|大力|加快|全面|深入|持续|不断|进一步|着力|切实|扎实|稳步|有序|努力|认真|严格|重点|逐步|充分|"
    r"高标准|高质量|高水平|深入推进|统筹|协同|联合|依法|创新)*"
)
INITIATIVE = re.compile(rf"^{MANNER}({INTENT})(?:并|和)?([^，。；：]{{3,40}})")


def structures(statements: Iterable[Statement], clauses: Sequence[Clause] = ()) -> tuple[Structure, ...]:
    """One structure for each name, with every place it is used at and the longest list of parts found.

    With `clauses`, a slogan of several digits is split digit by digit.
    """
    found: dict[str, tuple[Statement, list[Place], tuple[str, ...]]] = {}
    following = list(statements)
    for n, statement in enumerate(following):
        if statement.role is not Role.STRUCTURE:
            continue
        first, places, parts = found.get(statement.indicator, (statement, [], ()))
        places.append(statement.place)
        here = parts_of(statement) or parts_that_follow(statement, following[n + 1 : n + 12])
        found[statement.indicator] = (first, places, here if len(here) > len(parts) else parts)
    mentions: dict[str, list[Statement]] = {}
    for statement in following:
        if statement.role is Role.STRUCTURE and statement.measure is Measure.COMPOSITION:
            mentions.setdefault(statement.indicator, []).append(statement)
    return tuple(
        Structure(
            name,
            digits_of(first),
            parts,
            tuple(places),
            parts_by_digit(digits_of(first), mentions.get(name, []), clauses) if clauses else (),
        )
        for name, (first, places, parts) in found.items()
    )


def parts_that_follow(slogan: Statement, after: list[Statement]) -> tuple[str, ...]:
    """“1152” is spelled out where numbers 1, 1, 5, 2 follow it in order within its paragraph."""
    wanted = list(slogan.value)
    if slogan.measure is not Measure.COMPOSITION or len(wanted) < 3:
        return ()
    near = [s for s in after if s.clause == slogan.clause and s.place.line - slogan.place.line <= 12]
    names = []
    for statement in near:
        if wanted and statement.value == (wanted[0],):
            names.append(statement.indicator)
            wanted.pop(0)
    return tuple(names) if not wanted else ()


def digits_of(statement: Statement) -> tuple[str, ...]:
    if "+" in statement.value_text:
        return tuple(statement.value_text.split("+"))
    return tuple(str(v) for v in statement.value)


def parts_of(statement: Statement) -> tuple[str, ...]:
    """The parts that the sentence lists for a structure: before 五大X, or after it behind a colon."""
    if statement.measure is not Measure.COUNT or not statement.value:
        return ()
    wanted = int(statement.value[0])
    start, end = statement.offset
    before = LISTED_BEFORE.search(statement.sentence[:start].rstrip("“"))
    after = NAMED_AFTER.match(statement.sentence[end:].lstrip("”"))
    for found in (before, after):
        if found:
            parts = [
                naming.bare(OPENING.sub("", p)).strip("“”")
                for p in re.split(r"、|和(?=[^、]*$)", found.group(1))
            ]
            if len(parts) == wanted:
                return tuple(parts)
    return ()


def projects(placed: Iterable[Placed], file: str) -> Iterator[ProjectEntry]:
    """Every project named: in boxes of projects and in sentences that start, build or plan one."""
    seen: set[str] = set()
    for one in placed:
        if one.kind is ClauseKind.HEADING:
            continue
        text = one.passage.text
        for sentence in SENTENCE.finditer(text):
            for name, offset in project_names(sentence.group()):
                if name in seen:
                    continue
                seen.add(name)
                yield project_of(name, sentence, offset, one, file)


def project_names(sentence: str) -> Iterator[tuple[str, int]]:
    """Names in a list of projects; a name must end in what projects are called and say more than that."""
    for found in PROJECT_LIST.finditer(sentence):
        at = found.start(1)
        for part in found.group(1).split("、"):
            name = naming.bare(re.sub(r"^(?:总投资|占地|建筑面积)?[\d.,]+[^的]{0,8}的", "", part))
            name = re.sub(r"^(?:等|一批|和|以及|重点|重大|了)+|等\d.*$|等$", "", naming.strip_action(name)[1])
            if 5 <= len(name) <= 40 and is_named(name):
                yield name, at
            at += len(part) + 1


def is_named(name: str) -> bool:
    """Whether a phrase names one project rather than a kind (重点项目, 一批基础设施项目)."""
    return bool(re.search(rf"(?:{PROJECT_WORD}|[一二三四]期)$", name)) and not re.search(
        r"^(?:一批|各类|重点|重大|若干|更多|一流|现代|高水平|新型|国家级|省级|市级|\d+个?|各)|"
        r"[一二三四五六七八九十]大|体系|机制|能力|水平|的",
        name,
    )


def project_of(name: str, sentence: re.Match[str], offset: int, one: Placed, file: str) -> ProjectEntry:
    passage, at = one.passage, sentence.start() + offset
    around = sentence.group()[max(0, offset - 30) : offset + len(name) + 40]
    end = min(at + len(name), len(passage.lines)) - 1
    return ProjectEntry(
        name=name,
        place=Place(file, one.chapter, passage.lines[at], passage.lines[end], passage.cols[at]),
        investment=first_match(MONEY, around),
        size=first_match(SIZE, around),
        period=first_match(WHEN, sentence.group()),
        sentence=passage.printed[sentence.start() : sentence.end()],
    )


def first_match(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group() if found else None


def initiatives(placed: Iterable[tuple[Placed, Frame]], file: str) -> Iterator[Initiative]:
    """What is to be done: verb and object of every phrase that begins with a verb of intent."""
    for one, frame in placed:
        if one.kind is ClauseKind.HEADING or frame.tense is not Tense.FUTURE:
            continue
        passage = one.passage
        for sentence in SENTENCE.finditer(passage.text):
            at = sentence.start()
            for phrase in sentence.group().split("，"):
                found = INITIATIVE.match(phrase)
                if found:
                    start, end = at + found.start(1), at + found.end() - 1
                    yield Initiative(
                        verb=found.group(1),
                        object=naming.bare(found.group(2)),
                        place=Place(
                            file, one.chapter, passage.lines[start], passage.lines[end], passage.cols[start]
                        ),
                        sentence=passage.printed[sentence.start() : sentence.end()],
                    )
                at += len(phrase) + 1
