"""Policy headers, cookies, secrets, the production settings."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys

import pytest
from django.test import Client

from huoju.site.settings import environment

NOT_IN_PRODUCTION = {"HUOJU_DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the suite's own surroundings


@pytest.mark.django_db
def test_every_answer_carries_the_policy_and_it_allows_nothing_inline(client_of, plan):
    for address in ("/signin/", f"/plans/{plan.code}/", "/nowhere/", "/static/huoju/tokens.css"):
        policy = client_of().get(address)["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


@pytest.mark.django_db
def test_no_page_has_an_inline_script_or_style(client_of, plan, evidence):
    for address in ("", "text/", "structures/", "baselines/", "commitments/", "commitments/htfe/"):
        text = client_of().get(f"/plans/{plan.code}/{address}").content.decode()
        assert not re.search(r'<script(?![^>]*(src=|type="application/json"))', text), address
        assert not re.search(r'<[^>]*\s(style|onclick|onload)="', text), address


@pytest.mark.django_db
def test_a_form_without_its_token_writes_nothing_and_says_why(user_of, plan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_of("planner"), backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(f"/plans/{plan.code}/commitments/assign/", {"key": "htfe", "bureau": ""})
    assert response.status_code == 403
    assert "表单已失效" in response.content.decode()


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("HUOJU_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    assert environment.secret_key(tmp_path) == first
    assert len(first) > 60
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_the_database_address_may_be_sqlite_or_postgresql(tmp_path):
    assert environment.database(tmp_path)["NAME"] == str(tmp_path / "huoju.sqlite3")
    found = environment.database(tmp_path, "postgresql://li:p%40ss@db:5433/zone")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "li", "p@ss", "db", "5433", "zone",
    )  # fmt: skip
    with pytest.raises(ValueError, match="unknown scheme"):
        environment.database(tmp_path, "mysql://db/zone")


def test_the_production_settings_pass_the_deployment_check(tmp_path):
    surroundings = {
        **{name: value for name, value in os.environ.items() if name not in NOT_IN_PRODUCTION},
        "HUOJU_HOME": str(tmp_path),
        "HUOJU_HOSTS": "plan.example.org",
        "DJANGO_SETTINGS_MODULE": "huoju.site.settings.production",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ask = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG)"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask], env=surroundings, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "False"]


@pytest.mark.django_db
def test_models_and_migrations_agree():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
