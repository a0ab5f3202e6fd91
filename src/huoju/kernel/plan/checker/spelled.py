"""Spelled: structures whose parts the sentence itself spells out. “五大行动”，即……; “4”即……. Pure.

The reader names a structure; where it takes no parts from the sentence, they are counted here. A list is counted
only where it is sure where it ends: every item ends like the name (行动), or it is set off by quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from huoju.kernel.plan.checker.context import Context
from huoju.kernel.plan.compiled import Structure
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.numerals import parse_number
from huoju.kernel.plan.outline import Clause
from huoju.kernel.plan.statements import Place

DIGITS = "一二两三四五六七八九十"
NAMED = re.compile(
    rf"[“\"]?(?P<number>[{DIGITS}]{{1,2}}|\d{{1,2}})(?:大|项|个|类|张|条)(?P<name>[^，。；：“”、\d（）()]{{2,8}}?)[”\"]?"
    rf"(?:，|,)?(?:即|包括|分别是|分别为|：|:|——)(?P<list>[^，。；：]+)(?P<end>[，。；]|$)"
)
QUOTED = re.compile(
    rf"[“\"](?P<number>\d{{1,2}}|[{DIGITS}])(?P<name>[\u4e00-\u9fff]?)[”\"](?:，|,)?(?:即|指|是指|分别指|：|:)"
    r"(?P<list>[^，。；：“”]+)(?P<end>[，。；]|$)"
)
OPEN_ENDED = re.compile(r"等(?:[一二三四五六七八九十\d]+[个大项])?[\u4e00-\u9fff]{0,6}$")
AND = re.compile(r"以及|和|及|与")
SHORTEST, LONGEST = 2, 20
TAIL = 2


def spelled_structures_hold(context: Context) -> Iterator[Finding]:
    """Structures whose number differs from how many parts their own sentence lists."""
    told = {p.line for s in context.structures if s.parts for p in s.places}
    for clause in context.clauses:
        for found in (*NAMED.finditer(clause.text), *QUOTED.finditer(clause.text)):
            said, counts = _number(found["number"]), _counts(found)
            place = _place(clause, found, context.structures)
            if said is None or not counts or said in counts or place.line in told:
                continue
            yield _told(found, said, place)


def _number(text: str) -> int | None:
    value = parse_number("二" if text == "两" else text)
    return int(value) if value is not None else None


def _counts(found: re.Match[str]) -> set[int]:
    """How many parts the list may have, with 和 as a comma or within a name; none where it is not sure."""
    text = found["list"].strip()
    if OPEN_ENDED.search(text) or "等" in text[-4:]:
        return set()
    items = text.split("、")
    last = AND.split(items[-1])
    if any(not SHORTEST <= len(item) <= LONGEST for item in items):
        return set()
    is_quoted = found.re is QUOTED
    if len(items) == 1 and (not is_quoted or len(last) == 1):
        return {1} if is_quoted else set()
    tail = found["name"][-TAIL:]
    if not is_quoted and not all(item.endswith(tail) for item in items):
        return set()
    return {len(items), len(items) - 1 + len(last)}


def _place(clause: Clause, found: re.Match[str], structures: tuple[Structure, ...]) -> Place:
    """Where the structure stands: the reader's place for it, else the clause's first line."""
    within = [
        p for s in structures for p in s.places if clause.first_line <= p.line <= clause.last_line
        and (found["number"] in s.value or str(_number(found["number"])) in s.value)
    ]  # fmt: skip
    if within:
        return min(within)
    file = next((p.file for s in structures for p in s.places), "")
    return Place(file, clause.chapter, clause.first_line, clause.first_line, 0)


def _told(found: re.Match[str], said: int, place: Place) -> Finding:
    name = f"{found['number']}{found['name']}"
    items = found["list"].strip()
    listed = len(items.split("、"))
    return Finding(
        code="structure-parts",
        severity=Severity.WARNING,
        places=(place,),
        statements=(),
        fields={"said": said, "listed": listed, "name": name},
        message_zh=f"第{place.line}行“{name}”说的是{said}个，列出的是{listed}个：{items}。请核对。",
        message_en=f'Line {place.line} "{name}" speaks of {said} but lists {listed}: {items}. Check it.',
        derivation=(f"{said} ≠ {listed}",),
        derivation_en=(f"{said} ≠ {listed}",),
    )
