"""Text files: CSV and its kin in any Chinese encoding -> one sheet of text cells.

Returns values, raises `EvidenceFileError`. A clean file goes through Arrow's reader (a million rows in a
second); a ragged one, as sheets with title lines are, through the patient one of the standard library.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from huoju.kernel.evidence.errors import FileKindUnknown
from huoju.kernel.evidence.files import Sheet

if TYPE_CHECKING:
    import pyarrow as pa

SEPARATORS = (",", "\t", ";", "|", "，")
SAMPLE_BYTES = 64 * 1024


def read_text(content: bytes, name: str) -> tuple[Sheet, ...]:
    """The one sheet, named "", of a text file. Raises FileKindUnknown for binary content."""
    text, encoding = decode(content, name)
    separator = separator_of(text[:SAMPLE_BYTES])
    plain = content if encoding == "utf-8" else text.encode()
    cells = _fast(plain, separator)
    if cells is None:
        cells = _patient(text, separator)
    return (Sheet("", cells.combine_chunks()),) if cells.num_rows else ()


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding: by byte order mark, else UTF-8, else the likelier of GB18030 and Big5."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strict(content, encoding) or content.decode(encoding, "replace"), encoding
    if b"\x00" in content[:SAMPLE_BYTES]:
        return _unmarked_utf16(content, name), "utf-16"
    if (text := _strict(content, "utf-8")) is not None:
        return text, "utf-8"
    return _chinese(content, name)


def _unmarked_utf16(content: bytes, name: str) -> str:
    """UTF-16 without its mark: separators and digits have their zero byte all on one side."""
    sample = content[:SAMPLE_BYTES]
    text = _strict(content, "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le")
    if text is None or any(char < "\t" for char in text[:1000]):
        raise FileKindUnknown(name=name, kind="二进制数据 / binary data")
    return text


def _chinese(content: bytes, name: str) -> tuple[str, str]:
    candidates = [
        (text, encoding) for encoding in ("gb18030", "big5hkscs") if (text := _strict(content, encoding))
    ]
    if not candidates:  # a torn last character: what is left is still worth reading
        text = content.decode("gb18030", "replace")
        if text.count("\ufffd") > max(4, len(text) // 200):
            raise FileKindUnknown(name=name, kind="无法识别的编码 / an unknown encoding")
        return text, "gb18030"
    return max(candidates, key=lambda pair: _commonness(*pair))


def _commonness(text: str, encoding: str) -> float:
    """Share of Chinese characters that are everyday ones of their encoding: right decodings score near 1."""
    lead, common = ("gb2312", (0xB0, 0xD7)) if encoding == "gb18030" else ("big5", (0xA4, 0xC6))
    hanzi = [char for char in text[:20_000] if "\u3400" <= char <= "\u9fff"]
    if not hanzi:
        return 0.5
    everyday = 0
    for char, count in Counter(hanzi).items():
        coded = char.encode(lead, "ignore")
        everyday += count * bool(coded and common[0] <= coded[0] <= common[1])
    return everyday / len(hanzi)


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def separator_of(sample: str) -> str:
    """The separator that stands equally often, and most often, in the first lines; a comma if none does."""
    lines = [line for line in sample.splitlines()[:50] if line.strip()]

    def score(separator: str) -> tuple[int, int]:
        counts = [sum(1 for _ in line.split(separator)) - 1 for line in lines]
        usual, times = Counter(counts).most_common(1)[0] if counts else (0, 0)
        return (times, usual) if usual else (0, sum(counts))

    return max(SEPARATORS, key=score) if lines else ","


def _fast(content: bytes, separator: str) -> pa.Table | None:
    """Arrow's reader, for files whose lines all have as many cells as the first; None for any other."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    if not separator.isascii():
        return None
    content = content.removeprefix(b"\xef\xbb\xbf")
    first = content[: content.find(b"\n")] if b"\n" in content else content
    width = len(next(csv.reader([first.decode("utf-8", "replace")], delimiter=separator), []))
    names = [f"c{number}" for number in range(width)]
    try:
        return arrow_csv.read_csv(
            pa.py_buffer(content),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=4 << 20),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=b'"' in content, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _patient(text: str, separator: str) -> pa.Table:
    """The standard library's reader; short lines are filled up with empty cells."""
    import pyarrow as pa

    csv.field_size_limit(2**24)
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator))
    while lines and not any(lines[-1]):
        lines.pop()
    width = max((len(line) for line in lines), default=0)
    columns = [[line[number] if number < len(line) else "" for line in lines] for number in range(width)]
    return pa.table({f"c{number}": pa.array(column, pa.string()) for number, column in enumerate(columns)})
