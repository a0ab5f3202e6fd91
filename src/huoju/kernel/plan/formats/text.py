"""Plain text in any encoding that Chinese documents come in: UTF-8, UTF-16, GB18030, Big5."""

from __future__ import annotations

import re

from huoju.kernel.plan.refusals import UnknownType

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Characters that every plan holds many of, in simplified and in traditional script.
COMMON_SIMPLIFIED = frozenset(
    "的和发展建设业产经济国社会工作重点提高年实现规划区市目标推进加强人民企技术新大全"
)
COMMON_TRADITIONAL = frozenset(
    "的和發展建設業產經濟國社會工作重點提高年實現規劃區市目標推進加強人民企技術新大全"
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
ENOUGH = 65_536


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text at all (UTF-16 has many zero bytes and is text)."""
    if any(data.startswith(mark) for mark, _ in MARKS):
        return False
    sample = data[:8192]
    if utf16_without_mark(sample):
        return False
    return len(CONTROL.findall(sample)) > max(2, len(sample) // 100)


def utf16_without_mark(sample: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" if every other byte of line ends and blanks is zero, else None."""
    if len(sample) < 4:
        return None
    little = sample.count(b"\n\x00") + sample.count(b"\x0c\xff") + sample.count(b"\x02\x30")
    big = sample.count(b"\x00\n") + sample.count(b"\xff\x0c") + sample.count(b"\x30\x02")
    if max(little, big) < max(2, len(sample) // 400) or b"\x00" not in sample:
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def decode(data: bytes, where: str) -> str:
    """The text of the bytes; raises `UnknownType` where no encoding gives Chinese or plain text."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    wide = utf16_without_mark(data[:8192])
    if wide:
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.start > len(data) * 0.98 or is_mostly_utf8(data):
            return data.decode("utf-8", errors="replace")
    best = max(("gb18030", "big5hkscs"), key=lambda encoding: plausibility(data[:ENOUGH], encoding))
    if plausibility(data[:ENOUGH], best) <= 0:
        raise UnknownType(where=where)
    return data.decode(best, errors="replace")


def is_mostly_utf8(data: bytes) -> bool:
    text = data[:ENOUGH].decode("utf-8", errors="replace")
    return text.count("\ufffd") * 200 < len(text)


def plausibility(data: bytes, encoding: str) -> float:
    """Share of characters that Chinese official prose is made of, less the share that cannot be decoded."""
    text = data.decode(encoding, errors="replace")
    if not text:
        return 0.0
    common = COMMON_SIMPLIFIED if encoding == "gb18030" else COMMON_TRADITIONAL
    good = sum(c in common or c in "，。、；：" for c in text)
    return good / len(text) - 5 * text.count("\ufffd") / len(text)
