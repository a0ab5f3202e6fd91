"""Proposals: a file's bytes -> what importing it would do. Nothing is written here.

`propose` shows the steps in order: read sheets, propose a mapping (or take the one given), cut the sheets
into cells, resolve their texts, compare with what the store holds. Returns a value; raises
`EvidenceFileError` only when there is nothing to show at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from huoju.kernel.evidence.cells import cells_of
from huoju.kernel.evidence.comparing import compare
from huoju.kernel.evidence.errors import NoTableFound
from huoju.kernel.evidence.files import Sheet, read_sheets
from huoju.kernel.evidence.layout import propose_mapping
from huoju.kernel.evidence.mapping import FileMapping, SheetMapping, shape_of
from huoju.kernel.evidence.messages import Message
from huoju.kernel.evidence.naming import names_of
from huoju.kernel.evidence.quality import look_over
from huoju.kernel.evidence.resolving import OUT, READY, WAITING, Context, resolve
from huoju.kernel.evidence.schema import as_published, content_schema
from huoju.kernel.evidence.tally import Tally
from huoju.kernel.evidence.templates import GUIDES

if TYPE_CHECKING:
    import pyarrow as pa

STATES = ("new", "revised", "same")
STEPS = ("read", "map", "resolve", "compare", "check")
OnStep = Callable[[str], None]
Recall = Callable[[str, FileMapping], FileMapping]


@dataclass(frozen=True)
class Proposal:
    """What a file would change.

    `rows` has a row a figure: the columns of `content_schema`, its place (`sheet`, `row`, `column`, `text`),
    `standing` (0 ready, 1 waits for an answer, 2 stays out), `state` (new, revised, same; "" when out) and
    what it replaces (`previous_value`, ...). `counts` are exact; `messages` the first of each kind.
    """

    name: str
    sha256: str
    shape: str
    mapping: FileMapping
    rows: pa.Table
    messages: tuple[Message, ...]
    message_counts: Mapping[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what would happen to them: new, revised, same, waiting, out, and total."""
        import numpy as np

        standing, state = self.rows["standing"].to_numpy(), self.rows["state"].to_numpy()
        counts = {name: int(np.sum((standing == READY) & (state == name))) for name in STATES}
        stays = {"waiting": int(np.sum(standing == WAITING)), "out": int(np.sum(standing == OUT))}
        return {**counts, **stays, "total": len(standing)}

    def committable(self, chosen: Iterable[int] | None = None) -> pa.Table:
        """The content rows that a commit would append; see `committable`."""
        return committable(self.rows, chosen)

    @property
    def questions(self) -> tuple[Message, ...]:
        """Each question once, in order of place."""
        asked: dict[str, Message] = {}
        for message in self.messages:
            if message.question:
                asked.setdefault(message.question, message)
        return tuple(asked.values())

    def page(self, start: int = 0, size: int = 100) -> list[dict[str, Any]]:
        """Rows `start` to `start + size` for a page or `--json`: plain values, the number of the row in `number`."""
        shown: list[dict[str, Any]] = self.rows.slice(start, size).to_pylist()
        for number, row in enumerate(shown, start):
            row["number"] = number
            row["value"] = as_published(row["value"], row["decimals"])
            row["previous_value"] = as_published(row["previous_value"], row["previous_decimals"])
            if row["difference"] is not None:
                row["difference"] = row["difference"].normalize()
        return shown


def propose(
    content: bytes, name: str, context: Context, held: pa.Table, mapping: FileMapping | None = None,
    *, recall: Recall = lambda shape, proposed: proposed, on_step: OnStep = lambda step: None,
) -> Proposal:  # fmt: skip
    """What importing this file would do.

    Parameters
    ----------
    content, name : the file's bytes; the name serves in messages only.
    held : the latest vintage of each cell as the store has it (`store.snapshot().rows`).
    mapping : how to read it, if a person said so.
    recall : gives the mapping to use for a file of this shape instead of the proposed one, if it knows one.
    on_step : told the name of each of `STEPS` as it begins, for a progress bar.

    Raises
    ------
    EvidenceFileError : the file cannot be read, or holds no table.
    """
    import pyarrow as pa

    on_step("read")
    sheets = read_sheets(content, name)
    on_step("map")
    tally = Tally()
    if mapping is None:
        proposed = propose_file_mapping(sheets, context, tally)
        mapping = recall(shape_of_sheets(sheets, proposed), proposed)
    mapping = fitted(mapping, sheets)
    if not mapping.sheets:
        raise NoTableFound(name=name)
    if not context.source and any("source" not in {**each.keys, **each.defaults} for each in mapping.sheets):
        tally.add(Message("file-source"))
    context = replace(
        context, answers={**mapping.answers, **context.answers}, source=context.source or name,
        known_indicators=frozenset(held["indicator"].unique().to_pylist()),
    )  # fmt: skip
    by_name = {sheet.name: sheet for sheet in sheets}
    tables = []
    for each in mapping.sheets:
        cells, messages = cells_of(by_name[each.sheet], each)
        for message in messages:
            tally.add(message)
        _tell_formulas(by_name[each.sheet], each, tally)
        tables.append(cells)
    on_step("resolve")
    rows = resolve(pa.concat_tables(tables), context, tally)
    on_step("compare")
    rows = compare(rows, held, context.answers, tally)
    on_step("check")
    look_over(rows, held, context.catalog, tally)
    return Proposal(
        name=name, sha256=hashlib.sha256(content).hexdigest(), shape=shape_of_sheets(sheets, mapping),
        mapping=replace(mapping, answers=dict(context.answers)), rows=rows,
        messages=tally.in_order(), message_counts=dict(tally.counts),
    )  # fmt: skip


def committable(rows: pa.Table, chosen: Iterable[int] | None = None) -> pa.Table:
    """The content rows to append: ready and not the same already, of the `chosen` row numbers only if given."""
    import pyarrow as pa
    import pyarrow.compute as pc

    changes = pc.is_in(rows["state"], pa.array(["new", "revised"]))
    wanted = pc.and_(pc.equal(rows["standing"], READY), changes)
    if chosen is not None:
        numbers = pa.array(range(rows.num_rows), pa.int64())
        wanted = pc.and_(wanted, pc.is_in(numbers, pa.array(sorted(set(chosen)), pa.int64())))
    return rows.filter(wanted).select(content_schema().names).cast(content_schema())


def propose_file_mapping(sheets: Sequence[Sheet], context: Context, tally: Tally) -> FileMapping:
    """A mapping for every sheet that holds a table; the others get a note."""
    names = names_of(context.catalog, context.subjects)
    found: list[SheetMapping] = []
    for sheet in sheets:
        proposed = propose_mapping(sheet, names)
        if proposed is not None:
            found.append(proposed)
        elif len(sheets) > 1 and sheet.name not in GUIDES:
            tally.add(Message("sheet-skipped", sheet.name, fields={"text": sheet.name}))
    return FileMapping(tuple(found))


def fitted(mapping: FileMapping, sheets: Sequence[Sheet]) -> FileMapping:
    """The mapping for these sheets: those they lack are dropped, the end of the data is theirs."""
    heights = {sheet.name: sheet.height for sheet in sheets}
    kept = [replace(each, last_row=heights[each.sheet]) for each in mapping.sheets if each.sheet in heights]
    return replace(mapping, sheets=tuple(kept))


def shape_of_sheets(sheets: Sequence[Sheet], mapping: FileMapping) -> str:
    """Fingerprint by which a file of the same form is known again."""
    by_name = {sheet.name: sheet for sheet in sheets}
    return shape_of(
        [
            (each.sheet, by_name[each.sheet].block(each.heading_row, each.first_row - each.heading_row))
            for each in mapping.sheets
        ]
    )


def _tell_formulas(sheet: Sheet, mapping: SheetMapping, tally: Tally) -> None:
    """A note for each value that is the stored result of a formula."""
    columns = {value.column for value in mapping.values}
    for (row, column), has_result in sorted(sheet.formulas.items()):
        if has_result and column in columns and mapping.first_row <= row < mapping.last_row:
            text = sheet.cells.column(column)[row].as_py()
            tally.add(Message("formula-value", sheet.name, row + 1, column + 1, {"text": text}))
