"""Signing in: the way back, wrong passwords, the rate limit, the language switch."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def account(user_of):
    return user_of("planner")


def test_signing_in_leads_to_where_one_wanted_to_go(account, plan):
    response = Client().post(
        "/signin/", {"username": "planner", "password": "long-enough-1", "next": f"/plans/{plan.code}/text/"}
    )
    assert response["Location"] == f"/plans/{plan.code}/text/"


def test_the_way_back_never_leads_to_another_site(account):
    response = Client().post(
        "/signin/", {"username": "planner", "password": "long-enough-1", "next": "https://elsewhere.example/"}
    )
    assert response["Location"] == "/"


def test_a_wrong_password_is_answered_without_telling_which_part_was_wrong(account):
    for name in ("planner", "nobody"):
        response = Client().post("/signin/", {"username": name, "password": "wrong"})
        assert response.status_code == 200
        assert "账号或密码不对" in response.content.decode()


def test_after_six_wrong_passwords_the_door_stays_shut_for_a_while(account, settings):
    settings.AXES_ENABLED = True
    for _ in range(6):
        response = Client().post("/signin/", {"username": "planner", "password": "wrong"})
    assert response.status_code == 429
    assert "登录已暂停" in response.content.decode()
    response = Client().post("/signin/", {"username": "planner", "password": "long-enough-1"})
    assert response.status_code == 429


@pytest.mark.django_db
def test_chinese_is_the_default_and_english_is_one_click_away():
    client = Client()
    assert "登录" in client.get("/signin/").content.decode()
    client.post("/language/", {"to": "en", "next": "/signin/"})
    page = client.get("/signin/")
    assert "Sign in" in page.content.decode()
    assert page["Content-Language"] == "en"


@pytest.mark.django_db
def test_the_language_switch_leads_back_to_this_site_only():
    assert Client().post("/language/", {"to": "en", "next": "//evil.example/"})["Location"] == "/"
    assert Client().get("/language/").status_code == 405


def test_signing_out_needs_a_form_not_a_link(client_of):
    client = client_of()
    assert client.get("/signout/").status_code == 405
    assert client.post("/signout/")["Location"] == "/signin/"
