"""Resolving: lines of text cells -> typed rows ready for the store, and what stands against each.

Works on whole columns: a text is looked at once however many rows carry it, plain numbers are cast by
Arrow; only odd cells are read one by one. 100,000 rows take about half a second. Pure; asks the catalog, the subjects
and the answers it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from huoju.kernel.catalog import Catalog, Period
from huoju.kernel.catalog.periods import BadPeriod
from huoju.kernel.evidence.columns import distinct, distinct_rows, places, spread
from huoju.kernel.evidence.figures import Figure, read_figure
from huoju.kernel.evidence.headings import is_period
from huoju.kernel.evidence.meanings import SKIP, Meaning, Texts, meaning_of
from huoju.kernel.evidence.messages import KINDS, Message, Severity
from huoju.kernel.evidence.naming import Subjects
from huoju.kernel.evidence.observations import VALUE_SCALE, _check_storable
from huoju.kernel.evidence.schema import decimals_of
from huoju.kernel.evidence.statuses import STATUSES
from huoju.kernel.evidence.tally import Tally

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

PLAIN_NUMBER = r"^-?\d{1,26}(?:\.\d{1,12})?$"
_PRICE_BASES = {
    **dict.fromkeys(("现价", "当年价", "当年价格"), "current"),
    **dict.fromkeys(("可比价", "不变价", "可比价格", "不变价格"), "constant"),
}
_STATUS_NAMES = {
    **{code.lower(): code for code in STATUSES if code != "withdrawn"},
    **{zh: code for code, (zh, _) in STATUSES.items() if code != "withdrawn"},
    **dict.fromkeys(("", "final", "最终", "最终核实", "正式", "revised", "修订"), "A"),
    **dict.fromkeys(("preliminary", "provisional", "初步", "初步核算", "快报"), "P"),
    **dict.fromkeys(("estimated", "估计", "预计"), "E"),
    **dict.fromkeys(("forecast", "预测"), "F"),
    "缺失": "M",
}

READY, WAITING, OUT = 0, 1, 2
"""Standing of a row: it can be committed, waits for an answer, or stays out."""


SUGGESTED_FOR = 200  # unknown subjects of a sheet; a register of thousands gets the question without guesses


@dataclass(frozen=True)
class Context:
    """What a file is read against. `at` and `recorder` become vintage and recorder of its rows.

    `subject` is whose figures they are where the file does not say; `source` what to cite where it does
    not; `answers` settle questions (question -> answer). `known_indicators` are ids that the store has
    beyond the catalog ("term:..." and those of packs): they need no question.
    """

    catalog: Catalog
    subjects: Subjects
    at: datetime
    recorder: str
    subject: str = ""
    source: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    known_indicators: frozenset[str] = frozenset()


def resolve(cells: pa.Table, context: Context, tally: Tally) -> pa.Table:
    """Rows in the columns of `content_schema`, plus `sheet`, `row`, `column`, `standing` and `text`.

    Messages go to `tally`; a row that is not READY has placeholders where something is missing.
    """
    import numpy as np
    import pyarrow as pa

    standing = np.zeros(cells.num_rows, dtype=np.int8)
    judge = _Judge(cells, context, tally, standing)
    values = judge.values()
    judge.meanings(values.suffixes)
    judge.periods()
    judge.subjects()
    judge.statuses(values.statuses)
    texts = judge.texts(values.notes)
    columns = {**judge.columns, **values.columns, **texts}
    columns |= {name: cells[name] for name in ("sheet", "row", "column")}
    columns |= {"standing": pa.array(standing), "text": cells["value"]}
    return pa.table(columns)


@dataclass
class _Values:
    columns: dict[str, Any]
    suffixes: np.ndarray
    statuses: np.ndarray  # codes of read statuses, "" where the cell does not say
    notes: np.ndarray


class _Judge:
    """One pass over the columns of a table of cells; each method settles one thing for all rows."""

    def __init__(self, cells: pa.Table, context: Context, tally: Tally, standing: np.ndarray) -> None:
        self.cells = cells
        self.context = context
        self.tally = tally
        self.standing = standing
        self.subjects_asked = 0
        self.columns: dict[str, Any] = {}

    def values(self) -> _Values:
        """Numbers: plain ones by Arrow, odd ones (thousands, marks, 万, —) one by one."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        texts = self.cells["value"].combine_chunks()
        is_plain = pc.match_substring_regex(texts, PLAIN_NUMBER)
        kind = pa.decimal128(38, VALUE_SCALE)
        numbers = pc.if_else(is_plain, texts, None).cast(kind)
        dots = pc.find_substring(texts, ".")
        decimals = pc.if_else(pc.less(dots, 0), 0, pc.subtract(pc.subtract(pc.utf8_length(texts), dots), 1))
        decimals = pc.if_else(is_plain, decimals, None).cast(pa.int8())
        self.suffixes = np.full(len(texts), "", dtype=object)
        statuses = np.full(len(texts), "", dtype=object)
        notes = np.full(len(texts), "", dtype=object)
        odd = np.flatnonzero(~is_plain.to_numpy(zero_copy_only=False))
        figures = [self._odd_figure(int(row), texts[int(row)].as_py()) for row in odd]
        if len(odd):
            mask = pa.array(~is_plain.to_numpy(zero_copy_only=False))
            numbers = pc.replace_with_mask(numbers, mask, pa.array([each.value for each in figures], kind))
            counts = pa.array([decimals_of(each.value) for each in figures], pa.int8())
            decimals = pc.replace_with_mask(decimals, mask, counts)
            self.suffixes[odd] = [each.unit for each in figures]
            statuses[odd] = [each.status if each.status != "A" else "" for each in figures]
            notes[odd] = [each.note for each in figures]
        return _Values({"value": numbers, "decimals": decimals}, self.suffixes, statuses, notes)

    def _odd_figure(self, row: int, text: str) -> Figure:
        if text == "=?":
            self.say("formula-without-value", row)
            return Figure()
        figure = read_figure(text)
        if figure.value is not None:
            try:
                _check_storable(figure.value)
            except ValueError:
                figure = Figure(problem="value-too-fine")
        if figure.problem:
            self.say(figure.problem, row, text=text)
        elif figure.value is None and figure.status == "N":
            self.say("bound", row, text=text)
        return figure

    def meanings(self, suffixes: np.ndarray) -> None:
        """Indicator, measure and unit of each distinct combination of the texts around the figures."""
        import pyarrow as pa

        table = self.cells.select([name for name in Texts._fields if name != "suffix"])
        table = table.append_column("suffix", pa.array(suffixes, pa.string()))
        codes, first = distinct_rows(table, Texts._fields)
        rows = table.take(pa.array(first)).select(list(Texts._fields)).to_pylist()
        context = self.context
        known = context.known_indicators
        found = [meaning_of(Texts(**row), context.catalog, context.answers, known) for row in rows]
        for name in ("indicator", "measure", "unit"):
            self.columns[name] = spread([getattr(each, name) for each in found], codes)
        self._say_meanings(found, codes)

    def _say_meanings(self, found: list[Meaning], codes: np.ndarray) -> None:
        import numpy as np

        for number, meaning in enumerate(found):
            if meaning.is_skipped:
                self.standing[codes == number] = OUT
            if meaning.problem:
                for row in self.tally.first(meaning.problem, np.flatnonzero(codes == number)):
                    self.tally.keep(
                        Message(
                            meaning.problem, **self.place(row), fields=meaning.fields,
                            question=meaning.question, choices=meaning.choices,
                        )
                    )  # fmt: skip
                self._stand(codes == number, meaning.problem)

    def periods(self) -> None:
        """Period and its first and last day of each distinct text."""
        import pyarrow as pa

        codes, texts, defaults = distinct(self.cells, "period", "default_period")
        found = [_period(text, default) for text, default in zip(texts, defaults, strict=True)]
        self.columns["period"] = spread([str(each) if each else "" for each in found], codes)
        for name, day in (("period_start", "start"), ("period_end", "end")):
            self.columns[name] = spread([getattr(each, day, None) for each in found], codes, pa.date32())
        for number, each in enumerate(found):
            if each is None:
                code = "bad-period" if texts[number] else "no-period"
                self.say_all(code, codes == number, text=texts[number])

    def subjects(self) -> None:
        """Code of each distinct subject; the file's own default where a row names none."""
        context = self.context
        codes, texts = distinct(self.cells, "subject")
        found = []
        for number, text in enumerate(texts):
            answer = context.answers.get(f"subject:{text}", "")
            code = context.subjects.find(text) or (context.subject if not text else "") or answer
            found.append("" if code == SKIP else code)
            if code == SKIP:
                self.standing[codes == number] = OUT
            elif not code:
                self._ask_subject(text, codes == number)
        self.columns["subject"] = spread(found, codes)

    def _ask_subject(self, text: str, rows: np.ndarray) -> None:
        self.subjects_asked += 1
        near = self.context.subjects.nearest(text) if text and self.subjects_asked <= SUGGESTED_FOR else []
        skip = (SKIP, "不导入", "Leave it out")
        choices = (*((code, name, name) for code, name in near), skip)
        self.say_all(
            "unknown-subject" if text else "no-subject", rows, question=f"subject:{text}", choices=choices,
            text=text, nearest="、".join(name for _, name in near) or "—",
        )  # fmt: skip

    def statuses(self, read: np.ndarray) -> None:
        """Status as a column gives it, else as the cell itself does ("—" is missing, "约" estimated)."""
        import numpy as np
        import pyarrow as pa

        codes, texts = distinct(self.cells, "status")
        found = [_STATUS_NAMES.get(text.strip().lower(), "") for text in texts]
        for number, status in enumerate(found):
            if not status:
                self.say_all("bad-status", codes == number, text=texts[number])
        given = np.array([status or "A" for status in found], dtype=object)[codes]
        self.columns["status"] = pa.array(np.where(read != "", read, given).tolist(), pa.string())

    def texts(self, notes: np.ndarray) -> dict[str, Any]:
        """Columns taken over as they stand: breakdown, coverage, price basis, source, note, place."""
        import pyarrow as pa
        import pyarrow.compute as pc

        cells, context = self.cells, self.context
        codes, bases = distinct(cells, "price_basis")
        source = pc.if_else(pc.equal(cells["source"], ""), context.source, cells["source"])
        source = pc.if_else(
            pc.equal(cells["link"], ""), source, pc.binary_join_element_wise(source, cells["link"], " ")
        )
        read = pa.array(notes.tolist(), pa.string())
        both = pc.utf8_trim_whitespace(pc.binary_join_element_wise(cells["note"], read, " "))
        note = pc.if_else(pc.equal(read, ""), cells["note"], both)
        count = cells.num_rows
        return {
            "breakdown": cells["breakdown"],
            "coverage": cells["coverage"],
            "price_basis": spread([_PRICE_BASES.get(text, text) for text in bases], codes),
            "source": source,
            "note": note,
            "place": places(cells),
            "confidentiality": pa.repeat("F", count),
            "vintage": pa.repeat(pa.scalar(context.at, pa.timestamp("us", "UTC")), count),
            "recorder": pa.repeat(context.recorder, count),
        }

    # -- saying

    def place(self, row: int) -> dict[str, Any]:
        return {name: self.cells[name][row].as_py() for name in ("sheet", "row", "column")}

    def say(self, code: str, row: int, **fields: Any) -> None:
        if self.tally.count(code):
            self.tally.keep(Message(code, **self.place(row), fields=fields))
        self._stand(row, code)

    def say_all(
        self, code: str, rows: np.ndarray, *, question: str = "",
        choices: tuple[tuple[str, str, str], ...] = (), **fields: Any,
    ) -> None:  # fmt: skip
        import numpy as np

        for row in self.tally.first(code, np.flatnonzero(rows)):
            self.tally.keep(
                Message(code, **self.place(row), fields=fields, question=question, choices=choices)
            )
        self._stand(rows, code)

    def _stand(self, rows: Any, code: str) -> None:
        import numpy as np

        severity = KINDS[code].severity
        if severity is Severity.ERROR:
            self.standing[rows] = OUT
        elif severity is Severity.QUESTION:
            self.standing[rows] = np.maximum(self.standing[rows], WAITING)


def _period(text: str, default: str) -> Period | None:
    """The period of a text; "1-9月" takes its year from the title, "" is the title's."""
    for candidate in (text or default, default[:4] + "年" + text if default[:4].isdigit() else ""):
        bare = candidate.strip()
        if bare and (not bare.isdigit() or is_period(bare)):
            try:
                return Period.parse(bare)
            except BadPeriod:
                continue
    return None
