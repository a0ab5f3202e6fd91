"""The `huoju` command: one sub-command group a module, imported only when it is called.

A group is a module beside this one and its line in `GROUPS`. What a person got wrong (any `HuojuError`)
is printed in both languages on stderr and exits with 2; never a traceback.
"""

from __future__ import annotations

import importlib
import sys

import click

import huoju
from huoju.errors import HuojuError

GROUPS = {
    "plan": ("huoju.site.cli.plan", "Read, check and compare plan documents."),
    "evidence": ("huoju.site.cli.evidence", "Import, list and verify observations."),
    "pack": ("huoju.site.cli.pack", "Validate and load a zone's pack."),
    "rules": ("huoju.site.cli.rules", "Check, run and compare decision tables (DMN)."),
    "site": ("huoju.site.cli.site", "Set up and serve the platform."),
}


class LazyGroup(click.Group):
    """A click group that knows its sub-commands' names without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in GROUPS:
            return None
        command = getattr(importlib.import_module(GROUPS[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, GROUPS[name][1]) for name in self.list_commands(ctx)])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: huoju plan read plan.txt --format table",
)
@click.version_option(huoju.__version__, prog_name="huoju")
def cli() -> None:
    """Huoju (火炬) runs a development zone by its plan: read, check, run, report."""


def main() -> None:
    """Entry point of the `huoju` command: exit 0 clean, 1 errors found, 2 input we could not use."""
    try:
        code = cli(standalone_mode=False)  # click gives `ctx.exit(code)` back as the return value
        sys.exit(code if isinstance(code, int) else 0)
    except HuojuError as error:
        click.echo(f"huoju: {error.code}: {error.in_language('zh')}", err=True)
        click.echo(f"huoju: {error.code}: {error.in_language('en')}", err=True)
        sys.exit(2)
    except click.ClickException as problem:
        problem.show()
        sys.exit(2)
    except click.Abort:
        click.echo("huoju: 已中止。Aborted.", err=True)
        sys.exit(2)
