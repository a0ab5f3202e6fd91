"""`huoju site`: repeating it keeps everything; nothing is served to others by mistake."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.conf import settings

from huoju.errors import InputError
from huoju.site.accounts.models import User
from huoju.site.cli.site import free_port, site


@pytest.fixture
def run(db, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HUOJU_HOME", tmp_path)
    monkeypatch.setattr(settings, "GENERATED_STATIC", tmp_path / "generated")
    (tmp_path / "packs").mkdir()
    return lambda *arguments, **more: CliRunner().invoke(site, arguments, catch_exceptions=False, **more)


def test_init_makes_the_first_account_once_and_shows_its_password_once(run, tmp_path):
    first = run("init", "--packs", str(tmp_path / "packs"))
    assert "admin" in first.stdout
    password = (tmp_path / "first-password.txt").read_text().split()[1]
    assert password in first.stdout
    assert User.objects.get().check_password(password)
    again = run("init", "--packs", str(tmp_path / "packs"))
    assert password not in again.output
    assert User.objects.count() == 1
    assert (tmp_path / "generated/huoju/vega.js").stat().st_size > 500_000


def test_adduser_makes_an_account_or_says_why_not(run):
    assert "wang" in run("adduser", "wang", "--role", "statistician").stdout
    assert User.objects.get(username="wang").role == "statistician"
    for arguments in (("wang", "--role", "leader"), ("li", "--role", "emperor")):
        with pytest.raises((InputError, Exception), match=r"wang|emperor"):
            run("adduser", *arguments)


def test_a_weak_password_is_refused_with_the_reason(run):
    with pytest.raises(InputError, match="密码不符合要求"):
        run("adduser", "li", "--role", "leader", "--password-stdin", input="12345\n")
    assert not User.objects.filter(username="li").exists()


def test_serve_refuses_every_address_but_the_loopback_with_these_settings(run):
    with pytest.raises(InputError, match="loopback"):
        run("serve", "--host", "0.0.0.0")


def test_a_port_in_use_is_stepped_over():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) != port


@pytest.mark.django_db(transaction=True)
def test_check_finds_a_broken_audit_chain():
    from datetime import UTC, datetime

    from huoju.kernel.audit.actions import record
    from huoju.kernel.audit.models import Event

    record(actor="li", verb="x.do", target="x:1", at=datetime(2026, 1, 1, tzinfo=UTC))
    assert CliRunner().invoke(site, ["check"]).exit_code == 0
    Event.objects.update(verb="x.undo")
    broken = CliRunner().invoke(site, ["check"])
    assert broken.exit_code == 1
    assert "断裂" in broken.output
