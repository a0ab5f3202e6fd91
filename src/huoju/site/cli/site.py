"""`huoju site`: set up, serve and look after the platform. No manage.py; settings by DJANGO_SETTINGS_MODULE."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from huoju.errors import InputError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class OnlyLoopback(InputError):
    code = "only-loopback"
    zh = (
        "本机设置只能在本机地址上提供服务，不能用 {host}。"
        "对外服务请设 DJANGO_SETTINGS_MODULE=huoju.site.settings.production。"
    )
    en = (
        "These settings serve the loopback address only, not {host}. To serve others, set "
        "DJANGO_SETTINGS_MODULE=huoju.site.settings.production."
    )


class NoFreePort(InputError):
    code = "no-free-port"
    zh = "端口 {port} 已被占用。请用 --port 另选一个。"
    en = "Port {port} is in use. Choose another with --port."


def say(zh: str, en: str) -> None:
    """One message in both languages on stderr."""
    click.echo(f"{zh}  {en}", err=True)


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huoju.site.settings.dev")
    import django

    django.setup()


@click.group()
def site() -> None:
    """Set up and serve the platform.

    \b
    Examples:
      huoju site init                    tables, first account, packs; safe to repeat
      huoju site serve --port 8080
      huoju site adduser wang --role statistician
    """
    set_up_django()


@site.command(epilog="Example: huoju site migrate")
def migrate() -> None:
    """Bring the tables up to date."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    say("数据表已是最新。", "Tables are up to date.")


@site.command(epilog="Example: huoju site init")
@click.option("--packs", type=click.Path(path_type=Path), help="Folder of packs (default: ./packs).")
def init(packs: Path | None) -> None:
    """Make everything ready: tables, chart script, first account, packs. Repeating it keeps all data."""
    from huoju.site import setting_up

    migrate.callback()
    setting_up.write_chart_script()
    setting_up.collect_static()
    first = setting_up.ensure_administrator(at=now())
    for line in setting_up.load_packs(packs, at=now()):
        say(*line)
    if first:
        click.echo(f"账号 account: {first.username}    密码 password: {first.password}")
        say(
            f"密码只显示这一次，也写在 {first.file}；登录后请更改。",
            "Shown once and kept in that file; change it after signing in.",
        )


@site.command(epilog="Example: huoju site serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--workers", default=1, show_default=True, help="Processes; SQLite needs no more than one or two."
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site until Ctrl+C; takes the next free port when PORT is in use."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    if not settings.SESSION_COOKIE_SECURE and host not in LOOPBACK:
        raise OnlyLoopback(host=host)
    port = free_port(host, port)
    click.echo(f"火炬 Huoju: http://{host}:{port}/")
    server = Granian(
        "huoju.site.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=4, log_level=LogLevels.warning, respawn_failed_workers=True,
    )  # fmt: skip
    server.serve()


def free_port(host: str, port: int) -> int:
    """`port`, or the first free one of the nine after it. Raises NoFreePort."""
    for candidate in range(port, port + 10):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    raise NoFreePort(port=port)


@site.command(epilog="Example: huoju site adduser wang --role statistician")
@click.argument("username")
@click.option(
    "--role", required=True, help="planner, statistician, bureau_officer, leader, auditor, administrator"
)
@click.option("--name", "display_name", default="", help="The person's name as pages show it.")
@click.option("--bureau", "bureau_code", default="", help="Code of the bureau (a subject of kind bureau).")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def adduser(username: str, role: str, display_name: str, bureau_code: str, password_stdin: bool) -> None:
    """Make an account; without --password-stdin a password is made and printed once."""
    from huoju.errors import NotFound
    from huoju.kernel.subjects.models import Subject
    from huoju.site.accounts import actions

    bureau = Subject.objects.filter(code=bureau_code).first() if bureau_code else None
    if bureau_code and bureau is None:
        raise NotFound(what=bureau_code)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
    actions.add_user(
        username=username, password=password, role=role, by="system", at=now(),
        display_name=display_name, bureau=bureau,
    )  # fmt: skip
    if not password_stdin:
        click.echo(f"账号 account: {username}    密码 password: {password}")


@site.command(epilog="Example: huoju site check --deploy")
@click.option("--deploy", is_flag=True, help="Also what only a production server needs.")
def check(deploy: bool) -> None:
    """Settings, tables and the audit chain; exit code 1 when something is wrong."""
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    from huoju.kernel.audit.queries import verify

    try:
        call_command("check", deploy=deploy, fail_level="WARNING")
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except (SystemCheckError, SystemExit) as problem:
        click.echo(str(problem), err=True)
        raise click.exceptions.Exit(1) from None
    verification = verify()
    if not verification.is_intact:
        say(
            f"操作记录在第 {verification.broken_at} 条断裂：{verification.reason_zh}。",
            f"The audit chain breaks at event {verification.broken_at}: {verification.reason_en}.",
        )
        raise click.exceptions.Exit(1)
    say(
        f"一切正常；操作记录 {verification.count} 条，完整。",
        f"All is well; {verification.count} audit events, unbroken.",
    )


def now() -> datetime:
    return datetime.now(UTC)


__all__: list[Any] = ["site"]
