"""Cold `huoju plan read` of the sample plan: whole process, seconds and peak memory, five runs.

Beside it, what a user would do instead: start Python, import pandas and find numbers with one regular
expression (which finds them, but understands none). The ratio is of the medians of the same run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT.parent / "shared" / "plans" / "weihai-torch-14fyp.txt"
DEMO = ROOT / "packs" / "demo"
RUNS = 5

INSTEAD = """
import re, sys, pandas as pd
text = open(sys.argv[1], encoding="utf-8").read()
rows = [(m.start(), m.group(1), m.group(2)) for m in re.finditer(r"(\\d+(?:\\.\\d+)?)\\s*(\\S{1,3})", text)]
pd.DataFrame(rows, columns=["at", "value", "unit"]).to_csv(sys.stdout, index=False)
"""


def document() -> Path:
    """The real plan where it lies beside the checkout, else the invented one of the repository."""
    return PLAN if PLAN.exists() else next(DEMO.glob("*.txt"))


def timed(command: list[str]) -> tuple[float, int]:
    """Wall seconds and peak resident kilobytes of one run of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} failed")
    return time.perf_counter() - started, usage.ru_maxrss


def main() -> None:
    """Measure and print both, and their ratio."""
    plan = str(document())
    ours = [
        timed([str(Path(sys.executable).parent / "huoju"), "plan", "read", plan, "--format", "jsonl"])
        for _ in range(RUNS)
    ]
    peer = [timed([sys.executable, "-c", INSTEAD, plan]) for _ in range(RUNS)]
    seconds, other = (statistics.median(run[0] for run in runs) for runs in (ours, peer))
    print(
        f"document                      {Path(plan).name}, {len(Path(plan).read_text(encoding='utf-8')):,} characters"
    )
    print(f"huoju plan read               {seconds:.2f} s, peak {max(run[1] for run in ours) / 1024:.0f} MB")
    print(f"pandas + regular expression   {other:.2f} s, peak {max(run[1] for run in peer) / 1024:.0f} MB")
    print(f"ratio of times                {seconds / other:.2f}")


if __name__ == "__main__":
    main()
