"""Words about commitments: what is promised, and why it stands where it stands, in a line. No Django, no database."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from huoju.kernel.catalog.wording import percent, written
from huoju.site.texts import Text

if TYPE_CHECKING:
    from huoju.kernel.plan.models import Statement
    from huoju.kernel.plan.statements import Statement as Said
    from huoju.kernel.progress import Assessment

COMPARATORS = {
    "eq": Text("{v}", "{v}"),
    "reach": Text("达到 {v}", "reach {v}"),
    "ge": Text("{v} 以上", "at least {v}"),
    "gt": Text("超过 {v}", "more than {v}"),
    "le": Text("{v} 以内", "at most {v}"),
    "lt": Text("低于 {v}", "below {v}"),
    "approx": Text("{v} 左右", "about {v}"),
    "range": Text("{v}", "{v}"),
}
COMPARATOR_NAMES = {
    "eq": Text("无比较词", "plain"),
    "reach": Text("达到", "reach"),
    "ge": Text("以上（不低于）", "at least"),
    "gt": Text("超过", "more than"),
    "le": Text("以内（不超过）", "at most"),
    "lt": Text("低于", "below"),
    "approx": Text("左右", "about"),
    "range": Text("区间", "range"),
}
MEASURES = {
    "level": Text("水平", "level"),
    "count": Text("数量", "count"),
    "growth_rate": Text("增速", "growth rate"),
    "annual_average_growth": Text("年均增长", "average annual growth"),
    "share": Text("比重", "share"),
    "ratio": Text("比率", "ratio"),
    "multiple": Text("倍数", "multiple"),
    "increment": Text("新增", "increase"),
    "cumulative": Text("累计", "cumulative total"),
    "rank": Text("位次", "place"),
    "difference": Text("差值", "difference"),
    "composition": Text("结构", "composition"),
}
# How a measure shows in the promise itself; the others need no word of their own.
PROMISED = {
    "growth_rate": Text("增速 {v}", "{v} growth"),
    "annual_average_growth": Text("年均增长 {v}", "{v} average annual growth"),
    "multiple": Text("为基期的 {v}", "{v} the base"),
    "increment": Text("新增 {v}", "{v} more"),
    "cumulative": Text("累计 {v}", "{v} in total"),
    "rank": Text("位次 {v}", "place {v}"),
    "difference": Text("高出 {v}", "{v} above"),
}
ROLES = {
    "baseline": Text("基期值", "Baseline"),
    "target": Text("目标承诺", "Commitment"),
    "project": Text("项目", "Project"),
    "context": Text("背景", "Context"),
    "structure": Text("数字概括", "Named structure"),
}
NATURES = {
    "expected": Text("预期性", "Expected"),
    "binding": Text("约束性", "Binding"),
}
BATCH_KINDS = {
    "file": Text("文件导入", "File"),
    "hand": Text("手工录入", "By hand"),
    "undo": Text("撤回", "Undoing"),
}
BATCH_STATES = {
    "previewed": Text("待确认", "To confirm"),
    "committed": Text("已入库", "In the store"),
    "undone": Text("已撤回", "Undone"),
    "discarded": Text("已放弃", "Let go"),
}
REVIEWS = {
    "unreviewed": Text("未复核", "Not reviewed"),
    "accepted": Text("已采纳", "Accepted"),
    "corrected": Text("已更正", "Corrected"),
    "rejected": Text("已驳回", "Rejected"),
}
SOURCES = {
    "pack": Text("数据包", "Pack"),
    "reader": Text("机器识读", "Read by machine"),
    "hand": Text("人工补录", "Added by hand"),
}
FIELDS = {
    "role": Text("类型", "Kind"),
    "indicator": Text("指标", "Indicator"),
    "concept": Text("目录指标", "Catalog indicator"),
    "measure": Text("度量方式", "Measure"),
    "comparator": Text("比较关系", "Comparator"),
    "value": Text("数值", "Value"),
    "unit": Text("单位", "Unit"),
    "period": Text("期间", "Period"),
    "baseline_period": Text("对比期", "Compared with"),
    "subject": Text("对象", "Subject"),
    "stretch": Text("力争", "Stretch"),
    "nature": Text("性质", "Nature"),
    "note": Text("备注", "Note"),
}
ANNUAL = Text("每年", "every year")


def promised_value(statement: Statement | Said, language: str) -> str:
    """What is promised, without the indicator: "年均增长 6%", "达到 300家"; the printed words when no number."""
    if not statement.value:
        return statement.value_text
    compared = COMPARATORS.get(statement.comparator, COMPARATORS["eq"])
    text = compared.in_language(language, v=_figures(statement, language))
    if statement.measure in PROMISED:
        return PROMISED[statement.measure].in_language(language, v=text)
    return text


def _figures(statement: Statement | Said, language: str) -> str:
    values = [Decimal(value) for value in statement.value]
    unit = statement.unit or None
    if statement.measure == "composition":
        return ":".join(format(value.normalize(), "f") for value in values)
    if len(values) == 2:
        return "–".join((format(values[0].normalize(), "f"), with_unit(values[1], unit, language)))
    return "、".join(with_unit(value, unit, language) for value in values)


def with_unit(value: Decimal, unit: str | None, language: str) -> str:
    """A number with its unit, with up to four decimals."""
    return written(value, unit, language, 4)


def due(statement: Statement, language: str) -> str:
    """The period of the promise as people read it: 2025, 2021–2025, every year."""
    if statement.period == "annual":
        return ANNUAL.in_language(language)
    is_years = len(statement.period) == 9 and statement.period[4] == "-"
    return statement.period.replace("-", "–") if is_years else statement.period


LATEST = Text("最近数据 {year} 年 {value}", "Latest: {value} in {year}")
DISTANCE = Text("{year} 年各部分与目标合计相差 {value}", "The parts lie {value} from the target in {year}")
NEEDED = Text("，目标 {target}", ", target {target}")
GROWTH = Text("；余下须年均增长 {pace}", "; the rest needs {pace} growth a year")
CHANGE = Text("；余下每年须变化 {pace}", "; the rest needs {pace} a year")
NOBODY = Text("责任部门未定。", "No bureau is responsible yet.")
STOP = Text("。", ".")


def why(statement: Statement, assessment: Assessment, language: str, *, says_nobody: bool = True) -> str:
    """One or two short sentences: the latest figure against the target, else what is lacking, and who is asked."""
    parts = []
    if assessment.current_value is not None:
        unit = assessment.unit
        text = DISTANCE if statement.measure == "composition" else LATEST
        line = text.in_language(
            language, year=assessment.current_year, value=written(assessment.current_value, unit, language)
        )
        if assessment.target is not None and statement.measure != "composition":
            line += NEEDED.in_language(language, target=written(assessment.target, unit, language))
        line += _pace(assessment, language)
        parts.append(line + STOP.in_language(language))
    if assessment.missing:
        note = assessment.missing[0]
        parts.append((note.en if language.startswith("en") else note.zh) + STOP.in_language(language))
    if statement.lead is None and says_nobody:
        parts.append(NOBODY.in_language(language))
    return (" " if language.startswith("en") else "").join(parts)


def _pace(assessment: Assessment, language: str) -> str:
    pace = assessment.required_pace
    if pace is None:
        return ""
    if pace.kind == "growth":
        return GROWTH.in_language(language, pace=written(pace.value, "%", language, 1))
    return CHANGE.in_language(language, pace=written(pace.value, pace.unit, language))


def attained(assessment: Assessment) -> str:
    """Attainment in percent, a dash where it is unknown."""
    return "—" if assessment.attainment is None else percent(assessment.attainment, 0)


CHINESE = re.compile(r"[\u3400-\u9fff]")
BESIDE = " / "


def in_one_language(text: str, language: str) -> str:
    """A note that holds both languages ("中文 / English") in one of them; any other note as it stands.

    Notes grow at their end ("甲 / a 乙 / b"): what stands between two slashes is split where Chinese begins.

    >>> in_one_language("规划自述 / the plan's own statement", "en")
    "the plan's own statement"
    """
    first, *rest = text.split(BESIDE)
    if not rest:
        return text
    chinese, english = [first], []
    for piece in rest[:-1]:
        begins = CHINESE.search(piece)
        if begins is None:
            return text
        english.append(piece[: begins.start()].strip())
        chinese.append(piece[begins.start() :].strip())
    english.append(rest[-1])
    if not all(map(CHINESE.search, chinese)) or any(map(CHINESE.search, english)):
        return text
    return "; ".join(english) if language.startswith("en") else "；".join(chinese)
