"""What the environment says: the data folder, the secret key, the database. No Django import.

HUOJU_HOME            data folder (default ./var)
HUOJU_DATABASE_URL    postgresql://user:password@host:port/name, or sqlite:///path (default: SQLite in HUOJU_HOME)
HUOJU_SECRET_KEY      overrides the key file in HUOJU_HOME
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# Write-ahead log: readers never wait for the writer. IMMEDIATE: a writer queues at the start of its
# transaction instead of failing in the middle of it.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
}


def home() -> Path:
    """The data folder, made when it is not there."""
    folder = Path(os.environ.get("HUOJU_HOME", "var")).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """HUOJU_SECRET_KEY, or the key in `folder`, generated on first use and readable by its owner only."""
    given = os.environ.get("HUOJU_SECRET_KEY")
    if given:
        return given
    path = folder / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


def database(folder: Path, url: str | None = None) -> dict[str, Any]:
    """Django's description of the database at `url`; SQLite in `folder` when there is none."""
    parts = urlsplit(url or f"sqlite:///{folder / 'huoju.sqlite3'}")
    if parts.scheme == "sqlite":
        path = parts.path.removeprefix("/") if parts.path.startswith("//") else parts.path
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": dict(SQLITE_OPTIONS)}
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(
            f"HUOJU_DATABASE_URL: unknown scheme {parts.scheme!r}; use postgresql:// or sqlite:///"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }
