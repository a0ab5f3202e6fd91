"""A comparison as people read it: what the other document is to this one, a sentence, rows, and files. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from huoju.kernel.catalog import Catalog
from huoju.kernel.plan.compare import Comparison, Kind, Row, Verdict
from huoju.kernel.plan.compare_rows import COMPARATOR_WORDS, VERDICT_TEXTS, figure_text
from huoju.kernel.plan.statements import Statement
from huoju.kernel.reports.sheets import Value
from huoju.site.pages.wording import MEASURES, NATURES, PROMISED
from huoju.site.texts import Text


@dataclass(frozen=True, slots=True)
class Relation:
    """What the other document is to this plan; `left`, `right` head the two columns."""

    kind: Kind
    is_other_left: bool
    text: Text
    left: Text
    right: Text


DRAFT, ADOPTED = Text("草案", "Draft"), Text("定稿", "Adopted")
LAST, THIS = Text("上期目标", "Last plan's target"), Text("本期基期", "Reached by this plan")
HERE, ABOVE = Text("本级", "This level"), Text("上级", "Level above")
RELATIONS: dict[str, Relation] = {
    "draft": Relation(Kind.DRAFT, True, Text("本规划的草案", "the draft of this plan"), DRAFT, ADOPTED),
    "adopted": Relation(
        Kind.DRAFT, False, Text("本规划的定稿", "the adopted text of this plan"), DRAFT, ADOPTED
    ),
    "last": Relation(Kind.PREVIOUS, True, Text("上一期规划", "the last plan"), LAST, THIS),
    "next": Relation(Kind.PREVIOUS, False, Text("下一期规划", "the next plan"), LAST, THIS),
    "upper": Relation(Kind.UPPER, False, Text("上级规划", "the plan of the level above"), HERE, ABOVE),
    "lower": Relation(Kind.UPPER, True, Text("下级规划", "a plan of the level below"), HERE, ABOVE),
}
QUIET = (Verdict.UNCHANGED, Verdict.ONLY_HERE)  # rows that are left out until one asks for them
UP = (Verdict.RAISED, Verdict.FIRMER, Verdict.ADDED, Verdict.EARLIER, Verdict.HIGHER, Verdict.SUM_REACHES)
DOWN = (
    Verdict.LOWERED, Verdict.VAGUER, Verdict.DROPPED, Verdict.LATER, Verdict.LOWER, Verdict.ONLY_ABOVE,
    Verdict.SUM_FALLS_SHORT, Verdict.NOT_REPORTED,
)  # fmt: skip
# Words that the engine prints in both languages side by side.
BILINGUAL = {text: text.split(" ", 1) for text in (*COMPARATOR_WORDS.values(), "是 yes", "否 no")}
SENTENCES = {
    Kind.DRAFT: Text("定稿与草案相比，", "Against the draft, the adopted text has "),
    Kind.PREVIOUS: Text("上期 {n} 项目标中，", "Of the last plan's {n} targets, "),
    Kind.UPPER: Text("本级与上级共对照 {n} 项，", "Of {n} targets of this level and the level above, "),
}
NOTHING = Text("两份文件没有可对照的目标。", "The two documents have no targets to compare.")
COUNT = {
    Kind.DRAFT: Text("{word} {n} 项", "{n} {word}"),
    Kind.PREVIOUS: Text("{n} 项{word}", "{n} {word}"),
    Kind.UPPER: Text("{n} 项{word}", "{n} {word}"),
}


def sentence(comparison: Comparison, language: str) -> str:
    """What the comparison comes to, in one sentence: every verdict that occurs, with its number."""
    counts = comparison.counts()
    if not counts:
        return NOTHING.in_language(language)
    is_english = language.startswith("en")
    parts = [
        COUNT[comparison.kind].in_language(language, n=n, word=VERDICT_TEXTS[verdict][is_english])
        for verdict, n in counts.items()
    ]
    total = sum(counts.values())
    start = SENTENCES[comparison.kind]
    head = start.in_language(language, n=total) if "{n}" in start.zh else start.in_language(language)
    return head + (", ".join(parts) + "." if is_english else "，".join(parts) + "。")


def verdict_word(verdict: Verdict, language: str) -> str:
    return VERDICT_TEXTS[verdict][language.startswith("en")]


def verdict_style(verdict: Verdict) -> str:
    """Class of a verdict's mark: met and missed as everywhere, more asked, less asked, or plain."""
    if verdict in (Verdict.MET, Verdict.MISSED):
        return f"mark-{verdict.value}"
    return "verdict-up" if verdict in UP else "verdict-down" if verdict in DOWN else ""


def choose(comparison: Comparison, query: Mapping[str, str]) -> list[Row]:
    """The rows of one verdict, or all that say something; with the words looked for."""
    verdict, words = query.get("verdict", ""), query.get("q", "").strip()
    rows: Iterable[Row] = comparison.rows
    if verdict in list(Verdict):
        rows = [row for row in rows if row.verdict == verdict]
    elif verdict != "all":
        rows = [row for row in rows if row.verdict not in QUIET]
    return [row for row in rows if words in f"{row.indicator} {row.subject} {_names(row)}"]


def _names(row: Row) -> str:
    return " ".join(side.indicator for side in (row.left, row.right) if side)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row: its figure with measure and period, the line and the sentence."""

    figure: str
    period: str
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the table draws it."""

    verdict: str
    word: str
    style: str
    indicator: str
    subject: str
    left: Side | None
    right: Side | None
    notes: str
    reason: str


def line_of(row: Row, language: str, catalog: Catalog) -> Line:
    """A row in words of one language; in English the catalog names what it knows."""
    return Line(
        verdict=row.verdict.value, word=verdict_word(row.verdict, language), style=verdict_style(row.verdict),
        indicator=_indicator(row, language, catalog), subject=row.subject, left=_side(row.left, language),
        right=_side(row.right, language), notes=in_language(row.notes(language), language),
        reason=row.reason.text(language) if row.reason else "",
    )  # fmt: skip


def _indicator(row: Row, language: str, catalog: Catalog) -> str:
    """The name; both names where the documents differ."""
    sides = [side for side in (row.left, row.right) if side]
    return " / ".join(dict.fromkeys(_name(side, language, catalog) for side in sides))


def _name(side: Statement, language: str, catalog: Catalog) -> str:
    is_known = language.startswith("en") and side.concept in catalog
    return catalog.get(str(side.concept)).name(language) if is_known else side.indicator


def _side(statement: Statement | None, language: str) -> Side | None:
    if statement is None:
        return None
    figure = figure_text(statement) or statement.value_text
    if statement.measure.value in PROMISED:
        figure = f"{MEASURES[statement.measure.value].in_language(language)} {figure}"
    return Side(figure, statement.period, statement.place.line, statement.sentence)


def in_language(text: str, language: str) -> str:
    """Words that the engine prints in both languages, in one."""
    for both, (zh, en) in BILINGUAL.items():
        text = text.replace(both, en if language.startswith("en") else zh)
    for nature, words in NATURES.items():
        text = text.replace(nature, words.in_language(language))
    return text


HEADINGS = (
    Text("结论", "Verdict"), Text("指标", "Indicator"), Text("对象", "Subject"), Text("左：行", "Left: line"),
    Text("左：数值", "Left: figure"), Text("左：期间", "Left: period"), Text("右：行", "Right: line"),
    Text("右：数值", "Right: figure"), Text("右：期间", "Right: period"), Text("说明", "What differs"),
    Text("匹配依据", "Matched by"), Text("左：原句", "Left: sentence"), Text("右：原句", "Right: sentence"),
)  # fmt: skip


def as_table(rows: Sequence[Row], language: str, catalog: Catalog) -> tuple[list[str], list[list[Value]]]:
    """Headings and rows for a file: the rows shown, with lines and sentences."""
    return [heading.in_language(language) for heading in HEADINGS], [
        _cells(line_of(row, language, catalog)) for row in rows
    ]


def _cells(line: Line) -> list[Value]:
    sides: list[Value] = []
    for side in (line.left, line.right):
        sides += [side.line or None, side.figure, side.period] if side else [None, None, None]
    sentences = [side.sentence if side else None for side in (line.left, line.right)]
    return [line.word, line.indicator, line.subject, *sides, line.notes, line.reason, *sentences]
