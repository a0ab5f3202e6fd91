"""`huoju plan check`: what in a plan cannot all be true, for people, programs and pipelines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from huoju.errors import InputError

FORMATS = ("text", "json", "sarif")
# A text of fewer paragraphs and no number at all is no plan; a plan in words only is merely clean.
FEWEST_CLAUSES = 5


def nothing_to_check(name: str) -> InputError:
    """The error for a text in which there is nothing to check."""
    from huoju.errors import InputError

    class NothingToCheck(InputError):
        code = "plan-nothing-to-check"
        zh = "{name}：没有找到可校核的数字，也不像规划文本。请检查是否选错了文件。"
        en = "{name}: no number to check, and nothing like a plan. Check that it is the right file."

    return NothingToCheck(name=name)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="text for people, json for programs, sarif for pipelines.",
)  # fmt: skip
@click.option(
    "--lang", "language", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
    help="Language of the text format; json and sarif carry both.",
)  # fmt: skip
@click.option(
    "--assume", multiple=True, metavar="NAME=VALUE",
    help="Change an assumption, such as population_growth_high=0.08; may be repeated.",
)  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="Leave out notes.")
def check(file: Path, form: str, language: str, assume: tuple[str, ...], quiet: bool) -> None:
    """Check the numbers of FILE against each other and lay open the arithmetic.

    An error is a contradiction; a warning can only be true under the unusual condition it names; a note says
    what is missing. Exit status: 0 no error, 1 errors found, 2 input that cannot be used.

    \b
    Examples:
      huoju plan check plan.docx
      huoju plan check plan.txt --format sarif > plan.sarif
      huoju plan check plan.txt --assume population_growth_high=0.08 -q
    """
    import huoju
    from huoju.kernel.catalog import load_catalog
    from huoju.kernel.plan import compile_plan, read_document
    from huoju.kernel.plan.checker import Assumptions
    from huoju.kernel.plan.checker import check as check_plan
    from huoju.kernel.plan.checker.printing import as_json, as_sarif, as_text, summary
    from huoju.kernel.plan.findings import Severity, has_errors

    assumptions = Assumptions().changed(_named_values(assume))
    catalog = load_catalog()
    compiled = compile_plan(read_document(file), catalog)
    if not compiled.statements and len(compiled.clauses) < FEWEST_CLAUSES:
        raise nothing_to_check(file.name)
    findings = check_plan(compiled, catalog, assumptions)
    shown = [f for f in findings if not (quiet and f.severity is Severity.NOTE)]
    if form == "json":
        sys.stdout.write(as_json(shown))
    elif form == "sarif":
        sys.stdout.write(as_sarif(shown, str(file), huoju.__version__))
    else:
        sys.stdout.write(as_text(shown, str(file), language))
    if form != "text":
        click.echo(f"{file}: {summary(findings, language)}", err=True)
    if has_errors(findings):
        sys.exit(1)


def _named_values(pairs: tuple[str, ...]) -> dict[str, float]:
    """NAME=VALUE pairs as a dict; raises click's usage error for anything else."""
    values: dict[str, float] = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        try:
            values[name.strip()] = float(text)
        except ValueError:
            raise click.BadParameter(
                f"{pair}: expected NAME=VALUE with a number", param_hint="--assume"
            ) from None
    return values
