"""An address that changes has to be confirmed again, and another address opens nothing."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache

from partnership.accounts.forms import PasskeySignInForm
from partnership.models import User
from tests.helpers import builders
from tests.helpers.admin_pages import press
from tests.helpers.factors import code_of, sign_in
from tests.helpers.verification import (
    PASSKEY,
    RESET,
    SENT,
    is_signed_in,
    mailed_link,
    move,
    rows_of,
)


@pytest.fixture
def staff(db):
    return User.objects.create_superuser("staff@installation.example", "x", name="Staff")


def test_staff_change_an_address_and_it_must_be_confirmed_anew(people, staff, client, client_as):
    member = people.member
    press(client_as(staff), member, email="Moved@Ashshire.example", is_active="on")
    assert rows_of(member) == []
    assert sign_in(client, member).status_code == 200  # the old address matches no one
    member.refresh_from_db()
    assert member.email == "moved@ashshire.example"

    link = mailed_link(client, member)
    assert mail.outbox[-1].to == ["moved@ashshire.example"]
    client.post(link)
    assert rows_of(member) == [("moved@ashshire.example", True, True)]
    assert sign_in(client, member).url == "/"


def test_the_passkey_waits_for_the_new_address_too(people, client, monkeypatch):
    key = Authenticator.objects.create(user=people.member, type="webauthn", data={})
    monkeypatch.setattr(PasskeySignInForm, "clean_credential", lambda form: key)
    move(people.member, "moved@ashshire.example")
    assert client.post("/accounts/passkeys/sign-in/", PASSKEY).url == SENT
    assert mail.outbox[0].to == ["moved@ashshire.example"]


def test_what_else_staff_change_leaves_it_confirmed(people, staff, client_as):
    press(client_as(staff), people.member, name="Another name", is_active="on")
    people.member.refresh_from_db()
    assert people.member.name == "Another name"
    assert rows_of(people.member) == [(people.member.email, True, True)]


def test_an_old_address_may_be_another_persons(people):
    old = people.member.email
    move(people.member, "moved@ashshire.example")
    move(people.chair, old)
    people.chair.confirm_address()
    assert rows_of(people.chair) == [(old, True, True)]


def test_an_address_that_is_kept_beside_the_accounts_own_opens_nothing(people, client):
    """If there were one: sign-in looks only at the account's own address."""
    EmailAddress.objects.create(user=people.member, email="beside@x.example", verified=True)
    data = {"login": "beside@x.example", "password": builders.PASSWORD}
    assert client.post("/accounts/sign-in/", data).status_code == 200
    assert not is_signed_in(client)
    client.post(RESET, {"email": "beside@x.example"})
    assert [message.to for message in mail.outbox] == [[people.member.email]]
    people.member.confirm_address()
    assert rows_of(people.member) == [(people.member.email, True, True)]


def test_who_came_through_an_organisation_may_set_up_a_second_factor(newcomer, client, client_as):
    """Although someone requested a new password in their name, which stores the address as unconfirmed."""
    client_as(None).post(RESET, {"email": newcomer.email})
    assert [row[2] for row in rows_of(newcomer)] == [False]
    client.force_login(newcomer)
    client.post("/accounts/confirm/", {"password": builders.PASSWORD})
    page = client.get("/accounts/second-factor/app/add/").content.decode()
    secret = re.sub(r"\s", "", re.search(r'class="app-key">([A-Z2-7 ]+)<', page)[1])
    client.post("/accounts/second-factor/app/add/", {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=newcomer, type="totp").count() == 1


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db):
    cache.clear()
