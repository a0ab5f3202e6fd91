"""Documents uploaded only to compare with: kept on this machine for a week, seen by who uploaded them.

The file lies in the media folder under its digest; the session knows which digests are its own and their names.
"""

from __future__ import annotations

import re
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from huoju.errors import NotFound
from huoju.kernel.catalog import load_catalog
from huoju.kernel.plan import Document, Plan, compile_plan, read_document
from huoju.site.requests import Request

KEPT_SECONDS = 7 * 24 * 3600
KEPT_FILES = 8  # of one session
SESSION = "compared"
DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(request: Request, document: Document, data: bytes) -> str:
    """Keep an uploaded document that was read without complaint; its digest."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)
    (folder / document.sha256).write_bytes(data)
    known = {**request.session.get(SESSION, {}), document.sha256: document.name}
    request.session[SESSION] = dict(list(known.items())[-KEPT_FILES:])
    return document.sha256


def uploads(request: Request) -> dict[str, str]:
    """Names of this session's documents that are still there, by digest."""
    known = request.session.get(SESSION, {})
    return {digest: name for digest, name in known.items() if (_folder() / digest).is_file()}


def uploaded_plan(request: Request, digest: str) -> Plan:
    """The compiled plan of one of this session's documents. Raises NotFound."""
    name = uploads(request).get(digest) if DIGEST.fullmatch(digest) else None
    if name is None:
        raise NotFound(what=digest[:12])
    return _compiled(_folder() / digest, name)


@lru_cache(maxsize=8)
def _compiled(path: Path, name: str) -> Plan:
    return compile_plan(read_document(path, name), load_catalog())


def _folder() -> Path:
    return Path(settings.HUOJU_HOME) / "media" / "compared"
