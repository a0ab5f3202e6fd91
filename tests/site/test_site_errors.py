"""Error pages in both languages, for people and for htmx; the day of knowledge checked at the door."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from huoju.errors import Conflict, HuojuError, InputError, NotAllowed, NotFound, StoreError
from huoju.site import errors


@pytest.mark.parametrize(("language", "words"), [("zh", "没有找到这一页"), ("en", "Page not found")])
def test_an_address_that_is_not_there(client_of, language, words):
    response = client_of(language=language).get("/nowhere/")
    assert response.status_code == 404
    assert words in response.content.decode()


def test_a_plan_that_is_not_there_is_named(client_of):
    response = client_of().get("/plans/atlantis/")
    assert response.status_code == 404
    assert "没有找到atlantis" in response.content.decode()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_a_breakdown_needs_no_database(language):
    request = RequestFactory().get("/")
    request.language = language
    response = errors.broken(request)
    assert response.status_code == 500
    assert errors.TITLES[500].in_language(language) in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (InputError, 400),
        (NotAllowed, 403),
        (NotFound, 404),
        (Conflict, 409),
        (StoreError, 503),
        (HuojuError, 500),
    ],
)
def test_every_branch_of_the_tree_has_its_status(kind, status):
    assert errors.status_of(kind(**dict.fromkeys(kind.field_names(), "x"))) == status


def test_htmx_gets_a_message_for_the_place_of_messages(client_of, plan):
    response = client_of().get(f"/plans/{plan.code}/commitments/?as_of=soon", headers={"HX-Request": "true"})
    assert response.status_code == 400
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "20260101x", "2026/01/01"])
def test_a_day_that_is_no_day_is_answered_not_ignored(client_of, plan, text):
    response = client_of(language="en").get(f"/plans/{plan.code}/", {"as_of": text})
    assert response.status_code == 400
    assert "is not a date" in response.content.decode()


def test_what_a_person_typed_comes_back_escaped(client_of, plan):
    response = client_of().get(f"/plans/{plan.code}/", {"as_of": "<script>"})
    assert "<script>" not in response.content.decode().split("<main")[1]


def test_without_any_plan_home_says_what_to_do_first(client_of):
    response = client_of().get("/")
    assert response.status_code == 200
    assert "huoju pack load" in response.content.decode()


@pytest.mark.django_db
def test_static_errors_do_not_ask_for_a_session():
    assert Client().get("/static/huoju/none.css").status_code in (302, 404)
