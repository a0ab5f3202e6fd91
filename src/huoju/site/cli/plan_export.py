"""`huoju plan export`: a plan in a format other systems exchange plans in. Tables are `huoju plan read`'s."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["stratml"]), default="stratml", show_default=True)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the screen."
)
@click.option("--organization", help="Whose plan it is (default: the area its title names).")
@click.option("--source", default="", help="Web address of the authoritative text.")
def export(file: Path, form: str, output: Path | None, organization: str | None, source: str) -> None:
    """Write the plan in FILE as StratML Part 2 (ISO 17469-2): goals, objectives, indicators with results.

    For jsonl, csv and xlsx see `huoju plan read --format`.

    \b
    Example:
      huoju plan export plan.docx --format stratml -o plan.stratml.xml
    """
    from huoju.kernel.catalog import load_catalog
    from huoju.kernel.plan.stratml import write_stratml
    from huoju.site.cli.plan import compile_file

    document = write_stratml(compile_file(file), load_catalog(), organization=organization, source=source)
    if output is None:
        sys.stdout.buffer.write(document + b"\n")
    else:
        output.write_bytes(document + b"\n")
        click.echo(f"{output}", err=True)
