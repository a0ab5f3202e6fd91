"""Accounts: one's own name, password and tokens; the administrator's accounts; the first run."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from site_builders import make_bureau

from huoju.kernel.audit.models import Event
from huoju.site import setting_up
from huoju.site.accounts.models import ApiToken, Role, User

SECRET = re.compile(r'class="message warning secret".*?<code>([^<]+)</code>', re.S)


@pytest.fixture
def administrator(client_of):
    return client_of(Role.ADMINISTRATOR)


def signs_in(name: str, password: str) -> bool:
    response = Client().post("/signin/", {"username": name, "password": password})
    return response.status_code == 302


# -- one's own account


@pytest.mark.parametrize("role", list(Role.values))
def test_everybody_sees_their_role_and_what_they_may(client_of, role, plan):
    response = client_of(role).get("/account/")
    assert response.status_code == 200
    assert "查看规划与目标" in response.content.decode()


def test_the_name_is_changed_and_recorded(client_of, plan):
    client = client_of()
    client.post("/account/name/", {"display_name": " 李规划 "})
    assert User.objects.get(username="planner").display_name == "李规划"
    assert Event.objects.get().verb == "account.rename"
    client.post("/account/name/", {"display_name": "李规划"})
    assert Event.objects.count() == 1


def test_the_password_is_changed_and_this_session_stays(client_of, user_of):
    user_of("planner")
    client, elsewhere = client_of(), client_of()
    given = {"old": "long-enough-1", "new": "another-Secret-7", "again": "another-Secret-7"}
    assert client.post("/account/password/", given).status_code == 302
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert signs_in("planner", "another-Secret-7")
    assert Event.objects.get().verb == "account.password"
    assert "another-Secret-7" not in str(Event.objects.values())


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ({"old": "wrong", "new": "another-Secret-7", "again": "another-Secret-7"},
         "现在的密码不对", "present password is wrong"),
        ({"old": "long-enough-1", "new": "another-Secret-7", "again": "another"}, "不一致", "differ"),
        ({"old": "long-enough-1", "new": "short", "again": "short"},
         "密码不符合要求：至少要 10 个字符", "it needs 10 characters or more"),
        ({"old": "long-enough-1", "new": "1234567890123", "again": "1234567890123"}, "密码不符合要求", "does not do"),
    ],
)  # fmt: skip
def test_a_password_that_does_not_do_changes_nothing(client_of, given, zh, en):
    for language, words in (("zh", zh), ("en", en)):
        response = client_of(language=language).post("/account/password/", given)
        assert response.status_code == 400
        assert words in response.content.decode()
    assert signs_in("planner", "long-enough-1")
    assert not Event.objects.exists()


def test_a_token_is_shown_once_works_and_is_revoked(client_of, plan):
    client = client_of()
    client.post("/account/tokens/", {"name": "统计程序"})
    text = SECRET.search(client.get("/account/").content.decode())[1]
    assert text not in client.get("/account/").content.decode()
    headers = {"authorization": f"Bearer {text}"}
    assert Client().get("/api/v1/plans", headers=headers).status_code == 200
    client.post(f"/account/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert Client().get("/api/v1/plans", headers=headers).status_code == 401
    verbs = list(Event.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["token.add", "token.revoke"]
    assert text not in str(list(Event.objects.values()))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": " "}, "令牌没有名称"),
        ({"name": "x", "expires": "soon"}, "不是日期"),
        ({"name": "x", "expires": "2020-01-01"}, "已过"),
    ],
)  # fmt: skip
def test_a_token_that_cannot_be_made_is_told(client_of, given, words):
    response = client_of().post("/account/tokens/", given)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not ApiToken.objects.exists()


def test_nobody_revokes_another_persons_token(client_of, user_of):
    client_of("leader").post("/account/tokens/", {"name": "别人的"})
    assert client_of().post(f"/account/tokens/{ApiToken.objects.get().pk}/revoke/").status_code == 404


# -- everybody's accounts


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
def test_only_an_administrator_manages_accounts(client_of, user_of, role):
    number = user_of(Role.ADMINISTRATOR).pk
    client = client_of(role)
    assert client.get("/users/").status_code == 403
    assert client.get(f"/users/{number}/").status_code == 403
    assert client.post("/users/", {"username": "x", "role": "administrator"}).status_code == 403
    assert client.post(f"/users/{number}/password/").status_code == 403
    assert not User.objects.filter(username="x").exists()


def test_an_account_is_made_with_a_password_shown_once(administrator, plan):
    bureau = make_bureau()
    given = {"username": "wang", "display_name": "王填报", "role": "bureau_officer", "bureau": bureau.code}
    assert administrator.post("/users/", given).status_code == 302
    page = administrator.get("/users/").content.decode()
    password = SECRET.search(page)[1]
    assert password not in administrator.get("/users/").content.decode()
    user = User.objects.get(username="wang")
    assert (user.role, user.bureau) == ("bureau_officer", bureau)
    assert signs_in("wang", password)
    assert Event.objects.get(verb="account.add").after["bureau"] == bureau.code
    assert password not in str(list(Event.objects.values()))


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"username": "administrator", "role": "planner"}, 409, "已存在"),
        ({"username": "a b", "role": "planner"}, 400, "不能作账号"),
        ({"username": "", "role": "planner"}, 400, "不能作账号"),
        ({"username": "wang", "role": "king"}, 400, "没有“king”这个角色"),
        ({"username": "wang", "role": "planner", "bureau": "nowhere"}, 404, "没有找到nowhere"),
    ],
)
def test_an_account_that_cannot_be_made_is_told_and_the_form_kept(administrator, given, status, words):
    response = administrator.post("/users/", given)
    assert response.status_code == status
    assert words in response.content.decode()
    assert User.objects.count() == 1


def test_role_bureau_and_state_change_with_before_and_after_in_the_trail(administrator, user_of):
    user, bureau = user_of("planner"), make_bureau()
    administrator.post(
        f"/users/{user.pk}/", {"role": "statistician", "bureau": bureau.code, "is_active": "yes"}
    )
    user.refresh_from_db()
    assert (user.role, user.bureau) == ("statistician", bureau)
    event = Event.objects.get()
    assert (event.verb, event.target) == ("account.change", "account:planner")
    assert (event.before["role"], event.after["role"]) == ("planner", "statistician")


def test_a_closed_account_is_out_at_once(administrator, client_of, user_of):
    client, user = client_of("leader"), user_of("leader")
    administrator.post(f"/users/{user.pk}/", {"role": "leader"})
    assert client.get("/account/").status_code == 302
    assert not signs_in("leader", "long-enough-1")


def test_a_password_is_reset_and_old_sessions_end(administrator, client_of, user_of):
    client, user = client_of("leader"), user_of("leader")
    administrator.post(f"/users/{user.pk}/password/")
    password = SECRET.search(administrator.get("/users/").content.decode())[1]
    assert client.get("/account/").status_code == 302
    assert signs_in("leader", password)
    assert Event.objects.get().verb == "account.password-reset"


@pytest.mark.parametrize("given", [{"role": "administrator"}, {"role": "planner", "is_active": "yes"}])
def test_the_last_administrator_stays(administrator, user_of, given):
    user = user_of(Role.ADMINISTRATOR)
    response = administrator.post(f"/users/{user.pk}/", given)
    assert response.status_code == 409
    assert "最后一名" in response.content.decode()
    user.refresh_from_db()
    assert (user.role, user.is_active) == (Role.ADMINISTRATOR, True)


def test_nothing_changed_writes_nothing(administrator, user_of):
    user = user_of("planner")
    administrator.post(f"/users/{user.pk}/", {"role": "planner", "is_active": "yes"})
    assert not Event.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_accounts(administrator, django_assert_max_num_queries):
    for number in range(30):
        User.objects.create(username=f"u{number}", role="leader", bureau=make_bureau())
    with django_assert_max_num_queries(8):
        administrator.get("/users/")


# -- first run


def test_without_any_account_the_sign_in_page_says_what_to_run(db):
    assert "huoju site init" in Client().get("/signin/").content.decode()


def test_with_an_account_it_does_not(user_of):
    user_of("planner")
    assert "huoju site init" not in Client().get("/signin/").content.decode()


def test_the_first_password_is_asked_to_be_changed_and_then_forgotten(client_of, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HUOJU_HOME", tmp_path)
    client = client_of(Role.ADMINISTRATOR)
    (tmp_path / "first-password.txt").write_text("administrator long-enough-1\n", encoding="utf-8")
    assert "first-password.txt" in client.get("/account/").content.decode()
    given = {"old": "long-enough-1", "new": "another-Secret-7", "again": "another-Secret-7"}
    client.post("/account/password/", given)
    assert not (tmp_path / "first-password.txt").exists()
    assert "first-password.txt" not in client.get("/account/").content.decode()


def test_another_accounts_password_leaves_the_first_one_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HUOJU_HOME", tmp_path)
    (tmp_path / "first-password.txt").write_text("admin secret\n", encoding="utf-8")
    setting_up.forget_first_password("wang")
    assert setting_up.has_first_password("admin")
