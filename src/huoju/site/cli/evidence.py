"""`huoju evidence`: import, list, verify, template, undo. Results on stdout, progress and messages on stderr."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huoju.errors import InputError

if TYPE_CHECKING:
    from huoju.kernel.evidence.models import ImportBatch
    from huoju.kernel.evidence.templates import Need

SHOWN = 20
"""Messages and changed rows printed on a terminal; `--json` gives all that were kept."""

STEP_NAMES = {
    "read": "读取文件 Reading",
    "map": "识别表头 Finding the headings",
    "resolve": "核对指标、单位、时间 Checking names, units, periods",
    "compare": "与已有数据比较 Comparing",
    "check": "检查合理性 Looking it over",
}


class FileMissing(InputError):
    code = "evidence-file-missing"
    zh = "没有文件 {path}。请检查路径。"
    en = "There is no file {path}. Check the path."


class BadAnswer(InputError):
    code = "evidence-bad-answer"
    zh = "“{text}”不是回答。请写成 问题=答案，如 indicator:工业总值=industrial_output。"
    en = "“{text}” is not an answer. Write question=answer, for example indicator:工业总值=industrial_output."


class PlanMissing(InputError):
    code = "evidence-plan-missing"
    zh = "没有规划 {plan}。请先装入数据包：huoju pack load packs/{plan}。"
    en = "There is no plan {plan}. Load its pack first: huoju pack load packs/{plan}."


class NotSetUp(InputError):
    code = "evidence-not-set-up"
    zh = "这里还没有建好平台的数据表。请先运行 huoju site init（或 make run）。"
    en = "The platform has no tables here yet. Run huoju site init first (or make run)."


class BadRowNumbers(InputError):
    code = "evidence-bad-rows"
    zh = "“{text}”不是行号。请写成 0,3,7-9（预览中的 number）。"
    en = "“{text}” are not row numbers. Write 0,3,7-9 (the numbers of the preview)."


@click.group()
def evidence() -> None:
    """Import, list and verify observations.

    \b
    Examples:
      huoju evidence template --pack demo -o form.xlsx
      huoju evidence import form.xlsx --pack demo
      huoju evidence import figures.csv --subject xingcha-bay --yes
      huoju evidence list
      huoju evidence undo imp-20260105-093000-a1b2c3
      huoju evidence verify
    """
    if {"-h", "--help"} & set(sys.argv):  # help needs no tables
        return
    from huoju.site.cli.site import set_up_django

    set_up_django()
    from django.db import connection

    if "evidence_importbatch" not in connection.introspection.table_names():
        raise NotSetUp


@evidence.command("import", epilog="Example: huoju evidence import figures.xlsx --pack demo")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--subject", default="", help="Code of the subject, where the file names none.")
@click.option("--pack", default="", help="Pack whose area the figures belong to, where the file names none.")
@click.option("--source", default="", help="What to cite, where the file names no source.")
@click.option(
    "--known-on", type=click.DateTime(["%Y-%m-%d"]), help="Day the figures became known (default: now)."
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="QUESTION=ANSWER",
    help="Answer to a question of the preview.",
)
@click.option("--rows", default="", help="Commit these rows of the preview only: 0,3,7-9.")
@click.option("--yes", is_flag=True, help="Commit what is ready without asking.")
@click.option("--preview", "is_preview", is_flag=True, help="Only show what would change; nothing is kept.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on stdout.")
def import_command(
    file: Path, subject: str, pack: str, source: str, known_on: datetime | None, answers: tuple[str, ...],
    rows: str, yes: bool, is_preview: bool, as_json: bool,
) -> None:  # fmt: skip
    """Read FILE (CSV, xlsx, xls, ods), show what would change, and commit what is ready.

    Rows with errors or open questions stay out and are listed. Exit code 0: everything went in;
    1: some rows stayed out; 2: the file could not be used.
    """
    from huoju.kernel.evidence import actions

    chosen = row_numbers(rows) if rows else None
    at = datetime.now(UTC)
    with steps() as on_step:
        batch = actions.preview_import(
            content=content_of(file), name=file.name, by=operator(), at=at,
            subject=subject or area_of_pack(pack), source=source,
            known_at=end_of_day(known_on.date()) if known_on else None,
            answers=answers_of(answers), on_step=on_step,
        )  # fmt: skip
    if not as_json:
        show_preview(batch)
    if is_preview or not (yes or confirmed(batch, as_json)):
        batch = actions.discard_import(batch=batch, by=operator(), at=at)
    elif ready(batch):
        batch = actions.commit_import(batch=batch, by=operator(), at=datetime.now(UTC), chosen=chosen)
    show_result(batch, as_json)
    if batch.counts["waiting"] or batch.counts["out"]:
        sys.exit(1)


@evidence.command("list", epilog="Example: huoju evidence list --json")
@click.option("--limit", default=20, show_default=True, help="How many, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="As JSON on stdout.")
def list_command(limit: int, as_json: bool) -> None:
    """List imports: when, who, what, and how many rows."""
    from huoju.kernel.evidence import queries

    found = [summary(batch) for batch in queries.imports(limit)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo(
            "还没有导入过数据。试试 huoju evidence template。  Nothing imported yet. Try huoju evidence template.",
            err=True,
        )
    for each in found:
        click.echo(
            f"{each['at'][:16].replace('T', ' ')}  {each['code']:<34} {each['state_zh']:<4} "
            f"{each['rows']:>7}  {each['by']:<12} {each['file']}"
        )


@evidence.command(epilog="Example: huoju evidence verify")
@click.option("--json", "as_json", is_flag=True, help="As JSON on stdout.")
def verify(as_json: bool) -> None:
    """Recompute the hash chain from the stored rows. Exit code 1 when anything was changed silently."""
    from huoju.kernel.evidence import queries

    store = queries.store()
    links = store.batches()
    with click.progressbar(length=len(links), label="校验批次 Verifying", file=sys.stderr) as bar:
        found = store.verify(lambda number: bar.update(1))
    problems = [{"batch": each.batch, "zh": each.zh, "en": each.en} for each in found]
    for batch in queries.lost_batches():
        zh = f"批次 {batch.code}：数据库有记录，数据仓中缺失或哈希不同。"
        en = f"Batch {batch.code}: recorded, but missing from the store or of another hash."
        problems.append({"batch": batch.code, "zh": zh, "en": en})
    head = links[-1].hash if links else ""
    if as_json:
        facts = {
            "batches": len(links),
            "rows": sum(each.rows for each in links),
            "head": head,
            "problems": problems,
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(f"{problem['zh']}  {problem['en']}", err=True)
        if not problems:
            rows = sum(each.rows for each in links)
            click.echo(
                f"{len(links)} 个批次、{rows} 行，未发现改动。  {len(links)} batches, {rows} rows: unchanged."
            )
            click.echo(f"链头 head: {head or '—'}")
    if problems:
        sys.exit(1)


@evidence.command(epilog="Example: huoju evidence template --pack demo -o form.xlsx")
@click.option("--pack", default="", help="Pack whose plan the form is for.")
@click.option("--plan", "plan_code", default="", help="Code of the plan, if the pack has several.")
@click.option("--years", default="", help="Years to ask for: 2024 or 2021-2025 (default: those of the plan).")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File to write.")
def template(pack: str, plan_code: str, years: str, language: str, output: Path) -> None:
    """Write the Excel form for the figures that a plan needs; what is known already arrives filled in."""
    from huoju.kernel.evidence.templates import needs_template

    plan = plan_of(pack, plan_code)
    needs = plan_needs(plan, years)
    output.write_bytes(needs_template(needs, title=plan.title_in(language), language=language))
    cells = sum(len(need.periods) for need in needs)
    click.echo(
        f"{output}：{len(needs)} 个序列、{cells} 个单元格。  {len(needs)} series, {cells} cells.", err=True
    )


@evidence.command(epilog="Example: huoju evidence undo imp-20260105-093000-a1b2c3")
@click.argument("batch")
@click.option("--yes", is_flag=True, help="Without asking.")
@click.option("--json", "as_json", is_flag=True, help="As JSON on stdout.")
def undo(batch: str, yes: bool, as_json: bool) -> None:
    """Take an import back as one step, by a vintage that restores what was known before."""
    from huoju.kernel.evidence import actions, queries

    found = queries.import_batch(batch)
    if not yes:
        click.confirm(f"撤回 {found.file_name}（{found.rows_committed} 行）？ Undo it?", abort=True, err=True)
    show_result(actions.undo_batch(batch=found, by=operator(), at=datetime.now(UTC)), as_json)


# -- reading the command line --------------------------------------------------------------------------


def content_of(file: Path) -> bytes:
    """The file's bytes. Raises FileMissing, FileTooLarge (before reading)."""
    from huoju.kernel.evidence.errors import FileTooLarge
    from huoju.kernel.evidence.files import LIMIT_MB

    if not file.is_file():
        raise FileMissing(path=file)
    if file.stat().st_size > LIMIT_MB << 20:
        raise FileTooLarge(name=file.name, size_mb=file.stat().st_size >> 20, limit_mb=LIMIT_MB)
    return file.read_bytes()


def answers_of(texts: tuple[str, ...]) -> dict[str, str]:
    """Question -> answer from "question=answer" texts. Raises BadAnswer."""
    answers = {}
    for text in texts:
        question, sign, answer = text.rpartition("=")
        if not sign or not question or not answer:
            raise BadAnswer(text=text)
        answers[question] = answer
    return answers


def row_numbers(text: str) -> list[int]:
    """[0, 3, 7, 8, 9] from "0,3,7-9". Raises BadRowNumbers."""
    numbers: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not first.isdigit() or (last and not last.isdigit()):
            raise BadRowNumbers(text=text)
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def end_of_day(day: date) -> datetime:
    """The last moment at which something was known on this day in China."""
    from huoju.kernel.evidence.knowledge import CHINA

    return datetime.combine(day, time(23, 59, 59), CHINA)


def operator() -> str:
    """Who runs the command, for the trail."""
    return f"cli:{getpass.getuser()}"


def plan_of(pack: str, code: str = "") -> Any:
    """The plan of this code, or the newest of this pack. Raises PlanMissing."""
    from huoju.kernel.plan.models import PlanVersion

    plans = PlanVersion.objects.select_related("area")
    found = plans.filter(code=code) if code else plans.filter(pack=pack) if pack else plans.all()
    plan = found.first()
    if plan is None:
        raise PlanMissing(plan=code or pack or "demo")
    return plan


def area_of_pack(pack: str) -> str:
    """Code of the area that a pack's plan is for; "" without a pack."""
    return str(plan_of(pack).area.code) if pack else ""


# -- what a plan needs ---------------------------------------------------------------------------------


def plan_needs(plan: Any, years: str = "") -> list[Need]:
    """The series that the plan's targets ask for, once each, with the values known already.

    Targets without a catalog concept are asked for by their own name; the years are the plan's, from its
    base year on, unless `years` ("2024", "2021-2025") says otherwise.
    """
    from huoju.kernel.catalog import Period
    from huoju.kernel.evidence import queries
    from huoju.kernel.evidence.templates import Need

    first, last = year_span(years) if years else (plan.start_year - 1, plan.end_year)
    periods = tuple(Period.of_year(year) for year in range(first, last + 1))
    snapshot, catalog = queries.snapshot(), queries.catalog()
    needs: dict[tuple[str, str, str], Need] = {}
    for target in plan.statements.filter(role="target").select_related("subject").order_by("line"):
        subject = target.subject or plan.area
        indicator = target.concept or f"term:{target.indicator}"
        measure = evidence_measure(target.measure)
        known = tuple(
            (str(each.period), str(each.value), each.status)
            for each in snapshot.series(indicator, subject.code, measure)
            if each.value is not None and each.unit == target.unit
        )
        name = catalog.get(target.concept).zh if target.concept in catalog else target.indicator
        need = Need(
            indicator, subject.code, target.unit or "", periods, name=name, subject_name=subject.name,
            measure=measure, known=known,
        )  # fmt: skip
        needs.setdefault((indicator, subject.code, measure), need)
    return list(needs.values())


def evidence_measure(measure: str) -> str:
    """What has to be observed for a promise of this measure: a growth promise needs growth rates by year."""
    return {"annual_average_growth": "growth_rate"}.get(measure, "level")


def year_span(text: str) -> tuple[int, int]:
    """(2021, 2025) of "2021-2025". Raises BadPeriod."""
    from huoju.kernel.catalog import Period
    from huoju.kernel.catalog.periods import BadPeriod

    period = Period.parse(text)
    if period.start is None or period.end is None:
        raise BadPeriod(text=text)
    return period.start.year, period.end.year


# -- showing -------------------------------------------------------------------------------------------


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """A progress bar over the steps of reading a file, on stderr; nothing where stderr is no terminal."""
    with click.progressbar(
        length=len(STEP_NAMES), label="导入 Import", file=sys.stderr, item_show_func=step_name
    ) as bar:
        yield lambda step: bar.update(1, step)


def step_name(step: str | None) -> str:
    """What is being done, in both languages; "" before the first step."""
    return STEP_NAMES.get(step or "", "")


def ready(batch: ImportBatch) -> int:
    """How many rows a commit would append."""
    return int(batch.counts["new"] + batch.counts["revised"])


def confirmed(batch: ImportBatch, as_json: bool) -> bool:
    """Whether the person at the terminal says yes; without a terminal nobody does."""
    if as_json or not sys.stdin.isatty() or not ready(batch):
        return False
    return click.confirm(f"将 {ready(batch)} 行入库？ Commit {ready(batch)} rows?", err=True)


def show_preview(batch: ImportBatch) -> None:
    """Messages as `file:place: code: text` on stderr, revised rows with their difference on stdout."""
    from huoju.kernel.evidence import queries

    asked: set[str] = set()
    shown = [each for each in batch.messages if not each["question"] or each["question"] not in asked]
    for message in shown[:SHOWN]:
        if message["question"] not in asked:
            show_message(batch.file_name, message)
        asked |= {message["question"]} - {""}
    hidden = sum(batch.message_counts.values()) - len(shown[:SHOWN])
    if hidden > 0:
        click.echo(f"……另有 {hidden} 条，用 --json 查看。  {hidden} more, see --json.", err=True)
    rows, _ = queries.proposed_page(batch, state="revised", size=SHOWN)
    for row in rows:
        click.echo(
            f"{row['indicator']} {row['subject']} {row['period']}: {row['previous_value']} {row['previous_unit']} "
            f"-> {row['value']} {row['unit']} ({'—' if row['difference'] is None else format(row['difference'], 'f')})"
        )


def show_message(file: str, message: Mapping[str, Any]) -> None:
    """One message as `file:place: code: text`, with the answers it accepts."""
    place = f":{message['place']}" if message["place"] else ""
    click.echo(f"{file}{place}: {message['code']}: {message['zh']}  {message['en']}", err=True)
    if message["question"]:
        answers = "  ".join(f"{each['answer']}（{each['zh']}）" for each in message["choices"])
        click.echo(f'    --answer "{message["question"]}=…"  {answers}', err=True)


def show_result(batch: ImportBatch, as_json: bool) -> None:
    """What became of the batch."""
    if as_json:
        click.echo(json.dumps(summary(batch, with_messages=True), ensure_ascii=False, indent=2, default=str))
        return
    counts = batch.counts or {}
    parts = [f"{name} {counts[key]}" for key, name in COUNT_NAMES.items() if counts.get(key)]
    click.echo(f"{batch.code}：{batch.get_state_display()} {batch.rows_committed} 行。{'，'.join(parts)}")


COUNT_NAMES = {
    "new": "新增 new", "revised": "修订 revised", "same": "相同 same", "waiting": "待回答 waiting", "out": "未导入 out",
}  # fmt: skip


def summary(batch: ImportBatch, *, with_messages: bool = False) -> dict[str, Any]:
    """A batch for programs."""
    facts: dict[str, Any] = {
        "code": batch.code, "kind": batch.kind, "state": batch.state, "state_zh": batch.get_state_display(),
        "file": batch.file_name, "sha256": batch.sha256, "by": batch.by, "at": batch.created_at.isoformat(),
        "rows": batch.rows_committed, "counts": batch.counts, "hash": batch.chain_hash,
    }  # fmt: skip
    details: Mapping[str, Any] = {"messages": batch.messages, "message_counts": batch.message_counts}
    return {**facts, **(details if with_messages else {})}
