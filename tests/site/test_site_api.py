"""The API: what each operation gives out, who may ask, paging, bad parameters, number of queries."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from site_builders import make_observation, make_statement

from huoju.site.accounts import actions
from huoju.site.accounts.models import ApiToken, Role

BASE = "/api/v1"
LISTS = ("plans", "plans/{plan}/statements", "plans/{plan}/commitments", "plans/{plan}/assessments",
         "plans/{plan}/findings", "observations", "catalog/indicators")  # fmt: skip
ONES = ("plans/{plan}", "plans/{plan}/statements/htfe", "plans/{plan}/assessments/htfe",
        "catalog/indicators/gdp")  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def token_of(user_of):
    """The text of a fresh token of a role's account."""

    def make(role: str = Role.PLANNER, **fields: object) -> str:
        return actions.add_token(user_of(role), name="统计程序", at=timezone.now(), **fields)[1]

    return make


@pytest.fixture
def ask(token_of, plan):
    """`ask("plans")` -> the answer to a token of a planner."""
    token = token_of()

    def get(path: str, *, token: str = token, **query: object):
        return Client().get(
            f"{BASE}/{path.format(plan=plan.code)}", query, headers={"authorization": f"Bearer {token}"}
        )

    return get


# -- who may ask


@pytest.mark.parametrize("path", [*LISTS, *ONES])
def test_without_a_token_nothing_is_given_out(plan, path):
    response = Client().get(f"{BASE}/{path.format(plan=plan.code)}")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    said = response.json()
    assert said["code"] == "no-token"
    assert "没有有效的令牌" in said["message_zh"]
    assert "No valid token" in said["message_en"]


@pytest.mark.parametrize("path", [*LISTS, *ONES])
def test_a_role_without_the_permission_is_refused(user_of, token_of, ask, path):
    token = token_of(Role.LEADER)
    user = user_of(Role.LEADER)
    user.role = "nobody"
    user.save()
    response = ask(path, token=token)
    assert response.status_code == 403
    assert response.json()["code"] == "no-permission"
    assert response.json()["message_en"]


def test_each_operation_asks_for_its_own_permission(ask, monkeypatch):
    from huoju.site.accounts import permissions

    text, _ = permissions.GRANTS["findings.view"]
    monkeypatch.setitem(permissions.GRANTS, "findings.view", (text, ()))
    assert ask("plans/{plan}/findings").status_code == 403
    assert ask("plans/{plan}/statements").status_code == 200


def test_only_the_digest_of_a_token_is_kept(token_of):
    text = token_of()
    row = ApiToken.objects.get()
    assert text.startswith(f"huoju_{row.prefix}")
    assert text not in json.dumps({f.name: str(getattr(row, f.name)) for f in row._meta.fields})
    assert len(row.digest) == 64


def test_a_revoked_an_expired_and_a_closed_accounts_token_are_none(user_of, token_of, ask):
    revoked, expired = token_of(), token_of(expires_at=timezone.now() - timedelta(days=1))
    actions.revoke_token(user_of(Role.PLANNER), ApiToken.objects.get(prefix=revoked[6:14]).pk, at=timezone.now())
    assert ask("plans", token=revoked).status_code == 401
    assert ask("plans", token=expired).status_code == 401
    assert ask("plans", token="huoju_" + "x" * 43).status_code == 401
    assert ask("plans").status_code == 200
    user = user_of(Role.PLANNER)
    user.is_active = False
    user.save()
    assert ask("plans").status_code == 401


def test_the_last_use_of_a_token_is_noted(ask):
    ask("plans")
    assert ApiToken.objects.get().last_used_at is not None


def test_who_is_signed_in_may_read_in_the_browser(client_of, plan):
    assert client_of().get(f"{BASE}/plans").status_code == 200


def test_too_many_requests_are_asked_to_wait(ask, monkeypatch):
    from huoju.site.api.auth import PerAccount

    monkeypatch.setattr(PerAccount, "get_cache_key", lambda self, request: None)
    assert ask("plans").status_code == 200
    monkeypatch.undo()
    from huoju.site.api.build import api

    throttle = next(t for t in api.throttle if isinstance(t, PerAccount))
    monkeypatch.setattr(throttle, "num_requests", 2)
    answers = [ask("plans").status_code for _ in range(3)]
    response = ask("plans")
    assert answers == [200, 200, 429]
    assert response.json()["code"] == "too-many-requests"
    assert int(response["Retry-After"]) > 0


# -- what is given out


def test_plans(ask, plan):
    said = ask("plans").json()
    assert (said["count"], said["next"], said["previous"]) == (1, None, None)
    item = said["items"][0]
    assert (item["code"], item["area"]["code"], item["start_year"]) == (plan.code, "qinglan", 2021)
    assert ask("plans", area="elsewhere").json()["count"] == 0
    assert ask("plans/{plan}").json() == item


def test_statements_with_numbers_as_kept_and_unknown_as_null(ask):
    said = ask("plans/{plan}/statements").json()
    first = next(item for item in said["items"] if item["key"] == "htfe")
    assert first["value"] == ["200"]
    assert first["concept"] is None
    assert first["lead"] == {"code": "qinglan/bureau/economy", "name": "经济发展局", "name_en": "Economic Bureau"}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"role": "baseline"}, {"htfe-base", "revenue-base", "unicorn-base"}),
        ({"chapter": "4"}, {"listed"}),
        ({"chapter": "4.1"}, {"listed"}),
        ({"lead": "qinglan/bureau/economy"}, {"htfe"}),
        ({"concept": "gdp"}, set()),
    ],
)
def test_statements_are_filtered(ask, query, keys):
    assert {item["key"] for item in ask("plans/{plan}/statements", **query).json()["items"]} == keys


def test_commitments_are_the_promises_nobody_rejected(ask, plan):
    plan.statements.filter(key="listed").update(review="rejected")
    assert {i["key"] for i in ask("plans/{plan}/commitments").json()["items"]} == {"htfe", "revenue"}


def test_assessments_as_known_on_a_day(ask, evidence):
    early = ask("plans/{plan}/assessments/htfe", as_of="2024-06-30").json()
    late = ask("plans/{plan}/assessments/htfe", as_of="2025-06-30").json()
    assert (early["current_value"], late["current_value"]) == ("160", "171")
    assert early["as_of"] == "2024-06-30"
    assert early["steps"][0]["zh"]
    assert early["current"]["source"] == "统计公报"
    assert ask("plans/{plan}/assessments", state="no_evidence", as_of="2024-06-30").json()["count"] == 2


def test_observations_as_known_on_a_day(ask, evidence):
    assert {o["value"] for o in ask("observations", as_of="2024-06-30").json()["items"]} == {"140", "160"}
    assert {o["value"] for o in ask("observations", as_of="2025-06-30").json()["items"]} == {"140", "171"}
    assert ask("observations", from_year=2023, to_year=2023).json()["count"] == 1
    assert ask("observations", subject="elsewhere").json()["count"] == 0


def test_what_is_not_free_to_publish_stays_inside(ask, observe):
    observe(make_observation("2022", "140"), make_observation("2023", "160", confidentiality="C"))
    assert [o["period"] for o in ask("observations").json()["items"]] == ["2022"]


def test_findings_with_lines_derivation_and_remedies(ask, plan):
    firms = {"concept": "hightech_enterprises"}
    make_statement(plan, "firms-a", value=["260"], value_text="260家", line=31, **firms)
    make_statement(plan, "firms-b", value=["240"], value_text="240家", line=83, **firms)
    said = ask("plans/{plan}/findings", severity="error").json()
    (item,) = said["items"]
    assert (item["code"], item["lines"], item["accepted"]) == ("promised-twice", [31, 83], None)
    assert item["message_zh"]
    assert item["message_en"]
    assert item["derivation"]
    assert ask(f"plans/{{plan}}/findings/{item['id']}").json() == item
    assert ask("plans/{plan}/findings", kind="promised-twice", accepted="true").json()["count"] == 0


def test_the_catalog(ask):
    said = ask("catalog/indicators", theme="national_accounts", limit=5).json()
    assert len(said["items"]) == 5
    assert ask("catalog/indicators/gdp").json()["zh"] == "地区生产总值"
    assert ask("catalog/indicators", q="人均GDP").json()["items"][0]["id"] == "gdp_per_capita"


# -- pages


def test_pages_follow_each_other_and_miss_nothing(ask, plan):
    for number in range(25):
        make_statement(plan, f"more-{number:02}", line=100 + number)
    keys, address = [], "plans/{plan}/statements?limit=10"
    while address:
        path, _, query = address.partition("?")
        said = ask(path, **dict(part.split("=") for part in query.split("&"))).json()
        keys += [item["key"] for item in said["items"]]
        address = said["next"] and said["next"].split(f"{BASE}/")[1]
    assert len(keys) == len(set(keys)) == said["count"] == 31


def test_the_next_page_keeps_the_filters(ask, plan):
    said = ask("plans/{plan}/statements", role="target", limit=1).json()
    assert "role=target" in said["next"]
    assert "offset=1" in said["next"]


# -- what cannot be answered


@pytest.mark.parametrize(
    ("path", "query", "parameter", "zh"),
    [
        ("plans", {"limit": "0"}, "limit", "不能小于 1"),
        ("plans", {"limit": "1001"}, "limit", "不能大于 1000"),
        ("plans", {"limit": "ten"}, "limit", "须为整数"),
        ("plans", {"offset": "-1"}, "offset", "不能小于 0"),
        ("plans/{plan}/statements", {"role": "promise"}, "role", "只能是"),
        ("plans/{plan}/assessments", {"state": "fine"}, "state", "只能是"),
        ("plans/{plan}/findings", {"accepted": "maybe"}, "accepted", "须为 true 或 false"),
        ("observations", {"from_year": "1"}, "from_year", "不能小于 1900"),
        ("catalog/indicators", {"q": "x" * 300}, "q", "不能超过 200 个字符"),
    ],
)
def test_bad_parameters_are_named_in_both_languages(ask, path, query, parameter, zh):
    response = ask(path, **query)
    assert response.status_code == 422
    said = response.json()
    assert said["code"] == "bad-parameters"
    detail = said["details"][0]
    assert detail["parameter"] == parameter
    assert zh in detail["message_zh"]
    assert detail["message_en"]


def test_a_day_that_is_none_is_told_as_json(ask):
    response = ask("observations", as_of="soon")
    assert response.status_code == 400
    assert response.json()["code"] == "not-a-day"


@pytest.mark.parametrize(
    "path", ["plans/nowhere", "plans/nowhere/statements", "plans/{plan}/statements/none",
             "plans/{plan}/assessments/none", "plans/{plan}/findings/000000000000",
             "catalog/indicators/none", "nothing/here", ""]
)  # fmt: skip
def test_what_is_not_there_is_told_as_json(ask, path):
    response = ask(path)
    assert response.status_code == 404
    said = response.json()
    assert said["code"] == "not-found"
    assert said["message_zh"]
    assert said["message_en"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(token_of, plan, method):
    headers = {"authorization": f"Bearer {token_of()}"}
    response = getattr(Client(enforce_csrf_checks=True), method)(f"{BASE}/plans", headers=headers)
    assert response.status_code == 405
    assert response["Allow"] == "GET"
    assert response.json()["code"] == "only-get"


# -- the document, the service


def test_the_document_describes_every_operation_and_its_errors():
    document = Client().get(f"{BASE}/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert document["components"]["securitySchemes"]["ByToken"] == {"type": "http", "scheme": "bearer"}
    paths = document["paths"]
    assert len(paths) == 13
    for path, methods in paths.items():
        assert list(methods) == ["get"]
        assert " / " in methods["get"]["summary"], path
        if not path.endswith("/health"):
            assert {"200", "401", "403", "422"} <= methods["get"]["responses"].keys(), path


def test_the_documentation_page_speaks_both_languages(client_of, plan):
    zh = client_of().get(f"{BASE}/docs/").content.decode()
    en = client_of(language="en").get(f"{BASE}/docs/").content.decode()
    assert "进度评价" in zh
    assert "Assessments" in en
    assert "/api/v1/plans/{code}/findings" in zh
    assert Client().get(f"{BASE}/docs/").status_code == 302


def test_the_service_says_that_it_is_up():
    assert Client().get(f"{BASE}/health").json()["status"] == "ok"


# -- queries


@pytest.mark.parametrize(
    ("path", "most"),
    [("plans", 5), ("plans/{plan}/statements", 6), ("plans/{plan}/assessments", 8), ("plans/{plan}/findings", 11),
     ("observations", 4), ("catalog/indicators", 4)],
)  # fmt: skip
def test_the_number_of_queries_does_not_grow_with_the_plan(ask, plan, path, most, django_assert_max_num_queries):
    for number in range(30):
        make_statement(plan, f"more-{number}", line=100 + number)
    ask("plans")  # notes the use of the token
    with django_assert_max_num_queries(most):
        assert ask(path, as_of="2026-01-01").status_code == 200


def test_times_are_utc(ask, plan):
    plan.loaded_at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    plan.save()
    assert ask("plans/{plan}").json()["loaded_at"] == "2026-01-02T03:04:00Z"
