"""Permission on every view: the URL map is walked, nothing is open by accident."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from huoju.site.access import BY_TOKEN, PUBLIC, needs, permission_of
from huoju.site.accounts.models import Role
from huoju.site.accounts.permissions import GRANTS, may, roles_for

PUBLIC_NAMES = {"signin", "signout", "language", "api-health"}


def patterns(resolver: URLResolver | None = None) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in (resolver or get_resolver()).url_patterns:
        found += patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


def test_every_view_says_which_permission_it_needs():
    silent = [str(p.pattern) for p in patterns() if permission_of(p.callback) is None]
    assert silent == []


def test_every_permission_named_by_a_view_is_in_the_table():
    named = {permission_of(p.callback) for p in patterns()} - {PUBLIC, BY_TOKEN, None}
    assert named <= GRANTS.keys()


def test_only_a_short_list_is_open_without_signing_in():
    assert {p.name for p in patterns() if permission_of(p.callback) == PUBLIC} <= PUBLIC_NAMES


@pytest.mark.django_db
def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back(plan):
    address = f"/plans/{plan.code}/commitments/?state=missed"
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/signin/?next=/plans/{plan.code}/commitments/%3Fstate%3Dmissed"


@pytest.mark.django_db
def test_every_page_of_a_plan_sends_a_stranger_to_sign_in(plan):
    for name in ("", "text/", "structures/", "baselines/", "commitments/", "commitments/htfe/"):
        assert Client().get(f"/plans/{plan.code}/{name}").status_code == 302, name


@pytest.mark.django_db
def test_an_unmarked_view_is_closed_to_everybody(client_of):
    from huoju.site.middleware import RequirePermission

    def forgotten(request):
        raise AssertionError("must not run")

    request = RequestFactory().get("/")
    with pytest.raises(RuntimeError, match="says no permission"):
        RequirePermission(lambda r: None).process_view(request, forgotten, (), {})


def test_an_unknown_permission_cannot_be_asked_for():
    with pytest.raises(ValueError, match="unknown permission"):
        needs("plan.destroy")


def test_the_administrator_may_everything_and_an_unknown_permission_may_nobody():
    assert all(Role.ADMINISTRATOR in roles_for(permission) for permission in GRANTS)
    assert roles_for("plan.destroy") == ()


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        (Role.PLANNER, "plan.assign", True),
        (Role.LEADER, "plan.assign", False),
        (Role.BUREAU_OFFICER, "evidence.add", True),
        (Role.LEADER, "evidence.add", False),
        (Role.AUDITOR, "audit.view", True),
        (Role.PLANNER, "audit.view", False),
        (Role.AUDITOR, "plan.load", False),
        (Role.STATISTICIAN, "evidence.undo", True),
        (Role.BUREAU_OFFICER, "evidence.undo", False),
    ],
)
@pytest.mark.django_db
def test_roles_hold_what_the_table_says(user_of, role, permission, allowed):
    user = user_of(role)
    assert may(user, permission) is allowed
    assert user.has_perm(permission) is allowed


@pytest.mark.django_db
def test_a_closed_account_may_nothing(user_of):
    user = user_of(Role.ADMINISTRATOR)
    user.is_active = False
    assert not may(user, "plan.view")


@pytest.mark.django_db
def test_the_page_of_a_missing_permission_tells_who_can_grant_it(client_of, user_of, plan):
    administrator = user_of(Role.ADMINISTRATOR)
    administrator.display_name = "吴管理"
    administrator.save()
    for language, words in (("zh", ("没有权限", "指定责任部门", "规划员", "吴管理")),
                            ("en", ("Not permitted", "assign a responsible bureau", "Planner", "吴管理"))):  # fmt: skip
        response = client_of(Role.LEADER, language).post(
            f"/plans/{plan.code}/commitments/assign/", {"key": "htfe"}
        )
        assert response.status_code == 403
        for word in words:
            assert word in response.content.decode(), (language, word)
