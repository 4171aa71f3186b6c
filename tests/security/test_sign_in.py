"""Sign-in: session fixation, guessed addresses and their timing, sessions that outlive a password, email headers."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client

from partnership.history import recording
from tests.helpers import builders

SIGN_IN, RESET = "/accounts/sign-in/", "/accounts/password/reset/"
NEW = "copper lantern thursday"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db):
    cache.clear()


def enter(client, email, password=builders.PASSWORD):
    return client.post(SIGN_IN, {"login": email, "password": password})


def masked(response, *addresses):
    """A page without what differs between requests, or because it was typed."""
    page = re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())
    for address in addresses:
        page = page.replace(address, "…")
    return response.status_code, page, sorted(response.headers)


def test_a_session_set_beforehand_is_not_the_one_signed_in(people, client):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    enter(client, people.member.email)
    assert client.session["_auth_user_id"] == str(people.member.pk)
    assert client.session.session_key != before
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = before
    assert stranger.get("/ashshire/").status_code == 302


def test_a_made_up_session_is_not_taken(people, client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    enter(client, people.member.email)
    assert client.session.session_key not in (None, "a" * 32)


def test_signing_out_ends_the_session_for_whoever_copied_it(people, client):
    enter(client, people.member.email)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert thief.get("/ashshire/").status_code == 200
    client.post("/accounts/sign-out/")
    assert thief.get("/ashshire/").status_code == 302


def test_a_new_password_ends_the_sessions_elsewhere(people, client_as):
    here, elsewhere = client_as(people.member), client_as(people.member)
    data = {"oldpassword": builders.PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/change/", data).status_code == 302
    assert here.get("/ashshire/").status_code == 200
    assert elsewhere.get("/ashshire/").status_code == 302


def test_an_account_that_is_closed_is_out_at_once(people, client_as):
    client = client_as(people.member)
    with recording(by=None):
        people.member.is_active = False
        people.member.save()
    assert client.get("/ashshire/").status_code == 302


def test_cookies_are_kept_from_scripts_and_other_sites(people, client):
    client.get(SIGN_IN)
    enter(client, people.member.email)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert cookie["domain"] == ""


def test_sign_in_does_not_tell_who_has_an_account(people, settings):
    settings.DEMONSTRATION = False  # its page lists the accounts
    known, unknown = people.member.email, "no.body@ashshire.example"
    first = masked(enter(Client(), known, "wrong password"), known)
    cache.clear()
    assert masked(enter(Client(), unknown, "wrong password"), unknown) == first


def test_reset_does_not_tell_who_has_an_account(people):
    known, unknown = people.member.email, "no.body@ashshire.example"
    pages = []
    for email in (known, unknown):
        cache.clear()
        client = Client()
        answer = client.post(RESET, {"email": email})
        pages.append(
            (answer.status_code, answer["Location"], masked(client.get(answer["Location"])))
        )
    assert pages[0] == pages[1]


@pytest.mark.parametrize("email", ["member@ashshire.example", "no.body@ashshire.example"])
def test_sign_in_takes_as_long_for_those_who_have_none(people, client, monkeypatch, email):
    """One hash of the password, which takes most of the time."""
    worked = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(
        type(hasher), "encode", lambda *args, **more: worked.append(1) or encode(*args, **more)
    )
    enter(client, email, "wrong password")
    assert len(worked) == 1


@pytest.mark.parametrize(
    "email",
    [
        "member@ashshire.example\nBcc: x@evil.example",
        "member@ashshire.example\r\nSubject: x",
        "member@ashshire.example,x@evil.example",
        "member@ashshire.example%0aBcc: x@evil.example",
    ],
)
def test_an_address_brings_no_header_into_a_mail(people, client, email):
    client.post(RESET, {"email": email})
    for message in mail.outbox:
        assert "evil.example" not in " ".join([*message.to, *message.cc, *message.bcc])
        assert "\n" not in message.subject


def test_a_name_brings_no_header_into_a_mail(people, client):
    with recording(by=None):
        people.member.name = "A\r\nBcc: x@evil.example\r\n\r\nGo to http://evil.example"
        people.member.save()
    client.post(RESET, {"email": people.member.email})
    (message,) = mail.outbox
    sent = message.message()
    assert sent["Bcc"] is None
    assert message.recipients() == [people.member.email]


@pytest.mark.parametrize("address", [SIGN_IN, RESET])
def test_long_and_odd_input_is_a_sentence(people, client, address):
    for words in ("x" * 100_000, "a\0b", "٣" * 300, "x@" + "a." * 5_000 + "example"):
        answer = client.post(address, {"login": words, "password": words, "email": words})
        assert answer.status_code in (200, 429)
        assert "There is a problem" in answer.content.decode() or answer.status_code == 429
        cache.clear()
