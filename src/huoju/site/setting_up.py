"""What `huoju site init` does, step by step; each step leaves alone what is there already."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from huoju.site.accounts import actions
from huoju.site.accounts.models import Role, User

CHART_SCRIPT = "huoju/vega.js"
FIRST_PASSWORD = "first-password.txt"  # noqa: S105  (a file name)


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """The first administrator: shown once."""

    username: str
    password: str
    file: Path


def write_chart_script(folder: Path | None = None) -> Path:
    """Write the chart script (Vega, Vega-Lite, vega-embed in one file) that vl-convert carries, if it is missing."""
    path = (folder or settings.GENERATED_STATIC) / CHART_SCRIPT
    if path.exists():
        return path
    import vl_convert

    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(vl_convert.javascript_bundle(), encoding="utf-8")  # type: ignore[call-arg]
    partial.replace(path)
    return path


def collect_static() -> None:
    """Gather and compress the static files where the settings serve them from one folder."""
    if getattr(settings, "WHITENOISE_USE_FINDERS", False):
        return
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def ensure_administrator(*, at: datetime) -> FirstAccount | None:
    """Make the account `admin` with a generated password when there is no account at all; else None."""
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    file = first_password_file()
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as handle:
        handle.write(f"admin {password}\n")
    actions.add_user(
        username="admin",
        password=password,
        role=Role.ADMINISTRATOR,
        by="system",
        at=at,
        display_name="系统管理员",
    )
    return FirstAccount("admin", password, file)


def first_password_file() -> Path:
    """Where the first account's password stands until it is changed."""
    return Path(settings.HUOJU_HOME) / FIRST_PASSWORD


def has_first_password(username: str) -> bool:
    """Whether `username` still has the password that set-up wrote down."""
    try:
        return first_password_file().read_text(encoding="utf-8").startswith(f"{username} ")
    except OSError:
        return False


def forget_first_password(username: str) -> None:
    """The password written down is no longer one: take the file away."""
    if has_first_password(username):
        first_password_file().unlink(missing_ok=True)


def packs_folder() -> Path:
    """HUOJU_PACKS, ./packs, or the checkout's packs."""
    named = os.environ.get("HUOJU_PACKS")
    if named:
        return Path(named)
    here = Path("packs")
    return here if here.is_dir() else Path(__file__).resolve().parents[3] / "packs"


def load_packs(folder: Path | None, *, at: datetime) -> Iterator[tuple[str, str]]:
    """Load every pack of `folder`; yields what happened, in Chinese and English."""
    from huoju.kernel.packs.actions import load

    folder = folder or packs_folder()
    for pack in sorted(path.parent for path in folder.glob("*/pack.yaml")):
        summary = load(pack, by="system", at=at)
        yield (
            f"数据包 {pack.name}：{summary.in_language('zh')}。",
            f"Pack {pack.name}: {summary.in_language('en')}.",
        )
