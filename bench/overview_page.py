"""The overview page with 500 commitments and 20,000 observations: p50, p95, queries a request.

Beside it, what an office does instead: open the same 20,000 observations as an Excel workbook with pandas and
work out the latest value and the attainment of each of the 500 targets. Both in this run; the ratio of medians.
"Cold" is the first request after the evidence has changed, when nothing is remembered.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

COMMITMENTS, PERIODS, VINTAGES, REQUESTS = 500, range(2016, 2026), 4, 100
DAY = date(2025, 6, 30)


def set_up(home: str) -> None:
    """A database and an evidence store of their own in `home`."""
    os.environ.update(HUOJU_HOME=home, DJANGO_SETTINGS_MODULE="huoju.site.settings.dev")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def fill() -> str:
    """500 invented commitments and their 20,000 observations; gives the plan's code."""
    from huoju.kernel.catalog import Period
    from huoju.kernel.evidence import Observation, queries
    from huoju.kernel.plan.models import PlanVersion, Statement
    from huoju.kernel.subjects.models import Subject

    area = Subject.objects.create(code="bench", kind="area", name="测速区", is_invented=True)
    plan = PlanVersion.objects.create(
        code="bench", title="测速规划", area=area, start_year=2021, end_year=2025, is_invented=True
    )
    Statement.objects.bulk_create(
        Statement(
            plan=plan, key=f"s{n}", role="target", indicator=f"指标{n}", concept=f"bench_{n}", subject=area,
            measure="level", comparator="reach", value=[str(200 + n)], unit="亿元", value_text=f"{200 + n}亿元",
            chapter=str(1 + n % 9), line=n + 1, period="2025",
        )
        for n in range(COMMITMENTS)
    )  # fmt: skip
    for vintage in range(VINTAGES):
        at = datetime(2021 + vintage, 3, 1, tzinfo=UTC)
        rows = [
            Observation(
                indicator=f"bench_{n}", subject="bench", period=Period.parse(str(year)), unit="亿元",
                value=Decimal(100 + n + 10 * (year - 2016) + vintage), source="invented", vintage=at,
                recorder="bench", batch=f"b{vintage}",
            )
            for n in range(COMMITMENTS)
            for year in PERIODS
        ]  # fmt: skip
        queries.store().append(rows, batch=f"b{vintage}", at=at)
    return plan.code


def workbook(folder: Path) -> Path:
    """The same observations as the Excel sheet an office would keep."""
    import pandas as pd

    rows = [
        (f"指标{n}", year, vintage, 100 + n + 10 * (year - 2016) + vintage, 200 + n)
        for vintage in range(VINTAGES)
        for n in range(COMMITMENTS)
        for year in PERIODS
    ]
    path = folder / "observations.xlsx"
    pd.DataFrame(rows, columns=["indicator", "year", "vintage", "value", "target"]).to_excel(
        path, index=False
    )
    return path


def by_hand(path: Path) -> int:
    """The office's way: read the workbook, latest vintage of the latest year, attainment of each target."""
    import pandas as pd

    table = pd.read_excel(path)
    table = table[table["year"] <= DAY.year].sort_values(["indicator", "year", "vintage"])
    latest = table.groupby("indicator").last()
    base = table[table["year"] == 2020].groupby("indicator").last()["value"]
    attainment = (latest["value"] - base) / (latest["target"] - base)
    return int((attainment >= 1).sum())


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of `times` runs."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        set_up(home)
        from django.db import connection
        from django.test import Client

        from huoju.site.accounts.models import User

        address = f"/plans/{fill()}/?as_of={DAY.isoformat()}"
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.create_user("bench", password="not-a-secret", role="leader"))

        def request() -> None:
            assert client.get(address).status_code == 200

        cold = timed(request, 1)[0]
        queries: list[str] = []

        def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
            queries.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            request()
        warm = sorted(timed(request, REQUESTS))
        sheet = workbook(Path(home))
        peer = statistics.median(timed(lambda: by_hand(sheet), 5))
    p50, p95 = statistics.median(warm), warm[int(len(warm) * 0.95) - 1]
    print(f"{COMMITMENTS} commitments, {COMMITMENTS * len(PERIODS) * VINTAGES:,} observations")
    print(f"overview, cold                {cold:.0f} ms")
    print(
        f"overview, warm                p50 {p50:.0f} ms, p95 {p95:.0f} ms, {len(queries)} queries a request"
    )
    print(f"pandas over the workbook      p50 {peer:.0f} ms")
    print(f"ratio of medians              {p50 / peer:.3f}")


if __name__ == "__main__":
    main()
