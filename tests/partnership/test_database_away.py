"""While the database is away or cannot write: a page that needs none, and nothing typed is lost."""

import re
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError, connection

from plans.models import ProgressUpdate
from tests.helpers import builders

WORDS = "The police data came late.\n\nWe “asked” <again> & wait."


@pytest.fixture
def client(plan, people, client_as):
    client = client_as(people.chair)
    client.raise_request_exception = False
    return client


@pytest.fixture
def update(plan):
    """The address of an action's form, and what somebody sends to it."""
    action = builders.action_of(plan, "1.1")
    data = {
        "rating": "green",
        "comment": WORDS,
        "next_steps": "Ask again.",
        "submission": str(UUID(int=1)),
    }
    return f"/ashshire/actions/{action.pk}/progress/", data


def fail(monkeypatch, error):
    def refuse(*args, **more):
        raise error

    monkeypatch.setattr(ProgressUpdate, "save", refuse)


@pytest.mark.parametrize("error", [OperationalError("disk full"), InterfaceError("closed")])
def test_what_was_typed_comes_back_to_be_sent_again(client, update, monkeypatch, error):
    address, data = update
    with monkeypatch.context() as patch:
        fail(patch, error)
        response = client.post(address, data)
    page = response.content.decode()

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    assert "We could not save this" in page
    assert "We “asked” &lt;again&gt; &amp; wait." in page
    assert "disk full" not in page
    assert not ProgressUpdate.objects.filter(comment__contains="asked").exists()

    assert f'action="{address}"' in page
    assert client.post(address, fields_of(response)).status_code == 302
    assert ProgressUpdate.objects.get(comment__contains="asked").comment == WORDS


def fields_of(response):
    """What a browser sends of a page's last form."""
    page = response.content.decode()
    page = page[page.rindex('<form method="post"') :]
    hidden = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    texts = re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    unescaped = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
    return {
        name: re.sub("|".join(unescaped), lambda found: unescaped[found[0]], value)
        for name, value in hidden + texts
    }


def test_reading_says_so_and_offers_the_page_again(client, monkeypatch):
    def refuse(self):
        raise OperationalError("connection refused")

    monkeypatch.setattr(SessionStore, "load", refuse)
    response = client.get("/ashshire/plan/?rating=red")
    page = response.content.decode()

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert 'href="/ashshire/plan/?rating=red"' in page
    assert "<form" not in page


def test_it_needs_no_database(client, monkeypatch):
    def refuse(*args, **more):
        raise OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        answers = [client.get(path).status_code for path in ("/ashshire/plan/", "/healthz")]
    assert answers == [503, 200]


def test_passwords_are_never_given_back(plan, client_as, monkeypatch):
    def refuse(*args, **more):
        raise OperationalError("connection refused")

    client = client_as(None)
    client.raise_request_exception = False
    monkeypatch.setattr("partnership.accounts.adapter.count_attempt", refuse)
    response = client.post(
        "/accounts/sign-in/", {"login": "a@b.example", "password": "secret words here"}
    )

    assert response.status_code == 503
    assert "secret words" not in response.content.decode()
    assert "a@b.example" not in response.content.decode()


def test_another_failure_is_still_one(client, update, monkeypatch):
    address, data = update
    fail(monkeypatch, ZeroDivisionError("a mistake"))
    assert client.post(address, data).status_code == 500


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can be told to be full")
def test_a_full_disk_is_answered_like_a_database_that_is_away(client, update):
    address, data = update
    data["comment"] = "A long comment. " * 500
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        (free,) = cursor.execute("PRAGMA freelist_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        answers = [client.post(address, data).status_code for _ in range(free + 5)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert answers[-1] == 503
    assert 500 not in answers
