"""What each digit of a slogan names (“1152”, 1+4+N, 一城三园), read from the explanation near by. Pure.

Looks behind every mention of the slogan, in its sentence and the next, for number words that follow in the slogan's
order (1个定位，1个战略，5个区，2个倍增), and for paragraphs that begin with the quoted digit (“4”：...). A digit that
no mention explains stays without a name: nothing is made up. Start reading at `parts_by_digit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from huoju.kernel.plan import naming
from huoju.kernel.plan.compiled import StructurePart
from huoju.kernel.plan.numerals import parse_number
from huoju.kernel.plan.outline import Clause
from huoju.kernel.plan.statements import Statement

NUMBERED = re.compile(
    r"(?P<number>\d{1,2}|[一二两三四五六七八九十])(?P<counter>批|个|大|条|项|张|家|座|所|支|类|处)"
    r"(?P<noun>[\u4e00-\u9fff“”A-Za-z]{1,24})"
)
WORDS = re.compile(r"([一二两三四五六七八九十\d]{1,2})([\u4e00-\u9fff]{1,3}?)(?=[一二两三四五六七八九十\d、，]|$)")
QUOTED_PART = re.compile(
    r"^[“‘]([\dNn]{1,2}|[一二两三四五六七八九十][\u4e00-\u9fff]{1,3})[”’](?:[：:]|，?即|是指)(.{2,300})"
)
LIST_BEFORE = re.compile(r"((?:[^，。；、“”]{2,24}、)+[^，。；、“”]{2,24}?)[”’]?(?:等)?$")
LIST_MARK = re.compile(r"、|和(?![谐平])(?=[^、]*$)")
ONE_BEFORE = re.compile(r"[“‘]([^“”‘’]{3,30})[”’]$")
OPENING = re.compile(r"^(?:打造|形成了?|建设|围绕|聚焦|依托|坚持|实施|发展|培育|推进|重点|包括|集聚|以)+")
WINDOW, SENTENCES, NEARBY_LINES = 500, 2, 90
MOST_MENTIONS = 40


def parts_by_digit(
    digits: Sequence[str], mentions: Sequence[Statement], clauses: Sequence[Clause]
) -> tuple[StructurePart, ...]:
    """One part for each digit, in order; its name is "" where no mention explains it.

    `mentions` are the statements of the slogan, `clauses` the whole document in order.
    """
    if len(digits) < 2 or not mentions:
        return ()
    words = words_of(mentions[0].indicator)
    names: list[StructurePart | None] = [None] * len(digits)
    by_id = {clause.id: n for n, clause in enumerate(clauses)}
    for mention in mentions[:MOST_MENTIONS]:
        at = by_id.get(mention.clause)
        if at is None:
            continue
        found = in_prose(digits, after_mention(clauses[at].text, mention))
        for n, part in enumerate(found):
            names[n] = names[n] or part
        for n, part in enumerate(in_quotes(digits, words, clauses[at + 1 : at + 60], clauses[at].last_line)):
            names[n] = part or names[n]
    return tuple(
        part or StructurePart(digit, words[n] if n < len(words) else "", ())
        for n, (digit, part) in enumerate(zip(digits, names, strict=True))
    )


def words_of(slogan: str) -> list[str]:
    """一城三园 is 一城 and 三园; nothing for a slogan of bare digits."""
    if slogan.isdigit() or "+" in slogan:
        return []
    return ["".join(m.groups()) for m in WORDS.finditer(slogan)]


def after_mention(text: str, mention: Statement) -> str:
    """The rest of the mention's sentence and the sentence behind it."""
    at = text.find(mention.sentence)
    rest = text[at + mention.offset[1] :] if at >= 0 else mention.sentence[mention.offset[1] :]
    return "。".join(rest[:WINDOW].split("。")[:SENTENCES])


def in_prose(digits: Sequence[str], text: str) -> list[StructurePart | None]:
    """Number words of the text that follow the digits' order; a lone one counts only if it is no small number."""
    found: list[StructurePart | None] = [None] * len(digits)
    end = 0
    for n, digit in enumerate(digits):
        wanted = parse_number(digit) if digit.isdigit() or digit in "一二两三四五六七八九十" else None
        if wanted is None:
            continue
        for match in NUMBERED.finditer(text, end):
            is_batch = match.group("counter") == "批"
            if parse_number(match.group("number")) != wanted or (is_batch and "，" in text[end : match.start()]):
                continue
            found[n] = part_of(digit, match, text)
            end = match.start("noun")
            break
    hits = [part for part in found if part is not None]
    if len(hits) == 1 and (hits[0].digit in "12一二两" or len(digits) > 4):
        return [None] * len(digits)
    return found


def part_of(digit: str, match: re.Match[str], text: str) -> StructurePart:
    """A number word with its noun, and the members listed before it."""
    noun = naming.head_after(match.group("noun")) or match.group("noun")
    name = match.group("number") + match.group("counter") + noun.strip("“”")
    before = text[max(0, match.start() - 160) : match.start()].rstrip("“”")
    listed = LIST_BEFORE.search(before)
    wanted = int(parse_number(match.group("number")) or 0)
    members: tuple[str, ...] = ()
    if wanted == 1:
        one = ONE_BEFORE.search(text[: match.start()])
        members = (one.group(1),) if one else ()
    elif listed:
        items = [naming.bare(OPENING.sub("", p)).strip("“”‘’") for p in LIST_MARK.split(listed.group(1))]
        members = tuple(items) if len(items) == wanted else ()
    return StructurePart(digit, name, members)


def in_quotes(
    digits: Sequence[str], words: Sequence[str], clauses: Iterable[Clause], line: int
) -> list[StructurePart | None]:
    """Paragraphs near by that begin with the quoted part (“4”：X、Y; “一城”，即X)."""
    found: list[StructurePart | None] = [None] * len(digits)
    for clause in clauses:
        if clause.first_line - line > NEARBY_LINES:
            break
        for sentence in re.split(r"(?<=[。；])", clause.text[:1200]):
            match = QUOTED_PART.match(sentence)
            if not match:
                continue
            key = match.group(1)
            for n, digit in enumerate(digits):
                if found[n] is None and key in (digit, words[n] if n < len(words) else digit):
                    found[n] = StructurePart(digit, f"“{key}”", members_in(match.group(2)))
                    break
    return found


def members_in(text: str) -> tuple[str, ...]:
    head = re.split(r"[。；，（]|等(?!级)", text)[0]
    items = [naming.bare(OPENING.sub("", part)) for part in re.split(r"、", head)]
    return tuple(item for item in items if 3 <= len(item) <= 30)
