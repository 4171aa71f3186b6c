"""The feeds as programs read them: with a token and no session."""

import csv
import io
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from jsonschema import Draft202012Validator

from partnership.models import SecurityEvent
from plans.feeds.openapi import describe_feeds
from plans.feeds.tables import FEED_TABLES
from plans.services import feed_throttle
from plans.services.feed_token import renew_token, revoke_token
from tests.helpers.builders import NOW, TODAY, action_of, make_evidence
from tests.helpers.feeds import ALL, UNTIL, basic, bearer, get, make_token
from tests.security.test_logs import written  # noqa: F401

ACTIONS = "/ashshire/feeds/actions.json"
NO_TOKEN = f"feed_{'x' * 43}"


@pytest.fixture
def secret(people, plan):
    return make_token(people)[1]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def events(kind):
    found = SecurityEvent.objects.filter(kind=kind).order_by("pk")
    return [(event.partnership.slug, event.about) for event in found]


# Who may


@pytest.mark.parametrize("sent", [bearer, basic])
def test_a_token_opens_its_tables(client, secret, sent):
    answer = client.get(ACTIONS, **sent(secret))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert "Authorization" in answer["Vary"]
    rows = json.loads(answer.getvalue())["value"]
    assert [row["reference"] for row in rows] == ["1.1", "1.2", "1.3"]
    assert not answer.cookies


@pytest.mark.parametrize(
    "header",
    [
        "", "Bearer", "Bearer ", f"Bearer {NO_TOKEN}", "Basic", "Basic !!!", "Basic /w==", "Basic YWJj",
        "Digest x", "Bearer \u00e9", "Bearer feed_\x00",
    ],
)  # fmt: skip
def test_without_a_token_of_ours_it_asks_for_one(client, secret, header):
    answer = client.get(ACTIONS, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer ")
    assert "Basic " in answer["WWW-Authenticate"]
    assert answer.json()["error"]["code"] == "unauthorized"


def test_a_token_in_an_address_opens_nothing(client, secret):
    for query in ({"token": secret}, {"access_token": secret}):
        assert client.get(ACTIONS, query).status_code == 401


def test_a_session_opens_nothing(people, plan, client_as):
    assert client_as(people.business_manager).get(ACTIONS).status_code == 401


def test_another_partnership_is_the_same_as_none(people, client, secret):
    for slug in ("birchshire", "nowhere"):
        answer = client.get(f"/{slug}/feeds/actions.json", **bearer(secret))
        assert answer.status_code == 401
    assert events("feed_refused") == [("ashshire", "Power BI")]


def test_revoked_renewed_and_expired_tokens_open_nothing(people, client):
    by = people.business_manager
    revoked, first = make_token(people, name="First")
    renewed, second = make_token(people, name="Second")
    _, third = make_token(people, name="Third", expires_on=TODAY, at=NOW - timedelta(days=9))
    _, fourth = make_token(
        people, name="Fourth", expires_on=TODAY - timedelta(days=1), at=NOW - timedelta(days=9)
    )
    assert client.get(ACTIONS, **bearer(first)).status_code == 200
    revoke_token(revoked, by=by, reason="Lost")
    _, anew = renew_token(renewed, by=by, expires_on=UNTIL)
    found = [
        client.get(ACTIONS, **bearer(one)).status_code
        for one in (first, second, anew, third, fourth)
    ]
    assert found == [401, 401, 200, 200, 401]
    assert events("feed_refused") == [
        ("ashshire", "First"), ("ashshire", "an unknown token"), ("ashshire", "Fourth"),
    ]  # fmt: skip


def test_a_table_outside_its_scope_is_refused(people, plan):
    _, secret = make_token(people, tables=["updates"])
    assert get("updates.json", secret).status_code == 200
    for ending in ("json", "csv"):
        assert get(f"actions.{ending}", secret).status_code == 403
    assert get("persons.json", secret).status_code == 404


def test_drafts_are_included_only_if_the_token_says_so(house):
    draft = house.mine["draft"]
    for includes in (False, True):
        _, secret = make_token(house.people, name=f"{includes}", includes_drafts=includes)
        rows = json.loads(get("plans.json", secret).getvalue())["value"]
        assert (draft in [row["id"] for row in rows]) is includes


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_nothing_can_be_sent(client, secret, method):
    csrf = Client(enforce_csrf_checks=True)
    assert getattr(csrf, method)(ACTIONS, **bearer(secret)).status_code == 405


def test_the_head_alone_can_be_asked_for(client, secret):
    answer = client.head(ACTIONS, **bearer(secret))
    assert (answer.status_code, answer.getvalue()) == (200, b"")


# What is logged


def test_the_first_use_of_a_day_is_in_the_security_log(people, plan):
    token, secret = make_token(people, name="Reader")
    for _ in range(3):
        get("actions.json", secret)
    token.refresh_from_db()
    assert token.last_used_on == TODAY
    assert events("feed_read") == [("ashshire", "Reader")]
    assert token.history.count() == 1


def test_guesses_are_slowed_down_and_logged(client, secret, monkeypatch, written):  # noqa: F811
    monkeypatch.setattr(feed_throttle, "GUESSES", 3)
    cache.clear()
    guesses = [client.get(ACTIONS, **bearer(f"feed_{n:043}")).status_code for n in range(5)]
    assert guesses == [401, 401, 401, 429, 429]
    assert events("feed_refused") == [
        ("ashshire", "an unknown token"), ("ashshire", "3 unknown tokens in an hour"),
    ]  # fmt: skip
    assert client.get(ACTIONS, **bearer(secret)).status_code == 200  # a right one is no guess
    assert "unknown tokens of data feeds" in written.getvalue()


def test_a_token_is_slowed_down(people, plan, monkeypatch):
    monkeypatch.setattr(feed_throttle, "READS", 2)
    cache.clear()
    _, secret = make_token(people)
    answers = [get("actions.json", secret) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "3600"


def test_no_token_is_in_the_logs(people, plan, client, written):  # noqa: F811
    _, secret = make_token(people)
    for path in (ACTIONS, "/ashshire/feeds/nothing.json", "/ashshire/feeds/actions.json?x=1"):
        client.get(path, **bearer(secret))
        client.get(path, **basic(NO_TOKEN))
    text = written.getvalue()
    assert "feed_read" in text
    assert secret not in text
    assert NO_TOKEN not in text


# What is asked for


@pytest.mark.parametrize(
    "query",
    [
        {"$filter": "rating eq 'red'"}, {"$top": "0"}, {"$top": "1001"}, {"$top": "x"}, {"$top": "-1"}, {"$top": ""},
        {"changed-since": "yesterday"}, {"changed-since": "2026-11-22T10:00:00"}, {"changed-since": "9999-99-99"},
        {"changed-since": "0001-01-01T00:00:00+14:00"}, {"changed-since": "9999-12-31T23:59:59-14:00"},
        {"changed-since": ""},
        {"$skiptoken": ""}, {"$skiptoken": "12"}, {"$skiptoken": "bnVsbA"}, {"$skiptoken": "W10"},
        {"$skiptoken": "W251bGwsIngiXQ"}, {"$skiptoken": "W251bGwsMTAwMDAwMDAwMDAwMDAwMDAwMDAwMF0"},
        {"$skiptoken": "W251bGwsdHJ1ZV0"}, {"$skiptoken": "\u00e9"}, {"$skiptoken": "W" * 4000},
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_a_sentence(secret, query):
    answer = get("actions.json", secret, **query)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].endswith(".")


@pytest.mark.parametrize(
    ("since", "number"),
    [
        ("1900-01-01", 3),
        ("2026-04-19T23:59:00Z", 3),
        ("2026-11-22T10:00:00+01:00", 0),
        ("9999-12-31", 0),
    ],
)
def test_a_day_or_a_moment_can_be_asked_for(secret, since, number):
    rows = json.loads(get("actions.json", secret, **{"changed-since": since}).getvalue())["value"]
    assert len(rows) == number


def follow(secret, path):
    """Every page from ``path`` on: its rows and the last page's links."""
    client, rows = Client(), []
    while path:
        page = json.loads(client.get(path, **bearer(secret)).getvalue())
        rows += page["value"]
        link = urlsplit(page.get("@odata.nextLink", ""))
        path = link.query and f"{link.path}?{link.query}"
    return rows, page


def test_links_lead_through_the_table_and_then_to_what_has_changed(people, plan, secret):
    for number in range(5):
        make_evidence(action_of(plan, "1.1"), text=f"Finding {number}")
    rows, last = follow(secret, "/ashshire/feeds/evidence.json?$top=2")
    assert [row["text"] for row in rows] == [f"Finding {number}" for number in range(5)]
    delta = urlsplit(last["@odata.deltaLink"])
    again = f"{delta.path}?{delta.query}"
    assert follow(secret, again)[0] == []
    make_evidence(action_of(plan, "1.2"), text="New", at=NOW + timedelta(days=1))
    assert [row["text"] for row in follow(secret, again)[0]] == ["New"]


def test_what_changed_while_the_pages_were_read_is_behind_the_last_link(people, plan, secret):
    for number in range(3):
        make_evidence(action_of(plan, "1.1"), text=f"Finding {number}")
    first = json.loads(get("evidence.json", secret, **{"$top": 2}).getvalue())
    make_evidence(action_of(plan, "1.1"), text="Meanwhile", at=NOW + timedelta(days=1))
    link = urlsplit(first["@odata.nextLink"])
    rows, last = follow(secret, f"{link.path}?{link.query}")
    assert [row["text"] for row in rows] == ["Finding 2", "Meanwhile"]
    delta = urlsplit(last["@odata.deltaLink"])
    assert [row["text"] for row in follow(secret, f"{delta.path}?{delta.query}")[0]] == [
        "Meanwhile"
    ]


# Formats


def test_csv_is_the_whole_table_and_opens_as_utf_8(people, plan, secret):
    make_evidence(action_of(plan, "1.1"), text="=1+1, said “Zoë”")
    answer = get("evidence.csv", secret)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    content = answer.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["text"] == "'=1+1, said “Zoë”"
    assert row["plan"] == plan.title
    assert get("evidence.csv", secret, **{"$top": "1"}).status_code == 400
    since = {"changed-since": "2030-01-01"}
    assert len(get("evidence.csv", secret, **since).getvalue().splitlines()) == 1


def test_csv_of_many_pages_has_every_row(people, plan, secret, monkeypatch):
    make_evidence(action_of(plan, "1.1"))
    monkeypatch.setattr(
        "plans.feeds.read.FeedReading.page.__kwdefaults__", {"most": 2}, raising=False
    )
    whole = get("actions.csv", secret).getvalue().decode("utf-8-sig")
    assert [row["reference"] for row in csv.DictReader(io.StringIO(whole))] == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize("name", ALL)
def test_pages_are_as_the_description_says(house, name):
    _, secret = make_token(house.people, includes_drafts=True, name="Validated")
    document = json.loads(get("openapi.json", secret).getvalue())
    path = document["paths"][f"/{name}.json"]["get"]
    schema = path["responses"]["200"]["content"]["application/json"]["schema"]
    page = json.loads(get(f"{name}.json", secret).getvalue())
    whole = schema | {"components": document["components"]}
    assert [error.message for error in Draft202012Validator(whole).iter_errors(page)] == []


def references(node):
    if isinstance(node, dict):
        yield from [node["$ref"]] if "$ref" in node else []
        node = list(node.values())
    for inner in node if isinstance(node, list) else ():
        yield from references(inner)


def test_the_description_is_whole(people):
    document = describe_feeds(people.partnership, "https://plan.example/ashshire/feeds")
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for reference in set(references(document)):
        place = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
    assert len(document["paths"]) == 2 * len(FEED_TABLES)
    ids = [item["get"]["operationId"] for item in document["paths"].values()]
    assert len(set(ids)) == len(ids)
