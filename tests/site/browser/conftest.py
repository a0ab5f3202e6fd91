"""A browser, signed in, in one language and width; Debian's Chromium, skipped where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs an event loop in this thread


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def chart_script(django_db_blocker) -> None:
    """The script that `huoju site init` makes."""
    from huoju.site.setting_up import write_chart_script

    write_chart_script()


# What htmx prints for a request that was under way when the page was left: the browser ends it, nothing is lost.
LEFT_BEHIND = ("htmx:afterRequest", "htmx:sendError")


@pytest.fixture
def open_page(chromium, live_server, client_of):
    """`with open_page("planner", "en", 390) as page`: errors of the console fail the test."""

    @contextmanager
    def opened(role: str = "planner", language: str = "zh", width: int = 1440) -> Iterator[Any]:
        client = client_of(role, language)
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url)
        context.add_cookies(
            [
                {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
                {"name": "huoju_language", "value": language, "url": live_server.url},
            ]
        )
        page = context.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        yield page
        context.close()
        assert [problem for problem in problems if not problem.startswith(LEFT_BEHIND)] == []

    return opened


def serious_violations(page: Any) -> list[str]:
    """What axe-core finds that is serious or worse, as short lines."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.fixture
def check_page():
    """No serious finding of axe-core, no sideways scroll, focus can be seen."""

    def check(page: Any) -> None:
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, "the page scrolls sideways"
        assert serious_violations(page) == []

    return check
