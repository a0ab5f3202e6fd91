"""Subjects spoken of: the zone as a whole, or the cluster, park or field that a heading or lead-in names. Pure."""

from __future__ import annotations

import re

from huoju.kernel.plan.outline import Placed

WHOLE = (
    ("全区", "全区"),
    ("全市", "全市"),
    ("全县", "全县"),
    ("全省", "全省"),
    ("全国", "全国"),
    ("全州", "全州"),
    ("我省", "全省"),
    ("我市", "全市"),
)
LEAD = re.compile(
    r"^(?:——|--|-|[①-⑳]|\d{1,2}[.、．])?\s*“?([^，。：；“”]{2,24}?)”?(?:产业)?(?:[。：]|——|--|，规划面积|即)"
)
THING = re.compile(
    r"(?:集群|产业|基地|园|园区|城|区|组团|中心|平台|产业链|工程|行业|企业|院|街区|片区|新区)$"
)


NEAR = 1500  # characters back within which a lead-in still holds


def whole_of(texts: list[str]) -> str:
    """How the document calls its whole area: 全区, 全市 or 全省, whichever it says most."""
    text = "".join(texts)[:120_000]
    counts = {name: text.count(word) for word, name in WHOLE if name != "全国"}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def subject_of(placed: Placed, offset: int, whole: str) -> str:
    """The subject at a place: the last lead-in or heading above that names a thing, else the whole area."""
    text = placed.passage.text[max(0, offset - NEAR) : offset]
    for sentence in reversed(re.split(r"(?<=[。；])", text)):
        found = LEAD.match(sentence)
        if found and THING.search(found.group(1)):
            return found.group(1)
    if placed.headings and THING.search(placed.headings[-1]) and len(placed.headings[-1]) <= 16:
        return re.sub(r"^(?:做强|做大|打造|建设|壮大|发展|加快|推进|提升)+", "", placed.headings[-1])
    return whole
