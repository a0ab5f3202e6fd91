"""The table of invented sentences: reads `sentences.txt`, and can write it anew.

A block is one sentence with its section letter, then one indented line for each statement expected, in order:

    F 到2025年，高新技术企业达到300家。
      target count reach 300 家 2025 | 高新技术企业数

F is a task of a plan for 2021-2025, G its aims, P the review in it, S the situation, O the review and Q the aims
of a plan for 2016-2020, R the review and T the tasks of a work report of 2025. A sentence with no line below it
must give no statement. `python tests/kernel/plan/golden_sentences.py` writes the file anew from what the reader
gives; read the difference before committing it.
"""

from __future__ import annotations

from pathlib import Path

from huoju.kernel.plan import Statement, compile_plan

FILE = Path(__file__).with_name("sentences.txt")
PLAN = "某高新技术产业开发区国民经济和社会发展第十四个五年规划纲要\n"
LAST_PLAN = "某市国民经济和社会发展第十三个五年规划纲要\n"
REPORT = "某区2025年政府工作报告\n——2025年1月8日在某区第八届人民代表大会第四次会议上\n"
SECTIONS = {
    "F": PLAN + "第三章 重点任务\n",
    "G": PLAN + "第二章 主要目标\n",
    "P": PLAN + "第一章 发展基础\n",
    "S": PLAN + "第二章 面临形势\n",
    "O": LAST_PLAN + "第一章 发展基础\n",
    "Q": LAST_PLAN + "第三章 主要目标\n",
    "R": REPORT + "一、2024年工作回顾\n",
    "T": REPORT + "二、2025年工作安排\n",
}


def shown(statement: Statement) -> str:
    """One statement as a line of the table."""
    value = ":".join(str(v) for v in statement.value)
    marks = [m for m, on in (("stretch", statement.stretch), ("implicit", statement.implicit)) if on]
    threshold = statement.threshold
    if threshold is not None:
        marks.append(f"over {threshold.value}{threshold.unit}")
    s = statement
    words = [s.role, s.measure, s.comparator, value, s.unit or "-", s.period, *marks]
    return " ".join(words) + f" | {statement.indicator}"


def read(section: str, sentence: str) -> list[str]:
    """What the reader gives for a sentence in a section."""
    return [shown(s) for s in compile_plan(SECTIONS[section] + sentence).statements if s.sentence in sentence]


def table() -> list[tuple[str, str, list[str]]]:
    """The blocks of the file: section, sentence, expected lines."""
    blocks: list[tuple[str, str, list[str]]] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            blocks[-1][2].append(line.strip())
        elif line.strip() and not line.startswith("#"):
            section, _, sentence = line.partition(" ")
            blocks.append((section, sentence, []))
    return blocks


def rewrite() -> None:
    """Write the file anew from what the reader gives now."""
    lines: list[str] = []
    for section, sentence, _ in table():
        lines.append(f"{section} {sentence}")
        lines += [f"  {line}" for line in read(section, sentence)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    rewrite()
