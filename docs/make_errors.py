"""Writes docs/errors.md: every error a person can meet, with its code and both texts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "house"), str(ROOT / "src")]

HEAD = """# Errors / 错误信息

What a person can put right. On the command line the exit code is 2; on the web the status is 4xx.
Made by `python docs/make_errors.py`.

| code | 中文 | English |
|---|---|---|"""


def page() -> str:
    """The whole page as Markdown text."""
    from test_errors import every_error

    rows = [f"| `{cls.code}` | {cls.zh} | {cls.en} |" for cls in every_error()]
    return "\n".join([HEAD, *rows]) + "\n"


def main() -> None:
    """Set Django up, since some errors live beside models, and write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huoju.site.settings.test")
    import django

    django.setup()
    (ROOT / "docs" / "errors.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
