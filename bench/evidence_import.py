"""Import of a 100,000-row CSV: whole process, seconds and peak memory, five runs. And what pages read.

Ours is `huoju evidence import FILE --yes`: decode, find the headings, look every name, unit and period up in
the catalog, compare every row with what the store holds, append with a hash chain, write the trail. Beside
it, in the same run, what a script would do instead: pandas reads the file and appends it to a SQLite table,
checking nothing. Then the snapshot that every page reads: 20,000 observations loaded, and one look-up.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
RUNS = 5
HUOJU = str(Path(sys.executable).parent / "huoju")
NAMES = ("地区生产总值", "固定资产投资", "一般公共预算收入", "社会消费品零售总额")
MONTHS = 300

PANDAS = """
import sqlite3, sys, pandas as pd
frame = pd.read_csv(sys.argv[1])
with sqlite3.connect(sys.argv[2]) as database:
    frame.to_sql("observations", database, if_exists="append", index=False)
"""
SUBJECT = """
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huoju.site.settings.dev")
django.setup()
from huoju.kernel.subjects.models import Subject
Subject.objects.get_or_create(code="zone", defaults={"kind": "area", "name": "测量区"})
"""


def write_rows(path: Path, revision: int) -> None:
    """A long table: four indicators by month and breakdown; each revision changes every value."""
    with path.open("w", encoding="utf-8") as file:
        file.write("指标,时间,分组,数值,单位,来源\n")
        for number in range(ROWS):
            month, name = number // len(NAMES) % MONTHS, NAMES[number % len(NAMES)]
            group = number // (len(NAMES) * MONTHS)
            value = 100 + (number * 7 + revision) % 9000 / 10
            file.write(f"{name},{2000 + month // 12}年{1 + month % 12}月,组{group},{value},亿元,统计月报\n")


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak resident megabytes of one run of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} failed")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print both, their ratio, and the snapshot."""
    folder = Path(tempfile.mkdtemp(prefix="huoju-bench-"))
    home = surroundings(folder)
    timed([HUOJU, "site", "migrate"], home)
    timed([sys.executable, "-c", SUBJECT], home)
    ours, instead = [], []
    for run in range(RUNS + 1):  # the first compiles every module and is not counted
        file = folder / f"rows{run}.csv"
        write_rows(file, run)
        ours.append(timed([HUOJU, "evidence", "import", str(file), "--subject", "zone", "--yes"], home))
        database = str(folder / "pandas.sqlite3")
        instead.append(timed([sys.executable, "-c", PANDAS, str(file), database], home))
    ours, instead = ours[1:], instead[1:]
    report(f"huoju evidence import, {ROWS:,} rows", ours)
    report("pandas read_csv + to_sql (SQLite), unchecked", instead)
    for place, name in enumerate(("wall", "processor")):
        ratio = statistics.median(each[place] for each in ours) / statistics.median(
            each[place] for each in instead
        )
        print(f"  ratio of medians ours / pandas, {name} time: {ratio:.2f}")
    print_snapshot(folder / "snapshot")
    shutil.rmtree(folder)


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of both: a data folder of their own, compiled modules kept as on a real machine."""
    (folder / "home").mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "HUOJU_HOME": str(folder / "home"),
        "DJANGO_SETTINGS_MODULE": "huoju.site.settings.dev",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }


def report(name: str, runs: list[tuple[float, float, float]]) -> None:
    """One line: median and spread of the seconds, peak memory."""
    wall = [each[0] for each in runs]
    processor = statistics.median(each[1] for each in runs)
    peak = max(each[2] for each in runs)
    print(
        f"  {name}: median {statistics.median(wall):.2f} s ({min(wall):.2f}-{max(wall):.2f}), "
        f"processor {processor:.2f} s, peak {peak:.0f} MB"
    )


def print_snapshot(folder: Path) -> None:
    """Loading 20,000 observations for a page, and looking one series up."""
    from datetime import UTC, datetime
    from decimal import Decimal

    from huoju.kernel.catalog import Period
    from huoju.kernel.evidence import EvidenceStore, Observation

    at = datetime(2025, 1, 1, tzinfo=UTC)
    said = [
        Observation(
            indicator=f"i{number % 1000}", subject="zone", period=Period.of_year(2001 + number // 1000),
            value=Decimal(number) / 100, unit="亿元", source="bench", vintage=at, recorder="bench",
        )
        for number in range(20_000)
    ]  # fmt: skip
    EvidenceStore.open(folder).append(said, batch="bench", at=at)
    loads, look_ups = [], []
    for _ in range(RUNS):
        store = EvidenceStore.open(folder)
        started = time.perf_counter()
        snapshot = store.snapshot()
        keys = list(snapshot.keys())
        loads.append(time.perf_counter() - started)
        for key in keys:
            snapshot.series(*key)
        started = time.perf_counter()
        for key in keys:
            snapshot.series(*key)
        look_ups.append((time.perf_counter() - started) / len(keys))
    print(
        f"  snapshot of 20,000 observations: median {statistics.median(loads) * 1e3:.0f} ms; "
        f"a look-up {statistics.median(look_ups) * 1e6:.1f} µs"
    )


if __name__ == "__main__":
    main()
